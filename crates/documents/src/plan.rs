//! What a report is made of: kinds, chapters, and the figures of each (`reference/rapporter.toml`).

use domain::codes::codes;
use domain::node::{Node, Problem, Reader, parse_toml};
use std::sync::LazyLock;

codes! {
    /// The reports that the program writes.
    ReportKind "report_kind" {
        Maanedsrapport = "maanedsrapport",
        Kvartalsopfoelgning = "kvartalsopfoelgning",
        Resultatrevision = "resultatrevision",
        Beskaeftigelsesplan = "beskaeftigelsesplan",
        Kommunenotat = "kommunenotat",
        Udvalgspunkt = "udvalgspunkt",
    }
}

/// A kind of report. The texts are Danish, for the report itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    pub kind: ReportKind,
    pub title: String,
    /// What it is for, on the page where it is chosen.
    pub about: String,
    /// Months of its period.
    pub months: u8,
    pub chapters: Vec<Part>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    pub id: String,
    pub title: String,
    pub text: Option<String>,
    /// What the municipality itself writes here.
    pub asks: Option<String>,
    /// Ids of figures.
    pub figures: Vec<String>,
}

/// A figure by its number in the specification of reports.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planned {
    pub id: String,
    pub title: String,
    /// The published measure it draws, of `reference/maaltal.toml`.
    pub measure: Option<String>,
    /// Why the program cannot count it yet.
    pub absent: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plans {
    reports: Vec<Plan>,
    figures: Vec<Planned>,
}

static SHIPPED: LazyLock<Plans> = LazyLock::new(|| {
    Plans::parse(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/rapporter.toml")))
        .expect("a test reads the shipped reports")
});

impl Plans {
    pub fn shipped() -> &'static Plans {
        &SHIPPED
    }

    pub fn parse(text: &str) -> Result<Plans, Vec<Problem>> {
        let node = parse_toml(text).map_err(|p| vec![p])?;
        let mut problems = Vec::new();
        let (mut reports, mut figures) = (Vec::<Plan>::new(), Vec::<Planned>::new());
        if let Some(mut top) = Reader::open(&node, "", &mut problems) {
            for (at, table) in top.tables("figure", &mut problems).into_iter().enumerate() {
                figures.extend(planned(table, &format!("figure[{}]", at + 1), &mut problems));
            }
            for (at, table) in top.tables("report", &mut problems).into_iter().enumerate() {
                reports.extend(plan(table, &format!("report[{}]", at + 1), &figures, &mut problems));
            }
            top.finish(&mut problems);
        }
        if problems.is_empty() { Ok(Plans { reports, figures }) } else { Err(problems) }
    }

    /// In the order of the file.
    pub fn reports(&self) -> &[Plan] {
        &self.reports
    }

    pub fn of(&self, kind: ReportKind) -> Option<&Plan> {
        self.reports.iter().find(|p| p.kind == kind)
    }

    /// Published measures that any report draws.
    pub fn measures(&self) -> impl Iterator<Item = &str> {
        self.figures.iter().filter_map(|f| f.measure.as_deref())
    }

    pub fn figure(&self, id: &str) -> Option<&Planned> {
        self.figures.iter().find(|f| f.id == id)
    }
}

fn need(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> String {
    r.text(key, problems).unwrap_or_else(|| {
        problems.push(r.missing(key, "a report needs it"));
        String::new()
    })
}

fn planned(node: &Node, path: &str, problems: &mut Vec<Problem>) -> Option<Planned> {
    let mut r = Reader::open(node, path, problems)?;
    let (id, title) = (need(&mut r, "id", problems), need(&mut r, "title", problems));
    let (measure, absent) = (r.text("measure", problems), r.text("absent", problems));
    r.finish(problems);
    Some(Planned { id, title, measure, absent })
}

fn plan(node: &Node, path: &str, known: &[Planned], problems: &mut Vec<Problem>) -> Option<Plan> {
    let mut r = Reader::open(node, path, problems)?;
    let kind = r.parsed("kind", problems);
    let (title, about) = (need(&mut r, "title", problems), need(&mut r, "about", problems));
    let months = r.int("months", problems).and_then(|n| u8::try_from(n).ok()).filter(|n| matches!(n, 1 | 3 | 12));
    let mut chapters = Vec::new();
    for (at, table) in r.tables("chapter", problems).into_iter().enumerate() {
        chapters.extend(part(table, &format!("{path}.chapter[{}]", at + 1), known, problems));
    }
    if kind.is_none() || months.is_none() {
        problems.push(r.missing("kind", "a report has a kind and 1, 3 or 12 months"));
    }
    r.finish(problems);
    Some(Plan { kind: kind?, title, about, months: months?, chapters })
}

fn part(node: &Node, path: &str, known: &[Planned], problems: &mut Vec<Problem>) -> Option<Part> {
    let mut r = Reader::open(node, path, problems)?;
    let (id, title) = (need(&mut r, "id", problems), need(&mut r, "title", problems));
    let (text, asks) = (r.text("text", problems), r.text("asks", problems));
    let mut figures = Vec::new();
    for (figure, line) in r.texts("figures", problems).unwrap_or_default() {
        if !known.iter().any(|k| k.id == figure) {
            problems.push(r.problem("bad_value", line, "figures", format!("\"{figure}\" is no [[figure]] above")));
        }
        figures.push(figure);
    }
    r.finish(problems);
    Some(Part { id, title, text, asks, figures })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::codes::Code;

    #[test]
    fn the_shipped_reports_are_read_and_there_is_one_of_each_kind() {
        let plans = Plans::shipped();
        for kind in ReportKind::ALL {
            assert_eq!(plans.reports().iter().filter(|p| p.kind == *kind).count(), 1, "{kind:?}");
        }
    }

    #[test]
    fn a_report_is_called_the_same_where_it_is_chosen_and_where_it_is_read() {
        for plan in Plans::shipped().reports() {
            let name = crate::text::label(plan.kind);
            assert!(plan.title.starts_with(&name), "{} {name}", plan.title);
        }
    }

    #[test]
    fn the_quarterly_report_has_twenty_figures_and_none_of_them_twice() {
        let plan = Plans::shipped().of(ReportKind::Kvartalsopfoelgning).unwrap();
        let mut figures: Vec<&String> = plan.chapters.iter().flat_map(|c| &c.figures).collect();
        assert!(figures.len() >= 19, "{}", figures.len());
        figures.sort();
        assert!(figures.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn a_figure_that_nobody_has_planned_is_named_with_its_line() {
        let text = "[[report]]\nkind = \"udvalgspunkt\"\ntitle = \"a\"\nabout = \"b\"\nmonths = 3\n[[report.chapter]]\nid = \"x\"\ntitle = \"y\"\nfigures = [\"Q-99\"]\n";
        let problems = Plans::parse(text).unwrap_err();
        assert_eq!((problems[0].line, problems[0].code), (9, "bad_value"));
    }
}

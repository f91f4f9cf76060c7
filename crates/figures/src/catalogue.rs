//! What the columns of published tables count: unit, decimals, and which way is better.

use crate::breaks::{self, DataBreak};
use crate::compare::{Better, Measure, Sort};
use crate::goal::Measure as OwnMeasure;
use domain::codes::{Benefit, Code};
use domain::node::{Node, Problem, Reader, parse_toml};

/// A measure with its words (Danish, for pages) and where it is published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Published {
    pub id: String,
    pub group: String,
    /// Table ids, newest first.
    pub tables: Vec<String>,
    /// Spellings of the column.
    pub columns: Vec<String>,
    pub name: String,
    pub unit: String,
    /// Who or what is counted.
    pub counted: String,
    /// The finding as the beginning of a sentence, with `{area}` and `{value}`.
    pub sentence: String,
    pub sort: Sort,
    pub decimals: u8,
    pub better: Better,
    /// Stands in the table of all benefits.
    pub all: bool,
    /// The count of the municipality's own cases that means the same, so that both can stand beside each other.
    pub own: Option<(OwnMeasure, Benefit)>,
}

impl Published {
    /// How it is compared, with the breaks of a table.
    pub fn measure(&self, table: &str, known: &[DataBreak]) -> Measure {
        Measure {
            sort: self.sort,
            decimals: self.decimals,
            better: self.better,
            breaks: breaks::months_of(known, table),
        }
    }
}

/// The measures that ship with the program (`reference/maaltal.toml`).
pub fn shipped() -> Vec<Published> {
    parse(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/maaltal.toml")))
        .expect("a test reads the shipped measures")
}

pub fn parse(text: &str) -> Result<Vec<Published>, Vec<Problem>> {
    let node = parse_toml(text).map_err(|p| vec![p])?;
    let (mut problems, mut found) = (Vec::new(), Vec::<Published>::new());
    if let Some(mut top) = Reader::open(&node, "", &mut problems) {
        for (at, table) in top.tables("measure", &mut problems).into_iter().enumerate() {
            if let Some(measure) = measure(table, &format!("measure[{}]", at + 1), &mut problems) {
                if found.iter().any(|m| m.id == measure.id) {
                    let message = format!("the id \"{}\" stands twice", measure.id);
                    problems.push(Problem { code: "duplicate", path: "measure".into(), line: table.line, message });
                }
                found.push(measure);
            }
        }
        top.finish(&mut problems);
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

fn measure(node: &Node, path: &str, problems: &mut Vec<Problem>) -> Option<Published> {
    let mut r = Reader::open(node, path, problems)?;
    let before = problems.len();
    let texts = |r: &mut Reader<'_>, key, problems: &mut Vec<Problem>| {
        r.texts(key, problems).unwrap_or_default().into_iter().map(|(text, _)| text).collect::<Vec<_>>()
    };
    let need = |key: &'static str, r: &mut Reader<'_>, problems: &mut Vec<Problem>| {
        let text = r.text(key, problems);
        if text.is_none() {
            problems.push(r.missing(key, "every measure has it"));
        }
        text.unwrap_or_default()
    };
    let (id, group) = (need("id", &mut r, problems), need("group", &mut r, problems));
    let (name, unit) = (need("name", &mut r, problems), need("unit", &mut r, problems));
    let (counted, sentence) = (need("counted", &mut r, problems), need("sentence", &mut r, problems));
    if !sentence.contains("{area}") || !sentence.contains("{value}") {
        problems.push(r.problem("bad_value", r.line_of("sentence"), "sentence", "it holds {area} and {value}"));
    }
    let sort = match need("sort", &mut r, problems).as_str() {
        "count" => Sort::Count,
        "share" => Sort::Share,
        other => {
            problems.push(r.problem("bad_value", r.line_of("sort"), "sort", format!("\"{other}\": count or share")));
            Sort::Count
        }
    };
    let better = match need("better", &mut r, problems).as_str() {
        "lowest" => Better::Lowest,
        "highest" => Better::Highest,
        other => {
            let message = format!("\"{other}\": lowest or highest");
            problems.push(r.problem("bad_value", r.line_of("better"), "better", message));
            Better::Lowest
        }
    };
    let decimals = r.int("decimals", problems).and_then(|n| u8::try_from(n).ok()).filter(|n| *n <= 3);
    if decimals.is_none() {
        problems.push(r.missing("decimals", "0 to 3, as published"));
    }
    let (tables, columns) = (texts(&mut r, "tables", problems), texts(&mut r, "columns", problems));
    if tables.is_empty() || columns.is_empty() {
        problems.push(r.missing("tables", "a measure has at least one table and one column"));
    }
    let all = r.bool("all", problems).unwrap_or(false);
    let own = own(&mut r, problems);
    r.finish(problems);
    let decimals = decimals.unwrap_or(0);
    (problems.len() == before).then_some(Published {
        id,
        group,
        tables,
        columns,
        name,
        unit,
        counted,
        sentence,
        sort,
        decimals,
        better,
        all,
        own,
    })
}

/// `own` and `own_benefit` stand together or not at all.
fn own(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<(OwnMeasure, Benefit)> {
    let (measure, benefit) = (r.text("own", problems), r.text("own_benefit", problems));
    if measure.is_none() && benefit.is_none() {
        return None;
    }
    let found = measure.as_deref().and_then(OwnMeasure::from_code).zip(benefit.as_deref().and_then(Benefit::from_code));
    if found.is_none() {
        let message = "a measure and a benefit of one's own cases, by their codes".to_owned();
        problems.push(r.problem("bad_value", r.line_of("own"), "own", message));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_measures_load_and_the_kontanthjaelp_tables_have_their_break() {
        let measures = shipped();
        assert!(measures.len() >= 10 && measures.iter().filter(|m| m.all).count() >= 5);
        let known = breaks::shipped();
        for measure in &measures {
            let table = &measure.tables[0];
            assert_eq!(measure.measure(table, &known).breaks.is_empty(), !table.starts_with("y60"), "{}", measure.id);
        }
    }

    #[test]
    fn a_measure_with_a_mistake_is_named_with_its_line() {
        let text = "[[measure]]\nid = \"a\"\ngroup = \"g\"\ntables = [\"y1\"]\ncolumns = [\"c\"]\nname = \"n\"\nunit = \"u\"\ncounted = \"p\"\nsentence = \"{area}\"\nsort = \"cont\"\ndecimals = 1\nbeter = \"lowest\"\n";
        let said: Vec<String> = parse(text).unwrap_err().iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|s| s.starts_with("line 10") && s.contains("count or share")), "{said:?}");
        assert!(said.iter().any(|s| s.contains("did you mean `better`")), "{said:?}");
        assert!(said.iter().any(|s| s.contains("holds {area} and {value}")), "{said:?}");
    }
}

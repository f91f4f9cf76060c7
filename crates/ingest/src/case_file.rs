//! The case file: one citizen's (or company unit's) facts and questions as TOML. Shape: `docs/case-file.md`.

use domain::Day;
use domain::codes::{OfferKind, Sector};
use domain::fact::Fact;
use domain::nearest::nearest;
use domain::node::{Node, Problem, Reader, parse_toml};

#[derive(Clone, Debug)]
pub struct CaseFile {
    pub today: Option<Day>,
    /// `none` is state law only.
    pub municipality: String,
    pub known_on: Option<Day>,
    pub born: Option<Day>,
    pub company: bool,
    pub facts: Vec<Fact>,
    pub asks: Vec<AskRow>,
}

/// A question of the form may / when / how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskRow {
    Offer { offer: OfferKind, on: Day, employer: Option<Sector> },
    Rate { rate: String, key: String, on: Day },
    Limit { limit: String, on: Day },
    Gate { gate: String, on: Day },
}

/// Reads a case file. Mistakes are all reported; the facts that could be read are kept.
pub fn read(text: &str, municipalities: &[&str]) -> (Option<CaseFile>, Vec<Problem>) {
    let mut problems = Vec::new();
    let node = match parse_toml(text) {
        Ok(node) => node,
        Err(problem) => return (None, vec![problem]),
    };
    let Some(mut r) = Reader::open(&node, "", &mut problems) else { return (None, problems) };
    let today = r.day("today", &mut problems);
    let municipality_line = r.line_of("municipality");
    let municipality = r.text("municipality", &mut problems).unwrap_or_else(|| "none".to_owned());
    if municipality != "none" && !municipalities.contains(&municipality.as_str()) {
        let hint = nearest(&municipality, municipalities.iter().copied()).map_or_else(
            || format!("known: none, {}", municipalities.join(", ")),
            |k| format!("did you mean \"{k}\"?"),
        );
        problems.push(r.problem(
            "bad_value",
            municipality_line,
            "municipality",
            format!("\"{municipality}\" is no template; {hint}"),
        ));
    }
    let known_on = r.day("known_on", &mut problems);
    let born = citizen(r.node("citizen"), &mut problems);
    let company = company(r.node("company"), &mut problems);
    let mut facts: Vec<Fact> = Vec::new();
    for (i, node) in r.tables("fact", &mut problems).into_iter().enumerate() {
        let path = format!("fact[{}]", i + 1);
        if let Some(fact) = Fact::read(node, &path, &format!("f{}", i + 1), &mut problems) {
            if facts.iter().any(|f| f.id == fact.id) {
                let message = format!("the id \"{}\" is used twice", fact.id);
                problems.push(Problem { code: "duplicate_id", path: format!("{path}.id"), line: node.line, message });
            } else {
                facts.push(fact);
            }
        }
    }
    chains(&facts, &mut problems);
    let mut asks = Vec::new();
    for (i, node) in r.tables("ask", &mut problems).into_iter().enumerate() {
        asks.extend(ask(node, &format!("ask[{}]", i + 1), &mut problems));
    }
    r.finish(&mut problems);
    (Some(CaseFile { today, municipality, known_on, born: born.flatten(), company, facts, asks }), problems)
}

fn citizen(node: Option<&Node>, problems: &mut Vec<Problem>) -> Option<Option<Day>> {
    let mut c = Reader::open(node?, "citizen", problems)?;
    let born = c.day("born", problems);
    c.text("name", problems);
    c.finish(problems);
    Some(born)
}

fn company(node: Option<&Node>, problems: &mut Vec<Problem>) -> bool {
    let Some(node) = node else { return false };
    if let Some(mut c) = Reader::open(node, "company", problems) {
        c.text("name", problems);
        c.text("p_number", problems);
        c.text("cvr", problems);
        c.finish(problems);
    }
    true
}

/// A correction or annulment must name a fact of the file.
fn chains(facts: &[Fact], problems: &mut Vec<Problem>) {
    for (i, fact) in facts.iter().enumerate() {
        for (key, named) in [("supersedes", &fact.supersedes), ("annuls", &fact.annuls)] {
            if let Some(id) = named
                && !facts.iter().any(|f| f.id == *id)
            {
                let message = format!("there is no fact \"{id}\" in the file");
                problems.push(Problem {
                    code: "unknown_fact",
                    path: format!("fact[{}].{key}", i + 1),
                    line: 0,
                    message,
                });
            }
        }
    }
}

fn ask(node: &Node, path: &str, problems: &mut Vec<Problem>) -> Option<AskRow> {
    let mut a = Reader::open(node, path, problems)?;
    let before = problems.len();
    let on = a.day("on", problems);
    if a.node("on").is_none() {
        problems.push(a.missing("on", "the day the question is about"));
    }
    let offer: Option<OfferKind> = a.parsed("offer", problems);
    let employer: Option<Sector> = a.parsed("employer", problems);
    let rate = a.text("rate", problems);
    let key = a.text("key", problems).unwrap_or_default();
    let limit = a.text("limit", problems);
    let gate = a.text("gate", problems);
    let found = match (offer, rate, limit, gate, on) {
        (Some(offer), None, None, None, Some(on)) => Some(AskRow::Offer { offer, on, employer }),
        (None, Some(rate), None, None, Some(on)) => Some(AskRow::Rate { rate, key, on }),
        (None, None, Some(limit), None, Some(on)) => Some(AskRow::Limit { limit, on }),
        (None, None, None, Some(gate), Some(on)) => Some(AskRow::Gate { gate, on }),
        (_, _, _, _, None) => None,
        // What could not be read has its own problem.
        _ if problems.len() > before => None,
        _ => {
            problems.push(a.missing("offer", "ask about exactly one of `offer`, `rate`, `limit`, `gate`"));
            None
        }
    };
    a.finish(problems);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = r#"
today = 2022-03-09
municipality = "none"
[citizen]
born = 1990-05-01
[[fact]]
kind = "first_contact"
on = 2022-03-01
benefit = "kontanthjaelp"
[[fact]]
kind = "benefit"
benefit = "kontanthjaelp"
from = 2022-03-01
[[ask]]
offer = "loentilskud"
on = 2022-04-14
employer = "private"
"#;

    #[test]
    fn a_case_file_reads_with_default_ids() {
        let (case, problems) = read(CASE, &[]);
        assert_eq!(problems, Vec::new());
        let case = case.unwrap();
        assert_eq!(case.facts.iter().map(|f| f.id.0.as_str()).collect::<Vec<_>>(), ["f1", "f2"]);
        assert_eq!(case.born, Some("1990-05-01".parse().unwrap()));
        assert_eq!(case.asks.len(), 1);
    }

    #[test]
    fn a_bad_fact_is_named_with_its_line_and_the_good_ones_go_on() {
        let text = CASE.replace(
            "benefit = \"kontanthjaelp\"\nfrom = 2022-03-01",
            "benefit = \"kontanthjelp\"\nuntil = 2022-03-01",
        );
        let (case, problems) = read(&text, &[]);
        assert_eq!(case.unwrap().facts.len(), 1);
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|s| s.contains("line 12") && s.contains("did you mean \"kontanthjaelp\"")), "{said:?}");
        assert!(said.iter().any(|s| s.contains("til og med")), "{said:?}");
    }

    #[test]
    fn an_offer_that_is_none_is_one_problem_not_two() {
        let (_, problems) = read(&CASE.replace("\"loentilskud\"", "\"loentilskdu\""), &[]);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].message.contains("did you mean \"loentilskud\""));
    }

    #[test]
    fn the_day_of_a_fact_under_the_other_facts_key_is_answered_with_the_right_key() {
        let lasts = CASE.replace("from = 2022-03-01", "on = 2022-03-01");
        assert!(read(&lasts, &[]).1.iter().any(|p| p.message.contains("a fact that lasts has `from`")));
        let one_day = CASE.replace("on = 2022-03-01\nbenefit", "from = 2022-03-01\nbenefit");
        assert!(read(&one_day, &[]).1.iter().any(|p| p.message.contains("a fact of one day has `on`")));
    }

    #[test]
    fn an_unknown_municipality_is_answered_with_the_nearest_template() {
        let (_, problems) = read(&CASE.replace("\"none\"", "\"aabenra-2017\""), &["aabenraa-2017"]);
        assert!(problems[0].message.contains("did you mean \"aabenraa-2017\""));
    }
}

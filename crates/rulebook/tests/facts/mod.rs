//! Days, the law as shipped, and a history from lines as an example has them.

use domain::Day;
use domain::history::History;
use medspiller_rulebook::parse::example_facts;
use medspiller_rulebook::{Rulebook, shipped};

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn law() -> Rulebook {
    shipped("none").unwrap_or_else(|e| panic!("{e}"))
}

pub(crate) fn history(born: &str, facts: &[&str]) -> History {
    let lines: Vec<String> = facts.iter().map(|f| (*f).to_owned()).collect();
    let read = example_facts(&lines);
    assert_eq!(read.len(), lines.len(), "a fact is misspelt: {lines:?}");
    History::build(Some(day(born)), read, None)
}

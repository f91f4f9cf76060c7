//! Which gap ends a course on which benefit, by the day of the count (`reference/forloebsbrud.toml`).

use super::Gap;
use domain::Day;
use domain::codes::{Benefit, Code};
use domain::node::{Problem, Reader, parse_toml};

/// A rule of the list: of one benefit, or of all that are not named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Rule {
    benefit: Option<Benefit>,
    from: Day,
    gap: Gap,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gaps(Vec<Rule>);

impl Gaps {
    /// The rules that ship with the program.
    pub fn shipped() -> Gaps {
        Gaps::parse(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/forloebsbrud.toml")))
            .expect("a test reads the shipped rules")
    }

    pub fn parse(text: &str) -> Result<Gaps, Vec<Problem>> {
        let node = parse_toml(text).map_err(|p| vec![p])?;
        let (mut problems, mut rules) = (Vec::new(), Vec::new());
        if let Some(mut top) = Reader::open(&node, "", &mut problems) {
            for (at, table) in top.tables("gap", &mut problems).into_iter().enumerate() {
                let Some(mut r) = Reader::open(table, format!("gap[{}]", at + 1), &mut problems) else { continue };
                let benefit = r.parsed("benefit", &mut problems);
                match (r.day("from", &mut problems), r.parsed("gap", &mut problems)) {
                    (Some(from), Some(gap)) => rules.push(Rule { benefit, from, gap }),
                    _ => problems.push(r.missing("from", "a rule has the first day it is counted so, and its gap")),
                }
                r.finish(&mut problems);
            }
            top.finish(&mut problems);
        }
        rules.sort_by_key(|rule| rule.from);
        if problems.is_empty() { Ok(Gaps(rules)) } else { Err(problems) }
    }

    /// The gap of one benefit in a count made on a day; `None` before any rule.
    pub fn of(&self, benefit: Benefit, counted: Day) -> Option<Gap> {
        let named = self.0.iter().any(|rule| rule.benefit == Some(benefit));
        let theirs = |rule: &&Rule| rule.benefit == named.then_some(benefit) && rule.from <= counted;
        self.0.iter().rev().find(theirs).map(|rule| rule.gap)
    }

    /// The gaps of all benefits, in the order of their codes.
    pub fn all(&self, counted: Day) -> Option<Vec<Gap>> {
        Benefit::ALL.iter().map(|benefit| self.of(*benefit, counted)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_gap_became_a_calendar_month_in_2018_and_for_dagpenge_on_9_august_2019() {
        let gaps = Gaps::shipped();
        let of = |benefit, counted| gaps.of(benefit, day(counted)).unwrap();
        assert_eq!(of(Benefit::Sygedagpenge, "2017-12-31"), Gap::OneDay);
        assert_eq!(of(Benefit::Sygedagpenge, "2018-01-01"), Gap::CalendarMonth);
        assert_eq!(of(Benefit::Dagpenge, "2019-08-08"), Gap::OneDay);
        assert_eq!(of(Benefit::Dagpenge, "2019-08-09"), Gap::CalendarMonth);
        let all = gaps.all(day("2018-06-01")).unwrap();
        assert_eq!(all.iter().filter(|gap| **gap == Gap::OneDay).count(), 1, "dagpenge alone is counted by the day");
    }

    #[test]
    fn a_rule_with_a_mistake_is_named_with_its_line() {
        let said = Gaps::parse("[[gap]]\nbenefit = \"dagpeng\"\nfrom = 2019-08-09\ngap = \"one_dai\"\n").unwrap_err();
        let said: Vec<String> = said.iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|s| s.starts_with("line 2") && s.contains("did you mean \"dagpenge\"")), "{said:?}");
        assert!(said.iter().any(|s| s.starts_with("line 4") && s.contains("did you mean \"one_day\"")), "{said:?}");
    }
}

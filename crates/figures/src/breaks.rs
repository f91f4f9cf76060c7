//! Dated data breaks: from such a day on a table counts other people.

use crate::month::Month;
use domain::Day;
use domain::codes::{Benefit, Code};
use domain::node::{Problem, Reader, parse_toml};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DataBreak {
    /// Beginning of the table ids concerned.
    pub tables: String,
    /// The benefits that other people receive from then on, for counts of our own.
    pub benefits: Vec<Benefit>,
    pub on: Day,
    /// Short, for a chart.
    pub label: String,
    /// A sentence, for a page.
    pub reason: String,
}

impl DataBreak {
    /// The first month counted in the new way.
    pub fn month(&self) -> Month {
        Month::of(self.on)
    }
}

/// The breaks that ship with the program (`reference/databrud.toml`).
pub fn shipped() -> Vec<DataBreak> {
    parse(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/databrud.toml")))
        .expect("a test reads the shipped breaks")
}

pub fn parse(text: &str) -> Result<Vec<DataBreak>, Vec<Problem>> {
    let node = parse_toml(text).map_err(|p| vec![p])?;
    let (mut problems, mut breaks) = (Vec::new(), Vec::new());
    if let Some(mut top) = Reader::open(&node, "", &mut problems) {
        for (at, table) in top.tables("break", &mut problems).into_iter().enumerate() {
            let Some(mut reader) = Reader::open(table, format!("break[{at}]"), &mut problems) else { continue };
            let benefits = benefits(&mut reader, &mut problems);
            let found = (
                reader.text("tables", &mut problems),
                reader.day("on", &mut problems),
                reader.text("label", &mut problems),
                reader.text("reason", &mut problems),
            );
            match found {
                (Some(tables), Some(on), Some(label), Some(reason)) => {
                    breaks.push(DataBreak { tables, benefits, on, label, reason });
                }
                _ => problems.push(reader.missing("tables", "a break has tables, on, label and reason")),
            }
            reader.finish(&mut problems);
        }
        top.finish(&mut problems);
    }
    breaks.sort_by_key(|b| b.on);
    if problems.is_empty() { Ok(breaks) } else { Err(problems) }
}

fn benefits(reader: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Vec<Benefit> {
    let named = reader.texts("benefits", problems).unwrap_or_default();
    let known = named.iter().filter_map(|(code, line)| {
        let found = Benefit::from_code(code);
        if found.is_none() {
            let message = format!("\"{code}\" is no benefit: the codes stand in docs/ordbog.md");
            problems.push(reader.problem("bad_value", *line, "benefits", message));
        }
        found
    });
    known.collect()
}

/// The first months of the new counting, for one table.
pub fn months_of(breaks: &[DataBreak], table: &str) -> Vec<Month> {
    breaks.iter().filter(|b| table.starts_with(&b.tables)).map(DataBreak::month).collect()
}

/// The breaks of one benefit.
pub fn of_benefit(breaks: &[DataBreak], benefit: Benefit) -> impl Iterator<Item = &DataBreak> {
    breaks.iter().filter(move |b| b.benefits.contains(&benefit))
}

/// The break between two months, if there is one.
pub fn between(breaks: &[Month], a: Month, b: Month) -> Option<Month> {
    let (earlier, later) = (a.min(b), a.max(b));
    breaks.iter().copied().find(|on| earlier < *on && *on <= later)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::tests::month;

    #[test]
    fn the_shipped_break_concerns_the_kontanthjaelp_tables_only() {
        let breaks = shipped();
        assert_eq!(months_of(&breaks, "y60a02"), [month("2025M07")]);
        assert_eq!(months_of(&breaks, "y25i01"), []);
    }

    #[test]
    fn the_month_of_the_break_is_the_first_of_the_new_counting() {
        let breaks = [month("2025M07")];
        assert_eq!(between(&breaks, month("2025M06"), month("2026M06")), Some(month("2025M07")));
        assert_eq!(between(&breaks, month("2026M07"), month("2025M07")), None);
        assert_eq!(between(&breaks, month("2025M06"), month("2024M06")), None);
    }

    #[test]
    fn a_break_without_its_day_is_refused() {
        assert!(parse("[[break]]\ntables = \"y60\"\n").is_err());
        assert!(
            parse("[[break]]\ntables = \"y60\"\nuntil = 2025-07-01\n")
                .unwrap_err()
                .iter()
                .any(|p| p.code == "unknown_key")
        );
    }
}

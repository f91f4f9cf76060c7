//! Facts as a table: one row a fact, one column a field of any kind. Shape: `docs/import.md`.

use crate::people::PersonKey;
use crate::table_rows::{Row, TableRows};
use domain::fact::Fact;
use domain::kinds::FactKind;
use domain::node::{Node, Problem, Value};
use domain::schema::FieldSort;
use std::io::BufRead;

#[derive(Clone, Debug, PartialEq)]
pub struct FactRow {
    pub line: u32,
    pub person: PersonKey,
    /// Its `source.external_id`, `supersedes` and `annuls` are ids of the source system.
    pub fact: Fact,
    /// The row in one form whatever the order of its columns: what a row without an id of its own is recognised by.
    pub canonical: String,
}

const FRAME: [&str; 9] = ["citizen", "external_id", "kind", "on", "from", "through", "at", "supersedes", "annuls"];

/// Reads facts; a bad row is a problem and the next one goes on.
pub fn read<R: BufRead>(input: R) -> impl Iterator<Item = Result<FactRow, Problem>> {
    TableRows::new(input, columns(), &["citizen", "kind"]).map(|row| fact(&row?))
}

/// Every column a file may have: the frame, and the fields of all kinds.
pub fn columns() -> Vec<&'static str> {
    let mut known = FRAME.to_vec();
    for kind in FactKind::ALL {
        known.extend(
            kind.schema().fields.iter().map(|f| f.name).filter(|name| !known.contains(name)).collect::<Vec<_>>(),
        );
    }
    known
}

fn fact(row: &Row) -> Result<FactRow, Problem> {
    let Some(person) = row.get("citizen") else {
        return Err(row.problem("missing_value", "citizen", "the field is empty"));
    };
    let kind = row.get("kind").and_then(FactKind::from_name);
    let entries = row.fields.iter().filter(|(name, _)| name != "citizen").map(|(name, text)| {
        let sort = kind.and_then(|k| k.schema().fields.iter().find(|f| f.name == *name)).map(|f| f.sort);
        (name.clone(), Node { line: row.line, value: value(sort, text) })
    });
    let node = Node { line: row.line, value: Value::Table(entries.collect()) };
    let mut problems = Vec::new();
    let read = Fact::read(&node, "", &format!("line {}", row.line), &mut problems);
    let Some(fact) = read else {
        let first = problems.into_iter().next();
        let problem = first.unwrap_or_else(|| row.problem("bad_row", "kind", "the row is no fact"));
        return Err(row.discreet(problem));
    };
    let mut parts: Vec<String> = row.fields.iter().map(|(name, text)| format!("{name}={text}")).collect();
    parts.sort_unstable();
    Ok(FactRow { line: row.line, person: PersonKey::read(person), fact, canonical: parts.join("\u{1f}") })
}

/// A cell is text; numbers and yes/no are told apart by the field they stand in.
fn value(sort: Option<FieldSort>, text: &str) -> Value {
    match sort {
        Some(FieldSort::Int) => text.parse().map_or_else(|_| Value::Text(text.to_owned()), Value::Int),
        Some(FieldSort::Flag) => match text.to_lowercase().as_str() {
            "true" | "ja" | "1" => Value::Bool(true),
            "false" | "nej" | "0" => Value::Bool(false),
            _ => Value::Text(text.to_owned()),
        },
        _ => Value::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::codes::Sender;
    use domain::kinds::FactData;

    fn rows(text: &str) -> Vec<Result<FactRow, Problem>> {
        read(text.as_bytes()).collect()
    }

    #[test]
    fn facts_of_different_kinds_share_a_table() {
        let text = "citizen;external_id;kind;on;from;through;benefit;talk;partial\n\
                    A1;b1;benefit;;01-03-2026;;kontanthjaelp;;nej\nA1;t1;talk_held;2026-03-16;;;;jobsamtale;\n";
        let found = rows(text);
        let benefit = found[0].as_ref().unwrap();
        assert_eq!(
            (benefit.fact.from, benefit.fact.source.external_id.as_deref()),
            ("2026-03-01".parse().unwrap(), Some("b1"))
        );
        assert!(matches!(found[1].as_ref().unwrap().fact.data, FactData::TalkHeld { .. }));
    }

    #[test]
    fn an_enquiry_of_a_file_says_who_it_came_from() {
        let text =
            "citizen;kind;on;channel;sender\nA1;enquiry;2026-03-16;brev;underretning\nA1;enquiry;2026-03-16;;naboen\n";
        let found = rows(text);
        let data = &found[0].as_ref().unwrap().fact.data;
        assert!(matches!(data, FactData::Enquiry { sender: Some(Sender::Underretning), .. }), "{data:?}");
        assert!(found[1].as_ref().unwrap_err().to_string().contains("is no sender"));
    }

    #[test]
    fn a_bad_code_an_impossible_day_and_a_wrong_column_are_refused_with_their_line() {
        let text = "citizen;kind;on;from;benefit\nA1;benefit;;2026-03-01;kontanthjelp\nA1;benefit;;31-02-2026;kontanthjaelp\nA1;talk_hold;2026-03-01;;\nA1;benefit;2026-03-01;;kontanthjaelp\n";
        let said: Vec<String> = rows(text).into_iter().map(|r| r.unwrap_err().to_string()).collect();
        assert!(said[0].starts_with("line 2") && said[0].contains("did you mean \"kontanthjaelp\""), "{said:#?}");
        assert!(said[1].contains("the month has 28 days"), "{said:#?}");
        assert!(said[2].contains("did you mean \"talk_held\""), "{said:#?}");
        assert!(said[3].contains("`from` is missing"), "{said:#?}");
    }

    #[test]
    fn a_number_or_a_name_in_a_wrong_field_or_without_a_header_is_not_repeated() {
        let text = "citizen;kind;on;benefit\nA1;Hemmeligsen;2026-03-01;\nA1;registered;Hemmeligsen;\nA1;benefit;2026-03-01;Hemmeligsen\n";
        let headless = "0101011234;Hemmeligsen;2026-03-01\n";
        for said in rows(text).into_iter().chain(rows(headless)) {
            let said = said.unwrap_err().to_string().to_lowercase();
            assert!(!said.contains("hemmeligsen") && !said.contains("0101011234"), "{said}");
        }
    }

    #[test]
    fn a_row_is_recognised_whatever_the_order_of_its_columns() {
        let one = rows("citizen;kind;on\nA1;registered;2026-03-01\n").remove(0).unwrap();
        let other = rows("on;citizen;kind\n2026-03-01;A1;registered\n").remove(0).unwrap();
        assert_eq!(one.canonical, other.canonical);
    }

    #[test]
    fn no_field_has_the_name_of_a_frame_column() {
        for kind in FactKind::ALL {
            for field in kind.schema().fields {
                assert!(!FRAME.contains(&field.name), "{}.{}", kind.name(), field.name);
            }
        }
    }
}

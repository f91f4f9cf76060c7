//! Examples beside a rule, in a short form that reads like a note: `2026-03-04 first_contact benefit=kontanthjaelp`.

use super::required_text;
use crate::model::{Example, Expect};
use domain::Kroner;
use domain::fact::Fact;
use domain::kinds::FactKind;
use domain::node::{Node, Problem, Reader, Value};
use domain::schema::{Field, FieldSort, Timing};

pub(super) fn read(node: &Node, path: &str, problems: &mut Vec<Problem>) -> Option<Example> {
    let mut r = Reader::open(node, path, problems)?;
    let name = required_text(&mut r, "name", "a sentence a caseworker can judge", problems);
    let born = r.day("born", problems);
    let lines = r.texts("facts", problems).unwrap_or_default();
    for (i, (text, line)) in lines.iter().enumerate() {
        let mut found = Vec::new();
        fact(text, &format!("f{}", i + 1), &mut found);
        problems.extend(found.into_iter().map(|p| Problem {
            line: *line,
            path: format!("{path}.facts[{}]", i + 1),
            ..p
        }));
    }
    let expect = Expect {
        due: r.day("due", problems),
        n: r.int("n", problems).and_then(|n| u16::try_from(n).ok()),
        on: r.day("on", problems),
        status: r.text("status", problems),
        reached: r.day("reached", problems),
        effective: r.day("effective", problems),
        left: r.int("left", problems).and_then(|n| u16::try_from(n).ok()),
        verdict: r.text("verdict", problems),
        through: r.day("through", problems),
        earliest: r.day("earliest", problems),
        amount: r.node("amount").and_then(|n| {
            <Kroner as Field>::read(n).map_err(|e| problems.push(r.problem("bad_value", n.line, "amount", e))).ok()
        }),
        key: r.text("key", problems),
        employer: r.parsed("employer", problems),
        offer: r.parsed("offer", problems),
        none: r.bool("none", problems).unwrap_or(false),
        first: r.parsed("first", problems),
        places: r.text("places", problems),
        hours: r.int("hours", problems).and_then(|n| u16::try_from(n).ok()),
        short: r.int("short", problems).and_then(|n| u16::try_from(n).ok()),
    };
    let line = r.line();
    r.finish(problems);
    Some(Example { name: name?, born, facts: lines.into_iter().map(|(t, _)| t).collect(), expect, line })
}

/// The facts of an example; the lines were checked when the file was read.
pub fn example_facts(lines: &[String]) -> Vec<Fact> {
    let mut problems = Vec::new();
    lines.iter().enumerate().filter_map(|(i, line)| fact(line, &format!("f{}", i + 1), &mut problems)).collect()
}

/// `DAY kind key=value ...`, `DAY..DAY kind ...` or `DAY.. kind ...`.
fn fact(line: &str, id: &str, problems: &mut Vec<Problem>) -> Option<Fact> {
    let mut words = line.split_whitespace();
    let wrong = |message: String| Problem { code: "bad_value", path: String::new(), line: 0, message };
    let (Some(days), Some(kind)) = (words.next(), words.next()) else {
        problems.push(wrong(format!("\"{line}\": write `2026-03-04 first_contact benefit=kontanthjaelp`")));
        return None;
    };
    let text = |s: &str| Node { line: 0, value: Value::Text(s.to_owned()) };
    let mut entries = vec![("kind".to_owned(), text(kind))];
    match days.split_once("..") {
        None => {
            let period = FactKind::from_name(kind).is_some_and(|k| k.schema().timing == Timing::Period);
            entries.push((if period { "from" } else { "on" }.to_owned(), text(days)));
            if period {
                entries.push(("through".to_owned(), text(days)));
            }
        }
        Some((from, through)) => {
            entries.push(("from".to_owned(), text(from)));
            if !through.is_empty() {
                entries.push(("through".to_owned(), text(through)));
            }
        }
    }
    for word in words {
        let Some((key, value)) = word.split_once('=') else {
            problems.push(wrong(format!("\"{word}\" is not key=value")));
            return None;
        };
        let sort =
            FactKind::from_name(kind).and_then(|k| k.schema().fields.iter().find(|f| f.name == key)).map(|f| f.sort);
        let node = match sort {
            Some(FieldSort::Int) => {
                value.parse().map_or_else(|_| text(value), |n| Node { line: 0, value: Value::Int(n) })
            }
            _ => text(value),
        };
        entries.push((key.to_owned(), node));
    }
    let node = Node { line: 0, value: Value::Table(entries) };
    Fact::read(&node, "", id, problems)
}

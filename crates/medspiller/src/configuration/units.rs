//! `[[unit]]`: the units of the municipality, and those of other actors.

use app::config::{Actor, Unit};
use domain::codes::{Receiver, read_code};
use domain::node::{Node, Problem, Reader};

pub(super) fn all(top: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for (i, node) in top.tables("unit", problems).into_iter().enumerate() {
        units.extend(unit(node, &format!("unit[{}]", i + 1), &units, problems));
    }
    if units.is_empty() {
        problems.push(top.missing("unit", "at least one [[unit]] with `key` and `name`"));
    }
    units
}

fn unit(node: &Node, path: &str, known: &[Unit], problems: &mut Vec<Problem>) -> Option<Unit> {
    let mut r = Reader::open(node, path, problems)?;
    let (key, name) = (r.text("key", problems), r.text("name", problems));
    if key.is_none() || name.is_none() {
        problems.push(r.missing("key", "a unit has `key` and `name`"));
    }
    if let Some(key) = &key {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if key.is_empty() || !key.chars().all(allowed) {
            let message = format!("\"{key}\": a key has small letters a-z, digits and hyphens only");
            problems.push(r.problem("bad_value", r.line_of("key"), "key", message));
        }
        if known.iter().any(|u| u.key == *key) {
            let message = format!("the unit \"{key}\" stands twice; remove one of them");
            problems.push(r.problem("duplicate", r.line_of("key"), "key", message));
        }
    }
    let actor = actor(&mut r, problems);
    r.finish(problems);
    Some(Unit { key: key?, name: name?, actor })
}

/// What citizens are referred to the unit as. Without a word of consent it is asked for.
fn actor(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Actor> {
    let (receives, line) = (r.text("receives", problems), r.line_of("receives"));
    let consent = r.bool("consent", problems);
    let Some(text) = receives else {
        if consent.is_some() {
            let message = "only a unit of another actor asks for consent; write `receives` too".to_owned();
            problems.push(r.problem("bad_value", r.line_of("consent"), "consent", message));
        }
        return None;
    };
    match read_code::<Receiver>(&text) {
        Ok(receives) => Some(Actor { receives, consent: consent.unwrap_or(true) }),
        Err(why) => {
            problems.push(r.problem("bad_value", line, "receives", format!("\"{text}\" {why}")));
            None
        }
    }
}

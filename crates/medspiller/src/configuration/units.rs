//! `[[unit]]`: the units of the municipality, and those of other actors.

use super::{days, unknown_unit};
use app::config::{Actor, Under, Unit};
use domain::Day;
use domain::codes::{Receiver, read_code};
use domain::node::{Node, Problem, Reader, Value};
use std::collections::BTreeSet;

pub(super) fn all(top: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let nodes = top.tables("unit", problems);
    for (i, node) in nodes.iter().enumerate() {
        units.extend(unit(node, &format!("unit[{}]", i + 1), &units, problems));
    }
    for (i, node) in nodes.iter().enumerate() {
        // Read a second time, when all units are known: a mistake in a key was said the first time.
        if let Some(r) = Reader::open(node, format!("unit[{}]", i + 1), &mut Vec::new()) {
            check_parents(r, &units, problems);
        }
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
    let under = under(&mut r, problems);
    r.finish(problems);
    Some(Unit { key: key?, name: name?, actor, under })
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

/// `parent = "key"`, or a list of parents with the days of each.
fn under(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Vec<Under> {
    let path = r.path_of("parent");
    let Some(node) = r.node("parent") else { return Vec::new() };
    match &node.value {
        Value::Text(key) => vec![Under::always(key)],
        Value::Table(_) => dated(node, &path, problems).into_iter().collect(),
        Value::List(parents) => {
            let each = parents.iter().enumerate();
            each.filter_map(|(i, node)| dated(node, &format!("{path}[{}]", i + 1), problems)).collect()
        }
        _ => {
            let message = format!("the key of a unit, or a list of units with days, is expected, not {}", node.sort());
            problems.push(r.problem("bad_value", node.line, "parent", message));
            Vec::new()
        }
    }
}

fn dated(node: &Node, path: &str, problems: &mut Vec<Problem>) -> Option<Under> {
    let mut r = Reader::open(node, path, problems)?;
    let unit = r.text("unit", problems);
    if unit.is_none() {
        problems.push(r.missing("unit", "the key of the unit above"));
    }
    let (from, through) = days(&mut r, problems);
    r.finish(problems);
    Some(Under { unit: unit?, from, through })
}

/// Parents have to be known units of the municipality itself, one on a day, and never below what they are above.
fn check_parents(mut r: Reader<'_>, units: &[Unit], problems: &mut Vec<Problem>) {
    let key = r.text("key", &mut Vec::new()).unwrap_or_default();
    let Some(unit) = units.iter().find(|u| u.key == key) else { return };
    for under in &unit.under {
        problems.extend(unknown_unit(&r, "parent", &under.unit, units));
    }
    let line = r.line_of("parent");
    let mut wrong = |message: String| problems.push(r.problem("bad_value", line, "parent", message));
    let of_actor = |key: &str| units.iter().any(|u| u.key == key && u.actor.is_some());
    if !unit.under.is_empty() && of_actor(&key) {
        wrong(format!("\"{key}\" is another actor, which is no part of the municipality's units"));
    }
    for under in unit.under.iter().filter(|u| of_actor(&u.unit)) {
        wrong(format!("\"{}\" is another actor and has no units of the municipality under it", under.unit));
    }
    for (i, one) in unit.under.iter().enumerate() {
        if let Some(other) = unit.under[..i].iter().find(|other| overlap(one, other)) {
            wrong(format!(
                "\"{key}\" has two parents on the same day, \"{}\" and \"{}\"; a unit has one",
                other.unit, one.unit
            ));
        }
    }
    if let Some((way, on)) = round(&key, units) {
        let since = on.map_or_else(String::new, |day| format!(" on {day}"));
        wrong(format!("\"{key}\" lies under itself{since}: {}; take one of the parents away", way.join(" under ")));
    }
}

fn overlap(one: &Under, other: &Under) -> bool {
    let first = |u: &Under| u.from.unwrap_or(Day::FIRST);
    let last = |u: &Under| u.through.unwrap_or(Day::LAST);
    first(one) <= last(other) && first(other) <= last(one)
}

/// The way from a unit back to itself, and the day it begins where it has one.
fn round(key: &str, units: &[Unit]) -> Option<(Vec<String>, Option<Day>)> {
    let changes: BTreeSet<Day> = units.iter().flat_map(|u| &u.under).filter_map(|u| u.from).collect();
    let days = std::iter::once(None).chain(changes.into_iter().map(Some));
    days.filter_map(|day| Some((way_round(key, units, day.unwrap_or(Day::FIRST))?, day))).next()
}

fn way_round(key: &str, units: &[Unit], on: Day) -> Option<Vec<String>> {
    let mut way = vec![key.to_owned()];
    let mut at = key;
    while way.len() <= units.len() {
        at = units.iter().find(|u| u.key == at)?.parent(on)?;
        way.push(at.to_owned());
        if at == key {
            return Some(way);
        }
    }
    None
}

//! `[[responsible]]`: which unit answers for which right, read against the rules that have rights.

use super::{days, unknown_unit};
use app::config::{Responsible, Unit};
use domain::nearest::nearest;
use domain::node::{Node, Problem, Reader};
use rulebook::{Kind, Rulebook};
use std::collections::BTreeSet;

pub(super) fn all(
    top: &mut Reader<'_>,
    units: &[Unit],
    template: &str,
    problems: &mut Vec<Problem>,
) -> Vec<Responsible> {
    let nodes = top.tables("responsible", problems);
    if nodes.is_empty() {
        return Vec::new();
    }
    let rulebook = match rulebook::shipped(template) {
        Ok(rulebook) => rulebook,
        // An unknown template is a mistake of its own.
        Err(_) => return Vec::new(),
    };
    let known = Known::of(&rulebook);
    let read = |(i, node): (usize, &Node)| one(node, &format!("responsible[{}]", i + 1), (units, &known), problems);
    nodes.into_iter().enumerate().filter_map(read).collect()
}

/// What a right may be named by: its rule or its duty, and the chapters that have one.
struct Known<'r> {
    rights: BTreeSet<&'r str>,
    chapters: BTreeSet<&'r str>,
}

impl Known<'_> {
    fn of(rulebook: &Rulebook) -> Known<'_> {
        let rules = || rulebook.rules.iter().filter(|r| r.kind == Kind::Right);
        Known {
            rights: rules().flat_map(|r| r.duty.as_deref().into_iter().chain([r.id.as_str()])).collect(),
            chapters: rules().map(|r| r.chapter.as_str()).collect(),
        }
    }
}

fn one(
    node: &Node,
    path: &str,
    (units, known): (&[Unit], &Known<'_>),
    problems: &mut Vec<Problem>,
) -> Option<Responsible> {
    let mut r = Reader::open(node, path, problems)?;
    let unit = r.text("unit", problems);
    match &unit {
        Some(key) => problems.extend(unknown_unit(&r, "unit", key, units)),
        None => problems.push(r.missing("unit", "the key of the unit that answers")),
    }
    let (from, through) = days(&mut r, problems);
    let rights = names(&mut r, "rights", &known.rights, "right", problems);
    let chapters = names(&mut r, "chapters", &known.chapters, "chapter with a right in it", problems);
    if rights.is_empty() && chapters.is_empty() {
        problems.push(r.missing("rights", "`rights` or `chapters`: what the unit answers for"));
    }
    r.finish(problems);
    Some(Responsible { unit: unit.unwrap_or_default(), from, through, rights, chapters })
}

/// A list of known names; one that nobody knows is a mistake.
fn names(
    r: &mut Reader<'_>,
    key: &'static str,
    known: &BTreeSet<&str>,
    sort: &str,
    problems: &mut Vec<Problem>,
) -> Vec<String> {
    let found = r.texts(key, problems).unwrap_or_default();
    for (name, line) in found.iter().filter(|(name, _)| !known.contains(name.as_str())) {
        let hint = nearest(name, known.iter().copied()).map_or_else(
            || "`medspiller rules list` shows ids, kinds and chapters".to_owned(),
            |k| format!("did you mean \"{k}\"?"),
        );
        problems.push(r.problem("not_found", *line, key, format!("\"{name}\" is no {sort}; {hint}")));
    }
    found.into_iter().map(|(name, _)| name).collect()
}

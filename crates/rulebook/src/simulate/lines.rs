//! The table of a comparison: a line for each deadline and goal of either rulebook.

use super::{Line, Tally};
use crate::model::Kind;
use crate::rulebook::Rulebook;
use std::collections::BTreeMap;

/// One line for each deadline and goal, and for each rulebook the line of each of its rules.
pub(super) fn lines(before: &Rulebook, after: &Rulebook) -> (Vec<Line>, (Vec<usize>, Vec<usize>)) {
    let mut lines: Vec<Line> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut place = |book: &Rulebook, is_after: bool| -> Vec<usize> {
        let place_of = |rule: &crate::model::Rule| {
            let index = *at.entry(rule.id.clone()).or_insert_with(|| {
                lines.push(Line {
                    rule: rule.id.clone(),
                    title: rule.title.clone(),
                    layer: rule.layer,
                    before: Tally::default(),
                    after: Tally::default(),
                    earlier: 0,
                    later: 0,
                    new: 0,
                    gone: 0,
                    status: 0,
                    stood_before: false,
                    stands_after: false,
                });
                lines.len() - 1
            });
            let stands = rule.kind == Kind::Deadline;
            if is_after {
                lines[index].stands_after = stands;
            } else {
                lines[index].stood_before = stands;
            }
            index
        };
        book.rules.iter().map(place_of).collect()
    };
    let new = place(after, true);
    let old = place(before, false);
    (lines, (old, new))
}

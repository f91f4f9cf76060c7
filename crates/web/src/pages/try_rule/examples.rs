//! A rule's examples with the last days the changed rule gives, for somebody to approve before they go into the text.

use crate::danish::long;
use app::rules::{Answer, MovedDue, Proposal, with_due};

/// Each example before and after, and the text with all of them in it.
pub(super) struct ExamplesBox {
    pub(super) rows: Vec<ExampleRow>,
    pub(super) text: String,
    /// Name and reason of the proposal this goes on from.
    pub(super) name: String,
    pub(super) reason: String,
    /// Examples that no sum can put right.
    pub(super) by_hand: usize,
}

pub(super) struct ExampleRow {
    pub(super) name: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// The name says the day too, where it was written in full.
fn renamed(moved: &MovedDue) -> String {
    moved.name.replace(&long(moved.was), &long(moved.is))
}

pub(super) fn examples_box(found: &Proposal, answer: &Answer) -> Option<ExamplesBox> {
    let mut text = found.text.clone();
    let mut rows = Vec::new();
    for moved in &answer.examples.moved {
        let name = renamed(moved);
        if let Some(next) = with_due(&text, moved, &name) {
            text = next;
            rows.push(ExampleRow { name, before: long(moved.was), after: long(moved.is) });
        }
    }
    let opened = found.opened.as_ref();
    (!rows.is_empty()).then(|| ExamplesBox {
        by_hand: answer.examples.failed.len().saturating_sub(rows.len()),
        rows,
        text,
        name: opened.map(|o| o.name.clone()).unwrap_or_default(),
        reason: opened.map(|o| o.reason.clone()).unwrap_or_default(),
    })
}

//! A rule's examples with the last days the changed rule gives, for somebody to approve before they go into the text.

use crate::danish::{long, span};
use app::rules::{Answer, MovedDue, Proposal, with_due};
use domain::{Span, Unit};

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

/// The name says the day and the span too, where they were written in full.
fn renamed(moved: &MovedDue, spans: Option<(Span, Span)>) -> String {
    let mut name = moved.name.replace(&long(moved.was), &long(moved.is));
    if let Some((was, is)) = spans {
        name = name.replace(&format!("+ {} ", span(was)), &format!("+ {} ", span(is)));
        if (was.unit, is.unit) == (Unit::Weeks, Unit::Weeks) {
            let days = |weeks: Span| span(Span { count: weeks.count * 7, unit: Unit::Days });
            name = name.replace(&format!("+ {} ", days(was)), &format!("+ {} ", days(is)));
        }
    }
    name
}

pub(super) fn examples_box(found: &Proposal, answer: &Answer) -> Option<ExamplesBox> {
    let mut text = found.text.clone();
    let mut rows = Vec::new();
    let spans = found.field.map(|f| f.span).zip(found.now);
    for moved in &answer.examples.moved {
        let name = renamed(moved, spans);
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

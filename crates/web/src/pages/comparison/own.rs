//! The municipality's own count beside the published number, month by month.

use crate::pages::leadership::cases::of_measure;
use crate::pages::opened::Number;
use crate::text::{label, tf};
use app::comparison::{Comparison, OwnBeside, OwnMonth};
use app::figures::compare::Sort;
use app::figures::danish;

pub(super) struct OwnView {
    pub(super) finding: String,
    pub(super) rows: Vec<OwnRow>,
    pub(super) definition: String,
    pub(super) note: String,
    /// The difference is in points, and in no per cent.
    pub(super) share: bool,
}

pub(super) struct OwnRow {
    pub(super) month: String,
    pub(super) mark: String,
    pub(super) counted: Number,
    pub(super) published: String,
    pub(super) difference: String,
    pub(super) percent: String,
}

/// `None` where no month has both.
pub(super) fn view(shown: &Comparison, own: &OwnBeside, persons: bool) -> Option<OwnView> {
    let latest = own.months.iter().rev().find(|m| m.difference().is_some())?;
    let decimals = shown.measure.decimals;
    let row = |m: &OwnMonth| OwnRow {
        month: danish::month(m.month),
        mark: super::words::month_mark(shown, m.month),
        counted: Number::of((danish::value(m.counted, decimals), m.counted), persons, || {
            of_measure(own.measure, Some(own.benefit), (m.month, m.month))
        }),
        published: danish::value(m.published, decimals),
        difference: m.difference().map_or_else(|| danish::NONE.to_owned(), |n| danish::signed(n, decimals)),
        percent: m.percent().map_or_else(|| danish::NONE.to_owned(), |n| danish::signed(n, 1)),
    };
    Some(OwnView {
        share: shown.measure.sort == Sort::Share,
        finding: finding(shown, latest),
        rows: own.months.iter().rev().map(row).collect(),
        definition: crate::pages::definitions::link(own.measure.indicator()),
        note: tf("comparison.own_note", &[("benefit", &label(own.benefit))]),
    })
}

fn finding(shown: &Comparison, latest: &OwnMonth) -> String {
    let decimals = shown.measure.decimals;
    let values = [
        ("month", crate::danish::month_long(latest.month.first_day())),
        ("counted", danish::value(latest.counted, decimals)),
        ("published", danish::value(latest.published, decimals)),
        ("unit", shown.measure.unit.clone()),
        ("points", latest.difference().map_or_else(String::new, |n| danish::points(n, decimals))),
        ("percent", latest.percent().map_or_else(String::new, |n| danish::signed(n, 1))),
    ];
    let same = latest.difference().is_some_and(|d| d.rounded(decimals) == 0);
    let key = match (same, shown.measure.sort) {
        (true, Sort::Count) => "comparison.own_same",
        (false, Sort::Count) => "comparison.own_differs",
        (true, Sort::Share) => "comparison.own_same_share",
        (false, Sort::Share) => "comparison.own_differs_share",
    };
    tf(key, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
}

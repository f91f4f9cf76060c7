//! The benefits with most full-time persons as lines; the table has them all.

use super::{DECIMALS, words};
use crate::text::{t, tf};
use crate::words::label;
use app::figures::breaks::of_benefit;
use app::figures::chart::{BreakMark, LineChart, Point, Series, Style, Width};
use app::figures::{Value, danish};
use app::leadership::LeadershipPage;

/// As many as can be told apart by colour, line and mark.
const STYLES: [Style; 5] = [Style::Own, Style::Cluster, Style::Rar, Style::Country, Style::Best];

pub(super) fn lines(found: &LeadershipPage) -> String {
    let (Some(first), Some(last)) = (found.months.first(), found.months.last()) else { return String::new() };
    let drawn: Vec<_> = found
        .benefits
        .iter()
        .filter(|row| row.full_time.iter().any(|v| v.number().is_some()))
        .filter_map(|row| Some((row, row.benefit?)))
        .take(STYLES.len())
        .collect();
    if drawn.is_empty() {
        return String::new();
    }
    let names: Vec<String> = drawn.iter().map(|(_, benefit)| label(*benefit)).collect();
    let open = |at: usize| found.preliminary() && at + 1 == found.months.len();
    let point = |(at, value): (usize, &Value)| Point::of(*value, open(at));
    let series = drawn.iter().zip(&names).zip(STYLES).map(|(((row, _), name), style)| Series {
        style,
        label: name,
        points: row.full_time.iter().enumerate().map(point).collect(),
    });
    let breaks = found.breaks.iter().filter(|b| found.months.contains(&b.month()));
    let concerned =
        breaks.filter(|b| drawn.iter().any(|(_, benefit)| of_benefit(&found.breaks, *benefit).any(|o| o == *b)));
    LineChart {
        id: "fuldtid-tegning",
        title: &words::finding(found),
        desc: &tf("leadership.chart_desc", &[("first", &danish::month(*first)), ("last", &danish::month(*last))]),
        first: *first,
        series: series.collect(),
        breaks: concerned.map(|b| BreakMark { month: b.month(), label: &b.label }).collect(),
        goals: Vec::new(),
        decimals: DECIMALS,
        suppressed: danish::HIDDEN,
        preliminary: &t("leadership.preliminary"),
        width: Width::Whole,
    }
    .svg()
}

//! From one stock to another.

use super::{on_benefit, whole};
use crate::flows::{BridgeRow, FlowsPage};
use documents::danish::{long, short_year};
use documents::text::{label, t, tf};
use domain::Day;
use figures::chart::{BridgeBar, BridgeChart, Flow};
use figures::indicator::outflow::{DESTINATIONS, Part};
use figures::suppression::Published;

/// The day before the period and its last.
pub fn days(found: &FlowsPage) -> (Day, Day) {
    let (first, last) = found.shown.bridge;
    (first.first_day().plus_days(-1), last.last_day())
}

/// From what to what, and how many came and went.
pub fn bridge_finding(found: &FlowsPage) -> String {
    let (before, last) = days(found);
    let benefit = on_benefit(found.shown.benefit);
    let row = found.bridge.row(found.shown.benefit);
    match (row, row.and_then(|row| row.stock)) {
        (_, Some(stock)) => tf(
            "flows.finding",
            &[
                ("benefit", &benefit),
                ("opening", &whole(stock.opening)),
                ("before", &long(before)),
                ("closing", &whole(stock.closing)),
                ("last", &long(last)),
                ("came", &whole(stock.came)),
                ("left", &whole(stock.left)),
            ],
        ),
        (Some(_), None) => tf("flows.finding_hidden", &[("benefit", &benefit)]),
        (None, None) => tf("flows.finding_nobody", &[("benefit", &benefit)]),
    }
}

/// `None` where the stock is not shown.
pub fn bridge(found: &FlowsPage, row: &BridgeRow, id: &str) -> Option<String> {
    let stock = row.stock?;
    let (before, last) = days(found);
    let (before, last) = (short_year(before), short_year(last));
    let mut bars: Vec<(Flow, String, u32)> = match row.cohorts {
        Some(c) => {
            vec![(Flow::Came, label(Part::CameNew), c.came_new), (Flow::Came, label(Part::CameBack), c.came_back)]
        }
        None => vec![(Flow::Came, t("flows.came"), stock.came)],
    };
    bars.extend(DESTINATIONS.into_iter().zip(row.to).filter_map(|(part, to)| {
        let flow = match part {
            Part::ToJob | Part::ToEducation => Flow::Forward,
            Part::ToBenefit => Flow::ToBenefit,
            _ => Flow::Unknown,
        };
        if let Published::Count(n) = to { Some((flow, label(part), n)) } else { None }
    }));
    if row.to.contains(&Published::Suppressed) {
        bars.push((Flow::Together, t("flows.together"), row.untold()?));
    }
    let title = bridge_finding(found);
    let chart = BridgeChart {
        id,
        title: &title,
        desc: &t("flows.bridge_desc"),
        opening: (&before, stock.opening),
        closing: (&last, stock.closing),
        bars: bars.iter().map(|(flow, label, count)| BridgeBar { flow: *flow, label, count: *count }).collect(),
    };
    Some(chart.svg())
}

//! Who came to the talks that were agreed.

use super::timely::share_row;
use super::{ON_BENEFIT, columns, foot};
use crate::AppError;
use crate::reports::ground::Ground;
use documents::report::{Cell, Figure, Table};
use documents::text::{t, tf};
use domain::Day;
use figures::definition::Indicator;
use figures::indicator::attendance;
use figures::suppression::{Published, THRESHOLD, publish, sums_hold};
use figures::timeliness::Share;
use figures::{Month, danish};

fn of(ground: &Ground, from: Day, through: Day) -> (Share, u32) {
    attendance::attendance(ground.people.iter().flat_map(|p| p.talks.iter().copied()), from, through)
}

pub(super) fn came(ground: &Ground) -> Result<Figure, AppError> {
    let months: Vec<_> = ground.year().collect();
    let rows = months.iter().rev().map(|m| {
        let (share, cancelled) = of(ground, m.first_day(), m.last_day());
        let mut row = share_row(danish::month(*m), share);
        row.cells.push(match publish(cancelled, THRESHOLD) {
            Published::Count(n) => Cell::count(u64::from(n)),
            Published::Suppressed => Cell::text(danish::HIDDEN),
        });
        row
    });
    let (period, _) = of(ground, ground.from, ground.through);
    let parts = |m: Month| {
        let (share, _) = of(ground, m.first_day(), m.last_day());
        vec![share.numerator, share.late()]
    };
    // Each month is told on its own.
    let within: Vec<Vec<u32>> = Month::of(ground.from).through(ground.last()).map(parts).collect();
    let shown =
        period.published(THRESHOLD).is_some_and(|(p, _)| p != Published::Suppressed) && sums_hold(&within, THRESHOLD);
    let finding = period.percent().filter(|_| shown).map(|n| {
        let values = [
            ("share", danish::percent(n, 1)),
            ("held", danish::count(i64::from(period.numerator))),
            ("all", danish::count(i64::from(period.denominator))),
        ];
        tf("report.finding.talks", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    });
    Ok(Figure {
        findings: finding.into_iter().collect(),
        table: Some(Table {
            columns: columns(&["month", "share", "held", "agreed", "cancelled"]),
            rows: rows.collect(),
        }),
        notes: vec![t("report.note.talks")],
        foot: foot(ground, Indicator::FremmoedeTilSamtaler, (months[0].first_day(), ground.through), ON_BENEFIT)?,
        ..Figure::default()
    })
}

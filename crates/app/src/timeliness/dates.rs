//! The dates of one case that the figures of thirteen whole months may count, as the assessment states them today.

use crate::team::timeliness::{bases, is_ours};
use domain::Day;
use domain::codes::Benefit;
use figures::Month;
use figures::timeliness::BasisRow;
use rulebook::Rulebook;
use rulebook::assess::Status;
use rulebook::assess::axes::Axes;
use store::duty::DutyRow;

/// Whole months that are kept, through the last one: a month stands beside the same month a year before.
pub(crate) const MONTHS: usize = 13;

/// The first of the months on a day.
pub(crate) fn first_month(today: Day) -> Month {
    Month::of(today).plus(-(MONTHS as i32))
}

/// One date of the law or one goal, kept with its case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CaseDate {
    /// Place of the duty's key among the rulebook's.
    pub(crate) key: u16,
    pub(crate) n: u16,
    /// What the citizen received on the day of the date.
    pub(crate) benefit: Option<Benefit>,
    pub(crate) basis: BasisRow,
}

/// The municipality's own dates alone, from the rows that have a status today.
pub(crate) fn of(rows: &[DutyRow], axes: Axes<'_>, rulebook: &Rulebook, today: Day) -> Box<[CaseDate]> {
    let (from, through) = (first_month(today).first_day(), today.start_of_month().plus_days(-1));
    let within = |day: Option<Day>| day.is_some_and(|day| from <= day && day <= through);
    let mut dates = Vec::new();
    for row in rows.iter().filter(|r| is_ours(r)) {
        let Some(key) = rulebook.duty_keys.binary_search(&row.duty).ok().and_then(|i| u16::try_from(i).ok()) else {
            continue;
        };
        let n = u16::try_from(row.n).unwrap_or(0);
        let undated = |b: &BasisRow| b.due.is_none() && b.status == Status::Undetermined;
        for basis in bases(row).into_iter().filter(|b| within(b.due) || within(b.met) || undated(b)) {
            let benefit = basis.due.or(basis.met).and_then(|day| axes.benefit(day));
            dates.push(CaseDate { key, n, benefit, basis });
        }
    }
    dates.into()
}

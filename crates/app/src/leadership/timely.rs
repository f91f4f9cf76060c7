//! Dates kept in the last month, and what is overdue today: the same rows and lists as the teams' pages count.

use crate::lists::{Group, Listed};
use crate::team::measure::{Kept, KeptBasis, KeptBy, question};
use crate::team::timeliness::{bases, is_ours};
use domain::Day;
use domain::codes::Code;
use figures::Month;
use figures::suppression::{Published, THRESHOLD, publish, publish_row};
use figures::timeliness::{BasisRow, Share, share};
use std::sync::Arc;
use store::duty::DutyRow;

#[derive(Clone, Debug)]
pub struct Timeliness {
    /// The law's dates, then the municipality's goals.
    pub kept: Vec<TimelyRow>,
    pub now: Vec<NowRow>,
}

/// What was due in the month; `None` where few would be seen.
#[derive(Clone, Debug)]
pub struct TimelyRow {
    pub layer: Kept,
    /// Nothing was due: not 0 per cent.
    pub nothing: bool,
    pub day: Option<Share>,
    pub week: Option<Share>,
}

/// Dates on lists today that have passed.
#[derive(Clone, Copy, Debug)]
pub struct NowRow {
    pub layer: Kept,
    pub count: Published,
}

/// The dates of the municipality itself, as the assessment has stated them.
pub(super) fn ours(rows: &[DutyRow]) -> Vec<BasisRow> {
    rows.iter().filter(|r| is_ours(r)).flat_map(bases).collect()
}

/// What was due in one month.
pub(super) fn kept(ours: &[BasisRow], month: Month, today: Day) -> Vec<TimelyRow> {
    let counted =
        |layer, by| share(ours, question((layer, KeptBasis::Due, by), (month.first_day(), month.last_day()), today));
    Kept::ALL.iter().map(|layer| row(*layer, counted(*layer, KeptBy::Day), counted(*layer, KeptBy::Week))).collect()
}

pub(super) fn of(listed: &[Arc<Listed>], ours: &[BasisRow], last: Month, today: Day) -> Timeliness {
    let passed = |group| listed.iter().flat_map(|l| &l.candidates).filter(|c| c.group == group).fold(0, |n, _| n + 1);
    let now = [(Kept::Law, Group::Overdue), (Kept::Goal, Group::OverGoal)];
    let now = now.map(|(layer, group)| NowRow { layer, count: publish(passed(group), THRESHOLD) });
    Timeliness { kept: kept(ours, last, today), now: now.into() }
}

/// By the day and by the week are made of the same dates: kept on the day, kept in the week after it, and late are the
/// parts of one total.
fn row(layer: Kept, day: Share, week: Share) -> TimelyRow {
    let nothing = day.denominator == 0;
    let in_week = week.numerator.saturating_sub(day.numerator);
    let parts = publish_row(&[day.numerator, in_week, week.late()], THRESHOLD);
    let safe = parts.total != Published::Suppressed && parts.cells.iter().all(|c| *c != Published::Suppressed);
    let alone = |share: Share| share.published(THRESHOLD).is_some_and(|(part, _)| part != Published::Suppressed);
    TimelyRow {
        layer,
        nothing,
        day: alone(day).then_some(day),
        // Where the three parts together would show somebody, the day's figure stands alone.
        week: (safe && alone(week)).then_some(week),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kept: u32, all: u32) -> Share {
        Share { numerator: kept, denominator: all, ..Share::default() }
    }

    fn shown(day: Share, week: Share) -> (bool, bool) {
        let row = row(Kept::Law, day, week);
        (row.day.is_some(), row.week.is_some())
    }

    #[test]
    fn two_dates_kept_in_the_week_alone_are_not_found_by_taking_the_day_from_it() {
        assert_eq!(shown(of(60, 80), of(65, 80)), (true, true));
        assert_eq!(shown(of(60, 80), of(62, 80)), (true, false));
    }

    #[test]
    fn few_late_dates_are_not_shown_by_the_day_or_by_the_week() {
        assert_eq!(shown(of(78, 80), of(78, 80)), (false, false));
        assert_eq!(shown(of(70, 80), of(79, 80)), (true, false), "one is late by the week");
        assert_eq!(shown(of(80, 80), of(80, 80)), (true, true));
    }
}

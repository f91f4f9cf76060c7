//! Months in a state, added up over its stretches: the whole months of each, and then its days. Six months and six months
//! are twelve, however many days they had. A state that counts by whole weeks stops for the weeks without a day of it.

use crate::assess::{Scene, courses};
use crate::selector::Selectors;
use domain::compact::OPEN;
use domain::{Day, MonthEnd};

/// As [`add_up`], of a state from a day on.
pub(super) fn in_state(
    scene: &Scene<'_>,
    state: &Selectors,
    from: Day,
    (months, month_end): (i32, MonthEnd),
    broken: impl FnMut(Day, Day, Day),
) -> Option<Day> {
    let first = from.number();
    let facts = scene.matching(state).filter(|(_, f)| f.through >= first);
    if state.by_whole_weeks() {
        return Some(less_whole_weeks(
            facts.map(|(_, f)| (f.from, f.through)),
            from.plus_months(months, month_end),
            broken,
        ));
    }
    add_up(facts.map(|(_, f)| (f.from.max(first), f.through)), months, month_end, broken)
}

/// The first day after so many months in the state; `None` where it ends before. `stretches` stand in the order of their
/// first days; `broken` is told the days between two of them and what the day is moved to.
pub(super) fn add_up(
    stretches: impl IntoIterator<Item = (i32, i32)>,
    months: i32,
    month_end: MonthEnd,
    mut broken: impl FnMut(Day, Day, Day),
) -> Option<Day> {
    let mut stretches = stretches.into_iter().peekable();
    let (mut left, mut over) = (months, 0);
    let mut before: Option<i32> = None;
    while let Some((from, mut through)) = stretches.next() {
        while let Some((_, last)) = stretches.next_if(|(next, _)| *next <= through.saturating_add(1)) {
            through = through.max(last);
        }
        let first = Day::from_number(from);
        let day = first.plus_months(left, month_end).plus_days(-over).max(first);
        if let Some(before) = before {
            broken(Day::from_number(before + 1), first.plus_days(-1), day);
        }
        if through == OPEN || day.number() <= through + 1 {
            return Some(day);
        }
        let after = Day::from_number(through + 1);
        let whole = (0..left).rev().find(|m| first.plus_months(*m, month_end) <= after).unwrap_or(0);
        left -= whole;
        over += first.plus_months(whole, month_end).days_until(after);
        before = Some(through);
    }
    None
}

/// The day moved by the calendar weeks before it that lie whole between two stretches: a week with one day in the state
/// counts as one, and what lies before the first stretch is not yet a break.
fn less_whole_weeks(
    stretches: impl IntoIterator<Item = (i32, i32)>,
    mut day: Day,
    mut broken: impl FnMut(Day, Day, Day),
) -> Day {
    let mut covered: Option<i32> = None;
    for (from, through) in stretches {
        if let Some(last) = covered.filter(|last| *last != OPEN && last + 1 < from) {
            // After a whole calendar month without, another period has begun.
            if day.number() <= last + 1 || courses::month_lies_between(Day::from_number(last), from) {
                break;
            }
            let monday = Day::from_number(last).end_of_week().plus_days(1);
            let days = (from - monday.number()).div_euclid(7) * 7;
            if days > 0 {
                day = day.plus_days(days);
                broken(monday, monday.plus_days(days - 1), day);
            }
        }
        covered = covered.max(Some(through));
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(months: i32, stretches: &[(&str, &str)]) -> Option<String> {
        let day = |text: &str| if text.is_empty() { OPEN } else { text.parse::<Day>().unwrap().number() };
        let stretches = stretches.iter().map(|(from, through)| (day(from), day(through)));
        add_up(stretches, months, MonthEnd::Down, |_, _, _| ()).map(|day| day.to_string())
    }

    #[test]
    fn six_months_and_six_months_are_twelve_whatever_their_days() {
        let halves = [("2025-01-01", "2025-06-30"), ("2026-01-01", "2026-06-30")];
        assert_eq!(after(12, &halves).as_deref(), Some("2026-07-01"));
        assert_eq!(after(12, &[halves[0], ("2026-01-01", "2026-06-29")]), None, "a day is lacking");
    }

    #[test]
    fn a_week_with_one_day_of_benefit_counts_and_a_week_without_stops_the_clock() {
        let day = |text: &str| if text.is_empty() { OPEN } else { text.parse::<Day>().unwrap().number() };
        let moved = |through: &str, from: &str| {
            let stretches = [(day("2025-09-01"), day(through)), (day(from), OPEN)];
            less_whole_weeks(stretches, "2026-03-01".parse().unwrap(), |_, _, _| ()).to_string()
        };
        assert_eq!(moved("2025-11-02", "2025-11-24"), "2026-03-22", "three whole weeks");
        assert_eq!(moved("2025-11-03", "2025-11-23"), "2026-03-08", "a day in the first week and one in the last");
        assert_eq!(moved("2025-11-05", "2025-11-13"), "2026-03-01", "no week without");
        assert_eq!(moved("2025-10-14", "2025-11-30"), "2026-04-05", "from Monday the 20th through Sunday the 23rd");
        assert_eq!(moved("2026-03-08", "2026-03-23"), "2026-03-01", "after the day nothing moves it");
    }

    #[test]
    fn the_days_over_of_the_stretches_count_in_the_last() {
        let ends = [("2025-01-06", "2025-06-30"), ("2025-09-01", "")];
        assert_eq!(after(18, &ends).as_deref(), Some("2026-09-06"), "5 months and 25 days before");
        assert_eq!(after(18, &[("2025-01-06", "2025-06-30"), ("2025-07-01", "")]).as_deref(), Some("2026-07-06"));
    }
}

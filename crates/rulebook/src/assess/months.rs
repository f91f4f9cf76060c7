//! Months in a state, added up over its stretches: the whole months of each, and then its days. Six months and six months
//! are twelve, however many days they had.

use crate::assess::Scene;
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
    fn the_days_over_of_the_stretches_count_in_the_last() {
        let ends = [("2025-01-06", "2025-06-30"), ("2025-09-01", "")];
        assert_eq!(after(18, &ends).as_deref(), Some("2026-09-06"), "5 months and 25 days before");
        assert_eq!(after(18, &[("2025-01-06", "2025-06-30"), ("2025-07-01", "")]).as_deref(), Some("2026-07-06"));
    }
}

//! What is left of so many weeks that several offers share: how a gate adds up those before (LAB § 48, stk. 1).

use crate::assess::prior::last_day_of;
use crate::model::AddedUp;
use domain::Day;
use domain::calendar::is_weekend;
use domain::compact::Compact;

const WEEKDAYS: i32 = 5;

/// The last day of what begins on a day and takes all that is left; `None`: nothing is left.
pub(crate) fn last_day_left(facts: &[Compact], shared: &AddedUp, on: Day) -> Option<Day> {
    let since = last_day_of(facts, &shared.since, on)?.number();
    let mut days: Vec<(i32, i32)> = facts
        .iter()
        .filter(|f| shared.of.matches(f))
        .map(|f| (f.from.max(since), f.through.min(on.number() - 1)))
        .filter(|(first, last)| first <= last)
        .collect();
    days.sort_unstable();
    let (mut used, mut counted) = (0, i32::MIN);
    for (first, last) in days {
        used += (first.max(counted)..=last).filter(|day| is_weekday(*day)).count() as i32;
        counted = counted.max(last + 1);
    }
    let mut left = i32::from(shared.weeks) * WEEKDAYS - used;
    if left <= 0 {
        return None;
    }
    let mut last = on.number() - 1;
    while left > 0 || !is_weekday(last + 1) {
        last += 1;
        left -= i32::from(is_weekday(last));
    }
    Some(Day::from_number(last))
}

fn is_weekday(day: i32) -> bool {
    !is_weekend(Day::from_number(day))
}

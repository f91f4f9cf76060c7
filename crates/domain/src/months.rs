//! The months of the days the program accepts, as a table: most of what rules reckon is a number of months from a day.

use crate::day::{Day, days_in_month};

/// January 1900 through January 2200, whose first day ends December 2199.
const MONTHS: usize = 12 * 300 + 1;

static FIRST_DAYS: [i32; MONTHS] = {
    let mut days = [0; MONTHS];
    days[0] = Day::FIRST.number();
    let mut at = 1;
    while at < MONTHS {
        let (year, month) = (1900 + (at as i32 - 1) / 12, ((at - 1) % 12 + 1) as u8);
        days[at] = days[at - 1] + days_in_month(year, month) as i32;
        at += 1;
    }
    days
};

const _: () = assert!(FIRST_DAYS[MONTHS - 1] == Day::LAST.number() + 1);

/// A month of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Month(usize);

impl Month {
    /// The month of a day and how many days of it lie before; `None` for days the program does not accept.
    #[inline]
    pub(crate) fn of(day: Day) -> Option<(Month, i32)> {
        if !(Day::FIRST..=Day::LAST).contains(&day) {
            return None;
        }
        // 34,451 / 2^20 = 12 / 365.24: at the most one month beside the right one.
        let near = ((Day::FIRST.days_until(day) as u32 * 34_451) >> 20) as usize;
        let near = near - usize::from(FIRST_DAYS[near] > day.number());
        let at = near + usize::from(*FIRST_DAYS.get(near + 1)? <= day.number());
        Some((Month(at), day.number() - FIRST_DAYS[at]))
    }

    #[inline]
    pub(crate) fn plus(self, months: i32) -> Option<Month> {
        let at = i32::try_from(self.0).ok()?.checked_add(months)?;
        usize::try_from(at).ok().filter(|at| at + 1 < MONTHS).map(Month)
    }

    #[inline]
    pub(crate) fn first(self) -> Day {
        Day::from_number(FIRST_DAYS[self.0])
    }

    /// The first day of the month that follows.
    #[inline]
    pub(crate) fn end(self) -> Day {
        Day::from_number(FIRST_DAYS[self.0 + 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_lies_in_the_month_that_the_calendar_gives() {
        for number in Day::FIRST.number()..=Day::LAST.number() {
            let day = Day::from_number(number);
            let (month, before) = Month::of(day).expect("a month of the table");
            let (year, of_year, date) = day.ymd();
            assert_eq!(month.0 as i32, 12 * (year - 1900) + i32::from(of_year) - 1, "{day}");
            assert_eq!(before, i32::from(date) - 1, "{day}");
        }
        assert_eq!(Month::of(Day::LAST.plus_days(1)), None);
        assert_eq!(Month::of(Day::FIRST.plus_days(-1)), None);
    }
}

//! A civil day as a count of days since 1 January 1970, with month arithmetic whose rounding is always said.

use crate::months::Month;
use crate::span::MonthEnd;
use std::fmt;
use std::str::FromStr;

/// A day in the Danish civil calendar. The number is days since 1970-01-01 (which is 0).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// Day of the week; Monday is 1 as in ISO 8601.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Weekday {
    Monday = 1,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// An ISO 8601 week: the official unit of timeliness (*falduge*).
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub struct IsoWeek {
    pub year: i32,
    pub week: u8,
}

impl Day {
    /// The first day the program accepts: earlier dates in a file are a slip of the keyboard.
    pub const FIRST: Day = Day(-25567); // 1900-01-01
    /// The last day the program accepts.
    pub const LAST: Day = Day(84005); // 2199-12-31

    pub const fn from_number(days_since_1970: i32) -> Day {
        Day(days_since_1970)
    }

    pub const fn number(self) -> i32 {
        self.0
    }

    /// `None` when the day does not exist (31 February) or lies outside 1900-2199.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Day> {
        if !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        let found = civil_to_number(year, month, day);
        (Self::FIRST.0..=Self::LAST.0).contains(&found).then_some(Day(found))
    }

    pub fn year(self) -> i32 {
        self.ymd().0
    }

    pub fn month(self) -> u8 {
        self.ymd().1
    }

    pub fn day_of_month(self) -> u8 {
        self.ymd().2
    }

    /// Year, month and day of month (Neri and Schneider, "Euclidean affine functions and their application to calendar
    /// algorithms", 2022). Days before the year 0, and so far ahead that they only stand for "never", read as the last
    /// day that can be written.
    pub fn ymd(self) -> (i32, u8, u8) {
        // Days since 1 March of the year 0; a year begins in March, so that a leap day is its last.
        let days = self.0.saturating_add(DAYS_BEFORE_1970).clamp(0, FAR_AHEAD) as u32;
        let century = 4 * days + 3;
        let in_century = u64::from((century % 146_097) | 3) * 2_939_745;
        let day_of_year = (in_century as u32) / 2_939_745 / 4;
        let month = 2141 * day_of_year + 197_913;
        let next_year = day_of_year >= 306;
        let year = 100 * (century / 146_097) + (in_century >> 32) as u32 + u32::from(next_year);
        let month_number = (month >> 16) - if next_year { 12 } else { 0 };
        (year as i32, month_number as u8, ((month & 0xFFFF) / 2141 + 1) as u8)
    }

    pub fn weekday(self) -> Weekday {
        match (self.0 + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    pub fn iso_week(self) -> IsoWeek {
        let thursday = Day(self.0 + 4 - self.weekday() as i32);
        let year = thursday.year();
        let first = civil_to_number(year, 1, 1);
        IsoWeek { year, week: ((thursday.0 - first) / 7 + 1) as u8 }
    }

    /// The Sunday that ends this day's ISO week.
    pub fn end_of_week(self) -> Day {
        Day(self.0 + 7 - self.weekday() as i32)
    }

    #[must_use]
    pub const fn plus_days(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// The same day of the month `months` later; where that month has no such day, `round` decides.
    #[must_use]
    pub fn plus_months(self, months: i32, round: MonthEnd) -> Day {
        let within = Month::of(self).and_then(|(month, before)| Some((month.plus(months)?, before)));
        let Some((month, before)) = within else { return self.far_plus_months(months, round) };
        let (same, end) = (month.first().plus_days(before), month.end());
        match round {
            _ if same < end => same,
            MonthEnd::Down => end.plus_days(-1),
            MonthEnd::Up => end,
        }
    }

    /// For days beyond those the program accepts.
    #[cold]
    fn far_plus_months(self, months: i32, round: MonthEnd) -> Day {
        let (year, month, day) = self.ymd();
        let index = year * 12 + i32::from(month) - 1 + months;
        let (year, month) = (index.div_euclid(12), (index.rem_euclid(12) + 1) as u8);
        let last = days_in_month(year, month);
        if day <= last {
            Day(civil_to_number(year, month, day))
        } else {
            let end = Day(civil_to_number(year, month, last));
            match round {
                MonthEnd::Down => end,
                MonthEnd::Up => end.plus_days(1),
            }
        }
    }

    pub fn end_of_month(self) -> Day {
        if let Some((month, _)) = Month::of(self) {
            return month.end().plus_days(-1);
        }
        let (year, month, _) = self.ymd();
        Day(civil_to_number(year, month, days_in_month(year, month)))
    }

    pub fn start_of_month(self) -> Day {
        self.plus_days(1 - i32::from(self.day_of_month()))
    }

    /// Whole days from `self` to `other`; negative when `other` is earlier.
    pub const fn days_until(self, other: Day) -> i32 {
        other.0 - self.0
    }

    /// Full years lived on `on` by somebody born on this day; a 29 February birthday falls on 1 March in common years
    /// because the person turns a year older when the day has passed.
    pub fn age_on(self, on: Day) -> i32 {
        let (by, bm, bd) = self.ymd();
        let (y, m, d) = on.ymd();
        y - by - i32::from((m, d) < (bm, bd))
    }

    /// As `age_on(on) >= years`. A year has 365 or 366 days, so the birthday itself is looked for only when it is near.
    pub fn is_old_enough(self, years: i32, on: Day) -> bool {
        let days = i64::from(on.0) - i64::from(self.0);
        let years_of = |length: i64| i64::from(years) * length;
        days >= years_of(366) || (days >= years_of(365) && self.age_on(on) >= years)
    }
}

/// Days from 1 March of the year 0 to 1 January 1970.
const DAYS_BEFORE_1970: i32 = 719_468;
const FAR_AHEAD: i32 = 1 << 28;

/// Days since 1970-01-01 of a civil date that is known to exist.
const fn civil_to_number(year: i32, month: u8, day: u8) -> i32 {
    // The year that began in March.
    let (year, month) = if month <= 2 { (year - 1, month as i32 + 12) } else { (year, month as i32) };
    let century = year.div_euclid(100);
    let before_year = ((1461 * year) >> 2) - century + (century >> 2);
    before_year + (979 * month - 2919) / 32 + day as i32 - 1 - DAYS_BEFORE_1970
}

pub const fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub const fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.ymd();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a text is no day. The wording for people is chosen by the caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayError {
    /// Not written as `2026-03-16` or `16-03-2026`.
    Shape,
    /// Written right, but there is no such day (31 February), or it lies outside 1900-2199.
    NoSuchDay { year: i32, month: u8, day: u8 },
}

impl std::error::Error for DayError {}

impl fmt::Display for DayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            DayError::Shape => f.write_str("a day is written 2026-03-16"),
            DayError::NoSuchDay { year, month, day } if (1..=12).contains(&month) && day > 28 => {
                write!(f, "{day}-{month}-{year} does not exist: the month has {} days", days_in_month(year, month))
            }
            DayError::NoSuchDay { year, month, day } => {
                write!(f, "{day}-{month}-{year} does not exist, or lies outside 1900-2199")
            }
        }
    }
}

impl FromStr for Day {
    type Err = DayError;

    /// Reads `2026-03-16`, and the Danish ways `16-03-2026`, `16.03.2026` and `16/3/2026`.
    fn from_str(text: &str) -> Result<Day, DayError> {
        let mut parts = text.trim().split(['-', '.', '/']);
        let (Some(a), Some(b), Some(c), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(DayError::Shape);
        };
        let number = |t: &str| -> Result<i32, DayError> {
            if t.is_empty() || t.len() > 4 || !t.bytes().all(|b| b.is_ascii_digit()) {
                return Err(DayError::Shape);
            }
            t.parse().map_err(|_| DayError::Shape)
        };
        let (year, month, day) = if a.len() == 4 {
            (number(a)?, number(b)?, number(c)?)
        } else if c.len() == 4 && a.len() <= 2 {
            (number(c)?, number(b)?, number(a)?)
        } else {
            return Err(DayError::Shape);
        };
        let (month, day) = (u8::try_from(month).unwrap_or(0), u8::try_from(day).unwrap_or(0));
        Day::new(year, month, day).ok_or(DayError::NoSuchDay { year, month, day })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused_with_the_length_of_its_month() {
        let error = "31-02-2026".parse::<Day>().unwrap_err();
        assert_eq!(error.to_string(), "31-2-2026 does not exist: the month has 28 days");
        assert_eq!("2026-13-01".parse::<Day>(), Err(DayError::NoSuchDay { year: 2026, month: 13, day: 1 }));
        assert_eq!("i morgen".parse::<Day>(), Err(DayError::Shape));
    }

    #[test]
    fn a_month_from_31_january_ends_in_february_or_on_1_march_as_the_rule_says() {
        assert_eq!(day("2026-01-31").plus_months(1, MonthEnd::Down), day("2026-02-28"));
        assert_eq!(day("2026-01-31").plus_months(1, MonthEnd::Up), day("2026-03-01"));
        assert_eq!(day("2024-01-31").plus_months(1, MonthEnd::Down), day("2024-02-29"));
        assert_eq!(day("2026-03-31").plus_months(-1, MonthEnd::Down), day("2026-02-28"));
    }

    #[test]
    fn iso_weeks_follow_the_thursday() {
        assert_eq!(day("2026-03-16").iso_week(), IsoWeek { year: 2026, week: 12 });
        assert_eq!(day("2025-12-29").iso_week(), IsoWeek { year: 2026, week: 1 });
        assert_eq!(day("2027-01-03").iso_week(), IsoWeek { year: 2026, week: 53 });
        assert_eq!(day("2026-03-16").end_of_week(), day("2026-03-22"));
    }

    #[test]
    fn age_turns_on_the_birthday() {
        let born = day("1996-03-17");
        assert_eq!(born.age_on(day("2026-03-16")), 29);
        assert_eq!(born.age_on(day("2026-03-17")), 30);
        assert_eq!(day("2004-02-29").age_on(day("2026-02-28")), 21);
    }

    proptest! {
        #[test]
        fn days_agree_with_jiff(number in Day::FIRST.number()..Day::LAST.number(), months in -600i32..600) {
            let ours = Day::from_number(number);
            let (y, m, d) = ours.ymd();
            let theirs = jiff::civil::date(y as i16, m as i8, d as i8);
            prop_assert_eq!(Day::new(y, m, d), Some(ours));
            prop_assert_eq!(ours.weekday() as i8, theirs.weekday().to_monday_one_offset());
            let iso = theirs.iso_week_date();
            prop_assert_eq!(ours.iso_week(), IsoWeek { year: i32::from(iso.year()), week: iso.week() as u8 });
            let moved = ours.plus_months(months, MonthEnd::Down);
            if (Day::FIRST..=Day::LAST).contains(&moved) {
                let expected = theirs.saturating_add(jiff::Span::new().months(months));
                prop_assert_eq!(moved.to_string(), expected.to_string());
            }
        }

        #[test]
        fn somebody_is_old_enough_from_the_birthday_on(born in -20_000i32..20_000, years in 0i32..100, away in -800i32..800) {
            let born = Day::from_number(born);
            let on = born.plus_months(12 * years, MonthEnd::Up).plus_days(away);
            prop_assert_eq!(born.is_old_enough(years, on), born.age_on(on) >= years);
            prop_assert_eq!(born.is_old_enough(years, on), away >= 0);
        }

        #[test]
        fn a_day_reads_back_what_it_prints(number in Day::FIRST.number()..=Day::LAST.number()) {
            let ours = Day::from_number(number);
            prop_assert_eq!(ours.to_string().parse::<Day>(), Ok(ours));
        }
    }
}

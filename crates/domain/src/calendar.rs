//! The Danish calendar as pure data: public holidays by date, working days, bank days.

use crate::day::{Day, Weekday};
use std::sync::LazyLock;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holiday {
    Nytaarsdag,
    Skaertorsdag,
    Langfredag,
    Paaskedag,
    AndenPaaskedag,
    /// Abolished from 2024 (lov 214 of 2023); before that a public holiday.
    StoreBededag,
    KristiHimmelfart,
    Pinsedag,
    AndenPinsedag,
    Juledag,
    AndenJuledag,
}

/// Easter Sunday (the anonymous Gregorian computus).
pub fn easter(year: i32) -> Day {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let (month, day) = ((n / 31) as u8, (n % 31 + 1) as u8);
    Day::new(year, month, day).unwrap_or(Day::FIRST)
}

pub fn holiday(day: Day) -> Option<Holiday> {
    let (year, month, date) = day.ymd();
    match (month, date) {
        (1, 1) => return Some(Holiday::Nytaarsdag),
        (12, 25) => return Some(Holiday::Juledag),
        (12, 26) => return Some(Holiday::AndenJuledag),
        _ if !(3..=6).contains(&month) => return None,
        _ => {}
    }
    match easter(year).days_until(day) {
        -3 => Some(Holiday::Skaertorsdag),
        -2 => Some(Holiday::Langfredag),
        0 => Some(Holiday::Paaskedag),
        1 => Some(Holiday::AndenPaaskedag),
        26 if year <= 2023 => Some(Holiday::StoreBededag),
        39 => Some(Holiday::KristiHimmelfart),
        49 => Some(Holiday::Pinsedag),
        50 => Some(Holiday::AndenPinsedag),
        _ => None,
    }
}

pub fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// A holiday that falls on Monday to Saturday (*søgnehelligdag*): sick-pay weeks do not count it (SDPL § 24, stk. 4).
pub fn is_weekday_holiday(day: Day) -> bool {
    day.weekday() != Weekday::Sunday && holiday(day).is_some()
}

pub fn is_working_day(day: Day) -> bool {
    !is_weekend(day) && holiday(day).is_none()
}

/// What is asked of most days, worked out once for every day the program accepts.
struct Almanac {
    /// Holidays on Monday to Saturday before each day, and at the end all of them.
    weekday_holidays: Vec<u16>,
    /// Days until the next working day; 0 on a working day.
    to_working_day: Vec<u8>,
}

static ALMANAC: LazyLock<Almanac> = LazyLock::new(|| {
    let days = Day::FIRST.number()..=Day::LAST.number();
    let mut so_far = 0;
    let mut weekday_holidays = vec![0];
    weekday_holidays.extend(days.clone().map(|number| {
        so_far += u16::from(is_weekday_holiday(Day::from_number(number)));
        so_far
    }));
    let mut away = 0;
    let mut to_working_day: Vec<u8> = Vec::with_capacity(weekday_holidays.len());
    to_working_day.extend(days.rev().map(|number| {
        away = if is_working_day(Day::from_number(number)) { 0 } else { away + 1 };
        away
    }));
    to_working_day.reverse();
    Almanac { weekday_holidays, to_working_day }
});

/// Holidays on Monday to Saturday from one day through another.
pub fn weekday_holidays(from: Day, through: Day) -> i32 {
    let before = |day: Day| {
        let accepted = day.number().clamp(Day::FIRST.number(), Day::LAST.number() + 1);
        i32::from(ALMANAC.weekday_holidays[Day::FIRST.days_until(Day::from_number(accepted)) as usize])
    };
    (before(through.plus_days(1)) - before(from)).max(0)
}

/// BEK 1710 of 30/12 2024 § 2, nr. 1.
pub fn is_bank_day(day: Day) -> bool {
    let (year, month, date) = day.ymd();
    is_working_day(day) && !matches!((month, date), (12, 24 | 31) | (6, 5)) && easter(year).days_until(day) != 40
}

/// The `count`-th day after `from` (before, when negative) for which `counts` holds.
pub fn add_counted_days(from: Day, count: i32, counts: fn(Day) -> bool) -> Day {
    let step = count.signum();
    let mut left = count.abs();
    let mut day = from;
    while left > 0 {
        day = day.plus_days(step);
        if counts(day) {
            left -= 1;
        }
    }
    day
}

/// `day` itself when it is a working day, else the next one.
pub fn next_working_day(day: Day) -> Day {
    let place = usize::try_from(Day::FIRST.days_until(day)).ok();
    let days = place.and_then(|at| ALMANAC.to_working_day.get(at)).copied().unwrap_or(0);
    day.plus_days(i32::from(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_the_almanac_says() {
        for (year, date) in [
            (2011, "2011-04-24"),
            (2018, "2018-04-01"),
            (2024, "2024-03-31"),
            (2026, "2026-04-05"),
            (2027, "2027-03-28"),
            (2038, "2038-04-25"),
        ] {
            assert_eq!(easter(year), day(date));
        }
    }

    #[test]
    fn store_bededag_was_a_holiday_in_2023_and_is_none_in_2024() {
        assert_eq!(holiday(day("2023-05-05")), Some(Holiday::StoreBededag));
        assert_eq!(holiday(day("2024-04-26")), None);
        assert!(is_working_day(day("2024-04-26")));
    }

    #[test]
    fn easter_monday_2026_is_no_working_day_and_the_next_is_tuesday() {
        assert_eq!(next_working_day(day("2026-04-06")), day("2026-04-07"));
        assert_eq!(next_working_day(day("2026-04-07")), day("2026-04-07"));
    }

    #[test]
    fn the_almanac_says_of_every_day_what_the_calendar_says() {
        let mut since = 0;
        for number in Day::FIRST.number()..Day::LAST.number() - 10 {
            let day = Day::from_number(number);
            since += i32::from(is_weekday_holiday(day));
            assert_eq!(weekday_holidays(Day::FIRST, day), since, "{day}");
            let next = (0..).map(|n| day.plus_days(n)).find(|d| is_working_day(*d));
            assert_eq!(Some(next_working_day(day)), next, "{day}");
        }
        let christmas = (day("2025-12-24"), day("2025-12-31"));
        assert_eq!(weekday_holidays(christmas.0, christmas.1), 2);
        assert_eq!(weekday_holidays(christmas.1, christmas.0), 0, "no days");
    }

    #[test]
    fn constitution_day_and_the_friday_after_ascension_are_no_bank_days() {
        assert!(is_working_day(day("2025-06-05")) && !is_bank_day(day("2025-06-05")));
        assert!(is_working_day(day("2026-05-15")) && !is_bank_day(day("2026-05-15")));
        assert!(!is_bank_day(day("2026-12-24")));
    }

    #[test]
    fn a_holiday_on_a_sunday_is_no_weekday_holiday() {
        assert!(is_weekday_holiday(day("2025-12-25")));
        assert!(!is_weekday_holiday(day("2026-04-05")));
        assert!(is_weekday_holiday(day("2026-12-26")), "a Saturday");
    }
}

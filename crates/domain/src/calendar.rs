//! The Danish calendar as pure data: public holidays by date, working days, bank days.

use crate::day::{Day, Weekday};

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
    let mut day = day;
    while !is_working_day(day) {
        day = day.plus_days(1);
    }
    day
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

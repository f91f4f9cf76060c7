//! Who has been on a benefit for more than a year without an offer for a year.

use super::Outcome;
use crate::definition::Indicator;
use domain::{Day, MonthEnd, Period};

pub const INDICATOR: Indicator = Indicator::UdenTilbud12Maaneder;

/// `course` runs on the day; `known_from` is the first day of which courses are known.
pub fn without_offer(course: Period, offers: &[Period], on: Day, known_from: Day) -> Outcome {
    let since = on.plus_months(-12, MonthEnd::Down);
    let year = Period::from_through(since.plus_days(1), Some(on));
    let touched = offers.iter().any(|offer| year.and_then(|year| offer.overlap(year)).is_some());
    match course.from() <= since {
        _ if touched => Outcome::No,
        true => Outcome::Yes,
        // It begins with what is known and may have begun before.
        false if course.from() <= known_from => Outcome::Undetermined,
        false => Outcome::No,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, period};
    use super::*;

    fn on_16_march(course: &str, offers: &[&str], known_from: &str) -> Outcome {
        let offers: Vec<Period> = offers.iter().map(|o| period(o)).collect();
        without_offer(period(course), &offers, day("2026-03-16"), day(known_from))
    }

    #[test]
    fn more_than_a_year_begins_with_the_same_day_of_the_year_before() {
        assert_eq!(on_16_march("2025-03-16", &[], "2020-01-01"), Outcome::Yes);
        assert_eq!(on_16_march("2025-03-17", &[], "2020-01-01"), Outcome::No);
    }

    #[test]
    fn one_day_in_an_offer_within_the_year_is_enough_and_an_older_one_is_not() {
        assert_eq!(on_16_march("2024-01-01", &["2025-01-01 2025-03-17"], "2020-01-01"), Outcome::No);
        assert_eq!(on_16_march("2024-01-01", &["2025-01-01 2025-03-16"], "2020-01-01"), Outcome::Yes);
    }

    #[test]
    fn a_course_that_begins_with_what_is_known_may_be_longer() {
        assert_eq!(on_16_march("2025-06-01", &[], "2025-06-01"), Outcome::Undetermined);
        assert_eq!(on_16_march("2025-06-01", &["2026-01-01"], "2025-06-01"), Outcome::No);
    }
}

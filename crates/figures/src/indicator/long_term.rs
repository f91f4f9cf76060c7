//! Long-term unemployment in its three variants; what is known may not reach back far enough to say.

use super::{Outcome, days_within};
use crate::definition::Indicator;
use domain::{Day, MonthEnd, Period};

pub const EIGHTY_PER_CENT: Indicator = Indicator::Langtidsledige80Pct;
pub const THREE_MONTHS: Indicator = Indicator::Langtidsledige3Maaneder;
pub const A_YEAR: Indicator = Indicator::Langtidsledige1Aar;

/// 52 weeks.
const WINDOW: i32 = 364;

/// Unemployed on the day, and on at least 80 per cent of the days of the 52 weeks that end with it. `known_from` is the first
/// day of which spells are known.
pub fn eighty_per_cent(spells: &[Period], on: Day, known_from: Day) -> Outcome {
    if !spells.iter().any(|p| p.contains(on)) {
        return Outcome::No;
    }
    let from = on.plus_days(1 - WINDOW);
    let known = days_within(spells, from.max(known_from), on);
    let unknown = from.days_until(known_from).clamp(0, WINDOW);
    let enough = |days: i32| days * 5 >= WINDOW * 4;
    match (enough(known), enough(known + unknown)) {
        (true, _) => Outcome::Yes,
        (false, true) => Outcome::Undetermined,
        (false, false) => Outcome::No,
    }
}

/// Unemployed on the day in a course that began more than 3 months before.
pub fn three_months(courses: &[Period], on: Day, known_from: Day) -> Outcome {
    longer_than(3, courses, on, known_from)
}

/// Unemployed on the day in a course that began more than a year before.
pub fn a_year(courses: &[Period], on: Day, known_from: Day) -> Outcome {
    longer_than(12, courses, on, known_from)
}

/// A course that begins with what is known may have begun before.
fn longer_than(months: i32, courses: &[Period], on: Day, known_from: Day) -> Outcome {
    match courses.iter().find(|p| p.contains(on)) {
        None => Outcome::No,
        Some(course) if course.from().plus_months(months, MonthEnd::Down) <= on => Outcome::Yes,
        Some(course) if course.from() <= known_from => Outcome::Undetermined,
        Some(_) => Outcome::No,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, period};
    use super::*;

    const LONG_AGO: &str = "2020-01-01";

    /// The 52 weeks through 30 December 2025 begin on 1 January; 80 per cent of 364 days are 292.
    #[test]
    fn eighty_per_cent_of_52_weeks_are_292_days_and_two_benefits_on_a_day_are_one_day() {
        let on = day("2025-12-30");
        let last = |days: i32| Period::from_through(on.plus_days(1 - days), None).unwrap();
        assert_eq!(eighty_per_cent(&[last(292)], on, day(LONG_AGO)), Outcome::Yes);
        assert_eq!(eighty_per_cent(&[last(291)], on, day(LONG_AGO)), Outcome::No);
        assert_eq!(eighty_per_cent(&[last(291), last(150)], on, day(LONG_AGO)), Outcome::No);
        assert_eq!(eighty_per_cent(&[last(291), period("2025-01-01 2025-01-01")], on, day(LONG_AGO)), Outcome::Yes);
        assert_eq!(
            eighty_per_cent(&[period("2024-01-01 2025-12-29")], on, day(LONG_AGO)),
            Outcome::No,
            "in work again"
        );
    }

    #[test]
    fn what_is_known_from_autumn_on_says_no_only_of_those_who_could_not_reach_it() {
        let on = day("2025-12-30");
        let spell = [period("2025-03-16")];
        assert_eq!(eighty_per_cent(&spell, on, day("2025-03-16")), Outcome::Undetermined, "290 days known, 74 not");
        assert_eq!(eighty_per_cent(&spell, on, day("2025-01-02")), Outcome::No, "one unknown day is not enough");
        assert_eq!(eighty_per_cent(&[period("2024-06-01")], on, day("2025-03-01")), Outcome::Yes, "305 days are known");
    }

    #[test]
    fn three_months_and_a_year_are_passed_on_the_same_day_of_the_month() {
        let course = [period("2025-12-01")];
        let at = |on: &str| three_months(&course, day(on), day(LONG_AGO));
        assert_eq!((at("2026-02-28"), at("2026-03-01")), (Outcome::No, Outcome::Yes));
        let at = |on: &str| a_year(&course, day(on), day(LONG_AGO));
        assert_eq!((at("2026-11-30"), at("2026-12-01")), (Outcome::No, Outcome::Yes));
        assert_eq!(three_months(&[], day("2026-03-01"), day(LONG_AGO)), Outcome::No);
    }

    #[test]
    fn a_course_that_begins_with_what_is_known_may_be_longer() {
        let course = [period("2025-12-01")];
        assert_eq!(three_months(&course, day("2026-01-15"), day("2025-12-01")), Outcome::Undetermined);
        assert_eq!(three_months(&course, day("2026-01-15"), day("2025-11-30")), Outcome::No);
    }
}

//! Mean duration in weeks: full-time persons by persons, times the weeks of the period.

use crate::definition::Indicator;
use crate::exact::Exact;

pub const INDICATOR: Indicator = Indicator::GennemsnitligVarighed;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Over {
    Quarter,
    Year,
}

/// Both figures are of the same period. `None` where there is nobody.
pub fn weeks(full_time: Exact, persons: u64, over: Over) -> Option<Exact> {
    let weeks = match over {
        Over::Quarter => 13,
        Over::Year => 52,
    };
    full_time.ratio(Exact::fraction(i64::try_from(persons).ok()?, weeks)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_persons_who_are_one_full_time_person_together_have_half_the_weeks_each() {
        assert_eq!(weeks(Exact::whole(1), 2, Over::Year), Some(Exact::whole(26)));
        assert_eq!(weeks(Exact::whole(1), 2, Over::Quarter), Exact::decimal(65, 1));
        assert_eq!(weeks(Exact::ZERO, 0, Over::Year), None, "nobody has no duration, not 0");
    }
}

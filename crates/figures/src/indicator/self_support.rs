//! Self-support after a programme: on one day so many days after, and lasting, without a day on a benefit until then.

use super::{Outcome, days_within};
use crate::definition::Indicator;
use domain::{Day, Period};

pub const INDICATOR: Indicator = Indicator::SelvforsoergelseEfterProgram;
/// The same, after a journey through the steps that has come to its end.
pub const AFTER_A_WAY: Indicator = Indicator::SelvforsoergelseEfterVejen;

/// How it is measured; always printed beside the figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    OnTheDay,
    Lasting,
}

/// `ended` is the programme's last day; `benefits` are all public support, known through `known_through`.
pub fn self_support(ended: Day, days: i32, how: How, benefits: &[Period], known_through: Day, today: Day) -> Outcome {
    let on = ended.plus_days(days);
    if on > today {
        return Outcome::NotYet;
    }
    let (first, last) = match how {
        How::OnTheDay => (on, on),
        How::Lasting => (ended.plus_days(1), on),
    };
    if days_within(benefits, first, last) > 0 {
        return Outcome::No;
    }
    if known_through < on { Outcome::Undetermined } else { Outcome::Yes }
}

#[cfg(test)]
mod tests {
    use super::super::share;
    use super::super::tests::{day, period};
    use super::*;

    #[test]
    fn a_spell_in_between_ends_what_lasts_and_not_what_holds_on_the_day() {
        let between = [period("2025-12-01 2025-12-31"), period("2026-02-01 2026-02-14")];
        let (ended, today) = (day("2025-12-31"), day("2026-06-01"));
        let found = |how| self_support(ended, 92, how, &between, today, today);
        assert_eq!((found(How::OnTheDay), found(How::Lasting)), (Outcome::Yes, Outcome::No));
        assert_eq!(self_support(ended, 92, How::Lasting, &between[..1], today, today), Outcome::Yes);
    }

    #[test]
    fn what_is_not_known_or_has_not_come_is_no_success() {
        let (ended, today) = (day("2025-12-31"), day("2026-06-01"));
        assert_eq!(self_support(ended, 182, How::OnTheDay, &[], today, today), Outcome::NotYet);
        assert_eq!(self_support(ended, 92, How::OnTheDay, &[], day("2026-04-01"), today), Outcome::Undetermined);
        let back = [period("2026-01-05 2026-01-06")];
        assert_eq!(self_support(ended, 92, How::Lasting, &back, day("2026-02-01"), today), Outcome::No, "known enough");
    }

    /// Aabenraa 2017: 35 of 64.
    #[test]
    fn thirty_five_of_sixty_four_are_more_than_half() {
        let outcomes = (0..64).map(|n| if n < 35 { Outcome::Yes } else { Outcome::No });
        assert_eq!(share(outcomes).percent().unwrap().rounded(1), 547);
    }
}

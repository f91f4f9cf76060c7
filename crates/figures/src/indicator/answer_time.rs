//! How long those wait who have asked for a decision, until it is given. Whoever still waits counts as long as they have.

use crate::definition::Indicator;
use crate::journey::{Quantile, quantiles};
use domain::Day;

pub const INDICATOR: Indicator = Indicator::TidTilSvar;

/// What became of what was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    Answered(Day),
    Open,
    /// Nobody has to answer any more.
    Lapsed,
    /// Whether anybody has to answer is not known.
    Undetermined,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    pub on: Day,
    pub end: End,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Answers {
    pub answered: u32,
    pub open: u32,
    pub lapsed: u32,
    pub undetermined: u32,
    /// Days in which half are answered.
    pub median: Quantile,
    /// Days that one tenth wait longer than.
    pub tenth: Quantile,
}

impl Answers {
    /// Of those who have an answer or wait for one on a day; the others stand apart and make no wait shorter.
    pub fn of(asked: impl IntoIterator<Item = Asked>, today: Day) -> Answers {
        let (mut waits, mut answered, mut open, mut lapsed, mut undetermined) = (Vec::new(), 0, 0, 0, 0);
        for Asked { on, end } in asked {
            let days = |until: Day| u32::try_from(on.days_until(until)).unwrap_or(0);
            match end {
                End::Answered(day) => {
                    answered += 1;
                    waits.push((days(day), true));
                }
                End::Open => {
                    open += 1;
                    waits.push((days(today), false));
                }
                End::Lapsed => lapsed += 1,
                End::Undetermined => undetermined += 1,
            }
        }
        let [median, tenth] = quantiles(&waits);
        Answers { answered, open, lapsed, undetermined, median, tenth }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::day;
    use super::*;

    fn asked(on: &str, end: End) -> Asked {
        Asked { on: day(on), end }
    }

    #[test]
    fn who_still_waits_makes_the_wait_longer_and_what_is_not_known_makes_it_nothing() {
        let quick = (1..=5).map(|n| asked("2026-03-01", End::Answered(day("2026-03-01").plus_days(n))));
        let slow = (0..5).map(|_| asked("2026-02-10", End::Open));
        let apart = [asked("2025-01-01", End::Undetermined), asked("2025-01-01", End::Lapsed)];
        let found = Answers::of(quick.clone().chain(slow).chain(apart), day("2026-03-16"));
        assert_eq!((found.answered, found.open, found.lapsed, found.undetermined), (5, 5, 1, 1));
        // Five of ten within five days; the others have waited 34.
        assert_eq!((found.median, found.tenth), (Quantile::Days(5), Quantile::MoreThan(34)));
        assert_eq!(Answers::of(quick, day("2026-03-16")).median, Quantile::Days(3));
    }

    #[test]
    fn where_nobody_is_known_to_wait_there_is_no_wait() {
        let found = Answers::of([asked("2026-03-01", End::Undetermined)], day("2026-03-16"));
        assert_eq!((found.median, found.undetermined), (Quantile::Nothing, 1));
    }
}

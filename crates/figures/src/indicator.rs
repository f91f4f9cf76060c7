//! Figures about persons and companies, one file each; what they count in words is in `definition`.
//!
//! What is not known is never taken for no: it stands apart, and so does what has not come yet.

pub mod activation;
pub mod answer_time;
pub mod attendance;
pub mod caseload;
pub mod cooperation;
pub mod expenditure;
pub mod first_offer;
pub mod flow;
pub mod long_term;
pub mod mean_duration;
pub mod ordinary_hours;
pub mod outflow;
pub mod self_support;
pub mod status_after;
pub mod without_offer;

use crate::timeliness::Share;
use domain::{Day, Period};

/// What one person is in a share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Yes,
    No,
    /// A register does not reach so far, or something was never written down.
    Undetermined,
    /// The day has not come.
    NotYet,
}

/// Yes of yes and no; the others stand apart.
pub fn share(outcomes: impl IntoIterator<Item = Outcome>) -> Share {
    let mut share = Share::default();
    for outcome in outcomes {
        match outcome {
            Outcome::Yes => {
                share.numerator += 1;
                share.denominator += 1;
            }
            Outcome::No => share.denominator += 1,
            Outcome::Undetermined => share.undetermined += 1,
            Outcome::NotYet => share.open += 1,
        }
    }
    share
}

/// Days from `from` through `through` that lie in at least one of the periods.
pub(crate) fn days_within(periods: &[Period], from: Day, through: Day) -> i32 {
    let mut parts: Vec<(i32, i32)> = periods
        .iter()
        .map(|p| {
            let last = p.through().map_or(through, |last| last.min(through));
            (p.from().max(from).number(), last.number())
        })
        .filter(|(first, last)| first <= last)
        .collect();
    parts.sort_unstable();
    let (mut days, mut counted) = (0, from.number() - 1);
    for (first, last) in parts {
        days += (last - counted.max(first - 1)).max(0);
        counted = counted.max(last);
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// `"2026-01-01 2026-01-31"`; without a second day it runs.
    pub(super) fn period(text: &str) -> Period {
        let (from, through) = text.split_once(' ').map_or((text, None), |(from, through)| (from, Some(day(through))));
        Period::from_through(day(from), through).unwrap()
    }

    #[test]
    fn days_in_two_periods_count_once() {
        let all = ["2026-01-20 2026-02-03", "2025-12-01 2026-01-02", "2026-01-25", "2026-03-01 2026-03-02"].map(period);
        // 1 and 2 January, 20 January on.
        assert_eq!(days_within(&all, day("2026-01-01"), day("2026-02-10")), 2 + 12 + 10);
        assert_eq!(days_within(&all[1..2], day("2026-01-03"), day("2026-02-10")), 0);
    }

    #[test]
    fn unknown_and_not_yet_stand_apart_from_no() {
        use Outcome::{No, NotYet, Undetermined, Yes};
        let found = share([Yes, No, Yes, Undetermined, NotYet, NotYet]);
        assert_eq!((found.numerator, found.denominator, found.undetermined, found.open), (2, 3, 1, 2));
    }
}

//! Who came to the talks that were agreed.

use crate::definition::Indicator;
use crate::timeliness::Share;
use domain::Day;

pub const INDICATOR: Indicator = Indicator::FremmoedeTilSamtaler;

/// What became of a talk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Talk {
    Held,
    Missed,
    /// Neither came nor stayed away: it stands apart.
    Cancelled,
}

/// Held of held and missed in the days from `from` through `through`, and how many were cancelled.
pub fn attendance(talks: impl IntoIterator<Item = (Talk, Day)>, from: Day, through: Day) -> (Share, u32) {
    let (mut share, mut cancelled) = (Share::default(), 0);
    for (talk, _) in talks.into_iter().filter(|(_, day)| from <= *day && *day <= through) {
        match talk {
            Talk::Held => {
                share.numerator += 1;
                share.denominator += 1;
            }
            Talk::Missed => share.denominator += 1,
            Talk::Cancelled => cancelled += 1,
        }
    }
    (share, cancelled)
}

#[cfg(test)]
mod tests {
    use super::super::tests::day;
    use super::*;

    #[test]
    fn a_cancelled_talk_is_no_absence_and_the_first_and_last_day_count() {
        let talks = [
            (Talk::Held, day("2026-02-01")),
            (Talk::Missed, day("2026-02-28")),
            (Talk::Cancelled, day("2026-02-10")),
            (Talk::Held, day("2026-03-01")),
        ];
        let (share, cancelled) = attendance(talks, day("2026-02-01"), day("2026-02-28"));
        assert_eq!((share.numerator, share.denominator, cancelled), (1, 2, 1));
    }
}

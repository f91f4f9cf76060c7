//! How long people wait at each step, and from one end to the other: estimates that take those with them who still wait.
//!
//! What one tenth of them wait longer than is asked of each step and of the whole by itself. The tenths of the steps are not
//! the same people and are never added.

use super::{Journey, Outcome, Step};
use crate::survival::{Followed, RiskTable, kaplan_meier};
use domain::codes::Code;

/// A number of days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantile {
    Days(u32),
    /// So many wait still that it is not reached; longer than this, the longest that anybody has been seen.
    MoreThan(u32),
    /// Nobody.
    Nothing,
}

impl Quantile {
    /// The number of days, or those that it is more than.
    pub fn least(self) -> Option<u32> {
        match self {
            Quantile::Days(days) | Quantile::MoreThan(days) => Some(days),
            Quantile::Nothing => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wait {
    /// Who came so far.
    pub persons: u32,
    /// Of them, those who are still there.
    pub still: u32,
    /// Of them, those who went to another benefit from there.
    pub elsewhere: u32,
    pub median: Quantile,
    /// What one tenth wait longer than.
    pub tenth: Quantile,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waits {
    /// One for each step but the last.
    pub steps: Vec<Wait>,
    /// All the waiting of a journey.
    pub waiting: Wait,
    /// The whole journey, waiting and movement.
    pub whole: Wait,
}

#[derive(Clone, Default)]
struct Count {
    followed: Vec<Followed>,
    still: u32,
    elsewhere: u32,
}

impl Count {
    fn add(&mut self, time: u32, gone: bool, outcome: Outcome) {
        self.followed.push(Followed { time, ended: gone.then_some(0) });
        self.still += u32::from(!gone && outcome == Outcome::Running);
        self.elsewhere += u32::from(!gone && outcome == Outcome::Elsewhere);
    }

    fn wait(&self) -> Wait {
        let [median, tenth] = estimated(&self.followed);
        Wait {
            persons: u32::try_from(self.followed.len()).unwrap_or(u32::MAX),
            still: self.still,
            elsewhere: self.elsewhere,
            median,
            tenth,
        }
    }
}

/// What half wait at most, and what one tenth wait longer than; of days, each with whether the wait is over.
pub(crate) fn quantiles(waits: &[(u32, bool)]) -> [Quantile; 2] {
    let followed = waits.iter().map(|(time, over)| Followed { time: *time, ended: over.then_some(0) });
    estimated(&followed.collect::<Vec<_>>())
}

fn estimated(followed: &[Followed]) -> [Quantile; 2] {
    let curve = RiskTable::new(1, followed).as_ref().map(kaplan_meier);
    [0.5, 0.1].map(|left| match &curve {
        Some(curve) if !followed.is_empty() => {
            curve.until_left(left).map_or(Quantile::MoreThan(curve.longest()), Quantile::Days)
        }
        _ => Quantile::Nothing,
    })
}

impl Waits {
    pub fn of<'a>(journeys: impl IntoIterator<Item = &'a Journey>) -> Waits {
        let mut steps = vec![Count::default(); Step::BEFORE_LAST.len()];
        let (mut waiting, mut whole) = (Count::default(), Count::default());
        for journey in journeys {
            for leg in &journey.legs {
                steps[usize::from(leg.from.index())].add(leg.waited, leg.to.is_some(), journey.outcome);
            }
            let arrived = journey.outcome == Outcome::Arrived;
            waiting.add(journey.waited(), arrived, journey.outcome);
            whole.add(journey.days(), arrived, journey.outcome);
        }
        Waits { steps: steps.iter().map(Count::wait).collect(), waiting: waiting.wait(), whole: whole.wait() }
    }

    /// The step after which a tenth wait longest, of those that `shown` lets through.
    pub fn longest(&self, shown: impl Fn(&Wait) -> bool) -> Option<(Step, Wait)> {
        let each = Step::BEFORE_LAST.iter().copied().zip(self.steps.iter().copied());
        let known = each.filter(|(_, wait)| shown(wait) && wait.tenth.least().is_some_and(|days| days > 0));
        // Of equal waits the earlier step.
        known.max_by_key(|(step, wait)| (wait.tenth.least(), std::cmp::Reverse(*step)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Ending;
    use super::*;
    use domain::Day;
    use proptest::prelude::*;

    fn start() -> Day {
        "2026-01-01".parse().unwrap()
    }

    /// The first talk after so many days, arrived ten days later.
    fn talked(after: i32) -> Journey {
        let talk = start().plus_days(after);
        Journey::new(start(), &[(Step::FoersteSamtale, talk)], &[], Ending::Arrived(talk.plus_days(10)))
    }

    fn waiting(days: i32) -> Journey {
        Journey::new(start(), &[], &[], Ending::Running(start().plus_days(days)))
    }

    #[test]
    fn of_ten_who_are_all_through_half_waited_five_days_and_one_more_than_nine() {
        let journeys: Vec<Journey> = (1..=10).map(talked).collect();
        let waits = Waits::of(&journeys);
        let first = waits.steps[0];
        assert_eq!(
            (first.persons, first.still, first.median, first.tenth),
            (10, 0, Quantile::Days(5), Quantile::Days(9))
        );
        assert_eq!((waits.whole.median, waits.whole.tenth), (Quantile::Days(15), Quantile::Days(19)));
        assert_eq!(waits.steps[2].median, Quantile::Nothing);
    }

    /// Leaving out the five who still wait after 30 days would say that half wait three days.
    #[test]
    fn who_still_waits_makes_the_wait_longer_and_is_counted() {
        let journeys: Vec<Journey> = (1..=5).map(talked).chain((0..5).map(|_| waiting(30))).collect();
        let first = Waits::of(&journeys).steps[0];
        assert_eq!((first.persons, first.still), (10, 5));
        assert_eq!((first.median, first.tenth), (Quantile::Days(5), Quantile::MoreThan(30)));
    }

    #[test]
    fn the_longest_wait_is_that_of_the_step_where_a_tenth_waits_longest() {
        let journeys: Vec<Journey> = (1..=5).map(talked).chain((0..5).map(|_| waiting(30))).collect();
        let waits = Waits::of(&journeys);
        assert_eq!(waits.longest(|_| true).map(|(step, _)| step), Some(Step::Henvendelse));
        assert_eq!(waits.longest(|w| w.persons < 10).map(|(step, _)| step), Some(Step::FoersteSamtale));
        assert_eq!(waits.longest(|_| false), None);
    }

    proptest! {
        #[test]
        fn everybody_is_somewhere_and_a_tenth_never_waits_less_than_half(
            days in proptest::collection::vec((0i32..60, 0u8..3), 1..40),
        ) {
            let journeys: Vec<Journey> = days.iter().map(|(n, how)| match how {
                0 => talked(*n),
                1 => waiting(*n),
                _ => Journey::new(start(), &[], &[], Ending::Elsewhere(start().plus_days(*n))),
            }).collect();
            let waits = Waits::of(&journeys);
            let still: u32 = waits.steps.iter().map(|w| w.still).sum();
            let elsewhere: u32 = waits.steps.iter().map(|w| w.elsewhere).sum();
            prop_assert_eq!((still, elsewhere), (waits.whole.still, waits.whole.elsewhere));
            let arrived = days.iter().filter(|(_, how)| *how == 0).count() as u32;
            prop_assert_eq!(arrived + still + elsewhere, waits.whole.persons);
            for wait in waits.steps.iter().chain([&waits.whole, &waits.waiting]) {
                prop_assert!(wait.tenth.least() >= wait.median.least());
            }
        }
    }
}

//! One journey: which steps were reached when, and which of the days between were spent waiting.

use super::Step;
use crate::indicator::days_within;
use domain::{Day, Period};

/// What became of the journey, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// To the last step.
    Arrived(Day),
    /// To another benefit: followed no longer, neither arrived nor waiting.
    Elsewhere(Day),
    /// Under way on the day it was seen last.
    Running(Day),
}

impl Ending {
    fn day(self) -> Day {
        match self {
            Ending::Arrived(day) | Ending::Elsewhere(day) | Ending::Running(day) => day,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Arrived,
    Elsewhere,
    Running,
}

/// From one step to the next, or for as long as it has been seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Leg {
    pub from: Step,
    /// Days since the journey began.
    pub at: u32,
    pub days: u32,
    /// Those of them on which nothing was under way.
    pub waited: u32,
    /// `None` where no further step was seen.
    pub to: Option<Step>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Journey {
    pub start: Day,
    pub legs: Box<[Leg]>,
    pub outcome: Outcome,
}

fn days(from: Day, to: Day) -> u32 {
    u32::try_from(from.days_until(to)).unwrap_or(0)
}

impl Journey {
    /// `reached` are days on which a step was reached, in any order and as often as it happened; `moving` the days on which an
    /// offer or paid hours run, which is no waiting. What lies before the start or after the end is not looked at.
    pub fn new(start: Day, reached: &[(Step, Day)], moving: &[Period], ending: Ending) -> Journey {
        let end = ending.day().max(start);
        let mut ahead: Vec<(Day, Step)> = reached
            .iter()
            .filter(|(step, day)| (start..=end).contains(day) && !matches!(step, Step::Henvendelse | Step::Videre))
            .map(|(step, day)| (*day, *step))
            .collect();
        if matches!(ending, Ending::Arrived(_)) {
            ahead.push((end, Step::Videre));
        }
        // On one day the steps are gone through in their order.
        ahead.sort_unstable();
        let (mut legs, mut here, mut since) = (Vec::new(), Step::Henvendelse, start);
        let leg = |from: Step, since: Day, day: Day, to: Option<Step>| Leg {
            from,
            at: days(start, since),
            days: days(since, day),
            waited: days(since, day) - moved(from, moving, since, day),
            to,
        };
        for (day, step) in ahead {
            if step > here {
                legs.push(leg(here, since, day, Some(step)));
                (here, since) = (step, day);
            }
        }
        let outcome = match ending {
            Ending::Arrived(_) => Outcome::Arrived,
            Ending::Elsewhere(_) => Outcome::Elsewhere,
            Ending::Running(_) => Outcome::Running,
        };
        if outcome != Outcome::Arrived {
            legs.push(leg(here, since, end, None));
        }
        Journey { start, legs: legs.into(), outcome }
    }

    /// Days from the first contact to the end, or for as long as it has been seen.
    pub fn days(&self) -> u32 {
        self.legs.iter().map(|l| l.days).sum()
    }

    pub fn waited(&self) -> u32 {
        self.legs.iter().map(|l| l.waited).sum()
    }

    /// The step at which a journey under way stands.
    pub fn stands_at(&self) -> Option<Step> {
        self.legs.last().filter(|_| self.outcome == Outcome::Running).map(|l| l.from)
    }
}

/// Days from `since` to the day before `until` on which something was under way; nothing is before an offer has begun.
fn moved(from: Step, moving: &[Period], since: Day, until: Day) -> u32 {
    if from < Step::TilbudIGang || until <= since {
        return 0;
    }
    u32::try_from(days_within(moving, since, until.plus_days(-1))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn told(journey: &Journey) -> Vec<String> {
        let to = |l: &Leg| l.to.map_or("…".to_owned(), |s| format!("{s:?}"));
        journey.legs.iter().map(|l| format!("{:?} {}/{} {}", l.from, l.waited, l.days, to(l))).collect()
    }

    #[test]
    fn the_days_of_an_offer_are_movement_and_those_before_and_after_are_waiting() {
        let reached = [
            (Step::FoersteSamtale, day("2026-01-08")),
            (Step::FoersteSamtale, day("2026-02-08")),
            (Step::TilbudIGang, day("2026-02-02")),
            (Step::TilbudBevilget, day("2026-01-20")),
        ];
        // An offer of two weeks, then eleven days without anything.
        let offer = Period::from_through(day("2026-02-02"), Some(day("2026-02-15"))).unwrap();
        let journey = Journey::new(day("2026-01-01"), &reached, &[offer], Ending::Arrived(day("2026-02-27")));
        let by_hand = [
            "Henvendelse 7/7 FoersteSamtale",
            "FoersteSamtale 12/12 TilbudBevilget",
            "TilbudBevilget 13/13 TilbudIGang",
            "TilbudIGang 11/25 Videre",
        ];
        assert_eq!(told(&journey), by_hand);
        assert_eq!((journey.days(), journey.waited(), journey.stands_at()), (57, 43, None));
    }

    #[test]
    fn a_step_reached_after_a_later_one_is_passed_over() {
        let reached = [(Step::Plan, day("2026-01-05")), (Step::FoersteSamtale, day("2026-01-12"))];
        let journey = Journey::new(day("2026-01-01"), &reached, &[], Ending::Running(day("2026-01-31")));
        assert_eq!(told(&journey), ["Henvendelse 4/4 Plan", "Plan 26/26 …"]);
        assert_eq!(journey.stands_at(), Some(Step::Plan));
    }

    #[test]
    fn who_goes_to_another_benefit_neither_arrives_nor_waits() {
        let journey = Journey::new(day("2026-01-01"), &[], &[], Ending::Elsewhere(day("2026-01-20")));
        assert_eq!(told(&journey), ["Henvendelse 19/19 …"]);
        assert_eq!((journey.outcome, journey.stands_at()), (Outcome::Elsewhere, None));
    }

    proptest! {
        #[test]
        fn every_journey_goes_upwards_and_its_legs_fill_its_days(
            reached in proptest::collection::vec((0usize..7, -20i32..200), 0..12),
            moving in proptest::collection::vec((-20i32..200, 0i32..60), 0..4),
            length in 0i32..150,
            how in 0u8..3,
        ) {
            use domain::codes::Code;
            let start = day("2026-01-01");
            let reached: Vec<_> = reached.iter().map(|(s, d)| (Step::ALL[*s], start.plus_days(*d))).collect();
            let moving: Vec<_> = moving
                .iter()
                .filter_map(|(d, n)| Period::from_through(start.plus_days(*d), Some(start.plus_days(d + n))))
                .collect();
            let end = start.plus_days(length);
            let ending = [Ending::Arrived(end), Ending::Elsewhere(end), Ending::Running(end)][usize::from(how)];
            let journey = Journey::new(start, &reached, &moving, ending);
            prop_assert_eq!(journey.days(), length as u32);
            prop_assert_eq!(journey.legs[0].from, Step::Henvendelse);
            prop_assert!(journey.legs.iter().all(|l| l.waited <= l.days && l.to.is_none_or(|to| to > l.from)));
            for pair in journey.legs.windows(2) {
                prop_assert_eq!((pair[0].to, pair[0].at + pair[0].days), (Some(pair[1].from), pair[1].at));
            }
            let open = journey.legs.iter().filter(|l| l.to.is_none()).count();
            prop_assert_eq!(open, usize::from(how > 0));
            prop_assert_eq!(journey.legs.last().unwrap().to == Some(Step::Videre), how == 0);
            let mut turned = reached;
            turned.reverse();
            prop_assert_eq!(Journey::new(start, &turned, &moving, ending), journey, "the order of what is told is nothing");
        }
    }
}

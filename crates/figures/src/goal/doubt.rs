//! Where a goal's own numbers do not fit together. Both readings are shown; nobody's number is put right for them.

use super::{Aim, Goal, Side};
use crate::Exact;
use domain::codes::codes;

codes! {
    /// What does not fit.
    Doubt "goal_doubt" {
        /// The first value is not the one that the series has for that month.
        BaselineDiffers = "baseline_differs",
        /// The first value had reached the target already.
        ReachedAtStart = "reached_at_start",
        /// The target is the first value.
        NothingToReach = "nothing_to_reach",
        /// A share below 0 or above 100.
        OutsideShare = "outside_share",
        /// The last day lies before the first value's.
        EndsBeforeStart = "ends_before_start",
    }
}

impl Goal {
    /// `counted`: what the series has for the month of the first value, printed with so many decimals. `share`: it is in per cent.
    pub fn doubts(&self, counted: Option<Exact>, decimals: u8, share: bool) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        let Some((since, from)) = self.baseline else { return doubts };
        if counted.is_some_and(|counted| counted.rounded(decimals) != from.rounded(decimals)) {
            doubts.push(Doubt::BaselineDiffers);
        }
        if self.by.is_some_and(|by| by <= since) {
            doubts.push(Doubt::EndsBeforeStart);
        }
        let Ok(target) = self.aim.target(self.baseline, self.by) else { return doubts };
        if target == from {
            doubts.push(Doubt::NothingToReach);
        } else if let Aim::Reach { side, .. } = self.aim {
            let reached = match side {
                Side::Below => from < target,
                Side::At => false,
                Side::Above => from > target,
            };
            doubts.extend(reached.then_some(Doubt::ReachedAtStart));
        }
        if share && [target, from].iter().any(|n| n.is_negative() || *n > Exact::whole(100)) {
            doubts.push(Doubt::OutsideShare);
        }
        doubts
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Goal, Population};
    use super::*;

    fn n(value: i32) -> Exact {
        Exact::whole(value)
    }

    fn goal(aim: Aim, from: i32) -> Goal {
        Goal {
            population: Population::Bestand,
            aim,
            baseline: Some(("2025-12-31".parse().unwrap(), n(from))),
            by: Some("2026-12-31".parse().unwrap()),
            benchmark: None,
        }
    }

    #[test]
    fn a_goal_whose_numbers_fit_has_no_doubt() {
        let halved = goal(Aim::Change { percent: n(-50) }, 1270);
        assert_eq!(halved.doubts(Some(n(1270)), 0, false), []);
        let to_fraction = Exact::decimal(12_702, 1).unwrap();
        assert_eq!(halved.doubts(Some(to_fraction), 0, false), [], "as printed they are the same");
    }

    #[test]
    fn a_first_value_that_the_series_does_not_have_is_pointed_out() {
        let halved = goal(Aim::Change { percent: n(-50) }, 1270);
        assert_eq!(halved.doubts(Some(n(1236)), 0, false), [Doubt::BaselineDiffers]);
    }

    #[test]
    fn a_target_that_was_reached_before_it_began_is_pointed_out() {
        let below = |target| goal(Aim::Reach { target: n(target), side: Side::Below }, 400).doubts(None, 0, false);
        assert_eq!((below(500), below(400)), (vec![Doubt::ReachedAtStart], vec![Doubt::NothingToReach]));
        assert_eq!(below(399), []);
    }

    #[test]
    fn a_share_above_100_and_a_last_day_before_the_first_are_pointed_out() {
        let high = goal(Aim::Change { percent: n(20) }, 90);
        assert_eq!((high.doubts(None, 1, true), high.doubts(None, 1, false)), (vec![Doubt::OutsideShare], vec![]));
        let turned =
            Goal { by: Some("2025-01-01".parse().unwrap()), ..goal(Aim::Reach { target: n(1), side: Side::Below }, 2) };
        assert_eq!(turned.doubts(None, 0, false), [Doubt::EndsBeforeStart]);
    }
}

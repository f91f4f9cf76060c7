//! Stock, inflow and outflow over a period, with those who were there from the beginning apart from the new ones.
//!
//! A stock, a closed group and a count of all who came are three figures. A person of the beginning stays one: who leaves
//! and comes back is not new.

use crate::definition::Indicator;
use crate::exact::Exact;
use domain::{Day, Period};

pub const INDICATOR: Indicator = Indicator::BestandOgStroemme;

/// Courses; all numbers but the stocks are events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Bridge {
    /// On the day before the period.
    pub opening: u32,
    pub came_new: u32,
    /// Came again, having been there at the opening.
    pub came_back: u32,
    pub left_original: u32,
    pub left_new: u32,
    /// On the last day of the period.
    pub closing_original: u32,
    pub closing_new: u32,
}

impl Bridge {
    /// The courses of others too, or with −1 no more.
    pub fn add(&mut self, other: &Bridge, by: i32) {
        let pairs = [
            (&mut self.opening, other.opening),
            (&mut self.came_new, other.came_new),
            (&mut self.came_back, other.came_back),
            (&mut self.left_original, other.left_original),
            (&mut self.left_new, other.left_new),
            (&mut self.closing_original, other.closing_original),
            (&mut self.closing_new, other.closing_new),
        ];
        for (sum, n) in pairs {
            *sum = sum.saturating_add_signed(by.saturating_mul(n as i32));
        }
    }

    pub fn closing(&self) -> u32 {
        self.closing_original + self.closing_new
    }

    /// Per cent of those of the beginning who are there at the end.
    pub fn original_still_there(&self) -> Option<Exact> {
        Exact::share(self.closing_original, self.opening).map(Exact::times_100)
    }

    /// The courses of one person, which do not overlap.
    fn count(&mut self, courses: &[Period], from: Day, through: Day) {
        let before = from.plus_days(-1);
        let original = courses.iter().any(|c| c.contains(before));
        for course in courses {
            self.opening += u32::from(course.contains(before));
            if from <= course.from() && course.from() <= through {
                *(if original { &mut self.came_back } else { &mut self.came_new }) += 1;
            }
            // Gone on a day of the period: the last day is the one before.
            if course.through().is_some_and(|last| before <= last && last < through) {
                *(if original { &mut self.left_original } else { &mut self.left_new }) += 1;
            }
            if course.contains(through) {
                *(if original { &mut self.closing_original } else { &mut self.closing_new }) += 1;
            }
        }
    }
}

/// The courses of each person on one benefit, over the days from `from` through `through`. `None` where the period is turned
/// around or reaches beyond what is known.
pub fn bridge<'a>(
    persons: impl IntoIterator<Item = &'a [Period]>,
    from: Day,
    through: Day,
    known_through: Day,
) -> Option<Bridge> {
    if through < from || known_through < through {
        return None;
    }
    let mut bridge = Bridge::default();
    for courses in persons {
        bridge.count(courses, from, through);
    }
    Some(bridge)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, period};
    use super::*;
    use proptest::prelude::*;

    /// March 2026. A: there all the time. B: gone from 11 March, back from the 20th. C: gone from the first day.
    /// D: new, stays. E: new, gone again. F: gone after the period's last day, on which it counts.
    #[test]
    fn who_goes_and_comes_back_is_not_new() {
        let persons: [&[Period]; 6] = [
            &[period("2026-01-01")],
            &[period("2026-01-01 2026-03-10"), period("2026-03-20")],
            &[period("2026-01-01 2026-02-28")],
            &[period("2026-03-01")],
            &[period("2026-03-05 2026-03-30")],
            &[period("2026-02-01 2026-03-31")],
        ];
        let found = bridge(persons, day("2026-03-01"), day("2026-03-31"), day("2026-04-15")).unwrap();
        let by_hand = Bridge {
            opening: 4,
            came_new: 2,
            came_back: 1,
            left_original: 2,
            left_new: 1,
            closing_original: 3,
            closing_new: 1,
        };
        assert_eq!(found, by_hand);
        assert_eq!(found.original_still_there(), Some(Exact::whole(75)));
    }

    /// Aabenraa 2017: 1,270 at the end of May 2015, of whom 719 were left: 56.6 per cent are left, 43.4 are gone.
    #[test]
    fn a_closed_group_of_1270_with_719_left_is_57_per_cent_left_and_not_57_per_cent_of_a_goal() {
        let found = Bridge { opening: 1_270, closing_original: 719, ..Bridge::default() };
        assert_eq!(found.original_still_there().unwrap().rounded(1), 566);
        assert_eq!(Bridge::default().original_still_there(), None);
    }

    #[test]
    fn a_period_beyond_what_is_known_has_no_bridge() {
        assert_eq!(bridge([], day("2026-03-01"), day("2026-03-31"), day("2026-03-30")), None);
        assert_eq!(bridge([], day("2026-03-31"), day("2026-03-01"), day("2026-04-30")), None);
    }

    proptest! {
        #[test]
        fn what_was_and_what_came_less_what_left_is_what_is(
            persons in proptest::collection::vec(proptest::collection::vec((1i32..40, 0i32..40, 0u8..9), 0..4), 0..20),
            from in 0i32..120, days in 0i32..60,
        ) {
            let begin = day("2026-01-01");
            let courses: Vec<Vec<Period>> = persons.iter().map(|spans| {
                let mut at = begin;
                spans.iter().map(|(gap, days, runs)| {
                    let first = at.plus_days(*gap + 1);
                    at = first.plus_days(*days);
                    Period::from_through(first, (*runs > 0).then_some(at)).unwrap()
                }).collect()
            }).map(|mut all: Vec<Period>| {
                // After a course that runs there is none.
                let running = all.iter().position(|p| p.through().is_none()).map_or(all.len(), |at| at + 1);
                all.truncate(running);
                all
            }).collect();
            let (from, through) = (begin.plus_days(from), begin.plus_days(from + days));
            let found = bridge(courses.iter().map(Vec::as_slice), from, through, through).unwrap();
            prop_assert_eq!(found.opening + found.came_back, found.left_original + found.closing_original);
            prop_assert_eq!(found.came_new, found.left_new + found.closing_new);
            let there = |on: Day| courses.iter().flatten().filter(|c| c.contains(on)).count() as u32;
            prop_assert_eq!((found.opening, found.closing()), (there(from.plus_days(-1)), there(through)));
        }
    }
}

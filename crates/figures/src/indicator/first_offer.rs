//! Time to the first offer, with the courses that still run and those that ended before any.

use crate::definition::Indicator;
use crate::survival::{Curve, Followed, Incidence, RiskTable, aalen_johansen, kaplan_meier};
use domain::{Day, Period};

pub const INDICATOR: Indicator = Indicator::TidTilFoersteTilbud;

/// 1 day, 1 week, and 1, 2, 3, 6, 9 and 12 months, in days since the first day.
pub const WITHIN: [u32; 8] = [1, 7, 30, 61, 92, 182, 274, 365];

/// The two ways in which waiting ends.
const OFFER: u8 = 0;
const LEFT: u8 = 1;

/// How long one course waited. `None` where it begins after what is known. An offer before the course or after its end is
/// none of it.
pub fn wait(course: Period, offers: &[Day], known_through: Day) -> Option<Followed> {
    let seen_through = course.through().map_or(known_through, |last| last.min(known_through));
    if seen_through < course.from() {
        return None;
    }
    let since = |day: Day| course.from().days_until(day).max(0) as u32;
    let first = offers.iter().copied().filter(|day| course.from() <= *day && *day <= seen_through).min();
    Some(match first {
        Some(day) => Followed { time: since(day), ended: Some(OFFER) },
        None => {
            let left = course.through().is_some_and(|last| last < known_through);
            Followed { time: since(seen_through), ended: left.then_some(LEFT) }
        }
    })
}

/// The share still waiting, if nobody left before an offer: who leaves is lost from sight.
pub fn still_waiting(waits: &[Followed]) -> Curve {
    let ended = |cause: Option<u8>| cause.filter(|c| *c == OFFER);
    let offers: Vec<Followed> = waits.iter().map(|w| Followed { ended: ended(w.ended), ..*w }).collect();
    kaplan_meier(&RiskTable::new(1, &offers).expect("an offer is the only cause"))
}

/// The shares that have had an offer (first) and that have left without one (second), of all.
pub fn exits(waits: &[Followed]) -> Option<Vec<Incidence>> {
    RiskTable::new(2, waits).map(|table| aalen_johansen(&table))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, period};
    use super::*;

    /// Known through 31 March. One had an offer after 9 days, one left after 19, one still waits after 30, one after 58.
    #[test]
    fn who_still_waits_counts_as_long_as_seen_and_who_left_is_no_offer() {
        let known = day("2026-03-31");
        let waits: Vec<Followed> = [
            wait(period("2026-02-01 2026-05-01"), &[day("2026-02-20"), day("2026-02-10"), day("2026-01-05")], known),
            wait(period("2026-02-01 2026-02-20"), &[day("2026-02-21")], known),
            wait(period("2026-03-01"), &[], known),
            wait(period("2026-02-01"), &[day("2026-04-01")], known),
        ]
        .into_iter()
        .flatten()
        .collect();
        let found: Vec<(u32, Option<u8>)> = waits.iter().map(|w| (w.time, w.ended)).collect();
        assert_eq!(found, [(9, Some(OFFER)), (19, Some(LEFT)), (30, None), (58, None)]);
        assert_eq!(still_waiting(&waits).at(30), Some(0.75));
        let exits = exits(&waits).unwrap();
        assert_eq!((exits[1].by_cause[0], exits[1].by_cause[1]), (0.25, 0.25));
        assert_eq!(wait(period("2026-04-01"), &[], known), None);
    }

    #[test]
    fn an_offer_on_the_first_day_is_within_a_day() {
        let known = day("2026-03-31");
        let first = wait(period("2026-02-01"), &[day("2026-02-01")], known).unwrap();
        assert_eq!(still_waiting(&[first]).at(WITHIN[0]), Some(0.0));
    }
}

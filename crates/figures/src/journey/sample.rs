//! Which journeys are drawn: some by chance, the same every time, and a real one that took as long as half or nine tenths do.

use super::{Journey, Outcome, Quantile};

/// Lines in one drawing. Never more than half of the journeys: whoever sees them all can count the few.
pub const MOST_LINES: usize = 40;
/// Of fewer journeys none is drawn, and no wait is told: a line or a median would be somebody.
pub const FEWEST: u32 = 10;

/// A number that has nothing to do with the one it is made of, and is always the same.
fn mixed(key: u64) -> u64 {
    let mut x = key.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// At most [`MOST_LINES`] of the journeys and at most half of them, each with a number of its own.
pub fn sample<'a>(journeys: &[(u64, &'a Journey)]) -> Vec<&'a Journey> {
    if (journeys.len() as u64) < u64::from(FEWEST) {
        return Vec::new();
    }
    let mut drawn = journeys.to_vec();
    drawn.sort_unstable_by_key(|(key, journey)| (mixed(*key), *key, journey.start));
    drawn.truncate(MOST_LINES.min(journeys.len() / 2));
    drawn.into_iter().map(|(_, journey)| journey).collect()
}

/// A journey that has arrived in as many days.
pub fn typical<'a>(journeys: &[(u64, &'a Journey)], days: Quantile) -> Option<&'a Journey> {
    let Quantile::Days(days) = days else { return None };
    if (journeys.len() as u64) < u64::from(FEWEST) {
        return None;
    }
    let such = journeys.iter().filter(|(_, j)| j.outcome == Outcome::Arrived && j.days() == days);
    such.min_by_key(|(key, journey)| (mixed(*key), *key, journey.start)).map(|(_, journey)| *journey)
}

#[cfg(test)]
mod tests {
    use super::super::{Ending, Waits};
    use super::*;
    use domain::Day;
    use proptest::prelude::*;

    fn journeys(days: &[i32]) -> Vec<Journey> {
        let start: Day = "2026-01-01".parse().unwrap();
        days.iter().map(|n| Journey::new(start, &[], &[], Ending::Arrived(start.plus_days(*n)))).collect()
    }

    #[test]
    fn of_nine_none_is_drawn() {
        let all = journeys(&[5; 9]);
        let keyed: Vec<(u64, &Journey)> = all.iter().enumerate().map(|(n, j)| (n as u64, j)).collect();
        assert!(sample(&keyed).is_empty() && typical(&keyed, Quantile::Days(5)).is_none());
    }

    proptest! {
        #[test]
        fn the_same_are_drawn_in_whatever_order_they_come_and_the_middle_one_is_real(
            days in proptest::collection::vec(0i32..300, 10..90),
        ) {
            let all = journeys(&days);
            let mut keyed: Vec<(u64, &Journey)> = all.iter().enumerate().map(|(n, j)| (n as u64, j)).collect();
            let drawn = sample(&keyed);
            prop_assert_eq!(drawn.len(), (days.len() / 2).min(MOST_LINES));
            let median = Waits::of(&all).whole.median;
            prop_assert_eq!(typical(&keyed, median).map(Journey::days), median.least());
            keyed.reverse();
            prop_assert_eq!(sample(&keyed), drawn);
        }
    }
}

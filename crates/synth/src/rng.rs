//! A small seeded generator of whole numbers: the same seed gives the same numbers on every machine.
//!
//! SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). Only integers: floating
//! point functions differ between platforms.

const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

#[derive(Clone, Debug)]
pub(crate) struct Rng(u64);

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Rng {
    /// A stream of its own for each (seed, lane, index): what one citizen draws moves nobody else.
    pub(crate) fn stream(seed: u64, lane: u64, index: u64) -> Rng {
        Rng(mix(mix(seed ^ mix(lane.wrapping_mul(GAMMA))).wrapping_add(index.wrapping_mul(GAMMA))))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        mix(self.0)
    }

    /// 0 .. `below` - 1; 0 when `below` is 0.
    pub(crate) fn below(&mut self, below: u32) -> u32 {
        ((u128::from(self.next()) * u128::from(below)) >> 64) as u32
    }

    /// From `low` through `high`.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1) as u32) as i32
    }

    /// True `share` times in a hundred.
    pub(crate) fn percent(&mut self, share: u32) -> bool {
        self.below(100) < share
    }

    pub(crate) fn permille(&mut self, share: u32) -> bool {
        self.below(1000) < share
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len() as u32) as usize).copied()
    }

    /// One of the values, by weight.
    pub(crate) fn weighted<T: Copy>(&mut self, of: &[(T, u32)]) -> Option<T> {
        let total: u32 = of.iter().map(|(_, w)| w).sum();
        let mut at = self.below(total);
        for (value, weight) in of {
            if at < *weight {
                return Some(*value);
            }
            at -= weight;
        }
        None
    }

    /// Days a spell has lasted when each month it ends with `per_mille`, at most `cap` days.
    pub(crate) fn spell_days(&mut self, per_mille: u32, cap: i32) -> i32 {
        let mut days = 0;
        while days < cap {
            if self.permille(per_mille) {
                return (days + self.between(1, 30)).min(cap);
            }
            days += 30;
        }
        self.between(cap / 2, cap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_another_stream_gives_others() {
        let draw = |seed, index| {
            let mut rng = Rng::stream(seed, 1, index);
            [rng.next(), rng.next(), rng.next()]
        };
        assert_eq!(draw(7, 3), draw(7, 3));
        assert_ne!(draw(7, 3), draw(7, 4));
        assert_ne!(draw(7, 3), draw(8, 3));
    }

    #[test]
    fn numbers_stay_inside_and_spread_evenly() {
        let mut rng = Rng::stream(1, 2, 3);
        let mut seen = [0u32; 10];
        for _ in 0..10_000 {
            seen[rng.below(10) as usize] += 1;
        }
        assert!(seen.iter().all(|n| (850..1150).contains(n)), "{seen:?}");
        assert!((0..1000).all(|_| (5..=9).contains(&rng.between(5, 9))));
        assert_eq!(rng.below(0), 0);
    }

    #[test]
    fn a_weight_of_nothing_is_never_drawn() {
        let mut rng = Rng::stream(1, 1, 1);
        assert!((0..500).all(|_| rng.weighted(&[('a', 3), ('b', 0), ('c', 1)]) != Some('b')));
    }
}

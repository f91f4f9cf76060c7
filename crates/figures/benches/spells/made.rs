//! Invented spells by integers alone (splitmix64), byte for byte those that `peers.py` makes.
//!
//! They are made for speed measurements and resemble no municipality.

use domain::Day;
use medspiller_figures::spells::{Shape, Spell};

const SEED: u64 = 20_170_101;
/// 1 January 2015 and 31 December 2024, as days since 1970.
pub(crate) const FIRST_DAY: i32 = 16_436;
pub(crate) const LAST_DAY: i32 = 20_088;
pub(crate) const BENEFITS: usize = 20;
pub(crate) const PLACES: usize = 98;

/// Quantiles of a waiting time, in 64ths of its mean.
const QUANTILES: [u16; 64] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 18, 19, 20, 22, 23, 25, 26, 28, 29, 31, 32, 34, 36, 38, 39, 41,
    43, 45, 47, 49, 52, 54, 56, 59, 61, 64, 67, 70, 73, 76, 79, 83, 86, 90, 95, 99, 104, 109, 115, 121, 128, 136, 145,
    156, 168, 184, 204, 237, 311,
];
/// Mean days of a spell on each benefit.
const MEAN: [u16; BENEFITS] =
    [170, 60, 420, 380, 300, 110, 700, 800, 350, 300, 1500, 2400, 900, 200, 150, 90, 45, 365, 240, 500];
/// How common each benefit is, of a thousand.
const SHARE: [u16; BENEFITS] = [190, 5, 90, 80, 70, 230, 20, 25, 25, 8, 35, 20, 8, 40, 4, 25, 60, 25, 30, 10];

pub(crate) struct Maker {
    spells: u64,
    persons: u64,
    /// Running sums of the weights of the places, to a million.
    places: Vec<u64>,
    benefits: Vec<u8>,
}

impl Maker {
    /// Four spells to a person.
    pub(crate) fn new(spells: u64) -> Maker {
        let weights: Vec<u64> = (0..PLACES as u64).map(|k| 1_000_000 / (k + 8)).collect();
        let all: u64 = weights.iter().sum();
        let mut reached = 0;
        let mut places: Vec<u64> = weights
            .iter()
            .map(|w| {
                reached += w * 1_000_000 / all;
                reached
            })
            .collect();
        places[PLACES - 1] = 1_000_000;
        let benefits = (0u8..).zip(SHARE).flat_map(|(b, share)| std::iter::repeat_n(b, usize::from(share))).collect();
        Maker { spells, persons: (spells / 4).max(1), places, benefits }
    }

    pub(crate) fn shape(&self) -> Shape {
        Shape { persons: self.persons as u32, benefits: BENEFITS as u8, places: PLACES as u16 }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = Spell> + '_ {
        (0..self.spells).map(|at| self.spell(at))
    }

    fn spell(&self, at: u64) -> Spell {
        let drawn = |field: u64| mix(SEED.wrapping_add(at.wrapping_mul(8)).wrapping_add(field));
        let person = drawn(0) % self.persons;
        let moved = drawn(1);
        let place = if moved % 100 < 3 { (moved >> 32) % PLACES as u64 } else { self.home(person) };
        let benefit = self.benefits[(drawn(2) % 1000) as usize];
        let first = FIRST_DAY + (drawn(3) % (LAST_DAY - FIRST_DAY + 1) as u64) as i32;
        let quantile = QUANTILES[(drawn(4) % 64) as usize];
        let days = (i32::from(MEAN[usize::from(benefit)]) * i32::from(quantile) / 64).max(1);
        let last = first + days - 1;
        Spell {
            person: person as u32,
            benefit,
            place: place as u16,
            first: Day::from_number(first),
            last: (last <= LAST_DAY).then(|| Day::from_number(last)),
        }
    }

    fn home(&self, person: u64) -> u64 {
        let drawn = mix(person ^ 0xA5A5_A5A5) % 1_000_000;
        self.places.partition_point(|reached| *reached <= drawn) as u64
    }
}

fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

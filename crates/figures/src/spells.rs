//! Spells on a benefit, sorted by person, and what one sweep over them counts.
//!
//! A person, a place (municipality) and a benefit are numbers from 0; the caller keeps the list of what they stand for.
//! A spell is one integer, so that millions fit in little memory and sorting a person's spells is sorting integers.

pub mod axis;
pub mod behind;
pub mod courses;
pub mod days;
pub mod gaps;
pub mod grid;
mod packed;
mod sort;
pub mod sweep;
pub mod touched;
pub mod turnover;

pub use axis::Axis;
pub use courses::{Course, Gap};
pub use gaps::Gaps;
pub use grid::Grid;
pub use packed::{Packed, PersonSpells};
pub use sort::{Part, Refused, Spells, Why};
pub use sweep::Tally;

use domain::Day;

/// One person on one benefit in one place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spell {
    pub person: u32,
    pub benefit: u8,
    pub place: u16,
    pub first: Day,
    /// The last day, counted with; `None` while it runs.
    pub last: Option<Day>,
}

/// How many persons, benefits and places there are: every number of a spell is below.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shape {
    pub persons: u32,
    pub benefits: u8,
    pub places: u16,
}

impl Shape {
    /// Places times benefits: one cell for each.
    pub fn cells(self) -> usize {
        usize::from(self.places) * usize::from(self.benefits)
    }

    pub(crate) fn cell(self, place: u16, benefit: u8) -> usize {
        usize::from(place) * usize::from(self.benefits) + usize::from(benefit)
    }
}

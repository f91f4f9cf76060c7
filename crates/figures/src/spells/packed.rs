//! A spell as one integer, in the order in which a person's spells are read: benefit, first day, last day, place.

use super::sort::{Refused, Why};
use super::{Shape, Spell};
use domain::Day;

const DAY_BITS: u32 = 20;
const DAY_MASK: u64 = (1 << DAY_BITS) - 1;
/// As a last day: the spell runs. Later than any day there is.
const OPEN: u32 = DAY_MASK as u32;

/// Days are counted from 1 January 1900, the first the program accepts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Packed(u64);

impl Packed {
    pub(super) fn new(spell: &Spell, shape: Shape) -> Result<Packed, Why> {
        let day = |day: Day| u64::from(serial(day));
        let known = |d: Day| (Day::FIRST..=Day::LAST).contains(&d);
        if spell.person >= shape.persons {
            return Err(Why::Person(spell.person));
        }
        if spell.benefit >= shape.benefits {
            return Err(Why::Benefit(spell.benefit));
        }
        if spell.place >= shape.places {
            return Err(Why::Place(spell.place));
        }
        if !known(spell.first) || !spell.last.is_none_or(known) {
            return Err(Why::OutsideCalendar);
        }
        if spell.last.is_some_and(|last| last < spell.first) {
            return Err(Why::EndsBeforeItBegins);
        }
        let last = spell.last.map_or(u64::from(OPEN), day);
        let days = (day(spell.first) << DAY_BITS) | last;
        Ok(Packed((u64::from(spell.benefit) << 56) | (days << 16) | u64::from(spell.place)))
    }

    pub fn benefit(self) -> u8 {
        (self.0 >> 56) as u8
    }

    pub fn place(self) -> u16 {
        self.0 as u16
    }

    /// The first day, as days since 1 January 1900.
    pub(super) fn first(self) -> u32 {
        ((self.0 >> (16 + DAY_BITS)) & DAY_MASK) as u32
    }

    /// The last day; of a running spell later than any day.
    pub(super) fn last(self) -> u32 {
        ((self.0 >> 16) & DAY_MASK) as u32
    }

    pub fn first_day(self) -> Day {
        day_of(self.first())
    }

    /// `None` while the spell runs.
    pub fn last_day(self) -> Option<Day> {
        closed(self.last())
    }
}

/// Days since 1 January 1900, for a day from then on.
pub(super) fn serial(day: Day) -> u32 {
    (day.number() - Day::FIRST.number()).max(0) as u32
}

pub(super) fn day_of(serial: u32) -> Day {
    Day::FIRST.plus_days(serial as i32)
}

/// A last day as others read it.
pub(super) fn closed(last: u32) -> Option<Day> {
    (last != OPEN).then(|| day_of(last))
}

/// The spells of one person apart from all others', for one changed case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PersonSpells(Vec<Packed>);

impl PersonSpells {
    /// The spells may come in any order; they are read as one person's, whatever number they carry.
    pub fn new(shape: Shape, spells: &[Spell]) -> Result<PersonSpells, Refused> {
        let mut packed = Vec::with_capacity(spells.len());
        for (at, spell) in spells.iter().enumerate() {
            packed.push(Packed::new(spell, shape).map_err(|why| Refused { at, why })?);
        }
        packed.sort_unstable();
        Ok(PersonSpells(packed))
    }

    pub fn spells(&self) -> &[Packed] {
        &self.0
    }
}

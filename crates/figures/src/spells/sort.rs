//! Spells put in order of person: a distribution by the high bits of the number, then by the low ones.

use super::packed::Packed;
use super::{Shape, Spell};
use std::fmt;

/// So many groups at most are written to at once; more would leave the processor's table of addresses.
const GROUP_BITS: u32 = 11;
/// The rest of a person's number is kept in 16 bits while sorting.
const LOW_BITS: u32 = 16;
/// Spells of one benefit in one place; counts inside one cell stay exact up to here.
const MOST_IN_A_CELL: u32 = 1 << 26;

/// Person-sorted columns: where each person's spells end, and the spells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spells {
    shape: Shape,
    ends: Vec<u32>,
    packed: Vec<Packed>,
}

/// A spell that cannot be counted, and its place among those given (from 0).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refused {
    pub at: usize,
    pub why: Why,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    Person(u32),
    Benefit(u8),
    Place(u16),
    OutsideCalendar,
    EndsBeforeItBegins,
    TooMany,
    /// The second reading gave other spells than the first.
    Unsteady,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "spell {}: ", self.at + 1)?;
        match self.why {
            Why::Person(n) => write!(f, "person {n} is not below the number of persons: number them from 0"),
            Why::Benefit(n) => write!(f, "benefit {n} is not below the number of benefits: number them from 0"),
            Why::Place(n) => write!(f, "place {n} is not below the number of places: number them from 0"),
            Why::OutsideCalendar => write!(f, "a day lies outside 1900-2199: correct it, or leave an open end out"),
            Why::EndsBeforeItBegins => write!(f, "the last day is before the first: correct one of them"),
            Why::TooMany => write!(f, "more spells than can be counted exactly: divide them by place"),
            Why::Unsteady => write!(f, "reading twice gave different spells: hand in the same ones both times"),
        }
    }
}

impl Spells {
    /// Sorts what `read` gives, in any order. It is read twice, so that it need not be held in memory.
    pub fn sorted<I: Iterator<Item = Spell>>(shape: Shape, read: impl Fn() -> I) -> Result<Spells, Refused> {
        let bits = u32::BITS - shape.persons.saturating_sub(1).leading_zeros();
        let shift = bits.saturating_sub(GROUP_BITS).min(LOW_BITS);
        let mut next = checked_counts(shape, shift, read())?;
        let groups = next.clone();
        let all = groups.iter().sum::<u32>();
        let mut from = 0;
        for count in &mut next {
            from += std::mem::replace(count, from);
        }
        let (mut low, mut spells) = (vec![0u16; all as usize], vec![Packed::default(); all as usize]);
        let mut read_again = 0;
        for (at, spell) in read().enumerate() {
            let packed = Packed::new(&spell, shape).map_err(|why| Refused { at, why })?;
            let slot = &mut next[(spell.person >> shift) as usize];
            let (Some(rest), Some(place)) = (low.get_mut(*slot as usize), spells.get_mut(*slot as usize)) else {
                return Err(Refused { at, why: Why::Unsteady });
            };
            (*rest, *place) = ((spell.person & ((1 << shift) - 1)) as u16, packed);
            *slot += 1;
            read_again = at + 1;
        }
        let ends = groups.iter().scan(0, |end, size| {
            *end += size;
            Some(*end)
        });
        if read_again != all as usize || !ends.eq(next) {
            return Err(Refused { at: read_again, why: Why::Unsteady });
        }
        Ok(Spells::by_low_bits(shape, shift, &groups, &low, &spells))
    }

    /// Each group by the low bits, then each person's spells among themselves.
    fn by_low_bits(shape: Shape, shift: u32, groups: &[u32], low: &[u16], spells: &[Packed]) -> Spells {
        let mut packed = vec![Packed::default(); spells.len()];
        let mut ends = Vec::with_capacity(shape.persons as usize);
        let mut from = 0usize;
        for (group, size) in groups.iter().enumerate() {
            let through = from + *size as usize;
            let (rests, theirs) = (&low[from..through], &spells[from..through]);
            let persons = (1usize << shift).min(shape.persons as usize - (group << shift));
            let begin = ends.len();
            ends.resize(begin + persons, 0u32);
            let slots = &mut ends[begin..];
            for rest in rests {
                slots[usize::from(*rest)] += 1;
            }
            let mut at = from as u32;
            for slot in slots.iter_mut() {
                at += std::mem::replace(slot, at);
            }
            for (rest, spell) in rests.iter().zip(theirs) {
                let slot = &mut slots[usize::from(*rest)];
                packed[*slot as usize] = *spell;
                *slot += 1;
            }
            let mut begin = from;
            for end in slots.iter() {
                packed[begin..*end as usize].sort_unstable();
                begin = *end as usize;
            }
            from = through;
        }
        Spells { shape, ends, packed }
    }

    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Every spell, in order of person.
    pub fn all(&self) -> &[Packed] {
        &self.packed
    }

    /// The spells of one person; none of a person who has none.
    pub fn of(&self, person: u32) -> &[Packed] {
        let at = person as usize;
        let Some(end) = self.ends.get(at) else { return &[] };
        let begin = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.packed[begin as usize..*end as usize]
    }

    /// Person by person, those without a spell as well.
    pub fn persons(&self) -> impl Iterator<Item = &[Packed]> {
        persons(&self.ends, 0, &self.packed)
    }

    /// The same in parts of so many persons, each with all spells in it.
    pub fn parts(&self, size: usize) -> impl Iterator<Item = Part<'_>> {
        let mut begin = 0;
        self.ends.chunks(size.max(1)).map(move |ends| {
            let end = ends.last().copied().unwrap_or(begin);
            let part = Part { ends, begin, packed: &self.packed[begin as usize..end as usize] };
            begin = end;
            part
        })
    }
}

/// Some persons after one another.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    ends: &'a [u32],
    begin: u32,
    packed: &'a [Packed],
}

impl<'a> Part<'a> {
    pub fn all(self) -> &'a [Packed] {
        self.packed
    }

    pub fn persons(self) -> impl Iterator<Item = &'a [Packed]> {
        persons(self.ends, self.begin, self.packed)
    }
}

fn persons<'a>(ends: &'a [u32], mut begin: u32, mut rest: &'a [Packed]) -> impl Iterator<Item = &'a [Packed]> {
    ends.iter().map(move |end| {
        let (theirs, others) = rest.split_at((*end - begin) as usize);
        (rest, begin) = (others, *end);
        theirs
    })
}

/// How many spells each group of persons has. Every spell is checked.
fn checked_counts(shape: Shape, shift: u32, spells: impl Iterator<Item = Spell>) -> Result<Vec<u32>, Refused> {
    let mut groups = vec![0u32; (shape.persons.saturating_sub(1) >> shift) as usize + 1];
    let mut cells = vec![0u32; shape.cells()];
    for (at, spell) in spells.enumerate() {
        Packed::new(&spell, shape).map_err(|why| Refused { at, why })?;
        let cell = &mut cells[shape.cell(spell.place, spell.benefit)];
        *cell += 1;
        if *cell > MOST_IN_A_CELL || at >= u32::MAX as usize {
            return Err(Refused { at, why: Why::TooMany });
        }
        groups[(spell.person >> shift) as usize] += 1;
    }
    Ok(groups)
}

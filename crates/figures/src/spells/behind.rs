//! Who stands behind a number: every person with a day in a cell, and the days.

use super::packed::Packed;
use super::{Axis, Spells};

/// Of one place, benefit and step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Behind {
    pub person: u32,
    /// As they were counted: a day in two overlapping spells is two.
    pub days: u32,
}

/// Days of one person in a cell, from all their spells.
pub fn days_of(theirs: &[Packed], axis: &Axis, (place, benefit, step): (u16, u8, usize)) -> u32 {
    let Some((from, until)) = axis.days_of(step) else { return 0 };
    let in_step = |first: u32, last: u32| (last + 1).min(until).saturating_sub(first.max(from));
    let cell = theirs.iter().filter(|s| s.benefit() == benefit && s.place() == place);
    cell.map(|s| in_step(s.first(), s.last())).sum()
}

/// In order of person. As many as the count of persons, and their days are the days of the cell.
pub fn behind(spells: &Spells, axis: &Axis, place: u16, benefit: u8, step: usize) -> Vec<Behind> {
    let each = (0u32..).zip(spells.persons());
    let found = each.map(|(person, theirs)| Behind { person, days: days_of(theirs, axis, (place, benefit, step)) });
    found.filter(|behind| behind.days > 0).collect()
}

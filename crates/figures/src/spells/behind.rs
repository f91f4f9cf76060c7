//! Who stands behind a number: every person with a day in a cell, and the days.

use super::{Axis, Spells};

/// Of one place, benefit and step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Behind {
    pub person: u32,
    /// As they were counted: a day in two overlapping spells is two.
    pub days: u32,
}

/// In order of person. As many as the count of persons, and their days are the days of the cell.
pub fn behind(spells: &Spells, axis: &Axis, place: u16, benefit: u8, step: usize) -> Vec<Behind> {
    let Some((from, until)) = axis.days_of(step) else { return Vec::new() };
    let in_step = |first: u32, last: u32| (last + 1).min(until).saturating_sub(first.max(from));
    let mut found = Vec::new();
    for (person, theirs) in (0u32..).zip(spells.persons()) {
        let cell = theirs.iter().filter(|s| s.benefit() == benefit && s.place() == place);
        let days = cell.map(|s| in_step(s.first(), s.last())).sum();
        if days > 0 {
            found.push(Behind { person, days });
        }
    }
    found
}

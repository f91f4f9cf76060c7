//! Persons with at least one day on the benefit in a step: each counts once in each place and benefit.
//!
//! In months this is *personer*; in weeks it is the weeks of the week form of full-time persons.

use super::axis::Axis;
use super::packed::Packed;
use super::{Grid, Shape};
use crate::definition::Indicator;
use crate::exact::Exact;

pub const PERSONS: Indicator = Indicator::Personer;
pub const IN_WEEKS: Indicator = Indicator::FuldtidspersonerUger;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Touched {
    shape: Shape,
    axis: Axis,
    /// How many more persons there are in a step than in the one before.
    changes: Vec<i32>,
    /// For the benefit at hand: the places met, and the first step not yet counted there.
    reached: Vec<(u16, usize)>,
}

impl Touched {
    pub fn new(shape: Shape, axis: Axis) -> Touched {
        let changes = vec![0; shape.cells() * (axis.steps() + 1)];
        Touched { shape, axis, changes, reached: Vec::new() }
    }

    /// All spells of one person, in order: `by` 1 to count them, -1 to take them away again.
    #[inline]
    pub fn person(&mut self, spells: &[Packed], by: i32) {
        let mut benefit = None;
        for spell in spells {
            if benefit != Some(spell.benefit()) {
                benefit = Some(spell.benefit());
                self.reached.clear();
            }
            self.spell(*spell, by);
        }
    }

    #[inline]
    fn spell(&mut self, spell: Packed, by: i32) {
        let (first, last) = (spell.first(), spell.last());
        let axis = self.axis.view();
        if !axis.meets(first, last) {
            return;
        }
        // The end of the window is the end of its last step, so a step later than the last day's is the limit.
        let (from, until) = (axis.at(first).step(), axis.at(last + 1).next_start());
        let place = spell.place();
        let fresh = match self.reached.iter_mut().find(|(met, _)| *met == place) {
            Some((_, reached)) => {
                let fresh = from.max(*reached);
                *reached = until.max(*reached);
                fresh
            }
            None => {
                self.reached.push((place, until));
                from
            }
        };
        if fresh < until {
            let cell = self.shape.cell(place, spell.benefit()) * (self.axis.steps() + 1);
            self.changes[cell + fresh] += by;
            self.changes[cell + until] -= by;
        }
    }

    /// Persons in every step of one benefit in one place.
    pub fn series(&self, place: u16, benefit: u8) -> Vec<u64> {
        let steps = self.axis.steps();
        let mut persons = vec![0; steps];
        if place < self.shape.places && benefit < self.shape.benefits {
            let from = self.shape.cell(place, benefit) * (steps + 1);
            fill(&self.changes[from..from + steps], &mut persons);
        }
        persons
    }

    pub fn grid(&self) -> Grid {
        let steps = self.axis.steps();
        let mut values = vec![0; self.shape.cells() * steps];
        if steps > 0 {
            for (persons, changes) in values.chunks_mut(steps).zip(self.changes.chunks(steps + 1)) {
                fill(changes, persons);
            }
        }
        Grid::new(self.shape, steps, values)
    }
}

/// Full-time persons in the week form: weeks with a day in them by the weeks of the period, which are all those given.
pub fn full_time_weeks(persons_by_week: &[u64]) -> Option<Exact> {
    let weeks = persons_by_week.iter().sum::<u64>();
    Exact::fraction(i64::try_from(weeks).ok()?, i64::try_from(persons_by_week.len()).ok()?)
}

fn fill(changes: &[i32], persons: &mut [u64]) {
    let mut now = 0i64;
    for (person, change) in persons.iter_mut().zip(changes) {
        now += i64::from(*change);
        *person = now.max(0) as u64;
    }
}

//! Full-time persons in the day form: days on the benefit in a month, divided by the days of the month.
//!
//! The days of a spell in a month are those before its end less those before its beginning. So a spell is two numbers in
//! its cell, each a count and a part of a month, however many months it lasts; the months are filled in afterwards.

use super::axis::{Axis, Spot};
use super::packed::Packed;
use super::{Grid, Shape};
use crate::definition::Indicator;
use crate::exact::Exact;

pub const INDICATOR: Indicator = Indicator::FuldtidspersonerDage;

/// Counts of whole steps stand above this bit, days of a step begun below it: room for 2^26 spells in a cell, 365 days each.
const COUNT_BIT: u32 = 36;
const COUNT: i64 = 1 << COUNT_BIT;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Days {
    shape: Shape,
    axis: Axis,
    sums: Vec<i64>,
}

impl Days {
    pub fn new(shape: Shape, axis: Axis) -> Days {
        let sums = vec![0; shape.cells() * (axis.steps() + 1)];
        Days { shape, axis, sums }
    }

    /// Spells of one person or of many: `by` 1 to count them, -1 to take them away again.
    pub fn spells(&mut self, spells: &[Packed], by: i64) {
        let (shape, width, axis) = (self.shape, self.axis.steps() + 1, self.axis.view());
        let sums = self.sums.as_mut_slice();
        for spell in spells {
            let (begin, end) = (axis.at(spell.first()), axis.at(spell.last() + 1));
            let from = shape.cell(spell.place(), spell.benefit()) * width;
            let value = |spot: Spot| by * (COUNT + i64::from(spot.within()));
            sums[from + begin.step()] -= value(begin);
            sums[from + end.step()] += value(end);
        }
    }

    /// Days in every month of one benefit in one place.
    pub fn series(&self, place: u16, benefit: u8) -> Vec<u64> {
        let steps = self.axis.steps();
        let mut days = vec![0; steps];
        if place < self.shape.places && benefit < self.shape.benefits {
            let from = self.shape.cell(place, benefit) * (steps + 1);
            self.fill(&self.sums[from..=from + steps], &mut days);
        }
        days
    }

    pub fn grid(&self) -> Grid {
        let steps = self.axis.steps();
        let mut values = vec![0; self.shape.cells() * steps];
        if steps > 0 {
            for (days, sums) in values.chunks_mut(steps).zip(self.sums.chunks(steps + 1)) {
                self.fill(sums, days);
            }
        }
        Grid::new(self.shape, steps, values)
    }

    /// From the last month to the first: whole months of the spells that go on, and the parts.
    fn fill(&self, sums: &[i64], days: &mut [u64]) {
        let (mut later, _) = parts(sums[days.len()]);
        for step in (0..days.len()).rev() {
            let (count, part) = parts(sums[step]);
            days[step] = (later * i64::from(self.axis.days_in(step)) + part).max(0) as u64;
            later += count;
        }
    }
}

/// A sum of counts and of days, taken apart.
fn parts(sum: i64) -> (i64, i64) {
    let part = (sum << (64 - COUNT_BIT)) >> (64 - COUNT_BIT);
    ((sum - part) >> COUNT_BIT, part)
}

/// Days on a benefit as full-time persons of a step. `None` of a step without days.
pub fn full_time(days: u64, days_in_step: u32) -> Option<Exact> {
    Exact::fraction(i64::try_from(days).ok()?, i64::from(days_in_step))
}

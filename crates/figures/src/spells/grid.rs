//! What a sweep has counted: one whole number for every place, benefit and step.

use super::Shape;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grid {
    shape: Shape,
    steps: usize,
    values: Vec<u64>,
}

/// One number that is not 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    pub place: u16,
    pub benefit: u8,
    pub step: usize,
    pub value: u64,
}

impl Grid {
    /// `values` by place, then benefit, then step.
    pub(super) fn new(shape: Shape, steps: usize, values: Vec<u64>) -> Grid {
        Grid { shape, steps, values }
    }

    /// 0 also for a place, benefit or step that is not there: nobody was counted in it.
    pub fn at(&self, place: u16, benefit: u8, step: usize) -> u64 {
        self.series(place, benefit).get(step).copied().unwrap_or(0)
    }

    /// Every step of one benefit in one place.
    pub fn series(&self, place: u16, benefit: u8) -> &[u64] {
        if place >= self.shape.places || benefit >= self.shape.benefits {
            return &[];
        }
        let from = self.shape.cell(place, benefit) * self.steps;
        &self.values[from..from + self.steps]
    }

    /// Those above 0, by place, benefit and step.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        let benefits = usize::from(self.shape.benefits);
        let found = self.values.iter().enumerate().filter(|(_, value)| **value != 0);
        found.map(move |(at, value)| {
            let (cell, step) = (at / self.steps, at % self.steps);
            Entry { place: (cell / benefits) as u16, benefit: (cell % benefits) as u8, step, value: *value }
        })
    }
}

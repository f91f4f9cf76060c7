//! Courses begun and ended in every step, by place and benefit, and how long the ended ones were.
//!
//! A course begins where its first spell is and ends where its last one is: after a move these are two places.

use super::axis::Axis;
use super::courses::{Course, Courses};
use super::packed::Packed;
use super::{Grid, Shape};
use crate::definition::Indicator;
use crate::exact::Exact;

/// The mean days of the ended ones.
pub const LENGTH: Indicator = Indicator::VarighedAfAfsluttedeForloeb;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turnover {
    shape: Shape,
    axis: Axis,
    courses: Courses,
    sums: Vec<Sum>,
}

/// What came and went in one cell and step.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sum {
    pub begun: u64,
    pub ended: u64,
    /// First and last day counted with.
    pub ended_days: u64,
}

impl Sum {
    /// Mean days of the ended courses. `None` where none ended.
    pub fn mean_days(&self) -> Option<Exact> {
        Exact::fraction(i64::try_from(self.ended_days).ok()?, i64::try_from(self.ended).ok()?)
    }
}

impl Turnover {
    pub fn new(shape: Shape, axis: Axis, courses: Courses) -> Turnover {
        let sums = vec![Sum::default(); shape.cells() * axis.steps()];
        Turnover { shape, axis, courses, sums }
    }

    /// All spells of one person, in order.
    pub fn add(&mut self, spells: &[Packed]) {
        self.each(spells, |number, by| *number += by);
    }

    /// Takes a person away who was added with the same spells.
    pub fn take_away(&mut self, spells: &[Packed]) {
        self.each(spells, |number, by| *number -= by);
    }

    fn each(&mut self, spells: &[Packed], change: impl Fn(&mut u64, u64)) {
        let (shape, axis, sums) = (self.shape, &self.axis, &mut self.sums);
        self.courses.person(spells, |course: Course| {
            let at = |place, step| shape.cell(place, course.benefit) * axis.steps() + step;
            if let Some(step) = axis.step_of(course.first) {
                change(&mut sums[at(course.began_in, step)].begun, 1);
            }
            if let (Some(last), Some(days)) = (course.last, course.days())
                && let Some(step) = axis.step_of(last)
            {
                let sum = &mut sums[at(course.ended_in, step)];
                change(&mut sum.ended, 1);
                change(&mut sum.ended_days, u64::from(days));
            }
        });
    }

    /// Every step of one benefit in one place; empty where there is no such place or benefit.
    pub fn series(&self, place: u16, benefit: u8) -> &[Sum] {
        if place >= self.shape.places || benefit >= self.shape.benefits {
            return &[];
        }
        let from = self.shape.cell(place, benefit) * self.axis.steps();
        &self.sums[from..from + self.axis.steps()]
    }

    pub fn begun(&self) -> Grid {
        self.grid(|sum| sum.begun)
    }

    pub fn ended(&self) -> Grid {
        self.grid(|sum| sum.ended)
    }

    fn grid(&self, of: impl Fn(&Sum) -> u64) -> Grid {
        Grid::new(self.shape, self.axis.steps(), self.sums.iter().map(of).collect())
    }
}

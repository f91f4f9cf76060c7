//! One sweep over the persons: days, persons and courses together; and one changed person without the others.

use super::courses::{CourseSums, Courses};
use super::days::Days;
use super::packed::Packed;
use super::touched::Touched;
use super::{Axis, Gap, Shape, Spells};

/// So many persons at a time go through one count after the other: their spells stay near, and so do the sums of one count.
const PART: usize = 1 << 16;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    pub days: Days,
    pub persons: Touched,
    pub courses: CourseSums,
}

impl Tally {
    /// Nobody counted yet. `months` is the window of days and persons; courses are counted whole.
    pub fn new(shape: Shape, months: &Axis, gaps: Vec<Gap>) -> Tally {
        Tally {
            days: Days::new(shape, months.clone()),
            persons: Touched::new(shape, months.clone()),
            courses: CourseSums::new(shape.benefits, Courses::new(gaps)),
        }
    }

    pub fn of(spells: &Spells, months: &Axis, gaps: Vec<Gap>) -> Tally {
        let mut tally = Tally::new(spells.shape(), months, gaps);
        for part in spells.parts(PART) {
            tally.days.spells(part.all(), 1);
            for person in part.persons() {
                tally.persons.person(person, 1);
                tally.courses.add(person);
            }
        }
        tally
    }

    /// All spells of one person.
    pub fn add(&mut self, spells: &[Packed]) {
        self.days.spells(spells, 1);
        self.persons.person(spells, 1);
        self.courses.add(spells);
    }

    /// What was counted of a person is taken away, and what is known now is counted.
    pub fn replace(&mut self, before: &[Packed], now: &[Packed]) {
        self.days.spells(before, -1);
        self.persons.person(before, -1);
        self.courses.take_away(before);
        self.add(now);
    }
}

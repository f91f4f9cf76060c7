//! Courses (*forløb*): spells of one person on one benefit that no gap divides.

use super::axis::Axis;
use super::packed::{Packed, closed, day_of};
use crate::definition::Indicator;
use domain::Day;
use domain::codes::codes;
use std::sync::LazyLock;

pub const INDICATOR: Indicator = Indicator::Forloeb;

codes! {
    /// Which gap ends a course.
    Gap "gap" {
        /// A day without the benefit.
        OneDay = "one_day",
        /// A whole calendar month without it, from the 1st to the last.
        CalendarMonth = "calendar_month",
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Course {
    pub benefit: u8,
    pub first: Day,
    /// `None` while it runs.
    pub last: Option<Day>,
    /// Where it began, and where the spell that lasts longest is.
    pub began_in: u16,
    pub ended_in: u16,
}

impl Course {
    /// First and last day counted with; `None` while it runs.
    pub fn days(&self) -> Option<u32> {
        self.last.map(|last| (self.first.days_until(last) + 1).max(0) as u32)
    }
}

static MONTHS: LazyLock<Axis> = LazyLock::new(Axis::every_month);

/// Finds the courses of one person after another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Courses {
    /// Every month there is: a gap may lie outside any window.
    months: &'static Axis,
    /// The gap of each benefit; of one that is not named a day.
    gaps: Vec<Gap>,
}

impl Courses {
    pub fn new(gaps: Vec<Gap>) -> Courses {
        Courses { months: &MONTHS, gaps }
    }

    /// The courses of one person, by benefit and first day.
    #[inline]
    pub fn person(&self, spells: &[Packed], mut found: impl FnMut(Course)) {
        self.each(spells, |run| found(run.course()));
    }

    #[inline]
    fn each(&self, spells: &[Packed], mut found: impl FnMut(Run)) {
        let mut current: Option<Run> = None;
        for spell in spells {
            let next = Run::of(*spell);
            current = Some(match current {
                Some(run) if run.benefit == next.benefit && !self.ends(run, next.first) => run.with(next),
                Some(run) => {
                    found(run);
                    next
                }
                None => next,
            });
        }
        if let Some(run) = current {
            found(run);
        }
    }

    /// Whether the course is over before a spell that begins on `first`.
    #[inline]
    fn ends(&self, run: Run, first: u32) -> bool {
        match self.gaps.get(usize::from(run.benefit)).copied().unwrap_or(Gap::OneDay) {
            Gap::OneDay => first > run.last + 1,
            Gap::CalendarMonth => self.months.at(run.last + 1).next_start() < self.months.at(first).step(),
        }
    }
}

/// A course while it is put together; days as they are packed.
#[derive(Clone, Copy)]
struct Run {
    benefit: u8,
    first: u32,
    last: u32,
    began_in: u16,
    ended_in: u16,
}

impl Run {
    fn of(spell: Packed) -> Run {
        let place = spell.place();
        Run { benefit: spell.benefit(), first: spell.first(), last: spell.last(), began_in: place, ended_in: place }
    }

    fn with(self, next: Run) -> Run {
        if next.last > self.last { Run { last: next.last, ended_in: next.ended_in, ..self } } else { self }
    }

    fn course(self) -> Course {
        Course {
            benefit: self.benefit,
            first: day_of(self.first),
            last: closed(self.last),
            began_in: self.began_in,
            ended_in: self.ended_in,
        }
    }
}

/// Courses of one benefit, added up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CourseSum {
    pub courses: u64,
    /// Those that have ended, and their days.
    pub ended: u64,
    pub ended_days: u64,
}

/// Courses by benefit, everywhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CourseSums {
    courses: Courses,
    sums: Vec<CourseSum>,
}

impl CourseSums {
    pub fn new(benefits: u8, courses: Courses) -> CourseSums {
        CourseSums { courses, sums: vec![CourseSum::default(); usize::from(benefits)] }
    }

    /// All spells of one person, in order.
    #[inline]
    pub fn add(&mut self, spells: &[Packed]) {
        let sums = &mut self.sums;
        self.courses.each(spells, |run| {
            let sum = &mut sums[usize::from(run.benefit)];
            sum.courses += 1;
            if closed(run.last).is_some() {
                sum.ended += 1;
                sum.ended_days += u64::from(run.last - run.first + 1);
            }
        });
    }

    /// Takes a person away who was added with the same spells.
    pub fn take_away(&mut self, spells: &[Packed]) {
        let sums = &mut self.sums;
        self.courses.person(spells, |course| {
            let sum = &mut sums[usize::from(course.benefit)];
            sum.courses -= 1;
            if let Some(days) = course.days() {
                sum.ended -= 1;
                sum.ended_days -= u64::from(days);
            }
        });
    }

    pub fn of(&self, benefit: u8) -> CourseSum {
        self.sums.get(usize::from(benefit)).copied().unwrap_or_default()
    }

    pub fn all(&self) -> &[CourseSum] {
        &self.sums
    }
}

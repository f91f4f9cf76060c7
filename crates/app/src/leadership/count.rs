//! Counts the benefits of all cases in one sweep, whatever becomes of the numbers afterwards.

use crate::AppError;
use crate::benefit_days::{self, HERE};
use domain::codes::{Benefit, Code};
use domain::compact::HistoryView;
use domain::{Day, Period};
use figures::Month;
use figures::breaks::{self, DataBreak};
use figures::indicator::flow::{Bridge, bridge};
use figures::spells::courses::Courses;
use figures::spells::days::Days;
use figures::spells::touched::Touched;
use figures::spells::turnover::{Sum, Turnover};
use figures::spells::{Axis, Gaps};

/// Months that are counted: the last one and two years before it, so that goals have something to be projected from.
const MONTHS: i32 = 25;

pub(crate) struct Count {
    pub(crate) months: Vec<Month>,
    pub(crate) days_in: Vec<u32>,
    pub(crate) by: Vec<ByBenefit>,
    pub(crate) breaks: Vec<DataBreak>,
    pub(crate) left_out: usize,
}

impl Count {
    /// Where a month stands among the counted ones from a place on; the newest where it does not.
    pub(crate) fn place(&self, month: Option<Month>, first: usize) -> usize {
        let found = self.months.iter().position(|counted| Some(*counted) == month);
        found.filter(|at| first <= *at).unwrap_or(self.months.len() - 1)
    }
}

/// One benefit; numbers are by month.
pub(crate) struct ByBenefit {
    pub(crate) benefit: Benefit,
    pub(crate) days: Vec<u64>,
    pub(crate) persons: Vec<u64>,
    pub(crate) flows: Vec<Bridge>,
    /// One month earlier: of a month in which what ended is known to have ended.
    pub(crate) ended: Vec<Sum>,
}

/// What is counted of the benefits of all cases, kept from commit to commit: a case can be taken away again.
#[derive(Debug)]
pub(crate) struct Benefits {
    months: Vec<Month>,
    today: Day,
    axis: Axis,
    courses: Courses,
    days: Days,
    persons: Touched,
    turnover: Turnover,
    /// By benefit and month.
    flows: Vec<Vec<Bridge>>,
    left_out: i64,
}

impl Benefits {
    /// Through the last whole month.
    pub(crate) fn new(today: Day) -> Result<Benefits, AppError> {
        Benefits::through(Month::of(today).plus(-1), today)
    }

    pub(crate) fn through(last: Month, today: Day) -> Result<Benefits, AppError> {
        let (first, shape, courses) = (last.plus(1 - MONTHS), benefit_days::SHAPE, courses(today)?);
        let axis = Axis::months(first, last);
        // A course has ended when a whole month has passed without it: the last month must be that month.
        let ends = Axis::months(first.plus(-1), last.plus(-1));
        let months: Vec<Month> = first.through(last).collect();
        Ok(Benefits {
            today,
            days: Days::new(shape, axis.clone()),
            persons: Touched::new(shape, axis.clone()),
            turnover: Turnover::new(shape, ends, courses.clone()),
            flows: vec![vec![Bridge::default(); months.len()]; Benefit::ALL.len()],
            months,
            left_out: 0,
            axis,
            courses,
        })
    }

    pub(crate) fn months(&self) -> &[Month] {
        &self.months
    }

    /// One case more, or with −1 one less.
    pub(crate) fn case(&mut self, case: HistoryView<'_>, by: i32) {
        let mut left_out = 0;
        let spells = benefit_days::of(case, &mut left_out);
        self.left_out += i64::from(by) * i64::try_from(left_out).unwrap_or(0);
        self.days.spells(spells.spells(), i64::from(by));
        self.persons.person(spells.spells(), by);
        if by > 0 {
            self.turnover.add(spells.spells());
        } else {
            self.turnover.take_away(spells.spells());
        }
        let mut periods: Vec<(u8, Vec<Period>)> = Vec::new();
        self.courses.person(spells.spells(), |course| {
            let Some(period) = Period::from_through(course.first, course.last) else { return };
            match periods.last_mut().filter(|(benefit, _)| *benefit == course.benefit) {
                Some((_, theirs)) => theirs.push(period),
                None => periods.push((course.benefit, vec![period])),
            }
        });
        for (benefit, theirs) in periods {
            for (month, flow) in self.months.iter().zip(&mut self.flows[usize::from(benefit)]) {
                let one = bridge([theirs.as_slice()], month.first_day(), month.last_day(), self.today);
                flow.add(&one.unwrap_or_default(), by);
            }
        }
    }

    pub(crate) fn read(&self) -> Count {
        let by = (0u8..).zip(Benefit::ALL).map(|(at, benefit)| ByBenefit {
            benefit: *benefit,
            days: self.days.series(HERE, at),
            persons: self.persons.series(HERE, at),
            flows: self.flows[usize::from(at)].clone(),
            ended: self.turnover.series(HERE, at).to_vec(),
        });
        let months = self.months.clone();
        Count {
            by: by.collect(),
            days_in: (0..months.len()).map(|step| self.axis.days_in(step)).collect(),
            breaks: breaks::shipped(),
            left_out: usize::try_from(self.left_out).unwrap_or(0),
            months,
        }
    }
}

/// By the gaps that divide courses in a count of this day.
pub(crate) fn courses(today: Day) -> Result<Courses, AppError> {
    let gaps = Gaps::shipped().all(today).ok_or_else(|| AppError::Internal("no gap on this day".into()))?;
    Ok(Courses::new(gaps))
}

/// The courses of some cases by benefit, a list for each person.
pub(crate) fn periods<'a>(
    cases: impl Iterator<Item = HistoryView<'a>>,
    today: Day,
) -> Result<Vec<Vec<Vec<Period>>>, AppError> {
    let courses = courses(today)?;
    let mut found: Vec<Vec<Vec<Period>>> = vec![Vec::new(); Benefit::ALL.len()];
    let mut left_out = 0;
    for case in cases {
        let mut current = None;
        courses.person(benefit_days::of(case, &mut left_out).spells(), |course| {
            let of = &mut found[usize::from(course.benefit)];
            if current != Some(course.benefit) {
                current = Some(course.benefit);
                of.push(Vec::new());
            }
            if let (Some(theirs), Some(period)) = (of.last_mut(), Period::from_through(course.first, course.last)) {
                theirs.push(period);
            }
        });
    }
    Ok(found)
}

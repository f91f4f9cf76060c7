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

pub(super) struct Count {
    pub(super) months: Vec<Month>,
    pub(super) days_in: Vec<u32>,
    pub(super) by: Vec<ByBenefit>,
    pub(super) breaks: Vec<DataBreak>,
    pub(super) left_out: usize,
}

/// One benefit; numbers are by month.
pub(super) struct ByBenefit {
    pub(super) benefit: Benefit,
    pub(super) days: Vec<u64>,
    pub(super) persons: Vec<u64>,
    /// Of the last month.
    pub(super) flow: Bridge,
    /// Of twelve months in which what ended is known to have ended.
    pub(super) ended: Sum,
}

impl Count {
    /// Thirteen months through `last`, so that it stands beside the same month a year before.
    pub(super) fn of<'a>(
        cases: impl Iterator<Item = HistoryView<'a>>,
        last: Month,
        today: Day,
    ) -> Result<Count, AppError> {
        let months: Vec<Month> = last.last_year().through(last).collect();
        let gaps = Gaps::shipped().all(today).ok_or_else(|| AppError::Internal("no gap on this day".into()))?;
        let benefits = Benefit::ALL.len();
        let shape = benefit_days::SHAPE;
        let axis = Axis::months(months[0], last);
        // A course has ended when a whole month has passed without it: the last month must be that month.
        let ends = Axis::months(months[0].plus(-1), last.plus(-1));
        let courses = Courses::new(gaps);
        let mut days = Days::new(shape, axis.clone());
        let mut persons = Touched::new(shape, axis.clone());
        let mut turnover = Turnover::new(shape, ends, courses.clone());
        let mut periods: Vec<Vec<Vec<Period>>> = vec![Vec::new(); benefits];
        let mut left_out = 0;
        for case in cases {
            let spells = benefit_days::of(case, &mut left_out);
            days.spells(spells.spells(), 1);
            persons.person(spells.spells(), 1);
            turnover.add(spells.spells());
            let mut current = None;
            courses.person(spells.spells(), |course| {
                let of = &mut periods[usize::from(course.benefit)];
                if current != Some(course.benefit) {
                    current = Some(course.benefit);
                    of.push(Vec::new());
                }
                if let (Some(theirs), Some(period)) = (of.last_mut(), Period::from_through(course.first, course.last)) {
                    theirs.push(period);
                }
            });
        }
        let by = (0u8..).zip(Benefit::ALL).map(|(at, benefit)| {
            let persons_of = periods[usize::from(at)].iter().map(Vec::as_slice);
            ByBenefit {
                benefit: *benefit,
                days: days.series(HERE, at),
                persons: persons.series(HERE, at),
                flow: bridge(persons_of, last.first_day(), last.last_day(), today).unwrap_or_default(),
                ended: sum(turnover.series(HERE, at)),
            }
        });
        let by = by.collect();
        let days_in = (0..months.len()).map(|step| axis.days_in(step)).collect();
        Ok(Count { by, days_in, breaks: breaks::shipped(), left_out, months })
    }
}

/// The months of a year together.
fn sum(months: &[Sum]) -> Sum {
    months.iter().fold(Sum::default(), |all, month| Sum {
        begun: all.begun + month.begun,
        ended: all.ended + month.ended,
        ended_days: all.ended_days + month.ended_days,
    })
}

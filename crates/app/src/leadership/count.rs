//! Counts the benefits of all cases in one sweep, whatever becomes of the numbers afterwards.

use crate::AppError;
use domain::codes::{Benefit, Code};
use domain::compact::{Compact, HistoryView};
use domain::kinds::FactKind;
use domain::{Day, Period};
use figures::Month;
use figures::breaks::{self, DataBreak};
use figures::indicator::flow::{Bridge, bridge};
use figures::spells::courses::Courses;
use figures::spells::days::Days;
use figures::spells::touched::Touched;
use figures::spells::turnover::{Sum, Turnover};
use figures::spells::{Axis, Gaps, PersonSpells, Shape, Spell};

/// There is one municipality.
const HERE: u16 = 0;

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

/// What is counted of the benefits of all cases, kept from commit to commit: a case can be taken away again.
#[derive(Debug)]
pub(crate) struct Benefits {
    last: Month,
    today: Day,
    shape: Shape,
    axis: Axis,
    courses: Courses,
    days: Days,
    persons: Touched,
    turnover: Turnover,
    /// Of the last month, by benefit.
    flows: Vec<Bridge>,
    left_out: i64,
}

impl Benefits {
    /// Thirteen months through the last whole one, so that it stands beside the same month a year before.
    pub(crate) fn new(today: Day) -> Result<Benefits, AppError> {
        let last = Month::of(today).plus(-1);
        let gaps = Gaps::shipped().all(today).ok_or_else(|| AppError::Internal("no gap on this day".into()))?;
        let benefits = u8::try_from(Benefit::ALL.len()).map_err(|e| AppError::Internal(e.to_string()))?;
        let shape = Shape { persons: 1, benefits, places: 1 };
        let axis = Axis::months(last.last_year(), last);
        // A course has ended when a whole month has passed without it: the last month must be that month.
        let ends = Axis::months(last.last_year().plus(-1), last.plus(-1));
        let courses = Courses::new(gaps);
        Ok(Benefits {
            last,
            today,
            shape,
            days: Days::new(shape, axis.clone()),
            persons: Touched::new(shape, axis.clone()),
            turnover: Turnover::new(shape, ends, courses.clone()),
            flows: vec![Bridge::default(); Benefit::ALL.len()],
            left_out: 0,
            axis,
            courses,
        })
    }

    /// One case more, or with −1 one less.
    pub(crate) fn case(&mut self, case: HistoryView<'_>, by: i32) {
        let mut left_out = 0;
        let spells = spells(case, self.shape, &mut left_out);
        self.left_out += i64::from(by) * left_out;
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
            let one = bridge([theirs.as_slice()], self.last.first_day(), self.last.last_day(), self.today);
            self.flows[usize::from(benefit)].add(&one.unwrap_or_default(), by);
        }
    }

    pub(super) fn read(&self) -> Count {
        let by = (0u8..).zip(Benefit::ALL).map(|(at, benefit)| ByBenefit {
            benefit: *benefit,
            days: self.days.series(HERE, at),
            persons: self.persons.series(HERE, at),
            flow: self.flows[usize::from(at)],
            ended: sum(self.turnover.series(HERE, at)),
        });
        let months: Vec<Month> = self.last.last_year().through(self.last).collect();
        Count {
            by: by.collect(),
            days_in: (0..months.len()).map(|step| self.axis.days_in(step)).collect(),
            breaks: breaks::shipped(),
            left_out: usize::try_from(self.left_out).unwrap_or(0),
            months,
        }
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

/// The days on benefits of one case. What cannot be counted is left out, and the page says how many.
fn spells(case: HistoryView<'_>, shape: Shape, left_out: &mut i64) -> PersonSpells {
    let all: Vec<Spell> = case.facts.iter().filter(|f| f.is(FactKind::Benefit)).filter_map(spell).collect();
    let readable = |spell: &Spell| PersonSpells::new(shape, std::slice::from_ref(spell)).is_ok();
    match PersonSpells::new(shape, &all) {
        Ok(spells) => spells,
        Err(_) => {
            let good: Vec<Spell> = all.iter().copied().filter(readable).collect();
            *left_out += (all.len() - good.len()) as i64;
            PersonSpells::new(shape, &good).unwrap_or_default()
        }
    }
}

fn spell(fact: &Compact) -> Option<Spell> {
    let benefit = fact.codes[0].checked_sub(1)?;
    Some(Spell { person: 0, benefit, place: HERE, first: fact.from_day(), last: fact.through_day() })
}

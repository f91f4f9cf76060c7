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

/// Months that are counted: the last one and two years before it, so that goals have something to be projected from.
const MONTHS: i32 = 25;

pub(crate) struct Count {
    pub(crate) months: Vec<Month>,
    pub(crate) days_in: Vec<u32>,
    pub(crate) by: Vec<ByBenefit>,
    pub(crate) breaks: Vec<DataBreak>,
    pub(crate) left_out: usize,
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
    shape: Shape,
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
        let (first, shape, courses) = (last.plus(1 - MONTHS), shape()?, courses(today)?);
        let axis = Axis::months(first, last);
        // A course has ended when a whole month has passed without it: the last month must be that month.
        let ends = Axis::months(first.plus(-1), last.plus(-1));
        let months: Vec<Month> = first.through(last).collect();
        Ok(Benefits {
            today,
            shape,
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

pub(crate) fn shape() -> Result<Shape, AppError> {
    let benefits = u8::try_from(Benefit::ALL.len()).map_err(|e| AppError::Internal(e.to_string()))?;
    Ok(Shape { persons: 1, benefits, places: 1 })
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
    let (shape, courses) = (shape()?, courses(today)?);
    let mut found: Vec<Vec<Vec<Period>>> = vec![Vec::new(); Benefit::ALL.len()];
    let mut left_out = 0;
    for case in cases {
        let mut current = None;
        courses.person(spells(case, shape, &mut left_out).spells(), |course| {
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

/// The days on benefits of one case. What cannot be counted is left out, and the page says how many.
pub(crate) fn spells(case: HistoryView<'_>, shape: Shape, left_out: &mut i64) -> PersonSpells {
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

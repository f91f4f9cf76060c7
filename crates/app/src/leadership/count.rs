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
    /// Of the last month.
    pub(crate) flow: Bridge,
    /// Of twelve months in which what ended is known to have ended.
    pub(crate) ended: Sum,
}

impl Count {
    /// Thirteen months through `last`, so that it stands beside the same month a year before; the flow is that month's.
    pub(super) fn of<'a>(
        cases: impl Iterator<Item = HistoryView<'a>>,
        last: Month,
        today: Day,
    ) -> Result<Count, AppError> {
        Count::over(cases, (last.last_year(), last), last.first_day(), today)
    }

    /// Month by month, and the flow from a day through the last month's last day.
    pub(crate) fn over<'a>(
        cases: impl Iterator<Item = HistoryView<'a>>,
        (first, last): (Month, Month),
        flow_from: Day,
        today: Day,
    ) -> Result<Count, AppError> {
        let months: Vec<Month> = first.through(last).collect();
        let benefits = Benefit::ALL.len();
        let shape = shape()?;
        let axis = Axis::months(months[0], last);
        // A course has ended when a whole month has passed without it: the last month must be that month.
        let ends = Axis::months(months[0].plus(-1), last.plus(-1));
        let courses = courses(today)?;
        let mut days = Days::new(shape, axis.clone());
        let mut persons = Touched::new(shape, axis.clone());
        let mut turnover = Turnover::new(shape, ends, courses.clone());
        let mut periods: Vec<Vec<Vec<Period>>> = vec![Vec::new(); benefits];
        let mut left_out = 0;
        for case in cases {
            let spells = spells(case, shape, &mut left_out);
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
                flow: bridge(persons_of, flow_from, last.last_day(), today).unwrap_or_default(),
                ended: sum(turnover.series(HERE, at)),
            }
        });
        let by = by.collect();
        let days_in = (0..months.len()).map(|step| axis.days_in(step)).collect();
        Ok(Count { by, days_in, breaks: breaks::shipped(), left_out, months })
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

/// The months of a year together.
fn sum(months: &[Sum]) -> Sum {
    months.iter().fold(Sum::default(), |all, month| Sum {
        begun: all.begun + month.begun,
        ended: all.ended + month.ended,
        ended_days: all.ended_days + month.ended_days,
    })
}

/// The days on benefits of one case. What cannot be counted is left out, and the page says how many.
pub(crate) fn spells(case: HistoryView<'_>, shape: Shape, left_out: &mut usize) -> PersonSpells {
    let all: Vec<Spell> = case.facts.iter().filter(|f| f.is(FactKind::Benefit)).filter_map(spell).collect();
    let readable = |spell: &Spell| PersonSpells::new(shape, std::slice::from_ref(spell)).is_ok();
    match PersonSpells::new(shape, &all) {
        Ok(spells) => spells,
        Err(_) => {
            let good: Vec<Spell> = all.iter().copied().filter(readable).collect();
            *left_out += all.len() - good.len();
            PersonSpells::new(shape, &good).unwrap_or_default()
        }
    }
}

fn spell(fact: &Compact) -> Option<Spell> {
    let benefit = fact.codes[0].checked_sub(1)?;
    Some(Spell { person: 0, benefit, place: HERE, first: fact.from_day(), last: fact.through_day() })
}

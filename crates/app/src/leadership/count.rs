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
    pub(super) flows: Vec<Bridge>,
    /// One month earlier: of a month in which what ended is known to have ended.
    pub(super) ended: Vec<Sum>,
    /// For each closed group that was asked for, since its day; `None` for a month before it.
    pub(super) groups: Vec<Vec<Option<Bridge>>>,
}

impl Count {
    /// The months through `last`. `closed`: the days of closed groups.
    pub(super) fn of<'a>(
        cases: impl Iterator<Item = HistoryView<'a>>,
        last: Month,
        today: Day,
        closed: &[Day],
    ) -> Result<Count, AppError> {
        let months: Vec<Month> = last.plus(1 - MONTHS).through(last).collect();
        let gaps = Gaps::shipped().all(today).ok_or_else(|| AppError::Internal("no gap on this day".into()))?;
        let benefits = Benefit::ALL.len();
        let shape = Shape {
            persons: 1,
            benefits: u8::try_from(benefits).map_err(|e| AppError::Internal(e.to_string()))?,
            places: 1,
        };
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
            let between = |from: Day, month: &Month| {
                let persons = periods[usize::from(at)].iter().map(Vec::as_slice);
                bridge(persons, from, month.last_day(), today)
            };
            let group = |since: &Day| months.iter().map(|month| between(since.plus_days(1), month)).collect();
            ByBenefit {
                benefit: *benefit,
                days: days.series(HERE, at),
                persons: persons.series(HERE, at),
                flows: months.iter().map(|month| between(month.first_day(), month).unwrap_or_default()).collect(),
                ended: turnover.series(HERE, at).to_vec(),
                groups: closed.iter().map(group).collect(),
            }
        });
        let by = by.collect();
        let days_in = (0..months.len()).map(|step| axis.days_in(step)).collect();
        Ok(Count { by, days_in, breaks: breaks::shipped(), left_out, months })
    }
}

/// The days on benefits of one case. What cannot be counted is left out, and the page says how many.
fn spells(case: HistoryView<'_>, shape: Shape, left_out: &mut usize) -> PersonSpells {
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

//! What the flows of a municipality are counted from: every course on a benefit and every journey, ready for any period.
//! Kept case by case, so that a case that was written to is read again and all else stays.

use super::after::{self, After};
use super::journeys;
pub(crate) use super::journeys::Granted;
use crate::{AppError, benefit_days};
use domain::codes::{Benefit, Code};
use domain::{Day, Period};
use figures::indicator::outflow::{Part, Passage, destination};
use figures::journey::{FEWEST, Journey, Quantile, Step, Wait, Waits};
use figures::spells::Gaps;
use figures::spells::courses::Courses;
use figures::{Exact, Month, Value};
use store::histories::CaseHistory;

#[derive(Debug)]
pub(crate) struct Material {
    today: Day,
    courses: Courses,
    granted: Granted,
    /// In the order of their numbers.
    cases: Vec<OfCase>,
}

/// The courses and journeys of one case.
#[derive(Debug)]
struct OfCase {
    case: i64,
    /// Facts that could not be read as days on a benefit.
    left_out: usize,
    /// Benefit after benefit, each in the order of time.
    passages: Vec<Passage>,
    /// One for each passage.
    benefits: Vec<Benefit>,
    journeys: Vec<Travel>,
}

impl OfCase {
    fn courses(&self) -> impl Iterator<Item = (Benefit, &[Passage])> {
        let mut at = 0;
        self.benefits.chunk_by(|a, b| a == b).map(move |same| {
            let from = at;
            at += same.len();
            (same[0], &self.passages[from..at])
        })
    }
}

/// A journey that began on a benefit.
#[derive(Debug)]
pub(super) struct Travel {
    pub(super) case: i64,
    pub(super) benefit: Benefit,
    pub(super) month: Month,
    pub(super) journey: Journey,
    /// Self-support afterwards; `None` where it has not arrived.
    pub(super) after: Option<After>,
}

/// Whole months that a journey is followed before its month is told: the first talk comes early, the rest takes its time.
fn followed(step: Step) -> usize {
    if step == Step::Henvendelse { 1 } else { 6 }
}

/// As few as give no wait on the page give none here.
fn half(wait: &Wait) -> Value {
    let days = |days: u32| i32::try_from(days).map_or(Value::Missing, |days| Value::Number(Exact::whole(days)));
    match wait.median {
        _ if wait.persons == 0 => Value::Missing,
        _ if wait.persons < FEWEST => Value::Suppressed,
        Quantile::Days(n) => days(n),
        Quantile::MoreThan(n) => days(n).number().map_or(Value::Missing, Value::AtLeast),
        Quantile::Nothing => Value::Missing,
    }
}

impl Material {
    pub(crate) fn new(today: Day, granted: Granted) -> Result<Material, AppError> {
        let gaps = Gaps::shipped().all(today).ok_or_else(|| AppError::Internal("no gap on this day".into()))?;
        Ok(Material { today, courses: Courses::new(gaps), granted, cases: Vec::new() })
    }

    /// The days on which granted offers became known: they never change, so a count of another day begins with them.
    pub(crate) fn granted(&self) -> &Granted {
        &self.granted
    }

    /// Before the cases they belong to.
    pub(crate) fn grant(&mut self, new: Vec<(i64, Day)>) {
        self.granted.add(new);
    }

    /// A case that is new, or was written to.
    pub(crate) fn put(&mut self, case: &CaseHistory) {
        let new = self.of(case);
        match self.cases.binary_search_by_key(&new.case, |c| c.case) {
            Ok(at) => self.cases[at] = new,
            Err(at) => self.cases.insert(at, new),
        }
    }

    fn of(&self, case: &CaseHistory) -> OfCase {
        let view = case.view();
        let (mut left_out, mut theirs) = (0, Vec::new());
        let spells = benefit_days::of(view, &mut left_out);
        self.courses.person(spells.spells(), |course| {
            let Some(benefit) = Benefit::from_index(course.benefit) else { return };
            let Some(period) = Period::from_through(course.first, course.last) else { return };
            let to = course.last.map_or(Part::Unknown, |last| destination(view.facts, benefit, last));
            theirs.push((benefit, Passage { period, to }));
        });
        let begun = journeys::of(case, &theirs, &self.granted, self.today);
        let travel = |(benefit, journey): (Benefit, Journey)| Travel {
            case: case.case,
            benefit,
            month: Month::of(journey.start),
            after: after::of(view, left_out, &journey, self.today),
            journey,
        };
        OfCase {
            case: case.case,
            left_out,
            journeys: begun.map(travel).collect(),
            passages: theirs.iter().map(|(_, passage)| *passage).collect(),
            benefits: theirs.iter().map(|(benefit, _)| *benefit).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.cases.len()
    }

    pub(super) fn left_out(&self) -> usize {
        self.cases.iter().map(|c| c.left_out).sum()
    }

    /// How many have had each benefit.
    fn had(&self) -> Vec<usize> {
        let mut had = vec![0; Benefit::ALL.len()];
        self.courses().for_each(|(_, benefit, _)| had[usize::from(benefit.index())] += 1);
        had
    }

    /// Benefits that somebody has had.
    pub(super) fn met(&self) -> Vec<Benefit> {
        let had = self.had();
        Benefit::ALL.iter().filter(|b| had[usize::from(b.index())] > 0).copied().collect()
    }

    /// The benefit on which most journeys began in these months, or that most people have had.
    pub(super) fn usual(&self, months: (Month, Month)) -> Option<Benefit> {
        let (mut began, had) = (vec![0; Benefit::ALL.len()], self.had());
        self.journeys(None, months).for_each(|t| began[usize::from(t.benefit.index())] += 1);
        let met = Benefit::ALL.iter().copied().filter(|b| had[usize::from(b.index())] > 0);
        met.max_by_key(|b| {
            let at = usize::from(b.index());
            (began[at], had[at], std::cmp::Reverse(at))
        })
    }

    pub(super) fn journeys(
        &self,
        benefit: Option<Benefit>,
        (first, last): (Month, Month),
    ) -> impl Iterator<Item = &Travel> {
        let asked = move |t: &&Travel| benefit.is_none_or(|b| b == t.benefit) && first <= t.month && t.month <= last;
        self.cases.iter().flat_map(|c| &c.journeys).filter(asked)
    }

    /// What half wait at most after a step, month by month in which their journeys began, long enough ago to be told.
    pub(crate) fn half_wait(&self, (step, benefit): (Step, Option<Benefit>), months: &[Month]) -> Vec<(Month, Value)> {
        let told = &months[..months.len().saturating_sub(followed(step))];
        let (Some(first), Some(last)) = (told.first().copied(), told.last().copied()) else { return Vec::new() };
        let mut by: Vec<Vec<&Journey>> = vec![Vec::new(); told.len()];
        for travel in self.journeys(benefit, (first, last)) {
            let at = usize::try_from(travel.month.number() - first.number()).ok();
            if let Some(began) = at.and_then(|at| by.get_mut(at)) {
                began.push(&travel.journey);
            }
        }
        let of = |journeys: Vec<&Journey>| {
            Waits::of(journeys).steps.get(usize::from(step.index())).map_or(Value::Missing, half)
        };
        told.iter().copied().zip(by.into_iter().map(of)).collect()
    }

    /// The courses of each person on each benefit, with the person's case.
    pub(super) fn courses(&self) -> impl Iterator<Item = (i64, Benefit, &[Passage])> {
        self.cases.iter().flat_map(|c| c.courses().map(|(benefit, courses)| (c.case, benefit, courses)))
    }
}

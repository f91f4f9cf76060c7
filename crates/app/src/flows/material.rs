//! What the flows of a municipality are counted from: every course on a benefit and every journey, ready for any period.

use super::journeys::{self, Granted};
use crate::{App, AppError, benefit_days};
use domain::codes::{Benefit, Code};
use domain::kinds::FactKind;
use domain::{Day, Period};
use figures::Month;
use figures::indicator::outflow::{Part, Passage, destination};
use figures::journey::Journey;
use figures::spells::Gaps;
use figures::spells::courses::Courses;
use std::collections::HashMap;
use std::ops::Range;
use store::duty::Owned;
use store::histories::CaseHistory;

#[derive(Debug, Default)]
pub(crate) struct Material {
    /// Numbers of the cases; others name a case by its place here.
    pub(super) cases: Vec<i64>,
    pub(super) left_out: usize,
    /// By benefit: the courses of each person, by the person's place.
    pub(super) by: Vec<Vec<(u32, Range<usize>)>>,
    pub(super) passages: Vec<Passage>,
    pub(super) journeys: Vec<Travel>,
    pub(super) granted: Granted,
}

/// A journey that began on a benefit.
#[derive(Debug)]
pub(super) struct Travel {
    pub(super) benefit: Benefit,
    /// The case's place.
    pub(super) case: u32,
    pub(super) month: Month,
    pub(super) journey: Journey,
}

impl Material {
    /// Benefits that somebody has had.
    pub(super) fn met(&self) -> Vec<Benefit> {
        let some = Benefit::ALL.iter().filter(|b| self.by.get(usize::from(b.index())).is_some_and(|p| !p.is_empty()));
        some.copied().collect()
    }

    /// The benefit on which most journeys began in these months, or that most people have had.
    pub(super) fn usual(&self, months: (Month, Month)) -> Option<Benefit> {
        let began = |benefit: Benefit| self.journeys(Some(benefit), months).count();
        let had = |benefit: Benefit| self.by[usize::from(benefit.index())].len();
        self.met().into_iter().max_by_key(|b| (began(*b), had(*b), std::cmp::Reverse(b.index())))
    }

    pub(super) fn journeys(
        &self,
        benefit: Option<Benefit>,
        (first, last): (Month, Month),
    ) -> impl Iterator<Item = &Travel> {
        let asked = move |t: &&Travel| benefit.is_none_or(|b| b == t.benefit) && first <= t.month && t.month <= last;
        self.journeys.iter().filter(asked)
    }

    /// The courses of each person on a benefit, with the person's place.
    pub(super) fn courses(&self, benefit: Benefit) -> impl Iterator<Item = (u32, &[Passage])> {
        let of = self.by.get(usize::from(benefit.index()));
        of.into_iter().flatten().map(|(case, range)| (*case, &self.passages[range.clone()]))
    }

    fn add(&mut self, case: &CaseHistory, courses: &Courses, today: Day) {
        let view = case.view();
        let spells = benefit_days::of(view, &mut self.left_out);
        let place = u32::try_from(self.cases.len()).unwrap_or(u32::MAX);
        self.cases.push(case.case);
        let first = self.passages.len();
        let mut benefits: Vec<Benefit> = Vec::new();
        courses.person(spells.spells(), |course| {
            let Some(benefit) = Benefit::from_index(course.benefit) else { return };
            let Some(period) = Period::from_through(course.first, course.last) else { return };
            let to = course.last.map_or(Part::Unknown, |last| destination(view.facts, benefit, last));
            benefits.push(benefit);
            self.passages.push(Passage { period, to });
        });
        let mut at = first;
        for same in benefits.chunk_by(|a, b| a == b) {
            self.by[usize::from(same[0].index())].push((place, at..at + same.len()));
            at += same.len();
        }
        let theirs: Vec<(Benefit, Passage)> =
            benefits.into_iter().zip(self.passages[first..].iter().copied()).collect();
        let begun = journeys::of(case, &theirs, &self.granted, today);
        self.journeys.extend(begun.map(|(benefit, journey)| Travel {
            benefit,
            case: place,
            month: Month::of(journey.start),
            journey,
        }));
    }
}

impl App {
    pub(super) async fn read_material(&self, today: Day) -> Result<Material, AppError> {
        let gaps = Gaps::shipped().all(today).ok_or_else(|| AppError::Internal("no gap on this day".into()))?;
        let courses = Courses::new(gaps);
        // The day on which something became known never changes: only what is new is asked for.
        let before = self.material.last().map(|m| m.granted.clone()).unwrap_or_default();
        let after = before.last();
        let new = self.store.facts_known_on(self.municipality, FactKind::OfferGranted, after).await?;
        let granted = before.with(new.into_iter().collect::<HashMap<_, _>>());
        let histories = self.store.histories_of(self.municipality, &Owned::All).await?;
        let by = vec![Vec::new(); Benefit::ALL.len()];
        let mut material = Material { granted, by, ..Material::default() };
        for case in histories.cases() {
            material.add(case, &courses, today);
        }
        Ok(material)
    }
}

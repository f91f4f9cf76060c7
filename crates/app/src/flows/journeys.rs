//! The journeys of one case, made from its facts: where each begins, which steps it reaches when, and where it ends.

use domain::codes::{Benefit, Code, TalkKind};
use domain::compact::Compact;
use domain::kinds::FactKind;
use domain::{Day, Period};
use figures::indicator::outflow::{Part, Passage, WINDOW, is_job};
use figures::journey::{Ending, Journey, Step};
use std::collections::HashMap;
use std::sync::Arc;
use store::histories::CaseHistory;

/// Days before a benefit's first day in which a first contact belongs to it.
const CONTACT_BEFORE: i32 = 60;

/// The day each granted offer became known, by the number of the fact: its own days are those that were agreed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Granted {
    days: Arc<HashMap<i64, Day>>,
    last: i64,
}

impl Granted {
    /// The highest number that is known.
    pub(crate) fn last(&self) -> i64 {
        self.last
    }

    pub(super) fn add(&mut self, new: Vec<(i64, Day)>) {
        self.last = new.iter().map(|(fact, _)| *fact).max().unwrap_or(0).max(self.last);
        if !new.is_empty() {
            Arc::make_mut(&mut self.days).extend(new);
        }
    }

    /// No later than the first day of what was granted.
    fn on(&self, fact: i64, from: Day) -> Day {
        self.days.get(&fact).map_or(from, |day| (*day).min(from))
    }
}

/// A journey for each course that begins one: a course that takes over from another benefit goes on with what was begun.
pub(super) fn of(
    case: &CaseHistory,
    courses: &[(Benefit, Passage)],
    granted: &Granted,
    today: Day,
) -> impl Iterator<Item = (Benefit, Journey)> {
    let facts = case.view().facts;
    let begun = courses.iter().filter(|(_, course)| course.period.from() <= today);
    let steps = reached(case, granted, today);
    let moving = moving(facts, today);
    let journeys = begun.filter_map(|(benefit, course)| {
        let start = start(facts, *benefit, course.period.from(), courses)?;
        Some((*benefit, Journey::new(start, &steps, &moving, ending(facts, course, start, today))))
    });
    journeys.collect::<Vec<_>>().into_iter()
}

fn code<C: Code>(fact: &Compact, at: usize) -> Option<C> {
    fact.codes[at].checked_sub(1).and_then(C::from_index)
}

/// The first contact about the benefit, or its first day; `None` where it takes over from another.
fn start(facts: &[Compact], benefit: Benefit, first: Day, courses: &[(Benefit, Passage)]) -> Option<Day> {
    let since = first.plus_days(-CONTACT_BEFORE);
    let contact = facts
        .iter()
        .filter(|f| f.is(FactKind::FirstContact) && code(f, 0) == Some(benefit))
        .map(|f| f.from_day())
        .filter(|day| since <= *day && *day <= first)
        .min();
    let before = first.plus_days(-1);
    let takes_over = |(other, course): &(Benefit, Passage)| {
        let near = course.period.through().is_none_or(|last| before.plus_days(-WINDOW) <= last);
        *other != benefit && course.period.from() < first && near
    };
    contact.or_else(|| (!courses.iter().any(takes_over)).then_some(first))
}

/// The last day of the course is followed by the first day away from it. A job that begins ends the journey, though the
/// benefit may go on for some hours.
fn ending(facts: &[Compact], course: &Passage, start: Day, today: Day) -> Ending {
    let gone = course.period.through().map(|last| last.plus_days(1)).filter(|day| *day <= today);
    let until = gone.unwrap_or(today);
    let job =
        facts.iter().filter(|f| is_job(f)).map(|f| f.from_day()).filter(|day| start < *day && *day <= until).min();
    match (job, gone) {
        (Some(day), _) => Ending::Arrived(day),
        (None, Some(day)) if course.to == Part::ToBenefit => Ending::Elsewhere(day),
        (None, Some(day)) => Ending::Arrived(day),
        (None, None) => Ending::Running(today),
    }
}

/// Every day on which a step was reached.
fn reached(case: &CaseHistory, granted: &Granted, today: Day) -> Vec<(Step, Day)> {
    let each = (0u32..).zip(case.view().facts).filter_map(|(at, fact)| {
        let day = fact.from_day();
        Some(match FactKind::from_index(fact.kind)? {
            FactKind::TalkHeld if is_of_the_course(fact) => (Step::FoersteSamtale, day),
            FactKind::PlanAgreed => (Step::Plan, day),
            FactKind::OfferGranted => {
                (Step::TilbudBevilget, fact.given_on().unwrap_or_else(|| granted.on(case.root(at), day)))
            }
            FactKind::OfferStarted => (Step::TilbudIGang, day),
            FactKind::OrdinaryHours => (Step::OrdinaereTimer, day),
            _ => return None,
        })
    });
    each.filter(|(_, day)| *day <= today).collect()
}

/// A talk about the way to work, no meeting for information and no check of a cv.
fn is_of_the_course(fact: &Compact) -> bool {
    use TalkKind::{Integrationssamtale, Jobsamtale, Opfoelgningssamtale, VejledendeSamtale};
    matches!(code(fact, 0), Some(Jobsamtale | Opfoelgningssamtale | VejledendeSamtale | Integrationssamtale))
}

/// The days on which an offer or paid hours run.
fn moving(facts: &[Compact], today: Day) -> Vec<Period> {
    let under_way = facts.iter().filter(|f| f.is(FactKind::OfferStarted) || f.is(FactKind::OrdinaryHours));
    under_way
        .filter_map(|f| Period::from_through(f.from_day(), Some(f.through_day().map_or(today, |last| last.min(today)))))
        .collect()
}

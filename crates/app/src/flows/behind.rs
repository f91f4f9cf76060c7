//! The cases behind one number of *Strømme*: those the reader may see, each look written down.

use super::{Asked, Material, Shown, bridge, wave};
use crate::access::Viewer;
use crate::counted::Counted;
use crate::opened::{Extent, Found, Opened, decide_opened};
use crate::{App, AppError, Moment};
use domain::Day;
use domain::codes::Benefit;
use figures::indicator::outflow::{Part, each};
use figures::journey::{Outcome, Step};
use figures::suppression::Published;
use std::collections::BTreeSet;

/// Which number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Behind {
    Part(Part),
    /// Those who came to a step.
    Reached(Step),
    /// Those of them who still wait after it.
    Waiting(Step),
    /// Those whose journey has become this.
    Became(Outcome),
}

#[derive(Clone, Debug)]
pub struct CasesPage {
    pub today: Day,
    pub shown: Shown,
    pub behind: Behind,
    /// The number that is opened.
    pub count: Published,
    /// With the day it is about: the first or the last on the benefit, or that of the step or of the journey's beginning.
    pub cases: Opened<Day>,
}

fn of(case: i64, benefit: Benefit, day: Day) -> Found<Day> {
    Found { case, benefit, also: Vec::new(), of: day }
}

fn found(material: &Material, shown: Shown, behind: Behind) -> Vec<Found<Day>> {
    let mut found: Vec<Found<Day>> = match behind {
        Behind::Part(part) => of_part(material, shown, part),
        Behind::Reached(step) => of_step(material, shown, step, false),
        Behind::Waiting(step) => of_step(material, shown, step, true),
        Behind::Became(outcome) => {
            let travels = material.journeys(shown.benefit, shown.wave).filter(|t| t.journey.outcome == outcome);
            travels.map(|t| of(t.case, t.benefit, t.journey.start)).collect()
        }
    };
    found.sort_by_key(|f| (f.of, f.case, f.benefit));
    found
}

/// With the day on which the step was reached.
fn of_step(material: &Material, shown: Shown, step: Step, waits: bool) -> Vec<Found<Day>> {
    let travels = material.journeys(shown.benefit, shown.wave);
    let asked = travels.filter(|t| !waits || t.journey.stands_at() == Some(step));
    asked
        .filter_map(|t| {
            let leg = t.journey.legs.iter().find(|l| l.from == step)?;
            let days = i32::try_from(leg.at).unwrap_or(0);
            Some(of(t.case, t.benefit, t.journey.start.plus_days(days)))
        })
        .collect()
}

fn of_part(material: &Material, shown: Shown, asked: Part) -> Vec<Found<Day>> {
    let (from, through) = (shown.bridge.0.first_day(), shown.bridge.1.last_day());
    let mut found = Vec::new();
    let wanted = material.courses().filter(|(_, benefit, _)| shown.benefit.is_none_or(|b| b == *benefit));
    for (case, benefit, courses) in wanted {
        each(courses, from, through, |part, _, course| {
            let first = matches!(part, Part::Opening | Part::CameNew | Part::CameBack | Part::Closing);
            let day = if first { Some(course.period.from()) } else { course.period.through() };
            if let (true, Some(day)) = (part == asked, day) {
                found.push(of(case, benefit, day));
            }
        });
    }
    found
}

/// The number as the page shows it.
fn published(material: &Material, shown: Shown, behind: Behind) -> Published {
    match behind {
        Behind::Part(part) => {
            bridge::of(material, shown).row(shown.benefit).map_or(Published::Count(0), |row| row.part(part))
        }
        Behind::Reached(step) | Behind::Waiting(step) => {
            let wave = wave::of(material, shown);
            let row = wave.steps.iter().find(|row| row.step == step);
            let waits = matches!(behind, Behind::Waiting(_));
            row.map_or(Published::Count(0), |row| if waits { row.still } else { row.reached })
        }
        Behind::Became(outcome) => wave::of(material, shown).became(outcome),
    }
}

/// Of a list of all benefits, those whose own number is hidden.
fn hidden(material: &Material, shown: Shown, behind: Behind, all: &[Found<Day>]) -> BTreeSet<Benefit> {
    let there: BTreeSet<Benefit> = all.iter().map(|f| f.benefit).filter(|_| shown.benefit.is_none()).collect();
    let few = |number: Published| number == Published::Suppressed;
    if let Behind::Part(part) = behind {
        let bridge = bridge::of(material, shown);
        let own = |benefit: &Benefit| bridge.row(Some(*benefit)).is_some_and(|row| few(row.part(part)));
        return there.into_iter().filter(own).collect();
    }
    let own = |benefit: &Benefit| published(material, Shown { benefit: Some(*benefit), ..shown }, behind);
    there.into_iter().filter(|benefit| few(own(benefit))).collect()
}

impl App {
    /// The cases behind a number, those the reader may see on a list. A number that is hidden has none.
    pub async fn flows_cases(
        &self,
        viewer: &Viewer,
        (asked, behind): (Asked, Behind),
        extent: Extent,
        moment: Moment,
    ) -> Result<CasesPage, AppError> {
        decide_opened(viewer)?;
        let today = moment.today;
        let read = |counted: &Counted| {
            let material = &counted.flows;
            let shown = asked.of(material, today);
            let count = published(material, shown, behind);
            let all = if count == Published::Suppressed { Vec::new() } else { found(material, shown, behind) };
            let hidden = hidden(material, shown, behind, &all);
            (shown, count, all, hidden)
        };
        let (shown, count, all, hidden) = self.counted(today, read).await?;
        let cases = self.open(viewer, (all, &hidden), extent, ("stroemme", moment)).await?;
        Ok(CasesPage { today, shown, behind, count, cases })
    }
}

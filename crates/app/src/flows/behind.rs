//! The cases behind one number of *Strømme*: those the reader may see, each look written down.

use super::{Asked, Material, Shown, bridge, wave};
use crate::access::{FigureAction, Refusal, Role, Viewer, decide_figures};
use crate::counted::Counted;
use crate::overview::Whose;
use crate::team::timeliness::FEW;
use crate::{App, AppError, Moment};
use domain::Day;
use domain::codes::Benefit;
use figures::indicator::outflow::{Part, each};
use figures::journey::{Outcome, Step};
use figures::suppression::Published;
use std::collections::BTreeSet;
use store::read_log::Look;

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
    pub rows: Vec<BehindRow>,
    /// Cases that are closed to the reader.
    pub closed: usize,
    /// Rows beyond those of the page.
    pub more: usize,
    /// So few are closed to the reader that the rest would show them: no case is listed.
    pub few_closed: bool,
}

#[derive(Clone, Debug)]
pub struct BehindRow {
    pub case: i64,
    pub name: String,
    pub born_year: Option<i32>,
    pub owner: String,
    pub benefit: Benefit,
    /// The day it is about: the first or the last on the benefit, or that of the step or of the journey's beginning.
    pub day: Day,
}

/// Rows of one page: a list of names is a look at each of them.
const MOST: usize = 100;

/// A case with the benefit and the day it is about.
type Found = (i64, Benefit, Day);

fn found(material: &Material, shown: Shown, behind: Behind) -> Vec<Found> {
    let mut found: Vec<Found> = match behind {
        Behind::Part(part) => of_part(material, shown, part),
        Behind::Reached(step) => of_step(material, shown, step, false),
        Behind::Waiting(step) => of_step(material, shown, step, true),
        Behind::Became(outcome) => {
            let travels = material.journeys(shown.benefit, shown.wave).filter(|t| t.journey.outcome == outcome);
            travels.map(|t| (t.case, t.benefit, t.journey.start)).collect()
        }
    };
    found.sort_by_key(|(case, benefit, day)| (*day, *case, *benefit));
    found
}

/// With the day on which the step was reached.
fn of_step(material: &Material, shown: Shown, step: Step, waits: bool) -> Vec<Found> {
    let travels = material.journeys(shown.benefit, shown.wave);
    let asked = travels.filter(|t| !waits || t.journey.stands_at() == Some(step));
    asked
        .filter_map(|t| {
            let leg = t.journey.legs.iter().find(|l| l.from == step)?;
            let days = i32::try_from(leg.at).unwrap_or(0);
            Some((t.case, t.benefit, t.journey.start.plus_days(days)))
        })
        .collect()
}

fn of_part(material: &Material, shown: Shown, asked: Part) -> Vec<Found> {
    let (from, through) = (shown.bridge.0.first_day(), shown.bridge.1.last_day());
    let mut found = Vec::new();
    let wanted = material.courses().filter(|(_, benefit, _)| shown.benefit.is_none_or(|b| b == *benefit));
    for (case, benefit, courses) in wanted {
        each(courses, from, through, |part, _, course| {
            let first = matches!(part, Part::Opening | Part::CameNew | Part::CameBack | Part::Closing);
            let day = if first { Some(course.period.from()) } else { course.period.through() };
            if let (true, Some(day)) = (part == asked, day) {
                found.push((case, benefit, day));
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

impl App {
    /// The cases behind a number, those the reader may see on a list. A number that is hidden has none.
    pub async fn flows_cases(
        &self,
        viewer: &Viewer,
        asked: Asked,
        behind: Behind,
        moment: Moment,
    ) -> Result<CasesPage, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        if viewer.role == Role::Analyst {
            return Err(AppError::NoAccess(Refusal::RoleSeesNoPersons));
        }
        let today = moment.today;
        let read = |counted: &Counted| {
            let material = &counted.flows;
            let shown = asked.of(material, today);
            let count = published(material, shown, behind);
            let all = if count == Published::Suppressed { Vec::new() } else { found(material, shown, behind) };
            (shown, count, all)
        };
        let (shown, count, all) = self.counted(today, read).await?;
        let ids: BTreeSet<i64> = all.iter().map(|(case, ..)| *case).collect();
        let visible = self.visible_of(viewer, &ids.iter().copied().collect::<Vec<_>>(), today).await?;
        let closed = ids.iter().filter(|case| !visible.contains_key(case)).count();
        let few_closed = (1..FEW).contains(&closed);
        let mut listed: Vec<Found> =
            all.into_iter().filter(|(case, ..)| !few_closed && visible.contains_key(case)).collect();
        let more = listed.len().saturating_sub(MOST);
        listed.truncate(MOST);
        let names = self.owners_for(&Whose::Everybody, today).await?.unwrap_or_default();
        let cases: Vec<i64> = listed.iter().map(|(case, ..)| *case).collect();
        let people = self.people_of(cases.into_iter().collect()).await?;
        let persons: BTreeSet<i64> = people.values().map(|p| p.id).collect();
        let persons: Vec<i64> = persons.into_iter().collect();
        let look = Look { at: moment.now, actor: viewer.name.clone(), purpose: "stroemme".into(), granted: true };
        self.store.read_log_add_each(self.municipality, &persons, &look).await?;
        let rows = listed.into_iter().filter_map(|(case, benefit, day)| {
            let (person, of) = (people.get(&case)?, visible.get(&case)?);
            Some(BehindRow {
                case,
                name: person.name(),
                born_year: person.born.map(Day::year),
                owner: self.owner_of(of, &names),
                benefit,
                day,
            })
        });
        let rows = rows.collect();
        Ok(CasesPage { today, shown, behind, count, rows, closed, more, few_closed })
    }
}

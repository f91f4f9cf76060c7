//! *Strømme*: how the stock of a benefit becomes another, and where people wait on their way. For those who may see the
//! municipality's figures.
//!
//! Everybody is counted, also those the reader may not see; no figure names a person, and few are not shown.

mod after;
pub(crate) mod answers;
mod behind;
mod bridge;
pub mod drawn;
mod journeys;
mod material;
mod wave;

pub use after::AfterRow;
pub use answers::{AnswerRow, WaitingPage};
pub use behind::{Behind, CasesPage};
pub use bridge::{Bridge, BridgeRow, Cohorts, Stock};
pub(crate) use material::{Granted, Material};
pub use wave::{StepRow, Told, Wave, WaveRow};

use crate::access::{FigureAction, Viewer, decide_figures};
use crate::counted::Counted;
use crate::goals::GoalView;
use crate::{App, AppError, Moment, definitions};
use domain::Day;
use domain::codes::{Benefit, Code};
use figures::Month;
use figures::definition::{Definition, Indicator};
use figures::journey::Step;

/// Months that can be chosen.
pub const MONTHS: i32 = 60;
/// The journeys that are shown unless others are asked for began in a year that ended so many months ago: long enough to
/// have come somewhere.
const FOLLOWED: i32 = 6;

/// Whose flows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Chosen {
    /// The benefit on which most journeys began.
    #[default]
    Usual,
    All,
    One(Benefit),
}

/// What the page is asked for. Months that have not been, or lie too far back, are moved to those that can be shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Asked {
    pub chosen: Chosen,
    /// First and last month of the bridge.
    pub bridge: (Option<Month>, Option<Month>),
    /// First and last month in which the journeys began.
    pub wave: (Option<Month>, Option<Month>),
}

/// The same, made whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown {
    /// `None` for all together.
    pub benefit: Option<Benefit>,
    pub bridge: (Month, Month),
    pub wave: (Month, Month),
}

/// In the address for all benefits.
pub const ALL: &str = "alle";

impl Shown {
    /// What is shown as the page's address has it, after the question mark.
    pub fn query(&self) -> String {
        let [fra, til, hfra, htil] = [self.bridge.0, self.bridge.1, self.wave.0, self.wave.1].map(Month::code);
        format!("yd={}&fra={fra}&til={til}&hfra={hfra}&htil={htil}", self.benefit.map_or(ALL, Code::code))
    }
}

#[derive(Clone, Debug)]
pub struct FlowsPage {
    pub today: Day,
    /// Cases that are counted.
    pub cases: usize,
    /// Facts that could not be read as days on a benefit.
    pub left_out: usize,
    /// Those that somebody has had, to choose from.
    pub benefits: Vec<Benefit>,
    pub shown: Shown,
    pub bridge: Bridge,
    pub wave: Wave,
    /// Of the journeys that have arrived.
    pub after: Vec<AfterRow>,
    /// What was asked for in the months of the wave, whatever the benefit.
    pub answers: Vec<AnswerRow>,
    /// The municipality's own goals for waits on the chosen benefit, with the step; without their numbers.
    pub goals: Vec<(Step, GoalView)>,
}

impl FlowsPage {
    /// The last whole month.
    pub fn last(&self) -> Month {
        Month::of(self.today).plus(-1)
    }

    /// What a figure counts, in the version of the day.
    pub fn definition(&self, id: Indicator) -> Result<&'static Definition, AppError> {
        definitions::of(id, self.today)
    }
}

/// Two months in their order, not later than `last` and not before the months that can be chosen.
fn months(asked: (Option<Month>, Option<Month>), usual: (Month, Month), last: Month) -> (Month, Month) {
    let first = last.plus(1 - MONTHS);
    let within = |month: Month| month.clamp(first, last);
    match asked {
        (None, None) => usual,
        (Some(one), None) | (None, Some(one)) => (within(one), within(one)),
        (Some(a), Some(b)) => (within(a.min(b)), within(a.max(b))),
    }
}

impl Asked {
    fn of(self, material: &Material, today: Day) -> Shown {
        let last = Month::of(today).plus(-1);
        let year = (last.plus(-FOLLOWED - 11), last.plus(-FOLLOWED));
        let wave = months(self.wave, year, Month::of(today));
        let benefit = match self.chosen {
            Chosen::All => None,
            Chosen::One(benefit) => Some(benefit),
            Chosen::Usual => material.usual(wave),
        };
        Shown { benefit, bridge: months(self.bridge, (last, last), last), wave }
    }
}

impl App {
    pub async fn flows(&self, viewer: &Viewer, asked: Asked, moment: Moment) -> Result<FlowsPage, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        let today = moment.today;
        let read = |counted: &Counted| {
            let found = page(&counted.flows, asked, today);
            FlowsPage { answers: self.answer_rows(counted, found.shown.wave, today), ..found }
        };
        let found = self.counted(today, read).await?;
        let goals = self.goals_of(|measured| measured.wait().is_some(), today).await?;
        let benefit = found.shown.benefit;
        let of_step = |view: GoalView| {
            let (step, of) = view.text().measured.wait()?;
            (of == benefit).then_some((step, view))
        };
        Ok(FlowsPage { goals: goals.into_iter().filter_map(of_step).collect(), ..found })
    }
}

pub(crate) fn page(material: &Material, asked: Asked, today: Day) -> FlowsPage {
    let shown = asked.of(material, today);
    FlowsPage {
        today,
        cases: material.len(),
        left_out: material.left_out(),
        benefits: material.met(),
        shown,
        bridge: bridge::of(material, shown),
        wave: wave::of(material, shown),
        after: after::rows(material, shown),
        answers: Vec::new(),
        goals: Vec::new(),
    }
}

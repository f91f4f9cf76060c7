//! *Ledelse*: the figures of the whole municipality. For team leaders, analysts and administrators.
//!
//! Everybody is counted, also those the reader may not see; no figure names a person, and few are not shown.

mod behind;
pub(crate) mod count;
pub(crate) mod effort;
pub(crate) mod monthly;
pub(crate) mod publish;
mod timely;

pub use behind::{CasesOrder, Number, NumberAsked, NumberPage, Stretch, Told};
pub(crate) use count::Benefits;
pub(crate) use effort::Efforts;
pub(crate) use monthly::{Counts, Monthly};
pub use publish::{Flow, FlowRow, LengthRow, SeriesRow};
pub use timely::Timeliness;

use crate::access::{FigureAction, Viewer, decide_figures};
use crate::counted::Counted;
use crate::flows::{self, FlowsPage};
use crate::{App, AppError, Moment, definitions};
use domain::Day;
use figures::Month;
use figures::breaks::DataBreak;
use figures::definition::{Definition, Indicator};
use std::sync::Arc;

/// Read from what is counted of all cases; see `counted`.
#[derive(Clone, Debug)]
pub struct LeadershipPage {
    pub today: Day,
    /// Cases that are counted.
    pub cases: usize,
    /// Facts that could not be read as days on a benefit.
    pub left_out: usize,
    /// The month the page is of.
    pub last: Month,
    /// Those it can be of, the newest last.
    pub choices: Vec<Month>,
    /// Thirteen whole months; the one that runs is not among them.
    pub months: Vec<Month>,
    pub total: SeriesRow,
    /// Benefits that somebody had in these months; the most received first.
    pub benefits: Vec<SeriesRow>,
    pub breaks: Vec<DataBreak>,
    /// Of the month; the total is first.
    pub flows: Vec<FlowRow>,
    /// Half a year's bridge to the month, and the green wave, which is of the day.
    pub ways: FlowsPage,
    pub lengths: Vec<LengthRow>,
    /// The months in which the counted courses ended.
    pub lengths_from: Month,
    pub lengths_through: Month,
    pub timeliness: Timeliness,
}

impl LeadershipPage {
    /// The month is the last whole one: what is registered late is missing in it.
    pub fn preliminary(&self) -> bool {
        self.choices.last() == Some(&self.last)
    }

    /// What a figure counts, in the version of the day.
    pub fn definition(&self, id: Indicator) -> Result<&'static Definition, AppError> {
        definitions::of(id, self.today)
    }
}

/// Months of a length: those that end in a year and the month before it.
const SHOWN: usize = 13;
/// Months of the bridge on the page.
const BRIDGE: i32 = 6;

impl App {
    /// `month`: one of the last thirteen whole ones; the last where none, or another, is asked for.
    pub async fn leadership(
        &self,
        viewer: &Viewer,
        month: Option<Month>,
        moment: Moment,
    ) -> Result<LeadershipPage, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        let today = moment.today;
        self.counted(today, |counted| page(counted, month, today)).await
    }

    /// Every month of every figure, for goals; `closed`: the day of a closed group.
    pub(crate) async fn monthly(
        &self,
        viewer: &Viewer,
        closed: Option<Day>,
        moment: Moment,
    ) -> Result<Arc<Monthly>, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        let read = |counted: &Counted| match closed {
            None => counted.monthly(moment.today),
            Some(_) => Monthly::of(counted, closed, moment.today).map(Arc::new),
        };
        self.counted(moment.today, read).await?
    }
}

fn page(counted: &Counted, asked: Option<Month>, today: Day) -> LeadershipPage {
    let newest = Month::of(today).plus(-1);
    let choices: Vec<Month> = newest.last_year().through(newest).collect();
    let last = asked.filter(|month| choices.contains(month)).unwrap_or(newest);
    let count = counted.benefits.read();
    let at = count.place(Some(last), 0);
    let (total, benefits) = publish::year(&count, at);
    let bridge = flows::Asked { bridge: (Some(last.plus(1 - BRIDGE)), Some(last)), ..flows::Asked::default() };
    LeadershipPage {
        today,
        last,
        choices,
        cases: counted.listed.len(),
        left_out: count.left_out,
        total,
        benefits,
        flows: publish::flows(&count, at),
        ways: flows::page(&counted.flows, bridge, today),
        lengths: publish::lengths(&count, at, SHOWN),
        lengths_from: last.last_year().plus(-1),
        lengths_through: last.plus(-1),
        timeliness: timely::of(&counted.tally, last),
        breaks: count.breaks,
        months: last.last_year().through(last).collect(),
    }
}

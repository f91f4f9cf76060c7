//! *Ledelse*: the figures of the whole municipality. For team leaders, analysts and administrators.
//!
//! Everybody is counted, also those the reader may not see; no figure names a person, and few are not shown.

pub(crate) mod count;
pub(crate) mod monthly;
pub(crate) mod publish;
mod timely;

pub(crate) use count::Benefits;
pub(crate) use monthly::Monthly;
pub use publish::{Flow, FlowRow, LengthRow, SeriesRow};
pub use timely::Timeliness;

use crate::access::{FigureAction, Viewer, decide_figures};
use crate::counted::Counted;
use crate::{App, AppError, Moment, definitions};
use domain::Day;
use figures::Month;
use figures::breaks::DataBreak;
use figures::definition::{Definition, Indicator};

/// Read from what is counted of all cases; see `counted`.
#[derive(Clone, Debug)]
pub struct LeadershipPage {
    pub today: Day,
    /// Cases that are counted.
    pub cases: usize,
    /// Facts that could not be read as days on a benefit.
    pub left_out: usize,
    /// Thirteen whole months; the one that runs is not among them.
    pub months: Vec<Month>,
    pub total: SeriesRow,
    /// Benefits that somebody had in these months; the most received first.
    pub benefits: Vec<SeriesRow>,
    pub breaks: Vec<DataBreak>,
    /// Of the last month; the total is first.
    pub flows: Vec<FlowRow>,
    pub lengths: Vec<LengthRow>,
    /// The months in which the counted courses ended.
    pub lengths_from: Month,
    pub lengths_through: Month,
    pub timeliness: Timeliness,
}

impl LeadershipPage {
    pub fn last(&self) -> Month {
        Month::of(self.today).plus(-1)
    }

    /// What a figure counts, in the version of the day.
    pub fn definition(&self, id: Indicator) -> Result<&'static Definition, AppError> {
        definitions::of(id, self.today)
    }
}

/// Months of the page: the last one stands beside the same month a year before.
const SHOWN: usize = 13;

impl App {
    pub async fn leadership(&self, viewer: &Viewer, moment: Moment) -> Result<LeadershipPage, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        let today = moment.today;
        self.counted(today, |counted| page(counted, today)).await
    }

    /// Every month of every figure, for goals; `closed`: the day of a closed group.
    pub(crate) async fn monthly(
        &self,
        viewer: &Viewer,
        closed: Option<Day>,
        moment: Moment,
    ) -> Result<Monthly, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        self.counted(moment.today, |counted| Monthly::of(counted, closed, moment.today)).await?
    }
}

fn page(counted: &Counted, today: Day) -> LeadershipPage {
    let last = Month::of(today).plus(-1);
    let count = counted.benefits.read();
    let (total, benefits) = publish::series(&count);
    let (total, benefits) = publish::last_months((&total, &benefits), SHOWN);
    LeadershipPage {
        today,
        cases: counted.listed.len(),
        left_out: count.left_out,
        total,
        benefits,
        flows: publish::flows(&count, count.months.len() - 1),
        lengths: publish::lengths(&count, SHOWN),
        lengths_from: last.last_year().plus(-1),
        lengths_through: last.plus(-1),
        timeliness: timely::of(&counted.tally, last),
        breaks: count.breaks,
        months: last.last_year().through(last).collect(),
    }
}

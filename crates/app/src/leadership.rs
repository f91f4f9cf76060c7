//! *Ledelse*: the figures of the whole municipality. For team leaders, analysts and administrators.
//!
//! Everybody is counted, also those the reader may not see; no figure names a person, and few are not shown.

mod count;
mod publish;
mod timely;

pub use publish::{Flow, FlowRow, LengthRow, SeriesRow};
pub use timely::{NowRow, Timeliness, TimelyRow};

use crate::access::{FigureAction, Viewer, decide_figures};
use crate::{App, AppError, Moment, definitions};
use count::Count;
use domain::Day;
use figures::Month;
use figures::breaks::DataBreak;
use figures::definition::{Definition, Indicator};
use std::sync::Arc;
use store::duty::Owned;

/// Counted once after each commit and at the beginning of a day, for all readers.
#[derive(Debug)]
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

impl App {
    pub async fn leadership(&self, viewer: &Viewer, moment: Moment) -> Result<Arc<LeadershipPage>, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        let today = moment.today;
        // What is known before anything is read: whoever writes meanwhile is counted by the next reader.
        let known = self.store.commit_latest(self.municipality, None).await?;
        if let Some(page) = self.counted.of(known, today, &self.rulebook) {
            return Ok(page);
        }
        let page = Arc::new(self.count_municipality(today).await?);
        self.counted.keep(known, today, &self.rulebook, &page);
        Ok(page)
    }

    async fn count_municipality(&self, today: Day) -> Result<LeadershipPage, AppError> {
        let listed = self.listed(&Owned::All, today).await?;
        let last = Month::of(today).plus(-1);
        let rows = self.duties_dated(&Owned::All, today, None, (last.first_day(), last.last_day())).await?;
        let count = Count::of(listed.iter().map(|l| l.history.view()), last, today)?;
        let (total, benefits) = publish::series(&count);
        Ok(LeadershipPage {
            today,
            cases: listed.len(),
            left_out: count.left_out,
            total,
            benefits,
            breaks: count.breaks.clone(),
            flows: publish::flows(&count),
            lengths: publish::lengths(&count),
            lengths_from: count.months[0].plus(-1),
            lengths_through: last.plus(-1),
            timeliness: timely::of(&listed, &rows, last, today),
            months: count.months,
        })
    }
}

//! *Ledelse*: the figures of the whole municipality. For team leaders, analysts and administrators.
//!
//! Everybody is counted, also those the reader may not see; no figure names a person, and few are not shown.

mod count;
mod monthly;
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
pub(crate) use monthly::{Monthly, Wanted};
use rulebook::Rulebook;
use std::sync::{Arc, PoisonError, RwLock};
use store::CommitNumber;
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

/// What was counted last, with what it was counted from.
#[derive(Debug, Default)]
pub(crate) struct Counted(RwLock<Option<Kept>>);

/// Months of the page: the last one stands beside the same month a year before.
const SHOWN: usize = 13;

#[derive(Debug)]
struct Kept {
    known: CommitNumber,
    today: Day,
    rulebook: Arc<Rulebook>,
    wanted: Wanted,
    counts: Counts,
}

/// The page, and the months behind it.
#[derive(Clone, Debug)]
pub(crate) struct Counts {
    page: Arc<LeadershipPage>,
    pub(crate) monthly: Arc<Monthly>,
}

impl Counted {
    fn of(&self, known: CommitNumber, today: Day, rulebook: &Arc<Rulebook>, wanted: &Wanted) -> Option<Counts> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let same = |k: &&Kept| {
            k.known == known && k.today == today && Arc::ptr_eq(&k.rulebook, rulebook) && k.wanted.covers(wanted)
        };
        kept.as_ref().filter(same).map(|k| k.counts.clone())
    }

    fn keep(&self, kept: Kept) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }
}

impl App {
    pub async fn leadership(&self, viewer: &Viewer, moment: Moment) -> Result<Arc<LeadershipPage>, AppError> {
        Ok(self.counts(viewer, &Wanted::default(), moment).await?.page)
    }

    /// The municipality's figures, counted once for every page that shows them.
    pub(crate) async fn counts(&self, viewer: &Viewer, wanted: &Wanted, moment: Moment) -> Result<Counts, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        let today = moment.today;
        // What is known before anything is read: whoever writes meanwhile is counted by the next reader.
        let known = self.store.commit_latest(self.municipality, None).await?;
        if let Some(counts) = self.counted.of(known, today, &self.rulebook, wanted) {
            return Ok(counts);
        }
        // What the goals ask for is counted with the rest, so that going between the pages counts nothing again.
        let wanted = self.goals_want(wanted).await?;
        let counts = self.count_municipality(&wanted, today).await?;
        let (rulebook, counts_kept) = (Arc::clone(&self.rulebook), counts.clone());
        self.counted.keep(Kept { known, today, rulebook, wanted, counts: counts_kept });
        Ok(counts)
    }

    async fn count_municipality(&self, wanted: &Wanted, today: Day) -> Result<Counts, AppError> {
        let listed = self.listed(&Owned::All, today).await?;
        let last = Month::of(today).plus(-1);
        let count = Count::of(listed.iter().map(|l| l.history.view()), last, today, &wanted.closed)?;
        let first = if wanted.timely { count.months[0] } else { last };
        let rows = self.duties_dated(&Owned::All, today, None, (first.first_day(), last.last_day())).await?;
        let ours = timely::ours(&rows);
        let months = count.months.iter().filter(|_| wanted.timely);
        let by_month = months.map(|month| timely::kept(&ours, *month, today)).collect();
        let monthly = Monthly::of(&count, by_month, &wanted.closed);
        let (total, benefits) = publish::last_months((&monthly.total, &monthly.benefits), SHOWN);
        let page = LeadershipPage {
            today,
            cases: listed.len(),
            left_out: count.left_out,
            total,
            benefits,
            breaks: count.breaks.clone(),
            flows: monthly.last_flows(),
            lengths: publish::lengths(&count, SHOWN),
            lengths_from: last.last_year().plus(-1),
            lengths_through: last.plus(-1),
            timeliness: timely::of(&listed, &ours, last, today),
            months: last.last_year().through(last).collect(),
        };
        Ok(Counts { page: Arc::new(page), monthly: Arc::new(monthly) })
    }
}

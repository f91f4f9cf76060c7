//! The part of a trial that takes its time: every case under both rulebooks, beside the requests.

use super::jobs::{AsyncComputing, Computed, Progress};
use super::usage::may_list;
use crate::access::Viewer;
use crate::{App, AppError};
use domain::Day;
use rulebook::simulate::{Baseline, Beside, Difference, beside};
use rulebook::{Change, Rulebook};
use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::sync::Arc;
use store::histories::CaseHistory;

/// What a trial is made of.
pub(super) struct Computing {
    pub(super) app: App,
    pub(super) change: Arc<Change>,
    /// Whose cases alone it is made on: an outside actor's.
    pub(super) only: Option<Viewer>,
    pub(super) today: Day,
    /// Another day, with what was known then.
    pub(super) known_on: Option<Day>,
}

impl AsyncComputing for Computing {
    async fn run(self, progress: &Arc<Progress>) -> Result<Computed, AppError> {
        let Computing { app, change, only, today, known_on } = self;
        let histories = match known_on {
            None => app.store.histories(app.municipality).await?,
            Some(_) => {
                let known = app.store.commit_latest(app.municipality, known_on).await?;
                app.store.histories_known(app.municipality, known).await?
            }
        };
        let known = histories.known.0;
        // Whoever is sent a part of the cases sees what was open to them then and is open to them now.
        let open_now: Option<HashSet<i64>> = match (&only, known_on) {
            (Some(viewer), Some(_)) => {
                let now = app.store.histories(app.municipality).await?;
                let open = now.cases().filter(|c| may_list(&app.config, viewer, c, today));
                Some(open.map(|c| c.case).collect())
            }
            _ => None,
        };
        let sees = |c: &Arc<CaseHistory>| {
            only.as_ref().is_none_or(|viewer| may_list(&app.config, viewer, c, known_on.unwrap_or(today)))
                && open_now.as_ref().is_none_or(|open| open.contains(&c.case))
        };
        let cases: Vec<Arc<CaseHistory>> = histories.cases.into_iter().filter(sees).collect();
        let progress = Arc::clone(progress);
        let beside = move || {
            let (difference, beside) =
                compare(&cases, (&app.rulebook, &change.rulebook), known_on.unwrap_or(today), &progress);
            Computed { change, cases, known, difference, beside }
        };
        tokio::task::spawn_blocking(beside).await.map_err(|e| AppError::Internal(format!("a trial broke off: {e}")))
    }
}

/// Goes through the cases three times, and stops where nobody waits any more.
fn compare<'c>(
    cases: &'c [Arc<CaseHistory>],
    (before, after): (&Rulebook, &Rulebook),
    day: Day,
    progress: &'c Progress,
) -> (Difference, Beside) {
    progress.begin(3 * cases.len());
    let views = |part: &'c [Arc<CaseHistory>]| {
        let counted = part.iter().take_while(|_| !progress.is_stopped()).inspect(|_| progress.step());
        counted.map(|c| c.view())
    };
    // As many parts as the machine works on at once.
    let workers = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let stretch = cases.len().div_ceil(workers).max(1);
    let parts = || cases.chunks(stretch).map(&views);
    let dates = Baseline::new(parts(), before, day).try_change(parts(), before, after);
    (dates, beside(views(cases), before, after, day))
}

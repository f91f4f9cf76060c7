//! The part of a trial that takes its time: every case under both rulebooks, beside the requests.

use super::jobs::{AsyncComputing, Computed, Progress};
use super::usage::may_list;
use crate::access::Viewer;
use crate::{App, AppError};
use domain::Day;
use rulebook::simulate::{Baseline, Difference};
use rulebook::{Change, Rulebook};
use std::sync::Arc;
use store::histories::CaseHistory;

/// What a trial is made of.
pub(super) struct Computing {
    pub(super) app: App,
    pub(super) change: Arc<Change>,
    /// Whose cases alone it is made on: an outside actor's.
    pub(super) only: Option<Viewer>,
    pub(super) today: Day,
}

impl AsyncComputing for Computing {
    async fn run(self, progress: &Arc<Progress>) -> Result<Computed, AppError> {
        let Computing { app, change, only, today } = self;
        let histories = app.store.histories(app.municipality).await?;
        let known = histories.known.0;
        let sees = |c: &Arc<CaseHistory>| only.as_ref().is_none_or(|viewer| may_list(viewer, c, today));
        let cases: Vec<Arc<CaseHistory>> = histories.cases.into_iter().filter(sees).collect();
        let progress = Arc::clone(progress);
        let beside = move || {
            let difference = compare(&cases, &app.rulebook, &change.rulebook, today, &progress);
            Computed { change, cases, known, difference }
        };
        tokio::task::spawn_blocking(beside).await.map_err(|e| AppError::Internal(format!("a trial broke off: {e}")))
    }
}

/// Goes through the cases twice, and stops where nobody waits any more.
fn compare(
    cases: &[Arc<CaseHistory>],
    before: &Rulebook,
    after: &Rulebook,
    day: Day,
    progress: &Progress,
) -> Difference {
    progress.begin(2 * cases.len());
    let views = || {
        let counted = cases.iter().take_while(|_| !progress.is_stopped()).inspect(|_| progress.step());
        counted.map(|c| c.view())
    };
    Baseline::new(views(), before, day).try_change(views(), before, after)
}

//! After a new version of the program: cases whose stored rows other rules have made, and making those rows again.

use crate::access::{RuleAction, Viewer, decide_rule};
use crate::{App, AppError};
use domain::instant::Instant;
use std::sync::atomic::Ordering;
use store::StoreError;
use store::moves::Moves;
use store::renew::{Portion, Renewed};
use store::write::Author;

/// What renewing did, or would do.
#[derive(Clone, Debug, Default)]
pub struct Renewal {
    pub cases: u64,
    pub moves: Moves,
    /// Its first and its last commit; none where nothing was written.
    pub commits: Option<(i64, i64)>,
}

impl Renewal {
    fn add(&mut self, some: &Renewed) {
        self.cases += some.cases;
        self.moves.add(&some.moves);
        if let Some(commit) = some.commit {
            self.commits = Some((self.commits.map_or(commit.0, |(first, _)| first), commit.0));
        }
    }
}

impl App {
    /// How many cases have rows that other rules, or another engine, than this program's have made. Asked until there are
    /// none: from then on this program makes every row.
    pub async fn cases_of_other_rules(&self) -> Result<u64, AppError> {
        if self.held.all_renewed.load(Ordering::Relaxed) {
            return Ok(0);
        }
        let found = self.store.cases_of_other_rules(self.municipality, &self.shipped().edition()).await?;
        self.held.all_renewed.store(found == 0, Ordering::Relaxed);
        Ok(found)
    }

    /// The same for those who answer for the rules; nobody else is told.
    pub async fn other_rules_told(&self, viewer: &Viewer) -> Result<u64, AppError> {
        if decide_rule(viewer, RuleAction::ActivateGoal).is_err() {
            return Ok(0);
        }
        self.cases_of_other_rules().await
    }

    /// Makes those rows again, some people at a time, each time a commit. Whoever is cut off is run again and goes on.
    /// `told` hears how many cases are done.
    pub async fn renew(
        &self,
        author: &Author,
        now: impl Fn() -> Instant,
        told: impl Fn(u64),
    ) -> Result<Renewal, AppError> {
        let (mut done, mut after) = (Renewal::default(), 0);
        loop {
            // Somebody may set a text in force meanwhile.
            let app = self.now().await?;
            let some =
                app.store.renew_next(self.municipality, &app.rulebook, (author, now()), Portion::after(after)).await;
            match some {
                Ok(None) => return Ok(done),
                Ok(Some(some)) => {
                    after = some.through;
                    done.add(&some);
                    told(done.cases);
                }
                Err(StoreError::OtherRules) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// What [`App::renew`] would do. Writes nothing.
    pub async fn renew_look(&self, told: impl Fn(u64)) -> Result<Renewal, AppError> {
        let (mut found, mut after) = (Renewal::default(), 0);
        while let Some(some) = self.store.renew_look(self.municipality, &self.rulebook, Portion::after(after)).await? {
            after = some.through;
            found.add(&some);
            told(found.cases);
        }
        Ok(found)
    }
}

//! What is counted of all cases at once: kept until something is written, the day changes or other rules hold.

use domain::Day;
use rulebook::Rulebook;
use std::sync::{Arc, PoisonError, RwLock};
use store::CommitNumber;

/// What was counted last, with what it was counted from; shared by all readers.
#[derive(Debug)]
pub(crate) struct LastCount<T>(RwLock<Option<Kept<T>>>);

#[derive(Debug)]
struct Kept<T> {
    known: CommitNumber,
    today: Day,
    rulebook: Arc<Rulebook>,
    found: Arc<T>,
}

impl<T> Default for LastCount<T> {
    fn default() -> LastCount<T> {
        LastCount(RwLock::new(None))
    }
}

impl<T> LastCount<T> {
    pub(crate) fn of(&self, known: CommitNumber, today: Day, rulebook: &Arc<Rulebook>) -> Option<Arc<T>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let same = |k: &&Kept<T>| k.known == known && k.today == today && Arc::ptr_eq(&k.rulebook, rulebook);
        kept.as_ref().filter(same).map(|k| Arc::clone(&k.found))
    }

    /// What was counted last, of whatever day and commit.
    pub(crate) fn last(&self) -> Option<Arc<T>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(|k| Arc::clone(&k.found))
    }

    pub(crate) fn keep(&self, known: CommitNumber, today: Day, rulebook: &Arc<Rulebook>, found: &Arc<T>) {
        let (rulebook, found) = (Arc::clone(rulebook), Arc::clone(found));
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Kept { known, today, rulebook, found });
    }
}

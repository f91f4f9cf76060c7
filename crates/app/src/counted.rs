//! What the process keeps counted of all cases, for the figures of the municipality: a case that was written to is taken
//! away and counted again, and all else stays. Counted anew on another day and under other rules.

use crate::flows::{Granted, Material};
use crate::leadership::{Benefits, Efforts, Monthly};
use crate::lists::Listed;
use crate::timeliness::tally::Tally;
use crate::{App, AppError};
use domain::Day;
use domain::kinds::FactKind;
use rulebook::Rulebook;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use store::CommitNumber;
use store::duty::Owned;

/// Shared by all requests.
#[derive(Debug, Default)]
pub(crate) struct Counts(RwLock<Option<Counted>>);

/// The counts, with the cases they were counted from.
#[derive(Debug)]
pub(crate) struct Counted {
    known: CommitNumber,
    today: Day,
    rulebook: Arc<Rulebook>,
    pub(crate) listed: Vec<Arc<Listed>>,
    pub(crate) tally: Tally,
    pub(crate) benefits: Benefits,
    pub(crate) efforts: Efforts,
    pub(crate) flows: Material,
    /// Made for the first reader after a change.
    monthly: OnceLock<Arc<Monthly>>,
}

impl Counted {
    fn new(rulebook: &Arc<Rulebook>, today: Day, granted: Granted) -> Result<Counted, AppError> {
        let benefits = Benefits::new(today)?;
        Ok(Counted {
            efforts: Efforts::new(benefits.months().to_vec()),
            known: CommitNumber(-1),
            today,
            rulebook: Arc::clone(rulebook),
            listed: Vec::new(),
            tally: Tally::new(rulebook, today),
            benefits,
            flows: Material::new(today, granted)?,
            monthly: OnceLock::new(),
        })
    }

    fn is_for(&self, rulebook: &Arc<Rulebook>, today: Day) -> bool {
        self.today == today && Arc::ptr_eq(&self.rulebook, rulebook)
    }

    /// Every counted month of every figure.
    pub(crate) fn monthly(&self, today: Day) -> Result<Arc<Monthly>, AppError> {
        if let Some(kept) = self.monthly.get() {
            return Ok(Arc::clone(kept));
        }
        let made = Arc::new(Monthly::of(self, None, today)?);
        Ok(Arc::clone(self.monthly.get_or_init(|| made)))
    }

    /// One case more, or with −1 one less.
    fn case(&mut self, case: &Listed, by: i32) {
        self.monthly = OnceLock::new();
        self.tally.case(case, by);
        self.benefits.case(case.history.view(), by);
        self.efforts.case(case.history.view(), by);
    }

    /// Takes what these cases were and counts what they are.
    fn advance(&mut self, changed: Vec<Arc<Listed>>) {
        for new in changed {
            self.case(&new, 1);
            self.flows.put(&new.history);
            match self.listed.binary_search_by_key(&new.case(), |l| l.case()) {
                Ok(at) => {
                    let old = std::mem::replace(&mut self.listed[at], new);
                    self.case(&old, -1);
                }
                Err(at) => self.listed.insert(at, new),
            }
        }
    }
}

/// How often a reader whose count others have moved on looks again before counting all cases.
const TRIES: usize = 3;

impl App {
    /// Reads from what is counted of all cases, after counting what was written since.
    pub(crate) async fn counted<T>(&self, today: Day, read: impl FnOnce(&Counted) -> T) -> Result<T, AppError> {
        for _ in 0..TRIES {
            let Some((from, granted)) = self.counted_through(today) else { break };
            let since = self.store.cases_since(self.municipality, from).await?;
            if since.changed.is_empty() {
                let kept = self.counts.0.read().unwrap_or_else(PoisonError::into_inner);
                let same = |k: &&Counted| k.is_for(&self.rulebook, today) && k.listed.len() == since.cases;
                if let Some(counted) = kept.as_ref().filter(same) {
                    return Ok(read(counted));
                }
                break;
            }
            let changed = self.listed_by_id(&since.changed, today).await?;
            let granted = self.store.facts_known_on(self.municipality, FactKind::OfferGranted, granted).await?;
            let mut kept = self.counts.0.write().unwrap_or_else(PoisonError::into_inner);
            // Others may have counted the same meanwhile, or more.
            let Some(counted) = kept.as_mut().filter(|k| k.is_for(&self.rulebook, today) && k.known == from) else {
                continue;
            };
            counted.flows.grant(granted);
            counted.advance(changed);
            counted.known = since.known;
            // A case that is no longer there leaves the count only when all are counted anew.
            if counted.listed.len() == since.cases {
                return Ok(read(counted));
            }
            *kept = None;
        }
        self.count_all(today, read).await
    }

    /// The commit through which the cases are counted, for this day and these rules, and the last granted offer whose day
    /// is known.
    fn counted_through(&self, today: Day) -> Option<(CommitNumber, i64)> {
        let kept = self.counts.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|k| k.is_for(&self.rulebook, today)).map(|k| (k.known, k.flows.granted().last()))
    }

    /// The days on which granted offers became known, of whatever day they were counted on.
    fn granted(&self) -> Granted {
        let kept = self.counts.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().map(|k| k.flows.granted().clone()).unwrap_or_default()
    }

    async fn count_all<T>(&self, today: Day, read: impl FnOnce(&Counted) -> T) -> Result<T, AppError> {
        // What is known before anything is read: what somebody writes meanwhile is counted by the next reader.
        let known = self.store.commit_latest(self.municipality, None).await?;
        let mut counted = Counted::new(&self.rulebook, today, self.granted())?;
        counted.listed = self.listed(&Owned::All, today).await?;
        let after = counted.flows.granted().last();
        counted.flows.grant(self.store.facts_known_on(self.municipality, FactKind::OfferGranted, after).await?);
        for case in std::mem::take(&mut counted.listed) {
            counted.case(&case, 1);
            counted.flows.put(&case.history);
            counted.listed.push(case);
        }
        counted.known = known;
        let found = read(&counted);
        let mut kept = self.counts.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|k| !k.is_for(&self.rulebook, today) || k.known <= known) {
            *kept = Some(counted);
        }
        Ok(found)
    }
}

//! Giving many cases at once: each by itself, with what became of it. One that cannot does not stop the others.

use super::leads;
use crate::access::{Action, Offered, Viewer, decide};
use crate::handover::{Receiver, objection, receiver_of};
use crate::record::{Change, NewOwner, Recorded};
use crate::register::Posted;
use crate::{App, AppError, FormError, Moment};
use domain::codes::Code;
use domain::kinds::FactData;
use std::collections::BTreeSet;
use store::account::Account;

/// What became of one case.
#[derive(Clone, Debug)]
pub struct Assigned {
    pub case: i64,
    /// None where the reader may not see whose case it is.
    pub name: Option<String>,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The case has its new owner.
    Given,
    /// Another unit has to say yes first.
    Proposed,
    /// Not done: key of the reason's text.
    No(String),
}

const WHAT: &str = "fordeling";

impl App {
    /// Gives cases to a colleague or a unit. Inside the leader's own unit her word is the answer, too; another unit,
    /// also one under hers, is asked. `chosen` are cases with the version their row was made from, each given once
    /// though several of its rows are chosen; `key` makes a second post harmless.
    pub async fn assign(
        &self,
        viewer: &Viewer,
        chosen: &[(i64, i64)],
        to: &str,
        key: &str,
        moment: Moment,
    ) -> Result<Vec<Assigned>, AppError> {
        leads(viewer).map_err(AppError::NoAccess)?;
        let accounts = self.store.account_list(self.municipality, moment.today).await?;
        let mistake = |field, key| AppError::Form(vec![FormError { field, key, values: Vec::new() }]);
        if chosen.is_empty() {
            return Err(mistake("c", "assign.error.none"));
        }
        let to = receiver_of(to, &accounts).ok_or_else(|| mistake("receiver", "handover.error.choose"))?;
        let mut done = Vec::with_capacity(chosen.len());
        let mut seen = BTreeSet::new();
        for (case, version) in chosen.iter().filter(|(case, _)| seen.insert(*case)) {
            let posted = Posted { case: *case, version: *version, key: format!("{key}-{case}") };
            done.push(self.assign_one(viewer, &posted, &to, &accounts, moment).await?);
        }
        done.sort_by_key(|d| !matches!(d.outcome, Outcome::No(_)));
        Ok(done)
    }

    async fn assign_one(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        to: &Receiver,
        accounts: &[Account],
        moment: Moment,
    ) -> Result<Assigned, AppError> {
        let said = |name, outcome| Ok(Assigned { case: posted.case, name, outcome });
        let ours = to.unit == viewer.unit;
        let case = match self.case_open(viewer, posted.case, Action::HandOver, WHAT, moment).await {
            Ok(case) => case,
            Err(AppError::NoAccess(refusal)) => {
                return said(None, Outcome::No(format!("refusal.{}", refusal.code())));
            }
            Err(AppError::NotFound) => return said(None, Outcome::No("assign.error.gone".into())),
            Err(other) => return Err(other),
        };
        let name = Some(case.row.person.name());
        let before = self.store.form_key_find(self.municipality, &posted.key).await?.is_some();
        if before {
            return said(name, if ours { Outcome::Given } else { Outcome::Proposed });
        }
        if !self.leads_in(viewer, &case.row.unit, moment.today) {
            return said(name, Outcome::No("assign.error.other_unit".into()));
        }
        if case.stance.offered.is_some() {
            return said(name, Outcome::No("handover.error.waiting".into()));
        }
        if let Some(key) = objection(&case.stance, accounts, to) {
            return said(name, Outcome::No(key.to_owned()));
        }
        let (unit, person) = (to.unit.clone(), to.person.clone());
        let mut stance = case.stance.clone();
        stance.offered = Some(Offered { unit: unit.clone(), person: person.clone() });
        let answers = ours && decide(viewer, &stance, Action::AnswerHandover).is_ok();
        let today = moment.today;
        let proposed = FactData::HandoverProposed { unit: unit.clone(), person: person.clone() };
        let mut facts = vec![Recorded::new(proposed, today, None)];
        let mut owner = None;
        if answers {
            let accepted = FactData::HandoverAccepted { unit: unit.clone(), person: person.clone() };
            facts.push(Recorded::new(accepted, today, None));
            owner = Some(NewOwner { unit, employee: person });
        }
        let change = Change { person: case.row.person.id, facts, owner, what: WHAT };
        match self.case_save(viewer, posted, change, moment).await {
            Ok(_) => said(name, if answers { Outcome::Given } else { Outcome::Proposed }),
            Err(AppError::Conflict) => said(name, Outcome::No("assign.error.changed".into())),
            Err(other) => Err(other),
        }
    }
}

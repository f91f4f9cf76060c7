//! Proposals that somebody has tried and saved: their text, their reason and what they did to the cases then.

use super::control::reason;
use super::trial::{Answer, Proposal, Running, Trial, Tried, Trying};
use crate::access::{RuleAction, Viewer, decide_rule};
use crate::record::client_of;
use crate::{App, AppError, FormError, Moment};
use domain::Day;
use rulebook::control::text_hash;
use serde_json::{Value, json};
use store::rule::{NewProposal, ProposalRow};
use store::write::Author;

/// What a proposal did to the cases of the day it was saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    pub cases: u64,
    pub changed_cases: u64,
    /// Open dates that are not as before.
    pub dates: u64,
    /// Passed dates of the changed rule, before and after.
    pub over: (u64, u64),
    pub law_same: bool,
    /// It changed a right, a limit, a gate or a rate, and no dates.
    pub beside: bool,
}

#[derive(Clone, Debug)]
pub struct SavedView {
    pub number: i64,
    pub rule: String,
    /// Title of the rule; its id where there is none any more.
    pub title: String,
    pub name: String,
    pub reason: String,
    pub text: String,
    pub by: String,
    pub on: Day,
    pub effect: Effect,
    /// Who put it aside, and when.
    pub discarded: Option<(String, Day)>,
    /// The rule's text is another than the one it was made from.
    pub stale: bool,
    /// It is the text that holds now.
    pub in_force: bool,
}

/// What the form says.
#[derive(Clone, Debug)]
pub struct SaveForm {
    pub rule: String,
    pub text: String,
    pub name: String,
    pub reason: String,
    pub key: String,
}

/// What became of saving: its number, or the trial with what is wrong.
pub enum Saving {
    Done(i64),
    /// The text cannot be used, or changes nothing; or the form lacks something.
    NotYet(Box<Proposal>, Vec<FormError>),
    /// What it does is being worked out; it is saved when that was seen.
    Running(Running),
    Gone,
}

const LONGEST_NAME: usize = 100;

fn effect_json(answer: &Answer) -> Value {
    let own = answer.lines.iter().find(|l| l.changed_rule).map(|l| (l.line.before.over, l.line.after.over));
    let over = own.unwrap_or_default();
    json!({
        "cases": answer.cases,
        "changed_cases": answer.changed_cases,
        "dates": answer.lines.iter().map(|l| l.line.moved()).sum::<usize>(),
        "over": [over.0, over.1],
        "law_same": answer.law_same,
        "beside": !answer.beside.is_empty(),
    })
}

fn effect(text: &str) -> Effect {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let number = |v: &Value| v.as_u64().unwrap_or(0);
    Effect {
        cases: number(&value["cases"]),
        changed_cases: number(&value["changed_cases"]),
        dates: number(&value["dates"]),
        over: (number(&value["over"][0]), number(&value["over"][1])),
        law_same: value["law_same"].as_bool().unwrap_or(false),
        beside: value["beside"].as_bool().unwrap_or(false),
    }
}

impl App {
    fn saved_view(&self, row: ProposalRow) -> SavedView {
        let rule = self.rulebook.find(&row.proposal.rule).map(|ix| self.rulebook.rule(ix));
        let hash = rule.map(|r| text_hash(&r.source_text)).unwrap_or_default();
        let in_force = hash == text_hash(row.proposal.text.trim_end());
        SavedView {
            number: row.said.commit,
            title: rule.map_or_else(|| row.proposal.rule.clone(), |r| r.title.clone()),
            rule: row.proposal.rule,
            name: row.proposal.name,
            reason: row.proposal.reason,
            text: row.proposal.text,
            by: row.said.actor,
            on: row.said.at.day(),
            effect: effect(&row.proposal.effect),
            discarded: row.discarded.map(|d| (d.actor, d.at.day())),
            stale: !in_force && hash != row.proposal.was_hash,
            in_force,
        }
    }

    /// Every saved proposal, newest first. They hold no persons: everybody may read them.
    pub async fn proposals(&self, _viewer: &Viewer) -> Result<Vec<SavedView>, AppError> {
        let rows = self.store.proposal_list(self.municipality).await?;
        Ok(rows.into_iter().map(|row| self.saved_view(row)).collect())
    }

    /// Saves a changed text that can be used, with what it does to the cases of today.
    pub async fn proposal_save(&self, viewer: &Viewer, form: &SaveForm, moment: Moment) -> Result<Saving, AppError> {
        decide_rule(viewer, RuleAction::Propose).map_err(AppError::NoAccess)?;
        if let Some(done) = self.store.form_key_find(self.municipality, &form.key).await? {
            return Ok(Saving::Done(done.0));
        }
        let (name, reason_typed) = (form.name.clone(), form.reason.clone());
        let trial =
            Trial { rule: form.rule.clone(), text: form.text.clone(), name, reason: reason_typed, ..Trial::default() };
        let found = match self.trial_again(viewer, trial, moment).await? {
            Trying::Done(found) => *found,
            Trying::Running(running) => return Ok(Saving::Running(running)),
            Trying::Gone => return Ok(Saving::Gone),
        };
        if matches!(found.tried, Tried::GivesNothing) {
            return Err(AppError::NotFound);
        }
        let mistake = |field, key| FormError { field, key, values: Vec::new() };
        let mut errors = Vec::new();
        let name = form.name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            errors.push(mistake("navn", "try.error.name"));
        }
        match reason(&form.reason) {
            Err(AppError::Form(more)) => errors.extend(more),
            Err(other) => return Err(other),
            Ok(_) => {}
        }
        if found.text.trim_end() == found.was.trim_end() {
            errors.push(mistake("tekst", "try.error.same"));
        }
        let effect = match &found.tried {
            Tried::Done(answer) if errors.is_empty() => effect_json(answer).to_string(),
            _ => return Ok(Saving::NotYet(Box::new(found), errors)),
        };
        let author = Author { actor: viewer.name.clone(), client: client_of(viewer), what: "regelforslag".into() };
        let mut write = self.store.begin_write(self.municipality, &author, moment.now).await?;
        if let Some(done) = write.form_key_take(&form.key).await? {
            return Ok(Saving::Done(done.0));
        }
        let proposal = NewProposal {
            rule: found.rule,
            name: name.to_owned(),
            reason: form.reason.trim().to_owned(),
            text: found.text.trim_end().to_owned(),
            was_hash: text_hash(&found.was),
            effect,
        };
        write.proposal_add(&proposal).await?;
        Ok(Saving::Done(write.commit(&self.rulebook).await?.0))
    }

    /// Puts a proposal aside; it can still be read.
    pub async fn proposal_discard(
        &self,
        viewer: &Viewer,
        number: i64,
        key: &str,
        moment: Moment,
    ) -> Result<(), AppError> {
        decide_rule(viewer, RuleAction::Propose).map_err(AppError::NoAccess)?;
        let row = self.proposal_find(number).await?;
        // Those who answer for the rules put any aside; others their own.
        if row.said.actor != viewer.name {
            decide_rule(viewer, RuleAction::ActivateGoal).map_err(AppError::NoAccess)?;
        }
        let author = Author { actor: viewer.name.clone(), client: client_of(viewer), what: "regelforslag".into() };
        let mut write = self.store.begin_write(self.municipality, &author, moment.now).await?;
        if write.form_key_take(key).await?.is_some() || row.discarded.is_some() {
            return Ok(());
        }
        write.proposal_discard(number).await?;
        write.commit(&self.rulebook).await?;
        Ok(())
    }

    pub(super) async fn proposal_find(&self, number: i64) -> Result<ProposalRow, AppError> {
        let rows = self.store.proposal_list(self.municipality).await?;
        rows.into_iter().find(|row| row.said.commit == number).ok_or(AppError::NotFound)
    }
}

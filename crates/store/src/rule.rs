//! What the municipality says of its rules: control marks, proposals, activations. Only ever added to.

use crate::write::Write;
use crate::{MunicipalityId, Store, StoreError};
use domain::Day;
use domain::instant::Instant;
use sqlx::Row;
use sqlx::any::AnyRow;

/// Who said it, and in which commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub commit: i64,
    pub actor: String,
    pub at: Instant,
}

/// A person has controlled a version's text, or takes that back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMark {
    pub rule: String,
    pub version_from: Day,
    pub text_hash: String,
    pub role: String,
    pub on: Day,
    pub withdrawn: bool,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProposal {
    pub rule: String,
    pub name: String,
    pub reason: String,
    pub text: String,
    /// Hash of the rule's text that it was made from.
    pub was_hash: String,
    /// What it did to the cases when it was saved, as JSON.
    pub effect: String,
}

/// A proposal with its author; `commit` is its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRow {
    pub said: Said,
    pub proposal: NewProposal,
    /// Who put it aside.
    pub discarded: Option<Said>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewActivation {
    pub rule: String,
    /// None: the shipped text again.
    pub text: Option<String>,
    /// Hash of the shipped text of that day.
    pub base_hash: String,
    /// Hash of all texts that hold from here on.
    pub activated: String,
    pub role: String,
    pub reason: String,
    pub proposal: Option<i64>,
}

/// The newest words, so that whoever keeps a rulebook sees that it is old.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleState {
    pub activation: i64,
    pub mark: i64,
}

fn day(row: &AnyRow, column: usize) -> Result<Day, sqlx::Error> {
    let number: i64 = row.try_get(column)?;
    Ok(Day::from_number(i32::try_from(number).unwrap_or(i32::MAX)))
}

/// The three columns from `column` on.
fn said(row: &AnyRow, column: usize) -> Result<Said, sqlx::Error> {
    Ok(Said { commit: row.try_get(column)?, actor: row.try_get(column + 1)?, at: Instant(row.try_get(column + 2)?) })
}

fn mark(row: &AnyRow) -> Result<(Said, NewMark), sqlx::Error> {
    let withdrawn: i64 = row.try_get(8)?;
    let mark = NewMark {
        rule: row.try_get(3)?,
        version_from: day(row, 4)?,
        text_hash: row.try_get(5)?,
        role: row.try_get(6)?,
        on: day(row, 7)?,
        withdrawn: withdrawn != 0,
        reason: row.try_get(9)?,
    };
    Ok((said(row, 0)?, mark))
}

fn proposal(row: &AnyRow) -> Result<ProposalRow, sqlx::Error> {
    let gone: Option<i64> = row.try_get(9)?;
    Ok(ProposalRow {
        said: said(row, 0)?,
        proposal: NewProposal {
            rule: row.try_get(3)?,
            name: row.try_get(4)?,
            reason: row.try_get(5)?,
            text: row.try_get(6)?,
            was_hash: row.try_get(7)?,
            effect: row.try_get(8)?,
        },
        discarded: gone.map(|_| said(row, 9)).transpose()?,
    })
}

fn activation(row: &AnyRow) -> Result<(Said, NewActivation), sqlx::Error> {
    let activation = NewActivation {
        rule: row.try_get(3)?,
        text: row.try_get(4)?,
        base_hash: row.try_get(5)?,
        activated: row.try_get(6)?,
        role: row.try_get(7)?,
        reason: row.try_get(8)?,
        proposal: row.try_get(9)?,
    };
    Ok((said(row, 0)?, activation))
}

impl Store {
    pub async fn rule_state(&self, municipality: MunicipalityId) -> Result<RuleState, StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT COALESCE(MAX(commit_number), 0) FROM rule_activation WHERE municipality = $1), (SELECT COALESCE(MAX(commit_number), 0) FROM rule_mark WHERE municipality = $1)",
        )
        .bind(municipality.0)
        .fetch_one(&self.pool)
        .await?;
        Ok(RuleState { activation: row.try_get(0)?, mark: row.try_get(1)? })
    }

    /// Every mark and every withdrawal, oldest first.
    pub async fn mark_list(&self, municipality: MunicipalityId) -> Result<Vec<(Said, NewMark)>, StoreError> {
        let text = "SELECT m.commit_number, c.actor, c.at, m.rule, m.version_from, m.text_hash, m.role, m.on_day, m.withdrawn, m.reason FROM rule_mark m JOIN commit_log c ON c.municipality = m.municipality AND c.number = m.commit_number WHERE m.municipality = $1 ORDER BY m.commit_number";
        let rows = sqlx::query(text).bind(municipality.0).fetch_all(&self.pool).await?;
        Ok(rows.iter().map(mark).collect::<Result<_, _>>()?)
    }

    /// Every proposal, also those put aside, newest first.
    pub async fn proposal_list(&self, municipality: MunicipalityId) -> Result<Vec<ProposalRow>, StoreError> {
        let text = "SELECT p.commit_number, c.actor, c.at, p.rule, p.name, p.reason, p.rule_text, p.was_hash, p.effect, d.commit_number, dc.actor, dc.at FROM rule_proposal p JOIN commit_log c ON c.municipality = p.municipality AND c.number = p.commit_number LEFT JOIN rule_discard d ON d.municipality = p.municipality AND d.proposal = p.commit_number LEFT JOIN commit_log dc ON dc.municipality = d.municipality AND dc.number = d.commit_number WHERE p.municipality = $1 ORDER BY p.commit_number DESC";
        let rows = sqlx::query(text).bind(municipality.0).fetch_all(&self.pool).await?;
        Ok(rows.iter().map(proposal).collect::<Result<_, _>>()?)
    }

    /// Every activation, oldest first.
    pub async fn activation_list(
        &self,
        municipality: MunicipalityId,
    ) -> Result<Vec<(Said, NewActivation)>, StoreError> {
        let text = "SELECT a.commit_number, c.actor, c.at, a.rule, a.rule_text, a.base_hash, a.activated, a.role, a.reason, a.proposal FROM rule_activation a JOIN commit_log c ON c.municipality = a.municipality AND c.number = a.commit_number WHERE a.municipality = $1 ORDER BY a.commit_number";
        let rows = sqlx::query(text).bind(municipality.0).fetch_all(&self.pool).await?;
        Ok(rows.iter().map(activation).collect::<Result<_, _>>()?)
    }
}

impl Write {
    pub async fn mark_add(&mut self, mark: &NewMark) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO rule_mark (municipality, commit_number, rule, version_from, text_hash, role, on_day, withdrawn, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(self.municipality.0)
            .bind(self.number)
            .bind(mark.rule.as_str())
            .bind(i64::from(mark.version_from.number()))
            .bind(mark.text_hash.as_str())
            .bind(mark.role.as_str())
            .bind(i64::from(mark.on.number()))
            .bind(i64::from(mark.withdrawn))
            .bind(mark.reason.as_deref())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    pub async fn proposal_add(&mut self, proposal: &NewProposal) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO rule_proposal (municipality, commit_number, rule, name, reason, rule_text, was_hash, effect) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
            .bind(self.municipality.0)
            .bind(self.number)
            .bind(proposal.rule.as_str())
            .bind(proposal.name.as_str())
            .bind(proposal.reason.as_str())
            .bind(proposal.text.as_str())
            .bind(proposal.was_hash.as_str())
            .bind(proposal.effect.as_str())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Puts a proposal aside; once is enough.
    pub async fn proposal_discard(&mut self, proposal: i64) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO rule_discard (municipality, proposal, commit_number) VALUES ($1, $2, $3) ON CONFLICT (municipality, proposal) DO NOTHING")
            .bind(self.municipality.0)
            .bind(proposal)
            .bind(self.number)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Sets a text in force. The write is ended by [`Write::commit_everybody`] with the rulebook that has it.
    pub async fn activation_add(&mut self, activation: &NewActivation) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO rule_activation (municipality, commit_number, rule, rule_text, base_hash, activated, role, reason, proposal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(self.municipality.0)
            .bind(self.number)
            .bind(activation.rule.as_str())
            .bind(activation.text.as_deref())
            .bind(activation.base_hash.as_str())
            .bind(activation.activated.as_str())
            .bind(activation.role.as_str())
            .bind(activation.reason.as_str())
            .bind(activation.proposal)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }
}

//! Activations that are ordered and not made yet: an order is accepted at once and never lost.

use crate::rule::NewActivation;
use crate::write::{Author, Write};
use crate::{MunicipalityId, Store, StoreError};
use sqlx::Row;

/// What was ordered, by whom, and what became of it.
#[derive(Clone, Debug)]
pub struct OrderRow {
    /// The commit that ordered it is its number.
    pub number: i64,
    pub author: Author,
    pub wanted: NewActivation,
    pub ended: Ended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It waits, or is being made.
    No,
    /// Other rules came between.
    Refused,
    /// By this commit the text is in force.
    Done(i64),
}

impl Store {
    /// One order; nothing where there is none of that number.
    pub async fn order_find(&self, municipality: MunicipalityId, number: i64) -> Result<Option<OrderRow>, StoreError> {
        Ok(self.orders(municipality).await?.into_iter().find(|o| o.number == number))
    }

    /// Every order, oldest first.
    pub async fn orders(&self, municipality: MunicipalityId) -> Result<Vec<OrderRow>, StoreError> {
        let text = "SELECT o.commit_number, c.actor, c.client, c.what, o.rule, o.rule_text, o.base_hash, o.activated, o.role, o.reason, o.proposal, o.ended FROM rule_order o JOIN commit_log c ON c.municipality = o.municipality AND c.number = o.commit_number WHERE o.municipality = $1 ORDER BY o.commit_number";
        let rows = sqlx::query(text).bind(municipality.0).fetch_all(&self.pool).await?;
        let read = |row: &sqlx::any::AnyRow| -> Result<OrderRow, sqlx::Error> {
            Ok(OrderRow {
                number: row.try_get(0)?,
                author: Author { actor: row.try_get(1)?, client: row.try_get(2)?, what: row.try_get(3)? },
                wanted: NewActivation {
                    rule: row.try_get(4)?,
                    text: row.try_get(5)?,
                    base_hash: row.try_get(6)?,
                    activated: row.try_get(7)?,
                    role: row.try_get(8)?,
                    reason: row.try_get(9)?,
                    proposal: row.try_get(10)?,
                },
                ended: match row.try_get::<Option<i64>, _>(11)? {
                    None => Ended::No,
                    Some(0) => Ended::Refused,
                    Some(commit) => Ended::Done(commit),
                },
            })
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

impl Write {
    /// Orders an activation. False, and nothing is ordered, while another one waits.
    pub async fn order_add(&mut self, wanted: &NewActivation) -> Result<bool, StoreError> {
        let waiting = sqlx::query("SELECT COUNT(*) FROM rule_order WHERE municipality = $1 AND ended IS NULL")
            .bind(self.municipality.0)
            .fetch_one(&mut *self.tx)
            .await?;
        if waiting.try_get::<i64, _>(0)? > 0 {
            return Ok(false);
        }
        sqlx::query("INSERT INTO rule_order (municipality, commit_number, rule, rule_text, base_hash, activated, role, reason, proposal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(self.municipality.0)
            .bind(self.number)
            .bind(wanted.rule.as_str())
            .bind(wanted.text.as_deref())
            .bind(wanted.base_hash.as_str())
            .bind(wanted.activated.as_str())
            .bind(wanted.role.as_str())
            .bind(wanted.reason.as_str())
            .bind(wanted.proposal)
            .execute(&mut *self.tx)
            .await?;
        Ok(true)
    }

    /// This write makes what was ordered, or refuses it. False where another process has ended it.
    pub async fn order_end(&mut self, order: i64, is_done: bool) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE rule_order SET ended = $1 WHERE municipality = $2 AND commit_number = $3 AND ended IS NULL",
        )
        .bind(if is_done { self.number } else { 0 })
        .bind(self.municipality.0)
        .bind(order)
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

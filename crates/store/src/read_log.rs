//! Who looked at whom, and who was refused.

use crate::{MunicipalityId, Store, StoreError};
use domain::instant::Instant;
use sqlx::Row;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

#[derive(Clone, Debug)]
pub struct Look {
    pub at: Instant,
    pub actor: String,
    pub purpose: String,
    pub granted: bool,
}

/// Looks that are to be written down, each with somebody who waits for it.
pub(crate) type Waiting = Arc<Mutex<Vec<NewLook>>>;

pub(crate) struct NewLook {
    municipality: MunicipalityId,
    person: i64,
    look: Look,
    written: oneshot::Sender<Result<(), String>>,
}

impl Store {
    /// Writes a look down; it is on the disk when this returns. Looks that come while others are being written share one
    /// write, so that many readers wait for the disk together and not one after the other.
    pub async fn read_log_add(&self, municipality: MunicipalityId, person: i64, look: &Look) -> Result<(), StoreError> {
        loop {
            let (written, answer) = oneshot::channel();
            let new = NewLook { municipality, person, look: look.clone(), written };
            self.looks.lock().unwrap_or_else(PoisonError::into_inner).push(new);
            self.looks_write().await;
            // Without an answer the one who wrote for all was stopped before the end: once more.
            if let Ok(result) = answer.await {
                return result.map_err(StoreError::Look);
            }
        }
    }

    /// One look at many people, as a list of names is: written together.
    pub async fn read_log_add_each(
        &self,
        municipality: MunicipalityId,
        people: &[i64],
        look: &Look,
    ) -> Result<(), StoreError> {
        let mut answers = Vec::with_capacity(people.len());
        {
            let mut waiting = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
            for person in people {
                let (written, answer) = oneshot::channel();
                waiting.push(NewLook { municipality, person: *person, look: look.clone(), written });
                answers.push((*person, answer));
            }
        }
        self.looks_write().await;
        for (person, answer) in answers {
            match answer.await {
                Ok(result) => result.map_err(StoreError::Look)?,
                // Without an answer the one who wrote for all was stopped before the end: once more.
                Err(_) => self.read_log_add(municipality, person, look).await?,
            }
        }
        Ok(())
    }

    /// Writes everything that waits, if nobody else has done so meanwhile.
    async fn looks_write(&self) {
        let _turn = self.turn.lock().await;
        let waiting = std::mem::take(&mut *self.looks.lock().unwrap_or_else(PoisonError::into_inner));
        if waiting.is_empty() {
            return;
        }
        let result = self.looks_insert(&waiting).await.map_err(|e| e.to_string());
        for look in waiting {
            // Whoever no longer waits has gone away; the look is written all the same.
            let _ = look.written.send(result.clone());
        }
    }

    async fn looks_insert(&self, looks: &[NewLook]) -> Result<(), StoreError> {
        let mut tx = self.pool.begin_with(self.dialect.begin_write()).await?;
        for NewLook { municipality, person, look, .. } in looks {
            sqlx::query(
                "INSERT INTO read_log (municipality, person, at, actor, purpose, granted, n) VALUES ($1, $2, $3, $4, $5, $6, \
                 (SELECT COUNT(*) FROM read_log WHERE municipality = $7 AND person = $8 AND at = $9))",
            )
            .bind(municipality.0)
            .bind(*person)
            .bind(look.at.0)
            .bind(look.actor.as_str())
            .bind(look.purpose.as_str())
            .bind(i64::from(look.granted))
            .bind(municipality.0)
            .bind(*person)
            .bind(look.at.0)
            .execute(&mut *tx)
            .await?;
        }
        Ok(tx.commit().await?)
    }

    /// The newest looks first.
    pub async fn read_log_list(
        &self,
        municipality: MunicipalityId,
        person: i64,
        most: i64,
    ) -> Result<Vec<Look>, StoreError> {
        let rows = sqlx::query("SELECT at, actor, purpose, granted FROM read_log WHERE municipality = $1 AND person = $2 ORDER BY at DESC, n DESC LIMIT $3")
            .bind(municipality.0)
            .bind(person)
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|r| {
                let granted: i64 = r.try_get(3)?;
                Ok(Look {
                    at: Instant(r.try_get(0)?),
                    actor: r.try_get(1)?,
                    purpose: r.try_get(2)?,
                    granted: granted != 0,
                })
            })
            .collect()
    }

    pub async fn read_log_count(&self, municipality: MunicipalityId, person: i64) -> Result<i64, StoreError> {
        let row = sqlx::query("SELECT COUNT(*) FROM read_log WHERE municipality = $1 AND person = $2")
            .bind(municipality.0)
            .bind(person)
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get(0)?)
    }
}

//! Who looked at whom, and who was refused.

use crate::{MunicipalityId, Store, StoreError};
use domain::instant::Instant;
use sqlx::Row;

#[derive(Clone, Debug)]
pub struct Look {
    pub at: Instant,
    pub actor: String,
    pub purpose: String,
    pub granted: bool,
}

impl Store {
    pub async fn read_log_add(&self, municipality: MunicipalityId, person: i64, look: &Look) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO read_log (municipality, person, at, actor, purpose, granted, n) VALUES ($1, $2, $3, $4, $5, $6, \
             (SELECT COUNT(*) FROM read_log WHERE municipality = $7 AND person = $8 AND at = $9))",
        )
        .bind(municipality.0)
        .bind(person)
        .bind(look.at.0)
        .bind(look.actor.as_str())
        .bind(look.purpose.as_str())
        .bind(i64::from(look.granted))
        .bind(municipality.0)
        .bind(person)
        .bind(look.at.0)
        .execute(&self.pool)
        .await?;
        Ok(())
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

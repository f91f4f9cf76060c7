//! Groups of people that somebody has kept under a name. See migration 0016.

use crate::{MunicipalityId, Store, StoreError};
use domain::instant::Instant;
use sqlx::Row;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionRow {
    pub id: i64,
    pub name: String,
    /// What is chosen, as an address has it.
    pub words: String,
    /// For everybody, not the owner alone.
    pub shared: bool,
    pub login: String,
    pub author: String,
    pub at: Instant,
}

impl Store {
    /// Somebody's own and those for everybody.
    pub async fn selections(&self, municipality: MunicipalityId, login: &str) -> Result<Vec<SelectionRow>, StoreError> {
        let text = "SELECT id, name, words, shared, login, author, at FROM selection \
                    WHERE municipality = $1 AND (login = $2 OR shared = 1) ORDER BY id";
        let rows = sqlx::query(text).bind(municipality.0).bind(login).fetch_all(&self.pool).await?;
        let read = |row: &sqlx::any::AnyRow| -> Result<SelectionRow, sqlx::Error> {
            let shared: i64 = row.try_get(3)?;
            Ok(SelectionRow {
                id: row.try_get(0)?,
                name: row.try_get(1)?,
                words: row.try_get(2)?,
                shared: shared != 0,
                login: row.try_get(4)?,
                author: row.try_get(5)?,
                at: Instant(row.try_get(6)?),
            })
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// Keeps one; another of the same owner and name makes room. `id` of the row is not read.
    pub async fn selection_keep(&self, municipality: MunicipalityId, row: &SelectionRow) -> Result<(), StoreError> {
        let mut tx = self.pool.begin_with(self.dialect.begin_write()).await?;
        let id = crate::insert::next(&mut tx, "selection", municipality).await?;
        sqlx::query("DELETE FROM selection WHERE municipality = $1 AND login = $2 AND name = $3")
            .bind(municipality.0)
            .bind(row.login.as_str())
            .bind(row.name.as_str())
            .execute(&mut *tx)
            .await?;
        let text = "INSERT INTO selection (municipality, id, name, words, shared, login, author, at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        sqlx::query(text)
            .bind(municipality.0)
            .bind(id)
            .bind(row.name.as_str())
            .bind(row.words.as_str())
            .bind(i64::from(row.shared))
            .bind(row.login.as_str())
            .bind(row.author.as_str())
            .bind(row.at.0)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    pub async fn selection_remove(&self, municipality: MunicipalityId, id: i64) -> Result<(), StoreError> {
        let text = "DELETE FROM selection WHERE municipality = $1 AND id = $2";
        sqlx::query(text).bind(municipality.0).bind(id).execute(&self.pool).await?;
        Ok(())
    }
}

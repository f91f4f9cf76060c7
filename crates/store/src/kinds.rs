//! Facts asked for by kind over all cases: handovers that wait, and what keeps readers away.

use crate::fact::{StoredFact, stored};
use crate::{MunicipalityId, Store, StoreError};
use sqlx::Row;

// Word by word as in the migration: SQLite uses an index of a part only where the question repeats its words.
const HANDOVER: &str = "kind IN ('handover_proposed', 'handover_accepted', 'handover_declined')";

impl Store {
    /// Cases whose latest word on a handover is a proposal, with that proposal; oldest first.
    pub async fn handovers_waiting(&self, municipality: MunicipalityId) -> Result<Vec<(i64, StoredFact)>, StoreError> {
        let columns = crate::fact::COLUMNS;
        let text = format!(
            "SELECT {columns}, k.id \
             FROM (SELECT MAX(id) AS latest FROM fact WHERE municipality = $1 AND {HANDOVER} GROUP BY person) m \
             CROSS JOIN fact f CROSS JOIN commit_log c CROSS JOIN case_file k \
             WHERE f.municipality = $2 AND f.id = m.latest AND f.kind = 'handover_proposed' AND f.annuls IS NULL \
             AND c.municipality = f.municipality AND c.number = f.commit_number \
             AND k.municipality = f.municipality AND k.person = f.person AND k.closed IS NULL ORDER BY f.id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(text))
            .bind(municipality.0)
            .bind(municipality.0)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok((row.try_get(crate::fact::AFTER_COLUMNS)?, stored(row)?))).collect()
    }
}

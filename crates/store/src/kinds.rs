//! Facts asked for by kind over all cases: handovers that wait, and what keeps readers away.

use crate::fact::{StoredFact, stored};
use crate::{MunicipalityId, Store, StoreError};
use sqlx::Row;

// Word by word as in the migration: SQLite uses an index of a part only where the question repeats its words.
const HANDOVER: &str = "kind IN ('handover_proposed', 'handover_accepted', 'handover_declined')";
const GUARD: &str = "kind IN ('protection', 'conflict_of_interest')";

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

    /// Cases where somebody may be kept out by a protection or a conflict of interest, now or at another time.
    pub async fn cases_guarded(&self, municipality: MunicipalityId) -> Result<Vec<i64>, StoreError> {
        let text = format!(
            "SELECT DISTINCT k.id FROM fact f JOIN case_file k ON k.municipality = f.municipality AND k.person = f.person \
             WHERE f.municipality = $1 AND f.{GUARD} ORDER BY k.id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}

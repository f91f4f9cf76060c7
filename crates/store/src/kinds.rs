//! Facts asked for by kind over all cases: handovers that wait, and the days something became known.

use crate::fact::{StoredFact, stored};
use crate::{MunicipalityId, Store, StoreError};
use domain::Day;
use domain::instant::Instant;
use domain::kinds::{FactData, FactKind};
use sqlx::Row;
use std::sync::PoisonError;

// Word by word as in the migration: SQLite uses an index of a part only where the question repeats its words.
const HANDOVER: &str = "kind IN ('handover_proposed', 'handover_accepted', 'handover_declined')";

// From the facts to their cases: SQLite, which knows nothing of the sizes, would read the facts of every case in turn. The
// order of a CROSS JOIN binds it.
const SUBSTITUTED: &str = "SELECT DISTINCT k.id FROM fact f CROSS JOIN case_file k \
     WHERE k.municipality = f.municipality AND k.person = f.person \
     AND f.municipality = $1 AND f.kind = 'substitute' AND f.data = $2 AND k.closed IS NULL \
     AND f.from_day <= $3 AND (f.through_day IS NULL OR f.through_day >= $4)";

/// People asked about one by one; of more, everybody is read.
const MOST_PEOPLE: usize = 500;

impl Store {
    /// Cases whose latest word on a handover is a proposal, with that proposal; oldest first.
    pub async fn handovers_waiting(&self, municipality: MunicipalityId) -> Result<Vec<(i64, StoredFact)>, StoreError> {
        self.lines_refresh(municipality).await?;
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let mut waiting: Vec<(i64, StoredFact)> =
            kept.get(&municipality).map(|k| k.waiting.clone()).unwrap_or_default().into_iter().collect();
        waiting.sort_by_key(|(_, proposal)| proposal.id);
        Ok(waiting)
    }

    /// Open cases with a word, perhaps corrected since, that somebody acts in them on a day.
    pub async fn cases_substituted(
        &self,
        municipality: MunicipalityId,
        person: &str,
        on: Day,
    ) -> Result<Vec<i64>, StoreError> {
        let data = FactData::Substitute { person: person.to_owned() }.to_json().to_string();
        let day = i64::from(on.number());
        let query = sqlx::query(SUBSTITUTED).bind(municipality.0).bind(data).bind(day).bind(day);
        query.fetch_all(&self.pool).await?.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// The day on which each fact of a kind became known, by its number; of facts with a higher number than `after`.
    pub async fn facts_known_on(
        &self,
        municipality: MunicipalityId,
        kind: FactKind,
        after: i64,
    ) -> Result<Vec<(i64, Day)>, StoreError> {
        let rows = self.dialect.rows_as_json("f.id, c.at");
        let text = format!(
            "SELECT {rows} FROM fact f JOIN commit_log c ON c.municipality = f.municipality AND c.number = f.commit_number \
             WHERE f.municipality = $1 AND f.id > $2 AND f.kind = $3"
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).bind(after).bind(kind.name());
        let row = query.fetch_one(&self.pool).await?;
        let found: Vec<(i64, i64)> = crate::json(&row.try_get::<String, _>(0)?)?;
        Ok(found.into_iter().map(|(fact, at)| (fact, Instant(at).day())).collect())
    }

    /// The proposals that wait in the cases of these people.
    pub(crate) async fn handovers_of(
        &self,
        municipality: MunicipalityId,
        people: &[i64],
    ) -> Result<Vec<(i64, StoredFact)>, StoreError> {
        let some = if people.len() > MOST_PEOPLE { &[] } else { people };
        let marks: Vec<String> = (0..some.len()).map(|i| format!("${}", i + 3)).collect();
        let whose = if some.is_empty() { String::new() } else { format!(" AND person IN ({})", marks.join(",")) };
        let columns = crate::fact::COLUMNS;
        let text = format!(
            "SELECT {columns}, k.id \
             FROM (SELECT MAX(id) AS latest FROM fact WHERE municipality = $1 AND {HANDOVER}{whose} GROUP BY person) m \
             CROSS JOIN fact f CROSS JOIN commit_log c CROSS JOIN case_file k \
             WHERE f.municipality = $2 AND f.id = m.latest AND f.kind = 'handover_proposed' AND f.annuls IS NULL \
             AND c.municipality = f.municipality AND c.number = f.commit_number \
             AND k.municipality = f.municipality AND k.person = f.person AND k.closed IS NULL"
        );
        let mut query =
            sqlx::query(sqlx::AssertSqlSafe(text)).persistent(false).bind(municipality.0).bind(municipality.0);
        for person in some {
            query = query.bind(*person);
        }
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((row.try_get(crate::fact::AFTER_COLUMNS)?, stored(row)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_cases_somebody_acts_in_are_found_without_reading_all_cases() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let text = format!("EXPLAIN QUERY PLAN {SUBSTITUTED}");
        let query = sqlx::query(sqlx::AssertSqlSafe(text)).bind(1_i64).bind("{}").bind(1_i64).bind(1_i64);
        let rows = query.fetch_all(&store.pool).await.unwrap();
        let steps: Vec<String> = rows.iter().map(|row| row.try_get(3).unwrap()).collect();
        assert!(steps[0].contains("f USING INDEX fact_substitute (municipality=? AND data=?)"), "{steps:?}");
        assert!(steps[1].contains("k USING INDEX case_person (municipality=? AND person=?)"), "{steps:?}");
    }
}

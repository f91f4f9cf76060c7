//! Setting rules in force: every case is assessed again in the same write, and what was known before stays known then.

use crate::write::{PEOPLE_AT_ONCE, Write};
use crate::{CommitNumber, StoreError};
use rulebook::Rulebook;
use sqlx::Row;

impl Write {
    /// Assesses every case and ends the write. A case keeps its own last commit: nobody wrote in it. `told` hears how many
    /// people are done, of how many.
    pub async fn commit_everybody(
        mut self,
        rulebook: &Rulebook,
        told: impl Fn(usize, usize) + Send,
    ) -> Result<CommitNumber, StoreError> {
        self.same_rules(rulebook).await?;
        let people = sqlx::query("SELECT DISTINCT person FROM case_file WHERE municipality = $1 ORDER BY person")
            .bind(self.municipality.0)
            .fetch_all(&mut *self.tx)
            .await?;
        let people = people.iter().map(|row| row.try_get(0)).collect::<Result<Vec<i64>, _>>()?;
        for (done, some) in people.chunks(PEOPLE_AT_ONCE).enumerate() {
            told(done * PEOPLE_AT_ONCE, people.len());
            let cases = crate::case::of_people(&mut self.tx, self.municipality, some).await?;
            self.assess_again(&cases, rulebook, None, None).await?;
        }
        self.finish().await
    }

    /// A rulebook that was read before the newest activation is not written by.
    pub async fn same_rules(&mut self, rulebook: &Rulebook) -> Result<(), StoreError> {
        let newest = sqlx::query(
            "SELECT activated FROM rule_activation WHERE municipality = $1 ORDER BY commit_number DESC LIMIT 1",
        )
        .bind(self.municipality.0)
        .fetch_optional(&mut *self.tx)
        .await?;
        let activated: String = newest.map(|row| row.try_get(0)).transpose()?.unwrap_or_default();
        if activated == rulebook.activated { Ok(()) } else { Err(StoreError::OtherRules) }
    }
}

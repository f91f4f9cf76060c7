//! Setting rules in force: every case is assessed again in the same write, and what was known before stays known then.

use crate::duty::{self, DutyRow};
use crate::write::{ROWS_AT_ONCE, Write};
use crate::{CommitNumber, StoreError};
use rulebook::Rulebook;
use rulebook::assess::Course;
use sqlx::Row;

impl Write {
    /// Assesses every case and ends the write. A case keeps its own last commit: nobody wrote in it.
    pub async fn commit_everybody(mut self, rulebook: &Rulebook) -> Result<CommitNumber, StoreError> {
        self.same_rules(rulebook).await?;
        let people = sqlx::query(
            "SELECT person, MAX(id) FROM case_file WHERE municipality = $1 GROUP BY person ORDER BY MAX(id)",
        )
        .bind(self.municipality.0)
        .fetch_all(&mut *self.tx)
        .await?;
        let mut course = Course::default();
        let mut opened: Vec<DutyRow> = Vec::new();
        for row in &people {
            let (person, case): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            let (gone, new) = self.assess_again((person, case), rulebook, &mut course).await?;
            for row in &gone {
                duty::close(&mut self.tx, self.municipality, case, row, self.number).await?;
            }
            opened.extend(new);
            if opened.len() > ROWS_AT_ONCE {
                duty::insert_rows(&mut self.tx, self.municipality, &opened).await?;
                opened.clear();
            }
        }
        duty::insert_rows(&mut self.tx, self.municipality, &opened).await?;
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

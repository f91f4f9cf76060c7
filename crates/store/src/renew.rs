//! Rows that other rules have made: how many cases have such, and making them again.
//!
//! Invariant: some people at a time, each time a commit of its own; what was known before stays known then. Whoever is
//! cut off goes on where it stopped, for each case says by which rules its rows were made.

use crate::moves::Moves;
use crate::write::{Assessing, Author};
use crate::{CommitNumber, MunicipalityId, Store, StoreError};
use domain::instant::Instant;
use rulebook::Rulebook;
use sqlx::{AnyConnection, Row};

/// What renewing some people did, or would do.
#[derive(Clone, Debug, Default)]
pub struct Renewed {
    /// The last of these people: where the next ones begin.
    pub through: i64,
    pub cases: u64,
    pub moves: Moves,
    /// None where it was only looked at.
    pub commit: Option<CommitNumber>,
}

/// The people to be renewed next.
#[derive(Clone, Copy, Debug)]
pub struct Portion {
    pub after: i64,
    pub most: u32,
}

impl Portion {
    /// As many as a writer who waits does not notice.
    pub fn after(after: i64) -> Portion {
        Portion { after, most: 250 }
    }
}

/// A person's newest case stands for the person.
const NEWEST: &str = "NOT EXISTS (SELECT 1 FROM case_file n WHERE n.municipality = c.municipality AND n.person = c.person AND n.id > c.id)";

/// The next people whose rows other rules have made.
async fn people_of_other_rules(
    connection: &mut AnyConnection,
    municipality: MunicipalityId,
    edition: &str,
    portion: Portion,
) -> Result<Vec<i64>, StoreError> {
    let text = format!(
        "SELECT c.person FROM case_file c WHERE c.municipality = $1 AND c.person > $2 AND c.made_by <> $3 AND {NEWEST} \
         ORDER BY c.person LIMIT {}",
        portion.most
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(municipality.0)
        .bind(portion.after)
        .bind(edition)
        .fetch_all(connection)
        .await?;
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}

impl Store {
    /// How many cases have rows that were not made by this edition of the rules.
    pub async fn cases_of_other_rules(&self, municipality: MunicipalityId, edition: &str) -> Result<u64, StoreError> {
        let text =
            format!("SELECT COUNT(*) FROM case_file c WHERE c.municipality = $1 AND c.made_by <> $2 AND {NEWEST}");
        let row =
            sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).bind(edition).fetch_one(&self.pool).await?;
        Ok(u64::try_from(row.try_get::<i64, _>(0)?).unwrap_or(0))
    }

    /// Makes the rows of the next people again, as one commit; nothing when there are none left. A case
    /// keeps its own last commit: nobody wrote in it.
    pub async fn renew_next(
        &self,
        municipality: MunicipalityId,
        rulebook: &Rulebook,
        (author, now): (&Author, Instant),
        portion: Portion,
    ) -> Result<Option<Renewed>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let waiting = people_of_other_rules(&mut connection, municipality, &rulebook.edition(), portion).await?;
        drop(connection);
        if waiting.is_empty() {
            return Ok(None);
        }
        let mut write = self.begin_write(municipality, author, now).await?;
        write.same_rules(rulebook).await?;
        // Asked again by the one who writes: another may have saved the same people meanwhile.
        let people = people_of_other_rules(&mut write.tx, municipality, &rulebook.edition(), portion).await?;
        let Some(through) = people.last().copied() else { return Ok(None) };
        let cases = crate::case::of_people(&mut write.tx, municipality, &people).await?;
        let mut moves = Moves::default();
        write.assess_again(&cases, rulebook, None, Some(&mut moves)).await?;
        let commit = Some(write.finish().await?);
        Ok(Some(Renewed { through, cases: cases.len() as u64, moves, commit }))
    }

    /// What [`Store::renew_next`] would do to the next people. Writes nothing.
    pub async fn renew_look(
        &self,
        municipality: MunicipalityId,
        rulebook: &Rulebook,
        portion: Portion,
    ) -> Result<Option<Renewed>, StoreError> {
        let newest = self.commit_latest(municipality, None).await?;
        let mut tx = self.pool.begin_with(self.dialect.begin_read()).await?;
        let people = people_of_other_rules(&mut tx, municipality, &rulebook.edition(), portion).await?;
        let Some(through) = people.last().copied() else { return Ok(None) };
        let cases = crate::case::of_people(&mut tx, municipality, &people).await?;
        let mut moves = Moves::default();
        let assessing = Assessing { dialect: self.dialect, municipality, rulebook, number: newest.0 };
        assessing.differences(&mut tx, &cases, Some(&mut moves)).await?;
        Ok(Some(Renewed { through, cases: cases.len() as u64, moves, commit: None }))
    }
}

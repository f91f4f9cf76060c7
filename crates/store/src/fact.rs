//! Facts in and out: as stored, and as a history known at a commit.

use crate::dialect::Dialect;
use crate::{CommitNumber, MunicipalityId, Store, StoreError};
use domain::Day;
use domain::fact::{Fact, FactId, Source};
use domain::history::History;
use domain::instant::Instant;
use domain::kinds::{FactData, FactKind};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

/// A fact that is not yet stored.
#[derive(Clone, Debug)]
pub struct NewFact {
    pub person: i64,
    pub data: FactData,
    pub from: Day,
    pub through: Option<Day>,
    pub minute: Option<u16>,
    pub source: String,
    /// Source system + external id, or a hash of the canonical row + its occurrence in the file.
    pub import_key: Option<String>,
    pub supersedes: Option<i64>,
    pub annuls: Option<i64>,
    /// Why it corrects or takes back: a code.
    pub reason: Option<String>,
}

/// A stored fact with the commit that made it known.
#[derive(Clone, Debug)]
pub struct StoredFact {
    pub id: i64,
    pub fact: Fact,
    pub commit: i64,
    pub actor: String,
    pub at: Instant,
    pub reason: Option<String>,
}

/// What an import compares with.
#[derive(Clone)]
pub(crate) struct KnownFact {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) data: String,
    pub(crate) from: i64,
    pub(crate) through: Option<i64>,
    pub(crate) minute: Option<i64>,
    pub(crate) source: String,
}

impl KnownFact {
    pub(crate) fn new(id: i64, fact: &NewFact) -> KnownFact {
        KnownFact {
            id,
            kind: fact.data.kind().name().to_owned(),
            data: fact.data.to_json().to_string(),
            from: i64::from(fact.from.number()),
            through: fact.through.map(|d| i64::from(d.number())),
            minute: fact.minute.map(i64::from),
            source: fact.source.clone(),
        }
    }

    pub(crate) fn same_content(&self, new: &NewFact) -> bool {
        self.kind == new.data.kind().name()
            && serde_json::from_str(&self.data).is_ok_and(|known: serde_json::Value| known == new.data.to_json())
            && self.from == i64::from(new.from.number())
            && self.through == new.through.map(|d| i64::from(d.number()))
            && self.minute == new.minute.map(i64::from)
    }
}

/// The place of the first column that a statement adds after [`COLUMNS`].
pub(crate) const AFTER_COLUMNS: usize = 14;

pub(crate) const COLUMNS: &str = "f.id, f.kind, f.data, f.from_day, f.through_day, f.minute, f.source, f.import_key, f.supersedes, f.annuls, f.commit_number, c.actor, c.at, f.reason";

pub(crate) fn stored(row: &AnyRow) -> Result<StoredFact, StoreError> {
    let id: i64 = row.try_get(0)?;
    let data = data_of(id, &row.try_get::<String, _>(1)?, &row.try_get::<String, _>(2)?)?;
    let day = |n: i64| day_of(id, n);
    let through: Option<i64> = row.try_get(4)?;
    let minute: Option<i64> = row.try_get(5)?;
    let (supersedes, annuls): (Option<i64>, Option<i64>) = (row.try_get(8)?, row.try_get(9)?);
    let at = Instant(row.try_get(12)?);
    let label = |n: i64| FactId(n.to_string());
    Ok(StoredFact {
        id,
        fact: Fact {
            id: label(id),
            data,
            from: day(row.try_get(3)?)?,
            through: through.map(day).transpose()?,
            minute: minute.and_then(|m| u16::try_from(m).ok()),
            source: Source { system: row.try_get(6)?, external_id: row.try_get(7)? },
            supersedes: supersedes.map(label),
            annuls: annuls.map(label),
            known: Some(at.day()),
        },
        commit: row.try_get(10)?,
        actor: row.try_get(11)?,
        at,
        reason: row.try_get(13)?,
    })
}

/// What rules and access look at of a fact: number, kind, data, days, minute, the facts it corrects or takes back, and of an
/// offer when it became known, which is the day it was given where nobody says another.
type Bare = (i64, String, String, i64, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>);

const BARE: &str = "f.id, f.kind, f.data, f.from_day, f.through_day, f.minute, f.supersedes, f.annuls, CASE WHEN f.kind IN ('offer_granted', 'offer_started') THEN (SELECT c.at FROM commit_log c WHERE c.municipality = f.municipality AND c.number = f.commit_number) END";

/// A fact without who recorded it.
fn bare((id, kind, data, from, through, minute, supersedes, annuls, known): Bare) -> Result<Fact, StoreError> {
    let label = |n: i64| FactId(n.to_string());
    let mut fact = Fact::new(
        id.to_string(),
        data_of(id, &kind, &data)?,
        day_of(id, from)?,
        through.map(|d| day_of(id, d)).transpose()?,
    );
    fact.minute = minute.and_then(|m| u16::try_from(m).ok());
    (fact.supersedes, fact.annuls) = (supersedes.map(label), annuls.map(label));
    fact.known = known.map(|at| Instant(at).day());
    Ok(fact)
}

fn data_of(id: i64, kind: &str, text: &str) -> Result<FactData, StoreError> {
    let bad = |why: String| StoreError::BadFact { id, why };
    let kind = FactKind::from_name(kind).ok_or_else(|| bad(format!("unknown kind {kind}")))?;
    let json: serde_json::Value = serde_json::from_str(text).map_err(|e| bad(e.to_string()))?;
    FactData::from_json(kind, &json).map_err(|p| bad(p.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))
}

fn day_of(id: i64, number: i64) -> Result<Day, StoreError> {
    let bad = |_| StoreError::BadFact { id, why: "a day out of range".into() };
    i32::try_from(number).map(Day::from_number).map_err(bad)
}

/// Day of birth and all facts of a person, in the order they became known.
pub(crate) async fn load_person(
    connection: &mut AnyConnection,
    municipality: MunicipalityId,
    person: i64,
) -> Result<(Option<Day>, Vec<StoredFact>), StoreError> {
    let text = format!(
        "SELECT {COLUMNS} FROM fact f JOIN commit_log c ON c.municipality = f.municipality AND c.number = f.commit_number WHERE f.municipality = $1 AND f.person = $2 ORDER BY f.id"
    );
    let rows =
        sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).bind(person).fetch_all(&mut *connection).await?;
    let born = sqlx::query("SELECT born FROM person WHERE municipality = $1 AND id = $2")
        .bind(municipality.0)
        .bind(person)
        .fetch_optional(&mut *connection)
        .await?;
    let born: Option<i64> = match born {
        Some(row) => row.try_get(0)?,
        None => None,
    };
    let facts = rows.iter().map(stored).collect::<Result<_, _>>()?;
    Ok((born.and_then(|n| i32::try_from(n).ok()).map(Day::from_number), facts))
}

/// Whose facts are read.
pub(crate) enum People<'a> {
    Range(i64, i64),
    Some(&'a [i64]),
}

/// What rules and access look at of the facts of many people, by person, in the order they became known.
pub(crate) async fn bare_facts(
    connection: &mut AnyConnection,
    dialect: Dialect,
    municipality: MunicipalityId,
    people: People<'_>,
    known: CommitNumber,
) -> Result<BTreeMap<i64, Vec<Fact>>, StoreError> {
    let (whose, values): (String, &[i64]) = match &people {
        People::Range(first, last) => (format!("f.person >= {first} AND f.person <= {last}"), &[]),
        People::Some(ids) => {
            let marks: Vec<String> = (0..ids.len()).map(|i| format!("${}", i + 3)).collect();
            (format!("f.person IN ({})", marks.join(",")), ids)
        }
    };
    let rows = dialect.rows_as_json(BARE);
    let text = format!(
        "SELECT f.person, {rows} FROM fact f WHERE f.municipality = $1 AND f.commit_number <= $2 AND {whose} GROUP BY f.person"
    );
    let mut query =
        sqlx::query(sqlx::AssertSqlSafe(text)).persistent(values.len() == 1).bind(municipality.0).bind(known.0);
    for value in values {
        query = query.bind(*value);
    }
    let rows = query.fetch_all(connection).await?;
    let mut facts: BTreeMap<i64, Vec<Fact>> = BTreeMap::new();
    for row in &rows {
        let mut of: Vec<Bare> = crate::json(&row.try_get::<String, _>(1)?)?;
        of.sort_unstable_by_key(|fact| fact.0);
        facts.insert(row.try_get(0)?, of.into_iter().map(bare).collect::<Result<_, _>>()?);
    }
    Ok(facts)
}

pub(crate) async fn load_history(
    connection: &mut AnyConnection,
    municipality: MunicipalityId,
    person: i64,
    known: Option<CommitNumber>,
) -> Result<History, StoreError> {
    let (born, facts) = load_person(connection, municipality, person).await?;
    let facts = facts.into_iter().filter(|f| known.is_none_or(|k| f.commit <= k.0)).map(|f| f.fact);
    Ok(History::build(born, facts, None))
}

impl Store {
    /// A person's facts with who recorded them when, in the order they became known.
    pub async fn fact_list(
        &self,
        municipality: MunicipalityId,
        person: i64,
    ) -> Result<(Option<Day>, Vec<StoredFact>), StoreError> {
        let mut connection = self.pool.acquire().await?;
        load_person(&mut connection, municipality, person).await
    }

    /// A person's history as known at a commit.
    pub async fn history(
        &self,
        municipality: MunicipalityId,
        person: i64,
        known: Option<CommitNumber>,
    ) -> Result<History, StoreError> {
        let mut connection = self.pool.acquire().await?;
        load_history(&mut connection, municipality, person, known).await
    }

    pub async fn fact_count(&self, municipality: MunicipalityId) -> Result<i64, StoreError> {
        let row = sqlx::query("SELECT COUNT(*) FROM fact WHERE municipality = $1")
            .bind(municipality.0)
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get(0)?)
    }
}

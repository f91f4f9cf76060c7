//! What an import asks before it writes: which persons and facts of its file are known already, many at a time.

use crate::fact::KnownFact;
use crate::person::{self, Person};
use crate::write::Write;
use crate::{MunicipalityId, Store, StoreError, insert};
use domain::Day;
use domain::codes::{Benefit, Code};
use domain::ids::Cpr;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Values looked up in one statement; SQLite finds numbered values one by one, so few at a time are fastest.
const AT_ONCE: usize = 250;

/// A period of a benefit that holds: not corrected, not taken back.
#[derive(Clone, Debug)]
pub struct Spell {
    pub person: i64,
    pub fact: i64,
    pub import_key: Option<String>,
    pub benefit: Option<Benefit>,
    pub from: Day,
    pub through: Option<Day>,
}

fn benefit(data: &str) -> Option<Benefit> {
    let json: serde_json::Value = serde_json::from_str(data).ok()?;
    Benefit::from_code(json.get("benefit")?.as_str()?)
}

/// `head` with `IN ($2, $3, ...)` for some values, after the municipality as `$1`.
fn among(head: &str, values: usize) -> String {
    let marks: Vec<String> = (2..values + 2).map(|n| format!("${n}")).collect();
    format!("{head} IN ({})", marks.join(","))
}

/// Rows whose looked-up column holds one of the values.
async fn rows_among<'v, T>(
    connection: &mut AnyConnection,
    municipality: MunicipalityId,
    head: &str,
    values: &[T],
) -> Result<Vec<AnyRow>, StoreError>
where
    T: Copy + sqlx::Encode<'v, sqlx::Any> + sqlx::Type<sqlx::Any> + 'v,
{
    let mut found = Vec::new();
    for chunk in values.chunks(AT_ONCE) {
        let mut query = sqlx::query(sqlx::AssertSqlSafe(among(head, chunk.len())))
            .persistent(chunk.len() == AT_ONCE)
            .bind(municipality.0);
        for value in chunk {
            query = query.bind(*value);
        }
        found.extend(query.fetch_all(&mut *connection).await?);
    }
    Ok(found)
}

/// A fact with what its source said last, and the newest fact of its chain, which may be somebody else's correction.
fn known_fact(row: &AnyRow, at: usize) -> Result<KnownFact, StoreError> {
    Ok(KnownFact {
        id: row.try_get(at)?,
        kind: row.try_get(at + 1)?,
        data: row.try_get(at + 2)?,
        from: row.try_get(at + 3)?,
        through: row.try_get(at + 4)?,
        minute: row.try_get(at + 5)?,
        source: row.try_get(at + 6)?,
    })
}

/// What is known under these keys. A correction made by hand does not make the source's own row look changed: the
/// content is what the source said last, the id is the end of the chain.
pub(crate) async fn known_facts(
    connection: &mut AnyConnection,
    municipality: MunicipalityId,
    keys: &[&str],
) -> Result<HashMap<String, KnownFact>, StoreError> {
    let mut known: HashMap<String, KnownFact> = HashMap::new();
    let head = "SELECT import_key, id, kind, data, from_day, through_day, minute, source FROM fact WHERE municipality = $1 AND import_key";
    for row in rows_among(connection, municipality, head, keys).await? {
        known.insert(row.try_get(0)?, known_fact(&row, 1)?);
    }
    // Follows every chain by one link at a time, all chains together.
    let mut ends: HashMap<i64, String> = known.iter().map(|(key, fact)| (fact.id, key.clone())).collect();
    let head = "SELECT supersedes, id, kind, data, from_day, through_day, minute, source, import_key FROM fact WHERE municipality = $1 AND supersedes";
    while !ends.is_empty() {
        let ids: Vec<i64> = ends.keys().copied().collect();
        let mut next: HashMap<i64, String> = HashMap::new();
        for row in rows_among(connection, municipality, head, &ids).await? {
            let before: i64 = row.try_get(0)?;
            let own_key: Option<String> = row.try_get(8)?;
            let link = known_fact(&row, 1)?;
            let Some(key) = ends.get(&before) else { continue };
            next.insert(link.id, key.clone());
            if let Some(fact) = known.get_mut(key) {
                if own_key.is_none() && link.source == fact.source {
                    *fact = link;
                } else {
                    fact.id = link.id;
                }
            }
        }
        ends = next;
    }
    Ok(known)
}

impl Store {
    /// Persons by personal number.
    pub async fn persons_by_cpr(
        &self,
        municipality: MunicipalityId,
        numbers: &[&Cpr],
    ) -> Result<BTreeMap<Cpr, i64>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let texts: Vec<&str> = numbers.iter().map(|c| c.reveal()).collect();
        let head = "SELECT cpr, id FROM person WHERE municipality = $1 AND cpr";
        let mut found = BTreeMap::new();
        for row in rows_among(&mut connection, municipality, head, &texts).await? {
            let text: String = row.try_get(0)?;
            if let Ok(cpr) = Cpr::read(&text) {
                found.insert(cpr, row.try_get(1)?);
            }
        }
        Ok(found)
    }

    /// Persons by their number.
    pub async fn persons_by_id(
        &self,
        municipality: MunicipalityId,
        ids: &[i64],
    ) -> Result<HashMap<i64, Person>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let head = format!("SELECT {} FROM person p WHERE p.municipality = $1 AND p.id", person::COLUMNS);
        let rows = rows_among(&mut connection, municipality, &head, ids).await?;
        let people = rows.iter().map(|row| person::read(row, 0).map(|p| (p.id, p)));
        Ok(people.collect::<Result<_, _>>()?)
    }

    /// Persons by the key a source system has for them.
    pub async fn persons_by_key(
        &self,
        municipality: MunicipalityId,
        source: &str,
        keys: &[&str],
    ) -> Result<BTreeMap<String, i64>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let head = "SELECT own_key, person, source FROM person_key WHERE municipality = $1 AND own_key";
        let mut found = BTreeMap::new();
        for row in rows_among(&mut connection, municipality, head, keys).await? {
            let of: String = row.try_get(2)?;
            if of == source {
                found.insert(row.try_get(0)?, row.try_get(1)?);
            }
        }
        Ok(found)
    }

    /// Which of these persons have a case, and their day of birth.
    pub async fn persons_with_case(
        &self,
        municipality: MunicipalityId,
        persons: &[i64],
    ) -> Result<(HashSet<i64>, HashMap<i64, Day>), StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut with_case = HashSet::new();
        let head = "SELECT person FROM case_file WHERE municipality = $1 AND person";
        for row in rows_among(&mut connection, municipality, head, persons).await? {
            with_case.insert(row.try_get(0)?);
        }
        let mut born = HashMap::new();
        let head = "SELECT id, born FROM person WHERE municipality = $1 AND id";
        for row in rows_among(&mut connection, municipality, head, persons).await? {
            let day: Option<i64> = row.try_get(1)?;
            if let Some(day) = day.and_then(|n| i32::try_from(n).ok()) {
                born.insert(row.try_get(0)?, Day::from_number(day));
            }
        }
        Ok((with_case, born))
    }

    /// The periods of benefits that hold for these persons.
    pub async fn benefit_spells(
        &self,
        municipality: MunicipalityId,
        persons: &[i64],
    ) -> Result<Vec<Spell>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let head = "SELECT person, id, import_key, data, from_day, through_day, supersedes, annuls FROM fact WHERE municipality = $1 AND kind = 'benefit' AND person";
        let rows = rows_among(&mut connection, municipality, head, persons).await?;
        let mut gone: HashSet<i64> = HashSet::new();
        let mut spells = Vec::with_capacity(rows.len());
        let day = |n: i64| Day::from_number(i32::try_from(n).unwrap_or(0));
        for row in &rows {
            let (supersedes, annuls): (Option<i64>, Option<i64>) = (row.try_get(6)?, row.try_get(7)?);
            gone.extend(supersedes.into_iter().chain(annuls));
            let id: i64 = row.try_get(1)?;
            if annuls.is_some() {
                gone.insert(id);
            }
            let (from, through): (i64, Option<i64>) = (row.try_get(4)?, row.try_get(5)?);
            spells.push(Spell {
                person: row.try_get(0)?,
                fact: id,
                import_key: row.try_get(2)?,
                benefit: benefit(&row.try_get::<String, _>(3)?),
                from: day(from),
                through: through.map(day),
            });
        }
        spells.retain(|s| !gone.contains(&s.fact));
        Ok(spells)
    }

    /// The ids of facts by import key: of the newest fact in each chain.
    pub async fn facts_by_key(
        &self,
        municipality: MunicipalityId,
        keys: &[&str],
    ) -> Result<HashMap<String, i64>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let known = known_facts(&mut connection, municipality, keys).await?;
        Ok(known.into_iter().map(|(key, fact)| (key, fact.id)).collect())
    }
}

impl Write {
    /// Names a person has in a source system.
    pub async fn person_keys_add(&mut self, source: &str, keys: &[(String, i64)]) -> Result<(), StoreError> {
        let municipality = self.municipality.0;
        insert::many(
            &mut self.tx,
            "INSERT INTO person_key (municipality, source, own_key, person) VALUES",
            4,
            keys,
            |query, (key, person)| query.bind(municipality).bind(source).bind(key.as_str()).bind(*person),
        )
        .await?;
        Ok(())
    }

    /// New name, address or day of birth of somebody known. The number stays when none is given.
    pub async fn person_update(&mut self, person: &Person) -> Result<(), StoreError> {
        sqlx::query("UPDATE person SET first_name = $1, last_name = $2, address = $3, born = COALESCE($4, born), cpr = COALESCE($5, cpr), name_sort = $6, name_search = $7 WHERE municipality = $8 AND id = $9")
            .bind(person.first_name.as_str())
            .bind(person.last_name.as_str())
            .bind(person.address.as_str())
            .bind(person.born.map(|d| i64::from(d.number())))
            .bind(person.cpr.as_ref().map(|c| c.reveal().to_owned()))
            .bind(crate::person::sort_key(&person.last_name, &person.first_name))
            .bind(crate::person::search_key(&person.name()))
            .bind(self.municipality.0)
            .bind(person.id)
            .execute(&mut *self.tx)
            .await?;
        self.touch(person.id);
        Ok(())
    }
}

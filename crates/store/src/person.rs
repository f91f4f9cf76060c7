//! Persons: the only place of CPR, name and address.

use crate::write::Write;
use crate::{MunicipalityId, Store, StoreError, insert};
use domain::Day;
use domain::ids::Cpr;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A person as kept.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: i64,
    pub cpr: Option<Cpr>,
    pub first_name: String,
    pub last_name: String,
    pub address: String,
    pub born: Option<Day>,
}

impl Person {
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// Key for Danish order: æ, ø and å come last, in that order, and aa is å.
pub fn sort_key(last: &str, first: &str) -> String {
    format!("{} {}", fold(last, true), fold(first, true))
}

/// Key for search: lower case, æ ø å as written or as ae oe aa.
pub fn search_key(text: &str) -> String {
    fold(text, false)
}

fn fold(text: &str, for_order: bool) -> String {
    let lower = text.to_lowercase().replace("aa", "å");
    let mut out = String::with_capacity(lower.len() + 4);
    for c in lower.chars() {
        match (c, for_order) {
            ('æ' | 'ä', true) => out.push_str("~a"),
            ('ø' | 'ö', true) => out.push_str("~b"),
            ('å', true) => out.push_str("~c"),
            ('æ' | 'ä', false) => out.push_str("ae"),
            ('ø' | 'ö', false) => out.push_str("oe"),
            ('å', false) => out.push_str("aa"),
            ('é' | 'è' | 'ë', _) => out.push('e'),
            ('ü', _) => out.push_str(if for_order { "y" } else { "u" }),
            (c, _) => out.push(c),
        }
    }
    out
}

/// Words of a search that count; no name has more.
const MOST_WORDS: usize = 8;

pub(crate) const COLUMNS: &str = "p.id, p.cpr, p.first_name, p.last_name, p.address, p.born";

pub(crate) fn read(row: &AnyRow, at: usize) -> Result<Person, sqlx::Error> {
    let cpr: Option<String> = row.try_get(at + 1)?;
    let born: Option<i64> = row.try_get(at + 5)?;
    Ok(Person {
        id: row.try_get(at)?,
        cpr: cpr.and_then(|c| Cpr::read(&c).ok()),
        first_name: row.try_get(at + 2)?,
        last_name: row.try_get(at + 3)?,
        address: row.try_get(at + 4)?,
        born: born.and_then(|n| i32::try_from(n).ok()).map(Day::from_number),
    })
}

impl Write {
    /// Adds persons. Their ids are random and chosen by the caller.
    pub async fn persons_add(&mut self, persons: &[Person]) -> Result<(), StoreError> {
        let municipality = self.municipality.0;
        insert::many(
            &mut self.tx,
            "INSERT INTO person (municipality, id, cpr, first_name, last_name, address, born, name_sort, name_search) VALUES",
            9,
            persons,
            |query, p| {
                query
                    .bind(municipality)
                    .bind(p.id)
                    .bind(p.cpr.as_ref().map(|c| c.reveal().to_owned()))
                    .bind(p.first_name.as_str())
                    .bind(p.last_name.as_str())
                    .bind(p.address.as_str())
                    .bind(p.born.map(|d| i64::from(d.number())))
                    .bind(sort_key(&p.last_name, &p.first_name))
                    .bind(search_key(&p.name()))
            },
        )
        .await?;
        Ok(())
    }
}

impl Store {
    pub async fn person_by_cpr(&self, municipality: MunicipalityId, cpr: &Cpr) -> Result<Option<Person>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM person p WHERE p.municipality = $1 AND p.cpr = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(text))
            .bind(municipality.0)
            .bind(cpr.reveal())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.as_ref().map(|r| read(r, 0)).transpose()?)
    }

    /// Persons whose number begins with these digits, or who were born on one of the days, in Danish order.
    pub async fn person_by_start(
        &self,
        municipality: MunicipalityId,
        digits: &str,
        born: &[Day],
        most: i64,
    ) -> Result<Vec<Person>, StoreError> {
        let days: String = (4..).take(born.len()).map(|i| format!(" OR p.born = ${i}")).collect();
        let order = self.dialect.by_bytes();
        let text = format!(
            "SELECT {COLUMNS} FROM person p WHERE p.municipality = $1 AND (p.cpr LIKE $3{days}) ORDER BY p.name_sort{order}, p.id LIMIT $2"
        );
        let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
        let mut query =
            sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).bind(most).bind(format!("{digits}%"));
        for day in born {
            query = query.bind(i64::from(day.number()));
        }
        let rows = query.fetch_all(&self.pool).await?;
        Ok(rows.iter().map(|r| read(r, 0)).collect::<Result<_, _>>()?)
    }

    /// Persons whose name holds every word, in Danish order; first those in whose names each is a word of its own.
    pub async fn person_search(
        &self,
        municipality: MunicipalityId,
        words: &str,
        most: i64,
    ) -> Result<Vec<Person>, StoreError> {
        let key = search_key(words);
        let words: Vec<String> =
            key.split_whitespace().take(MOST_WORDS).map(|w| w.replace(['%', '_', '\\'], "")).collect();
        // Signs alone name nobody.
        if !words.is_empty() && words.iter().all(String::is_empty) {
            return Ok(Vec::new());
        }
        let parts: Vec<String> =
            words.iter().map(|w| format!("%{w}%")).chain(words.iter().map(|w| format!("% {w} %"))).collect();
        let holds: String = (3..).take(words.len()).map(|i| format!(" AND p.name_search LIKE ${i}")).collect();
        let whole: Vec<String> = (3 + words.len()..)
            .take(words.len())
            .map(|i| format!("' ' || REPLACE(p.name_search, '-', ' ') || ' ' LIKE ${i}"))
            .collect();
        let first = if whole.is_empty() {
            String::new()
        } else {
            format!("CASE WHEN {} THEN 0 ELSE 1 END, ", whole.join(" AND "))
        };
        let order = self.dialect.by_bytes();
        let text = format!(
            "SELECT {COLUMNS} FROM person p WHERE p.municipality = $1{holds} ORDER BY {first}p.name_sort{order}, p.id LIMIT $2"
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).bind(most);
        for part in parts {
            query = query.bind(part);
        }
        let rows = query.fetch_all(&self.pool).await?;
        Ok(rows.iter().map(|r| read(r, 0)).collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_names_sort_with_ae_oe_aa_last() {
        let mut names = ["Ågård", "Østergaard", "Andersen", "Ærø", "Zacho", "Aaby"];
        names.sort_by_key(|n| sort_key(n, ""));
        assert_eq!(names, ["Andersen", "Zacho", "Ærø", "Østergaard", "Aaby", "Ågård"]);
    }

    #[test]
    fn a_search_finds_prøvesen_written_either_way() {
        assert_eq!(search_key("Prøvesen"), search_key("proevesen"));
        assert_eq!(search_key("Aagaard"), search_key("Ågård"));
    }
}

//! Cases and who owns them: never without an owner, never two.

use crate::person::{self, Person};
use crate::write::Write;
use crate::{MunicipalityId, STILL, Store, StoreError, insert};
use domain::Day;
use domain::ids::Cpr;
use domain::instant::Instant;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::collections::HashMap;

/// A case to open, with its owner.
#[derive(Clone, Debug)]
pub struct NewCase {
    pub uuid: String,
    pub person: i64,
    pub opened: Day,
    pub unit: String,
    pub employee: Option<String>,
    pub reason: String,
}

/// A case with its person and owner of now.
#[derive(Clone, Debug)]
pub struct CaseRow {
    pub id: i64,
    pub uuid: String,
    pub person: Person,
    pub opened: Day,
    pub unit: String,
    pub employee: Option<String>,
    pub last_commit: i64,
}

/// One stretch of ownership.
#[derive(Clone, Debug)]
pub struct Ownership {
    pub from_commit: i64,
    pub through_commit: Option<i64>,
    /// When it began.
    pub at: Instant,
    pub unit: String,
    pub employee: Option<String>,
    pub reason: String,
}

/// KLE subject of the employment effort; the number is configuration once the municipality confirms it.
const KLE_SUBJECT: &str = "15";
const KLE_FACET: &str = "G01";

pub(crate) async fn of_person(
    connection: &mut AnyConnection,
    municipality: MunicipalityId,
    person: i64,
) -> Result<Option<i64>, StoreError> {
    let row = sqlx::query("SELECT id FROM case_file WHERE municipality = $1 AND person = $2 ORDER BY +id DESC LIMIT 1")
        .bind(municipality.0)
        .bind(person)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|r| r.try_get(0)).transpose()?)
}

/// A case to be assessed, with whose it is.
pub(crate) struct AssessedCase {
    pub(crate) case: i64,
    pub(crate) person: i64,
    pub(crate) born: Option<Day>,
}

/// The newest case of each of these people; those without one are left out.
pub(crate) async fn of_people(
    connection: &mut AnyConnection,
    municipality: MunicipalityId,
    people: &[i64],
) -> Result<Vec<AssessedCase>, StoreError> {
    let marks: Vec<String> = (0..people.len()).map(|i| format!("${}", i + 2)).collect();
    let text = format!(
        "SELECT MAX(c.id), c.person, p.born FROM case_file c CROSS JOIN person p \
         WHERE c.municipality = $1 AND c.person IN ({}) AND p.municipality = c.municipality AND p.id = c.person \
         GROUP BY c.person, p.born ORDER BY c.person",
        marks.join(",")
    );
    let mut query = sqlx::query(sqlx::AssertSqlSafe(text)).persistent(people.len() == 1).bind(municipality.0);
    for person in people {
        query = query.bind(*person);
    }
    let rows = query.fetch_all(connection).await?;
    let read = |row: &AnyRow| -> Result<AssessedCase, sqlx::Error> {
        let born: Option<i64> = row.try_get(2)?;
        let born = born.and_then(|n| i32::try_from(n).ok()).map(Day::from_number);
        Ok(AssessedCase { case: row.try_get(0)?, person: row.try_get(1)?, born })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Notes by which rules the rows of these cases were made, and the commit that wrote to them, where one did.
pub(crate) async fn assessed(
    connection: &mut AnyConnection,
    municipality: MunicipalityId,
    cases: &[i64],
    touched: Option<i64>,
    made_by: &str,
) -> Result<(), StoreError> {
    let marks: Vec<String> = (0..cases.len()).map(|i| format!("${}", i + 4)).collect();
    let text = format!(
        "UPDATE case_file SET last_commit = COALESCE($1, last_commit), made_by = $2 WHERE municipality = $3 AND id IN ({})",
        marks.join(",")
    );
    let mut query = sqlx::query(sqlx::AssertSqlSafe(text)).persistent(cases.len() == 1).bind(touched);
    query = query.bind(made_by).bind(municipality.0);
    for case in cases {
        query = query.bind(*case);
    }
    query.execute(connection).await?;
    Ok(())
}

const COLUMNS: &str = "c.id, c.uuid, c.opened, c.unit, c.employee, c.last_commit, p.id, p.cpr, p.first_name, p.last_name, p.address, p.born";

type Columns =
    (i64, String, i64, String, Option<String>, i64, i64, Option<String>, String, String, String, Option<i64>);

fn case_of(columns: Columns) -> CaseRow {
    let (id, uuid, opened, unit, employee, last_commit, person, cpr, first_name, last_name, address, born) = columns;
    let day = |n: i64| i32::try_from(n).ok().map(Day::from_number);
    let cpr = cpr.and_then(|c| Cpr::read(&c).ok());
    let born = born.and_then(day);
    let person = Person { id: person, cpr, first_name, last_name, address, born };
    CaseRow { id, uuid, person, opened: day(opened).unwrap_or(Day::from_number(0)), unit, employee, last_commit }
}

fn read(row: &AnyRow) -> Result<CaseRow, sqlx::Error> {
    let opened: i64 = row.try_get(2)?;
    Ok(CaseRow {
        id: row.try_get(0)?,
        uuid: row.try_get(1)?,
        opened: Day::from_number(i32::try_from(opened).unwrap_or(0)),
        unit: row.try_get(3)?,
        employee: row.try_get(4)?,
        last_commit: row.try_get(5)?,
        person: person::read(row, 6)?,
    })
}

impl Write {
    /// Opens cases together with their first owner, in this write.
    pub async fn cases_open(&mut self, cases: &[NewCase]) -> Result<Vec<i64>, StoreError> {
        let first = self.last_case + 1;
        let numbered: Vec<(i64, &NewCase)> = cases.iter().enumerate().map(|(i, c)| (first + i as i64, c)).collect();
        self.last_case += cases.len() as i64;
        let (municipality, commit) = (self.municipality.0, self.number);
        insert::many(
            &mut self.tx,
            "INSERT INTO case_file (municipality, id, uuid, person, kle_subject, kle_facet, opened, closed, unit, employee, last_commit, projected_through) VALUES",
            12,
            &numbered,
            |query, (id, c)| {
                query
                    .bind(municipality)
                    .bind(*id)
                    .bind(c.uuid.as_str())
                    .bind(c.person)
                    .bind(KLE_SUBJECT)
                    .bind(KLE_FACET)
                    .bind(i64::from(c.opened.number()))
                    .bind(None::<i64>)
                    .bind(c.unit.as_str())
                    .bind(c.employee.as_deref())
                    .bind(commit)
                    .bind(STILL)
            },
        )
        .await?;
        insert::many(
            &mut self.tx,
            "INSERT INTO ownership (municipality, case_id, from_commit, through_commit, unit, employee, reason) VALUES",
            7,
            &numbered,
            |query, (id, c)| {
                query
                    .bind(municipality)
                    .bind(*id)
                    .bind(commit)
                    .bind(STILL)
                    .bind(c.unit.as_str())
                    .bind(c.employee.as_deref())
                    .bind(c.reason.as_str())
            },
        )
        .await?;
        for case in cases {
            self.touch(case.person);
        }
        Ok(numbered.iter().map(|(id, _)| *id).collect())
    }

    /// Changes the owner. The old one holds through the commit before this; one that this write itself has set is
    /// replaced, for nobody has seen it.
    pub async fn case_owner_set(
        &mut self,
        case: i64,
        unit: &str,
        employee: Option<&str>,
        reason: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM ownership WHERE municipality = $1 AND case_id = $2 AND from_commit = $3")
            .bind(self.municipality.0)
            .bind(case)
            .bind(self.number)
            .execute(&mut *self.tx)
            .await?;
        sqlx::query(
            "UPDATE ownership SET through_commit = $1 WHERE municipality = $2 AND case_id = $3 AND through_commit = $4",
        )
        .bind(self.number - 1)
        .bind(self.municipality.0)
        .bind(case)
        .bind(STILL)
        .execute(&mut *self.tx)
        .await?;
        sqlx::query("INSERT INTO ownership (municipality, case_id, from_commit, through_commit, unit, employee, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(self.municipality.0)
            .bind(case)
            .bind(self.number)
            .bind(STILL)
            .bind(unit)
            .bind(employee)
            .bind(reason)
            .execute(&mut *self.tx)
            .await?;
        sqlx::query(
            "UPDATE case_file SET unit = $1, employee = $2, last_commit = $3 WHERE municipality = $4 AND id = $5",
        )
        .bind(unit)
        .bind(employee)
        .bind(self.number)
        .bind(self.municipality.0)
        .bind(case)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// The case as it is inside this write: what changed since the form was made is seen here.
    pub async fn case_last_commit(&mut self, case: i64) -> Result<Option<i64>, StoreError> {
        let row = sqlx::query("SELECT last_commit FROM case_file WHERE municipality = $1 AND id = $2")
            .bind(self.municipality.0)
            .bind(case)
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(row.map(|r| r.try_get(0)).transpose()?)
    }
}

impl Store {
    pub async fn case_find(&self, municipality: MunicipalityId, id: i64) -> Result<Option<CaseRow>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM case_file c JOIN person p ON p.municipality = c.municipality AND p.id = c.person WHERE c.municipality = $1 AND c.id = $2"
        );
        let row =
            sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).bind(id).fetch_optional(&self.pool).await?;
        Ok(row.as_ref().map(read).transpose()?)
    }

    /// Cases by id, in no order.
    pub async fn case_list(&self, municipality: MunicipalityId, ids: &[i64]) -> Result<Vec<CaseRow>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(1_000) {
            let marks: Vec<String> = (0..chunk.len()).map(|i| format!("${}", i + 2)).collect();
            let text = format!(
                "SELECT {} FROM case_file c JOIN person p ON p.municipality = c.municipality AND p.id = c.person WHERE c.municipality = $1 AND c.id IN ({})",
                self.dialect.rows_as_json(COLUMNS),
                marks.join(",")
            );
            let mut query = sqlx::query(sqlx::AssertSqlSafe(text)).persistent(false).bind(municipality.0);
            for id in chunk {
                query = query.bind(*id);
            }
            let row = query.fetch_one(&self.pool).await?;
            let rows: Vec<Columns> = crate::json(&row.try_get::<String, _>(0)?)?;
            found.extend(rows.into_iter().map(case_of));
        }
        Ok(found)
    }

    pub async fn case_of_person(&self, municipality: MunicipalityId, person: i64) -> Result<Option<i64>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        of_person(&mut connection, municipality, person).await
    }

    /// The newest case of each of these people, by person; those without one are left out.
    pub async fn cases_of_people(
        &self,
        municipality: MunicipalityId,
        people: &[i64],
    ) -> Result<HashMap<i64, i64>, StoreError> {
        if people.is_empty() {
            return Ok(HashMap::new());
        }
        let mut connection = self.pool.acquire().await?;
        let cases = of_people(&mut connection, municipality, people).await?;
        Ok(cases.into_iter().map(|c| (c.person, c.case)).collect())
    }

    pub async fn ownership_list(&self, municipality: MunicipalityId, case: i64) -> Result<Vec<Ownership>, StoreError> {
        let rows = sqlx::query("SELECT o.from_commit, o.through_commit, o.unit, o.employee, o.reason, c.at FROM ownership o JOIN commit_log c ON c.municipality = o.municipality AND c.number = o.from_commit WHERE o.municipality = $1 AND o.case_id = $2 ORDER BY o.from_commit")
            .bind(municipality.0)
            .bind(case)
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|r| {
                let through: i64 = r.try_get(1)?;
                Ok(Ownership {
                    from_commit: r.try_get(0)?,
                    through_commit: (through != STILL).then_some(through),
                    at: Instant(r.try_get(5)?),
                    unit: r.try_get(2)?,
                    employee: r.try_get(3)?,
                    reason: r.try_get(4)?,
                })
            })
            .collect()
    }

    /// Cases with no owner now, or with more than one. Both must be none.
    pub async fn case_owner_faults(&self, municipality: MunicipalityId) -> Result<i64, StoreError> {
        let row = sqlx::query(
            "SELECT COUNT(*) FROM case_file c WHERE c.municipality = $1 AND (SELECT COUNT(*) FROM ownership o WHERE o.municipality = c.municipality AND o.case_id = c.id AND o.through_commit = $2) <> 1",
        )
        .bind(municipality.0)
        .bind(STILL)
        .fetch_one(&self.pool)
        .await?;
        Ok(row.try_get(0)?)
    }
}

//! Dated assignments: which role somebody has in which unit, and on which days. See migration 0011.

use crate::{MunicipalityId, Store, StoreError};
use domain::Day;
use domain::instant::Instant;
use sqlx::Row;

/// Somebody's role in a unit; both days are included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub role: String,
    pub unit: String,
    pub from: Day,
    /// `None`: until another begins.
    pub through: Option<Day>,
}

/// Joins to accounts `a` the assignment `s` that holds on a day, where there is one.
pub(crate) fn held_on(day: Day) -> String {
    let holds = holds_on("s", day);
    format!("LEFT JOIN assignment s ON s.municipality = a.municipality AND s.login = a.login AND {holds}")
}

/// The condition that an assignment holds on a day.
pub(crate) fn holds_on(table: &str, day: Day) -> String {
    let day = day.number();
    format!("{table}.from_day <= {day} AND COALESCE({table}.through_day, {day}) >= {day}")
}

pub(crate) async fn insert(
    tx: &mut sqlx::Transaction<'static, sqlx::Any>,
    municipality: MunicipalityId,
    login: &str,
    assignment: &Assignment,
    at: Instant,
) -> Result<(), StoreError> {
    let text = "INSERT INTO assignment (municipality, login, from_day, through_day, role, unit, at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7)";
    sqlx::query(text)
        .bind(municipality.0)
        .bind(login)
        .bind(i64::from(assignment.from.number()))
        .bind(assignment.through.map(|day| i64::from(day.number())))
        .bind(assignment.role.as_str())
        .bind(assignment.unit.as_str())
        .bind(at.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

impl Store {
    /// From its first day the assignment takes the place of what was: the one before ends the day before, and those that
    /// would have begun later are dropped. How many were, or `None` when there is no such login.
    pub async fn assignment_set(
        &self,
        municipality: MunicipalityId,
        login: &str,
        assignment: &Assignment,
        at: Instant,
    ) -> Result<Option<u64>, StoreError> {
        let mut tx = self.pool.begin_with(self.dialect.begin_write()).await?;
        let known = sqlx::query("SELECT 1 FROM account WHERE municipality = $1 AND login = $2")
            .bind(municipality.0)
            .bind(login)
            .fetch_optional(&mut *tx)
            .await?;
        if known.is_none() {
            return Ok(None);
        }
        let from = i64::from(assignment.from.number());
        let later = sqlx::query("DELETE FROM assignment WHERE municipality = $1 AND login = $2 AND from_day >= $3")
            .bind(municipality.0)
            .bind(login)
            .bind(from)
            .execute(&mut *tx)
            .await?;
        let text = "UPDATE assignment SET through_day = $3 WHERE municipality = $1 AND login = $2 \
                    AND COALESCE(through_day, $4) >= $4";
        sqlx::query(text).bind(municipality.0).bind(login).bind(from - 1).bind(from).execute(&mut *tx).await?;
        insert(&mut tx, municipality, login, assignment, at).await?;
        tx.commit().await?;
        Ok(Some(later.rows_affected()))
    }

    /// Everybody's assignments, by login and first day.
    pub async fn assignment_list(&self, municipality: MunicipalityId) -> Result<Vec<(String, Assignment)>, StoreError> {
        let text = "SELECT login, role, unit, from_day, through_day FROM assignment WHERE municipality = $1 \
                    ORDER BY login, from_day";
        let rows = sqlx::query(text).bind(municipality.0).fetch_all(&self.pool).await?;
        let day = |number: i64| Day::from_number(i32::try_from(number).unwrap_or(Day::LAST.number()));
        let read = |row: &sqlx::any::AnyRow| {
            let assignment = Assignment {
                role: row.try_get(1)?,
                unit: row.try_get(2)?,
                from: day(row.try_get(3)?),
                through: row.try_get::<Option<i64>, _>(4)?.map(day),
            };
            Ok((row.try_get(0)?, assignment))
        };
        rows.iter().map(read).collect()
    }
}

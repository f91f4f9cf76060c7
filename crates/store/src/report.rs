//! Reports as they were made, and what people wrote in them. See migration 0015.

use crate::insert::next;
use crate::{CommitNumber, MunicipalityId, Store, StoreError};
use domain::Day;
use domain::instant::Instant;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A report without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    pub id: i64,
    pub kind: String,
    /// Code of the municipality it is about.
    pub area: u16,
    pub from: Day,
    pub through: Day,
    /// The day it was counted on, and the last commit that was known.
    pub drawn: Day,
    pub known: CommitNumber,
    pub login: String,
    pub author: String,
    pub at: Instant,
}

/// Somebody's words in a kind of report, about a place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentRow {
    pub kind: String,
    pub area: u16,
    /// Last day of the period it was written to.
    pub through: Day,
    pub place: String,
    /// Empty: what stood there was taken away.
    pub body: String,
    /// A sum of the numbers it spoke of.
    pub numbers: String,
    pub login: String,
    pub author: String,
    pub at: Instant,
}

const ROW: &str = "id, report_kind, area, from_day, through_day, drawn_day, known, login, author, at";

fn day(number: i64) -> Day {
    Day::from_number(i32::try_from(number).unwrap_or(Day::LAST.number()))
}

fn area(code: i64) -> u16 {
    u16::try_from(code).unwrap_or(0)
}

fn row(row: &AnyRow) -> Result<ReportRow, StoreError> {
    Ok(ReportRow {
        id: row.try_get(0)?,
        kind: row.try_get(1)?,
        area: area(row.try_get(2)?),
        from: day(row.try_get(3)?),
        through: day(row.try_get(4)?),
        drawn: day(row.try_get(5)?),
        known: CommitNumber(row.try_get(6)?),
        login: row.try_get(7)?,
        author: row.try_get(8)?,
        at: Instant(row.try_get(9)?),
    })
}

fn comment(row: &AnyRow) -> Result<CommentRow, StoreError> {
    Ok(CommentRow {
        kind: row.try_get(0)?,
        area: area(row.try_get(1)?),
        through: day(row.try_get(2)?),
        place: row.try_get(3)?,
        body: row.try_get(4)?,
        numbers: row.try_get(5)?,
        login: row.try_get(6)?,
        author: row.try_get(7)?,
        at: Instant(row.try_get(8)?),
    })
}

impl Store {
    /// Keeps a report; its number. `id` of the row is not read.
    pub async fn report_add(
        &self,
        municipality: MunicipalityId,
        report: &ReportRow,
        content: &str,
    ) -> Result<i64, StoreError> {
        let mut tx = self.pool.begin_with(self.dialect.begin_write()).await?;
        let id = next(&mut tx, "report", municipality).await?;
        let text = "INSERT INTO report (municipality, id, report_kind, area, from_day, through_day, drawn_day, known, \
                    login, author, at, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        sqlx::query(text)
            .bind(municipality.0)
            .bind(id)
            .bind(report.kind.as_str())
            .bind(i64::from(report.area))
            .bind(i64::from(report.from.number()))
            .bind(i64::from(report.through.number()))
            .bind(i64::from(report.drawn.number()))
            .bind(report.known.0)
            .bind(report.login.as_str())
            .bind(report.author.as_str())
            .bind(report.at.0)
            .bind(content)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Newest first.
    pub async fn report_list(&self, municipality: MunicipalityId) -> Result<Vec<ReportRow>, StoreError> {
        let text = format!("SELECT {ROW} FROM report WHERE municipality = $1 ORDER BY id DESC");
        let rows = sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).fetch_all(&self.pool).await?;
        rows.iter().map(row).collect()
    }

    /// A report with its content.
    pub async fn report_find(
        &self,
        municipality: MunicipalityId,
        id: i64,
    ) -> Result<Option<(ReportRow, String)>, StoreError> {
        let text = format!("SELECT {ROW}, content FROM report WHERE municipality = $1 AND id = $2");
        let found = sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).bind(id);
        let found = found.fetch_optional(&self.pool).await?;
        found.map(|r| Ok((row(&r)?, r.try_get(10)?))).transpose()
    }

    pub async fn report_comment_add(
        &self,
        municipality: MunicipalityId,
        comment: &CommentRow,
    ) -> Result<(), StoreError> {
        let mut tx = self.pool.begin_with(self.dialect.begin_write()).await?;
        let id = next(&mut tx, "report_comment", municipality).await?;
        let text = "INSERT INTO report_comment (municipality, id, report_kind, area, through_day, place, body, numbers, \
                    login, author, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        sqlx::query(text)
            .bind(municipality.0)
            .bind(id)
            .bind(comment.kind.as_str())
            .bind(i64::from(comment.area))
            .bind(i64::from(comment.through.number()))
            .bind(comment.place.as_str())
            .bind(comment.body.as_str())
            .bind(comment.numbers.as_str())
            .bind(comment.login.as_str())
            .bind(comment.author.as_str())
            .bind(comment.at.0)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// In the order they were written.
    pub async fn report_comments(
        &self,
        municipality: MunicipalityId,
        kind: &str,
        area: u16,
    ) -> Result<Vec<CommentRow>, StoreError> {
        let text = "SELECT report_kind, area, through_day, place, body, numbers, login, author, at FROM report_comment \
                    WHERE municipality = $1 AND report_kind = $2 AND area = $3 ORDER BY id";
        let found = sqlx::query(text).bind(municipality.0).bind(kind).bind(i64::from(area));
        found.fetch_all(&self.pool).await?.iter().map(comment).collect()
    }
}

//! Many rows in one statement: a batch costs a few round trips, not one per row. And the number of a row that gets its own.

use crate::{MunicipalityId, StoreError};
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row};

/// Most bound values of one statement: on a server each statement is a round trip, in a file each is only parsed.
const MAX_VALUES: usize = 16_000;
const MAX_VALUES_SQLITE: usize = 1_000;

/// Inserts `rows` with `columns` values each; `bind` adds one row's values in order.
pub(crate) async fn many<'r, R, F>(
    connection: &mut AnyConnection,
    head: &str,
    columns: usize,
    rows: &'r [R],
    bind: F,
) -> Result<(), sqlx::Error>
where
    F: for<'q> Fn(Query<'q, Any, AnyArguments>, &'r R) -> Query<'q, Any, AnyArguments>,
{
    // SQLite finds numbered values by walking a list, so that their time grows with the square of their number; values
    // without a number it takes as they come.
    let numbered = connection.backend_name() != "SQLite";
    let most = if numbered { MAX_VALUES } else { MAX_VALUES_SQLITE };
    let full = (most / columns).max(1);
    for chunk in rows.chunks(full) {
        let mut text = String::with_capacity(head.len() + chunk.len() * columns * 6);
        text.push_str(head);
        for row in 0..chunk.len() {
            text.push_str(if row == 0 { " (" } else { ", (" });
            for column in 0..columns {
                if column > 0 {
                    text.push(',');
                }
                if numbered {
                    text.push('$');
                    text.push_str(&(row * columns + column + 1).to_string());
                } else {
                    text.push('?');
                }
            }
            text.push(')');
        }
        let mut query = sqlx::query(AssertSqlSafe(text)).persistent(chunk.len() == full || chunk.len() == 1);
        for row in chunk {
            query = bind(query, row);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// The next number of a table; the municipality's row stays locked, so that two writers get two numbers.
pub(crate) async fn next(
    tx: &mut sqlx::Transaction<'static, sqlx::Any>,
    table: &str,
    municipality: MunicipalityId,
) -> Result<i64, StoreError> {
    let lock = "UPDATE municipality SET last_commit = last_commit WHERE id = $1";
    sqlx::query(lock).bind(municipality.0).execute(&mut **tx).await?;
    let text = format!("SELECT COALESCE(MAX(id), 0) + 1 FROM {table} WHERE municipality = $1");
    let found = sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).fetch_one(&mut **tx).await?;
    Ok(found.try_get(0)?)
}

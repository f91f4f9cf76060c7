//! Schema changes: one file each, never edited after release. A newer schema refuses to start.

use crate::{Store, StoreError};
use sqlx::{AssertSqlSafe, Row};

const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../migrations/0001_begin.sql")),
    (2, include_str!("../migrations/0002_kinds.sql")),
    (3, include_str!("../migrations/0003_statistics.sql")),
    (4, include_str!("../migrations/0004_person_key.sql")),
    (5, include_str!("../migrations/0005_fact_supersedes.sql")),
    (6, include_str!("../migrations/0006_case_touched.sql")),
    (7, include_str!("../migrations/0007_rule_words.sql")),
    (8, include_str!("../migrations/0008_duty_layers.sql")),
    (9, include_str!("../migrations/0009_fact_substitute.sql")),
    (10, include_str!("../migrations/0010_account_unit.sql")),
    (11, include_str!("../migrations/0011_assignment.sql")),
];

/// The newest schema this program knows.
pub(crate) fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |m| m.0)
}

pub(crate) async fn run(store: &Store) -> Result<(), StoreError> {
    run_through(store, newest()).await
}

/// Migrates to a schema version and no further.
pub(crate) async fn run_through(store: &Store, last: i64) -> Result<(), StoreError> {
    let mut tx = store.pool.begin_with(store.dialect.begin_write()).await?;
    sqlx::query("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)").execute(&mut *tx).await?;
    let found: i64 =
        sqlx::query("SELECT COALESCE(MAX(version), 0) FROM schema_version").fetch_one(&mut *tx).await?.try_get(0)?;
    let known = newest();
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    for (version, text) in MIGRATIONS.iter().filter(|(v, _)| *v > found && *v <= last) {
        let bare: String = text.lines().filter(|l| !l.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
        for statement in bare.split(';').map(str::trim).filter(|s| !s.is_empty()) {
            sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut *tx).await?;
        }
        sqlx::query("INSERT INTO schema_version (version) VALUES ($1)").bind(*version).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

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
    (12, include_str!("../migrations/0012_made_by.sql")),
    (13, include_str!("../migrations/0013_rule_order.sql")),
    (14, include_str!("../migrations/0014_goal_version.sql")),
    (15, include_str!("../migrations/0015_report.sql")),
    (16, include_str!("../migrations/0016_selection.sql")),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MunicipalityId;
    use domain::Day;

    /// Before schema 11 an account had one role for good.
    async fn with_an_account_of_before(store: &Store) {
        run_through(store, 10).await.unwrap();
        for text in [
            "INSERT INTO municipality (id, name, last_commit, last_at, last_fact, last_case) VALUES (999, 'Fjordby', 0, 0, 0, 0)",
            "INSERT INTO account (municipality, login, name, role, unit, password, disabled, failures, locked_until) \
             VALUES (999, 'karen', 'Karen Eksempel', 'caseworker', 'team-vest', 'hash', 0, 0, 0)",
        ] {
            sqlx::query(text).execute(&store.pool).await.unwrap();
        }
    }

    #[tokio::test]
    async fn who_had_a_role_before_roles_had_days_keeps_it() {
        let store = Store::connect("sqlite::memory:", true).await.unwrap();
        with_an_account_of_before(&store).await;
        run(&store).await.unwrap();
        let today = Day::new(2026, 3, 16).unwrap();
        let karen = store.account_find(MunicipalityId(999), "karen", today).await.unwrap().unwrap();
        assert_eq!((karen.role.as_str(), karen.unit.as_str()), ("caseworker", "team-vest"));
    }

    #[tokio::test]
    async fn a_backup_of_before_is_refused_where_the_tables_are_newer() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let refused = store.refuse_newer_than(10).await.unwrap_err();
        assert!(refused.to_string().contains("an earlier version (10)"), "{refused}");
        store.refuse_newer_than(newest()).await.unwrap();
    }
}

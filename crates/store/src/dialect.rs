//! What must differ between SQLite and PostgreSQL, and nothing else.

use crate::StoreError;
use sqlx::AnyConnection;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    pub(crate) fn of(address: &str) -> Result<Dialect, StoreError> {
        if address.starts_with("sqlite:") {
            Ok(Dialect::Sqlite)
        } else if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            Ok(Dialect::Postgres)
        } else {
            // Never echo a password that may stand in the address.
            Err(StoreError::Address(address.split(['@', '?']).next().unwrap_or_default().chars().take(12).collect()))
        }
    }

    pub(crate) fn connect_address(self, address: &str) -> String {
        match self {
            Dialect::Sqlite if address.contains(":memory:") || address.contains("mode=") => address.to_owned(),
            Dialect::Sqlite => format!("{address}?mode=rwc"),
            Dialect::Postgres => address.to_owned(),
        }
    }

    /// A database in memory is one connection's.
    pub(crate) fn connections(self, address: &str) -> u32 {
        if address.contains(":memory:") { 1 } else { 8 }
    }

    /// A connection over a network may have died since it was last used, and is asked first. A file is there: asking
    /// would double the hops between threads, which are most of what a small question costs.
    pub(crate) fn over_a_network(self) -> bool {
        self == Dialect::Postgres
    }

    /// `kept`: what is committed survives a crash. A database that is thrown away when its making fails needs no journal.
    /// Each of the connections has a cache of its own, in KiB; what does not fit is in the system's. While a database is
    /// filled nothing leaves the cache before the end: without a journal a page that is written early locks out readers.
    pub(crate) async fn prepare(self, connection: &mut AnyConnection, kept: bool) -> Result<(), sqlx::Error> {
        if self == Dialect::Sqlite {
            let (journal, synchronous, cache) = match kept {
                true => ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA cache_size = -8192"),
                false => ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_spill = OFF"),
            };
            for pragma in [
                journal,
                synchronous,
                "PRAGMA busy_timeout = 10000",
                "PRAGMA foreign_keys = ON",
                "PRAGMA temp_store = MEMORY",
                cache,
            ] {
                sqlx::query(pragma).execute(&mut *connection).await?;
            }
        }
        Ok(())
    }

    /// SQLite has one writer: it says so at the start, not when it first writes.
    pub(crate) fn begin_write(self) -> &'static str {
        match self {
            Dialect::Sqlite => "BEGIN IMMEDIATE",
            Dialect::Postgres => "BEGIN",
        }
    }

    /// All rows of a question in one text: each row that crosses to the program by itself costs as much as reading it.
    pub(crate) fn rows_as_json(self, columns: &str) -> String {
        match self {
            Dialect::Sqlite => format!("json_group_array(json_array({columns}))"),
            Dialect::Postgres => format!("CAST(COALESCE(json_agg(json_build_array({columns})), '[]') AS TEXT)"),
        }
    }

    /// Whether a whole database has one writer at a time.
    pub(crate) fn one_writer(self) -> bool {
        self == Dialect::Sqlite
    }

    /// A reader that sees one moment, whatever is written meanwhile.
    pub(crate) fn begin_read(self) -> &'static str {
        match self {
            Dialect::Sqlite => "BEGIN",
            Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Keys made in Rust sort as bytes, whatever order the server has for words.
    pub(crate) fn by_bytes(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::Postgres => " COLLATE \"C\"",
        }
    }

    /// One reading of published tables at a time.
    pub(crate) fn lock_statistics(self) -> &'static str {
        match self {
            Dialect::Sqlite => "SELECT 1",
            Dialect::Postgres => "LOCK TABLE stat_snapshot IN EXCLUSIVE MODE",
        }
    }

    /// Locks the municipality's row, so that commit order is known order.
    pub(crate) fn lock_municipality(self) -> &'static str {
        match self {
            Dialect::Sqlite => "SELECT last_commit, last_at, last_fact, last_case FROM municipality WHERE id = $1",
            Dialect::Postgres => {
                "SELECT last_commit, last_at, last_fact, last_case FROM municipality WHERE id = $1 FOR UPDATE"
            }
        }
    }
}

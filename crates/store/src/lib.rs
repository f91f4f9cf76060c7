//! The only SQL: commits and facts, append-only; derived tables, rebuildable; accounts and the read log.
//!
//! Invariant: a fact is never changed or deleted; derived rows are written in the same transaction as the facts.
//! Invariant: one SQL text for SQLite and PostgreSQL; what must differ lives in `dialect`.

pub mod account;
mod activate;
pub mod assignment;
pub mod backup;
pub mod books;
pub mod case;
mod dialect;
pub mod duty;
pub mod fact;
pub mod goal;
pub mod histories;
pub mod import;
mod insert;
mod kinds;
pub mod migrate;
pub mod moves;
pub mod person;
pub mod read_log;
pub mod renew;
pub mod report;
pub mod rule;
pub mod rule_order;
pub mod selection;
pub mod statistics;
pub mod write;

use dialect::Dialect;
use sqlx::AnyPool;
use sqlx::any::AnyPoolOptions;
use std::sync::Arc;

/// A municipality's code (`461`); it leads every key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub struct MunicipalityId(pub i64);

/// Commits are numbered from 1 within a municipality.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash, Default)]
pub struct CommitNumber(pub i64);

/// "Still known": larger than any commit.
pub const STILL: i64 = i64::MAX;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database could not do this: {0}")]
    Sql(#[from] sqlx::Error),
    #[error(
        "the database was made by a newer version of the program (schema {found}, known {known}); use that version"
    )]
    NewerSchema { found: i64, known: i64 },
    #[error("the address \"{0}\" is no database: write sqlite:FILE or postgres://...")]
    Address(String),
    #[error("fact {id} in the database cannot be read: {why}")]
    BadFact { id: i64, why: String },
    #[error("{0}")]
    Backup(String),
    #[error("a look at a citizen could not be written down: {0}")]
    Look(String),
    /// Somebody set other rules in force after this write's rulebook was read. Nothing was written.
    #[error("the rules were changed while this was being written; do it again")]
    OtherRules,
    #[error("the municipality {0} is not in this database")]
    NoMunicipality(i64),
}

/// Reads what the database gave as one text.
pub(crate) fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Sql(sqlx::Error::Decode(Box::new(e))))
}

/// An open database.
#[derive(Clone)]
pub struct Store {
    pub(crate) pool: AnyPool,
    dialect: Dialect,
    pub(crate) kept: histories::Keep,
    /// One writer after the other, in the order they came; SQLite itself would let them knock again and again.
    pub(crate) turn: Arc<tokio::sync::Mutex<()>>,
    pub(crate) looks: read_log::Waiting,
    /// Held while a part of many cases is read, so that nobody reads them twice.
    pub(crate) reading: Arc<tokio::sync::Mutex<()>>,
}

impl Store {
    /// `sqlite:FILE`, `sqlite::memory:` or `postgres://...`; creates and migrates.
    pub async fn open(address: &str) -> Result<Store, StoreError> {
        let store = Store::connect(address, true).await?;
        migrate::run(&store).await?;
        Ok(store)
    }

    /// Opens a database that is thrown away unless the filling of it succeeds. On SQLite a crash may leave it in pieces.
    pub async fn open_to_fill(address: &str) -> Result<Store, StoreError> {
        let store = Store::connect(address, false).await?;
        migrate::run(&store).await?;
        Ok(store)
    }

    async fn connect(address: &str, kept: bool) -> Result<Store, StoreError> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of(address)?;
        let options = AnyPoolOptions::new()
            .max_connections(dialect.connections(address))
            .test_before_acquire(dialect.over_a_network())
            .after_connect(move |connection, _| Box::pin(async move { dialect.prepare(connection, kept).await }));
        let pool = options.connect(&dialect.connect_address(address)).await?;
        Ok(Store {
            pool,
            dialect,
            kept: histories::Keep::default(),
            turn: Arc::default(),
            looks: Arc::default(),
            reading: Arc::default(),
        })
    }

    /// Answers a trivial question: the database is there.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").fetch_one(&self.pool).await?;
        Ok(())
    }

    pub async fn close(&self) {
        self.pool.close().await;
    }
}

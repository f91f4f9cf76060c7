//! Published statistics: what a file said, and what it said before.
//!
//! A snapshot is one reading of one file. A figure that a later file repeats is kept once; one it changes is closed and
//! kept; one it leaves out stays.

use crate::{STILL, Store, StoreError, insert};
use domain::instant::Instant;
use sqlx::{Any, Row, Transaction};
use std::collections::HashMap;

/// A measure of a table with the groups it is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeriesName {
    pub table: String,
    pub measure: String,
    pub dims: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub struct Series {
    pub id: i64,
    pub name: SeriesName,
    /// Number of the newest snapshot that held it.
    pub last_read: i64,
}

/// A published number: `mantissa / 10^scale`; `None` is suppressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Figure {
    pub mantissa: Option<i64>,
    pub scale: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatRow {
    pub area: u16,
    /// As text: `2026M07`.
    pub period: String,
    pub figure: Figure,
}

/// One reading of a file.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub number: i64,
    pub table: String,
    /// The file, without its folder.
    pub source: String,
    pub at: Instant,
    pub rows_read: i64,
    pub rows_refused: i64,
}

/// What became of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    New,
    Same,
    Changed,
    /// The same file has another figure for the same place.
    Contradicts,
}

/// Figures by area and period, with the snapshot each is from.
type KnownFigures = HashMap<(u16, String), (Figure, i64)>;

/// An open reading of one file; dropped without [`StatWrite::commit`], nothing of it remains.
pub struct StatWrite {
    tx: Transaction<'static, Any>,
    number: i64,
    table: String,
    series: HashMap<SeriesName, i64>,
    next_series: i64,
    /// What is known of each series that the file has touched.
    known: HashMap<i64, KnownFigures>,
    new: Vec<(i64, StatRow)>,
}

const ROWS_AT_ONCE: usize = 10_000;

fn dims_text(dims: &[(String, String)]) -> String {
    serde_json::Value::Object(dims.iter().map(|(k, v)| (k.clone(), v.clone().into())).collect()).to_string()
}

fn dims_read(text: &str) -> Vec<(String, String)> {
    let read: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(text).ok();
    read.into_iter().flatten().map(|(k, v)| (k, v.as_str().unwrap_or_default().to_owned())).collect()
}

impl Store {
    /// Begins the reading of a file of one table.
    pub async fn begin_statistics(&self, table: &str) -> Result<StatWrite, StoreError> {
        let mut tx = self.pool.begin_with(self.dialect.begin_write()).await?;
        // Locks out another reading on PostgreSQL, as beginning does on SQLite: numbers are given once.
        sqlx::query(self.dialect.lock_statistics()).execute(&mut *tx).await?;
        let row = sqlx::query(
            "SELECT (SELECT COALESCE(MAX(number), 0) FROM stat_snapshot), (SELECT COALESCE(MAX(id), 0) FROM stat_series)",
        )
        .fetch_one(&mut *tx)
        .await?;
        let (last, last_series): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        let mut series = HashMap::new();
        let rows = sqlx::query("SELECT id, measure, dims FROM stat_series WHERE table_id = $1")
            .bind(table)
            .fetch_all(&mut *tx)
            .await?;
        for row in rows {
            let dims: String = row.try_get(2)?;
            let name = SeriesName { table: table.to_owned(), measure: row.try_get(1)?, dims: dims_read(&dims) };
            series.insert(name, row.try_get(0)?);
        }
        Ok(StatWrite {
            tx,
            number: last + 1,
            table: table.to_owned(),
            series,
            next_series: last_series + 1,
            known: HashMap::new(),
            new: Vec::new(),
        })
    }

    /// Every series of every table, in the order of their names.
    pub async fn stat_series(&self) -> Result<Vec<Series>, StoreError> {
        let rows =
            sqlx::query("SELECT id, table_id, measure, dims, last_read FROM stat_series").fetch_all(&self.pool).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let dims: String = row.try_get(3)?;
            found.push(Series {
                id: row.try_get(0)?,
                name: SeriesName { table: row.try_get(1)?, measure: row.try_get(2)?, dims: dims_read(&dims) },
                last_read: row.try_get(4)?,
            });
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }

    /// Readings, newest first.
    pub async fn stat_snapshots(&self) -> Result<Vec<Snapshot>, StoreError> {
        let text =
            "SELECT number, table_id, source, at, rows_read, rows_refused FROM stat_snapshot ORDER BY number DESC";
        let rows = sqlx::query(text).fetch_all(&self.pool).await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok(Snapshot {
                number: row.try_get(0)?,
                table: row.try_get(1)?,
                source: row.try_get(2)?,
                at: Instant(row.try_get(3)?),
                rows_read: row.try_get(4)?,
                rows_refused: row.try_get(5)?,
            })
        };
        Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
    }

    /// The figures of a series as they were known before an instant (all when `None`).
    pub async fn stat_rows(&self, series: i64, known_before: Option<Instant>) -> Result<Vec<StatRow>, StoreError> {
        let before = known_before.map_or(i64::MAX, |i| i.0);
        let row = sqlx::query("SELECT COALESCE(MAX(number), 0) FROM stat_snapshot WHERE at < $1")
            .bind(before)
            .fetch_one(&self.pool)
            .await?;
        let known: i64 = row.try_get(0)?;
        let text = "SELECT area, period, mantissa, scale FROM stat_cell WHERE series = $1 AND known_from <= $2 AND known_through >= $2";
        let rows = sqlx::query(text).bind(series).bind(known).fetch_all(&self.pool).await?;
        let read = |row: &sqlx::any::AnyRow| {
            let (area, scale): (i64, i64) = (row.try_get(0)?, row.try_get(3)?);
            Ok(StatRow {
                area: u16::try_from(area).unwrap_or(u16::MAX),
                period: row.try_get(1)?,
                figure: Figure { mantissa: row.try_get(2)?, scale: u8::try_from(scale).unwrap_or(0) },
            })
        };
        Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
    }
}

impl StatWrite {
    /// Takes one figure of the file.
    pub async fn add(&mut self, measure: &str, dims: &[(String, String)], row: StatRow) -> Result<Taken, StoreError> {
        let series = self.series_of(measure, dims).await?;
        let place = (row.area, row.period.clone());
        let known = self.known.entry(series).or_default();
        let taken = match known.get(&place) {
            Some((figure, _)) if *figure == row.figure => return Ok(Taken::Same),
            Some((_, number)) if *number == self.number => return Ok(Taken::Contradicts),
            Some(_) => Taken::Changed,
            None => Taken::New,
        };
        known.insert(place, (row.figure, self.number));
        if taken == Taken::Changed {
            sqlx::query("UPDATE stat_cell SET known_through = $1 WHERE series = $2 AND area = $3 AND period = $4 AND known_through = $5")
                .bind(self.number - 1)
                .bind(series)
                .bind(i64::from(row.area))
                .bind(row.period.as_str())
                .bind(STILL)
                .execute(&mut *self.tx)
                .await?;
        }
        self.new.push((series, row));
        if self.new.len() >= ROWS_AT_ONCE {
            self.flush().await?;
        }
        Ok(taken)
    }

    async fn series_of(&mut self, measure: &str, dims: &[(String, String)]) -> Result<i64, StoreError> {
        let mut name = SeriesName { table: self.table.clone(), measure: measure.to_owned(), dims: dims.to_vec() };
        name.dims.sort_unstable();
        if let Some(id) = self.series.get(&name) {
            let id = *id;
            if !self.known.contains_key(&id) {
                let known = self.load(id).await?;
                self.known.insert(id, known);
            }
            return Ok(id);
        }
        let id = self.next_series;
        self.next_series += 1;
        sqlx::query("INSERT INTO stat_series (id, table_id, measure, dims, last_read) VALUES ($1, $2, $3, $4, $5)")
            .bind(id)
            .bind(self.table.as_str())
            .bind(measure)
            .bind(dims_text(&name.dims))
            .bind(self.number)
            .execute(&mut *self.tx)
            .await?;
        self.series.insert(name, id);
        self.known.insert(id, HashMap::new());
        Ok(id)
    }

    async fn load(&mut self, series: i64) -> Result<KnownFigures, StoreError> {
        let text =
            "SELECT area, period, mantissa, scale, known_from FROM stat_cell WHERE series = $1 AND known_through = $2";
        let rows = sqlx::query(text).bind(series).bind(STILL).fetch_all(&mut *self.tx).await?;
        let mut known = HashMap::with_capacity(rows.len());
        for row in rows {
            let (area, scale): (i64, i64) = (row.try_get(0)?, row.try_get(3)?);
            let figure = Figure { mantissa: row.try_get(2)?, scale: u8::try_from(scale).unwrap_or(0) };
            known.insert((u16::try_from(area).unwrap_or(u16::MAX), row.try_get(1)?), (figure, row.try_get(4)?));
        }
        Ok(known)
    }

    async fn flush(&mut self) -> Result<(), StoreError> {
        let number = self.number;
        let rows = std::mem::take(&mut self.new);
        insert::many(
            &mut self.tx,
            "INSERT INTO stat_cell (series, area, period, mantissa, scale, known_from, known_through) VALUES",
            7,
            &rows,
            |query, (series, row)| {
                query
                    .bind(*series)
                    .bind(i64::from(row.area))
                    .bind(row.period.as_str())
                    .bind(row.figure.mantissa)
                    .bind(i64::from(row.figure.scale))
                    .bind(number)
                    .bind(STILL)
            },
        )
        .await?;
        Ok(())
    }

    /// Ends the reading; all its figures are known from now on, or none.
    pub async fn commit(mut self, source: &str, at: Instant, read: u64, refused: u64) -> Result<i64, StoreError> {
        self.flush().await?;
        for series in self.known.keys() {
            sqlx::query("UPDATE stat_series SET last_read = $1 WHERE id = $2")
                .bind(self.number)
                .bind(*series)
                .execute(&mut *self.tx)
                .await?;
        }
        let text = "INSERT INTO stat_snapshot (number, table_id, source, at, rows_read, rows_refused) VALUES ($1, $2, $3, $4, $5, $6)";
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        sqlx::query(text)
            .bind(self.number)
            .bind(self.table.as_str())
            .bind(source)
            .bind(at.0)
            .bind(count(read))
            .bind(count(refused))
            .execute(&mut *self.tx)
            .await?;
        self.tx.commit().await?;
        Ok(self.number)
    }
}

//! Which measures have figures, and the figures of one.

use crate::{App, AppError};
use domain::Day;
use domain::instant::Instant;
use figures::catalogue::{self, Published};
use figures::{Cell, Exact, Month, Table};
use ingest::jobindsats::StatPeriod;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use store::statistics::{SeriesName, Snapshot};

/// A measure of the catalogue with the series that holds it.
pub(crate) struct Found {
    pub(crate) measure: Published,
    pub(crate) table: String,
    pub(crate) series: i64,
    /// The snapshot of the newest file that held it.
    last_read: i64,
}

pub(crate) struct Library {
    pub(crate) measures: Vec<Found>,
    /// Newest first.
    snapshots: Vec<Snapshot>,
    /// What was read at this instant or later is not known yet.
    before: Option<Instant>,
}

impl Library {
    pub(crate) fn find(&self, id: &str) -> Option<&Found> {
        self.measures.iter().find(|m| m.measure.id == id)
    }

    pub(crate) fn first(&self) -> Option<&Found> {
        self.measures.first()
    }

    fn known<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a Snapshot> {
        self.snapshots.iter().filter(move |s| s.table == table && self.before.is_none_or(|b| s.at < b))
    }

    /// The reading a measure's figures come from; of the past, the newest of its table.
    pub(crate) fn source(&self, found: &Found) -> Option<Snapshot> {
        let mut known = self.known(&found.table).peekable();
        let newest = known.peek().map(|s| (*s).clone());
        known.find(|s| s.number == found.last_read).cloned().or(newest)
    }

    /// Days on which something was read, newest first.
    pub(crate) fn readings(&self) -> Vec<Day> {
        let mut days: Vec<Day> = self.snapshots.iter().map(|s| s.at.day()).collect();
        days.dedup();
        days
    }
}

/// By series: the reading they are of, and the figures.
type Read = HashMap<i64, (i64, Arc<Table>)>;

/// Published figures in memory, shared by all requests.
#[derive(Debug, Default)]
pub(crate) struct Tables(RwLock<Read>);

impl Tables {
    fn of(&self, found: &Found) -> Option<Arc<Table>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(&found.series).filter(|(read, _)| *read == found.last_read).map(|(_, table)| Arc::clone(table))
    }

    fn keep(&self, found: &Found, table: &Arc<Table>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.insert(found.series, (found.last_read, Arc::clone(table)));
    }
}

impl App {
    /// The measures of the catalogue that something is known of.
    pub(crate) async fn statistics(&self, known: Option<Day>) -> Result<Library, AppError> {
        let series = self.store.stat_series().await?;
        let snapshots = self.store.stat_snapshots().await?;
        let mut library = Library { measures: Vec::new(), snapshots, before: known.map(Instant::midnight_after) };
        for measure in catalogue::shipped() {
            let found = measure.tables.iter().filter(|t| library.known(t).next().is_some()).find_map(|table| {
                let is = |name: &SeriesName| {
                    name.table == *table && name.dims.is_empty() && measure.columns.contains(&name.measure)
                };
                series.iter().find(|s| is(&s.name)).map(|s| (table.clone(), s.id, s.last_read))
            });
            if let Some((table, series, last_read)) = found {
                library.measures.push(Found { measure, table, series, last_read });
            }
        }
        Ok(library)
    }

    /// The monthly figures of a measure; those that are known now are kept until a file is read that holds it.
    pub(crate) async fn figures_of(&self, found: &Found, known: Option<Day>) -> Result<Arc<Table>, AppError> {
        if known.is_some() {
            return Ok(Arc::new(self.read_figures(found.series, known).await?));
        }
        if let Some(table) = self.tables.of(found) {
            return Ok(table);
        }
        let table = Arc::new(self.read_figures(found.series, None).await?);
        self.tables.keep(found, &table);
        Ok(table)
    }

    async fn read_figures(&self, series: i64, known: Option<Day>) -> Result<Table, AppError> {
        let rows = self.store.stat_rows(series, known.map(Instant::midnight_after)).await?;
        Ok(Table::new(rows.into_iter().filter_map(|row| {
            let StatPeriod::Month { year, month } = row.period.parse().ok()? else { return None };
            let cell = match row.figure.mantissa {
                Some(mantissa) => Cell::Number(Exact::decimal(mantissa, row.figure.scale)?),
                None => Cell::Suppressed,
            };
            Some((row.area, Month::new(i32::from(year), month)?, cell))
        })))
    }
}

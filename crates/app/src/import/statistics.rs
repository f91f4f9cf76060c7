//! Published tables from a file: every figure into the store, the country's and the municipalities' alike.

use super::report::Report;
use crate::AppError;
use domain::instant::Instant;
use domain::node::Problem;
use ingest::jobindsats::{Areas, Source, StatCell, StatValue, read};
use std::io::BufRead;
use store::Store;
use store::statistics::{Figure, StatRow, Taken};

/// Reads one file of one table. It is known as a whole, or not at all.
pub async fn import_table(
    store: &Store,
    table: &str,
    file: &str,
    input: impl BufRead,
    at: Instant,
) -> Result<Report, AppError> {
    let areas = Areas::shipped();
    let mut cells = read(Source::new(table, &areas), input);
    let mut report = Report::default();
    let mut write = store.begin_statistics(table).await?;
    let (mut contradicting, mut changed, mut last_changed) = (0, 0, 0);
    while let Some(item) = cells.next() {
        let cell = match item {
            Ok(cell) => cell,
            Err(problem) => {
                report.note(problem);
                continue;
            }
        };
        let (figure, shown) = figure(&cell);
        report.suppressed += u64::from(!shown);
        let row = StatRow { area: cell.area, period: cell.period.to_string(), figure };
        match write.add(&cell.measure, &cell.dims, row).await? {
            Taken::Contradicts => {
                contradicting += 1;
                report.note(contradiction(&cell, cells.rows_read()));
            }
            Taken::Same => {}
            Taken::New | Taken::Changed => {
                changed += u64::from(last_changed != cells.rows_read());
                last_changed = cells.rows_read();
            }
        }
    }
    report.read = cells.rows_read();
    report.refused = (cells.rows_refused() + contradicting).min(report.read.max(1));
    // A file that could not be read at all counts as one refused row.
    if report.read == 0 && report.problem_count > 0 {
        report.refused = 1;
    }
    report.accepted = report.read.saturating_sub(report.refused);
    report.unchanged = report.accepted.saturating_sub(changed);
    if report.accepted > 0 {
        write.commit(file, at, report.read, report.refused).await?;
    }
    Ok(report)
}

fn figure(cell: &StatCell) -> (Figure, bool) {
    match cell.value {
        StatValue::Number(n) => (Figure { mantissa: Some(n.mantissa), scale: n.scale }, true),
        StatValue::Suppressed => (Figure { mantissa: None, scale: 0 }, false),
    }
}

fn contradiction(cell: &StatCell, row: u64) -> Problem {
    Problem {
        code: "contradiction",
        path: format!("row {row}, {}", cell.measure),
        line: 0,
        message: format!(
            "the file has two different figures for area {} in {}; the first is used",
            cell.area, cell.period
        ),
    }
}

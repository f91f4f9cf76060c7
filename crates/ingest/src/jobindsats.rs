//! Published tables of jobindsats.dk: the `;` text shape, and the answers of API versions 2 and 3.
//!
//! Every good field of a measure becomes one [`StatCell`]; every bad one a [`Problem`] with its place. A blank (also `-`,
//! `.`, `..`, `null`) is [`StatValue::Suppressed`], never zero. Memory is bounded by one row, whatever the file holds;
//! the number of problems is not, so a caller that keeps them must stop somewhere.

mod area;
mod columns;
mod decimal;
mod json;
mod period;
mod table;

pub use crate::rows::lines::LONGEST;
pub use area::{Areas, COUNTRY, UNKNOWN};
pub use decimal::{Decimal, DecimalSign};
pub use period::{NoPeriod, StatPeriod};
pub use table::table_of_file_name;

use crate::rows::row::{Event, Field, Place};
use crate::rows::{self, csv};
use columns::{Role, short};
use domain::node::Problem;

use std::collections::VecDeque;
use std::io::BufRead;

/// One published figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StatCell {
    /// Id of the table, such as `y60a02`.
    pub table: String,
    /// The column.
    pub measure: String,
    /// Municipality code; 0 is the whole country, 997 an unknown municipality.
    pub area: u16,
    pub period: StatPeriod,
    /// Column and group, in the order of the columns. Totals are groups too.
    pub dims: Vec<(String, String)>,
    pub value: StatValue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatValue {
    Number(Decimal),
    /// The publisher does not show it: one or two persons, or not available.
    Suppressed,
}

/// What must be known besides the text.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub table: &'a str,
    pub areas: &'a Areas,
    /// Columns that divide people into groups, besides those we know.
    pub dimensions: &'a [&'a str],
    /// The decimal sign, where the caller knows it; else the file must show it.
    pub sign: Option<DecimalSign>,
}

impl<'a> Source<'a> {
    pub fn new(table: &'a str, areas: &'a Areas) -> Source<'a> {
        Source { table, areas, dimensions: &[], sign: None }
    }
}

/// Reads a table in whichever of the three shapes it has.
pub fn read<R: BufRead>(source: Source<'_>, input: R) -> Cells<'_, R> {
    let (input, problem) = rows::begin(input);
    let first = input.get_ref().0.get_ref().iter().find(|b| !b.is_ascii_whitespace()).copied();
    let done = problem.as_ref().is_some_and(|p| p.code == "wrong_encoding");
    let queue: VecDeque<_> = problem.into_iter().map(Err).collect();
    let rows = match first {
        Some(b'{' | b'[') => Rows::Json(json::JsonRows::new(input)),
        _ => Rows::Csv(csv::CsvRows::new(input, Some(';'))),
    };
    Cells { source, rows, header: None, sign: source.sign, queue, rows_read: 0, rows_refused: 0, done }
}

enum Rows<R> {
    Csv(csv::CsvRows<R>),
    Json(json::JsonRows<R>),
}

/// The cells of a table, in the order of the file.
pub struct Cells<'a, R> {
    source: Source<'a>,
    rows: Rows<rows::Begun<R>>,
    header: Option<(Vec<String>, Vec<Role>)>,
    sign: Option<DecimalSign>,
    queue: VecDeque<Result<StatCell, Problem>>,
    rows_read: u64,
    rows_refused: u64,
    done: bool,
}

impl<R: BufRead> Iterator for Cells<'_, R> {
    type Item = Result<StatCell, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.queue.pop_front() {
                return Some(item);
            }
            if self.done {
                return None;
            }
            let events = match &mut self.rows {
                Rows::Csv(rows) => rows.next(),
                Rows::Json(rows) => rows.next().map(|event| vec![event]),
            };
            match events {
                Some(events) => events.into_iter().for_each(|event| self.take(event)),
                None => {
                    self.done = true;
                    if self.header.is_none() {
                        let message = "the file is empty".to_owned();
                        return Some(Err(Problem { code: "empty", path: "file".into(), line: 0, message }));
                    }
                }
            }
        }
    }
}

impl<R: BufRead> Cells<'_, R> {
    /// Rows met so far, without the header and empty lines.
    pub fn rows_read(&self) -> u64 {
        self.rows_read
    }

    /// Rows that gave a problem so far, with or without cells beside it.
    pub fn rows_refused(&self) -> u64 {
        self.rows_refused
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Header(line, names) => match columns::roles(line, &names, self.source.dimensions) {
                Ok(roles) => self.header = Some((names, roles)),
                Err(problem) => self.end(problem),
            },
            Event::Row(place, fields) => {
                self.rows_read += 1;
                let before = self.queue.len();
                self.row(place, &fields);
                self.rows_refused += u64::from(self.queue.iter().skip(before).any(Result::is_err));
            }
            Event::Problem(problem) => {
                self.rows_read += 1;
                self.rows_refused += 1;
                self.queue.push_back(Err(problem));
            }
            Event::Notice(problem) => self.queue.push_back(Err(problem)),
            Event::Fatal(problem) => self.end(problem),
        }
    }

    fn end(&mut self, problem: Problem) {
        self.queue.push_back(Err(problem));
        self.done = true;
    }

    fn row(&mut self, place: Place, fields: &[Field]) {
        let Some((names, roles)) = &self.header else { return };
        let problem =
            |code, column: &str, message: String| Problem { code, path: place.path(column), line: place.line, message };
        if fields.len() != names.len() {
            let message = format!("the row has {} fields, the header {}", fields.len(), names.len());
            self.queue.push_back(Err(problem("bad_row", "row", message)));
            return;
        }
        let (mut area, mut period, mut dims, mut wrong) = (None, None, Vec::new(), Vec::new());
        for ((name, role), field) in names.iter().zip(roles).zip(fields) {
            let text = match (role, field.text()) {
                (Role::Measure, _) => continue,
                (_, Ok(text)) => text,
                (_, Err(why)) => {
                    wrong.push(problem("missing_value", name, why.to_owned()));
                    continue;
                }
            };
            match role {
                Role::Area => match self.source.areas.find(text) {
                    Some(code) => area = Some(code),
                    None => wrong.push(problem("unknown_area", name, self.unknown_area(text))),
                },
                Role::Period => match text.parse::<StatPeriod>() {
                    Ok(read) => period = Some(read),
                    Err(why) => wrong.push(problem("bad_period", name, format!("\"{}\": {why}", short(text)))),
                },
                Role::Dimension => dims.push((name.clone(), text.to_owned())),
                Role::Measure => {}
            }
        }
        let (Some(area), Some(period), true) = (area, period, wrong.is_empty()) else {
            self.queue.extend(wrong.into_iter().map(Err));
            return;
        };
        let measures = || names.iter().zip(roles).zip(fields).filter(|((_, role), _)| **role == Role::Measure);
        if self.sign.is_none() {
            self.sign = measures().find_map(|(_, field)| match field {
                Field::Text(text) => decimal::evidence(text.trim()),
                _ => None,
            });
        }
        for ((name, _), field) in measures() {
            let item = match value(field, self.sign) {
                Ok(value) => Ok(StatCell {
                    table: self.source.table.to_owned(),
                    measure: name.clone(),
                    area,
                    period,
                    dims: dims.clone(),
                    value,
                }),
                Err((code, message)) => Err(problem(code, name, message)),
            };
            self.queue.push_back(item);
        }
    }

    fn unknown_area(&self, text: &str) -> String {
        let name = short(text);
        if text.contains('Ã') {
            return format!(
                "\"{name}\" is no known area; the file looks like UTF-8 that was saved a second time as Latin-1"
            );
        }
        match self.source.areas.nearest(text) {
            Some(near) => format!("\"{name}\" is no known area; did you mean \"{near}\"?"),
            None => format!("\"{name}\" is no known area: the 98 municipalities and Hele landet are"),
        }
    }
}

fn value(field: &Field, sign: Option<DecimalSign>) -> Result<StatValue, (&'static str, String)> {
    let (text, sign) = match field {
        Field::Null => return Ok(StatValue::Suppressed),
        Field::Odd(why) => return Err(("bad_number", (*why).to_owned())),
        // A JSON number has one meaning only.
        Field::Number(text) => (text.as_str(), Some(DecimalSign::Point)),
        Field::Text(text) => (text.trim(), sign),
    };
    if decimal::is_missing(text) {
        return Ok(StatValue::Suppressed);
    }
    decimal::read(text, sign).map(StatValue::Number).map_err(|why| (why.code(), format!("\"{}\": {why}", short(text))))
}

#[cfg(test)]
mod tests;

//! Rows of a table with named columns as nodes: every reader of our own CSV files begins here.

use crate::rows::csv::CsvRows;
use crate::rows::row::{Event, Field};
use crate::rows::{Begun, begin};
use domain::nearest::{hint, nearest};
use domain::node::{Node, Problem, Value};
use std::collections::VecDeque;
use std::io::BufRead;

/// A row: its line and its filled fields by column.
pub(crate) struct Row {
    pub(crate) line: u32,
    pub(crate) fields: Vec<(String, String)>,
}

impl Row {
    pub(crate) fn get(&self, column: &str) -> Option<&str> {
        self.fields.iter().find(|(name, _)| name == column).map(|(_, text)| text.as_str())
    }

    pub(crate) fn problem(&self, code: &'static str, column: &str, message: impl Into<String>) -> Problem {
        Problem { code, path: column.to_owned(), line: self.line, message: message.into() }
    }

    /// A problem that repeats nothing of the row but what resembles a code: with its columns out of place, a number or a
    /// name may stand in any field.
    pub(crate) fn discreet(&self, mut problem: Problem) -> Problem {
        if !problem.message.contains("did you mean") {
            for (_, text) in &self.fields {
                problem.message = problem.message.replace(&format!("\"{text}\""), "what stands here");
            }
        }
        problem
    }

    /// A field as a node, for readers that take outside values.
    pub(crate) fn node(&self, text: &str) -> Node {
        Node { line: self.line, value: Value::Text(text.to_owned()) }
    }
}

/// The rows of a file, in its order; bad ones as problems.
pub(crate) struct TableRows<R> {
    rows: CsvRows<Begun<R>>,
    known: Vec<&'static str>,
    required: &'static [&'static str],
    header: Option<Vec<String>>,
    queue: VecDeque<Result<Row, Problem>>,
    done: bool,
}

impl<R: BufRead> TableRows<R> {
    pub(crate) fn new(input: R, known: Vec<&'static str>, required: &'static [&'static str]) -> TableRows<R> {
        let (input, problem) = begin(input);
        let done = problem.is_some();
        let queue = problem.into_iter().map(Err).collect();
        TableRows { rows: CsvRows::new(input, None), known, required, header: None, queue, done }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Header(line, names) => {
                let names: Vec<String> = names.into_iter().map(|n| n.trim().to_lowercase()).collect();
                let problems = self.header_problems(line, &names);
                self.done = !problems.is_empty();
                self.queue.extend(problems.into_iter().map(Err));
                self.header = Some(names);
            }
            Event::Row(place, fields) => {
                let Some(names) = &self.header else { return };
                if fields.len() != names.len() {
                    let message = format!("the row has {} fields, the header {}", fields.len(), names.len());
                    let problem = Problem { code: "bad_row", path: "row".into(), line: place.line, message };
                    self.queue.push_back(Err(problem));
                    return;
                }
                let filled = names.iter().zip(fields).filter_map(|(name, field)| match field {
                    Field::Text(text) if !text.is_empty() => Some((name.clone(), text)),
                    _ => None,
                });
                self.queue.push_back(Ok(Row { line: place.line, fields: filled.collect() }));
            }
            Event::Problem(problem) | Event::Notice(problem) => self.queue.push_back(Err(problem)),
            Event::Fatal(problem) => {
                self.queue.push_back(Err(problem));
                self.done = true;
            }
        }
    }

    fn header_problems(&self, line: u32, names: &[String]) -> Vec<Problem> {
        let problem = |code, path: &str, message| Problem { code, path: path.to_owned(), line, message };
        let mut problems = Vec::new();
        for (at, name) in names.iter().enumerate() {
            if names[..at].contains(name) && self.known.contains(&name.as_str()) {
                problems.push(problem("duplicate_column", name, format!("the column \"{name}\" stands twice")));
            }
            if !self.known.contains(&name.as_str()) {
                let hint = hint(name, self.known.iter().copied());
                // A file without a header begins with a person: only what resembles a column is repeated.
                let (path, what) = match nearest(name, self.known.iter().copied()) {
                    Some(_) => (name.clone(), format!("\"{name}\"")),
                    None => (format!("column {}", at + 1), "what stands here".to_owned()),
                };
                problems.push(problem("unknown_column", &path, format!("{what} is no column; {hint}")));
            }
        }
        for required in self.required {
            if !names.iter().any(|n| n == required) {
                problems.push(problem("missing_column", required, format!("the column \"{required}\" is missing")));
            }
        }
        problems
    }
}

impl<R: BufRead> Iterator for TableRows<R> {
    type Item = Result<Row, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.queue.pop_front() {
                return Some(item);
            }
            if self.done {
                return None;
            }
            match self.rows.next() {
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

//! What a format hands on: a header, rows of fields, and problems.

use domain::node::Problem;

pub(crate) enum Event {
    /// Line and column names.
    Header(u32, Vec<String>),
    Row(Place, Vec<Field>),
    /// This row is lost; the next may be good.
    Problem(Problem),
    /// Worth knowing; no row is lost.
    Notice(Problem),
    /// Nothing more can be read.
    Fatal(Problem),
}

#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// 0 where the format has no lines.
    pub(crate) line: u32,
    /// 0-based row of a JSON answer.
    pub(crate) row: Option<u64>,
}

impl Place {
    pub(crate) fn path(self, column: &str) -> String {
        match self.row {
            Some(row) => format!("rows[{row}].{column}"),
            None => column.to_owned(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Field {
    Text(String),
    /// A JSON number, as written.
    Number(String),
    Null,
    /// A value that has no place in a table.
    Odd(&'static str),
}

impl Field {
    /// The text of a name or a group, or what is wrong.
    pub(crate) fn text(&self) -> Result<&str, &'static str> {
        match self {
            Field::Text(text) | Field::Number(text) if !text.trim().is_empty() => Ok(text.trim()),
            Field::Text(_) | Field::Number(_) | Field::Null => Err("the field is empty"),
            Field::Odd(sort) => Err(sort),
        }
    }
}

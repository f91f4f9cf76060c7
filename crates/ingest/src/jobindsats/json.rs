//! Answers of the API: `{"columns":[...],"rows":[[...]]}` (version 3) and
//! `[{"Variables":[{"Name","Label"}],"Data":[[...]]}]` (version 2), read row by row without holding the answer.

use crate::rows::lines::{LONGEST, unreadable};
use crate::rows::row::{Event, Field, Place};
use domain::node::Problem;
use serde_json::Value;
use std::io::{BufRead, ErrorKind};

pub(super) struct JsonRows<R> {
    input: R,
    state: State,
    /// The answer is a list of tables (version 2).
    list: bool,
    header: bool,
    rows: bool,
    row: u64,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    Object,
    Rows,
    After,
    Done,
}

impl<R: BufRead> JsonRows<R> {
    pub(super) fn new(input: R) -> JsonRows<R> {
        JsonRows { input, state: State::Start, list: false, header: false, rows: false, row: 0 }
    }

    pub(super) fn next(&mut self) -> Option<Event> {
        loop {
            let step = match self.state {
                State::Done => return None,
                State::Start => self.start(),
                State::Object => self.member(),
                State::Rows => self.next_row(),
                State::After => self.after(),
            };
            match step {
                Ok(None) => {}
                Ok(Some(event)) => return Some(event),
                Err(problem) => {
                    self.state = State::Done;
                    return Some(Event::Fatal(problem));
                }
            }
        }
    }

    fn start(&mut self) -> Result<Option<Event>, Problem> {
        if self.peek()? == Some(b'[') {
            self.bump();
            self.list = true;
            if self.peek()? == Some(b']') {
                return Err(bad("the answer holds no table"));
            }
        }
        self.open()
    }

    fn open(&mut self) -> Result<Option<Event>, Problem> {
        self.expect(b'{', "a table with columns and rows")?;
        (self.header, self.rows) = (false, false);
        self.state = State::Object;
        Ok(None)
    }

    /// One key of the table, or its end.
    fn member(&mut self) -> Result<Option<Event>, Problem> {
        match self.peek()? {
            Some(b'}') => {
                self.bump();
                if !self.rows {
                    return Err(bad("the answer has no columns and rows"));
                }
                self.state = State::After;
                return Ok(None);
            }
            Some(b',') => self.bump(),
            _ => {}
        }
        let Ok(Value::String(key)) = self.value()? else { return Err(bad("a key in quotation marks is expected")) };
        self.expect(b':', "`:` after a key")?;
        match key.to_ascii_lowercase().as_str() {
            "columns" | "variables" => {
                let value = self.value()?.map_err(|(_, why)| bad(&format!("the columns: {why}")))?;
                self.header = true;
                Ok(Some(Event::Header(0, columns(&value)?)))
            }
            "rows" | "data" if !self.header => Err(bad("the rows stand before the columns that name them")),
            "rows" | "data" => {
                self.expect(b'[', "a list of rows")?;
                self.rows = true;
                self.state = State::Rows;
                Ok(None)
            }
            _ => self.scan(None).map(|()| None),
        }
    }

    fn next_row(&mut self) -> Result<Option<Event>, Problem> {
        match self.peek()? {
            Some(b']') => {
                self.bump();
                self.state = State::Object;
                return Ok(None);
            }
            Some(b',') => self.bump(),
            _ => {}
        }
        let row = self.row;
        self.row += 1;
        let place = Place { line: 0, row: Some(row) };
        let lost =
            |code, message: String| Event::Problem(Problem { code, path: format!("rows[{row}]"), line: 0, message });
        Ok(Some(match self.value()? {
            Ok(Value::Array(fields)) => Event::Row(place, fields.into_iter().map(field).collect()),
            Ok(_) => lost("bad_value", "a row is a list of values".into()),
            Err((code, why)) => lost(code, why),
        }))
    }

    fn after(&mut self) -> Result<Option<Event>, Problem> {
        match (self.list, self.peek()?) {
            (true, Some(b',')) => {
                self.bump();
                self.open()
            }
            (true, Some(b']')) => {
                self.bump();
                self.list = false;
                Ok(None)
            }
            (false, None) => {
                self.state = State::Done;
                Ok(None)
            }
            (_, None) => Err(bad("the answer is cut off")),
            _ => Err(bad("there is more text after the answer")),
        }
    }

    /// One whole value, or what is wrong with it alone. The outer error ends the answer.
    fn value(&mut self) -> Result<Result<Value, (&'static str, String)>, Problem> {
        let mut text = Vec::new();
        self.scan(Some(&mut text))?;
        if text.is_empty() {
            return Err(bad("a value is expected here"));
        }
        if text.len() > LONGEST {
            return Ok(Err(("line_too_long", format!("longer than {LONGEST} bytes and skipped"))));
        }
        if std::str::from_utf8(&text).is_err() {
            return Ok(Err(("wrong_encoding", "the bytes are not UTF-8".into())));
        }
        Ok(serde_json::from_slice(&text).map_err(|e| ("syntax", format!("this is not valid JSON: {e}"))))
    }

    /// Goes past one value by counting brackets outside strings, keeping at most one byte more than [`LONGEST`].
    fn scan(&mut self, mut keep: Option<&mut Vec<u8>>) -> Result<(), Problem> {
        let (mut depth, mut inside, mut escaped) = (0u64, false, false);
        self.peek()?;
        loop {
            let Some(byte) = self.byte()? else { return Err(bad("the answer is cut off")) };
            if depth == 0 && !inside && matches!(byte, b',' | b']' | b'}' | b':') {
                return Ok(());
            }
            self.bump();
            if let Some(text) = keep.as_deref_mut().filter(|t| t.len() <= LONGEST) {
                text.push(byte);
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if inside => escaped = true,
                b'"' => inside = !inside,
                b'[' | b'{' if !inside => depth += 1,
                b']' | b'}' if !inside => depth -= 1,
                _ => {}
            }
            if depth == 0 && !inside && matches!(byte, b'"' | b']' | b'}') {
                return Ok(());
            }
        }
    }

    fn byte(&mut self) -> Result<Option<u8>, Problem> {
        loop {
            match self.input.fill_buf() {
                Ok(chunk) => return Ok(chunk.first().copied()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(0, &error)),
            }
        }
    }

    fn bump(&mut self) {
        self.input.consume(1);
    }

    /// The next byte that is no white space, not yet taken.
    fn peek(&mut self) -> Result<Option<u8>, Problem> {
        while let Some(byte) = self.byte()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.bump();
        }
        Ok(None)
    }

    fn expect(&mut self, wanted: u8, what: &str) -> Result<(), Problem> {
        match self.peek()? {
            Some(byte) if byte == wanted => {
                self.bump();
                Ok(())
            }
            Some(_) => Err(bad(&format!("{what} is expected here"))),
            None => Err(bad("the answer is cut off")),
        }
    }
}

fn bad(message: &str) -> Problem {
    Problem { code: "syntax", path: "answer".into(), line: 0, message: message.to_owned() }
}

/// Column names: texts, or objects with a label (version 2).
fn columns(value: &Value) -> Result<Vec<String>, Problem> {
    let Value::Array(items) = value else { return Err(bad("the columns are a list")) };
    let name = |item: &Value| match item {
        Value::String(name) => Some(name.trim().to_owned()),
        Value::Object(map) => ["Label", "label", "Name", "name", "id"]
            .iter()
            .find_map(|key| map.get(*key)?.as_str())
            .map(|name| name.trim().to_owned()),
        _ => None,
    };
    items.iter().map(|item| name(item).ok_or_else(|| bad("a column has no name"))).collect()
}

fn field(value: Value) -> Field {
    match value {
        Value::Null => Field::Null,
        Value::String(text) => Field::Text(text),
        Value::Number(number) => Field::Number(number.to_string()),
        Value::Bool(_) => Field::Odd("true or false has no place in a table"),
        Value::Array(_) | Value::Object(_) => Field::Odd("a list or table has no place in a field"),
    }
}

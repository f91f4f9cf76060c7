//! A table as text: one row a line, a separator between the columns.

use super::lines::Lines;
use super::row::{Event, Field, Place};
use domain::node::Problem;
use std::io::BufRead;

pub(crate) struct CsvRows<R> {
    lines: Lines<R>,
    line: Vec<u8>,
    header: bool,
    warned: bool,
    separator: Option<char>,
}

impl<R: BufRead> CsvRows<R> {
    /// `separator` is the sign between columns; without one the header shows which of `;`, `,` and tabulator it is.
    pub(crate) fn new(input: R, separator: Option<char>) -> CsvRows<R> {
        CsvRows { lines: Lines::new(input), line: Vec::new(), header: false, warned: false, separator }
    }

    /// The next events: at most a notice about the encoding, and a header or row.
    pub(crate) fn next(&mut self) -> Option<Vec<Event>> {
        loop {
            let number = match self.lines.next(&mut self.line)? {
                Ok(number) => number,
                Err(problem) if problem.code == "unreadable" || !self.header => {
                    return Some(vec![Event::Fatal(problem)]);
                }
                Err(problem) => return Some(vec![Event::Problem(problem)]),
            };
            if self.line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let mut events = Vec::new();
            match self.fields(number, &mut events) {
                Ok(fields) if self.header => {
                    let fields = fields.into_iter().map(Field::Text).collect();
                    events.push(Event::Row(Place { line: number, row: None }, fields));
                }
                Ok(fields) => {
                    self.header = true;
                    events.push(Event::Header(number, fields));
                }
                Err(problem) if self.header => events.push(Event::Problem(problem)),
                Err(problem) => events.push(Event::Fatal(problem)),
            }
            return Some(events);
        }
    }

    fn fields(&mut self, number: u32, events: &mut Vec<Event>) -> Result<Vec<String>, Problem> {
        let problem = |code, message: String| Problem { code, path: "file".into(), line: number, message };
        let decoded;
        let text = match std::str::from_utf8(&self.line) {
            Ok(text) => text,
            Err(error) => {
                let at = error.valid_up_to();
                let byte = self.line[at];
                let Some(text) = danish_latin(&self.line) else {
                    return Err(problem(
                        "wrong_encoding",
                        format!("byte {:#04X} at place {} is not UTF-8; save the file as UTF-8", byte, at + 1),
                    ));
                };
                if !self.warned {
                    self.warned = true;
                    let message = format!(
                        "byte {:#04X} at place {} is not UTF-8; the file looks like Latin-1 (Windows-1252) and its Danish letters are read so from here on: check the names, or save the file as UTF-8",
                        byte,
                        at + 1
                    );
                    events.push(Event::Notice(problem("wrong_encoding", message)));
                }
                decoded = text;
                &decoded
            }
        };
        let separator = *self.separator.get_or_insert_with(|| most_used(text));
        split(text, separator)
            .ok_or_else(|| problem("syntax", "a quotation mark is opened and not closed on the line".into()))
    }
}

/// Latin-1 text, when every byte above ASCII is one of the letters that Danish names hold; else nothing.
fn danish_latin(bytes: &[u8]) -> Option<String> {
    let safe = |b: u8| b.is_ascii() || b"\xC6\xD8\xC5\xE6\xF8\xE5\xE9\xC9\xFC\xDC\xF6\xD6\xE4\xC4".contains(&b);
    bytes.iter().all(|b| safe(*b)).then(|| bytes.iter().map(|b| char::from(*b)).collect())
}

/// The separator a header uses most; `;` when it has one column.
fn most_used(header: &str) -> char {
    let count = |sign: char| header.matches(sign).count();
    [';', '\t', ','].into_iter().rev().max_by_key(|sign| count(*sign)).filter(|sign| count(*sign) > 0).unwrap_or(';')
}

/// Fields between separators, with `"a;b"` and `""` inside quotation marks. `None` when a mark is not closed.
fn split(text: &str, separator: char) -> Option<Vec<String>> {
    let mut fields = Vec::new();
    let mut rest = text;
    loop {
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut field = String::new();
            let mut inside = quoted;
            loop {
                let (part, after) = inside.split_once('"')?;
                field.push_str(part);
                match after.strip_prefix('"') {
                    Some(more) => {
                        field.push('"');
                        inside = more;
                    }
                    None => {
                        inside = after;
                        break;
                    }
                }
            }
            let (tail, more) = inside.split_once(separator).map_or((inside, None), |(tail, more)| (tail, Some(more)));
            field.push_str(tail);
            fields.push(field.trim().to_owned());
            match more {
                Some(more) => rest = more,
                None => return Some(fields),
            }
        } else {
            match rest.split_once(separator) {
                Some((field, more)) => {
                    fields.push(field.trim().to_owned());
                    rest = more;
                }
                None => {
                    fields.push(rest.trim().to_owned());
                    return Some(fields);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotation_marks_keep_a_separator() {
        assert_eq!(split("a;\"b;c\";d \"x\"; e ", ';').unwrap(), ["a", "b;c", "d \"x\"", "e"]);
        assert_eq!(split("\"a \"\"b\"\"\";", ';').unwrap(), ["a \"b\"", ""]);
        assert_eq!(split("a;\"b", ';'), None);
    }

    #[test]
    fn the_header_shows_the_separator() {
        for (header, sign) in [("a;b;c", ';'), ("a,b", ','), ("a\tb\tc,d", '\t'), ("person", ';')] {
            assert_eq!(most_used(header), sign, "{header}");
        }
    }

    proptest! {
        #[test]
        fn plain_fields_come_back_as_they_were(fields in proptest::collection::vec("[a-zæøå0-9.,]{0,8}", 1..8)) {
            prop_assert_eq!(split(&fields.join(";"), ';').unwrap(), fields);
        }
    }
}

//! Outside text (TOML, JSON) as a tree of values that remember their line, and a reader that reports every
//! mistake with place, reason and what to do, instead of stopping at the first.

use crate::day::Day;
use crate::nearest::nearest;
use std::fmt;

#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// 1-based line, or 0 where the format has no lines.
    pub line: u32,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Int(i64),
    Float(f64),
    Bool(bool),
    Day(Day),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
}

/// One mistake in an outside text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Stable, for programs: `unknown_key`, `missing_key`, `bad_value`, ...
    pub code: &'static str,
    /// Where in the document: `fact[2].from`.
    pub path: String,
    pub line: u32,
    /// For people: what is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}, {}: {}", self.line, self.path, self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

impl Node {
    pub fn table(&self) -> Option<&[(String, Node)]> {
        match &self.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// What the value is, for messages.
    pub fn sort(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a text",
            Value::Int(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::Day(_) => "a day",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// Parses TOML. A syntax error is one problem with its line.
pub fn parse_toml(text: &str) -> Result<Node, Problem> {
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
    let line_of = |at: Option<usize>| at.map_or(0, |at| starts.partition_point(|s| *s <= at) as u32);
    let document = text.parse::<toml_edit::Document<String>>().map_err(|e| Problem {
        code: "syntax",
        path: "file".into(),
        line: line_of(e.span().map(|s| s.start)),
        message: format!("this is not valid TOML: {}", e.message()),
    })?;
    Ok(from_item(document.as_item(), &line_of))
}

fn from_item(item: &toml_edit::Item, line_of: &dyn Fn(Option<usize>) -> u32) -> Node {
    let line = line_of(item.span().map(|s| s.start));
    let value = match item {
        toml_edit::Item::Value(value) => return from_value(value, line_of),
        toml_edit::Item::Table(table) => {
            Value::Table(table.iter().map(|(key, item)| (key.to_owned(), from_item(item, line_of))).collect())
        }
        toml_edit::Item::ArrayOfTables(tables) => Value::List(
            tables
                .iter()
                .map(|table| Node {
                    line: line_of(table.span().map(|s| s.start)),
                    value: Value::Table(table.iter().map(|(k, i)| (k.to_owned(), from_item(i, line_of))).collect()),
                })
                .collect(),
        ),
        toml_edit::Item::None => Value::Table(Vec::new()),
    };
    Node { line, value }
}

fn from_value(value: &toml_edit::Value, line_of: &dyn Fn(Option<usize>) -> u32) -> Node {
    let line = line_of(value.span().map(|s| s.start));
    let value = match value {
        toml_edit::Value::String(s) => Value::Text(s.value().clone()),
        toml_edit::Value::Integer(i) => Value::Int(*i.value()),
        toml_edit::Value::Float(x) => Value::Float(*x.value()),
        toml_edit::Value::Boolean(b) => Value::Bool(*b.value()),
        toml_edit::Value::Datetime(d) => match (d.value().date, d.value().time) {
            (Some(date), None) => Day::new(i32::from(date.year), date.month, date.day)
                .map_or_else(|| Value::Text(d.value().to_string()), Value::Day),
            _ => Value::Text(d.value().to_string()),
        },
        toml_edit::Value::Array(items) => Value::List(items.iter().map(|v| from_value(v, line_of)).collect()),
        toml_edit::Value::InlineTable(table) => {
            Value::Table(table.iter().map(|(k, v)| (k.to_owned(), from_value(v, line_of))).collect())
        }
    };
    Node { line, value }
}

/// JSON has no lines and no days: a text that is a day is read as one where a day is asked for.
pub fn from_json(json: &serde_json::Value) -> Node {
    let value = match json {
        serde_json::Value::Null => Value::Table(Vec::new()),
        serde_json::Value::Bool(b) => Value::Bool(*b),
        serde_json::Value::Number(n) => {
            n.as_i64().map_or_else(|| Value::Float(n.as_f64().unwrap_or(f64::NAN)), Value::Int)
        }
        serde_json::Value::String(s) => Value::Text(s.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(from_json).collect()),
        serde_json::Value::Object(map) => {
            Value::Table(map.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), from_json(v))).collect())
        }
    };
    Node { line: 0, value }
}

/// Reads one table, remembers which keys were asked for, and at the end refuses the others.
pub struct Reader<'a> {
    entries: &'a [(String, Node)],
    line: u32,
    path: String,
    asked: Vec<&'a str>,
    known: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    /// `None` (and a problem) when the node is no table.
    pub fn open(node: &'a Node, path: impl Into<String>, problems: &mut Vec<Problem>) -> Option<Reader<'a>> {
        let path = path.into();
        match &node.value {
            Value::Table(entries) => {
                Some(Reader { entries, line: node.line, path, asked: Vec::new(), known: Vec::new() })
            }
            _ => {
                let message = format!("a table is expected here, not {}", node.sort());
                problems.push(Problem { code: "bad_value", path, line: node.line, message });
                None
            }
        }
    }

    pub fn line(&self) -> u32 {
        self.line
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    pub fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        self.known.push(key);
        let (name, node) = self.entries.iter().find(|(k, _)| k == key)?;
        self.asked.push(name);
        Some(node)
    }

    pub fn problem(&self, code: &'static str, line: u32, key: &str, message: impl Into<String>) -> Problem {
        Problem { code, path: self.path_of(key), line, message: message.into() }
    }

    /// Line of a key, or of the table when it is absent.
    pub fn line_of(&self, key: &str) -> u32 {
        self.entries.iter().find(|(k, _)| k == key).map_or(self.line, |(_, n)| n.line)
    }

    pub fn missing(&self, key: &str, what: &str) -> Problem {
        self.problem("missing_key", self.line, key, format!("`{key}` is missing: {what}"))
    }

    fn wrong(&self, key: &str, node: &Node, expected: &str, problems: &mut Vec<Problem>) {
        problems.push(self.problem(
            "bad_value",
            node.line,
            key,
            format!("{expected} is expected, not {}", node.sort()),
        ));
    }

    pub fn text(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<String> {
        let node = self.node(key)?;
        match &node.value {
            Value::Text(text) => Some(text.clone()),
            _ => {
                self.wrong(key, node, "a text", problems);
                None
            }
        }
    }

    pub fn int(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<i64> {
        let node = self.node(key)?;
        match node.value {
            Value::Int(n) => Some(n),
            _ => {
                self.wrong(key, node, "a whole number", problems);
                None
            }
        }
    }

    pub fn bool(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<bool> {
        let node = self.node(key)?;
        match node.value {
            Value::Bool(b) => Some(b),
            _ => {
                self.wrong(key, node, "true or false", problems);
                None
            }
        }
    }

    pub fn day(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<Day> {
        let node = self.node(key)?;
        match read_day(node) {
            Ok(day) => Some(day),
            Err(message) => {
                problems.push(self.problem("bad_value", node.line, key, message));
                None
            }
        }
    }

    /// A text parsed by its type's own reader (a span, a code).
    pub fn parsed<T: std::str::FromStr>(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<T>
    where
        T::Err: fmt::Display,
    {
        let line = self.line_of(key);
        let text = self.text(key, problems)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                problems.push(self.problem("bad_value", line, key, format!("\"{text}\": {error}")));
                None
            }
        }
    }

    /// A list of texts; a single text is a list of one.
    pub fn texts(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<Vec<(String, u32)>> {
        let node = self.node(key)?;
        let items: Vec<&Node> = match &node.value {
            Value::List(items) => items.iter().collect(),
            Value::Text(_) => vec![node],
            _ => {
                self.wrong(key, node, "a list of texts", problems);
                return None;
            }
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match &item.value {
                Value::Text(text) => texts.push((text.clone(), item.line)),
                _ => self.wrong(key, item, "a text", problems),
            }
        }
        Some(texts)
    }

    /// A list of tables; a single table is a list of one.
    pub fn tables(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Vec<&'a Node> {
        let Some(node) = self.node(key) else { return Vec::new() };
        match &node.value {
            Value::List(items) => items.iter().collect(),
            Value::Table(_) => vec![node],
            _ => {
                self.wrong(key, node, "a list of tables", problems);
                Vec::new()
            }
        }
    }

    /// All keys of the table, for tables whose keys are free.
    pub fn free_entries(&mut self) -> &'a [(String, Node)] {
        self.asked = self.entries.iter().map(|(k, _)| k.as_str()).collect();
        self.entries
    }

    /// Refuses what nobody asked for, with the nearest known key.
    pub fn finish(self, problems: &mut Vec<Problem>) {
        for (key, node) in self.entries {
            if self.asked.contains(&key.as_str()) {
                continue;
            }
            let hint = match key.as_str() {
                "to" | "end" | "until" | "til" => {
                    "a period is written `from` and `through`, and `through` is the last day (til og med)".to_owned()
                }
                "on" if self.known.contains(&"from") => {
                    "a fact that lasts has `from` (its first day) and `through` (its last)".to_owned()
                }
                "from" | "through" if self.known.contains(&"on") => "a fact of one day has `on`".to_owned(),
                _ => nearest(key, self.known.iter().copied()).map_or_else(
                    || format!("known here: {}", self.known.join(", ")),
                    |k| format!("did you mean `{k}`?"),
                ),
            };
            problems.push(Problem {
                code: "unknown_key",
                path: if self.path.is_empty() { key.clone() } else { format!("{}.{key}", self.path) },
                line: node.line,
                message: format!("`{key}` is not known here; {hint}"),
            });
        }
    }
}

/// A day from a TOML date or from a text.
pub fn read_day(node: &Node) -> Result<Day, String> {
    match &node.value {
        Value::Day(day) if (Day::FIRST..=Day::LAST).contains(day) => Ok(*day),
        Value::Text(text) => text.parse().map_err(|e: crate::day::DayError| format!("\"{text}\": {e}")),
        _ => Err(format!("a day such as 2026-03-16 is expected, not {}", node.sort())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_with_line_and_nearest_known() {
        let node = parse_toml("today = 2026-03-16\nmunicipalty = \"none\"\nuntil = 2026-04-01\n").unwrap();
        let mut problems = Vec::new();
        let mut reader = Reader::open(&node, "", &mut problems).unwrap();
        assert_eq!(reader.day("today", &mut problems), Some("2026-03-16".parse().unwrap()));
        assert_eq!(reader.text("municipality", &mut problems), None);
        reader.finish(&mut problems);
        assert_eq!(problems.len(), 2);
        assert_eq!((problems[0].line, problems[0].code), (2, "unknown_key"));
        assert!(problems[0].message.contains("did you mean `municipality`?"));
        assert!(problems[1].message.contains("til og med"));
    }

    #[test]
    fn an_impossible_day_says_how_long_the_month_is() {
        let node = parse_toml("on = \"31-02-2026\"").unwrap();
        let mut problems = Vec::new();
        let mut reader = Reader::open(&node, "", &mut problems).unwrap();
        assert_eq!(reader.day("on", &mut problems), None);
        assert!(problems[0].message.contains("the month has 28 days"));
    }

    #[test]
    fn broken_toml_is_one_problem_with_its_line() {
        let problem = parse_toml("a = 1\nb = = 2\n").unwrap_err();
        assert_eq!(problem.line, 2);
    }
}

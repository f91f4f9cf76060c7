//! What a fact kind consists of: one declaration serves reading, writing, compact history and `rules facts`.

use crate::codes::{Code, CodeList};
use crate::day::Day;
use crate::money::Kroner;
use crate::node::{Node, Value, read_day};

/// Whether a kind happens on a day or lasts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timing {
    /// Key `on`.
    On,
    /// Keys `from` and, when it has ended, `through`.
    Period,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldSort {
    Code(CodeList),
    Text,
    Day,
    Int,
    /// Hours a week, two decimals.
    Hours,
    Flag,
    Money,
}

impl FieldSort {
    pub fn describe(self) -> String {
        match self {
            FieldSort::Code(list) => list.codes.join(" | "),
            FieldSort::Text => "text".into(),
            FieldSort::Day => "day, e.g. 2026-03-16".into(),
            FieldSort::Int => "whole number".into(),
            FieldSort::Hours => "hours a week, e.g. 12.5".into(),
            FieldSort::Flag => "true or false".into(),
            FieldSort::Money => "kroner, e.g. \"1.234,50\"".into(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldSchema {
    pub name: &'static str,
    pub sort: FieldSort,
    pub required: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct FactSchema {
    pub name: &'static str,
    pub about: &'static str,
    pub timing: Timing,
    pub fields: &'static [FieldSchema],
    /// Fields of the state data order this kind must fill (BEK 298 of 25/3 2025), or "ingen".
    pub state_fields: &'static str,
}

impl FactSchema {
    /// Position of a code field among the code fields: the slot of the compact history.
    pub fn code_slot(&self, field: &str) -> Option<(usize, CodeList)> {
        let codes = self.fields.iter().filter_map(|f| match f.sort {
            FieldSort::Code(list) => Some((f.name, list)),
            _ => None,
        });
        codes.enumerate().find(|(_, (name, _))| *name == field).map(|(slot, (_, list))| (slot, list))
    }

    /// How many codes the first code field can hold; 0: the kind has none.
    pub fn first_codes(&self) -> usize {
        let mut lists = self.fields.iter().filter_map(|f| match f.sort {
            FieldSort::Code(list) => Some(list.codes.len()),
            _ => None,
        });
        lists.next().unwrap_or(0)
    }

    /// The one number, day or flag that the compact history keeps.
    pub fn value_field(&self) -> Option<&FieldSchema> {
        self.fields.iter().find(|f| {
            matches!(f.sort, FieldSort::Day | FieldSort::Int | FieldSort::Hours | FieldSort::Flag | FieldSort::Money)
        })
    }
}

/// A value as the outside sees it.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    Code(&'static str),
    Text(String),
    Day(Day),
    Int(i64),
    Hours(Hours),
    Flag(bool),
    Money(Kroner),
}

/// Hours a week in hundredths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Hours(pub i32);

impl std::fmt::Display for Hours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0 % 100 == 0 {
            write!(f, "{}", self.0 / 100)
        } else {
            write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
        }
    }
}

/// One field of a fact kind.
pub trait Field: Sized {
    const SORT: FieldSort;
    const REQUIRED: bool = true;

    fn read(node: &Node) -> Result<Self, String>;

    /// The value when the key is absent, for optional fields.
    fn absent() -> Option<Self> {
        None
    }

    fn value(&self) -> Option<FieldValue>;

    /// Code index + 1, for code fields that are present.
    fn code_slot(&self) -> u8 {
        0
    }

    /// Number kept in the compact history.
    fn number(&self) -> Option<i32> {
        None
    }
}

impl<C: Code> Field for C {
    const SORT: FieldSort = FieldSort::Code(CodeList { name: C::LIST, codes: C::CODES });

    fn read(node: &Node) -> Result<C, String> {
        match &node.value {
            Value::Text(text) => crate::codes::read_code(text).map_err(|e| format!("\"{text}\" {e}")),
            _ => Err(format!("one of {} is expected, not {}", C::CODES.join(", "), node.sort())),
        }
    }

    fn value(&self) -> Option<FieldValue> {
        Some(FieldValue::Code(self.code()))
    }

    fn code_slot(&self) -> u8 {
        self.index() + 1
    }
}

/// Characters of one text of a fact.
pub const LONGEST_TEXT: usize = 20_000;

/// Whether a fact holds a text of this length. A character is at least one byte, so that most texts are not counted.
fn is_too_long(text: &str) -> bool {
    text.len() > LONGEST_TEXT && text.chars().count() > LONGEST_TEXT
}

/// The fields whose texts no fact can hold.
pub fn too_long<'f>(fields: &'f [(&'static str, FieldValue)]) -> impl Iterator<Item = &'static str> + 'f {
    let long = fields.iter().filter(|(_, value)| matches!(value, FieldValue::Text(text) if is_too_long(text)));
    long.map(|(name, _)| *name)
}

impl Field for String {
    const SORT: FieldSort = FieldSort::Text;

    fn read(node: &Node) -> Result<String, String> {
        match &node.value {
            Value::Text(text) if is_too_long(text) => Err(format!("the text is longer than {LONGEST_TEXT} characters")),
            Value::Text(text) => Ok(text.clone()),
            _ => Err(format!("a text is expected, not {}", node.sort())),
        }
    }

    fn value(&self) -> Option<FieldValue> {
        Some(FieldValue::Text(self.clone()))
    }
}

impl Field for Day {
    const SORT: FieldSort = FieldSort::Day;

    fn read(node: &Node) -> Result<Day, String> {
        read_day(node)
    }

    fn value(&self) -> Option<FieldValue> {
        Some(FieldValue::Day(*self))
    }

    fn number(&self) -> Option<i32> {
        Some(Day::number(*self))
    }
}

impl Field for i64 {
    const SORT: FieldSort = FieldSort::Int;

    fn read(node: &Node) -> Result<i64, String> {
        match node.value {
            Value::Int(n) if n.abs() <= i64::from(i32::MAX) => Ok(n),
            _ => Err(format!("a whole number is expected, not {}", node.sort())),
        }
    }

    fn value(&self) -> Option<FieldValue> {
        Some(FieldValue::Int(*self))
    }

    fn number(&self) -> Option<i32> {
        i32::try_from(*self).ok()
    }
}

impl Field for Hours {
    const SORT: FieldSort = FieldSort::Hours;

    fn read(node: &Node) -> Result<Hours, String> {
        let hours = match &node.value {
            Value::Int(n) => *n as f64,
            Value::Float(x) => *x,
            Value::Text(text) => {
                text.replace(',', ".").parse().map_err(|_| format!("\"{text}\" is no number of hours"))?
            }
            _ => return Err(format!("hours a week are expected, not {}", node.sort())),
        };
        if (0.0..=168.0).contains(&hours) {
            Ok(Hours((hours * 100.0).round() as i32))
        } else {
            Err(format!("{hours} is no number of hours in a week"))
        }
    }

    fn value(&self) -> Option<FieldValue> {
        Some(FieldValue::Hours(*self))
    }

    fn number(&self) -> Option<i32> {
        Some(self.0)
    }
}

impl Field for bool {
    const SORT: FieldSort = FieldSort::Flag;
    const REQUIRED: bool = false;

    fn read(node: &Node) -> Result<bool, String> {
        match &node.value {
            Value::Bool(b) => Ok(*b),
            Value::Text(t) if t == "true" || t == "ja" => Ok(true),
            Value::Text(t) if t == "false" || t == "nej" => Ok(false),
            _ => Err(format!("true or false is expected, not {}", node.sort())),
        }
    }

    fn absent() -> Option<bool> {
        Some(false)
    }

    fn value(&self) -> Option<FieldValue> {
        self.then_some(FieldValue::Flag(true))
    }

    fn number(&self) -> Option<i32> {
        Some(i32::from(*self))
    }
}

impl Field for Kroner {
    const SORT: FieldSort = FieldSort::Money;

    fn read(node: &Node) -> Result<Kroner, String> {
        match &node.value {
            Value::Int(n) => n.checked_mul(100).map(Kroner::from_oere).ok_or_else(|| "the amount is too large".into()),
            Value::Float(x) if x.abs() < 1e12 => Ok(Kroner::from_oere((x * 100.0).round() as i64)),
            Value::Text(text) => Kroner::read(text).ok_or_else(|| format!("\"{text}\" is no amount; write 1.234,50")),
            _ => Err(format!("an amount is expected, not {}", node.sort())),
        }
    }

    fn value(&self) -> Option<FieldValue> {
        Some(FieldValue::Money(*self))
    }

    fn number(&self) -> Option<i32> {
        i32::try_from(self.oere()).ok()
    }
}

impl<T: Field> Field for Option<T> {
    const SORT: FieldSort = T::SORT;
    const REQUIRED: bool = false;

    fn read(node: &Node) -> Result<Option<T>, String> {
        T::read(node).map(Some)
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }

    fn value(&self) -> Option<FieldValue> {
        self.as_ref().and_then(T::value)
    }

    fn code_slot(&self) -> u8 {
        self.as_ref().map_or(0, T::code_slot)
    }

    fn number(&self) -> Option<i32> {
        self.as_ref().and_then(T::number)
    }
}

//! A report: chapters with text, figures and tables, every number with its words. The page, the PDF, the spreadsheet and the
//! appendix are made of this and print the same.

use figures::{Exact, Value, danish};
use serde::{Deserialize, Serialize};

/// Digits after the comma that a spreadsheet has beyond those printed.
const MORE: u8 = 2;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Report {
    pub title: String,
    pub municipality: String,
    /// What it is about: `januar–marts 2026`.
    pub period: String,
    /// The day it was counted, `YYYY-MM-DD`.
    pub drawn: String,
    /// Stands under the title: whom it counts, what is preliminary, that people are invented.
    pub about: Vec<String>,
    pub chapters: Vec<Chapter>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Chapter {
    pub id: String,
    pub title: String,
    /// Sentences of the program.
    pub text: Vec<String>,
    /// What the municipality writes here, where it writes anything.
    pub asks: Option<String>,
    pub figures: Vec<Figure>,
}

/// A figure with everything that makes it understood without the rest of the report.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Figure {
    /// `Q-F3`
    pub id: String,
    pub title: String,
    /// What it shows, in sentences made of its numbers.
    pub findings: Vec<String>,
    /// A drawing with title and description of its own.
    pub drawing: Option<Drawing>,
    pub table: Option<Table>,
    pub notes: Vec<String>,
    /// Definition with version, period, population, source, day of count, and where the program opens the numbers.
    pub foot: Vec<FootLine>,
    /// Why there is no number: what is missing in the program.
    pub absent: Option<String>,
}

/// One thing that is said below a figure.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct FootLine {
    pub name: String,
    pub text: String,
    /// A page of the program, as its address begins there.
    #[serde(default)]
    pub link: Option<String>,
}

impl FootLine {
    pub fn linked(self, link: impl Into<String>) -> FootLine {
        FootLine { link: Some(link.into()), ..self }
    }
}

impl From<(String, String)> for FootLine {
    fn from((name, text): (String, String)) -> FootLine {
        FootLine { name, text, link: None }
    }
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Drawing {
    /// SVG.
    pub svg: String,
    /// Its finding and how to read it, for those who do not see it.
    pub alt: String,
    /// Months from left to right: where it does not fit it opens at the last.
    #[serde(default)]
    pub by_month: bool,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    /// The first is that of the names.
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Row {
    pub name: String,
    /// A sum of others, or the own one among others: set off.
    pub strong: bool,
    pub cells: Vec<Cell>,
}

/// What is printed, and the number behind it for a spreadsheet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cell {
    pub text: String,
    pub number: Option<Decimal>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decimal {
    pub units: i64,
    /// Decimals of `units`.
    pub scale: u8,
    /// Decimals that are printed.
    pub shown: u8,
}

impl Decimal {
    fn of(n: Exact, shown: u8) -> Option<Decimal> {
        let scale = if shown == 0 && n.rounded(MORE) == n.rounded(0) * 100 { 0 } else { shown + MORE };
        Some(Decimal { units: i64::try_from(n.rounded(scale)).ok()?, scale, shown })
    }

    pub fn to_f64(self) -> f64 {
        self.units as f64 / 10f64.powi(i32::from(self.scale))
    }
}

impl Cell {
    pub fn is_number(&self) -> bool {
        self.number.is_some()
    }

    pub fn text(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), number: None }
    }

    pub fn count(n: u64) -> Cell {
        i64::try_from(n).ok().map_or_else(
            || Cell::text(n.to_string()),
            |n| Cell { text: danish::count(n), number: Some(Decimal { units: n, scale: 0, shown: 0 }) },
        )
    }

    /// A number, or the words that stand where there is none.
    pub fn value(value: Value, decimals: u8) -> Cell {
        Cell { text: danish::value(value, decimals), number: value.number().and_then(|n| Decimal::of(n, decimals)) }
    }

    /// A change: `+0,3`.
    pub fn change(value: Value, decimals: u8) -> Cell {
        match value {
            Value::Number(n) => Cell { text: danish::signed(n, decimals), number: Decimal::of(n, decimals) },
            other => Cell::value(other, decimals),
        }
    }

    /// A change in per cent: `+3,2 pct.`; a spreadsheet has 3.2.
    pub fn change_percent(value: Value, decimals: u8) -> Cell {
        match value {
            Value::Number(n) => Cell { text: danish::signed_percent(n, decimals), number: Decimal::of(n, decimals) },
            other => Cell::value(other, decimals),
        }
    }

    /// `57,0 pct.`; a spreadsheet has 57.
    pub fn percent(value: Value, decimals: u8) -> Cell {
        match value {
            Value::Number(n) => Cell { text: danish::percent(n, decimals), number: Decimal::of(n, decimals) },
            other => Cell::value(other, decimals),
        }
    }
}

impl Figure {
    /// Its numbers as one text: the same text, the same numbers.
    pub fn numbers(&self) -> String {
        let Some(table) = &self.table else { return String::new() };
        let lines = table.rows.iter().map(|row| {
            let cells = row.cells.iter().map(|c| c.text.as_str());
            std::iter::once(row.name.as_str()).chain(cells).collect::<Vec<_>>().join("\t")
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

impl Report {
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.chapters.iter().flat_map(|c| &c.figures)
    }

    /// `16. marts 2026`
    pub fn drawn_words(&self) -> String {
        self.drawn.parse().map_or_else(|_| self.drawn.clone(), crate::danish::long)
    }

    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures().find(|f| f.id == id)
    }
}

/// What people have written beside the numbers, by the id of a figure or chapter.
#[derive(Clone, PartialEq, Debug)]
pub struct Comment {
    pub place: String,
    pub text: String,
    /// `Line Demosen, 16. marts 2026`
    pub by: String,
    /// Says that the numbers have changed since it was written.
    pub stale: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_prints_rounded_and_hands_the_spreadsheet_two_decimals_more() {
        let third = Value::Number(Exact::fraction(100, 3).unwrap());
        let cell = Cell::percent(third, 1);
        assert_eq!(cell.text, "33,3 pct.");
        assert_eq!(cell.number.unwrap().to_f64(), 33.333);
        assert_eq!(Cell::change(third, 0).text, "+33");
        assert_eq!(Cell::count(1270).number.unwrap().to_f64(), 1270.0);
    }

    #[test]
    fn what_is_not_shown_has_words_and_no_number() {
        let hidden = Cell::value(Value::Suppressed, 1);
        assert_eq!((hidden.text.as_str(), hidden.number), ("vises ikke", None));
        assert_eq!(Cell::percent(Value::Missing, 1), Cell::text("ingen tal"));
    }
}

//! One measure of one published table in memory, and the values that come out of it.

use crate::exact::Exact;
use crate::month::Month;
use std::collections::BTreeMap;

/// Code of the whole country.
pub const COUNTRY: u16 = 0;

/// What is published in one field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell {
    Number(Exact),
    /// Not shown, because few people stand behind it.
    Suppressed,
}

/// What a figure is, or why there is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value {
    Number(Exact),
    /// Something in it is not shown.
    Suppressed,
    /// A sum with suppressed or missing parts: this much at least.
    AtLeast(Exact),
    /// Nothing is published for this area and month.
    Missing,
    Undetermined(Reason),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The table counts other people from this month on.
    DataBreak(Month),
    /// A change from 0 has no percentage.
    FromZero,
    /// No member of the group has a number.
    NoMembers,
    /// Which group the municipality belongs to on the day is not read.
    GroupUnread,
}

impl Value {
    pub fn number(self) -> Option<Exact> {
        match self {
            Value::Number(n) => Some(n),
            _ => None,
        }
    }
}

/// Area and month to field, for one measure.
#[derive(Clone, Debug, Default)]
pub struct Table {
    cells: BTreeMap<(u16, Month), Cell>,
}

impl Table {
    /// Later fields replace earlier ones.
    pub fn new(cells: impl IntoIterator<Item = (u16, Month, Cell)>) -> Table {
        Table { cells: cells.into_iter().map(|(area, month, cell)| ((area, month), cell)).collect() }
    }

    pub fn get(&self, area: u16, month: Month) -> Value {
        match self.cells.get(&(area, month)) {
            Some(Cell::Number(n)) => Value::Number(*n),
            Some(Cell::Suppressed) => Value::Suppressed,
            None => Value::Missing,
        }
    }

    pub fn series(&self, area: u16, months: impl IntoIterator<Item = Month>) -> Vec<(Month, Value)> {
        months.into_iter().map(|month| (month, self.get(area, month))).collect()
    }

    /// The last month in which anything is published.
    pub fn latest(&self) -> Option<Month> {
        self.cells.keys().map(|(_, month)| *month).max()
    }

    pub fn first(&self) -> Option<Month> {
        self.cells.keys().map(|(_, month)| *month).min()
    }

    /// A sum over areas, for counts. Hidden or missing parts make it a lower bound; nothing known makes it no number.
    pub fn sum(&self, areas: &[u16], month: Month) -> Value {
        let values: Vec<Value> = areas.iter().map(|area| self.get(*area, month)).collect();
        let known: Vec<Exact> = values.iter().filter_map(|v| v.number()).collect();
        let sum = known.iter().fold(Exact::ZERO, |a, b| a + *b);
        if known.is_empty() {
            if values.contains(&Value::Suppressed) { Value::Suppressed } else { Value::Missing }
        } else if known.len() == values.len() {
            Value::Number(sum)
        } else {
            Value::AtLeast(sum)
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn month(text: &str) -> Month {
        let (year, month) = text.split_once('M').unwrap();
        Month::new(year.parse().unwrap(), month.parse().unwrap()).unwrap()
    }

    /// `"751 2026M07 1.7"`; `x` for suppressed.
    pub(crate) fn table(lines: &[&str]) -> Table {
        Table::new(lines.iter().map(|line| {
            let parts: Vec<&str> = line.split(' ').collect();
            let cell = match parts[2] {
                "x" => Cell::Suppressed,
                number => {
                    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
                    let mantissa = format!("{whole}{part}").parse().unwrap();
                    Cell::Number(Exact::decimal(mantissa, part.len() as u8).unwrap())
                }
            };
            (parts[0].parse().unwrap(), month(parts[1]), cell)
        }))
    }

    #[test]
    fn a_sum_over_hidden_parts_says_at_least() {
        let table = table(&["1 2026M07 10", "2 2026M07 x", "3 2026M07 5"]);
        let july = month("2026M07");
        assert_eq!(table.sum(&[1, 3], july), Value::Number(Exact::whole(15)));
        assert_eq!(table.sum(&[1, 2, 3], july), Value::AtLeast(Exact::whole(15)));
        assert_eq!(table.sum(&[1, 4], july), Value::AtLeast(Exact::whole(10)));
        assert_eq!((table.sum(&[2, 4], july), table.sum(&[4], july)), (Value::Suppressed, Value::Missing));
    }

    #[test]
    fn suppressed_and_missing_are_not_zero() {
        let table = table(&["1 2026M07 x", "2 2026M07 0"]);
        let july = month("2026M07");
        assert_eq!(table.get(1, july), Value::Suppressed);
        assert_eq!(table.get(2, july), Value::Number(Exact::ZERO));
        assert_eq!(table.get(1, july.plus(1)), Value::Missing);
        assert_eq!((table.first(), table.latest()), (Some(july), Some(july)));
    }
}

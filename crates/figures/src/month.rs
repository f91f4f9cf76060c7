//! A calendar month, the step of the published series.

use domain::Day;
use std::fmt;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month {
    year: i16,
    month: u8,
}

impl Month {
    /// `None` unless `month` is 1 to 12 and the year 1900 to 2199.
    pub fn new(year: i32, month: u8) -> Option<Month> {
        let year = i16::try_from(year).ok().filter(|y| (1900..=2199).contains(y))?;
        (1..=12).contains(&month).then_some(Month { year, month })
    }

    pub fn of(day: Day) -> Month {
        let (year, month, _) = day.ymd();
        Month { year: year as i16, month }
    }

    pub fn year(self) -> i32 {
        i32::from(self.year)
    }

    pub fn month(self) -> u8 {
        self.month
    }

    /// Months since year 0.
    pub fn number(self) -> i32 {
        self.year() * 12 + i32::from(self.month) - 1
    }

    #[must_use]
    pub fn plus(self, months: i32) -> Month {
        let number = self.number() + months;
        Month { year: number.div_euclid(12) as i16, month: (number.rem_euclid(12) + 1) as u8 }
    }

    /// The same month of the year before.
    #[must_use]
    pub fn last_year(self) -> Month {
        self.plus(-12)
    }

    pub fn first_day(self) -> Day {
        Day::new(self.year(), self.month, 1).unwrap_or(Day::FIRST)
    }

    pub fn last_day(self) -> Day {
        self.first_day().end_of_month()
    }

    /// Every month from `self` through `last`.
    pub fn through(self, last: Month) -> impl DoubleEndedIterator<Item = Month> + Clone {
        (0..=last.number() - self.number()).map(move |step| self.plus(step))
    }
}

/// As in the published tables: `2026M07`.
impl Month {
    /// `2026-02`, as addresses, forms and files have it.
    pub fn code(self) -> String {
        format!("{}-{:02}", self.year(), self.month())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}M{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_step_over_the_new_year() {
        let month = Month::new(2026, 1).unwrap();
        assert_eq!(month.plus(-1), Month::new(2025, 12).unwrap());
        assert_eq!(month.plus(12).to_string(), "2027M01");
        assert_eq!(month.last_year().to_string(), "2025M01");
        assert_eq!(month.through(month.plus(14)).count(), 15);
        assert_eq!(month.through(month.plus(-1)).count(), 0);
        assert_eq!(
            (month.first_day().to_string(), month.last_day().to_string()),
            ("2026-01-01".into(), "2026-01-31".into())
        );
        assert_eq!(Month::new(2026, 13), None);
    }
}

//! The periods of published tables: months, quarters, years and moving quarters, in every spelling seen.

use std::fmt;
use std::str::FromStr;

/// A period of a published table. It prints in one way only: `2026M07`, `2026Q01`, `2025Y01`, `2025QMAT06`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum StatPeriod {
    Month {
        year: u16,
        month: u8,
    },
    Quarter {
        year: u16,
        quarter: u8,
    },
    Year {
        year: u16,
    },
    /// A moving quarter, named after the month written in it.
    MovingQuarter {
        year: u16,
        month: u8,
    },
}

impl fmt::Display for StatPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            StatPeriod::Month { year, month } => write!(f, "{year}M{month:02}"),
            StatPeriod::Quarter { year, quarter } => write!(f, "{year}Q{quarter:02}"),
            StatPeriod::Year { year } => write!(f, "{year}Y01"),
            StatPeriod::MovingQuarter { year, month } => write!(f, "{year}QMAT{month:02}"),
        }
    }
}

/// Why a text is no period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoPeriod;

impl fmt::Display for NoPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a period is written 2026M07, 2026Q01, 2026Q1, 2025Y01, 2025 or 2025QMAT06")
    }
}

impl FromStr for StatPeriod {
    type Err = NoPeriod;

    fn from_str(text: &str) -> Result<StatPeriod, NoPeriod> {
        let text = text.trim();
        let (year, rest) = text.split_at_checked(4).ok_or(NoPeriod)?;
        if !year.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NoPeriod);
        }
        let year: u16 = year.parse().map_err(|_| NoPeriod)?;
        if !(1900..=2199).contains(&year) {
            return Err(NoPeriod);
        }
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (sort, number) = rest.split_at(letters);
        match sort.to_ascii_uppercase().as_str() {
            "" if number.is_empty() => Ok(StatPeriod::Year { year }),
            "Y" if number.is_empty() || number == "1" || number == "01" => Ok(StatPeriod::Year { year }),
            "M" => Ok(StatPeriod::Month { year, month: two_digits(number, 12)? }),
            "Q" => Ok(StatPeriod::Quarter { year, quarter: one_or_two_digits(number, 4)? }),
            "QMAT" => Ok(StatPeriod::MovingQuarter { year, month: two_digits(number, 12)? }),
            _ => Err(NoPeriod),
        }
    }
}

fn two_digits(text: &str, max: u8) -> Result<u8, NoPeriod> {
    if text.len() == 2 { one_or_two_digits(text, max) } else { Err(NoPeriod) }
}

fn one_or_two_digits(text: &str, max: u8) -> Result<u8, NoPeriod> {
    if text.is_empty() || text.len() > 2 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NoPeriod);
    }
    text.parse().ok().filter(|n| (1..=max).contains(n)).ok_or(NoPeriod)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_spelling_of_a_period_is_read_and_prints_in_one_way() {
        for (written, printed) in [
            ("2026M07", "2026M07"),
            (" 2026m07 ", "2026M07"),
            ("2026Q01", "2026Q01"),
            ("2026Q1", "2026Q01"),
            ("2025Y01", "2025Y01"),
            ("2025Y1", "2025Y01"),
            ("2025", "2025Y01"),
            ("2025QMAT06", "2025QMAT06"),
        ] {
            assert_eq!(written.parse::<StatPeriod>().unwrap().to_string(), printed, "{written}");
        }
    }

    #[test]
    fn a_period_that_does_not_exist_is_refused() {
        for written in
            ["2026M13", "2026M00", "2026M7", "2026Q5", "2025Y02", "26M07", "2026-07", "", "2026X1", "QMAT06", "20æ6"]
        {
            assert_eq!(written.parse::<StatPeriod>(), Err(NoPeriod), "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,12}") {
            if let Ok(period) = text.parse::<StatPeriod>() {
                prop_assert_eq!(period.to_string().parse::<StatPeriod>(), Ok(period));
            }
        }
    }
}

//! Identity numbers. They are masked wherever they could be printed by accident.

use crate::day::Day;
use std::fmt;

/// A Danish personal number, ten digits. Modulus 11 is never a reason to refuse: numbers without it have been
/// issued since 2007.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cpr(String);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IdError {
    /// Wrong number of digits, or something that is no digit.
    Shape,
    /// The first six digits are no date.
    NoSuchDay,
    /// The check digit does not fit (CVR only).
    CheckDigit,
}

impl std::error::Error for IdError {}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            IdError::Shape => "wrong number of digits",
            IdError::NoSuchDay => "the first six digits are no date",
            IdError::CheckDigit => "the check digit does not fit",
        })
    }
}

impl Cpr {
    /// Accepts `DDMMYY-SSSS`, ten digits, and nine digits from a spreadsheet that ate the leading zero.
    /// Replacement numbers, whose day is 61-91, are accepted: test systems and temporary numbers use them.
    pub fn read(text: &str) -> Result<Cpr, IdError> {
        let mut digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        if digits.len() == 9 {
            digits.insert(0, '0');
        }
        if digits.len() != 10 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdError::Shape);
        }
        let cpr = Cpr(digits);
        cpr.born().map(|_| cpr.clone()).ok_or(IdError::NoSuchDay)
    }

    fn pair(&self, at: usize) -> i32 {
        self.0[at..at + 2].parse().unwrap_or(0)
    }

    /// The day of birth, with the century told by the seventh digit.
    pub fn born(&self) -> Option<Day> {
        let (day, month, yy) = (self.pair(0), self.pair(2), self.pair(4));
        let century = match (self.0.as_bytes()[6] - b'0', yy) {
            (0..=3, _) => 1900,
            (4 | 9, 0..=36) => 2000,
            (4 | 9, _) => 1900,
            (_, 58..) => 1800,
            _ => 2000,
        };
        let day = if day > 60 { day - 60 } else { day };
        let year = century + yy;
        // Persons born in the 1800s are outside the accepted days but their numbers are well formed.
        Day::new(year.max(1900), month as u8, day as u8)
    }

    /// False for numbers without the old check digit. Only ever a hint, never a refusal.
    pub fn fits_modulus_11(&self) -> bool {
        const WEIGHTS: [u32; 10] = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
        self.0.bytes().zip(WEIGHTS).map(|(b, w)| u32::from(b - b'0') * w).sum::<u32>() % 11 == 0
    }

    /// True when the day part is 61-91: a number that cannot belong to anyone in the register of persons.
    pub fn is_replacement(&self) -> bool {
        self.pair(0) > 60
    }

    /// The full number. Every caller must have a reason that is logged.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Cpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("••••••-••••")
    }
}

impl fmt::Debug for Cpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cpr(••••••-••••)")
    }
}

/// A company number, eight digits with modulus 11.
#[derive(Clone, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Cvr(String);

impl Cvr {
    pub fn read(text: &str) -> Result<Cvr, IdError> {
        let digits: String = text.chars().filter(|c| *c != ' ').collect();
        if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdError::Shape);
        }
        const WEIGHTS: [u32; 8] = [2, 7, 6, 5, 4, 3, 2, 1];
        let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(b, w)| u32::from(b - b'0') * w).sum();
        if sum.is_multiple_of(11) { Ok(Cvr(digits)) } else { Err(IdError::CheckDigit) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A production unit (*P-nummer*), ten digits; no public check digit is known.
#[derive(Clone, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct PNumber(String);

impl PNumber {
    pub fn read(text: &str) -> Result<PNumber, IdError> {
        let digits: String = text.chars().filter(|c| *c != ' ').collect();
        if digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(PNumber(digits))
        } else {
            Err(IdError::Shape)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_without_the_old_check_digit_is_accepted() {
        let cpr = Cpr::read("010190-1235").unwrap();
        assert!(!cpr.fits_modulus_11());
        assert_eq!(cpr.born().unwrap().to_string(), "1990-01-01");
    }

    #[test]
    fn the_seventh_digit_tells_the_century() {
        for (number, born) in [
            ("010190-1111", "1990-01-01"),
            ("010104-4111", "2004-01-01"),
            ("010160-4111", "1960-01-01"),
            ("010104-6111", "2004-01-01"),
        ] {
            assert_eq!(Cpr::read(number).unwrap().born().unwrap().to_string(), born, "{number}");
        }
    }

    #[test]
    fn a_leading_zero_eaten_by_a_spreadsheet_comes_back() {
        assert_eq!(Cpr::read("101901111").unwrap().reveal(), "0101901111");
    }

    #[test]
    fn an_impossible_day_is_refused_and_a_replacement_number_is_not() {
        assert_eq!(Cpr::read("310290-1111"), Err(IdError::NoSuchDay));
        assert!(Cpr::read("770390-1111").unwrap().is_replacement());
        assert_eq!(Cpr::read("77039-1111").map(|c| c.reveal().to_owned()), Err(IdError::NoSuchDay));
        assert_eq!(Cpr::read("12345"), Err(IdError::Shape));
    }

    #[test]
    fn a_personal_number_never_prints_itself() {
        let cpr = Cpr::read("010190-1111").unwrap();
        assert_eq!(format!("{cpr} {cpr:?}"), "••••••-•••• Cpr(••••••-••••)");
    }

    #[test]
    fn a_company_number_needs_its_check_digit() {
        assert!(Cvr::read("13 58 56 28").is_ok());
        assert_eq!(Cvr::read("13585627"), Err(IdError::CheckDigit));
        assert_eq!(PNumber::read("1234567890").unwrap().as_str(), "1234567890");
        assert_eq!(PNumber::read("123"), Err(IdError::Shape));
    }
}

//! Money in whole øre. No floats: a rate that nobody has read is absent, never 0.

use std::fmt;
use std::ops::{Add, Sub};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Kroner(i64);

impl Kroner {
    pub const fn from_oere(oere: i64) -> Kroner {
        Kroner(oere)
    }

    pub const fn oere(self) -> i64 {
        self.0
    }

    /// `part` per cent of the amount, half an øre rounded away from zero.
    #[must_use]
    pub fn percent(self, part: i64) -> Kroner {
        let raw = self.0 * part;
        Kroner((raw + 50 * raw.signum()) / 100)
    }

    /// Reads "79,68", "79.68", "1.234,50" and "12326".
    pub fn read(text: &str) -> Option<Kroner> {
        let text = text.trim();
        let (negative, text) = text.strip_prefix(['-', '−']).map_or((false, text), |rest| (true, rest));
        let (whole, cents) = match text.rfind(',') {
            Some(at) => (text[..at].replace('.', ""), &text[at + 1..]),
            None => match text.rfind('.') {
                Some(at) if text.len() - at - 1 == 2 => (text[..at].to_owned(), &text[at + 1..]),
                _ => (text.replace('.', ""), ""),
            },
        };
        if whole.is_empty() || cents.len() > 2 || !whole.bytes().chain(cents.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let cents: i64 = if cents.is_empty() { 0 } else { format!("{cents:0<2}").parse().ok()? };
        let amount = whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)?;
        Some(Kroner(if negative { -amount } else { amount }))
    }
}

impl Add for Kroner {
    type Output = Kroner;
    fn add(self, other: Kroner) -> Kroner {
        Kroner(self.0 + other.0)
    }
}

impl Sub for Kroner {
    type Output = Kroner;
    fn sub(self, other: Kroner) -> Kroner {
        Kroner(self.0 - other.0)
    }
}

/// Danish: `1.234,50 kr.`
impl fmt::Display for Kroner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "−" } else { "" };
        let (whole, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let digits = whole.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(c);
        }
        write!(f, "{sign}{grouped},{cents:02} kr.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_amounts_read_and_print() {
        assert_eq!(Kroner::read("1.234,5"), Some(Kroner(123_450)));
        assert_eq!(Kroner::read("79.68"), Some(Kroner(7968)));
        assert_eq!(Kroner::read("12.326"), Some(Kroner(1_232_600)));
        assert_eq!(Kroner::read("12 kr"), None);
        assert_eq!(Kroner(1_695_200).to_string(), "16.952,00 kr.");
        assert_eq!(Kroner(-310).to_string(), "−3,10 kr.");
    }

    #[test]
    fn a_share_rounds_half_an_oere_away_from_zero() {
        assert_eq!(Kroner(105).percent(30), Kroner(32));
        assert_eq!(Kroner(-105).percent(30), Kroner(-32));
    }
}

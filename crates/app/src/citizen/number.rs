//! A number in a search: a whole CPR, the beginning of one, or a birthday, with whatever signs people write between.

use domain::Day;
use domain::ids::Cpr;

/// What was written, read as a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Number {
    Whole(Cpr),
    /// The birthday or more; the days it may be, none where more than a birthday is written.
    Start {
        digits: String,
        born: Vec<Day>,
        /// The century is written, so that only who was born on the day is meant.
        exact: bool,
    },
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−' | '.' | '/' | '\'' | '’')
}

/// Nothing where a text is no number.
pub(super) fn read(text: &str) -> Option<Number> {
    let parts: Vec<&str> = text.split(is_between).filter(|p| !p.is_empty()).collect();
    if parts.is_empty() || !parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let digits = parts.concat();
    // `7/3-1999`, `07.03.99`: day and month are filled up.
    if let [day, month, year] = parts.as_slice()
        && day.len() <= 2
        && month.len() <= 2
        && (year.len() == 2 || year.len() == 4)
    {
        return birthday(day, month, year);
    }
    if let Ok(cpr) = Cpr::read(&digits) {
        return Some(Number::Whole(cpr));
    }
    let dated = || birthday(digits.get(..2)?, digits.get(2..4)?, digits.get(4..)?);
    match digits.len() {
        6 => dated(),
        8 if matches!(digits.get(4..6), Some("19" | "20")) => dated().or(Some(start(digits.clone()))),
        7..=9 => Some(start(digits)),
        _ => None,
    }
}

fn start(digits: String) -> Number {
    Number::Start { digits, born: Vec::new(), exact: false }
}

fn birthday(day: &str, month: &str, year: &str) -> Option<Number> {
    let (d, m): (u8, u8) = (day.parse().ok()?, month.parse().ok()?);
    let exact = year.len() == 4;
    let years: Vec<i32> = match year.parse::<i32>().ok()? {
        year if exact => vec![year],
        short => vec![1900 + short, 2000 + short],
    };
    // The day of a replacement number is 60 too high.
    let of = |year: i32| Day::new(year, m, if d > 60 { d - 60 } else { d });
    let born: Vec<Day> = years.into_iter().filter_map(of).collect();
    let digits = format!("{d:02}{m:02}{}", &year[year.len() - 2..]);
    (!born.is_empty()).then_some(Number::Start { digits, born, exact })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start_of(text: &str) -> Option<(String, usize, bool)> {
        match read(text)? {
            Number::Start { digits, born, exact } => Some((digits, born.len(), exact)),
            Number::Whole(_) => None,
        }
    }

    #[test]
    fn a_number_is_read_however_it_is_written() {
        let whole = Cpr::read("0703991234").unwrap();
        for text in [
            "0703991234",
            "070399-1234",
            "070399 1234",
            "07 03 99 12 34",
            "070399–1234",
            "07.03.99-1234",
            "070399\u{a0}1234",
            "703991234",
        ] {
            assert_eq!(read(text), Some(Number::Whole(whole.clone())), "{text}");
        }
        for (text, digits, days, exact) in [
            ("070399", "070399", 2, false),
            ("07-03-99", "070399", 2, false),
            ("7/3-1999", "070399", 1, true),
            ("07.03.1999", "070399", 1, true),
            ("07031999", "070399", 1, true),
            ("070399-12", "07039912", 0, false),
            ("0703 991", "0703991", 0, false),
        ] {
            assert_eq!(start_of(text), Some((digits.to_owned(), days, exact)), "{text}");
        }
        for text in ["Signe", "Signe 070399", "12", "31-02-99", "320399", "", "-", "12345678901"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

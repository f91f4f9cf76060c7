//! Numbers as tables print them, exactly: Danish `1.184` and `2,6`, or `1184` and `2.6`, never by a guess.
//!
//! The rule. With both signs, the comma is the decimal sign and dots divide thousands in threes (`1.184,5`). Two or more
//! dots divide thousands. A sign alone is the decimal sign, unless exactly three digits follow it and one to three, not
//! beginning with 0, stand before it: `1.184` may be 1184 or 1.184, and so may `1,184`. Then another number of the same
//! row or of an earlier row decides, or what the caller has stated; when nothing does, the number is refused. A number
//! that goes against what the file has shown so far is refused too.

use std::fmt;

/// An exact decimal number: `mantissa` divided by 10 to the power of `scale`. The scale is the one printed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Decimal {
    pub mantissa: i64,
    pub scale: u8,
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = usize::from(self.scale);
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let digits = format!("{digits:0>width$}", width = scale + 1);
        let (whole, part) = digits.split_at(digits.len() - scale);
        write!(f, "{sign}{whole}.{part}")
    }
}

/// Which sign divides the whole from its parts in one file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecimalSign {
    /// `2,6`; dots divide thousands.
    Comma,
    /// `2.6`; thousands are not divided.
    Point,
}

/// Why a text is no number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NoNumber {
    Text,
    /// `1.184` where nothing says which sign the file uses.
    Ambiguous,
    /// `2,6` in a file with `2.6`, or the other way round.
    OtherSign(DecimalSign),
    TooLarge,
}

impl NoNumber {
    pub(super) fn code(self) -> &'static str {
        match self {
            NoNumber::Text => "bad_number",
            NoNumber::Ambiguous => "ambiguous_number",
            NoNumber::OtherSign(_) => "mixed_decimal_sign",
            NoNumber::TooLarge => "number_too_large",
        }
    }
}

impl fmt::Display for NoNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoNumber::Text => "this is no number; if the column divides people into groups, name it as a dimension",
            NoNumber::Ambiguous => {
                "this may be thousands or decimals, and nothing before it shows which; say whether the file writes decimals with comma or point"
            }
            NoNumber::OtherSign(DecimalSign::Comma) => "a decimal point, where the file writes decimals with comma",
            NoNumber::OtherSign(DecimalSign::Point) => "a decimal comma or divided thousands, where the file writes decimals with point",
            NoNumber::TooLarge => "more than 18 digits",
        })
    }
}

/// The ways of saying that a figure is not shown.
pub(super) fn is_missing(text: &str) -> bool {
    matches!(text, "" | "-" | "." | "..") || text.eq_ignore_ascii_case("null")
}

/// What one text shows about the sign of its file, if anything.
pub(super) fn evidence(text: &str) -> Option<DecimalSign> {
    match shape(text)? {
        Shape::Comma { .. } | Shape::Thousands => Some(DecimalSign::Comma),
        Shape::Point { .. } => Some(DecimalSign::Point),
        Shape::Whole | Shape::OneDot | Shape::OneComma => None,
    }
}

/// Reads one number. `sign` is what the caller has stated or the file has shown so far.
pub(super) fn read(text: &str, sign: Option<DecimalSign>) -> Result<Decimal, NoNumber> {
    let shape = shape(text).ok_or(NoNumber::Text)?;
    let scale = match (shape, sign) {
        (Shape::Whole, _) => 0,
        (Shape::Comma { .. } | Shape::Thousands | Shape::OneComma, Some(DecimalSign::Point)) => {
            return Err(NoNumber::OtherSign(DecimalSign::Point));
        }
        (Shape::Point { .. }, Some(DecimalSign::Comma)) => return Err(NoNumber::OtherSign(DecimalSign::Comma)),
        (Shape::Comma { decimals } | Shape::Point { decimals }, _) => decimals,
        (Shape::Thousands, _) | (Shape::OneDot, Some(DecimalSign::Comma)) => 0,
        (Shape::OneDot, Some(DecimalSign::Point)) | (Shape::OneComma, Some(DecimalSign::Comma)) => 3,
        (Shape::OneDot | Shape::OneComma, None) => return Err(NoNumber::Ambiguous),
    };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() > 18 {
        return Err(NoNumber::TooLarge);
    }
    let mantissa: i64 = digits.parse().map_err(|_| NoNumber::Text)?;
    let negative = text.starts_with(['-', '−']);
    Ok(Decimal { mantissa: if negative { -mantissa } else { mantissa }, scale })
}

#[derive(Clone, Copy)]
enum Shape {
    Whole,
    Comma {
        decimals: u8,
    },
    Point {
        decimals: u8,
    },
    /// Two or more dots.
    Thousands,
    /// One dot and three digits: thousands or decimals.
    OneDot,
    /// The same with a comma.
    OneComma,
}

fn shape(text: &str) -> Option<Shape> {
    let body = text.strip_prefix(['-', '−']).unwrap_or(text);
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if let Some((whole, part)) = body.split_once(',') {
        let decimals = u8::try_from(part.len()).ok()?;
        if in_threes(&body.replacen(',', ".", 1)) && !whole.contains('.') {
            return Some(Shape::OneComma);
        }
        return (digits(part) && (digits(whole) || in_threes(whole))).then_some(Shape::Comma { decimals });
    }
    match body.matches('.').count() {
        0 => digits(body).then_some(Shape::Whole),
        1 => {
            let (whole, part) = body.split_once('.')?;
            let decimals = u8::try_from(part.len()).ok()?;
            if !digits(whole) || !digits(part) {
                None
            } else if in_threes(body) {
                Some(Shape::OneDot)
            } else {
                Some(Shape::Point { decimals })
            }
        }
        _ => in_threes(body).then_some(Shape::Thousands),
    }
}

/// `1.184` or `12.345.678`: one to three digits not beginning with 0, then groups of three.
fn in_threes(text: &str) -> bool {
    let mut groups = text.split('.');
    let Some(first) = groups.next() else { return false };
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let mut more = 0;
    (1..=3).contains(&first.len())
        && digits(first)
        && !first.starts_with('0')
        && groups.all(|g| {
            more += 1;
            g.len() == 3 && digits(g)
        })
        && more > 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COMMA: Option<DecimalSign> = Some(DecimalSign::Comma);
    const POINT: Option<DecimalSign> = Some(DecimalSign::Point);

    fn printed(text: &str, sign: Option<DecimalSign>) -> Result<String, NoNumber> {
        read(text, sign).map(|d| d.to_string())
    }

    #[test]
    fn numbers_that_can_be_read_in_one_way_only_are_read_without_being_told() {
        for (written, value) in [
            ("0", "0"),
            ("6232", "6232"),
            ("2,6", "2.6"),
            ("2.6", "2.6"),
            ("4.90", "4.90"),
            ("0.184", "0.184"),
            ("1184.250", "1184.250"),
            ("1.184,5", "1184.5"),
            ("1.234.567", "1234567"),
            ("12.345.678,25", "12345678.25"),
            ("-31", "-31"),
            ("−0,3", "-0.3"),
            ("0,05", "0.05"),
        ] {
            assert_eq!(printed(written, None).as_deref(), Ok(value), "{written}");
        }
    }

    #[test]
    fn one_dot_and_three_digits_is_refused_until_the_file_shows_its_sign() {
        assert_eq!(read("1.184", None), Err(NoNumber::Ambiguous));
        assert_eq!(printed("1.184", COMMA).as_deref(), Ok("1184"));
        assert_eq!(printed("1.184", POINT).as_deref(), Ok("1.184"));
        assert_eq!(read("1,184", None), Err(NoNumber::Ambiguous));
        assert_eq!(printed("1,184", COMMA).as_deref(), Ok("1.184"));
        assert_eq!(read("1,184", POINT), Err(NoNumber::OtherSign(DecimalSign::Point)));
        assert_eq!(
            (printed("0,184", None).as_deref(), printed("1.184,250", None).as_deref()),
            (Ok("0.184"), Ok("1184.250"))
        );
        assert_eq!((evidence("2,6"), evidence("2.6"), evidence("1.184"), evidence("17")), (COMMA, POINT, None, None));
    }

    #[test]
    fn a_number_against_the_sign_of_the_file_is_refused() {
        assert_eq!(read("2.6", COMMA), Err(NoNumber::OtherSign(DecimalSign::Comma)));
        assert_eq!(read("2,6", POINT), Err(NoNumber::OtherSign(DecimalSign::Point)));
        assert_eq!(read("1.234.567", POINT), Err(NoNumber::OtherSign(DecimalSign::Point)));
    }

    #[test]
    fn text_is_never_a_number() {
        for text in
            ["1,2,3", "1.2.3", "12.34,5", "1e6", "2,6 %", "+4", "--1", "x", ",5", "5,", ".5", "5.", "1 184", "NaN"]
        {
            assert_eq!(read(text, None), Err(NoNumber::Text), "{text}");
        }
        assert_eq!(read("1234567890123456789", None), Err(NoNumber::TooLarge));
    }

    #[test]
    fn every_spelling_of_not_shown_is_known() {
        assert!(["", "-", ".", "..", "null", "NULL"].iter().all(|t| is_missing(t)));
        assert!(!["0", "x", "...", "–"].iter().any(|t| is_missing(t)));
    }

    proptest! {
        #[test]
        fn what_is_printed_in_danish_reads_back_exactly(whole in 0i64..10_000_000_000, part in 0u8..100) {
            let mut text = String::new();
            let digits = whole.to_string();
            for (i, c) in digits.chars().enumerate() {
                if i > 0 && (digits.len() - i) % 3 == 0 { text.push('.'); }
                text.push(c);
            }
            let text = format!("{text},{part:02}");
            prop_assert_eq!(read(&text, None), Ok(Decimal { mantissa: whole * 100 + i64::from(part), scale: 2 }));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "[-−0-9.,]{0,30}|\\PC{0,20}") {
            for sign in [None, COMMA, POINT] {
                if let Ok(number) = read(&text, sign) {
                    prop_assert_eq!(read(&number.to_string(), POINT), Ok(number));
                }
            }
        }
    }
}

//! Danish writing of numbers and Danish alphabetical order.

use crate::exact::Exact;
use crate::month::Month;
use crate::suppression::Published;
use crate::table::Value;

/// Written where a figure is suppressed.
pub const HIDDEN: &str = "vises ikke";
/// Written where nothing is published.
pub const NONE: &str = "ingen tal";
/// Written where a figure has no meaning or cannot be calculated; the reason stands beside it.
pub const UNDETERMINED: &str = "kan ikke regnes ud";

/// The number, or the word for one that is not shown.
pub fn published(count_of: Published) -> String {
    match count_of {
        Published::Count(n) => count(i64::from(n)),
        Published::Suppressed => HIDDEN.to_owned(),
    }
}

/// `1.184`, `−31`.
pub fn count(n: i64) -> String {
    with_sign(i128::from(n), 0)
}

/// `2,0`, `1.184,5`, `−0,3`. What rounds to 0 has no sign.
pub fn number(n: Exact, decimals: u8) -> String {
    with_sign(n.rounded(decimals), decimals)
}

/// With the decimals it has, at most 4: `97`, `97,25`. [`read`] gives it back.
pub fn written(n: Exact) -> String {
    let same = |decimals: &u8| {
        let units = i64::try_from(n.rounded(*decimals)).ok();
        units.and_then(|units| Exact::decimal(units, *decimals)) == Some(n)
    };
    number(n, (0..4).find(same).unwrap_or(4))
}

/// `2,0 pct.`
pub fn percent(n: Exact, decimals: u8) -> String {
    format!("{} pct.", number(n, decimals))
}

/// A change: `+0,3`, `−31`, `0,0`.
pub fn signed(n: Exact, decimals: u8) -> String {
    let plus = if n.rounded(decimals) > 0 { "+" } else { "" };
    format!("{plus}{}", number(n, decimals))
}

/// A change in per cent: `+3,2 pct.`
pub fn signed_percent(n: Exact, decimals: u8) -> String {
    format!("{} pct.", signed(n, decimals))
}

/// A difference between percentages: `+0,3 point`.
pub fn points(n: Exact, decimals: u8) -> String {
    format!("{} point", signed(n, decimals))
}

/// A figure, or the words that stand where there is none.
pub fn value(value: Value, decimals: u8) -> String {
    match value {
        Value::Number(n) => number(n, decimals),
        Value::AtLeast(n) => format!("mindst {}", number(n, decimals)),
        Value::Suppressed => HIDDEN.to_owned(),
        Value::Missing => NONE.to_owned(),
        Value::Undetermined(_) => UNDETERMINED.to_owned(),
    }
}

/// `jul 2025`
pub fn month(month: Month) -> String {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
    format!("{} {}", NAMES[usize::from(month.month() - 1)], month.year())
}

/// `2–3`, `4`.
pub fn places(first: usize, last: usize) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

fn with_sign(units: i128, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let mut text = String::with_capacity(digits.len() + 8);
    if units < 0 {
        text.push('\u{2212}');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            text.push('.');
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push(',');
        text.push_str(part);
    }
    text
}

/// Reads a number as people write it: `1.270`, `1270`, `86,8`, `−50`, `57 %`. The second is its decimals, which say how far
/// it has been rounded. `None`: no number, or one with more than 4 decimals or beyond 10^12.
pub fn read(text: &str) -> Option<(Exact, u8)> {
    let text = text.trim().trim_end_matches("pct.").trim_end_matches('%').trim();
    let (negative, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    let (whole, part) = text.split_once(',').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let groups: Vec<&str> = whole.split('.').collect();
    let grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3));
    let ended = text.contains(',') == part.is_empty();
    if groups.iter().any(|g| g.is_empty() || !digits(g)) || !grouped || ended || !digits(part) {
        return None;
    }
    let mantissa: i64 = format!("{}{part}", groups.concat()).parse().ok()?;
    let decimals = u8::try_from(part.len()).ok()?;
    Some((Exact::decimal(if negative { -mantissa } else { mantissa }, decimals)?, decimals))
}

/// A key that sorts as a Danish register does: æ, ø, å last, and aa as å; capitals make no difference.
pub fn sort_key(text: &str) -> String {
    let lower = text.to_lowercase().replace("aa", "å");
    lower
        .chars()
        .map(|c| match c {
            'æ' | 'ä' => '\u{E000}',
            'ø' | 'ö' => '\u{E001}',
            'å' => '\u{E002}',
            'é' | 'è' => 'e',
            'ü' => 'y',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Reason;
    use proptest::prelude::*;

    fn dec(mantissa: i64, scale: u8) -> Exact {
        Exact::decimal(mantissa, scale).unwrap()
    }

    #[test]
    fn a_number_is_read_as_people_write_it_and_what_could_be_two_numbers_is_not() {
        let read = |text: &str| super::read(text).map(|(n, decimals)| (number(n, decimals), decimals));
        for (text, printed, decimals) in [
            ("1.270", "1.270", 0),
            ("1270", "1.270", 0),
            (" 86,8 % ", "86,8", 1),
            ("−50 pct.", "−50", 0),
            ("-0,25", "−0,25", 2),
        ] {
            assert_eq!(read(text), Some((printed.to_owned(), decimals)), "{text}");
        }
        for text in ["", "1.27", "12.3456", "1,2,3", "86.8", "5,", ",5", "halvdelen", "0,12345", "99.999.999.999.999"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_written_in_danish() {
        assert_eq!(count(1184), "1.184");
        assert_eq!(
            (count(85491), count(12_345_678), count(999), count(0)),
            ("85.491".into(), "12.345.678".into(), "999".into(), "0".into())
        );
        assert_eq!(percent(dec(2, 0), 1), "2,0 pct.");
        assert_eq!(count(-31), "\u{2212}31");
        assert_eq!((signed(dec(3, 1), 1), signed(dec(-31, 0), 0)), ("+0,3".into(), "−31".into()));
        assert_eq!(points(dec(-1, 1), 1), "−0,1 point");
        assert_eq!(number(dec(11845, 1), 1), "1.184,5");
        assert_eq!(month(Month::new(2025, 7).unwrap()), "jul 2025");
        assert_eq!((places(2, 3), places(4, 4)), ("2–3".into(), "4".into()));
    }

    #[test]
    fn a_number_is_written_with_the_decimals_it_has() {
        assert_eq!([dec(97, 0), dec(970, 1), dec(9725, 2), dec(-5, 1)].map(written), ["97", "97", "97,25", "−0,5"]);
        assert_eq!(written(Exact::share(1, 3).unwrap()), "0,3333");
    }

    #[test]
    fn what_rounds_to_zero_has_no_sign() {
        assert_eq!((signed(dec(4, 2), 1), signed(dec(-4, 2), 1)), ("0,0".into(), "0,0".into()));
        assert_eq!((signed(dec(5, 2), 1), signed(dec(-5, 2), 1)), ("+0,1".into(), "−0,1".into()));
    }

    #[test]
    fn what_is_not_shown_is_said_in_words() {
        assert_eq!(value(Value::Suppressed, 1), "vises ikke");
        assert_eq!(value(Value::AtLeast(dec(17, 0)), 0), "mindst 17");
        assert_eq!(value(Value::Missing, 0), "ingen tal");
        assert_eq!(value(Value::Undetermined(Reason::FromZero), 0), "kan ikke regnes ud");
    }

    #[test]
    fn danish_order_ends_with_ae_oe_aa() {
        let mut names = ["Aarhus", "Ærø", "Ølgod", "Viborg", "Aabenraa", "Allerød", "ålborg"];
        names.sort_by_key(|n| sort_key(n));
        assert_eq!(names, ["Allerød", "Viborg", "Ærø", "Ølgod", "Aabenraa", "ålborg", "Aarhus"]);
    }

    proptest! {
        #[test]
        fn a_printed_number_keeps_its_digits(n in any::<i64>()) {
            let text = count(n).replace('.', "").replace('\u{2212}', "-");
            prop_assert_eq!(text.parse::<i64>().unwrap(), n);
        }
    }
}

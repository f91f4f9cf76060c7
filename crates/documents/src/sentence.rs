//! Sentences made of numbers: up, down or the same is said of the exact numbers, and everything is rounded last.

use crate::text::{t, tf};
use figures::{Exact, Value, danish};

/// How two numbers of a sentence are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// Persons, courses: the change is a percentage of the first.
    Count { decimals: u8 },
    /// Per cent: the change is in points.
    Share,
}

/// "steget med 3,2 pct. fra 1.000 til 1.032". `None` where one of the numbers is not shown.
pub fn moved(then: Value, now: Value, sort: Sort) -> Option<String> {
    let (then, now) = (then.number()?, now.number()?);
    let write = |n: Exact| match sort {
        Sort::Count { decimals } => danish::number(n, decimals),
        Sort::Share => danish::percent(n, 1),
    };
    let values = [("then", write(then)), ("now", write(now))];
    let fill = |key: &str, by: &str| {
        let mut all: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        all.push(("by", by));
        tf(&format!("report.moved.{key}"), &all)
    };
    if now == then {
        return Some(fill("same", ""));
    }
    let up = now > then;
    let by = match sort {
        Sort::Share => Some(now - then),
        Sort::Count { .. } => (now - then).ratio(then).map(Exact::times_100),
    };
    // A change from nothing has no percentage, and one that prints as 0,0 is no rise or fall to a reader.
    let Some(by) = by else { return Some(fill(if up { "up_from" } else { "down_from" }, "")) };
    if by.rounded(1) == 0 {
        return Some(fill("about", ""));
    }
    let by = if by.is_negative() { -by } else { by };
    let by = match sort {
        Sort::Share => format!("{} {}", danish::number(by, 1), t("report.points")),
        Sort::Count { .. } => danish::percent(by, 1),
    };
    Some(fill(if up { "up" } else { "down" }, &by))
}

/// A sentence that ends with "pct." has its full stop already.
pub fn ended(text: &str) -> String {
    text.strip_suffix("..").map_or_else(|| text.to_owned(), |whole| format!("{whole}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(mantissa: i64, scale: u8) -> Value {
        Value::Number(Exact::decimal(mantissa, scale).unwrap())
    }

    const COUNT: Sort = Sort::Count { decimals: 0 };

    #[test]
    fn a_rise_is_said_in_per_cent_of_the_first_number() {
        assert_eq!(moved(n(1000, 0), n(1032, 0), COUNT).unwrap(), "steget med 3,2 pct. fra 1.000 til 1.032");
        assert_eq!(moved(n(1270, 0), n(719, 0), COUNT).unwrap(), "faldet med 43,4 pct. fra 1.270 til 719");
    }

    #[test]
    fn between_percentages_the_change_is_in_points() {
        assert_eq!(
            moved(n(942, 1), n(970, 1), Sort::Share).unwrap(),
            "steget med 2,8 point fra 94,2 pct. til 97,0 pct."
        );
    }

    /// 1,000.4 and 1,002.6 print as 1.000 and 1.003: of the printed numbers the rise would be 0.3 per cent.
    #[test]
    fn the_change_is_taken_of_the_exact_numbers_and_rounded_last() {
        assert_eq!(moved(n(10_004, 1), n(10_026, 1), COUNT).unwrap(), "steget med 0,2 pct. fra 1.000 til 1.003");
    }

    #[test]
    fn what_prints_as_nothing_is_neither_a_rise_nor_a_fall() {
        assert_eq!(moved(n(5, 0), n(5, 0), COUNT).unwrap(), "uændret på 5");
        assert_eq!(moved(n(100_000, 1), n(100_001, 1), COUNT).unwrap(), "stort set uændret (10.000 mod 10.000 før)");
    }

    #[test]
    fn a_sentence_has_one_full_stop() {
        assert_eq!(ended("Det er faldet til 2,5 pct.."), "Det er faldet til 2,5 pct.");
        assert_eq!(ended("Det er faldet til 25."), "Det er faldet til 25.");
    }

    #[test]
    fn from_nothing_there_is_no_percentage_and_what_is_hidden_is_not_said() {
        assert_eq!(moved(n(0, 0), n(5, 0), COUNT).unwrap(), "steget fra 0 til 5");
        assert_eq!(moved(Value::Suppressed, n(5, 0), COUNT), None);
    }
}

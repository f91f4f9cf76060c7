//! Numbers that a rule's title or explanation still says and that the changed rule no longer has: "6 måneder" over five
//! months. Found by reading the text; a person decides what it should say.

use crate::model::Rule;
use domain::Day;
use std::collections::BTreeSet;

/// A number that a title or an explanation says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// The version whose explanation it is; none for the title.
    pub version_from: Option<Day>,
    /// The number with the word after it, as it is written.
    pub words: String,
}

/// What a number counts, where it is said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Unit {
    Hours,
    Days,
    Weeks,
    Months,
    Years,
    Percent,
    Bare,
}

type Numbers = BTreeSet<(i64, Unit)>;

/// What the old rule had, the new one has not, and the new one's title or explanations still say.
pub fn left(before: &Rule, after: &Rule) -> Vec<Said> {
    let (old, new) = (versions(before), versions(after));
    let all = |versions: &[Numbers]| versions.iter().flatten().copied().collect::<Numbers>();
    let mut found = of_text(&after.title, &all(&old), &all(&new), None);
    for (at, version) in after.versions.iter().enumerate() {
        let same = before.versions.iter().position(|v| v.from == version.from);
        // A version that begins anew is a copy of the one before it.
        let twin = same.or_else(|| before.versions.iter().rposition(|v| v.from < version.from));
        let (Some(was), Some(is)) = (twin.and_then(|t| old.get(t)), new.get(at)) else { continue };
        found.extend(of_text(&version.text, was, is, Some(version.from)));
    }
    found
}

fn of_text(text: &str, was: &Numbers, is: &Numbers, version_from: Option<Day>) -> Vec<Said> {
    let gone = |number: &(i64, Unit)| was.contains(number) && !is.contains(number);
    let said = in_danish(text).into_iter().filter(|(number, _)| gone(number));
    said.map(|(_, words)| Said { version_from, words }).collect()
}

/// The numbers of each version's own keys, in the order of the versions.
fn versions(rule: &Rule) -> Vec<Numbers> {
    rule.source_text.split("[[rule.version]]").skip(1).map(numbers).collect()
}

/// Keys that say nothing of what is measured.
const BESIDE: [&str; 9] =
    ["text", "leaves_out", "cite", "ref", "from", "through", "source", "transition", "unread_for"];

fn numbers(version: &str) -> Numbers {
    let mut found = Numbers::new();
    // An example may go over many lines: it ends with its bracket.
    let mut open = 0;
    for line in version.lines() {
        let line = line.trim_start();
        let key = line.split(['=', ' ', '.']).next().unwrap_or_default();
        if open == 0 && key == "example" {
            open = brackets(line);
            continue;
        }
        if open > 0 {
            open += brackets(line);
            continue;
        }
        if line.starts_with('#') || BESIDE.contains(&key) {
            continue;
        }
        spans(line, &mut found);
        bare(line, &mut found);
    }
    found
}

/// Opened less closed, outside strings.
fn brackets(line: &str) -> i32 {
    let outside = line.split('"').step_by(2).flat_map(str::chars);
    outside.map(|c| i32::from(c == '[') - i32::from(c == ']')).sum()
}

/// `"6 months"`; weeks are days, too.
fn spans(line: &str, found: &mut Numbers) {
    for text in line.split('"').skip(1).step_by(2) {
        let Some((number, unit)) = text.split_once(' ') else { continue };
        let Ok(number) = number.parse::<i64>() else { continue };
        let unit = match unit.trim_start_matches("whole ").trim_start_matches("working ").trim_start_matches("bank ") {
            "hours" => Unit::Hours,
            "days" => Unit::Days,
            "weeks" => Unit::Weeks,
            "months" => Unit::Months,
            "years" => Unit::Years,
            _ => continue,
        };
        found.insert((number.abs(), unit));
        if unit == Unit::Weeks {
            found.insert((number.abs() * 7, Unit::Days));
        }
    }
}

/// `count = 4`, `window_months = 18`, `age_below = 30`.
fn bare(line: &str, found: &mut Numbers) {
    let outside: String = line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
    for part in outside.split([',', '{', '}']) {
        let Some((key, value)) = part.split_once('=') else { continue };
        let Ok(number) = value.trim().trim_matches(['[', ']']).trim().parse::<i64>() else { continue };
        let key = key.trim();
        let unit = match key {
            "share_percent" | "percent" => Unit::Percent,
            _ if key.contains("age") => Unit::Years,
            _ if key.ends_with("months") => Unit::Months,
            _ if key.ends_with("days") => Unit::Days,
            _ if key.ends_with("hours") || key == "at_least" => Unit::Hours,
            _ => Unit::Bare,
        };
        found.insert((number, unit));
    }
}

const WORDS: [&str; 11] = ["to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"];

/// The numbers that a Danish sentence says, with the word that follows. Places in acts (§ 31, stk. 2) are none.
fn in_danish(text: &str) -> Vec<((i64, Unit), String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let bare = plain(word);
        let number = bare.parse::<i64>().ok().or_else(|| {
            let place = WORDS.iter().position(|w| **w == bare)?;
            Some(place as i64 + 2)
        });
        let Some(number) = number else { continue };
        let before = at.checked_sub(1).map(|b| plain(words[b])).unwrap_or_default();
        if words[..at].last().is_some_and(|w| w.contains('§')) || ["stk", "nr", "pkt", "kap"].contains(&&*before) {
            continue;
        }
        let next = words.get(at + 1).map(|w| plain(w)).unwrap_or_default();
        let unit = match next.as_str() {
            "time" | "timer" | "timers" => Unit::Hours,
            "dag" | "dage" | "dages" | "arbejdsdage" | "bankdage" | "hverdage" => Unit::Days,
            "uge" | "uger" | "ugers" => Unit::Weeks,
            "måned" | "måneder" | "måneders" => Unit::Months,
            "år" | "års" => Unit::Years,
            "pct" | "procent" => Unit::Percent,
            _ => Unit::Bare,
        };
        let said = match next.is_empty() {
            true => bare,
            false => format!("{bare} {next}"),
        };
        found.push(((number, unit), said));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_of(rule: &str, was: &str, is: &str) -> Vec<String> {
        let book = crate::shipped("fjordby").unwrap_or_else(|e| panic!("{e}"));
        let before = book.rule(book.find(rule).expect("a rule"));
        assert!(before.source_text.contains(was), "{was}");
        let changed = book.changed("ny.toml", &before.source_text.replace(was, is)).unwrap_or_else(|e| panic!("{e:?}"));
        let after = changed.rulebook.rule(changed.rulebook.find(rule).expect("a rule"));
        left(before, after).into_iter().map(|s| s.words).collect()
    }

    #[test]
    fn a_title_that_says_the_old_number_is_told_and_one_that_was_put_right_is_not() {
        let said = left_of("samtale-hver-6-uger", "\"6 weeks\"", "\"5 weeks\"");
        assert!(!said.is_empty() && said.iter().all(|s| s.starts_with("6 uge")), "{said:?}");
        assert_eq!(left_of("samtale-hver-6-uger", "", ""), [""; 0], "nothing is changed");
        let window = left_of("samtaler-4-i-6-mdr", "\"6 months\"", "\"5 months\"");
        assert!(window.iter().any(|s| s == "6 måneder"), "{window:?}");
    }

    #[test]
    fn numbers_are_read_with_what_they_count_and_places_in_acts_are_none() {
        let said = in_danish("Fire samtaler inden for 6 måneder, jf. § 31, stk. 3, for dem under 30 år.");
        let numbers: Vec<(i64, Unit)> = said.iter().map(|(n, _)| *n).collect();
        assert_eq!(numbers, [(4, Unit::Bare), (6, Unit::Months), (30, Unit::Years)]);
        let of = numbers_of(
            "span = \"6 weeks\"\ncount = 4\nwho = { age_below = 30 }\nexample = [\n { due = 9, n = 12 },\n]\nfrom = 2014-01-01",
        );
        assert_eq!(of, [(4, Unit::Bare), (6, Unit::Weeks), (30, Unit::Years), (42, Unit::Days)]);
    }

    fn numbers_of(text: &str) -> Vec<(i64, Unit)> {
        numbers(text).into_iter().collect()
    }
}

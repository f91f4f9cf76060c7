//! A proposed change: rules in a text that stand in for those of the same id, checked as at load.

use crate::model::{Rule, Version};
use crate::parse::{self, Parsed};
use crate::rulebook::{RuleProblem, Rulebook};
use crate::verify::{self, Looser};
use domain::Day;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A rulebook with a change in it.
#[derive(Clone, Debug)]
pub struct Change {
    pub rulebook: Rulebook,
    /// Ids of the rules that stand in for others, and of those that are new.
    pub replaced: Vec<String>,
    pub added: Vec<String>,
    /// Gaps, covers and lists that the text brings beside its rules.
    pub beside: usize,
}

/// The texts that hold in place of shipped ones, by the ids of their rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(pub BTreeMap<String, String>);

impl Texts {
    /// SHA-256 over ids and texts, in hexadecimal; empty when there are none.
    pub fn hash(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let mut hash = Sha256::new();
        for (rule, text) in &self.0 {
            for part in [rule, text] {
                hash.update(part.as_bytes());
                hash.update([0]);
            }
        }
        hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }
}

/// Name of the municipality's own texts in messages.
pub const ACTIVATED: &str = "kommunens.toml";

/// Why a change is not accepted: every finding, and apart from them the goals that are looser than the law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeError {
    pub problems: Vec<RuleProblem>,
    pub looser: Vec<Looser>,
}

impl Rulebook {
    /// This rulebook with the municipality's texts in it, and the rules whose text no longer fits and is left out: the
    /// shipped rules may have changed since the text was written.
    pub fn with_texts(&self, texts: &Texts) -> (Rulebook, Vec<String>) {
        if texts.0.is_empty() {
            return (self.clone(), Vec::new());
        }
        let all = texts.0.values().map(String::as_str).collect::<Vec<_>>().join("\n");
        let whole = self.changed(ACTIVATED, &all).ok().filter(|c| c.beside == 0 && c.replaced.len() == texts.0.len());
        let (mut book, mut left_out) = (self.clone(), Vec::new());
        match whole {
            Some(change) => book = change.rulebook,
            None => {
                for (rule, text) in &texts.0 {
                    match book.changed(ACTIVATED, text) {
                        Ok(change) if change.is_of(rule) => book = change.rulebook,
                        _ => left_out.push(rule.clone()),
                    }
                }
            }
        }
        book.activated = texts.hash();
        (book, left_out)
    }

    /// This rulebook with the rules, gaps and covers of `text`: a rule of the same id is replaced, others are added.
    pub fn changed(&self, name: &str, text: &str) -> Result<Change, ChangeError> {
        let (mut new, mut problems) = (Parsed::default(), Vec::new());
        parse::file(name, text, &mut new, &mut problems);
        if !problems.is_empty() {
            return Err(ChangeError { problems, looser: Vec::new() });
        }
        let mut all = Parsed {
            rules: self.rules.clone(),
            gaps: self.gaps.clone(),
            covers: self.covers.clone(),
            axes: self.axes.clone(),
        };
        let beside = new.gaps.len() + new.covers.len() + new.axes.len();
        let (mut replaced, mut added) = (Vec::new(), Vec::new());
        for rule in new.rules {
            // Only a shipped rule gives way: an id that stands twice in the text is found by the checks.
            match all.rules[..self.rules.len()].iter_mut().find(|r| r.id == rule.id && !replaced.contains(&r.id)) {
                Some(old) => {
                    replaced.push(rule.id.clone());
                    *old = rule;
                }
                None => {
                    added.push(rule.id.clone());
                    all.rules.push(rule);
                }
            }
        }
        all.gaps.extend(new.gaps);
        all.covers.extend(new.covers);
        all.axes.extend(new.axes);
        let hash = Sha256::digest(format!("{}\0{name}\0{text}", self.hash));
        let hash = hash.iter().map(|b| format!("{b:02x}")).collect();
        let rulebook = Rulebook::index(&self.municipality, all, hash);
        let (errors, warnings) = verify::check(&rulebook);
        if errors.is_empty() {
            let mut rulebook = rulebook;
            rulebook.warnings = warnings;
            rulebook.activated.clone_from(&self.activated);
            rulebook.shipped.clone_from(&self.shipped);
            Ok(Change { rulebook, replaced, added, beside })
        } else {
            Err(ChangeError { problems: errors, looser: verify::looser_than_law(&rulebook) })
        }
    }
}

impl Rule {
    /// The first day of the earliest version that held before a day and is another in `after`, or is not there: what was
    /// late or in time may become something else. Where only its last day is moved, to the day before or later, it held as
    /// it did.
    pub fn rewritten_before(&self, after: &Rule, day: Day) -> Option<Day> {
        let end = |v: &Version| v.through.filter(|through| through.plus_days(1) < day);
        let same = |a: &Version, b: &Version| {
            a.from == b.from && a.who == b.who && a.body == b.body && a.transition == b.transition && end(a) == end(b)
        };
        let held = self.versions.iter().filter(|v| v.from < day);
        let added = after.versions.iter().filter(|v| v.from < day);
        let differs = |v: &&Version, others: &[Version]| !others.iter().any(|other| same(v, other));
        let gone = held.filter(|v| differs(v, &after.versions)).map(|v| v.from).min();
        let new = added.filter(|v| differs(v, &self.versions)).map(|v| v.from).min();
        gone.into_iter().chain(new).min()
    }
}

impl Change {
    /// The text holds one rule that was there before, and nothing else.
    pub fn is_of(&self, rule: &str) -> bool {
        self.replaced == [rule] && self.added.is_empty() && self.beside == 0
    }

    /// The examples that stand beside the changed rules and no longer come out.
    pub fn failed_examples(&self) -> Vec<crate::example::Outcome> {
        let ids = self.replaced.iter().chain(&self.added);
        ids.filter_map(|id| self.rulebook.find(id))
            .flat_map(|ix| crate::example::run_rule(&self.rulebook, ix))
            .filter(|o| o.failure.is_some())
            .collect()
    }
}

/// A rule's text with another number in the span of the version from `from`. A repeat that was the same follows along.
/// `None` when the version or its span is not found.
pub fn with_span(text: &str, from: Day, count: i32) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let begins = format!("from = {from}");
    let block = versions(&lines).into_iter().find(|b| lines[b.clone()].iter().any(|l| l.starts_with(&begins)))?;
    let was = lines[block.clone()].iter().find(|l| key(l) == "span")?.split('"').nth(1)?;
    let is = domain::Span { count, ..was.parse().ok()? }.to_string();
    let (was, is) = (format!("\"{was}\""), format!("\"{is}\""));
    let changed = lines.iter().enumerate().map(|(i, line)| {
        let own = block.contains(&i) && matches!(key(line), "span" | "repeat");
        if own { line.replacen(&was, &is, 1) } else { (*line).to_owned() }
    });
    Some(changed.collect::<Vec<_>>().join("\n"))
}

/// A rule's text with another number from a day on: the version from `was` ends the day before, and a copy of it with the
/// number begins, for rounds that begin from then on. Its examples stay with the version they were worked out for. Where a
/// version begins on that day already its number is changed. `None` where the day is not after the version's first, or a
/// later version takes over before it.
pub fn with_span_from(text: &str, was: Day, from: Day, count: i32) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    if has_version_from(text, from) {
        return with_span(text, from, count);
    }
    let begins = |block: &[&str], day| block.iter().any(|l| *l == format!("from = {day}"));
    let blocks = versions(&lines);
    let at = blocks.iter().position(|b| begins(&lines[b.clone()], was)).filter(|_| was < from)?;
    let block = blocks[at].clone();
    let through = lines[block.clone()].iter().find_map(|l| l.strip_prefix("through = ")?.parse::<Day>().ok());
    if through.is_some_and(|through| through < from) {
        return None;
    }
    let (mut old, mut new) = (Vec::new(), vec!["[[rule.version]]".to_owned()]);
    let mut in_examples = false;
    for line in &lines[block.clone()] {
        match key(line) {
            "from" => {
                old.extend([(*line).to_owned(), format!("through = {}", from.plus_days(-1))]);
                new.extend([format!("from = {from}"), "transition = \"from_date\"".to_owned()]);
                continue;
            }
            "through" => {
                new.push((*line).to_owned());
                continue;
            }
            "example" => in_examples = !line.trim_end().ends_with("}]"),
            "transition" | "unread_for" | "[[rule.version]]" => {}
            _ if in_examples => in_examples = line.trim_end() != "]",
            _ => new.push((*line).to_owned()),
        }
        old.push((*line).to_owned());
    }
    let after = lines[block.end..].iter().map(|l| (*l).to_owned());
    let before = lines[..block.start].iter().map(|l| (*l).to_owned());
    let all: Vec<String> = before.chain(old).chain(new).chain(after).collect();
    with_span(&all.join("\n"), from, count)
}

/// Whether a version of the text begins on the day.
pub fn has_version_from(text: &str, day: Day) -> bool {
    text.lines().any(|line| line == format!("from = {day}"))
}

/// The lines of each version.
fn versions(lines: &[&str]) -> Vec<std::ops::Range<usize>> {
    let is_start = |i: &usize| lines[*i].trim_start().starts_with("[[rule.version]]");
    let starts: Vec<usize> = (0..lines.len()).filter(is_start).collect();
    let end = |i: usize| starts.get(i + 1).copied().unwrap_or(lines.len());
    starts.iter().enumerate().map(|(i, start)| *start..end(i)).collect()
}

fn key(line: &str) -> &str {
    line.split(['=', ' ']).next().unwrap_or_default()
}

/// The inline tables of a text, as ranges from `{` to `}`; what stands in strings and comments is no brace.
fn inline_tables(text: &str) -> Vec<std::ops::Range<usize>> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    let (mut in_string, mut in_comment, mut escaped) = (false, false, false);
    for (at, c) in text.char_indices() {
        match c {
            '\n' => (in_string, in_comment, escaped) = (false, false, false),
            _ if in_comment => {}
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ if in_string => {}
            '#' => in_comment = true,
            '{' => open.push(at),
            '}' => found.extend(open.pop().map(|from| from..at + 1)),
            _ => {}
        }
    }
    found
}

/// A rule's text with another last day, and another name, for one example. `None` where the example is not written as an
/// inline table, or says it otherwise.
pub fn with_due(text: &str, moved: &crate::example::MovedDue, name: &str) -> Option<String> {
    let plain = |name: &str| !name.contains(['"', '\\', '\n']);
    let (said, due) = (format!("name = \"{}\"", moved.name), format!("due = {}", moved.was));
    let own = |r: &std::ops::Range<usize>| text[r.clone()].contains(&said) && text[r.clone()].contains(&due);
    let range = inline_tables(text).into_iter().find(own).filter(|_| plain(&moved.name) && plain(name))?;
    let table = text[range.clone()].replacen(&said, &format!("name = \"{name}\""), 1);
    let table = table.replacen(&due, &format!("due = {}", moved.is), 1);
    Some(format!("{}{table}{}", &text[..range.start], &text[range.end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::MovedDue;

    #[test]
    fn another_number_from_a_day_on_leaves_the_version_before_it_as_it_was() {
        let book = crate::shipped("fjordby").unwrap_or_else(|e| panic!("{e}"));
        let rule = book.rule(book.find("samtale-hver-6-uger").unwrap());
        let (was, from) = (rule.versions[0].from, "2026-04-01".parse().unwrap());
        let text = with_span_from(&rule.source_text, was, from, 5).unwrap();
        let after = book.changed("forslag.toml", &text).unwrap_or_else(|e| panic!("{e:?}")).rulebook;
        let changed = after.rule(after.find("samtale-hver-6-uger").unwrap());
        let [before, new] = &changed.versions[..] else { panic!("two versions: {text}") };
        assert_eq!((before.through, new.from), (Some(from.plus_days(-1)), from));
        assert!(before.body == rule.versions[0].body && before.examples.len() == rule.versions[0].examples.len());
        let (crate::model::Body::Deadline(six), crate::model::Body::Deadline(five)) = (&before.body, &new.body) else {
            panic!("deadlines")
        };
        assert_eq!((six.span.count, five.span.count, five.repeat.map(|r| r.count)), (6, 5, Some(5)));
        assert!(new.examples.is_empty(), "nobody has worked one out yet");
        // Who came before the version before has no goal under it, whatever takes over from it.
        let facts = ["2024-05-06.. benefit benefit=kontanthjaelp", "2024-05-06 first_contact benefit=kontanthjaelp"];
        let talks = ["2024-05-10 talk_held talk=jobsamtale", "2026-03-02 talk_held talk=jobsamtale"];
        let lines: Vec<String> = facts.iter().chain(&talks).map(|f| (*f).to_owned()).collect();
        let born = "1987-03-02".parse().ok();
        let long_ago = domain::history::History::build(born, crate::parse::example_facts(&lines), None);
        let ix = after.find("samtale-hver-6-uger");
        let course = crate::assess::assess(long_ago.view(), &after);
        assert!(course.duties.iter().flat_map(|d| &d.bases).all(|b| Some(b.rule) != ix), "no round opens since April");
        // The same day again is another number in the same version.
        let again = with_span_from(&text, was, from, 4).unwrap();
        assert_eq!(again, with_span(&text, from, 4).unwrap());
        assert_eq!(with_span_from(&rule.source_text, was, was.plus_days(-1), 5), None);
    }

    #[test]
    fn the_last_day_of_one_example_is_put_right_and_nothing_else() {
        let text = "# { not\nexample = [\n  { name = \"a {b}\", facts = [\"x\"], due = 2026-03-16 },\n  { name = \"c\", due = 2026-03-16 },\n]";
        let moved = |name: &str| MovedDue {
            name: name.into(),
            was: "2026-03-16".parse().unwrap(),
            is: "2026-03-09".parse().unwrap(),
        };
        let wanted = text.replacen("due = 2026-03-16 },\n]", "due = 2026-03-09 },\n]", 1).replace("\"c\"", "\"d\"");
        assert_eq!(with_due(text, &moved("c"), "d"), Some(wanted));
        let first = with_due(text, &moved("a {b}"), "a {b}").unwrap();
        assert!(
            first.contains("facts = [\"x\"], due = 2026-03-09") && first.contains("{ name = \"c\", due = 2026-03-16 }")
        );
        assert_eq!(with_due(text, &moved("e"), "e"), None);
        assert_eq!(with_due(text, &moved("c"), "\"}"), None, "a name that would end the string");
    }
}

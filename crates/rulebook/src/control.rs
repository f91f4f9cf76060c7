//! The mark of a named person that a rule's text says what its source says, held against the text in force.
//!
//! Invariant: only what is marked here blocks, refuses or drives a letter; a mark on another text counts for nothing.

use crate::model::{Control, Rule, SourceStatus, Version};
use crate::rulebook::Rulebook;
use domain::Day;
use sha2::{Digest, Sha256};

/// What became of a mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Marked {
    Counts,
    /// The text has changed since it was controlled.
    OtherText,
    /// There is no such rule or version any more.
    Gone,
    /// Nobody has read it in a source, so there is nothing it could have been held against.
    Unread,
}

impl Rule {
    /// What a person reads who controls a version: the rule's heading and that version's own lines.
    pub fn version_text(&self, version: &Version) -> String {
        let lines: Vec<&str> = self.source_text.lines().collect();
        let place = |v: &Version| (v.line.saturating_sub(self.line) as usize).min(lines.len());
        let heading = self.versions.iter().map(place).min().unwrap_or(lines.len());
        let from = place(version);
        let through = self.versions.iter().map(place).filter(|at| *at > from).min().unwrap_or(lines.len());
        let kept = lines[..heading].iter().chain(&lines[from..through]).map(|l| l.trim_end());
        kept.filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// SHA-256 of [`Rule::version_text`], in hexadecimal.
    pub fn version_hash(&self, version: &Version) -> String {
        text_hash(&self.version_text(version))
    }
}

/// SHA-256 of a text, in hexadecimal.
pub fn text_hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

impl Rulebook {
    /// Sets a mark on the version of `rule` that begins on `from`, where it counts.
    pub fn mark(&mut self, rule: &str, from: Day, control: Control) -> Marked {
        let Some(rule) = self.rules.iter_mut().find(|r| r.id == rule) else { return Marked::Gone };
        let Some(at) = rule.versions.iter().position(|v| v.from == from) else { return Marked::Gone };
        if rule.version_hash(&rule.versions[at]) != control.text_hash {
            return Marked::OtherText;
        }
        if rule.versions[at].source == SourceStatus::NeedsReview {
            return Marked::Unread;
        }
        rule.versions[at].control = Some(control);
        Marked::Counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "jobsamtale-1-uge";

    fn law() -> Rulebook {
        crate::shipped("none").unwrap_or_else(|e| panic!("{e}"))
    }

    fn version(book: &Rulebook) -> (Day, String) {
        let rule = book.rule(book.find(RULE).expect("shipped"));
        (rule.versions[0].from, rule.version_hash(&rule.versions[0]))
    }

    fn control(text_hash: String) -> Control {
        Control { person: "Hanne".into(), role: "team_leader".into(), on: Day::LAST, text_hash }
    }

    #[test]
    fn a_mark_counts_for_the_text_it_was_set_on_and_for_no_other() {
        let mut book = law();
        let (from, hash) = version(&book);
        let text = book.rule(book.find(RULE).expect("shipped")).source_text.clone();
        assert_eq!(book.mark(RULE, from, control(hash.clone())), Marked::Counts);
        assert!(book.rule(book.find(RULE).expect("shipped")).versions[0].control.is_some());

        let mut changed = law().changed("ny.toml", &text.replacen("1 week", "6 days", 1)).expect("loads").rulebook;
        assert_eq!(changed.mark(RULE, from, control(hash)), Marked::OtherText);
        assert!(changed.rules.iter().all(|r| r.versions.iter().all(|v| v.control.is_none())));
        assert_eq!(changed.mark("findes-ikke", from, control(String::new())), Marked::Gone);
    }

    #[test]
    fn what_nobody_has_read_cannot_be_controlled() {
        let mut book = law();
        let unread = book.rules.iter().find_map(|rule| {
            let version = rule.versions.iter().find(|v| v.source == SourceStatus::NeedsReview)?;
            Some((rule.id.clone(), version.from, rule.version_hash(version)))
        });
        let (rule, from, hash) = unread.expect("the law has rules that nobody has read");
        assert_eq!(book.mark(&rule, from, control(hash)), Marked::Unread);
    }

    #[test]
    fn each_version_has_a_text_of_its_own_below_the_same_heading() {
        let book = law();
        for rule in &book.rules {
            let mut hashes: Vec<String> = rule.versions.iter().map(|v| rule.version_hash(v)).collect();
            for version in &rule.versions {
                let text = rule.version_text(version);
                assert!(text.contains(&format!("id = \"{}\"", rule.id)), "{}", rule.id);
                assert!(text.contains(&format!("from = {}", version.from)), "{}: {text}", rule.id);
            }
            hashes.sort();
            hashes.dedup();
            assert_eq!(hashes.len(), rule.versions.len(), "{}", rule.id);
        }
    }

    #[test]
    fn a_text_cannot_say_of_itself_that_it_is_controlled() {
        let book = law();
        let text = &book.rule(book.find(RULE).expect("shipped")).source_text;
        let own = "source = \"cited\"\ncontrol = { person = \"A\", role = \"B\", text = \"C\", on = 2026-01-01 }";
        let error = book.changed("ny.toml", &text.replacen("source = \"cited\"", own, 1)).expect_err("refused");
        assert!(error.problems.iter().any(|p| p.problem.code == "unknown_key"), "{:?}", error.problems);
    }
}

//! A proposed change: rules in a text that stand in for those of the same id, checked as at load.

use crate::parse::{self, Parsed};
use crate::rulebook::{RuleProblem, Rulebook};
use crate::verify::{self, Looser};
use sha2::{Digest, Sha256};

/// A rulebook with a change in it.
#[derive(Clone, Debug)]
pub struct Change {
    pub rulebook: Rulebook,
    /// Ids of the rules that stand in for others, and of those that are new.
    pub replaced: Vec<String>,
    pub added: Vec<String>,
}

/// Why a change is not accepted: every finding, and apart from them the goals that are looser than the law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeError {
    pub problems: Vec<RuleProblem>,
    pub looser: Vec<Looser>,
}

impl Rulebook {
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
            Ok(Change { rulebook, replaced, added })
        } else {
            Err(ChangeError { problems: errors, looser: verify::looser_than_law(&rulebook) })
        }
    }
}

impl Change {
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
pub fn with_span(text: &str, from: domain::Day, count: i32) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let starts: Vec<usize> =
        (0..lines.len()).filter(|i| lines[*i].trim_start().starts_with("[[rule.version]]")).collect();
    let begins = format!("from = {from}");
    let (first, end) = starts.iter().enumerate().find_map(|(i, start)| {
        let end = starts.get(i + 1).copied().unwrap_or(lines.len());
        lines[*start..end].iter().any(|l| l.starts_with(&begins)).then_some((*start, end))
    })?;
    let key = |line: &str| line.split(['=', ' ']).next().unwrap_or_default().to_owned();
    let was = lines[first..end].iter().find(|l| key(l) == "span")?.split('"').nth(1)?;
    let is = domain::Span { count, ..was.parse().ok()? }.to_string();
    let (was, is) = (format!("\"{was}\""), format!("\"{is}\""));
    let changed = lines.iter().enumerate().map(|(i, line)| {
        let own = (first..end).contains(&i) && matches!(key(line).as_str(), "span" | "repeat");
        if own { line.replacen(&was, &is, 1) } else { (*line).to_owned() }
    });
    Some(changed.collect::<Vec<_>>().join("\n"))
}

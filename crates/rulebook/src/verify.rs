//! Checks between rules, made when a rulebook is loaded. Each finding names rule, file, line and citation.

mod cover;
mod local;
mod time;

pub use local::{By, Looser, all as looser_than_law};

use crate::model::{Anchor, Body, Cite, Deadline, Limit, Right, Rule, SourceStatus, Version};
use crate::rulebook::{RuleIx, RuleProblem, Rulebook};
use domain::node::Problem;
use std::collections::BTreeSet;

/// Errors refuse the rulebook; warnings are shown.
pub fn check(rulebook: &Rulebook) -> (Vec<RuleProblem>, Vec<RuleProblem>) {
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    unique_ids(rulebook, &mut errors);
    for rule in &rulebook.rules {
        versions_tile(rule, &mut errors);
        sources(rule, &mut errors);
        references(rulebook, rule, &mut errors);
        enough_examples(rule, &mut warnings);
    }
    overlaps(rulebook, &mut errors);
    cover::check(rulebook, &mut errors);
    local::check(rulebook, &mut errors);
    time::check(rulebook, &mut errors);
    (errors, warnings)
}

pub(crate) fn finding(rule: &Rule, version: Option<&Version>, code: &'static str, message: String) -> RuleProblem {
    RuleProblem {
        file: rule.file.clone(),
        rule: Some(rule.id.clone()),
        cite: version.or(rule.versions.first()).and_then(|v| v.cites.first()).map(Cite::display),
        problem: Problem { code, path: code.to_owned(), line: version.map_or(rule.line, |v| v.line), message },
    }
}

fn unique_ids(rulebook: &Rulebook, errors: &mut Vec<RuleProblem>) {
    let mut seen = BTreeSet::new();
    for rule in &rulebook.rules {
        if !seen.insert(&rule.id) {
            errors.push(finding(rule, None, "duplicate_id", format!("the id \"{}\" is used twice", rule.id)));
        }
    }
}

/// From the first version to the last there is neither gap nor overlap, and each later one says how running courses enter it.
fn versions_tile(rule: &Rule, errors: &mut Vec<RuleProblem>) {
    for version in &rule.versions {
        if version.through.is_some_and(|t| t < version.from) {
            errors.push(finding(rule, Some(version), "empty_version", "the version ends before it begins".into()));
        }
    }
    for pair in rule.versions.windows(2) {
        let (a, b) = (&pair[0], &pair[1]);
        match a.through.map(|t| t.plus_days(1)) {
            None => {
                let message = format!("the version from {} has no last day, and another begins on {}", a.from, b.from);
                errors.push(finding(rule, Some(a), "overlap", message));
            }
            Some(next) if next < b.from => {
                let message = format!(
                    "no version holds from {next} through {}; write a version or make it a rule of its own",
                    b.from.plus_days(-1)
                );
                errors.push(finding(rule, Some(a), "gap", message));
            }
            Some(next) if next > b.from => {
                let message = format!("two versions hold from {} through {}", b.from, next.plus_days(-1));
                errors.push(finding(rule, Some(b), "overlap", message));
            }
            Some(_) => {}
        }
        if b.transition.is_none() {
            let message =
                "`transition` is missing: new_courses, from_date, recompute or unread; there is no default".to_owned();
            errors.push(finding(rule, Some(b), "missing_key", message));
        }
    }
}

/// Local practice belongs to the municipality's layer.
fn sources(rule: &Rule, errors: &mut Vec<RuleProblem>) {
    for version in &rule.versions {
        if version.source == SourceStatus::LocalPractice && !rule.layer.is_local() {
            errors.push(finding(
                rule,
                Some(version),
                "source",
                "local practice is no source of law: use layer = \"municipality\"".into(),
            ));
        }
        if version.cites.iter().any(|c| c.text.chars().any(char::is_numeric) && looks_like_file_number(&c.act)) {
            errors.push(finding(
                rule,
                Some(version),
                "source",
                "a document is cited by its own title, not by a file number".into(),
            ));
        }
    }
}

fn looks_like_file_number(act: &str) -> bool {
    !act.is_empty() && act.chars().all(|c| c.is_ascii_digit() || c == '_' || c == '-')
}

/// What a rule names must exist.
fn references(rulebook: &Rulebook, rule: &Rule, errors: &mut Vec<RuleProblem>) {
    for version in &rule.versions {
        if let Body::Deadline(Deadline { anchor: Anchor::Limit(limit), .. }) = &version.body
            && limit.states().next().is_none()
        {
            let message =
                format!("\"{}\" is no limit on days in a state, so that no day of it can open a duty", limit.rule);
            errors.push(finding(rule, Some(version), "unknown_rule", message));
        }
        if let Body::Right(Right { used_up: Some(id), .. }) = &version.body {
            let measures = |v: &Version| matches!(v.body, Body::Limit(Limit::Accumulated { .. }));
            let found = rulebook.find(id).map(|ix| rulebook.rule(ix));
            if !found.is_some_and(|named| named.versions.iter().any(measures)) {
                let message =
                    format!("\"{id}\" is no limit on days in a state, so that nothing says when it is used up");
                errors.push(finding(rule, Some(version), "unknown_rule", message));
            }
        }
        if let Body::Quota(quota) = &version.body {
            for id in &quota.of {
                if rulebook.find(id).is_none() {
                    errors.push(finding(
                        rule,
                        Some(version),
                        "unknown_rule",
                        format!("the quota counts \"{id}\", which is no rule"),
                    ));
                }
            }
        }
    }
}

/// A rule of date or length shows one example; the checker tries its last day in time and its first day late.
fn enough_examples(rule: &Rule, warnings: &mut Vec<RuleProblem>) {
    for version in &rule.versions {
        let wants = !matches!(version.body, Body::Quota(_));
        if wants && version.examples.is_empty() {
            warnings.push(finding(
                rule,
                Some(version),
                "no_example",
                format!("the version from {} has no example", version.from),
            ));
        }
    }
}

/// Two law rules of the same layer that ask one person for the same thing on the same day, by different dates.
fn overlaps(rulebook: &Rulebook, errors: &mut Vec<RuleProblem>) {
    for (i, a) in rulebook.rules.iter().enumerate() {
        for b in &rulebook.rules[i + 1..] {
            if a.duty.is_none() || a.duty != b.duty || a.layer != b.layer {
                continue;
            }
            for va in &a.versions {
                for vb in &b.versions {
                    let (Body::Deadline(da), Body::Deadline(db)) = (&va.body, &vb.body) else { continue };
                    let both = va.from <= vb.through.unwrap_or(domain::Day::LAST)
                        && vb.from <= va.through.unwrap_or(domain::Day::LAST);
                    let apart = va.who.excludes(&vb.who) || da.terms.excludes(&db.terms);
                    if both && da.ordinal == db.ordinal && da.same_anchor(db) && !apart {
                        let message = format!(
                            "asks the same of the same people as \"{}\" ({}:{}) in the same layer",
                            b.id, b.file, vb.line
                        );
                        errors.push(finding(a, Some(va), "same_layer_conflict", message));
                    }
                }
            }
        }
    }
}

/// All rules of a duty key, with their index.
pub(crate) fn of_duty<'a>(rulebook: &'a Rulebook, duty: &'a str) -> impl Iterator<Item = (RuleIx, &'a Rule)> {
    rulebook
        .rules
        .iter()
        .enumerate()
        .filter(move |(_, r)| r.duty.as_deref() == Some(duty))
        .map(|(i, r)| (RuleIx(i as u16), r))
}

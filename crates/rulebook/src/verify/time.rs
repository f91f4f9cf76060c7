//! Deadlines that contradict each other or that nothing can meet.

use crate::model::{Body, Deadline, Rule, Version};
use crate::rulebook::{RuleProblem, Rulebook};
use crate::verify::finding;
use domain::Day;

pub(super) fn check(rulebook: &Rulebook, errors: &mut Vec<RuleProblem>) {
    let deadlines: Vec<(&Rule, &Version, &Deadline)> = rulebook
        .rules
        .iter()
        .flat_map(|r| r.versions.iter().map(move |v| (r, v)))
        .filter_map(|(r, v)| match &v.body {
            Body::Deadline(d) => Some((r, v, d)),
            _ => None,
        })
        .collect();
    for (i, (rule, version, d)) in deadlines.iter().enumerate() {
        impossible(rule, version, d, errors);
        for (other, version_b, b) in &deadlines[i + 1..] {
            contradiction((rule, version, d), (other, version_b, b), errors);
        }
    }
}

/// Earliest after latest: no day can meet the rule.
fn impossible(rule: &Rule, version: &Version, d: &Deadline, errors: &mut Vec<RuleProblem>) {
    if let Some(earliest) = d.earliest
        && earliest.day_bounds().0 > d.span.day_bounds().1
    {
        let message = format!("may not be met before {earliest} and must be met within {}: no day is both", d.span);
        errors.push(finding(rule, Some(version), "contradiction", message));
    }
}

/// One event, two rules: earliest of the one lies after the latest of the other for everybody whom both concern.
fn contradiction(a: (&Rule, &Version, &Deadline), b: (&Rule, &Version, &Deadline), errors: &mut Vec<RuleProblem>) {
    let together = a.1.from <= b.1.through.unwrap_or(Day::LAST) && b.1.from <= a.1.through.unwrap_or(Day::LAST);
    if !together
        || a.0.duty != b.0.duty
        || a.2.ordinal != b.2.ordinal
        || !a.2.same_anchor(b.2)
        || a.1.who.excludes(&b.1.who)
    {
        return;
    }
    for ((early_rule, early_version, early), (late_rule, _, late)) in [(a, b), (b, a)] {
        if let Some(earliest) = early.earliest
            && earliest.day_bounds().0 > late.span.day_bounds().1
        {
            let message = format!(
                "contradiction: \"{}\" not before {earliest} / \"{}\" ({}) within {}: no day meets both",
                early_rule.id, late_rule.id, late_rule.file, late.span
            );
            errors.push(finding(early_rule, Some(early_version), "contradiction", message));
        }
    }
}

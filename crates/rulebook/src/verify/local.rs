//! A municipality may tighten the law's date, never loosen it: proved for every anchor day of a four-year cycle.

use crate::model::{Body, Deadline, FirstDay, Version};
use crate::rulebook::{RuleProblem, Rulebook};
use crate::verify::{finding, of_duty};
use domain::Day;

const CYCLE_DAYS: i32 = 1461;

pub(super) fn check(rulebook: &Rulebook, errors: &mut Vec<RuleProblem>) {
    for rule in rulebook.rules.iter().filter(|r| !r.layer.is_law()) {
        for version in &rule.versions {
            let (Body::Deadline(local), Some(duty)) = (&version.body, &rule.duty) else { continue };
            for (_, law) in of_duty(rulebook, duty).filter(|(_, r)| r.layer.is_law()) {
                for against in &law.versions {
                    let Body::Deadline(deadline) = &against.body else { continue };
                    if let Some(message) = looser(local, version, deadline, against) {
                        let cite = against.cites.first().map(crate::model::Cite::display).unwrap_or_default();
                        errors.push(finding(
                            rule,
                            Some(version),
                            "looser_than_law",
                            format!("{message}; the law is \"{}\" ({cite})", law.id),
                        ));
                    }
                }
            }
        }
    }
}

/// Why the local date may fall after the law's, or `None`. Only rules that start from the same event and ask for the
/// same one are compared; others cannot move each other's date.
fn looser(local: &Deadline, version: &Version, law: &Deadline, against: &Version) -> Option<String> {
    let together =
        version.from <= against.through.unwrap_or(Day::LAST) && against.from <= version.through.unwrap_or(Day::LAST);
    if !together || local.ordinal != law.ordinal || !local.same_anchor(law) || version.who.excludes(&against.who) {
        return None;
    }
    if local.count < law.count {
        return Some(format!("asks for {} where the law asks for {}", local.count, law.count));
    }
    let start = Day::new(2024, 1, 1).unwrap_or(Day::FIRST);
    for offset in 0..CYCLE_DAYS {
        let anchor = start.plus_days(offset);
        let (ours, theirs) = (plain_due(local, anchor), plain_due(law, anchor));
        if ours > theirs {
            return Some(format!("from {anchor} the municipality's date is {ours}, after the law's {theirs}"));
        }
    }
    None
}

fn plain_due(deadline: &Deadline, anchor: Day) -> Day {
    deadline.span.after(anchor, deadline.month_end).plus_days(-i32::from(deadline.first_day == FirstDay::Counts))
}

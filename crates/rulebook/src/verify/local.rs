//! A municipality may tighten the law's date, never loosen it: proved for every anchor day of a four-year cycle. Its goals
//! are its own and ask nothing of a citizen.

use crate::model::{Body, Deadline, DutyParty, FirstDay, Version};
use crate::rulebook::{RuleProblem, Rulebook};
use crate::verify::{finding, of_duty};
use domain::Day;

const CYCLE_DAYS: i32 = 1461;

/// A goal that gives more time, or asks for less, than the law.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Looser {
    pub rule: String,
    pub version_from: Day,
    pub line: u32,
    /// The law's rule that it is held against.
    pub law: String,
    pub cite: String,
    pub by: By,
}

/// How it is looser.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    Count { ours: u16, law: u16 },
    Date { anchor: Day, ours: Day, law: Day },
}

pub(super) fn check(rulebook: &Rulebook, errors: &mut Vec<RuleProblem>) {
    asks_citizens(rulebook, errors);
    for found in all(rulebook) {
        let Some(rule) = rulebook.find(&found.rule).map(|ix| rulebook.rule(ix)) else { continue };
        let version = rule.versions.iter().find(|v| v.from == found.version_from);
        let how = match found.by {
            By::Count { ours, law } => format!("asks for {ours} where the law asks for {law}"),
            By::Date { anchor, ours, law } => {
                format!("from {anchor} the municipality's date is {ours}, after the law's {law}")
            }
        };
        let message = format!("{how}; the law is \"{}\" ({})", found.law, found.cite);
        errors.push(finding(rule, version, "looser_than_law", message));
    }
}

/// What the municipality wants of itself is no demand on a citizen, and sets no date for what the law demands of one.
fn asks_citizens(rulebook: &Rulebook, errors: &mut Vec<RuleProblem>) {
    for rule in rulebook.rules.iter().filter(|r| r.layer.is_local()) {
        let theirs = |duty| of_duty(rulebook, duty).find(|(_, r)| r.layer.is_law() && r.party == DutyParty::Citizen);
        let message = if rule.party == DutyParty::Citizen {
            "a municipality's own rule puts no duty on the citizen; leave `party` out, or write what the municipality does"
                .to_owned()
        } else if let Some((_, law)) = rule.duty.as_deref().and_then(theirs) {
            format!("\"{}\" makes this duty the citizen's own, and a municipality sets no date for it", law.id)
        } else {
            continue;
        };
        errors.push(finding(rule, None, "goal_for_citizen", message));
    }
}

/// Every goal that is looser than a law it can be held against.
pub fn all(rulebook: &Rulebook) -> Vec<Looser> {
    let mut found = Vec::new();
    for rule in rulebook.rules.iter().filter(|r| r.layer.is_local()) {
        for version in &rule.versions {
            let (Body::Deadline(local), Some(duty)) = (&version.body, &rule.duty) else { continue };
            for (_, law) in of_duty(rulebook, duty).filter(|(_, r)| r.layer.is_law()) {
                for against in &law.versions {
                    let Body::Deadline(deadline) = &against.body else { continue };
                    if let Some(by) = looser(local, version, deadline, against) {
                        found.push(Looser {
                            rule: rule.id.clone(),
                            version_from: version.from,
                            line: version.line,
                            law: law.id.clone(),
                            cite: against.cites.first().map(crate::model::Cite::display).unwrap_or_default(),
                            by,
                        });
                    }
                }
            }
        }
    }
    found
}

/// Why the local date may fall after the law's, or `None`. Only rules that start from the same event and ask for the
/// same one are compared; others cannot move each other's date.
fn looser(local: &Deadline, version: &Version, law: &Deadline, against: &Version) -> Option<By> {
    let together =
        version.from <= against.through.unwrap_or(Day::LAST) && against.from <= version.through.unwrap_or(Day::LAST);
    if !together || local.ordinal != law.ordinal || !local.same_anchor(law) || version.who.excludes(&against.who) {
        return None;
    }
    if local.count < law.count {
        return Some(By::Count { ours: local.count, law: law.count });
    }
    let start = Day::new(2024, 1, 1).unwrap_or(Day::FIRST);
    for offset in 0..CYCLE_DAYS {
        let anchor = start.plus_days(offset);
        let (ours, theirs) = (plain_due(local, anchor), plain_due(law, anchor));
        if ours > theirs {
            return Some(By::Date { anchor, ours, law: theirs });
        }
    }
    None
}

fn plain_due(deadline: &Deadline, anchor: Day) -> Day {
    deadline.span.after(anchor, deadline.month_end).plus_days(-i32::from(deadline.first_day == FirstDay::Counts))
}

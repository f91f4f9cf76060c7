//! Rights: used, left, never late.

use crate::assess::{Course, Scene};
use crate::model::Body;
use crate::rulebook::RuleIx;
use crate::selector::any;
use crate::who::Match;
use domain::Day;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RightUse {
    pub rule: RuleIx,
    pub version: u8,
    pub from: Day,
    pub through: Option<Day>,
    pub used: u16,
    /// `None`: the law sets no number.
    pub left: Option<u16>,
    /// Whether it is certain that the right is this citizen's.
    pub certain: bool,
    pub anchor_fact: Option<u32>,
}

/// A right stands while the citizen is in the group: tried on the first day of each course, benefit and anchor fact.
pub(super) fn collect(scene: &Scene<'_>, course: &mut Course) {
    for &rule in scene.rulebook.rights() {
        let versions = &scene.rulebook.rules[rule.0 as usize].versions;
        for (v, version) in versions.iter().enumerate() {
            let Body::Right(right) = &version.body else { continue };
            for (index, fact) in scene.history.facts.iter().enumerate() {
                let opens = if right.anchor.is_empty() {
                    fact.is(domain::FactKind::Benefit) || fact.is(domain::FactKind::FirstContact)
                } else {
                    any(&right.anchor, fact)
                };
                if !opens {
                    continue;
                }
                let from = fact.from_day().max(version.from);
                let through = match (if right.anchor.is_empty() { fact.through_day() } else { None }, version.through) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
                if fact.is(domain::FactKind::FirstContact) && course.rights.iter().any(|r| r.rule == rule)
                    || through.is_some_and(|t| t < from)
                {
                    continue;
                }
                let certain = match version.who.matches(&scene.axes, from) {
                    Match::Yes => true,
                    Match::Unknown(_) => false,
                    Match::No => continue,
                };
                let start = if right.anchor.is_empty() { fact.from } else { fact.from_day().number() };
                let used = scene.history.facts.iter().filter(|f| f.from >= start && any(&right.by, f)).count();
                let used = u16::try_from(used).unwrap_or(u16::MAX);
                let found = RightUse {
                    rule,
                    version: v as u8,
                    from,
                    through: if fact.is(domain::FactKind::FirstContact) { version.through } else { through },
                    used,
                    left: right.count.map(|n| n.saturating_sub(used)),
                    certain,
                    anchor_fact: Some(index as u32),
                };
                // The same right opened again (a renewed benefit, a second wish) replaces the earlier one of its version.
                match course.rights.iter_mut().find(|r| {
                    r.rule == rule
                        && r.version == v as u8
                        && (r.through.is_none() || !right.anchor.is_empty() || r.through >= Some(from))
                }) {
                    Some(before) if right.anchor.is_empty() => before.through = found.through,
                    Some(_) => {}
                    None => course.rights.push(found),
                }
            }
        }
    }
}

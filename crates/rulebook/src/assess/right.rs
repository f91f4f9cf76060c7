//! Rights: used, left, never late. A right stands on the days on which the citizen is in its group.

use crate::assess::timeline::Timeline;
use crate::assess::{Course, Scene};
use crate::model::{Body, Right, Rule, Version};
use crate::rulebook::RuleIx;
use crate::who::{Match, in_groups};
use domain::compact::OPEN;
use domain::{Day, MonthEnd};

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

/// One version of a right, with what shows without looking further that it is not the citizen's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    rule: RuleIx,
    version: u8,
    /// Nothing but the target group decides.
    only_groups: bool,
    groups: u64,
    /// Kinds of fact from which it counts; 0 = from the first day in the group.
    anchors: u128,
}

impl Standing {
    pub(crate) fn of(rule: RuleIx, of: &Rule) -> impl Iterator<Item = Standing> {
        of.versions.iter().enumerate().filter_map(move |(v, version)| {
            let Body::Right(right) = &version.body else { return None };
            let (only_groups, groups) = (version.who.asks_only_groups(), version.who.groups);
            Some(Standing { rule, version: v as u8, only_groups, groups, anchors: right.anchor.kinds() })
        })
    }
}

pub(super) fn collect(scene: &Scene<'_>, course: &mut Course) {
    let Some(timeline) = scene.timeline else { return };
    let groups = timeline.all_groups();
    for standing in scene.rulebook.rights() {
        let in_group = standing.groups == 0 || standing.groups & groups != 0;
        let anchored = standing.anchors == 0 || standing.anchors & scene.sorted.seen != 0;
        if !in_group || !anchored {
            continue;
        }
        let version = &scene.rulebook.rules[standing.rule.0 as usize].versions[standing.version as usize];
        if let Body::Right(right) = &version.body {
            stand(scene, timeline, standing, (version, right), course);
        }
    }
}

/// A run of days on which the right is, or may be, the citizen's.
#[derive(Clone, Copy)]
struct Run {
    from: i32,
    root: Option<u32>,
}

/// Follows the groups day by day: one entry for each stretch on which the answer is the same. What is used is counted
/// from the first day in the group, also through a change of version.
fn stand(
    scene: &Scene<'_>,
    timeline: &Timeline,
    standing: &Standing,
    (version, right): (&Version, &Right),
    course: &mut Course,
) {
    let anchor = scene.matching(&right.anchor).next();
    if !right.anchor.is_empty() && anchor.is_none() {
        return;
    }
    let anchored_on = anchor.map_or(i32::MIN, |(_, fact)| fact.from);
    let last_of_version = version.through.map_or(OPEN, Day::number);
    let mut run: Option<Run> = None;
    let mut next_day: Option<i32> = None;
    for (from, last, stretch) in timeline.each() {
        let from = from.max(anchored_on);
        if last < from {
            continue;
        }
        let root = anchor.map_or(stretch.root, |(at, _)| Some(at));
        let answer = match root {
            Some(_) if standing.only_groups => in_groups(stretch.groups, standing.groups),
            Some(_) => version.who.matches_in(stretch.groups, &scene.axes, Day::from_number(from)),
            None => Match::No,
        };
        if answer == Match::No {
            run = None;
            continue;
        }
        let began = *run.get_or_insert(Run { from, root });
        let stands = right.after.map_or(began.from, |s| s.after(Day::from_number(began.from), MonthEnd::Up).number());
        let (from, last) = (from.max(stands).max(version.from.number()), last.min(last_of_version));
        if last < from {
            continue;
        }
        let certain = answer == Match::Yes;
        let through = (last != OPEN).then(|| Day::from_number(last));
        match course.rights.last_mut() {
            Some(before) if next_day == Some(from) && before.certain == certain => before.through = through,
            _ => {
                let used = scene.matching(&right.by).filter(|(_, f)| f.from >= began.from).count();
                let used = u16::try_from(used).unwrap_or(u16::MAX);
                course.rights.push(RightUse {
                    rule: standing.rule,
                    version: standing.version,
                    from: Day::from_number(from),
                    through,
                    used,
                    left: right.count.map(|n| n.saturating_sub(used)),
                    certain,
                    anchor_fact: began.root,
                });
            }
        }
        next_day = last.checked_add(1);
    }
}

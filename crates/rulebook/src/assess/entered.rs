//! Coming into the group a deadline is for inside its time: LAB § 9 counts the period on where a benefit goes on, so that
//! the duty of the new group is due in it too.

use crate::assess::courses::ContactCourse;
use crate::assess::ended::days_of_change;
use crate::assess::opener::{Opener, Parts};
use crate::assess::timeline::{Stretch, Timeline};
use crate::assess::{Basis, Scene, arises};
use crate::model::{Deadline, Version};
use crate::terms::Entered;
use crate::who::{Match, Missing, Who};
use domain::Day;

/// Where a duty may be come into.
#[derive(Clone, Copy)]
pub(super) struct Within {
    pub(super) anchor: Day,
    pub(super) fact: u32,
    /// The last day of what it is counted in.
    pub(super) last: Day,
}

/// The first day after the anchor on which the citizen is, or may be, in the group, where nothing but that kept the duty
/// from arising.
pub(super) fn on(
    scene: &Scene<'_>,
    opener: &Opener,
    (version, d): (&Version, &Deadline),
    within: Within,
) -> Option<(Day, Match)> {
    d.terms.entered?;
    let day = within.anchor;
    let required = !opener.parts.has(Parts::REQUIRES) || scene.matching(&d.requires).any(|(_, f)| f.covers(day));
    if !required || opener.answer(scene, &version.who, day) != Match::No {
        return None;
    }
    let arises = arises::from_anchor(scene, d, day, within.fact);
    let (day, group) = first_in(scene, &version.who, day, within.last)?;
    Some((day, group.and(arises))).filter(|(_, group)| *group != Match::No)
}

/// What coming in on a day does to a duty whose last day in time is known: false, where it has passed and nothing is owed.
pub(super) fn settle(scene: &Scene<'_>, how: Option<Entered>, day: Day, basis: &mut Basis) -> bool {
    let passed = basis.last_in_time().is_some_and(|last| last < day);
    let covers = |c: &ContactCourse| c.start <= basis.anchor && c.end.is_none_or(|end| day <= end);
    let unread = match (how, passed) {
        (Some(Entered::Dated | Entered::Unread), true) => return false,
        // What began before another course is of that one.
        (Some(Entered::DatedThenUnread), true) if !scene.courses.iter().any(covers) => return false,
        (Some(Entered::Unread), false) | (Some(Entered::DatedThenUnread), true) => Missing::READING,
        _ => Missing::default(),
    };
    basis.opens = basis.opens.max(day);
    basis.missing = basis.missing.with(unread);
    true
}

/// The last day in the group of who is out of it on the last day that is looked at. Who only was out of it meanwhile owes
/// what the period asks. On days that are `passed` over nobody leaves.
pub(super) fn left_on(
    scene: &Scene<'_>,
    who: &Who,
    (from, through): (Day, Day),
    passed: impl Fn(Day) -> bool,
) -> Option<Day> {
    let mut left = None;
    for (day, answer) in answers(scene, who, from, through) {
        left = match (answer, left) {
            (Match::No, earlier) if passed(day) => earlier,
            (Match::No, None) => Some(day.plus_days(-1)),
            (Match::No, earlier) => earlier,
            _ => None,
        };
    }
    left
}

/// The first day after `from` on which the citizen is, or may be, in the group.
fn first_in(scene: &Scene<'_>, who: &Who, from: Day, through: Day) -> Option<(Day, Match)> {
    if let Some(timeline) = scene.timeline {
        let mut later = in_stretches(scene, timeline, who, (from, through));
        return later.find(|(_, answer)| *answer != Match::No);
    }
    let mut first: Option<(Day, Match)> = None;
    days_of_change(scene, who, (from, through), &mut |day| {
        let day = Day::from_number(day);
        if first.is_none_or(|(before, _)| day < before) {
            let answer = scene.is_for(who, day);
            if answer != Match::No {
                first = Some((day, answer));
            }
        }
    });
    first
}

/// The days after `from` on which the answer may change, with the answers.
fn answers(scene: &Scene<'_>, who: &Who, from: Day, through: Day) -> Vec<(Day, Match)> {
    if let Some(timeline) = scene.timeline {
        return in_stretches(scene, timeline, who, (from, through)).collect();
    }
    let mut days = Vec::new();
    days_of_change(scene, who, (from, through), &mut |day| days.push(day));
    days.sort_unstable();
    days.dedup();
    days.into_iter().map(Day::from_number).map(|day| (day, scene.is_for(who, day))).collect()
}

fn in_stretches<'s>(
    scene: &Scene<'s>,
    timeline: &'s Timeline,
    who: &Who,
    (from, through): (Day, Day),
) -> impl Iterator<Item = (Day, Match)> {
    let asks = who.asks();
    let inside = move |s: &&Stretch| from.number() < s.from && s.from <= through.number();
    timeline.stretches(asks).iter().filter(inside).map(move |s| {
        let day = Day::from_number(s.from);
        (day, who.answer(asks, s.groups, &scene.axes, day))
    })
}

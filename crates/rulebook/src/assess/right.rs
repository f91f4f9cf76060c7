//! Rights: used, left, never late. A right stands on the days on which the citizen is in its group.

use crate::assess::courses::ContactCourse;
use crate::assess::places::ByWhom;
use crate::assess::timeline::Timeline;
use crate::assess::{Course, LimitUse, Scene, months, stretch};
use crate::model::{Body, CourseKind, Right, Rule, Version};
use crate::report::limit_days_before;
use crate::rulebook::{RuleIx, Rulebook};
use crate::selector::Selectors;
use crate::who::{Asks, Match, Possible, Wanted};
use domain::compact::{Compact, HistoryView, OPEN};
use domain::{Day, MonthEnd, Unit};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RightUse {
    pub rule: RuleIx,
    pub version: u8,
    pub from: Day,
    pub through: Option<Day>,
    /// The first day on which something uses it.
    pub since: Day,
    /// Through the last fact; see [`RightUse::on`].
    pub used: u16,
    /// `None`: the law sets no number.
    pub left: Option<u16>,
    /// Whether it is certain that the right is this citizen's.
    pub certain: bool,
    pub anchor_fact: Option<u32>,
}

impl RightUse {
    /// As it stood on a day: what came after it has used nothing yet.
    pub fn on(&self, day: Day, history: HistoryView<'_>, rulebook: &Rulebook) -> RightUse {
        let Body::Right(right) = &rulebook.rule(self.rule).versions[self.version as usize].body else { return *self };
        if self.used == 0 {
            return *self;
        }
        let days = self.since.number()..=day.number();
        let used = history.facts.iter().filter(|f| days.contains(&f.from) && right.by.matches(f)).count();
        let used = u16::try_from(used).unwrap_or(u16::MAX);
        RightUse { used, left: right.count.map(|n| n.saturating_sub(used)), ..*self }
    }
}

/// One version of a right, with what shows without looking further that it is not the citizen's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    /// Kinds of fact from which it counts; 0 = from the first day in the group.
    anchors: u128,
    /// Kinds of fact that use it.
    by: u128,
    wanted: Wanted,
    /// First and last day of the version.
    from: i32,
    last: i32,
    rule: RuleIx,
    version: u8,
    asks: Asks,
}

impl Standing {
    pub(crate) fn of(rule: RuleIx, of: &Rule) -> impl Iterator<Item = Standing> {
        of.versions.iter().enumerate().filter_map(move |(v, version)| {
            let Body::Right(right) = &version.body else { return None };
            Some(Standing {
                anchors: right.anchor.kinds(),
                by: right.by.kinds(),
                wanted: Wanted::of(&version.who),
                from: version.from.number(),
                last: version.through.map_or(OPEN, Day::number),
                rule,
                version: v as u8,
                asks: version.who.asks(),
            })
        })
    }
}

/// The rights of a rulebook, in the order of the rules.
#[derive(Clone, Debug)]
pub(crate) struct Rights {
    each: Vec<Standing>,
    by_whom: ByWhom,
}

impl Rights {
    pub(crate) fn of<'r>(rules: impl IntoIterator<Item = (RuleIx, &'r Rule)>) -> Rights {
        let each: Vec<Standing> = rules.into_iter().flat_map(|(ix, rule)| Standing::of(ix, rule)).collect();
        let by_whom = ByWhom::new(&each.iter().map(|standing| standing.wanted).collect::<Vec<_>>());
        Rights { each, by_whom }
    }

    /// Those that may be the citizen's, in their order.
    fn open_to(&self, possible: Possible) -> impl Iterator<Item = &Standing> {
        self.by_whom.open_to(possible).of(&self.each)
    }
}

pub(super) fn collect(scene: &Scene<'_>, course: &mut Course) {
    let Some(timeline) = scene.timeline else { return };
    let seen = scene.sorted.seen();
    let Some(first) = timeline.runs().first() else { return };
    for standing in scene.rulebook.rights().open_to(scene.possible()) {
        let anchored = (standing.anchors == 0) | (standing.anchors & seen != 0);
        if !((first.from <= standing.last) & anchored) {
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

/// One window without an anchor or from the first anchor of all; where a fact holds anchors of its own, one for each.
fn stand(
    scene: &Scene<'_>,
    timeline: &Timeline,
    standing: &Standing,
    (version, right): (&Version, &Right),
    course: &mut Course,
) {
    if standing.anchors == 0 {
        stand_in(scene, timeline, standing, (version, right), Window::ALL, course);
        return;
    }
    if !right.once_in.is_empty() {
        return stand_once_in_each(scene, timeline, standing, (version, right), course);
    }
    let anchors = scene.matching(&right.anchor);
    if right.within.is_none() && right.used_up.is_none() {
        for (at, fact) in anchors.take(1) {
            let window = Window { anchor: Some(at), from: fact.from, last: OPEN, before_version: false };
            stand_in(scene, timeline, standing, (version, right), window, course);
        }
        return;
    }
    for (at, fact) in anchors.filter(|anchor| !stretch::continues(scene, &right.anchor, *anchor)) {
        let (from, through) = stretch::of(scene, &right.anchor, fact);
        let day = Day::from_number(from);
        if right.used_up.as_ref().is_some_and(|limit| !is_used_up(scene, course, limit, day)) {
            continue;
        }
        let last = right.within.map_or(OPEN, |within| within.after(day, MonthEnd::Down).number() - 1);
        let window = Window { anchor: Some(at), from, last: last.min(through), before_version: false };
        stand_in(scene, timeline, standing, (version, right), window, course);
    }
}

/// Whether an accumulated limit has taken effect before a day, and the months looked at still hold more than it allows.
fn is_used_up(scene: &Scene<'_>, course: &Course, limit: &str, day: Day) -> bool {
    let allowed = |used: &LimitUse| match used.max.unit {
        Unit::Weeks => 7 * used.max.count,
        _ => used.max.count,
    };
    let mut uses = course.limits.iter().filter(|used| scene.rulebook.rule(used.rule).id == limit);
    uses.any(|used| {
        used.effective_on.is_some_and(|effect| effect < day)
            && limit_days_before(used, scene.rulebook, day) > allowed(used)
    })
}

/// Each fact that holds anchors, as each sickness its talks, opens from the first of them.
fn stand_once_in_each(
    scene: &Scene<'_>,
    timeline: &Timeline,
    standing: &Standing,
    (version, right): (&Version, &Right),
    course: &mut Course,
) {
    let mut windows: Vec<Window> = Vec::new();
    for (at, outer) in scene.matching(&right.once_in) {
        if stretch::continues(scene, &right.once_in, (at, outer)) {
            continue;
        }
        let (begun, through) = stretch::of(scene, &right.once_in, outer);
        let inside = |(_, f): &(u32, &Compact)| f.from >= begun && f.from <= through;
        let Some((anchor, first)) = scene.matching(&right.anchor).find(inside) else { continue };
        let end = right.within.map(|within| within.after(first.from_day(), MonthEnd::Down).number() - 1);
        let last = end.unwrap_or(OPEN).min(through);
        let before_version = begun < standing.from;
        // A sickness and the sick pay in it hold the same anchor.
        match windows.iter_mut().find(|window| window.anchor == Some(anchor)) {
            Some(window) => {
                (window.last, window.before_version) = (window.last.max(last), window.before_version && before_version);
            }
            None => windows.push(Window { anchor: Some(anchor), from: first.from, last, before_version }),
        }
    }
    for window in windows {
        stand_in(scene, timeline, standing, (version, right), window, course);
    }
}

/// The days that an anchor opens.
#[derive(Clone, Copy)]
struct Window {
    anchor: Option<u32>,
    from: i32,
    last: i32,
    /// What holds the anchor began before the version: nobody has read whether it is meant.
    before_version: bool,
}

impl Window {
    const ALL: Window = Window { anchor: None, from: i32::MIN, last: OPEN, before_version: false };
}

fn stand_in(
    scene: &Scene<'_>,
    timeline: &Timeline,
    standing: &Standing,
    (version, right): (&Version, &Right),
    window: Window,
    course: &mut Course,
) {
    let mut run: Option<Run> = None;
    let mut next_day: Option<i32> = None;
    for stretch in timeline.stretches(standing.asks) {
        if stretch.from > standing.last {
            break;
        }
        let (from, last) = (stretch.from.max(window.from), stretch.last.min(window.last));
        if last < from {
            continue;
        }
        let root = window.anchor.or(stretch.root);
        let given = |facts: &Selectors| scene.matching(facts).any(|(_, f)| f.covers(Day::from_number(from)));
        let answer = match root {
            Some(_) if !right.received.is_empty() && !given(&right.received) => Match::No,
            Some(_) => version.who.answer(standing.asks, stretch.groups, &scene.axes, Day::from_number(from)),
            None => Match::No,
        };
        if answer == Match::No {
            run = None;
            continue;
        }
        let began = *run.get_or_insert(Run { from, root });
        let stands = right.after.map_or(began.from, |s| s.after(Day::from_number(began.from), MonthEnd::Up).number());
        let (from, last) = (from.max(stands).max(standing.from), last.min(standing.last));
        if last < from {
            continue;
        }
        let certain = answer == Match::Yes && !window.before_version;
        within(scene, right, (from, last), &mut |from, last| {
            let through = (last != OPEN).then(|| Day::from_number(last));
            match course.rights.last_mut() {
                Some(before) if next_day == Some(from) && before.certain == certain => before.through = through,
                _ => {
                    let used = if standing.by & scene.sorted.seen() == 0 {
                        0
                    } else {
                        used_in(scene, right, began.from, window.last)
                    };
                    course.rights.push(RightUse {
                        rule: standing.rule,
                        version: standing.version,
                        from: Day::from_number(from),
                        through,
                        since: Day::from_number(began.from),
                        used,
                        left: right.count.map(|n| n.saturating_sub(used)),
                        certain,
                        anchor_fact: began.root,
                    });
                }
            }
            next_day = last.checked_add(1);
        });
    }
}

/// The days among these on which the right stands: all of them, or those of each contact course after so long in it, and
/// those outside any course, of which no time is counted.
fn within(scene: &Scene<'_>, right: &Right, (from, last): (i32, i32), stands: &mut impl FnMut(i32, i32)) {
    let Some(after) = &right.after_in_course else { return stands(from, last) };
    let since = |contact: &ContactCourse| match (contact.kind, after.span.unit) {
        (CourseKind::Dagpenge, Unit::Months) => {
            let months = (after.span.count, MonthEnd::Up);
            months::in_state(scene, &after.state, contact.start, months, |_, _, _| ())
        }
        _ => Some(after.span.after(contact.start, MonthEnd::Up)),
    };
    // The first day after the courses so far; `None`: one of them runs on.
    let mut free = Some(from);
    let outside = |free: Option<i32>, before: i32, stands: &mut dyn FnMut(i32, i32)| {
        if let Some(free) = free.filter(|free| *free <= before) {
            stands(free, before);
        }
    };
    for contact in scene.courses {
        outside(free, last.min(contact.start.number() - 1), stands);
        free = free.and_then(|free| Some(free.max(contact.end?.number() + 1)));
        let end = contact.end.map_or(OPEN, Day::number);
        if let Some(since) = since(contact).map(Day::number).filter(|since| from.max(*since) <= last.min(end)) {
            stands(from.max(since), last.min(end));
        }
    }
    outside(free, last, stands);
}

fn used_in(scene: &Scene<'_>, right: &Right, from: i32, last: i32) -> u16 {
    let used = scene.matching(&right.by).filter(|(_, f)| f.from >= from && f.from <= last).count();
    u16::try_from(used).unwrap_or(u16::MAX)
}

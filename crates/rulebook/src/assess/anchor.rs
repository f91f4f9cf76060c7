//! What opens a deadline: a fact, a contact course, the day of a limit, or a fact that lets one expect an anchor.

use crate::assess::courses::ContactCourse;
use crate::assess::deadline::open;
use crate::assess::limit::DayOfLimit;
use crate::assess::opener::Opener;
use crate::assess::round::empty_basis;
use crate::assess::status::LapseReason;
use crate::assess::sum::{self, Count};
use crate::assess::trace::Trace;
use crate::assess::{Course, LimitUse, Scene, accumulated, between, courses, stretch, suspended};
use crate::model::{Anchor, AtLimit, Body};
use crate::selector::Selectors;
use crate::terms::OpenedBy;
use crate::who::{Match, Missing};
use domain::Day;
use domain::compact::{Compact, OPEN};
use domain::kinds::FactKind;

/// Where a duty starts.
#[derive(Clone, Copy)]
pub(super) struct Opening {
    /// The anchor day.
    pub(super) day: Day,
    /// First day of the anchor fact or course.
    pub(super) begins: Day,
    pub(super) fact: u32,
    /// Last day of the anchor fact or course.
    pub(super) end: Option<Day>,
    /// A later course or anchor of the same sort takes the fulfilments from here on.
    pub(super) next: Option<Day>,
    /// Of a limit's day: the day on which the limit is reached.
    pub(super) reached: Option<Day>,
    /// Anchors of the same fact before this one.
    pub(super) before: u16,
    /// What was done that a count begins with.
    pub(super) after: Option<(Day, u32)>,
}

impl Opening {
    /// Whether it is the fact at a position that opens.
    pub(super) fn is_of(self, position: usize) -> bool {
        self.fact as usize == position
    }

    pub(super) fn of_count(count: Count) -> Opening {
        let Count { day, fact, before, after } = count;
        Opening { day, begins: day, fact, end: None, next: None, reached: None, before, after }
    }
}

pub(super) fn open_by_fact(
    scene: &Scene<'_>,
    opener: &Opener,
    (index, day): (u32, Day),
    course: &mut Course,
    trace: &mut impl Trace,
) {
    let fact = &scene.history.facts[index as usize];
    let version = &scene.rulebook.rules[opener.rule.0 as usize].versions[opener.version as usize];
    let Body::Deadline(d) = &version.body else { return };
    let anchors = match &d.anchor {
        Anchor::Start(anchors) | Anchor::End(anchors) => anchors,
        Anchor::Limit(limit) => return open_by_limit(scene, opener, (index, limit), course, trace),
        Anchor::Course(_) => return,
    };
    if !anchors.matches(fact) {
        return;
    }
    if let Some(sum) = d.terms.sum {
        let counts = sum::counts(scene, d, sum).into_iter();
        counts
            .filter(|count| count.fact == index && opener.speaks_of(count.day))
            .for_each(|count| open(scene, opener, Opening::of_count(count), course, trace));
        return;
    }
    let at_end = matches!(d.anchor, Anchor::End(_));
    let again = !at_end && stretch::continues(scene, anchors, (index, fact));
    let opens = match d.terms.opened_by {
        OpenedBy::First => !again,
        OpenedBy::Later => again,
        OpenedBy::Each => true,
    };
    if !opens || at_end && stretch::is_continued(scene, anchors, (index, fact)) {
        return;
    }
    let (begins, last) = stretch::of(scene, anchors, fact);
    let end = (last != OPEN).then(|| Day::from_number(last));
    let opening = Opening {
        day,
        begins: Day::from_number(begins),
        fact: index,
        end,
        next: None,
        reached: None,
        before: 0,
        after: None,
    };
    open(scene, opener, opening, course, trace);
}

/// The day from which a limit takes effect, for each time it is reached; its first state stands for all of them.
fn open_by_limit(
    scene: &Scene<'_>,
    opener: &Opener,
    (index, limit): (u32, &AtLimit),
    course: &mut Course,
    trace: &mut impl Trace,
) {
    let first = limit.states().filter_map(|state| scene.matching(state).next()).map(|(at, _)| at).min();
    if first != Some(index) {
        return;
    }
    let mut uses = std::mem::take(&mut course.memory.days);
    uses.clear();
    days_of_limit(scene, limit, course, &mut uses);
    for (at, used) in uses.iter().enumerate() {
        let before = uses[..at].iter().filter(|other| other.fact == used.fact).count() as u16;
        if let (Some(day), Some(reached)) = (used.effective_on, used.reached_on) {
            // What ended by itself before that day has no such day.
            let end = used.through.filter(|through| *through < day);
            let opening = Opening {
                day,
                begins: used.start,
                fact: used.fact,
                end,
                next: None,
                reached: Some(reached),
                before,
                after: None,
            };
            open(scene, opener, opening, course, trace);
        } else if !used.missing.is_empty()
            && let Body::Deadline(d) = &scene.rulebook.rule(opener.rule).versions[opener.version as usize].body
            && let Some(key) = scene.rulebook.duty_key(opener.rule)
        {
            let mut basis = empty_basis(opener, used.start, used.fact);
            basis.missing = used.missing;
            basis.ended = used.through.map(|last| (last, LapseReason::CourseEnded));
            course.duty_mut(key, used.fact, d.ordinal + before).bases.push(basis);
        }
    }
    course.memory.days = uses;
}

/// Of a whole course the limits stand already; where deadlines alone are asked for, this one is worked out.
fn days_of_limit(scene: &Scene<'_>, limit: &AtLimit, course: &mut Course, days: &mut Vec<DayOfLimit>) {
    if scene.timeline.is_some() {
        let of_it = |used: &&LimitUse| scene.rulebook.rule(used.rule).id == limit.rule;
        days.extend(course.limits.iter().filter(of_it).map(DayOfLimit::of));
    } else {
        accumulated::days(scene, &limit.versions, &mut course.memory.limits, days);
        suspended::days(&limit.versions, days);
    }
}

pub(super) fn open_by_course(
    scene: &Scene<'_>,
    opener: &Opener,
    at: usize,
    course: &mut Course,
    trace: &mut impl Trace,
) {
    let contact = scene.courses[at];
    if !opener.speaks_of(contact.start) {
        return;
    }
    let version = &scene.rulebook.rules[opener.rule.0 as usize].versions[opener.version as usize];
    let Body::Deadline(d) = &version.body else { return };
    // Time that is not counted as in LAB § 9 goes on through another group.
    let goes_on = |c: &ContactCourse| d.terms.whole_course && c.at_new_group;
    if goes_on(&contact) {
        return;
    }
    let mut after = scene.courses[at + 1..].iter().filter(|c| c.kind == contact.kind).peekable();
    let (day, fact, mut end) = (contact.start, contact.root, contact.end);
    while let Some(part) = after.next_if(|c| goes_on(c)) {
        end = part.end;
    }
    let next = after.next().map(|c| c.start);
    open(
        scene,
        opener,
        Opening { day, begins: day, fact, end, next, reached: None, before: 0, after: None },
        course,
        trace,
    );
}

/// A fact says that an anchor should exist and there is none: the duty is undetermined, never absent.
pub(super) fn open_by_expectation(scene: &Scene<'_>, opener: &Opener, course: &mut Course) {
    let (rule, v) = (opener.rule, opener.version as usize);
    let r = &scene.rulebook.rules[rule.0 as usize];
    let version = &r.versions[v];
    let Body::Deadline(d) = &version.body else { return };
    let Anchor::Start(anchors) = &d.anchor else { return };
    let mut before = i32::MIN;
    for (index, fact) in scene.matching(&d.expects) {
        let day = fact.from_day();
        // A benefit that continues an earlier one of the same kind needs no new anchor, nor does help in the same period.
        let continues = before >= fact.from
            || courses::is_help(fact) && between::last_before(scene.sorted, day.plus_days(-1)).is_some();
        before = before.max(fact.through.saturating_add(1));
        if continues || !version.is_in_force(day) {
            continue;
        }
        let near = |f: &Compact| f.from <= fact.through.min(OPEN - 400) && fact.from - 120 <= f.through.min(OPEN - 400);
        let anchored = scene.matching(anchors).any(|(_, f)| near(f) && !is_of_earlier(scene, &d.expects, f, fact));
        if anchored || scene.is_for(&version.who, day) == Match::No {
            continue;
        }
        let Some(key) = scene.rulebook.duty_key(rule) else { continue };
        let mut basis = empty_basis(opener, day, index);
        basis.missing = Missing::ANCHOR;
        let last = last_of_unbroken(scene, &d.expects, fact.through);
        basis.ended = (last != OPEN).then(|| (Day::from_number(last), LapseReason::CourseEnded));
        course.duty_mut(key, index, d.ordinal).bases.push(basis);
    }
}

/// Whether an anchor is that of an earlier period, which was over before the fact that expects one: of help, or of dagpenge
/// where a new period was decided since.
fn is_of_earlier(scene: &Scene<'_>, expects: &Selectors, anchor: &Compact, fact: &Compact) -> bool {
    let over = |(_, before): (u32, &Compact)| anchor.from <= before.through && before.through < fact.from;
    let Some(last) = scene.matching(expects).filter(|earlier| over(*earlier)).map(|(_, f)| f.through).max() else {
        return false;
    };
    let decided = |f: &Compact| last < f.from && f.from <= fact.through;
    courses::is_help(fact) || scene.sorted.of(FactKind::DagpengePeriod).any(decided)
}

/// The last day of facts of these that follow each other without a day between.
fn last_of_unbroken(scene: &Scene<'_>, facts: &Selectors, through: i32) -> i32 {
    scene.matching(facts).fold(through, |last, (_, next)| match next.from <= last.saturating_add(1) {
        true => last.max(next.through),
        false => last,
    })
}

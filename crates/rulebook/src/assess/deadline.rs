//! Deadlines: from anchor to due day, through pauses and exemptions, to what fulfilled them.

use crate::assess::arises;
use crate::assess::courses::ContactCourse;
use crate::assess::ended::{bound_by_version, end, ended_by_group, overtaken};
use crate::assess::limit::DayOfLimit;
use crate::assess::opener::{Opener, Parts};
use crate::assess::project::{counts_from, project};
use crate::assess::status::LapseReason;
use crate::assess::sum::{self, Count};
use crate::assess::trace::{At, Step, Trace};
use crate::assess::{
    Basis, Course, LimitUse, PROJECTION_DAYS, Scene, Unsaid, accumulated, between, courses, entered, ran_before,
    stretch, suspended,
};
use crate::model::{Anchor, AtLimit, Body, Deadline, Restart, Transition, Version};
use crate::selector::Selectors;
use crate::terms::OpenedBy;
use crate::who::{Match, Missing};
use domain::compact::{Compact, OPEN};
use domain::kinds::FactKind;
use domain::schema::Timing;
use domain::{Day, Span};

/// Where a duty starts.
#[derive(Clone, Copy)]
pub(super) struct Opening {
    /// The anchor day.
    pub(super) day: Day,
    /// First day of the anchor fact or course.
    begins: Day,
    pub(super) fact: u32,
    /// Last day of the anchor fact or course.
    pub(super) end: Option<Day>,
    /// A later course or anchor of the same sort takes the fulfilments from here on.
    next: Option<Day>,
    /// Of a limit's day: the day on which the limit is reached.
    reached: Option<Day>,
    /// Anchors of the same fact before this one.
    before: u16,
    /// What was done that a count begins with.
    after: Option<(Day, u32)>,
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
        if scene.matching(anchors).any(|(_, f)| near(f)) || scene.is_for(&version.who, day) == Match::No {
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

/// The last day of facts of these that follow each other without a day between.
fn last_of_unbroken(scene: &Scene<'_>, facts: &Selectors, through: i32) -> i32 {
    scene.matching(facts).fold(through, |last, (_, next)| match next.from <= last.saturating_add(1) {
        true => last.max(next.through),
        false => last,
    })
}

fn empty_basis(opener: &Opener, day: Day, fact: u32) -> Basis {
    Basis {
        rule: opener.rule,
        version: opener.version,
        force: opener.force,
        needs_review: opener.parts.has(Parts::NEEDS_REVIEW),
        anchor: day,
        anchor_fact: fact,
        opens: day,
        counts_from: day,
        earliest: None,
        due: None,
        by_week: false,
        other_due: None,
        pause_days: 0,
        paused: None,
        exempt: Vec::new(),
        exempt_for_good: false,
        excused: false,
        met: None,
        booked: None,
        held: 0,
        required: 1,
        ended: None,
        missing: Missing::default(),
        unread_from: None,
        unsaid: None,
        perhaps_late: None,
    }
}

/// A round before its day is known; `opens`, and from when what is done counts.
pub(super) fn basis_of(
    opener: &Opener,
    d: &Deadline,
    opening: Opening,
    (opens, counts_from): (Day, Day),
    group: Match,
) -> Basis {
    let missing = if let Match::Unknown(missing) = group { missing } else { Missing::default() };
    let empty = empty_basis(opener, opening.day, opening.after.map_or(opening.fact, |(_, done)| done));
    Basis { opens, counts_from, required: d.count.max(1), by_week: d.timely_by_week, missing, ..empty }
}

/// How far rounds that depend on nothing but time go on.
pub(super) fn horizon(scene: &Scene<'_>, opening: Opening) -> Day {
    scene.history.facts.last().map_or(opening.day, Compact::from_day).plus_days(PROJECTION_DAYS)
}

/// Rounds that are another rule's: those before a pace that begins with the second.
fn skipped(d: &Deadline) -> u16 {
    if d.ordinal > 1 && d.count <= 1 { d.ordinal - 1 } else { 0 }
}

/// Opens the ordinals of one version from one anchor.
fn open(scene: &Scene<'_>, opener: &Opener, opening: Opening, course: &mut Course, trace: &mut impl Trace) {
    let (rule, v, parts) = (opener.rule, opener.version as usize, opener.parts);
    let r = &scene.rulebook.rules[rule.0 as usize];
    let version = &r.versions[v];
    let Body::Deadline(d) = &version.body else { return };
    if parts.has(Parts::FOLLOWS) && follows_another(scene, d, opening) {
        return;
    }
    let horizon = horizon(scene, opening);
    let asked = applies(scene, opener, (version, d), opening);
    let come = if asked.is_none() { comes_in(scene, opener, (version, d), opening, horizon) } else { None };
    let Some((group, since)) = asked.or(come) else { return };
    let Some(key) = scene.rulebook.duty_key(rule) else { return };
    let by_date = parts.has(Parts::BY_DATE);
    let mut held_before = opening.after;
    let mut due_before: Option<Day> = None;
    let count_from = counts_from(scene, d, (opening.day, opening.begins));
    let mut fulfilled = fulfilments(scene, d, opening, count_from).skip((d.count.max(1) - 1) as usize);
    for _ in 0..skipped(d) {
        let Some(held) = fulfilled.next() else { return };
        held_before = Some(held);
    }
    for round in 0..200u16 {
        let Some((base_day, span)) = round_start(d, round, opening, held_before.map(|(day, _)| day), due_before) else {
            break;
        };
        let later = round > 0 || held_before != opening.after;
        let (opens, count_from) = round_opens(scene, d, later, opening, (base_day, count_from));
        let met = fulfilled.find(|(day, _)| *day >= count_from);
        let at = At { rule, version: v as u8, key, root: opening.fact, ordinal: d.ordinal + opening.before + round };
        let ran_before = parts.has(Parts::RAN_BEFORE) && base_day < version.from;
        if ran_before && version.transition != Some(Transition::Recompute) && (met.is_none() || !by_date) {
            if met.is_none() {
                ran_before::open_since(scene, opener, at, opening, (base_day, span, count_from), course, trace);
            }
            break;
        }
        if by_date && !version.is_in_force(base_day) {
            if base_day > version.through.unwrap_or(Day::LAST) || met.is_none() {
                break;
            }
            held_before = met;
            continue;
        }
        let mut basis = basis_of(opener, d, opening, (opens, count_from), group);
        begun_by(opening, held_before.filter(|(day, _)| *day == base_day), at, trace);
        project(scene, (d, parts), at, (base_day, span), met.map(|(_, fact)| fact), &mut basis, trace);
        if beyond_the_last(d, opening, basis.due)
            || parts.has(Parts::ON_DUE) && !arises::on_due(scene, d, basis.due)
            || come.is_some_and(|(_, day)| !entered::settle(scene, d.terms.entered, day, &mut basis))
        {
            trace.forget(at);
            break;
        }
        if parts.has(Parts::DAY_UNSAID) {
            (basis.opens, basis.due) = (count_from, None);
            basis.missing = basis.missing.with(Missing::NO_DAY);
        }
        ran_before::comes_in(ran_before.then_some(version), &mut basis);
        trace.step(at, || Step::Due { day: basis.due });
        settle(scene, (d, parts), at, opening, met, &mut basis, trace);
        due_before_the_group(d, since, &mut basis);
        ended_by_group(scene, (d, parts), &version.who, since, horizon, &mut basis);
        bound_by_version(scene, &r.versions, v, &mut basis);
        if ran_before && ran_before::is_over(version, &basis)
            || parts.has(Parts::DAY_UNSAID) && basis.ended.is_some_and(|(last, _)| last < basis.opens)
        {
            trace.forget(at);
            break;
        }
        let again = is_repeated(d, &basis, horizon);
        (due_before, held_before) = (basis.due, met);
        course.duty_mut(key, opening.fact, at.ordinal).bases.push(basis);
        if !again {
            break;
        }
    }
}

/// What was due before the citizen came into the group is not said.
fn due_before_the_group(d: &Deadline, since: Day, basis: &mut Basis) {
    if d.terms.who_within.is_some() && basis.due.is_some_and(|due| due < since) {
        basis.missing = basis.missing.with(Missing::READING);
    }
}

/// Whether another round follows this one.
fn is_repeated(d: &Deadline, basis: &Basis, horizon: Day) -> bool {
    d.repeat.is_some()
        && match d.restart {
            Restart::FromMet => is_met_while_it_stood(basis),
            Restart::FromDue | Restart::KeepFirst => {
                basis.ended.is_none() && basis.due.is_some_and(|due| due < horizon)
            }
        }
}

/// As [`applies`], for who comes into the group later inside the time.
fn comes_in(
    scene: &Scene<'_>,
    opener: &Opener,
    of: (&Version, &Deadline),
    opening: Opening,
    horizon: Day,
) -> Option<(Match, Day)> {
    let before_next = opening.next.map(|next| next.plus_days(-1));
    let end = opening.end.filter(|_| of.1.ends_with_anchor);
    let last = [end, before_next].into_iter().flatten().min().unwrap_or(horizon);
    let within = entered::Within { anchor: opening.day, fact: opening.fact, last };
    entered::on(scene, opener, of, within).map(|(day, group)| (group, day))
}

/// What is done after a round has lapsed begins no other.
fn is_met_while_it_stood(basis: &Basis) -> bool {
    basis.met.is_some_and(|(met, _)| basis.ended.is_none_or(|(last, _)| met <= last))
}

/// What a round begins with: the anchor, and what was held last, where it is counted from that.
fn begun_by(opening: Opening, held: Option<(Day, u32)>, at: At, trace: &mut impl Trace) {
    if let Some(reached) = opening.reached {
        trace.step(at, || Step::Limit { reached, to: opening.day });
    }
    trace.step(at, || Step::Fact { fact: opening.fact, counts: true });
    if let Some((_, fact)) = held {
        trace.step(at, || Step::Fact { fact, counts: true });
    }
}

/// Whether a round would be due later than the rounds go on.
fn beyond_the_last(d: &Deadline, opening: Opening, due: Option<Day>) -> bool {
    matches!((d.repeat_within, due), (Some(within), Some(due)) if due > within.after(opening.day, d.month_end))
}

/// Whether the version, which speaks of the anchor day, is for the citizen, with the day from which it is; `None`: it
/// is not.
fn applies(
    scene: &Scene<'_>,
    opener: &Opener,
    (version, d): (&Version, &Deadline),
    opening: Opening,
) -> Option<(Match, Day)> {
    let parts = opener.parts;
    let comes_in = parts.has(Parts::RECOMPUTED) || parts.has(Parts::RAN_BEFORE);
    let recomputed = comes_in && opening.day < version.from;
    if parts.has(Parts::REQUIRES) && !scene.matching(&d.requires).any(|(_, f)| f.covers(opening.day)) {
        return None;
    }
    let day = match &d.anchor {
        _ if recomputed => version.from,
        // Whom the limit's day is for is asked on that day, when it takes effect.
        Anchor::Limit(limit) if limit.who_when_reached() => opening.day,
        Anchor::Limit(_) => opening.begins,
        _ => opening.day,
    };
    let (mut group, day) = match opener.answer(scene, &version.who, day) {
        Match::No => goes_on(scene, opener, version, day)
            .or_else(|| enters(scene, opener, (version, d), day))
            .unwrap_or((Match::No, day)),
        answer => (answer, day),
    };
    if group != Match::No && parts.has(Parts::BEFORE) {
        group = group.and(arises::from_anchor(scene, d, opening.day, opening.fact));
    }
    let since = if d.terms.who_within.is_some() { day.max(opening.day) } else { opening.day };
    (group != Match::No).then_some((group, since))
}

/// As it was on the last day with help, where the anchor lies on one without it inside the same period.
fn goes_on(scene: &Scene<'_>, opener: &Opener, version: &Version, day: Day) -> Option<(Match, Day)> {
    let last = between::last_before(scene.sorted, day).filter(|_| opener.parts.has(Parts::ENDS_WITH_WHO))?;
    let group = opener.answer(scene, &version.who, last);
    (group != Match::No).then_some((group, day))
}

/// The first day after the anchor, within the time the rule gives, on which a benefit or a question of help brings the citizen
/// into the group.
fn enters(
    scene: &Scene<'_>,
    opener: &Opener,
    (version, d): (&Version, &Deadline),
    anchor: Day,
) -> Option<(Match, Day)> {
    let last = d.terms.who_within?.after(anchor, d.month_end);
    let begun = scene.sorted.in_order([FactKind::Benefit, FactKind::FirstContact]).map(|(_, fact)| fact.from_day());
    let mut asked = begun.filter(|day| anchor < *day && *day <= last);
    asked.find_map(|day| match opener.answer(scene, &version.who, day) {
        Match::No => None,
        answer => Some((answer, day)),
    })
}

/// The day a round counts from and its span; `None` when there is no such round.
fn round_start(
    d: &Deadline,
    round: u16,
    opening: Opening,
    held_before: Option<Day>,
    due_before: Option<Day>,
) -> Option<(Day, Span)> {
    let base_day = match (round, d.restart, held_before, due_before) {
        (0, _, Some(held), _) => held,
        (0, ..) => opening.day,
        (_, Restart::FromMet, Some(held), _) => held,
        (_, Restart::FromDue, _, Some(due)) => due,
        (_, Restart::KeepFirst, ..) => opening.day,
        _ => return None,
    };
    let span = match (round, d.repeat) {
        (0, _) => d.span,
        (n, Some(repeat)) if d.restart == Restart::KeepFirst => {
            Span::new(d.span.count + repeat.count * i32::from(n), repeat.unit)
        }
        (_, Some(repeat)) => repeat,
        (_, None) => return None,
    };
    Some((base_day, span))
}

/// The day from which a round stands open, and the one from which what is done counts: for a later round counted from what
/// it begins with, where the rule says how long that is.
fn round_opens(
    scene: &Scene<'_>,
    d: &Deadline,
    later: bool,
    opening: Opening,
    (base, first): (Day, Day),
) -> (Day, Day) {
    match d.opens {
        _ if !later => (opens_on(d, opening, first), first),
        Some(_) => {
            let from = counts_from(scene, d, (base, base));
            (from, from)
        }
        None => (base, first),
    }
}

/// A duty that is due before its anchor day stands open from the first day of the anchor fact, and one that is met before
/// the anchor fact ends from the day on which it can be.
fn opens_on(d: &Deadline, opening: Opening, counts_from: Day) -> Day {
    match d.anchor {
        _ if d.span.count < 0 => opening.begins,
        Anchor::Limit(_) => opening.begins,
        Anchor::End(_) if d.opens.is_some() => counts_from.min(opening.day),
        _ => opening.day,
    }
}

/// Whether the anchor opens nothing: another came before it in the same course, or since what it has to follow.
fn follows_another(scene: &Scene<'_>, d: &Deadline, opening: Opening) -> bool {
    let Anchor::Start(anchors) = &d.anchor else { return false };
    let day = opening.day;
    let after_another = |since: i32| {
        scene.matching(anchors).take_while(|(index, _)| *index < opening.fact).any(|(_, f)| f.from >= since)
    };
    let running = d.first_in.and_then(|kind| courses::running_since(scene.sorted, scene.courses, kind, day));
    if running.is_some_and(|since| after_another(since.number())) {
        return true;
    }
    if d.follows.is_empty() {
        return false;
    }
    let last = scene.matching(&d.follows).map(|(_, f)| f.from).filter(|from| *from <= day.number()).last();
    last.is_none_or(after_another)
}

/// Whether running courses come into or leave version `v` by the day each ordinal opens.
pub(super) fn goes_by_date(versions: &[Version], v: usize) -> bool {
    versions[v].transition == Some(Transition::FromDate) || leaves_by(versions, v) == Some(Transition::FromDate)
}

/// How running courses came into version `v`.
pub(super) fn entered_by(versions: &[Version], v: usize) -> Option<Transition> {
    if v == 0 { None } else { versions[v].transition }
}

fn leaves_by(versions: &[Version], v: usize) -> Option<Transition> {
    versions.get(v + 1).and_then(|next| next.transition)
}

/// The days on which the duty was fulfilled, first to last.
pub(super) fn fulfilments<'s>(
    scene: &'s Scene<'s>,
    d: &'s Deadline,
    opening: Opening,
    from: Day,
) -> impl Iterator<Item = (Day, u32)> + 's {
    let through = opening.next.map_or(OPEN, |n| n.number() - 1);
    let through = match (d.ends_with_anchor, opening.end) {
        (true, Some(end)) => through.min(end.number()),
        _ => through,
    };
    let least = i32::from(d.terms.by_min_days);
    let counts = move |(i, f): &(u32, &Compact)| {
        let lasts = least == 0 || f.through == OPEN || f.through - f.from + 1 >= least || is_for_one_day(f);
        let of_anchor = || arises::is_of_anchor(d, &scene.history.facts[opening.fact as usize], f);
        lasts && *i != opening.fact && arises::fulfils(scene.history, d, f) == Match::Yes && of_anchor()
    };
    scene.matching(&d.by).since(from).until(through).filter(counts).map(|(i, f)| (f.from_day(), i))
}

/// What fulfilled the duty, what is booked, and what ended it.
pub(super) fn settle(
    scene: &Scene<'_>,
    (d, parts): (&Deadline, Parts),
    at: At,
    opening: Opening,
    met: Option<(Day, u32)>,
    basis: &mut Basis,
    trace: &mut impl Trace,
) {
    if d.count > 1 || TraceOn::of(trace) {
        for (day, fact) in fulfilments(scene, d, opening, basis.counts_from) {
            if d.count > 1 && (basis.due.is_none_or(|due| day <= due) || basis.held < d.count) {
                basis.held += 1;
                trace.step(at, || Step::Fact { fact, counts: true });
            }
        }
    }
    basis.met = met;
    if parts.has(Parts::UNSURE) {
        perhaps_met(scene, d, at, basis, trace);
    }
    if d.count <= 1 {
        basis.held = u16::from(basis.met.is_some());
    }
    if parts.has(Parts::OVERTAKEN) {
        overtaken(scene, d, at, opening, basis, trace);
    }
    if basis.met.is_none() && parts.has(Parts::TALK) {
        for (index, booking) in scene.sorted.with_positions(FactKind::TalkBooked) {
            let as_held = Compact { kind: FactKind::TalkHeld as u8, ..*booking };
            if booking.from >= basis.opens.number() && d.by.matches(&as_held) && !settled(scene, booking) {
                basis.booked = Some((booking.from_day(), index));
            }
        }
    }
    if d.ends_with_anchor {
        let over = match (opening.end, opening.next) {
            (Some(e), Some(n)) => Some(e.min(n.plus_days(-1))),
            (e, n) => e.or(n.map(|n| n.plus_days(-1))),
        };
        if let Some(last) = over {
            end(basis, last, LapseReason::CourseEnded);
        }
    }
    if let Some(next) = opening.next
        && basis.last_in_time().is_none_or(|last| last >= next)
    {
        // A new period counts anew, and what lay before it is not counted along (LAB § 9; BAB § 7, stk. 5).
        end(basis, next.plus_days(-1), LapseReason::CourseEnded);
    }
    if let Some(last) = d.terms.ends_in_course.and_then(|kind| courses::ended(scene.courses, kind, opening.day)) {
        end(basis, last, LapseReason::CourseEnded);
    }
    if parts.has(Parts::ENDS_INSIDE)
        && let Some(outer) = scene.matching(&d.terms.ends_inside).map(|(_, f)| f).find(|f| f.covers(opening.day))
    {
        let (_, last) = stretch::of(scene, &d.terms.ends_inside, outer);
        if last != OPEN {
            end(basis, Day::from_number(last), LapseReason::CourseEnded);
        }
    }
    if parts.has(Parts::SUM)
        && basis.due.is_none()
        && let Some(last) = arises::state_ended(scene, d)
    {
        end(basis, last, LapseReason::CourseEnded);
    }
    if let Some((day, fact)) = basis.met {
        let timely = basis.last_in_time().is_none_or(|last| day <= last);
        trace.step(at, || Step::Met { fact, day, timely });
    }
}

/// Enough in time that may have fulfilled the duty, where what surely does is not enough: how it was held nobody wrote down,
/// or what then counted nobody has read. What came after the last day makes nothing less late, and only asks how it was held.
fn perhaps_met(scene: &Scene<'_>, d: &Deadline, at: At, basis: &mut Basis, trace: &mut impl Trace) {
    let Some(last) = basis.last_in_time().filter(|last| basis.met.is_none_or(|(met, _)| met > *last)) else { return };
    let facts = scene.matching(&d.by).since(basis.counts_from.max(basis.opens));
    if basis.met.is_none() && d.count <= 1 {
        basis.perhaps_late = facts.clone().find_map(|(_, fact)| match arises::fulfils(scene.history, d, fact) {
            Match::Unknown(missing) => Some((fact.from_day(), missing)),
            Match::Yes | Match::No => None,
        });
    }
    let mut lacking = d.count.max(1);
    let (mut found, mut said) = (None, Missing::default());
    for (index, fact) in facts.until(last.number()) {
        match arises::fulfils(scene.history, d, fact) {
            Match::No => continue,
            // Of one thing asked for, what surely fulfilled it fulfilled the round before.
            Match::Yes if d.count <= 1 => continue,
            Match::Yes => {}
            Match::Unknown(missing) => said = said.with(missing),
        }
        lacking = lacking.saturating_sub(1);
        if lacking == 0 {
            found = Some((index, fact));
            break;
        }
    }
    if let Some((fact, talk)) = found.filter(|_| !said.is_empty()) {
        (basis.unsaid, basis.met) = (Some(Unsaid { from: talk.from_day(), through: None, missing: said }), None);
        trace.step(at, || Step::Fact { fact, counts: false });
    }
}

/// Nobody says how long what happens on one day lasts.
fn is_for_one_day(fact: &Compact) -> bool {
    FactKind::from_index(fact.kind).is_some_and(|k| k.schema().timing == Timing::On)
}

struct TraceOn;

impl TraceOn {
    fn of<T: Trace>(_: &T) -> bool {
        T::ON
    }
}

/// What became of a booking: a talk that was held, missed or cancelled on its day leaves nothing booked.
fn settled(scene: &Scene<'_>, booking: &Compact) -> bool {
    let same = |f: &Compact| f.codes[0] == booking.codes[0] && f.from == booking.from;
    let mut kinds = [FactKind::TalkHeld, FactKind::TalkCancelled, FactKind::TalkMissed].into_iter();
    kinds.any(|kind| scene.sorted.of(kind).any(same))
}

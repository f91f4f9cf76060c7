//! What ends a duty before it is done: the group, another event, a version of the rule.

use crate::assess::anchor::Opening;
use crate::assess::opener::Parts;
use crate::assess::status::LapseReason;
use crate::assess::timeline::Stretch;
use crate::assess::trace::{At, Step, Trace};
use crate::assess::{Basis, Scene, Unsaid, arises, between, counted, entered, timeline};
use crate::model::{Body, Deadline, Transition, Version};
use crate::who::{Match, Missing, Who};
use domain::Day;

/// The citizen leaves the group: the duty lapses where it was in time, or was only for those in it.
pub(super) fn ended_by_group(
    scene: &Scene<'_>,
    (d, parts): (&Deadline, Parts),
    who: &Who,
    anchor: Day,
    horizon: Day,
    basis: &mut Basis,
) {
    if parts.has(Parts::ENDS_WITH_WHO)
        && basis.met.is_none_or(|(met, _)| basis.last_in_time().is_some_and(|last| met > last))
    {
        let through = basis.last_in_time().unwrap_or(horizon);
        let goes_on = |day: Day| between::last_before(scene.sorted, day);
        let passed = |day: Day| goes_on(day).is_some();
        let left = if d.terms.entered.is_some() {
            entered::left_on(scene, who, (anchor, through), passed)
        } else {
            leaves(scene, who, anchor, through, passed)
        };
        if let Some(last) = left {
            let out = scene.is_for(who, last) == Match::No;
            let last = goes_on(last).filter(|_| out).map_or(last, |before| before.max(anchor));
            end(basis, last, LapseReason::CourseEnded);
        } else if basis
            .last_in_time()
            .is_some_and(|last| goes_on(last).is_some() && scene.is_for(who, last) == Match::No)
        {
            // There was no help on the last day, and it is the same period: when it is due then is not said.
            basis.excused = true;
        }
    }
    if parts.has(Parts::ENDS_OUT_OF)
        && let Some(who) = &d.terms.ends_out_of
        && let Some(last) = leaves(scene, who, anchor, Day::LAST, |_| false)
    {
        end(basis, last, LapseReason::CourseEnded);
    }
}

/// The last day before `through` on which the citizen is still in `who`; `None`: on all of them. On days that are `passed`
/// over nobody leaves.
fn leaves(scene: &Scene<'_>, who: &Who, from: Day, through: Day, passed: impl Fn(Day) -> bool) -> Option<Day> {
    let asks = who.asks();
    if let Some(timeline) = scene.timeline {
        let days = from.number() + 1..=through.number();
        let out = |s: &&Stretch| {
            let day = Day::from_number(s.from);
            days.contains(&s.from) && who.answer(asks, s.groups, &scene.axes, day) == Match::No && !passed(day)
        };
        return timeline.stretches(asks).iter().find(out).map(|s| Day::from_number(s.from - 1));
    }
    let mut first = through.number() + 1;
    let mut look = |day: i32| {
        let out = |day: Day| scene.is_for(who, day) == Match::No && !passed(day);
        if day < first && out(Day::from_number(day)) {
            first = day;
        }
    };
    days_of_change(scene, who, (from, through), &mut look);
    (first <= through.number()).then(|| Day::from_number(first - 1))
}

/// The days after the one and through the other on which the answer to `who` may change, in no order, where no timeline has
/// them.
pub(super) fn days_of_change(scene: &Scene<'_>, who: &Who, (from, through): (Day, Day), look: &mut impl FnMut(i32)) {
    let (from, through) = (from.number() + 1, through.number());
    let kinds = if who.groups == 0 { who.asks().kinds() } else { !0 };
    timeline::days_of_facts(scene.sorted, kinds, &mut |day| {
        if (from..=through).contains(&day) {
            look(day);
        }
    });
    // A birthday changes nothing for who is asked neither for an age nor for a group.
    let by_age = who.groups != 0 || !who.asks().are_ageless();
    if let Some(born) = scene.history.born.filter(|_| by_age) {
        timeline::birthdays(born, scene.rulebook.ages(), (from, through)).for_each(look);
    }
}

/// What ends the duty, or says that it does not arise, in the order of the facts: of two on one day the first is named.
pub(super) fn overtaken(
    scene: &Scene<'_>,
    d: &Deadline,
    at: At,
    opening: Opening,
    basis: &mut Basis,
    trace: &mut impl Trace,
) {
    if let Some(replaced) = &d.terms.replaced_by
        && let Some(day) = arises::replaced_on(scene, replaced, d, opening.day)
        && basis.last_in_time().is_none_or(|last| day <= last)
    {
        end(basis, day, LapseReason::Overtaken);
    }
    // A later round began with what was done in the one before.
    let began = if at.ordinal > d.ordinal.max(1) { basis.opens } else { opening.day };
    may_be_later(scene, d, began, basis);
    if !scene.sorted.may_match(&d.until) && !scene.sorted.may_match(&d.unless) {
        return;
    }
    for (index, fact) in scene.history.facts.iter().enumerate() {
        let in_time = basis.last_in_time().is_none_or(|last| fact.from <= last.number());
        let begins_later = fact.from >= opening.day.number() && !opening.is_of(index);
        if in_time && begins_later && d.until.matches(fact) {
            end(basis, fact.from_day(), LapseReason::Overtaken);
        }
        let waives = d.unless.matches(fact)
            && (fact.covers(opening.day)
                || (fact.from >= opening.day.number() && basis.due.is_none_or(|due| fact.from <= due.number())));
        if waives {
            end(basis, fact.from_day().max(opening.day), LapseReason::Waived);
            trace.step(at, || Step::Waived { fact: Some(index as u32), reason: "unless" });
        }
    }
}

/// Something that may move the last day came in time, and nobody writes down whether it did: then nothing is said of what is
/// open after that day, until the day on which it would have to be done all the same.
fn may_be_later(scene: &Scene<'_>, d: &Deadline, began: Day, basis: &mut Basis) {
    let Some(term) = &d.terms.may_be_later else { return };
    let Some(last) = basis.last_in_time().filter(|last| basis.met.is_none_or(|(met, _)| met > *last)) else { return };
    let facts = scene.matching(&term.after).since(began).until(last.number());
    let Some(latest) = facts.map(|(_, fact)| term.span.after(fact.from_day(), d.month_end)).max() else { return };
    if latest > last && basis.unsaid.is_none() {
        let from = last.plus_days(1);
        basis.unsaid = Some(Unsaid { from, through: Some(latest), missing: Missing::READING });
    }
}

/// The last day the duty holds; what was fulfilled by then stays fulfilled.
pub(super) fn end(basis: &mut Basis, last: Day, reason: LapseReason) {
    if basis.ended.is_none_or(|(day, _)| last < day) {
        basis.ended = Some((last, reason));
    }
}

/// A version ends inside the duty's time: what the next one does with running courses.
pub(super) fn bound_by_version(scene: &Scene<'_>, versions: &[Version], v: usize, basis: &mut Basis) {
    let Body::Deadline(d) = &versions[v].body else { return };
    let by_hours = counted::by_hours(scene, d, basis);
    counted::suspended(d, basis);
    let Some(through) = versions[v].through else { return };
    if basis.due.is_some_and(|due| due.max(by_hours.unwrap_or(due)) <= through) {
        return;
    }
    match taken_over(scene, versions, v, through) {
        Match::Yes => end(basis, through, LapseReason::NewVersion),
        Match::No => {}
        Match::Unknown(_) => {
            let from = through.plus_days(1);
            basis.unread_from = Some(basis.unread_from.map_or(from, |unread| unread.min(from)));
        }
    }
}

/// How what runs goes on after the last day of version `v`: by the next, or not, which is by this one; unknown where nobody
/// has read it.
pub(super) fn taken_over(scene: &Scene<'_>, versions: &[Version], v: usize, through: Day) -> Match {
    taken_over_for(versions, v, |who| scene.is_for(who, through))
}

/// As [`taken_over`]; `is_for` answers of the version's last day.
pub(super) fn taken_over_for(versions: &[Version], v: usize, is_for: impl Fn(&Who) -> Match) -> Match {
    let unread = Match::Unknown(Missing::TRANSITION);
    let Some(next) = versions.get(v + 1) else { return unread };
    match next.transition {
        Some(Transition::Recompute) => Match::Yes,
        Some(Transition::NewCourses | Transition::FromDate) => match next.unread_for {
            Some(who) if is_for(&who) != Match::No => unread,
            _ => Match::No,
        },
        Some(Transition::Unread) | None => unread,
    }
}

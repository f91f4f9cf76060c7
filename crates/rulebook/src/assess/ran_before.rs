//! What ran when the first version of a rule began: judged from its next round on, and until then said to be unread.

use crate::assess::anchor::Opening;
use crate::assess::ended::{bound_by_version, ended_by_group};
use crate::assess::opener::Opener;
use crate::assess::project::project;
use crate::assess::round::{basis_of, horizon};
use crate::assess::settle::settle;
use crate::assess::trace::{At, Step, Trace};
use crate::assess::{Basis, Course, Scene, sum};
use crate::model::{Anchor, Body, Deadline, Transition, Version};
use crate::who::Match;
use domain::compact::Compact;
use domain::kinds::FactKind;
use domain::schema::Timing;
use domain::{Day, Span};

/// Whether version `v` is the first and says how it takes what ran before: by the rounds that open later, as its own, or
/// unread.
pub(super) fn takes_what_ran(versions: &[Version], v: usize) -> bool {
    v == 0 && versions[v].transition.is_some_and(|transition| transition != Transition::NewCourses)
}

/// What ran comes in as the version's own from its first day on. Where it was due before that day, no day is said by which
/// it is done since.
pub(super) fn comes_in(version: Option<&Version>, basis: &mut Basis) {
    let Some(version) = version else { return };
    basis.opens = basis.opens.max(version.from);
    if basis.last_in_time().is_some_and(|last| last < version.from) {
        forget_day(version, basis);
    }
}

/// A day by another law is no day of this one.
fn forget_day(version: &Version, basis: &mut Basis) {
    (basis.due, basis.other_due, basis.unread_from) = (None, None, Some(version.from));
}

/// Whether it was done, or over, before the version's first day.
pub(super) fn is_over(version: &Version, basis: &Basis) -> bool {
    let before = |day: Day| day < version.from;
    basis.ended.is_some_and(|(last, _)| before(last))
        || basis.due.is_none() && basis.met.is_some_and(|(met, _)| before(met))
}

/// Whether what opened the duty still ran on the version's first day.
fn still_ran(scene: &Scene<'_>, d: &Deadline, opening: Opening, from: Day) -> bool {
    if let Some(sum) = d.terms.sum {
        let next = sum::counts(scene, d, sum).into_iter().map(|count| count.day).find(|day| *day > opening.day);
        let goes_on = |f: &Compact| f.through >= from.number() && next.is_none_or(|next| f.from < next.number());
        return scene.matching(&d.state).any(|(_, f)| goes_on(f));
    }
    let lasts = |fact: u32| {
        let kind = FactKind::from_index(scene.history.facts[fact as usize].kind);
        kind.is_some_and(|kind| kind.schema().timing != Timing::On)
    };
    match d.anchor {
        Anchor::Start(_) if !lasts(opening.fact) => true,
        Anchor::End(_) => true,
        _ => opening.end.is_none_or(|end| end >= from),
    }
}

/// The round that ran on the version's first day with nothing done: undetermined from then on. What was due once and before
/// that day is over, and what is said of it is another law's.
pub(super) fn open_since(
    scene: &Scene<'_>,
    opener: &Opener,
    at: At,
    opening: Opening,
    (base, span, counts_from): (Day, Span, Day),
    course: &mut Course,
    trace: &mut impl Trace,
) {
    let rule = scene.rulebook.rule(opener.rule);
    let version = &rule.versions[opener.version as usize];
    let Body::Deadline(d) = &version.body else { return };
    if !still_ran(scene, d, opening, version.from) {
        return;
    }
    let parts = opener.parts;
    let mut basis = basis_of(opener, d, opening, (version.from, counts_from), Match::Yes);
    trace.step(at, || Step::Fact { fact: opening.fact, counts: true });
    project(scene, (d, parts), at, (base, span), None, &mut basis, trace);
    let over = d.repeat.is_none() && basis.last_in_time().is_some_and(|last| last < version.from);
    forget_day(version, &mut basis);
    trace.step(at, || Step::Due { day: None });
    settle(scene, (d, parts), at, opening, None, &mut basis, trace);
    let horizon = horizon(scene, opening).max(version.from);
    ended_by_group(scene, (d, parts), &version.who, opening.day, horizon, &mut basis);
    bound_by_version(scene, &rule.versions, opener.version as usize, &mut basis);
    if over || is_over(version, &basis) {
        return trace.forget(at);
    }
    course.duty_mut(at.key, opening.fact, at.ordinal).bases.push(basis);
}

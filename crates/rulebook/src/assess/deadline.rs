//! Deadlines: from anchor to due day, through pauses and exemptions, to what fulfilled them.

use crate::assess::anchor::Opening;
use crate::assess::applies::{applies, comes_in, follows_another};
use crate::assess::ended::{bound_by_version, ended_by_group};
use crate::assess::opener::{Opener, Parts};
use crate::assess::project::{counts_from, project};
use crate::assess::round::{
    basis_of, begun_by, beyond_the_last, horizon, is_repeated, round_opens, round_start, skipped,
};
use crate::assess::settle::{fulfilments, settle};
use crate::assess::trace::{At, Step, Trace};
use crate::assess::{Basis, Course, Scene, arises, entered, ran_before};
use crate::model::{Body, Deadline, Transition};
use crate::who::Missing;
use domain::Day;

/// Opens the ordinals of one version from one anchor.
pub(super) fn open(scene: &Scene<'_>, opener: &Opener, opening: Opening, course: &mut Course, trace: &mut impl Trace) {
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

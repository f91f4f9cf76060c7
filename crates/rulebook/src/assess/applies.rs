//! Whether a deadline is for the citizen: on its anchor day, or from a day on which the citizen comes into its group.

use crate::assess::anchor::Opening;
use crate::assess::opener::{Opener, Parts};
use crate::assess::{Scene, arises, between, courses, entered};
use crate::model::{Anchor, Deadline, Version};
use crate::who::Match;
use domain::Day;
use domain::kinds::FactKind;

/// Whether the version, which speaks of the anchor day, is for the citizen, with the day from which it is; `None`: it
/// is not.
pub(super) fn applies(
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

/// As [`applies`], for who comes into the group later inside the time.
pub(super) fn comes_in(
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

/// Whether the anchor opens nothing: another came before it in the same course, or since what it has to follow.
pub(super) fn follows_another(scene: &Scene<'_>, d: &Deadline, opening: Opening) -> bool {
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

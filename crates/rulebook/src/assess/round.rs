//! The rounds of a deadline: the day each counts from, when it stands open, and whether another follows.

use crate::assess::anchor::Opening;
use crate::assess::opener::{Opener, Parts};
use crate::assess::project::counts_from;
use crate::assess::trace::{At, Step, Trace};
use crate::assess::{Basis, PROJECTION_DAYS, Scene};
use crate::model::{Anchor, Deadline, Restart};
use crate::who::{Match, Missing};
use domain::compact::Compact;
use domain::{Day, Span};

pub(super) fn empty_basis(opener: &Opener, day: Day, fact: u32) -> Basis {
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
pub(super) fn skipped(d: &Deadline) -> u16 {
    if d.ordinal > 1 && d.count <= 1 { d.ordinal - 1 } else { 0 }
}

/// The day a round counts from and its span; `None` when there is no such round.
pub(super) fn round_start(
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
pub(super) fn round_opens(
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

/// What a round begins with: the anchor, and what was held last, where it is counted from that.
pub(super) fn begun_by(opening: Opening, held: Option<(Day, u32)>, at: At, trace: &mut impl Trace) {
    if let Some(reached) = opening.reached {
        trace.step(at, || Step::Limit { reached, to: opening.day });
    }
    trace.step(at, || Step::Fact { fact: opening.fact, counts: true });
    if let Some((_, fact)) = held {
        trace.step(at, || Step::Fact { fact, counts: true });
    }
}

/// Whether another round follows this one.
pub(super) fn is_repeated(d: &Deadline, basis: &Basis, horizon: Day) -> bool {
    d.repeat.is_some()
        && match d.restart {
            Restart::FromMet => is_met_while_it_stood(basis),
            Restart::FromDue | Restart::KeepFirst => {
                basis.ended.is_none() && basis.due.is_some_and(|due| due < horizon)
            }
        }
}

/// What is done after a round has lapsed begins no other.
fn is_met_while_it_stood(basis: &Basis) -> bool {
    basis.met.is_some_and(|(met, _)| basis.ended.is_none_or(|(last, _)| met <= last))
}

/// Whether a round would be due later than the rounds go on.
pub(super) fn beyond_the_last(d: &Deadline, opening: Opening, due: Option<Day>) -> bool {
    matches!((d.repeat_within, due), (Some(within), Some(due)) if due > within.after(opening.day, d.month_end))
}

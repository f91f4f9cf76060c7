//! What became of a round: what fulfilled it, what is booked, and what ended it.

use crate::assess::anchor::Opening;
use crate::assess::ended::{end, overtaken};
use crate::assess::opener::Parts;
use crate::assess::status::LapseReason;
use crate::assess::trace::{At, Step, Trace};
use crate::assess::{Basis, Scene, Unsaid, arises, courses, stretch};
use crate::model::Deadline;
use crate::who::{Match, Missing};
use domain::Day;
use domain::compact::{Compact, OPEN};
use domain::kinds::FactKind;
use domain::schema::Timing;

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
        trace.step(at, || Step::Met { fact, day });
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

//! From the day counted from to the due day: arithmetic, clock, pauses, exemption and weekend.

use crate::assess::trace::{At, Step, Trace};
use crate::assess::{Basis, Scene};
use crate::model::{Anchor, Clock, Deadline, FirstDay, NonWorkingDay};
use crate::who::Missing;
use domain::calendar::next_working_day;
use domain::compact::OPEN;
use domain::kinds::FactKind;
use domain::{Day, MonthEnd, Span};

/// anchor + span, moved by the clock, pauses, exemption and weekend.
pub(super) fn project(
    scene: &Scene<'_>,
    d: &Deadline,
    at: At,
    base: Day,
    span: Span,
    basis: &mut Basis,
    trace: &mut impl Trace,
) {
    let counts = d.first_day == FirstDay::Counts;
    let plain = span.after(base, d.month_end).plus_days(-i32::from(counts));
    trace.step(at, || Step::Arithmetic { from: base, span, minus_one: counts, to: plain });
    let mut due = Some(plain);
    basis.earliest = d.earliest.map(|s| s.after(base, d.month_end));
    if d.clock == Clock::Accumulated {
        due = outside_state(scene, d, at, base, plain, trace);
    }
    if let Some(day) = due
        && !d.pause.is_empty()
    {
        due = paused(scene, d, at, base, day, basis, trace);
    }
    if let Some(day) = due {
        due = exempted(scene, d, at, base, day, basis, trace);
    }
    if let Some(day) = due
        && d.non_working_day == NonWorkingDay::Next
        && next_working_day(day) != day
    {
        let to = next_working_day(day);
        trace.step(at, || Step::Moved { from: day, to });
        due = Some(to);
    }
    basis.other_due = d.second_reading.and_then(|reading| {
        let counts = reading == FirstDay::Counts;
        let round = if counts { MonthEnd::Up } else { MonthEnd::Down };
        let other = span.after(base, round).plus_days(-i32::from(counts));
        let moved = due?.plus_days(plain.days_until(other));
        (other != plain).then_some(moved)
    });
    if matches!(d.anchor, Anchor::End(_)) && due.is_some_and(|due| due < basis.counts_from) {
        // What lasted shorter than the span: no day could meet it, and how the law is read then is not said.
        basis.missing = basis.missing.with(Missing::READING);
        due = None;
    }
    basis.due = due;
    trace.step(at, || Step::Due { day: due });
}

/// Days outside the state do not count: each stretch moves the day.
fn outside_state(
    scene: &Scene<'_>,
    d: &Deadline,
    at: At,
    base: Day,
    plain: Day,
    trace: &mut impl Trace,
) -> Option<Day> {
    let mut due = plain.number();
    let mut covered = base.number() - 1;
    loop {
        // The next stretch of the state after what is covered.
        let next = scene.matching(&d.state).map(|(_, f)| f).filter(|f| f.through > covered).min_by_key(|f| f.from);
        match next {
            Some(spell) if spell.from <= covered + 1 => covered = spell.through,
            Some(spell) => {
                if covered >= due {
                    break;
                }
                let (from, through) = (covered + 1, spell.from - 1);
                due += through - from + 1;
                let to = Day::from_number(due);
                trace.step(at, || Step::Outside {
                    from: Day::from_number(from),
                    through: Day::from_number(through),
                    days: through - from + 1,
                    to,
                });
                covered = spell.through;
            }
            // Out of the state now: the clock stands still at its end.
            None => {
                if covered < due && covered >= base.number() {
                    return None;
                }
                break;
            }
        }
        if covered >= due || covered == OPEN {
            break;
        }
    }
    Some(Day::from_number(due))
}

/// Each day of an absence that pauses the duty, from the base day to the due day, moves the due day by one.
fn paused(
    scene: &Scene<'_>,
    d: &Deadline,
    at: At,
    base: Day,
    plain: Day,
    basis: &mut Basis,
    trace: &mut impl Trace,
) -> Option<Day> {
    let mut due = plain;
    let mut counted_through = base.number() - 1;
    for (index, fact) in scene.matching(&d.pause) {
        if fact.from > due.number() || fact.through <= counted_through {
            continue;
        }
        let from = fact.from.max(counted_through + 1).max(base.number());
        basis.paused = Some((Day::from_number(from), fact.through_day()));
        let Some(through) = fact.through_day() else {
            trace.step(at, || Step::Pause {
                fact: index,
                from: Day::from_number(from),
                through: None,
                days: 0,
                to: None,
            });
            basis.missing = basis.missing.with(Missing::ABSENCE_END);
            return None;
        };
        let days = through.number() - from + 1;
        due = due.plus_days(days);
        counted_through = through.number();
        basis.pause_days = basis.pause_days.saturating_add(u16::try_from(days).unwrap_or(u16::MAX));
        trace.step(at, || Step::Pause {
            fact: index,
            from: Day::from_number(from),
            through: Some(through),
            days,
            to: Some(due),
        });
    }
    Some(due)
}

/// While exempt there is no duty; where the exemption covers the due day, the rule says what follows.
fn exempted(
    scene: &Scene<'_>,
    d: &Deadline,
    at: At,
    base: Day,
    plain: Day,
    basis: &mut Basis,
    trace: &mut impl Trace,
) -> Option<Day> {
    let mut due = plain;
    for (index, fact) in scene.matching(&d.exempt) {
        if fact.through < base.number() {
            continue;
        }
        if fact.is(FactKind::ExemptedAfterAssessment) {
            basis.exempt_for_good |= fact.covers(due);
            basis.exempt = Some((fact.from_day(), fact.through_day(), index));
            trace.step(at, || Step::Waived { fact: Some(index), reason: "assessment" });
            continue;
        }
        basis.exempt = Some((fact.from_day(), fact.through_day(), index));
        if !fact.covers(due) {
            continue;
        }
        match (fact.through_day(), d.after_exemption) {
            (Some(last), Some(span)) => {
                due = span.after(last, d.month_end);
                trace.step(at, || Step::Exempt { fact: index, to: Some(due) });
            }
            (None, Some(_)) => {
                trace.step(at, || Step::Exempt { fact: index, to: None });
                return None;
            }
            (_, None) => {
                basis.exempt_for_good = true;
                trace.step(at, || Step::Waived { fact: Some(index), reason: "exempt_on_due_day" });
            }
        }
    }
    Some(due)
}

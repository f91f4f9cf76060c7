//! From the day counted from to the due day: arithmetic, clock, pauses, exemption and weekend.

use crate::assess::opener::Parts;
use crate::assess::sum::{self, Moved};
use crate::assess::trace::{At, Step, Trace};
use crate::assess::{Basis, Exemption, Scene, Unsaid};
use crate::assess::{arises, counted, months};
use crate::model::{Anchor, Body, Clock, Deadline, FirstDay, NonWorkingDay};
use crate::rulebook::Rulebook;
use crate::selector::Selectors;
use crate::who::{Match, Missing};
use domain::calendar::next_working_day;
use domain::compact::{Compact, HistoryView};
use domain::kinds::FactKind;
use domain::{Day, MonthEnd, Span, Unit};
use std::iter::Peekable;

/// anchor + span, moved by the clock, pauses, exemption and weekend. `met`: the fact that fulfils the round.
pub(super) fn project(
    scene: &Scene<'_>,
    (d, parts): (&Deadline, Parts),
    at: At,
    (base, span): (Day, Span),
    met: Option<u32>,
    basis: &mut Basis,
    trace: &mut impl Trace,
) {
    let counts = d.first_day == FirstDay::Counts;
    let to_the_minute = moment(scene.history, d, (base, span), basis.anchor_fact).map(|(day, _)| day);
    let plain = to_the_minute.unwrap_or_else(|| span.after(base, d.month_end).plus_days(-i32::from(counts)));
    // A limit's own day is told with the limit.
    if plain != base || !matches!(d.anchor, Anchor::Limit(_)) {
        trace.step(at, || Step::Arithmetic { from: base, span, minus_one: counts, to: plain });
    }
    let mut due = Some(plain);
    basis.earliest = d.earliest.map(|s| s.after(base, d.month_end));
    if d.clock == Clock::Accumulated {
        let earliest = d.earliest.map(|span| Counted { base, span, minus_one: false });
        basis.earliest = earliest.and_then(|counted| accumulated(scene, d, counted, |_, _, _| ()));
        let counted = Counted { base, span, minus_one: counts };
        due = if parts.has(Parts::PAUSE) {
            left_out(scene, d, at, counted, basis, trace)
        } else {
            accumulated(scene, d, counted, |from, through, to| {
                trace.step(at, || Step::Outside { from, through, days: from.days_until(through) + 1, to });
            })
        };
    } else if let Some(day) = due
        && parts.has(Parts::PAUSE)
    {
        due = paused(scene, d, at, base, day, basis, trace);
    }
    if let Some(day) = due
        && parts.has(Parts::EXEMPT)
    {
        due = exempted(scene, d, at, base, day, basis, trace);
    }
    if let Some(day) = due
        && parts.has(Parts::GRANTED)
    {
        due = Some(begun_by(scene, d, at, day, met, basis, trace));
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
    if d.month_of.is_some() && d.opens.is_none() {
        let closed = month_closed(scene, d, base);
        basis.other_due = due.and_then(|due| closed.filter(|other| *other != due));
        if let (Some(due), None) = (due, closed) {
            // The others' month goes on for as long as the hours are not used.
            basis.unsaid = basis.unsaid.or(Some(Unsaid {
                from: due.plus_days(1),
                through: None,
                missing: Missing::DAGPENGE_COUNT,
            }));
        }
    }
    // Where hours are counted, the span too may end later than the months say.
    let by_hours = || counted::ends_by_hours(scene, d, basis.anchor);
    let ends_before = |due: Day| due < basis.counts_from && by_hours().is_none_or(|later| later < basis.counts_from);
    let opened_late = matches!(d.anchor, Anchor::End(_)) || d.month_of.is_some();
    if opened_late && due.is_some_and(ends_before) {
        // What lasted shorter than the span, or whose month others had beyond it: no day could meet it, and how the law is
        // read then is not said.
        basis.missing = basis.missing.with(Missing::READING);
        due = None;
    }
    basis.due = due;
    if !basis.exempt.is_empty() {
        excuse(d, at, basis, trace);
    }
}

/// The day by which it must begin: the due day, later for what was given in time and may begin after it.
fn begun_by(
    scene: &Scene<'_>,
    d: &Deadline,
    at: At,
    due: Day,
    met: Option<u32>,
    basis: &mut Basis,
    trace: &mut impl Trace,
) -> Day {
    let Some(granted) = &d.terms.granted else { return due };
    let to = granted.begins_within.after(due, d.month_end);
    match arises::given_in_time(scene, d, (basis.anchor, due), met) {
        Match::Yes => {
            trace.step(at, || Step::Granted { from: due, to });
            // The week is the one in which the duty falls (BAB § 115); what may begin later is counted in days.
            basis.by_week = false;
            to
        }
        Match::Unknown(missing) => {
            let last = if basis.by_week { due.end_of_week() } else { due };
            let done = met.map(|fact| scene.history.facts[fact as usize].from_day());
            if done.is_none_or(|done| done > last) {
                basis.unsaid = Some(Unsaid { from: last.plus_days(1), through: Some(to), missing });
            }
            due
        }
        Match::No => due,
    }
}

/// The moment so many hours after the minute of the fact that opened the duty; `None`: whole days count.
fn moment(history: HistoryView<'_>, d: &Deadline, (base, span): (Day, Span), opened_by: u32) -> Option<(Day, u16)> {
    if span.unit != Unit::Hours || d.clock != Clock::Event || d.first_day == FirstDay::Counts {
        return None;
    }
    let fact = history.facts.get(opened_by as usize).filter(|fact| fact.from_day() == base)?;
    span.moment_after(base, fact.minute()?)
}

/// The minute of the due day by which a duty counted in hours is to be done; `None`: the whole day.
pub fn due_minute(basis: &Basis, history: HistoryView<'_>, rulebook: &Rulebook) -> Option<u16> {
    let Body::Deadline(d) = &rulebook.rule(basis.rule).versions[basis.version as usize].body else { return None };
    let (day, minute) = moment(history, d, (basis.anchor, d.span), basis.anchor_fact)?;
    (basis.due == Some(day)).then_some(minute)
}

/// What the accumulated clock counts: the span from a day, less one where its first day counts.
#[derive(Clone, Copy)]
struct Counted {
    base: Day,
    span: Span,
    minus_one: bool,
}

/// The day on which so much has been counted in the state; `None` while the clock stands still.
fn accumulated(scene: &Scene<'_>, d: &Deadline, what: Counted, moved: impl FnMut(Day, Day, Day)) -> Option<Day> {
    let Counted { base, span, minus_one } = what;
    if !d.pause.is_empty() {
        return less_pauses(scene, d, what, |_| ());
    }
    if d.terms.months_add_up && span.unit == Unit::Months {
        let day = months::in_state(scene, &d.state, base, (span.count, d.month_end), moved);
        return day.map(|day| day.plus_days(-i32::from(minus_one)));
    }
    let plain = span.after(base, d.month_end).plus_days(-i32::from(minus_one));
    outside_state(scene, (&d.state, &d.not_counted_days), base, plain, moved)
}

/// As [`accumulated`], where an absence inside the state is left out of what is counted.
fn less_pauses(scene: &Scene<'_>, d: &Deadline, what: Counted, moved: impl FnMut(Moved)) -> Option<Day> {
    let Counted { base, span, minus_one } = what;
    let day = sum::add_up(&sum::stretches(scene, d, base.number()), span.count, d.month_end, moved);
    day.map(|day| day.plus_days(-i32::from(minus_one)))
}

/// The last day of a duty that counts from a day, by its clock and before anything else moves it.
pub(super) fn counted_due(scene: &Scene<'_>, d: &Deadline, base: Day) -> Option<Day> {
    accumulated(scene, d, Counted { base, span: d.span, minus_one: d.first_day == FirstDay::Counts }, |_, _, _| ())
}

/// Days outside the state do not count: each stretch moves the day.
fn outside_state(
    scene: &Scene<'_>,
    (state, left_out): (&Selectors, &[(Day, Day)]),
    base: Day,
    plain: Day,
    mut moved: impl FnMut(Day, Day, Day),
) -> Option<Day> {
    let mut due = plain.number();
    let mut covered = base.number() - 1;
    let mut spells = scene.matching(state).map(|(_, f)| (f.from, f.through)).peekable();
    while covered < due {
        let Some((from, through)) = next_counted(&mut spells, left_out, covered) else {
            // Out of the state now: the clock stands still at its end.
            if covered >= base.number() {
                return None;
            }
            break;
        };
        if from > covered + 1 {
            due += from - covered - 1;
            moved(Day::from_number(covered + 1), Day::from_number(from - 1), Day::from_number(due));
        }
        covered = through;
    }
    Some(Day::from_number(due))
}

/// The next days in a row after `after` that the accumulated clock counts. `spells` stand in the order of their first days;
/// those that are over are taken.
fn next_counted(
    spells: &mut Peekable<impl Iterator<Item = (i32, i32)>>,
    left_out: &[(Day, Day)],
    mut after: i32,
) -> Option<(i32, i32)> {
    loop {
        while spells.next_if(|(_, through)| *through <= after).is_some() {}
        let &(first, last) = spells.peek()?;
        let (mut from, mut through) = (first.max(after + 1), last);
        for (first, last) in left_out.iter().map(|(first, last)| (first.number(), last.number())) {
            if first <= from && from <= last {
                from = last + 1;
            } else if from < first {
                through = through.min(first - 1);
            }
        }
        if from <= through {
            return Some((from, through));
        }
        after = last;
    }
}

/// The first day on which a fulfilment counts: the anchor day or `opens`, by the duty's own clock, and never before an
/// anchor fact whose last day is the anchor had begun (`begins`).
pub(super) fn counts_from(scene: &Scene<'_>, d: &Deadline, (anchor, begins): (Day, Day)) -> Day {
    let Some(opens) = d.opens else {
        return if matches!(d.anchor, Anchor::End(_) | Anchor::Limit(_)) { begins } else { anchor };
    };
    let plain = opens.after(anchor, d.month_end);
    if matches!(d.anchor, Anchor::End(_)) {
        return plain.max(begins);
    }
    if d.clock != Clock::Accumulated {
        return plain;
    }
    // The others' month takes the place of the months ("uanset stk. 1"): what is done before it is over is theirs.
    if d.month_of.is_some() {
        return month_closed(scene, d, anchor).map_or(Day::LAST, |last| last.plus_days(1));
    }
    // While the clock stands still before that day, nothing counts yet.
    let counted = Counted { base: anchor, span: opens, minus_one: false };
    accumulated(scene, d, counted, |_, _, _| ()).unwrap_or(Day::LAST)
}

/// BAB § 7, stk. 2: the end of the calendar month in which the counted days reach `month_of`, or the hours that somebody
/// else counted.
fn month_closed(scene: &Scene<'_>, d: &Deadline, base: Day) -> Option<Day> {
    let span = d.month_of?;
    let state = d.month_counted.as_ref().map_or(&d.state, |counted| counted.used_in(&d.state));
    let reached = |from: Day, last: Day| {
        let goes_on = scene.matching(state).any(|(_, f)| f.through >= from.number());
        let day = || outside_state(scene, (state, &d.not_counted_days), from, last, |_, _, _| ());
        goes_on.then(day).flatten()
    };
    let by_days = || reached(base, span.after(base, d.month_end).plus_days(-1));
    let Some(counted) = &d.month_counted else { return by_days().map(Day::end_of_month) };
    let told = counted::told(scene, counted, base, |_, _| 0);
    // After the last count that is too low the rest is used on full time at the earliest.
    let by_rest = told.before.map_or_else(by_days, |(on, days)| reached(on.plus_days(1), on.plus_days(days)));
    by_rest.into_iter().chain(told.enough).min().map(Day::end_of_month)
}

/// The day by the accumulated clock, with what is left out of the count: an absence counts where it lies in the state, and
/// one without an end stops the clock.
fn left_out(
    scene: &Scene<'_>,
    d: &Deadline,
    at: At,
    what: Counted,
    basis: &mut Basis,
    trace: &mut impl Trace,
) -> Option<Day> {
    less_pauses(scene, d, what, |moved| match moved {
        Moved::Outside { from, through, to } => {
            trace.step(at, || Step::Outside { from, through, days: from.days_until(through) + 1, to });
        }
        Moved::Paused { fact, from, through, to } => {
            let days = through.map_or(0, |through| from.days_until(through) + 1);
            basis.paused = Some((from, through));
            basis.pause_days = basis.pause_days.saturating_add(u16::try_from(days).unwrap_or(u16::MAX));
            if through.is_none() {
                basis.missing = basis.missing.with(Missing::ABSENCE_END);
            }
            trace.step(at, || Step::Pause { fact, from, through, days, to });
        }
    })
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

/// Exemptions from the base day on, in the order of their first days. Whether one that is only for some is for the citizen
/// is asked on its first day; where nobody knows and it covers the due day, the duty is undetermined.
fn collect_exemptions(scene: &Scene<'_>, d: &Deadline, base: Day, due: Day, basis: &mut Basis) {
    let add = |basis: &mut Basis, index: u32, fact: &Compact| {
        if fact.through < base.number() {
            return;
        }
        let after_assessment = fact.is(FactKind::ExemptedAfterAssessment);
        let (from, through) = (fact.from_day(), fact.through_day());
        basis.exempt.push(Exemption { from, through, fact: index, after_assessment });
    };
    for (index, fact) in scene.matching(&d.exempt) {
        add(basis, index, fact);
    }
    for part in &d.exempt_for {
        for (index, fact) in scene.matching(&part.facts) {
            match scene.is_for(&part.who, fact.from_day().max(base)) {
                Match::Yes => add(basis, index, fact),
                Match::Unknown(missing) if fact.covers(due) => basis.missing = basis.missing.with(missing),
                Match::Unknown(_) | Match::No => {}
            }
        }
    }
    basis.exempt.sort_by_key(|e| e.from);
}

/// Where an exemption covers the due day, the rule may say how long after it the duty is due; exemptions that follow each
/// other are one.
fn exempted(
    scene: &Scene<'_>,
    d: &Deadline,
    at: At,
    base: Day,
    plain: Day,
    basis: &mut Basis,
    trace: &mut impl Trace,
) -> Option<Day> {
    if !scene.sorted.may_match(&d.exempt) && d.exempt_for.iter().all(|part| !scene.sorted.may_match(&part.facts)) {
        return Some(plain);
    }
    collect_exemptions(scene, d, base, plain, basis);
    let mut due = plain;
    for exemption in basis.exempt.iter().filter(|e| e.after_assessment && e.covers(plain)) {
        basis.exempt_for_good = true;
        trace.step(at, || Step::Waived { fact: Some(exemption.fact), reason: "assessment" });
    }
    let Some(span) = d.after_exemption else { return Some(due) };
    let lasting = || basis.exempt.iter().filter(|e| !e.after_assessment);
    while let Some(first) = lasting().find(|e| e.covers(due)) {
        let (mut fact, mut end) = (first.fact, first.through);
        while let Some(last) = end
            && let Some(next) =
                lasting().find(|e| e.from <= last.plus_days(1) && e.through.is_none_or(|through| through > last))
        {
            (fact, end) = (next.fact, next.through);
        }
        let Some(last) = end else {
            trace.step(at, || Step::Exempt { fact, to: None });
            return None;
        };
        due = span.after(last, d.month_end);
        trace.step(at, || Step::Exempt { fact, to: Some(due) });
    }
    Some(due)
}

/// The last day in time lay inside an exemption, and the rule does not say what follows.
fn excuse(d: &Deadline, at: At, basis: &mut Basis, trace: &mut impl Trace) {
    let (None, Some(last)) = (d.after_exemption, basis.last_in_time()) else { return };
    if let Some(over) = basis.exempt.iter().find(|e| !e.after_assessment && e.covers(last)) {
        basis.excused = true;
        let fact = over.fact;
        trace.step(at, || Step::Waived { fact: Some(fact), reason: "exempt_on_due_day" });
    }
}

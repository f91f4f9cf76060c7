//! Time in a state before a day: how a gate counts it (BAB §§ 7-9).

use crate::assess::counted::{self, Told};
use crate::assess::limit::cut;
use crate::model::{AnewAfter, NotWhile, OverBy, Prior};
use crate::selector::Selectors;
use crate::terms::MonthCounted;
use domain::compact::{Compact, OPEN};
use domain::{Day, MonthEnd, Span, Unit};

#[derive(Clone, Copy, Debug)]
pub(crate) struct PriorTime {
    pub(crate) satisfied: bool,
    /// The day the time is reached if the state goes on; `None` when it does not run.
    pub(crate) earliest: Option<Day>,
    /// It may be reached, and only another count of the hours tells.
    pub(crate) uncounted: bool,
}

/// What somebody else's counts say of the hours of the span (BAB § 7, stk. 4).
enum ByHours {
    /// A count says that they are used.
    Used(Day),
    /// The first day after the rest, used at full time in the state and so at the earliest.
    At(Day),
}

/// Whether the citizen was in the state for so long before `on`, and if not, from which day.
pub(crate) fn prior_days(facts: &[Compact], prior: &Prior, on: Day) -> PriorTime {
    if begun_inside(facts, prior, on) {
        return PriorTime { satisfied: true, earliest: None, uncounted: false };
    }
    let from = latest_from(facts, &prior.reset_by, on);
    let spells = spells(facts, &prior.state, prior.not_while.as_ref(), from, on);
    let begins_anew = |last: i32, next: i32| {
        prior.continuous && a_month_lies_between(last, next)
            || is_so_long(prior.reset_after, last, next)
            || is_won_again(facts, prior.anew_after.as_ref(), last, next)
    };
    let spells = since_anew(spells, on, begins_anew);
    let by_days = reached_on(&spells, prior.span);
    let by_hours = prior.span_counted.as_ref().and_then(|counted| by_hours(facts, counted, &spells, on));
    let (reached, uncounted) = match by_hours {
        Some(ByHours::Used(day)) => (Some(day), false),
        // A count that is not short of the days says nothing against them.
        Some(ByHours::At(day)) => {
            let agrees = by_days.is_some_and(|by_days| day <= by_days && by_days <= on);
            (by_days.max(Some(day)), day <= on && !agrees)
        }
        None => (by_days, false),
    };
    let runs_now = spells.last().is_some_and(|s| s.1 == on.number() - 1);
    let satisfied = reached.is_some_and(|reached| reached <= on) && !uncounted;
    let earliest = reached.filter(|_| (runs_now || satisfied) && !uncounted);
    PriorTime { satisfied, earliest, uncounted }
}

/// `None`: nobody has counted since the stretches began.
fn by_hours(facts: &[Compact], counted: &MonthCounted, spells: &[(i32, i32)], on: Day) -> Option<ByHours> {
    let base = Day::from_number(spells.first()?.0);
    let counts = facts.iter().filter(|f| counted.by.matches(f) && f.from <= on.number());
    let along = |day: Day, week: u16| counted::in_jobs(facts.iter(), base, day, week);
    let Told { enough, before, .. } = counted::told_by(counts, counted, base, along);
    if let Some(day) = enough {
        return Some(ByHours::Used(day));
    }
    let (day, rest) = before?;
    let after = day.number() + 1;
    let mut later: Vec<_> = spells.iter().filter(|s| s.1 >= after).map(|s| (s.0.max(after), s.1)).collect();
    goes_on(&mut later, on.number().max(after));
    reached_on(&later, Span::new(rest, Unit::Days)).map(ByHours::At)
}

/// The state is taken to go on from a day.
fn goes_on(spells: &mut Vec<(i32, i32)>, from: i32) {
    match spells.last_mut() {
        Some(last) if last.1 + 1 == from => last.1 = OPEN,
        _ => spells.push((from, OPEN)),
    }
}

/// The last day of so long in the state, which is taken to go on from `on`: by then what begins on that day must be over.
/// Before `on`: nothing that begins then can be over in time. `None`: only another count of the hours tells.
pub(crate) fn last_day_of(facts: &[Compact], over: &OverBy, on: Day) -> Option<Day> {
    let from = latest_from(facts, &over.reset_by, on);
    let spells = spells(facts, &over.state, None, from, on);
    let begins_anew = |last: i32, next: i32| {
        is_so_long(over.reset_after, last, next) || is_won_again(facts, over.anew_after.as_ref(), last, next)
    };
    let mut spells = since_anew(spells, on, begins_anew);
    let counted = over.span_counted.as_ref().filter(|counted| {
        // A count tells of days that do not count too.
        let since = spells.first().map_or(OPEN, |first| first.0);
        let last = facts.iter().filter(|f| counted.by.matches(f) && f.from <= on.number()).map(|f| f.from).max();
        !over
            .not_counted_days
            .iter()
            .any(|(from, through)| since <= through.number() && last.is_some_and(|last| from.number() <= last))
    });
    let by_hours = counted.and_then(|counted| by_hours(facts, counted, &spells, on));
    goes_on(&mut spells, on.number());
    for (first, last) in &over.not_counted_days {
        cut(&mut spells, first.number(), last.number());
    }
    spells.sort_unstable();
    let by_days = reached_on(&spells, over.span).unwrap_or(on);
    let over_on = match by_hours {
        Some(ByHours::Used(day)) => day,
        Some(ByHours::At(day)) if on < day => day,
        Some(ByHours::At(day)) if by_days < day || on < by_days => return None,
        Some(ByHours::At(_)) | None => by_days,
    };
    Some(over_on.plus_days(-1))
}

/// Whether so long lies between a stretch and the next, counted from the day after its last (LAB § 9, stk. 7).
fn is_so_long(span: Option<Span>, last: i32, next: i32) -> bool {
    span.is_some_and(|s| s.after(Day::from_number(last + 1), MonthEnd::Down).number() <= next)
}

/// Whether there was so long of the other state within the time before a new stretch.
fn is_won_again(facts: &[Compact], anew: Option<&AnewAfter>, last: i32, next: i32) -> bool {
    anew.filter(|_| last + 1 < next).is_some_and(|anew| {
        let next = Day::from_number(next);
        let first = Span::new(-anew.within.count, anew.within.unit).after(next, MonthEnd::Down);
        let spells = spells(facts, &anew.state, None, first.number(), next);
        reached_on(&spells, anew.at_least)
            .is_some_and(|reached| reached <= next && spells.last().is_some_and(|last| last.1 + 1 >= reached.number()))
    })
}

/// Whether what is asked about runs already and began on a day that such a fact covers (LAB § 48, stk. 3).
fn begun_inside(facts: &[Compact], prior: &Prior, on: Day) -> bool {
    prior.begun_inside.as_ref().is_some_and(|begun| {
        let runs = |f: &&Compact| begun.facts.matches(f) && f.from <= on.number() && f.through >= on.number();
        let mut running = facts.iter().filter(runs);
        running.any(|f| facts.iter().any(|i| begun.inside.matches(i) && i.from <= f.from && i.through >= f.from))
    })
}

/// The last day of the stretch of one code that runs on a day: of several the last that ends; none where nothing runs, or
/// one that runs on has no last day.
pub(crate) fn last_day_inside(facts: &[Compact], inside: &Selectors, on: Day) -> Option<Day> {
    let mut last: Option<i32> = None;
    for running in facts.iter().filter(|f| inside.matches(f) && f.from <= on.number() && f.through >= on.number()) {
        let mut through = running.through;
        // The facts stand by their first day.
        for next in facts.iter().filter(|f| inside.matches(f) && f.codes[0] == running.codes[0]) {
            if through != OPEN && next.from <= through + 1 {
                through = through.max(next.through);
            }
        }
        last = last.max(Some(through));
    }
    last.filter(|last| *last != OPEN).map(Day::from_number)
}

/// The stretches since the count last began anew; none where it does so on the day.
fn since_anew(mut spells: Vec<(i32, i32)>, on: Day, begins_anew: impl Fn(i32, i32) -> bool) -> Vec<(i32, i32)> {
    if spells.last().is_some_and(|last| begins_anew(last.1, on.number())) {
        return Vec::new();
    }
    let anew = spells.windows(2).rposition(|pair| begins_anew(pair[0].1, pair[1].0));
    spells.split_off(anew.map_or(0, |at| at + 1))
}

/// The first day of the latest such fact that has begun by a day.
pub(super) fn latest_from(facts: &[Compact], of: &Selectors, on: Day) -> i32 {
    facts.iter().filter(|f| of.matches(f) && f.from <= on.number()).map(|f| f.from).max().unwrap_or(i32::MIN)
}

/// Stretches of the state before `on`, joined, less what does not count.
fn spells(facts: &[Compact], state: &Selectors, not_while: Option<&NotWhile>, from: i32, on: Day) -> Vec<(i32, i32)> {
    let mut pieces: Vec<(i32, i32)> = Vec::new();
    for fact in facts.iter().filter(|f| state.matches(f) && f.from < on.number() && f.through >= from) {
        let mut days = vec![(fact.from.max(from), fact.through.min(on.number() - 1))];
        if let Some(not) = not_while.filter(|not| not.state.matches(fact)) {
            for out in facts.iter().filter(|f| not.covered_by.matches(f)) {
                cut(&mut days, out.from, out.through);
            }
        }
        pieces.append(&mut days);
    }
    pieces.sort_unstable();
    let mut merged: Vec<(i32, i32)> = Vec::new();
    for (a, b) in pieces {
        match merged.last_mut() {
            Some(last) if a <= last.1 + 1 => last.1 = last.1.max(b),
            _ => merged.push((a, b)),
        }
    }
    merged
}

/// The first day after so long in the state: the span from its first day, moved by the days between the stretches until
/// then. The last stretch goes on.
fn reached_on(spells: &[(i32, i32)], span: Span) -> Option<Day> {
    let mut day = span.after(Day::from_number(spells.first()?.0), MonthEnd::Down).number();
    for pair in spells.windows(2) {
        if pair[0].1 + 1 >= day {
            break;
        }
        day += pair[1].0 - pair[0].1 - 1;
    }
    Some(Day::from_number(day))
}

/// Whether a whole calendar month lies between two days.
fn a_month_lies_between(last: i32, next: i32) -> bool {
    let first = Day::from_number(last).plus_days(1);
    let month = if first == first.start_of_month() { first } else { first.end_of_month().plus_days(1) };
    month.end_of_month().number() < next
}

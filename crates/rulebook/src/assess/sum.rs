//! Counts of so much of a state inside so long a time (LAS § 74 c): the next one begins with what fulfilled the one before, or
//! with the first stretch after it from which so much lies inside the time again. What pauses the clock is left out of both.

use crate::assess::Scene;
use crate::assess::anchor::Opening;
use crate::assess::project::{self, counts_from};
use crate::assess::settle::fulfilments;
use crate::model::Deadline;
use crate::terms::Sum;
use domain::compact::OPEN;
use domain::{Day, MonthEnd, Span};

/// Days in a row in the state, with the first fact of them and the days among them that a pause leaves out.
pub(super) struct Stretch {
    from: i32,
    through: i32,
    fact: u32,
    pauses: Vec<(i32, i32, u32)>,
}

/// What moved the day while months were added up.
pub(super) enum Moved {
    /// Days between two stretches.
    Outside { from: Day, through: Day, to: Day },
    /// Days in the state that are left out; without a last day the clock stands still.
    Paused { fact: u32, from: Day, through: Option<Day>, to: Option<Day> },
}

/// One count: the fact it lies in, how many lay in that before it, and what was done that it begins with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Count {
    pub(super) day: Day,
    pub(super) fact: u32,
    pub(super) before: u16,
    pub(super) after: Option<(Day, u32)>,
}

/// The state from a day on.
pub(super) fn stretches(scene: &Scene<'_>, d: &Deadline, day: i32) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for (index, fact) in scene.matching(&d.state) {
        match found.last_mut() {
            Some(last) if fact.from <= last.through.saturating_add(1) => last.through = last.through.max(fact.through),
            _ => found.push(Stretch { from: fact.from, through: fact.through, fact: index, pauses: Vec::new() }),
        }
    }
    found.retain(|stretch| stretch.through >= day);
    for stretch in &mut found {
        stretch.from = stretch.from.max(day);
        for (index, out) in scene.matching(&d.pause) {
            let told = stretch.pauses.last().map_or(stretch.from, |(_, last, _)| last.saturating_add(1));
            let (from, through) = (out.from.max(told), out.through.min(stretch.through));
            if from <= through {
                stretch.pauses.push((from, if out.through == OPEN { OPEN } else { through }, index));
            }
        }
    }
    found
}

/// The first day after so many months in the stretches: the whole months of each and then its days, as
/// [`months::add_up`](super::months::add_up) does, where what is paused makes a stretch as much shorter.
pub(super) fn add_up(
    stretches: &[Stretch],
    months: i32,
    month_end: MonthEnd,
    mut moved: impl FnMut(Moved),
) -> Option<Day> {
    let (mut left, mut over) = (months, 0);
    let mut before: Option<i32> = None;
    for stretch in stretches {
        let first = Day::from_number(stretch.from);
        let mut day = first.plus_months(left, month_end).plus_days(-over).max(first);
        if let Some(before) = before {
            moved(Moved::Outside { from: Day::from_number(before + 1), through: first.plus_days(-1), to: day });
        }
        let mut paused = 0;
        for &(from, through, fact) in &stretch.pauses {
            if from >= day.number() {
                break;
            }
            let open = through == OPEN;
            let days = if open { 0 } else { through - from + 1 };
            day = day.plus_days(days);
            paused += days;
            let last = (!open).then(|| Day::from_number(through));
            moved(Moved::Paused { fact, from: Day::from_number(from), through: last, to: last.map(|_| day) });
            if open {
                return None;
            }
        }
        if stretch.through == OPEN || day.number() <= stretch.through + 1 {
            return Some(day);
        }
        let after = Day::from_number(stretch.through + 1 - paused);
        let whole = (0..left).rev().find(|m| first.plus_months(*m, month_end) <= after).unwrap_or(0);
        left -= whole;
        over += first.plus_months(whole, month_end).days_until(after);
        before = Some(stretch.through);
    }
    None
}

/// All counts, first to last. One that nothing fulfilled in the end goes on; only where its last day has come before a break
/// so long that no time around it could hold the sum does another begin beside it.
pub(super) fn counts(scene: &Scene<'_>, d: &Deadline, sum: Sum) -> Vec<Count> {
    let mut found: Vec<Count> = Vec::new();
    let mut next = first_from(scene, (d, sum), i32::MIN).map(|(day, fact)| (day, fact, None));
    while let Some((day, fact, after)) = next {
        let before = found.iter().filter(|count| count.fact == fact).count() as u16;
        let count = Count { day, fact, before, after };
        found.push(count);
        let opens = |day: Day| counts_from(scene, d, (day, day));
        let met = fulfilments(scene, d, Opening::of_count(count), opens(day)).next();
        let again = after_a_break(scene, (d, sum), day);
        next = match (met, again) {
            (Some(done), again) if again.is_none_or(|(day, _)| done.0 < opens(day)) => {
                let next = first_from(scene, (d, sum), done.0.number());
                next.map(|(day, fact)| (day, fact, Some(done).filter(|done| done.0 == day)))
            }
            (_, again) => again.map(|(day, fact)| (day, fact, None)),
        };
    }
    found
}

/// The first day that begins a count, from a day on: that day, where it is in the state, or the first of a later stretch.
fn first_from(scene: &Scene<'_>, (d, sum): (&Deadline, Sum), from: i32) -> Option<(Day, u32)> {
    let ahead = stretches(scene, d, from);
    let at = (0..ahead.len()).find(|at| reaches(&ahead[*at..], (d, sum)))?;
    Some((Day::from_number(ahead[at].from), ahead[at].fact))
}

/// Where another count begins though nothing was done in this one: its last day came before the break.
fn after_a_break(scene: &Scene<'_>, (d, sum): (&Deadline, Sum), day: Day) -> Option<(Day, u32)> {
    let due = project::counted_due(scene, d, day)?.number();
    let longest = Span::new(sum.within.count - sum.at_least.count, sum.within.unit);
    let broken = |last: i32, next: i32| next > longest.after(Day::from_number(last + 1), MonthEnd::Down).number();
    let ahead = stretches(scene, d, day.number());
    let after = ahead.windows(2).find(|pair| broken(pair[0].through, pair[1].from))?[1].from;
    (due <= after).then(|| first_from(scene, (d, sum), after)).flatten()
}

/// Whether `at_least` of the stretches lies within the time that begins with them; what is paused is in neither.
fn reaches(ahead: &[Stretch], (d, sum): (&Deadline, Sum)) -> bool {
    let Some(first) = ahead.first() else { return false };
    let mut paused = 0;
    let whole = add_up(ahead, sum.at_least.count, d.month_end, |moved| {
        if let Moved::Paused { from, through: Some(through), .. } = moved {
            paused += from.days_until(through) + 1;
        }
    });
    let end = sum.within.after(Day::from_number(first.from), MonthEnd::Down);
    whole.is_some_and(|whole| whole.plus_days(-paused) <= end)
}

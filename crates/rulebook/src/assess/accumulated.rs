//! Limits on days or months in a state, added up over its stretches, with or without the months that are looked at.

use crate::assess::limit::{DayOfLimit, LimitUse, Spare, Spell, cut, passed_over};
use crate::assess::{Scene, months, stretch};
use crate::model::{Body, Limit, Transition, Version};
use crate::rulebook::RuleIx;
use crate::who::{Match, Missing};
use domain::calendar::weekday_holidays;
use domain::compact::OPEN;
use domain::kinds::FactKind;
use domain::{Day, MonthEnd, Span, Unit};

/// The uses of one version, with what is counted and the days on which a warning begins.
pub(super) fn collect(
    scene: &Scene<'_>,
    (rule, versions, v): (RuleIx, &[Version], u8),
    spare: &mut Spare,
    found: &mut Vec<LimitUse>,
) {
    let Body::Limit(limit @ Limit::Accumulated { max, window_months, warn, .. }) = &versions[v as usize].body else {
        return;
    };
    let Spare { lists, spells, pieces } = spare;
    each_use(scene, (versions, v), (spells, pieces), |day, spells, (first, next)| {
        let mut used = LimitUse::new((rule, v), day.fact, (day.start, day.through), *max, day.missing, lists.pop());
        (used.reached_on, used.effective_on) = (day.reached_on, day.effective_on);
        used.warnings.extend(warn.iter().filter_map(|w| reached_on(limit, spells, first, *w, false)));
        // Days of an earlier use count along while the months that are looked at hold them.
        used.stretches.extend(spells[..next].iter().map(|(a, b, _)| (Day::from_number(*a), Day::from_number(*b), 0)));
        used.window_months = window_months.filter(|_| !by_months(*max));
        found.push(used);
    });
}

/// The uses of a limit on days in a state, for the duty that its day opens.
pub(super) fn days(scene: &Scene<'_>, versions: &[Version], spare: &mut Spare, found: &mut Vec<DayOfLimit>) {
    for v in 0..versions.len() {
        each_use(scene, (versions, v as u8), (&mut spare.spells, &mut spare.pieces), |day, _, _| found.push(day));
    }
}

/// One use for each time the limit may be reached: after it was, and after what was counted has left the months that are
/// looked at, the next day in the state begins another. `found` hears of each with all stretches and the places of its own
/// first and of the next use's.
fn each_use(
    scene: &Scene<'_>,
    (versions, v): (&[Version], u8),
    (spells, pieces): (&mut Vec<Spell>, &mut Vec<(i32, i32)>),
    mut found: impl FnMut(DayOfLimit, &[Spell], (usize, usize)),
) {
    let version = &versions[v as usize];
    let Body::Limit(limit) = &version.body else { return };
    let Limit::Accumulated {
        state,
        max,
        window_months,
        more_than,
        weekday_holidays,
        effective_end_of_month,
        who_when_reached,
        ..
    } = limit
    else {
        return;
    };
    // No counted day lies before the first of the state or after its last.
    let Some((_, first)) = scene.matching(state).next() else { return };
    let over = || scene.matching(state).all(|(_, f)| f.through < version.from.number());
    if version.through.is_some_and(|t| t.number() < first.from) || over() {
        return;
    }
    stretches(scene, limit, spells, pieces);
    let spells = &spells[..];
    let effect = |day: Day| if *effective_end_of_month { day.end_of_month() } else { day };
    let mut at = 0;
    while let Some(&(begun, _, fact)) = spells.get(at) {
        let first = at;
        let start = Day::from_number(begun);
        let reached = reached_on(limit, spells, first, *max, *more_than);
        let next = match (window_months, by_months(*max)) {
            (Some(window), false) => {
                let held = |from: Day, through: Day| count(spells, from, through, *weekday_holidays);
                let reached = reached.map(|day| (day, effect(day), needed(*max, *more_than)));
                next_use(spells, first, reached, *window, held)
            }
            _ => spells.len(),
        };
        let last = spells[first..next].last().map_or(begun, |s| s.1);
        // What only a later use reaches is that use's day.
        let reached = reached.filter(|day| by_months(*max) || window_months.is_none() || day.number() <= last);
        at = next;
        if version.from.number() > last || version.through.is_some_and(|t| t < start) {
            continue;
        }
        let asked = reached.filter(|_| *who_when_reached).unwrap_or(start).max(version.from);
        let missing = match scene.is_for(&version.who, asked) {
            Match::No => continue,
            Match::Yes => Missing::default(),
            Match::Unknown(missing) => missing,
        };
        let over = reached.map(|day| match day < version.from {
            true => reached_before(versions, v),
            false => passed_over(scene, (versions, v), day),
        });
        let (reached_on, missing) = match over {
            Some(Match::Yes) => continue,
            Some(Match::Unknown(why)) => (None, missing.with(why)),
            Some(Match::No) | None => (reached, missing),
        };
        let reached_on = reached_on.map(|day| day.max(version.from));
        let effective_on = reached_on.map(effect);
        let through = (last != OPEN).then(|| Day::from_number(last));
        found(DayOfLimit { fact, start, through, reached_on, effective_on, missing }, spells, (first, next));
    }
}

/// Whether an earlier version says what was reached before this one began; unknown where nobody has read what the first
/// one did to it.
fn reached_before(versions: &[Version], v: u8) -> Match {
    match versions[v as usize].transition {
        Some(Transition::Recompute) => Match::No,
        _ if v > 0 => Match::Yes,
        _ => Match::Unknown(Missing::TRANSITION),
    }
}

fn by_months(max: Span) -> bool {
    matches!(max.unit, Unit::Months | Unit::Years)
}

/// The first day, from a stretch on, on which so much of the state is reached.
fn reached_on(limit: &Limit, spells: &[Spell], first: usize, span: Span, more_than: bool) -> Option<Day> {
    let Limit::Accumulated { max, window_months, weekday_holidays, .. } = limit else { return None };
    match by_months(*max) {
        true => months_reached(&spells[first..], span, *window_months, more_than),
        false => days_reached(spells, first, span, *window_months, more_than, *weekday_holidays),
    }
}

/// Stretches of counted days: the state, less what does not count.
fn stretches(scene: &Scene<'_>, limit: &Limit, found: &mut Vec<Spell>, pieces: &mut Vec<(i32, i32)>) {
    found.clear();
    let Limit::Accumulated { state, not_counted, skip_first_days: skip, .. } = limit else { return };
    for (index, fact) in scene.matching(state) {
        pieces.clear();
        pieces.push((fact.from, fact.through));
        for (_, out) in scene.matching(not_counted) {
            cut(pieces, out.from, out.through);
        }
        let absences = || scene.sorted.of(FactKind::Sickness);
        for (at, sick) in absences().enumerate().filter(|_| *skip > 0) {
            // One absence that stands in two facts has its first days once.
            if absences().take(at).any(|before| stretch::runs_into(before, sick)) {
                continue;
            }
            // SDPL § 24, stk. 3: the first 30 calendar days; the first two weeks for the self-employed.
            let days = if sick.codes[1] == 1 { 14 } else { i32::from(*skip) };
            cut(pieces, sick.from, sick.from + days - 1);
        }
        found.extend(pieces.iter().map(|(a, b)| (*a, *b, index)));
    }
    found.sort_unstable();
    // Two benefits that count at once are one stretch.
    found.dedup_by(|next, last| {
        let joined = next.0 <= last.1;
        if joined {
            last.1 = last.1.max(next.1);
        }
        joined
    });
}

/// Where the next use of a limit begins: with the first stretch at which the months that are looked at hold nothing before
/// it, or less than the limit again after it was reached, or which begins after it took effect. `reached`: both days and
/// what was needed.
fn next_use(
    spells: &[Spell],
    at: usize,
    reached: Option<(Day, Day, i32)>,
    window: u16,
    held: impl Fn(Day, Day) -> i32,
) -> usize {
    let begins = |i: &usize| {
        let day = Day::from_number(spells[*i].0);
        let from = day.start_of_month().plus_months(1 - i32::from(window), MonthEnd::Down);
        let before = held(from, day.plus_days(-1));
        let again = |(reached, effect, needed): (Day, Day, i32)| effect < day || reached < day && before < needed;
        before == 0 || reached.is_some_and(again)
    };
    (at + 1..spells.len()).find(begins).unwrap_or(spells.len())
}

/// Counted days that make the limit reached.
fn needed(max: Span, more_than: bool) -> i32 {
    let days = if max.unit == Unit::Weeks { 7 * max.count } else { max.count };
    days + i32::from(more_than)
}

/// First day from a stretch on at which more than (or at least) `max` days have been counted inside the window of calendar
/// months that ends with that day's month.
fn days_reached(
    spells: &[Spell],
    at: usize,
    max: Span,
    window: Option<u16>,
    more_than: bool,
    skip_holidays: bool,
) -> Option<Day> {
    let need = needed(max, more_than);
    let first = Day::from_number(spells.first()?.0);
    let begun = Day::from_number(spells.get(at)?.0);
    // Fewer months never hold more days, so no window is full before all days together are enough.
    let soonest = added_up(spells, need, skip_holidays)?;
    let looked_from = |month: Day| window.map_or(first, |n| month.plus_months(1 - i32::from(n), MonthEnd::Down));
    // No month is shorter than 28 days: most need no calendar.
    let near = window.is_none_or(|n| first.days_until(soonest) <= 28 * (i32::from(n) - 1));
    if begun <= soonest && (near || looked_from(soonest.start_of_month()) <= first) {
        return Some(soonest);
    }
    let last = spells.last()?.1;
    let mut month = begun.max(soonest).start_of_month();
    let horizon = if last == OPEN { spells.last()?.0.max(first.number()) + 2 * need + 400 } else { last };
    while month.number() <= horizon {
        let end = month.end_of_month();
        let before = count(spells, looked_from(month), month.plus_days(-1), skip_holidays);
        if before + count(spells, month, end, skip_holidays) >= need {
            let mut counted = before;
            let mut day = month;
            while day <= end {
                counted += count(spells, day, day, skip_holidays);
                if counted >= need && day >= begun {
                    return Some(day);
                }
                day = day.plus_days(1);
            }
        }
        month = month.plus_months(1, MonthEnd::Down);
    }
    None
}

/// The day on which so many days have been counted, whenever they were.
fn added_up(spells: &[Spell], need: i32, skip_holidays: bool) -> Option<Day> {
    let holidays = |from: i32, through: i32| match skip_holidays {
        true => weekday_holidays(Day::from_number(from), Day::from_number(through)),
        false => 0,
    };
    let mut left = need;
    for &(from, through, _) in spells {
        let mut day = from + left - 1;
        let mut out = holidays(from, day);
        while day < from + left - 1 + out {
            day = from + left - 1 + out;
            out = holidays(from, day);
        }
        if day <= through {
            return Some(Day::from_number(day));
        }
        left -= through - from + 1 - holidays(from, through);
    }
    None
}

/// Counted days from one day through another.
fn count(spells: &[Spell], from: Day, through: Day, skip_holidays: bool) -> i32 {
    let mut total = 0;
    for &(a, b, _) in spells {
        let (from, through) = (a.max(from.number()), b.min(through.number()));
        if from > through {
            continue;
        }
        total += through - from + 1;
        if skip_holidays {
            total -= weekday_holidays(Day::from_number(from), Day::from_number(through));
        }
    }
    total
}

/// Months in a state, added up from the first day of a stretch, inside the window.
fn months_reached(spells: &[Spell], max: Span, window: Option<u16>, more_than: bool) -> Option<Day> {
    let months = if max.unit == Unit::Years { 12 * max.count } else { max.count };
    for (at, &(first, ..)) in spells.iter().enumerate() {
        let stretches = spells[at..].iter().map(|(from, through, _)| (*from, *through));
        let after = months::add_up(stretches, months, MonthEnd::Up, |_, _, _| ());
        let reached = after.map(|day| day.plus_days(-1 + i32::from(more_than)));
        let fits =
            |day: Day| window.is_none_or(|n| day < Day::from_number(first).plus_months(i32::from(n), MonthEnd::Up));
        let counted = |day: Day| {
            !more_than || spells.iter().any(|(from, through, _)| *from <= day.number() && day.number() <= *through)
        };
        if let Some(day) = reached.filter(|day| fits(*day) && counted(*day)) {
            return Some(day);
        }
        window?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Day by day: the first from the stretch's first day on at which the months through it hold enough.
    fn looked_at_every_day(
        spells: &[Spell],
        at: usize,
        need: i32,
        window: Option<u16>,
        skip_holidays: bool,
    ) -> Option<Day> {
        let first = Day::from_number(spells[0].0);
        let last = spells.last().map_or(0, |s| if s.1 == OPEN { s.0 + 4000 } else { s.1 });
        (spells[at].0..=last).map(Day::from_number).find(|day| {
            let from = window.map_or(first, |n| day.start_of_month().plus_months(1 - i32::from(n), MonthEnd::Down));
            let held = (from.number()..=day.number()).map(Day::from_number).filter(|on| {
                let inside = spells.iter().any(|s| (s.0..=s.1).contains(&on.number()));
                inside && !(skip_holidays && domain::calendar::is_weekday_holiday(*on))
            });
            held.count() as i32 >= need
        })
    }

    proptest! {
        #[test]
        fn days_are_reached_when_a_look_at_every_day_says_so(
            gaps in proptest::collection::vec((1_i32..120, 1_i32..90), 1..6),
            open in any::<bool>(),
            begin in 0_i32..800,
            need in 1_i32..200,
            window in proptest::option::of(1_u16..14),
            later in any::<proptest::sample::Index>(),
            skip_holidays in any::<bool>(),
        ) {
            let mut from = Day::new(2024, 1, 1).expect("a day").number() + begin;
            let mut spells = Vec::new();
            for (fact, (days, gap)) in gaps.iter().enumerate() {
                spells.push((from, from + days - 1, fact as u32));
                from += days + gap;
            }
            if let Some(last) = spells.last_mut().filter(|_| open) {
                last.1 = OPEN;
            }
            let at = later.index(spells.len());
            let found = days_reached(&spells, at, Span::new(need, Unit::Days), window, false, skip_holidays);
            prop_assert_eq!(found, looked_at_every_day(&spells, at, need, window, skip_holidays));
        }
    }
}

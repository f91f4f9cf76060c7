//! Hours: those of ordinary work that must be shown, and those that are left of a right as somebody else counts them.

use super::limit::{LimitUse, Spare, Spell, Tally};
use crate::assess::Scene;
use crate::model::{After, Limit, SourceStatus};
use crate::rulebook::RuleIx;
use crate::selector::Selectors;
use crate::who::{Match, Missing};
use domain::compact::{Compact, OPEN};
use domain::{Day, MonthEnd, Span, Unit};

const DAYS_A_WEEK: i32 = 7;
/// Hours a week stand in hundredths.
const HUNDREDTHS: i64 = 100;

/// Hours of ordinary work on a day: what is written, and where nobody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worked {
    /// The calendar months that are looked at, through the day.
    pub from: Day,
    pub through: Day,
    /// Hundredths of hours, without the rest of a week's day.
    pub counted: i64,
    /// Hundredths of hours that must be shown.
    pub at_least: i64,
    /// Days of which nobody wrote whether there were hours, none among them.
    pub unwritten: i32,
}

impl Worked {
    /// What is written is enough, whatever the other days held.
    pub fn is_shown(&self) -> bool {
        self.counted >= self.at_least
    }

    /// More is needed to tell: what is written is too little, and of some days nobody wrote.
    pub fn is_undetermined(&self) -> bool {
        !self.is_shown() && self.unwritten > 0
    }

    /// Whole hours that count; of an hour that is not whole nothing.
    pub fn whole(&self) -> i64 {
        self.counted / HUNDREDTHS
    }

    /// Whole hours beyond those that count; the most it can be where days are unwritten.
    pub fn short(&self) -> i64 {
        self.at_least / HUNDREDTHS - self.whole().min(self.at_least / HUNDREDTHS)
    }
}

impl LimitUse {
    /// The hours of ordinary work that count on a day, or on the last day the limit was for.
    pub fn worked_on(&self, day: Day) -> Option<Worked> {
        if self.tally != Tally::Worked {
            return None;
        }
        let through = self.through.map_or(day, |last| last.min(day));
        let from = self.first_prolonged(through);
        let (mut sum, mut written) = (0, 0);
        let mut covered = from.plus_days(-1);
        for &(first, last, hours) in &self.stretches {
            let (first, last) = (first.max(from), last.min(through));
            if first > last {
                continue;
            }
            sum += i64::from(hours) * i64::from(first.days_until(last) + 1);
            written += (first.max(covered.plus_days(1)).days_until(last) + 1).max(0);
            covered = covered.max(last);
        }
        Some(Worked {
            from,
            through,
            counted: sum / i64::from(DAYS_A_WEEK),
            at_least: i64::from(self.max.count) * HUNDREDTHS,
            unwritten: from.days_until(through) + 1 - written,
        })
    }

    /// The first day that counts on a day, where the window is longer by some of its days: those that it is longer by may
    /// make it longer again.
    fn first_prolonged(&self, day: Day) -> Day {
        let plain = self.first_counted(day);
        let mut first = plain;
        loop {
            let inside = |(from, through): &(Day, Day)| ((*from).max(first).days_until((*through).min(day)) + 1).max(0);
            let longer = plain.plus_days(-self.prolonged_by.iter().map(inside).sum::<i32>());
            if longer >= first {
                return first;
            }
            first = longer;
        }
    }

    /// The hours of ordinary work of one stretch that count on a day, with their days.
    pub fn stretches_on(&self, day: Day) -> impl Iterator<Item = (Day, Day, i32)> {
        let worked = self.worked_on(day);
        self.stretches.iter().filter_map(move |&(first, last, hours)| {
            let seen = worked?;
            let (first, last) = (first.max(seen.from), last.min(seen.through));
            (first <= last).then_some((first, last, hours))
        })
    }

    /// What an answer on a day lacks.
    pub fn missing_on(&self, day: Day) -> Missing {
        match self.worked_on(day) {
            // Where nobody has read the rule, more hours tell nothing.
            Some(worked) if worked.is_undetermined() && self.missing != Missing::UNCONFIRMED => {
                self.missing.with(Missing::ORDINARY_HOURS)
            }
            _ => self.missing,
        }
    }

    /// Of a right in hours: those that are left, and those that are used where the count says it.
    pub fn hours_left(&self) -> Option<(i32, Option<i32>)> {
        let told = self.tally == Tally::Left && self.missing.is_empty();
        told.then(|| (self.max.count, self.stretches.first().map(|(_, _, used)| *used)))
    }
}

/// One use for each stretch of the state in which the hours must be shown.
pub(super) fn worked(
    scene: &Scene<'_>,
    (rule, v): (RuleIx, u8),
    limit: &Limit,
    spare: &mut Spare,
    found: &mut Vec<LimitUse>,
) {
    let Limit::Hours { of, state, after, at_least, window_months, prolonged_by } = limit else { return };
    let version = &scene.rulebook.rules[rule.0 as usize].versions[v as usize];
    let (first, last) = days_of(version.from, version.through);
    if !scene.matching(state).any(|(_, f)| f.from <= last && f.through >= first) {
        return;
    }
    spells(scene, state, &mut spare.spells);
    for at in 0..spare.spells.len() {
        let (from, through, fact) = spare.spells[at];
        let stands = after.as_ref().map_or(Some(from), |after| stands_from(&spare.spells[..=at], after));
        let Some(start) = stands.map(|day| day.max(first)) else { continue };
        let through = through.min(last);
        if start > through {
            continue;
        }
        let Some(missing) = asked(scene, (rule, v), Day::from_number(start)) else { continue };
        let hours = Span::new(i32::try_from(*at_least).unwrap_or(i32::MAX), Unit::Hours);
        let mut used = LimitUse::new((rule, v), fact, span_of(start, through), hours, missing, spare.lists.pop());
        written(scene, of, through, &mut used.stretches);
        (used.window_months, used.tally) = (Some(*window_months), Tally::Worked);
        used.prolonged_by.clone_from(prolonged_by);
        found.push(used);
    }
}

/// The hours a week that are written, with their days. A later word ends an earlier one that nobody ended; two that both
/// have a last day are two jobs, and both count.
fn written(scene: &Scene<'_>, of: &Selectors, through: i32, stretches: &mut Vec<(Day, Day, i32)>) {
    for (_, fact) in scene.matching(of).filter(|(_, f)| f.from <= through) {
        let Some(hours) = fact.known_value() else { continue };
        let mut last = fact.through;
        if last == OPEN {
            let next = scene.matching(of).map(|(_, f)| f.from).find(|from| *from > fact.from);
            last = next.map_or(through, |next| next - 1);
        }
        stretches.push((fact.from_day(), Day::from_number(last.min(through)), hours));
    }
}

/// The first day of the last stretch on which so much of the state lies before it, within the time; `None`: not in it.
fn stands_from(spells: &[Spell], after: &After) -> Option<i32> {
    let (from, through, _) = *spells.last()?;
    let lacks = |last: i32| {
        let end = Day::from_number(last);
        let back = |span: Span| Span::new(-span.count, span.unit).after(end, MonthEnd::Down).number();
        let (first, needed) = (back(after.within) + 1, last - back(after.span));
        let held = |(a, b, _): &Spell| ((*b).min(last) - (*a).max(first) + 1).max(0);
        needed - spells.iter().map(held).sum::<i32>()
    };
    // Each day in the state adds one day at the most.
    let mut day = from - 1;
    loop {
        match lacks(day) {
            ..=0 => break,
            more if day.saturating_add(more) >= through => return None,
            more => day += more,
        }
    }
    while day >= from && lacks(day - 1) <= 0 {
        day -= 1;
    }
    Some(day + 1)
}

/// One use for each count, until the next count or the next right, and one for each time in the state that nobody has
/// counted yet.
pub(super) fn left(
    scene: &Scene<'_>,
    (rule, v): (RuleIx, u8),
    limit: &Limit,
    spare: &mut Spare,
    found: &mut Vec<LimitUse>,
) {
    let Limit::HoursLeft { of, state, anew, full_week, part_week, .. } = limit else { return };
    let version = &scene.rulebook.rules[rule.0 as usize].versions[v as usize];
    let (first, last) = days_of(version.from, version.through);
    if !scene.matching(state).any(|(_, f)| f.from <= last && f.through >= first) {
        return;
    }
    let unread = version.source == SourceStatus::NeedsReview;
    let told = |f: &Compact| !unread && f.known_value().is_some_and(|left| left >= 0);
    spells(scene, state, &mut spare.spells);
    let counts = || scene.matching(of).filter(|(_, f)| told(f));
    let rights = || scene.matching(anew).map(|(at, f)| (at, f.from));
    let counted = |day: i32| {
        let since = rights().map(|(_, from)| from).take_while(|from| *from <= day).last();
        counts().any(|(_, f)| f.from <= day && since.is_none_or(|since| since <= f.from))
    };
    let until = |day: i32| {
        let next = counts().map(|(_, f)| f.from).find(|from| *from > day);
        let right = rights().map(|(_, from)| from).find(|from| *from > day);
        last.min(next.map_or(OPEN, |day| day - 1)).min(right.map_or(OPEN, |day| day - 1))
    };
    for at in 0..spare.spells.len() {
        let (from, through, fact) = spare.spells[at];
        let from = from.max(first);
        let inside = rights().filter(|(_, day)| from < *day);
        for (fact, day) in std::iter::once((fact, from)).chain(inside) {
            let through = through.min(until(day));
            if day <= through
                && !counted(day)
                && let Some(mut l) = of_right(scene, (rule, v), fact, (day, through), spare)
            {
                if !unread {
                    l.missing = l.missing.with(Missing::DAGPENGE_COUNT);
                }
                found.push(l);
            }
        }
    }
    for (fact, count) in counts() {
        let (start, through) = (count.from.max(first), until(count.from));
        let Some(end) = spare.spells.iter().rfind(|s| s.0 <= through).map(|s| s.1.min(through)) else { continue };
        if end < start {
            continue;
        }
        let Some(mut l) = of_right(scene, (rule, v), fact, (start, end), spare) else { continue };
        let hours = count.known_value().unwrap_or(0);
        let week = if is_part_time(count) { *part_week } else { *full_week };
        let right = rights().map(|(_, from)| from).find(|from| *from > count.from);
        l.max = Span::new(hours, Unit::Hours);
        l.stretches.extend(count.hours_used().map(|used| (l.start, l.start, used)));
        l.reached_on = used_up(&spare.spells, count.from, days_for(hours, week))
            .filter(|day| day.number() <= last && right.is_none_or(|right| day.number() < right));
        found.push(l);
    }
}

/// Hours left of a right that nobody has counted; `None`: the rule is not for the citizen.
fn of_right(
    scene: &Scene<'_>,
    (rule, v): (RuleIx, u8),
    fact: u32,
    (start, through): (i32, i32),
    spare: &mut Spare,
) -> Option<LimitUse> {
    let missing = asked(scene, (rule, v), Day::from_number(start))?;
    let none = Span::new(0, Unit::Hours);
    let used = LimitUse::new((rule, v), fact, span_of(start, through), none, missing, spare.lists.pop());
    Some(LimitUse { tally: Tally::Left, ..used })
}

/// First and last day; without a last one it runs on.
fn span_of(from: i32, through: i32) -> (Day, Option<Day>) {
    (Day::from_number(from), (through != OPEN).then(|| Day::from_number(through)))
}

/// `insurance = "deltid"` in a count.
const PART_TIME: u8 = domain::codes::Insurance::Deltid as u8 + 1;

/// Of a count: whether it is of somebody insured for part time.
pub(super) fn is_part_time(count: &Compact) -> bool {
    count.codes[0] == PART_TIME
}

/// Days in which so many hours are used, so many a week.
pub(super) fn days_for(hours: i32, week: u16) -> i32 {
    let (hours, week) = (i64::from(hours.max(0)), i64::from(week.max(1)));
    i32::try_from((hours * i64::from(DAYS_A_WEEK) + week - 1) / week).unwrap_or(i32::MAX)
}

/// The last day that so many days in the state after a day reach; `None` where the state ends before.
fn used_up(spells: &[Spell], after: i32, days: i32) -> Option<Day> {
    let mut left = days;
    if left == 0 {
        return Some(Day::from_number(after));
    }
    for &(from, through, _) in spells {
        let from = from.max(after + 1);
        if through < from {
            continue;
        }
        let last = from.saturating_add(left - 1);
        if last <= through && last <= Day::LAST.number() {
            return Some(Day::from_number(last));
        }
        if through == OPEN {
            return None;
        }
        left -= through - from + 1;
    }
    None
}

/// What the rule lacks to be for the citizen on a day; `None`: it is not.
fn asked(scene: &Scene<'_>, (rule, v): (RuleIx, u8), day: Day) -> Option<Missing> {
    let version = &scene.rulebook.rules[rule.0 as usize].versions[v as usize];
    let unread = match version.source {
        SourceStatus::NeedsReview => Missing::UNCONFIRMED,
        _ => Missing::default(),
    };
    match scene.is_for(&version.who, day) {
        Match::No => None,
        Match::Yes => Some(unread),
        Match::Unknown(missing) => Some(missing.with(unread)),
    }
}

fn days_of(from: Day, through: Option<Day>) -> (i32, i32) {
    (from.number(), through.map_or(OPEN, Day::number))
}

/// Stretches of the state, those that follow day by day as one.
fn spells(scene: &Scene<'_>, state: &Selectors, found: &mut Vec<Spell>) {
    found.clear();
    for (at, fact) in scene.matching(state) {
        match found.last_mut() {
            Some(last) if fact.from <= last.1.saturating_add(1) => last.1 = last.1.max(fact.through),
            _ => found.push((fact.from, fact.through, at)),
        }
    }
}

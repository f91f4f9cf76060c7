//! Dagpenge in the hours that somebody else counts: when so many are used, and when the first period of a course closes
//! (BAB § 7, stk. 2 and 4).

use crate::assess::courses::{self, ContactCourse};
use crate::assess::{Basis, Scene, Unsaid, hours};
use crate::model::{CourseKind, Deadline};
use crate::selector::Selectors;
use crate::terms::{DoneIn, FirstPeriod, MonthCounted};
use crate::who::Missing;
use domain::compact::Compact;
use domain::kinds::FactKind;
use domain::{Day, MonthEnd};

const DAYS_A_WEEK: i32 = 7;

/// What the counts of one right say of so many hours.
#[derive(Default)]
pub(super) struct Told {
    /// The first count that says they are used.
    pub(super) enough: Option<Day>,
    /// The last count that says less, and the days in which the rest is used at full time.
    pub(super) before: Option<(Day, i32)>,
    is_counted: bool,
}

/// `along`: hours that count beside a count of the day, by the hours of a week.
pub(super) fn told(scene: &Scene<'_>, counted: &MonthCounted, base: Day, along: impl Fn(Day, u16) -> i32) -> Told {
    told_by(scene.matching(&counted.by).map(|(_, f)| f), counted, base, along)
}

/// As [`told`], of these counts.
pub(super) fn told_by<'f>(
    counts: impl Iterator<Item = &'f Compact>,
    counted: &MonthCounted,
    base: Day,
    along: impl Fn(Day, u16) -> i32,
) -> Told {
    let (mut told, mut most) = (Told::default(), 0);
    for count in counts.filter(|f| f.from >= base.number()) {
        let Some(used) = count.hours_used() else { continue };
        if used < most {
            // A new right is counted from the beginning.
            break;
        }
        (most, told.is_counted) = (used, true);
        let of = if hours::is_part_time(count) { counted.part } else { counted.full };
        match i32::from(of.hours) - used - along(count.from_day(), of.week) {
            ..=0 => {
                told.enough = Some(count.from_day());
                break;
            }
            left => told.before = Some((count.from_day(), hours::days_for(left, of.week))),
        }
    }
    told
}

/// As [`Told`], with the day of the rest.
struct Used {
    enough: Option<Day>,
    /// The day on which the rest is used, at full time and so at the earliest.
    rest: Option<Day>,
    is_counted: bool,
}

/// `jobs`: days in a job with løntilskud count along, which the a-kasse's count leaves out (BAB § 7, stk. 1).
fn used(scene: &Scene<'_>, state: &Selectors, counted: &MonthCounted, base: Day, jobs: bool) -> Used {
    let offers = || scene.sorted.of(FactKind::OfferStarted);
    let along = |on: Day, week: u16| if jobs { in_jobs(offers(), base, on, week) } else { 0 };
    let Told { enough, before, is_counted } = told(scene, counted, base, along);
    let rest = before.and_then(|(on, days)| day_in_state(scene, counted.used_in(state), on.plus_days(1), days));
    Used { enough, rest, is_counted }
}

/// Hours in those of the facts that are jobs with løntilskud, through a day.
pub(super) fn in_jobs<'f>(facts: impl Iterator<Item = &'f Compact>, base: Day, through: Day, week: u16) -> i32 {
    let days = |from: i32, last: i32| (last.min(through.number()) - from.max(base.number()) + 1).max(0);
    let jobs = facts.filter(|f| courses::is_subsidised_job(f));
    jobs.map(|f| days(f.from, f.through)).sum::<i32>() * i32::from(week) / DAYS_A_WEEK
}

/// The day on which so many days in the state have passed from a day on; `None`: the state ends before.
fn day_in_state(scene: &Scene<'_>, state: &Selectors, from: Day, days: i32) -> Option<Day> {
    let (mut left, mut covered) = (days, from.number() - 1);
    for (_, fact) in scene.matching(state) {
        let first = fact.from.max(covered + 1);
        if fact.through < first {
            continue;
        }
        let last = first.saturating_add(left - 1);
        if last <= fact.through {
            return Some(Day::from_number(last));
        }
        left -= fact.through - first + 1;
        covered = fact.through;
    }
    None
}

/// The course that somebody who comes on a day comes into: that of the next day in the state.
fn course_of<'s>(scene: &'s Scene<'_>, kind: CourseKind, state: &Selectors, day: Day) -> Option<&'s ContactCourse> {
    let from = day.number();
    let next = scene.matching(state).filter(|(_, f)| f.through >= from).map(|(_, f)| f.from.max(from)).min();
    let on = next.map_or(day, Day::from_number);
    scene.courses.iter().find(|c| c.kind == kind && c.start <= on && c.end.is_none_or(|end| on <= end))
}

/// Whether a day lies in the first period of its course or after it, as asked. Without a course it is the first.
pub(super) fn lies_in(scene: &Scene<'_>, period: &FirstPeriod, day: Day) -> bool {
    let closed = course_of(scene, period.course, &period.state, day)
        .and_then(|course| closed_on(scene, period, course.start))
        .is_some_and(|last| last < day);
    closed != period.inside
}

/// The last day of the first period.
fn closed_on(scene: &Scene<'_>, period: &FirstPeriod, start: Day) -> Option<Day> {
    let by_counts = period.counted.as_ref().map(|counted| used(scene, &period.state, counted, start, false));
    let last = match by_counts.filter(|used| used.is_counted) {
        Some(used) => used.rest.into_iter().chain(used.enough).min(),
        None => {
            let days = start.days_until(period.month_of.after(start, MonthEnd::Down));
            let state = period.counted.as_ref().map_or(&period.state, |counted| counted.used_in(&period.state));
            day_in_state(scene, state, start, days)
        }
    };
    last.map(Day::end_of_month)
}

/// Whether what is done once in a course was done in this one before a day.
pub(super) fn is_done(scene: &Scene<'_>, once: &DoneIn, day: Day) -> bool {
    let Some(course) = course_of(scene, once.course, &once.state, day) else { return false };
    let before = |from: i32| course.start.number() <= from && from < day.number();
    scene.matching(&once.facts).any(|(_, f)| before(f.from))
}

/// Where the counts say that less is used than the calendar gives: late only from the count that says enough, and without
/// one never before the rest can be used; what is so after that only another count tells. The later day, where there is one.
pub(super) fn by_hours(scene: &Scene<'_>, d: &Deadline, basis: &mut Basis) -> Option<Day> {
    let by_month = d.terms.span_counted.is_none();
    let counted = d.terms.span_counted.as_ref().or(d.month_counted.as_ref().filter(|_| d.opens.is_none()))?;
    let last = basis.last_in_time()?;
    let used = used(scene, &d.state, counted, basis.anchor, !by_month);
    if !used.is_counted {
        return None;
    }
    let ends = |day: Day| if by_month { day.end_of_month() } else { day };
    let later = match (used.enough, used.rest) {
        (Some(enough), _) => ends(enough),
        (None, Some(rest)) => ends(rest),
        (None, None) => last,
    };
    if later > last {
        basis.other_due = Some(later);
    }
    let plain = d.month_of.filter(|_| by_month).map(|span| span.after(basis.anchor, d.month_end).end_of_month());
    if used.enough.is_none() && (used.rest.is_none() || later > last || plain.is_some_and(|plain| later > plain)) {
        let last = basis.last_in_time()?;
        if basis.met.is_none_or(|(met, _)| met > last) {
            basis.met = None;
            let unsaid = Unsaid { from: last.plus_days(1), through: None, missing: Missing::DAGPENGE_COUNT };
            basis.unsaid = basis.unsaid.or(Some(unsaid));
        }
    }
    (later > last).then_some(later)
}

/// The day on which the hours of the span are used, or at the earliest can be; `None`: they are not counted.
pub(super) fn ends_by_hours(scene: &Scene<'_>, d: &Deadline, anchor: Day) -> Option<Day> {
    let used = used(scene, &d.state, d.terms.span_counted.as_ref()?, anchor, true);
    used.enough.or(used.rest)
}

/// Days on which nobody was to do what the duty asks: due on one of them it is undetermined, and so is a time that lies
/// across them unless the clock leaves them out.
pub(super) fn suspended(d: &Deadline, basis: &mut Basis) {
    let Some(last) = basis.last_in_time() else { return };
    for (from, through) in &d.terms.suspended {
        let is_due = *from <= last && last <= *through;
        let across = basis.opens <= *through && *from <= last && d.not_counted_days.is_empty();
        if is_due || across {
            let since = basis.opens.max(*from);
            basis.unread_from = Some(basis.unread_from.map_or(since, |unread| unread.min(since)));
        }
    }
}

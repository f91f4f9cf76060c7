//! Periods of the contact course, derived from benefits and first contacts (LAB § 9).
//!
//! Named predicate, not a rule file: the paragraph says how time is counted for every rule that counts it.
//! Read in LBK 280 of 1/3 2024, § 9, and in BEK 1216 of 28/9 2023 (BAB), §§ 7-8, in force on 1 January 2024; here they
//! hold for earlier years too. Ours: that the renaming of benefits on 1 July 2025 is no change. Left out: dagpenge are
//! counted in days, and in hours only where a count says them (§ 7, stk. 1 and 4). Weeks without benefit inside a continuous
//! period (§ 8, stk. 3) are left out by the rules that count in it (`whole_weeks`).

use crate::assess::axes::{Axes, after_introduction, bit};
use crate::assess::between;
use crate::assess::by_kind::Sorted;
use crate::model::CourseKind;
use domain::Day;
use domain::codes::{Benefit, OfferKind, TargetGroup};
use domain::compact::{Compact, OPEN};
use domain::kinds::FactKind;

/// A first contact this long before or after the benefit began still opens its period.
const CONTACT_BEFORE: i32 = 92;
const CONTACT_AFTER: i32 = 31;
/// LAB § 6, nr. 2-5: the age from which the group is nr. 2 or 3 whatever the education.
const GROWN_AT: i32 = 30;
/// LAB § 9, stk. 7: five years without dagpenge open a new count.
const NEW_COUNT_YEARS: i32 = 5;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ContactCourse {
    pub kind: CourseKind,
    pub start: Day,
    /// Fact the course is anchored on: first contact, benefit, or the change of group.
    pub root: u32,
    /// Last day; `None` while it runs.
    pub end: Option<Day>,
    /// It goes on from the one before and begins because the group is another (LAB § 9, stk. 2, nr. 2).
    pub at_new_group: bool,
}

fn kind_of(benefit: u8) -> Option<CourseKind> {
    use Benefit as B;
    const KINDS: [(Benefit, CourseKind); 12] = [
        (B::Dagpenge, CourseKind::Dagpenge),
        (B::Kontanthjaelp, CourseKind::Kontanthjaelp),
        (B::Uddannelseshjaelp, CourseKind::Kontanthjaelp),
        (B::Overgangsydelse, CourseKind::Kontanthjaelp),
        (B::Integrationsydelse, CourseKind::Kontanthjaelp),
        (B::Starthjaelp, CourseKind::Kontanthjaelp),
        (B::Introduktionsydelse, CourseKind::Kontanthjaelp),
        (B::Jobafklaring, CourseKind::Jobafklaring),
        (B::Ressourceforloeb, CourseKind::Ressourceforloeb),
        (B::Ledighedsydelse, CourseKind::Ledighedsydelse),
        (B::Revalideringsydelse, CourseKind::Revalidering),
        // LAB § 9, stk. 3, and BAB § 8, stk. 2: one period with what comes after.
        (B::Forrevalidering, CourseKind::Revalidering),
    ];
    KINDS.iter().find(|(b, _)| *b as u8 + 1 == benefit).map(|(_, k)| *k)
}

/// Whether a fact is help for which a period is continuous from the first contact on (LAB § 9, stk. 2, nr. 2).
pub(super) fn is_help(fact: &Compact) -> bool {
    fact.is(FactKind::Benefit) && kind_of(fact.codes[0]) == Some(CourseKind::Kontanthjaelp)
}

pub(super) fn is_revalidering(fact: &Compact) -> bool {
    fact.is(FactKind::Benefit) && kind_of(fact.codes[0]) == Some(CourseKind::Revalidering)
}

/// Appends the courses of a history to `out`, in order of their first day.
pub(crate) fn derive(axes: Axes<'_>, sorted: Sorted<'_>, out: &mut Vec<ContactCourse>) {
    out.clear();
    for (index, fact) in sorted.in_order([FactKind::Benefit, FactKind::FirstContact]) {
        if fact.is(FactKind::FirstContact) {
            open_by_contact(sorted, index, fact, out);
            continue;
        }
        let Some(kind) = kind_of(fact.codes[0]) else { continue };
        match kind {
            CourseKind::Dagpenge => dagpenge(sorted, index, fact, out),
            _ => continuous(sorted, index, fact, kind, out),
        }
    }
    extend_over_subsidised_jobs(sorted, out);
    split_after_introduction(axes, sorted, out);
    split_at_new_group(axes, sorted, out);
    out.sort_by_key(|c| c.start);
}

/// Asked for help and not granted yet: the period already runs.
fn open_by_contact(sorted: Sorted<'_>, index: u32, contact: &Compact, out: &mut Vec<ContactCourse>) {
    if kind_of(contact.codes[0]) != Some(CourseKind::Kontanthjaelp) {
        return;
    }
    let granted = sorted.of(FactKind::Benefit).any(|f| {
        kind_of(f.codes[0]) == Some(CourseKind::Kontanthjaelp)
            && f.from - CONTACT_BEFORE <= contact.from
            && (contact.from <= f.from + CONTACT_AFTER || contact.from <= f.through)
    });
    if !granted && !runs_before(sorted, out, CourseKind::Kontanthjaelp, contact.from_day()) {
        forget(out, CourseKind::Kontanthjaelp);
        let start = contact.from_day();
        out.push(ContactCourse { kind: CourseKind::Kontanthjaelp, start, root: index, end: None, at_new_group: false });
    }
}

/// Help that was asked for and never granted: its period ends when the question is no longer open.
fn forget(out: &mut [ContactCourse], kind: CourseKind) {
    for course in out.iter_mut().filter(|c| c.kind == kind && c.end.is_none()) {
        course.end = Some(course.start.plus_days(CONTACT_BEFORE));
    }
}

/// Accumulated: the same course goes on after a break, until a new placement or five years without dagpenge and without a
/// job with løntilskud (LAB § 9, stk. 7; BAB § 7, stk. 5). A placement inside a spell parts it on its day.
fn dagpenge(sorted: Sorted<'_>, index: u32, spell: &Compact, out: &mut Vec<ContactCourse>) {
    let placements = || sorted.with_positions(FactKind::DagpengePeriod);
    let placed = placements().rfind(|(_, f)| f.from <= spell.from);
    let end = spell.through_day();
    let running = out.iter_mut().rfind(|c| c.kind == CourseKind::Dagpenge);
    let goes_on = running.filter(|course| {
        let placed_anew = placed.is_some_and(|(_, p)| p.from > course.start.number());
        let begins_anew = |end: Day| anew_after(last_supported(sorted, end, spell.from)).number() <= spell.from;
        !placed_anew && !course.end.is_some_and(begins_anew)
    });
    match goes_on {
        Some(course) => {
            course.end = match (course.end, end) {
                (Some(a), Some(b)) => Some(a.max(b)),
                _ => None,
            };
        }
        None => {
            let root = match placed {
                Some((at, p)) if p.from == spell.from => at,
                _ => index,
            };
            out.push(ContactCourse {
                kind: CourseKind::Dagpenge,
                start: spell.from_day(),
                root,
                end,
                at_new_group: false,
            });
        }
    }
    for (root, placement) in placements().filter(|(_, f)| spell.from < f.from && f.from <= spell.through) {
        let day = placement.from_day();
        let Some(course) = out.iter_mut().rfind(|c| c.kind == CourseKind::Dagpenge && c.start < day) else { continue };
        let next = ContactCourse { kind: CourseKind::Dagpenge, start: day, root, end: course.end, at_new_group: false };
        course.end = Some(day.plus_days(-1));
        out.push(next);
    }
}

/// The first day on which five whole years lie after a last day with support.
fn anew_after(last: Day) -> Day {
    last.plus_days(1).plus_months(12 * NEW_COUNT_YEARS, domain::MonthEnd::Down)
}

/// Continuous: a whole calendar month without benefit, or a change of benefit, begins a new period (BAB § 8, stk. 4).
fn continuous(sorted: Sorted<'_>, index: u32, spell: &Compact, kind: CourseKind, out: &mut Vec<ContactCourse>) {
    let end = spell.through_day();
    let by_contact = |courses: &[ContactCourse]| {
        (kind == CourseKind::Kontanthjaelp).then(|| first_contact(sorted, spell, courses)).flatten()
    };
    // Help that was asked for long ago and never granted is not what a later contact opened.
    let before = |start: Day| start.min(spell.from_day().plus_days(-1));
    let forgotten = |courses: &[ContactCourse]| {
        by_contact(courses).is_some_and(|(start, _)| !runs_before(sorted, courses, kind, before(start)))
    };
    if let Some(at) = out.iter().rposition(|c| c.kind == kind) {
        let meets = match out[at].end {
            Some(end) => goes_on_after(sorted, end, spell.from),
            None if forgotten(out) => {
                forget(out, kind);
                false
            }
            None => true,
        };
        if meets && !changes_benefit(sorted, index, spell) {
            let course = &mut out[at];
            course.end = match (course.end, end) {
                (Some(a), Some(b)) => Some(a.max(b)),
                _ => None,
            };
            return;
        }
    }
    let (start, root) = by_contact(out).unwrap_or((spell.from_day(), index));
    out.push(ContactCourse { kind, start, root, end, at_new_group: false });
}

/// Whether a period that had its last day on `end` goes on with a benefit from `from`: no other benefit lies between (that
/// is a change of benefit), and no whole calendar month is without both benefit and a job with løntilskud.
pub(super) fn goes_on_after(sorted: Sorted<'_>, end: Day, from: i32) -> bool {
    if end.number() + 1 >= from {
        return true;
    }
    let between = |f: &&Compact| f.from < from && f.through > end.number();
    if sorted.of(FactKind::Benefit).any(|f| between(&f)) {
        return false;
    }
    let mut last = end;
    for job in sorted.of(FactKind::OfferStarted).filter(between).filter(|f| is_subsidised_job(f)) {
        if month_lies_between(last, job.from) {
            return false;
        }
        last = last.max(Day::from_number(job.through.min(from - 1)));
    }
    !month_lies_between(last, from)
}

/// Whether a whole calendar month lies after `last` and before `from`.
pub(super) fn month_lies_between(last: Day, from: i32) -> bool {
    let first = last.plus_days(1);
    let month = if first == first.start_of_month() { first } else { first.end_of_month().plus_days(1) };
    month.end_of_month().number() < from
}

/// The last day before `from` with dagpenge (`end`) or a job with løntilskud.
fn last_supported(sorted: Sorted<'_>, end: Day, from: i32) -> Day {
    let jobs = sorted.of(FactKind::OfferStarted).filter(|f| is_subsidised_job(f) && f.from < from);
    jobs.map(|f| Day::from_number(f.through.min(from - 1))).fold(end, Day::max)
}

pub(super) fn is_subsidised_job(fact: &Compact) -> bool {
    fact.is(FactKind::OfferStarted) && fact.codes[0] == OfferKind::Loentilskud as u8 + 1
}

/// The contact by which help was asked for (LAB § 9, stk. 2, nr. 2), also where another benefit ran on that day: after the
/// last help, and with no other benefit begun since, which would be what the question came to.
fn first_contact(sorted: Sorted<'_>, spell: &Compact, courses: &[ContactCourse]) -> Option<(Day, u32)> {
    let help = |c: &&ContactCourse| c.kind == CourseKind::Kontanthjaelp;
    let ends = courses.iter().filter(help).filter_map(|c| c.end).map(Day::number);
    let earlier = ends.filter(|e| *e < spell.from).max().unwrap_or(i32::MIN);
    let contacts = sorted.with_positions(FactKind::FirstContact).filter(|(_, f)| {
        kind_of(f.codes[0]) == Some(CourseKind::Kontanthjaelp)
            && f.from > earlier
            && (spell.from - CONTACT_BEFORE..=spell.from + CONTACT_AFTER).contains(&f.from)
            && !another_began(sorted, f.from, spell.from)
    });
    contacts.map(|(at, f)| (f.from_day(), at)).next()
}

/// Whether a benefit other than help began after one day and before another; one that goes on in a new fact did not begin.
fn another_began(sorted: Sorted<'_>, after: i32, before: i32) -> bool {
    let benefits = || sorted.of(FactKind::Benefit);
    let goes_on = |f: &Compact| {
        benefits().any(|b| b.codes[0] == f.codes[0] && b.from < f.from && b.through.saturating_add(1) >= f.from)
    };
    let other = |f: &&Compact| kind_of(f.codes[0]).is_some_and(|kind| kind != CourseKind::Kontanthjaelp);
    benefits().filter(other).any(|f| after < f.from && f.from < before && !goes_on(f))
}

/// Whether a course of the kind runs on a day and began before it. Help that was asked for and never granted runs for as
/// long as the question may still be open.
pub(super) fn runs_before(sorted: Sorted<'_>, courses: &[ContactCourse], kind: CourseKind, day: Day) -> bool {
    running(sorted, courses, kind, day).is_some_and(|course| course.start < day)
}

/// The first day of the courses of the kind that run without a break up to the one that runs on a day.
pub(super) fn running_since(sorted: Sorted<'_>, courses: &[ContactCourse], kind: CourseKind, day: Day) -> Option<Day> {
    let mut since = running(sorted, courses, kind, day)?.start;
    while let Some(earlier) = running(sorted, courses, kind, since.plus_days(-1)) {
        since = earlier.start;
    }
    Some(since)
}

/// The last day of the course of the kind that runs on a day; `None`: there is none, or it goes on.
pub(super) fn ended(courses: &[ContactCourse], kind: CourseKind, day: Day) -> Option<Day> {
    let runs = |c: &&ContactCourse| c.kind == kind && c.start <= day && c.end.is_none_or(|end| day <= end);
    courses.iter().find(runs)?.end
}

fn running<'c>(
    sorted: Sorted<'_>,
    courses: &'c [ContactCourse],
    kind: CourseKind,
    day: Day,
) -> Option<&'c ContactCourse> {
    courses.iter().filter(|c| c.kind == kind && c.start <= day && c.end.is_none_or(|end| day <= end)).find(|c| {
        let granted =
            |f: &Compact| kind_of(f.codes[0]) == Some(kind) && f.through >= c.start.number() && f.from <= day.number();
        day <= c.start.plus_days(CONTACT_BEFORE) || sorted.of(FactKind::Benefit).any(granted)
    })
}

/// A job with løntilskud counts as the benefit it took the place of (BAB § 8, stk. 1-2): the period goes on until the job
/// ends or another benefit begins.
fn extend_over_subsidised_jobs(sorted: Sorted<'_>, out: &mut [ContactCourse]) {
    for course in out.iter_mut().filter(|c| c.kind != CourseKind::Dagpenge) {
        for job in sorted.of(FactKind::OfferStarted).filter(|f| is_subsidised_job(f)) {
            let Some(end) = course.end else { break };
            let meets = job.through > end.number() && !month_lies_between(end, job.from);
            let after = |f: &&Compact| f.through > end.number() && kind_of(f.codes[0]).is_some();
            let next = sorted.of(FactKind::Benefit).filter(after).map(|f| f.from).min().unwrap_or(OPEN);
            if !meets || next <= job.from {
                continue;
            }
            let last = job.through.min(next - 1);
            course.end = (last < OPEN - 1).then(|| Day::from_number(last));
        }
    }
}

/// Between the kinds of help before 1 July 2025 a change of name was a change of benefit (LAB § 9, stk. 1, 2. pkt.), except
/// from overgangsydelse (stk. 4, when the residence requirement is met) and on the day the benefits were merged.
fn changes_benefit(sorted: Sorted<'_>, index: u32, spell: &Compact) -> bool {
    let mut benefits = sorted.with_positions(FactKind::Benefit);
    let before = benefits.rfind(|(at, f)| *at < index && kind_of(f.codes[0]) == kind_of(spell.codes[0]));
    let merged = Day::new(2025, 7, 1).map_or(OPEN, Day::number);
    before.is_some_and(|(_, b)| {
        b.codes[0] != spell.codes[0]
            && spell.from != merged
            && kind_of(spell.codes[0]) != Some(CourseKind::Revalidering)
            && b.codes[0] != Benefit::Overgangsydelse as u8 + 1
            && b.codes[0] != Benefit::Integrationsydelse as u8 + 1
    })
}

/// Who still has help when the five years of the introduction programme are over comes under the act (INL § 19, stk. 9),
/// and the time in the programme does not count (BAB § 8, stk. 1): the period begins on the day after it. It is named
/// after the takeover, since nothing else happens on that day.
fn split_after_introduction(axes: Axes<'_>, sorted: Sorted<'_>, out: &mut Vec<ContactCourse>) {
    let Some((root, takeover)) = sorted.with_positions(FactKind::IntegrationTakeover).next() else { return };
    let day = after_introduction(takeover.from_day());
    let in_programme = |day: Day| axes.groups(day).0 & bit(TargetGroup::Introduktionsprogram as u8) != 0;
    if !in_programme(day.plus_days(-1)) || in_programme(day) {
        return;
    }
    let inside = |c: &&mut ContactCourse| c.start < day && c.end.is_none_or(|end| day <= end);
    let running = out.iter_mut().filter(|c| c.kind == CourseKind::Kontanthjaelp).find(inside);
    if let Some(course) = running {
        let next = ContactCourse { start: day, root, at_new_group: false, ..*course };
        course.end = Some(day.plus_days(-1));
        out.push(next);
    }
}

/// LAB § 9, stk. 2, nr. 2: from nr. 4-5 to nr. 2-3 a new period begins on the day of the change, also when it is the
/// 30th birthday that changes the group.
fn split_at_new_group(axes: Axes<'_>, sorted: Sorted<'_>, out: &mut Vec<ContactCourse>) {
    let mut added: [Option<ContactCourse>; 2] = [None, None];
    let birthday = axes.born().map(|born| born.plus_months(12 * GROWN_AT, domain::MonthEnd::Up));
    for course in out.iter_mut().filter(|c| c.kind == CourseKind::Kontanthjaelp) {
        let inside = |day: Day| course.start < day && course.end.is_none_or(|end| day <= end);
        let grows = |day: Day| inside(day) && grows(axes, sorted, day);
        let facts = sorted.in_order([FactKind::TargetGroup, FactKind::Visitation, FactKind::Education]);
        let told = facts.map(|(index, fact)| (fact.from_day(), index)).find(|(d, _)| grows(*d));
        // What changed on a day without help counts from the help that follows.
        let again = |f: &Compact| is_help(f) && between::last_before(sorted, f.from_day().plus_days(-1)).is_some();
        let helps = sorted.with_positions(FactKind::Benefit).filter(|(_, f)| again(f));
        let resumed = helps.map(|(index, fact)| (fact.from_day(), index)).find(|(d, _)| grows(*d));
        let by_fact = told.into_iter().chain(resumed).min_by_key(|(d, _)| *d);
        let by_age = birthday
            .filter(|day| by_fact.is_none_or(|(d, _)| *day < d) && grows(*day))
            .and_then(|day| Some((day, root_of_birthday(sorted, course, day)?)));
        let Some((day, root)) = by_age.or(by_fact) else { continue };
        if let Some(free) = added.iter_mut().find(|a| a.is_none()) {
            *free = Some(ContactCourse { start: day, root, at_new_group: true, ..*course });
            course.end = Some(day.plus_days(-1));
        }
    }
    out.extend(added.into_iter().flatten());
}

/// Whether the citizen comes from nr. 4-5 to nr. 2-3 on the day, or did in days without help before it.
fn grows(axes: Axes<'_>, sorted: Sorted<'_>, day: Day) -> bool {
    const YOUNG: u64 = bit(TargetGroup::UddannelsesparatUng as u8) | bit(TargetGroup::AktivitetsparatUng as u8);
    const GROWN: u64 =
        bit(TargetGroup::JobparatKontanthjaelp as u8) | bit(TargetGroup::AktivitetsparatKontanthjaelp as u8);
    let yesterday = day.plus_days(-1);
    let (mut before, _) = axes.groups(yesterday);
    if before == 0 {
        before = between::last_before(sorted, yesterday).map_or(0, |last| axes.groups(last).0);
    }
    let (after, _) = axes.groups(day);
    before != 0 && after != 0 && before & !YOUNG == 0 && after & !GROWN == 0
}

/// A birthday is no fact: the new period is named after the latest fact that told the group, other than the old root.
fn root_of_birthday(sorted: Sorted<'_>, course: &ContactCourse, day: Day) -> Option<u32> {
    const TELLING: [FactKind; 4] =
        [FactKind::Benefit, FactKind::TargetGroup, FactKind::Visitation, FactKind::Education];
    let mut told = sorted.in_order(TELLING);
    told.rfind(|(index, fact)| *index != course.root && fact.from_day() <= day).map(|(index, _)| index)
}

//! Periods of the contact course, derived from benefits and first contacts (LAB § 9).
//!
//! Named predicate, not a rule file: the paragraph says how time is counted for every rule that counts it.
//! Read in LBK 280 of 1/3 2024, § 9, and in BEK 1216 of 28/9 2023 (BAB), §§ 7-8, in force on 1 January 2024; here they
//! hold for earlier years too. Ours: that the renaming of benefits on 1 July 2025 is no change. Left out: dagpenge are
//! counted in days, not in hours of benefit (§ 7, stk. 1, 2 and 4), nothing is taken out for 2020 and 2021 (§ 7, stk. 3),
//! and weeks without benefit inside a continuous period are not taken out of it (§ 8, stk. 3).

use crate::assess::axes::{Axes, bit};
use crate::assess::by_kind::ByKind;
use crate::model::CourseKind;
use domain::Day;
use domain::codes::{Benefit, OfferKind, TargetGroup};
use domain::compact::{Compact, OPEN};
use domain::kinds::FactKind;

/// A first contact this long before or after the benefit began still opens its period.
const CONTACT_BEFORE: i32 = 92;
const CONTACT_AFTER: i32 = 31;
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
}

fn kind_of(benefit: u8) -> Option<CourseKind> {
    use Benefit as B;
    const KINDS: [(Benefit, CourseKind); 11] = [
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
    ];
    KINDS.iter().find(|(b, _)| *b as u8 + 1 == benefit).map(|(_, k)| *k)
}

/// Appends the courses of a history to `out`, in order of their first day.
pub(crate) fn derive(axes: Axes<'_>, sorted: &ByKind, out: &mut Vec<ContactCourse>) {
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
    split_at_new_group(axes, sorted, out);
    out.sort_by_key(|c| c.start);
}

/// Asked for help and not granted yet: the period already runs.
fn open_by_contact(sorted: &ByKind, index: u32, contact: &Compact, out: &mut Vec<ContactCourse>) {
    if kind_of(contact.codes[0]) != Some(CourseKind::Kontanthjaelp) {
        return;
    }
    let granted = sorted.of(FactKind::Benefit).iter().any(|f| {
        kind_of(f.codes[0]) == Some(CourseKind::Kontanthjaelp)
            && f.from - CONTACT_BEFORE <= contact.from
            && (contact.from <= f.from + CONTACT_AFTER || contact.from <= f.through)
    });
    if !granted {
        let already =
            out.iter().any(|c| c.kind == CourseKind::Kontanthjaelp && c.end.is_none_or(|e| e >= contact.from_day()));
        if !already {
            out.push(ContactCourse {
                kind: CourseKind::Kontanthjaelp,
                start: contact.from_day(),
                root: index,
                end: None,
            });
        }
    }
}

/// Accumulated: the same course goes on after a break, until a new placement or five years without dagpenge and without a
/// job with løntilskud (LAB § 9, stk. 7; BAB § 7, stk. 5).
fn dagpenge(sorted: &ByKind, index: u32, spell: &Compact, out: &mut Vec<ContactCourse>) {
    let placed = sorted.with_positions(FactKind::DagpengePeriod as usize).rfind(|(_, f)| f.from <= spell.from);
    let end = spell.through_day();
    let running = out.iter_mut().rfind(|c| c.kind == CourseKind::Dagpenge);
    if let Some(course) = running {
        let anew = placed.is_some_and(|(_, p)| p.from > course.start.number())
            || course.end.is_some_and(|e| {
                last_supported(sorted, e, spell.from).plus_months(12 * NEW_COUNT_YEARS, domain::MonthEnd::Down).number()
                    <= spell.from
            });
        if !anew {
            course.end = match (course.end, end) {
                (Some(a), Some(b)) => Some(a.max(b)),
                _ => None,
            };
            return;
        }
    }
    let root = match placed {
        Some((at, p)) if p.from == spell.from => at,
        _ => index,
    };
    out.push(ContactCourse { kind: CourseKind::Dagpenge, start: spell.from_day(), root, end });
}

/// Continuous: a whole calendar month without benefit, or a change of benefit, begins a new period (BAB § 8, stk. 4).
fn continuous(sorted: &ByKind, index: u32, spell: &Compact, kind: CourseKind, out: &mut Vec<ContactCourse>) {
    let end = spell.through_day();
    if let Some(course) = out.iter_mut().rfind(|c| c.kind == kind) {
        let meets = course.end.is_none_or(|e| goes_on_after(sorted, e, spell.from));
        if meets && !changes_benefit(sorted, index, spell) {
            course.end = match (course.end, end) {
                (Some(a), Some(b)) => Some(a.max(b)),
                _ => None,
            };
            return;
        }
    }
    let opened = (kind == CourseKind::Kontanthjaelp).then(|| first_contact(sorted, spell, out)).flatten();
    let (start, root) = opened.unwrap_or((spell.from_day(), index));
    out.push(ContactCourse { kind, start, root, end });
}

/// Whether a period that had its last day on `end` goes on with a benefit from `from`: no other benefit lies between (that
/// is a change of benefit), and no whole calendar month is without both benefit and a job with løntilskud.
fn goes_on_after(sorted: &ByKind, end: Day, from: i32) -> bool {
    if end.number() + 1 >= from {
        return true;
    }
    let between = |f: &&Compact| f.from < from && f.through > end.number();
    if sorted.of(FactKind::Benefit).iter().any(|f| between(&f)) {
        return false;
    }
    let mut last = end;
    for job in sorted.of(FactKind::OfferStarted).iter().filter(between).filter(|f| is_subsidised_job(f)) {
        if month_lies_between(last, job.from) {
            return false;
        }
        last = last.max(Day::from_number(job.through.min(from - 1)));
    }
    !month_lies_between(last, from)
}

/// Whether a whole calendar month lies after `last` and before `from`.
fn month_lies_between(last: Day, from: i32) -> bool {
    let first = last.plus_days(1);
    let month = if first == first.start_of_month() { first } else { first.end_of_month().plus_days(1) };
    month.end_of_month().number() < from
}

/// The last day before `from` with dagpenge (`end`) or a job with løntilskud.
fn last_supported(sorted: &ByKind, end: Day, from: i32) -> Day {
    let jobs = sorted.of(FactKind::OfferStarted).iter().filter(|f| is_subsidised_job(f) && f.from < from);
    jobs.map(|f| Day::from_number(f.through.min(from - 1))).fold(end, Day::max)
}

fn is_subsidised_job(fact: &Compact) -> bool {
    fact.is(FactKind::OfferStarted) && fact.codes[0] == OfferKind::Loentilskud as u8 + 1
}

fn first_contact(sorted: &ByKind, spell: &Compact, courses: &[ContactCourse]) -> Option<(Day, u32)> {
    let earlier =
        courses.iter().filter_map(|c| c.end).map(Day::number).filter(|e| *e < spell.from).max().unwrap_or(i32::MIN);
    // A period that begins the day after another benefit is a change of benefit, not a first contact.
    let contacts = sorted.with_positions(FactKind::FirstContact as usize).filter(|(_, f)| {
        kind_of(f.codes[0]) == Some(CourseKind::Kontanthjaelp)
            && f.from > earlier
            && (spell.from - CONTACT_BEFORE..=spell.from + CONTACT_AFTER).contains(&f.from)
    });
    contacts.map(|(at, f)| (f.from_day(), at)).next_back()
}

/// Between the kinds of help before 1 July 2025 a change of name was a change of benefit (LAB § 9, stk. 1, 2. pkt.), except
/// from overgangsydelse (stk. 4, when the residence requirement is met) and on the day the benefits were merged.
fn changes_benefit(sorted: &ByKind, index: u32, spell: &Compact) -> bool {
    let mut benefits = sorted.with_positions(FactKind::Benefit as usize);
    let before = benefits.rfind(|(at, f)| *at < index && kind_of(f.codes[0]) == kind_of(spell.codes[0]));
    let merged = Day::new(2025, 7, 1).map_or(OPEN, Day::number);
    before.is_some_and(|(_, b)| {
        b.codes[0] != spell.codes[0]
            && spell.from != merged
            && b.codes[0] != Benefit::Overgangsydelse as u8 + 1
            && b.codes[0] != Benefit::Integrationsydelse as u8 + 1
    })
}

/// LAB § 9, stk. 2, nr. 2: from nr. 4-5 to nr. 2-3 a new period begins on the day of the change.
fn split_at_new_group(axes: Axes<'_>, sorted: &ByKind, out: &mut Vec<ContactCourse>) {
    const YOUNG: u64 = bit(TargetGroup::UddannelsesparatUng as u8) | bit(TargetGroup::AktivitetsparatUng as u8);
    const GROWN: u64 =
        bit(TargetGroup::JobparatKontanthjaelp as u8) | bit(TargetGroup::AktivitetsparatKontanthjaelp as u8);
    let mut added: [Option<ContactCourse>; 2] = [None, None];
    for course in out.iter_mut().filter(|c| c.kind == CourseKind::Kontanthjaelp) {
        for (index, fact) in sorted.in_order([FactKind::TargetGroup, FactKind::Visitation, FactKind::Education]) {
            let day = fact.from_day();
            if day <= course.start || course.end.is_some_and(|e| e < day) {
                continue;
            }
            let (before, _) = axes.groups(day.plus_days(-1));
            let (after, _) = axes.groups(day);
            let splits = before != 0 && after != 0 && before & !YOUNG == 0 && after & !GROWN == 0;
            if let Some(free) = added.iter_mut().find(|a| a.is_none()).filter(|_| splits) {
                *free = Some(ContactCourse { kind: course.kind, start: day, root: index, end: course.end });
                course.end = Some(day.plus_days(-1));
                break;
            }
        }
    }
    out.extend(added.into_iter().flatten());
}

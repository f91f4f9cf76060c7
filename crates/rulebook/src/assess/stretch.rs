//! One sickness, one barsel, one holiday, one education, one benefit: facts of it that follow each other without a day between
//! are one period, and so is help that begins again inside its own period.
//!
//! Somebody who loses the job while sick, or whose rate is another from a month on, gets a new fact and no new first day. So
//! does who gets other hours in the job (LAB § 121, stk. 2); two jobs in a row that do not name one company are two, and offers
//! are left alone. A course of jobafklaring or a ressourceforløb that has lasted as long as it may is over, and a fact that
//! begins the day after is the next one; so is a job at the company where the grant of five years ended the day before.

use crate::assess::{Scene, between};
use crate::selector::Selectors;
use domain::codes::{AbsenceKind, Benefit, JobKind};
use domain::compact::{Compact, OPEN};
use domain::kinds::FactKind;
use domain::{Day, MonthEnd};

/// How long one course of a benefit may last, in years (LAB § 110, stk. 1, and § 114, stk. 1). Who is still unfit for work
/// goes on in the same course until then, and in a new one after it (§ 110, stk. 2 and 3; § 114, stk. 2).
const COURSES: [(Benefit, i32); 2] = [(Benefit::Jobafklaring, 2), (Benefit::Ressourceforloeb, 3)];

/// A fleksjob and the support of somebody's own business are granted for five years, and what is granted after them is a new
/// one (LAB § 120, stk. 1, and § 126, stk. 1 and 4).
const GRANTED: [JobKind; 2] = [JobKind::Fleksjob, JobKind::SelvstaendigMedTilskud];
const GRANT: i32 = 5;

/// Whether facts like this one go on in the next.
fn goes_on(fact: &Compact) -> bool {
    const ABSENCES: [AbsenceKind; 3] = [AbsenceKind::Barsel, AbsenceKind::Ferie, AbsenceKind::Uddannelse];
    let absence = || fact.is(FactKind::Absence) && ABSENCES.iter().any(|kind| fact.codes[0] == *kind as u8 + 1);
    fact.is(FactKind::Sickness) || fact.is(FactKind::Benefit) || fact.company().is_some() || absence()
}

fn same(a: &Compact, b: &Compact) -> bool {
    a.kind == b.kind && (a.is(FactKind::Sickness) || a.codes[0] == b.codes[0] && a.company() == b.company())
}

/// The longest that one course of the fact's benefit may last, in years, or one grant of a job that names its company.
fn longest(fact: &Compact) -> Option<i32> {
    let code = |code: u8| fact.codes[0] == code + 1;
    if fact.company().is_some() && GRANTED.iter().any(|job| code(*job as u8)) {
        return Some(GRANT);
    }
    let course = COURSES.iter().find(|(benefit, _)| code(*benefit as u8)).filter(|_| fact.is(FactKind::Benefit));
    course.map(|(_, years)| *years)
}

/// The course that a fact is part of: facts without a day between, parted where one begins after a full course.
fn course(scene: &Scene<'_>, selectors: &Selectors, fact: &Compact, years: i32) -> (i32, i32) {
    let mut found = (fact.from, fact.through);
    let mut begun: Option<(i32, i32)> = None;
    for (_, next) in scene.matching(selectors).filter(|(_, other)| same(other, fact)) {
        begun = match begun {
            Some((from, through))
                if next.from <= through
                    || next.from == through + 1 && !is_over(scene, fact, (from, next.from), years) =>
            {
                Some((from, through.max(next.through)))
            }
            _ => Some((next.from, next.through)),
        };
        match begun {
            Some((from, through)) if from <= fact.from && fact.through <= through => found = (from, through),
            _ => {}
        }
        if next.from > fact.through.saturating_add(1) {
            break;
        }
    }
    found
}

/// Whether what began on one day was over before another. A job of more than five years has no grant that ended.
fn is_over(scene: &Scene<'_>, fact: &Compact, (from, before): (i32, i32), years: i32) -> bool {
    if fact.company().is_some() {
        return Day::from_number(from).plus_months(12 * years, MonthEnd::Up).number() == before;
    }
    is_full(scene, from, before, years)
}

/// Whether a course from one day had lasted so many years before another, leave by the act on barsel not counted.
fn is_full(scene: &Scene<'_>, from: i32, before: i32, years: i32) -> bool {
    const LEAVE: [AbsenceKind; 2] = [AbsenceKind::Barsel, AbsenceKind::Sorgorlov];
    let is_leave = |f: &&Compact| LEAVE.iter().any(|kind| f.codes[0] == *kind as u8 + 1);
    let (mut days, mut last) = (0, from - 1);
    for leave in scene.sorted.of(FactKind::Absence).filter(is_leave) {
        let (first, through) = (leave.from.max(last + 1), leave.through.min(before - 1));
        days += (through - first + 1).max(0);
        last = last.max(through);
    }
    Day::from_number(from).plus_months(12 * years, MonthEnd::Up).number() + days <= before
}

/// The first and the last day of the unbroken period that a fact of these is part of.
pub(super) fn of(scene: &Scene<'_>, selectors: &Selectors, fact: &Compact) -> (i32, i32) {
    let (mut from, mut through) = (fact.from, fact.through);
    if !goes_on(fact) {
        return (from, through);
    }
    if let Some(years) = longest(fact) {
        return course(scene, selectors, fact, years);
    }
    loop {
        let before = (from, through);
        for (_, other) in scene.matching(selectors).filter(|(_, other)| same(other, fact)) {
            let touches = other.from <= through.saturating_add(1) && from <= other.through.saturating_add(1);
            let whole = Compact { from, through, ..*fact };
            if touches || between::joins(scene.sorted, &whole, other) || between::joins(scene.sorted, other, &whole) {
                (from, through) = (from.min(other.from), through.max(other.through));
            }
        }
        if before == (from, through) {
            return before;
        }
    }
}

/// Whether an earlier fact of these goes on in this one, so that nothing begins with it.
pub(super) fn continues(scene: &Scene<'_>, selectors: &Selectors, (index, fact): (u32, &Compact)) -> bool {
    if fact.is(FactKind::IntegrationTakeover) || fact.is(FactKind::ImmigrantTakeover) {
        // Who moves is taken over again, and the programme or the course goes on (INL §§ 18 and 24 c, stk. 5).
        return scene.matching(selectors).any(|(at, other)| at < index && other.kind == fact.kind);
    }
    let earlier = || scene.matching(selectors).take_while(|(at, _)| *at < index).map(|(_, other)| other);
    if let Some(years) = longest(fact) {
        let (from, _) = course(scene, selectors, fact, years);
        return from < fact.from || earlier().any(|other| same(other, fact) && other.from == fact.from);
    }
    goes_on(fact)
        && earlier()
            .any(|other| same(other, fact) && (runs_into(other, fact) || between::joins(scene.sorted, other, fact)))
}

/// Whether one of two facts of a sort begins before the other ends, or on the day after.
pub(super) fn runs_into(before: &Compact, fact: &Compact) -> bool {
    before.from <= fact.from && before.through.saturating_add(1) >= fact.from
}

/// Whether a later fact of these goes on where this one ends, so that nothing ends with it.
pub(super) fn is_continued(scene: &Scene<'_>, selectors: &Selectors, (index, fact): (u32, &Compact)) -> bool {
    if let Some(years) = longest(fact) {
        return course(scene, selectors, fact, years).1 > fact.through;
    }
    goes_on(fact)
        && fact.through != OPEN
        && scene.matching(selectors).any(|(at, other)| {
            let goes_on = || other.from <= fact.through + 1 || between::joins(scene.sorted, fact, other);
            at != index && same(other, fact) && other.through > fact.through && goes_on()
        })
}

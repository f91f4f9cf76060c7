//! One absence, one benefit: facts of it that follow each other without a day between are one period.
//!
//! Somebody who loses the job while sick, or whose rate is another from a month on, gets a new fact and no new first day.
//! Offers and jobs are left alone: two in a row may be with two employers.

use crate::assess::Scene;
use crate::selector::Selectors;
use domain::compact::{Compact, OPEN};
use domain::kinds::FactKind;

/// Whether facts like this one go on in the next.
fn goes_on(fact: &Compact) -> bool {
    fact.is(FactKind::Sickness) || fact.is(FactKind::Benefit)
}

fn same(a: &Compact, b: &Compact) -> bool {
    a.kind == b.kind && (a.is(FactKind::Sickness) || a.codes[0] == b.codes[0])
}

/// The first and the last day of the unbroken period that a fact of these is part of.
pub(super) fn of(scene: &Scene<'_>, selectors: &Selectors, fact: &Compact) -> (i32, i32) {
    let (mut from, mut through) = (fact.from, fact.through);
    if !goes_on(fact) {
        return (from, through);
    }
    loop {
        let before = (from, through);
        for (_, other) in scene.matching(selectors).filter(|(_, other)| same(other, fact)) {
            let touches = other.from <= through.saturating_add(1) && from <= other.through.saturating_add(1);
            if touches {
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
    goes_on(fact)
        && scene
            .matching(selectors)
            .take_while(|(at, _)| *at < index)
            .any(|(_, other)| same(other, fact) && runs_into(other, fact))
}

/// Whether one of two facts of a sort begins before the other ends, or on the day after.
pub(super) fn runs_into(before: &Compact, fact: &Compact) -> bool {
    before.from <= fact.from && before.through.saturating_add(1) >= fact.from
}

/// Whether a later fact of these goes on where this one ends, so that nothing ends with it.
pub(super) fn is_continued(scene: &Scene<'_>, selectors: &Selectors, (index, fact): (u32, &Compact)) -> bool {
    goes_on(fact)
        && fact.through != OPEN
        && scene.matching(selectors).any(|(at, other)| {
            at != index && same(other, fact) && other.from <= fact.through + 1 && other.through > fact.through
        })
}

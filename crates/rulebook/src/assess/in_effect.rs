//! Whom a limit is for on the day it is reached or takes effect, and by the course that it is reached in.

use crate::assess::{LimitUse, Scene, stretch};
use crate::model::{Body, Limit};
use crate::selector::Selectors;
use crate::who::{Match, Who};
use domain::Day;

/// Leaves out what is nobody's on that day.
pub(super) fn keep(scene: &Scene<'_>, limits: &mut Vec<LimitUse>) {
    limits.retain_mut(|used| {
        let version = &scene.rulebook.rule(used.rule).versions[used.version as usize];
        if let Body::Limit(Limit::Duration { who_on_last: Some(who), .. }) = &version.body {
            if used.reached_on.is_some_and(|day| scene.is_for(who, day) == Match::No) {
                (used.reached_on, used.effective_on) = (None, None);
                used.warnings.clear();
            }
            return true;
        }
        let Body::Limit(Limit::Accumulated { state, who_when_reached, who_when_begun, .. }) = &version.body else {
            return true;
        };
        if who_when_begun.is_some_and(|who| !binds(scene, &who, state, used)) {
            return false;
        }
        // What is reached in a month takes effect on its last day: who comes out of the group meanwhile has another limit
        // (SDPL § 24, stk. 1, "jf. dog § 25").
        let on =
            used.effective_on.filter(|day| *who_when_reached && used.reached_on.is_some_and(|reached| reached < *day));
        on.is_none_or(|day| scene.is_for(&version.who, day) != Match::No)
    });
}

/// Whether it binds the course in which it is reached, by who the citizen was when that began; if not, the next one that
/// begins then is bound from its first day (LAB § 114, stk. 3).
fn binds(scene: &Scene<'_>, who: &Who, state: &Selectors, used: &mut LimitUse) -> bool {
    let looked_from = used.reached_on.or(used.through).unwrap_or(used.start).number();
    for (_, fact) in scene.matching(state) {
        let (begun, last) = stretch::of(scene, state, fact);
        if last < looked_from {
            continue;
        }
        let begun = Day::from_number(begun);
        match scene.is_for(who, begun) {
            Match::No => {}
            Match::Yes => {
                let moved = |day: Option<Day>| day.map(|day| day.max(begun));
                (used.reached_on, used.effective_on) = (moved(used.reached_on), moved(used.effective_on));
                return true;
            }
            Match::Unknown(missing) => {
                (used.reached_on, used.effective_on) = (None, None);
                used.missing = used.missing.with(missing);
                return true;
            }
        }
    }
    false
}

//! Limits that would take effect on days on which nobody has read what took their place: they have no day.

use crate::assess::limit::DayOfLimit;
use crate::assess::{Course, Scene};
use crate::model::{Body, Limit, Version};
use crate::who::Missing;
use domain::Day;

pub(super) fn limits(scene: &Scene<'_>, course: &mut Course) {
    for used in &mut course.limits {
        if falls_in(&scene.rulebook.rule(used.rule).versions, used.effective_on) {
            (used.reached_on, used.effective_on) = (None, None);
            used.missing = used.missing.with(Missing::UNCONFIRMED);
            used.warnings.clear();
        }
    }
}

/// As [`limits`], of the days of one limit.
pub(super) fn days(versions: &[Version], days: &mut [DayOfLimit]) {
    for used in days.iter_mut().filter(|used| falls_in(versions, used.effective_on)) {
        (used.reached_on, used.effective_on) = (None, None);
        used.missing = used.missing.with(Missing::UNCONFIRMED);
    }
}

fn falls_in(versions: &[Version], effective: Option<Day>) -> bool {
    let Some(day) = effective else { return false };
    versions.iter().any(|version| match &version.body {
        Body::Limit(Limit::Accumulated { suspended, .. }) => {
            suspended.iter().any(|(from, through)| *from <= day && day <= *through)
        }
        _ => false,
    })
}

//! Codes used on days on which the act's own list no longer has them.

use super::assess::NotCoveredReport;
use crate::rulebook::Rulebook;
use domain::Day;
use domain::codes::{Benefit, Code, TargetGroup, Visitation};
use domain::compact::Compact;
use domain::history::History;
use domain::kinds::FactKind;

/// One entry for each code that the last list naming it had left behind by today.
pub(super) fn outside_lists(history: &History, rulebook: &Rulebook, today: Day) -> Vec<NotCoveredReport> {
    let mut found: Vec<NotCoveredReport> = Vec::new();
    for fact in history.view().facts {
        let Some((axis, code)) = listed(fact) else { continue };
        let entry = outside(rulebook, axis, code, fact, today);
        found.extend(entry.filter(|new| !found.iter().any(|old| old.value == new.value && old.axis == new.axis)));
    }
    found
}

/// The axis and code of a fact whose codes an act lists.
fn listed(fact: &Compact) -> Option<(&'static str, &'static str)> {
    let slot = fact.codes[0].checked_sub(1)?;
    match FactKind::from_index(fact.kind)? {
        FactKind::Visitation => Some(("visitation", Visitation::from_index(slot)?.code())),
        FactKind::TargetGroup => Some(("target_group", TargetGroup::from_index(slot)?.code())),
        FactKind::Benefit | FactKind::FirstContact => Some(("benefit", Benefit::from_index(slot)?.code())),
        _ => None,
    }
}

fn outside(
    rulebook: &Rulebook,
    axis: &'static str,
    code: &'static str,
    fact: &Compact,
    today: Day,
) -> Option<NotCoveredReport> {
    let last = rulebook.last_list(axis, code)?;
    let after = last.through?.plus_days(1);
    let from = fact.from_day().max(after);
    if from > today || fact.through < from.number() {
        return None;
    }
    let next = rulebook.axes.iter().find(|list| list.axis == axis && list.from == after).unwrap_or(last);
    Some(NotCoveredReport {
        axis,
        value: Some(code.to_owned()),
        duty: axis.to_owned(),
        reference: next.reference.clone(),
        from: from.to_string(),
        through: fact.through_day().map(|day| day.to_string()),
        reason: next.text.clone(),
    })
}

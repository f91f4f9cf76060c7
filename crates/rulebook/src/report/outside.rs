//! Codes used on days on which the act's own list no longer has them.

use super::assess::NotCoveredReport;
use crate::model::AxisList;
use crate::rulebook::Rulebook;
use domain::Day;
use domain::codes::{Benefit, Code, TargetGroup, Visitation};
use domain::compact::{Compact, OPEN};
use domain::history::History;
use domain::kinds::FactKind;

/// One entry for each stretch of days with a code that the last list naming it had left behind by today.
pub(super) fn outside_lists(history: &History, rulebook: &Rulebook, today: Day) -> Vec<NotCoveredReport> {
    let mut found: Vec<Outside<'_>> = Vec::new();
    for fact in history.view().facts {
        let Some((axis, code)) = listed(fact) else { continue };
        let Some(new) = outside(rulebook, (axis, code), fact, today) else { continue };
        // Facts stand in the order of their first days.
        let goes_on = |old: &&mut Outside<'_>| (old.axis, old.code) == (axis, code) && old.meets(new.from);
        match found.iter_mut().find(goes_on) {
            Some(old) => old.through = old.through.max(new.through),
            None => found.push(new),
        }
    }
    found.into_iter().map(Outside::report).collect()
}

/// Days, as numbers, with a code that no list has any more.
struct Outside<'a> {
    axis: &'static str,
    code: &'static str,
    from: i32,
    /// `OPEN`: as far as anyone can see.
    through: i32,
    next: &'a AxisList,
}

impl Outside<'_> {
    fn meets(&self, from: i32) -> bool {
        from <= self.through.saturating_add(1)
    }

    fn report(self) -> NotCoveredReport {
        let Outside { axis, code, from, through, next } = self;
        NotCoveredReport {
            axis,
            value: Some(code.to_owned()),
            duty: axis.to_owned(),
            reference: next.reference.clone(),
            from: Day::from_number(from).to_string(),
            through: (through != OPEN).then(|| Day::from_number(through).to_string()),
            reason: next.text.clone(),
        }
    }
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

fn outside<'a>(
    rulebook: &'a Rulebook,
    (axis, code): (&'static str, &'static str),
    fact: &Compact,
    today: Day,
) -> Option<Outside<'a>> {
    let last = rulebook.last_list(axis, code)?;
    let after = last.through?.plus_days(1);
    let from = fact.from.max(after.number());
    if from > today.number() || fact.through < from {
        return None;
    }
    let next = rulebook.axes.iter().find(|list| list.axis == axis && list.from == after).unwrap_or(last);
    Some(Outside { axis, code, from, through: fact.through, next })
}

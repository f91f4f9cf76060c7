//! Quotas: the share of a group whose duty was fulfilled. Counted from courses; nothing is decided again.

use crate::assess::{Course, Duty};
use crate::model::{Body, Quota};
use crate::rulebook::{RuleIx, Rulebook};
use domain::Day;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuotaCount {
    pub group: u32,
    pub met: u32,
    /// Exempted with a written assessment.
    pub exempted: u32,
    pub late_or_unmet: u32,
    pub open: u32,
    pub required_percent: u16,
}

impl QuotaCount {
    /// Met of those whose date has come. 8 of 10 is 75 % or more, 7 of 10 is not.
    pub fn is_met(&self) -> Option<bool> {
        let decided = self.met + self.exempted + self.late_or_unmet;
        (decided > 0).then(|| self.met * 100 >= decided * u32::from(self.required_percent))
    }

    /// How many may still be exempted: the rest of the group, rounded down.
    pub fn may_be_exempted(&self) -> u32 {
        (self.group * u32::from(100 - self.required_percent.min(100)) / 100).saturating_sub(self.exempted)
    }
}

/// Adds one citizen's course to the count of a quota as of `day`.
pub fn add(count: &mut QuotaCount, quota: &Quota, rulebook: &Rulebook, course: &Course, day: Day) {
    count.required_percent = quota.share_percent;
    let asked = |d: &Duty| d.bases.iter().any(|b| quota.of.iter().any(|id| rulebook.find(id) == Some(b.rule)));
    for duty in course.duties.iter().filter(|d| asked(d)) {
        for basis in duty.bases.iter().filter(|b| quota.of.iter().any(|id| rulebook.find(id) == Some(b.rule))) {
            if basis.opens > day {
                continue;
            }
            count.group += 1;
            match basis.met.filter(|(met, _)| *met <= day) {
                _ if basis.exempt_for_good => count.exempted += 1,
                Some((met, _)) if basis.excused || basis.last_in_time().is_none_or(|last| met <= last) => {
                    count.met += 1;
                }
                Some(_) => count.late_or_unmet += 1,
                None if !basis.excused && basis.last_in_time().is_some_and(|last| last < day) => {
                    count.late_or_unmet += 1;
                }
                None => count.open += 1,
            }
        }
    }
}

/// The quota rules in force on a day.
pub fn in_force(rulebook: &Rulebook, day: Day) -> impl Iterator<Item = (RuleIx, &Quota)> {
    rulebook.rules.iter().enumerate().flat_map(move |(i, rule)| {
        rule.versions.iter().filter(move |v| v.is_in_force(day)).filter_map(move |v| match &v.body {
            Body::Quota(quota) => Some((RuleIx(i as u16), quota)),
            _ => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_of_ten_meet_a_quota_of_75_per_cent_and_seven_do_not() {
        let eight = QuotaCount { group: 10, met: 8, exempted: 2, required_percent: 75, ..QuotaCount::default() };
        let seven = QuotaCount {
            group: 10,
            met: 7,
            exempted: 2,
            late_or_unmet: 1,
            required_percent: 75,
            ..QuotaCount::default()
        };
        assert_eq!((eight.is_met(), seven.is_met()), (Some(true), Some(false)));
        assert_eq!(QuotaCount { required_percent: 75, ..QuotaCount::default() }.is_met(), None);
    }
}

//! The acts' own dated lists of codes: until when a code stands in one, and what can no longer begin.

use crate::model::{AxisList, SourceStatus};
use crate::rulebook::Rulebook;
use domain::Day;
use domain::codes::{Benefit, Code};

impl Rulebook {
    /// The last list of an axis that names a code.
    pub(crate) fn last_list(&self, axis: &str, code: &str) -> Option<&AxisList> {
        let names = |list: &&AxisList| list.axis == axis && list.values.iter().any(|(value, _)| value == code);
        self.axes.iter().filter(names).max_by_key(|list| list.through.unwrap_or(Day::LAST))
    }

    /// The last day of a benefit, where a day comes after it: who had it then had it, and nobody begins on it. A last day that
    /// nobody has read refuses nothing.
    pub fn benefit_gone(&self, benefit: Benefit, on: Day) -> Option<Day> {
        let list = self.last_list("benefit", benefit.code())?;
        list.through.filter(|last| *last < on && list.source == SourceStatus::Cited)
    }
}

#[cfg(test)]
mod tests {
    use crate::bundled::shipped;
    use domain::Day;
    use domain::codes::{Benefit, Code};

    #[test]
    fn a_benefit_is_begun_through_its_last_day_that_was_read_and_not_after_it() {
        let rulebook = shipped("none").unwrap();
        for (benefit, last) in [
            (Benefit::Starthjaelp, "2011-12-31"),
            (Benefit::Introduktionsydelse, "2011-12-31"),
            (Benefit::Integrationsydelse, "2019-12-31"),
            (Benefit::Overgangsydelse, "2025-06-30"),
            (Benefit::Uddannelseshjaelp, "2025-06-30"),
        ] {
            let last: Day = last.parse().unwrap();
            assert!(rulebook.benefit_gone(benefit, last).is_none(), "{benefit:?}");
            assert_eq!(rulebook.benefit_gone(benefit, last.plus_days(1)), Some(last), "{benefit:?}");
        }
        let today: Day = "2026-03-16".parse().unwrap();
        let gone = Benefit::ALL.iter().filter(|benefit| rulebook.benefit_gone(**benefit, today).is_some());
        assert_eq!(gone.count(), 5, "what nobody has read the last day of can still be written");
    }

    #[test]
    fn a_last_day_that_nobody_has_read_refuses_nothing() {
        let mut rulebook = shipped("none").unwrap();
        for list in rulebook.axes.iter_mut().filter(|list| list.axis == "benefit") {
            list.source = crate::model::SourceStatus::NeedsReview;
        }
        let today: Day = "2026-03-16".parse().unwrap();
        assert!(
            Benefit::ALL.iter().all(|benefit| rulebook.benefit_gone(*benefit, today).is_none()),
            "{}",
            Benefit::LIST
        );
    }
}

//! The part of a figure that a goal counts: the dates of one duty, or the wait after one step.

use super::{GoalView, Measured};
use crate::access::Viewer;
use crate::team::Kept;
use crate::{App, AppError, Moment};
use domain::Day;
use domain::codes::{Benefit, Code};
use figures::goal::Measure;
use figures::journey::Step;
use rulebook::model::{Body, DutyParty, Version};
use std::collections::BTreeSet;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GoalPart {
    /// Its key in the rulebook.
    Duty(String),
    /// The step after which is waited.
    Step(Step),
}

const DUTY: &str = "frist:";
const STEP: &str = "trin:";

impl GoalPart {
    /// As it stands in a form and in the database.
    pub fn code(&self) -> String {
        match self {
            GoalPart::Duty(duty) => format!("{DUTY}{duty}"),
            GoalPart::Step(step) => format!("{STEP}{}", step.code()),
        }
    }

    pub fn read(code: &str) -> Option<GoalPart> {
        if let Some(step) = code.strip_prefix(STEP) {
            // After the last step nobody waits.
            return Step::from_code(step).filter(|step| Step::BEFORE_LAST.contains(step)).map(GoalPart::Step);
        }
        code.strip_prefix(DUTY).filter(|duty| !duty.is_empty()).map(|duty| GoalPart::Duty(duty.to_owned()))
    }

    /// Whether the figure has such a part.
    pub(super) fn is_of(&self, measure: Measure) -> bool {
        match self {
            GoalPart::Duty(_) => measure.is_timeliness(),
            GoalPart::Step(_) => measure == Measure::Ventetid,
        }
    }
}

impl Measured {
    /// Whose dates it counts, and of which duty alone; `None` where it counts something else.
    pub fn dates(&self) -> Option<(Kept, Option<&str>)> {
        let Measured::Own { measure, part, .. } = self else { return None };
        let layer = match measure {
            Measure::RettidighedLov => Kept::Law,
            Measure::RettidighedMaal => Kept::Goal,
            _ => return None,
        };
        let Some(GoalPart::Duty(duty)) = part else { return Some((layer, None)) };
        Some((layer, Some(duty)))
    }

    /// The wait it counts: after which step, on which benefit.
    pub fn wait(&self) -> Option<(Step, Option<Benefit>)> {
        match self {
            Measured::Own { measure: Measure::Ventetid, benefit, part: Some(GoalPart::Step(step)) } => {
                Some((*step, *benefit))
            }
            _ => None,
        }
    }
}

impl App {
    /// The duties whose dates are counted, and the rule's own words for each.
    pub fn duties_with_dates(&self, today: Day) -> Vec<(String, String)> {
        let rules = self.rulebook.rules.iter().filter(|rule| rule.party == DutyParty::Municipality);
        let dated = |v: &Version| v.is_in_force(today) && matches!(v.body, Body::Deadline(_));
        let dated = rules.filter(|rule| rule.versions.iter().any(dated));
        let keys: BTreeSet<&str> = dated.filter_map(|rule| rule.duty.as_deref()).collect();
        keys.into_iter().map(|key| (key.to_owned(), self.duty_name(key, today))).collect()
    }

    /// The goals in force that count something, in the order they were made; without their numbers.
    pub(crate) async fn goals_of(
        &self,
        counts: impl Fn(&Measured) -> bool,
        today: Day,
    ) -> Result<Vec<GoalView>, AppError> {
        let mut goals = self.goal_views(today).await?;
        goals.retain(|view| !view.ended() && counts(&view.text().measured));
        goals.sort_by_key(|view| view.number);
        Ok(goals)
    }

    /// The same, with their numbers.
    pub(crate) async fn goals_with_numbers(
        &self,
        viewer: &Viewer,
        counts: impl Fn(&Measured) -> bool,
        moment: Moment,
    ) -> Result<Vec<GoalView>, AppError> {
        let mut goals = self.goals_of(counts, moment.today).await?;
        for view in &mut goals {
            view.figure = Some(self.goal_figure(viewer, view.text(), moment).await?);
        }
        Ok(goals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_comes_back_as_it_was_written_and_nonsense_is_none() {
        let part = GoalPart::Duty("jobsamtale".into());
        assert_eq!(GoalPart::read(&part.code()), Some(part));
        let wait = GoalPart::Step(Step::Plan);
        assert_eq!((wait.code().as_str(), GoalPart::read("trin:plan")), ("trin:plan", Some(wait)));
        for wrong in ["", "frist:", "jobsamtale", "trin:", "trin:videre"] {
            assert_eq!(GoalPart::read(wrong), None, "{wrong}");
        }
    }
}

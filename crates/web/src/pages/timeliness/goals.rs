//! The municipality's own goals beside what was kept; where it has none, the plan that has words for one.

use crate::pages::goals::{aim, planned, state_mark};
use crate::text::{t, tf};
use crate::words::{Mark, duty_kind};
use app::access::{FigureAction, Viewer, decide_figures};
use app::figures::definition::Indicator;
use app::figures::{Exact, danish};
use app::goals::GoalView;
use app::team::{KeptBasis, KeptBy};
use app::timeliness::{Row, TimelinessPage};

/// A goal with where it stands in the newest month it counts.
pub(crate) struct GoalLine {
    pub(crate) link: String,
    pub(crate) name: String,
    /// The goal counts all dates, or those of one duty.
    pub(crate) of: String,
    pub(crate) aim: String,
    pub(crate) now: String,
    pub(crate) mark: Mark,
}

/// A plan aims at it without a number, and the municipality has written no goal.
pub(crate) struct NoGoal {
    pub(crate) text: String,
    pub(crate) plan: String,
    pub(crate) write: Option<String>,
}

fn link(view: &GoalView) -> String {
    format!("/maal/{}", view.number)
}

/// The duty it counts, where it is not all of them.
fn duty(view: &GoalView) -> Option<&str> {
    view.text().measured.dates().and_then(|(_, duty)| duty)
}

pub(super) fn lines(found: &TimelinessPage) -> Vec<GoalLine> {
    let line = |view: &GoalView| {
        let figure = view.figure.as_ref()?;
        let now = figure.latest.map(|(month, value)| {
            let decimals = view.text().measured.decimals();
            let n = value.number().map_or_else(|| danish::value(value, decimals), |n| danish::percent(n, decimals));
            let values = [("month", danish::month(month)), ("n", n)];
            tf("timeliness.goal_now", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
        });
        Some(GoalLine {
            link: link(view),
            name: view.text().name.clone(),
            of: match duty(view) {
                Some(key) => duty_kind(key, view.newest().part_title.as_deref().unwrap_or_default()),
                None => t("team.all_duties"),
            },
            aim: aim(view),
            now: now.unwrap_or_default(),
            mark: state_mark(view.text(), figure),
        })
    };
    found.goals.iter().filter_map(line).collect()
}

/// Goals of one row of a table: those of a duty.
pub(super) fn of_row(found: &TimelinessPage, row: &Row) -> Vec<(String, String)> {
    let Row::Duty(key) = row else { return Vec::new() };
    short(found.goals.iter().filter(|view| duty(view) == Some(key)))
}

/// Address and aim of some goals.
pub(crate) fn short<'a>(goals: impl Iterator<Item = &'a GoalView>) -> Vec<(String, String)> {
    goals.map(|view| (link(view), aim(view))).collect()
}

/// What the line of all dates is drawn beside: only where it counts what the goals count.
pub(super) fn drawn(found: &TimelinessPage) -> Vec<Exact> {
    if (found.filter.basis, found.filter.by) != (KeptBasis::Due, KeptBy::Day) {
        return Vec::new();
    }
    let of_all = found.goals.iter().filter(|view| duty(view).is_none() && !view.text().goal.aim.compares());
    let aims = of_all.map(|view| &view.text().goal);
    aims.filter_map(|goal| goal.aim.target(goal.baseline, goal.by).ok()).collect()
}

/// What is said where no goal is written.
pub(super) fn none(found: &TimelinessPage, viewer: &Viewer) -> Option<NoGoal> {
    let plan = planned(Indicator::Rettidighed).filter(|_| found.goals.is_empty())?;
    let layer = t(&format!("timeliness.what_{}", domain::codes::Code::code(found.filter.layer)));
    let values = [("what", layer.as_str()), ("plan", &plan.plan), ("name", &plan.name)];
    let may_write = decide_figures(viewer, FigureAction::SetGoal).is_ok();
    Some(NoGoal {
        text: tf("timeliness.no_goal", &values),
        plan: format!("/maal#{}", plan.id),
        write: may_write.then(|| format!("/maal/nyt?skabelon={}", plan.id)),
    })
}

//! *Status på mål* (Q-T1): one row a goal, for reports.

use super::{GoalState, GoalText, GoalView};
use crate::access::{FigureAction, Viewer, decide_figures};
use crate::{App, AppError, Moment};
use domain::Day;
use figures::compare::Change;
use figures::goal::{Formula, Lack};
use figures::{Exact, Month, Value};

/// A goal in the report's table.
#[derive(Clone, Debug)]
pub struct GoalStatusRow {
    pub number: i64,
    pub text: GoalText,
    /// Decimals of its numbers.
    pub decimals: u8,
    pub baseline: Option<(Day, Exact)>,
    pub latest: Option<(Month, Value)>,
    /// The latest month may still change.
    pub preliminary: bool,
    pub last_year: Value,
    /// Against the same month of the year before; `None` where there is no month.
    pub change: Option<Change>,
    /// Yes, on the way, no, or something is lacking.
    pub state: GoalState,
    pub target: Option<Exact>,
    /// With the numbers put in: see [`Formula::danish`].
    pub formulas: Vec<Formula>,
    pub lacks: Vec<Lack>,
}

fn row(view: GoalView) -> Option<GoalStatusRow> {
    let text = view.text().clone();
    let figure = view.figure?;
    let last_year = figure.latest.map_or(Value::Missing, |(month, _)| figure.series.value(month.last_year()));
    // What the goal itself leaves out stands with what its numbers lack.
    let mut lacks = text.goal.lacks();
    lacks.extend(figure.standing.lacks.iter().copied().filter(|lack| !text.goal.lacks().contains(lack)));
    Some(GoalStatusRow {
        number: view.number,
        decimals: text.measured.decimals(),
        baseline: text.goal.baseline,
        latest: figure.latest,
        preliminary: figure.preliminary,
        last_year,
        change: figure.change,
        state: figure.state,
        target: figure.standing.target,
        formulas: figure.standing.formulas,
        lacks,
        text,
    })
}

impl App {
    /// The goals in force, in the order they were made.
    pub async fn goal_status(&self, viewer: &Viewer, moment: Moment) -> Result<Vec<GoalStatusRow>, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        Ok(self.goals(viewer, moment).await?.goals.into_iter().filter_map(row).collect())
    }
}

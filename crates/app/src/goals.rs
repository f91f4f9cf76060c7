//! *Mål*: the municipality's own goals, tied to its own numbers. Everybody with figures reads them; those who count write them.
//!
//! A goal is never a demand on a citizen, and no figure of it names a person.

mod figure;
mod form;
mod part;
mod save;
mod status;
mod words;

pub use figure::{GoalFigure, GoalSeries, GoalState, Source};
pub use form::{AimKind, GoalForm, goal_mistakes};
pub use part::GoalPart;
pub use save::{GoalPosted, UNDONE};
pub use status::GoalStatusRow;

use crate::access::{FigureAction, Viewer, decide_figures};
use crate::{App, AppError, Moment};
use domain::Day;
use domain::codes::Benefit;
use figures::catalogue::{self, Published};
use figures::goal::{Goal, Measure, Population};
use store::goal::GoalVersionRow;

/// What a goal is measured by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Measured {
    /// The program's own count, of one benefit or all, and of one part where the figure has parts.
    Own { measure: Measure, benefit: Option<Benefit>, part: Option<GoalPart> },
    /// A measure of an imported table, by its id in the catalogue.
    Published(String),
}

/// What a goal says. The texts are the writer's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GoalText {
    pub name: String,
    pub measured: Measured,
    pub goal: Goal,
    /// Who decided it, and where that stands.
    pub source: String,
    /// The template it was made from.
    pub template: Option<String>,
}

/// One version of a goal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GoalVersion {
    /// Its commit.
    pub number: i64,
    pub by: String,
    pub role: String,
    pub on: Day,
    pub reason: String,
    pub ended: bool,
    pub text: GoalText,
    /// What the rule calls the part that is counted.
    pub part_title: Option<String>,
}

#[derive(Clone, Debug)]
pub struct GoalView {
    pub number: i64,
    /// Newest first; never empty.
    pub versions: Vec<GoalVersion>,
    /// `None` for who may not see the municipality's numbers, and for a goal that has ended.
    pub figure: Option<GoalFigure>,
}

impl GoalView {
    pub fn newest(&self) -> &GoalVersion {
        &self.versions[0]
    }

    pub fn text(&self) -> &GoalText {
        &self.newest().text
    }

    pub fn ended(&self) -> bool {
        self.newest().ended
    }
}

#[derive(Clone, Debug)]
pub struct GoalsPage {
    /// Those in force, then those that have ended; in the order they were made.
    pub goals: Vec<GoalView>,
    /// The reader sees the municipality's numbers.
    pub figures: bool,
    /// The reader may write goals.
    pub may_write: bool,
}

/// The measure of an imported table.
pub fn published(id: &str) -> Option<Published> {
    catalogue::shipped().into_iter().find(|measure| measure.id == id)
}

impl Measured {
    /// Printed with so many decimals.
    pub fn decimals(&self) -> u8 {
        match self {
            Measured::Own { measure, .. } => measure.decimals(),
            Measured::Published(id) => published(id).map_or(0, |p| p.decimals),
        }
    }

    /// Whether it is in per cent.
    pub fn is_share(&self) -> bool {
        match self {
            Measured::Own { measure, .. } => measure.is_share(),
            Measured::Published(id) => published(id).is_some_and(|p| p.sort == figures::compare::Sort::Share),
        }
    }

    /// Whom it can count; a published table counts who is there.
    pub fn populations(&self) -> &'static [Population] {
        match self {
            Measured::Own { measure, .. } => measure.populations(),
            Measured::Published(_) => &[Population::Bestand],
        }
    }
}

/// Versions goal by goal, oldest first, as the store gives them.
fn views(rows: Vec<GoalVersionRow>, title: impl Fn(&Measured) -> Option<String>) -> Result<Vec<GoalView>, AppError> {
    let mut views: Vec<GoalView> = Vec::new();
    for row in rows {
        let text = words::read(&row.version.words)
            .ok_or_else(|| AppError::Internal(format!("goal {} cannot be read", row.goal)))?;
        let version = GoalVersion {
            number: row.said.commit,
            by: row.said.actor,
            role: row.version.role,
            on: row.version.on,
            reason: row.version.reason,
            ended: row.version.ended,
            part_title: title(&text.measured),
            text,
        };
        match views.last_mut().filter(|view| view.number == row.goal) {
            Some(view) => view.versions.insert(0, version),
            None => views.push(GoalView { number: row.goal, versions: vec![version], figure: None }),
        }
    }
    Ok(views)
}

impl App {
    async fn goal_views(&self, today: Day) -> Result<Vec<GoalView>, AppError> {
        let title = |measured: &Measured| measured.dates()?.1.map(|duty| self.duty_name(duty, today));
        views(self.store.goal_versions(self.municipality).await?, title)
    }

    /// Every goal of the municipality, with its numbers for those who may see them.
    pub async fn goals(&self, viewer: &Viewer, moment: Moment) -> Result<GoalsPage, AppError> {
        decide_figures(viewer, FigureAction::Define).map_err(AppError::NoAccess)?;
        let figures = decide_figures(viewer, FigureAction::Lead).is_ok();
        let mut goals = self.goal_views(moment.today).await?;
        goals.sort_by_key(|view| (view.ended(), view.number));
        if figures {
            for view in goals.iter_mut().filter(|view| !view.ended()) {
                view.figure = Some(self.goal_figure(viewer, view.text(), moment).await?);
            }
        }
        Ok(GoalsPage { goals, figures, may_write: decide_figures(viewer, FigureAction::SetGoal).is_ok() })
    }

    /// One goal, also one that has ended.
    pub async fn goal(&self, viewer: &Viewer, number: i64, moment: Moment) -> Result<(GoalView, bool), AppError> {
        decide_figures(viewer, FigureAction::Define).map_err(AppError::NoAccess)?;
        let mut view = self.goal_find(number, moment.today).await?;
        if decide_figures(viewer, FigureAction::Lead).is_ok() {
            view.figure = Some(self.goal_figure(viewer, view.text(), moment).await?);
        }
        Ok((view, decide_figures(viewer, FigureAction::SetGoal).is_ok()))
    }

    async fn goal_find(&self, number: i64, today: Day) -> Result<GoalView, AppError> {
        self.goal_views(today).await?.into_iter().find(|view| view.number == number).ok_or(AppError::NotFound)
    }
}

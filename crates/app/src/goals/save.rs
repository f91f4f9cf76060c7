//! Writing a goal: a new one, a change with its reason, its end, and the step before it again. Nothing is overwritten.

use super::form::{GoalForm, goal_mistakes};
use super::{GoalPart, GoalText, GoalView, Measured, words};
use crate::access::{FigureAction, Viewer, decide_figures};
use crate::record::client_of;
use crate::rules::reason;
use crate::{App, AppError, FormError, Moment};
use domain::codes::Code;
use store::goal::NewGoalVersion;
use store::write::Author;

/// Stands as the reason where a step was taken back.
pub const UNDONE: &str = "fortrudt";

/// Which goal, which version of it the form was made from, and the form's once-only key.
#[derive(Clone, Debug)]
pub struct GoalPosted {
    /// `None`: a new goal.
    pub goal: Option<i64>,
    pub version: i64,
    pub key: String,
}

impl App {
    /// Makes a goal, or changes one; its number. A change says why.
    pub async fn goal_save(
        &self,
        viewer: &Viewer,
        posted: &GoalPosted,
        form: &GoalForm,
        moment: Moment,
    ) -> Result<i64, AppError> {
        decide_figures(viewer, FigureAction::SetGoal).map_err(AppError::NoAccess)?;
        let mistakes = goal_mistakes(form, posted.goal.is_some(), moment.today);
        let text = form.text().filter(|_| mistakes.is_empty()).ok_or(AppError::Form(mistakes))?;
        self.part_is_known(&text)?;
        let why = if posted.goal.is_some() { reason(&form.reason)? } else { String::new() };
        let words = words::write(&text);
        self.goal_write(viewer, posted, |_| Ok((words, false, why)), moment).await
    }

    /// From here on it is no goal; what it was can still be read.
    pub async fn goal_end(
        &self,
        viewer: &Viewer,
        posted: &GoalPosted,
        why: &str,
        moment: Moment,
    ) -> Result<i64, AppError> {
        decide_figures(viewer, FigureAction::SetGoal).map_err(AppError::NoAccess)?;
        let why = reason(why)?;
        let end = |view: Option<&GoalView>| {
            let view = view.filter(|view| !view.ended()).ok_or(AppError::Conflict)?;
            Ok((words::write(view.text()), true, why))
        };
        self.goal_write(viewer, posted, end, moment).await
    }

    /// Takes the newest step back: the goal says again what it said before. The first version taken back ends the goal.
    pub async fn goal_undo(&self, viewer: &Viewer, posted: &GoalPosted, moment: Moment) -> Result<i64, AppError> {
        decide_figures(viewer, FigureAction::SetGoal).map_err(AppError::NoAccess)?;
        let back = |view: Option<&GoalView>| {
            let view = view.ok_or(AppError::NotFound)?;
            let (text, ended) = view.versions.get(1).map_or((view.text(), true), |before| (&before.text, before.ended));
            Ok((words::write(text), ended, UNDONE.to_owned()))
        };
        self.goal_write(viewer, posted, back, moment).await
    }

    /// A goal for dates of which there are none could never be answered.
    fn part_is_known(&self, text: &GoalText) -> Result<(), AppError> {
        match &text.measured {
            Measured::Own { part: Some(GoalPart::Duty(duty)), .. }
                if self.rulebook.duty_keys.binary_search(duty).is_err() =>
            {
                let key = "goal_form.error.part_unknown";
                Err(AppError::Form(vec![FormError { field: "del", key, values: Vec::new() }]))
            }
            _ => Ok(()),
        }
    }

    /// One version more, unless the form was saved before or somebody else was first.
    async fn goal_write(
        &self,
        viewer: &Viewer,
        posted: &GoalPosted,
        version: impl FnOnce(Option<&GoalView>) -> Result<(String, bool, String), AppError>,
        moment: Moment,
    ) -> Result<i64, AppError> {
        let view = match posted.goal {
            Some(goal) => Some(self.goal_find(goal, moment.today).await?),
            None => None,
        };
        let author = Author { actor: viewer.name.clone(), client: client_of(viewer), what: "maal".into() };
        let mut write = self.store.begin_write(self.municipality, &author, moment.now).await?;
        if let Some(done) = write.form_key_take(&posted.key).await? {
            drop(write);
            let saved = |view: &GoalView| view.versions.iter().any(|version| version.number == done.0);
            let found = self.goal_views(moment.today).await?.into_iter().find(saved);
            return found.map(|view| view.number).or(posted.goal).ok_or(AppError::NotFound);
        }
        if let Some(goal) = posted.goal
            && write.goal_newest(goal).await? != Some(posted.version)
        {
            return Err(AppError::Conflict);
        }
        let (words, ended, reason) = version(view.as_ref())?;
        let role = viewer.role.code().to_owned();
        let new = NewGoalVersion { role, on: moment.today, words, ended, reason };
        let goal = write.goal_add(posted.goal, &new).await?;
        write.commit(&self.rulebook).await?;
        Ok(goal)
    }
}

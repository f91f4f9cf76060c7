//! Makes reports beside the requests, one at a time, and says how far it has come.
//!
//! What is cut off is not kept: whoever asked asks again. A report that is made is in the database.

use super::ground::STEPS;
use super::{Ask, figure, period_words, plan};
use crate::access::{FigureAction, Viewer, decide_figures};
use crate::{App, AppError, Moment};
use documents::report::{Chapter, Report};
use domain::codes::Code;
use std::sync::{Arc, Mutex, PoisonError};
use store::report::ReportRow;

/// Requests that are remembered.
const KEPT: usize = 50;

/// Reports that are being made or have just been.
#[derive(Debug, Default)]
pub struct Writing {
    turn: tokio::sync::Mutex<()>,
    jobs: Mutex<Vec<(String, String, Progress)>>,
}

/// How far one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Another is made first.
    Waits,
    Makes {
        done: usize,
        of: usize,
    },
    /// Its number.
    Done(i64),
    Failed,
}

impl Writing {
    fn set(&self, ticket: &str, progress: Progress) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(job) = jobs.iter_mut().find(|(known, _, _)| known == ticket) {
            job.2 = progress;
        }
    }

    fn add(&self, ticket: &str, login: &str) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let more = (jobs.len() + 1).saturating_sub(KEPT);
        jobs.drain(..more);
        jobs.push((ticket.to_owned(), login.to_owned(), Progress::Waits));
    }

    fn find(&self, ticket: &str, login: &str) -> Option<Progress> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.iter().find(|(known, whose, _)| known == ticket && whose == login).map(|(_, _, progress)| progress.clone())
    }
}

impl App {
    /// Begins a report; the ticket tells how far it is.
    pub async fn report_begin(&self, viewer: &Viewer, ask: Ask, moment: Moment) -> Result<String, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        self.checked(&ask, moment.today)?;
        let ticket = crate::random_hex(8)?;
        self.writing.add(&ticket, &viewer.login);
        let (app, viewer, told) = (self.clone(), viewer.clone(), ticket.clone());
        tokio::spawn(async move {
            let writing = Arc::clone(&app.writing);
            let _turn = writing.turn.lock().await;
            let step = |done, of| writing.set(&told, Progress::Makes { done, of });
            let made = app.report_make(&viewer, &ask, moment, step).await;
            writing.set(&told, made.map_or(Progress::Failed, Progress::Done));
        });
        Ok(ticket)
    }

    /// How far the viewer's own report is. `None`: nobody knows of it any more.
    pub fn report_progress(&self, viewer: &Viewer, ticket: &str) -> Option<Progress> {
        self.writing.find(ticket, &viewer.login)
    }

    /// Makes a report and keeps it; its number.
    pub async fn report_make(
        &self,
        viewer: &Viewer,
        ask: &Ask,
        moment: Moment,
        step: impl Fn(usize, usize),
    ) -> Result<i64, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        self.checked(ask, moment.today)?;
        let plan = plan(ask.kind)?;
        let of = STEPS + plan.chapters.len();
        let (from, through) = ask.days(plan);
        let known = self.store.commit_latest(self.municipality, None).await?;
        let ground = Arc::new(self.ground(viewer, (from, through), ask.area, moment, |done| step(done, of)).await?);
        let mut chapters = Vec::new();
        for (at, part) in plan.chapters.iter().enumerate() {
            step(STEPS + at, of);
            let ground = Arc::clone(&ground);
            let made = move || part.figures.iter().map(|id| figure::figure(id, &ground)).collect::<Result<Vec<_>, _>>();
            let figures = tokio::task::spawn_blocking(made).await.map_err(|e| AppError::Internal(e.to_string()))??;
            chapters.push(Chapter {
                id: part.id.clone(),
                title: part.title.clone(),
                text: part.text.iter().cloned().collect(),
                asks: part.asks.clone(),
                figures,
            });
        }
        let report = Report {
            title: plan.title.clone(),
            municipality: self.area_name(ask.area),
            period: period_words(from, through),
            drawn: moment.today.to_string(),
            about: self.about(ask, &ground),
            chapters,
        };
        let content = serde_json::to_string(&report).map_err(|e| AppError::Internal(e.to_string()))?;
        let row = ReportRow {
            id: 0,
            kind: ask.kind.code().to_owned(),
            area: ask.area,
            from,
            through,
            drawn: moment.today,
            known,
            login: viewer.login.clone(),
            author: viewer.name.clone(),
            at: moment.now,
        };
        Ok(self.store.report_add(self.municipality, &row, &content).await?)
    }
}

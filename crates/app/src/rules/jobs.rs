//! Work on all cases that a request does not wait for to its end: how far it is, and its result for the one who asked.
//!
//! Invariant: one trial at a time; a trial writes nothing and is forgotten when the program stops. An activation is
//! ordered in the database first, so that it is made whatever happens to the program.

use super::trial::Trial;
use crate::{App, AppError};
use domain::Day;
use rulebook::Change;
use rulebook::simulate::{Beside, Difference};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::histories::CaseHistory;
use tokio::sync::watch;

/// How long a request waits before it answers with a page that shows how far the work is.
pub const PATIENCE: Duration = Duration::from_millis(300);
/// Finished trials that are kept for those who asked.
const KEPT: usize = 30;

/// How far a job is, for whoever asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HowFar {
    pub done: usize,
    /// 0 while it waits for its turn.
    pub of: usize,
}

#[derive(Debug, Default)]
pub(super) struct Progress {
    done: AtomicUsize,
    of: AtomicUsize,
    stopped: AtomicBool,
}

impl Progress {
    pub(super) fn begin(&self, of: usize) {
        self.of.store(of, Ordering::Relaxed);
    }

    pub(super) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn set(&self, done: usize, of: usize) {
        self.done.store(done, Ordering::Relaxed);
        self.begin(of);
    }

    /// Nobody wants the result any more.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    pub(super) fn how_far(&self) -> HowFar {
        let of = self.of.load(Ordering::Relaxed);
        HowFar { done: self.done.load(Ordering::Relaxed).min(of), of }
    }
}

/// What a trial was made on: the same again is the same answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) rule: String,
    pub(super) text: String,
    /// The rulebook it was held against.
    pub(super) hash: String,
    pub(super) day: Day,
    /// An outside actor tries on what it was sent.
    pub(super) outside: bool,
}

/// A trial that is made, before anybody's access is asked.
#[derive(Debug)]
pub(super) struct Computed {
    pub(super) change: Arc<Change>,
    pub(super) cases: Vec<Arc<CaseHistory>>,
    pub(super) known: i64,
    pub(super) difference: Difference,
    pub(super) beside: Beside,
}

type Made = Option<Result<Arc<Computed>, String>>;

#[derive(Debug)]
pub(super) struct Job {
    pub(super) ticket: String,
    login: String,
    pub(super) key: Key,
    /// As it was asked, to make the page of.
    pub(super) trial: Trial,
    pub(super) progress: Arc<Progress>,
    result: watch::Receiver<Made>,
}

pub(super) enum Waited {
    Done(Arc<Computed>),
    Running,
    /// It was stopped, or something broke.
    Gone,
}

impl Job {
    /// The result if it is there within `patience`; without patience, however long it takes.
    pub(super) async fn wait(&self, patience: Option<Duration>) -> Result<Waited, AppError> {
        let mut result = self.result.clone();
        let made = async { result.wait_for(Option::is_some).await.ok().and_then(|made| made.clone()) };
        let made = match patience {
            None => made.await,
            // Not even for what others are doing just now.
            Some(Duration::ZERO) if self.is_running() => return Ok(Waited::Running),
            Some(patience) => match tokio::time::timeout(patience, made).await {
                Ok(made) => made,
                Err(_) => return Ok(Waited::Running),
            },
        };
        match made {
            Some(Ok(computed)) => Ok(Waited::Done(computed)),
            Some(Err(why)) => Err(AppError::Internal(why)),
            None => Ok(Waited::Gone),
        }
    }

    fn is_running(&self) -> bool {
        self.result.borrow().is_none() && self.result.has_changed().is_ok()
    }

    /// Made on what is known now.
    fn is_of(&self, known: i64) -> bool {
        self.is_running() || matches!(&*self.result.borrow(), Some(Ok(made)) if made.known == known)
    }
}

/// An activation that this process makes.
#[derive(Clone, Debug)]
pub(super) struct Making {
    pub(super) order: i64,
    pub(super) progress: Arc<Progress>,
    /// What stood in the way the last time it was tried.
    pub(super) failed: Arc<Mutex<Option<String>>>,
    /// Ends when it is made, or is not tried again.
    pub(super) ended: watch::Receiver<bool>,
}

/// Shared by all requests.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    pub(super) turn: tokio::sync::Mutex<()>,
    trials: Mutex<Vec<Arc<Job>>>,
    pub(super) making: Mutex<Option<Making>>,
}

impl Jobs {
    fn trials(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Job>>> {
        self.trials.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The viewer's job of this ticket.
    pub(super) fn find(&self, login: &str, ticket: &str) -> Option<Arc<Job>> {
        self.trials().iter().find(|j| j.login == login && j.ticket == ticket).cloned()
    }

    /// The viewer's newest job on the same; with `known`, only one that knows as much or still runs.
    pub(super) fn same(&self, login: &str, key: &Key, known: Option<i64>) -> Option<Arc<Job>> {
        let usable = |j: &&Arc<Job>| {
            j.login == login && j.key == *key && !j.progress.is_stopped() && known.is_none_or(|known| j.is_of(known))
        };
        self.trials().iter().rev().find(usable).cloned()
    }

    /// Keeps a new job. One that the viewer had running is given up: nobody waits for it any more.
    fn keep(&self, job: &Arc<Job>) {
        let mut trials = self.trials();
        trials.iter().filter(|j| j.login == job.login && j.is_running()).for_each(|j| j.progress.stop());
        trials.retain(|j| !j.progress.is_stopped());
        trials.push(Arc::clone(job));
        let more = trials.len().saturating_sub(KEPT);
        trials.drain(..more).for_each(|j| j.progress.stop());
    }
}

impl App {
    /// Begins a trial in the background. `compute` runs beside the requests when it is its turn.
    pub(super) fn job_begin<F>(&self, login: &str, (key, trial): (Key, Trial), compute: F) -> Result<Arc<Job>, AppError>
    where
        F: AsyncComputing,
    {
        let (sender, result) = watch::channel(None);
        let progress = Arc::new(Progress::default());
        let ticket = crate::random_hex(8)?;
        let job =
            Arc::new(Job { ticket, login: login.to_owned(), key, trial, progress: Arc::clone(&progress), result });
        self.held.jobs.keep(&job);
        let jobs = Arc::clone(&self.held.jobs);
        tokio::spawn(async move {
            let _turn = jobs.turn.lock().await;
            if !progress.is_stopped() {
                let made = compute.run(&progress).await.map(Arc::new).map_err(|e| e.to_string());
                if !progress.is_stopped() {
                    sender.send_replace(Some(made));
                }
            }
        });
        Ok(job)
    }
}

/// What a job does.
pub(super) trait AsyncComputing: Send + 'static {
    fn run(self, progress: &Arc<Progress>) -> impl Future<Output = Result<Computed, AppError>> + Send;
}

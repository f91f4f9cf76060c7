//! Activations in the background: ordered in the database, made by this process, and made at the next start when it was
//! cut off.

use super::in_force::texts_of;
use super::jobs::{HowFar, Making, Progress};
use crate::access::Viewer;
use crate::{App, AppError};
use domain::instant::Instant;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::rule::NewActivation;
use store::rule_order::{Ended, OrderRow};
use store::write::Author;
use tokio::sync::watch;

/// How long is waited after each time that an order could not be made.
const AGAIN: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(30), Duration::from_millis(0)];

/// What became of an activation that somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Activating {
    Done,
    /// The number of its order.
    Running(i64),
}

/// How an order stands, for its page.
#[derive(Clone, Debug)]
pub struct OrderView {
    pub rule: String,
    pub title: String,
    pub state: OrderState,
    /// What stood in the way the last time it was tried; for the log.
    pub failed: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderState {
    Running(HowFar),
    /// This process does not make it: it is made at the next start, or by another one.
    Waiting,
    Done,
    /// Other rules came between; nothing was changed.
    Refused,
}

impl App {
    /// Orders an activation: accepted from here on, whatever happens to the program. A conflict while another one waits.
    pub(super) async fn order(
        &self,
        wanted: &NewActivation,
        author: &Author,
        key: &str,
        now: Instant,
    ) -> Result<i64, AppError> {
        let mut write = self.store.begin_write(self.municipality, author, now).await?;
        if let Some(done) = write.form_key_take(key).await? {
            return Ok(done.0);
        }
        write.same_rules(&self.rulebook).await?;
        if !write.order_add(wanted).await? {
            drop(write);
            // One that nobody makes would stand in the way for ever.
            let orders = self.store.orders(self.municipality).await?;
            if let Some(waiting) = orders.iter().find(|o| o.ended == Ended::No) {
                self.making(waiting.number, now);
            }
            return Err(AppError::Conflict);
        }
        Ok(write.commit(&self.rulebook).await?.0)
    }

    /// Begins to make an order unless this process does already, and waits as long as a request does.
    pub(super) async fn order_begin(&self, order: i64, now: Instant) -> Result<Activating, AppError> {
        let row = self.store.order_find(self.municipality, order).await?;
        match row.map(|row| row.ended) {
            // The key of a form of before orders were kept.
            None => return Ok(Activating::Done),
            Some(Ended::Refused) => return Err(AppError::OtherRules),
            Some(Ended::Done(_)) => return self.rules_refresh().await.map(|()| Activating::Done),
            Some(Ended::No) => {}
        }
        let mut ended = self.making(order, now).ended;
        if self.patience.is_zero() {
            return Ok(Activating::Running(order));
        }
        let made = ended.wait_for(|ended| *ended);
        if tokio::time::timeout(self.patience, made).await.is_err() {
            return Ok(Activating::Running(order));
        }
        match self.store.order_find(self.municipality, order).await?.map(|row| row.ended) {
            Some(Ended::No) => Ok(Activating::Running(order)),
            Some(Ended::Refused) => Err(AppError::OtherRules),
            Some(Ended::Done(_)) | None => Ok(Activating::Done),
        }
    }

    /// The making of an order, begun unless it is under way.
    fn making(&self, order: i64, now: Instant) -> Making {
        let mut making = self.held.jobs.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = making.as_ref().filter(|m| m.order == order && m.ended.has_changed().is_ok()) {
            return known.clone();
        }
        let (sender, ended) = watch::channel(false);
        let progress = Arc::new(Progress::default());
        let failed = Arc::new(Mutex::new(None));
        let begun = Making { order, progress: Arc::clone(&progress), failed: Arc::clone(&failed), ended };
        *making = Some(begun.clone());
        let app = self.clone();
        tokio::spawn(async move {
            // Another program may hold the database for a while. After the last time the order waits for the next start,
            // or for somebody who asks for an activation.
            for pause in AGAIN {
                match app.order_make(order, now, &progress).await {
                    Ok(()) => break,
                    Err(why) => *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(why.to_string()),
                }
                tokio::time::sleep(pause).await;
            }
            sender.send_replace(true);
        });
        begun
    }

    /// Makes what was ordered and not made when the program stopped. Returns how many orders there were.
    pub async fn orders_resume(&self, now: Instant) -> Result<usize, AppError> {
        let waiting: Vec<OrderRow> = self.store.orders(self.municipality).await?;
        let waiting: Vec<OrderRow> = waiting.into_iter().filter(|o| o.ended == Ended::No).collect();
        for row in &waiting {
            self.order_make(row.number, now, &Progress::default()).await?;
        }
        Ok(waiting.len())
    }

    /// Sets the text in force, assesses every case by it and ends the order, all in one write.
    async fn order_make(&self, order: i64, now: Instant, progress: &Progress) -> Result<(), AppError> {
        let app = self.now().await?;
        let Some(row) = app.store.order_find(app.municipality, order).await? else { return Ok(()) };
        let wanted = row.wanted;
        let mut texts = texts_of(&app.store.activation_list(app.municipality).await?);
        match &wanted.text {
            Some(text) => texts.0.insert(wanted.rule.clone(), text.clone()),
            None => texts.0.remove(&wanted.rule),
        };
        let (book, left_out) = app.shipped().with_texts(&texts);
        let fits = texts.hash() == wanted.activated && !left_out.contains(&wanted.rule);
        let mut write = app.store.begin_write(app.municipality, &row.author, now).await?;
        if !write.order_end(order, fits).await? {
            return Ok(());
        }
        if fits {
            write.same_rules(&app.rulebook).await?;
            write.activation_add(&wanted).await?;
            write.commit_everybody(&book, |done, of| progress.set(done, of)).await?;
        } else {
            write.commit(&app.rulebook).await?;
        }
        app.rules_refresh().await
    }

    /// How an order stands. Every role may read rules, and what was ordered of them.
    pub async fn order_look(&self, _viewer: &Viewer, order: i64) -> Result<OrderView, AppError> {
        let row = self.store.order_find(self.municipality, order).await?.ok_or(AppError::NotFound)?;
        let making = self.held.jobs.making.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let making = making.filter(|m| m.order == order);
        let failed = making.as_ref().and_then(|m| m.failed.lock().unwrap_or_else(PoisonError::into_inner).clone());
        let running = making.filter(|m| m.ended.has_changed().is_ok() && !*m.ended.borrow());
        let state = match (row.ended, running) {
            (Ended::Done(_), _) => OrderState::Done,
            (Ended::Refused, _) => OrderState::Refused,
            (Ended::No, Some(making)) => OrderState::Running(making.progress.how_far()),
            (Ended::No, None) => OrderState::Waiting,
        };
        let rule = self.rulebook.find(&row.wanted.rule).map(|ix| self.rulebook.rule(ix));
        let title = rule.map_or_else(|| row.wanted.rule.clone(), |r| r.title.clone());
        Ok(OrderView { rule: row.wanted.rule, title, state, failed })
    }
}

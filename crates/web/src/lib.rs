//! HTTP: parse, one call of `app`, one page struct, one template. Knows no SQL and no rule.
//!
//! Invariant: every journey works without JavaScript.
//! Invariant: no name, CPR or note stands in an address, a title of a log line or an error code.

mod api;
mod assets;
mod danish;
mod draw;
mod guard;
mod kept_forms;
mod operation;
mod pages;
mod routes;
mod rule_words;
mod session;
mod sheet;
pub mod text;
mod way_back;
mod words;

use app::{App, Moment};
use axum::extract::FromRef;
use domain::Day;
use domain::instant::Instant;
use std::sync::Arc;

pub use kept_forms::KeptForms;
pub use operation::{Metrics, log_other_rules, operation_router, resume_orders};
pub use routes::router;
pub use way_back::Searches;

/// Serves pages on a listener until `stopped` is done; requests that have begun are finished.
pub async fn serve(
    listener: tokio::net::TcpListener,
    web: Web,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(web)).with_graceful_shutdown(stopped).await
}

/// Serves health and metrics on a listener of their own.
pub async fn serve_operation(
    listener: tokio::net::TcpListener,
    web: Web,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, operation_router(web)).with_graceful_shutdown(stopped).await
}

/// What every handler has at hand. The clock is handed in by the binary.
#[derive(Clone)]
pub struct Web {
    pub app: App,
    pub clock: Arc<dyn Fn() -> Instant + Send + Sync>,
    /// The demo stands on a day of its own.
    pub today: Option<Day>,
    /// Cookies only over TLS, behind a proxy that says so.
    pub secure_cookies: bool,
    pub metrics: Arc<Metrics>,
    pub searches: Arc<Searches>,
    pub kept_forms: Arc<KeptForms>,
}

/// The program as it was handed in. Each request takes from it a [`Web`] with the rules in force when it began.
#[derive(Clone)]
pub(crate) struct Root(pub(crate) Web);

impl FromRef<Root> for Web {
    fn from_ref(root: &Root) -> Web {
        Web { app: root.0.app.in_force(), ..root.0.clone() }
    }
}

impl Web {
    pub fn moment(&self) -> Moment {
        let now = (self.clock)();
        let Some(today) = self.today else { return Moment { now, today: now.day() } };
        // The demo's day, at this time of day.
        let minutes = i64::from(now.minute());
        let at = Instant(Instant::at_midnight(today).0 + minutes * 60_000_000 + now.0.rem_euclid(60_000_000));
        Moment { now: at, today }
    }
}

//! For those who run the program: is it alive, is it ready, what has it answered, and one log line a request.
//!
//! Served on a listener of its own, never on the pages' address. Nothing here holds a name, a number or a note; an
//! address is logged as its pattern (`/borger/{case}`), never as it was asked.

use crate::Web;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// Upper ends of the buckets of answering times, in milliseconds.
const BUCKETS: [i64; 9] = [1, 5, 10, 25, 50, 100, 250, 1_000, 5_000];

#[derive(Clone, Copy, Debug, Default)]
struct Answers {
    count: u64,
    micros: u64,
    within: [u64; BUCKETS.len()],
}

/// What has been answered since the start.
#[derive(Debug, Default)]
pub struct Metrics {
    answers: Mutex<BTreeMap<(String, u16), Answers>>,
    requests: AtomicU64,
}

impl Metrics {
    fn note(&self, route: &str, status: u16, micros: i64) {
        let Ok(mut answers) = self.answers.lock() else { return };
        let found = answers.entry((route.to_owned(), status)).or_default();
        found.count += 1;
        found.micros += u64::try_from(micros).unwrap_or(0);
        for (within, end) in found.within.iter_mut().zip(BUCKETS) {
            *within += u64::from(micros <= end * 1_000);
        }
    }

    /// The text form that Prometheus reads.
    fn text(&self) -> String {
        let mut text = String::from(
            "# HELP medspiller_request_seconds Time to answer, by route and status.\n# TYPE medspiller_request_seconds histogram\n",
        );
        let Ok(answers) = self.answers.lock() else { return text };
        for ((route, status), found) in answers.iter() {
            let labels = format!("route=\"{route}\",status=\"{status}\"");
            let name = "medspiller_request_seconds";
            for (within, end) in found.within.iter().zip(BUCKETS) {
                let _ = writeln!(text, "{name}_bucket{{{labels},le=\"{}\"}} {within}", seconds(end * 1_000));
            }
            let _ = writeln!(text, "{name}_bucket{{{labels},le=\"+Inf\"}} {}", found.count);
            let sum = seconds(i64::try_from(found.micros).unwrap_or(i64::MAX));
            let _ = writeln!(text, "{name}_sum{{{labels}}} {sum}\n{name}_count{{{labels}}} {}", found.count);
        }
        text
    }
}

fn seconds(micros: i64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

/// Times a request, logs it and counts it.
pub(crate) async fn observe(State(web): State<Web>, request: Request, next: Next) -> Response {
    let begun = (web.clock)();
    let number = web.metrics.requests.fetch_add(1, Ordering::Relaxed) + 1;
    let id = format!("{:x}-{number}", begun.0);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let mut response = next.run(request).await;
    let micros = ((web.clock)().0 - begun.0).max(0);
    let status = response.status().as_u16();
    web.metrics.note(&route, status, micros);
    if !route.starts_with("/assets") {
        tracing::info!(request = %id, %method, %route, status, micros, "answered");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// `/health/live`, `/health/ready` and `/metrics`.
pub fn operation_router(web: Web) -> Router {
    Router::new()
        .route("/health/live", get(|| async { "live\n" }))
        .route("/health/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(web)
}

/// Ready means that the database answers.
async fn ready(State(web): State<Web>) -> Response {
    match web.app.store.ping().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(error = %error, "health.ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

async fn metrics(State(web): State<Web>) -> Response {
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    let metrics: &Arc<Metrics> = &web.metrics;
    let mut text = metrics.text();
    match web.app.cases_of_other_rules().await {
        Ok(cases) => text.push_str(&other_rules(cases)),
        Err(error) => tracing::error!(error = %error, "metrics.other_rules"),
    }
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// At the start: after a new version of the program, or another template in medspiller.toml, somebody has to renew.
pub async fn log_other_rules(web: &Web) {
    match web.app.cases_of_other_rules().await {
        Ok(0) => {}
        Ok(cases) => tracing::warn!(
            cases,
            "the stored dates of these cases were made by other rules than this program's; `medspiller rules renew --dry-run` counts what would move, and without --dry-run it is done"
        ),
        Err(error) => tracing::error!(error = %error, "rules.other"),
    }
}

/// At the start: what was ordered and not made when the program stopped is made now, beside the first requests.
pub fn resume_orders(web: &Web) {
    let web = web.clone();
    tokio::spawn(async move {
        match web.app.orders_resume(web.moment().now).await {
            Ok(0) => {}
            Ok(orders) => tracing::info!(orders, "activations that were cut off are made"),
            Err(error) => tracing::error!(error = %error, "rules.resume"),
        }
    });
}

/// Above 0 after a new version of the program, until `medspiller rules renew` was run.
fn other_rules(cases: u64) -> String {
    let name = "medspiller_cases_of_other_rules";
    format!("# HELP {name} Cases whose stored dates other rules have made.\n# TYPE {name} gauge\n{name} {cases}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_stands_in_every_bucket_that_is_long_enough() {
        let metrics = Metrics::default();
        metrics.note("/borger/{case}", 200, 7_000);
        metrics.note("/borger/{case}", 200, 60_000);
        let text = metrics.text();
        for line in [
            "medspiller_request_seconds_bucket{route=\"/borger/{case}\",status=\"200\",le=\"0.005000\"} 0",
            "medspiller_request_seconds_bucket{route=\"/borger/{case}\",status=\"200\",le=\"0.010000\"} 1",
            "medspiller_request_seconds_bucket{route=\"/borger/{case}\",status=\"200\",le=\"+Inf\"} 2",
            "medspiller_request_seconds_sum{route=\"/borger/{case}\",status=\"200\"} 0.067000",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}

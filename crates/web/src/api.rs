//! The JSON interface, described in `/api/openapi.json`: codes and days, never words.
//!
//! Signed in by the header `Authorization: Bearer TOKEN`, made by `medspiller account token`, or by the pages' cookie.

mod answer;
mod description;
mod worklist;

use crate::session::bearer_or_cookie;
use crate::{Root, Web};
use answer::{Problem, problem};
use app::access::Viewer;
use app::citizen::Past;
use app::register::Posted;
use app::{AppError, Moment};
use axum::Json;
use axum::Router;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::Day;
use serde::Deserialize;
use serde_json::{Value, json};

/// The addresses below `/api`.
pub(crate) fn router() -> Router<Root> {
    Router::new()
        .route("/api/openapi.json", get(description::show))
        .route("/api/v1/worklist", get(worklist::show))
        .route("/api/v1/cases/{case}", get(case))
        .route("/api/v1/cases/{case}/assessment", get(assessment))
        .route("/api/v1/cases/{case}/duties/{duty}", get(explanation))
        .route("/api/v1/cases/{case}/facts", axum::routing::post(facts))
        .route("/api/{*other}", axum::routing::any(nowhere))
}

async fn nowhere() -> Response {
    problem(StatusCode::NOT_FOUND, "not_found", "there is no such address; see /api/openapi.json")
}

/// Who asks, and when.
struct Caller {
    viewer: Viewer,
    moment: Moment,
}

impl FromRequestParts<Root> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, Root(web): &Root) -> Result<Caller, Response> {
        let moment = web.moment();
        let Some(token) = bearer_or_cookie(parts) else { return Err(answer::unknown_caller()) };
        match web.app.viewer(&token, moment).await {
            Ok(Some(viewer)) => Ok(Caller { viewer, moment }),
            Ok(None) => Err(answer::unknown_caller()),
            Err(error) => Err(answer::failure(&error)),
        }
    }
}

/// The number of a case in an address.
struct CaseNumber(i64);

impl FromRequestParts<Root> for CaseNumber {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Root) -> Result<CaseNumber, Response> {
        let names = Path::<std::collections::BTreeMap<String, String>>::from_request_parts(parts, web).await;
        let number = names.ok().and_then(|Path(names)| names.get("case")?.parse().ok());
        number.map(CaseNumber).ok_or_else(|| answer::failure(&AppError::NotFound))
    }
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct When {
    /// The day the answer is about.
    on: Option<String>,
    /// As it was known at the end of this day.
    known: Option<String>,
}

type AskedWhen = Result<Query<When>, QueryRejection>;

/// A past, when either day is given; else what is wrong with them.
fn past(asked: AskedWhen, today: Day) -> Result<Option<Past>, String> {
    let Query(when) =
        asked.map_err(|_| "only `on` and `known` can be asked for, as days such as 2026-03-16".to_owned())?;
    let day = |text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => text.parse::<Day>().map(Some).map_err(|e| format!("\"{text}\": {e}")),
    };
    let (on, known) = (day(&when.on)?, day(&when.known)?);
    if known.is_some_and(|k| k > today) {
        return Err("`known` lies ahead; nothing is known of that day".to_owned());
    }
    Ok((on.is_some() || known.is_some())
        .then(|| Past { valid_on: on.unwrap_or(today), known_on: known.unwrap_or(today) }))
}

fn bad_days(what: &str) -> Response {
    problem(StatusCode::BAD_REQUEST, "bad_value", what)
}

fn value(found: Result<Value, AppError>) -> Response {
    match found {
        Ok(value) => Json(value).into_response(),
        Err(error) => answer::failure(&error),
    }
}

async fn case(State(web): State<Web>, caller: Caller, CaseNumber(case): CaseNumber, when: AskedWhen) -> Response {
    match past(when, caller.moment.today) {
        Ok(past) => value(web.app.case_data(&caller.viewer, case, past, caller.moment).await),
        Err(what) => bad_days(&what),
    }
}

async fn assessment(State(web): State<Web>, caller: Caller, CaseNumber(case): CaseNumber, when: AskedWhen) -> Response {
    match past(when, caller.moment.today) {
        Ok(past) => value(web.app.assessment(&caller.viewer, case, past, caller.moment).await),
        Err(what) => bad_days(&what),
    }
}

async fn explanation(
    State(web): State<Web>,
    caller: Caller,
    Path((case, duty)): Path<(String, String)>,
    when: AskedWhen,
) -> Response {
    let Ok(case) = case.parse() else { return answer::failure(&AppError::NotFound) };
    match past(when, caller.moment.today) {
        Ok(past) => value(web.app.explanation(&caller.viewer, case, &duty, past, caller.moment).await),
        Err(what) => bad_days(&what),
    }
}

/// Facts to add to a case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Post {
    /// The version of the case that the sender has read.
    version: i64,
    /// Chosen by the sender, the same when the post is repeated: it is saved once.
    key: String,
    facts: Vec<Value>,
}

async fn facts(
    State(web): State<Web>,
    caller: Caller,
    CaseNumber(case): CaseNumber,
    body: Result<Json<Post>, JsonRejection>,
) -> Response {
    let Json(post) = match body {
        Ok(post) => post,
        Err(error) => return problem(StatusCode::BAD_REQUEST, "bad_json", &error.body_text()),
    };
    if !(8..=100).contains(&post.key.len()) {
        return problem(StatusCode::BAD_REQUEST, "bad_value", "`key` has 8 to 100 characters");
    }
    let posted = Posted { case, version: post.version, key: post.key };
    match web.app.facts_post(&caller.viewer, &posted, &post.facts, caller.moment).await {
        Ok(done) => {
            let status = if done.repeated { StatusCode::OK } else { StatusCode::CREATED };
            (status, Json(json!({ "commit": done.commit.0, "repeated": done.repeated }))).into_response()
        }
        Err(AppError::Facts(problems)) => {
            let problems = problems.iter().map(|p| Problem {
                code: p.code.to_owned(),
                path: p.path.clone(),
                message: p.message.clone(),
            });
            answer::refused(StatusCode::UNPROCESSABLE_ENTITY, problems.collect())
        }
        Err(error) => answer::failure(&error),
    }
}

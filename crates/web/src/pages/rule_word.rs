//! A word about a rule from its page: controlled, no longer controlled, this text holds, the text before it again.

use super::rules::{Asked, opened};
use super::waiting::{self, order_link};
use crate::Web;
use crate::pages::citizen::read_day;
use crate::pages::error;
use crate::session::Signed;
use app::AppError;
use app::rules::{ActivateForm, Activating, ControlForm, OrderState, Wanted};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// Which text of which version; with a reason where the mark is taken back.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Control {
    version: String,
    tekst: String,
    traek: Option<String>,
    grund: String,
    key: String,
}

pub(crate) async fn control(
    State(web): State<Web>,
    signed: Signed,
    Path(rule): Path<String>,
    asked: Result<Form<Control>, FormRejection>,
) -> Response {
    let Ok(Form(asked)) = asked else { return error::bad_form() };
    let Some(version_from) = asked.version.parse().ok().or_else(|| read_day(&asked.version)) else {
        return error::bad_form();
    };
    let form = ControlForm { rule: rule.clone(), version_from, text_hash: asked.tekst, key: asked.key };
    let (done, saved) = if asked.traek.is_some() {
        let done = web.app.rule_control_withdraw(&signed.viewer, &form, &asked.grund, signed.moment).await;
        (done, "traek")
    } else {
        (web.app.rule_control(&signed.viewer, &form, signed.moment).await, "kontrol")
    };
    after(&web, &signed, &rule, done, saved).await
}

/// A saved proposal, or what held before.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Activate {
    forslag: Option<i64>,
    grund: String,
    version: i64,
    key: String,
}

pub(crate) async fn activate(
    State(web): State<Web>,
    signed: Signed,
    Path(rule): Path<String>,
    asked: Result<Form<Activate>, FormRejection>,
) -> Response {
    let Ok(Form(asked)) = asked else { return error::bad_form() };
    let wanted = asked.forslag.map_or(Wanted::Previous, Wanted::Saved);
    let form = ActivateForm { rule: rule.clone(), wanted, why: asked.grund, version: asked.version, key: asked.key };
    let done = match web.app.rule_activate(&signed.viewer, &form, signed.moment).await {
        Ok(Activating::Running(order)) => return Redirect::to(&order_link(&rule, order)).into_response(),
        Ok(Activating::Done) => Ok(()),
        Err(error) => Err(error),
    };
    match (done, asked.forslag) {
        // The form stood on the page of the trial: what is wrong stands there, too.
        (Err(AppError::Form(wrong)), Some(number)) => {
            super::try_rule::refused(&web, &signed, &rule, number, &form.why, &wrong).await
        }
        (done, _) => after(&web, &signed, &rule, done, "i-kraft").await,
    }
}

/// Which order's page is asked for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Ordered {
    nr: String,
}

/// How far an activation is; its receipt when it is made.
pub(crate) async fn activating(
    State(web): State<Web>,
    signed: Signed,
    Path(rule): Path<String>,
    Query(asked): Query<Ordered>,
) -> Response {
    let Ok(order) = asked.nr.parse() else { return error::not_found() };
    let found = match web.app.order_look(&signed.viewer, order).await {
        Ok(found) if found.rule == rule => found,
        Ok(_) => return error::not_found(),
        Err(other) => return error::failure(&other),
    };
    if let (Some(why), OrderState::Running(_) | OrderState::Waiting) = (&found.failed, found.state) {
        tracing::error!(order, error = %why, "rules.order");
    }
    let of = (rule.as_str(), found.title.as_str());
    match found.state {
        OrderState::Running(far) => waiting::activation(&web, &signed, of, order, Some(far)),
        OrderState::Waiting => waiting::activation(&web, &signed, of, order, None),
        OrderState::Done => Redirect::to(&format!("/regler/{rule}?gemt=i-kraft")).into_response(),
        OrderState::Refused => error::rule_conflict(&format!("/regler/{rule}")),
    }
}

async fn after(web: &Web, signed: &Signed, rule: &str, done: Result<(), AppError>, saved: &str) -> Response {
    match done {
        Ok(()) => Redirect::to(&format!("/regler/{rule}?gemt={saved}")).into_response(),
        Err(AppError::Form(wrong)) => opened(web, signed, rule, &Asked::default(), &wrong).await,
        Err(AppError::Conflict) => error::rule_conflict(&format!("/regler/{rule}")),
        Err(error) => error::failure(&error),
    }
}

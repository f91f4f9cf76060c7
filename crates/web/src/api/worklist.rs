//! `GET /api/v1/worklist`: the rows of *Mit overblik* as codes and days.

use super::{Caller, answer, problem};
use crate::Web;
use app::overview::{Filter, Group, OverviewPage, Row, Whose};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::codes::{Benefit, Code};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Asked {
    /// `mine`, `all`, `unit:KEY` or `of:LOGIN`.
    whose: Option<String>,
    duty: Option<String>,
    benefit: Option<String>,
    /// One group only.
    group: Option<String>,
}

pub(super) async fn show(
    State(web): State<Web>,
    caller: Caller,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let bad = |what: &str| problem(StatusCode::BAD_REQUEST, "bad_value", what);
    let Ok(Query(asked)) = asked else { return bad("known: whose, duty, benefit, group") };
    let filter = match filter(&asked) {
        Ok(filter) => filter,
        Err(what) => return bad(&what),
    };
    match web.app.overview(&caller.viewer, filter, caller.moment).await {
        Ok(found) => Json(listed(&found)).into_response(),
        Err(error) => answer::failure(&error),
    }
}

fn filter(asked: &Asked) -> Result<Filter, String> {
    let whose = match asked.whose.as_deref().map(|w| w.split_once(':').unwrap_or((w, ""))) {
        None | Some(("mine", _)) => Whose::Mine,
        Some(("all", _)) => Whose::Everybody,
        Some(("unit", key)) => Whose::Unit(key.to_owned()),
        Some(("of", login)) => Whose::Of(login.to_owned()),
        Some((other, _)) => return Err(format!("\"{other}\": whose is mine, all, unit:KEY or of:LOGIN")),
    };
    let code = |text: &Option<String>, known: &[&str]| match text {
        Some(text) if !known.contains(&text.as_str()) => Err(format!("\"{text}\"; known: {}", known.join(", "))),
        _ => Ok(()),
    };
    code(&asked.benefit, Benefit::CODES)?;
    code(&asked.group, Group::CODES)?;
    Ok(Filter {
        whose,
        duty: asked.duty.clone(),
        benefit: asked.benefit.as_deref().and_then(Benefit::from_code),
        only: asked.group.as_deref().and_then(Group::from_code),
        whole: true,
        ..Filter::mine()
    })
}

fn listed(found: &OverviewPage) -> Value {
    let counts: serde_json::Map<String, Value> =
        Group::ALL.iter().map(|g| (g.code().to_owned(), found.counts[*g as usize].into())).collect();
    json!({
        "schema": "medspiller.worklist/1",
        "today": found.today.to_string(),
        "cases": found.cases,
        "counts": counts,
        "rows": found.groups.iter().flat_map(|g| g.rows.iter().flat_map(Row::with_also).map(row)).collect::<Vec<_>>(),
    })
}

fn row(row: &Row) -> Value {
    let day = |day: Option<domain::Day>| day.map(|d| d.to_string());
    json!({
        "case": row.case,
        "name": row.name,
        "born_year": row.born_year,
        "duty_id": row.duty_id,
        "duty": row.duty,
        "n": row.n,
        "group": row.group.code(),
        "day": day(row.day),
        "law_due": day(row.law_due),
        "goal_due": day(row.goal_due),
        "aim_due": day(row.aim_due),
        "days_over": row.days_over,
        "benefit": row.benefit.map(Code::code),
        "visitation": row.visitation.map(Code::code),
    })
}

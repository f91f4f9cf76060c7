//! Answers that are no result: `{"problems":[{code, path, message}]}`, with a status that fits.

use app::AppError;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::codes::Code;
use serde_json::json;

pub(super) struct Problem {
    pub(super) code: String,
    pub(super) path: String,
    pub(super) message: String,
}

pub(super) fn refused(status: StatusCode, problems: Vec<Problem>) -> Response {
    let problems: Vec<_> =
        problems.into_iter().map(|p| json!({ "code": p.code, "path": p.path, "message": p.message })).collect();
    (status, Json(json!({ "problems": problems }))).into_response()
}

pub(super) fn problem(status: StatusCode, code: &str, message: &str) -> Response {
    refused(status, vec![Problem { code: code.to_owned(), path: String::new(), message: message.to_owned() }])
}

pub(super) fn unknown_caller() -> Response {
    let message = "sign in with the header Authorization: Bearer TOKEN; `medspiller account token` makes one";
    let mut response = problem(StatusCode::UNAUTHORIZED, "unknown_caller", message);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
    response
}

pub(super) fn failure(error: &AppError) -> Response {
    match error {
        AppError::NotFound => problem(StatusCode::NOT_FOUND, "not_found", "there is no such case or duty"),
        AppError::NoAccess(refusal) => {
            problem(StatusCode::FORBIDDEN, refusal.code(), "you have no access; the attempt is logged")
        }
        AppError::Conflict => problem(
            StatusCode::CONFLICT,
            "conflict",
            "the case has changed since that version; read it again and decide anew",
        ),
        AppError::OtherRules => problem(
            StatusCode::CONFLICT,
            "other_rules",
            "the rules were changed while this was being written; nothing was saved, send it again",
        ),
        AppError::Form(_) | AppError::Facts(_) => {
            problem(StatusCode::UNPROCESSABLE_ENTITY, "bad_value", "what was sent has mistakes")
        }
        AppError::Store(_) | AppError::Internal(_) => {
            tracing::error!(error = %error, "api.failed");
            problem(StatusCode::INTERNAL_SERVER_ERROR, "failure", "the fault is ours; nothing was saved")
        }
    }
}

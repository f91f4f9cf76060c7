//! What went wrong, said plainly: what is saved, and what to do.

use crate::text::{t, tf};
use app::AppError;
use app::access::Refusal;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::codes::Code;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    title: String,
    text: String,
    /// Where to go on, and what the button says.
    link: Option<(String, String)>,
}

fn answer(status: StatusCode, page: &ErrorPage) -> Response {
    let html = page.render().unwrap_or_else(|_| page.title.clone());
    (status, Html(html)).into_response()
}

pub(crate) async fn missing() -> Response {
    not_found()
}

pub(crate) fn not_found() -> Response {
    answer(
        StatusCode::NOT_FOUND,
        &ErrorPage { title: t("error.not_found"), text: t("error.not_found_text"), link: None },
    )
}

pub(crate) fn bad_form() -> Response {
    answer(
        StatusCode::BAD_REQUEST,
        &ErrorPage { title: t("error.bad_form"), text: t("error.bad_form_text"), link: None },
    )
}

/// Somebody else saved first, and nothing was written that could be lost.
pub(crate) fn conflict(link: String) -> Response {
    answer(
        StatusCode::CONFLICT,
        &ErrorPage {
            title: t("error.conflict"),
            text: t("error.conflict_text"),
            link: Some((link, t("error.conflict_open"))),
        },
    )
}

/// The rule was changed while its page was open.
pub(crate) fn rule_conflict(link: &str) -> Response {
    let link = Some((link.to_owned(), t("error.rule_open")));
    let page = ErrorPage { title: t("error.rule_conflict"), text: t("error.rule_conflict_text"), link };
    answer(StatusCode::CONFLICT, &page)
}

pub(crate) fn failure(error: &AppError) -> Response {
    match error {
        AppError::NotFound => not_found(),
        AppError::NoAccess(Refusal::NotLeader) => answer(
            StatusCode::FORBIDDEN,
            &ErrorPage { title: t("refusal.not_leader"), text: t("error.not_leader_text"), link: None },
        ),
        AppError::NoAccess(refusal @ (Refusal::NotForRules | Refusal::NotAdministrator)) => {
            let title = t(&format!("refusal.{}", refusal.code()));
            answer(StatusCode::FORBIDDEN, &ErrorPage { title, text: t("error.not_for_rules_text"), link: None })
        }
        AppError::NoAccess(refusal @ Refusal::NotForFigures) => {
            let title = t(&format!("refusal.{}", refusal.code()));
            answer(StatusCode::FORBIDDEN, &ErrorPage { title, text: t("error.not_for_figures_text"), link: None })
        }
        AppError::NoAccess(refusal) => {
            let reason = t(&format!("refusal.{}", refusal.code()));
            let text = tf("error.no_access_text", &[("reason", &reason)]);
            answer(StatusCode::FORBIDDEN, &ErrorPage { title: t("error.no_access"), text, link: None })
        }
        AppError::Form(_) | AppError::Facts(_) => bad_form(),
        AppError::Conflict => conflict("/".into()),
        AppError::OtherRules => answer(
            StatusCode::CONFLICT,
            &ErrorPage { title: t("error.other_rules"), text: t("error.other_rules_text"), link: None },
        ),
        AppError::Store(_) | AppError::Internal(_) => {
            tracing::error!(error = %error, "request.failed");
            let text = tf("error.failure_text", &[("code", "M-500")]);
            answer(StatusCode::INTERNAL_SERVER_ERROR, &ErrorPage { title: t("error.failure"), text, link: None })
        }
    }
}

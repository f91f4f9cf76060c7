//! What went wrong, said plainly: what is saved, and what to do. Who is signed in keeps the bar and the menu.

use crate::Web;
use crate::pages::{Frame, page};
use crate::session::{Signed, token};
use crate::text::{t, tf};
use app::AppError;
use app::access::Refusal;
use askama::Template;
use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::codes::Code;

/// What the page says. It travels with the answer, so that [`framed`] can show it to the one who is signed in.
#[derive(Clone, Debug, Default)]
struct ErrorWords {
    title: String,
    text: String,
    /// What is said instead to those who see figures alone.
    for_figures: Option<String>,
    /// What is said instead where the page is about no single case: its title and its text.
    off_cases: Option<(String, String)>,
    /// Where to go on, and what the button says.
    link: Option<(String, String)>,
}

/// The page of somebody who is not signed in.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    title: &'a str,
    text: &'a str,
    links: Vec<(String, String)>,
}

/// The page of somebody who is.
#[derive(Template)]
#[template(path = "error_framed.html")]
struct FramedErrorPage<'a> {
    frame: Frame,
    title: &'a str,
    text: &'a str,
    links: Vec<(String, String)>,
}

/// Where one goes from here: the page the mistake is about, one's first page, and the search.
fn links(words: &ErrorWords, persons: bool) -> Vec<(String, String)> {
    let home = if persons { ("/", "error.home") } else { ("/sammenlign", "error.home_figures") };
    let search = persons.then(|| ("/borgere".to_owned(), t("app.search")));
    let first = words.link.clone().unwrap_or_else(|| (home.0.to_owned(), t(home.1)));
    std::iter::once(first).chain(search).collect()
}

fn answer(status: StatusCode, words: ErrorWords) -> Response {
    let bare = ErrorPage { title: &words.title, text: &words.text, links: links(&words, true) };
    let html = bare.render().unwrap_or_else(|_| words.title.clone());
    let mut response = (status, Html(html)).into_response();
    response.extensions_mut().insert(words);
    response
}

/// A page about a mistake gets the bar, the menu and the foot of the one who is signed in.
pub(crate) async fn framed(State(web): State<Web>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let token = token(&parts);
    let of_a_case = parts.uri.path().starts_with("/borger/");
    let response = next.run(Request::from_parts(parts, body)).await;
    let (Some(words), Some(token)) = (response.extensions().get::<ErrorWords>(), token) else { return response };
    let off = words.off_cases.as_ref().filter(|_| !of_a_case);
    let moment = web.moment();
    // Where the database is what fails, the bare page is all there is.
    let Ok(Some(viewer)) = web.app.viewer(&token, moment).await else { return response };
    let frame = Frame::new(&web, &Signed { viewer, moment, token, way_back: None }, "");
    let (title, text) = off.map_or((&words.title, &words.text), |(title, text)| (title, text));
    let text = words.for_figures.as_ref().filter(|_| !frame.persons).unwrap_or(text);
    let links = links(words, frame.persons);
    (response.status(), page(&FramedErrorPage { frame, title, text, links })).into_response()
}

fn said(title: &str, text: &str) -> ErrorWords {
    ErrorWords { title: t(title), text: t(text), ..ErrorWords::default() }
}

pub(crate) async fn missing() -> Response {
    not_found()
}

pub(crate) fn not_found() -> Response {
    answer(StatusCode::NOT_FOUND, said("error.not_found", "error.not_found_text"))
}

pub(crate) fn bad_form() -> Response {
    answer(StatusCode::BAD_REQUEST, said("error.bad_form", "error.bad_form_text"))
}

/// What is read of a form that is too large, so that the browser hears the answer; more and it is cut off.
const MOST_READ: usize = 8 * 1024 * 1024;

/// A form with more in it than any form holds gets a page that says so. Programs are answered by their own address.
pub(crate) async fn too_large(State(most): State<usize>, request: Request, next: Next) -> Response {
    let length = usize::try_from(request.body().size_hint().lower()).unwrap_or(usize::MAX);
    if length <= most || request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    // What was sent is thrown away; whether all of it could be read changes nothing.
    drop(axum::body::to_bytes(request.into_body(), MOST_READ).await);
    answer(StatusCode::PAYLOAD_TOO_LARGE, said("error.too_large", "error.too_large_text"))
}

/// The page is about persons, and the reader's role sees none.
pub(crate) fn no_persons() -> Response {
    answer(StatusCode::FORBIDDEN, said("error.no_persons", "error.figures_only"))
}

/// Somebody else saved first, and nothing was written that could be lost.
pub(crate) fn conflict(link: String) -> Response {
    let link = Some((link, t("error.conflict_open")));
    answer(StatusCode::CONFLICT, ErrorWords { link, ..said("error.conflict", "error.conflict_text") })
}

/// The rule was changed while its page was open.
pub(crate) fn rule_conflict(link: &str) -> Response {
    let link = Some((link.to_owned(), t("error.rule_open")));
    answer(StatusCode::CONFLICT, ErrorWords { link, ..said("error.rule_conflict", "error.rule_conflict_text") })
}

pub(crate) fn goal_conflict(link: &str) -> Response {
    let link = Some((link.to_owned(), t("error.goal_open")));
    answer(StatusCode::CONFLICT, ErrorWords { link, ..said("error.goal_conflict", "error.goal_conflict_text") })
}

/// A trial that is no longer there.
pub(crate) fn trial_gone(rule: &str) -> Response {
    let link = Some((format!("/regler/{rule}/proev"), t("waiting.begin_again")));
    answer(StatusCode::NOT_FOUND, ErrorWords { link, ..said("waiting.gone", "waiting.gone_text") })
}

pub(crate) fn failure(error: &AppError) -> Response {
    match error {
        AppError::NotFound => not_found(),
        AppError::NoAccess(Refusal::NotLeader) => {
            let for_figures = Some(t("error.figures_only"));
            let words = ErrorWords { for_figures, ..said("refusal.not_leader", "error.not_leader_text") };
            answer(StatusCode::FORBIDDEN, words)
        }
        AppError::NoAccess(refusal @ (Refusal::NotForRules | Refusal::NotAdministrator)) => {
            let title = format!("refusal.{}", refusal.code());
            answer(StatusCode::FORBIDDEN, said(&title, "error.not_for_rules_text"))
        }
        AppError::NoAccess(Refusal::NotForGoals) => {
            answer(StatusCode::FORBIDDEN, said("refusal.not_for_goals", "error.not_for_goals_text"))
        }
        AppError::NoAccess(refusal @ Refusal::NotForFigures) => {
            let title = format!("refusal.{}", refusal.code());
            answer(StatusCode::FORBIDDEN, said(&title, "error.not_for_figures_text"))
        }
        AppError::NoAccess(refusal) => {
            let reason = t(&format!("refusal.{}", refusal.code()));
            let text = tf("error.no_access_text", &[("reason", &reason)]);
            let off_cases = Some((t("error.no_access_page"), tf("error.no_access_page_text", &[("reason", &reason)])));
            let words = ErrorWords { text, off_cases, ..said("error.no_access", "error.no_access_text") };
            answer(StatusCode::FORBIDDEN, words)
        }
        AppError::Form(_) | AppError::Facts(_) => bad_form(),
        AppError::Conflict => conflict("/".into()),
        AppError::OtherRules => answer(StatusCode::CONFLICT, said("error.other_rules", "error.other_rules_text")),
        AppError::Store(_) | AppError::Internal(_) => {
            tracing::error!(error = %error, "request.failed");
            let text = tf("error.failure_text", &[("code", "M-500")]);
            let words = ErrorWords { text, ..said("error.failure", "error.failure_text") };
            answer(StatusCode::INTERNAL_SERVER_ERROR, words)
        }
    }
}

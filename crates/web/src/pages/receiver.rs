//! *Find en medarbejder i en anden enhed*: somebody to hand a case over to, by name or unit, where the citizen's page does not name them.

use crate::Web;
use crate::pages::handover::{ReceiverGroup, receiver_groups};
use crate::pages::register::Input;
use crate::pages::{Frame, error, page};
use crate::session::{Case, Signed};
use crate::text::{count, t, tf};
use app::handover::{Receiver, ReceiverSearch};
use app::register::form_key;
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "receiver.html")]
struct ReceiverPage {
    frame: Frame,
    case: i64,
    /// The citizen's name.
    name: String,
    q: String,
    /// What came of the search; empty before anything is asked.
    answer: String,
    receivers: Vec<ReceiverGroup>,
    version: i64,
    key: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
}

/// What the search says of itself.
fn answer(q: &str, asked: bool, found: &ReceiverSearch) -> String {
    let shown: usize = found.found.iter().map(|unit| unit.people.len()).sum();
    match found.total {
        _ if q.is_empty() && asked => t("receiver.empty"),
        _ if q.is_empty() => String::new(),
        0 => tf("receiver.none", &[("text", q)]),
        total if total > shown => tf("receiver.more", &[("shown", &shown.to_string()), ("total", &total.to_string())]),
        total => count("receiver.found", total),
    }
}

/// The one who was found, where nobody else was.
fn only(found: &ReceiverSearch) -> String {
    let mut people = found.found.iter().flat_map(|u| u.people.iter().map(|(login, _)| (&u.unit, login)));
    match (people.next(), people.next()) {
        (Some((unit, login)), None) => Receiver { unit: unit.clone(), person: Some(login.clone()) }.code(),
        _ => String::new(),
    }
}

async fn shown(web: &Web, signed: &Signed, case: i64, asked: Option<&str>) -> Response {
    let q = asked.unwrap_or_default();
    match web.app.handover_search(&signed.viewer, case, q, signed.moment).await {
        Ok(found) => page(&ReceiverPage {
            frame: Frame::new(web, signed, "citizens"),
            case,
            answer: answer(q, asked.is_some(), &found),
            q: q.to_owned(),
            receivers: receiver_groups(&found.found, &only(&found)),
            version: found.version,
            name: found.name,
            key: form_key(),
        }),
        Err(error) => error::failure(&error),
    }
}

/// The page before anything is asked.
pub(crate) async fn show(State(web): State<Web>, signed: Signed, Case(case): Case) -> Response {
    shown(&web, &signed, case, None).await
}

/// Posted, so that no name stands in an address.
pub(crate) async fn find(State(web): State<Web>, signed: Signed, Case(case): Case, input: Input<Asked>) -> Response {
    let Ok(Form(asked)) = input else { return error::bad_form() };
    shown(&web, &signed, case, Some(asked.q.trim())).await
}

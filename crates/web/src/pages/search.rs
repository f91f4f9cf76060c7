//! *Borgere*: what a search for a name or a number finds. The text is kept out of addresses, titles and logs.

use crate::Web;
use crate::pages::{Frame, page};
use crate::session::Signed;
use crate::text::tf;
use app::citizen::Found;
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    found: Vec<Found>,
    none: String,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

/// A single hit opens at once. Posted, so that no name or number stands in an address.
pub(crate) async fn search(
    State(web): State<Web>,
    signed: Signed,
    asked: Result<Form<Asked>, FormRejection>,
) -> Response {
    let Ok(Form(asked)) = asked else { return super::error::bad_form() };
    if !Frame::new(&web, &signed, "citizens").persons {
        return super::error::no_persons();
    }
    if asked.q.trim().is_empty() {
        return Redirect::to("/borgere").into_response();
    }
    match web.app.search(&signed.viewer, &asked.q, signed.moment).await {
        Ok(found) if found.len() == 1 => Redirect::to(&format!("/borger/{}", found[0].case)).into_response(),
        Ok(found) => {
            let mut frame = Frame::new(&web, &signed, "citizens");
            frame.q = asked.q.clone();
            let none = tf("search.none", &[("text", asked.q.trim())]);
            page(&SearchPage { frame, found, none })
        }
        Err(error) => super::error::failure(&error),
    }
}

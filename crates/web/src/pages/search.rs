//! *Borgere*: find a citizen by name or number. The text is posted nowhere and kept out of titles and logs.

use crate::Web;
use crate::pages::{Frame, page};
use crate::session::Signed;
use crate::text::tf;
use app::citizen::Found;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    asked: bool,
    found: Vec<Found>,
    none: String,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    match web.app.search(&signed.viewer, &asked.q, signed.moment).await {
        Ok(found) if found.len() == 1 => Redirect::to(&format!("/borger/{}", found[0].case)).into_response(),
        Ok(found) => {
            let mut frame = Frame::new(&web, &signed, "citizens");
            frame.q = asked.q.clone();
            let none = tf("search.none", &[("text", asked.q.trim())]);
            page(&SearchPage { frame, asked: !asked.q.trim().is_empty(), found, none })
        }
        Err(error) => super::error::failure(&error),
    }
}

//! *Borgere*: what a search for a name or a number finds. The text is kept out of addresses, titles and logs.

use crate::Web;
use crate::pages::{Frame, page};
use crate::session::Signed;
use crate::text::tf;
use crate::words::{capital, label};
use app::citizen::{Found, Hits};
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
    found: Vec<FoundView>,
    none: String,
    /// Not all who fit are shown.
    more: Option<String>,
}

struct FoundView {
    case: i64,
    name: String,
    born: String,
    benefit: String,
    owner: String,
    unit: String,
}

fn view(found: &Found) -> FoundView {
    FoundView {
        case: found.case,
        name: found.name.clone(),
        born: found.born_year.map(|year| year.to_string()).unwrap_or_default(),
        benefit: found.benefit.map(|b| capital(&label(b))).unwrap_or_default(),
        owner: found.owner.clone(),
        unit: found.unit.clone(),
    }
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
        Ok(Hits { rows, more: false }) if rows.len() == 1 => {
            Redirect::to(&format!("/borger/{}", rows[0].case)).into_response()
        }
        Ok(found) => {
            web.searches.keep(&signed.token, &asked.q);
            let mut frame = Frame::new(&web, &signed, "citizens");
            frame.q = asked.q.clone();
            let none = tf("search.none", &[("text", asked.q.trim())]);
            let more = found.more.then(|| tf("search.more", &[("n", &found.rows.len().to_string())]));
            page(&SearchPage { frame, found: found.rows.iter().map(view).collect(), none, more })
        }
        Err(error) => super::error::failure(&error),
    }
}

//! A form that was sent after the session had run out: kept in the process until its writer has signed in again.
//!
//! Invariant: only the account whose session it was gets it back, in the browser it came from, and within the hour.

use crate::Root;
use crate::session::token;
use axum::Form;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::instant::Instant;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Forms that are kept at once; with more the oldest goes.
const MOST: usize = 200;
const KEPT_FOR: i64 = 3600 * 1_000_000;

/// What was written, and where it was sent.
#[derive(Clone, Debug)]
pub(crate) struct KeptForm {
    login: String,
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    at: Instant,
}

/// By the token of the browser's session, the one that has run out or the new one.
#[derive(Debug, Default)]
pub struct KeptForms(Mutex<HashMap<String, KeptForm>>);

impl KeptForms {
    fn change<T>(&self, change: impl FnOnce(&mut HashMap<String, KeptForm>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep(&self, token: &str, form: KeptForm) {
        self.change(|kept| {
            kept.retain(|_, other| form.at.0 - other.at.0 < KEPT_FOR);
            if kept.len() >= MOST
                && let Some(oldest) = kept.iter().min_by_key(|(_, f)| f.at.0).map(|(token, _)| token.clone())
            {
                kept.remove(&oldest);
            }
            kept.insert(token.to_owned(), form);
        });
    }

    /// Somebody signs in again with a new token; whether a form waits for her. Another's is thrown away.
    pub(crate) fn pass_on(&self, before: &str, after: &str, login: &str, now: Instant) -> bool {
        let found = self.change(|kept| kept.remove(before));
        let Some(form) = found.filter(|f| f.login == login && now.0 - f.at.0 < KEPT_FOR) else { return false };
        self.keep(after, form);
        true
    }

    pub(crate) fn of(&self, token: &str, now: Instant) -> Option<KeptForm> {
        self.change(|kept| kept.get(token).filter(|f| now.0 - f.at.0 < KEPT_FOR).cloned())
    }

    pub(crate) fn forget(&self, token: &str) {
        self.change(|kept| kept.remove(token));
    }
}

/// Forms in which people write what they would have to write again.
fn is_written(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    matches!(
        parts.as_slice(),
        ["borger", _, "samtale" | "aftale" | "fravaer" | "fritagelse" | "tilbud" | "tilbud-slut" | "frist" | "notat"]
            | ["borger", _, "ret" | "oplysning", _]
            | ["rapporter", _, "tekst"]
            | ["maal", "nyt"]
            | ["maal", _, "ret"]
    )
}

/// The fields of a form as it was sent.
async fn read(sent: Result<Request, axum::http::Error>) -> Option<Vec<(String, String)>> {
    Form::<Vec<(String, String)>>::from_request(sent.ok()?, &()).await.ok().map(|Form(fields)| fields)
}

/// Keeps what is posted where the answer is the way to the sign-in page.
pub(crate) async fn keep(State(Root(web)): State<Root>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let token = token(&parts).filter(|_| parts.method == Method::POST && is_written(parts.uri.path()));
    let Some(token) = token else { return next.run(Request::from_parts(parts, body)).await };
    let Ok(body) = to_bytes(body, crate::routes::MOST_BYTES).await else { return crate::pages::error::bad_form() };
    let action = parts.uri.path().to_owned();
    let again = Request::post(&action)
        .header(
            header::CONTENT_TYPE,
            parts.headers.get(header::CONTENT_TYPE).cloned().unwrap_or(HeaderValue::from_static("")),
        )
        .body(Body::from(body.clone()));
    let mut response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let to = response.headers().get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if response.status() != StatusCode::SEE_OTHER || !to.starts_with("/log-ind?") {
        return response;
    }
    let to = to.replace("&tabt=1", "&gemt=1");
    let moment = web.moment();
    if let (Ok(Some(login)), Some(fields), Ok(to)) =
        (web.app.login_of_ended(&token, moment).await, read(again).await, HeaderValue::from_str(&to))
    {
        web.kept_forms.keep(&token, KeptForm { login, action, fields, at: moment.now });
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(login: &str, at: i64) -> KeptForm {
        KeptForm { login: login.into(), action: "/borger/1/notat".into(), fields: Vec::new(), at: Instant(at) }
    }

    #[test]
    fn a_form_is_given_back_to_its_writer_alone_and_within_the_hour() {
        let kept = KeptForms::default();
        kept.keep("old", form("karen", 0));
        assert!(!kept.pass_on("old", "new", "ida", Instant(1)), "another at the same browser");
        assert!(!kept.pass_on("old", "new", "karen", Instant(2)), "and thrown away then");
        kept.keep("old", form("karen", 0));
        assert!(kept.pass_on("old", "new", "karen", Instant(KEPT_FOR - 1)));
        assert!(kept.of("new", Instant(KEPT_FOR - 1)).is_some() && kept.of("old", Instant(3)).is_none());
        assert!(kept.of("new", Instant(KEPT_FOR)).is_none());
        kept.keep("old", form("karen", 0));
        assert!(!kept.pass_on("old", "new", "karen", Instant(KEPT_FOR)));
    }

    #[test]
    fn no_more_are_kept_than_there_is_room_for_and_the_oldest_goes_first() {
        let kept = KeptForms::default();
        for at in 0..=MOST as i64 {
            kept.keep(&at.to_string(), form("karen", at));
        }
        assert!(kept.of("0", Instant(MOST as i64)).is_none() && kept.of("1", Instant(MOST as i64)).is_some());
    }
}

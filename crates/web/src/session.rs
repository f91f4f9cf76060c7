//! Who is signed in, from the cookie; pages for staff ask for it, and without it lead to the sign-in page.

use crate::Web;
use app::Moment;
use app::access::Viewer;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};

pub(crate) const COOKIE: &str = "medspiller";

/// A signed-in person and the moment of the request.
pub(crate) struct Signed {
    pub(crate) viewer: Viewer,
    pub(crate) moment: Moment,
    pub(crate) token: String,
}

pub(crate) fn token(parts: &Parts) -> Option<String> {
    let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    cookies.flat_map(|v| v.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE && value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit())).then(|| value.to_owned())
    })
}

impl FromRequestParts<Web> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Signed, Response> {
        let moment = web.moment();
        if let Some(token) = token(parts) {
            match web.app.viewer(&token, moment).await {
                Ok(Some(viewer)) => return Ok(Signed { viewer, moment, token }),
                Ok(None) => {}
                Err(error) => return Err(crate::pages::error::failure(&error)),
            }
        }
        let back = parts.uri.path_and_query().map_or("/", |p| p.as_str());
        let back: String = percent_encoding::utf8_percent_encode(back, percent_encoding::NON_ALPHANUMERIC).to_string();
        Err(Redirect::to(&format!("/log-ind?til={back}")).into_response())
    }
}

/// The cookie that begins a session, or ends it when `token` is empty.
pub(crate) fn cookie(token: &str, secure: bool) -> String {
    let age = if token.is_empty() { 0 } else { app::sign_in::SESSION_HOURS * 3600 };
    format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{}", if secure { "; Secure" } else { "" })
}

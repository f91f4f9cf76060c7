//! Who is signed in, from the cookie; pages for staff ask for it, and without it lead to the sign-in page.

use crate::Root;
use crate::routes::page_of;
use crate::way_back::{self, WayBack};
use app::Moment;
use app::access::Viewer;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::BTreeMap;

pub(crate) const COOKIE: &str = "medspiller";

/// A signed-in person and the moment of the request.
pub(crate) struct Signed {
    pub(crate) viewer: Viewer,
    pub(crate) moment: Moment,
    pub(crate) token: String,
    /// From the page of a case, to the list one came from.
    pub(crate) way_back: Option<WayBack>,
}

pub(crate) fn token(parts: &Parts) -> Option<String> {
    ended(&parts.headers)
}

/// The token a browser holds, whether its session runs or not.
pub(crate) fn ended(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    cookies.flat_map(|v| v.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE && value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit())).then(|| value.to_owned())
    })
}

/// The token of a program, or of a browser.
pub(crate) fn bearer_or_cookie(parts: &Parts) -> Option<String> {
    let header = parts.headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    let bearer = header.and_then(|text| text.strip_prefix("Bearer ")).map(str::trim);
    bearer
        .filter(|t| t.len() == 64 && t.bytes().all(|b| b.is_ascii_hexdigit()))
        .map(str::to_owned)
        .or_else(|| token(parts))
}

impl FromRequestParts<Root> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, Root(web): &Root) -> Result<Signed, Response> {
        let moment = web.moment();
        if let Some(token) = token(parts) {
            match web.app.viewer(&token, moment).await {
                Ok(Some(viewer)) => return Ok(Signed { viewer, moment, token, way_back: way_back::of(parts) }),
                Ok(None) => {}
                Err(error) => return Err(crate::pages::error::failure(&error)),
            }
        }
        // A form cannot be posted again by a link: its page is where one goes back to, and what was written is lost where
        // nothing keeps it.
        let posted = parts.method != Method::GET && parts.method != Method::HEAD;
        let back = if posted {
            page_of(parts.uri.path())
        } else {
            parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
        };
        let back = percent_encoding::utf8_percent_encode(&back, percent_encoding::NON_ALPHANUMERIC);
        let lost = if posted { "&tabt=1" } else { "" };
        Err(Redirect::to(&format!("/log-ind?til={back}{lost}")).into_response())
    }
}

/// The number of a case in an address; what is no number leads to no page.
pub(crate) struct Case(pub(crate) i64);

/// The number of a goal in an address.
pub(crate) struct GoalNumber(pub(crate) i64);

async fn numbered(parts: &mut Parts, web: &Root, place: &str) -> Option<i64> {
    let names = Path::<BTreeMap<String, String>>::from_request_parts(parts, web).await.ok()?;
    names.0.get(place)?.parse().ok()
}

impl FromRequestParts<Root> for Case {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Root) -> Result<Case, Response> {
        numbered(parts, web, "case").await.map(Case).ok_or_else(crate::pages::error::not_found)
    }
}

impl FromRequestParts<Root> for GoalNumber {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Root) -> Result<GoalNumber, Response> {
        numbered(parts, web, "goal").await.map(GoalNumber).ok_or_else(crate::pages::error::not_found)
    }
}

/// The cookie that begins a session, or ends it when `token` is empty.
pub(crate) fn cookie(token: &str, secure: bool) -> String {
    // Longer than the session: what was written when it ran out is found again by it.
    let age = if token.is_empty() { 0 } else { 2 * app::sign_in::SESSION_HOURS * 3600 };
    format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{}", if secure { "; Secure" } else { "" })
}

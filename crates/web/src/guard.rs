//! Headers every answer carries, the rules it is given by, and the check that a form was posted from our own pages.

use crate::Web;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let asset = request.uri().path().starts_with("/assets/");
    let changes = request.method() != Method::GET && request.method() != Method::HEAD;
    let mut response = if changes && !same_origin(&request) {
        (StatusCode::FORBIDDEN, "Formularen kom ikke fra denne side.").into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if !asset {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// A request is answered by the rules in force when it comes; another process may have changed them.
pub(crate) async fn keep_up(State(web): State<Web>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/assets/")
        && let Err(error) = web.app.rules_refresh().await
    {
        // The request will meet the same fault if it needs the database.
        tracing::error!(error = %error, "rules.refresh");
    }
    next.run(request).await
}

/// Browsers send `Origin` with every form post; a client without one is no browser and holds no cookie by accident.
fn same_origin(request: &Request) -> bool {
    let text = |name| request.headers().get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    let (Some(origin), Some(host)) = (text(header::ORIGIN), text(header::HOST)) else { return true };
    origin.split_once("://").is_some_and(|(_, rest)| rest == host)
}

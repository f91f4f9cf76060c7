//! Files that pages ask for: the design system, our own layer, two scripts, the mark in the browser's tab. All are inside the program.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

mod packages {
    include!(concat!(env!("OUT_DIR"), "/packages.rs"));
}

const OWN: &[(&str, &str, &[u8])] = &[
    ("css/medspiller.css", "text/css; charset=utf-8", include_bytes!("../assets/medspiller.css")),
    ("favicon.svg", "image/svg+xml", include_bytes!("../assets/favicon.svg")),
    ("js/keys.js", "text/javascript; charset=utf-8", include_bytes!("../assets/keys.js")),
];

/// A file of the design system.
pub(crate) fn package(path: &str) -> Option<&'static [u8]> {
    packages::PACKAGES.iter().find(|(name, ..)| *name == path).map(|(_, _, bytes)| *bytes)
}

pub(crate) async fn serve(Path(path): Path<String>) -> Response {
    let found = OWN.iter().chain(packages::PACKAGES).find(|(name, ..)| *name == path);
    match found {
        Some((_, kind, bytes)) => {
            ([(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, "public, max-age=3600")], *bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

//! A list as a file for a spreadsheet: UTF-8 with its mark, semicolons, Danish dates.

use app::documents::appendix::lines;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The file; its name says which list and which day, and nobody's name.
pub(crate) fn sheet(name: &str, head: &[String], rows: &[Vec<String>]) -> Response {
    attached(&format!("{name}.csv"), "text/csv; charset=utf-8", lines(head, rows))
}

/// Something that is saved, not shown.
pub(crate) fn attached(name: &str, kind: &str, body: impl IntoResponse) -> Response {
    let kind = (header::CONTENT_TYPE, kind.to_owned());
    let place = (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""));
    ([kind, place], body).into_response()
}

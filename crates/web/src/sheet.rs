//! A list as a file for a spreadsheet: UTF-8 with its mark, semicolons, Danish dates.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// A cell: quoted where it must be, and never read as a formula.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([';', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

fn lines(head: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| cells.iter().map(|c| cell(c)).collect::<Vec<_>>().join(";");
    let mut text = String::from('\u{feff}');
    for cells in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
        text.push_str(&line(cells));
        text.push_str("\r\n");
    }
    text
}

/// The file; its name says which list and which day, and nobody's name.
pub(crate) fn sheet(name: &str, head: &[String], rows: &[Vec<String>]) -> Response {
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned());
    let place = (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\""));
    ([kind, place], lines(head, rows)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_is_never_a_formula() {
        assert_eq!(cell("Ærø"), "Ærø");
        assert_eq!(cell("a;\"b\"\nc"), "\"a;\"\"b\"\"\nc\"");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(lines(&["Frist".into()], &[vec!["16-03-2026".into()]]), "\u{feff}Frist\r\n16-03-2026\r\n");
    }
}

//! The same figures for a spreadsheet: semicolons and decimal comma, as Danish programs expect.

use super::{Asking, words};
use crate::Web;
use crate::session::Signed;
use crate::text::t;
use app::comparison::{Comparison, ComparisonPage};
use app::figures::{Value, danish};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

pub(crate) async fn sheet(State(web): State<Web>, signed: Signed, Query(asked): Query<Asking>) -> Response {
    match web.app.comparison(asked.asked(), signed.moment).await {
        Ok(found) => match &found.shown {
            Some(shown) => answer(&found, shown),
            None => super::super::error::missing().await,
        },
        Err(error) => super::super::error::failure(&error),
    }
}

fn answer(found: &ComparisonPage, shown: &Comparison) -> Response {
    let name = format!("sammenlign-{}-{}.csv", shown.measure.id, found.area);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, text(found, shown)).into_response()
}

/// Byte-order mark, what it is, and one line a month.
fn text(found: &ComparisonPage, shown: &Comparison) -> String {
    let decimals = shown.measure.decimals;
    let mut out = String::from("\u{feff}");
    let mut line = |cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|c| field(c)).collect();
        out.push_str(&cells.join(";"));
        out.push_str("\r\n");
    };
    line(vec![format!("{}, {}", shown.measure.name, shown.measure.unit)]);
    line(vec![words::known(found)]);
    let mut head = vec![t("comparison.month")];
    head.extend(shown.lines.iter().map(|l| words::line_name(l.kind, found)));
    line(head);
    for (at, month) in shown.months.iter().enumerate() {
        let mut cells = vec![format!("{}-{:02}", month.year(), month.month())];
        cells.extend(shown.lines.iter().map(|l| cell(l.values[at], decimals)));
        line(cells);
    }
    line(Vec::new());
    line(vec![words::rank_title(found, shown)]);
    line(vec![t("comparison.col_place"), t("comparison.area"), shown.measure.unit.clone()]);
    for row in &shown.ranking.rows {
        let place = row.printed.map_or_else(String::new, |p| danish::places(p.first, p.last));
        line(vec![place, row.name.clone(), cell(row.value, decimals)]);
    }
    out
}

/// Numbers without the point of thousands, so that a program reads them; a mean has two decimals more.
fn cell(value: Value, decimals: u8) -> String {
    match value {
        Value::Number(n) => danish::number(n, decimals + 2).replace('.', "").replace('\u{2212}', "-"),
        other => danish::value(other, decimals),
    }
}

/// A field that begins like a formula is not run by the program that opens the file.
fn field(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '@', '\t']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([';', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

//! The same figures for a spreadsheet: semicolons and decimal comma, as Danish programs expect.

use super::{Asking, words};
use crate::Web;
use crate::session::Signed;
use crate::sheet::sheet as sheet_of;
use crate::text::t;
use app::comparison::{Comparison, ComparisonPage};
use app::figures::{Value, danish};
use axum::extract::{Query, State};
use axum::response::Response;

pub(crate) async fn sheet(State(web): State<Web>, signed: Signed, Query(asked): Query<Asking>) -> Response {
    match web.app.comparison(asked.asked(), signed.moment).await {
        Ok(found) => match &found.shown {
            Some(shown) => answer(&found, shown),
            None => super::super::error::missing().await,
        },
        Err(error) => super::super::error::failure(&error),
    }
}

/// One line a month, then the ranking.
fn answer(found: &ComparisonPage, shown: &Comparison) -> Response {
    let decimals = shown.measure.decimals;
    let mut head = vec![t("comparison.month")];
    head.extend(shown.lines.iter().map(|l| words::line_name(l.kind, found)));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (at, month) in shown.months.iter().enumerate() {
        let mut cells = vec![month.code()];
        cells.extend(shown.lines.iter().map(|l| cell(l.values[at], decimals)));
        rows.push(cells);
    }
    rows.push(Vec::new());
    rows.push(vec![format!("{}, {}", shown.measure.name, shown.measure.unit), words::known(found)]);
    rows.push(Vec::new());
    rows.push(vec![words::rank_title(found, shown)]);
    rows.push(vec![t("comparison.col_place"), t("comparison.area"), shown.measure.unit.clone()]);
    for row in &shown.ranking.rows {
        let place = row.printed.map_or_else(String::new, |p| danish::places(p.first, p.last));
        rows.push(vec![place, row.name.clone(), cell(row.value, decimals)]);
    }
    sheet_of(&format!("sammenlign-{}-{}", shown.measure.id, found.area), &head, &rows)
}

/// Numbers without the point of thousands, so that a program reads them; a mean has two decimals more.
fn cell(value: Value, decimals: u8) -> String {
    match value {
        Value::Number(n) => danish::number(n, decimals + 2).replace('.', "").replace('\u{2212}', "-"),
        other => danish::value(other, decimals),
    }
}

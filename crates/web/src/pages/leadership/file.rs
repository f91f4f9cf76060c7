//! One figure for a spreadsheet, with what it counts below it.

use super::{DECIMALS, benefit_name, foot, words};
use crate::Web;
use crate::pages::{error, month};
use crate::session::Signed;
use crate::sheet::sheet;
use crate::text::t;
use app::AppError;
use app::figures::definition::Indicator;
use app::figures::{Value, danish};
use app::leadership::{LeadershipPage, SeriesRow};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::codes::Code;
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    tal: String,
    /// `2026-02`
    pub(super) maaned: String,
}

pub(crate) async fn file(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    let found = match web.app.leadership(&signed.viewer, month::read(&asked.maaned), signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let Some(id) = Indicator::from_code(&asked.tal) else { return error::not_found() };
    let Some((head, rows)) = lines(&found, id) else { return error::not_found() };
    match with_foot(&found, id, rows) {
        Ok(rows) => sheet(&format!("ledelse-{}-{}", id.code().replace('_', "-"), found.last.code()), &head, &rows),
        Err(other) => error::failure(&other),
    }
}

type Lines = (Vec<String>, Vec<Vec<String>>);

/// The figures that the page shows; no other has a file.
fn lines(found: &LeadershipPage, id: Indicator) -> Option<Lines> {
    let plain = |text: String| text.replace('.', "").replace('\u{2212}', "-");
    match id {
        Indicator::FuldtidspersonerDage => Some(by_month(found, |r| &r.full_time, DECIMALS + 2)),
        Indicator::Personer => Some(by_month(found, |r| &r.persons, 0)),
        Indicator::BestandOgStroemme => {
            let keys = ["benefit", "opening", "came", "left", "closing", "original"];
            let rows = found.flows.iter().map(|row| words::flow(row, found.last)).map(|f| {
                let cells = f.cells.map_or_else(|why| vec![why], |cells| cells.map(plain).into());
                [vec![f.name], cells].concat()
            });
            Some((head(&keys), rows.collect()))
        }
        Indicator::VarighedAfAfsluttedeForloeb => {
            let rows =
                found.lengths.iter().map(words::length).map(|(name, n, weeks)| vec![name, plain(n), plain(weeks)]);
            Some((head(&["benefit", "ended", "mean_weeks"]), rows.collect()))
        }
        Indicator::Rettidighed => {
            let rows = found.timeliness.kept.iter().map(|(layer, shown)| words::timely(*layer, shown));
            let kept = rows.map(|r| vec![r.layer, r.day, r.day_of, r.week, r.week_of]);
            let now = found.timeliness.now.iter().map(words::overdue).map(|(layer, n)| vec![layer, plain(n)]);
            Some((head(&["layer", "by_day", "dates", "by_week", "dates"]), kept.chain(now).collect()))
        }
        _ => None,
    }
}

fn head(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| t(&format!("leadership.col_{key}"))).collect()
}

/// One line a month, one column a benefit.
fn by_month(found: &LeadershipPage, of: fn(&SeriesRow) -> &Vec<Value>, decimals: u8) -> Lines {
    let columns: Vec<&SeriesRow> = std::iter::once(&found.total).chain(&found.benefits).collect();
    let mut head = vec![t("comparison.month")];
    head.extend(columns.iter().map(|r| benefit_name(r.benefit)));
    let cell = |value: Value| danish::value(value, decimals).replace('.', "");
    let line = |(at, month): (usize, &app::figures::Month)| {
        let mut cells = vec![month.code()];
        cells.extend(columns.iter().map(|r| cell(of(r)[at])));
        cells
    };
    let rows = found.months.iter().enumerate().map(line).collect();
    (head, rows)
}

fn with_foot(found: &LeadershipPage, id: Indicator, mut rows: Vec<Vec<String>>) -> Result<Vec<Vec<String>>, AppError> {
    rows.extend(foot::of(found, id)?.lines());
    Ok(rows)
}

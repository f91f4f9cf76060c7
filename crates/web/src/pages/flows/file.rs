//! One figure of *Strømme* for a spreadsheet, with what it counts below it.

use super::address::Address;
use super::{answers, benefit_name, bridge, foot};
use crate::Web;
use crate::pages::error;
use crate::session::Signed;
use crate::sheet::sheet;
use crate::text::t;
use crate::words::{capital, label};
use app::figures::danish;
use app::figures::definition::Indicator;
use app::flows::drawn::{days, told};
use app::flows::{BridgeRow, FlowsPage, WaveRow};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::codes::Code;

pub(crate) async fn file(State(web): State<Web>, signed: Signed, Query(asked): Query<Address>) -> Response {
    let found = match web.app.flows(&signed.viewer, asked.asked(), signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let Some(id) = Indicator::from_code(&asked.tal) else { return error::not_found() };
    let Some((head, mut rows)) = lines(&found, id) else { return error::not_found() };
    match foot(&found, id) {
        Ok(foot) => {
            rows.extend(foot.lines());
            sheet(&format!("stroemme-{}-{}", id.code().replace('_', "-"), found.today), &head, &rows)
        }
        Err(other) => error::failure(&other),
    }
}

type Lines = (Vec<String>, Vec<Vec<String>>);

/// The figures that the page shows; no other has a file.
fn lines(found: &FlowsPage, id: Indicator) -> Option<Lines> {
    let (before, last) = days(found);
    let rows = |cells: fn(&BridgeRow) -> Vec<String>| {
        let line = |row: &BridgeRow| [vec![benefit_name(row.benefit)], cells(row)].concat();
        found.bridge.rows.iter().map(line).map(plain).collect::<Vec<_>>()
    };
    match id {
        Indicator::BestandOgStroemme => {
            let names = ["came_new", "came_back", "left_original", "left_new", "closing_original", "closing_new"];
            let mut head = vec![t("leadership.col_benefit"), crate::danish::field(before)];
            head.extend([t("leadership.col_came"), t("leadership.col_left"), crate::danish::field(last)]);
            head.extend(names.map(|name| t(&format!("flows.col_{name}"))));
            Some((head, rows(stocks)))
        }
        Indicator::AfgangEfterAarsag => {
            let head = [vec![t("leadership.col_benefit")], bridge::head(before, last)].concat();
            Some((head, rows(bridge::cells)))
        }
        Indicator::VentetidPrTrin => {
            let names = ["after", "median", "tenth", "reached", "still"];
            let mut rows: Vec<Vec<String>> = found
                .wave
                .steps
                .iter()
                .map(|row| {
                    let (reached, still) = (danish::published(row.reached), danish::published(row.still));
                    [waits(capital(&label(row.step)), row.wait), vec![reached, still]].concat()
                })
                .collect();
            rows.push(waits(t("flows.all_waiting"), found.wave.waiting));
            rows.push(waits(t("flows.whole_way"), found.wave.whole));
            Some((names.map(|name| t(&format!("flows.col_{name}"))).into(), rows.into_iter().map(plain).collect()))
        }
        Indicator::TidTilSvar => {
            let names = ["matter", "answer_median", "answer_tenth", "asked", "still", "unknown", "lapsed"];
            let rows = answers::answer_lines(found).into_iter().map(plain);
            Some((names.map(|name| t(&format!("flows.col_{name}"))).into(), rows.collect()))
        }
        Indicator::SelvforsoergelseEfterVejen => {
            let names = ["after_months", "on_the_day", "of_on_the_day", "lasting", "of_lasting", "not_yet", "unknown"];
            let rows = answers::after_lines(found).into_iter().map(plain);
            Some((names.map(|name| t(&format!("flows.col_{name}"))).into(), rows.collect()))
        }
        _ => None,
    }
}

fn waits(name: String, row: WaveRow) -> Vec<String> {
    vec![name, told(row.median), told(row.tenth)]
}

/// Numbers without the dots between thousands.
fn plain(line: Vec<String>) -> Vec<String> {
    line.into_iter()
        .map(|cell| if cell.starts_with(|c: char| c.is_ascii_digit()) { cell.replace('.', "") } else { cell })
        .collect()
}

fn stocks(row: &BridgeRow) -> Vec<String> {
    let words = |numbers: Option<Vec<u32>>, width: usize| match numbers {
        Some(all) => all.into_iter().map(|n| danish::count(i64::from(n))).collect(),
        None => vec![danish::HIDDEN.to_owned(); width],
    };
    let stock: Vec<String> = words(row.stock.map(|s| vec![s.opening, s.came, s.left, s.closing]), 4);
    let split = row
        .cohorts
        .map(|c| vec![c.came_new, c.came_back, c.left_original, c.left_new, c.closing_original, c.closing_new]);
    [stock, words(split, 6)].concat()
}

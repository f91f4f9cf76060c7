//! The bridge as a drawing, as the table of what is drawn, and of all benefits.

use super::{benefit_name, number};
use crate::danish::{long, short_year};
use crate::pages::opened::Number;
use crate::text::{t, tf};
use crate::words::label;
use app::figures::indicator::outflow::{DESTINATIONS, Part};
use app::figures::suppression::Published;
use app::figures::{Exact, danish};
use app::flows::drawn::{self, days, on_benefit};
use app::flows::{BridgeRow, FlowsPage, Stock};
use domain::Day;
use domain::codes::Code;

pub(crate) struct View {
    pub(crate) title: String,
    pub(crate) sub: String,
    /// Empty where nothing may be drawn; `why` says so.
    pub(crate) chart: String,
    pub(crate) why: Option<String>,
    pub(crate) parts: Vec<(String, Number)>,
    /// The unknown, to be opened.
    pub(crate) unknown: Option<(String, String)>,
    pub(crate) untold: Option<String>,
    /// Those of the beginning, and the new ones.
    pub(crate) cohorts: Result<Vec<(String, [String; 4])>, String>,
    pub(crate) still: Option<String>,
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<RowView>,
    pub(crate) breaks: Vec<String>,
}

pub(crate) struct RowView {
    pub(crate) name: String,
    pub(crate) link: String,
    pub(crate) sum: bool,
    pub(crate) cells: Vec<String>,
}

fn whole(n: u32) -> String {
    danish::count(i64::from(n))
}

fn chosen(found: &FlowsPage) -> Option<&BridgeRow> {
    found.bridge.row(found.shown.benefit)
}

fn stock(found: &FlowsPage) -> Option<Stock> {
    chosen(found).and_then(|row| row.stock)
}

pub(super) fn view(found: &FlowsPage, persons: bool) -> View {
    let (before, last) = days(found);
    let title = match stock(found) {
        Some(stock) => tf("flows.bridge_title", &[("a", &whole(stock.opening)), ("b", &whole(stock.closing))]),
        None => t("flows.bridge"),
    };
    let row = chosen(found);
    let why = match (row, stock(found)) {
        (_, Some(_)) => None,
        (Some(_), None) => Some(t("flows.hidden")),
        (None, None) => Some(t("flows.nobody")),
    };
    let of = |part: Part| row.map_or(Published::Count(0), |row| row.part(part));
    let unknown = number(found, of(Part::Unknown), persons.then(|| ("del", Part::Unknown.code())));
    View {
        title,
        sub: tf("flows.bridge_sub", &[("benefit", &on_benefit(found.shown.benefit))]),
        chart: row.and_then(|row| drawn::bridge(found, row, "bro-tegning")).unwrap_or_default(),
        why,
        parts: row.map(|row| parts(found, row, persons)).unwrap_or_default(),
        unknown: unknown.link.map(|link| (link, tf("flows.see", &[("n", &unknown.text)]))),
        untold: untold(row),
        cohorts: cohorts(row),
        still: still(row),
        head: head(before, last),
        rows: found.bridge.rows.iter().map(|row| line(found, row)).collect(),
        breaks: found
            .bridge
            .breaks
            .iter()
            .map(|b| tf("flows.data_break", &[("what", &crate::words::capital(&b.label))]))
            .collect(),
    }
}

/// Some reasons are not told apart: how many they are together.
fn untold(row: Option<&BridgeRow>) -> Option<String> {
    let row = row?;
    let hidden = row.to.contains(&Published::Suppressed);
    row.untold().filter(|_| hidden).map(|n| tf("flows.untold", &[("n", &whole(n))]))
}

/// What is drawn, number by number.
fn parts(found: &FlowsPage, row: &BridgeRow, persons: bool) -> Vec<(String, Number)> {
    if row.stock.is_none() {
        return Vec::new();
    }
    let (before, last) = days(found);
    let name = |part: Part| match part {
        Part::Opening => long(before),
        Part::Closing => long(last),
        other => crate::words::capital(&label(other)),
    };
    let each = Part::ALL.iter().filter(|p| row.cohorts.is_some() || !matches!(p, Part::CameNew | Part::CameBack));
    let mut parts: Vec<(String, Number)> =
        each.map(|part| (name(*part), number(found, row.part(*part), persons.then(|| ("del", part.code()))))).collect();
    if let (None, Some(stock)) = (row.cohorts, row.stock) {
        parts.insert(1, (crate::words::capital(&t("flows.came")), number(found, Published::Count(stock.came), None)));
    }
    parts
}

fn cohorts(row: Option<&BridgeRow>) -> Result<Vec<(String, [String; 4])>, String> {
    let Some(c) = row.and_then(|row| row.cohorts) else { return Err(danish::HIDDEN.to_owned()) };
    let opening = row.and_then(|row| row.stock).map_or(0, |s| s.opening);
    Ok(vec![
        (t("flows.original"), [whole(opening), whole(c.came_back), whole(c.left_original), whole(c.closing_original)]),
        (t("flows.new"), ["–".to_owned(), whole(c.came_new), whole(c.left_new), whole(c.closing_new)]),
    ])
}

/// How many per cent of those of the beginning are there at the end.
fn still(row: Option<&BridgeRow>) -> Option<String> {
    let row = row?;
    let (opening, closing) = (row.stock?.opening, row.cohorts?.closing_original);
    let share = Exact::share(closing, opening)?.times_100();
    let values = [("share", danish::percent(share, 1)), ("n", whole(closing)), ("all", whole(opening))];
    Some(tf("flows.still", &values.each_ref().map(|(k, v)| (*k, v.as_str()))))
}

pub(super) fn head(before: Day, last: Day) -> Vec<String> {
    let part = |part: Part| crate::words::capital(&label(part));
    let came = [Part::CameNew, Part::CameBack].map(part);
    [vec![short_year(before)], came.into(), DESTINATIONS.map(part).into(), vec![short_year(last)]].concat()
}

/// The numbers of a row in the order of the bridge.
pub(super) fn cells(row: &BridgeRow) -> Vec<String> {
    Part::ALL.iter().map(|part| danish::published(row.part(*part))).collect()
}

fn line(found: &FlowsPage, row: &BridgeRow) -> RowView {
    let shown = app::flows::Shown { benefit: row.benefit, ..found.shown };
    RowView {
        name: benefit_name(row.benefit),
        link: format!("/stroemme?{}#bro", shown.query()),
        sum: row.benefit.is_none(),
        cells: cells(row),
    }
}

//! The dates behind a share of *Rettidighed*: whom, when, and how late.

use super::{Asked, address, asked_for, read, row_read, words};
use crate::Web;
use crate::danish::{dotted, field};
use crate::pages::foot::Foot;
use crate::pages::leadership::foot::made;
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::sheet::sheet;
use crate::text::{count, t, tf};
use crate::way_back;
use crate::words::{Mark, duty_title, kept_mark};
use app::AppError;
use app::figures::danish;
use app::figures::definition::Indicator;
use app::team::Kept;
use app::timeliness::{BehindFilter, BehindPage, BehindRow, Hidden};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "timeliness_behind.html")]
struct Page {
    frame: Frame,
    title: String,
    back: String,
    figure: String,
    made_of: String,
    definition: String,
    rows: Vec<RowView>,
    /// What is not listed, and why.
    hidden: Option<String>,
    empty: String,
    more: Option<(String, String)>,
    other: (String, String),
    foot: Foot,
}

struct RowView {
    case: i64,
    /// The first row of its case.
    first: bool,
    name: String,
    what: String,
    due: String,
    met: String,
    late: String,
    unit: String,
    mark: Mark,
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    let file = !asked.regneark.is_empty();
    let filter = BehindFilter {
        of: read(&asked),
        row: row_read(&asked),
        late: asked.alle.is_empty(),
        whole: file || !asked.hele.is_empty(),
    };
    let found = match web.app.timeliness_behind(&signed.viewer, filter, signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    match view(&web, &signed, &found) {
        Ok(view) if file => as_file(&found, view.foot),
        Ok(view) => page(&view),
        Err(other) => error::failure(&other),
    }
}

fn as_file(found: &BehindPage, foot: Foot) -> Response {
    let keys = [
        "team.col_citizen",
        "team.col_duty",
        "team.col_due",
        "team.col_met",
        "timeliness.col_days",
        "timeliness.col_unit",
    ];
    let mut rows: Vec<Vec<String>> = found
        .rows
        .iter()
        .map(|r| {
            let day = |day: Option<domain::Day>| day.map(field).unwrap_or_default();
            let days = if r.timely { String::new() } else { r.days_late.to_string() };
            vec![r.name.clone(), duty_title(&r.duty, r.n, &r.title), day(r.due), day(r.met), days, r.unit.clone()]
        })
        .collect();
    rows.extend(hidden(found).map(|text| vec![text]));
    rows.extend(foot.lines());
    sheet(&format!("rettidighed-frister-{}-{}", found.month.code(), found.today), &keys.map(t), &rows)
}

/// This list's address, with or without the dates that were kept.
fn here(found: &BehindPage, late: bool) -> String {
    let here = address("/rettidighed/frister", found.month, &found.filter.of, &found.filter.row);
    if late { here } else { format!("{here}&alle=1") }
}

fn hidden(found: &BehindPage) -> Option<String> {
    match found.hidden {
        Hidden::None => None,
        Hidden::Count(n) => Some(tf("timeliness.closed", &[("n", &danish::count(i64::from(n)))])),
        Hidden::Few => Some(t("timeliness.closed_few")),
    }
}

fn view(web: &Web, signed: &Signed, found: &BehindPage) -> Result<Page, AppError> {
    let (filter, of) = (&found.filter, &found.filter.of);
    let mut first = way_back::firsts();
    let frame = Frame::new(web, signed, "leadership");
    let (figure, made_of) = words::share(&found.shown, of.by.by());
    let hides = !found.shown.nothing && made_of.is_empty();
    let made_of = if hides { t("timeliness.not_told") } else { made_of };
    let other = if filter.late { "team.see_all" } else { "team.see_only_late" };
    let empty = match found.hidden {
        _ if !frame.persons => t("timeliness.no_persons"),
        Hidden::None if filter.late => t("team.none_late"),
        Hidden::None => t(crate::pages::team::none(of.basis)),
        _ => t("timeliness.none_for_you"),
    };
    let definition = web.app.definition(Indicator::Rettidighed, found.today)?;
    let days = (found.month.first_day(), found.month.last_day());
    let sheet = format!("{}&regneark=1", here(found, filter.late));
    Ok(Page {
        title: format!("{}: {}", words::row(&filter.row, &found.title), asked_for(of.layer, found.month)),
        back: address("/rettidighed", found.month, of, &app::timeliness::Row::All),
        figure,
        made_of,
        definition: t(&format!(
            "timeliness.definition_{}_{}",
            domain::codes::Code::code(of.basis),
            domain::codes::Code::code(of.by)
        )),
        rows: found.rows.iter().map(|r| RowView { first: first(r.case), ..row(r, of.layer) }).collect(),
        hidden: hidden(found),
        empty,
        more: (found.more > 0).then(|| {
            let all = format!("{}&hele=1", here(found, filter.late));
            (all, tf("team.more", &[("n", &danish::count(i64::try_from(found.more).unwrap_or(i64::MAX)))]))
        }),
        other: (here(found, !filter.late), t(other)),
        foot: made(definition, days, found.cases, found.today, sheet),
        frame,
    })
}

fn row(row: &BehindRow, layer: Kept) -> RowView {
    let days = || count("timeliness.days_late", usize::try_from(row.days_late).unwrap_or(0));
    RowView {
        case: row.case,
        first: false,
        name: row.name.clone(),
        what: duty_title(&row.duty, row.n, &row.title),
        due: row.due.map(dotted).unwrap_or_default(),
        met: row.met.map(dotted).unwrap_or_default(),
        late: match (row.timely, row.met) {
            (true, _) => String::new(),
            (false, Some(_)) => days(),
            (false, None) => tf("timeliness.until_today", &[("days", &days())]),
        },
        unit: row.unit.clone(),
        mark: kept_mark(row.timely, row.met.is_some(), layer == Kept::Law),
    }
}

//! The dates behind a figure of *Team*.

use super::{cell, dates_link, none};
use crate::Web;
use crate::danish::{dotted, field, long, period};
use crate::pages::try_rule::known_day;
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::sheet::sheet;
use crate::text::{t, tf};
use crate::way_back;
use crate::words::{Mark, duty_kind, duty_title, kept_mark};
use app::team::{Kept, KeptBasis, KeptBy, KeptFilter, KeptPage, KeptPeriod};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::codes::Code;
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    lag: String,
    slags: String,
    periode: String,
    grundlag: String,
    pr: String,
    kendt: String,
    alle: String,
    regneark: String,
}

#[derive(Template)]
#[template(path = "team_dates.html")]
struct Page {
    frame: Frame,
    title: String,
    /// Where the figures are, and the day they are of.
    back: String,
    past: Option<String>,
    figure: String,
    made_of: String,
    apart: String,
    definition: String,
    rows: Vec<RowView>,
    hidden: Option<String>,
    empty: String,
    other: (String, String),
    file: String,
}

struct RowView {
    case: i64,
    /// The first row of its case.
    first: bool,
    name: String,
    what: String,
    due: String,
    met: String,
    mark: Mark,
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    let filter = KeptFilter {
        layer: Kept::from_code(&asked.lag).unwrap_or(Kept::Law),
        duty: (!asked.slags.is_empty()).then(|| asked.slags.clone()),
        period: KeptPeriod::from_code(&asked.periode).unwrap_or(KeptPeriod::Quarter),
        basis: KeptBasis::from_code(&asked.grundlag).unwrap_or(KeptBasis::Due),
        by: KeptBy::from_code(&asked.pr).unwrap_or(KeptBy::Day),
        late: asked.alle.is_empty(),
        known: known_day(&asked.kendt, signed.moment.today).unwrap_or_default(),
    };
    match web.app.team_dates(&signed.viewer, filter, signed.moment).await {
        Ok(found) if !asked.regneark.is_empty() => file(&found, signed.moment.today),
        Ok(found) => page(&view(&web, &signed, &found)),
        Err(other) => error::failure(&other),
    }
}

fn file(found: &KeptPage, today: domain::Day) -> Response {
    let head = ["team.col_citizen", "team.col_duty", "team.col_due", "team.col_met"].map(t);
    let rows = found.rows.iter().map(|r| {
        let met = r.met.map(field).unwrap_or_default();
        vec![r.name.clone(), duty_title(&r.duty, r.n, &r.title), field(r.due), met]
    });
    sheet(&format!("frister-{today}"), &head, &rows.collect::<Vec<_>>())
}

fn view(web: &Web, signed: &Signed, found: &KeptPage) -> Page {
    let filter = &found.filter;
    let mut first = way_back::firsts();
    let shown = cell(&found.figure, filter);
    let what = match (&filter.duty, &found.title) {
        (Some(duty), Some(title)) => duty_kind(duty, title),
        _ if filter.late => t("team.duties"),
        _ => t("team.all_duties"),
    };
    let layer = t(match filter.layer {
        Kept::Law => "team.by_law",
        Kept::Goal => "team.by_goal",
    });
    let here = dates_link(filter);
    let all = format!("{here}&alle=1");
    let (other, file) = if filter.late {
        ((all, t("team.see_all")), format!("{here}&regneark=1"))
    } else {
        ((here, t("team.see_only_late")), format!("{all}&regneark=1"))
    };
    Page {
        frame: Frame::new(web, signed, "team"),
        title: match (filter.late, format!("{what}, {layer}")) {
            (true, what) => tf("team.not_kept", &[("what", &what)]),
            (false, what) => what,
        },
        back: filter.known.map(|day| format!("?kendt={}", field(day))).unwrap_or_default(),
        past: filter.known.map(|day| tf("team.past_dates", &[("day", &long(day))])),
        figure: shown.value,
        made_of: shown.made_of,
        apart: shown.apart,
        definition: tf(
            &format!("team.definition_{}_{}", filter.basis.code(), filter.by.code()),
            &[("period", &period(found.from, Some(found.through))), ("unit", &found.unit_name)],
        ),
        rows: found
            .rows
            .iter()
            .map(|r| RowView {
                case: r.case,
                first: first(r.case),
                name: r.name.clone(),
                what: duty_title(&r.duty, r.n, &r.title),
                due: dotted(r.due),
                met: r.met.map(dotted).unwrap_or_default(),
                mark: kept_mark(r.timely, r.met.is_some(), filter.layer == Kept::Law),
            })
            .collect(),
        hidden: (found.hidden > 0).then(|| tf("team.hidden", &[("n", &found.hidden.to_string())])),
        empty: t(if filter.late { "team.none_late" } else { none(filter.basis) }),
        other,
        file,
    }
}

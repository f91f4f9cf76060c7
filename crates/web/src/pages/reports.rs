//! *Rapporter*: what has been made, a form for one more, and how far it is.

mod files;
mod opened;

use crate::Web;
use crate::pages::{Frame, error, month, page};
use crate::session::Signed;
use crate::text::{count, t, tf};
use crate::words::label;
use app::documents::danish::{long, month_long};
use app::documents::plan::ReportKind;
use app::figures::Month;
use app::reports::{Ask, Progress, ReportsPage};
use app::{AppError, FormError};
use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::codes::Code;
use serde::Deserialize;

pub(crate) use files::{appendix, book, pdf};
pub(crate) use opened::{comment, show};

#[derive(Template)]
#[template(path = "reports.html")]
struct Page {
    frame: Frame,
    made: Vec<MadeView>,
    kinds: Vec<KindView>,
    months: Vec<(String, String, bool)>,
    areas: Vec<(u16, String, bool)>,
    errors: Vec<(&'static str, String)>,
}

struct MadeView {
    id: i64,
    title: String,
    area: String,
    period: String,
    made: String,
}

struct KindView {
    code: &'static str,
    name: String,
    about: String,
    chosen: bool,
}

impl Page {
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.iter().find(|(f, _)| *f == field).map(|(_, text)| text)
    }
}

/// What the form holds: kind, last month as `2026-02`, municipality.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct Typed {
    rapport: String,
    maaned: String,
    kommune: String,
}

fn view(web: &Web, signed: &Signed, found: &ReportsPage, typed: &Typed, errors: Vec<(&'static str, String)>) -> Page {
    let made = found.made.iter().map(|m| MadeView {
        id: m.row.id,
        title: m.title.clone(),
        area: m.area.clone(),
        period: m.period.clone(),
        made: tf("report.by", &[("name", &m.row.author), ("day", &long(m.row.drawn))]),
    });
    let kinds = found.plans.iter().enumerate().map(|(at, p)| KindView {
        code: p.kind.code(),
        name: label(p.kind),
        about: format!(
            "{} {}",
            p.about,
            tf("report.covers", &[("months", &t(&format!("report.months_{}", p.months)))])
        ),
        chosen: if typed.rapport.is_empty() { at == 0 } else { typed.rapport == p.kind.code() },
    });
    let month = |m: &Month| {
        let code = m.code();
        let chosen = code == typed.maaned;
        (code, month_long(m.first_day()), chosen)
    };
    let area = typed.kommune.parse().unwrap_or(found.own);
    let own = (found.own, web.app.config.name.clone(), area == found.own);
    let others = found.areas.iter().filter(|(code, _)| *code != found.own);
    let others = others.map(|(code, name)| (*code, name.clone(), area == *code));
    Page {
        frame: Frame::new(web, signed, "reports"),
        made: made.collect(),
        kinds: kinds.collect(),
        months: found.months.iter().map(month).collect(),
        areas: std::iter::once(own).chain(others).collect(),
        errors,
    }
}

pub(crate) async fn list(State(web): State<Web>, signed: Signed, Query(typed): Query<Typed>) -> Response {
    match web.app.reports(&signed.viewer, signed.moment).await {
        Ok(found) => page(&view(&web, &signed, &found, &typed, Vec::new())),
        Err(other) => error::failure(&other),
    }
}

fn read(typed: &Typed) -> Result<Ask, Vec<FormError>> {
    let mistake = |field, key| FormError { field, key, values: Vec::new() };
    let kind = ReportKind::from_code(&typed.rapport).ok_or_else(|| mistake("rapport", "report.error.kind"));
    let last = month::read(&typed.maaned).ok_or_else(|| mistake("maaned", "report.error.month"));
    let area = typed.kommune.parse().map_err(|_| mistake("kommune", "report.error.area"));
    match (kind, last, area) {
        (Ok(kind), Ok(last), Ok(area)) => Ok(Ask { kind, area, last }),
        (kind, last, area) => Err([kind.err(), last.err(), area.err()].into_iter().flatten().collect()),
    }
}

pub(crate) async fn begin(
    State(web): State<Web>,
    signed: Signed,
    typed: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = typed else { return error::bad_form() };
    let begun = match read(&typed) {
        Ok(ask) => web.app.report_begin(&signed.viewer, ask, signed.moment).await,
        Err(mistakes) => Err(AppError::Form(mistakes)),
    };
    let mistakes = match begun {
        Ok(ticket) => return Redirect::to(&format!("/rapporter/laves/{ticket}")).into_response(),
        Err(AppError::Form(mistakes)) => mistakes,
        Err(other) => return error::failure(&other),
    };
    let errors = mistakes.iter().map(|m| (m.field, t(m.key))).collect();
    match web.app.reports(&signed.viewer, signed.moment).await {
        Ok(found) => page(&view(&web, &signed, &found, &typed, errors)),
        Err(other) => error::failure(&other),
    }
}

#[derive(Template)]
#[template(path = "report_making.html")]
struct MakingPage {
    frame: Frame,
    said: String,
    percent: Option<usize>,
    /// Where to look again; nothing where there is nothing to wait for.
    link: Option<String>,
}

/// How far a report is; off to the report when it is there.
pub(crate) async fn making(State(web): State<Web>, signed: Signed, Path(ticket): Path<String>) -> Response {
    let link = Some(format!("/rapporter/laves/{ticket}"));
    let (said, percent, link) = match web.app.report_progress(&signed.viewer, &ticket) {
        Some(Progress::Done(id)) => return Redirect::to(&format!("/rapporter/{id}")).into_response(),
        Some(Progress::Waits) => (t("report.making_waits"), None, link),
        Some(Progress::Makes { done, of }) => {
            let said = tf("report.making_far", &[("n", &done.to_string()), ("of", &of.to_string())]);
            (said, (of > 0).then(|| done * 100 / of), link)
        }
        Some(Progress::Failed) => (t("report.making_failed"), None, None),
        None => (t("report.making_gone"), None, None),
    };
    page(&MakingPage { frame: Frame::new(&web, &signed, "reports"), said, percent, link })
}

/// `12 figurer`
fn figures_said(n: usize) -> String {
    count("report.figures_n", n)
}

//! One goal: its months, the way to it, the projection, how it is counted, and who said what of it.

use super::card::{CardView, card, chart, chart_key, figure_view};
use super::months::{MonthView, months};
use super::words;
use crate::Web;
use crate::danish::dotted;
use crate::pages::opened::Number;
use crate::pages::register::Input;
use crate::pages::{Frame, definitions, error, leadership, page};
use crate::session::{GoalNumber, Signed};
use crate::text::{find, t, tf};
use crate::words::label;
use app::access::Role;
use app::figures::chart::Size;
use app::figures::goal::Population;
use app::figures::{Month, danish};
use app::goals::{GoalFigure, GoalPosted, GoalText, GoalVersion, GoalView, Measured, UNDONE};
use app::register::form_key;
use app::{AppError, FormError};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Day;
use domain::codes::Code;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "goal.html")]
struct Page {
    frame: Frame,
    card: CardView,
    ended: Option<String>,
    saved: Option<String>,
    chart: String,
    chart_key: String,
    months: Vec<MonthView>,
    others: String,
    change: String,
    definition: Option<(String, String)>,
    /// Where the newest number opens.
    opens: Option<String>,
    versions: Vec<VersionView>,
    may_write: bool,
    version: i64,
    key: String,
    reason: String,
    errors: Vec<(&'static str, String)>,
}

impl Page {
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.iter().find(|(f, _)| *f == field).map(|(_, text)| text)
    }
}

struct VersionView {
    by: String,
    on: String,
    what: String,
    aim: String,
    reason: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    gemt: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct EndInput {
    grund: String,
    version: i64,
    key: String,
}

pub(crate) async fn show(
    State(web): State<Web>,
    signed: Signed,
    GoalNumber(goal): GoalNumber,
    Query(asked): Query<Asked>,
) -> Response {
    shown(&web, &signed, goal, find(&format!("goal.saved.{}", asked.gemt)), None).await
}

async fn shown(
    web: &Web,
    signed: &Signed,
    goal: i64,
    saved: Option<String>,
    wrong: Option<(Vec<FormError>, String)>,
) -> Response {
    let (view, may_write) = match web.app.goal(&signed.viewer, goal, signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (errors, reason) = wrong.unwrap_or_default();
    let text = view.text();
    let figure = view.figure.as_ref();
    let mut card = card(&view);
    card.figure = figure.map(|figure| figure_view(view.number, text, figure, Size::Page));
    let frame = Frame::new(web, signed, "goals");
    let found = Page {
        opens: figure.and_then(|figure| opens(text, figure, frame.persons)),
        frame,
        card,
        ended: view.ended().then(|| tf("goal.ended_on", &[("day", &dotted(view.newest().on))])),
        saved,
        chart: figure.map(|figure| chart(view.number, text, figure, Size::Page)).unwrap_or_default(),
        chart_key: figure.map(|figure| chart_key(view.number, text, figure)).unwrap_or_default(),
        months: figure.map(|figure| months(text, figure)).unwrap_or_default(),
        others: text
            .goal
            .benchmark
            .filter(|_| figure.is_some_and(|f| !f.series.others.is_empty()))
            .map(label)
            .unwrap_or_default(),
        change: figure.map(|figure| change(text, figure)).unwrap_or_default(),
        definition: definition(&text.measured),
        versions: versions(&view),
        may_write,
        version: view.newest().number,
        key: form_key(),
        reason,
        errors: errors.into_iter().map(|e| (e.field, t(e.key))).collect(),
    };
    (status, page(&found)).into_response()
}

/// What the figure counts, and where it is compared.
fn definition(measured: &Measured) -> Option<(String, String)> {
    Some(match measured {
        Measured::Own { measure, .. } => (definitions::link(measure.indicator()), t("goal.definition")),
        Measured::Published(id) => (format!("/sammenlign?maal={id}"), t("nav.comparison")),
    })
}

/// Where the newest number opens; a published one does not. What is counted since a day opens to the months since then.
fn opens(text: &GoalText, figure: &GoalFigure, persons: bool) -> Option<String> {
    let Measured::Own { measure, benefit, .. } = &text.measured else { return None };
    let (month, value) = figure.latest?;
    let since = text.goal.baseline.filter(|_| text.goal.population != Population::Bestand);
    let from = since.map_or(month, |(day, _)| Month::of(day.plus_days(1)).min(month));
    Number::of((String::new(), value), persons, || leadership::cases::of_measure(*measure, *benefit, (from, month)))
        .link
}

fn change(text: &GoalText, figure: &GoalFigure) -> String {
    let Some(change) = &figure.change else { return String::new() };
    let decimals = text.measured.decimals();
    let why = crate::pages::comparison::why_no_change(change);
    let by = crate::pages::comparison::change(change, decimals);
    let by = if change.unit == app::figures::compare::Unit::Points && change.relative.number().is_some() {
        tf("goal.points", &[("n", &by)])
    } else {
        by
    };
    let then = danish::value(change.then, decimals);
    tf("goal.year_ago", &[("then", &then), ("by", if why.is_empty() { &by } else { &why })])
}

fn versions(view: &GoalView) -> Vec<VersionView> {
    let first = view.versions.last().map(|version| version.number);
    let of = |version: &GoalVersion| {
        let what = match (version.reason.as_str(), version.ended) {
            (UNDONE, _) => "goal.history.undone",
            (_, true) => "goal.history.ended",
            _ if Some(version.number) == first => "goal.history.made",
            _ => "goal.history.changed",
        };
        let role = Role::from_code(&version.role).map(label).unwrap_or_default();
        let by = if role.is_empty() { version.by.clone() } else { format!("{}, {role}", version.by) };
        let aim = words::aim_of(&version.text);
        let day = version
            .text
            .goal
            .by
            .map_or_else(String::new, |day: Day| format!(" {}", tf("goal.history.by", &[("day", &dotted(day))])));
        VersionView {
            by,
            on: dotted(version.on),
            what: t(what),
            aim: format!("{}: {aim}{day}", words::figure_name(version)),
            reason: if version.reason == UNDONE { String::new() } else { version.reason.clone() },
        }
    };
    view.versions.iter().map(of).collect()
}

pub(crate) async fn end(
    State(web): State<Web>,
    signed: Signed,
    GoalNumber(goal): GoalNumber,
    input: Input<EndInput>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let posted = GoalPosted { goal: Some(goal), version: input.version, key: input.key };
    match web.app.goal_end(&signed.viewer, &posted, &input.grund, signed.moment).await {
        Err(AppError::Form(wrong)) => shown(&web, &signed, goal, None, Some((wrong, input.grund))).await,
        done => after(done, goal, "slut"),
    }
}

pub(crate) async fn undo(
    State(web): State<Web>,
    signed: Signed,
    GoalNumber(goal): GoalNumber,
    input: Input<EndInput>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let posted = GoalPosted { goal: Some(goal), version: input.version, key: input.key };
    after(web.app.goal_undo(&signed.viewer, &posted, signed.moment).await, goal, "fortrudt")
}

/// The goal's page again, or why not.
pub(super) fn after(done: Result<i64, AppError>, goal: i64, saved: &str) -> Response {
    match done {
        Ok(goal) => Redirect::to(&format!("/maal/{goal}?gemt={saved}")).into_response(),
        Err(AppError::Conflict) => error::goal_conflict(&format!("/maal/{goal}")),
        Err(other) => error::failure(&other),
    }
}

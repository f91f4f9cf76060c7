//! One goal: its months, the way to it, the projection, how it is counted, and who said what of it.

use super::card::{CardView, card, chart, figure_view};
use super::words;
use crate::Web;
use crate::danish::dotted;
use crate::pages::register::Input;
use crate::pages::{Frame, definitions, error, page};
use crate::session::Signed;
use crate::sheet::sheet;
use crate::text::{find, t, tf};
use crate::words::label;
use app::access::Role;
use app::figures::chart::Size;
use app::figures::{Month, danish};
use app::goals::{GoalFigure, GoalPosted, GoalText, GoalVersion, GoalView, Measured, UNDONE};
use app::register::form_key;
use app::{AppError, FormError};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
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

/// A month that was counted, or one that is still to come.
struct MonthView {
    month: String,
    ahead: bool,
    value: String,
    others: String,
    path: String,
    needed: String,
    likely: String,
    wide: String,
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

/// What is no number is no goal.
fn number(text: &str) -> Result<i64, Response> {
    text.parse().map_err(|_| error::not_found())
}

pub(crate) async fn show(
    State(web): State<Web>,
    signed: Signed,
    Path(goal): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let goal = match number(&goal) {
        Ok(goal) => goal,
        Err(missing) => return missing,
    };
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
    let found = Page {
        frame: Frame::new(web, signed, "goals"),
        card,
        ended: view.ended().then(|| tf("goal.ended_on", &[("day", &dotted(view.newest().on))])),
        saved,
        chart: figure.map(|figure| chart(view.number, text, figure, Size::Page)).unwrap_or_default(),
        chart_key: match text.goal.benchmark.filter(|_| text.goal.aim.compares()) {
            Some(others) => tf("goal.chart_key_others", &[("others", &label(others))]),
            None => t("goal.chart_key"),
        },
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

/// Newest month first; what is still to come stands above what was counted.
fn months(text: &GoalText, figure: &GoalFigure) -> Vec<MonthView> {
    let decimals = text.measured.decimals();
    let n = |value| danish::number(value, decimals);
    let path = |month: Month| {
        let day = month.last_day();
        let inside = text.goal.baseline.is_some_and(|(since, _)| since <= day)
            && text.goal.by.is_none_or(|by| month <= Month::of(by));
        text.goal.path_on(day).filter(|_| inside).map(n).unwrap_or_default()
    };
    let others = |month: Month| {
        let found = figure.series.others.iter().find(|(at, _)| *at == month);
        found.map(|(_, value)| danish::value(*value, decimals)).unwrap_or_default()
    };
    let latest = figure.series.months.last().map(|(month, _)| *month);
    let last = figure.series.months.len().saturating_sub(1);
    let counted = figure.series.months.iter().enumerate().map(|(at, (month, value))| {
        let shown = danish::value(*value, decimals);
        let preliminary = figure.series.preliminary && at == last && value.number().is_some();
        MonthView {
            month: danish::month(*month),
            ahead: false,
            value: if preliminary { tf("goal.month_preliminary", &[("month", &shown)]) } else { shown },
            others: others(*month),
            path: path(*month),
            needed: String::new(),
            likely: String::new(),
            wide: String::new(),
        }
    });
    let ahead = figure.projection.as_ref().map(|found| found.ahead.as_slice()).unwrap_or_default();
    let range = |(a, b): (_, _)| format!("{}–{}", n(a), n(b));
    let coming = ahead.iter().filter(|a| latest.is_none_or(|latest| latest < a.month)).map(|a| MonthView {
        month: danish::month(a.month),
        ahead: true,
        value: String::new(),
        others: String::new(),
        path: path(a.month),
        needed: needed(text, figure, a.month).map(n).unwrap_or_default(),
        likely: range(a.likely),
        wide: range(a.wide),
    });
    let all: Vec<MonthView> = counted.chain(coming).collect();
    all.into_iter().rev().collect()
}

/// What a month must be for the goal to be reached on a straight line from now.
fn needed(text: &GoalText, figure: &GoalFigure, month: Month) -> Option<app::figures::Exact> {
    let (now, value) = figure.latest?;
    let each = figure.standing.a_month?;
    let last = text.goal.by.map(Month::of)?;
    (month <= last).then_some(value.number()? + each * app::figures::Exact::whole(month.number() - now.number()))
}

fn versions(view: &GoalView) -> Vec<VersionView> {
    let first = view.versions.last().map(|version| version.number);
    let of = |version: &GoalVersion| {
        let others = version.text.goal.benchmark.map(label).unwrap_or_default();
        let what = match (version.reason.as_str(), version.ended) {
            (UNDONE, _) => "goal.history.undone",
            (_, true) => "goal.history.ended",
            _ if Some(version.number) == first => "goal.history.made",
            _ => "goal.history.changed",
        };
        let role = Role::from_code(&version.role).map(label).unwrap_or_default();
        let by = if role.is_empty() { version.by.clone() } else { format!("{}, {role}", version.by) };
        let aim = words::aim_words(version.text.goal.aim, &others);
        let day = version
            .text
            .goal
            .by
            .map_or_else(String::new, |day: Day| format!(" {}", tf("goal.history.by", &[("day", &dotted(day))])));
        VersionView {
            by,
            on: dotted(version.on),
            what: t(what),
            aim: format!("{}: {aim}{day}", words::figure_name(&version.text.measured)),
            reason: if version.reason == UNDONE { String::new() } else { version.reason.clone() },
        }
    };
    view.versions.iter().map(of).collect()
}

pub(crate) async fn file(State(web): State<Web>, signed: Signed, Path(goal): Path<String>) -> Response {
    let goal = match number(&goal) {
        Ok(goal) => goal,
        Err(missing) => return missing,
    };
    let view = match web.app.goal(&signed.viewer, goal, signed.moment).await {
        Ok((view, _)) => view,
        Err(other) => return error::failure(&other),
    };
    let Some(figure) = &view.figure else {
        return error::failure(&AppError::NoAccess(app::access::Refusal::NotForFigures));
    };
    let text = view.text();
    let keys = ["month", "value", "others", "path", "needed", "likely", "wide"];
    let head: Vec<String> = keys.iter().map(|key| t(&format!("goal.col_{key}"))).collect();
    let plain = |cell: String| cell.replace('.', "").replace('\u{2212}', "-");
    let mut rows: Vec<Vec<String>> = months(text, figure)
        .into_iter()
        .map(|m| {
            vec![
                m.month,
                plain(m.value),
                plain(m.others),
                plain(m.path),
                plain(m.needed),
                plain(m.likely),
                plain(m.wide),
            ]
        })
        .collect();
    rows.push(Vec::new());
    let shown = figure_view(view.number, text, figure, Size::Page);
    rows.push(vec![text.name.clone(), words::aim_sentence(text, Some(figure)), shown.mark.text]);
    rows.push(vec![t("goal.figure"), words::figure_name(&text.measured)]);
    rows.extend(shown.formulas.into_iter().map(|formula| vec![t("goal.formula"), formula]));
    rows.extend(shown.facts.into_iter().map(|(name, fact)| vec![name, fact]));
    rows.extend(shown.lacks.into_iter().chain(shown.doubts).map(|said| vec![said]));
    rows.push(vec![t("leadership.counted"), crate::danish::long(signed.moment.today)]);
    sheet(&format!("maal-{goal}-{}", signed.moment.today), &head, &rows)
}

pub(crate) async fn end(
    State(web): State<Web>,
    signed: Signed,
    Path(goal): Path<String>,
    input: Input<EndInput>,
) -> Response {
    let (goal, Ok(Form(input))) = (number(&goal), input) else { return error::bad_form() };
    let goal = match goal {
        Ok(goal) => goal,
        Err(missing) => return missing,
    };
    let posted = GoalPosted { goal: Some(goal), version: input.version, key: input.key };
    match web.app.goal_end(&signed.viewer, &posted, &input.grund, signed.moment).await {
        Err(AppError::Form(wrong)) => shown(&web, &signed, goal, None, Some((wrong, input.grund))).await,
        done => after(done, goal, "slut"),
    }
}

pub(crate) async fn undo(
    State(web): State<Web>,
    signed: Signed,
    Path(goal): Path<String>,
    input: Input<EndInput>,
) -> Response {
    let (goal, Ok(Form(input))) = (number(&goal), input) else { return error::bad_form() };
    let goal = match goal {
        Ok(goal) => goal,
        Err(missing) => return missing,
    };
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

//! Writing a goal: from nothing, from a plan's goal, or anew with a reason. All mistakes at once, nothing typed is lost.

use super::one::after;
use super::{SHIPPED, words};
use crate::Web;
use crate::danish::{field, long};
use crate::pages::register::{Input, choices, day_or};
use crate::pages::{Frame, error, page};
use crate::session::{GoalNumber, Signed};
use crate::text::{t, tf};
use crate::words::label;
use app::access::{FigureAction, decide_figures};
use app::figures::catalogue;
use app::figures::danish::{self, written};
use app::figures::definition::Indicator;
use app::figures::goal::{Benchmark, Measure, Population, Side, Template as Planned};
use app::figures::journey::Step;
use app::goals::{AimKind, GoalForm, GoalPart, GoalPosted, GoalText, Measured, goal_mistakes};
use app::register::form_key;
use app::{AppError, FormError};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::codes::{Benefit, Code};
use serde::Deserialize;

/// What stands before a published measure's id in the choice.
const PUBLISHED: &str = "jobindsats:";

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct GoalInput {
    navn: String,
    figur: String,
    ydelse: String,
    /// A part of the figure: `frist:jobsamtale`.
    del: String,
    taeller: String,
    maal: String,
    tal: String,
    vej: String,
    fra: String,
    fra_dag: String,
    senest: String,
    #[serde(rename = "mod")]
    others: String,
    kilde: String,
    grund: String,
    skabelon: String,
    /// The button that asks for the first value.
    hent: Option<String>,
    version: i64,
    key: String,
}

#[derive(Template)]
#[template(path = "goal_form.html")]
struct FormPage {
    frame: Frame,
    /// `None`: a new goal.
    goal: Option<i64>,
    input: GoalInput,
    templates: Vec<(String, String, bool)>,
    /// The plan's own goal, where it was begun from one.
    begun_from: Option<String>,
    figures: Vec<(String, String, bool)>,
    benefits: Vec<(&'static str, String, bool)>,
    parts: Vec<(String, String, bool)>,
    populations: Vec<(&'static str, String, bool)>,
    aims: Vec<(&'static str, String, bool)>,
    sides: Vec<(&'static str, String, bool)>,
    benchmarks: Vec<(&'static str, String, bool)>,
    fetched: Option<String>,
    errors: Vec<(&'static str, String)>,
}

impl FormPage {
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.iter().find(|(f, _)| *f == field).map(|(_, text)| text)
    }
}

/// Which plan's goal it begins from.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct From {
    skabelon: String,
}

fn may(signed: &Signed) -> Result<(), AppError> {
    decide_figures(&signed.viewer, FigureAction::SetGoal).map_err(AppError::NoAccess)
}

fn code_of(measured: &Measured) -> String {
    match measured {
        Measured::Own { measure, .. } => measure.code().to_owned(),
        Measured::Published(id) => format!("{PUBLISHED}{id}"),
    }
}

fn measured(code: &str, benefit: Option<Benefit>) -> Option<Measured> {
    match code.strip_prefix(PUBLISHED) {
        Some(id) => Some(Measured::Published(id.to_owned())),
        None => Measure::from_code(code).map(|measure| Measured::Own { measure, benefit, part: None }),
    }
}

fn figures(chosen: &str) -> Vec<(String, String, bool)> {
    let own = Measure::ALL.iter().map(|m| (m.code().to_owned(), tf("goal_form.own", &[("what", &label(*m))])));
    let published =
        catalogue::shipped().into_iter().map(|p| (format!("{PUBLISHED}{}", p.id), words::published_name(&p.id)));
    own.chain(published).map(|(code, text)| (code.clone(), text, code == chosen)).collect()
}

/// The duties whose dates a goal may be for, by name, then the steps after which is waited; a duty that the rules no longer have stays the one that is chosen.
fn parts(web: &Web, signed: &Signed, chosen: &str) -> Vec<(String, String, bool)> {
    let today = signed.moment.today;
    let mut duties = web.app.duties_with_dates(today);
    if let Some(GoalPart::Duty(duty)) = GoalPart::read(chosen)
        && duties.iter().all(|(key, _)| *key != duty)
    {
        duties.push((duty.clone(), web.app.duty_name(&duty, today)));
    }
    let choice = |(key, title): (String, String)| {
        let part = GoalPart::Duty(key);
        let text = tf("goal_form.dates", &[("what", &words::part(&part, &title))]);
        (part.code(), text, part.code() == chosen)
    };
    let mut choices: Vec<_> = duties.into_iter().map(choice).collect();
    choices.sort_by_cached_key(|(_, text, _)| danish::sort_key(text));
    let waits = Step::BEFORE_LAST.iter().map(|step| {
        let part = GoalPart::Step(*step);
        let text = tf("goal_form.wait", &[("what", &words::part(&part, ""))]);
        (part.code(), text, part.code() == chosen)
    });
    choices.extend(waits);
    choices
}

impl GoalInput {
    /// A goal as it can be written on.
    fn of(text: &GoalText) -> GoalInput {
        let form = GoalForm::from(text);
        let code = |code: Option<&'static str>| code.unwrap_or_default().to_owned();
        GoalInput {
            navn: form.name,
            figur: code_of(&text.measured),
            ydelse: code(form.benefit.map(Code::code)),
            del: form.part.as_ref().map(GoalPart::code).unwrap_or_default(),
            taeller: text.goal.population.code().to_owned(),
            maal: code(form.aim.map(Code::code)),
            tal: form.number.map(written).unwrap_or_default(),
            vej: code(form.side.map(Code::code)),
            fra: form.baseline.map(written).unwrap_or_default(),
            fra_dag: form.since.map(field).unwrap_or_default(),
            senest: form.by.map(field).unwrap_or_default(),
            others: code(form.benchmark.map(Code::code)),
            kilde: form.source,
            skabelon: form.template.unwrap_or_default(),
            ..GoalInput::default()
        }
    }

    /// What a plan aims at, with what the program counts it by where it does.
    fn begun(planned: &Planned) -> GoalInput {
        let measure = match planned.indicator {
            Some(Indicator::FuldtidspersonerDage | Indicator::FuldtidspersonerUger) => Some(Measure::Fuldtidspersoner),
            Some(Indicator::Personer) => Some(Measure::Personer),
            Some(Indicator::Rettidighed) => Some(Measure::RettidighedLov),
            Some(Indicator::VarighedAfAfsluttedeForloeb) => Some(Measure::Varighed),
            Some(Indicator::BestandOgStroemme) => Some(Measure::Forloeb),
            Some(Indicator::VentetidPrTrin) => Some(Measure::Ventetid),
            _ => None,
        };
        let text = GoalText {
            name: planned.name.clone(),
            measured: Measured::Own { measure: measure.unwrap_or(Measure::Personer), benefit: None, part: None },
            goal: planned.goal.clone(),
            source: format!("{}, {}", planned.plan, planned.source),
            template: Some(planned.id.clone()),
        };
        GoalInput { figur: measure.map(|m| m.code().to_owned()).unwrap_or_default(), ..GoalInput::of(&text) }
    }

    /// The fields, and what could not be read.
    fn read(&self) -> (GoalForm, Vec<(&'static str, String)>) {
        let mut errors = Vec::new();
        let mut number = |name: &'static str, text: &str| {
            if text.trim().is_empty() {
                return None;
            }
            let found = danish::read(text).map(|(n, _)| n);
            if found.is_none() {
                errors.push((name, t("goal_form.error.no_number")));
            }
            found
        };
        let (n, baseline) = (number("tal", &self.tal), number("fra", &self.fra));
        let since = day_or(&mut errors, "fra_dag", &self.fra_dag);
        let by = day_or(&mut errors, "senest", &self.senest);
        let benefit = Benefit::from_code(&self.ydelse);
        let form = GoalForm {
            name: self.navn.clone(),
            measured: measured(&self.figur, benefit),
            benefit,
            part: GoalPart::read(&self.del),
            population: Population::from_code(&self.taeller),
            aim: AimKind::from_code(&self.maal),
            number: n,
            side: Side::from_code(&self.vej),
            baseline,
            since,
            by,
            benchmark: Benchmark::from_code(&self.others),
            source: self.kilde.clone(),
            template: SHIPPED.find(&self.skabelon).map(|planned| planned.id.clone()),
            reason: self.grund.clone(),
        };
        (form, errors)
    }
}

/// Why the form is shown, when it is not new.
#[derive(Default)]
struct Shown {
    errors: Vec<(&'static str, String)>,
    fetched: Option<String>,
}

fn shown(web: &Web, signed: &Signed, goal: Option<i64>, input: GoalInput, why: Shown) -> Response {
    let status = if why.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let planned = SHIPPED.find(&input.skabelon);
    let of = |planned: &Planned| format!("{} ({})", planned.name, planned.plan);
    let templates = SHIPPED.all().iter().map(|p| (p.id.clone(), of(p), p.id == input.skabelon));
    let order = [
        "navn", "figur", "ydelse", "del", "taeller", "maal", "tal", "vej", "mod", "fra", "fra_dag", "senest", "kilde",
        "grund",
    ];
    let mut errors = why.errors;
    errors.sort_by_key(|(field, _)| order.iter().position(|name| name == field));
    let form = FormPage {
        frame: Frame::new(web, signed, "goals"),
        goal,
        templates: templates.collect(),
        begun_from: planned.map(|p| p.note.clone().unwrap_or_else(|| p.source.clone())),
        figures: figures(&input.figur),
        benefits: choices(Benefit::ALL, &input.ydelse),
        parts: parts(web, signed, &input.del),
        populations: choices(Population::ALL, &input.taeller),
        aims: choices(AimKind::ALL, &input.maal),
        sides: choices(Side::ALL, &input.vej),
        benchmarks: choices(Benchmark::ALL, &input.others),
        fetched: why.fetched,
        errors,
        input,
    };
    (status, page(&form)).into_response()
}

pub(crate) async fn new(State(web): State<Web>, signed: Signed, Query(from): Query<From>) -> Response {
    if let Err(refused) = may(&signed) {
        return error::failure(&refused);
    }
    let mut input = SHIPPED.find(&from.skabelon).map(GoalInput::begun).unwrap_or_default();
    input.key = form_key();
    shown(&web, &signed, None, input, Shown::default())
}

pub(crate) async fn change(State(web): State<Web>, signed: Signed, GoalNumber(number): GoalNumber) -> Response {
    if let Err(refused) = may(&signed) {
        return error::failure(&refused);
    }
    match web.app.goal(&signed.viewer, number, signed.moment).await {
        Ok((view, _)) => {
            let input = GoalInput { version: view.newest().number, key: form_key(), ..GoalInput::of(view.text()) };
            shown(&web, &signed, Some(number), input, Shown::default())
        }
        Err(other) => error::failure(&other),
    }
}

pub(crate) async fn save_new(State(web): State<Web>, signed: Signed, input: Input<GoalInput>) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    saved(&web, &signed, None, input).await
}

pub(crate) async fn save(
    State(web): State<Web>,
    signed: Signed,
    GoalNumber(number): GoalNumber,
    input: Input<GoalInput>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    saved(&web, &signed, Some(number), input).await
}

async fn saved(web: &Web, signed: &Signed, goal: Option<i64>, input: GoalInput) -> Response {
    if let Err(refused) = may(signed) {
        return error::failure(&refused);
    }
    let (form, mut errors) = input.read();
    if input.hent.is_some() {
        return fetched(web, signed, goal, input, &form).await;
    }
    more(&mut errors, &goal_mistakes(&form, goal.is_some(), signed.moment.today));
    if !errors.is_empty() {
        return shown(web, signed, goal, input, Shown { errors, fetched: None });
    }
    let posted = GoalPosted { goal, version: input.version, key: input.key.clone() };
    match web.app.goal_save(&signed.viewer, &posted, &form, signed.moment).await {
        Err(AppError::Form(wrong)) => {
            more(&mut errors, &wrong);
            shown(web, signed, goal, input, Shown { errors, fetched: None })
        }
        done => after(done, goal.unwrap_or(0), if goal.is_some() { "rettet" } else { "nyt" }),
    }
}

/// Mistakes of fields that could be read; where one could not, that is said and nothing else.
fn more(errors: &mut Vec<(&'static str, String)>, mistakes: &[FormError]) {
    for mistake in mistakes {
        if !errors.iter().any(|(field, _)| *field == mistake.field) {
            errors.push((mistake.field, t(mistake.key)));
        }
    }
}

/// The form again with the first value that the municipality's own numbers have.
async fn fetched(web: &Web, signed: &Signed, goal: Option<i64>, mut input: GoalInput, form: &GoalForm) -> Response {
    let Some(counted) = form.counted() else {
        let errors = vec![("figur", t("goal_form.error.figure"))];
        return shown(web, signed, goal, input, Shown { errors, fetched: None });
    };
    match web.app.goal_baseline(&signed.viewer, &counted, signed.moment).await {
        Ok(Some((day, value))) => {
            let value = danish::number(value, counted.measured.decimals());
            let said = tf("goal_form.fetched", &[("n", &value), ("day", &long(day))]);
            (input.fra, input.fra_dag) = (value, field(day));
            if input.taeller.is_empty() {
                input.taeller = counted.goal.population.code().to_owned();
            }
            shown(web, signed, goal, input, Shown { errors: Vec::new(), fetched: Some(said) })
        }
        Ok(None) => {
            let errors = vec![("fra", t("goal_form.error.nothing_then"))];
            shown(web, signed, goal, input, Shown { errors, fetched: None })
        }
        Err(other) => error::failure(&other),
    }
}

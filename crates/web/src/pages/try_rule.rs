//! *Prøv en ændring*: whoever thinks of changing a goal or reads a new act, and wants to see what it would do.

mod answer;
mod beside;
mod examples;

use crate::Web;
use crate::danish::{dotted, span};
use crate::pages::citizen::{no_day, read_day};
use crate::pages::proposals::{SavedRow, row};
use crate::pages::{Frame, error, page, waiting};
use crate::session::Signed;
use crate::text::{count, find, t, tf};
use answer::AnswerView;
use app::FormError;
use app::register::form_key;
use app::rules::{
    LooserBy, LooserView, Mistake, Proposal, Said, SaveForm, Saving, Trial, Tried, Trying, has_version_from, is_goal,
};
use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Day;
use examples::{ExamplesBox, examples_box};
use serde::Deserialize;

/// The form: a number for the span, or the whole text.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    antal: String,
    /// The number that stood in the field; another one goes into the text, the same leaves the text as it is.
    stod: String,
    tekst: String,
    alle: Option<String>,
    /// The first day of the other number; empty changes the version that holds.
    fra: String,
    /// The day it is looked at from, as known then.
    kendt: String,
    /// Name and reason that go along to the proposal.
    navn: String,
    grund: String,
}

#[derive(Template)]
#[template(path = "try_rule.html")]
struct Page {
    frame: Frame,
    rule: String,
    title: String,
    goal: bool,
    /// One sentence after another, the answer first.
    lead: Vec<String>,
    diff: Vec<(char, String)>,
    changed: bool,
    field: Option<FieldView>,
    was: String,
    text: String,
    text_open: bool,
    /// The day it is looked at from, as it was typed; empty for today.
    known: String,
    /// Numbers that the title or an explanation still says.
    said: Vec<String>,
    /// What the text changes of the past.
    rewrites: Option<String>,
    text_error: bool,
    errors: Vec<ErrorView>,
    error_title: String,
    looser: Vec<(String, String)>,
    gives_nothing: bool,
    answer: Option<AnswerView>,
    examples: Option<ExamplesBox>,
    save: Option<SaveBox>,
    activate: Option<ActivateBox>,
    opened: Option<SavedRow>,
    saved: Vec<SavedRow>,
}

impl Page {
    /// What is wrong with a field of the forms below the trial.
    fn field_error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|e| e.field == field).map(|e| e.text.as_str())
    }
}

/// Name and reason, as they were typed.
#[derive(Default)]
struct SaveBox {
    name: String,
    reason: String,
    key: String,
}

/// Setting the opened proposal in force.
struct ActivateBox {
    number: i64,
    version: i64,
    key: String,
    reason: String,
    may: bool,
    law: bool,
    /// Examples that do not come out: it waits for them.
    not_ready: Option<String>,
}

/// What was typed in a form that comes back.
#[derive(Default)]
struct Typed {
    number: Option<String>,
    /// A day that is none, and why.
    day: Option<(String, String)>,
    /// A first day that cannot be, and why.
    begins: Option<(String, String)>,
    name: String,
    reason: String,
    key: Option<String>,
    wrong: Vec<FormError>,
}

struct FieldView {
    label: String,
    value: String,
    /// The number the text has.
    stood: String,
    hint: String,
    error: Option<String>,
    /// The first day of the other number, as it was typed.
    begins: String,
    begins_error: Option<String>,
}

struct ErrorView {
    field: &'static str,
    text: String,
    advice: String,
    message: String,
}

/// The address of a saved proposal.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Reopened {
    forslag: String,
    /// A trial that was begun.
    koersel: String,
}

pub(crate) async fn show(
    State(web): State<Web>,
    signed: Signed,
    Path(rule): Path<String>,
    Query(asked): Query<Reopened>,
) -> Response {
    let saved = asked.forslag.parse().ok();
    if saved.is_none() && !asked.forslag.is_empty() {
        return error::not_found();
    }
    let found = if asked.koersel.is_empty() {
        let trial = Trial { rule: rule.clone(), saved, just_look: saved.is_none(), ..Trial::default() };
        web.app.trial_begin(&signed.viewer, trial, signed.moment).await
    } else {
        web.app.trial_look(&signed.viewer, &asked.koersel, signed.moment).await
    };
    match found {
        Ok(Trying::Done(found)) if found.rule == rule => answered(&web, &signed, &found, Typed::default()),
        Ok(Trying::Running(running)) if asked.koersel.is_empty() => waiting::to_trial(&running),
        Ok(Trying::Running(running)) if running.rule == rule => waiting::trial(&web, &signed, &running),
        Ok(_) => error::trial_gone(&rule),
        Err(error) => error::failure(&error),
    }
}

/// The page of a trial, with what was typed beside it.
fn answered(web: &Web, signed: &Signed, found: &Proposal, typed: Typed) -> Response {
    let typed = match typed.name.is_empty() && typed.reason.is_empty() {
        true => Typed { name: found.name.clone(), reason: found.reason.clone(), ..typed },
        false => typed,
    };
    let template = view(web, signed, found, typed);
    let refused = !template.errors.is_empty() || !template.looser.is_empty();
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (status, page(&template)).into_response()
}

/// The page of a saved proposal that could not be set in force.
pub(crate) async fn refused(
    web: &Web,
    signed: &Signed,
    rule: &str,
    number: i64,
    reason: &str,
    wrong: &[FormError],
) -> Response {
    let trial = |just_look| Trial { rule: rule.to_owned(), saved: Some(number), just_look, ..Trial::default() };
    let found = match web.app.trial_begin(&signed.viewer, trial(false), signed.moment).await {
        // What is wrong is said at once; what the change does is another click.
        Ok(Trying::Running(_) | Trying::Gone) => web.app.trial_begin(&signed.viewer, trial(true), signed.moment).await,
        other => other,
    };
    let typed = Typed { reason: reason.to_owned(), wrong: wrong.to_vec(), ..Typed::default() };
    match found {
        Ok(Trying::Done(found)) => answered(web, signed, &found, typed),
        Ok(_) => error::trial_gone(rule),
        Err(error) => error::failure(&error),
    }
}

/// A proposal: the text that was tried, with a name and a reason.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Save {
    tekst: String,
    navn: String,
    grund: String,
    key: String,
}

pub(crate) async fn save(
    State(web): State<Web>,
    signed: Signed,
    Path(rule): Path<String>,
    asked: Result<Form<Save>, FormRejection>,
) -> Response {
    let Ok(Form(asked)) = asked else { return error::bad_form() };
    let form = SaveForm {
        rule: rule.clone(),
        text: asked.tekst,
        name: asked.navn.clone(),
        reason: asked.grund.clone(),
        key: asked.key.clone(),
    };
    match web.app.proposal_save(&signed.viewer, &form, signed.moment).await {
        Ok(Saving::Done(number)) => Redirect::to(&format!("/regler/{rule}/proev?forslag={number}")).into_response(),
        Ok(Saving::NotYet(found, wrong)) => {
            let typed =
                Typed { name: asked.navn, reason: asked.grund, key: Some(asked.key), wrong, ..Typed::default() };
            (StatusCode::UNPROCESSABLE_ENTITY, page(&view(&web, &signed, &found, typed))).into_response()
        }
        Ok(Saving::Running(running)) => waiting::to_trial(&running),
        Ok(Saving::Gone) => error::trial_gone(&rule),
        Err(error) => error::failure(&error),
    }
}

pub(crate) async fn run(
    State(web): State<Web>,
    signed: Signed,
    Path(rule): Path<String>,
    asked: Result<Form<Asked>, FormRejection>,
) -> Response {
    let Ok(Form(asked)) = asked else { return error::bad_form() };
    let typed = asked.antal.trim().to_owned();
    let count = typed.parse::<i32>().ok().filter(|n| (1..=MOST_COUNT).contains(n));
    let touched = typed != asked.stod.trim();
    let wrong = (!typed.is_empty() && count.is_none()).then_some(typed);
    let count = count.filter(|_| touched);
    let (text, all_people) = (asked.tekst, asked.alle.is_some());
    let (name, reason) = (asked.navn, asked.grund);
    let (known_on, wrong_day) = match known_day(&asked.kendt, signed.moment.today) {
        Ok(day) => (day, None),
        Err(why) => (None, Some((asked.kendt, why))),
    };
    let (begins, wrong_first) = match asked.fra.trim() {
        "" => (None, None),
        typed => match read_day(typed) {
            Some(day) if count.is_some() || has_version_from(&text, day) => (Some(day), None),
            Some(_) => (None, Some((asked.fra.clone(), t("try.begins_number")))),
            None => (None, Some((asked.fra.clone(), no_day(typed)))),
        },
    };
    let just_look = wrong.is_some() || wrong_day.is_some() || wrong_first.is_some();
    let saved = None;
    let trial = Trial { rule: rule.clone(), text, count, begins, all_people, just_look, saved, name, reason, known_on };
    let typed = Typed { number: wrong, day: wrong_day, begins: wrong_first, ..Typed::default() };
    match web.app.trial_begin(&signed.viewer, trial, signed.moment).await {
        Ok(Trying::Done(found)) => answered(&web, &signed, &found, typed),
        Ok(Trying::Running(running)) => waiting::to_trial(&running),
        Ok(Trying::Gone) => error::trial_gone(&rule),
        Err(error) => error::failure(&error),
    }
}

/// A day that is over; empty and today are today.
pub(crate) fn known_day(text: &str, today: Day) -> Result<Option<Day>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match read_day(text) {
        Some(day) if day > today => Err(t("try.day_future")),
        Some(day) => Ok(Some(day).filter(|d| *d < today)),
        None => Err(no_day(text)),
    }
}

/// More than this of any unit is a slip of the finger.
const MOST_COUNT: i32 = 999;

fn view(web: &Web, signed: &Signed, found: &Proposal, typed: Typed) -> Page {
    let wrong = typed.number.as_deref();
    let mut errors: Vec<ErrorView> = Vec::new();
    let mut looser = Vec::new();
    let (mut answer, mut lead, mut examples) = (None, Vec::new(), None);
    if let Some(typed) = wrong {
        let text = tf("try.bad_number", &[("text", typed), ("most", &MOST_COUNT.to_string())]);
        errors.push(ErrorView { field: "antal", text, advice: String::new(), message: String::new() });
    }
    if let Some((_, why)) = &typed.day {
        errors.push(ErrorView { field: "kendt", text: why.clone(), advice: String::new(), message: String::new() });
    }
    let begins = begins_of(found, &typed);
    if let Some(why) = &begins.1 {
        errors.push(ErrorView { field: "fra", text: why.clone(), advice: String::new(), message: String::new() });
    }
    match &found.tried {
        Tried::NotYet | Tried::GivesNothing => {}
        Tried::Mistakes(mistakes) => errors.extend(mistakes.iter().map(mistake)),
        Tried::LooserThanLaw(found) => {
            // One law may have several versions; each is said once.
            looser = found.iter().map(looser_words).collect::<Vec<_>>();
            looser.dedup();
        }
        Tried::Done(done) => {
            lead = answer::lead(found, done);
            examples = examples_box(found, done);
            answer = Some(AnswerView::of(done, signed.moment.today));
        }
    }
    errors.extend(typed.wrong.iter().map(|e| ErrorView {
        field: e.field,
        text: t(e.key),
        advice: String::new(),
        message: String::new(),
    }));
    let text_error = errors.iter().any(|e| e.field == "tekst");
    let field = found.field.map(|f| {
        let now = found.now.unwrap_or(f.span);
        FieldView {
            label: t(&format!("try.unit.{}", unit(now))),
            stood: now.count.to_string(),
            value: wrong.map_or_else(|| now.count.to_string(), str::to_owned),
            hint: tf("try.span_hint", &[("span", &span(f.span)), ("day", &dotted(f.version_from))]),
            error: wrong.and(errors.iter().find(|e| e.field == "antal")).map(|e| e.text.clone()),
            begins: begins.0,
            begins_error: begins.1,
        }
    });
    let known = typed.day.as_ref().map(|(text, _)| text.clone());
    let known = known.or_else(|| found.known_on.map(dotted)).unwrap_or_default();
    let changed = found.was != found.text;
    // The trial was made, and only what was to be saved of it lacks something.
    let of_forms = !typed.wrong.is_empty() && errors.len() == typed.wrong.len();
    let error_title = count(if of_forms { "form.error_title" } else { "try.error_title" }, errors.len());
    let (save, activate) = boxes(found, answer.as_ref(), typed);
    Page {
        frame: Frame::new(web, signed, "rules"),
        rule: found.rule.clone(),
        title: found.title.clone(),
        goal: is_goal(found.layer),
        lead,
        diff: answer::diff(&found.was, &found.text),
        changed,
        field,
        was: found.was.clone(),
        text: found.text.clone(),
        text_open: text_error || !looser.is_empty() || found.field.is_none(),
        known,
        said: found.said.iter().map(said).collect(),
        rewrites: found.rewrites.map(|day| tf("try.rewrites", &[("day", &dotted(day))])),
        text_error,
        errors,
        error_title,
        looser,
        gives_nothing: matches!(found.tried, Tried::GivesNothing),
        answer,
        examples,
        save,
        activate,
        opened: found.opened.as_ref().map(row),
        saved: found.saved.iter().map(row).collect(),
    }
}

/// The first day of the other number as it was typed, and why it cannot be.
fn begins_of(found: &Proposal, typed: &Typed) -> (String, Option<String>) {
    match (&typed.begins, found.begins, found.field) {
        (Some((text, why)), ..) => (text.clone(), Some(why.clone())),
        (None, Some((day, true)), _) => (dotted(day), None),
        (None, Some((day, false)), field) => {
            let first = field.map(|f| dotted(f.version_from)).unwrap_or_default();
            (dotted(day), Some(tf("try.begins_early", &[("day", &first)])))
        }
        (None, None, _) => (String::new(), None),
    }
}

/// The forms that follow a trial: saving what was tried, and setting in force what was saved.
fn boxes(found: &Proposal, answer: Option<&AnswerView>, typed: Typed) -> (Option<SaveBox>, Option<ActivateBox>) {
    let opened = found.opened.as_ref();
    // A form that is wrong comes back, whatever the trial came to.
    let sent = typed.key.is_some() || !typed.wrong.is_empty();
    let key = typed.key.unwrap_or_else(form_key);
    let save = found.may_save && opened.is_none() && (sent || answer.is_some() && found.was != found.text);
    let activate = opened.filter(|o| (sent || answer.is_some()) && o.discarded.is_none() && !o.in_force);
    let activate = activate.map(|o| ActivateBox {
        number: o.number,
        version: found.stand.version,
        key: key.clone(),
        reason: typed.reason.clone(),
        may: found.stand.may,
        law: found.stand.law,
        not_ready: answer.map(|a| a.failed_examples.len()).filter(|n| *n > 0).map(|n| count("try.not_ready", n)),
    });
    let save = save.then_some(SaveBox { name: typed.name, reason: typed.reason, key });
    (save, activate)
}

fn unit(span: domain::Span) -> &'static str {
    match span.unit {
        domain::Unit::Hours => "hours",
        domain::Unit::Days => "days",
        domain::Unit::Weeks => "weeks",
        domain::Unit::Months => "months",
        domain::Unit::Years => "years",
        domain::Unit::WorkingDays => "working_days",
        domain::Unit::BankDays => "bank_days",
        domain::Unit::WholeMonths => "whole_months",
    }
}

fn said(found: &Said) -> String {
    match found.version_from {
        None => tf("try.said_title", &[("words", &found.words)]),
        Some(day) => tf("try.said_text", &[("words", &found.words), ("day", &dotted(day))]),
    }
}

fn mistake(found: &Mistake) -> ErrorView {
    let about = find(&format!("try.mistake.{}", found.code)).unwrap_or_else(|| t("try.mistake.other"));
    let text = match (&found.line, &found.rule) {
        (Some(line), _) => tf("try.mistake_line", &[("n", &line.to_string()), ("what", &about)]),
        (None, Some(rule)) => tf("try.mistake_rule", &[("rule", rule), ("what", &about)]),
        (None, None) => about,
    };
    ErrorView {
        field: "tekst",
        text,
        advice: tf("try.mistake_place", &[("path", &found.path)]),
        message: found.message.clone(),
    }
}

/// What is looser, and the law it is held against.
fn looser_words(found: &LooserView) -> (String, String) {
    let how = match found.by {
        LooserBy::Count { ours, law } => {
            tf("try.looser_count", &[("ours", &ours.to_string()), ("law", &law.to_string())])
        }
        LooserBy::Date { anchor, ours, law } => {
            let day = |d: Day| dotted(d);
            tf("try.looser_date", &[("from", &day(anchor)), ("ours", &day(ours)), ("law", &day(law))])
        }
    };
    (how, tf("try.looser_law", &[("cite", &found.cite), ("title", &found.law_title), ("rule", &found.law)]))
}

//! *Prøv en ændring*: whoever thinks of changing a goal or reads a new act, and wants to see what it would do.

mod answer;

use crate::Web;
use crate::danish::{dotted, span};
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::text::{find, t, tf};
use answer::AnswerView;
use app::rules::{LooserBy, LooserView, Mistake, Proposal, Trial, Tried, is_goal};
use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Day;
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
    text_error: bool,
    errors: Vec<ErrorView>,
    looser: Vec<(String, String)>,
    no_dates: bool,
    answer: Option<AnswerView>,
}

struct FieldView {
    label: String,
    value: String,
    /// The number the text has.
    stood: String,
    hint: String,
    error: Option<String>,
}

struct ErrorView {
    field: &'static str,
    text: String,
    advice: String,
    message: String,
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Path(rule): Path<String>) -> Response {
    let trial = Trial { rule, just_look: true, ..Trial::default() };
    match web.app.try_rule(&signed.viewer, trial, signed.moment).await {
        Ok(found) => page(&view(&web, &signed, &found, None)),
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
    let trial = Trial { rule, text: asked.tekst, count, all_people: asked.alle.is_some(), just_look: wrong.is_some() };
    match web.app.try_rule(&signed.viewer, trial, signed.moment).await {
        Ok(found) => {
            let template = view(&web, &signed, &found, wrong.as_deref());
            let refused = !template.errors.is_empty() || !template.looser.is_empty();
            let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            (status, page(&template)).into_response()
        }
        Err(error) => error::failure(&error),
    }
}

/// More than this of any unit is a slip of the finger.
const MOST_COUNT: i32 = 999;

fn view(web: &Web, signed: &Signed, found: &Proposal, wrong: Option<&str>) -> Page {
    let mut errors: Vec<ErrorView> = Vec::new();
    let mut looser = Vec::new();
    let (mut answer, mut lead) = (None, Vec::new());
    if let Some(typed) = wrong {
        let text = tf("try.bad_number", &[("text", typed), ("most", &MOST_COUNT.to_string())]);
        errors.push(ErrorView { field: "antal", text, advice: String::new(), message: String::new() });
    }
    match &found.tried {
        Tried::NotYet | Tried::NotADeadline => {}
        Tried::Mistakes(mistakes) => errors.extend(mistakes.iter().map(mistake)),
        Tried::LooserThanLaw(found) => {
            // One law may have several versions; each is said once.
            looser = found.iter().map(looser_words).collect::<Vec<_>>();
            looser.dedup();
        }
        Tried::Done(done) => {
            lead = answer::lead(found, done);
            answer = Some(AnswerView::of(done, signed.moment.today));
        }
    }
    let text_error = errors.iter().any(|e| e.field == "tekst");
    let field = found.field.map(|f| {
        let now = found.now.unwrap_or(f.span);
        let count = now.count;
        FieldView {
            label: t(&format!("try.unit.{}", unit(now))),
            stood: count.to_string(),
            value: wrong.map_or_else(|| count.to_string(), str::to_owned),
            hint: tf("try.span_hint", &[("span", &span(f.span)), ("day", &dotted(f.version_from))]),
            error: wrong.and(errors.first()).map(|e| e.text.clone()),
        }
    });
    Page {
        frame: Frame::new(web, signed, "rules"),
        rule: found.rule.clone(),
        title: found.title.clone(),
        goal: is_goal(found.layer),
        lead,
        diff: answer::diff(&found.was, &found.text),
        changed: found.was != found.text,
        field,
        was: found.was.clone(),
        text: found.text.clone(),
        text_open: text_error || !looser.is_empty(),
        text_error,
        errors,
        looser,
        no_dates: matches!(found.tried, Tried::NotADeadline),
        answer,
    }
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

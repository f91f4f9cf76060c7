//! *Ret en oplysning*: what stands, who wrote it, the right value and why; or taking it back. And undoing the last save.

use crate::Web;
use crate::danish::{clock, field, when};
use crate::pages::citizen::{form_choices, next_words};
use crate::pages::conflict::{ConflictWords, Yours, conflict_words};
use crate::pages::register::{Input, day_or, saved, told};
use crate::pages::{Frame, error, page};
use crate::rule_words::code_words;
use crate::session::{Case, Signed};
use crate::text::{count, t};
use crate::words::{fact_words, label};
use app::AppError;
use app::citizen::CitizenPage;
use app::correct::{Correctable, Correction, CorrectionReason, Value};
use app::register::{Outcome, Posted, form_key};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::codes::{Code, TalkForm};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "correct.html")]
struct CorrectPage {
    frame: Frame,
    case: i64,
    fact: i64,
    name: String,
    /// Taken back by somebody else while one wrote.
    gone: bool,
    /// What stands, and who wrote it when.
    stands: String,
    days: String,
    source: String,
    /// The field beside the days: a text, or a choice.
    text: bool,
    choices: Vec<(&'static str, String, bool)>,
    /// How a talk went and how it was held, where it is one; and what another outcome does.
    outcomes: Vec<(&'static str, String, bool)>,
    forms: Vec<(&'static str, String, bool)>,
    effects: Vec<(&'static str, String, String)>,
    period: bool,
    reasons: Vec<(&'static str, String, bool)>,
    input: CorrectInput,
    errors: Vec<(&'static str, String)>,
    conflict: Option<ConflictWords>,
}

impl CorrectInput {
    /// How a talk went and how it was held, where the form says both.
    fn talk(&self) -> Option<(Outcome, TalkForm)> {
        Outcome::from_code(&self.outcome).zip(TalkForm::from_code(&self.form))
    }
}

/// What each other outcome does to the dates.
fn effects(found: &Correctable) -> Vec<(&'static str, String, String)> {
    let words = found.previews.iter().map(|(outcome, dates)| {
        let kept = usize::try_from(dates.met.unsigned_abs()).unwrap_or_default();
        let met = match dates.met {
            0 => t("correct.as_many"),
            n if n > 0 => count("correct.more", kept),
            _ => count("correct.fewer", kept),
        };
        let all: Vec<String> = std::iter::once(met).chain(next_words(dates.next)).collect();
        (outcome.code(), t(&format!("form.outcome_{}", outcome.code())), all.join(" "))
    });
    words.collect()
}

impl CorrectPage {
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.iter().find(|(f, _)| *f == field).map(|(_, text)| text)
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct CorrectInput {
    value: String,
    outcome: String,
    form: String,
    from: String,
    through: String,
    reason: String,
    version: i64,
    key: String,
    /// The version the form was first made from, while it stands beside what others saved after it.
    since: i64,
    /// The field that is to have the others' value.
    theirs: String,
}

/// The number of a fact in an address.
fn fact_of(names: &BTreeMap<String, String>) -> Option<i64> {
    names.get("fact")?.parse().ok()
}

type Names = Result<Path<BTreeMap<String, String>>, axum::extract::rejection::PathRejection>;

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Case(case): Case, names: Names) -> Response {
    let Some(fact) = names.ok().and_then(|n| fact_of(&n)) else { return error::not_found() };
    again(&web, &signed, (case, fact), None, Vec::new(), false).await
}

async fn again(
    web: &Web,
    signed: &Signed,
    (case, fact): (i64, i64),
    input: Option<CorrectInput>,
    errors: Vec<(&'static str, String)>,
    conflict: bool,
) -> Response {
    let citizen = match web.app.citizen(&signed.viewer, case, None, "rettelse", signed.moment).await {
        Ok(citizen) => citizen,
        Err(other) => return error::failure(&other),
    };
    // Put right by somebody else meanwhile, it is what they wrote that is put right.
    let fact = if conflict { newest(&citizen, fact) } else { fact };
    let (found, version) = match web.app.correctable(&signed.viewer, case, fact, signed.moment).await {
        Ok(found) => found,
        Err(AppError::NotFound) if conflict => return gone(web, signed, &citizen, fact, input),
        Err(other) => return error::failure(&other),
    };
    let mut input = input.unwrap_or_else(|| CorrectInput {
        value: match &found.value {
            Value::Text(text) => text.clone(),
            Value::Code { chosen, .. } => chosen.clone(),
            Value::DaysOnly => String::new(),
        },
        outcome: found.talk.map(|(outcome, _)| outcome.code().to_owned()).unwrap_or_default(),
        form: found.talk.map(|(_, form)| form.unwrap_or(TalkForm::Fremmoede).code().to_owned()).unwrap_or_default(),
        from: field(found.from),
        through: found.through.flatten().map(field).unwrap_or_default(),
        reason: String::new(),
        version,
        key: form_key(),
        ..CorrectInput::default()
    });
    take_theirs(&mut input, &found);
    let since = if input.since > 0 { input.since } else { input.version };
    let words = conflict.then(|| conflict_words(&citizen, since, &yours(&found, &input, fact)));
    if conflict {
        (input.version, input.since) = (version, since);
    }
    let choices = match &found.value {
        Value::Code { list, codes, .. } => codes.iter().map(|c| (*c, code_words(list, c), *c == input.value)).collect(),
        _ => Vec::new(),
    };
    let reasons = CorrectionReason::ALL.iter().map(|r| (r.code(), label(*r), r.code() == input.reason));
    let status = match (errors.is_empty(), conflict) {
        (_, true) => StatusCode::CONFLICT,
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let wrote = format!("{}, {}", found.actor, when(found.at, signed.moment.today));
    let source = if found.source.is_empty() || found.source == found.actor {
        wrote
    } else {
        format!("{wrote} · {}", found.source)
    };
    let shown = CorrectPage {
        frame: Frame::new(web, signed, "citizens"),
        case,
        fact,
        name: citizen.name,
        gone: false,
        stands: fact_words(&found.data),
        days: crate::words::fact_days(&found.data, found.from, found.through.flatten(), found.minute),
        source,
        text: matches!(found.value, Value::Text(_)),
        choices,
        outcomes: found.talk.map(|_| outcomes(&input)).unwrap_or_default(),
        forms: found.talk.map(|_| form_choices(chosen_form(&input))).unwrap_or_default(),
        effects: effects(&found),
        period: found.through.is_some(),
        reasons: reasons.collect(),
        input,
        errors,
        conflict: words,
    };
    (status, page(&shown)).into_response()
}

fn outcomes(input: &CorrectInput) -> Vec<(&'static str, String, bool)> {
    let words = |o: &Outcome| (o.code(), t(&format!("form.outcome_{}", o.code())), o.code() == input.outcome);
    Outcome::ALL.iter().map(words).collect()
}

fn chosen_form(input: &CorrectInput) -> TalkForm {
    TalkForm::from_code(&input.form).unwrap_or(TalkForm::Fremmoede)
}

/// What stands in the place of a fact after corrections.
fn newest(page: &CitizenPage, fact: i64) -> i64 {
    let after = |of: i64| page.facts.iter().find(|f| f.corrects.as_ref().is_some_and(|id| id.0 == of.to_string()));
    std::iter::successors(Some(fact), |of| after(*of).map(|f| f.id)).last().unwrap_or(fact)
}

/// The field one chose the others' value for.
fn take_theirs(input: &mut CorrectInput, found: &Correctable) {
    match (input.theirs.as_str(), &found.value) {
        ("value", Value::Text(text)) => input.value.clone_from(text),
        ("value", Value::Code { chosen, .. }) => {
            input.value.clone_from(chosen);
            if let Some((outcome, form)) = found.talk {
                (input.outcome, input.form) =
                    (outcome.code().into(), form.unwrap_or(TalkForm::Fremmoede).code().into());
            }
        }
        ("from", _) => input.from = field(found.from),
        ("through", _) => input.through = found.through.flatten().map(field).unwrap_or_default(),
        _ => {}
    }
}

/// What stands in the form, with the words of the fact's own kind.
fn yours(found: &Correctable, input: &CorrectInput, fact: i64) -> Yours {
    Yours {
        of: Some(fact),
        what: fact_words(&found.with(&input.value, input.talk()).unwrap_or_else(|| found.data.clone())),
        from: input.from.clone(),
        through: input.through.clone(),
        at: found.minute.map(clock).unwrap_or_default(),
        form: Some("ret"),
        ..Yours::default()
    }
}

/// Taken back meanwhile: there is nothing to put right any more, and what was written is there to read.
fn gone(web: &Web, signed: &Signed, page: &CitizenPage, fact: i64, input: Option<CorrectInput>) -> Response {
    let input = input.unwrap_or_default();
    let yours = Yours {
        of: Some(fact),
        what: input.value.clone(),
        from: input.from.clone(),
        through: input.through.clone(),
        ..Yours::default()
    };
    let shown = CorrectPage {
        frame: Frame::new(web, signed, "citizens"),
        case: page.case,
        fact,
        name: page.name.clone(),
        gone: true,
        stands: String::new(),
        days: String::new(),
        source: String::new(),
        text: false,
        choices: Vec::new(),
        outcomes: Vec::new(),
        forms: Vec::new(),
        effects: Vec::new(),
        period: false,
        reasons: Vec::new(),
        conflict: Some(conflict_words(page, input.version, &yours)),
        input,
        errors: Vec::new(),
    };
    (StatusCode::CONFLICT, self::page(&shown)).into_response()
}

pub(crate) async fn correct(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    names: Names,
    input: Input<CorrectInput>,
) -> Response {
    let Some(fact) = names.ok().and_then(|n| fact_of(&n)) else { return error::not_found() };
    let Ok(Form(input)) = input else { return error::bad_form() };
    if !input.theirs.is_empty() {
        return again(&web, &signed, (case, fact), Some(input), Vec::new(), true).await;
    }
    let mut errors = Vec::new();
    let from = day_or(&mut errors, "from", &input.from);
    if input.from.trim().is_empty() {
        errors.push(("from", t("correct.error.day")));
    }
    let through = day_or(&mut errors, "through", &input.through);
    let reason = CorrectionReason::from_code(&input.reason);
    if reason.is_none() {
        errors.push(("reason", t("correct.error.reason")));
    }
    let (Some(from), Some(reason), true) = (from, reason, errors.is_empty()) else {
        return again(&web, &signed, (case, fact), Some(input), errors, false).await;
    };
    let posted = Posted { case, version: input.version, key: input.key.clone() };
    let correction = Correction { fact, value: input.value.clone(), talk: input.talk(), from, through, reason };
    let done = web.app.fact_correct(&signed.viewer, &posted, &correction, signed.moment).await;
    finish(&web, &signed, (case, fact), input, done.map(|_| "saved_corrected")).await
}

pub(crate) async fn annul(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    names: Names,
    input: Input<CorrectInput>,
) -> Response {
    let Some(fact) = names.ok().and_then(|n| fact_of(&n)) else { return error::not_found() };
    let Ok(Form(input)) = input else { return error::bad_form() };
    let Some(reason) = CorrectionReason::from_code(&input.reason) else {
        let errors = vec![("why", t("correct.error.reason"))];
        return again(&web, &signed, (case, fact), None, errors, false).await;
    };
    let posted = Posted { case, version: input.version, key: input.key.clone() };
    let done = web.app.fact_annul(&signed.viewer, &posted, fact, reason, signed.moment).await;
    match done {
        Err(AppError::Conflict) => again(&web, &signed, (case, fact), None, Vec::new(), true).await,
        done => finish(&web, &signed, (case, fact), input, done.map(|_| "saved_annulled")).await,
    }
}

async fn finish(
    web: &Web,
    signed: &Signed,
    at: (i64, i64),
    input: CorrectInput,
    done: Result<&str, AppError>,
) -> Response {
    match done {
        Ok(key) => saved(at.0, key),
        Err(AppError::Form(mistakes)) => {
            let errors = mistakes.iter().map(|e| (e.field, told(e))).collect();
            again(web, signed, at, Some(input), errors, false).await
        }
        Err(AppError::Conflict) => again(web, signed, at, Some(input), Vec::new(), true).await,
        Err(other) => error::failure(&other),
    }
}

pub(crate) async fn undo(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    input: Input<CorrectInput>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let posted = Posted { case, version: input.version, key: input.key };
    match web.app.undo(&signed.viewer, &posted, signed.moment).await {
        Ok(_) => saved(case, "saved_undone"),
        Err(AppError::Conflict | AppError::Form(_)) => error::conflict(format!("/borger/{case}#hi")),
        Err(other) => error::failure(&other),
    }
}

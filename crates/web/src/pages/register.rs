//! Forms of a case: the talk, an absence, a note; and what every form of a case needs. A mistake keeps what was written; a second post saves once.

use crate::Web;
use crate::danish::{dotted, field};
use crate::pages::citizen::{Entry, TalkEntry, again, next_field, no_day, placed, read_day};
use crate::pages::conflict::{ConflictWords, Yours, conflict_words};
use crate::pages::{Frame, error, page};
use crate::session::{Case, Signed};
use crate::text::{t, tf};
use crate::words::{fact_words, label};
use app::register::{
    AbsenceForm, Outcome, Posted, TalkReport, form_key, period_mistakes, stands_already, talk_mistakes,
};
use app::talk::Setting;
use app::{AppError, FormError};
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Day;
use domain::codes::{AbsenceKind, Code, TalkForm, TalkKind};
use domain::kinds::{FactData, FactKind};
use serde::Deserialize;

pub(crate) type Input<T> = Result<Form<T>, FormRejection>;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct TalkInput {
    talk: String,
    outcome: String,
    form: String,
    joint: String,
    companion: String,
    on: String,
    next: String,
    instead: String,
    note: String,
    again: String,
    version: i64,
    key: String,
}

pub(crate) fn saved(case: i64, key: &str) -> Response {
    Redirect::to(&format!("/borger/{case}?gemt={key}")).into_response()
}

/// As [`saved`], where a talk was agreed for a day.
pub(crate) fn saved_for(case: i64, key: &str, agreed: Option<Day>) -> Response {
    match agreed {
        Some(day) => Redirect::to(&format!("/borger/{case}?gemt={key}&aftalt={day}")).into_response(),
        None => saved(case, key),
    }
}

/// A field that may be empty; a text that is no day becomes a mistake at its field.
pub(crate) fn day_or(errors: &mut Vec<(&'static str, String)>, name: &'static str, text: &str) -> Option<Day> {
    if text.trim().is_empty() {
        return None;
    }
    let day = read_day(text);
    if day.is_none() {
        errors.push((name, no_day(text)));
    }
    day
}

pub(crate) async fn talk(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    input: Input<TalkInput>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let (Some(talk), Some(form)) = (TalkKind::from_code(&input.talk), TalkForm::from_code(&input.form)) else {
        return error::bad_form();
    };
    let mut errors = Vec::new();
    let outcome = Outcome::from_code(&input.outcome);
    if outcome.is_none() {
        errors.push(("outcome", t("form.error.outcome")));
    }
    let day = day_or(&mut errors, "on", &input.on);
    let on = day.unwrap_or(signed.moment.today);
    // What is shown beside the outcome is what is saved.
    let field = next_field(outcome);
    let next = day_or(&mut errors, field, if field == "next" { &input.next } else { &input.instead });
    if !errors.is_empty() {
        with_more(&mut errors, &placed(outcome, &talk_mistakes(outcome, day, next, signed.moment.today)));
    }
    let entry = |errors| TalkEntry {
        outcome,
        form,
        joint: !input.joint.is_empty(),
        companion: input.companion.clone(),
        on: input.on.clone(),
        next: input.next.clone(),
        instead: input.instead.clone(),
        note: input.note.clone(),
        key: input.key.clone(),
        version: input.version,
        errors,
        conflict: None,
        twice: false,
    };
    let Some(outcome) = outcome.filter(|_| errors.is_empty()) else {
        return repeat(&web, &signed, case, entry(errors)).await;
    };
    let posted = Posted { case, version: input.version, key: input.key.clone() };
    let setting = Setting::of_form(form, !input.joint.is_empty(), &input.companion);
    let (note, again) = (input.note.clone(), !input.again.is_empty());
    let report = TalkReport { talk, outcome, setting, on, next, note, again };
    match web.app.talk_register(&signed.viewer, &posted, &report, signed.moment).await {
        Ok(_) => {
            let key = match outcome {
                Outcome::Held => "saved",
                Outcome::Missed => "saved_missed",
                Outcome::Cancelled => "saved_cancelled",
            };
            saved_for(case, key, next)
        }
        Err(AppError::Form(mistakes)) => repeat(&web, &signed, case, entry(Vec::new()).with_errors(&mistakes)).await,
        Err(AppError::Conflict) => repeat_after(&web, &signed, case, entry(Vec::new()), &report).await,
        Err(other) => error::failure(&other),
    }
}

/// The case as somebody else has left it, with the form as it was written: one click saves it now.
async fn repeat_after(web: &Web, signed: &Signed, case: i64, mut entry: TalkEntry, report: &TalkReport) -> Response {
    match web.app.citizen(&signed.viewer, case, None, "samtale", signed.moment).await {
        Ok(found) => {
            let talk = report.outcome.fact(report.talk, report.setting.clone());
            let yours = Yours {
                kinds: vec![FactKind::TalkHeld, FactKind::TalkMissed, FactKind::TalkCancelled],
                what: fact_words(&talk),
                from: field(report.on),
                ..Yours::default()
            };
            entry.conflict = Some(conflict_words(&found, entry.version, &yours));
            // The next press says both: seen what came meanwhile, and that a second talk is meant.
            entry.twice = stands_already(&found, report.talk, report.on);
            entry.version = found.version;
            (StatusCode::CONFLICT, again(web, signed, &found, Entry::Talk(entry))).into_response()
        }
        Err(other) => error::failure(&other),
    }
}

async fn repeat(web: &Web, signed: &Signed, case: i64, entry: TalkEntry) -> Response {
    match web.app.citizen(&signed.viewer, case, None, "samtale", signed.moment).await {
        Ok(found) => again(web, signed, &found, Entry::Talk(entry)),
        Err(other) => error::failure(&other),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct SmallInput {
    absence: String,
    from: String,
    through: String,
    text: String,
    version: i64,
    key: String,
}

#[derive(Template)]
#[template(path = "small_form.html")]
struct SmallForm {
    frame: Frame,
    case: i64,
    name: String,
    title: String,
    action: &'static str,
    /// What saving does.
    effect: String,
    save: String,
    /// Name of the choice; a note has none.
    choice: Option<&'static str>,
    kinds: Vec<(&'static str, String, bool)>,
    input: SmallInput,
    errors: Vec<(&'static str, String)>,
    conflict: Option<ConflictWords>,
}

impl SmallForm {
    fn days(&self) -> [(&'static str, &'static str, &str); 2] {
        [("from", "form.from", &self.input.from), ("through", "form.through", &self.input.through)]
    }

    fn error(&self, field: &str) -> Option<&String> {
        self.errors.iter().find(|(f, _)| *f == field).map(|(_, text)| text)
    }
}

/// A mistake in words; a day in it as people write it.
pub(crate) fn told(mistake: &FormError) -> String {
    let said = mistake.values.iter().map(|(name, text)| (*name, text.parse().map_or_else(|_| text.clone(), dotted)));
    let said: Vec<(&str, String)> = said.collect();
    let values: Vec<(&str, &str)> = said.iter().map(|(name, text)| (*name, text.as_str())).collect();
    tf(mistake.key, &values)
}

/// Mistakes that can be seen although the form cannot be read in full, so that all are told at once; one for each field.
pub(crate) fn with_more(errors: &mut Mistakes, more: &[FormError]) {
    for mistake in more {
        if errors.iter().all(|(field, _)| *field != mistake.field) {
            errors.push((mistake.field, told(mistake)));
        }
    }
}

/// A day that must be there.
pub(crate) fn needed(errors: &mut Mistakes, name: &'static str, text: &str) -> Option<Day> {
    if text.trim().is_empty() {
        errors.push((name, no_day(text)));
    }
    day_or(errors, name, text)
}

/// The days of a small form. The first must be there, the last may be left out.
fn period_or(errors: &mut Mistakes, input: &SmallInput) -> (Option<Day>, Option<Day>) {
    (needed(errors, "from", &input.from), day_or(errors, "through", &input.through))
}

/// Why a form is shown again.
pub(crate) enum Trouble {
    None,
    Mistakes(Mistakes),
    Conflict,
}

impl Trouble {
    /// Why a form that was not saved is shown again; none where no form can mend it.
    pub(crate) fn of(error: &AppError) -> Option<Trouble> {
        match error {
            AppError::Form(mistakes) => Some(Trouble::Mistakes(mistakes.iter().map(|e| (e.field, told(e))).collect())),
            AppError::Conflict => Some(Trouble::Conflict),
            _ => None,
        }
    }

    /// What the answer says: its status, the mistakes by field, and what somebody else wrote meanwhile.
    pub(crate) fn told(self, changed: impl FnOnce() -> ConflictWords) -> (StatusCode, Mistakes, Option<ConflictWords>) {
        match self {
            Trouble::None => (StatusCode::OK, Vec::new(), None),
            Trouble::Mistakes(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors, None),
            Trouble::Conflict => (StatusCode::CONFLICT, Vec::new(), Some(changed())),
        }
    }
}

/// The codes of a list as choices.
pub(crate) fn choices<C: Code>(all: &[C], chosen: &str) -> Vec<(&'static str, String, bool)> {
    all.iter().map(|k| (k.code(), label(*k), k.code() == chosen)).collect()
}

/// What stands in a small form, for who saved meanwhile.
fn small_yours(action: &str, input: &SmallInput) -> Yours {
    match action {
        "notat" => Yours {
            kinds: vec![FactKind::Note],
            what: fact_words(&FactData::Note { text: input.text.clone() }),
            ..Yours::default()
        },
        _ => Yours {
            kinds: vec![FactKind::Absence],
            what: AbsenceKind::from_code(&input.absence)
                .map(|absence| fact_words(&FactData::Absence { absence, party: None }))
                .unwrap_or_default(),
            from: input.from.clone(),
            through: input.through.clone(),
            ..Yours::default()
        },
    }
}

async fn small(
    web: &Web,
    signed: &Signed,
    case: i64,
    action: &'static str,
    input: Option<SmallInput>,
    trouble: Trouble,
) -> Response {
    let found = match web.app.citizen(&signed.viewer, case, None, action, signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let mut input = input.unwrap_or_else(|| SmallInput {
        from: field(signed.moment.today),
        version: found.version,
        key: form_key(),
        ..SmallInput::default()
    });
    let yours = || small_yours(action, &input);
    let (status, errors, conflict) = trouble.told(|| conflict_words(&found, input.version, &yours()));
    if conflict.is_some() {
        input.version = found.version;
    }
    let (title, choice, kinds) = match action {
        "notat" => ("form.note_title", None, Vec::new()),
        _ => ("form.absence_title", Some("absence"), choices(AbsenceKind::ALL, &input.absence)),
    };
    let form = SmallForm {
        frame: Frame::new(web, signed, "citizens"),
        case,
        name: found.name,
        title: t(title),
        effect: t(&format!("form.effect.{action}")),
        save: t(&format!("form.save_of.{action}")),
        action,
        choice,
        kinds,
        input,
        errors,
        conflict,
    };
    (status, page(&form)).into_response()
}

pub(crate) async fn absence_show(State(web): State<Web>, signed: Signed, Case(case): Case) -> Response {
    small(&web, &signed, case, "fravaer", None, Trouble::None).await
}

pub(crate) async fn absence(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    input: Input<SmallInput>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let mut errors = Vec::new();
    let kind = AbsenceKind::from_code(&input.absence);
    if kind.is_none() {
        errors.push(("absence", t("form.error.absence")));
    }
    let (from, through) = period_or(&mut errors, &input);
    if !errors.is_empty() {
        with_more(&mut errors, &period_mistakes(from, through));
    }
    let (Some(absence), Some(from), true) = (kind, from, errors.is_empty()) else {
        return small(&web, &signed, case, "fravaer", Some(input), Trouble::Mistakes(errors)).await;
    };
    let posted = Posted { case, version: input.version, key: input.key.clone() };
    let form = AbsenceForm { absence, from, through };
    let done = web.app.absence_register(&signed.viewer, &posted, &form, signed.moment).await;
    small_done(&web, &signed, "fravaer", posted.case, input, done.map(|_| "saved_absence")).await
}

/// How a small form ends: saved, shown again with its mistakes, or refused with what was written.
async fn small_done(
    web: &Web,
    signed: &Signed,
    action: &'static str,
    case: i64,
    input: SmallInput,
    done: Result<&str, AppError>,
) -> Response {
    match done {
        Ok(key) => saved(case, key),
        Err(error) => match Trouble::of(&error) {
            Some(trouble) => small(web, signed, case, action, Some(input), trouble).await,
            None => error::failure(&error),
        },
    }
}

/// Fields with what is wrong in them.
pub(crate) type Mistakes = Vec<(&'static str, String)>;

pub(crate) async fn note_show(State(web): State<Web>, signed: Signed, Case(case): Case) -> Response {
    small(&web, &signed, case, "notat", None, Trouble::None).await
}

pub(crate) async fn note(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    input: Input<SmallInput>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let posted = Posted { case, version: input.version, key: input.key.clone() };
    let done = web.app.note_register(&signed.viewer, &posted, &input.text, signed.moment).await;
    small_done(&web, &signed, "notat", posted.case, input, done.map(|_| "saved_note")).await
}

//! A word about one duty: the goal set aside with one click, or deferred or not relevant on a page of its own.

use crate::Web;
use crate::danish::short_year;
use crate::pages::citizen::{no_day, read_day};
use crate::pages::register::told;
use crate::pages::{Frame, error, page};
use crate::session::{Case, Signed};
use crate::text::{t, tf};
use crate::words::{assessed, duty_title, label};
use app::AppError;
use app::citizen::{CitizenPage, DutyView};
use app::duty_word::{ASIDE_REASONS, DutyWord, Said, Word};
use app::register::{Posted, form_key};
use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::codes::{Code, DeferralReason, DeviationReason, NotRelevantReason};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    id: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct WordInput {
    duty: String,
    word: String,
    reason: String,
    through: String,
    version: i64,
    key: String,
}

#[derive(Template)]
#[template(path = "duty_word.html")]
struct WordPage {
    frame: Frame,
    case: i64,
    name: String,
    what: String,
    input: WordInput,
    defer: Vec<(&'static str, String, bool)>,
    lapse: Vec<(&'static str, String, bool)>,
    errors: Vec<(&'static str, String)>,
}

impl WordPage {
    /// Where a mistake of the summary is put right; one about the duty itself has no field.
    fn place(&self, field: &str) -> Option<&'static str> {
        match (self.input.word.as_str(), field) {
            ("deferred", "through") => Some("til"),
            ("deferred", "reason") => Some("ugr"),
            ("not_relevant", "reason") => Some("igr"),
            _ => None,
        }
    }

    /// A mistake in a field of the form with this word.
    fn error(&self, word: &str, field: &str) -> Option<&str> {
        let own = self.input.word == word;
        self.errors.iter().find(|(f, _)| own && *f == field).map(|(_, text)| text.as_str())
    }
}

/// What the forms about a duty carry, on the citizen's page.
pub(crate) struct WordForms {
    /// Address of the page where it is deferred or said not to apply.
    pub(crate) link: String,
    /// Where there is a goal that can be set aside.
    pub(crate) aside: Option<Aside>,
}

/// The form whose buttons are the reasons.
pub(crate) struct Aside {
    pub(crate) version: i64,
    pub(crate) key: String,
    pub(crate) reasons: Vec<(&'static str, String)>,
}

/// The forms of a duty, for those who may write on it while it is open.
pub(crate) fn word_forms(page: &CitizenPage, duty: &DutyView) -> Option<WordForms> {
    if !page.may_register || !duty.open {
        return None;
    }
    let id = percent_encoding::utf8_percent_encode(&duty.id, percent_encoding::NON_ALPHANUMERIC);
    let is_aside = duty.said.iter().any(|s| s.word == Word::GoalSetAside);
    let reasons = || ASIDE_REASONS.iter().map(|r| (r.code(), label(*r))).collect();
    let aside = (duty.goal_due.is_some() && !is_aside).then(|| Aside {
        version: page.version,
        key: form_key(),
        reasons: reasons(),
    });
    Some(WordForms { link: format!("/borger/{}/frist?id={id}", page.case), aside })
}

/// What was said of a duty, as sentences, and who exempted from it.
pub(crate) fn said_words(duty: &DutyView) -> Vec<String> {
    let words = |s: &Said| {
        let (key, reason) = match s.word {
            Word::GoalSetAside => ("word.said_aside", DeviationReason::from_code(s.reason).map(label)),
            Word::Deferred => ("word.said_deferred", DeferralReason::from_code(s.reason).map(label)),
            Word::NotRelevant => ("word.said_not_relevant", NotRelevantReason::from_code(s.reason).map(label)),
        };
        let through = s.through.map(short_year).unwrap_or_default();
        let reason = reason.unwrap_or_default();
        tf(key, &[("reason", &reason), ("from", &short_year(s.from)), ("through", &through)])
    };
    let mut facts = duty.chain.iter().flat_map(|b| &b.facts);
    let exempted = facts.find_map(|f| assessed(&f.data)).filter(|_| duty.status.code() == "exempt");
    duty.said.iter().map(words).chain(exempted).collect()
}

fn duty<'p>(found: &'p CitizenPage, id: &str) -> Option<&'p DutyView> {
    [&found.municipality, &found.citizen, &found.others].into_iter().flatten().find(|d| d.id == id && d.open)
}

async fn shown(
    web: &Web,
    signed: &Signed,
    case: i64,
    mut input: WordInput,
    status: StatusCode,
    errors: Vec<(&'static str, String)>,
) -> Response {
    let found = match web.app.citizen(&signed.viewer, case, None, "frist", signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let Some(duty) = duty(&found, &input.duty) else { return error::not_found() };
    let what = duty_title(&duty.duty, duty.n, &duty.title);
    // A form that met somebody else's change is made anew from the case as it is now; what was chosen stays.
    input.version = found.version;
    if input.key.is_empty() || status == StatusCode::CONFLICT {
        input.key = form_key();
    }
    fn choices<C: Code>(chosen: &str) -> Vec<(&'static str, String, bool)> {
        C::ALL.iter().map(|k| (k.code(), label(*k), k.code() == chosen)).collect()
    }
    let form = WordPage {
        frame: Frame::new(web, signed, "citizens"),
        case,
        defer: choices::<DeferralReason>(if input.word == Word::Deferred.code() { &input.reason } else { "" }),
        lapse: choices::<NotRelevantReason>(if input.word == Word::NotRelevant.code() { &input.reason } else { "" }),
        name: found.name,
        what,
        input,
        errors,
    };
    (status, page(&form)).into_response()
}

pub(crate) async fn show(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    Query(asked): Query<Asked>,
) -> Response {
    let input = WordInput { duty: asked.id, ..WordInput::default() };
    shown(&web, &signed, case, input, StatusCode::OK, Vec::new()).await
}

pub(crate) async fn save(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    input: Result<Form<WordInput>, FormRejection>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let Some(word) = Word::from_code(&input.word) else { return error::bad_form() };
    let through = read_day(&input.through);
    if word == Word::Deferred && through.is_none() && !input.through.trim().is_empty() {
        let mut errors = vec![("through", no_day(&input.through))];
        if DeferralReason::from_code(&input.reason).is_none() {
            errors.push(("reason", t("word.error.reason")));
        }
        return shown(&web, &signed, case, input, StatusCode::UNPROCESSABLE_ENTITY, errors).await;
    }
    let posted = Posted { case, version: input.version, key: input.key.clone() };
    let form = DutyWord { duty: input.duty.clone(), word, reason: input.reason.clone(), through };
    match web.app.duty_word_register(&signed.viewer, &posted, &form, signed.moment).await {
        Ok(_) => Redirect::to(&format!("/borger/{case}?gemt=saved_word")).into_response(),
        Err(AppError::Form(mistakes)) => {
            let errors = mistakes.iter().map(|e| (e.field, told(e))).collect();
            shown(&web, &signed, case, input, StatusCode::UNPROCESSABLE_ENTITY, errors).await
        }
        Err(AppError::Conflict) => {
            let errors = vec![("duty", t("word.error.conflict"))];
            shown(&web, &signed, case, input, StatusCode::CONFLICT, errors).await
        }
        Err(other) => error::failure(&other),
    }
}

//! Exempting a citizen after an assessment: a form of its own, beside the absence.

use crate::Web;
use crate::danish::field;
use crate::pages::conflict::{ConflictWords, Yours, conflict_words};
use crate::pages::register::{Input, Trouble, choices, day_or, needed, saved, with_more};
use crate::pages::team::{ExemptedView, form_view};
use crate::pages::{Frame, error, page};
use crate::session::{Case, Signed};
use crate::text::{t, tf};
use crate::words::label;
use app::exemption::{ExemptionForm, exemption_mistakes};
use app::register::{Posted, form_key};
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::Day;
use domain::codes::{Code, DeviationReason, ExemptDuty};
use domain::kinds::FactKind;
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ExemptionInput {
    exempt_from: String,
    from: String,
    through: String,
    author: String,
    assessed: String,
    reason: String,
    assessment: String,
    version: i64,
    key: String,
}

#[derive(Template)]
#[template(path = "exemption.html")]
struct ExemptionPage {
    frame: Frame,
    case: i64,
    name: String,
    kinds: Vec<(&'static str, String, bool)>,
    reasons: Vec<(&'static str, String, bool)>,
    input: ExemptionInput,
    /// Who assessed, when and for what reason: filled in, and open where it has to be put right.
    more: String,
    more_open: bool,
    /// How far the law's shares are used before this one.
    exempted: ExemptedView,
    errors: Vec<(&'static str, String)>,
    conflict: Option<ConflictWords>,
}

impl ExemptionPage {
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.iter().find(|(f, _)| *f == field).map(|(_, text)| text)
    }
}

async fn shown(web: &Web, signed: &Signed, case: i64, input: Option<ExemptionInput>, trouble: Trouble) -> Response {
    let found = match web.app.citizen(&signed.viewer, case, None, "fritagelse", signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let exempted = match web.app.exempted(&signed.viewer, signed.moment.today).await {
        Ok(exempted) => form_view(&exempted),
        Err(other) => return error::failure(&other),
    };
    let today = field(signed.moment.today);
    let mut input = input.unwrap_or_else(|| ExemptionInput {
        from: today.clone(),
        author: signed.viewer.name.clone(),
        assessed: today,
        reason: DeviationReason::KonkretVurdering.code().to_owned(),
        version: found.version,
        key: form_key(),
        ..ExemptionInput::default()
    });
    let yours = || Yours {
        kinds: vec![FactKind::ExemptedAfterAssessment],
        what: ExemptDuty::from_code(&input.exempt_from).map(label).unwrap_or_default(),
        from: input.from.clone(),
        through: input.through.clone(),
        ..Yours::default()
    };
    let (status, errors, conflict) = trouble.told(|| conflict_words(&found, input.version, &yours()));
    if conflict.is_some() {
        input.version = found.version;
    }
    let more_open = errors.iter().any(|(field, _)| ["author", "assessed", "reason"].contains(field));
    let more = tf("exemption.more", &[("author", input.author.trim()), ("day", input.assessed.trim())]);
    let form = ExemptionPage {
        frame: Frame::new(web, signed, "citizens"),
        case,
        name: found.name,
        kinds: choices(ExemptDuty::ALL, &input.exempt_from),
        reasons: choices(DeviationReason::ALL, &input.reason),
        input,
        more,
        more_open,
        exempted,
        errors,
        conflict,
    };
    (status, page(&form)).into_response()
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Case(case): Case) -> Response {
    shown(&web, &signed, case, None, Trouble::None).await
}

/// The form's fields, or what is wrong with which.
fn read(input: &ExemptionInput, today: Day) -> Result<ExemptionForm, Vec<(&'static str, String)>> {
    let mut errors = Vec::new();
    let exempt_from = ExemptDuty::from_code(&input.exempt_from);
    let reason = DeviationReason::from_code(&input.reason);
    if exempt_from.is_none() {
        errors.push(("exempt_from", t("exemption.error.exempt_from")));
    }
    let from = needed(&mut errors, "from", &input.from);
    let through = day_or(&mut errors, "through", &input.through);
    let assessed = needed(&mut errors, "assessed", &input.assessed);
    if reason.is_none() {
        errors.push(("reason", t("word.error.reason")));
    }
    match (exempt_from, from, assessed, reason, errors.is_empty()) {
        (Some(exempt_from), Some(from), Some(assessed), Some(reason), true) => Ok(ExemptionForm {
            exempt_from,
            from,
            through,
            author: input.author.clone(),
            assessed,
            reason,
            assessment: input.assessment.clone(),
        }),
        _ => {
            let days = (from, through, assessed);
            with_more(&mut errors, &exemption_mistakes(days, &input.author, &input.assessment, today));
            Err(errors)
        }
    }
}

pub(crate) async fn save(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    input: Input<ExemptionInput>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let form = match read(&input, signed.moment.today) {
        Ok(form) => form,
        Err(errors) => return shown(&web, &signed, case, Some(input), Trouble::Mistakes(errors)).await,
    };
    let posted = Posted { case, version: input.version, key: input.key.clone() };
    match web.app.exemption_register(&signed.viewer, &posted, &form, signed.moment).await {
        Ok(_) => saved(case, "saved_exemption"),
        Err(error) => match Trouble::of(&error) {
            Some(trouble) => shown(&web, &signed, case, Some(input), trouble).await,
            None => error::failure(&error),
        },
    }
}

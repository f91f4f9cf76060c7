//! An offer that ends: which, its last day, and what came of it.

use crate::Web;
use crate::danish::field;
use crate::pages::conflict::{ConflictWords, Yours, conflict_words};
use crate::pages::register::{Input, Mistakes, Trouble, choices, needed, saved};
use crate::pages::{Frame, error, page};
use crate::session::{Case, Signed};
use crate::text::t;
use crate::words::label;
use app::offer::OfferEnd;
use app::register::{Posted, form_key};
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::codes::{Code, ExitCode, OfferKind};
use domain::kinds::FactKind;
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct EndInput {
    offer: String,
    on: String,
    exit: String,
    version: i64,
    key: String,
}

#[derive(Template)]
#[template(path = "offer_end.html")]
struct EndPage {
    frame: Frame,
    case: i64,
    name: String,
    /// No offer runs, so there is none to end.
    nothing: bool,
    kinds: Vec<(&'static str, String, bool)>,
    exits: Vec<(&'static str, String, bool)>,
    input: EndInput,
    errors: Mistakes,
    conflict: Option<ConflictWords>,
}

impl EndPage {
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.iter().find(|(f, _)| *f == field).map(|(_, text)| text)
    }
}

async fn shown(web: &Web, signed: &Signed, case: i64, input: Option<EndInput>, trouble: Trouble) -> Response {
    let found = match web.app.citizen(&signed.viewer, case, None, "tilbud-slut", signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let mut input = input.unwrap_or_else(|| EndInput {
        // The only one that runs, or the one that began first.
        offer: found.running.first().map(|o| o.code().to_owned()).unwrap_or_default(),
        on: field(signed.moment.today),
        version: found.version,
        key: form_key(),
        ..EndInput::default()
    });
    let yours = || Yours {
        kinds: vec![FactKind::OfferEnded],
        what: OfferKind::from_code(&input.offer).map(label).unwrap_or_default(),
        from: input.on.clone(),
        ..Yours::default()
    };
    let (status, errors, conflict) = trouble.told(|| conflict_words(&found, input.version, &yours()));
    if conflict.is_some() {
        input.version = found.version;
    }
    let form = EndPage {
        frame: Frame::new(web, signed, "citizens"),
        case,
        name: found.name,
        nothing: found.running.is_empty(),
        kinds: choices(&found.running, &input.offer),
        exits: choices(ExitCode::ALL, &input.exit),
        input,
        errors,
        conflict,
    };
    (status, page(&form)).into_response()
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Case(case): Case) -> Response {
    shown(&web, &signed, case, None, Trouble::None).await
}

fn read(input: &EndInput) -> Result<OfferEnd, Mistakes> {
    let mut errors = Vec::new();
    let offer = OfferKind::from_code(&input.offer);
    if offer.is_none() {
        errors.push(("offer", t("offer.error.offer")));
    }
    let on = needed(&mut errors, "on", &input.on);
    let exit = ExitCode::from_code(&input.exit);
    if exit.is_none() {
        errors.push(("exit", t("offer.error.exit")));
    }
    match (offer, on, exit) {
        (Some(offer), Some(on), Some(exit)) if errors.is_empty() => Ok(OfferEnd { offer, on, exit }),
        _ => Err(errors),
    }
}

pub(crate) async fn save(State(web): State<Web>, signed: Signed, Case(case): Case, input: Input<EndInput>) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let end = match read(&input) {
        Ok(end) => end,
        Err(errors) => return shown(&web, &signed, case, Some(input), Trouble::Mistakes(errors)).await,
    };
    let posted = Posted { case, version: input.version, key: input.key.clone() };
    match web.app.offer_end_register(&signed.viewer, &posted, end, signed.moment).await {
        Ok(_) => saved(case, "saved_offer_end"),
        Err(error) => match Trouble::of(&error) {
            Some(trouble) => shown(&web, &signed, case, Some(input), trouble).await,
            None => error::failure(&error),
        },
    }
}

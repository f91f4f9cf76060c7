//! An offer in full: the municipality's order with the law's word beside each, the company, and why it is not the first.

use crate::Web;
use crate::danish::{field, long, short_year};
use crate::pages::conflict::{ConflictWords, Yours, conflict_words};
use crate::pages::question::{Way, ways};
use crate::pages::register::{Input, Mistakes, Trouble, choices, day_or, needed, saved, with_more};
use crate::pages::{Frame, error, page};
use crate::session::{Case, Signed};
use crate::text::{t, tf};
use crate::words::{capital, label, missing, obligation};
use app::AppError;
use app::citizen::CitizenPage;
use app::offer::{Advice, OfferDraft, OfferForm, OrderView, OwnGate, Terms};
use app::register::{Posted, form_key};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use domain::Day;
use domain::codes::{Code, DeviationReason, OfferKind, Sector};
use domain::kinds::FactKind;
use domain::schema::Hours;
use serde::Deserialize;

/// The order as it is read.
pub(crate) struct OrderWords {
    pub(crate) rule: String,
    pub(crate) text: String,
    pub(crate) cite: String,
    pub(crate) steps: Vec<StepWords>,
    /// Where what the advice lacks can be written.
    pub(crate) ways: Vec<Way>,
}

pub(crate) struct StepWords {
    pub(crate) code: &'static str,
    pub(crate) text: String,
    /// Whether the municipality must or may, where the order says it.
    pub(crate) task: Option<String>,
    pub(crate) advice: String,
}

pub(crate) fn order_words(page: &CitizenPage, order: &OrderView) -> OrderWords {
    let steps = order.steps.iter().map(|s| StepWords {
        code: s.offer.code(),
        text: if s.text.is_empty() { capital(&label(s.offer)) } else { s.text.clone() },
        task: obligation(s.obligation),
        advice: advice_words(&s.advice, page.today),
    });
    OrderWords {
        rule: order.rule.clone(),
        text: order.text.clone(),
        cite: order.cite.clone(),
        steps: steps.collect(),
        ways: ways(page, order.steps.iter().flat_map(|s| &s.advice.missing)),
    }
}

/// What the law says of an offer that begins on a day, in one sentence.
fn advice_words(advice: &Advice, from: Day) -> String {
    let none = advice.missing.iter().any(|m| m == "rule");
    match (advice.verdict.code(), advice.earliest, advice.through) {
        ("refused", Some(day), _) => tf("offer.earliest", &[("day", &long(day))]),
        ("refused", None, _) => t("offer.not_for"),
        ("allowed", _, Some(day)) => tf("offer.at_most", &[("day", &long(day)), ("from", &short_year(from))]),
        ("allowed", ..) => t("offer.may"),
        _ if none => t("offer.no_rule"),
        (_, Some(day), _) => tf("offer.unless", &[("day", &long(day)), ("what", &missing(&advice.missing))]),
        (.., Some(day)) => {
            let limit = tf("offer.at_most", &[("day", &long(day)), ("from", &short_year(from))]);
            format!("{limit} {}", tf("offer.lacks", &[("what", &missing(&advice.missing))]))
        }
        _ => tf("offer.unknown", &[("what", &missing(&advice.missing))]),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    valg: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct OfferInput {
    offer: String,
    reason: String,
    sector: String,
    hours: String,
    company: String,
    cvr: String,
    p_number: String,
    from: String,
    through: String,
    granted: String,
    /// The other button: what the rules say, nothing is saved.
    ask: String,
    version: i64,
    key: String,
}

/// The law's word about what stands in the form.
struct AdviceWords {
    text: String,
    /// The last day that is written lies after the law's.
    over: Option<String>,
    rules: Vec<(String, String, String)>,
    own: Vec<OwnWords>,
}

/// One of the municipality's own rules before the offer.
struct OwnWords {
    rule: String,
    text: String,
    cite: String,
    lacks: String,
    law_today: Option<String>,
}

fn own_words(gate: &OwnGate) -> OwnWords {
    let facts = Some(missing(&gate.missing)).filter(|_| !gate.missing.is_empty());
    let lacks: Vec<String> = gate.lacks.iter().cloned().chain(facts).collect();
    let what = lacks.join("; ");
    OwnWords {
        rule: gate.rule.clone(),
        text: gate.text.clone(),
        cite: gate.cite.clone(),
        lacks: if lacks.is_empty() { t("offer.own_there") } else { tf("offer.own_lacks", &[("what", &what)]) },
        law_today: gate.law_today.as_deref().map(|text| tf("profiles.law_today", &[("text", text)])),
    }
}

#[derive(Template)]
#[template(path = "offer.html")]
struct OfferPage {
    frame: Frame,
    case: i64,
    name: String,
    order: Option<OrderWords>,
    reason_hint: String,
    kinds: Vec<(&'static str, String, bool)>,
    reasons: Vec<(&'static str, String, bool)>,
    sectors: Vec<(&'static str, String, bool)>,
    opened: bool,
    advice: Option<AdviceWords>,
    input: OfferInput,
    errors: Mistakes,
    conflict: Option<ConflictWords>,
}

impl OfferPage {
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.iter().find(|(f, _)| *f == field).map(|(_, text)| text)
    }
}

/// The company, and when it was given, stand open where something is written or wrong there.
fn opened(input: &OfferInput, errors: &Mistakes) -> bool {
    const FOLDED: [&str; 6] = ["granted", "sector", "hours", "company", "cvr", "p_number"];
    let written = [&input.granted, &input.sector, &input.hours, &input.company, &input.cvr, &input.p_number];
    written.iter().any(|text| !text.trim().is_empty()) || errors.iter().any(|(field, _)| FOLDED.contains(field))
}

/// Offers with those of the order first, as they stand in it.
fn kinds(order: Option<&OrderView>, chosen: &str) -> Vec<(&'static str, String, bool)> {
    let mut first: Vec<OfferKind> = Vec::new();
    for step in order.iter().flat_map(|o| &o.steps) {
        if !first.contains(&step.offer) {
            first.push(step.offer);
        }
    }
    let numbered =
        first.iter().enumerate().map(|(i, o)| (o.code(), format!("{}. {}", i + 1, label(*o)), o.code() == chosen));
    let rest: Vec<OfferKind> = OfferKind::ALL.iter().copied().filter(|o| !first.contains(o)).collect();
    numbered.chain(choices(&rest, chosen)).collect()
}

async fn shown(web: &Web, signed: &Signed, case: i64, input: Result<OfferInput, Asked>, trouble: Trouble) -> Response {
    let found = match web.app.citizen(&signed.viewer, case, None, "tilbud", signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let first = found.offers.as_ref().and_then(|o| o.steps.first()).map(|s| s.offer);
    let mut input = input.unwrap_or_else(|asked| OfferInput {
        // The municipality's first offer is the likely one.
        offer: OfferKind::from_code(&asked.valg).or(first).map(|o| o.code().to_owned()).unwrap_or_default(),
        from: field(signed.moment.today),
        version: found.version,
        key: form_key(),
        ..OfferInput::default()
    });
    let yours = || Yours {
        kinds: vec![FactKind::OfferStarted, FactKind::OfferGranted],
        what: OfferKind::from_code(&input.offer).map(label).unwrap_or_default(),
        from: input.from.clone(),
        through: input.through.clone(),
        ..Yours::default()
    };
    let (status, errors, conflict) = trouble.told(|| conflict_words(&found, input.version, &yours()));
    if conflict.is_some() {
        input.version = found.version;
    }
    let advice = match advice(web, signed, case, &input).await {
        Ok(advice) => advice,
        Err(other) => return error::failure(&other),
    };
    let form = OfferPage {
        frame: Frame::new(web, signed, "citizens"),
        case,
        order: found.offers.as_ref().map(|o| order_words(&found, o)),
        reason_hint: first.map(|o| tf("offer.reason_hint", &[("first", &label(o))])).unwrap_or_default(),
        kinds: kinds(found.offers.as_ref(), &input.offer),
        name: found.name,
        reasons: choices(DeviationReason::ALL, &input.reason),
        sectors: choices(Sector::ALL, &input.sector),
        opened: opened(&input, &errors),
        advice,
        input,
        errors,
        conflict,
    };
    (status, page(&form)).into_response()
}

async fn advice(web: &Web, signed: &Signed, case: i64, input: &OfferInput) -> Result<Option<AdviceWords>, AppError> {
    let from = day_or(&mut Vec::new(), "from", &input.from);
    let (Some(offer), Some(from)) = (OfferKind::from_code(&input.offer), from) else { return Ok(None) };
    let terms = Terms { offer, from, sector: Sector::from_code(&input.sector) };
    let advice = web.app.offer_advice(&signed.viewer, case, terms, signed.moment).await?;
    let through = day_or(&mut Vec::new(), "through", &input.through);
    let over = through.zip(advice.through).filter(|(written, last)| written > last);
    Ok(Some(AdviceWords {
        text: format!("{}: {}", capital(&label(offer)), advice_words(&advice, from)),
        over: over.map(|(written, _)| tf("offer.over", &[("day", &long(written))])),
        own: advice.own.iter().map(own_words).collect(),
        rules: advice.rules,
    }))
}

pub(crate) async fn show(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    Query(asked): Query<Asked>,
) -> Response {
    shown(&web, &signed, case, Err(asked), Trouble::None).await
}

/// Hours a week as people write them: `25` or `25,5`.
fn hours(errors: &mut Mistakes, text: &str) -> Option<Hours> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let read = text.replace(',', ".").parse::<f64>().ok().filter(|h| *h > 0.0 && *h <= 168.0);
    if read.is_none() {
        errors.push(("hours", tf("offer.error.hours", &[("text", text)])));
    }
    read.map(|h| Hours((h * 100.0).round() as i32))
}

/// The fields in the order of the form.
const FIELDS: [&str; 9] = ["offer", "reason", "from", "through", "granted", "sector", "hours", "cvr", "p_number"];

/// The form's fields, or what is wrong with which; and what can be looked at in both cases.
fn read(input: &OfferInput) -> (Result<OfferForm, Mistakes>, OfferDraft) {
    let mut errors = Vec::new();
    let offer = OfferKind::from_code(&input.offer);
    if offer.is_none() {
        errors.push(("offer", t("offer.error.offer")));
    }
    let from = needed(&mut errors, "from", &input.from);
    let through = day_or(&mut errors, "through", &input.through);
    let granted = day_or(&mut errors, "granted", &input.granted);
    let hours = hours(&mut errors, &input.hours);
    let (sector, reason) = (Sector::from_code(&input.sector), DeviationReason::from_code(&input.reason));
    let (cvr, p_number) = (input.cvr.clone(), input.p_number.clone());
    let draft =
        OfferDraft { offer, from, through, granted, sector, reason, cvr: cvr.clone(), p_number: p_number.clone() };
    let form = match (offer, from, errors.is_empty()) {
        (Some(offer), Some(from), true) => Ok(OfferForm {
            terms: Terms { offer, from, sector },
            through,
            granted,
            reason,
            hours,
            company: input.company.clone(),
            cvr,
            p_number,
        }),
        _ => Err(errors),
    };
    (form, draft)
}

pub(crate) async fn save(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    input: Input<OfferInput>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let (form, draft) = read(&input);
    let form = match form {
        Ok(form) => form,
        Err(mut errors) => {
            // Who only asks what the law says is not asked for a reason yet.
            if input.ask.is_empty() {
                match web.app.offer_mistakes(&signed.viewer, case, &draft, signed.moment).await {
                    Ok(more) => with_more(&mut errors, &more),
                    Err(other) => return error::failure(&other),
                }
                errors.sort_by_key(|(field, _)| FIELDS.iter().position(|f| f == field));
            }
            return shown(&web, &signed, case, Ok(input), Trouble::Mistakes(errors)).await;
        }
    };
    if !input.ask.is_empty() {
        return shown(&web, &signed, case, Ok(input), Trouble::None).await;
    }
    let posted = Posted { case, version: input.version, key: input.key.clone() };
    match web.app.offer_register(&signed.viewer, &posted, &form, signed.moment).await {
        Ok(_) => saved(case, "saved_offer"),
        Err(error) => match Trouble::of(&error) {
            Some(trouble) => shown(&web, &signed, case, Ok(input), trouble).await,
            None => error::failure(&error),
        },
    }
}

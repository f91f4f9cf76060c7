//! Handing a case over: who has it and had it, the proposal, and its answer. Part of the citizen's page.

use crate::Web;
use crate::danish::short_year;
use crate::pages::citizen::{Mistake, again_with};
use crate::pages::error;
use crate::pages::register::{Input, saved};
use crate::session::{Case, Signed};
use crate::text::{count, t, tf};
use crate::words::label;
use app::AppError;
use app::citizen::CitizenPage;
use app::handover::{Answer, DECLINE_REASONS, Receiver, ReceiverUnit, Waiting};
use app::register::{Posted, form_key};
use axum::Form;
use axum::extract::State;
use axum::response::Response;
use domain::codes::{Code, DeviationReason};
use serde::Deserialize;

/// The part of the page about owners.
pub(crate) struct HandoverWords {
    pub(crate) waiting: Option<String>,
    pub(crate) proposed: String,
    /// Who said no, when and why, while nothing was proposed since.
    pub(crate) declined: Option<String>,
    pub(crate) may_answer: bool,
    pub(crate) may_withdraw: bool,
    pub(crate) may_propose: bool,
    pub(crate) receivers: Vec<ReceiverGroup>,
    pub(crate) reasons: Vec<(&'static str, String)>,
    pub(crate) hint: String,
    pub(crate) owners: Vec<(String, String)>,
    pub(crate) version: i64,
    pub(crate) key: String,
    pub(crate) mistake: Option<String>,
}

/// A unit with its people, as choices.
pub(crate) struct ReceiverGroup {
    pub(crate) name: String,
    pub(crate) choices: Vec<(String, String, bool)>,
}

/// The one who is asked: a person with her unit, or the unit.
pub(crate) fn asked(waiting: &Waiting) -> String {
    waiting.person_name.as_ref().map_or_else(|| waiting.unit_name.clone(), |p| format!("{p} ({})", waiting.unit_name))
}

/// Somebody with her load beside, where it is counted.
pub(crate) fn with_load(text: &str, cases: Option<usize>) -> String {
    cases.map_or_else(|| text.to_owned(), |n| format!("{text} ({})", count("overview.cases", n)))
}

/// Each unit as a whole, and then its people.
pub(crate) fn receiver_groups(units: &[ReceiverUnit], chosen: &str) -> Vec<ReceiverGroup> {
    let groups = units.iter().map(|unit| {
        let whole = Receiver { unit: unit.unit.clone(), person: None }.code();
        let is_chosen = whole == chosen;
        let mut choices = vec![(whole, tf("handover.whole_unit", &[("unit", &unit.name)]), is_chosen)];
        choices.extend(unit.people.iter().map(|(login, name)| {
            let code = Receiver { unit: unit.unit.clone(), person: Some(login.clone()) }.code();
            let is_chosen = code == chosen;
            (code, with_load(name, unit.cases_of(login)), is_chosen)
        }));
        ReceiverGroup { name: unit.name.clone(), choices }
    });
    groups.collect()
}

pub(crate) fn handover_words(page: &CitizenPage, mistake: Option<&Mistake>) -> HandoverWords {
    let view = &page.handover;
    let chosen = mistake.map_or_else(|| view.suggested.clone().unwrap_or_default(), |m| m.value.clone());
    let owner = super::citizen::owner(page);
    let declined = view.declined.as_ref().map(|d| {
        let why = d.reason.map_or_else(|| t("handover.no_reason"), label);
        let values = [("by", d.by.as_str()), ("unit", &d.unit_name), ("day", &short_year(d.on)), ("why", &why)];
        tf("handover.declined", &values)
    });
    let waiting = view.waiting.as_ref().map(|w| {
        if view.may_answer {
            tf("handover.waits_for_you", &[("owner", &owner)])
        } else {
            tf("handover.waits", &[("owner", &owner), ("receiver", &asked(w))])
        }
    });
    let proposed = view.waiting.as_ref().map(|w| {
        let day = short_year(w.since);
        tf("handover.proposed", &[("day", &day), ("by", &w.by), ("receiver", &asked(w))])
    });
    let owners = view.owners.iter().rev().map(|o| {
        let who = o.name.as_ref().map_or_else(|| o.unit.clone(), |name| format!("{name}, {}", o.unit));
        let until = o.until.map_or_else(|| t("handover.now"), short_year);
        (format!("{}–{until}", short_year(o.from)), who)
    });
    HandoverWords {
        waiting,
        proposed: proposed.unwrap_or_default(),
        declined,
        may_answer: view.may_answer,
        // Who is asked answers yes or no.
        may_withdraw: view.may_propose && view.waiting.is_some() && !view.may_answer,
        may_propose: view.may_propose && view.waiting.is_none(),
        receivers: receiver_groups(&view.receivers, &chosen),
        reasons: DECLINE_REASONS.iter().map(|r| (r.code(), label(*r))).collect(),
        hint: t(match (view.least_loaded, &view.suggested) {
            (true, _) => "handover.least_loaded",
            (false, Some(_)) => "handover.suggested",
            (false, None) => "handover.no_rule",
        }),
        owners: owners.collect(),
        version: page.version,
        key: form_key(),
        mistake: mistake.map(|m| m.text.clone()),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct HandoverInput {
    receiver: String,
    answer: String,
    reason: String,
    version: i64,
    key: String,
}

impl HandoverInput {
    fn posted(&self, case: i64) -> Posted {
        Posted { case, version: self.version, key: self.key.clone() }
    }
}

/// A handover that could not be done; after somebody else's change one goes back to the owners.
fn refused(case: i64, why: &AppError) -> Response {
    match why {
        AppError::Conflict => error::conflict(format!("/borger/{case}#ejer")),
        other => error::failure(other),
    }
}

pub(crate) async fn propose(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    input: Input<HandoverInput>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    match web.app.handover_propose(&signed.viewer, &input.posted(case), &input.receiver, signed.moment).await {
        Ok(_) => saved(case, "saved_proposed"),
        Err(AppError::Form(mistakes)) => {
            let text = mistakes.first().map(|m| t(m.key)).unwrap_or_default();
            again_with(&web, &signed, case, Mistake { value: input.receiver, text }).await
        }
        Err(other) => refused(case, &other),
    }
}

pub(crate) async fn answer(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    input: Input<HandoverInput>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let answer = match (input.answer.as_str(), DeviationReason::from_code(&input.reason)) {
        ("ja", _) => Answer::Yes,
        ("nej", Some(reason)) => Answer::No(reason),
        ("nej", None) => {
            let mistake = Mistake { value: String::new(), text: t("handover.error.reason") };
            return again_with(&web, &signed, case, mistake).await;
        }
        _ => return error::bad_form(),
    };
    match web.app.handover_answer(&signed.viewer, &input.posted(case), answer, signed.moment).await {
        Ok(_) => saved(case, if answer == Answer::Yes { "saved_accepted" } else { "saved_declined" }),
        Err(other) => refused(case, &other),
    }
}

pub(crate) async fn withdraw(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    input: Input<HandoverInput>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    match web.app.handover_withdraw(&signed.viewer, &input.posted(case), signed.moment).await {
        Ok(_) => saved(case, "saved_withdrawn"),
        Err(other) => refused(case, &other),
    }
}

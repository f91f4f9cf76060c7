//! *Regelforslag*: whoever wants to see which changes of rules were thought of, what they would do, and what was set in
//! force by whom. No persons.

use crate::Web;
use crate::danish::dotted;
use crate::pages::{Frame, error, page};
use crate::rule_words::role;
use crate::session::Signed;
use crate::text::{count, t, tf};
use app::register::form_key;
use app::rules::{ActivationView, SavedView};
use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "proposals.html")]
struct Page {
    frame: Frame,
    saved: Vec<SavedRow>,
    active: Vec<ActiveRow>,
}

/// One proposal in a list.
pub(crate) struct SavedRow {
    pub(crate) number: i64,
    pub(crate) rule: String,
    pub(crate) title: String,
    pub(crate) name: String,
    pub(crate) reason: String,
    pub(crate) who: String,
    pub(crate) effect: String,
    pub(crate) state: String,
    pub(crate) can_be_discarded: bool,
    pub(crate) key: String,
}

struct ActiveRow {
    rule: String,
    title: String,
    what: String,
    who: String,
    reason: String,
}

pub(crate) fn row(saved: &SavedView) -> SavedRow {
    let effect = &saved.effect;
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let mut said = if effect.beside && effect.dates == 0 {
        let people = count("try.people", number(effect.changed_cases));
        tf("proposals.effect_beside", &[("people", &people), ("cases", &effect.cases.to_string())])
    } else if effect.dates == 0 {
        t("proposals.effect_none")
    } else {
        let values = [
            ("dates", count("try.dates", number(effect.dates))),
            ("people", count("try.people", number(effect.changed_cases))),
            ("cases", effect.cases.to_string()),
            ("before", effect.over.0.to_string()),
            ("after", effect.over.1.to_string()),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        tf("proposals.effect", &values)
    };
    if !effect.beside {
        said.push(' ');
        said.push_str(&t(if effect.law_same { "try.lead_law_same" } else { "try.lead_law_moves" }));
    }
    let state = match (&saved.discarded, saved.in_force, saved.stale) {
        (Some((by, on)), ..) => tf("proposals.discarded", &[("person", by), ("day", &dotted(*on))]),
        (None, true, _) => t("proposals.in_force"),
        (None, false, true) => t("proposals.stale"),
        (None, false, false) => t("proposals.open"),
    };
    SavedRow {
        number: saved.number,
        rule: saved.rule.clone(),
        title: saved.title.clone(),
        name: saved.name.clone(),
        reason: saved.reason.clone(),
        who: tf("proposals.who", &[("person", &saved.by), ("day", &dotted(saved.on))]),
        effect: said,
        state,
        can_be_discarded: saved.discarded.is_none() && !saved.in_force,
        key: form_key(),
    }
}

fn active(view: &ActivationView) -> ActiveRow {
    let values = [("person", view.by.as_str()), ("role", &role(&view.role)), ("day", &dotted(view.on))];
    ActiveRow {
        rule: view.rule.clone(),
        title: view.title.clone(),
        what: t(if view.shipped { "proposals.shipped_again" } else { "proposals.own_text" }),
        who: tf("proposals.who_role", &values),
        reason: view.reason.clone(),
    }
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed) -> Response {
    let (saved, active_texts) =
        match (web.app.proposals(&signed.viewer).await, web.app.activations(&signed.viewer).await) {
            (Ok(saved), Ok(active)) => (saved, active),
            (Err(error), _) | (_, Err(error)) => return error::failure(&error),
        };
    page(&Page {
        frame: Frame::new(&web, &signed, "rules"),
        saved: saved.iter().map(row).collect(),
        active: active_texts.iter().map(active).collect(),
    })
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Discard {
    key: String,
}

pub(crate) async fn discard(
    State(web): State<Web>,
    signed: Signed,
    Path(number): Path<String>,
    asked: Result<Form<Discard>, FormRejection>,
) -> Response {
    let (Ok(Form(asked)), Ok(number)) = (asked, number.parse()) else { return error::not_found() };
    match web.app.proposal_discard(&signed.viewer, number, &asked.key, signed.moment).await {
        Ok(()) => Redirect::to("/regelforslag").into_response(),
        Err(error) => error::failure(&error),
    }
}

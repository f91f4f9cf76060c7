//! Whoever has asked for something that takes all cases through both rulebooks: how far it is, and when to look again.

use crate::Web;
use crate::pages::{Frame, page};
use crate::session::Signed;
use crate::text::{t, tf};
use app::rules::{HowFar, Running};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "waiting.html")]
struct Page {
    frame: Frame,
    /// The rule's page and its name.
    rule: String,
    rule_title: String,
    title: String,
    text: String,
    said: String,
    /// From 0 to 100; nothing where nobody knows.
    percent: Option<usize>,
    /// This page again.
    link: String,
}

fn percent(far: HowFar) -> Option<usize> {
    (far.of > 0).then(|| far.done * 100 / far.of)
}

/// Off to the page that shows how far a trial is, and its answer when it is there.
pub(crate) fn to_trial(running: &Running) -> Response {
    Redirect::to(&trial_link(running)).into_response()
}

fn trial_link(running: &Running) -> String {
    format!("/regler/{}/proev?koersel={}", running.rule, running.ticket)
}

pub(crate) fn trial(web: &Web, signed: &Signed, running: &Running) -> Response {
    let percent = percent(running.far);
    page(&Page {
        frame: Frame::new(web, signed, "rules"),
        rule: running.rule.clone(),
        rule_title: running.title.clone(),
        title: t("waiting.trial_title"),
        text: t("waiting.trial_text"),
        said: percent.map_or_else(|| t("waiting.trial_queued"), |p| tf("waiting.trial_far", &[("n", &p.to_string())])),
        percent,
        link: trial_link(running),
    })
}

/// `far`: none where another process makes it, or the next start.
pub(crate) fn activation(
    web: &Web,
    signed: &Signed,
    (rule, title): (&str, &str),
    order: i64,
    far: Option<HowFar>,
) -> Response {
    let said = match far {
        None => t("waiting.order_waits"),
        Some(HowFar { of: 0, .. }) => t("waiting.order_begins"),
        Some(far) => tf("waiting.order_far", &[("n", &far.done.to_string()), ("of", &far.of.to_string())]),
    };
    page(&Page {
        frame: Frame::new(web, signed, "rules"),
        rule: rule.to_owned(),
        rule_title: title.to_owned(),
        title: t("waiting.order_title"),
        text: t("waiting.order_text"),
        said,
        percent: far.and_then(percent),
        link: order_link(rule, order),
    })
}

pub(crate) fn order_link(rule: &str, order: i64) -> String {
    format!("/regler/{rule}/i-kraft?nr={order}")
}

//! Giving the cases chosen on *Team* or *Mit overblik* to a colleague or a unit, and what became of each.

use super::{Asked, shown};
use crate::Web;
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::text::{count_of, t, tf};
use app::AppError;
use app::team::{Assigned, Outcome};
use askama::Template;
use axum::extract::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

#[derive(Template)]
#[template(path = "assigned.html")]
struct Page {
    frame: Frame,
    /// The list the cases were chosen on, and the words of the way back to it.
    list: String,
    back: String,
    summary: Vec<String>,
    /// What could not be done, what is done, and what waits for an answer: each with its heading.
    parts: Vec<Part>,
}

struct Part {
    id: &'static str,
    title: String,
    column: String,
    lines: Vec<Line>,
}

struct Line {
    /// No link where the reader may not open the case.
    case: Option<i64>,
    name: String,
    text: String,
}

/// What somebody chose and could not give, with what is wrong.
pub(crate) struct Mistaken {
    pub(crate) chosen: Vec<i64>,
    pub(crate) text: String,
}

/// The list the cases were chosen on: its place in the menu, its address and the words of the way back.
pub(crate) struct ChosenOn {
    pub(crate) here: &'static str,
    pub(crate) address: String,
    pub(crate) back: String,
}

/// Gives the cases of a form to the one it names. A mistake is for the list to show, with the rows still chosen.
pub(crate) async fn give(
    web: &Web,
    signed: &Signed,
    input: &[(String, String)],
    on: ChosenOn,
) -> Result<Response, Mistaken> {
    let chosen: Vec<(i64, i64)> = input
        .iter()
        .filter(|(name, _)| name == "c")
        .filter_map(|(_, value)| {
            let (case, version) = value.split_once(':')?;
            Some((case.parse().ok()?, version.parse().ok()?))
        })
        .collect();
    let (key, receiver) = (field(input, "key"), field(input, "receiver"));
    if key.is_empty() {
        return Ok(error::bad_form());
    }
    Ok(match web.app.assign(&signed.viewer, &chosen, &receiver, &key, signed.moment).await {
        Ok(done) => match web.app.receiver_name(&receiver, signed.moment).await {
            Ok(name) => page(&view(web, signed, &done, &name, on)),
            Err(other) => error::failure(&other),
        },
        Err(AppError::Form(mistakes)) => {
            let text = mistakes.first().map(|m| t(m.key)).unwrap_or_default();
            return Err(Mistaken { chosen: chosen.iter().map(|(case, _)| *case).collect(), text });
        }
        Err(other) => error::failure(&other),
    })
}

/// A field of a form that is read as pairs.
pub(crate) fn field(input: &[(String, String)], name: &str) -> String {
    input.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default()
}

pub(crate) async fn assign(
    State(web): State<Web>,
    signed: Signed,
    input: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let on = ChosenOn { here: "team", address: "/team".into(), back: t("assign.back") };
    match give(&web, &signed, &input, on).await {
        Ok(answer) => answer,
        Err(Mistaken { chosen, text }) => {
            let asked = Asked {
                vis: field(&input, "vis"),
                uger: field(&input, "uger"),
                ejer: field(&input, "ejer"),
                sorter: field(&input, "sorter"),
                periode: field(&input, "periode"),
                grundlag: field(&input, "grundlag"),
                kendt: field(&input, "kendt"),
                alle: "1".to_owned(),
            };
            (StatusCode::UNPROCESSABLE_ENTITY, shown(&web, &signed, asked, &chosen, Some(text)).await).into_response()
        }
    }
}

fn view(web: &Web, signed: &Signed, done: &[Assigned], to: &str, on: ChosenOn) -> Page {
    let of = |wanted: fn(&Outcome) -> bool| done.iter().filter(|d| wanted(&d.outcome)).count();
    let counts = [
        (of(|o| *o == Outcome::Given), "assign.given"),
        (of(|o| *o == Outcome::Proposed), "assign.proposed"),
        (of(|o| matches!(o, Outcome::No(_))), "assign.cannot"),
    ];
    let line = |d: &Assigned| Line {
        case: d.name.as_ref().map(|_| d.case),
        name: d.name.clone().unwrap_or_else(|| tf("assign.case", &[("n", &d.case.to_string())])),
        text: match &d.outcome {
            Outcome::Given => tf("assign.one_given", &[("name", to)]),
            Outcome::Proposed => tf("assign.one_proposed", &[("name", to)]),
            Outcome::No(key) => t(key),
        },
    };
    let part = |id, title: &str, column: &str, is: fn(&Outcome) -> bool| Part {
        id,
        title: t(title),
        column: t(column),
        lines: done.iter().filter(|d| is(&d.outcome)).map(line).collect(),
    };
    let parts = [
        part("kan", "assign.cannot_title", "assign.why", |o| matches!(o, Outcome::No(_))),
        part("ok", "assign.done_title", "assign.what", |o| *o == Outcome::Given),
        part("spurgt", "assign.proposed_title", "assign.what", |o| *o == Outcome::Proposed),
    ];
    Page {
        frame: Frame::new(web, signed, on.here),
        list: on.address,
        back: on.back,
        summary: counts.iter().filter(|(n, _)| *n > 0).map(|(n, key)| count_of(key, *n, &[("name", to)])).collect(),
        parts: parts.into_iter().filter(|part| !part.lines.is_empty()).collect(),
    }
}

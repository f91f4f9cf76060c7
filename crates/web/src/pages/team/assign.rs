//! Giving the chosen cases to a colleague or a unit, and what became of each.

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
    summary: Vec<String>,
    cannot: Vec<Line>,
    done: Vec<Line>,
}

struct Line {
    /// No link where the reader may not open the case.
    case: Option<i64>,
    name: String,
    text: String,
}

pub(crate) async fn assign(
    State(web): State<Web>,
    signed: Signed,
    input: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let field = |name: &str| input.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
    let chosen: Vec<(i64, i64)> = input
        .iter()
        .filter(|(name, _)| name == "c")
        .filter_map(|(_, value)| {
            let (case, version) = value.split_once(':')?;
            Some((case.parse().ok()?, version.parse().ok()?))
        })
        .collect();
    let key = field("key");
    if key.is_empty() {
        return error::bad_form();
    }
    match web.app.assign(&signed.viewer, &chosen, &field("receiver"), &key, signed.moment).await {
        Ok(done) => match web.app.receiver_name(&field("receiver"), signed.moment).await {
            Ok(name) => page(&view(&web, &signed, &done, &name)),
            Err(other) => error::failure(&other),
        },
        Err(AppError::Form(mistakes)) => {
            let asked = Asked {
                vis: field("vis"),
                uger: field("uger"),
                ejer: field("ejer"),
                sorter: field("sorter"),
                periode: field("periode"),
                grundlag: field("grundlag"),
                kendt: field("kendt"),
                alle: "1".to_owned(),
            };
            let cases: Vec<i64> = chosen.iter().map(|(case, _)| *case).collect();
            let text = mistakes.first().map(|m| t(m.key));
            (StatusCode::UNPROCESSABLE_ENTITY, shown(&web, &signed, asked, &cases, text).await).into_response()
        }
        Err(other) => error::failure(&other),
    }
}

fn view(web: &Web, signed: &Signed, done: &[Assigned], to: &str) -> Page {
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
    let (cannot, done): (Vec<&Assigned>, Vec<&Assigned>) =
        done.iter().partition(|d| matches!(d.outcome, Outcome::No(_)));
    Page {
        frame: Frame::new(web, signed, "team"),
        summary: counts.iter().filter(|(n, _)| *n > 0).map(|(n, key)| count_of(key, *n, &[("name", to)])).collect(),
        cannot: cannot.into_iter().map(line).collect(),
        done: done.into_iter().map(line).collect(),
    }
}

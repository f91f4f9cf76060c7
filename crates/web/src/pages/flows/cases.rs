//! The cases behind a number of *Strømme*: who leads a team and wants to do something about it.

use super::address::Address;
use super::wave;
use crate::Web;
use crate::danish::short_year;
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::text::{count, t, tf};
use crate::words::{capital, label};
use app::figures::indicator::outflow::Part;
use app::figures::journey::Step;
use app::figures::suppression::Published;
use app::flows::drawn::{months_words, on_benefit, weeks};
use app::flows::{Behind, CasesPage};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::codes::Code;

#[derive(Template)]
#[template(path = "flow_cases.html")]
struct Page {
    frame: Frame,
    back: String,
    title: String,
    about: String,
    /// Why there is no list, or what it leaves out.
    notes: Vec<String>,
    day_head: String,
    waits: bool,
    rows: Vec<RowView>,
}

struct RowView {
    case: i64,
    name: String,
    born: String,
    benefit: String,
    owner: String,
    day: String,
    waited: String,
}

/// Which number is opened; what cannot be read is none.
fn behind(asked: &Address) -> Option<Behind> {
    let part = Part::from_code(&asked.del).map(Behind::Part);
    let reached = Step::from_code(&asked.naaet).filter(|s| *s != Step::Videre).map(Behind::Reached);
    let waiting = Step::from_code(&asked.venter).filter(|s| *s != Step::Videre).map(Behind::Waiting);
    let became = wave::OUTCOMES.iter().find(|(name, _)| *name == asked.blev).map(|(_, o)| Behind::Became(*o));
    part.or(reached).or(waiting).or(became)
}

pub(crate) async fn cases(State(web): State<Web>, signed: Signed, Query(asked): Query<Address>) -> Response {
    let Some(behind) = behind(&asked) else { return error::not_found() };
    match web.app.flows_cases(&signed.viewer, asked.asked(), behind, signed.moment).await {
        Ok(found) => page(&view(&web, &signed, &found)),
        Err(other) => error::failure(&other),
    }
}

fn view(web: &Web, signed: &Signed, found: &CasesPage) -> Page {
    let shown = &found.shown;
    let benefit = on_benefit(shown.benefit);
    let (title, months, anchor, day_head) = match found.behind {
        Behind::Part(part) => {
            let day = if matches!(part, Part::Opening | Part::Closing | Part::CameNew | Part::CameBack) {
                "flows.day_first"
            } else {
                "flows.day_last"
            };
            (capital(&label(part)), shown.bridge, "bro", day)
        }
        Behind::Reached(step) => {
            (tf("flows.reached_title", &[("step", &label(step))]), shown.wave, "boelge", "flows.day_step")
        }
        Behind::Waiting(step) => {
            (tf("flows.waits_title", &[("step", &label(step))]), shown.wave, "boelge", "flows.day_step")
        }
        Behind::Became(outcome) => (wave::outcome_words(outcome), shown.wave, "boelge", "flows.day_start"),
    };
    let about = if anchor == "bro" { "flows.cases_bridge" } else { "flows.cases_wave" };
    Page {
        frame: Frame::new(web, signed, "leadership"),
        back: format!("/stroemme?{}#{anchor}", shown.query()),
        title,
        about: tf(
            about,
            &[
                ("n", &app::figures::danish::published(found.count)),
                ("benefit", &benefit),
                ("months", &months_words(months)),
            ],
        ),
        notes: notes(found),
        day_head: t(day_head),
        waits: matches!(found.behind, Behind::Waiting(_)),
        rows: found
            .rows
            .iter()
            .map(|row| RowView {
                case: row.case,
                name: row.name.clone(),
                born: row.born_year.map(|year| year.to_string()).unwrap_or_default(),
                benefit: capital(&label(row.benefit)),
                owner: row.owner.clone(),
                day: short_year(row.day),
                waited: weeks(u32::try_from(row.day.days_until(found.today)).unwrap_or(0)),
            })
            .collect(),
    }
}

fn notes(found: &CasesPage) -> Vec<String> {
    let none = match found.count {
        Published::Suppressed => Some(t("flows.cases_hidden")),
        _ if found.few_closed => Some(t("flows.cases_few_closed")),
        Published::Count(0) => Some(t("flows.cases_nobody")),
        Published::Count(_) => None,
    };
    let closed = (found.closed > 0 && !found.few_closed).then(|| count("flows.closed", found.closed));
    let more = (found.more > 0).then(|| count("flows.more", found.more));
    none.into_iter().chain(closed).chain(more).collect()
}

//! The cases behind a number of *Strømme*: who leads a team and wants to do something about it.

use super::address::Address;
use super::wave;
use crate::Web;
use crate::danish::short_year;
use crate::pages::opened::{self, Head, Page};
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::text::{t, tf};
use crate::way_back;
use crate::words::{capital, label};
use app::figures::indicator::outflow::Part;
use app::figures::journey::Step;
use app::figures::suppression::Published;
use app::flows::drawn::{months_words, on_benefit, weeks};
use app::flows::{Behind, CasesPage};
use app::opened::Extent;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::codes::Code;

/// Which number is opened; what cannot be read is none.
fn behind(asked: &Address) -> Option<Behind> {
    let part = Part::from_code(&asked.del).map(Behind::Part);
    let reached = Step::from_code(&asked.naaet).filter(|s| *s != Step::Videre).map(Behind::Reached);
    let waiting = Step::from_code(&asked.venter).filter(|s| *s != Step::Videre).map(Behind::Waiting);
    let became = wave::OUTCOMES.iter().find(|(name, _)| *name == asked.blev).map(|(_, o)| Behind::Became(*o));
    part.or(reached).or(waiting).or(became)
}

/// The number that is opened, as the address has it.
fn address(behind: Behind) -> String {
    let (what, code) = match behind {
        Behind::Part(part) => ("del", part.code()),
        Behind::Reached(step) => ("naaet", step.code()),
        Behind::Waiting(step) => ("venter", step.code()),
        Behind::Became(outcome) => {
            ("blev", wave::OUTCOMES.iter().find(|(_, of)| *of == outcome).map_or("", |(name, _)| *name))
        }
    };
    format!("{what}={code}")
}

pub(crate) async fn cases(State(web): State<Web>, signed: Signed, Query(asked): Query<Address>) -> Response {
    if !asked.svar.is_empty() {
        return super::answers::waiting(&web, &signed, &asked).await;
    }
    let Some(behind) = behind(&asked) else { return error::not_found() };
    let extent = Extent::Page(asked.side.parse().unwrap_or(1));
    match web.app.flows_cases(&signed.viewer, (asked.asked(), behind), extent, signed.moment).await {
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
    let n = app::figures::danish::published(found.count);
    let waits = matches!(found.behind, Behind::Waiting(_));
    let waited = |day: domain::Day| weeks(u32::try_from(day.days_until(found.today)).unwrap_or(0));
    let cells = |day: domain::Day| std::iter::once(short_year(day)).chain(waits.then(|| waited(day))).collect();
    let days = std::iter::once(Head::plain(t(day_head))).chain(waits.then(|| Head::number(t("flows.col_waited"))));
    let mut first = way_back::firsts();
    Page {
        frame: Frame::new(web, signed, "leadership"),
        back: (format!("/stroemme?{}#{anchor}", shown.query()), t("flows.title")),
        title,
        about: tf(about, &[("n", &n), ("benefit", &benefit), ("months", &months_words(months))]),
        notes: opened::notes(&found.cases, (found.count == Published::Suppressed, shown.benefit.is_some())),
        heads: Head::of_case().into_iter().chain(days).collect(),
        rows: found.cases.rows.iter().map(|row| opened::row(row, cells(row.of)).at(first(row.case))).collect(),
        pager: opened::pager(&found.cases, &format!("/stroemme/sager?{}&{}", shown.query(), address(found.behind))),
        foot: None,
    }
}

//! *Strømme*: who leads or counts, and wants to know how a stock became another and where people wait on their way.
//! Numbers, no persons; each opens to its cases for those who may see them.

mod address;
mod answers;
mod bridge;
mod cases;
mod file;
mod wave;

use crate::Web;
use crate::danish::long;
use crate::pages::foot::Foot;
use crate::pages::opened::Number;
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::text::{count, t, tf};
use crate::words::{capital, label};
use address::Address;
use app::AppError;
use app::figures::definition::Indicator;
use app::figures::suppression::Published;
use app::figures::{Month, danish};
use app::flows::drawn::{bridge_finding, on_benefit};
use app::flows::{FlowsPage, MONTHS, Shown};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::codes::{Benefit, Code};

pub(crate) use bridge::View as BridgeView;
pub(crate) use cases::cases;
pub(crate) use file::file;
pub(crate) use wave::View as WaveView;

#[derive(Template)]
#[template(path = "flows.html")]
struct Page {
    frame: Frame,
    finding: String,
    about: String,
    left_out: Option<String>,
    empty: bool,
    benefits: Vec<Choice>,
    months: Vec<Field>,
    periods: Vec<(String, String, bool)>,
    bridge: bridge::View,
    wave: wave::View,
    answers: Vec<answers::AnswerView>,
    /// Somebody is in none of the other columns.
    answers_apart: bool,
    after: Vec<answers::AfterView>,
    after_apart: bool,
    stock_foot: Foot,
    outflow_foot: Foot,
    wait_foot: Foot,
    answer_foot: Foot,
    after_foot: Foot,
}

struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

/// A month to choose.
struct Field {
    id: &'static str,
    label: String,
    choices: Vec<Choice>,
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(asked): Query<Address>) -> Response {
    let found = web.app.flows(&signed.viewer, asked.asked(), signed.moment).await;
    match found.and_then(|found| view(&web, &signed, &found)) {
        Ok(view) => page(&view),
        Err(other) => error::failure(&other),
    }
}

/// The two drawings with what stands beside them, for *Ledelse*.
pub(crate) struct Ways {
    pub(crate) bridge: bridge::View,
    pub(crate) wave: wave::View,
    pub(crate) wait_foot: Foot,
    /// The page that has the rest.
    pub(crate) link: String,
}

pub(crate) fn ways(found: &FlowsPage, persons: bool) -> Result<Ways, AppError> {
    Ok(Ways {
        bridge: bridge::view(found, persons),
        wave: wave::view(found, persons),
        wait_foot: foot(found, Indicator::VentetidPrTrin)?,
        link: format!("/stroemme?{}", found.shown.query()),
    })
}

fn view(web: &Web, signed: &Signed, found: &FlowsPage) -> Result<Page, AppError> {
    let frame = Frame::new(web, signed, "leadership");
    let (answers, after) = (answers::answers(found, frame.persons), answers::after(found));
    Ok(Page {
        finding: bridge_finding(found),
        about: tf(
            "flows.about",
            &[("day", &long(found.today)), ("cases", &danish::count(i64::try_from(found.cases).unwrap_or(i64::MAX)))],
        ),
        left_out: (found.left_out > 0).then(|| count("leadership.left_out", found.left_out)),
        empty: found.benefits.is_empty(),
        benefits: benefits(found),
        months: fields(found),
        periods: periods(found),
        bridge: bridge::view(found, frame.persons),
        wave: wave::view(found, frame.persons),
        answers_apart: answers::any(answers.iter().map(|row| row.apart.as_str())),
        answers,
        after_apart: answers::any(after.iter().map(|row| row.apart.as_str())),
        after,
        answer_foot: foot(found, Indicator::TidTilSvar)?,
        after_foot: foot(found, Indicator::SelvforsoergelseEfterVejen)?,
        stock_foot: foot(found, Indicator::BestandOgStroemme)?,
        outflow_foot: foot(found, Indicator::AfgangEfterAarsag)?,
        wait_foot: foot(found, Indicator::VentetidPrTrin)?,
        frame,
    })
}

fn foot(found: &FlowsPage, id: Indicator) -> Result<Foot, AppError> {
    let shown = &found.shown;
    let (months, population) = match id {
        Indicator::VentetidPrTrin => (shown.wave, "flows.population_wave"),
        Indicator::SelvforsoergelseEfterVejen => (shown.wave, "flows.population_after"),
        Indicator::TidTilSvar => (shown.wave, "flows.population_answers"),
        _ => (shown.bridge, "flows.population"),
    };
    let who = tf(population, &[("benefit", &on_benefit(shown.benefit))]);
    let sheet = format!("/stroemme/regneark?tal={}&{}", id.code(), shown.query());
    Ok(Foot::new(found.definition(id)?, (months.0.first_day(), months.1.last_day()), who, found.today, sheet))
}

fn benefits(found: &FlowsPage) -> Vec<Choice> {
    let one = |benefit: Option<Benefit>| Choice {
        value: benefit.map_or(app::flows::ALL, Code::code).to_owned(),
        text: benefit_name(benefit),
        chosen: benefit == found.shown.benefit,
    };
    // Whoever asks for a benefit nobody has had still sees what was asked for.
    let asked = found.shown.benefit.filter(|b| !found.benefits.contains(b));
    let mut named: Vec<Choice> = found.benefits.iter().copied().chain(asked).map(|b| one(Some(b))).collect();
    named.sort_by_cached_key(|c| danish::sort_key(&c.text));
    std::iter::once(one(None)).chain(named).collect()
}

fn fields(found: &FlowsPage) -> Vec<Field> {
    let shown = &found.shown;
    let (last, running) = (found.last(), Month::of(found.today));
    [
        ("fra", shown.bridge.0, last),
        ("til", shown.bridge.1, last),
        ("hfra", shown.wave.0, running),
        ("htil", shown.wave.1, running),
    ]
    .map(|(id, chosen, newest)| Field {
        id,
        label: t(&format!("flows.field_{id}")),
        choices: last
            .plus(1 - MONTHS)
            .through(newest)
            .rev()
            .map(|month| Choice { value: month.code(), text: danish::month(month), chosen: month == chosen })
            .collect(),
    })
    .into()
}

/// The last month, and the last 3, 6 and 12: address, words, and whether it is the one that is shown.
fn periods(found: &FlowsPage) -> Vec<(String, String, bool)> {
    let last = found.last();
    let one = |months: i32| {
        let bridge = (last.plus(1 - months), last);
        let shown = Shown { bridge, ..found.shown };
        let words = count("span.months", usize::try_from(months).unwrap_or(0));
        (format!("/stroemme?{}#bro", shown.query()), words, bridge == found.shown.bridge)
    };
    [1, 3, 6, 12].map(one).into()
}

/// `Kontanthjælp`
fn benefit_name(benefit: Option<Benefit>) -> String {
    benefit.map_or_else(|| t("flows.all"), |b| capital(&label(b)))
}

/// The number, with a link where there is somebody behind it and the reader may see persons.
fn number(found: &FlowsPage, published: Published, behind: Option<(&str, &str)>) -> Number {
    let text = danish::published(published);
    let somebody = matches!(published, Published::Count(n) if n > 0);
    let link = behind.filter(|_| somebody);
    Number { text, link: link.map(|(what, code)| format!("/stroemme/sager?{}&{what}={code}", found.shown.query())) }
}

//! *Definitioner*: whoever reads a figure and wants to know what it counts. No persons.

use crate::Web;
use crate::danish::long;
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::text::{t, tf};
use app::definitions::Defined;
use app::figures::definition::{Definition, Indicator, State};
use askama::Template;
use axum::extract::{Query, State as Held};
use axum::response::Response;
use domain::Day;
use domain::codes::Code;
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    tilstand: String,
}

#[derive(Template)]
#[template(path = "definitions.html")]
struct Page {
    frame: Frame,
    states: Vec<(&'static str, String, bool)>,
    rows: Vec<RowView>,
}

struct RowView {
    anchor: &'static str,
    name: String,
    shown: bool,
    state: String,
    version: String,
    facts: Vec<(String, String)>,
    /// Where it is shown, of the pages the reader has.
    pages: Vec<(&'static str, String)>,
    older: Vec<OlderView>,
}

struct OlderView {
    anchor: String,
    title: String,
    facts: Vec<(String, String)>,
}

/// Where the words of a figure stand.
pub(crate) fn link(id: Indicator) -> String {
    format!("/definitioner#{}", id.code())
}

/// The pages that show a figure: address, name, and whether only those who lead a team have it.
fn places(id: Indicator) -> &'static [(&'static str, &'static str)] {
    use Indicator::{
        AfgangEfterAarsag, Aktiveringsgrad, BestandOgStroemme, Forloeb, FremmoedeTilSamtaler, FuldtidspersonerDage,
        Langtidsledige1Aar, Langtidsledige3Maaneder, Langtidsledige80Pct, Personer, Rettidighed, SagerITeam,
        SelvforsoergelseEfterVejen, StatusEfterForloeb, TidTilFoersteTilbud, TidTilSvar, UdenTilbud12Maaneder,
        VarighedAfAfsluttedeForloeb, VentetidPrTrin,
    };
    match id {
        Aktiveringsgrad => &[
            ("/maal#egne", "nav.goals"),
            ("/sammenlign?maal=aktiveringsgrad#eg", "nav.comparison"),
            ("/rapporter", "nav.reports"),
        ],
        FremmoedeTilSamtaler
        | Langtidsledige1Aar
        | Langtidsledige3Maaneder
        | Langtidsledige80Pct
        | SagerITeam
        | StatusEfterForloeb
        | TidTilFoersteTilbud
        | UdenTilbud12Maaneder => &[("/rapporter", "nav.reports")],
        FuldtidspersonerDage | Personer => &[
            ("/ledelse#fuldtid", "nav.leadership"),
            ("/sammenlign?maal=kontanthjaelp-fuldtid#eg", "nav.comparison"),
            ("/maal#egne", "nav.goals"),
            ("/rapporter", "nav.reports"),
        ],
        BestandOgStroemme => {
            &[("/ledelse#stroemme", "nav.leadership"), ("/stroemme#bro", "flows.title"), ("/maal#egne", "nav.goals")]
        }
        Forloeb => &[("/ledelse#stroemme", "nav.leadership"), ("/stroemme#bro", "flows.title")],
        AfgangEfterAarsag => &[("/ledelse#bro", "nav.leadership"), ("/stroemme#bro", "flows.title")],
        VentetidPrTrin => &[
            ("/ledelse#boelge", "nav.leadership"),
            ("/stroemme#boelge", "flows.title"),
            ("/maal#egne", "nav.goals"),
            ("/rapporter", "nav.reports"),
        ],
        SelvforsoergelseEfterVejen => &[("/stroemme#bagefter", "flows.title")],
        TidTilSvar => &[("/stroemme#svar", "flows.title")],
        VarighedAfAfsluttedeForloeb => &[("/ledelse#varighed", "nav.leadership"), ("/maal#egne", "nav.goals")],
        Rettidighed => &[
            ("/rettidighed", "timeliness.title"),
            ("/team#frister", "nav.team"),
            ("/ledelse#rettidighed", "nav.leadership"),
            ("/maal#egne", "nav.goals"),
        ],
        _ => &[],
    }
}

pub(crate) async fn show(Held(web): Held<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    let state = State::from_code(&asked.tilstand);
    match web.app.definitions(&signed.viewer, state, signed.moment.today) {
        Ok(found) => {
            let frame = Frame::new(&web, &signed, "definitions");
            let rows = found.iter().map(|d| row(d, &frame)).collect();
            page(&Page { states: states(state), rows, frame })
        }
        Err(other) => error::failure(&other),
    }
}

fn states(chosen: Option<State>) -> Vec<(&'static str, String, bool)> {
    let mut all = vec![("", t("definitions.all"), chosen.is_none())];
    let each = State::ALL.iter();
    all.extend(each.map(|s| (s.code(), t(&format!("definitions.state_{}", s.code())), chosen == Some(*s))));
    all
}

fn row(found: &Defined, frame: &Frame) -> RowView {
    let now = found.now;
    let has = |address: &str| {
        if address.starts_with("/team") { frame.leads } else { frame.figures }
    };
    let pages = places(now.id).iter().filter(|(address, _)| has(address)).map(|(address, key)| (*address, t(key)));
    let older = found.before.iter().map(|e| OlderView {
        anchor: format!("{}-{}", now.id.code(), e.definition.version),
        title: tf("definitions.older", &[("n", &e.definition.version.to_string())])
            + ", "
            + &tf("definitions.through", &[("day", &long(e.through))]),
        facts: facts(e.definition),
    });
    RowView {
        anchor: now.id.code(),
        name: now.name.clone(),
        shown: now.state == State::Shown,
        state: t(if now.state == State::Shown { "definitions.state_shown" } else { "definitions.not_yet" }),
        version: version(now),
        facts: facts(now),
        pages: pages.collect(),
        older: older.collect(),
    }
}

fn version(definition: &Definition) -> String {
    let since = if definition.from == Day::FIRST {
        t("definitions.always")
    } else {
        tf("definitions.since", &[("day", &long(definition.from))])
    };
    format!("{}, {since}", tf("definitions.version", &[("n", &definition.version.to_string())]))
}

fn facts(definition: &Definition) -> Vec<(String, String)> {
    let all = [
        ("definitions.counts", Some(&definition.text)),
        ("definitions.source", Some(&definition.source)),
        ("definitions.ours", definition.ours.as_ref()),
        ("definitions.why", definition.why.as_ref()),
    ];
    all.into_iter().filter_map(|(key, text)| Some((t(key), text?.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::figures::definition::Definitions;

    #[test]
    fn a_figure_that_is_shown_says_where_and_one_that_is_not_does_not() {
        let shipped = Definitions::shipped();
        for id in Indicator::ALL {
            let now = shipped.of(*id, "2026-03-16".parse().unwrap()).unwrap();
            assert_eq!(now.state == State::Shown, !places(*id).is_empty(), "{}", id.code());
        }
    }
}

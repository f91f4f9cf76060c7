//! What stands below each figure: definition with version, period, who is counted, source, the day it was counted.

use crate::danish::{long, period};
use crate::pages::definitions;
use crate::text::{t, tf};
use app::AppError;
use app::figures::definition::Indicator;
use app::leadership::LeadershipPage;
use domain::Day;
use domain::codes::Code;

pub(super) struct Foot {
    pub(super) link: String,
    pub(super) name: String,
    /// `fuldtidspersoner_dage, version 1`
    pub(super) version: String,
    pub(super) facts: Vec<(String, String)>,
    pub(super) sheet: String,
}

/// First and last day that a figure is about.
fn days(found: &LeadershipPage, id: Indicator) -> (Day, Day) {
    let last = found.last();
    match id {
        Indicator::FuldtidspersonerDage | Indicator::Personer => (last.last_year().first_day(), last.last_day()),
        Indicator::VarighedAfAfsluttedeForloeb => (found.lengths_from.first_day(), found.lengths_through.last_day()),
        _ => (last.first_day(), last.last_day()),
    }
}

pub(super) fn of(found: &LeadershipPage, id: Indicator) -> Result<Foot, AppError> {
    let definition = found.definition(id)?;
    let (from, through) = days(found, id);
    let population = if id == Indicator::Rettidighed { "leadership.population_dates" } else { "leadership.population" };
    let cases = app::figures::danish::count(i64::try_from(found.cases).unwrap_or(i64::MAX));
    let facts = [
        ("leadership.period", period(from, Some(through))),
        ("leadership.who", tf(population, &[("n", &cases)])),
        ("leadership.source", t("leadership.source_text")),
        ("leadership.counted", long(found.today)),
    ];
    Ok(Foot {
        link: definitions::link(id),
        name: definition.name.clone(),
        version: format!("{}, version {}", id.code(), definition.version),
        facts: facts.map(|(key, text)| (t(key), text)).into(),
        sheet: format!("/ledelse/regneark?tal={}", id.code()),
    })
}

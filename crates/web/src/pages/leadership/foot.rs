//! What stands below each figure: definition with version, period, who is counted, source, the day it was counted.

use crate::danish::{long, period};
use crate::pages::definitions;
use crate::text::{t, tf};
use app::AppError;
use app::figures::definition::{Definition, Indicator};
use app::leadership::LeadershipPage;
use domain::Day;
use domain::codes::Code;

pub(crate) struct Foot {
    pub(crate) link: String,
    pub(crate) name: String,
    /// `fuldtidspersoner_dage, version 1`
    pub(crate) version: String,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) sheet: String,
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
    let sheet = format!("/ledelse/regneark?tal={}", id.code());
    Ok(made(found.definition(id)?, days(found, id), found.cases, found.today, sheet))
}

/// The foot of a figure on any page: what it counts, over which days, in how many cases, and the day it was counted.
pub(crate) fn made(definition: &Definition, (from, through): (Day, Day), cases: usize, on: Day, sheet: String) -> Foot {
    let id = definition.id;
    let population = if id == Indicator::Rettidighed { "leadership.population_dates" } else { "leadership.population" };
    let cases = app::figures::danish::count(i64::try_from(cases).unwrap_or(i64::MAX));
    let facts = [
        ("leadership.period", period(from, Some(through))),
        ("leadership.who", tf(population, &[("n", &cases)])),
        ("leadership.source", t("leadership.source_text")),
        ("leadership.counted", long(on)),
    ];
    Foot {
        link: definitions::link(id),
        name: definition.name.clone(),
        version: format!("{}, version {}", id.code(), definition.version),
        facts: facts.map(|(key, text)| (t(key), text)).into(),
        sheet,
    }
}

impl Foot {
    /// The same below the rows of a spreadsheet.
    pub(crate) fn rows(self) -> Vec<Vec<String>> {
        let mut rows = vec![Vec::new(), vec![t("leadership.definition"), self.name, self.version]];
        rows.extend(self.facts.into_iter().map(|(name, text)| vec![name, text]));
        rows
    }
}

//! What a figure of *Ledelse* is about.

use crate::pages::foot::Foot;
use crate::text::tf;
use app::AppError;
use app::figures::definition::{Definition, Indicator};
use app::leadership::LeadershipPage;
use domain::Day;
use domain::codes::Code;

/// First and last day that a figure is about.
fn days(found: &LeadershipPage, id: Indicator) -> (Day, Day) {
    let last = found.last;
    match id {
        Indicator::FuldtidspersonerDage | Indicator::Personer => (last.last_year().first_day(), last.last_day()),
        Indicator::VarighedAfAfsluttedeForloeb => (found.lengths_from.first_day(), found.lengths_through.last_day()),
        _ => (last.first_day(), last.last_day()),
    }
}

pub(super) fn of(found: &LeadershipPage, id: Indicator) -> Result<Foot, AppError> {
    let sheet = format!("/ledelse/regneark?tal={}&maaned={}", id.code(), found.last.code());
    Ok(made(found.definition(id)?, days(found, id), found.cases, found.today, sheet))
}

/// The foot of a figure that counts open cases, or their dates.
pub(crate) fn made(definition: &Definition, days: (Day, Day), cases: usize, on: Day, sheet: String) -> Foot {
    let timely = definition.id == Indicator::Rettidighed;
    let population = if timely { "leadership.population_dates" } else { "leadership.population" };
    let cases = app::figures::danish::count(i64::try_from(cases).unwrap_or(i64::MAX));
    Foot::new(definition, days, tf(population, &[("n", &cases)]), on, sheet)
}

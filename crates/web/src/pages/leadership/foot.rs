//! What a figure of *Ledelse* is about.

use crate::pages::foot::Foot;
use crate::text::tf;
use app::AppError;
use app::figures::definition::Indicator;
use app::leadership::LeadershipPage;
use domain::Day;
use domain::codes::Code;

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
    let population = if id == Indicator::Rettidighed { "leadership.population_dates" } else { "leadership.population" };
    let cases = app::figures::danish::count(i64::try_from(found.cases).unwrap_or(i64::MAX));
    let sheet = format!("/ledelse/regneark?tal={}", id.code());
    Ok(Foot::new(found.definition(id)?, days(found, id), tf(population, &[("n", &cases)]), found.today, sheet))
}

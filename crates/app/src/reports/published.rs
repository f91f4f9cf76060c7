//! The published tables of a report: one municipality beside its cluster, RAR area, the country and the ten best.

use crate::comparison::{Asked, Comparison, ComparisonPage};
use crate::{App, AppError, Moment};
use documents::plan::Plans;
use domain::Day;
use domain::instant::Instant;
use std::collections::BTreeMap;

/// Months of a line.
const MONTHS: u16 = 36;

pub(super) struct Measures {
    pub(super) area: u16,
    pub(super) area_name: String,
    /// All measures at once.
    pub(super) all: ComparisonPage,
    by: BTreeMap<String, Comparison>,
}

impl Measures {
    pub(super) fn of(&self, measure: &str) -> Option<&Comparison> {
        self.by.get(measure)
    }
}

/// Measures that reports draw or list, beyond those of the plan.
const LISTED: [&str; 3] = ["ledige-andel", "ledige-dagpenge-andel", "ledige-kontanthjaelp-andel"];

impl App {
    pub(super) async fn measures(&self, area: u16, today: Day) -> Result<Measures, AppError> {
        let moment = Moment { today, now: Instant::midnight_after(today) };
        let asked = |measure: Option<&str>| Asked {
            measure: measure.map(str::to_owned),
            area: Some(area),
            months: Some(MONTHS),
            ..Asked::default()
        };
        let all = self.comparison(asked(None), moment).await?;
        let mut by = BTreeMap::new();
        for measure in Plans::shipped().measures().chain(LISTED) {
            if by.contains_key(measure) || !all.measures.iter().any(|m| m.id == measure) {
                continue;
            }
            let shown = self.compared(&asked(Some(measure)), today).await?;
            by.extend(shown.map(|shown| (measure.to_owned(), shown)));
        }
        Ok(Measures { area: all.area, area_name: all.area_name.clone(), all, by })
    }
}

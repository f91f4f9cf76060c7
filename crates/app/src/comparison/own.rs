//! The municipality's own count beside the number that is published of it.

use super::Comparison;
use crate::access::Viewer;
use crate::leadership::Counts;
use crate::{App, AppError, Moment};
use domain::codes::Benefit;
use figures::goal::{Measure, Population};
use figures::{Exact, Month, Value};

/// One month of both.
#[derive(Clone, Copy, Debug)]
pub struct OwnMonth {
    pub month: Month,
    /// Counted from the cases, as they are known now.
    pub counted: Value,
    pub published: Value,
}

impl OwnMonth {
    /// Counted less published, where both are known.
    pub fn difference(&self) -> Option<Exact> {
        Some(self.counted.number()? - self.published.number()?)
    }

    /// The difference in per cent of the published number.
    pub fn percent(&self) -> Option<Exact> {
        Some(self.difference()?.ratio(self.published.number()?)?.times_100())
    }
}

#[derive(Clone, Debug)]
pub struct OwnBeside {
    pub measure: Measure,
    pub benefit: Benefit,
    /// The months of the comparison that are counted, oldest first.
    pub months: Vec<OwnMonth>,
}

impl OwnBeside {
    pub fn of(&self, month: Month) -> Value {
        self.months.iter().find(|m| m.month == month).map_or(Value::Missing, |m| m.counted)
    }
}

impl App {
    /// Own numbers beside published ones; `None` where the program counts nothing that means the same. For those who may
    /// see the figures of the municipality; they are of now, so they stand beside what is known now.
    pub async fn own_beside(
        &self,
        viewer: &Viewer,
        shown: &Comparison,
        moment: Moment,
    ) -> Result<Option<OwnBeside>, AppError> {
        let Some((measure, benefit)) = shown.measure.own else { return Ok(None) };
        let monthly = self.monthly(viewer, None, moment).await?;
        let asked = Counts { measure, benefit: Some(benefit), part: None };
        let series = monthly.series(asked, (Population::Bestand, None), &self.rulebook);
        let own = shown.lines.first().map_or(&[][..], |l| &l.values[..]);
        let published =
            |month: Month| shown.months.iter().position(|m| *m == month).and_then(|at| own.get(at).copied());
        let months = series
            .into_iter()
            .filter_map(|(month, counted)| Some(OwnMonth { month, counted, published: published(month)? }));
        Ok(Some(OwnBeside { measure, benefit, months: months.collect() }))
    }
}

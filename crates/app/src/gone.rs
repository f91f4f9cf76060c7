//! A benefit that an act has ended is not begun: refused alike by form, correction, file and program. What began before stands.

use domain::Day;
use domain::codes::Benefit;
use domain::kinds::FactData;
use rulebook::Rulebook;

/// A benefit that is gone on a day, with the last day it could begin on.
pub(crate) struct Gone {
    pub(crate) benefit: Benefit,
    pub(crate) last: Day,
}

impl Gone {
    /// What a file's report and a program's answer say.
    pub(crate) fn message(&self) -> String {
        use domain::codes::Code;
        format!(
            "\"{}\" could last begin on {}; write the benefit that took its place, or correct the day",
            self.benefit.code(),
            self.last
        )
    }
}

/// Whether the fact would begin a benefit, or ask for one, that was gone by then.
pub(crate) fn gone(rulebook: &Rulebook, data: &FactData, from: Day) -> Option<Gone> {
    let (FactData::Benefit { benefit, .. } | FactData::FirstContact { benefit }) = data else { return None };
    let last = rulebook.benefit_gone(*benefit, from)?;
    Some(Gone { benefit: *benefit, last })
}

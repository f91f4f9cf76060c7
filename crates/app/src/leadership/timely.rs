//! Dates kept in the last month, and what is overdue today: the same counts as *Rettidighed* shows.

use crate::team::measure::Kept;
use crate::timeliness::tally::Tally;
use crate::timeliness::{NowRow, of_month};
use figures::Month;
use figures::timeliness::counts::Shown;

#[derive(Clone, Debug)]
pub struct Timeliness {
    /// What was due in the month: by the law's dates, then by the municipality's goals.
    pub kept: Vec<(Kept, Shown)>,
    pub now: Vec<NowRow>,
}

pub(super) fn of(tally: &Tally, last: Month) -> Timeliness {
    let (kept, now) = of_month(tally, last);
    Timeliness { kept, now }
}

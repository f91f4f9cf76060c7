//! How timeliness is measured: in which months, by whose date, of what was due or of what was held, by the day or the week.

use domain::codes::codes;
use domain::{Day, MonthEnd};
use figures::timeliness::{By, Layer, Question, View};

codes! {
    /// Whole calendar months before this one.
    KeptPeriod "kept_period" { Month = "month", Quarter = "quarter", Year = "year" }
}

codes! {
    /// Whose date.
    Kept "kept_layer" { Law = "law", Goal = "goal" }
}

codes! {
    /// What is counted: dates that lay in the period, or those that were held in it.
    KeptBasis "kept_basis" { Due = "due", Held = "held" }
}

codes! {
    /// In time through the day, or through the Sunday of its week (*falduge*).
    KeptBy "kept_by" { Day = "day", Week = "week" }
}

impl KeptPeriod {
    /// First and last day: months that are over, so that the figure stands still.
    pub fn days(self, today: Day) -> (Day, Day) {
        let months = match self {
            KeptPeriod::Month => 1,
            KeptPeriod::Quarter => 3,
            KeptPeriod::Year => 12,
        };
        let this = today.start_of_month();
        (this.plus_months(-months, MonthEnd::Down), this.plus_days(-1))
    }
}

impl KeptBy {
    pub fn by(self) -> By {
        match self {
            KeptBy::Day => By::Day,
            KeptBy::Week => By::Week,
        }
    }
}

/// What one figure asks, on a day.
pub(crate) fn question(
    (layer, basis, by): (Kept, KeptBasis, KeptBy),
    (from, through): (Day, Day),
    on: Day,
) -> Question {
    let layer = match layer {
        Kept::Law => Layer::Law,
        Kept::Goal => Layer::Goal,
    };
    let view = match basis {
        KeptBasis::Due => View::Due,
        KeptBasis::Held => View::Held,
    };
    Question { layer, view, by: by.by(), from, through, on }
}

//! Journeys through the steps of the effort, from the first contact on: how long each step waits for the next.
//!
//! A journey goes upwards only. A step that is reached after a later one is passed over, and nobody waited at it. Whoever
//! still waits counts as long as the wait has been seen.

mod path;
mod sample;
mod waits;

pub use path::{Ending, Journey, Leg, Outcome};
pub use sample::{FEWEST, MOST_LINES, sample, typical};
pub(crate) use waits::quantiles;
pub use waits::{Quantile, Wait, Waits};

use crate::definition::Indicator;
use domain::codes::codes;

pub const INDICATOR: Indicator = Indicator::VentetidPrTrin;

codes! {
    /// The steps, in their order.
    Step "journey_step" {
        Henvendelse = "henvendelse",
        FoersteSamtale = "foerste_samtale",
        Plan = "plan",
        TilbudBevilget = "tilbud_bevilget",
        TilbudIGang = "tilbud_i_gang",
        OrdinaereTimer = "ordinaere_timer",
        /// A job, an education, or off the benefit without another.
        Videre = "videre",
    }
}

impl Step {
    /// The steps from which one goes on to another.
    pub const BEFORE_LAST: &'static [Step] = &[
        Step::Henvendelse,
        Step::FoersteSamtale,
        Step::Plan,
        Step::TilbudBevilget,
        Step::TilbudIGang,
        Step::OrdinaereTimer,
    ];
}

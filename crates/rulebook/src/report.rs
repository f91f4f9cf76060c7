//! A course as JSON: schema `medspiller.assess/1` and the steps of `explain`. Inclusive ISO dates; unknown is null with a
//! reason in `missing`; arrays sorted by id; amounts in øre. JSON carries codes, never sentences for the page.

mod answer;
mod assess;
mod duty;
mod explain;
mod law_today;
mod limits;
mod outside;

pub use assess::{AssessInput, AssessReport, assess_report, last_day_of_today_law};
pub use duty::{BasisReport, DutyReport, duty_id, falls_on};
pub use explain::{StepReport, explain_report};
pub use limits::limit_days;
pub(crate) use limits::limit_days_before;

/// The engine's own version, printed beside every computed answer.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");

//! The two drawings of *Strømme* with their words: the same on the page and in reports.

mod bridge;
mod wave;

pub use bridge::{bridge, bridge_finding, days};
pub use wave::{longest, told, wave, wave_about, weeks};

use documents::danish::month_long;
use documents::text::{label, t, tf};
use domain::codes::Benefit;
use figures::{Month, danish};

/// `på kontanthjælp`
pub fn on_benefit(benefit: Option<Benefit>) -> String {
    benefit.map_or_else(|| t("flows.on_all"), |b| tf("flows.on", &[("benefit", &label(b))]))
}

/// `februar 2026`, `marts–august 2025`, `oktober 2025–februar 2026`
pub fn months_words((first, last): (Month, Month)) -> String {
    let (from, through) = (month_long(first.first_day()), month_long(last.first_day()));
    match from.split_once(' ') {
        _ if first == last => through,
        Some((name, _)) if first.year() == last.year() => format!("{name}–{through}"),
        _ => format!("{from}–{through}"),
    }
}

fn whole(n: u32) -> String {
    danish::count(i64::from(n))
}

//! Counting spells: by hand, and against a count day by day.

#![expect(clippy::unwrap_used, reason = "a test may stop where it must not fail")]

mod by_hand;
mod day_by_day;

use domain::Day;
use medspiller_figures::Month;
use medspiller_figures::spells::{Axis, Gap, Shape, Spell, Spells};

const SHAPE: Shape = Shape { persons: 40, benefits: 3, places: 4 };
const GAPS: [Gap; 3] = [Gap::OneDay, Gap::CalendarMonth, Gap::CalendarMonth];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn month(year: i32, month: u8) -> Month {
    Month::new(year, month).unwrap()
}

/// From October 2023 through January 2025: a leap February and two turns of the year.
fn window() -> (Month, Month) {
    (month(2023, 10), month(2025, 1))
}

fn axis() -> Axis {
    Axis::months(window().0, window().1)
}

fn sorted(spells: &[Spell]) -> Spells {
    Spells::sorted(SHAPE, || spells.iter().copied()).unwrap()
}

fn spell(person: u32, benefit: u8, place: u16, first: &str, last: Option<&str>) -> Spell {
    Spell { person, benefit, place, first: day(first), last: last.map(day) }
}

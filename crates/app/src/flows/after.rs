//! Self-support after the way through the steps: 3 and 6 months on, on the day and lasting. Self-support is the absence of
//! every known benefit.

use super::{Material, Shown};
use crate::benefit_days;
use domain::compact::HistoryView;
use domain::{Day, MonthEnd, Period};
use figures::indicator::self_support::{How, self_support};
use figures::indicator::{Outcome, share};
use figures::journey;
use figures::suppression::{Published, THRESHOLD, publish_row};
use figures::timeliness::Share;

/// Months after a journey has arrived.
const MONTHS: [i32; 2] = [3, 6];

/// On the day, and lasting until it; one of each for every number of [`MONTHS`].
pub(super) type After = [[Outcome; 2]; 2];

/// Of those who have arrived, so many months after.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AfterRow {
    pub months: i32,
    /// Without a known benefit on the day; `None` where few would be seen.
    pub on_the_day: Option<Share>,
    /// Without one until the day.
    pub lasting: Option<Share>,
    /// Whose day has not come.
    pub not_yet: Published,
    /// Who has a benefit that cannot be read: in neither share.
    pub unknown: Published,
}

/// A journey that arrived on its last day: the first day away from the benefit, or the first of a job.
pub(super) fn of(view: HistoryView<'_>, left_out: usize, journey: &journey::Journey, today: Day) -> Option<After> {
    if journey.outcome != journey::Outcome::Arrived {
        return None;
    }
    let ended = journey.start.plus_days(i32::try_from(journey.days()).ok()? - 1);
    let mut unread = 0;
    let spells = benefit_days::of(view, &mut unread);
    let benefits: Vec<Period> =
        spells.spells().iter().filter_map(|s| Period::from_through(s.first_day(), s.last_day())).collect();
    // A benefit that cannot be read may run on any day.
    let known_through = if left_out > 0 { ended } else { today };
    let one = |months: i32, how| {
        let days = ended.days_until(ended.plus_months(months, MonthEnd::Down));
        self_support(ended, days, how, &benefits, known_through, today)
    };
    Some(MONTHS.map(|months| [How::OnTheDay, How::Lasting].map(|how| one(months, how))))
}

/// Few are hidden: with the others of the two shares also those who had a benefit in between.
pub(super) fn rows(material: &Material, shown: Shown) -> Vec<AfterRow> {
    let all: Vec<After> = material.journeys(shown.benefit, shown.wave).filter_map(|t| t.after).collect();
    let row = |(at, months): (usize, &i32)| {
        let [day, lasting] = [0, 1].map(|how| share(all.iter().map(|after| after[at][how])));
        let between = day.numerator.saturating_sub(lasting.numerator);
        let parts = [lasting.numerator, between, day.denominator - day.numerator, day.open, day.undetermined];
        let parts = publish_row(&parts, THRESHOLD);
        let seen = parts.cells[..3].iter().all(|cell| *cell != Published::Suppressed);
        AfterRow {
            months: *months,
            on_the_day: seen.then_some(day),
            lasting: seen.then_some(lasting),
            not_yet: parts.cells[3],
            unknown: parts.cells[4],
        }
    };
    MONTHS.iter().enumerate().map(row).collect()
}

//! A window of days cut into steps: calendar months, quarters or years, or weeks from Monday to Sunday.

use super::packed::{day_of, serial};
use crate::month::Month;
use domain::Day;

/// Days into a step fit in so many bits: 0 to 365.
const WITHIN_BITS: u32 = 9;
const WITHIN: u32 = (1 << WITHIN_BITS) - 1;

/// A place on the axis: the step, and the days of it that have gone by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Spot(u32);

impl Spot {
    pub(super) fn step(self) -> usize {
        (self.0 >> WITHIN_BITS) as usize
    }

    pub(super) fn within(self) -> u32 {
        self.0 & WITHIN
    }

    /// The step that begins here, or the next.
    pub(super) fn next_start(self) -> usize {
        ((self.0 + WITHIN) >> WITHIN_BITS) as usize
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Axis {
    /// First day of the window, and of what comes after it.
    begin: u32,
    end: u32,
    /// First day of every step, and the end.
    starts: Vec<u32>,
    /// For every day of the window and the one after it.
    spots: Vec<Spot>,
}

impl Axis {
    /// Whole months. Of a last month before the first: no step.
    pub fn months(first: Month, last: Month) -> Axis {
        Axis::spans(first, last, 1)
    }

    /// Spans of three months from `first` on, the last whole.
    pub fn quarters(first: Month, last: Month) -> Axis {
        Axis::spans(first, last, 3)
    }

    /// Spans of twelve months from `first` on, the last whole.
    pub fn years(first: Month, last: Month) -> Axis {
        Axis::spans(first, last, 12)
    }

    fn spans(first: Month, last: Month, months: usize) -> Axis {
        let starts: Vec<Month> = first.through(last).step_by(months).collect();
        let end = starts.last().map_or(first, |m| m.plus(months as i32));
        Axis::new(starts.into_iter().map(|m| serial(m.first_day())).collect(), serial(end.plus(-1).last_day()) + 1)
    }

    /// The weeks, Monday to Sunday, whose Thursday lies from `first` through `last`: each week is in one month and one year.
    pub fn weeks(first: Day, last: Day) -> Axis {
        let thursday = |day: Day| serial(day.end_of_week()).saturating_sub(3);
        let (first_day, last_day) = (serial(first), serial(last));
        let from = if thursday(first) < first_day { thursday(first) + 7 } else { thursday(first) };
        let through = if thursday(last) > last_day { thursday(last).saturating_sub(7) } else { thursday(last) };
        let mondays: Vec<u32> = (from..=through).step_by(7).map(|thursday| thursday.saturating_sub(3)).collect();
        let end = mondays.last().map_or(first_day, |monday| monday + 7);
        Axis::new(mondays, end)
    }

    /// Every month in which the program accepts a day.
    pub(super) fn every_month() -> Axis {
        Axis::months(Month::of(Day::FIRST), Month::of(Day::LAST))
    }

    fn new(mut starts: Vec<u32>, end: u32) -> Axis {
        let begin = starts.first().copied().unwrap_or(end);
        starts.push(end);
        let steps = (0u32..).zip(starts.windows(2));
        let mut spots: Vec<Spot> = steps
            .flat_map(|(step, days)| (0..days[1] - days[0]).map(move |within| Spot((step << WITHIN_BITS) | within)))
            .collect();
        spots.push(Spot(((starts.len() - 1) as u32) << WITHIN_BITS));
        Axis { begin, end, starts, spots }
    }

    /// How many steps.
    pub fn steps(&self) -> usize {
        self.starts.len() - 1
    }

    /// Days in a step; 0 beyond the window.
    pub fn days_in(&self, step: usize) -> u32 {
        self.days_of(step).map_or(0, |(first, until)| until - first)
    }

    /// The first day of a step and the first after it.
    pub(super) fn days_of(&self, step: usize) -> Option<(u32, u32)> {
        self.starts.get(step..step + 2).map(|days| (days[0], days[1]))
    }

    /// The first day of a step, or of what comes after the last.
    pub fn first_day(&self, step: usize) -> Day {
        day_of(self.starts.get(step).copied().unwrap_or(self.end))
    }

    /// The step a day lies in; `None` outside the window.
    pub fn step_of(&self, day: Day) -> Option<usize> {
        let day = serial(day);
        (self.begin..self.end).contains(&day).then(|| self.at(day).step())
    }

    pub(super) fn at(&self, day: u32) -> Spot {
        self.view().at(day)
    }

    /// What a long loop needs of the axis, by value: it stays in registers.
    #[inline]
    pub(super) fn view(&self) -> View<'_> {
        View { begin: self.begin, end: self.end, spots: &self.spots }
    }
}

#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    begin: u32,
    end: u32,
    spots: &'a [Spot],
}

impl View<'_> {
    /// The spot of a day; of one before the window its beginning, of one after it its end.
    #[inline]
    pub(super) fn at(self, day: u32) -> Spot {
        self.spots[(day.clamp(self.begin, self.end) - self.begin) as usize]
    }

    /// Whether a spell has a day in the window.
    #[inline]
    pub(super) fn meets(self, first: u32, last: u32) -> bool {
        first < self.end && last >= self.begin
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn months_have_their_own_lengths_and_weeks_are_cut_at_monday() {
        let months = Axis::months(Month::new(2024, 1).unwrap(), Month::new(2024, 3).unwrap());
        assert_eq!((0..4).map(|m| months.days_in(m)).collect::<Vec<_>>(), [31, 29, 31, 0]);
        assert_eq!(months.step_of(day("2024-02-29")), Some(1));
        assert_eq!((months.step_of(day("2023-12-31")), months.step_of(day("2024-04-01"))), (None, None));
        let weeks = Axis::weeks(day("2026-03-05"), day("2026-03-12"));
        assert_eq!((weeks.steps(), weeks.first_day(0), weeks.first_day(1)), (2, day("2026-03-02"), day("2026-03-09")));
        assert_eq!(weeks.step_of(day("2026-03-08")), Some(0));
    }

    #[test]
    fn a_week_belongs_to_the_month_and_year_of_its_thursday() {
        let weeks = |first: &str, last: &str| Axis::weeks(day(first), day(last));
        assert_eq!(weeks("2024-01-01", "2024-12-31").steps(), 52);
        assert_eq!(weeks("2026-01-01", "2026-12-31").steps(), 53);
        let (march, april) = (weeks("2026-03-01", "2026-03-31"), weeks("2026-04-01", "2026-04-30"));
        assert_eq!((march.steps(), april.steps()), (4, 5));
        assert_eq!(march.first_day(4), april.first_day(0));
        assert_eq!(april.first_day(0), day("2026-03-30"), "its Thursday is 2 April");
        assert_eq!(weeks("2026-03-06", "2026-03-11").steps(), 0);
    }

    #[test]
    fn quarters_and_years_have_the_days_of_their_months() {
        let (first, last) = (Month::new(2024, 1).unwrap(), Month::new(2025, 11).unwrap());
        let days = |axis: Axis| (0..axis.steps()).map(|s| axis.days_in(s)).collect::<Vec<_>>();
        assert_eq!(days(Axis::quarters(first, last)), [91, 91, 92, 92, 90, 91, 92, 92]);
        assert_eq!(days(Axis::years(first, last)), [366, 365]);
        assert_eq!(Axis::years(first, last).step_of(day("2025-12-31")), Some(1));
    }

    #[test]
    fn the_program_s_first_and_last_months_are_on_the_axis_of_all() {
        let all = Axis::every_month();
        assert_eq!((all.steps(), all.step_of(Day::FIRST), all.step_of(Day::LAST)), (3600, Some(0), Some(3599)));
    }
}

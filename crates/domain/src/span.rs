//! A length of time as a rule writes it: "1 week", "6 months", "7 working days", "3 whole months".

use crate::calendar;
use crate::day::Day;
use std::fmt;
use std::str::FromStr;

const MINUTES_AN_HOUR: i32 = 60;
pub(crate) const MINUTES_A_DAY: i32 = 24 * MINUTES_AN_HOUR;

/// What happens when the target month has no such day. There is no default: the rule must say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MonthEnd {
    Down,
    Up,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Unit {
    Hours,
    Days,
    Weeks,
    Months,
    Years,
    /// Monday to Friday, not a public holiday.
    WorkingDays,
    /// BEK 1710/2024 § 2: as working days, and not 24/12, 31/12, 5/6 nor the Friday after Ascension.
    BankDays,
    /// "3 hele kalendermåneder": through the last day of the n-th calendar month after the event's month.
    WholeMonths,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Span {
    pub count: i32,
    pub unit: Unit,
}

impl Span {
    pub const fn new(count: i32, unit: Unit) -> Span {
        Span { count, unit }
    }

    pub const fn days(count: i32) -> Span {
        Span { count, unit: Unit::Days }
    }

    /// The day that lies this span after `from`; the day of `from` itself is not counted.
    pub fn after(self, from: Day, month_end: MonthEnd) -> Day {
        match self.unit {
            Unit::Hours => from.plus_days(self.count.div_euclid(24) + i32::from(self.count.rem_euclid(24) != 0)),
            Unit::Days => from.plus_days(self.count),
            Unit::Weeks => from.plus_days(7 * self.count),
            Unit::Months => from.plus_months(self.count, month_end),
            Unit::Years => from.plus_months(12 * self.count, month_end),
            Unit::WorkingDays => calendar::add_counted_days(from, self.count, calendar::is_working_day),
            Unit::BankDays => calendar::add_counted_days(from, self.count, calendar::is_bank_day),
            Unit::WholeMonths => from.start_of_month().plus_months(self.count, MonthEnd::Down).end_of_month(),
        }
    }

    /// Of hours: the day and the minute so long after a minute of a day. Other units count whole days.
    pub fn moment_after(self, from: Day, minute: u16) -> Option<(Day, u16)> {
        if self.unit != Unit::Hours {
            return None;
        }
        let minutes = i32::from(minute) + MINUTES_AN_HOUR * self.count;
        let day = from.plus_days(minutes.div_euclid(MINUTES_A_DAY));
        Some((day, u16::try_from(minutes.rem_euclid(MINUTES_A_DAY)).unwrap_or(0)))
    }

    /// The fewest and the most days this span can be, over all starting days. Used to compare rules when they are loaded.
    pub fn day_bounds(self) -> (i32, i32) {
        let n = self.count;
        match self.unit {
            Unit::Hours => (n / 24, n / 24 + 1),
            Unit::Days => (n, n),
            Unit::Weeks => (7 * n, 7 * n),
            Unit::Months => (28 * n, 31 * n),
            Unit::Years => (365 * n, 366 * n),
            Unit::WorkingDays | Unit::BankDays => {
                // Two months hold at the most 8 days from Monday to Friday that do not count (Easter through Pentecost),
                // a year 13.
                let holidays = if n <= 40 { 8 } else { 13 * (n / 240 + 1) };
                (n, n + holidays + 2 * ((n + holidays) / 5 + 1))
            }
            Unit::WholeMonths => (28 * n, 31 * (n + 1)),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (one, many) = match self.unit {
            Unit::Hours => ("hour", "hours"),
            Unit::Days => ("day", "days"),
            Unit::Weeks => ("week", "weeks"),
            Unit::Months => ("month", "months"),
            Unit::Years => ("year", "years"),
            Unit::WorkingDays => ("working day", "working days"),
            Unit::BankDays => ("bank day", "bank days"),
            Unit::WholeMonths => ("whole month", "whole months"),
        };
        write!(f, "{} {}", self.count, if self.count.abs() == 1 { one } else { many })
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SpanError;

impl std::error::Error for SpanError {}

impl fmt::Display for SpanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a span is written as a whole number and a unit: \"1 week\", \"6 months\", \"7 working days\", \"3 whole months\"")
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Span, SpanError> {
        let (count, unit) = text.trim().split_once(' ').ok_or(SpanError)?;
        let count: i32 = count.parse().map_err(|_| SpanError)?;
        let unit = match unit.trim() {
            "hour" | "hours" => Unit::Hours,
            "day" | "days" => Unit::Days,
            "week" | "weeks" => Unit::Weeks,
            "month" | "months" => Unit::Months,
            "year" | "years" => Unit::Years,
            "working day" | "working days" => Unit::WorkingDays,
            "bank day" | "bank days" => Unit::BankDays,
            "whole month" | "whole months" => Unit::WholeMonths,
            _ => return Err(SpanError),
        };
        if count.abs() > 100_000 { Err(SpanError) } else { Ok(Span { count, unit }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn after(from: &str, span: &str) -> String {
        let from: Day = from.parse().unwrap();
        span.parse::<Span>().unwrap().after(from, MonthEnd::Down).to_string()
    }

    #[test]
    fn three_whole_calendar_months_after_9_january_end_on_30_april() {
        assert_eq!(after("2026-01-09", "3 whole months"), "2026-04-30");
        assert_eq!(after("2026-01-31", "3 whole months"), "2026-04-30");
        assert_eq!(after("2025-11-30", "3 whole months"), "2026-02-28");
    }

    #[test]
    fn seven_working_days_skip_easter() {
        // Wednesday 1 April 2026: Thursday, Friday and Monday are holidays.
        assert_eq!(after("2026-04-01", "7 working days"), "2026-04-15");
    }

    #[test]
    fn ninety_six_hours_are_four_days() {
        assert_eq!(after("2026-02-02", "96 hours"), "2026-02-06");
        assert_eq!(after("2026-02-02", "50 hours"), "2026-02-05");
    }

    proptest! {
        #[test]
        fn a_span_reads_back_what_it_prints(count in 1i32..1000, unit in 0usize..8) {
            let unit = [Unit::Hours, Unit::Days, Unit::Weeks, Unit::Months, Unit::Years, Unit::WorkingDays, Unit::BankDays, Unit::WholeMonths][unit];
            let span = Span { count, unit };
            prop_assert_eq!(span.to_string().parse::<Span>(), Ok(span));
        }

        #[test]
        fn a_span_lies_within_its_bounds(start in 10_000i32..30_000, count in 1i32..500, unit in 1usize..8) {
            let unit = [Unit::Hours, Unit::Days, Unit::Weeks, Unit::Months, Unit::Years, Unit::WorkingDays, Unit::BankDays, Unit::WholeMonths][unit];
            let from = Day::from_number(start);
            let span = Span { count, unit };
            let taken = from.days_until(span.after(from, MonthEnd::Down));
            let (least, most) = span.day_bounds();
            prop_assert!(least <= taken && taken <= most, "{span}: {taken} not in {least}..={most}");
        }
    }

    #[test]
    fn hours_from_a_minute_end_at_a_minute_and_may_end_on_the_same_day() {
        let day: Day = "2026-02-02".parse().unwrap();
        let after = |hours, minute| Span::new(hours, Unit::Hours).moment_after(day, minute);
        assert_eq!(after(96, 630), Some((day.plus_days(4), 630)));
        assert_eq!(after(10, 480), Some((day, 1080)));
        assert_eq!(after(10, 900), Some((day.plus_days(1), 60)));
        assert_eq!(after(-1, 30), Some((day.plus_days(-1), 1410)));
        assert_eq!(Span::days(4).moment_after(day, 630), None);
    }
}

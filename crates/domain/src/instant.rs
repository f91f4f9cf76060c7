//! A moment, stored as UTC microseconds, and its Danish day.

use crate::day::Day;
use jiff::{Timestamp, tz::TimeZone};
use std::sync::LazyLock;

static COPENHAGEN: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("Europe/Copenhagen").unwrap_or(TimeZone::UTC));

/// UTC microseconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Instant(pub i64);

impl Instant {
    /// The Danish day this moment belongs to.
    pub fn day(self) -> Day {
        let date = self.zoned().date();
        Day::new(i32::from(date.year()), date.month() as u8, date.day() as u8).unwrap_or(Day::FIRST)
    }

    /// Minutes since Danish midnight.
    pub fn minute(self) -> u16 {
        let time = self.zoned().time();
        time.hour() as u16 * 60 + time.minute() as u16
    }

    /// The first moment after `day` in Copenhagen: what was written before it was known on that day.
    pub fn midnight_after(day: Day) -> Instant {
        Self::at_midnight(day.plus_days(1))
    }

    /// Midnight that opens `day` in Copenhagen.
    pub fn at_midnight(day: Day) -> Instant {
        let (y, m, d) = day.ymd();
        let zoned = jiff::civil::date(y as i16, m as i8, d as i8).to_zoned(COPENHAGEN.clone());
        Instant(zoned.map_or(0, |z| z.timestamp().as_microsecond()))
    }

    fn zoned(self) -> jiff::Zoned {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(COPENHAGEN.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant(text.parse::<Timestamp>().unwrap().as_microsecond())
    }

    #[test]
    fn half_past_eleven_at_night_utc_is_already_tomorrow_in_denmark() {
        assert_eq!(at("2026-03-15T23:30:00Z").day().to_string(), "2026-03-16");
        assert_eq!(at("2026-07-15T22:30:00Z").day().to_string(), "2026-07-16");
        assert_eq!(at("2026-03-15T22:59:00Z").day().to_string(), "2026-03-15");
    }

    #[test]
    fn a_day_known_is_everything_before_danish_midnight_after_it() {
        let day: Day = "2026-03-29".parse().unwrap(); // the clock goes forward this night
        assert_eq!(Instant::midnight_after(day), at("2026-03-29T22:00:00Z"));
        assert_eq!(Instant::at_midnight(day), at("2026-03-28T23:00:00Z"));
    }
}

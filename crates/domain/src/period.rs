//! A half-open period of days. It never leaves Rust: outside forms say `from` and `through`.

use crate::day::Day;

/// Days from `start` up to, not including, `end`; `end` is `None` while it runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Period {
    start: Day,
    end: Option<Day>,
}

impl Period {
    /// `None` when `through` lies before `from`.
    pub fn from_through(from: Day, through: Option<Day>) -> Option<Period> {
        match through {
            Some(through) if through < from => None,
            _ => Some(Period { start: from, end: through.map(|d| d.plus_days(1)) }),
        }
    }

    pub fn from(self) -> Day {
        self.start
    }

    /// The last day that belongs to the period.
    pub fn through(self) -> Option<Day> {
        self.end.map(|d| d.plus_days(-1))
    }

    pub fn contains(self, day: Day) -> bool {
        self.start <= day && self.end.is_none_or(|end| day < end)
    }

    pub fn overlap(self, other: Period) -> Option<Period> {
        let start = self.start.max(other.start);
        let end = match (self.end, other.end) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        (end.is_none_or(|end| start < end)).then_some(Period { start, end })
    }

    /// Number of days; `None` while the period runs.
    pub fn days(self) -> Option<i32> {
        self.end.map(|end| self.start.days_until(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_day_belongs_to_the_period() {
        let p = Period::from_through(day("2026-02-16"), Some(day("2026-02-25"))).unwrap();
        assert!(p.contains(day("2026-02-25")) && !p.contains(day("2026-02-26")));
        assert_eq!(p.days(), Some(10));
        assert_eq!(p.through(), Some(day("2026-02-25")));
    }

    #[test]
    fn a_period_that_ends_before_it_starts_is_none() {
        assert_eq!(Period::from_through(day("2026-02-16"), Some(day("2026-02-15"))), None);
        assert!(Period::from_through(day("2026-02-16"), Some(day("2026-02-16"))).is_some());
    }

    #[test]
    fn neighbours_do_not_overlap() {
        let a = Period::from_through(day("2026-01-01"), Some(day("2026-01-31"))).unwrap();
        let b = Period::from_through(day("2026-02-01"), None).unwrap();
        assert_eq!(a.overlap(b), None);
        let c = Period::from_through(day("2026-01-31"), None).unwrap();
        assert_eq!(a.overlap(c).and_then(Period::days), Some(1));
    }
}

//! Ordinary hours: the share of recipients with paid hours in the month, and the mean of those who have.

use crate::definition::Indicator;
use crate::exact::Exact;
use domain::schema::Hours;

pub const INDICATOR: Indicator = Indicator::OrdinaereTimer;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OrdinaryHours {
    pub with_hours: u32,
    pub without: u32,
    /// The month is not known for them.
    pub undetermined: u32,
    /// Hundredths of an hour of all who have any.
    hours: u64,
}

impl OrdinaryHours {
    /// Per cent of those of whom it is known.
    pub fn share(&self) -> Option<Exact> {
        Exact::share(self.with_hours, self.with_hours + self.without).map(Exact::times_100)
    }

    /// Hours in the month of those who have any.
    pub fn mean(&self) -> Option<Exact> {
        Exact::fraction(i64::try_from(self.hours).ok()?, 100 * i64::from(self.with_hours))
    }
}

/// The hours in the month of each recipient; `None` where they are not known, 0 where there were none.
pub fn ordinary_hours(recipients: impl IntoIterator<Item = Option<Hours>>) -> OrdinaryHours {
    let mut found = OrdinaryHours::default();
    for hours in recipients {
        match hours {
            None => found.undetermined += 1,
            Some(hours) if hours.0 > 0 => {
                found.with_hours += 1;
                found.hours += hours.0 as u64;
            }
            Some(_) => found.without += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_no_known_month_counts_neither_for_nor_against() {
        let found =
            ordinary_hours([Some(Hours(2_000)), Some(Hours(0)), None, Some(Hours(1_150)), Some(Hours(0)), None]);
        assert_eq!((found.with_hours, found.without, found.undetermined), (2, 2, 2));
        assert_eq!((found.share(), found.mean()), (Some(Exact::whole(50)), Exact::decimal(1_575, 2)));
    }

    #[test]
    fn of_nobody_known_there_is_no_share_and_without_hours_no_mean() {
        assert_eq!(ordinary_hours([None]).share(), None);
        let none = ordinary_hours([Some(Hours(0))]);
        assert_eq!((none.share(), none.mean()), (Some(Exact::ZERO), None));
    }
}

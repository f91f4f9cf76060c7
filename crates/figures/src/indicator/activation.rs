//! Activation: full-time activated of full-time persons on one benefit, and how many were touched by an offer.

use crate::definition::Indicator;
use crate::exact::Exact;
use crate::table::Value;
use domain::schema::Hours;
use domain::{Day, Period};

pub const INDICATOR: Indicator = Indicator::Aktiveringsgrad;

/// A full week: so many hours make a whole day of each of its days.
const FULL_WEEK: Hours = Hours(3_700);

/// One person: spells on the benefit, and offers with their hours a week, where known.
#[derive(Clone, Copy, Debug)]
pub struct Recipient<'a> {
    pub benefit: &'a [Period],
    pub offers: &'a [(Period, Option<Hours>)],
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Activation {
    pub benefit_days: u64,
    /// Hours a week in hundredths, at most a full week, added up over the days on the benefit.
    pub hours: u64,
    /// Days in an offer whose hours nobody has written down, and that is not full without them.
    pub unknown_days: u64,
    pub persons: u32,
    /// Persons with a day in an offer, whatever its hours.
    pub touched: u32,
}

impl Activation {
    /// Full-time activated by full-time persons, per cent; at least so much where hours are unknown.
    pub fn degree(&self) -> Value {
        let full = self.benefit_days.saturating_mul(FULL_WEEK.0 as u64);
        let (Ok(hours), Ok(full)) = (i64::try_from(self.hours), i64::try_from(full)) else { return Value::Missing };
        match Exact::fraction(hours, full).map(Exact::times_100) {
            None => Value::Missing,
            Some(degree) if self.unknown_days > 0 => Value::AtLeast(degree),
            Some(degree) => Value::Number(degree),
        }
    }

    /// Persons touched of all persons, per cent.
    pub fn touched_share(&self) -> Option<Exact> {
        Exact::share(self.touched, self.persons).map(Exact::times_100)
    }

    /// What somebody else counted, or with −1 without it.
    pub fn add(&mut self, other: &Activation, by: i32) {
        let long = |sum: u64, n: u64| sum.wrapping_add_signed(i64::from(by).wrapping_mul(n as i64));
        let short = |sum: u32, n: u32| sum.wrapping_add_signed(by.wrapping_mul(n as i32));
        self.benefit_days = long(self.benefit_days, other.benefit_days);
        self.hours = long(self.hours, other.hours);
        self.unknown_days = long(self.unknown_days, other.unknown_days);
        self.persons = short(self.persons, other.persons);
        self.touched = short(self.touched, other.touched);
    }

    fn count(&mut self, person: Recipient<'_>, from: Day, through: Day) {
        let (mut on_benefit, mut touched) = (false, false);
        let most = FULL_WEEK.0 as u64;
        let cuts = cuts(person, from, through);
        for stretch in cuts.windows(2) {
            let (day, days) = (Day::from_number(stretch[0]), u64::from(stretch[1].abs_diff(stretch[0])));
            if !person.benefit.iter().any(|p| p.contains(day)) {
                continue;
            }
            on_benefit = true;
            self.benefit_days += days;
            let offers = person.offers.iter().filter(|(p, _)| p.contains(day));
            let (mut hours, mut unknown, mut any) = (0u64, false, false);
            for (_, known) in offers {
                any = true;
                match known {
                    Some(known) => hours += known.0.max(0) as u64,
                    None => unknown = true,
                }
            }
            self.hours += hours.min(most) * days;
            self.unknown_days += if unknown && hours < most { days } else { 0 };
            touched |= any;
        }
        self.persons += u32::from(on_benefit);
        self.touched += u32::from(touched);
    }
}

/// Between two of these days nothing begins and nothing ends; the last is the day after the window.
fn cuts(person: Recipient<'_>, from: Day, through: Day) -> Vec<i32> {
    let (first, end) = (from.number(), through.number() + 1);
    let periods = person.benefit.iter().chain(person.offers.iter().map(|(p, _)| p));
    let ends = |p: &Period| [Some(p.from().number()), p.through().map(|last| last.number() + 1)];
    let within = periods.flat_map(ends).flatten().filter(|day| first < *day && *day < end);
    let mut cuts: Vec<i32> = [first, end].into_iter().chain(within).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// Over the days from `from` through `through`. An offer counts on days with the benefit only.
pub fn activation<'a>(persons: impl IntoIterator<Item = Recipient<'a>>, from: Day, through: Day) -> Activation {
    let mut found = Activation::default();
    for person in persons {
        found.count(person, from, through);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, period};
    use super::*;

    fn april(persons: &[Recipient<'_>]) -> Activation {
        activation(persons.iter().copied(), day("2026-04-01"), day("2026-04-30"))
    }

    /// 30 days on the benefit; 15 days of 18.5 hours, which are half a week: 7.5 of 30 days.
    #[test]
    fn half_a_month_with_half_a_week_is_a_quarter() {
        let benefit = [period("2026-01-01")];
        let offers = [(period("2026-04-16 2026-06-01"), Some(Hours(1_850)))];
        let found = april(&[Recipient { benefit: &benefit, offers: &offers }]);
        assert_eq!(found.degree(), Value::Number(Exact::whole(25)));
        assert_eq!(found.touched_share(), Some(Exact::whole(100)));
    }

    #[test]
    fn two_offers_a_day_are_at_most_one_day_and_none_counts_without_the_benefit() {
        let benefit = [period("2026-01-01 2026-04-15")];
        let offers =
            [(period("2026-04-01 2026-04-30"), Some(Hours(3_000))), (period("2026-04-01"), Some(Hours(1_500)))];
        let found =
            april(&[Recipient { benefit: &benefit, offers: &offers }, Recipient { benefit: &benefit, offers: &[] }]);
        assert_eq!((found.benefit_days, found.hours), (30, 15 * 3_700));
        assert_eq!((found.degree(), found.touched_share()), (Value::Number(Exact::whole(50)), Some(Exact::whole(50))));
    }

    /// Day by day, as it is said.
    fn by_days(person: Recipient<'_>, from: Day, through: Day) -> Activation {
        let mut found = Activation::default();
        let (mut on_benefit, mut touched) = (false, false);
        for day in (from.number()..=through.number()).map(Day::from_number) {
            if !person.benefit.iter().any(|p| p.contains(day)) {
                continue;
            }
            let offers: Vec<_> = person.offers.iter().filter(|(p, _)| p.contains(day)).collect();
            let hours: u64 = offers.iter().filter_map(|(_, h)| *h).map(|h| h.0 as u64).sum();
            (on_benefit, touched) = (true, touched || !offers.is_empty());
            found.benefit_days += 1;
            found.hours += hours.min(3_700);
            found.unknown_days += u64::from(hours < 3_700 && offers.iter().any(|(_, h)| h.is_none()));
        }
        (found.persons, found.touched) = (u32::from(on_benefit), u32::from(touched));
        found
    }

    proptest::proptest! {
        #[test]
        fn stretches_between_changes_give_what_the_days_give(
            benefit in proptest::collection::vec((0i32..60, 0i32..40), 0..4),
            offers in proptest::collection::vec((0i32..60, 0i32..30, proptest::option::of(0i32..5_000)), 0..4),
            window in (0i32..50, 0i32..50),
        ) {
            let at = |n: i32| day("2026-01-01").plus_days(n);
            // Every third runs on.
            let period = |first: i32, long: i32| Period::from_through(at(first), (long % 3 > 0).then(|| at(first + long))).unwrap();
            let benefit: Vec<Period> = benefit.into_iter().map(|(first, long)| period(first, long)).collect();
            let offers: Vec<_> = offers.into_iter().map(|(first, long, h)| (period(first, long), h.map(Hours))).collect();
            let person = Recipient { benefit: &benefit, offers: &offers };
            let (from, through) = (at(window.0), at(window.0 + window.1));
            proptest::prop_assert_eq!(activation([person], from, through), by_days(person, from, through));
        }
    }

    #[test]
    fn who_is_taken_away_leaves_what_the_others_were() {
        let benefit = [period("2026-01-01 2026-04-15")];
        let offers = [(period("2026-04-01 2026-04-30"), Some(Hours(3_000))), (period("2026-04-10"), None)];
        let (one, other) = (
            april(&[Recipient { benefit: &benefit, offers: &offers }]),
            april(&[Recipient { benefit: &benefit, offers: &[] }]),
        );
        let mut both = one;
        both.add(&other, 1);
        let people = [Recipient { benefit: &benefit, offers: &offers }, Recipient { benefit: &benefit, offers: &[] }];
        assert_eq!(both, april(&people));
        both.add(&one, -1);
        assert_eq!(both, other);
    }

    #[test]
    fn unknown_hours_are_not_zero_hours() {
        let benefit = [period("2026-04-01 2026-04-10")];
        let offers = [(period("2026-04-06"), None), (period("2026-04-01"), Some(Hours(3_700)))];
        let some = april(&[Recipient { benefit: &benefit, offers: &offers[..1] }]);
        assert_eq!((some.unknown_days, some.degree()), (5, Value::AtLeast(Exact::ZERO)));
        let full = april(&[Recipient { benefit: &benefit, offers: &offers }]);
        assert_eq!(full.degree(), Value::Number(Exact::whole(100)), "a full week is full whatever comes on top");
        assert_eq!((april(&[]).degree(), april(&[]).touched_share()), (Value::Missing, None));
    }
}

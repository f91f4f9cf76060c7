//! Activation of each benefit and of all together, month by month: kept from commit to commit as the benefits are.

use crate::{benefit_days, offer_days};
use domain::Period;
use domain::codes::{Benefit, Code, OfferKind};
use domain::compact::HistoryView;
use domain::schema::Hours;
use figures::indicator::activation::{Activation, Recipient, activation};
use figures::suppression::{Published, THRESHOLD, publish};
use figures::{Month, Value};

/// Fewer persons than this and no share of them is printed.
const FEW: u32 = 10;

#[derive(Debug)]
pub(crate) struct Efforts {
    months: Vec<Month>,
    /// By benefit and month; all together last.
    by: Vec<Vec<Activation>>,
}

/// One benefit, or all together, by month.
pub(crate) type Lane = (Option<Benefit>, Vec<Activation>);

impl Efforts {
    pub(crate) fn new(months: Vec<Month>) -> Efforts {
        Efforts { by: vec![vec![Activation::default(); months.len()]; Benefit::ALL.len() + 1], months }
    }

    /// One case more, or with −1 one less.
    pub(crate) fn case(&mut self, case: HistoryView<'_>, by: i32) {
        let case = Case::new(case);
        let mut benefits: Vec<u8> = case.days.iter().map(|(benefit, _)| *benefit).collect();
        benefits.sort_unstable();
        benefits.dedup();
        for benefit in &benefits {
            let all = (benefits.len() == 1).then(|| Benefit::ALL.len());
            self.lanes(&[Some(usize::from(*benefit)), all], &case.on(Some(*benefit)), &case.offers, by);
        }
        if benefits.len() > 1 {
            self.lanes(&[Some(Benefit::ALL.len())], &case.on(None), &case.offers, by);
        }
    }

    fn lanes(&mut self, lanes: &[Option<usize>], benefit: &[Period], offers: &[(Period, Option<Hours>)], by: i32) {
        for (at, month) in self.months.iter().enumerate() {
            let Some(found) = in_month(benefit, offers, *month) else { continue };
            for lane in lanes.iter().flatten() {
                self.by[*lane][at].add(&found, by);
            }
        }
    }

    /// Every benefit, and all together.
    pub(crate) fn read(&self) -> Vec<Lane> {
        let benefits = Benefit::ALL.iter().map(|b| Some(*b)).chain([None]);
        benefits.zip(self.by.iter().cloned()).collect()
    }
}

/// What activation is counted from, of one case.
pub(super) struct Case {
    days: Vec<(u8, Period)>,
    pub(super) offers: Vec<(Period, Option<Hours>)>,
    /// One for each offer.
    pub(super) kinds: Vec<OfferKind>,
}

impl Case {
    pub(super) fn new(case: HistoryView<'_>) -> Case {
        // What could not be read is told by the benefits.
        let spells = benefit_days::of(case, &mut 0);
        let period = |s: &figures::spells::Packed| Period::from_through(s.first_day(), s.last_day());
        let offers = offer_days::of(case.facts);
        Case {
            days: spells.spells().iter().filter_map(|s| Some((s.benefit(), period(s)?))).collect(),
            kinds: offers.iter().map(|o| o.kind).collect(),
            offers: offers.into_iter().map(|o| (o.days, o.hours)).collect(),
        }
    }

    /// The days on one benefit, or on any.
    pub(super) fn on(&self, benefit: Option<u8>) -> Vec<Period> {
        self.days.iter().filter(|(of, _)| benefit.is_none_or(|b| b == *of)).map(|(_, days)| *days).collect()
    }
}

/// Of one person; `None` without a day on the benefit in the month.
pub(super) fn in_month(benefit: &[Period], offers: &[(Period, Option<Hours>)], month: Month) -> Option<Activation> {
    let (first, last) = (month.first_day(), month.last_day());
    let whole = Period::from_through(first, Some(last))?;
    let meets = benefit.iter().any(|days| days.overlap(whole).is_some());
    meets.then(|| activation([Recipient { benefit, offers }], first, last))
}

/// The degree, unless few stand behind it.
pub(crate) fn degree(found: &Activation) -> Value {
    shown(found, Activation::degree)
}

/// Persons touched by an offer of all persons, unless few stand behind it, or are left.
pub(crate) fn touched(found: &Activation) -> Value {
    if publish(found.persons.saturating_sub(found.touched), THRESHOLD) == Published::Suppressed {
        return Value::Suppressed;
    }
    shown(found, |found| found.touched_share().map_or(Value::Missing, Value::Number))
}

fn shown(found: &Activation, value: fn(&Activation) -> Value) -> Value {
    let few = found.persons < FEW || publish(found.touched, THRESHOLD) == Published::Suppressed;
    if found.persons == 0 {
        Value::Missing
    } else if few {
        Value::Suppressed
    } else {
        value(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use figures::Exact;

    fn of(persons: u32, touched: u32) -> Activation {
        Activation { benefit_days: 28 * u64::from(persons), hours: 0, unknown_days: 0, persons, touched }
    }

    #[test]
    fn a_share_of_few_is_not_shown_nor_one_that_leaves_few() {
        let share = |persons, n| touched(&of(persons, n));
        assert_eq!(share(20, 5), Value::Number(Exact::whole(25)));
        assert_eq!(
            (share(9, 5), share(20, 2), share(20, 18)),
            (Value::Suppressed, Value::Suppressed, Value::Suppressed)
        );
        assert_eq!((share(20, 0), share(20, 20)), (Value::Number(Exact::ZERO), Value::Number(Exact::whole(100))));
        assert_eq!((share(0, 0), degree(&of(20, 18))), (Value::Missing, Value::Number(Exact::ZERO)));
    }
}

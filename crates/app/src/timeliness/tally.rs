//! The dates of all cases counted by month, and by duty, benefit and unit. A case can be taken away again.

use super::dates::{CaseDate, MONTHS, first_month};
use crate::lists::{Group, Listed};
use crate::team::measure::{Kept, KeptBasis, KeptBy, question};
use domain::Day;
use domain::codes::{Benefit, Code};
use figures::Month;
use figures::timeliness::counts::{Counts, Part, part};
use rulebook::Rulebook;
use std::sync::Arc;

/// One month by one layer and one basis, parted in three ways that each add up to the same total.
#[derive(Clone, Debug, Default)]
pub(crate) struct Split {
    pub(crate) total: Counts,
    /// By the place of the duty's key.
    pub(crate) duties: Vec<Counts>,
    /// By the code's place; the last is for nobody's benefit.
    pub(crate) benefits: Vec<Counts>,
    /// In the order of [`Tally::units`].
    pub(crate) units: Vec<Counts>,
}

/// What stands on the lists today over its date, of one unit: the law's, then the goals.
pub(crate) type Over = [u32; 2];

#[derive(Debug)]
pub(crate) struct Tally {
    today: Day,
    splits: Vec<Split>,
    pub(crate) units: Vec<Arc<str>>,
    pub(crate) over: Vec<Over>,
}

fn place(layer: Kept, basis: KeptBasis, month: usize) -> usize {
    (usize::from(layer.index()) * KeptBasis::ALL.len() + usize::from(basis.index())) * MONTHS + month
}

/// Which part a date is of a month, and nothing where it is of another.
pub(crate) fn part_of(date: &CaseDate, (layer, basis): (Kept, KeptBasis), month: Month, today: Day) -> Option<Part> {
    part(&date.basis, question((layer, basis, KeptBy::Day), (month.first_day(), month.last_day()), today))
}

pub(crate) fn benefit_place(benefit: Option<Benefit>) -> usize {
    benefit.map_or(Benefit::ALL.len(), |b| usize::from(b.index()))
}

impl Tally {
    pub(crate) fn new(rulebook: &Rulebook, today: Day) -> Tally {
        let split = Split {
            duties: vec![Counts::default(); rulebook.duty_keys.len()],
            benefits: vec![Counts::default(); Benefit::ALL.len() + 1],
            ..Split::default()
        };
        let splits = vec![split; Kept::ALL.len() * KeptBasis::ALL.len() * MONTHS];
        Tally { today, splits, units: Vec::new(), over: Vec::new() }
    }

    /// The months that are counted, the oldest first.
    pub(crate) fn months(&self) -> impl DoubleEndedIterator<Item = Month> {
        let first = first_month(self.today);
        (0..MONTHS as i32).map(move |step| first.plus(step))
    }

    pub(crate) fn split(&self, layer: Kept, basis: KeptBasis, month: Month) -> Option<&Split> {
        let at = usize::try_from(month.number() - first_month(self.today).number()).ok().filter(|at| *at < MONTHS)?;
        self.splits.get(place(layer, basis, at))
    }

    fn unit(&mut self, unit: &Arc<str>) -> usize {
        let known = self.units.iter().position(|u| u == unit);
        known.unwrap_or_else(|| {
            self.units.push(Arc::clone(unit));
            self.over.push([0; 2]);
            for split in &mut self.splits {
                split.units.push(Counts::default());
            }
            self.units.len() - 1
        })
    }

    /// One case more, or with −1 one less.
    pub(crate) fn case(&mut self, case: &Listed, by: i32) {
        let unit = self.unit(&case.history.unit);
        for candidate in &case.candidates {
            let over = match candidate.group {
                Group::Overdue => 0,
                Group::OverGoal => 1,
                _ => continue,
            };
            self.over[unit][over] = self.over[unit][over].saturating_add_signed(by);
        }
        for date in &case.dates {
            for layer in Kept::ALL {
                for basis in KeptBasis::ALL {
                    self.date(date, (*layer, *basis), unit, by);
                }
            }
        }
    }

    fn date(&mut self, date: &CaseDate, (layer, basis): (Kept, KeptBasis), unit: usize, by: i32) {
        let first = first_month(self.today);
        let placed = match basis {
            KeptBasis::Due => date.basis.due,
            KeptBasis::Held => date.basis.met,
        };
        // A date without a day may belong to any month.
        let months = match placed {
            Some(day) => {
                let at = Month::of(day).number() - first.number();
                at..at + 1
            }
            None => 0..MONTHS as i32,
        };
        for at in months.filter(|at| (0..MONTHS as i32).contains(at)) {
            let Some(part) = part_of(date, (layer, basis), first.plus(at), self.today) else { continue };
            let split = &mut self.splits[place(layer, basis, at as usize)];
            split.total.count(part, by);
            split.duties[usize::from(date.key)].count(part, by);
            split.benefits[benefit_place(date.benefit)].count(part, by);
            split.units[unit].count(part, by);
        }
    }
}

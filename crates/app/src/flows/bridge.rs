//! The bridge from one stock to another, of each benefit and of all together: fewer than three never, nor what the rest
//! would give away.

use super::{Material, Shown};
use domain::codes::{Benefit, Code};
use figures::Month;
use figures::breaks::{self, DataBreak};
use figures::indicator::outflow::{DESTINATIONS, Part, Parts};
use figures::suppression::{Published, THRESHOLD, publish_grid, publish_rows};

#[derive(Clone, Debug)]
pub struct Bridge {
    /// The total first, then the benefits with most people at the end.
    pub rows: Vec<BridgeRow>,
    /// Days in the period from which on others receive a benefit.
    pub breaks: Vec<DataBreak>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BridgeRow {
    /// `None` for the total: a person with two benefits counts in each.
    pub benefit: Option<Benefit>,
    /// `None` where somebody would be seen.
    pub stock: Option<Stock>,
    /// Where those who left went, in the order of [`DESTINATIONS`].
    pub to: [Published; 4],
    /// Those of the beginning apart from the new ones; `None` where somebody would be seen.
    pub cohorts: Option<Cohorts>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stock {
    /// On the day before the period.
    pub opening: u32,
    pub came: u32,
    pub left: u32,
    /// On the last day of the period.
    pub closing: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cohorts {
    pub came_new: u32,
    pub came_back: u32,
    pub left_original: u32,
    pub left_new: u32,
    pub closing_original: u32,
    pub closing_new: u32,
}

impl Stock {
    fn of(parts: &Parts) -> Stock {
        Stock {
            opening: parts.of(Part::Opening),
            came: parts.came(),
            left: parts.left(),
            closing: parts.of(Part::Closing),
        }
    }

    fn numbers(self) -> Vec<u32> {
        vec![self.opening, self.came, self.left, self.closing]
    }
}

impl Cohorts {
    fn of(parts: &Parts) -> Cohorts {
        Cohorts {
            came_new: parts.of(Part::CameNew),
            came_back: parts.of(Part::CameBack),
            left_original: parts.left_original(),
            left_new: parts.left_new(),
            closing_original: parts.original(Part::Closing),
            closing_new: parts.new_ones(Part::Closing),
        }
    }

    fn numbers(self) -> Vec<u32> {
        let left = [self.left_original, self.left_new, self.closing_original, self.closing_new];
        [vec![self.came_new, self.came_back], left.to_vec()].concat()
    }
}

impl BridgeRow {
    /// A part of the row, where it is shown.
    pub fn part(&self, part: Part) -> Published {
        let shown = |n: Option<u32>| n.map_or(Published::Suppressed, Published::Count);
        match part {
            Part::Opening => shown(self.stock.map(|s| s.opening)),
            Part::Closing => shown(self.stock.map(|s| s.closing)),
            Part::CameNew => shown(self.cohorts.map(|c| c.came_new)),
            Part::CameBack => shown(self.cohorts.map(|c| c.came_back)),
            Part::ToJob | Part::ToEducation | Part::ToBenefit | Part::Unknown => {
                let at = DESTINATIONS.iter().position(|d| *d == part);
                at.map_or(Published::Suppressed, |at| self.to[at])
            }
        }
    }

    /// How many went where it is not told apart.
    pub fn untold(&self) -> Option<u32> {
        let told = self.to.iter().map(|to| if let Published::Count(n) = to { *n } else { 0 });
        self.stock.map(|s| s.left.saturating_sub(told.sum()))
    }
}

impl Bridge {
    /// The row that is drawn.
    pub fn row(&self, benefit: Option<Benefit>) -> Option<&BridgeRow> {
        self.rows.iter().find(|row| row.benefit == benefit)
    }
}

/// The parts of each benefit that anybody had in the period.
fn counted(material: &Material, (first, last): (Month, Month)) -> Vec<(Benefit, Parts)> {
    let (from, through) = (first.first_day(), last.last_day());
    let mut parts = vec![Parts::default(); Benefit::ALL.len()];
    let of = |benefit: Benefit| usize::from(benefit.index());
    material.courses().for_each(|(_, benefit, courses)| parts[of(benefit)].add(courses, from, through));
    let each = Benefit::ALL.iter().map(|benefit| (*benefit, parts[of(*benefit)]));
    each.filter(|(_, parts)| *parts != Parts::default()).collect()
}

pub(super) fn of(material: &Material, shown: Shown) -> Bridge {
    let counted = counted(material, shown.bridge);
    let breaks = breaks::shipped();
    let concerned = breaks.iter().filter(|b| {
        let benefits: Vec<Benefit> =
            shown.benefit.map_or_else(|| counted.iter().map(|(b, _)| *b).collect(), |b| vec![b]);
        let within = shown.bridge.0 <= b.month() && b.month() <= shown.bridge.1;
        within && benefits.iter().any(|benefit| b.benefits.contains(benefit))
    });
    Bridge { rows: rows(&counted), breaks: concerned.cloned().collect() }
}

fn rows(counted: &[(Benefit, Parts)]) -> Vec<BridgeRow> {
    let numbers = |of: &dyn Fn(&Parts) -> Vec<u32>| counted.iter().map(|(_, p)| of(p)).collect::<Vec<_>>();
    let stocks = publish_rows(&numbers(&|p| Stock::of(p).numbers()), THRESHOLD);
    let cohorts = publish_rows(&numbers(&|p| Cohorts::of(p).numbers()), THRESHOLD);
    let shut: Vec<bool> = stocks.rows.iter().chain([&stocks.total]).map(|shown| !shown).collect();
    let destinations = numbers(&|p| DESTINATIONS.iter().map(|d| p.of(*d)).collect());
    let grid = publish_grid(&destinations, &shut, THRESHOLD);
    let row = |benefit: Option<Benefit>, parts: &Parts, to: &[Published], (stock, split): (bool, bool)| BridgeRow {
        benefit,
        stock: stock.then(|| Stock::of(parts)),
        to: std::array::from_fn(|at| to.get(at).copied().unwrap_or(Published::Count(0))),
        cohorts: (stock && split).then(|| Cohorts::of(parts)),
    };
    let mut total = Parts::default();
    counted.iter().for_each(|(_, parts)| total += *parts);
    let each = counted.iter().enumerate().map(|(at, (benefit, parts))| {
        let shown = (stocks.rows[at], cohorts.rows[at]);
        (parts.of(Part::Closing), row(Some(*benefit), parts, &grid.cells[at], shown))
    });
    let mut each: Vec<(u32, BridgeRow)> = each.collect();
    each.sort_by_key(|(closing, row)| (std::cmp::Reverse(*closing), row.benefit));
    let mut rows = vec![row(None, &total, &grid.columns, (stocks.total, cohorts.total))];
    rows.extend(each.into_iter().map(|(_, row)| row));
    rows
}

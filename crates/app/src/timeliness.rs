//! *Rettidighed*: how much was kept in time, month by month, parted by duty, benefit and team, and the dates behind it.
//!
//! Everybody is counted, also those the reader may not see; few are not shown, and nobody's figures are those of one
//! colleague. The lists behind show the cases that access allows.

mod behind;
mod called;
pub(crate) mod dates;
pub(crate) mod tally;

pub use behind::{BehindFilter, BehindPage, BehindRow, Hidden};

use crate::access::{FigureAction, Viewer, decide_figures};
use crate::counted::Counted;
use crate::goals::{GoalView, Measured};
use crate::team::{Kept, KeptBasis, KeptBy};
use crate::{App, AppError, Moment, definitions};
use domain::Day;
use domain::codes::{Benefit, Code};
use figures::Month;
use figures::definition::Definition;
use figures::suppression::{Published, PublishedRow, THRESHOLD, publish, publish_groups, publish_row};
use figures::timeliness::counts::{Counts, Part, Shown, ShownTable, publish_sums, publish_tables};
use std::sync::Arc;
use tally::{Split, Tally};

/// What the page is asked for. Everything stands in the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimelinessFilter {
    /// One of the thirteen whole months; else the last.
    pub month: Option<Month>,
    pub layer: Kept,
    pub basis: KeptBasis,
    /// What the drawing and the finding are measured by; the tables have both.
    pub by: KeptBy,
}

/// All dates, or those of one row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    All,
    Duty(String),
    /// What the citizen received on the day of the date.
    Benefit(Option<Benefit>),
    /// The team that has the case today.
    Unit(String),
    /// A unit with those that lie under it today.
    Area(String),
}

#[derive(Clone, Debug)]
pub struct SplitRow {
    pub row: Row,
    /// Of duties and units; a benefit is a code.
    pub title: String,
    pub shown: Shown,
}

/// One month of the drawing, with the duties of [`TimelinessPage::drawn`].
#[derive(Clone, Debug)]
pub struct MonthRow {
    pub month: Month,
    pub total: Shown,
    pub duties: Vec<Shown>,
}

/// Dates on all lists today that have passed.
#[derive(Clone, Copy, Debug)]
pub struct NowRow {
    pub layer: Kept,
    pub count: Published,
}

/// What stands on one unit's lists today over its date: the law's and the goals.
#[derive(Clone, Debug)]
pub struct OverRow {
    pub unit: String,
    pub title: String,
    pub law: Published,
    pub goal: Published,
}

#[derive(Clone, Debug)]
pub struct TimelinessPage {
    pub today: Day,
    pub cases: usize,
    /// Thirteen whole months, the oldest first.
    pub months: Vec<Month>,
    pub month: Month,
    pub filter: TimelinessFilter,
    pub total: Shown,
    /// What is not counted as in time or late.
    pub apart: Vec<(Part, Published)>,
    pub series: Vec<MonthRow>,
    /// The duties with most dates in these months: key and title.
    pub drawn: Vec<(String, String)>,
    pub duties: Vec<SplitRow>,
    pub benefits: Vec<SplitRow>,
    pub units: Vec<SplitRow>,
    /// Sums of the units that lie under another.
    pub areas: Vec<SplitRow>,
    pub now: Vec<NowRow>,
    pub over: Vec<OverRow>,
    pub over_areas: Vec<OverRow>,
    /// The municipality's own goals for these dates, as they stand; each counts by the day what was due in a month.
    pub goals: Vec<GoalView>,
    pub definition: &'static Definition,
}

impl TimelinessPage {
    /// The sums of areas, then each unit.
    pub fn units_and_areas(&self) -> Vec<SplitRow> {
        self.areas.iter().chain(&self.units).cloned().collect()
    }
}

/// Duties that have a line of their own beside that of all together.
const DRAWN: usize = 3;

/// A month as it is shown: its total, and its three tables.
pub(crate) struct PublishedMonth {
    pub(crate) total: Shown,
    pub(crate) duties: ShownTable,
    pub(crate) benefits: ShownTable,
    pub(crate) units: ShownTable,
}

pub(crate) fn published(split: &Split) -> PublishedMonth {
    let (total, tables) = publish_tables(split.total, &[&split.duties, &split.benefits, &split.units], THRESHOLD);
    let empty = || ShownTable { total, rows: Vec::new() };
    let mut tables = tables.into_iter();
    let mut next = || tables.next().unwrap_or_else(empty);
    PublishedMonth { total, duties: next(), benefits: next(), units: next() }
}

impl App {
    pub async fn timeliness(
        &self,
        viewer: &Viewer,
        filter: TimelinessFilter,
        moment: Moment,
    ) -> Result<TimelinessPage, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        let definition = definitions::of(figures::timeliness::INDICATOR, moment.today)?;
        let of_layer = |measured: &Measured| measured.dates().is_some_and(|(layer, _)| layer == filter.layer);
        let goals = self.goals_with_numbers(viewer, of_layer, moment).await?;
        let page = |counted: &Counted| self.timeliness_page(counted, filter, moment.today, definition);
        Ok(TimelinessPage { goals, ..self.counted(moment.today, page).await?? })
    }

    fn timeliness_page(
        &self,
        counted: &Counted,
        filter: TimelinessFilter,
        today: Day,
        definition: &'static Definition,
    ) -> Result<TimelinessPage, AppError> {
        let tally = &counted.tally;
        let month = month_of(filter.month, today);
        let split = split(tally, &filter, month)?;
        let shown = published(split);
        let drawn = drawn(tally, &filter);
        let series = tally.months().filter_map(|month| {
            let shown = published(tally.split(filter.layer, filter.basis, month)?);
            let duties = drawn.iter().filter_map(|at| shown.duties.rows.get(*at).copied()).collect();
            Some(MonthRow { month, total: shown.total, duties })
        });
        let key = |at: usize| self.rulebook.duty_keys[at].clone();
        let name = |at: usize| self.duty_name(&self.rulebook.duty_keys[at], today);
        let over = over(tally);
        let areas = self.areas(tally, today);
        let mut units = rows(&split.units, &shown.units, |at| {
            (Row::Unit(tally.units[at].to_string()), self.config.unit_name(&tally.units[at]))
        });
        units.sort_by_cached_key(|r| figures::danish::sort_key(&r.title));
        Ok(TimelinessPage {
            today,
            cases: counted.listed.len(),
            months: tally.months().collect(),
            month,
            filter,
            total: shown.total,
            apart: apart(&split.total),
            series: series.collect(),
            duties: rows(&split.duties, &shown.duties, |at| (Row::Duty(key(at)), name(at))),
            benefits: rows(&split.benefits, &shown.benefits, |at| {
                (Row::Benefit(Benefit::ALL.get(at).copied()), String::new())
            }),
            drawn: drawn.iter().map(|at| (key(*at), name(*at))).collect(),
            units,
            areas: self.area_rows(&split.units, &shown.units, &areas),
            now: now(&over),
            over: self.over_rows(tally, &over),
            over_areas: self.over_areas(tally, &over, &areas),
            goals: Vec::new(),
            definition,
        })
    }

    /// The units that others lie under today, each with the places of those that have cases; the topmost first.
    fn areas(&self, tally: &Tally, today: Day) -> Vec<(String, Vec<usize>)> {
        let lies_within = |of: &str| -> Vec<usize> {
            let within = tally.units.iter().enumerate().filter(|(_, unit)| self.config.is_within(unit, of, today));
            within.map(|(at, _)| at).collect()
        };
        let above = self.config.units.iter().filter(|unit| self.config.units_within(&unit.key, today).len() > 1);
        let mut areas: Vec<(String, Vec<usize>)> = above.map(|u| (u.key.clone(), lies_within(&u.key))).collect();
        areas.retain(|(_, units)| !units.is_empty());
        areas.sort_by_cached_key(|(unit, _)| {
            (self.config.above(unit, today).len(), figures::danish::sort_key(&self.config.unit_name(unit)))
        });
        areas
    }

    fn area_rows(&self, units: &[Counts], shown: &ShownTable, areas: &[(String, Vec<usize>)]) -> Vec<SplitRow> {
        let groups: Vec<Vec<usize>> = areas.iter().map(|(_, units)| units.clone()).collect();
        let sums = publish_sums(units, shown, &groups, THRESHOLD);
        let row = |((unit, _), shown): (&(String, Vec<usize>), Shown)| SplitRow {
            row: Row::Area(unit.clone()),
            title: self.config.unit_name(unit),
            shown,
        };
        areas.iter().zip(sums).filter(|(_, shown)| !shown.nothing).map(row).collect()
    }

    fn over_areas(&self, tally: &Tally, over: &[PublishedRow; 2], areas: &[(String, Vec<usize>)]) -> Vec<OverRow> {
        let groups: Vec<Vec<usize>> = areas.iter().map(|(_, units)| units.clone()).collect();
        let sums = [0, 1].map(|layer: usize| {
            let counts: Vec<u32> = tally.over.iter().map(|o| o[layer]).collect();
            let hidden: Vec<bool> = over[layer].cells.iter().map(|c| *c == Published::Suppressed).collect();
            let told = over[layer].total != Published::Suppressed;
            let shown = publish_groups(std::slice::from_ref(&counts), &hidden, &groups, THRESHOLD);
            let sum = |(group, shown): (&Vec<usize>, bool)| match shown && told {
                true => Published::Count(group.iter().map(|at| counts[*at]).sum()),
                false => Published::Suppressed,
            };
            groups.iter().zip(shown).map(sum).collect::<Vec<_>>()
        });
        let row = |(at, (unit, _)): (usize, &(String, Vec<usize>))| OverRow {
            unit: unit.clone(),
            title: self.config.unit_name(unit),
            law: sums[0][at],
            goal: sums[1][at],
        };
        areas.iter().enumerate().map(row).collect()
    }

    fn over_rows(&self, tally: &Tally, over: &[PublishedRow; 2]) -> Vec<OverRow> {
        let row = |(at, unit): (usize, &Arc<str>)| OverRow {
            unit: unit.to_string(),
            title: self.config.unit_name(unit),
            law: over[0].cells[at],
            goal: over[1].cells[at],
        };
        let mut rows: Vec<OverRow> = tally.units.iter().enumerate().map(row).collect();
        rows.sort_by_cached_key(|r| figures::danish::sort_key(&r.title));
        rows
    }
}

/// The chosen month where it is one of those counted, else the last whole one.
pub(crate) fn month_of(chosen: Option<Month>, today: Day) -> Month {
    let (first, last) = (dates::first_month(today), Month::of(today).plus(-1));
    chosen.filter(|m| first <= *m && *m <= last).unwrap_or(last)
}

fn split<'t>(tally: &'t Tally, filter: &TimelinessFilter, month: Month) -> Result<&'t Split, AppError> {
    let missing = || AppError::Internal(format!("{month} is not counted"));
    tally.split(filter.layer, filter.basis, month).ok_or_else(missing)
}

/// Rows with dates, those with most first.
fn rows(counts: &[Counts], shown: &ShownTable, named: impl Fn(usize) -> (Row, String)) -> Vec<SplitRow> {
    let mut found: Vec<(u32, SplitRow)> = counts
        .iter()
        .zip(&shown.rows)
        .enumerate()
        .filter(|(_, (_, shown))| !shown.nothing)
        .map(|(at, (_, shown))| {
            let (row, title) = named(at);
            // A hidden row's place must not say how many it has.
            (shown.day.map_or(0, |s| s.denominator), SplitRow { row, title, shown: *shown })
        })
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.title.cmp(&b.1.title)));
    found.into_iter().map(|(_, row)| row).collect()
}

/// The duties with most dates over all the months.
fn drawn(tally: &Tally, filter: &TimelinessFilter) -> Vec<usize> {
    let mut sums: Vec<(u32, usize)> = Vec::new();
    for month in tally.months() {
        let Some(split) = tally.split(filter.layer, filter.basis, month) else { continue };
        sums.resize(split.duties.len(), (0, 0));
        for (at, (sum, counts)) in sums.iter_mut().zip(&split.duties).enumerate() {
            *sum = (sum.0 + counts.share(filter.by.by()).denominator, at);
        }
    }
    sums.retain(|(sum, _)| *sum > 0);
    sums.sort_by_key(|(sum, at)| (std::cmp::Reverse(*sum), *at));
    sums.into_iter().take(DRAWN).map(|(_, at)| at).collect()
}

fn apart(total: &Counts) -> Vec<(Part, Published)> {
    let parts = [Part::Excluded, Part::Undetermined, Part::Open, Part::Unplaced];
    parts.map(|part| (part, publish(total.of(part), THRESHOLD))).into()
}

/// Each unit's part of what is over the law's date, and of what is over a goal.
fn over(tally: &Tally) -> [PublishedRow; 2] {
    [0, 1].map(|at| publish_row(&tally.over.iter().map(|o| o[at]).collect::<Vec<_>>(), THRESHOLD))
}

fn now(over: &[PublishedRow; 2]) -> Vec<NowRow> {
    Kept::ALL.iter().zip(over).map(|(layer, row)| NowRow { layer: *layer, count: row.total }).collect()
}

/// What *Ledelse* shows of it: the dates of a month by layer, and those on lists today that have passed.
pub(crate) fn of_month(tally: &Tally, month: Month) -> (Vec<(Kept, Shown)>, Vec<NowRow>) {
    let due = |layer: &Kept| Some((*layer, published(tally.split(*layer, KeptBasis::Due, month)?).total));
    (Kept::ALL.iter().filter_map(due).collect(), now(&over(tally)))
}

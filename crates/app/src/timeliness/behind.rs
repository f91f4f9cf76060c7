//! The dates behind a share: those in cases that the reader may see, and how many more there are.

use super::dates::CaseDate;
use super::tally::{benefit_place, part_of};
use super::{Row, TimelinessFilter, month_of, published};
use crate::access::{FigureAction, Viewer, decide_figures};
use crate::counted::Counted;
use crate::lists::Listed;
use crate::team::KeptBasis;
use crate::{App, AppError, Moment};
use domain::Day;
use figures::Month;
use figures::suppression::{Published, THRESHOLD, publish};
use figures::timeliness::By;
use figures::timeliness::counts::{COUNTED, Part, Shown};
use std::collections::BTreeMap;
use store::case::CaseRow;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BehindFilter {
    pub of: TimelinessFilter,
    pub row: Row,
    /// Only those that were not kept in time.
    pub late: bool,
    /// All rows, not only those that fit a page.
    pub whole: bool,
}

/// Dates in cases that are closed to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    None,
    Count(u32),
    /// So few that the list would show them; it is held back.
    Few,
}

#[derive(Clone, Debug)]
pub struct BehindPage {
    pub today: Day,
    pub month: Month,
    pub filter: BehindFilter,
    /// Of a duty or a unit.
    pub title: String,
    pub shown: Shown,
    pub rows: Vec<BehindRow>,
    /// Rows that the reader may see and that do not fit the page.
    pub more: usize,
    pub hidden: Hidden,
    pub cases: usize,
}

/// One date behind a figure.
#[derive(Clone, Debug)]
pub struct BehindRow {
    pub case: i64,
    pub name: String,
    pub duty: String,
    pub n: u16,
    pub title: String,
    pub due: Option<Day>,
    /// The day it was kept, in time or late.
    pub met: Option<Day>,
    pub timely: bool,
    /// Days after the date, until it was kept or until today.
    pub days_late: i32,
    pub unit: String,
}

/// Rows of one page.
const PAGE: usize = 500;

/// A date that is listed, before anybody is named.
struct Found {
    case: i64,
    unit: String,
    key: u16,
    n: u16,
    due: Option<Day>,
    met: Option<Day>,
    part: Part,
}

#[derive(Default)]
struct Gathered {
    found: Vec<Found>,
    /// Closed dates of each duty by part, in the order of [`COUNTED`].
    closed: BTreeMap<u16, [u32; 4]>,
    /// Late or kept dates of the month that are closed to the reader, whatever the row.
    closed_in_month: u32,
    shown: Option<Shown>,
    month: Option<Month>,
    cases: usize,
}

/// What is listed, with the place of its duty's key and the units of its area.
struct Asked<'a> {
    filter: &'a BehindFilter,
    key: Option<u16>,
    units: Vec<String>,
}

fn is_of(asked: &Asked<'_>, date: &CaseDate, listed: &Listed) -> bool {
    let (row, key) = (&asked.filter.row, asked.key);
    match row {
        Row::All => true,
        Row::Duty(_) => key == Some(date.key),
        Row::Benefit(benefit) => benefit_place(*benefit) == benefit_place(date.benefit),
        Row::Unit(unit) => *listed.history.unit == **unit,
        Row::Area(_) => asked.units.iter().any(|unit| *listed.history.unit == **unit),
    }
}

impl BehindFilter {
    fn wants(&self, part: Part) -> bool {
        let by = self.of.by.by();
        part.is_late(by) || (!self.late && part.is_timely(by))
    }
}

impl App {
    /// The dates behind one share of *Rettidighed*.
    pub async fn timeliness_behind(
        &self,
        viewer: &Viewer,
        filter: BehindFilter,
        moment: Moment,
    ) -> Result<BehindPage, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        let today = moment.today;
        let key = match &filter.row {
            Row::Duty(duty) => self.duty_place(duty),
            _ => None,
        };
        let units = match &filter.row {
            Row::Area(unit) => self.config.units_within(unit, today),
            _ => Vec::new(),
        };
        let asked = Asked { filter: &filter, key, units };
        let gathered = self.counted(today, |counted| self.gather(counted, viewer, &asked, today)).await?;
        let (hidden, shows) = gathered.hidden(filter.of.by.by());
        let month = gathered.month.unwrap_or_else(|| month_of(None, today));
        let shown = gathered.shown.unwrap_or(Shown { nothing: true, day: None, week: None });
        let mut found = if shows { gathered.found } else { Vec::new() };
        found.sort_by_key(|f| (f.due, f.case, f.key, f.n));
        let most = if filter.whole { usize::MAX } else { PAGE };
        let more = found.len().saturating_sub(most);
        found.truncate(most);
        Ok(BehindPage {
            today,
            month,
            title: self.row_title(&filter.row, today),
            shown,
            rows: self.behind_rows(found, &filter, today).await?,
            more,
            hidden,
            cases: gathered.cases,
            filter,
        })
    }

    fn duty_place(&self, duty: &str) -> Option<u16> {
        let at = self.rulebook.duty_keys.binary_search_by(|key| key.as_str().cmp(duty)).ok()?;
        u16::try_from(at).ok()
    }

    fn row_title(&self, row: &Row, today: Day) -> String {
        match row {
            Row::All | Row::Benefit(_) => String::new(),
            Row::Duty(duty) => self.duty_name(duty, today),
            Row::Unit(unit) | Row::Area(unit) => self.config.unit_name(unit),
        }
    }

    async fn behind_rows(
        &self,
        found: Vec<Found>,
        filter: &BehindFilter,
        today: Day,
    ) -> Result<Vec<BehindRow>, AppError> {
        let mut ids: Vec<i64> = found.iter().map(|f| f.case).collect();
        ids.sort_unstable();
        ids.dedup();
        let cases = self.store.case_list(self.municipality, &ids).await?;
        let names: BTreeMap<i64, CaseRow> = cases.into_iter().map(|c| (c.id, c)).collect();
        let called = self.called(ids, today).await?;
        let row = |f: Found| {
            Some(BehindRow {
                name: names.get(&f.case)?.person.name(),
                title: called.title(f.case, (&self.rulebook.duty_keys[usize::from(f.key)], f.n), f.due),
                duty: self.rulebook.duty_keys[usize::from(f.key)].clone(),
                timely: f.part.is_timely(filter.of.by.by()),
                days_late: f.due.map_or(0, |due| due.days_until(f.met.unwrap_or(today)).max(0)),
                unit: self.config.unit_name(&f.unit),
                case: f.case,
                n: f.n,
                due: f.due,
                met: f.met,
            })
        };
        Ok(found.into_iter().filter_map(row).collect())
    }

    /// What the page shows of the row.
    fn told(&self, counted: &Counted, asked: &Asked<'_>, month: Month, today: Day) -> Option<Shown> {
        let of = asked.filter.of;
        let split = counted.tally.split(of.layer, of.basis, month)?;
        let published = published(split);
        let unit = |unit: &String| counted.tally.units.iter().position(|u| **u == **unit);
        match &asked.filter.row {
            Row::All => Some(published.total),
            Row::Duty(_) => published.duties.rows.get(usize::from(asked.key?)).copied(),
            Row::Benefit(benefit) => published.benefits.rows.get(benefit_place(*benefit)).copied(),
            Row::Unit(name) => published.units.rows.get(unit(name)?).copied(),
            row @ Row::Area(_) => {
                let areas = self.areas(&counted.tally, today);
                let sums = self.area_rows(&split.units, &published.units, &areas);
                sums.into_iter().find(|found| found.row == *row).map(|found| found.shown)
            }
        }
    }

    fn gather(&self, counted: &Counted, viewer: &Viewer, asked: &Asked<'_>, today: Day) -> Gathered {
        let (filter, of) = (asked.filter, asked.filter.of);
        let month = month_of(of.month, today);
        let mut gathered = Gathered { month: Some(month), cases: counted.listed.len(), ..Gathered::default() };
        gathered.shown = self.told(counted, asked, month, today);
        let placed = |date: &CaseDate| match of.basis {
            KeptBasis::Due => date.basis.due,
            KeptBasis::Held => date.basis.met,
        };
        for listed in &counted.listed {
            // Access is asked once for a case, and only where there is something to show.
            let mut open = None;
            for date in listed.dates.iter().filter(|d| placed(d).is_some_and(|day| Month::of(day) == month)) {
                let Some(part) = part_of(date, (of.layer, of.basis), month, today).filter(|p| filter.wants(*p)) else {
                    continue;
                };
                let open = *open.get_or_insert_with(|| listed.shows_to(viewer));
                gathered.closed_in_month += u32::from(!open);
                if !is_of(asked, date, listed) {
                    continue;
                }
                if open {
                    let (due, met) = (date.basis.due, date.basis.met);
                    let (case, unit) = (listed.case(), listed.history.unit.to_string());
                    gathered.found.push(Found { case, unit, key: date.key, n: date.n, due, met, part });
                } else if let Some(at) = COUNTED.iter().position(|p| *p == part) {
                    gathered.closed.entry(date.key).or_default()[at] += 1;
                }
            }
        }
        gathered
    }
}

impl Gathered {
    /// How many are hidden, and whether the list may be shown: of no duty may few hidden dates be found by taking the
    /// listed ones from a figure, nor a figure that is not shown be found by counting the list.
    fn hidden(&self, by: By) -> (Hidden, bool) {
        let sum: u32 = self.closed.values().flatten().sum();
        let few = self.closed.values().flatten().any(|n| publish(*n, THRESHOLD) == Published::Suppressed);
        let told = self.shown.is_some_and(|s| s.by(by).is_some());
        if self.found.is_empty() {
            // Nothing can be taken from anything: the figure itself says what may be said.
            return match sum {
                0 => (Hidden::None, true),
                n if told => (Hidden::Count(n), true),
                _ => (Hidden::Few, true),
            };
        }
        match sum {
            _ if few || (!told && self.closed_in_month > 0) => (Hidden::Few, false),
            0 => (Hidden::None, true),
            n => (Hidden::Count(n), true),
        }
    }
}

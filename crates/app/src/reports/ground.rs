//! Everything one report is counted from, read once.

use super::people::{Person, Reader};
use super::published::Measures;
use crate::access::Viewer;
use crate::flows::{self, FlowsPage};
use crate::goals::GoalStatusRow;
use crate::leadership::Benefits;
use crate::leadership::publish::{self, FlowRow, LengthRow, SeriesRow};
use crate::lists::{Group, Listed};
use crate::{App, AppError, Moment};
use domain::codes::{Benefit, Code};
use domain::{Day, Period};
use figures::Month;
use figures::breaks::DataBreak;
use figures::indicator::flow::{Bridge, bridge};
use figures::timeliness::BasisRow;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::duty::Owned;

pub(super) struct Ground {
    /// The report's own period.
    pub(super) from: Day,
    pub(super) through: Day,
    pub(super) today: Day,
    pub(super) cases: usize,
    pub(super) left_out: usize,
    pub(super) months: Vec<Month>,
    pub(super) breaks: Vec<DataBreak>,
    pub(super) total: SeriesRow,
    pub(super) benefits: Vec<SeriesRow>,
    pub(super) flows: Vec<FlowRow>,
    pub(super) lengths: Vec<LengthRow>,
    pub(super) people: Vec<Person>,
    /// The first day of which any spell is known.
    pub(super) known_from: Day,
    /// Dates of the last thirteen months.
    pub(super) dates: Vec<BasisRow>,
    pub(super) units: Vec<UnitRow>,
    pub(super) published: Measures,
    /// From the day before the period to its last day.
    pub(super) bridge: FlowsPage,
    /// The journeys that most people make, which began in the usual year.
    pub(super) journeys: FlowsPage,
    /// In force.
    pub(super) goals: Vec<GoalStatusRow>,
}

/// A unit with its cases and what is overdue on their lists today.
#[derive(Clone, Debug)]
pub(super) struct UnitRow {
    pub(super) name: String,
    pub(super) cases: u32,
    pub(super) overdue: u32,
    pub(super) over_goal: u32,
}

impl Ground {
    pub(super) fn last(&self) -> Month {
        Month::of(self.through)
    }

    /// The last month is the last whole one: what is registered late is missing in it.
    pub(super) fn preliminary(&self) -> bool {
        self.last().plus(1) >= Month::of(self.today)
    }

    /// Thirteen months through the last.
    pub(super) fn year(&self) -> impl Iterator<Item = Month> {
        self.last().last_year().through(self.last())
    }
}

impl App {
    /// Reads what a report over these days is made of; `step` hears how far it has come, of [`STEPS`].
    pub(super) async fn ground(
        &self,
        viewer: &Viewer,
        (from, through): (Day, Day),
        area: u16,
        moment: Moment,
        step: impl Fn(usize),
    ) -> Result<Ground, AppError> {
        let (last, today) = (Month::of(through), moment.today);
        let year = last.last_year().first_day();
        let listed = self.listed(&Owned::All, today).await?;
        step(1);
        let newest = last.plus(1) == Month::of(today);
        let dates = if newest {
            // Kept with the cases, as *Rettidighed* counts them.
            listed.iter().flat_map(|case| case.dates.iter().map(|date| date.basis)).collect()
        } else {
            self.dates_of((year, through), today).await?
        };
        step(2);
        let count = match newest {
            // What is kept counted ends with this month.
            true => self.counted(today, |counted| counted.benefits.read()).await?,
            false => {
                let mut benefits = Benefits::through(last, today)?;
                listed.iter().for_each(|case| benefits.case(case.history.view(), 1));
                benefits.read()
            }
        };
        step(3);
        let mut reader = Reader::new(today)?;
        let people: Vec<Person> = listed.iter().map(|l| reader.person(l.history.view())).collect();
        let begun = people.iter().flat_map(|p| &p.spells).map(|(_, days): &(_, Period)| days.from()).min();
        step(4);
        let (total, benefits) = publish::series(&count);
        let published = self.measures(area, today).await?;
        step(5);
        let asked = flows::Asked { chosen: flows::Chosen::All, ..flows::Asked::default() };
        let bridge = flows::Asked { bridge: (Some(Month::of(from)), Some(last)), ..asked };
        Ok(Ground {
            from,
            through,
            today,
            cases: listed.len(),
            left_out: count.left_out,
            flows: publish::flows_of(flows(&people, (from, through), today).into_iter()),
            lengths: publish::lengths(&count, count.months.len() - 1, YEAR),
            months: count.months,
            breaks: count.breaks,
            total,
            benefits,
            people,
            known_from: begun.unwrap_or(from),
            dates,
            units: self.unit_rows(&listed),
            bridge: with_stock(self.flows(viewer, bridge, moment).await?),
            journeys: self.flows(viewer, flows::Asked::default(), moment).await?,
            goals: self.goal_status(viewer, moment).await?,
            published,
        })
    }

    /// The municipality's own dates of a period that is not kept, as they stand today.
    async fn dates_of(&self, days: (Day, Day), today: Day) -> Result<Vec<BasisRow>, AppError> {
        let rows = self.duties_dated(&Owned::All, today, None, days).await?;
        let ours = rows.iter().filter(|r| crate::team::timeliness::is_ours(r));
        Ok(ours.flat_map(crate::team::timeliness::bases).collect())
    }

    fn unit_rows(&self, listed: &[Arc<Listed>]) -> Vec<UnitRow> {
        let mut by: BTreeMap<String, UnitRow> = BTreeMap::new();
        for case in listed {
            let name = self.config.unit_name(&case.history.unit);
            let row = by.entry(figures::danish::sort_key(&name)).or_insert_with(|| UnitRow {
                name,
                cases: 0,
                overdue: 0,
                over_goal: 0,
            });
            row.cases += 1;
            for candidate in &case.candidates {
                row.overdue += u32::from(candidate.group == Group::Overdue);
                row.over_goal += u32::from(candidate.group == Group::OverGoal);
            }
        }
        by.into_values().collect()
    }
}

/// The bridge of all together; where somebody would be seen in it, of the largest benefit in which nobody is.
fn with_stock(mut page: FlowsPage) -> FlowsPage {
    page.shown.benefit = page.bridge.rows.iter().find(|row| row.stock.is_some()).and_then(|row| row.benefit);
    page
}

/// Months in which courses ended.
const YEAR: usize = 12;

/// From the day before the period to its last day, by benefit.
fn flows(people: &[Person], (from, through): (Day, Day), today: Day) -> Vec<(Benefit, Bridge)> {
    let of = |benefit: &Benefit| {
        let courses = |p: &Person| p.courses.iter().filter(|(b, _)| b == benefit).map(|(_, days)| *days).collect();
        let theirs: Vec<Vec<Period>> = people.iter().map(courses).filter(|c: &Vec<Period>| !c.is_empty()).collect();
        (*benefit, bridge(theirs.iter().map(Vec::as_slice), from, through, today).unwrap_or_default())
    };
    Benefit::ALL.iter().map(of).collect()
}

/// How many steps [`App::ground`] tells of.
pub(super) const STEPS: usize = 5;

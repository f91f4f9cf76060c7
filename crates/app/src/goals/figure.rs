//! A goal beside its numbers: the series, where it stands, and where it goes if nothing changes.

use super::{GoalText, Measured};
use crate::access::Viewer;
use crate::leadership::{Counts, Monthly};
use crate::{App, AppError, Moment};
use domain::Day;
use domain::codes::codes;
use figures::breaks::{self, DataBreak, of_benefit};
use figures::compare::{
    Better, Change, Measure as Compared, Members, Sort, change_between, group_series, mean_without,
};
use figures::geography::GroupKind;
use figures::goal::{Benchmark, Doubt, Goal, Light, Measure, Population, Reading, Standing};
use figures::projection::{Bounds, Projection, Without, project};
use figures::{Exact, Month, Value};
use store::statistics::Snapshot;

/// Months of an imported table that are shown.
const MONTHS: i32 = 36;
/// A goal without a last day is looked at so many months ahead.
const AHEAD: i32 = 3;

codes! {
    /// What a goal's card says.
    GoalState "goal_state" {
        Naaet = "naaet",
        /// Not behind the way to it.
        PaaVej = "paa_vej",
        Bagud = "bagud",
        /// Something is lacking.
        Mangler = "mangler",
    }
}

/// Where a series comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// The cases of the municipality, as they are known now.
    Cases,
    /// An imported table, with its reading; `None` while it is not imported.
    Table(Option<Snapshot>),
}

/// Month by month, oldest first.
#[derive(Clone, Debug)]
pub struct GoalSeries {
    pub months: Vec<(Month, Value)>,
    /// The last month may still change: what is registered late is missing in it.
    pub preliminary: bool,
    /// The simple average of the others, for the same months; empty where the goal compares with nobody, or nobody has numbers.
    pub others: Vec<(Month, Value)>,
    /// The breaks that concern the series.
    pub breaks: Vec<DataBreak>,
    pub source: Source,
}

#[derive(Clone, Debug)]
pub struct GoalFigure {
    pub series: GoalSeries,
    /// The month the standing is of: the last one, or the goal's own where that has passed.
    pub latest: Option<(Month, Value)>,
    pub preliminary: bool,
    pub standing: Standing,
    pub state: GoalState,
    /// Against the same month of the year before.
    pub change: Option<Change>,
    pub doubts: Vec<Doubt>,
    /// What the series has for the month of the first value.
    pub counted_then: Value,
    pub projection: Result<Projection, Without>,
}

impl GoalSeries {
    pub fn value(&self, month: Month) -> Value {
        find(&self.months, month)
    }

    /// The settled months.
    fn settled(&self) -> &[(Month, Value)] {
        &self.months[..self.months.len() - usize::from(self.preliminary && !self.months.is_empty())]
    }

    fn break_months(&self) -> Vec<Month> {
        self.breaks.iter().map(DataBreak::month).collect()
    }
}

fn find(months: &[(Month, Value)], month: Month) -> Value {
    months.iter().find(|(at, _)| *at == month).map_or(Value::Missing, |(_, value)| *value)
}

impl GoalState {
    fn of(standing: &Standing) -> GoalState {
        match (standing.reached, standing.light) {
            (Some(true), _) => GoalState::Naaet,
            (_, Light::Groen) => GoalState::PaaVej,
            (_, Light::Gul | Light::Roed) => GoalState::Bagud,
            (_, Light::Ukendt) => GoalState::Mangler,
        }
    }
}

impl GoalFigure {
    /// Where a goal stands on its series.
    fn of(goal: &Goal, measured: &Measured, series: GoalSeries) -> GoalFigure {
        let last = series.months.last().copied();
        // After its last day a goal is answered by the number of that day.
        let asked = goal.by.map(Month::of);
        let passed = last.zip(asked).is_some_and(|((last, _), asked)| asked < last);
        let latest = match asked.filter(|asked| passed && series.value(*asked) != Value::Missing) {
            Some(asked) => Some((asked, series.value(asked))),
            None => last,
        };
        let then = goal.baseline.map(|(day, _)| Month::of(day));
        let number = |months: &[(Month, Value)], month: Option<Month>| find(months, month?).number();
        let month = latest.map(|(month, _)| month);
        let reading = Reading {
            on: month.map_or(Day::FIRST, |month| month.last_day().min(goal.by.unwrap_or(Day::LAST))),
            now: latest.and_then(|(_, value)| value.number()),
            others: number(&series.others, month),
            others_then: number(&series.others, then),
        };
        let standing = goal.standing(reading);
        let through = asked.filter(|_| !passed).or(last.map(|(last, _)| last.plus(AHEAD))).filter(|_| !passed);
        let (share, decimals) = (measured.is_share(), measured.decimals());
        let bounds = if share { Bounds::Percent } else { Bounds::Count };
        let projection = match through {
            Some(through) => project(series.settled(), &series.break_months(), through, bounds, decimals),
            None => Err(Without::Past),
        };
        // A group that is closed, or that grows from nothing, has no number of its own before its day.
        let counts_then = matches!(goal.population, Population::Bestand | Population::Maaned);
        let counted_then = then.filter(|_| counts_then).map_or(Value::Missing, |month| series.value(month));
        GoalFigure {
            state: GoalState::of(&standing),
            change: latest.map(|latest| year_s_change(measured, &series, latest)),
            doubts: goal.doubts(counted_then.number(), decimals, share),
            preliminary: series.preliminary && last.map(|(month, _)| month) == month,
            counted_then,
            latest,
            standing,
            projection,
            series,
        }
    }
}

fn year_s_change(measured: &Measured, series: &GoalSeries, (month, value): (Month, Value)) -> Change {
    let sort = if measured.is_share() { Sort::Share } else { Sort::Count };
    let compared =
        Compared { sort, decimals: measured.decimals(), better: Better::Lowest, breaks: series.break_months() };
    change_between(&compared, (month, value), (month.last_year(), series.value(month.last_year())))
}

/// The breaks of a benefit; all benefits together count the same people before and after.
fn own_breaks(monthly: &Monthly, benefit: Option<domain::codes::Benefit>) -> Vec<DataBreak> {
    benefit.map(|b| of_benefit(&monthly.breaks, b).cloned().collect()).unwrap_or_default()
}

/// The published measure that counts what one of our own does, so that others can be found in it.
fn twin(measured: &Measured) -> Option<String> {
    match measured {
        Measured::Published(id) => Some(id.clone()),
        Measured::Own { measure, benefit, .. } => {
            let own = Some((*measure, (*benefit)?));
            figures::catalogue::shipped().into_iter().find(|m| m.own == own).map(|m| m.id)
        }
    }
}

/// A published table with the others' average beside it.
struct Imported {
    own: Vec<(Month, Value)>,
    others: Vec<(Month, Value)>,
    breaks: Vec<DataBreak>,
    reading: Option<Snapshot>,
}

impl App {
    pub(super) async fn goal_figure(
        &self,
        viewer: &Viewer,
        text: &GoalText,
        moment: Moment,
    ) -> Result<GoalFigure, AppError> {
        let series = self.goal_series(viewer, text, moment).await?;
        Ok(GoalFigure::of(&text.goal, &text.measured, series))
    }

    async fn goal_series(&self, viewer: &Viewer, text: &GoalText, moment: Moment) -> Result<GoalSeries, AppError> {
        let Measured::Own { measure, benefit, part } = &text.measured else {
            let found = match twin(&text.measured) {
                Some(id) => self.imported(&id, text.goal.benchmark, moment).await?,
                None => None,
            };
            let Some(found) = found else {
                let source = Source::Table(None);
                return Ok(GoalSeries { months: vec![], preliminary: false, others: vec![], breaks: vec![], source });
            };
            return Ok(GoalSeries {
                months: found.own,
                preliminary: false,
                others: found.others,
                breaks: found.breaks,
                source: Source::Table(found.reading),
            });
        };
        let since = text.goal.baseline.map(|(day, _)| day);
        let closed = since.filter(|_| text.goal.population == Population::LukketGruppe);
        let monthly = self.monthly(viewer, closed, moment).await?;
        let asked = Counts { measure: *measure, benefit: *benefit, part: part.as_ref() };
        let months = match text.measured.wait() {
            Some(wait) => self.counted(moment.today, |counted| counted.flows.half_wait(wait, &monthly.months)).await?,
            None => monthly.series(asked, (text.goal.population, since), &self.rulebook),
        };
        let others = match (text.goal.benchmark, twin(&text.measured)) {
            (Some(_), Some(id)) => self.imported(&id, text.goal.benchmark, moment).await?.map(|found| found.others),
            _ => None,
        };
        Ok(GoalSeries {
            // A length is of a month that ended so long ago that what ended in it is settled, a wait of one followed on.
            preliminary: !matches!(measure, Measure::Varighed | Measure::Ventetid),
            others: others.unwrap_or_default(),
            breaks: own_breaks(&monthly, *benefit),
            months,
            source: Source::Cases,
        })
    }

    async fn imported(
        &self,
        id: &str,
        benchmark: Option<Benchmark>,
        moment: Moment,
    ) -> Result<Option<Imported>, AppError> {
        let library = self.statistics(None).await?;
        let Some(found) = library.find(id) else { return Ok(None) };
        let table = self.figures_of(found, None).await?;
        let Some(latest) = table.latest() else { return Ok(None) };
        let geography = &*self.config.geography;
        let own = u16::try_from(self.config.code).unwrap_or(0);
        let months: Vec<Month> = latest.plus(1 - MONTHS).max(table.first().unwrap_or(latest)).through(latest).collect();
        let group = |kind| -> Vec<(Month, Value)> {
            let members = Members::AsOn(moment.today);
            let means = group_series(&table, geography, kind, own, members, months.iter().copied());
            means.into_iter().map(|(month, mean)| (month, mean.value)).collect()
        };
        let others = match benchmark {
            None => Vec::new(),
            Some(Benchmark::Klynge) => group(GroupKind::Cluster),
            Some(Benchmark::Rar) => group(GroupKind::Rar),
            Some(Benchmark::Land) => {
                let all = geography.codes();
                months.iter().map(|month| (*month, mean_without(&table, &all, own, *month).value)).collect()
            }
        };
        let known = breaks::shipped();
        let breaks = known.into_iter().filter(|b| found.table.starts_with(&b.tables)).collect();
        Ok(Some(Imported {
            own: table.series(own, months.iter().copied()),
            others,
            breaks,
            reading: library.source(found),
        }))
    }

    /// The first value that the series itself has: of the month of a day, or of the last settled month.
    pub async fn goal_baseline(
        &self,
        viewer: &Viewer,
        text: &GoalText,
        moment: Moment,
    ) -> Result<Option<(Day, Exact)>, AppError> {
        let asked = text.goal.baseline.map(|(day, _)| day);
        let mut text = text.clone();
        // A closed group begins as all who are there, a count of all who come with nobody.
        let from_nothing = text.goal.population == Population::Ophobet;
        if text.goal.population == Population::LukketGruppe {
            text.goal.population = Population::Bestand;
        }
        let series = self.goal_series(viewer, &text, moment).await?;
        let months = series.settled().iter().rev();
        let of = |wanted: Option<Month>| {
            let mut numbers = months.clone().filter_map(|(month, value)| Some((*month, value.number()?)));
            numbers.find(|(month, _)| wanted.is_none_or(|wanted| wanted == *month))
        };
        let found = of(asked.map(Month::of));
        Ok(found.map(|(month, n)| (asked.unwrap_or(month.last_day()), if from_nothing { Exact::ZERO } else { n })))
    }
}

//! *Sammenlign*: one municipality beside its cluster, its region, the country and the ten best, on published figures.
//!
//! No person stands behind anything here, so every role may see it.

pub(crate) mod load;
mod own;
mod small;

use crate::{App, AppError, Moment};
use domain::Day;
use figures::breaks::{self, DataBreak};
use figures::catalogue::Published;
use figures::chart::Style;
use figures::compare::{
    Best, Change, Mean, Measure, Members, Ranking, Sort, SumCheck, change, change_between, group_series, mean_without,
    ranking, sum_check, ten_best,
};
use figures::geography::{Geography, Group, GroupKind, Membership};
use figures::table::COUNTRY;
use figures::{Month, Table, Value};
use load::Found;
use store::statistics::Snapshot;

pub use own::{OwnBeside, OwnMonth};
pub use small::SmallRow;

/// What the reader chose; what is absent has a default.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub measure: Option<String>,
    pub area: Option<u16>,
    /// 12, 24, 36 or 60.
    pub months: Option<u16>,
    /// The cluster as it was in each month, not as it is today.
    pub cluster_of_then: bool,
    /// The second group.
    pub second: Second,
    /// Who is ranked.
    pub ranked: Ranked,
    /// Figures as they were known at the end of a day.
    pub known: Option<Day>,
}

/// The group beside the cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Second {
    #[default]
    Rar,
    Region,
    Neighbours,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ranked {
    #[default]
    Cluster,
    Second,
    Country,
}

/// The five lines, in their order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineKind {
    Own,
    Cluster,
    Second,
    Country,
    Best,
}

impl LineKind {
    /// The same in every drawing.
    pub fn style(self) -> Style {
        match self {
            LineKind::Own => Style::Own,
            LineKind::Cluster => Style::Cluster,
            LineKind::Second => Style::Rar,
            LineKind::Country => Style::Country,
            LineKind::Best => Style::Best,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Line {
    pub kind: LineKind,
    /// One for each month of the page.
    pub values: Vec<Value>,
    /// Latest month against the same month of the year before.
    pub change: Change,
}

/// Which group a municipality is compared with, or why there is none.
#[derive(Clone, Debug)]
pub enum GroupInfo {
    Known {
        name: String,
        members: usize,
        /// Names of the others.
        others: Vec<String>,
        /// Of the others, how many have a figure in the latest month.
        with_value: usize,
        from: Day,
        approximate: bool,
    },
    Unread(String),
    NotCovered,
}

#[derive(Clone, Debug)]
pub struct Comparison {
    pub measure: Published,
    pub table: String,
    pub months: Vec<Month>,
    pub latest: Month,
    /// In the order own, cluster, second, country, best; counts have no ten best.
    pub lines: Vec<Line>,
    pub cluster: GroupInfo,
    pub second: GroupInfo,
    /// Each neighbour by itself: name, and latest month against the same month of the year before.
    pub neighbours: Vec<(String, Change)>,
    /// Names of the ten best.
    pub best: Vec<String>,
    pub breaks: Vec<DataBreak>,
    pub ranking: Ranking,
    /// Own place by the printed number.
    pub ranked_name: Option<String>,
    /// The mean of the others that are ranked.
    pub ranked_mean: Mean,
    /// All municipalities together beside the country, in the latest month; of counts.
    pub sums: Option<SumCheck>,
    /// The reading the figures come from.
    pub source: Option<Snapshot>,
}

#[derive(Clone, Debug)]
pub struct ComparisonPage {
    pub asked: Asked,
    pub area: u16,
    pub area_name: String,
    /// Every municipality, in the order of their names.
    pub areas: Vec<(u16, String)>,
    /// Measures that have figures.
    pub measures: Vec<Published>,
    /// `None` while nothing is imported.
    pub shown: Option<Comparison>,
    pub all: Vec<SmallRow>,
    /// Days on which something was read, newest first.
    pub readings: Vec<Day>,
    pub today: Day,
}

/// What every part of the page is made from.
pub(crate) struct Ground<'a> {
    asked: &'a Asked,
    geography: &'a Geography,
    area: u16,
    today: Day,
    breaks: &'a [DataBreak],
}

impl App {
    pub async fn comparison(&self, asked: Asked, moment: Moment) -> Result<ComparisonPage, AppError> {
        self.comparison_page(asked, moment, true).await
    }

    /// The same without all the other measures.
    pub async fn comparison_alone(&self, asked: Asked, moment: Moment) -> Result<ComparisonPage, AppError> {
        self.comparison_page(asked, moment, false).await
    }

    async fn comparison_page(&self, asked: Asked, moment: Moment, all: bool) -> Result<ComparisonPage, AppError> {
        let geography = &*self.config.geography;
        let mut areas: Vec<(u16, String)> =
            geography.municipalities().iter().map(|m| (m.code, m.name.clone())).collect();
        areas.sort_by_cached_key(|(_, name)| figures::danish::sort_key(name));
        let breaks = breaks::shipped();
        let ground = self.compare_on(&asked, moment.today, &breaks);
        let area = ground.area;
        let library = self.statistics(asked.known).await?;
        let chosen = asked.measure.as_deref().and_then(|id| library.find(id)).or_else(|| library.first());
        let shown = match chosen {
            Some(found) => Some((found, self.figures_of(found, asked.known).await?)),
            None => None,
        };
        let mut rows = Vec::new();
        for found in library.measures.iter().filter(|m| all && m.measure.all) {
            rows.extend(small::row(&*self.figures_of(found, asked.known).await?, found, &ground));
        }
        let shown = shown.and_then(|(found, table)| ground.comparison(found, &table, library.source(found)));
        Ok(ComparisonPage {
            area,
            area_name: geography.name(area),
            areas,
            measures: library.measures.iter().map(|m| m.measure.clone()).collect(),
            shown,
            all: rows,
            readings: library.readings(),
            today: moment.today,
            asked,
        })
    }
}

impl App {
    fn compare_on<'a>(&'a self, asked: &'a Asked, today: Day, breaks: &'a [DataBreak]) -> Ground<'a> {
        let geography = &*self.config.geography;
        let own = u16::try_from(self.config.code).unwrap_or(0);
        let area = asked.area.filter(|a| geography.by_code(*a).is_some()).unwrap_or(own);
        Ground { asked, geography, area, today, breaks }
    }

    /// The measure that is asked for, without the list of all the others.
    pub(crate) async fn compared(&self, asked: &Asked, today: Day) -> Result<Option<Comparison>, AppError> {
        let breaks = breaks::shipped();
        let ground = self.compare_on(asked, today, &breaks);
        let library = self.statistics(asked.known).await?;
        let Some(found) = asked.measure.as_deref().and_then(|id| library.find(id)) else { return Ok(None) };
        let table = self.figures_of(found, asked.known).await?;
        Ok(ground.comparison(found, &table, library.source(found)))
    }
}

impl Ground<'_> {
    fn comparison(&self, found: &Found, table: &Table, source: Option<Snapshot>) -> Option<Comparison> {
        let latest = table.latest()?;
        let measure = found.measure.measure(&found.table, self.breaks);
        let count = i32::from(self.asked.months.filter(|m| [12, 24, 36, 60].contains(m)).unwrap_or(60));
        let first = latest.plus(1 - count).max(table.first()?);
        let months: Vec<Month> = first.through(latest).collect();
        let (cluster, cluster_members) = self.group(GroupKind::Cluster, table, latest);
        let (second, second_members) = self.group(self.second_kind(), table, latest);
        let best = ten_best(table, self.geography.municipalities(), latest, measure.better);
        let (ranked, ranked_name) = match self.asked.ranked {
            Ranked::Cluster => (cluster_members, name_of(&cluster)),
            Ranked::Second => (second_members, name_of(&second)),
            Ranked::Country => (self.geography.codes(), None),
        };
        let over = |b: &&DataBreak| found.table.starts_with(&b.tables) && first < b.month() && b.month() <= latest;
        Some(Comparison {
            lines: self.lines(&measure, table, &months, &best),
            neighbours: self.neighbours(&measure, table, latest),
            ranking: ranking(table, self.geography, &ranked, latest, measure.decimals, measure.better),
            ranked_mean: mean_without(table, &ranked, self.area, latest),
            ranked_name,
            sums: (measure.sort == Sort::Count).then(|| sum_check(table, &self.parts(table, latest), latest)).flatten(),
            best: best.members.iter().map(|code| self.geography.name(*code)).collect(),
            breaks: self.breaks.iter().filter(over).cloned().collect(),
            measure: found.measure.clone(),
            table: found.table.clone(),
            months,
            latest,
            cluster,
            second,
            source,
        })
    }

    fn neighbours(&self, measure: &Measure, table: &Table, latest: Month) -> Vec<(String, Change)> {
        let Membership::Member(group) = self.geography.group_of(GroupKind::Neighbours, self.area, self.today) else {
            return Vec::new();
        };
        let others = group.members.iter().filter(|code| **code != self.area);
        let mut found: Vec<(String, Change)> =
            others.map(|code| (self.geography.name(*code), change(table, measure, *code, latest))).collect();
        found.sort_by_cached_key(|(name, _)| figures::danish::sort_key(name));
        found
    }

    fn second_kind(&self) -> GroupKind {
        match self.asked.second {
            Second::Rar => GroupKind::Rar,
            Second::Region => GroupKind::Region,
            Second::Neighbours => GroupKind::Neighbours,
        }
    }

    /// All municipalities, and where the publisher did not know which.
    fn parts(&self, table: &Table, month: Month) -> Vec<u16> {
        let unknown = self.geography.unknown_area().filter(|area| table.get(*area, month) != Value::Missing);
        self.geography.codes().into_iter().chain(unknown).collect()
    }

    /// The group of a kind today, with how many of the others have a figure, and its members.
    fn group(&self, kind: GroupKind, table: &Table, latest: Month) -> (GroupInfo, Vec<u16>) {
        match self.geography.group_of(kind, self.area, self.today) {
            Membership::Member(group) => {
                let others = mean_without(table, &group.members, self.area, latest);
                (self.known(group, others), group.members.clone())
            }
            Membership::Unread(note) => (GroupInfo::Unread(note.to_owned()), Vec::new()),
            Membership::NotCovered => (GroupInfo::NotCovered, Vec::new()),
        }
    }

    fn known(&self, group: &Group, others: Mean) -> GroupInfo {
        let names = group.members.iter().filter(|code| **code != self.area).map(|code| self.geography.name(*code));
        GroupInfo::Known {
            name: group.name.clone(),
            members: group.members.len(),
            others: names.collect(),
            with_value: others.with_value,
            from: group.from,
            approximate: group.approximate,
        }
    }

    fn lines(&self, measure: &Measure, table: &Table, months: &[Month], best: &Best) -> Vec<Line> {
        let Some(latest) = months.last().copied() else { return Vec::new() };
        let before = latest.last_year();
        let members = if self.asked.cluster_of_then { Members::AsThen } else { Members::AsOn(self.today) };
        let group = |kind: GroupKind| {
            let of = |months: Vec<Month>| -> Vec<Value> {
                let series = group_series(table, self.geography, kind, self.area, members, months);
                series.into_iter().map(|(_, mean)| mean.value).collect()
            };
            let ends = of(vec![before, latest]);
            (of(months.to_vec()), change_between(measure, (latest, ends[1]), (before, ends[0])))
        };
        let single = |of: &dyn Fn(Month) -> Value| {
            let values: Vec<Value> = months.iter().map(|m| of(*m)).collect();
            (values, change_between(measure, (latest, of(latest)), (before, of(before))))
        };
        let mut found = vec![
            (LineKind::Own, single(&|month| table.get(self.area, month))),
            (LineKind::Cluster, group(GroupKind::Cluster)),
            (LineKind::Second, group(self.second_kind())),
            (LineKind::Country, single(&|month| table.get(COUNTRY, month))),
        ];
        // The ten with the fewest people are the ten smallest, not the ten best.
        if measure.sort == Sort::Share {
            found.push((LineKind::Best, single(&|month| best.mean(table, month).value)));
        }
        found.into_iter().map(|(kind, (values, change))| Line { kind, values, change }).collect()
    }
}

fn name_of(group: &GroupInfo) -> Option<String> {
    match group {
        GroupInfo::Known { name, .. } => Some(name.clone()),
        _ => None,
    }
}

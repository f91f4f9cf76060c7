//! All measures at once: one line each, with the cluster beside it.

use super::Ground;
use super::load::Found;
use figures::catalogue::Published;
use figures::compare::{Change, Place, change, mean_without, ranking};
use figures::geography::{GroupKind, Membership};
use figures::table::COUNTRY;
use figures::{Exact, Month, Table, Value};

/// Months of the small lines.
const MONTHS: i32 = 24;

#[derive(Clone, Debug)]
pub struct SmallRow {
    pub measure: Published,
    pub latest: Month,
    pub own: Value,
    pub cluster: Value,
    pub country: Value,
    /// By the printed number, in the cluster.
    pub place: Option<Place>,
    pub change: Change,
    pub line: Vec<Option<Exact>>,
    pub cluster_line: Vec<Option<Exact>>,
    /// Places in the lines that are not joined to the one before.
    pub breaks: Vec<usize>,
}

pub(super) fn row(table: &Table, found: &Found, ground: &Ground<'_>) -> Option<SmallRow> {
    let (area, geography) = (ground.area, ground.geography);
    let latest = table.latest()?;
    let measure = found.measure.measure(&found.table, ground.breaks);
    let members: &[u16] = match geography.group_of(GroupKind::Cluster, area, ground.today) {
        Membership::Member(group) => &group.members,
        _ => &[],
    };
    let months: Vec<Month> = latest.plus(1 - MONTHS).through(latest).collect();
    let ranked = ranking(table, geography, members, latest, measure.decimals, measure.better);
    Some(SmallRow {
        own: table.get(area, latest),
        cluster: mean_without(table, members, area, latest).value,
        country: table.get(COUNTRY, latest),
        place: ranked.of(area).and_then(|r| r.printed),
        change: change(table, &measure, area, latest),
        line: months.iter().map(|m| table.get(area, *m).number()).collect(),
        cluster_line: months.iter().map(|m| mean_without(table, members, area, *m).value.number()).collect(),
        breaks: months.iter().enumerate().filter(|(_, m)| measure.breaks.contains(m)).map(|(i, _)| i).collect(),
        latest,
        measure: found.measure.clone(),
    })
}

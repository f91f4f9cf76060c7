//! One municipality beside others, for one measure of one table: levels, means, the ten best, ranks and changes.

mod best;
mod change;
mod mean;
mod rank;
mod sums;

pub use best::{Best, ten_best};
pub use change::{Change, Unit, change, change_between, mean_change};
pub use mean::{Mean, mean_of, mean_without};
pub use rank::{Place, RankRow, Ranking, ranking};
pub use sums::{Agreement, SumCheck, sum_check};

use crate::geography::{Geography, GroupKind, Membership};
use crate::month::Month;
use crate::table::{Reason, Table, Value};
use domain::Day;

/// What is compared and how it is printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Measure {
    pub sort: Sort,
    /// Decimals as published.
    pub decimals: u8,
    pub better: Better,
    /// First months of a new counting.
    pub breaks: Vec<Month>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// Persons or full-time persons: a change is in per cent.
    Count,
    /// Per cent of something: a change is in percentage points.
    Share,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Better {
    Lowest,
    Highest,
}

/// Whose members a group has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Members {
    /// The group as it is on one day, in every month.
    AsOn(Day),
    /// The group as it was on the last day of each month.
    AsThen,
}

/// The mean of the others in the municipality's group, month by month.
pub fn group_series(
    table: &Table,
    geography: &Geography,
    kind: GroupKind,
    own: u16,
    members: Members,
    months: impl IntoIterator<Item = Month>,
) -> Vec<(Month, Mean)> {
    let of = |month: Month| {
        let day = match members {
            Members::AsOn(day) => day,
            Members::AsThen => month.last_day(),
        };
        match geography.group_of(kind, own, day) {
            Membership::Member(group) => mean_without(table, &group.members, own, month),
            _ => Mean { value: Value::Undetermined(Reason::GroupUnread), with_value: 0, members: 0 },
        }
    };
    months.into_iter().map(|month| (month, of(month))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::tests::{month, table};

    #[test]
    fn the_cluster_line_leaves_the_municipality_out() {
        let geography = Geography::shipped();
        let table =
            table(&["147 2026M07 1.5", "580 2026M07 1.7", "169 2026M07 1.7", "630 2026M07 2.0", "329 2026M07 2.2"]);
        let july = month("2026M07");
        let series = group_series(&table, &geography, GroupKind::Cluster, 580, Members::AsThen, [july.plus(-1), july]);
        assert_eq!(series[0].1, Mean { value: Value::Undetermined(Reason::NoMembers), with_value: 0, members: 4 });
        let mean = series[1].1;
        assert_eq!((mean.value.number().unwrap().rounded(2), mean.with_value, mean.members), (185, 4, 4));
        let as_on = Members::AsOn("2010-01-01".parse().unwrap());
        let unread = group_series(&table, &geography, GroupKind::Cluster, 580, as_on, [july]);
        assert_eq!(unread[0].1.value, Value::Undetermined(Reason::GroupUnread));
    }
}

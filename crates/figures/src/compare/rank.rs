//! Ranks with ties: who shares a printed number shares a place.

use super::Better;
use crate::danish::sort_key;
use crate::exact::Exact;
use crate::geography::Geography;
use crate::month::Month;
use crate::table::{Table, Value};

/// Places `first` to `last` of `of`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub first: usize,
    pub last: usize,
    pub of: usize,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RankRow {
    pub area: u16,
    pub name: String,
    pub value: Value,
    /// By the number as it is printed; `None` where there is no number.
    pub printed: Option<Place>,
    /// By the number before rounding.
    pub unrounded: Option<Place>,
}

/// A group in order: best first, ties by name, and last those without a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ranking {
    pub rows: Vec<RankRow>,
}

impl Ranking {
    pub fn of(&self, area: u16) -> Option<&RankRow> {
        self.rows.iter().find(|r| r.area == area)
    }
}

/// Ranks the members, own municipality included, in one month.
pub fn ranking(
    table: &Table,
    geography: &Geography,
    members: &[u16],
    month: Month,
    decimals: u8,
    better: Better,
) -> Ranking {
    let known: Vec<Exact> = members.iter().filter_map(|m| table.get(*m, month).number()).collect();
    let printed: Vec<i128> = known.iter().map(|n| n.rounded(decimals)).collect();
    let mut rows: Vec<RankRow> = members
        .iter()
        .map(|area| {
            let value = table.get(*area, month);
            let number = value.number();
            RankRow {
                area: *area,
                name: geography.name(*area),
                value,
                printed: number.map(|n| place(&printed, n.rounded(decimals), better)),
                unrounded: number.map(|n| place(&known, n, better)),
            }
        })
        .collect();
    rows.sort_by_cached_key(|row| (row.unrounded.map_or(usize::MAX, |p| p.first), sort_key(&row.name), row.area));
    Ranking { rows }
}

fn place<T: Ord + Copy>(all: &[T], own: T, better: Better) -> Place {
    let before = |other: &&T| match better {
        Better::Lowest => **other < own,
        Better::Highest => **other > own,
    };
    let ahead = all.iter().filter(before).count();
    let same = all.iter().filter(|other| **other == own).count();
    Place { first: ahead + 1, last: ahead + same.max(1), of: all.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::tests::{month, table};
    use proptest::prelude::*;

    #[test]
    fn ties_share_a_place_and_the_suppressed_stand_last() {
        let geography = Geography::shipped();
        let table =
            table(&["147 2026M07 1.5", "580 2026M07 1.7", "169 2026M07 1.7", "630 2026M07 x", "329 2026M07 2.2"]);
        let ranking = ranking(&table, &geography, &[147, 169, 329, 580, 630], month("2026M07"), 1, Better::Lowest);
        let order: Vec<u16> = ranking.rows.iter().map(|r| r.area).collect();
        assert_eq!(order, [147, 169, 580, 329, 630]);
        assert_eq!(ranking.of(580).unwrap().printed, Some(Place { first: 2, last: 3, of: 4 }));
        assert_eq!((ranking.of(630).unwrap().printed, ranking.of(630).unwrap().value), (None, Value::Suppressed));
    }

    #[test]
    fn what_ties_when_printed_may_differ_before_rounding() {
        let geography = Geography::shipped();
        let table = table(&["147 2026M07 1.74", "580 2026M07 1.66", "169 2026M07 2.00"]);
        let ranking = ranking(&table, &geography, &[147, 169, 580], month("2026M07"), 1, Better::Lowest);
        let row = ranking.of(580).unwrap();
        assert_eq!(row.printed, Some(Place { first: 1, last: 2, of: 3 }));
        assert_eq!(row.unrounded, Some(Place { first: 1, last: 1, of: 3 }));
    }

    proptest! {
        #[test]
        fn places_fill_the_ranking_without_gaps(values in proptest::collection::vec(0i64..30, 1..12)) {
            for better in [Better::Lowest, Better::Highest] {
                let mut taken = vec![false; values.len()];
                for value in &values {
                    let place = place(&values, *value, better);
                    prop_assert_eq!(place.last - place.first + 1, values.iter().filter(|v| *v == value).count());
                    taken[place.first - 1..place.last].fill(true);
                }
                prop_assert!(taken.iter().all(|t| *t));
            }
        }
    }
}

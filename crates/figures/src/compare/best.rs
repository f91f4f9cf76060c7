//! The ten best: picked in the latest month and followed backwards.

use super::Better;
use super::mean::{Mean, mean_of};
use crate::danish::sort_key;
use crate::geography::Municipality;
use crate::month::Month;
use crate::table::Table;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Best {
    /// In order; fewer than ten where fewer have a number.
    pub members: Vec<u16>,
    pub picked_in: Month,
}

impl Best {
    /// The mean of the same ten in any month.
    pub fn mean(&self, table: &Table, month: Month) -> Mean {
        mean_of(table, &self.members, month)
    }
}

/// Picks the ten with the lowest or highest number in `latest`; ties by name. Who has no number is not ranked.
pub fn ten_best(table: &Table, municipalities: &[Municipality], latest: Month, better: Better) -> Best {
    let mut known: Vec<_> = municipalities
        .iter()
        .filter_map(|m| Some((table.get(m.code, latest).number()?, sort_key(&m.name), m.code)))
        .collect();
    known.sort_by(|a, b| {
        let by_value = match better {
            Better::Lowest => a.0.cmp(&b.0),
            Better::Highest => b.0.cmp(&a.0),
        };
        by_value.then_with(|| a.1.cmp(&b.1)).then(a.2.cmp(&b.2))
    });
    Best { members: known.into_iter().take(10).map(|(_, _, code)| code).collect(), picked_in: latest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::tests::{month, table};

    fn named(names: &[(u16, &str)]) -> Vec<Municipality> {
        names
            .iter()
            .map(|(code, name)| Municipality { code: *code, name: (*name).into(), aliases: Vec::new() })
            .collect()
    }

    #[test]
    fn ties_are_broken_by_danish_order_and_the_same_ten_are_followed_backwards() {
        let names: Vec<(u16, String)> = (1..=9).map(|n| (n, format!("B{n}"))).collect();
        let mut all: Vec<(u16, &str)> = names.iter().map(|(c, n)| (*c, n.as_str())).collect();
        all.extend([(10, "Aarup"), (11, "Zerup"), (12, "Hidden")]);
        let mut lines: Vec<String> = (1..=9).map(|n| format!("{n} 2026M07 1.0")).collect();
        lines.extend([
            "10 2026M07 2.0".into(),
            "11 2026M07 2.0".into(),
            "12 2026M07 x".into(),
            "11 2025M07 4.0".into(),
            "10 2025M07 0.1".into(),
        ]);
        let table = table(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        let best = ten_best(&table, &named(&all), month("2026M07"), Better::Lowest);
        assert_eq!(best.members, [1, 2, 3, 4, 5, 6, 7, 8, 9, 11], "Zerup stands before Aarup");
        let then = best.mean(&table, month("2025M07"));
        assert_eq!((then.value.number().unwrap().rounded(1), then.with_value, then.members), (40, 1, 10));
        let highest = ten_best(&table, &named(&all), month("2026M07"), Better::Highest);
        assert_eq!(highest.members[..2], [11, 10]);
    }

    #[test]
    fn where_few_have_a_number_there_are_fewer_than_ten() {
        let table = table(&["1 2026M07 x", "2 2026M07 1"]);
        assert_eq!(
            ten_best(&table, &named(&[(1, "A"), (2, "B"), (3, "C")]), month("2026M07"), Better::Lowest).members,
            [2]
        );
    }
}

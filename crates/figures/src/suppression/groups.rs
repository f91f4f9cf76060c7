//! Sums of rows within a table whose rows and total are published already: an area of units, an area within it.

use super::{Published, publish};

/// Whether each group's sums may stand beside the rows. `columns` has one number for each row; `hidden` are the rows that are
/// not shown. Any two groups have no row in common, or one has all of the other's. Of the rows that are hidden in a group
/// only their sum may be known, and it may tell none of them.
pub fn publish_groups(columns: &[Vec<u32>], hidden: &[bool], groups: &[Vec<usize>], threshold: u32) -> Vec<bool> {
    let table = Table { columns, hidden, threshold };
    let all: Vec<usize> = (0..hidden.len()).collect();
    // The widest first: who reads from the top has most of it.
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(groups[*at].len()), *at));
    let (mut known, mut shown): (Vec<&[usize]>, Vec<bool>) = (vec![&all], vec![false; groups.len()]);
    for at in order {
        known.push(&groups[at]);
        shown[at] = table.is_large(&groups[at]) && table.tells_none(&known);
        if !shown[at] {
            known.pop();
        }
    }
    shown
}

struct Table<'a> {
    columns: &'a [Vec<u32>],
    hidden: &'a [bool],
    threshold: u32,
}

impl Table<'_> {
    /// No sum is one or two.
    fn is_large(&self, group: &[usize]) -> bool {
        let sum = |column: &Vec<u32>| group.iter().map(|row| column[*row]).sum();
        self.columns.iter().all(|column| publish(sum(column), self.threshold) != Published::Suppressed)
    }

    /// Each known sum, less what is shown and less the known sums within it, is the sum of hidden rows that lie in no other.
    fn tells_none(&self, known: &[&[usize]]) -> bool {
        known.iter().enumerate().all(|(at, of)| {
            let within = |other: &[usize]| other.iter().all(|row| of.contains(row));
            let smaller = known
                .iter()
                .enumerate()
                .filter(|(n, other)| *n != at && within(other) && (other.len() < of.len() || at < *n));
            let apart: Vec<usize> = smaller.flat_map(|(_, other)| other.iter().copied()).collect();
            let rest: Vec<usize> = of.iter().copied().filter(|row| self.hidden[*row] && !apart.contains(row)).collect();
            self.columns.iter().all(|column| self.keeps(column, &rest))
        })
    }

    /// Whether some rows can stay hidden where their sum is known.
    fn keeps(&self, column: &[u32], rows: &[usize]) -> bool {
        let counts: Vec<u32> = rows.iter().map(|row| column[*row]).collect();
        let (n, sum) = (counts.len() as u32, counts.iter().sum::<u32>());
        let highest = counts.iter().all(|c| *c < self.threshold) && sum == n * (self.threshold - 1);
        let lowest = counts.iter().all(|c| *c > 0) && sum == n;
        n == 0 || !(n == 1 || publish(sum, self.threshold) == Published::Suppressed || lowest || highest)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{THRESHOLD, publish_row};
    use super::*;
    use proptest::prelude::*;

    fn shown(counts: &[u32], groups: &[&[usize]]) -> Vec<bool> {
        let row = publish_row(counts, THRESHOLD);
        let hidden: Vec<bool> = row.cells.iter().map(|c| *c == Published::Suppressed).collect();
        let groups: Vec<Vec<usize>> = groups.iter().map(|g| g.to_vec()).collect();
        publish_groups(&[counts.to_vec()], &hidden, &groups, THRESHOLD)
    }

    #[test]
    fn an_area_with_one_hidden_team_is_not_shown_and_one_with_two_is() {
        // 1 and 4 are hidden: together they are 5.
        assert_eq!(shown(&[1, 4, 9, 30], &[&[0, 2], &[0, 1, 2]]), [false, true]);
    }

    #[test]
    fn what_is_left_outside_an_area_is_not_told_by_it() {
        // Hidden are 1, 5, 6 and 1, 3 would be left alone in the rest of the municipality.
        assert_eq!(shown(&[1, 3, 9, 30], &[&[2, 3]]), [true], "nothing hidden lies in it");
        assert_eq!(shown(&[1, 1, 4, 30], &[&[0, 1, 3]]), [false], "the rest would be the 4");
    }

    #[test]
    fn an_area_of_all_tells_what_the_total_tells() {
        assert_eq!(shown(&[1, 4, 9], &[&[0, 1, 2], &[0, 1, 2]]), [true, true]);
        assert_eq!(shown(&[9, 8, 7], &[&[0], &[0, 1]]), [true, true], "where nothing is hidden nothing is told");
    }

    /// Every way of filling the hidden rows that agrees with what is shown.
    fn fillings(rows: &[usize], sums: &[(Vec<usize>, u32)], most: u32) -> Vec<Vec<u32>> {
        let mut found = vec![vec![]];
        for _ in rows {
            found = found.iter().flat_map(|f: &Vec<u32>| (0..=most).map(move |n| [&f[..], &[n]].concat())).collect();
        }
        let agrees = |f: &Vec<u32>| {
            sums.iter().all(|(of, sum)| {
                let inside = rows.iter().zip(f).filter(|(row, _)| of.contains(row));
                inside.map(|(_, n)| *n).sum::<u32>() == *sum
            })
        };
        found.into_iter().filter(agrees).collect()
    }

    proptest! {
        /// Two areas and one within the first; whoever tries every number finds more than one that fits.
        #[test]
        fn no_hidden_team_is_found_from_the_total_and_the_areas(
            counts in proptest::collection::vec(0u32..7, 5),
            parts in (1usize..4, 1usize..3),
        ) {
            let row = publish_row(&counts, THRESHOLD);
            prop_assume!(row.total != Published::Suppressed);
            let hidden: Vec<bool> = row.cells.iter().map(|c| *c == Published::Suppressed).collect();
            let split = parts.0;
            let groups = [(0..split).collect(), (split..5).collect(), (0..parts.1.min(split)).collect::<Vec<_>>()];
            let shown = publish_groups(std::slice::from_ref(&counts), &hidden, &groups, THRESHOLD);
            let secret: Vec<usize> = (0..5).filter(|at| hidden[*at]).collect();
            let of_hidden = |rows: &[usize]| rows.iter().filter(|r| hidden[**r]).map(|r| counts[*r]).sum::<u32>();
            let all: Vec<usize> = (0..5).collect();
            let known = groups.iter().zip(&shown).filter(|(_, s)| **s).map(|(g, _)| g.clone());
            let sums: Vec<(Vec<usize>, u32)> = known.chain([all]).map(|g| { let sum = of_hidden(&g); (g, sum) }).collect();
            let found = fillings(&secret, &sums, of_hidden(&[0, 1, 2, 3, 4]).min(14));
            for (at, row) in secret.iter().enumerate() {
                let same = found.iter().all(|f| f[at] == counts[*row]);
                prop_assert!(!same, "{counts:?} with {shown:?}: row {row} is found");
            }
        }
    }
}

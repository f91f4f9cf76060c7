//! What is published of small counts: 1 and 2 never, nor what gives them away by subtraction.

mod grid;
mod groups;

pub use grid::{PublishedGrid, publish_grid};
pub use groups::publish_groups;

/// Counts from 1 up to, not including, this are not published. An indicator may ask for a higher one.
pub const THRESHOLD: u32 = 3;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Published {
    Count(u32),
    Suppressed,
}

/// A count standing alone. 0 is published.
pub fn publish(count: u32, threshold: u32) -> Published {
    if (1..threshold).contains(&count) { Published::Suppressed } else { Published::Count(count) }
}

/// Parts of a total.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublishedRow {
    pub cells: Vec<Published>,
    pub total: Published,
}

/// Publishes the parts of a total. Small parts are hidden; where the total and the others would give them away, the next
/// smallest part is hidden too, and where no part is left for that, the total.
pub fn publish_row(counts: &[u32], threshold: u32) -> PublishedRow {
    let sum: u32 = counts.iter().sum();
    let mut hidden: Vec<bool> = counts.iter().map(|c| publish(*c, threshold) == Published::Suppressed).collect();
    let mut total = publish(sum, threshold);
    while total != Published::Suppressed && gives_away(counts, &hidden, threshold) {
        let next = (0..counts.len()).filter(|at| !hidden[*at] && counts[*at] > 0).min_by_key(|at| counts[*at]);
        match next {
            Some(at) => hidden[at] = true,
            None => total = Published::Suppressed,
        }
    }
    let cells = counts.iter().zip(&hidden).map(|(c, h)| if *h { Published::Suppressed } else { Published::Count(*c) });
    PublishedRow { cells: cells.collect(), total }
}

/// Rows of numbers of which some give the others away, with the sums of the columns: whether each is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WholeRows {
    pub rows: Vec<bool>,
    pub total: bool,
}

/// A row with a hidden part is hidden whole, and so is the total.
pub fn publish_rows(rows: &[Vec<u32>], threshold: u32) -> WholeRows {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let column = |at: usize| rows.iter().map(|row| row.get(at).copied().unwrap_or(0)).collect::<Vec<_>>();
    let columns: Vec<PublishedRow> = (0..width).map(|at| publish_row(&column(at), threshold)).collect();
    let shown = |row: usize| columns.iter().all(|c| c.cells[row] != Published::Suppressed);
    WholeRows {
        rows: (0..rows.len()).map(shown).collect(),
        total: columns.iter().all(|c| c.total != Published::Suppressed),
    }
}

/// Whether the sums of the columns may be told beside their rows, each of which is told alone where none of its parts is small.
pub fn sums_hold(rows: &[Vec<u32>], threshold: u32) -> bool {
    let whole = publish_rows(rows, threshold);
    let alone = |row: &Vec<u32>| row.iter().all(|n| publish(*n, threshold) != Published::Suppressed);
    whole.total && rows.iter().zip(&whole.rows).all(|(row, shown)| alone(row) == *shown)
}

/// Whether the sum of the hidden parts, known from the total, shows any of them.
fn gives_away(counts: &[u32], hidden: &[bool], threshold: u32) -> bool {
    let parts: Vec<u32> = counts.iter().zip(hidden).filter(|(_, h)| **h).map(|(c, _)| *c).collect();
    let (n, sum) = (parts.len() as u32, parts.iter().sum::<u32>());
    // One alone; or a remainder that is itself small; or all at the lowest or all at the highest a small part can be.
    let all_small = parts.iter().all(|c| *c < threshold);
    n == 1 || (1..threshold).contains(&sum) || (n > 1 && (sum == n || (all_small && sum == n * (threshold - 1))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Published::{Count, Suppressed};
    use proptest::prelude::*;

    #[test]
    fn one_and_two_are_hidden_and_zero_is_not() {
        assert_eq!([0, 1, 2, 3].map(|n| publish(n, THRESHOLD)), [Count(0), Suppressed, Suppressed, Count(3)]);
        assert_eq!(publish(9, 10), Suppressed);
    }

    #[test]
    fn a_single_hidden_part_takes_the_next_smallest_with_it() {
        let row = publish_row(&[16, 1, 40, 7], THRESHOLD);
        assert_eq!(row.cells, [Count(16), Suppressed, Count(40), Suppressed]);
        assert_eq!(row.total, Count(64));
        assert_eq!(publish_row(&[16, 1, 40, 3], THRESHOLD).cells, [Count(16), Suppressed, Count(40), Suppressed]);
    }

    #[test]
    fn without_a_part_to_hide_the_total_is_hidden() {
        let row = publish_row(&[0, 2, 0], THRESHOLD);
        assert_eq!((row.cells, row.total), (vec![Count(0), Suppressed, Count(0)], Suppressed));
        let row = publish_row(&[2, 2, 0], THRESHOLD);
        assert_eq!(row.total, Suppressed, "4 in all would say 2 and 2");
    }

    #[test]
    fn a_row_with_a_small_part_is_hidden_whole_with_the_next() {
        let shown = publish_rows(&[vec![9, 9], vec![4, 1], vec![30, 3]], THRESHOLD);
        assert_eq!((shown.rows, shown.total), (vec![true, false, false], true));
        assert!(!publish_rows(&[vec![4, 1]], THRESHOLD).total);
        assert!(publish_rows(&[], THRESHOLD).total);
    }

    #[test]
    fn a_sum_is_not_told_where_its_one_hidden_row_would_be_found() {
        assert!(sums_hold(&[vec![160, 11], vec![172, 9], vec![151, 8]], THRESHOLD));
        assert!(!sums_hold(&[vec![160, 11], vec![172, 1], vec![151, 8]], THRESHOLD), "the second month is hidden");
        assert!(
            sums_hold(&[vec![160, 2], vec![172, 1], vec![151, 8]], THRESHOLD),
            "3 in two months: 1 and 2 or 2 and 1"
        );
    }

    #[test]
    fn two_hidden_parts_that_the_total_gives_away_take_a_third() {
        let row = publish_row(&[1, 1, 9, 30], THRESHOLD);
        assert_eq!(row.cells, [Suppressed, Suppressed, Suppressed, Count(30)]);
        let row = publish_row(&[1, 2, 9], THRESHOLD);
        assert_eq!(row.cells, [Suppressed, Suppressed, Count(9)], "1 and 2 or 2 and 1: nobody can say which");
    }

    proptest! {
        #[test]
        fn no_hidden_part_can_be_found_by_subtraction(counts in proptest::collection::vec(0u32..12, 1..7), threshold in 2u32..6) {
            let row = publish_row(&counts, threshold);
            let hidden: Vec<u32> = counts.iter().zip(&row.cells).filter(|(_, c)| **c == Suppressed).map(|(n, _)| *n).collect();
            for (count, cell) in counts.iter().zip(&row.cells) {
                prop_assert!(*cell == Suppressed || *cell == Count(*count));
                prop_assert!(*cell == Suppressed || *count == 0 || *count >= threshold);
            }
            if let (Count(_), false) = (row.total, hidden.is_empty()) {
                let sum: u32 = hidden.iter().sum();
                let n = hidden.len() as u32;
                prop_assert!(n >= 2 && sum >= threshold && sum > n);
                prop_assert!(sum != n * (threshold - 1) || hidden.iter().any(|c| *c >= threshold));
            }
        }
    }
}

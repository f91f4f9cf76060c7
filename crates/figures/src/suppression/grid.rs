//! Counts by row and column, with the sums of the columns: a hidden part is found from neither, nor from both together.

use super::{Published, gives_away, publish};

/// What is published of each part and of the sums of the columns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublishedGrid {
    pub cells: Vec<Vec<Published>>,
    /// One for each column.
    pub columns: Vec<Published>,
}

/// The parts, with the sums of the columns as one more row and those of the rows as one more column.
struct Grid {
    counts: Vec<Vec<u32>>,
    hidden: Vec<Vec<bool>>,
    threshold: u32,
}

/// Publishes the parts of a table whose rows have sums that stand elsewhere. `shut` says of each row, and last of the row of
/// sums, whether its sum is hidden there: then none of it is shown here. Small parts are hidden, and others with them, until
/// no hidden part follows from what is left.
pub fn publish_grid(parts: &[Vec<u32>], shut: &[bool], threshold: u32) -> PublishedGrid {
    let mut grid = Grid::new(parts, shut, threshold);
    while grid.hide_what_follows() || grid.hide_what_is_bounded() {}
    let (rows, columns) = (grid.height() - 1, grid.width() - 1);
    let shown = |row: usize| {
        let cell = |column: usize| match grid.hidden[row][column] {
            true => Published::Suppressed,
            false => Published::Count(grid.counts[row][column]),
        };
        (0..columns).map(cell).collect()
    };
    PublishedGrid { cells: (0..rows).map(shown).collect(), columns: shown(rows) }
}

impl Grid {
    fn new(parts: &[Vec<u32>], shut: &[bool], threshold: u32) -> Grid {
        let width = parts.iter().map(Vec::len).max().unwrap_or(0);
        let mut counts: Vec<Vec<u32>> = parts
            .iter()
            .map(|row| {
                let mut row = row.clone();
                row.resize(width, 0);
                row.push(row.iter().sum());
                row
            })
            .collect();
        counts.push((0..=width).map(|c| counts.iter().map(|row| row[c]).sum()).collect());
        let hidden = counts.iter().enumerate().map(|(at, row)| {
            let shut = shut.get(at).copied().unwrap_or(false);
            let small = |c: usize, n: u32| c < width && publish(n, threshold) == Published::Suppressed;
            row.iter().enumerate().map(|(c, n)| shut || small(c, *n)).collect()
        });
        let hidden = hidden.collect();
        Grid { counts, hidden, threshold }
    }

    fn height(&self) -> usize {
        self.counts.len()
    }

    fn width(&self) -> usize {
        self.counts[0].len()
    }

    /// What is hidden and is not nothing.
    fn secret(&self, row: usize, column: usize) -> bool {
        self.hidden[row][column] && self.counts[row][column] > 0
    }

    /// Every row and column is an equation between its parts and its sum. A hidden number follows from them exactly where
    /// no ring of hidden numbers goes through it; the cheapest ring is closed.
    fn hide_what_follows(&mut self) -> bool {
        for row in 0..self.height() {
            for column in 0..self.width() - 1 {
                let follows = self.secret(row, column) && !self.lies_on_a_ring(row, column);
                if follows && self.close_a_ring(row, column) {
                    return true;
                }
            }
        }
        false
    }

    /// Whether the column is reached from the row over other hidden numbers.
    fn lies_on_a_ring(&self, row: usize, column: usize) -> bool {
        let (mut rows, mut columns) = (vec![false; self.height()], vec![false; self.width()]);
        rows[row] = true;
        loop {
            let mut grown = false;
            for (r, row_seen) in rows.iter_mut().enumerate() {
                for (c, column_seen) in columns.iter_mut().enumerate() {
                    if *row_seen != *column_seen && self.secret(r, c) && (r, c) != (row, column) {
                        (*row_seen, *column_seen, grown) = (true, true, true);
                    }
                }
            }
            if columns[column] || !grown {
                return columns[column];
            }
        }
    }

    /// Hides the three corners that cost least. What is 0 is no good for it: it cannot be one less. The sums of the rows
    /// stand elsewhere and are not ours to hide.
    fn close_a_ring(&mut self, row: usize, column: usize) -> bool {
        let sums = self.width() - 1;
        let others = |n: usize, but: usize| (0..n).filter(move |at| *at != but);
        let rings = others(self.height(), row)
            .flat_map(|r| others(sums, column).map(move |c| [(row, c), (r, c), (r, column)]))
            .filter(|ring| ring.iter().all(|(r, c)| self.counts[*r][*c] > 0));
        let cost = |ring: &[(usize, usize); 3]| {
            let lost = ring.iter().filter(|(r, c)| !self.hidden[*r][*c]);
            lost.map(|(r, c)| u64::from(self.counts[*r][*c])).sum::<u64>()
        };
        let Some(ring) = rings.min_by_key(cost) else { return false };
        ring.iter().fold(false, |changed, (r, c)| !std::mem::replace(&mut self.hidden[*r][*c], true) || changed)
    }

    /// Parts whose sum is known and so low, or so high for small ones, that it shows them.
    fn hide_what_is_bounded(&mut self) -> bool {
        let (bottom, sums) = (self.height() - 1, self.width() - 1);
        for row in 0..=bottom {
            let line: Vec<(usize, usize)> = (0..sums).map(|c| (row, c)).collect();
            if !self.hidden[row][sums] && self.is_bounded(&line) && self.hide_next(&line, &line) {
                return true;
            }
        }
        for column in 0..sums {
            let line: Vec<(usize, usize)> = (0..bottom).map(|r| (r, column)).collect();
            if !self.hidden[bottom][column] && self.is_bounded(&line) && self.hide_next(&line, &[(bottom, column)]) {
                return true;
            }
        }
        false
    }

    fn is_bounded(&self, line: &[(usize, usize)]) -> bool {
        let counts: Vec<u32> = line.iter().map(|(r, c)| self.counts[*r][*c]).collect();
        let hidden: Vec<bool> = line.iter().map(|(r, c)| self.hidden[*r][*c]).collect();
        line.iter().any(|(r, c)| self.secret(*r, *c)) && gives_away(&counts, &hidden, self.threshold)
    }

    /// Whether the row has more than one part that is not nothing: a part alone is told by the row's sum.
    fn has_company(&self, row: usize) -> bool {
        let parts = &self.counts[row][..self.width() - 1];
        parts.iter().filter(|n| **n > 0).count() > 1
    }

    /// The smallest part that is still open; where there is none, `instead`.
    fn hide_next(&mut self, line: &[(usize, usize)], instead: &[(usize, usize)]) -> bool {
        let open = line.iter().filter(|(r, c)| !self.hidden[*r][*c] && self.counts[*r][*c] > 0 && self.has_company(*r));
        let next = open.min_by_key(|(r, c)| self.counts[*r][*c]).copied();
        let hide = next.map_or_else(|| instead.to_vec(), |one| vec![one]);
        hide.iter().fold(false, |changed, (r, c)| !std::mem::replace(&mut self.hidden[*r][*c], true) || changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppression::THRESHOLD;
    use Published::{Count, Suppressed};
    use proptest::prelude::*;

    fn texts(row: &[Published]) -> String {
        let text = |p: &Published| if let Count(n) = p { n.to_string() } else { "x".into() };
        row.iter().map(text).collect::<Vec<_>>().join(" ")
    }

    fn lines(parts: &[Vec<u32>], shut: &[bool]) -> (Vec<String>, String) {
        let found = publish_grid(parts, shut, THRESHOLD);
        (found.cells.iter().map(|r| texts(r)).collect(), texts(&found.columns))
    }

    #[test]
    fn a_small_part_takes_the_smallest_ring_with_it_and_the_rest_is_shown() {
        let (rows, columns) = lines(&[vec![9, 1, 7], vec![20, 5, 8], vec![30, 40, 50]], &[]);
        assert_eq!(rows, ["9 x x", "20 x x", "30 40 50"]);
        assert_eq!(columns, "59 46 65");
    }

    #[test]
    fn a_table_with_one_row_hides_the_same_in_its_sums() {
        let (rows, columns) = lines(&[vec![5, 1, 3, 6]], &[]);
        assert_eq!((rows[0].as_str(), columns.as_str()), ("5 x x 6", "5 x x 6"));
    }

    #[test]
    fn a_row_that_is_shut_is_not_found_from_the_columns() {
        let (rows, columns) = lines(&[vec![4, 4], vec![6, 7], vec![20, 30]], &[true]);
        assert_eq!((rows, columns.as_str()), (vec!["x x".into(), "x x".into(), "20 30".to_owned()], "30 41"));
    }

    #[test]
    fn one_and_one_and_one_of_three_are_not_told_from_the_part_that_is_nothing() {
        let (rows, _) = lines(&[vec![1, 1, 1, 0], vec![9, 9, 9, 9]], &[]);
        assert_eq!(rows[0], "x x x x");
    }

    #[test]
    fn nothing_small_hides_nothing_and_an_empty_table_has_nothing_to_hide() {
        let (rows, columns) = lines(&[vec![0, 3], vec![4, 0]], &[]);
        assert_eq!((rows, columns.as_str()), (vec!["0 3".to_owned(), "4 0".into()], "4 3"));
        assert!(publish_grid(&[], &[], THRESHOLD).columns.is_empty());
    }

    /// Whether the equations of rows and columns leave a hidden number open, by elimination: it is not determined where its
    /// column of the system depends on those of the other hidden numbers.
    fn open(unknown: &[(usize, usize)], at: (usize, usize), height: usize, width: usize) -> bool {
        let equation = |(r, c): (usize, usize)| {
            let mut of = vec![0.0f64; height + width];
            (of[r], of[height + c]) = (1.0, if r + 1 == height { -1.0 } else { 1.0 });
            of
        };
        let rank = |all: Vec<Vec<f64>>| {
            let (mut all, mut rank) = (all, 0);
            for c in 0..height + width {
                let Some(p) = (rank..all.len()).find(|r| all[*r][c].abs() > 1e-9) else { continue };
                all.swap(rank, p);
                for r in rank + 1..all.len() {
                    let by = all[r][c] / all[rank][c];
                    let top = all[rank].clone();
                    all[r].iter_mut().zip(&top).for_each(|(x, y)| *x -= by * y);
                }
                rank += 1;
            }
            rank
        };
        let others: Vec<Vec<f64>> = unknown.iter().filter(|u| **u != at).map(|u| equation(*u)).collect();
        rank(unknown.iter().map(|u| equation(*u)).collect()) == rank(others)
    }

    proptest! {
        #[test]
        fn no_hidden_part_follows_from_the_sums(
            parts in proptest::collection::vec(proptest::collection::vec(0u32..9, 4), 1..6),
        ) {
            // A row whose sum is small is shut elsewhere; here its sum would stand open.
            prop_assume!(parts.iter().all(|r| publish(r.iter().sum(), THRESHOLD) != Suppressed));
            let found = publish_grid(&parts, &[], THRESHOLD);
            let grid = Grid::new(&parts, &[], THRESHOLD);
            let all: Vec<Vec<Published>> = found.cells.iter().cloned().chain([found.columns.clone()]).collect();
            let mut unknown = Vec::new();
            for (r, row) in all.iter().enumerate() {
                for (c, p) in row.iter().enumerate() {
                    let n = grid.counts[r][c];
                    prop_assert!(*p == Suppressed || (*p == Count(n) && (n == 0 || n >= THRESHOLD)));
                    if *p == Suppressed && n > 0 {
                        unknown.push((r, c));
                    }
                }
            }
            for at in &unknown {
                prop_assert!(open(&unknown, *at, grid.height(), 4), "{at:?} of {parts:?}: {found:?}");
            }
        }
    }
}

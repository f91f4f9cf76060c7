//! What became of a file: counts, and the problems as far as anyone will read them.

use domain::node::Problem;

/// Problems that are kept; the rest are counted.
pub const MOST_PROBLEMS: usize = 200;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows that stand in the file.
    pub read: u64,
    /// Rows that are now in the database, changed or not.
    pub accepted: u64,
    /// Of the accepted, those that were there already.
    pub unchanged: u64,
    /// Of the accepted, those that correct what was there.
    pub corrected: u64,
    pub refused: u64,
    /// Figures the publisher does not show.
    pub suppressed: u64,
    /// The first problems.
    pub problems: Vec<Problem>,
    /// How many problems there were in all.
    pub problem_count: u64,
}

impl Report {
    /// Notes something about a row that is not lost.
    pub(crate) fn note(&mut self, problem: Problem) {
        self.problem_count += 1;
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        }
    }

    /// A row that is lost.
    pub(crate) fn refuse(&mut self, problem: Problem) {
        self.refused += 1;
        self.note(problem);
    }
}

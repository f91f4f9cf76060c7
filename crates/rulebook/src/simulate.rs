//! What a change of rules does to whole histories on a day: dates before and after, and whom it changes. Writes nothing.
//!
//! Deadlines and goals are compared date by date; changed rights, limits, gates and rates by what they give in a case
//! (`simulate/beside.rs`). Quotas and orders of offers are not compared.

mod baseline;
mod beside;
mod dates;
mod lines;

pub use baseline::{Baseline, Part};
pub use beside::{Beside, BesideChange, BesideLine, Stand, Turn, beside};

use crate::assess::Status;
use crate::model::Layer;
use crate::rulebook::Rulebook;
use domain::compact::HistoryView;
use domain::{Day, Span};
use std::sync::Arc;

/// How far back dates that have passed are judged again: half a year.
pub const LOOK_BACK_DAYS: i32 = 182;

/// One rule's date for one duty, on the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct At {
    pub due: Option<Day>,
    pub status: Status,
    /// What the date is counted from.
    pub from: Day,
    pub pause_days: u16,
    /// The span, where `from` + span + pause is the date; other clocks have none.
    pub span: Option<Span>,
    pub first_day_counts: bool,
}

/// What happened to a date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Moved {
    Earlier,
    Later,
    /// Open after, and not before.
    New,
    /// Open before, and not after.
    Gone,
    /// The same date with another status, or a date that was or became unknown.
    Status,
}

impl Moved {
    pub fn code(self) -> &'static str {
        match self {
            Moved::Earlier => "earlier",
            Moved::Later => "later",
            Moved::New => "new",
            Moved::Gone => "gone",
            Moved::Status => "status",
        }
    }
}

/// A change of one open date of one citizen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseChange {
    /// Position of the history among those that were handed in.
    pub case: usize,
    /// Shared by all changes of the rule and of the duty.
    pub rule: Arc<str>,
    pub duty: Arc<str>,
    /// Fact that the duty is named after.
    pub root: u32,
    pub n: u16,
    pub before: Option<At>,
    pub after: Option<At>,
    pub moved: Moved,
}

/// How many dates a rule gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Open on the day, of which `over` have passed and `unknown` cannot be told.
    pub open: usize,
    pub over: usize,
    pub unknown: usize,
    /// Dates of the look-back, and how many of them were kept.
    pub past: usize,
    pub past_in_time: usize,
}

/// One deadline or goal, before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub rule: String,
    pub title: String,
    pub layer: Layer,
    pub before: Tally,
    pub after: Tally,
    pub earlier: usize,
    pub later: usize,
    pub new: usize,
    pub gone: usize,
    pub status: usize,
    /// The rule exists, and gives dates to be compared, on each side.
    pub stood_before: bool,
    pub stands_after: bool,
}

impl Line {
    pub fn is_same(&self) -> bool {
        self.before == self.after && self.moved() == 0
    }

    /// Open dates that are not as before.
    pub fn moved(&self) -> usize {
        self.earlier + self.later + self.new + self.gone + self.status
    }

    /// The same line before anything has been counted.
    fn blank(&self) -> Line {
        let counted = Line { before: Tally::default(), after: Tally::default(), ..self.clone() };
        Line { earlier: 0, later: 0, new: 0, gone: 0, status: 0, ..counted }
    }

    /// What was counted elsewhere of the same line.
    fn add(&mut self, other: &Line) {
        self.before.add(other.before);
        self.after.add(other.after);
        self.earlier += other.earlier;
        self.later += other.later;
        self.new += other.new;
        self.gone += other.gone;
        self.status += other.status;
    }

    fn count(&mut self, moved: Moved) {
        match moved {
            Moved::Earlier => self.earlier += 1,
            Moved::Later => self.later += 1,
            Moved::New => self.new += 1,
            Moved::Gone => self.gone += 1,
            Moved::Status => self.status += 1,
        }
    }
}

/// Everything that a change of rules changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    pub day: Day,
    /// First day of the look-back, which ends the day before `day`.
    pub since: Day,
    pub histories: usize,
    /// Every deadline and goal of either rulebook, in the order of the changed one.
    pub lines: Vec<Line>,
    pub changes: Vec<CaseChange>,
    /// Histories with at least one changed open date.
    pub changed_histories: usize,
}

impl Difference {
    pub fn is_none(&self) -> bool {
        self.lines.iter().all(Line::is_same)
    }

    /// Added up over the law's deadlines, or over the municipality's goals.
    pub fn total(&self, law: bool) -> (Tally, Tally) {
        let mut sum = (Tally::default(), Tally::default());
        for line in self.lines.iter().filter(|l| l.layer.is_law() == law) {
            sum.0.add(line.before);
            sum.1.add(line.after);
        }
        sum
    }
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.open += other.open;
        self.over += other.over;
        self.unknown += other.unknown;
        self.past += other.past;
        self.past_in_time += other.past_in_time;
    }
}

/// What changes between two rulebooks. Rules that are the same in both are run once. Nothing is written anywhere.
pub fn simulate<'h>(
    histories: impl IntoIterator<Item = HistoryView<'h>>,
    before: &Rulebook,
    after: &Rulebook,
    day: Day,
) -> Difference {
    let histories: Vec<HistoryView<'h>> = histories.into_iter().collect();
    let one = || [histories.iter().copied()];
    Baseline::new(one(), before, day).try_change(one(), before, after)
}

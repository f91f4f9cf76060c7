//! What a trial of a changed rule is asked, and what its page shows.

use super::activation::TextStand;
use super::beside::{AmountChange, BesideLineView, BesideRow};
use super::jobs::HowFar;
use super::saved::SavedView;
use domain::{Day, Span};
use rulebook::assess::Status;
pub use rulebook::change::{has_version_from, with_due};
pub use rulebook::example::MovedDue;
use rulebook::said::Said;
use rulebook::simulate::Line;

/// What somebody wants to try.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    pub rule: String,
    /// The rule's text; empty is the text as it is.
    pub text: String,
    /// Another number for the span, typed in a field of its own.
    pub count: Option<i32>,
    /// The first day of the other number: the version in force ends the day before. Without, that version itself is changed.
    pub begins: Option<Day>,
    /// A saved proposal, whose text it is.
    pub saved: Option<i64>,
    pub all_people: bool,
    /// Another day than today, with what was known then.
    pub known_on: Option<Day>,
    /// Only the page: nothing is run.
    pub just_look: bool,
    /// What was typed beside it, kept while it is made.
    pub name: String,
    pub reason: String,
}

/// A trial that was asked for.
#[derive(Clone, Debug)]
pub enum Trying {
    Done(Box<Proposal>),
    Running(Running),
    /// The program was started anew, or something else was tried meanwhile: it must be asked for again.
    Gone,
}

/// A trial that is being made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// What it is asked for by, by the one who began it.
    pub ticket: String,
    pub rule: String,
    pub title: String,
    pub far: HowFar,
}

/// The span that can be changed without touching the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanField {
    pub span: Span,
    pub version_from: Day,
}

/// The page, with what came of it.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub rule: String,
    pub title: String,
    pub layer: &'static str,
    pub was: String,
    pub text: String,
    pub field: Option<SpanField>,
    /// The span of that version as the text has it now, where it can be read.
    pub now: Option<Span>,
    pub tried: Tried,
    /// The proposals of this rule, newest first, and the one whose text this is.
    pub saved: Vec<SavedView>,
    pub opened: Option<SavedView>,
    pub may_save: bool,
    pub stand: TextStand,
    /// As they were typed when the trial was asked for.
    pub name: String,
    pub reason: String,
    pub known_on: Option<Day>,
    /// The first day that was asked for, and whether the text could be given a version from it.
    pub begins: Option<(Day, bool)>,
    /// The first day of a version that held before today and that the text changes: what was in time or late may become
    /// something else.
    pub rewrites: Option<Day>,
    /// Numbers that the title or an explanation still says and that the changed rule no longer has.
    pub said: Vec<Said>,
}

#[derive(Clone, Debug)]
pub enum Tried {
    /// Nothing is asked yet.
    NotYet,
    /// This kind of rule gives nothing in a single case.
    GivesNothing,
    Mistakes(Vec<Mistake>),
    LooserThanLaw(Vec<LooserView>),
    Done(Box<Answer>),
}

/// What is wrong with the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub code: &'static str,
    /// Line of the text; `None` when it is about another rule or the whole.
    pub line: Option<u32>,
    pub path: String,
    pub rule: Option<String>,
    /// In English, as the command line says it.
    pub message: String,
}

/// A goal that gives more time, or asks for less, than the law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooserView {
    pub law: String,
    pub law_title: String,
    pub cite: String,
    pub by: LooserBy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooserBy {
    Count { ours: u16, law: u16 },
    Date { anchor: Day, ours: Day, law: Day },
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub day: Day,
    pub since: Day,
    /// Number of the last commit that was known.
    pub known: i64,
    pub cases: usize,
    pub changed_cases: usize,
    pub same: bool,
    pub law_same: bool,
    /// The changed rule first, then every line that is not the same.
    pub lines: Vec<LineView>,
    /// Deadlines and goals without a difference.
    pub same_lines: Vec<LineView>,
    pub people: Vec<PersonRow>,
    /// Rows that the viewer may see and that are not on the page.
    pub more: usize,
    /// Cases that change and that the viewer may not see.
    pub hidden_cases: usize,
    /// One or two of them could be found by subtraction, so that their number and that of all is not told.
    pub few_hidden: bool,
    /// Changed rights, limits, gates and rates.
    pub beside: Vec<BesideLineView>,
    pub beside_rows: Vec<BesideRow>,
    /// Rows of them that the viewer may see and that are not on the page.
    pub beside_more: usize,
    pub amounts: Vec<AmountChange>,
    pub examples: Examples,
}

/// The examples beside the changed rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    pub all: usize,
    /// Those that no longer come out: name, and what came out instead.
    pub failed: Vec<(String, String)>,
    /// Those of them that only name another last day.
    pub moved: Vec<MovedDue>,
}

#[derive(Clone, Debug)]
pub struct LineView {
    pub rule: String,
    pub title: String,
    pub goal: bool,
    pub changed_rule: bool,
    pub line: Line,
}

#[derive(Clone, Debug)]
pub struct PersonRow {
    pub case: i64,
    pub name: String,
    pub duty_id: String,
    pub duty: String,
    pub title: String,
    pub n: u16,
    pub goal: bool,
    pub moved: &'static str,
    pub before: Option<DateView>,
    pub after: Option<DateView>,
}

/// A date on one side, and how it comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateView {
    pub due: Option<Day>,
    pub status: Status,
    pub from: Day,
    pub span: Option<Span>,
    pub pause_days: u16,
    pub first_day_counts: bool,
}

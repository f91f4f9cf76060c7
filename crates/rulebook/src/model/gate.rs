//! What must hold before something may begin.

use crate::requirement::Requirement;
use crate::selector::Selectors;
use crate::terms::MonthCounted;
use crate::who::Who;
use domain::codes::Sector;
use domain::{Day, Span};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// The fact that waits.
    pub before: Selectors,
    pub sector: Option<Sector>,
    /// Groups that may have it at all.
    pub allowed: Option<Who>,
    /// So long on certain benefits before, unless one of the exceptions holds.
    pub prior: Option<Prior>,
    /// Not once so long in the state has been reached: what begins must be over by then.
    pub over_by: Option<OverBy>,
    /// What begins takes of weeks that it shares with those before.
    pub added_up: Option<AddedUp>,
    /// What begins must be over when such a fact ends.
    pub inside: Selectors,
    pub requires: Vec<Requirement>,
    /// New ones are closed from the version's first day.
    pub closed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prior {
    pub state: Selectors,
    pub span: Span,
    /// The span in hours, where somebody else counts them.
    pub span_counted: Option<MonthCounted>,
    /// Of the state: what does not count on days that such a fact covers.
    pub not_while: Option<NotWhile>,
    /// Continuous: a whole calendar month without the state begins the count anew.
    pub continuous: bool,
    /// Time before the last such fact does not count.
    pub reset_by: Selectors,
    /// So long without the state begins the count anew.
    pub reset_after: Option<Span>,
    pub anew_after: Option<AnewAfter>,
    pub begun_inside: Option<BegunInside>,
    pub except: Vec<Who>,
}

/// So long of another state within a time begins the count anew at the next day of the state that is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnewAfter {
    pub state: Selectors,
    pub at_least: Span,
    pub within: Span,
}

/// What began on a day that such a fact covers, and runs on, needs no time before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BegunInside {
    pub facts: Selectors,
    pub inside: Selectors,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotWhile {
    pub state: Selectors,
    pub covered_by: Selectors,
}

/// The offer must be over before so long in the state has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverBy {
    pub state: Selectors,
    pub span: Span,
    /// The span in hours, where somebody else counts them.
    pub span_counted: Option<MonthCounted>,
    pub reset_by: Selectors,
    /// So long without the state begins the count anew.
    pub reset_after: Option<Span>,
    pub anew_after: Option<AnewAfter>,
    /// Days that do not count, whatever the state.
    pub not_counted_days: Vec<(Day, Day)>,
}

/// So many weeks of Monday to Friday, shared by all such facts since the count of a state began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedUp {
    pub of: Selectors,
    pub weeks: u8,
    /// Its one day is the first that counts.
    pub since: OverBy,
}

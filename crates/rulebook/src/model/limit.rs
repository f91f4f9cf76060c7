//! How long something may last: a fact, days in a state, hours in a window.

use crate::selector::Selectors;
use crate::who::Who;
use domain::codes::{OfferKind, TargetGroup};
use domain::{Day, Span};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// One offer (or state) lasts at most so long.
    Duration {
        of: Selectors,
        max: Span,
        extended: Option<Span>,
        /// Each extension after that.
        extended_again: Option<Span>,
        exempt: Selectors,
        not_counted: Selectors,
        /// Counted from the first such fact inside what is measured.
        from_first: Selectors,
        /// The version's last day is the last to begin on: what began goes on by it.
        begun_goes_on: bool,
        /// It is reached by these alone, asked on the last day.
        who_on_last: Option<Who>,
    },
    /// Days in a state inside a window of calendar months, or since the state began.
    Accumulated {
        state: Selectors,
        max: Span,
        /// The preceding calendar months that are looked at; `None` = since the beginning.
        window_months: Option<u16>,
        /// True: the limit is passed on the day after max; false: on the day max is reached.
        more_than: bool,
        not_counted: Selectors,
        /// The first days of an absence that the employer or the municipality pays.
        skip_first_days: u16,
        weekday_holidays: bool,
        effective_end_of_month: bool,
        /// Who it is for is asked on the day it is reached, not on its first: what begins meanwhile decides.
        who_when_reached: bool,
        /// Who it is for besides is asked on the first day of the course of the state that it is reached in.
        who_when_begun: Option<Who>,
        /// Days on which nobody has read what took the limit's place: what would take effect on one of them has no day.
        suspended: Vec<(Day, Day)>,
        warn: Vec<Span>,
    },
    /// Hours of ordinary work that must be shown inside the last calendar months, by those in the state.
    Hours {
        of: Selectors,
        state: Selectors,
        after: Option<After>,
        at_least: u32,
        window_months: u16,
        /// Each such day among those that are looked at makes them one more, at the beginning.
        prolonged_by: Vec<(Day, Day)>,
    },
    /// Hours left of a right as somebody else counts them, and how many a full week uses.
    HoursLeft {
        /// The counts; what is used before such a fact is of another right.
        of: Selectors,
        anew: Selectors,
        /// What uses the hours.
        state: Selectors,
        full_week: u16,
        part_week: u16,
        /// How long the right is, and within which time: said, never computed with.
        period: Option<Span>,
        period_within: Option<Span>,
    },
    /// Places per ordinary employee.
    Ratio {
        basis: RatioBasis,
        per_first: u16,
        first_up_to: u16,
        per_rest: u16,
        at_least: u16,
        counts: Vec<OfferKind>,
        /// Of the offers that count: whose places are none.
        not_counted: Vec<(OfferKind, TargetGroup)>,
        /// Of the offers that count: those of which nobody has read that they still do.
        in_doubt: Vec<OfferKind>,
        months: u16,
    },
    /// An amount, looked up in a rate.
    Amount { rate: String },
}

/// Only after so long in the state, added up within a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct After {
    pub span: Span,
    pub within: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RatioBasis {
    Heads,
    FullTime,
}

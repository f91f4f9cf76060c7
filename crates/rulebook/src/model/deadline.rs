//! What a deadline is: an anchor, a span, a clock, what fulfils it and what ends it.

use crate::model::{Body, Limit, Version};
use crate::selector::Selectors;
use crate::terms::{MonthCounted, Terms};
use crate::who::Who;
use domain::{Day, MonthEnd, Span};

/// Whether the day of the event is day 1 of the span. There is no default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FirstDay {
    /// due = anchor + span − 1 day ("inden for de første 6 måneder", "uge 8").
    Counts,
    /// due = anchor + span ("senest 1 uge fra").
    Excluded,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NonWorkingDay {
    Same,
    Next,
}

/// What the next deadline of a repeating duty is counted from. There is no default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Restart {
    KeepFirst,
    FromMet,
    FromDue,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// From an event.
    Event,
    /// Only days in a state count.
    Accumulated,
    /// At least n inside a window.
    Window,
}

/// What opens a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The first day of a fact.
    Start(Selectors),
    /// The last day of a fact.
    End(Selectors),
    /// The start of a course that the engine derives.
    Course(CourseKind),
    /// The day from which a limit takes effect, known ahead while the state runs.
    Limit(AtLimit),
}

/// A limit on days in a state whose day opens a duty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AtLimit {
    /// Id of the limit's rule.
    pub rule: String,
    /// Its title, and its versions: put in when the rules are read, so that a duty is another where its limit is. Empty where
    /// there is no such limit.
    pub title: String,
    pub versions: Vec<Version>,
}

impl AtLimit {
    /// The states that the limit counts.
    pub(crate) fn states(&self) -> impl Iterator<Item = &Selectors> {
        self.versions.iter().filter_map(|v| match &v.body {
            Body::Limit(Limit::Accumulated { state, .. }) => Some(state),
            _ => None,
        })
    }

    /// Whether it asks for whom it is on the day it is reached.
    pub(crate) fn who_when_reached(&self) -> bool {
        let asked = |v: &Version| matches!(v.body, Body::Limit(Limit::Accumulated { who_when_reached: true, .. }));
        self.versions.iter().any(asked)
    }
}

/// Courses derived from benefits (LAB § 9); see `assess::courses`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum CourseKind {
    /// LAB § 9, stk. 1, nr. 1: accumulated unemployment since placement in a dagpenge period.
    Dagpenge,
    /// LAB § 9, stk. 1, nr. 2: a continuous period on kontanthjælp and its forerunners.
    Kontanthjaelp,
    Jobafklaring,
    Ressourceforloeb,
    Ledighedsydelse,
    Revalidering,
}

impl CourseKind {
    pub(crate) const COUNT: usize = CourseKind::Revalidering as usize + 1;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub anchor: Anchor,
    /// Facts that say an anchor should exist: without one the duty is undetermined, never absent.
    pub expects: Selectors,
    /// Name of the missing fact, for `missing`.
    pub expects_missing: Option<String>,
    pub clock: Clock,
    /// States whose days count, for the accumulated clock.
    pub state: Selectors,
    /// Fulfilments before anchor + opens do not count.
    pub opens: Option<Span>,
    pub earliest: Option<Span>,
    pub span: Span,
    pub first_day: FirstDay,
    /// The other reading of the first day, shown when it gives another date.
    pub second_reading: Option<FirstDay>,
    pub month_end: MonthEnd,
    pub non_working_day: NonWorkingDay,
    /// In time is the whole calendar week in which the due day falls (BAB § 115), not only the days through it.
    pub timely_by_week: bool,
    pub count: u16,
    pub ordinal: u16,
    pub repeat: Option<Span>,
    pub restart: Restart,
    pub by: Selectors,
    pub pause: Selectors,
    pub exempt: Selectors,
    /// After an exemption that covers the due day: due so long after its last day.
    pub after_exemption: Option<Span>,
    /// The duty does not arise when such a fact exists on or before the due day, after the anchor.
    pub unless: Selectors,
    /// The duty arises only when such a fact covers the anchor day.
    pub requires: Selectors,
    /// The duty ends the day after the anchor fact or course ends.
    pub ends_with_anchor: bool,
    /// The duty ends when such a fact begins, while it is in time.
    pub until: Selectors,
    pub terms: Terms,
    /// As `exempt`, for some of those in `who` only.
    pub exempt_for: Vec<ExemptFor>,
    /// The duty lapses when the citizen is out of `who` before its last day in time.
    pub ends_with_who: bool,
    /// A second anchor inside an unbroken course of this kind opens nothing.
    pub first_in: Option<CourseKind>,
    /// Only the first anchor after such a fact opens the duty.
    pub follows: Selectors,
    /// No round is due later than so long after the anchor.
    pub repeat_within: Option<Span>,
    /// Days that the accumulated clock leaves out, whatever the state.
    pub not_counted_days: Vec<(Day, Day)>,
    /// BAB § 7, stk. 2: the period lasts to the end of the calendar month in which this much has been counted. With
    /// `opens` it is when the period before has ended, in place of the act's months; otherwise the duty's own last day, where
    /// the later of the two closes.
    pub month_of: Option<Span>,
    /// As `month_of`, where somebody else has counted the hours.
    pub month_counted: Option<MonthCounted>,
}

/// An exemption for some of the group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExemptFor {
    pub who: Who,
    pub facts: Selectors,
}

impl Deadline {
    /// Whether both start from the same events.
    pub fn same_anchor(&self, other: &Deadline) -> bool {
        match (&self.anchor, &other.anchor) {
            (Anchor::Course(a), Anchor::Course(b)) => a == b,
            (Anchor::Start(a), Anchor::Start(b)) | (Anchor::End(a), Anchor::End(b)) => {
                a.iter().any(|x| b.iter().any(|y| x.overlaps(y)))
            }
            _ => false,
        }
    }
}

/// So long in a contact course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InCourse {
    pub span: Span,
    pub state: Selectors,
}

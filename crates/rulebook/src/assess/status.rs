//! The closed statuses of a duty, decided in one place for list, page, letter and figure.

use crate::assess::{Basis, Duty};
use crate::model::Force;
use domain::Day;
use domain::codes::codes;
use domain::compact::{HistoryView, MarkWord};

codes! {
    /// Statuses of a basis and of a duty. *Today* and *soon* are derived from `pending` and `booked` by the page.
    Status "status" {
        Pending = "pending",
        Booked = "booked",
        Paused = "paused",
        Deferred = "deferred",
        /// The law's date has passed.
        Overdue = "overdue",
        /// Only the municipality's own goal has passed.
        OverGoal = "over_goal",
        Met = "met",
        MetLate = "met_late",
        Exempt = "exempt",
        Lapsed = "lapsed",
        Undetermined = "undetermined",
    }
}

codes! {
    /// Why a duty lapsed.
    LapseReason "lapse_reason" {
        CourseEnded = "course_ended",
        /// A fact says the duty does not arise.
        Waived = "waived",
        /// Another event took over.
        Overtaken = "overtaken",
        NewVersion = "new_version",
        NotRelevant = "not_relevant",
        GoalSetAside = "goal_set_aside",
    }
}

impl Status {
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Status::Pending
                | Status::Booked
                | Status::Paused
                | Status::Deferred
                | Status::Overdue
                | Status::OverGoal
                | Status::Undetermined
        )
    }
}

/// Status over a stretch of days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Segment {
    pub from: Day,
    /// `None`: as far as anyone can see.
    pub through: Option<Day>,
    pub status: Status,
}

impl Basis {
    /// `None` before the duty opens.
    pub fn on(&self, day: Day, duty: &Duty, history: HistoryView<'_>) -> Option<Status> {
        if day < self.opens {
            return None;
        }
        if self.met.is_some_and(|(met, _)| met <= day && self.ended.is_none_or(|(last, _)| met <= last)) {
            // Done after a day that nobody can vouch for is done, and not late.
            let late = self.timely() == Some(false) && self.force != Force::Aim;
            return Some(if late { Status::MetLate } else { Status::Met });
        }
        let said = |word: MarkWord| {
            duty.marks.iter().map(|m| &history.marks[*m as usize]).any(|m| m.word == word && m.from <= day)
        };
        if said(MarkWord::NotRelevant) || (self.force == Force::Goal && said(MarkWord::GoalSetAside)) {
            return Some(Status::Lapsed);
        }
        if self.ended.is_some_and(|(last, _)| last < day) {
            return Some(Status::Lapsed);
        }
        let last = self.last_in_time();
        if self.exempt_for_good || self.is_exempt_on(day) {
            return Some(Status::Exempt);
        }
        if self.unread_from.is_some_and(|from| from <= day) {
            return Some(Status::Undetermined);
        }
        if self.unsaid.is_some_and(|unsaid| unsaid.covers(day)) {
            return Some(Status::Undetermined);
        }
        let paused = self.paused.is_some_and(|(from, through)| from <= day && through.is_none_or(|t| day <= t));
        if paused {
            return Some(Status::Paused);
        }
        if !self.missing.is_empty() {
            return Some(Status::Undetermined);
        }
        let Some(last) = last else { return Some(Status::Paused) };
        if day > last {
            return Some(match (self.needs_review || self.excused, self.force) {
                (true, _) => Status::Undetermined,
                (_, Force::Law) => Status::Overdue,
                (_, Force::Aim) => Status::Pending,
                (_, Force::Goal) => Status::OverGoal,
            });
        }
        // What is agreed for after the law's last day keeps no date.
        if self.booked.is_some_and(|(on, _)| on >= day && (self.force != Force::Law || on <= last)) {
            return Some(Status::Booked);
        }
        Some(Status::Pending)
    }

    pub fn lapse_reason(&self, day: Day, duty: &Duty, history: HistoryView<'_>) -> Option<LapseReason> {
        let said = |word: MarkWord| {
            duty.marks.iter().map(|m| &history.marks[*m as usize]).any(|m| m.word == word && m.from <= day)
        };
        if said(MarkWord::NotRelevant) {
            return Some(LapseReason::NotRelevant);
        }
        if self.force == Force::Goal && said(MarkWord::GoalSetAside) {
            return Some(LapseReason::GoalSetAside);
        }
        self.ended.filter(|(last, _)| *last < day).map(|(_, reason)| reason)
    }
}

impl Duty {
    pub fn opens(&self) -> Day {
        self.bases.iter().map(|b| b.opens).min().unwrap_or(Day::FIRST)
    }

    /// The law's earliest due day: cited bases first; one that nobody has read stands in only when it is alone.
    pub fn law_basis(&self) -> Option<&Basis> {
        let earliest = |review: bool| {
            self.bases
                .iter()
                .filter(|b| b.force == Force::Law && b.needs_review == review && b.due.is_some())
                .min_by_key(|b| b.due)
        };
        earliest(false).or_else(|| earliest(true))
    }

    /// The municipality's own earliest date, set aside or not.
    pub fn goal_basis(&self) -> Option<&Basis> {
        self.dated(Force::Goal)
    }

    /// What the law aims at, where neither it nor the municipality sets a date.
    pub fn aim_basis(&self) -> Option<&Basis> {
        self.dated_basis().filter(|basis| basis.force == Force::Aim)
    }

    /// The basis whose date is shown: the law's, else the municipality's, else what the law only aims at.
    pub fn dated_basis(&self) -> Option<&Basis> {
        self.law_basis().or_else(|| self.goal_basis()).or_else(|| self.dated(Force::Aim))
    }

    fn dated(&self, force: Force) -> Option<&Basis> {
        self.bases.iter().filter(|b| b.force == force && b.due.is_some()).min_by_key(|b| b.due)
    }

    /// Status on a day; `None` before the duty opens.
    pub fn on(&self, day: Day, history: HistoryView<'_>) -> Option<Status> {
        let mut law = Summary::default();
        let mut goal = Summary::default();
        for basis in &self.bases {
            if let Some(status) = basis.on(day, self, history) {
                if basis.force == Force::Law { &mut law } else { &mut goal }.add(status, basis.due);
            }
        }
        if !law.any && !goal.any {
            return None;
        }
        if law.overdue {
            return Some(Status::Overdue);
        }
        let deferred = self
            .marks
            .iter()
            .map(|m| &history.marks[*m as usize])
            .any(|m| m.word == MarkWord::Deferred && m.from <= day && m.through.is_none_or(|t| day <= t));
        let open = law.open || goal.open;
        if open && deferred {
            return Some(Status::Deferred);
        }
        if law.undetermined {
            return Some(Status::Undetermined);
        }
        if goal.over_goal {
            return Some(Status::OverGoal);
        }
        if goal.undetermined && !law.open {
            return Some(Status::Undetermined);
        }
        if open {
            let first = match (law.first, goal.first) {
                (Some(a), Some(b)) => Some(if b.0 < a.0 { b } else { a }),
                (a, b) => a.or(b),
            };
            let status = first.map_or(Status::Paused, |(_, status)| status);
            let law_waits = law.first.is_some_and(|(_, status)| status == Status::Pending);
            return Some(if status == Status::Booked && law_waits { Status::Pending } else { status });
        }
        let finished = if law.done() { law } else { goal };
        Some(if finished.late {
            Status::MetLate
        } else if finished.met || goal.met {
            Status::Met
        } else if law.exempt || goal.exempt {
            Status::Exempt
        } else {
            Status::Lapsed
        })
    }

    /// The duty's whole life as stretches of equal status, cut where one of its bases is met: the figures count each
    /// basis from the day it is met, also while another keeps the duty open.
    pub fn segments(&self, history: HistoryView<'_>) -> Vec<Segment> {
        let mut days: Vec<Day> = Vec::with_capacity(8 * self.bases.len());
        for b in &self.bases {
            days.push(b.opens);
            let after = |d: Day| d.plus_days(1);
            days.extend(b.last_in_time().map(after));
            days.extend(b.met.map(|(d, _)| d));
            days.extend(b.ended.map(|(d, _)| after(d)));
            days.extend(b.booked.map(|(d, _)| after(d)));
            days.extend(b.unread_from);
            days.extend(b.unsaid.map(|unsaid| unsaid.from));
            days.extend(b.unsaid.and_then(|unsaid| unsaid.through).map(after));
            for (from, through) in b.paused.into_iter().chain(b.exempt.iter().map(|e| (e.from, e.through))) {
                days.push(from);
                days.extend(through.map(after));
            }
        }
        for mark in self.marks.iter().map(|m| &history.marks[*m as usize]) {
            days.push(mark.from);
            days.extend(mark.through.map(|d| d.plus_days(1)));
        }
        let opens = self.opens();
        days.retain(|d| *d >= opens);
        days.sort_unstable();
        days.dedup();
        let mut segments: Vec<Segment> = Vec::with_capacity(days.len());
        for day in days {
            let Some(status) = self.on(day, history) else { continue };
            if let Some(last) = segments.last_mut() {
                if last.status == status && self.bases.iter().all(|b| b.met.is_none_or(|(met, _)| met != day)) {
                    continue;
                }
                last.through = Some(day.plus_days(-1));
            }
            segments.push(Segment { from: day, through: None, status });
        }
        segments
    }
}

/// Bases of one layer, added up.
#[derive(Clone, Copy, Default)]
struct Summary {
    any: bool,
    open: bool,
    overdue: bool,
    over_goal: bool,
    undetermined: bool,
    met: bool,
    late: bool,
    exempt: bool,
    first: Option<(Day, Status)>,
}

impl Summary {
    fn add(&mut self, status: Status, due: Option<Day>) {
        self.any = true;
        self.open |= status.is_open();
        match status {
            Status::Overdue => self.overdue = true,
            Status::OverGoal => self.over_goal = true,
            Status::Undetermined => self.undetermined = true,
            Status::Met => self.met = true,
            Status::MetLate => self.late = true,
            Status::Exempt => self.exempt = true,
            Status::Pending | Status::Booked | Status::Paused | Status::Deferred => {
                let day = due.unwrap_or(Day::LAST);
                if self.first.is_none_or(|(d, _)| day < d) {
                    self.first = Some((day, status));
                }
            }
            Status::Lapsed => {}
        }
    }

    fn done(&self) -> bool {
        self.met || self.late
    }
}

//! Work lists in memory: what stands on the list of each case on a day, and what access to it rests on.
//!
//! A case is assessed once a day and after each commit that wrote to it. Everything that lists, counts or finds cases
//! asks here, so that nothing shows or counts what the reader may not see.

use crate::access::{Action, CaseStance, Viewer, decide};
use crate::config::Config;
use crate::flows::answers::CaseAsked;
use crate::limits::{self, Ahead};
use crate::reason;
use crate::timeliness::dates::CaseDate;
use crate::{App, AppError};
use domain::Day;
use domain::codes::{Benefit, Visitation, codes};
use rulebook::Rulebook;
use rulebook::assess::axes::Axes;
use rulebook::assess::quota::{self, Place};
use rulebook::assess::{Course, Duty, Status, assess_into, trace::Silent};
use rulebook::model::{DutyParty, Force};
use rulebook::rulebook::RuleIx;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use store::duty::{DutyRow, Owned};
use store::histories::{CaseHistory, Histories};

codes! {
    /// The groups of the list, in their order.
    Group "list_group" {
        Overdue = "overdue",
        Today = "today",
        OverGoal = "over_goal",
        Week = "week",
        Later = "later",
    }
}

/// A case with its part of the list on a day.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) history: Arc<CaseHistory>,
    pub(crate) stance: CaseStance,
    pub(crate) benefit: Option<Benefit>,
    pub(crate) visitation: Option<Visitation>,
    pub(crate) candidates: Vec<Candidate>,
    /// Limits that lie ahead, the nearest first.
    pub(crate) limits: Box<[Ahead]>,
    /// Rights to several of something of which nobody has used any.
    pub(crate) unused: Box<[Unused]>,
    /// Of the municipality's own duties, in the whole months that figures count.
    pub(crate) dates: Box<[CaseDate]>,
    /// What somebody asked for, and what became of it.
    pub(crate) asked: Box<[CaseAsked]>,
    /// Where the citizen stands in the law's quotas.
    pub(crate) quotas: Box<[Place]>,
}

/// A duty with the day the list sorts it by.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// Place of the duty's key among the rulebook's.
    pub(crate) key: u16,
    pub(crate) n: u16,
    root: i64,
    pub(crate) party: DutyParty,
    pub(crate) status: Status,
    pub(crate) group: Group,
    pub(crate) day: Option<Day>,
    pub(crate) goal_due: Option<Day>,
    /// The place among the candidates of the one whose row it stands in: the next talk serves both.
    pub(crate) under: Option<u16>,
}

/// What the process keeps, for one day and one rulebook.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    kept: RwLock<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    day: Option<Day>,
    rulebook: Option<Arc<Rulebook>>,
    cases: HashMap<i64, Arc<Listed>>,
}

impl Kept {
    fn is_for(&self, day: Day, rulebook: &Arc<Rulebook>) -> bool {
        self.day == Some(day) && self.rulebook.as_ref().is_some_and(|b| Arc::ptr_eq(b, rulebook))
    }
}

impl Lists {
    fn of(&self, histories: Histories, (rulebook, config): (&Arc<Rulebook>, &Config), today: Day) -> Vec<Arc<Listed>> {
        let mut found = Vec::with_capacity(histories.cases.len());
        let mut missing = Vec::new();
        {
            let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            let usable = kept.is_for(today, rulebook);
            for history in histories.cases {
                match kept.cases.get(&history.case).filter(|l| usable && Arc::ptr_eq(&l.history, &history)) {
                    Some(listed) => found.push(Arc::clone(listed)),
                    None => missing.push(history),
                }
            }
        }
        if missing.is_empty() {
            return found;
        }
        let mut course = Course::default();
        let made: Vec<Arc<Listed>> =
            missing.into_iter().map(|h| Arc::new(listed(h, (rulebook, config), &mut course, today))).collect();
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if !kept.is_for(today, rulebook) {
            *kept = Kept { day: Some(today), rulebook: Some(Arc::clone(rulebook)), cases: HashMap::new() };
        }
        for one in &made {
            kept.cases.insert(one.history.case, Arc::clone(one));
        }
        found.extend(made);
        found.sort_unstable_by_key(|l| l.history.case);
        found
    }
}

fn listed(
    history: Arc<CaseHistory>,
    (rulebook, config): (&Rulebook, &Config),
    course: &mut Course,
    today: Day,
) -> Listed {
    assess_into(history.view(), rulebook, course, &mut Silent);
    let rows = store::duty::on_day(&history, rulebook, course, today);
    let mut candidates: Vec<Candidate> = rows.iter().filter_map(|row| candidate(row, rulebook, today)).collect();
    candidates.shrink_to_fit();
    join(&mut candidates, |c| course.duties.iter().any(|d| c.is(d, &history) && reason::is_talk(d, rulebook)));
    let axes = Axes::new(history.view());
    let dates = crate::timeliness::dates::of(&rows, axes, rulebook, today);
    let asked = crate::flows::answers::of(&rows, &history, rulebook, today);
    let stance = CaseStance::of(config, history.guard(), (&history.unit, history.employee.as_deref()), today);
    let limits = limits::ahead(course, rulebook, today);
    let unused = unused(course, &history, rulebook, today);
    let quotas = quota::places(rulebook, course, history.view(), today).into();
    Listed {
        benefit: axes.benefit(today),
        visitation: axes.visitation(today),
        stance,
        candidates,
        limits,
        unused,
        dates,
        asked,
        quotas,
        history,
    }
}

/// A right to several of something, none of them used: what staff may not know of. Never a duty, and never late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unused {
    pub(crate) rule: RuleIx,
    pub(crate) left: u16,
}

/// Those that hold today and are certain to be this citizen's. What there is one of, such as a plan, is nothing one has several
/// of to use.
fn unused(course: &Course, history: &CaseHistory, rulebook: &Rulebook, today: Day) -> Box<[Unused]> {
    let current = course.rights.iter().filter(|r| r.from <= today && r.through.is_none_or(|through| today <= through));
    let current = current.map(|r| r.on(today, history.view(), rulebook));
    let none_used = current.filter(|r| r.certain && r.used == 0);
    none_used.filter_map(|r| Some(Unused { rule: r.rule, left: r.left.filter(|left| *left > 1)? })).collect()
}

impl Listed {
    pub(crate) fn born_year(&self) -> Option<i32> {
        self.history.view().born.map(Day::year)
    }

    pub(crate) fn case(&self) -> i64 {
        self.history.case
    }

    pub(crate) fn shows_to(&self, viewer: &Viewer) -> bool {
        decide(viewer, &self.stance, Action::List).is_ok()
    }

    /// Those that stand in the row of one.
    pub(crate) fn under(&self, row: &Candidate) -> impl Iterator<Item = &Candidate> {
        let at = self.candidates.iter().position(|c| std::ptr::eq(c, row)).and_then(|i| u16::try_from(i).ok());
        self.candidates.iter().filter(move |c| c.under.is_some() && c.under == at)
    }

    /// The case's course, for the reasons of the rows that are shown.
    pub(crate) fn course(&self, rulebook: &Rulebook) -> Course {
        rulebook::assess::assess(self.history.view(), rulebook)
    }
}

impl Candidate {
    pub(crate) fn is(&self, duty: &Duty, history: &CaseHistory) -> bool {
        duty.key == self.key && duty.ordinal == self.n && history.root(duty.root) == self.root
    }

    /// `jobsamtale@12#4`
    pub(crate) fn id(&self, rulebook: &Rulebook) -> String {
        format!("{}@{}#{}", rulebook.duty_keys[self.key as usize], self.root, self.n)
    }
}

/// Which group a row belongs to, or none when it is not on the list.
fn candidate(row: &DutyRow, rulebook: &Rulebook, today: Day) -> Option<Candidate> {
    let party = match row.party {
        0 => DutyParty::Municipality,
        1 => DutyParty::Citizen,
        _ => return None,
    };
    let earliest = row.due_day().into_iter().chain(row.goal_day()).min();
    let (group, day) = match row.status() {
        Status::Overdue => (Group::Overdue, row.due_day()),
        Status::OverGoal => (Group::OverGoal, row.goal_day()),
        // What is missing is sorted with this week, never hidden.
        Status::Undetermined => (Group::Week, None),
        Status::Booked => {
            let booked =
                (row.through != store::STILL).then(|| i32::try_from(row.through).ok()).flatten().map(Day::from_number);
            let day = booked.or(earliest)?;
            (group_of(day, today), Some(day))
        }
        Status::Pending => {
            let day = earliest?;
            // What the law aimed at and nobody has done yet is late by nothing, and still to be done.
            let group = if is_past_aim(row, today) { Group::Week } else { group_of(day, today) };
            (group, Some(day))
        }
        Status::Paused => (Group::Later, earliest),
        _ => return None,
    };
    Some(Candidate {
        key: rulebook.duty_keys.binary_search(&row.duty).ok().and_then(|i| u16::try_from(i).ok())?,
        n: u16::try_from(row.n).unwrap_or(0),
        root: row.root,
        party,
        status: row.status(),
        group,
        day,
        goal_due: row.goal_day(),
        under: None,
    })
}

/// One talk may serve two duties, the pace and the number in a window: the later stands in the row of the earlier. What is
/// late already keeps a row of its own, and so does what waits or lacks something where the other does not.
fn join(candidates: &mut [Candidate], is_talk: impl Fn(&Candidate) -> bool) {
    let may_stand_under = |c: &Candidate| {
        matches!(c.status, Status::Pending | Status::Booked | Status::Undetermined)
            && !matches!(c.group, Group::Overdue | Group::OverGoal)
    };
    let order = |c: &Candidate| (c.group, c.day.unwrap_or(Day::LAST), c.n);
    for at in 0..candidates.len() {
        let later = &candidates[at];
        if !may_stand_under(later) {
            continue;
        }
        let unknown = |c: &Candidate| c.status == Status::Undetermined;
        let earlier = candidates.iter().enumerate().filter(|(i, c)| {
            *i != at
                && (c.key, c.party) == (later.key, later.party)
                && unknown(c) == unknown(later)
                && c.status != Status::Paused
                && (order(c), *i) < (order(later), at)
        });
        let first = earlier.min_by_key(|(i, c)| (order(c), *i)).map(|(i, _)| i);
        if let Some(first) = first.filter(|_| is_talk(later)) {
            candidates[at].under = u16::try_from(first).ok();
        }
    }
}

/// The law's aim has passed.
fn is_past_aim(row: &DutyRow, today: Day) -> bool {
    row.force() == Some(Force::Aim) && row.due_day().is_some_and(|due| due < today)
}

fn group_of(day: Day, today: Day) -> Group {
    if day <= today {
        Group::Today
    } else if day <= today.end_of_week() {
        Group::Week
    } else {
        Group::Later
    }
}

impl App {
    /// The open cases of an owner, whoever may see them: for figures, which count all and say so.
    pub(crate) async fn listed(&self, owned: &Owned, today: Day) -> Result<Vec<Arc<Listed>>, AppError> {
        let histories = self.store.histories_of(self.municipality, owned).await?;
        Ok(self.lists.of(histories, (&self.rulebook, &self.config), today))
    }

    /// Single open cases, whoever may see them.
    pub(crate) async fn listed_by_id(&self, cases: &[i64], today: Day) -> Result<Vec<Arc<Listed>>, AppError> {
        let histories = self.store.histories_by_id(self.municipality, cases).await?;
        Ok(self.lists.of(histories, (&self.rulebook, &self.config), today))
    }

    /// Those of an owner's open cases that the reader may see on a list.
    pub(crate) async fn visible(
        &self,
        viewer: &Viewer,
        owned: &Owned,
        today: Day,
    ) -> Result<Vec<Arc<Listed>>, AppError> {
        let mut found = self.listed(owned, today).await?;
        found.retain(|l| l.shows_to(viewer));
        Ok(found)
    }

    /// Single cases, those the reader may see on a list.
    pub(crate) async fn visible_of(
        &self,
        viewer: &Viewer,
        cases: &[i64],
        today: Day,
    ) -> Result<HashMap<i64, Arc<Listed>>, AppError> {
        let found = self.listed_by_id(cases, today).await?;
        Ok(found.into_iter().filter(|l| l.shows_to(viewer)).map(|l| (l.case(), l)).collect())
    }

    /// Reads and counts every case, so that the first list and the first figures are as quick as the others.
    pub async fn warm(&self, today: Day) -> Result<usize, AppError> {
        self.counted(today, |counted| counted.listed.len()).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talk(n: u16, status: Status, group: Group, day: Option<&str>) -> Candidate {
        let day = day.map(|d| d.parse().unwrap());
        let (key, root, party) = (0, 1, DutyParty::Municipality);
        Candidate { key, n, root, party, status, group, day, goal_due: None, under: None }
    }

    fn joined(mut candidates: Vec<Candidate>) -> Vec<Option<u16>> {
        join(&mut candidates, |c| c.key == 0);
        candidates.iter().map(|c| c.under).collect()
    }

    #[test]
    fn the_later_talk_stands_under_the_earlier_and_what_is_late_or_lacks_something_keeps_its_row() {
        let pending = |n, day| talk(n, Status::Pending, Group::Later, Some(day));
        assert_eq!(joined(vec![pending(4, "2026-04-12"), pending(3, "2026-04-09")]), [Some(1), None]);
        let three = vec![pending(3, "2026-04-09"), pending(4, "2026-04-12"), pending(9, "2026-04-12")];
        assert_eq!(joined(three), [None, Some(0), Some(0)]);
        let late = |n, day| talk(n, Status::Overdue, Group::Overdue, Some(day));
        assert_eq!(joined(vec![late(3, "2026-01-09"), late(4, "2026-02-12")]), [None, None], "each is a breach");
        assert_eq!(joined(vec![late(3, "2026-01-09"), pending(4, "2026-04-12")]), [None, Some(0)]);
        let unknown = |n| talk(n, Status::Undetermined, Group::Week, None);
        assert_eq!(joined(vec![unknown(3), pending(4, "2026-04-12")]), [None, None]);
        assert_eq!(joined(vec![unknown(6), unknown(3)]), [Some(1), None]);
        let other = Candidate { key: 1, ..pending(4, "2026-04-12") };
        assert_eq!(joined(vec![other.clone(), Candidate { n: 5, ..other }]), [None, None], "no talks");
    }
}

//! The team's cases, those first that nothing has happened in, each with what is known of why.

use crate::access::{Viewer, waiting};
use crate::lists::Listed;
use crate::{App, AppError, Moment};
use domain::Day;
use domain::codes::{AbsenceKind, DeferralReason, Party, codes};
use domain::history::History;
use domain::kinds::FactData;
use figures::danish::sort_key;
use rulebook::assess::{Course, Status, assess};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::case::CaseRow;

codes! {
    Which "team_which" {
        /// Nothing written for so many weeks.
        Still = "still",
        /// Held by the unit, with no colleague.
        Unassigned = "unassigned",
        All = "all",
    }
}

codes! {
    CaseOrder "team_order" { Since = "since", Name = "name", Owner = "owner" }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFilter {
    pub which: Which,
    pub weeks: i32,
    /// A colleague's cases alone.
    pub owner: Option<String>,
    pub order: CaseOrder,
    /// The last first.
    pub down: bool,
    /// Everything, for a file; a page holds so many.
    pub whole: bool,
}

/// Rows of one page.
const PAGE_ROWS: usize = 20;

#[derive(Clone, Debug)]
pub struct TeamCase {
    pub case: i64,
    /// The commit the row was made from.
    pub version: i64,
    pub name: String,
    pub born_year: Option<i32>,
    pub owner: Option<String>,
    /// The day something was last written.
    pub last: Day,
    pub because: Because,
}

/// What is known of why nothing happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// The handover is not answered.
    Handover {
        since: Day,
    },
    Absence {
        absence: AbsenceKind,
        through: Option<Day>,
    },
    Deferred {
        reason: DeferralReason,
        through: Option<Day>,
    },
    Turn {
        party: Party,
        since: Day,
    },
    Overdue {
        due: Day,
    },
    /// Nothing is due before that day.
    NextDate {
        due: Day,
    },
    /// Only a goal of the municipality's own has passed.
    OverGoal {
        due: Day,
    },
    /// Something is open without a day to act by: paused, agreed, or a fact lacks.
    Open {
        n: usize,
    },
    /// No benefit runs, and nothing is due.
    BenefitEnded {
        on: Day,
    },
    Nothing,
}

pub(super) struct Found {
    pub(super) rows: Vec<TeamCase>,
    pub(super) chosen: usize,
    pub(super) hidden: usize,
}

impl App {
    pub(super) async fn team_cases(
        &self,
        viewer: &Viewer,
        filter: &CaseFilter,
        listed: &[Arc<Listed>],
        names: &BTreeMap<String, String>,
        moment: Moment,
    ) -> Result<Found, AppError> {
        let limit = moment.today.plus_days(-7 * filter.weeks);
        let asked = |l: &&Arc<Listed>| {
            let fits = match filter.which {
                Which::Still => l.history.last_at.day() <= limit,
                Which::Unassigned => l.stance.owner.is_none(),
                Which::All => true,
            };
            fits && (filter.owner.is_none() || l.stance.owner == filter.owner)
        };
        let (mut seen, hidden): (Vec<&Arc<Listed>>, Vec<&Arc<Listed>>) =
            listed.iter().filter(asked).partition(|l| l.shows_to(viewer));
        let chosen = seen.len() + hidden.len();
        seen.sort_by_key(|l| (l.history.last_at, l.case()));
        if filter.order == CaseOrder::Since && filter.down {
            seen.reverse();
        }
        let owner = |l: &Listed| l.stance.owner.as_ref().map(|e| names.get(e).unwrap_or(e).clone());
        let most = if filter.whole { usize::MAX } else { PAGE_ROWS };
        // Only an order by name needs the names of all.
        if filter.order == CaseOrder::Owner {
            seen.sort_by_cached_key(|l| owner(l).map(|name| sort_key(&name)));
            if filter.down {
                seen.reverse();
            }
        }
        if filter.order != CaseOrder::Name {
            seen.truncate(most);
        }
        let ids: Vec<i64> = seen.iter().map(|l| l.case()).collect();
        let cases: BTreeMap<i64, CaseRow> =
            self.store.case_list(self.municipality, &ids).await?.into_iter().map(|c| (c.id, c)).collect();
        if filter.order == CaseOrder::Name {
            seen.sort_by_cached_key(|l| cases.get(&l.case()).map(|c| sort_key(&last_first(c))));
            if filter.down {
                seen.reverse();
            }
            seen.truncate(most);
        }
        let mut rows = Vec::with_capacity(seen.len());
        for one in seen {
            let Some(row) = cases.get(&one.case()) else { continue };
            let history = self.store.history(self.municipality, row.person.id, None).await?;
            rows.push(TeamCase {
                case: row.id,
                version: row.last_commit,
                name: row.person.name(),
                born_year: row.person.born.map(Day::year),
                owner: owner(one),
                last: one.history.last_at.day(),
                because: because(&history, &assess(history.view(), &self.rulebook), moment.today),
            });
        }
        Ok(Found { rows, chosen, hidden: hidden.len() })
    }
}

fn last_first(case: &CaseRow) -> String {
    format!("{} {}", case.person.last_name, case.person.first_name)
}

/// The first of the known reasons; a date that has passed comes before what excuses nothing.
fn because(history: &History, course: &Course, today: Day) -> Because {
    if let Some(proposal) = waiting(history, today) {
        return Because::Handover { since: proposal.from };
    }
    let open: Vec<(Status, Option<Day>)> = course
        .duties
        .iter()
        .filter_map(|d| Some((d.on(today, history.view())?, d.dated_basis().and_then(|b| b.due))))
        .collect();
    let overdue = open.iter().filter(|(status, _)| *status == Status::Overdue).filter_map(|(_, due)| *due).min();
    if let Some(due) = overdue {
        return Because::Overdue { due };
    }
    let current = history.facts().iter().rev().filter(|f| f.from <= today && f.through.is_none_or(|t| today <= t));
    let said = current.clone().find_map(|f| match &f.data {
        FactData::Absence { absence, .. } => Some(Because::Absence { absence: *absence, through: f.through }),
        FactData::Deferral { reason, .. } => Some(Because::Deferred { reason: *reason, through: f.through }),
        FactData::Turn { party, .. } if *party != Party::Kommune => {
            Some(Because::Turn { party: *party, since: f.from })
        }
        _ => None,
    });
    let next = open.iter().filter(|(status, _)| status.is_open()).filter_map(|(_, due)| *due).min();
    let passed = open.iter().filter(|(status, _)| *status == Status::OverGoal).filter_map(|(_, due)| *due).min();
    let undated = open.iter().filter(|(status, _)| status.is_open()).count();
    said.or_else(|| next.filter(|due| *due >= today).map(|due| Because::NextDate { due }))
        .or_else(|| passed.map(|due| Because::OverGoal { due }))
        .or_else(|| (undated > 0).then_some(Because::Open { n: undated }))
        .or_else(|| benefit_ended(history, today))
        .unwrap_or(Because::Nothing)
}

fn benefit_ended(history: &History, today: Day) -> Option<Because> {
    let benefits = history.facts().iter().filter(|f| matches!(f.data, FactData::Benefit { .. }) && f.from <= today);
    let mut last: Option<Day> = None;
    for benefit in benefits {
        last = last.max(Some(benefit.through.filter(|t| *t < today)?));
    }
    last.map(|on| Because::BenefitEnded { on })
}

//! The team's cases, those first that nothing has happened in, each with what is known of why.

use crate::access::{Viewer, waiting};
use crate::{App, AppError, Moment};
use domain::Day;
use domain::codes::{AbsenceKind, DeferralReason, Party, codes};
use domain::history::History;
use domain::kinds::FactData;
use figures::danish::sort_key;
use rulebook::assess::{Course, Status, assess};
use std::collections::BTreeMap;
use store::case::{CaseOwner, CaseRow};

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
    /// No benefit runs, and nothing is due.
    BenefitEnded {
        on: Day,
    },
    Nothing,
}

pub(super) struct Listed {
    pub(super) rows: Vec<TeamCase>,
    pub(super) chosen: usize,
    pub(super) hidden: usize,
}

impl App {
    pub(super) async fn team_cases(
        &self,
        viewer: &Viewer,
        filter: &CaseFilter,
        owners: &[CaseOwner],
        names: &BTreeMap<String, String>,
        moment: Moment,
    ) -> Result<Listed, AppError> {
        let limit = moment.today.plus_days(-7 * filter.weeks);
        let mut chosen: Vec<&CaseOwner> = owners
            .iter()
            .filter(|o| match filter.which {
                Which::Still => o.last_at.day() <= limit,
                Which::Unassigned => o.employee.is_none(),
                Which::All => true,
            })
            .filter(|o| filter.owner.is_none() || o.employee == filter.owner)
            .collect();
        chosen.sort_by_key(|o| (o.last_at, o.case));
        let ids: Vec<i64> = chosen.iter().map(|o| o.case).collect();
        let cases: BTreeMap<i64, CaseRow> =
            self.store.case_list(self.municipality, &ids).await?.into_iter().map(|c| (c.id, c)).collect();
        let owner = |o: &CaseOwner| o.employee.as_ref().map(|e| names.get(e).unwrap_or(e).clone());
        match filter.order {
            CaseOrder::Since => {}
            CaseOrder::Name => chosen.sort_by_cached_key(|o| cases.get(&o.case).map(|c| sort_key(&last_first(c)))),
            CaseOrder::Owner => chosen.sort_by_cached_key(|o| owner(o).map(|name| sort_key(&name))),
        }
        let (mut rows, mut hidden) = (Vec::new(), 0);
        for one in &chosen {
            if rows.len() >= PAGE_ROWS && !filter.whole {
                break;
            }
            let Some(row) = cases.get(&one.case) else { continue };
            match self.may_list(viewer, row, moment.today).await? {
                Some(history) => rows.push(TeamCase {
                    case: one.case,
                    version: row.last_commit,
                    name: row.person.name(),
                    born_year: row.person.born.map(Day::year),
                    owner: owner(one),
                    last: one.last_at.day(),
                    because: because(&history, &assess(history.view(), &self.rulebook), moment.today),
                }),
                None => hidden += 1,
            }
        }
        Ok(Listed { rows, chosen: chosen.len(), hidden })
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
        .filter_map(|d| Some((d.on(today, history.view())?, d.law_basis().or(d.goal_basis()).and_then(|b| b.due))))
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
    said.or_else(|| next.filter(|due| *due >= today).map(|due| Because::NextDate { due }))
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

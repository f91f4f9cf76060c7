//! *Team*: what stands still, what waits for an answer, how the cases lie, and which dates were kept. For team leaders.

mod assign;
mod still;
mod timeliness;

pub use assign::{Assigned, Outcome};
pub use still::{Because, CaseFilter, CaseOrder, TeamCase, Which};
pub(crate) use timeliness::FEW;
pub use timeliness::{DateKept, Figure, FigureRow, Kept, KeptFilter, KeptPage, KeptPeriod};

use crate::access::{Action, CaseStance, Refusal, Role, Viewer, decide};
use crate::handover::{ReceiverUnit, receivers};
use crate::overview::{Group, candidate};
use crate::{App, AppError, Moment};
use domain::Day;
use domain::history::History;
use domain::kinds::FactData;
use rulebook::model::Body;
use std::collections::{BTreeMap, BTreeSet};
use store::case::CaseRow;
use store::duty::{DutyRow, Owned};

/// What the page is asked for. Everything stands in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamFilter {
    pub cases: CaseFilter,
    pub period: KeptPeriod,
}

#[derive(Clone, Debug)]
pub struct TeamPage {
    pub today: Day,
    pub unit: String,
    pub unit_name: String,
    pub case_count: usize,
    pub load: Vec<LoadRow>,
    pub cases: Vec<TeamCase>,
    /// How many the choice has, shown, hidden and beyond the page.
    pub chosen: usize,
    pub hidden: usize,
    pub handovers: Vec<WaitingRow>,
    pub handovers_hidden: usize,
    pub figures: Vec<FigureRow>,
    pub from: Day,
    pub through: Day,
    pub rights: Vec<RightGap>,
    pub receivers: Vec<ReceiverUnit>,
    pub filter: TeamFilter,
}

/// What lies with one colleague, or with nobody in particular. By name, never by size: it is no ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadRow {
    /// Login; none for cases the unit holds itself.
    pub login: Option<String>,
    pub name: Option<String>,
    pub cases: usize,
    pub overdue: usize,
    pub over_goal: usize,
    /// Due today or in the rest of this week.
    pub week: usize,
}

/// A handover that nobody has answered.
#[derive(Clone, Debug)]
pub struct WaitingRow {
    pub case: i64,
    pub name: String,
    pub owner: String,
    pub waits_for: String,
    pub since: Day,
    pub by: String,
}

/// A right that names somebody who is none of the municipality's units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RightGap {
    pub title: String,
    pub responsible: String,
    pub cite: String,
}

/// A right that the owner of the case answers for.
const OWNER_ANSWERS: &str = "sagens_ejer";

/// Who may see the team's page.
pub fn leads(viewer: &Viewer) -> Result<(), Refusal> {
    match viewer.role {
        Role::TeamLeader => Ok(()),
        Role::Analyst => Err(Refusal::RoleSeesNoPersons),
        _ => Err(Refusal::NotLeader),
    }
}

impl App {
    pub async fn team(&self, viewer: &Viewer, filter: TeamFilter, moment: Moment) -> Result<TeamPage, AppError> {
        leads(viewer).map_err(AppError::NoAccess)?;
        let today = moment.today;
        let owned = Owned::Unit(viewer.unit.clone());
        let known = self.store.commit_latest(self.municipality, None).await?;
        let rows = self.store.duty_list(self.municipality, &owned, today, known).await?;
        let owners = self.store.case_owners(self.municipality, &owned).await?;
        let accounts = self.store.account_list(self.municipality).await?;
        let names: BTreeMap<String, String> = accounts.iter().map(|a| (a.login.clone(), a.name.clone())).collect();
        let team: Vec<&str> = accounts
            .iter()
            .filter(|a| a.unit == viewer.unit && a.role == domain::codes::Code::code(Role::Caseworker) && !a.disabled)
            .map(|a| a.login.as_str())
            .collect();
        let employees: BTreeMap<i64, Option<String>> = owners.iter().map(|o| (o.case, o.employee.clone())).collect();
        let load = load(&rows, &employees, &team, &names, today);
        let closed = self.closed_to(viewer, &owned, today).await?;
        let (from, through) = filter.period.days(today);
        let figures = timeliness::figures(self, &rows, &closed, (from, through), today);
        let listed = self.team_cases(viewer, &filter.cases, &owners, &names, moment).await?;
        let (handovers, handovers_hidden) = self.team_handovers(viewer, &names, today).await?;
        Ok(TeamPage {
            today,
            unit: viewer.unit.clone(),
            unit_name: self.config.unit_name(&viewer.unit),
            case_count: owners.len(),
            load,
            cases: listed.rows,
            chosen: listed.chosen,
            hidden: listed.hidden,
            handovers,
            handovers_hidden,
            figures,
            from,
            through,
            rights: self.right_gaps(today),
            receivers: receivers(self, &accounts, &CaseStance::default()),
            filter,
        })
    }

    /// Cases of a list that the reader may not see. Only a protection or a conflict of interest closes a case to a
    /// leader of its unit, so only cases with such a fact are decided one by one.
    pub(crate) async fn closed_to(
        &self,
        viewer: &Viewer,
        owned: &Owned,
        today: Day,
    ) -> Result<BTreeSet<i64>, AppError> {
        let mut closed = BTreeSet::new();
        for row in self.store.case_list(self.municipality, &self.store.cases_guarded(self.municipality).await?).await? {
            let ours = match owned {
                Owned::Unit(unit) => row.unit == *unit,
                Owned::By(login) => row.employee.as_deref() == Some(login.as_str()),
                Owned::All => true,
            };
            if ours && self.may_list(viewer, &row, today).await?.is_none() {
                closed.insert(row.id);
            }
        }
        Ok(closed)
    }

    /// The history of a case, for those who may see that the case exists.
    pub(crate) async fn may_list(
        &self,
        viewer: &Viewer,
        row: &CaseRow,
        today: Day,
    ) -> Result<Option<History>, AppError> {
        let history = self.store.history(self.municipality, row.person.id, None).await?;
        let stance = CaseStance::of(&history, &row.unit, row.employee.as_deref(), today);
        Ok(decide(viewer, &stance, Action::List).is_ok().then_some(history))
    }

    /// What waits for the unit's answer, and what the unit waits for.
    async fn team_handovers(
        &self,
        viewer: &Viewer,
        names: &BTreeMap<String, String>,
        today: Day,
    ) -> Result<(Vec<WaitingRow>, usize), AppError> {
        let waiting = self.store.handovers_waiting(self.municipality).await?;
        let ids: Vec<i64> = waiting.iter().map(|(case, _)| *case).collect();
        let cases: BTreeMap<i64, CaseRow> =
            self.store.case_list(self.municipality, &ids).await?.into_iter().map(|c| (c.id, c)).collect();
        let (mut rows, mut hidden) = (Vec::new(), 0);
        for (case, proposal) in waiting {
            let FactData::HandoverProposed { unit, person } = &proposal.fact.data else { continue };
            let Some(row) = cases.get(&case).filter(|c| c.unit == viewer.unit || *unit == viewer.unit) else {
                continue;
            };
            if self.may_list(viewer, row, today).await?.is_none() {
                hidden += 1;
                continue;
            }
            rows.push(WaitingRow {
                case,
                name: row.person.name(),
                owner: self.who(&row.unit, row.employee.as_deref(), names),
                waits_for: self.who(unit, person.as_deref(), names),
                since: proposal.fact.from,
                by: proposal.actor,
            });
        }
        Ok((rows, hidden))
    }

    /// `Peter Demosen, Team Unge`, or the unit alone.
    fn who(&self, unit: &str, employee: Option<&str>, names: &BTreeMap<String, String>) -> String {
        let unit = self.config.unit_name(unit);
        match employee {
            Some(login) => format!("{}, {unit}", names.get(login).map_or(login, String::as_str)),
            None => unit,
        }
    }

    fn right_gaps(&self, today: Day) -> Vec<RightGap> {
        let in_force = self.rulebook.rules.iter().flat_map(|rule| {
            rule.versions.iter().filter(|v| v.is_in_force(today)).filter_map(move |v| match &v.body {
                Body::Right(right) => Some((rule, v, right)),
                _ => None,
            })
        });
        let mut gaps: Vec<RightGap> = in_force
            .filter(|(_, _, right)| {
                let named = |u: &crate::config::Unit| u.key == right.responsible || u.name == right.responsible;
                right.responsible != OWNER_ANSWERS && !self.config.units.iter().any(named)
            })
            .map(|(rule, version, right)| RightGap {
                title: rule.title.clone(),
                responsible: right.responsible.clone(),
                cite: version.cites.first().map(rulebook::model::Cite::display).unwrap_or_default(),
            })
            .collect();
        gaps.dedup();
        gaps
    }
}

/// Counts by colleague; all cases count, also those the reader may not open.
fn load(
    rows: &[DutyRow],
    employees: &BTreeMap<i64, Option<String>>,
    team: &[&str],
    names: &BTreeMap<String, String>,
    today: Day,
) -> Vec<LoadRow> {
    let mut by: BTreeMap<Option<String>, LoadRow> = BTreeMap::new();
    let empty = |login: Option<String>| LoadRow {
        name: login.as_ref().map(|l| names.get(l).unwrap_or(l).clone()),
        login,
        cases: 0,
        overdue: 0,
        over_goal: 0,
        week: 0,
    };
    for login in team {
        by.insert(Some((*login).to_owned()), empty(Some((*login).to_owned())));
    }
    for login in employees.values() {
        by.entry(login.clone()).or_insert_with(|| empty(login.clone())).cases += 1;
    }
    for row in rows {
        let Some(found) = candidate(row.clone(), today) else { continue };
        let Some(line) = employees.get(&row.case).and_then(|login| by.get_mut(login)) else { continue };
        match found.group {
            Group::Overdue => line.overdue += 1,
            Group::OverGoal => line.over_goal += 1,
            Group::Today | Group::Week => line.week += 1,
            Group::Later => {}
        }
    }
    let mut lines: Vec<LoadRow> = by.into_values().collect();
    lines.sort_by_key(|l| (l.name.is_none(), l.name.as_deref().map(figures::danish::sort_key)));
    lines
}

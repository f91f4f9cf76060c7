//! *Team*: what stands still, what waits for an answer, how the cases lie, and which dates were kept. For team leaders.

mod assign;
mod exempted;
pub(crate) mod measure;
mod still;
pub(crate) mod timeliness;

pub use assign::{Assigned, Outcome};
pub use exempted::{Exempted, QuotaRow};
pub use measure::{Kept, KeptBasis, KeptBy, KeptPeriod};
pub use still::{Because, CaseFilter, CaseOrder, TeamCase, Which};
pub(crate) use timeliness::FEW;
pub use timeliness::{DateKept, Figure, FigureRow, KeptFilter, KeptPage, Timely};

use crate::access::{CaseStance, Refusal, Role, Viewer};
use crate::config::Answers;
use crate::goals::GoalView;
use crate::handover::{ReceiverUnit, receivers};
use crate::lists::{Group, Listed};
use crate::{App, AppError, Moment};
use domain::Day;
use domain::kinds::FactData;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::case::CaseRow;
use store::duty::{Dated, DutyRow, Owned};

/// What the page is asked for. Everything stands in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamFilter {
    pub cases: CaseFilter,
    pub period: KeptPeriod,
    pub basis: KeptBasis,
    /// The figures of an earlier day, as they were known then; the months are those before it.
    pub known: Option<Day>,
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
    /// The municipality's own goals for dates that are kept; without their numbers.
    pub goals: Vec<GoalView>,
    /// Cases of the municipality whose stored dates, which the figures count, other rules have made.
    pub other_rules: u64,
    pub from: Day,
    pub through: Day,
    pub rights: Vec<RightGap>,
    pub exempted: Exempted,
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

/// Who may see the team's page.
pub fn leads(viewer: &Viewer) -> Result<(), Refusal> {
    match viewer.role {
        Role::TeamLeader => Ok(()),
        _ => Err(Refusal::NotLeader),
    }
}

impl App {
    pub async fn team(&self, viewer: &Viewer, filter: TeamFilter, moment: Moment) -> Result<TeamPage, AppError> {
        leads(viewer).map_err(AppError::NoAccess)?;
        let today = moment.today;
        let owned = self.led_by(viewer, today);
        let listed = self.listed(&owned, today).await?;
        let accounts = self.store.account_list(self.municipality, today).await?;
        let names: BTreeMap<String, String> = accounts.iter().map(|a| (a.login.clone(), a.name.clone())).collect();
        let team: Vec<&str> = accounts
            .iter()
            .filter(|a| {
                self.leads_in(viewer, &a.unit, today)
                    && a.role == domain::codes::Code::code(Role::Caseworker)
                    && !a.disabled
            })
            .map(|a| a.login.as_str())
            .collect();
        let load = load(&listed, &team, &names);
        let closed = closed_to(viewer, &listed);
        let seen_on = filter.known.unwrap_or(today);
        let (from, through) = filter.period.days(seen_on);
        let then = self.led_by(viewer, seen_on);
        let rows = self.duties_dated(&then, today, filter.known, (from, through)).await?;
        let closed = self.closed_then(viewer, closed, &rows, filter.known, today).await?;
        let figures = timeliness::figures(self, &rows, &closed, filter.basis, (from, through), seen_on);
        let found = self.team_cases(viewer, &filter.cases, &listed, &names, moment).await?;
        let (handovers, handovers_hidden) = self.team_handovers(viewer, &names, today).await?;
        Ok(TeamPage {
            today,
            unit: viewer.unit.clone(),
            unit_name: self.config.unit_name(&viewer.unit),
            case_count: listed.len(),
            load,
            cases: found.rows,
            chosen: found.chosen,
            hidden: found.hidden,
            handovers,
            handovers_hidden,
            figures,
            goals: self.goals_of(|measured| measured.dates().is_some(), today).await?,
            other_rules: self.other_rules_told(viewer).await?,
            from,
            through,
            rights: self.right_gaps(today),
            exempted: self.exempted(viewer, today).await?,
            receivers: receivers(self, &accounts, &CaseStance::default()),
            filter,
        })
    }

    /// The cases of the unit somebody leads, and of those under it on a day.
    pub(crate) fn led_by(&self, viewer: &Viewer, on: Day) -> Owned {
        Owned::Units(self.config.units_within(&viewer.unit, on))
    }

    /// Whether a unit is the one somebody leads, or lies under it on a day.
    pub(crate) fn leads_in(&self, viewer: &Viewer, unit: &str, on: Day) -> bool {
        self.config.is_within(unit, &viewer.unit, on)
    }

    /// The duties that a figure over these days may count, as stored; with `known`, as they stood and were known at the
    /// end of that day, in the cases the owner had then.
    pub(crate) async fn duties_dated(
        &self,
        owned: &Owned,
        today: Day,
        known: Option<Day>,
        (from, through): (Day, Day),
    ) -> Result<Vec<DutyRow>, AppError> {
        let dated = Some(Dated { from, through });
        let commit = match known {
            None => None,
            Some(_) => Some(self.store.commit_latest(self.municipality, known).await?),
        };
        Ok(self.store.duty_list(self.municipality, owned, known.unwrap_or(today), commit, dated).await?)
    }

    /// The cases behind rows of an earlier day that are closed to the reader now; `closed` are those of the team today.
    /// What has moved away or ended since is closed.
    pub(crate) async fn closed_then(
        &self,
        viewer: &Viewer,
        closed: BTreeSet<i64>,
        rows: &[DutyRow],
        known: Option<Day>,
        today: Day,
    ) -> Result<BTreeSet<i64>, AppError> {
        if known.is_none() {
            return Ok(closed);
        }
        let mut ids: BTreeSet<i64> = rows.iter().map(|r| r.case).collect();
        let asked: Vec<i64> = ids.iter().copied().collect();
        let now = self.store.histories_by_id(self.municipality, &asked).await?;
        for case in now.cases().filter(|c| crate::rules::may_list(&self.config, viewer, c, today)) {
            ids.remove(&case.case);
        }
        Ok(ids)
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
        let listed = self.visible_of(viewer, &ids, today).await?;
        let cases: BTreeMap<i64, CaseRow> =
            self.store.case_list(self.municipality, &ids).await?.into_iter().map(|c| (c.id, c)).collect();
        let led = |unit: &str| self.leads_in(viewer, unit, today);
        let (mut rows, mut hidden) = (Vec::new(), 0);
        for (case, proposal) in waiting {
            let FactData::HandoverProposed { unit, person } = &proposal.fact.data else { continue };
            let Some(row) = cases.get(&case).filter(|c| led(&c.unit) || led(unit)) else {
                continue;
            };
            if !listed.contains_key(&case) {
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
        let in_force =
            self.rulebook.rules.iter().flat_map(|rule| {
                rule.versions.iter().filter(|v| v.is_in_force(today)).map(move |version| (rule, version))
            });
        let gaps = in_force.filter_map(|(rule, version)| match self.config.answers(rule, version, today)? {
            Answers::Nobody(responsible) => Some(RightGap {
                title: rule.title.clone(),
                responsible,
                cite: version.cites.first().map(rulebook::model::Cite::display).unwrap_or_default(),
            }),
            Answers::Owner | Answers::Unit(_) => None,
        });
        let mut gaps: Vec<RightGap> = gaps.collect();
        gaps.dedup();
        gaps
    }
}

/// Cases of a list that the reader may not see.
pub(crate) fn closed_to(viewer: &Viewer, listed: &[Arc<Listed>]) -> BTreeSet<i64> {
    listed.iter().filter(|l| !l.shows_to(viewer)).map(|l| l.case()).collect()
}

/// Counts by colleague; all cases count, also those the reader may not open.
fn load(listed: &[Arc<Listed>], team: &[&str], names: &BTreeMap<String, String>) -> Vec<LoadRow> {
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
    for one in listed {
        let login = one.stance.owner.clone();
        let line = by.entry(login.clone()).or_insert_with(|| empty(login));
        line.cases += 1;
        for candidate in one.candidates.iter().filter(|c| c.under.is_none()) {
            match candidate.group {
                Group::Overdue => line.overdue += 1,
                Group::OverGoal => line.over_goal += 1,
                Group::Today | Group::Week => line.week += 1,
                Group::Later => {}
            }
        }
    }
    let mut lines: Vec<LoadRow> = by.into_values().collect();
    lines.sort_by_key(|l| (l.name.is_none(), l.name.as_deref().map(figures::danish::sort_key)));
    lines
}

//! *Mit overblik*: what now, in the order of dates, each row with its reason.

use crate::access::{Action, CaseStance, Offered, Viewer, decide};
use crate::citizen::Place;
use crate::reason::{self, Reason};
use crate::{App, AppError, Moment};
use domain::Day;
use domain::calendar::{self, holiday};
use domain::codes::{Benefit, Code, Visitation, codes};
use domain::compact::HistoryView;
use domain::history::History;
use domain::kinds::{FactData, FactKind};
use rulebook::assess::axes::Axes;
use rulebook::assess::{Course, Status, assess};
use rulebook::model::{DutyParty, Version};
use rulebook::report::duty_id;
use std::collections::BTreeMap;
use store::duty::{DutyRow, Owned};

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

/// What the list is asked for. Everything stands in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    pub whose: Whose,
    /// Duty key, or all.
    pub duty: Option<String>,
    pub benefit: Option<Benefit>,
    pub only: Option<Group>,
    pub dense: bool,
    /// Rows of *Later* beyond the first page.
    pub all_later: bool,
    /// Every row, for a file.
    pub whole: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    Mine,
    /// A colleague's list.
    Of(String),
    Unit(String),
    Everybody,
}

/// Days ahead that the list looks.
pub const HORIZON_DAYS: i32 = 30;
/// Rows of a group on one page.
const PAGE_ROWS: usize = 50;
const LATER_ROWS: usize = 10;

#[derive(Clone, Debug)]
pub struct OverviewPage {
    pub today: Day,
    pub cases: i64,
    pub counts: [usize; 5],
    pub groups: Vec<GroupPage>,
    pub bars: Vec<Bar>,
    /// Rows that are there and not shown because access was refused.
    pub hidden: usize,
    pub next_beyond: Option<Day>,
    pub duties: Vec<String>,
    pub filter: Filter,
    /// Cases that wait for this reader's answer.
    pub handovers: Vec<HandoverRow>,
}

/// A case that somebody is asked to take over.
#[derive(Clone, Debug)]
pub struct HandoverRow {
    pub case: i64,
    pub name: String,
    pub born_year: Option<i32>,
    /// Who has it until the answer.
    pub owner_unit: String,
    pub asked: Offered,
    pub since: Day,
    pub by: String,
}

#[derive(Clone, Debug)]
pub struct GroupPage {
    pub group: Group,
    pub total: usize,
    pub rows: Vec<Row>,
}

/// One working day (or holiday) of the small drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    pub day: Day,
    pub count: usize,
    pub holiday: bool,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub case: i64,
    pub duty_id: String,
    pub duty: String,
    pub n: u16,
    pub name: String,
    pub born_year: Option<i32>,
    pub benefit: Option<Benefit>,
    pub visitation: Option<Visitation>,
    pub status: Status,
    pub group: Group,
    pub day: Option<Day>,
    pub minute: Option<u16>,
    pub days_over: i32,
    pub party: DutyParty,
    pub reason: Option<Reason>,
    pub law_due: Option<Day>,
    pub goal_due: Option<Day>,
    pub is_talk: bool,
    /// Title of the rule that is shown.
    pub title: String,
}

/// A duty row with the day the list sorts it by.
pub(crate) struct Candidate {
    row: DutyRow,
    pub(crate) group: Group,
    day: Option<Day>,
}

impl Candidate {
    /// As the list is read: by group, then by day.
    fn order(&self) -> (u8, Day, i64, &str) {
        (self.group as u8, self.day.unwrap_or(Day::LAST), self.row.case, &self.row.duty)
    }
}

impl App {
    /// Where a case stands among the cases of the reader's own list; none when it is not there.
    pub(crate) async fn place_on_list(
        &self,
        viewer: &Viewer,
        case: i64,
        moment: Moment,
    ) -> Result<Option<Place>, AppError> {
        let owned = Owned::By(viewer.login.clone());
        let known = self.store.commit_latest(self.municipality, None).await?;
        let rows = self.store.duty_list(self.municipality, &owned, moment.today, known).await?;
        let last = moment.today.plus_days(HORIZON_DAYS);
        let mut candidates: Vec<Candidate> = rows
            .into_iter()
            .filter_map(|row| candidate(row, moment.today))
            .filter(|c| c.day.is_none_or(|d| d <= last))
            .collect();
        candidates.sort_by(|a, b| a.order().cmp(&b.order()));
        let mut cases: Vec<i64> = Vec::new();
        for c in &candidates {
            if !cases.contains(&c.row.case) {
                cases.push(c.row.case);
            }
        }
        let Some(at) = cases.iter().position(|c| *c == case) else { return Ok(None) };
        let before = at.checked_sub(1).map(|i| cases[i]);
        Ok(Some(Place { at: at + 1, of: cases.len(), before, after: cases.get(at + 1).copied() }))
    }

    pub async fn overview(&self, viewer: &Viewer, filter: Filter, moment: Moment) -> Result<OverviewPage, AppError> {
        let today = moment.today;
        let owned = match &filter.whose {
            Whose::Mine => Owned::By(viewer.login.clone()),
            Whose::Of(login) => Owned::By(login.clone()),
            Whose::Unit(unit) => Owned::Unit(unit.clone()),
            Whose::Everybody => Owned::All,
        };
        let known = self.store.commit_latest(self.municipality, None).await?;
        let rows = self.store.duty_list(self.municipality, &owned, today, known).await?;
        let mut candidates: Vec<Candidate> = rows.into_iter().filter_map(|row| candidate(row, today)).collect();
        let mut duties: Vec<String> = candidates.iter().map(|c| c.row.duty.clone()).collect();
        duties.sort();
        duties.dedup();
        if let Some(duty) = &filter.duty {
            candidates.retain(|c| c.row.duty == *duty);
        }
        candidates.sort_by(|a, b| a.order().cmp(&b.order()));
        let mut people = People::default();
        if let Some(benefit) = filter.benefit {
            let cases: Vec<i64> = candidates.iter().map(|c| c.row.case).collect();
            people.load(self, &cases).await?;
            candidates.retain(|c| people.benefit(c.row.case, today) == Some(benefit));
        }
        let next_beyond = candidates.iter().filter_map(|c| c.day).filter(|d| *d > today.plus_days(HORIZON_DAYS)).min();
        candidates.retain(|c| c.day.is_none_or(|d| d <= today.plus_days(HORIZON_DAYS)));
        let mut counts = [0usize; 5];
        for c in &candidates {
            counts[c.group as usize] += 1;
        }
        let bars = bars(&candidates, today);
        if let Some(only) = filter.only {
            candidates.retain(|c| c.group == only);
        }
        let mut hidden = 0;
        let mut groups = Vec::new();
        for group in Group::ALL {
            let of_group: Vec<&Candidate> = candidates.iter().filter(|c| c.group == *group).collect();
            let most = if filter.whole {
                usize::MAX
            } else if *group == Group::Later && !filter.all_later && filter.only.is_none() {
                LATER_ROWS
            } else {
                PAGE_ROWS
            };
            let shown: Vec<&Candidate> = of_group.iter().take(most).copied().collect();
            people.load(self, &shown.iter().map(|c| c.row.case).collect::<Vec<_>>()).await?;
            let mut rows = Vec::with_capacity(shown.len());
            for c in shown {
                match self.row(c, viewer, &people, today) {
                    Some(row) => rows.push(row),
                    None => hidden += 1,
                }
            }
            // The day's appointments by the clock; what has no hour comes after.
            rows.sort_by_key(|r| (r.day.unwrap_or(Day::LAST), r.minute.unwrap_or(u16::MAX)));
            if !of_group.is_empty() {
                groups.push(GroupPage { group: *group, total: of_group.len(), rows });
            }
        }
        let cases = self.store.case_count(self.municipality, &owned).await?;
        let handovers = match filter.whose {
            Whose::Mine => self.handovers_for(viewer, &mut people, today).await?,
            _ => Vec::new(),
        };
        Ok(OverviewPage { today, cases, counts, groups, bars, hidden, next_beyond, duties, filter, handovers })
    }

    /// The proposals that this reader may answer.
    async fn handovers_for(
        &self,
        viewer: &Viewer,
        people: &mut People,
        today: Day,
    ) -> Result<Vec<HandoverRow>, AppError> {
        let waiting = self.store.handovers_waiting(self.municipality).await?;
        let asks = |data: &FactData| {
            matches!(data, FactData::HandoverProposed { unit, person }
                if *unit == viewer.unit || person.as_deref() == Some(viewer.login.as_str()))
        };
        let waiting: Vec<_> = waiting.into_iter().filter(|(_, w)| asks(&w.fact.data)).collect();
        people.load(self, &waiting.iter().map(|(case, _)| *case).collect::<Vec<_>>()).await?;
        let rows = waiting.into_iter().filter_map(|(case, proposal)| {
            let known = people.cases.get(&case)?;
            let stance = known.stance(today);
            decide(viewer, &stance, Action::AnswerHandover).ok()?;
            Some(HandoverRow {
                case,
                name: known.row.person.name(),
                born_year: known.row.person.born.map(Day::year),
                owner_unit: self.config.unit_name(&known.row.unit),
                asked: stance.offered?,
                since: proposal.fact.from,
                by: proposal.actor,
            })
        });
        Ok(rows.collect())
    }

    fn row(&self, c: &Candidate, viewer: &Viewer, people: &People, today: Day) -> Option<Row> {
        let known = people.cases.get(&c.row.case)?;
        decide(viewer, &known.stance(today), Action::List).ok()?;
        let id = c.row.id();
        let duty = known.course.duties.iter().find(|d| duty_id(d, &known.history, &self.rulebook) == id);
        let axes = Axes::new(known.history.view());
        let party = match c.row.party {
            0 => DutyParty::Municipality,
            1 => DutyParty::Citizen,
            _ => DutyParty::Other,
        };
        Some(Row {
            case: c.row.case,
            duty_id: id,
            duty: c.row.duty.clone(),
            n: u16::try_from(c.row.n).unwrap_or(0),
            name: known.row.person.name(),
            born_year: known.row.person.born.map(Day::year),
            benefit: axes.benefit(today),
            visitation: axes.visitation(today),
            status: c.row.status(),
            group: c.group,
            day: c.day,
            minute: booked_minute(known.history.view(), &known.history, c.day, today),
            days_over: c.day.map_or(0, |d| d.days_until(today)),
            party,
            reason: duty.and_then(|d| reason::of(d, &known.history, &self.rulebook, today)),
            law_due: duty.and_then(|d| d.law_basis()).and_then(|b| b.due),
            goal_due: c.row.goal_day(),
            is_talk: duty.is_some_and(|d| reason::is_talk(d, &self.rulebook)),
            title: duty.and_then(reason::shown).map(|b| self.rulebook.rule(b.rule).title.clone()).unwrap_or_default(),
        })
    }
}

/// The people behind the rows that are shown, loaded once.
#[derive(Default)]
struct People {
    cases: BTreeMap<i64, Known>,
}

struct Known {
    row: store::case::CaseRow,
    history: History,
    course: Course,
}

impl Known {
    fn stance(&self, today: Day) -> CaseStance {
        CaseStance::of(&self.history, &self.row.unit, self.row.employee.as_deref(), today)
    }
}

impl People {
    async fn load(&mut self, app: &App, cases: &[i64]) -> Result<(), AppError> {
        let mut wanted: Vec<i64> = cases.iter().filter(|c| !self.cases.contains_key(c)).copied().collect();
        wanted.sort_unstable();
        wanted.dedup();
        for row in app.store.case_list(app.municipality, &wanted).await? {
            let history = app.store.history(app.municipality, row.person.id, None).await?;
            let course = assess(history.view(), &app.rulebook);
            self.cases.insert(row.id, Known { row, history, course });
        }
        Ok(())
    }

    fn benefit(&self, case: i64, today: Day) -> Option<Benefit> {
        self.cases.get(&case).and_then(|k| Axes::new(k.history.view()).benefit(today))
    }
}

fn booked_minute(view: HistoryView<'_>, history: &History, day: Option<Day>, today: Day) -> Option<u16> {
    let day = day.filter(|d| *d == today)?;
    let at = view.facts.iter().position(|f| f.is(FactKind::TalkBooked) && f.from == day.number())?;
    history.fact(at as u32).minute
}

/// Which group a row belongs to, or none when it is not on the list.
pub(crate) fn candidate(row: DutyRow, today: Day) -> Option<Candidate> {
    if row.party == DutyParty::Other as i64 {
        return None;
    }
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
            (group_of(day, today), Some(day))
        }
        Status::Paused => (Group::Later, earliest),
        _ => return None,
    };
    Some(Candidate { row, group, day })
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

/// Four weeks of working days; a weekday holiday stands with what it collects.
fn bars(candidates: &[Candidate], today: Day) -> Vec<Bar> {
    let first = today.plus_days(1 - today.weekday() as i32);
    (0..28)
        .map(|i| first.plus_days(i))
        .filter(|d| !calendar::is_weekend(*d))
        .map(|day| Bar {
            day,
            count: candidates.iter().filter(|c| c.day == Some(day) && day >= today).count(),
            holiday: holiday(day).is_some(),
        })
        .collect()
}

impl Filter {
    pub fn mine() -> Filter {
        Filter {
            whose: Whose::Mine,
            duty: None,
            benefit: None,
            only: None,
            dense: false,
            all_later: false,
            whole: false,
        }
    }
}

/// Whose duty a citizen's own is.
pub const fn party_citizen() -> DutyParty {
    DutyParty::Citizen
}

impl App {
    /// A duty key's name for people: the title of its first rule.
    /// The title of the rule that asks for a duty on a day: the law's before a goal's, the newest before an older one.
    /// Where none holds any longer, the one that held last.
    pub fn duty_name(&self, key: &str, on: Day) -> String {
        let rules = self.rulebook.rules.iter().filter(|r| r.duty.as_deref() == Some(key));
        let best = rules.max_by_key(|rule| {
            let holds = |v: &&Version| v.from <= on && v.through.is_none_or(|t| on <= t);
            let held = rule.versions.iter().filter(holds).map(|v| v.from).max();
            let last = rule.versions.iter().map(|v| v.through.unwrap_or(Day::LAST)).max();
            (held.is_some(), rule.layer.is_law(), held, last)
        });
        best.map_or_else(|| key.to_owned(), |r| r.title.clone())
    }
}

//! *Mit overblik*: what now, in the order of dates, each row with its reason.

mod agreed;
mod order;

pub use crate::lists::Group;
pub use agreed::AgreedRow;
pub use order::ListOrder;

use crate::access::{Action, CaseStance, Offered, Viewer, decide};
use crate::away::{ActingFor, AwayPeriod};
use crate::config::Config;
use crate::handover::{self, ReceiverUnit, receivers};
use crate::lists::{Candidate, Listed};
use crate::reason::{self, Reason};
use crate::selection;
use crate::{App, AppError, Moment};
use domain::Day;
use domain::calendar::{self, holiday};
use domain::codes::{Benefit, Code, DeviationReason, FollowUpKind, Visitation};
use domain::kinds::{FactData, FactKind};
use rulebook::assess::{Course, Status};
use rulebook::model::{DutyParty, Version};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::case::CaseRow;
use store::duty::Owned;
use store::person::Person;

/// What the list is asked for. Everything stands in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    pub whose: Whose,
    /// Duty key, or all.
    pub duty: Option<String>,
    pub benefit: Option<Benefit>,
    pub only: Option<Group>,
    pub dense: bool,
    /// Within each group.
    pub order: ListOrder,
    /// The last first.
    pub down: bool,
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

impl Whose {
    /// A unit is asked for with all that lie under it today.
    pub(crate) fn owned(&self, viewer: &Viewer, config: &Config, today: Day) -> Owned {
        match self {
            Whose::Mine => Owned::By(viewer.login.clone()),
            Whose::Of(login) => Owned::By(login.clone()),
            Whose::Unit(unit) => Owned::Units(config.units_within(unit, today)),
            Whose::Everybody => Owned::All,
        }
    }

    /// As an address has it: `mine`, `liste:karen`, `enhed:team-vest`, `alle`.
    pub fn code(&self) -> String {
        match self {
            Whose::Mine => "mine".to_owned(),
            Whose::Of(login) => format!("liste:{login}"),
            Whose::Unit(unit) => format!("enhed:{unit}"),
            Whose::Everybody => "alle".to_owned(),
        }
    }

    pub fn from_code(code: &str) -> Option<Whose> {
        match code.split_once(':') {
            Some(("enhed", unit)) => Some(Whose::Unit(unit.to_owned())),
            Some(("liste", login)) => Some(Whose::Of(login.to_owned())),
            _ if code == "mine" => Some(Whose::Mine),
            _ if code == "alle" => Some(Whose::Everybody),
            _ => None,
        }
    }
}

/// Days ahead that the list looks.
pub const HORIZON_DAYS: i32 = 30;
/// Days that a no to a handover stands on the list of who asked.
const DECLINED_DAYS: i32 = 14;
/// Rows of a group on one page.
const PAGE_ROWS: usize = 50;
const LATER_ROWS: usize = 10;

#[derive(Clone, Debug)]
pub struct OverviewPage {
    pub today: Day,
    /// Open cases that the reader may see.
    pub cases: usize,
    pub counts: [usize; 5],
    pub groups: Vec<GroupPage>,
    pub bars: Vec<Bar>,
    pub next_beyond: Option<Day>,
    /// Cases with a limit near.
    pub near_limit: usize,
    /// Cases with a right of which none is used: a reminder, no task.
    pub unused_right: usize,
    pub duties: Vec<String>,
    pub filter: Filter,
    /// Cases that wait for this reader's answer.
    pub handovers: Vec<HandoverRow>,
    /// Own cases that somebody said no to within two weeks, with nothing proposed since.
    pub declined: Vec<DeclinedRow>,
    /// Talks agreed for today that stand in no row of *I dag*.
    pub agreed: Vec<AgreedRow>,
    /// Whose cases the reader acts in today.
    pub acting: Vec<ActingFor>,
    /// Who acts in the reader's own cases, where it is her own list.
    pub given: Vec<AwayPeriod>,
    /// Who chosen cases may be given to; empty for those who give no cases.
    pub receivers: Vec<ReceiverUnit>,
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

/// A case that was not taken over.
#[derive(Clone, Debug)]
pub struct DeclinedRow {
    pub case: i64,
    pub name: String,
    /// The unit that was asked.
    pub unit: String,
    pub on: Day,
    pub reason: Option<DeviationReason>,
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
    /// The commit the row was made from.
    pub version: i64,
    pub duty_id: String,
    pub duty: String,
    pub n: u16,
    pub name: String,
    pub born_year: Option<i32>,
    /// Who has the case, on any list but one's own.
    pub owner: Option<String>,
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
    /// What the law aims at, where it sets no deadline.
    pub aim_due: Option<Day>,
    pub is_talk: bool,
    /// The follow-up that is asked for, where it is no talk.
    pub followup: Option<FollowUpKind>,
    /// Title of the rule that is shown.
    pub title: String,
    /// What the same talk serves as well.
    pub also: Vec<Row>,
}

impl Row {
    /// The duty, and those that the same talk serves.
    pub fn with_also(&self) -> impl Iterator<Item = &Row> {
        std::iter::once(self).chain(&self.also)
    }
}

/// A duty of a case, as the list is read: by group, then by day.
type Entry<'a> = (&'a Candidate, &'a Arc<Listed>);

impl App {
    pub async fn overview(&self, viewer: &Viewer, filter: Filter, moment: Moment) -> Result<OverviewPage, AppError> {
        let today = moment.today;
        let listed = self.visible(viewer, &filter.whose.owned(viewer, &self.config, today), today).await?;
        let found = self.count(&listed, &filter, today);
        let order = self.list_order(&filter, &found.entries, today).await?;
        let chosen: Vec<(Group, Vec<Entry<'_>>)> = Group::ALL
            .iter()
            .zip(&found.entries)
            .map(|(group, all)| (*group, order.first(all, most(*group, &filter))))
            .collect();
        let shown: BTreeSet<i64> = chosen.iter().flat_map(|(_, some)| some).map(|(_, l)| l.case()).collect();
        let people = self.rows_of(shown).await?;
        let owners = self.owners_for(&filter.whose, today).await?;
        let mut courses: BTreeMap<i64, Course> = BTreeMap::new();
        let mut groups = Vec::new();
        for ((group, some), all) in chosen.into_iter().zip(&found.entries) {
            let mut rows = Vec::with_capacity(some.len());
            for (candidate, listed) in some {
                let course = courses.entry(listed.case()).or_insert_with(|| listed.course(&self.rulebook));
                rows.extend(people.get(&listed.case()).map(|p| {
                    let owner = owners.as_ref().map(|names| self.owner_of(listed, names));
                    let row = |c: &Candidate| Row { owner: owner.clone(), ..self.row(c, listed, course, p, today) };
                    Row { also: listed.under(candidate).map(row).collect(), ..row(candidate) }
                }));
            }
            if !all.is_empty() {
                groups.push(GroupPage { group, total: all.len(), rows });
            }
        }
        let (handovers, given) = match filter.whose {
            Whose::Mine => (self.handovers_for(viewer, today).await?, self.given_away(&listed, today).await?),
            _ => (Vec::new(), Vec::new()),
        };
        let declined = match filter.whose {
            Whose::Mine => self.declined_of(&listed, today).await?,
            _ => Vec::new(),
        };
        let agreed = self.agreed_today(&listed, &filter, owners.as_ref(), today).await?;
        let acting = self.acting_for(viewer, today).await?;
        let receivers = self.assign_receivers(viewer, today).await?;
        let Counted { counts, bars, next_beyond, duties, .. } = found;
        let (cases, near_limit) = (listed.len(), selection::near_limit(&listed, today));
        let unused_right = selection::unused_right(&listed);
        Ok(OverviewPage {
            today,
            cases,
            counts,
            groups,
            bars,
            next_beyond,
            near_limit,
            unused_right,
            duties,
            filter,
            handovers,
            declined,
            agreed,
            acting,
            given,
            receivers,
        })
    }

    /// Which of these cases were not taken over, the newest no first.
    async fn declined_of(&self, own: &[Arc<Listed>], today: Day) -> Result<Vec<DeclinedRow>, AppError> {
        let fresh = today.plus_days(-DECLINED_DAYS);
        let said = own.iter().filter_map(|l| Some((l, handover::declined(l.history.guard(), today)?)));
        let said: Vec<_> = said.filter(|(_, (fact, ..))| fact.from >= fresh).collect();
        let people = self.people_of(said.iter().map(|(l, _)| l.case()).collect()).await?;
        let rows = said.into_iter().filter_map(|(l, (fact, unit, reason))| {
            let (case, unit) = (l.case(), self.config.unit_name(unit));
            Some(DeclinedRow { case, name: people.get(&case)?.name(), unit, on: fact.from, reason })
        });
        let mut rows: Vec<DeclinedRow> = rows.collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.on));
        Ok(rows)
    }

    /// Whom a leader may give chosen cases to; nobody for those who give none.
    async fn assign_receivers(&self, viewer: &Viewer, today: Day) -> Result<Vec<ReceiverUnit>, AppError> {
        if crate::team::leads(viewer).is_err() {
            return Ok(Vec::new());
        }
        let accounts = self.store.account_list(self.municipality, today).await?;
        Ok(receivers(self, &accounts, &CaseStance::default()))
    }

    /// One walk over everything the list is about.
    fn count<'a>(&self, listed: &'a [Arc<Listed>], filter: &Filter, today: Day) -> Counted<'a> {
        let last = today.plus_days(HORIZON_DAYS);
        let mut found = Counted { bars: bars(today), ..Counted::default() };
        let mut keys = vec![false; self.rulebook.duty_keys.len()];
        for entry in entries(listed) {
            let (candidate, of) = entry;
            keys[candidate.key as usize] = true;
            let key = &self.rulebook.duty_keys[candidate.key as usize];
            if filter.duty.as_ref().is_some_and(|d| d != key)
                || (filter.benefit.is_some() && of.benefit != filter.benefit)
            {
                continue;
            }
            if let Some(day) = candidate.day.filter(|d| *d > last) {
                found.next_beyond = Some(found.next_beyond.map_or(day, |d| d.min(day)));
                continue;
            }
            found.counts[candidate.group as usize] += 1;
            if let Some(bar) = found.bars.iter_mut().find(|b| Some(b.day) == candidate.day && b.day >= today) {
                bar.count += 1;
            }
            if filter.only.is_none_or(|only| only == candidate.group) {
                found.entries[candidate.group as usize].push(entry);
            }
        }
        found.duties =
            self.rulebook.duty_keys.iter().zip(keys).filter(|(_, there)| *there).map(|(k, _)| k.clone()).collect();
        found
    }

    /// Names by login, for any list but one's own.
    pub(crate) async fn owners_for(
        &self,
        whose: &Whose,
        today: Day,
    ) -> Result<Option<BTreeMap<String, String>>, AppError> {
        if *whose == Whose::Mine {
            return Ok(None);
        }
        let accounts = self.store.account_list(self.municipality, today).await?;
        Ok(Some(accounts.into_iter().map(|a| (a.login, a.name)).collect()))
    }

    /// The one who has a case, or its unit while nobody in it has.
    pub(crate) fn owner_of(&self, of: &Listed, names: &BTreeMap<String, String>) -> String {
        let name = |login: &String| names.get(login).unwrap_or(login).clone();
        of.stance.owner.as_ref().map_or_else(|| self.config.unit_name(&of.history.unit), name)
    }

    pub(crate) async fn people_of(&self, cases: BTreeSet<i64>) -> Result<BTreeMap<i64, Person>, AppError> {
        Ok(self.rows_of(cases).await?.into_iter().map(|(case, row)| (case, row.person)).collect())
    }

    /// The proposals that this reader may answer.
    pub(crate) async fn handovers_for(&self, viewer: &Viewer, today: Day) -> Result<Vec<HandoverRow>, AppError> {
        let waiting = self.store.handovers_waiting(self.municipality).await?;
        let asks = |data: &FactData| {
            matches!(data, FactData::HandoverProposed { unit, person }
                if *unit == viewer.unit || person.as_deref() == Some(viewer.login.as_str()))
        };
        let waiting: Vec<_> = waiting.into_iter().filter(|(_, w)| asks(&w.fact.data)).collect();
        let cases: BTreeSet<i64> = waiting.iter().map(|(case, _)| *case).collect();
        let listed = self.visible_of(viewer, &cases.iter().copied().collect::<Vec<_>>(), today).await?;
        let people = self.people_of(cases).await?;
        let rows = waiting.into_iter().filter_map(|(case, proposal)| {
            let known = listed.get(&case)?;
            decide(viewer, &known.stance, Action::AnswerHandover).ok()?;
            let person = people.get(&case)?;
            Some(HandoverRow {
                case,
                name: person.name(),
                born_year: known.born_year(),
                owner_unit: self.config.unit_name(&known.history.unit),
                asked: known.stance.offered.clone()?,
                since: proposal.fact.from,
                by: proposal.actor,
            })
        });
        Ok(rows.collect())
    }

    fn row(&self, c: &Candidate, of: &Listed, course: &Course, found: &CaseRow, today: Day) -> Row {
        let person = &found.person;
        let view = of.history.view();
        let duty = course.duties.iter().find(|d| c.is(d, &of.history));
        Row {
            case: of.case(),
            version: found.last_commit,
            duty_id: c.id(&self.rulebook),
            duty: self.rulebook.duty_keys[c.key as usize].clone(),
            n: c.n,
            name: person.name(),
            born_year: of.born_year(),
            owner: None,
            benefit: of.benefit,
            visitation: of.visitation,
            status: c.status,
            group: c.group,
            day: c.day,
            minute: booked_minute(of, c.day, today),
            days_over: c.day.map_or(0, |d| d.days_until(today)),
            party: c.party,
            reason: duty.and_then(|d| reason::of(d, view, &self.rulebook, today)),
            law_due: duty.and_then(|d| d.law_basis()).and_then(|b| b.due),
            goal_due: c.goal_due,
            aim_due: duty.and_then(|d| d.aim_basis()).and_then(|b| b.due),
            also: Vec::new(),
            is_talk: duty.is_some_and(|d| reason::is_talk(d, &self.rulebook)),
            followup: duty.and_then(|d| reason::followup(d, &self.rulebook)),
            title: duty.and_then(reason::shown).map(|b| self.rulebook.rule(b.rule).title.clone()).unwrap_or_default(),
        }
    }
}

/// What a list counts, and all its rows by group.
#[derive(Default)]
struct Counted<'a> {
    counts: [usize; 5],
    entries: [Vec<Entry<'a>>; 5],
    bars: Vec<Bar>,
    next_beyond: Option<Day>,
    duties: Vec<String>,
}

fn entries(listed: &[Arc<Listed>]) -> impl Iterator<Item = Entry<'_>> {
    listed.iter().flat_map(|l| l.candidates.iter().filter(|c| c.under.is_none()).map(move |c| (c, l)))
}

/// How many rows of a group are shown.
fn most(group: Group, filter: &Filter) -> usize {
    if filter.whole {
        usize::MAX
    } else if group == Group::Later && !filter.all_later && filter.only.is_none() {
        LATER_ROWS
    } else {
        PAGE_ROWS
    }
}

fn booked_minute(of: &Listed, day: Option<Day>, today: Day) -> Option<u16> {
    let day = day.filter(|d| *d == today)?;
    let facts = of.history.view().facts;
    let at = facts.iter().position(|f| f.is(FactKind::TalkBooked) && f.from == day.number())?;
    of.history.minute(u32::try_from(at).ok()?)
}

/// Four weeks of working days, yet without a count; a weekday holiday stands with what it collects.
fn bars(today: Day) -> Vec<Bar> {
    let first = today.plus_days(1 - today.weekday() as i32);
    (0..28)
        .map(|i| first.plus_days(i))
        .filter(|d| !calendar::is_weekend(*d))
        .map(|day| Bar { day, count: 0, holiday: holiday(day).is_some() })
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
            order: ListOrder::Due,
            down: false,
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
    /// A duty key's name for people: the title of the rule that asks for a duty on a day: the law's before a goal's, the newest before an older one.
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

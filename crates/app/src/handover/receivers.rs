//! Who a case may go to: named on its page where they are near, searched for otherwise.

use crate::access::{Action, CaseStance, Role, Viewer};
use crate::{App, AppError, Moment};
use domain::codes::Code;
use std::collections::{BTreeMap, BTreeSet};
use store::account::Account;
use store::duty::Owned;

/// Who is to have the case: a unit, or one person of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receiver {
    pub unit: String,
    pub person: Option<String>,
}

impl Receiver {
    /// `enhed:team-unge` or `person:peter`, as a form holds it; the unit of a person is looked up.
    pub fn code(&self) -> String {
        self.person.as_ref().map_or_else(|| format!("enhed:{}", self.unit), |p| format!("person:{p}"))
    }
}

/// A unit, and those of its people who may be chosen here.
#[derive(Clone, Debug)]
pub struct ReceiverUnit {
    pub unit: String,
    pub name: String,
    /// Login and name.
    pub people: Vec<(String, String)>,
    /// Those of them who lead the unit.
    pub leaders: BTreeSet<String>,
    /// Open cases by login, where they are counted: who has none is not in it.
    pub load: Option<BTreeMap<String, usize>>,
}

impl ReceiverUnit {
    /// How many open cases somebody has, where that is counted.
    pub fn cases_of(&self, login: &str) -> Option<usize> {
        self.load.as_ref().map(|load| load.get(login).copied().unwrap_or(0))
    }

    /// Of the caseworkers who may be chosen the one with the fewest, the first by name among equals. A leader's work is
    /// not her own cases, and is not measured by them.
    pub(crate) fn least_loaded(&self) -> Option<&str> {
        let of = |(login, name): &&(String, String)| (self.cases_of(login), figures::danish::sort_key(name));
        let works_cases = |(login, _): &&(String, String)| !self.leaders.contains(login);
        self.load.as_ref()?;
        self.people.iter().filter(works_cases).min_by_key(of).map(|(login, _)| login.as_str())
    }
}

/// Who was found to hand a case over to.
#[derive(Clone, Debug)]
pub struct ReceiverSearch {
    /// The citizen's.
    pub name: String,
    /// The commit the page was made from.
    pub version: i64,
    pub found: Vec<ReceiverUnit>,
    /// How many there are; `found` names so many as can be read.
    pub total: usize,
}

/// Whose accounts can own a case.
pub(super) const OWNERS: [Role; 2] = [Role::Caseworker, Role::TeamLeader];

/// People that are named at once; more is a search.
const MOST_NAMED: usize = 60;

pub(super) fn can_own(account: &Account) -> bool {
    !account.disabled && Role::from_code(&account.role).is_some_and(|role| OWNERS.contains(&role))
}

/// Who may be asked: units with somebody in them who has cases, without those declared to be in conflict.
pub(crate) fn receivers(app: &App, accounts: &[Account], stance: &CaseStance) -> Vec<ReceiverUnit> {
    let units = app.config.units.iter().map(|unit| ReceiverUnit {
        unit: unit.key.clone(),
        name: unit.name.clone(),
        people: accounts
            .iter()
            .filter(|a| a.unit == unit.key && can_own(a) && !stance.conflicts.contains(&a.login))
            .filter(|a| stance.owner.as_deref() != Some(a.login.as_str()))
            .map(|a| (a.login.clone(), a.name.clone()))
            .collect(),
        leaders: accounts
            .iter()
            .filter(|a| a.unit == unit.key && a.role == Role::TeamLeader.code())
            .map(|a| a.login.clone())
            .collect(),
        load: None,
    });
    units.filter(|u| !u.people.is_empty()).collect()
}

/// Whom a citizen's page names: every unit with somebody in it who has cases, and the people of the case's own unit
/// where they are few enough to read. Anybody else is searched for.
pub(super) fn receivers_near(
    app: &App,
    staffed: &BTreeMap<String, i64>,
    accounts: &[Account],
    stance: &CaseStance,
) -> Vec<ReceiverUnit> {
    let mut own = receivers(app, accounts, stance).into_iter().find(|u| u.unit == stance.owner_unit);
    let is_own = |key: &str| key == stance.owner_unit;
    let units = app.config.units.iter().filter(|unit| staffed.contains_key(&unit.key));
    let near = units.filter_map(|unit| match is_own(&unit.key) {
        true => {
            own.take().map(|u| if u.people.len() > MOST_NAMED { ReceiverUnit { people: Vec::new(), ..u } } else { u })
        }
        false => {
            let (unit, name) = (unit.key.clone(), unit.name.clone());
            Some(ReceiverUnit { unit, name, people: Vec::new(), leaders: BTreeSet::new(), load: None })
        }
    });
    near.collect()
}

/// Those of the people whom every word of a text is about, by name, login or unit; how many they are in all.
fn matching(mut all: Vec<ReceiverUnit>, text: &str) -> (Vec<ReceiverUnit>, usize) {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut total = 0;
    for unit in &mut all {
        let name = unit.name.to_lowercase();
        unit.people.retain(|(login, person)| {
            let person = person.to_lowercase();
            words.iter().all(|w| person.contains(w) || login.contains(w) || name.contains(w))
        });
        let room = MOST_NAMED.saturating_sub(total);
        total += unit.people.len();
        unit.people.truncate(room);
    }
    all.retain(|u| !u.people.is_empty());
    (all, total)
}

/// Reads a choice of a form; the unit of a person is the account's.
pub(crate) fn receiver_of(code: &str, accounts: &[Account]) -> Option<Receiver> {
    match code.split_once(':')? {
        ("enhed", unit) => Some(Receiver { unit: unit.to_owned(), person: None }),
        ("person", login) => accounts
            .iter()
            .find(|a| a.login == login)
            .map(|a| Receiver { unit: a.unit.clone(), person: Some(a.login.clone()) }),
        _ => None,
    }
}

impl App {
    /// Counts the open cases of the people of one unit among these, all of them: it is their load, whoever may see it.
    pub(crate) async fn with_load(&self, units: &mut [ReceiverUnit], unit: &str) -> Result<(), AppError> {
        let Some(found) = units.iter_mut().find(|u| u.unit == unit && !u.people.is_empty()) else { return Ok(()) };
        let histories = self.store.histories_of(self.municipality, &Owned::Units(vec![unit.to_owned()])).await?;
        let mut load = BTreeMap::new();
        for employee in histories.cases().filter_map(|case| case.employee.as_deref()) {
            *load.entry(employee.to_owned()).or_default() += 1;
        }
        found.load = Some(load);
        Ok(())
    }

    /// The name of the one a choice of a form names: a person or a unit.
    pub async fn receiver_name(&self, code: &str, moment: Moment) -> Result<String, AppError> {
        let accounts = self.store.account_list(self.municipality, moment.today).await?;
        let Some(Receiver { unit, person }) = receiver_of(code, &accounts) else { return Ok(String::new()) };
        let found = person.and_then(|login| accounts.into_iter().find(|a| a.login == login));
        Ok(found.map_or_else(|| self.config.unit_name(&unit), |a| a.name))
    }

    /// The people a case may go to whom a text names. Decided and logged as a look at the citizen.
    pub async fn handover_search(
        &self,
        viewer: &Viewer,
        case: i64,
        text: &str,
        moment: Moment,
    ) -> Result<ReceiverSearch, AppError> {
        let seen = self.seen(viewer, case, None, (Action::HandOver, "overdragelse"), moment).await?;
        let (found, total) = if text.trim().is_empty() {
            (Vec::new(), 0)
        } else {
            let accounts = self.store.account_list(self.municipality, moment.today).await?;
            matching(receivers(self, &accounts, &seen.stance), text)
        };
        Ok(ReceiverSearch { name: seen.row.person.name(), version: seen.row.last_commit, found, total })
    }
}

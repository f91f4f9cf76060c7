//! Giving a whole list to a colleague while its owner is away: the colleague acts, the owner stays. One's own, or for a
//! leader that of somebody in her unit who fell ill.

use crate::access::{Action, CaseStance, Viewer};
use crate::correct::CorrectionReason;
use crate::handover::{ReceiverUnit, receivers};
use crate::lists::Listed;
use crate::record::{Change, Opened, Recorded};
use crate::register::{Posted, mistake, no_mistakes, period_mistakes};
use crate::team::leads;
use crate::{App, AppError, FormError, Moment};
use domain::codes::{Code, Protection};
use domain::kinds::FactData;
use domain::{Day, Fact};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::account::Account;
use store::duty::Owned;
use store::write::LENT;

/// What the page shows: whose cases, whom one may ask, and what runs or is to come.
#[derive(Clone, Debug)]
pub struct AwayPage {
    /// The colleague whose list it is; none for one's own.
    pub of: Option<Colleague>,
    pub cases: usize,
    /// Of them, those with a graded protection: given only when it is said.
    pub protected: usize,
    pub colleagues: Vec<ReceiverUnit>,
    /// Login of the usual substitute, or of the colleague with the fewest cases.
    pub suggested: Option<String>,
    pub periods: Vec<AwayPeriod>,
}

/// Somebody whose list her leader gives away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    pub login: String,
    pub name: String,
}

/// A colleague who acts for some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwayPeriod {
    /// Login, name and the name of the unit.
    pub person: String,
    pub name: String,
    pub unit: String,
    pub from: Day,
    pub through: Option<Day>,
    pub cases: usize,
}

#[derive(Clone, Debug)]
pub struct AwayForm {
    /// Login of the colleague.
    pub person: String,
    pub from: Day,
    pub through: Day,
    /// The protected cases, too.
    pub protected: bool,
}

/// What became of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lent {
    pub case: i64,
    pub name: String,
    pub outcome: LentOutcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LentOutcome {
    Done,
    /// Not done: key of the reason's text.
    No(String),
}

/// Somebody whose cases the reader acts in today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActingFor {
    pub login: String,
    pub name: String,
    pub cases: usize,
    /// The last day of any of them; none while one has no end.
    pub through: Option<Day>,
}

/// What is wrong with the days of an absence to come; those that could not be read are not asked about.
pub fn away_mistakes(from: Option<Day>, through: Option<Day>, today: Day) -> Vec<FormError> {
    let past = from.is_some_and(|day| day < today).then(|| mistake("from", "away.error.past"));
    past.into_iter().chain(period_mistakes(from, through)).collect()
}

fn is_protected(stance: &CaseStance) -> bool {
    stance.protections.iter().any(|p| matches!(p, Protection::SaerligtBeskyttet | Protection::EgenAnsat))
}

/// Those who act in a case today or later, with their facts.
fn substitutes(facts: &[Fact], today: Day) -> impl Iterator<Item = (&str, &Fact)> {
    facts.iter().filter(move |f| f.through.is_none_or(|t| today <= t)).filter_map(|f| match &f.data {
        FactData::Substitute { person } => Some((person.as_str(), f)),
        _ => None,
    })
}

/// By first day, last day and login: in how many cases.
type Periods<'l> = BTreeMap<(Day, Option<Day>, &'l str), usize>;

fn given_periods<'l>(cases: impl Iterator<Item = &'l Arc<Listed>>, today: Day) -> Periods<'l> {
    let mut periods = Periods::new();
    for listed in cases {
        for (person, fact) in substitutes(listed.history.guard().facts(), today) {
            *periods.entry((fact.from, fact.through, person)).or_default() += 1;
        }
    }
    periods
}

/// Who has acted in these cases before, the last time; else the one in the unit with the fewest cases of her own.
fn suggested(own: &[Arc<Listed>], colleagues: &[ReceiverUnit], unit: &str) -> Option<String> {
    let mut before: Vec<(Day, &str)> = Vec::new();
    for fact in own.iter().flat_map(|l| l.history.guard().facts()) {
        if let FactData::Substitute { person } = &fact.data {
            before.push((fact.from, person));
        }
    }
    let named = |login: &str| colleagues.iter().any(|u| u.people.iter().any(|(l, _)| l == login));
    let usual = before.into_iter().filter(|(_, login)| named(login)).max().map(|(_, login)| login);
    let least = || colleagues.iter().find(|u| u.unit == unit)?.least_loaded();
    usual.or_else(least).map(str::to_owned)
}

impl App {
    /// The cases of a list. A leader's look at a colleague's holds those that are closed to her, too: she is told that
    /// they were not given, not whose they are.
    async fn given(&self, viewer: &Viewer, of: Option<&str>, today: Day) -> Result<Vec<Arc<Listed>>, AppError> {
        match of {
            None => self.visible(viewer, &Owned::By(viewer.login.clone()), today).await,
            Some(login) => self.listed(&Owned::By(login.to_owned()), today).await,
        }
    }

    /// Whose list it is: one's own, or for a leader that of somebody in her unit.
    async fn absent(&self, viewer: &Viewer, of: Option<&str>, today: Day) -> Result<Option<Colleague>, AppError> {
        let Some(login) = of.filter(|login| *login != viewer.login) else { return Ok(None) };
        leads(viewer).map_err(AppError::NoAccess)?;
        let account = self.store.account_find(self.municipality, login, today).await?;
        // Who has no role any longer may have left a list behind.
        let found =
            account.filter(|a| self.leads_in(viewer, &a.unit, today) || a.unit.is_empty()).ok_or(AppError::NotFound)?;
        Ok(Some(Colleague { login: found.login, name: found.name }))
    }

    /// One's own list, or with `of` that of a colleague in the unit one leads.
    pub async fn away(&self, viewer: &Viewer, of: Option<&str>, moment: Moment) -> Result<AwayPage, AppError> {
        let of = self.absent(viewer, of, moment.today).await?;
        let own = self.given(viewer, of.as_ref().map(|o| o.login.as_str()), moment.today).await?;
        let accounts = self.store.account_list(self.municipality, moment.today).await?;
        let owner = of.as_ref().map_or(&viewer.login, |o| &o.login).clone();
        let me = CaseStance { owner: Some(owner), ..CaseStance::default() };
        let periods = given_periods(own.iter().filter(|l| l.shows_to(viewer)), moment.today);
        let mut colleagues = receivers(self, &accounts, &me);
        // The own team first: there the substitute most often sits.
        colleagues.sort_by_key(|u| u.unit != viewer.unit);
        self.with_load(&mut colleagues, &viewer.unit).await?;
        let suggested = suggested(&own, &colleagues, &viewer.unit);
        let seen = own.iter().filter(|l| l.shows_to(viewer));
        Ok(AwayPage {
            of,
            cases: own.len(),
            protected: seen.filter(|l| is_protected(&l.stance)).count(),
            colleagues,
            suggested,
            periods: self.period_views(&periods, &accounts),
        })
    }

    fn period_views(&self, periods: &Periods<'_>, accounts: &[Account]) -> Vec<AwayPeriod> {
        let account = |login: &str| accounts.iter().find(|a| a.login == login);
        let views = periods.iter().map(|((from, through, person), cases)| AwayPeriod {
            person: (*person).to_owned(),
            name: account(person).map_or(*person, |a| &a.name).to_owned(),
            unit: account(person).map(|a| self.config.unit_name(&a.unit)).unwrap_or_default(),
            from: *from,
            through: *through,
            cases: *cases,
        });
        views.collect()
    }

    /// Who acts in the reader's own cases, today or on days to come.
    pub(crate) async fn given_away(&self, own: &[Arc<Listed>], today: Day) -> Result<Vec<AwayPeriod>, AppError> {
        let periods = given_periods(own.iter(), today);
        if periods.is_empty() {
            return Ok(Vec::new());
        }
        let accounts = self.store.account_list(self.municipality, today).await?;
        Ok(self.period_views(&periods, &accounts))
    }

    /// Whose cases the reader acts in today.
    pub(crate) async fn acting_for(&self, viewer: &Viewer, today: Day) -> Result<Vec<ActingFor>, AppError> {
        let mut found: BTreeMap<String, ActingFor> = BTreeMap::new();
        let ids = self.store.cases_substituted(self.municipality, &viewer.login, today).await?;
        let mut acted = self.visible_of(viewer, &ids, today).await?;
        acted.retain(|_, l| l.stance.substitutes.contains(&viewer.login));
        for listed in acted.values() {
            let Some(owner) = listed.stance.owner.clone().filter(|o| *o != viewer.login) else { continue };
            let mine = substitutes(listed.history.guard().facts(), today)
                .filter(|(person, f)| *person == viewer.login && f.from <= today);
            // No last day is later than any.
            let last = mine.map(|(_, f)| f.through.unwrap_or(Day::LAST)).max().filter(|d| *d < Day::LAST);
            let line = found.entry(owner.clone()).or_insert_with(|| ActingFor {
                login: owner.clone(),
                name: owner,
                cases: 0,
                through: last,
            });
            line.cases += 1;
            line.through = line.through.zip(last).map(|(a, b)| a.max(b));
        }
        for line in found.values_mut() {
            if let Some(account) = self.store.account_find(self.municipality, &line.login, today).await? {
                line.name = account.name;
            }
        }
        Ok(found.into_values().collect())
    }

    /// Gives all cases of a list to a colleague for some days, each by itself; `key` makes a second post harmless.
    pub async fn away_give(
        &self,
        viewer: &Viewer,
        of: Option<&str>,
        form: &AwayForm,
        key: &str,
        moment: Moment,
    ) -> Result<Vec<Lent>, AppError> {
        let page = self.away(viewer, of, moment).await?;
        let mut mistakes = away_mistakes(Some(form.from), Some(form.through), moment.today);
        if !page.colleagues.iter().flat_map(|u| &u.people).any(|(login, _)| *login == form.person) {
            mistakes.insert(0, mistake("person", "away.error.person"));
        }
        no_mistakes(mistakes)?;
        let give = |case: &Opened| {
            let already = substitutes(case.history.facts(), form.from)
                .any(|(person, f)| person == form.person && f.from <= form.through);
            if is_protected(&case.stance) && !form.protected {
                Err("away.error.protected")
            } else if case.stance.conflicts.contains(&form.person) {
                Err("handover.error.conflict")
            } else if already {
                Err("away.error.already")
            } else {
                let fact = FactData::Substitute { person: form.person.clone() };
                Ok(vec![Recorded::new(fact, form.from, Some(form.through))])
            }
        };
        self.each_of(viewer, page.of.as_ref(), key, give, moment).await
    }

    /// Ends what was given: from today on, or as if it had not been given where it has not begun.
    pub async fn away_end(
        &self,
        viewer: &Viewer,
        of: Option<&str>,
        (person, from): (&str, Day),
        key: &str,
        moment: Moment,
    ) -> Result<Vec<Lent>, AppError> {
        let end = |case: &Opened| {
            let facts =
                substitutes(case.history.facts(), moment.today).filter(|(who, f)| *who == person && f.from == from);
            let ended = facts.filter_map(|(_, fact)| {
                let stored = case.stored.iter().find(|s| s.fact.id == fact.id)?;
                Some(if from >= moment.today {
                    Recorded::annulment(stored, CorrectionReason::Fortrudt)
                } else {
                    Recorded {
                        through: Some(moment.today.plus_days(-1)),
                        supersedes: Some(stored.id),
                        ..Recorded::copy(stored, CorrectionReason::NyOplysning)
                    }
                })
            });
            Ok(ended.collect())
        };
        let of = self.absent(viewer, of, moment.today).await?;
        self.each_of(viewer, of.as_ref(), key, end, moment).await
    }

    /// Writes to each case of a list what `facts` says of it. Cases of which it says nothing are left out.
    async fn each_of(
        &self,
        viewer: &Viewer,
        of: Option<&Colleague>,
        key: &str,
        facts: impl Fn(&Opened) -> Result<Vec<Recorded>, &'static str>,
        moment: Moment,
    ) -> Result<Vec<Lent>, AppError> {
        let mut done = Vec::new();
        // For another one gives access to the case, which is to hand it over for a while.
        let action = if of.is_some() { Action::HandOver } else { Action::Register };
        for listed in self.given(viewer, of.map(|o| o.login.as_str()), moment.today).await? {
            let case = listed.case();
            let opened = match self.case_open(viewer, case, action, LENT, moment).await {
                Ok(opened) => opened,
                Err(AppError::NoAccess(refusal)) => {
                    let outcome = LentOutcome::No(format!("refusal.{}", refusal.code()));
                    done.push(Lent { case, name: String::new(), outcome });
                    continue;
                }
                Err(other) => return Err(other),
            };
            let name = opened.row.person.name();
            let posted = Posted { case, version: opened.row.last_commit, key: format!("{key}-{case}") };
            let before = self.store.form_key_find(self.municipality, &posted.key).await?.is_some();
            let outcome = match facts(&opened) {
                _ if before => LentOutcome::Done,
                Ok(facts) if facts.is_empty() => continue,
                _ if of.is_some() && !self.leads_in(viewer, &opened.row.unit, moment.today) => {
                    LentOutcome::No("assign.error.other_unit".into())
                }
                Err(why) => LentOutcome::No(why.to_owned()),
                Ok(facts) => {
                    let change = Change { person: opened.row.person.id, facts, owner: None, what: LENT };
                    match self.case_save(viewer, &posted, change, moment).await {
                        Ok(_) => LentOutcome::Done,
                        Err(AppError::Conflict) => LentOutcome::No("assign.error.changed".into()),
                        Err(other) => return Err(other),
                    }
                }
            };
            done.push(Lent { case, name, outcome });
        }
        done.sort_by_key(|d| d.outcome == LentOutcome::Done);
        Ok(done)
    }
}

//! Handing a case over: proposed, answered, withdrawn. The owner changes only when somebody who may has said yes.

mod receivers;

pub use receivers::{Receiver, ReceiverSearch, ReceiverUnit};
pub(crate) use receivers::{receiver_of, receivers};

use crate::access::{Action, CaseStance, Role, Viewer, decide, waiting};
use crate::config::Routed;
use crate::correct::CorrectionReason;
use crate::record::{Change, NewOwner, Opened, Recorded};
use crate::register::Posted;
use crate::{App, AppError, FormError, Moment};
use domain::codes::{Code, DeviationReason, Protection};
use domain::history::History;
use domain::kinds::FactData;
use domain::{Day, Fact};
use receivers::{OWNERS, can_own, receivers_near};
use rulebook::assess::axes::Axes;
use std::collections::BTreeMap;
use store::CommitNumber;
use store::account::Account;
use store::fact::StoredFact;

/// Why no, in the order they are offered.
pub const DECLINE_REASONS: [DeviationReason; 4] = [
    DeviationReason::Kapacitet,
    DeviationReason::KonkretVurdering,
    DeviationReason::BorgerensOenske,
    DeviationReason::Andet,
];

/// A proposal that waits for its answer.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub unit: String,
    pub unit_name: String,
    pub person: Option<String>,
    /// The person's name, where one is asked.
    pub person_name: Option<String>,
    pub since: Day,
    pub by: String,
}

/// What the citizen's page shows of owners.
#[derive(Clone, Debug, Default)]
pub struct HandoverView {
    pub waiting: Option<Waiting>,
    pub may_propose: bool,
    pub may_answer: bool,
    pub receivers: Vec<ReceiverUnit>,
    pub suggested: Option<String>,
    /// No rule of the municipality says who: the caseworker in the unit with the fewest cases is suggested.
    pub least_loaded: bool,
    pub owners: Vec<OwnerView>,
    /// The no that stands, while nothing was proposed since.
    pub declined: Option<Declined>,
    /// Whom each word about a handover names, by the number of the fact: a unit, and the person where one is named.
    pub parties: BTreeMap<i64, (String, Option<String>)>,
}

/// A handover that somebody said no to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    /// The unit that was asked.
    pub unit_name: String,
    pub by: String,
    pub on: Day,
    pub reason: Option<DeviationReason>,
}

#[derive(Clone, Debug)]
pub struct OwnerView {
    pub unit: String,
    pub name: Option<String>,
    pub from: Day,
    /// The day the next owner took over.
    pub until: Option<Day>,
}

/// Yes, or no with its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No(DeviationReason),
}

fn mistake(key: &'static str) -> AppError {
    AppError::Form(vec![FormError { field: "receiver", key, values: Vec::new() }])
}

/// What is wrong with asking a unit as a whole, or nothing.
fn objection_to_unit(stance: &CaseStance, staffed: bool, unit: &str) -> Option<&'static str> {
    let kept = [Protection::SaerligtBeskyttet, Protection::EgenAnsat];
    if !staffed {
        Some("handover.error.choose")
    } else if stance.owner.is_none() && stance.owner_unit == unit {
        Some("handover.error.same")
    } else if stance.protections.iter().any(|p| kept.contains(p)) {
        Some("handover.error.protected")
    } else {
        None
    }
}

/// What is wrong with asking somebody, or nothing.
pub(crate) fn objection(stance: &CaseStance, accounts: &[Account], to: &Receiver) -> Option<&'static str> {
    if let Some(login) = &to.person {
        let known = accounts.iter().any(|a| a.login == *login && a.unit == to.unit && can_own(a));
        return match () {
            () if !known => Some("handover.error.choose"),
            () if stance.conflicts.contains(login) => Some("handover.error.conflict"),
            () if stance.owner.as_deref() == Some(login.as_str()) => Some("handover.error.same"),
            () => None,
        };
    }
    objection_to_unit(stance, accounts.iter().any(|a| a.unit == to.unit && can_own(a)), &to.unit)
}

impl App {
    pub async fn handover_propose(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        to: &str,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        const WHAT: &str = "overdragelse";
        let case = self.case_open(viewer, posted.case, Action::HandOver, WHAT, moment).await?;
        let accounts = self.store.account_list(self.municipality, moment.today).await?;
        let to = receiver_of(to, &accounts).ok_or_else(|| mistake("handover.error.choose"))?;
        if let Some(key) = objection(&case.stance, &accounts, &to) {
            return Err(mistake(key));
        }
        // The version of the form tells whether a proposal that waits is this form's own, posted twice.
        if case.stance.offered.is_some() && case.row.last_commit == posted.version {
            return Err(mistake("handover.error.waiting"));
        }
        let fact = FactData::HandoverProposed { unit: to.unit, person: to.person };
        let facts = vec![Recorded::new(fact, moment.today, None)];
        self.case_save(viewer, posted, Change { person: case.row.person.id, facts, owner: None, what: WHAT }, moment)
            .await
    }

    /// Yes moves the case to the one who was asked: a person who says yes for her unit takes it herself, its leader
    /// takes it for the unit. No leaves it where it is.
    pub async fn handover_answer(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        answer: Answer,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        const WHAT: &str = "svar på overdragelse";
        if let Some(done) = self.store.form_key_find(self.municipality, &posted.key).await? {
            return Ok(done);
        }
        // Answered or withdrawn while the page was open: not a refusal, somebody was first.
        let row = self.store.case_find(self.municipality, posted.case).await?.ok_or(AppError::NotFound)?;
        if row.last_commit != posted.version {
            return Err(AppError::Conflict);
        }
        let case = self.case_open(viewer, posted.case, Action::AnswerHandover, WHAT, moment).await?;
        let Some(FactData::HandoverProposed { unit, person }) =
            waiting(&case.history, moment.today).map(|f| f.data.clone())
        else {
            return Err(AppError::Conflict);
        };
        let (fact, owner) = match answer {
            Answer::Yes => {
                let taker = person.or_else(|| (viewer.role != Role::TeamLeader).then(|| viewer.login.clone()));
                let owner = NewOwner { unit: unit.clone(), employee: taker.clone() };
                (FactData::HandoverAccepted { unit, person: taker }, Some(owner))
            }
            Answer::No(reason) => (FactData::HandoverDeclined { reason: Some(reason), unit, text: None }, None),
        };
        let facts = vec![Recorded::new(fact, moment.today, None)];
        self.case_save(viewer, posted, Change { person: case.row.person.id, facts, owner, what: WHAT }, moment).await
    }

    /// Takes a proposal back before it is answered.
    pub async fn handover_withdraw(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        const WHAT: &str = "overdragelse";
        let case = self.case_open(viewer, posted.case, Action::HandOver, WHAT, moment).await?;
        let facts = match proposal(&case, moment.today) {
            Some(fact) => vec![Recorded::annulment(fact, CorrectionReason::Fortrudt)],
            None if case.row.last_commit == posted.version => return Err(AppError::Conflict),
            None => Vec::new(),
        };
        self.case_save(viewer, posted, Change { person: case.row.person.id, facts, owner: None, what: WHAT }, moment)
            .await
    }

    /// What the page says of owners; `known` is the commit that is looked at.
    pub(crate) async fn handover_view(
        &self,
        viewer: &Viewer,
        case: &store::case::CaseRow,
        (history, stored): (&History, &[StoredFact]),
        on: Day,
        known: Option<CommitNumber>,
    ) -> Result<HandoverView, AppError> {
        let stretches = self.store.ownership_list(self.municipality, case.id).await?;
        let asked = waiting(history, on).and_then(|fact| match &fact.data {
            FactData::HandoverProposed { person, .. } => person.as_deref(),
            _ => None,
        });
        let said = stored.iter().filter_map(|f| Some((f.id, party(&f.fact.data)?)));
        let said: Vec<(i64, (&str, Option<&str>))> = said.collect();
        let of_said = said.iter().filter_map(|(_, (_, person))| *person);
        let named: Vec<&str> =
            stretches.iter().filter_map(|o| o.employee.as_deref()).chain(asked).chain(of_said).collect();
        let accounts = self.store.account_some(self.municipality, &case.unit, &named, on).await?;
        let name = |login: &str| accounts.iter().find(|a| a.login == login).map(|a| a.name.clone());
        let found = waiting(history, on).and_then(|fact| {
            let FactData::HandoverProposed { unit, person } = &fact.data else { return None };
            Some(Waiting {
                unit: unit.clone(),
                unit_name: self.config.unit_name(unit),
                person: person.clone(),
                person_name: person.as_ref().map(|p| name(p).unwrap_or_else(|| p.clone())),
                since: fact.from,
                by: stored.iter().find(|s| s.fact.id == fact.id).map(|s| s.actor.clone()).unwrap_or_default(),
            })
        });
        let held: Vec<_> = stretches.iter().filter(|o| known.is_none_or(|k| o.from_commit <= k.0)).collect();
        let days: Vec<Day> = held.iter().map(|o| o.at.day()).collect();
        let owners = held.iter().enumerate().map(|(i, o)| OwnerView {
            unit: self.config.unit_name(&o.unit),
            name: o.employee.as_ref().map(|e| name(e).unwrap_or_else(|| e.clone())),
            from: days[i],
            until: days.get(i + 1).copied(),
        });
        let of_name = |person: &str| name(person).unwrap_or_else(|| person.to_owned());
        let parties =
            said.iter().map(|(id, (unit, person))| (*id, (self.config.unit_name(unit), person.map(of_name)))).collect();
        let declined = declined(history, on).and_then(|(fact, unit, reason)| {
            let by = stored.iter().find(|s| s.fact.id == fact.id)?.actor.clone();
            Some(Declined { unit_name: self.config.unit_name(unit), by, on: fact.from, reason })
        });
        let mut view =
            HandoverView { waiting: found, owners: owners.collect(), declined, parties, ..HandoverView::default() };
        if known.is_none() {
            let stance = CaseStance::of(&self.config, history, (&case.unit, case.employee.as_deref()), on);
            view.may_propose = decide(viewer, &stance, Action::HandOver).is_ok();
            view.may_answer = decide(viewer, &stance, Action::AnswerHandover).is_ok();
            let owners = OWNERS.map(Code::code);
            let staffed = self.store.account_units(self.municipality, &owners, on).await?;
            view.receivers = receivers_near(self, &staffed, &accounts, &stance);
            let mut routed = Routed::of(history.born, history.facts(), on);
            // The group that follows from benefit, visitation and age counts as one that was decided.
            routed.groups.extend(Axes::new(history.view()).target_group(on));
            // Where only the intake is left, the case lies as well where it lies.
            let unit = self.config.route_that_fits(&routed, on).filter(|unit| *unit != case.unit);
            let fits = unit.filter(|unit| objection_to_unit(&stance, staffed.contains_key(*unit), unit).is_none());
            view.suggested = fits.map(|unit| Receiver { unit: unit.to_owned(), person: None }.code());
            if view.may_propose && view.waiting.is_none() {
                self.with_load(&mut view.receivers, &case.unit).await?;
                let own = view.receivers.iter().find(|u| u.unit == case.unit);
                let least = own.and_then(|unit| Some((unit, unit.least_loaded()?)));
                view.least_loaded = view.suggested.is_none() && least.is_some();
                if let (None, Some((unit, login))) = (&view.suggested, least) {
                    view.suggested = Some(Receiver { unit: unit.unit.clone(), person: Some(login.to_owned()) }.code());
                }
            }
        }
        Ok(view)
    }
}

/// The unit and the person that a word about a handover names.
fn party(data: &FactData) -> Option<(&str, Option<&str>)> {
    match data {
        FactData::HandoverProposed { unit, person } | FactData::HandoverAccepted { unit, person } => {
            Some((unit, person.as_deref()))
        }
        FactData::HandoverDeclined { unit, .. } => Some((unit, None)),
        _ => None,
    }
}

/// The no that is the last word about a handover on a day.
pub(crate) fn declined(history: &History, on: Day) -> Option<(&Fact, &str, Option<DeviationReason>)> {
    let said = |f: &&Fact| f.from <= on && party(&f.data).is_some();
    let last = history.facts().iter().rev().find(said)?;
    match &last.data {
        FactData::HandoverDeclined { unit, reason, .. } => Some((last, unit, *reason)),
        _ => None,
    }
}

fn proposal(case: &Opened, on: Day) -> Option<&StoredFact> {
    let fact = waiting(&case.history, on)?;
    case.stored.iter().find(|s| s.fact.id == fact.id)
}

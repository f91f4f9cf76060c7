//! Who may do what: a total, typed decision. Deny by default; what is not known is a refusal.

mod actors;
pub(crate) mod opening;

use crate::config::Config;
use domain::codes::{DocumentKind, Protection, codes};
use domain::history::History;
use domain::kinds::{FactData, FactKind};
use domain::{Day, Fact};
use std::fmt;

codes! {
    Role "staff_role" {
        Caseworker = "caseworker",
        TeamLeader = "team_leader",
        Consultant = "consultant",
        Analyst = "analyst",
        ExternalActor = "external_actor",
        Administrator = "administrator",
    }
}

/// The person who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    pub login: String,
    pub name: String,
    pub role: Role,
    pub unit: String,
}

codes! {
    /// What somebody wants to do.
    Action "action" {
        /// See that the case exists, on a list: name, year of birth, benefit, owner.
        List = "list",
        Open = "open",
        Register = "register",
        ShowCpr = "show_cpr",
        HandOver = "hand_over",
        /// Put right or take back what somebody wrote.
        Correct = "correct",
        /// Say yes or no to a case that is offered.
        AnswerHandover = "answer_handover",
    }
}

codes! {
    /// What somebody wants to do with a rule. Rules hold no persons; everybody may read them.
    RuleAction "rule_action" {
        /// Save a changed text for others to see; nothing follows from it.
        Propose = "propose",
        /// Say that the text says what its source says.
        Control = "control",
        /// Set another text of the municipality's own goal in force.
        ActivateGoal = "activate_goal",
        /// Set another text of a rule of law in force.
        ActivateLaw = "activate_law",
    }
}

codes! {
    /// What somebody wants with figures. They hold no persons.
    FigureAction "figure_action" {
        /// Read what each figure counts.
        Define = "define",
        /// See the figures of the whole municipality.
        Lead = "lead",
        /// Write the municipality's own goals, change and end them.
        SetGoal = "set_goal",
    }
}

codes! {
    /// Why not. Each has a sentence in the locales.
    Refusal "refusal" {
        /// A declared conflict of interest; nothing overrides it.
        Inhabil = "inhabil",
        ProtectedCase = "protected_case",
        OwnEmployee = "own_employee",
        NotYourCase = "not_your_case",
        RoleSeesNoPersons = "role_sees_no_persons",
        NotReferred = "not_referred",
        /// The citizen is referred to the actor, and no consent stands.
        NoConsent = "no_consent",
        /// No handover waits for this person's answer.
        NotOffered = "not_offered",
        /// The page is for those who lead a team.
        NotLeader = "not_leader",
        /// Those who lead a team, and administrators, answer for the rules.
        NotForRules = "not_for_rules",
        /// A rule of law is changed by an administrator alone.
        NotAdministrator = "not_administrator",
        /// The figures of the whole municipality are for those who lead or count.
        NotForFigures = "not_for_figures",
        /// Goals are written by those who count, or administer.
        NotForGoals = "not_for_goals",
        Unknown = "unknown",
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(domain::codes::Code::code(*self))
    }
}

/// What the decision rests on.
#[derive(Clone, Debug, Default)]
pub struct CaseStance {
    pub owner_unit: String,
    pub owner: Option<String>,
    /// The units that the owner's unit is a part of.
    pub above: Vec<String>,
    /// Somebody who acts for the owner today.
    pub substitutes: Vec<String>,
    pub protections: Vec<Protection>,
    /// Logins with a declared conflict of interest.
    pub conflicts: Vec<String>,
    /// Units of other actors that the case is open to.
    pub referred_to: Vec<String>,
    /// Units of other actors whose referral stands without the consent it needs.
    pub without_consent: Vec<String>,
    /// Who is asked to take the case over, while the answer is awaited.
    pub offered: Option<Offered>,
}

/// The unit, or the one person of it, that is asked to take a case over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub unit: String,
    pub person: Option<String>,
}

impl Offered {
    /// A named person answers for herself; a unit by anybody in it who has cases; its leader in both cases.
    fn may_answer(&self, viewer: &Viewer) -> bool {
        let leads = viewer.role == Role::TeamLeader && viewer.unit == self.unit;
        leads
            || match &self.person {
                Some(person) => *person == viewer.login,
                None => viewer.unit == self.unit && viewer.role == Role::Caseworker,
            }
    }

    fn names(&self, viewer: &Viewer) -> bool {
        self.person.as_deref() == Some(viewer.login.as_str())
    }
}

impl CaseStance {
    /// Reads what protects a case on a day, and whom it was sent to.
    pub fn of(config: &Config, history: &History, (owner_unit, owner): (&str, Option<&str>), on: Day) -> CaseStance {
        let mut stance = CaseStance {
            owner_unit: owner_unit.to_owned(),
            owner: owner.map(str::to_owned),
            above: config.above(owner_unit, on).into_iter().map(str::to_owned).collect(),
            ..CaseStance::default()
        };
        for fact in history.facts().iter().filter(|f| f.from <= on && f.through.is_none_or(|t| on <= t)) {
            match &fact.data {
                FactData::Protection { protection } => stance.protections.push(*protection),
                FactData::ConflictOfInterest { employee } => stance.conflicts.push(employee.clone()),
                FactData::Substitute { person } => stance.substitutes.push(person.clone()),
                _ => {}
            }
        }
        if let Some(FactData::HandoverProposed { unit, person }) = waiting(history, on).map(|f| &f.data) {
            stance.offered = Some(Offered { unit: unit.clone(), person: person.clone() });
        }
        actors::open_to(&mut stance, config, history, on);
        stance
    }
}

/// The proposal of a handover that nobody has answered on a day.
pub fn waiting(history: &History, on: Day) -> Option<&Fact> {
    let said = |f: &&Fact| {
        f.from <= on
            && matches!(f.kind(), FactKind::HandoverProposed | FactKind::HandoverAccepted | FactKind::HandoverDeclined)
    };
    history.facts().iter().rev().find(said).filter(|f| f.kind() == FactKind::HandoverProposed)
}

/// Whether access to a case may change with the fact.
pub fn access_rests_on(data: &FactData) -> bool {
    use FactKind::{ConflictOfInterest, Protection, Referral, ReferralEnded, Substitute};
    let consent = [DocumentKind::Samtykke, DocumentKind::SamtykkeTilbagekaldt];
    matches!(data, FactData::Document { document, .. } if consent.contains(document))
        || matches!(data.kind(), ConflictOfInterest | Protection | Referral | ReferralEnded | Substitute)
}

/// The one decision. Core rules come first and are never overridden.
pub fn decide(viewer: &Viewer, case: &CaseStance, action: Action) -> Result<(), Refusal> {
    if case.conflicts.contains(&viewer.login) {
        return Err(Refusal::Inhabil);
    }
    let own = case.owner.as_deref() == Some(viewer.login.as_str()) || case.substitutes.contains(&viewer.login);
    let team = case.owner_unit == viewer.unit;
    match viewer.role {
        Role::Analyst => return Err(Refusal::RoleSeesNoPersons),
        Role::ExternalActor if case.without_consent.contains(&viewer.unit) => return Err(Refusal::NoConsent),
        Role::ExternalActor if !case.referred_to.contains(&viewer.unit) => return Err(Refusal::NotReferred),
        Role::ExternalActor
            if matches!(action, Action::ShowCpr | Action::HandOver | Action::Correct | Action::AnswerHandover) =>
        {
            return Err(Refusal::NotYourCase);
        }
        _ => {}
    }
    // The owner has chosen to show the case to the one who is asked by name: an answer needs a look.
    let shown = case.offered.as_ref().is_some_and(|o| o.names(viewer))
        && matches!(action, Action::List | Action::Open | Action::AnswerHandover);
    if case.protections.contains(&Protection::SaerligtBeskyttet) && !own && !shown {
        return Err(Refusal::ProtectedCase);
    }
    // Who leads a unit leads what is a part of it.
    let leads = viewer.role == Role::TeamLeader && (team || case.above.contains(&viewer.unit));
    if case.protections.contains(&Protection::EgenAnsat) && !(own || shown || leads) {
        return Err(Refusal::OwnEmployee);
    }
    match (viewer.role, action) {
        (_, Action::AnswerHandover) if !case.offered.as_ref().is_some_and(|o| o.may_answer(viewer)) => {
            Err(Refusal::NotOffered)
        }
        (_, Action::AnswerHandover) => Ok(()),
        (Role::Administrator, Action::List) => Ok(()),
        (Role::Administrator, _) if !own => Err(Refusal::NotYourCase),
        (Role::TeamLeader, Action::Correct) if !own && !leads => Err(Refusal::NotYourCase),
        (Role::Consultant, Action::ShowCpr | Action::HandOver | Action::Correct) if !own => Err(Refusal::NotYourCase),
        (Role::Caseworker, Action::HandOver | Action::Correct) if !own && !team => Err(Refusal::NotYourCase),
        _ => Ok(()),
    }
}

/// Who may do what with rules.
pub fn decide_rule(viewer: &Viewer, action: RuleAction) -> Result<(), Refusal> {
    match (viewer.role, action) {
        (Role::Administrator, _) => Ok(()),
        (Role::TeamLeader, RuleAction::ActivateLaw) => Err(Refusal::NotAdministrator),
        (Role::TeamLeader, _) => Ok(()),
        (Role::Caseworker | Role::Consultant | Role::Analyst, RuleAction::Propose) => Ok(()),
        _ => Err(Refusal::NotForRules),
    }
}

/// Who may see what of figures.
pub fn decide_figures(viewer: &Viewer, action: FigureAction) -> Result<(), Refusal> {
    match (viewer.role, action) {
        (Role::Analyst | Role::Administrator, _)
        | (Role::TeamLeader, FigureAction::Define | FigureAction::Lead)
        | (Role::Caseworker | Role::Consultant, FigureAction::Define) => Ok(()),
        (_, FigureAction::SetGoal) => Err(Refusal::NotForGoals),
        _ => Err(Refusal::NotForFigures),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer(role: Role) -> Viewer {
        Viewer { login: "karen".into(), name: "Karen Eksempel".into(), role, unit: "team-vest".into() }
    }

    fn case(owner: &str) -> CaseStance {
        CaseStance { owner_unit: "team-vest".into(), owner: Some(owner.into()), ..CaseStance::default() }
    }

    #[test]
    fn nothing_overrides_a_conflict_of_interest() {
        let stance = CaseStance { conflicts: vec!["karen".into()], ..case("karen") };
        for role in [Role::Caseworker, Role::TeamLeader, Role::Administrator] {
            assert_eq!(decide(&viewer(role), &stance, Action::List), Err(Refusal::Inhabil));
        }
    }

    #[test]
    fn a_specially_protected_case_is_its_owners_alone() {
        let stance = CaseStance { protections: vec![Protection::SaerligtBeskyttet], ..case("ida") };
        assert_eq!(decide(&viewer(Role::TeamLeader), &stance, Action::List), Err(Refusal::ProtectedCase));
        let own = CaseStance { protections: vec![Protection::SaerligtBeskyttet], ..case("karen") };
        assert_eq!(decide(&viewer(Role::Caseworker), &own, Action::Open), Ok(()));
    }

    #[test]
    fn an_external_actor_sees_only_whom_it_was_sent() {
        assert_eq!(decide(&viewer(Role::ExternalActor), &case("ida"), Action::Open), Err(Refusal::NotReferred));
        let referred = CaseStance { referred_to: vec!["team-vest".into()], ..case("ida") };
        assert_eq!(decide(&viewer(Role::ExternalActor), &referred, Action::Open), Ok(()));
        assert_eq!(decide(&viewer(Role::ExternalActor), &referred, Action::ShowCpr), Err(Refusal::NotYourCase));
    }

    #[test]
    fn an_analyst_sees_figures_and_no_persons() {
        assert_eq!(decide(&viewer(Role::Analyst), &case("karen"), Action::List), Err(Refusal::RoleSeesNoPersons));
    }
}

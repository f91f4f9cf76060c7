//! Who may do what: a total, typed decision. Deny by default; what is not known is a refusal.

use domain::Day;
use domain::codes::{Protection, codes};
use domain::history::History;
use domain::kinds::FactData;
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
    /// Somebody who acts for the owner today.
    pub substitutes: Vec<String>,
    pub protections: Vec<Protection>,
    /// Logins with a declared conflict of interest.
    pub conflicts: Vec<String>,
    /// Logins or names of actors the citizen is referred to.
    pub referred_to: Vec<String>,
}

impl CaseStance {
    /// Reads what protects a case on a day.
    pub fn of(history: &History, owner_unit: &str, owner: Option<&str>, on: Day) -> CaseStance {
        let mut stance =
            CaseStance { owner_unit: owner_unit.to_owned(), owner: owner.map(str::to_owned), ..CaseStance::default() };
        for fact in history.facts().iter().filter(|f| f.from <= on && f.through.is_none_or(|t| on <= t)) {
            match &fact.data {
                FactData::Protection { protection } => stance.protections.push(*protection),
                FactData::ConflictOfInterest { employee } => stance.conflicts.push(employee.clone()),
                FactData::Substitute { person } => stance.substitutes.push(person.clone()),
                FactData::Referral { name: Some(name), .. } => stance.referred_to.push(name.clone()),
                _ => {}
            }
        }
        stance
    }
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
        Role::ExternalActor if !case.referred_to.contains(&viewer.login) => return Err(Refusal::NotReferred),
        Role::ExternalActor if matches!(action, Action::ShowCpr | Action::HandOver) => {
            return Err(Refusal::NotYourCase);
        }
        _ => {}
    }
    if case.protections.contains(&Protection::SaerligtBeskyttet) && !own {
        return Err(Refusal::ProtectedCase);
    }
    if case.protections.contains(&Protection::EgenAnsat) && !own && !(team && viewer.role == Role::TeamLeader) {
        return Err(Refusal::OwnEmployee);
    }
    match (viewer.role, action) {
        (Role::Administrator, Action::List) => Ok(()),
        (Role::Administrator, _) if !own => Err(Refusal::NotYourCase),
        (Role::Consultant, Action::ShowCpr | Action::HandOver) if !own => Err(Refusal::NotYourCase),
        (Role::Caseworker, Action::HandOver) if !own && !team => Err(Refusal::NotYourCase),
        _ => Ok(()),
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
        let referred = CaseStance { referred_to: vec!["karen".into()], ..case("ida") };
        assert_eq!(decide(&viewer(Role::ExternalActor), &referred, Action::Open), Ok(()));
        assert_eq!(decide(&viewer(Role::ExternalActor), &referred, Action::ShowCpr), Err(Refusal::NotYourCase));
    }

    #[test]
    fn an_analyst_sees_figures_and_no_persons() {
        assert_eq!(decide(&viewer(Role::Analyst), &case("karen"), Action::List), Err(Refusal::RoleSeesNoPersons));
    }
}

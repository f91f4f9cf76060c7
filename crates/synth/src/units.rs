//! Units and employees of Fjordby, and who takes which case. About 60 cases to a caseworker.
//!
//! Which caseworker of a unit has citizen `i` follows from `i` and the unit's share of all citizens, so the answer is the
//! same however many citizens there are.

use crate::calibration::Group;
use crate::citizen::Owner;
use crate::names::{NAMES, ascii};
use crate::rng::Rng;
use domain::codes::Receiver;

/// A unit. `serves` is empty for units without citizens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    pub key: &'static str,
    pub name: &'static str,
    pub serves: &'static [Group],
    /// Another actor, which citizens are referred to; `None` for what is part of the municipality.
    pub receives: Option<Receiver>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Role {
    Caseworker,
    TeamLeader,
    Consultant,
    Analyst,
    ExternalActor,
    Administrator,
}

impl Role {
    /// Word in lower case ASCII, as in configuration and accounts.
    pub fn code(self) -> &'static str {
        match self {
            Role::Caseworker => "caseworker",
            Role::TeamLeader => "team_leader",
            Role::Consultant => "consultant",
            Role::Analyst => "analyst",
            Role::ExternalActor => "external_actor",
            Role::Administrator => "administrator",
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Employee {
    /// Login: lower case ASCII, unique.
    pub key: String,
    pub name: String,
    pub role: Role,
    /// Key of a [`Unit`].
    pub unit: &'static str,
}

pub(crate) const VISITATION: &str = "visitation";
pub(crate) const UNGE: &str = "team-unge";
pub(crate) const VEST: &str = "team-vest";
pub(crate) const OEST: &str = "team-oest";
pub(crate) const SYG: &str = "team-syg";
pub(crate) const FLEX: &str = "team-flex";
pub(crate) const INTEGRATION: &str = "team-integration";
const VIRKSOMHED: &str = "virksomhedsteamet";

pub(crate) const CASES_EACH: u32 = 60;

/// Units with citizens, and their share of all citizens in per mille (measured; a test holds the caseloads).
const SHARES: [(&str, u32); 7] =
    [(VISITATION, 5), (UNGE, 65), (VEST, 287), (OEST, 287), (SYG, 178), (FLEX, 173), (INTEGRATION, 13)];

pub(crate) fn units() -> Vec<Unit> {
    use Group as G;
    const DISTRICT: &[Group] =
        &[G::Kontanthjaelp, G::Dagpenge, G::Sygedagpenge, G::Jobafklaring, G::Foertidspension, G::Ressourceforloeb];
    let unit = |key, name, serves| Unit { key, name, serves, receives: None };
    vec![
        unit(VISITATION, "Visitation", &[G::Kontanthjaelp]),
        unit(UNGE, "Team Unge", &[G::Kontanthjaelp]),
        unit(VEST, "Team Vest", DISTRICT),
        unit(OEST, "Team Øst", DISTRICT),
        unit(SYG, "Team Syg", &[G::Sygedagpenge, G::Jobafklaring]),
        unit(FLEX, "Team Flex", &[G::Fleksjob, G::Ledighedsydelse, G::Foertidspension, G::Revalidering]),
        unit(INTEGRATION, "Team Integration", &[G::Integration]),
        unit(VIRKSOMHED, "Virksomhedsteamet", &[]),
        unit("ydelse", "Ydelseskontoret", &[]),
        unit("sekretariat", "Sekretariatet", &[]),
        Unit { receives: Some(Receiver::Klap), ..unit("klap", "KLAP", &[]) },
    ]
}

fn share(unit: &str) -> u32 {
    SHARES.iter().find(|(key, _)| *key == unit).map_or(0, |(_, share)| *share)
}

/// The caseworker's number inside the unit.
fn caseworker_of(unit: &str, index: u32) -> u32 {
    (u64::from(index) * u64::from(share(unit)) / (1000 * u64::from(CASES_EACH))) as u32
}

pub(crate) fn owner(unit: &'static str, index: u32) -> Owner {
    Owner { unit, employee: caseworker(unit, caseworker_of(unit, index)).key }
}

/// The first caseworker of each unit has a short login; so has Ida, the second of Team Vest.
fn caseworker(unit: &'static str, number: u32) -> Employee {
    let named = match (unit, number) {
        (VEST, 0) => Some(("karen", "Karen Eksempel")),
        (VEST, 1) => Some(("ida", "Ida Demosen")),
        (VISITATION, 0) => Some(("bente", "Bente Eksempel")),
        (UNGE, 0) => Some(("peter", "Peter Demosen")),
        (OEST, 0) => Some(("morten", "Morten Eksempel")),
        (SYG, 0) => Some(("tina", "Tina Demosen")),
        (FLEX, 0) => Some(("lars", "Lars Eksempel")),
        (INTEGRATION, 0) => Some(("leyla", "Leyla Demosen")),
        _ => None,
    };
    match named {
        Some((key, name)) => named_employee(key, name, Role::Caseworker, unit),
        None => invented(unit, number, Role::Caseworker),
    }
}

fn named_employee(key: &str, name: &str, role: Role, unit: &'static str) -> Employee {
    Employee { key: key.to_owned(), name: name.to_owned(), role, unit }
}

fn invented(unit: &'static str, number: u32, role: Role) -> Employee {
    let place = units().iter().position(|u| u.key == unit).unwrap_or(0) as u64;
    let mut rng = Rng::stream(0x0511, place, u64::from(number) + 10_000 * (role as u64));
    let woman = rng.percent(70);
    let (given, surname) = NAMES.person(&mut rng, woman);
    let start = |name: &str| ascii(name).chars().take(2).collect::<String>();
    let mark = match role {
        Role::Caseworker => "",
        Role::TeamLeader => "l",
        _ => "k",
    };
    let unit_letter = char::from(b'a' + place as u8);
    let key = format!("{}{}{mark}{unit_letter}{number:02}", start(given), start(surname));
    Employee { key, name: format!("{given} {surname}"), role, unit }
}

/// Everybody employed when there are `citizens`: caseworkers by the number of cases, a leader in each unit.
pub(crate) fn employees(citizens: u32) -> Vec<Employee> {
    let mut found = Vec::new();
    for unit in units().iter().filter(|u| u.receives.is_none()) {
        if !unit.serves.is_empty() {
            let last = caseworker_of(unit.key, citizens.saturating_sub(1));
            found.extend((0..=last).map(|number| caseworker(unit.key, number)));
        }
        found.push(match unit.key {
            VEST => named_employee("hanne", "Hanne Demosen", Role::TeamLeader, VEST),
            key => invented(key, 1, Role::TeamLeader),
        });
    }
    found.push(named_employee("jesper", "Jesper Demosen", Role::Consultant, VIRKSOMHED));
    found.extend((1..(citizens / 800).max(3)).map(|number| invented(VIRKSOMHED, number, Role::Consultant)));
    found.push(named_employee("line", "Line Demosen", Role::Administrator, "sekretariat"));
    found.push(named_employee("mads", "Mads Demosen", Role::Analyst, "sekretariat"));
    found.push(named_employee("ole", "Ole Demosen", Role::Caseworker, "ydelse"));
    found.push(named_employee("anna", "Anna Demosen", Role::ExternalActor, "klap"));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_login_is_unique_ascii_also_in_a_large_municipality() {
        for citizens in [1, 100, 5000, 100_000] {
            let all = employees(citizens);
            let keys: BTreeSet<&str> = all.iter().map(|e| e.key.as_str()).collect();
            assert_eq!(keys.len(), all.len(), "{citizens}");
            assert!(keys.iter().all(|k| k.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())));
        }
    }

    #[test]
    fn the_prototypes_work_in_fjordby_however_small_it_is() {
        let all = employees(200);
        for (key, role, unit) in [
            ("karen", Role::Caseworker, VEST),
            ("mads", Role::Analyst, "sekretariat"),
            ("anna", Role::ExternalActor, "klap"),
        ] {
            assert!(all.iter().any(|e| e.key == key && e.role == role && e.unit == unit), "{key}");
        }
        assert_eq!(owner(VEST, 0).employee, "karen");
        assert_eq!(owner(VEST, 300).employee, "ida");
    }
}

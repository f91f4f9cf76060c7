//! A synthetic citizen as the program would hold it: identity, owner of the case, and facts in the order they became known.

use crate::calibration::Group;
use domain::Day;
use domain::fact::Fact;
use domain::ids::Cpr;

/// Who has the case. Keys of a [`crate::Unit`] and a [`crate::Employee`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Owner {
    pub unit: &'static str,
    pub employee: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Citizen {
    /// 0, 1, 2, ... in the municipality.
    pub index: u32,
    /// What supports the citizen now, or last did.
    pub group: Group,
    pub cpr: Cpr,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub born: Day,
    pub address: String,
    /// Navne- og adressebeskyttelse or more holds today (also a fact).
    pub protected: bool,
    /// The day the case was opened: the first fact.
    pub opened: Day,
    /// Who had the case when it was opened. From then on a `handover_accepted` fact changes the owner: its `unit` and
    /// `person` are the keys.
    pub first_owner: Owner,
    /// Who has it today.
    pub owner: Owner,
    /// Ids "1", "2", ...; ordered by `known`; nothing known after today.
    pub facts: Vec<Fact>,
}

impl Citizen {
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

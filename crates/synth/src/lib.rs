//! A deterministic synthetic municipality: units, staff, citizens with histories, companies, and what is true of them.
//!
//! Invariant: the same [`Params`] give the same bytes, and citizen `i` depends on nothing but seed, years, today and `i`:
//! five thousand citizens are the first five thousand of a hundred thousand.
//! Invariant: nobody here can be a real person; see `ids.rs` and `reference/names/README.md`.
//! Absent on purpose: health data, diagnoses, free text about persons, any clock, file or randomness without a seed.

mod calibration;
mod citizen;
mod companies;
mod ids;
mod life;
mod names;
pub mod panel;
mod pen;
mod rng;
mod stories;
#[cfg(test)]
mod tests;
mod truth;
mod units;

pub use calibration::Group;
pub use citizen::{Citizen, Owner};
pub use companies::{Companies, Company};
pub use ids::MAX_CITIZENS;
pub use stories::{STORY_PEOPLE, StoryPerson};
pub use truth::{Spells, Tally, Truth};
pub use units::{Employee, Role, Unit};

use domain::Day;

/// What a municipality is made from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Params {
    pub citizens: u32,
    pub seed: u64,
    /// Years of history for those who have talks; a pension or fleksjob may be older.
    pub years: u8,
    pub today: Day,
}

impl Params {
    /// Seed 1 and three years of history.
    pub fn new(citizens: u32, today: Day) -> Params {
        Params { citizens, seed: 1, years: 3, today }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Municipality {
    pub name: &'static str,
    /// Municipality code outside the official ones (101-860).
    pub code: u16,
    pub units: Vec<Unit>,
    pub employees: Vec<Employee>,
    pub citizens: Vec<Citizen>,
    pub companies: Vec<Company>,
    pub truth: Truth,
}

pub const NAME: &str = "Fjordby";
pub const CODE: u16 = 999;

/// The whole municipality in memory; about 5 KB a citizen. For many, use [`citizens`].
pub fn generate(params: &Params) -> Municipality {
    let mut truth = Truth::default();
    let mut companies = Companies::new(params);
    let mut people = Vec::with_capacity(params.citizens as usize);
    for (citizen, tally) in citizens(params) {
        truth.add(&tally);
        companies.add(&citizen);
        people.push(citizen);
    }
    Municipality {
        name: NAME,
        code: CODE,
        units: units::units(),
        employees: units::employees(params.citizens),
        citizens: people,
        companies: companies.finish(),
        truth,
    }
}

/// The citizens one by one, each with what is true of it, in order of their index.
pub fn citizens(params: &Params) -> impl Iterator<Item = (Citizen, Tally)> + use<> {
    let params = *params;
    (0..params.citizens).map(move |index| life::live(&params, index))
}

//! Worked examples beside their rules.

use domain::codes::{OfferKind, Sector};
use domain::{Day, Kroner};

/// A worked example beside its rule: run at load and in tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub name: String,
    pub born: Option<Day>,
    /// Lines of the short form: `2026-03-04 first_contact benefit=kontanthjaelp`.
    pub facts: Vec<String>,
    pub expect: Expect,
    pub line: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// Due day of the rule's first (or `n`-th) basis. The checker also holds it on this day and on the day after.
    pub due: Option<Day>,
    pub n: Option<u16>,
    /// With `on`: status of the basis that day.
    pub on: Option<Day>,
    pub status: Option<String>,
    pub reached: Option<Day>,
    pub effective: Option<Day>,
    /// For rights: how many are left.
    pub left: Option<u16>,
    /// For gates and durations: `allowed`, `refused`, `undetermined`.
    pub verdict: Option<String>,
    pub through: Option<Day>,
    pub earliest: Option<Day>,
    /// For rates: øre on `on`.
    pub amount: Option<Kroner>,
    pub key: Option<String>,
    pub employer: Option<Sector>,
    pub offer: Option<OfferKind>,
    /// The rule gives no basis at all.
    pub none: bool,
    /// For offer orders.
    pub first: Option<OfferKind>,
    pub places: Option<String>,
    /// For hours on `on`: whole hours that count, or that are left.
    pub hours: Option<u16>,
    /// For hours on `on`: whole hours that lack.
    pub short: Option<u16>,
}

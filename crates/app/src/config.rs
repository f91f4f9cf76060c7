//! The municipality's own words and units: configuration, not code.

mod places;
mod responsible;
mod tree;

pub use places::PlaceOwner;
pub use responsible::{Answers, Responsible};
pub use tree::Under;

use domain::Day;
use domain::codes::{Benefit, Receiver, TargetGroup};
use domain::fact::Fact;
use domain::history::birthday;
use domain::kinds::FactData;
use figures::geography::Geography;
use rulebook::efforts::Effort;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct Config {
    /// "Fjordby Kommune"
    pub name: String,
    /// Three digits.
    pub code: i64,
    /// The template of local goals, or `none`.
    pub template: String,
    pub units: Vec<Unit>,
    /// Which unit a new case opens in: the first that fits.
    pub routes: Vec<Route>,
    /// Where a case goes when no route fits.
    pub intake: String,
    /// Which unit answers for which right; where none is named, the rule's own word holds.
    pub responsible: Vec<Responsible>,
    /// What the municipality says it does for people on førtidspension.
    pub effort: Option<Effort>,
    /// Groups the municipality has named and not yet said anything of: no rule speaks of them. People are put in them by name,
    /// and cases are routed by that.
    pub named_groups: Vec<NamedGroup>,
    /// Who owns which place of work, and when.
    pub places: Vec<PlaceOwner>,
    /// True while the data are invented.
    pub synthetic: bool,
    /// Logins and password that the demo shows on its sign-in page.
    pub demo_logins: Option<(String, String)>,
    /// The municipalities that figures are compared with.
    pub geography: Arc<Geography>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub key: String,
    pub name: String,
    /// Another actor than the municipality: whose people see the citizens referred to it.
    pub actor: Option<Actor>,
    /// The unit it is a part of, at most one on a day; none for those on top.
    pub under: Vec<Under>,
}

impl Unit {
    /// A unit of the municipality itself.
    pub fn own(key: &str, name: &str) -> Unit {
        Unit { key: key.to_owned(), name: name.to_owned(), actor: None, under: Vec::new() }
    }
}

/// A target group by its name alone, and the days it is named for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedGroup {
    pub name: String,
    pub from: Option<Day>,
    /// Last day.
    pub through: Option<Day>,
}

/// Whether a line of the configuration holds on a day: from its first day, where it has one, through its last.
fn holds(from: Option<Day>, through: Option<Day>, on: Day) -> bool {
    from.is_none_or(|first| first <= on) && through.is_none_or(|last| on <= last)
}

impl NamedGroup {
    pub fn holds(&self, on: Day) -> bool {
        holds(self.from, self.through, on)
    }
}

/// What opens a case to those who work for another actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// As what citizens are referred to it.
    pub receives: Receiver,
    /// A referral is not enough: the citizen has to have consented, and not withdrawn it.
    pub consent: bool,
}

/// Which cases open in a unit, and when. What is left empty fits all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    pub unit: String,
    pub from: Option<Day>,
    /// Last day.
    pub through: Option<Day>,
    pub groups: Vec<TargetGroup>,
    pub benefits: Vec<Benefit>,
    /// Groups that the municipality has named, by their names.
    pub named_groups: Vec<String>,
    /// Years of age the person has not reached.
    pub under_age: Option<i32>,
    /// Years of age the person has reached.
    pub from_age: Option<i32>,
}

/// What a case is routed by, on the day it opens.
#[derive(Clone, Debug, Default)]
pub struct Routed {
    pub born: Option<Day>,
    pub groups: Vec<TargetGroup>,
    pub benefits: Vec<Benefit>,
    pub named_groups: Vec<String>,
}

impl Routed {
    /// Groups and benefits that hold on a day.
    pub fn of<'a>(born: Option<Day>, facts: impl IntoIterator<Item = &'a Fact>, on: Day) -> Routed {
        let facts: Vec<&Fact> = facts.into_iter().collect();
        let born = born.or_else(|| birthday(facts.iter().copied()));
        let mut routed = Routed { born, ..Routed::default() };
        for fact in facts.into_iter().filter(|f| f.from <= on && f.through.is_none_or(|t| on <= t)) {
            match &fact.data {
                FactData::Benefit { benefit, .. } => routed.benefits.push(*benefit),
                FactData::TargetGroup { group, .. } => routed.groups.push(*group),
                FactData::NamedGroup { named } => routed.named_groups.push(named.trim().to_owned()),
                _ => {}
            }
        }
        routed
    }
}

impl Route {
    /// A condition on something unknown does not fit.
    fn fits(&self, who: &Routed, on: Day) -> bool {
        let age = who.born.map(|born| born.age_on(on));
        holds(self.from, self.through, on)
            && (self.groups.is_empty() || self.groups.iter().any(|g| who.groups.contains(g)))
            && (self.benefits.is_empty() || self.benefits.iter().any(|b| who.benefits.contains(b)))
            && (self.named_groups.is_empty() || self.named_groups.iter().any(|n| who.named_groups.contains(n)))
            && self.under_age.is_none_or(|years| age.is_some_and(|age| age < years))
            && self.from_age.is_none_or(|years| age.is_some_and(|age| age >= years))
    }
}

impl Config {
    pub fn unit_name(&self, key: &str) -> String {
        self.unit(key).map_or_else(|| key.to_owned(), |u| u.name.clone())
    }

    /// The unit a case opens in on a day; the intake unit when no route fits.
    pub fn route(&self, who: &Routed, on: Day) -> &str {
        self.route_that_fits(who, on).unwrap_or(&self.intake)
    }

    /// The unit a route names for a person on a day; the intake unit is none.
    pub fn route_that_fits(&self, who: &Routed, on: Day) -> Option<&str> {
        self.routes.iter().find(|r| r.fits(who, on)).map(|r| r.unit.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    pub(super) fn config() -> Config {
        let route = |unit: &str| Route { unit: unit.into(), ..Route::default() };
        Config {
            name: "Fjordby Kommune".into(),
            code: 999,
            template: "none".into(),
            units: Vec::new(),
            routes: vec![
                Route { benefits: vec![Benefit::Sygedagpenge], ..route("syg") },
                Route { under_age: Some(30), benefits: vec![Benefit::Kontanthjaelp], ..route("unge") },
                Route { through: Some(day("2026-06-30")), benefits: vec![Benefit::Kontanthjaelp], ..route("vest") },
            ],
            intake: "visitation".into(),
            responsible: Vec::new(),
            effort: None,
            named_groups: Vec::new(),
            places: Vec::new(),
            synthetic: true,
            demo_logins: None,
            geography: Arc::default(),
        }
    }

    fn who(born: Option<&str>, benefit: Benefit) -> Routed {
        Routed { born: born.map(day), benefits: vec![benefit], ..Routed::default() }
    }

    #[test]
    fn a_case_opens_in_the_first_unit_that_fits_the_person_on_the_day() {
        let config = config();
        assert_eq!(config.route(&who(Some("1990-01-01"), Benefit::Sygedagpenge), day("2026-03-16")), "syg");
        let turning_30 = who(Some("1996-03-16"), Benefit::Kontanthjaelp);
        assert_eq!(config.route(&turning_30, day("2026-03-15")), "unge");
        assert_eq!(config.route(&turning_30, day("2026-03-16")), "vest");
    }

    #[test]
    fn where_no_route_holds_or_the_age_is_unknown_the_intake_unit_gets_the_case() {
        let config = config();
        assert_eq!(config.route(&who(None, Benefit::Kontanthjaelp), day("2026-07-01")), "visitation");
        assert_eq!(config.route(&Routed::default(), day("2026-03-16")), "visitation");
    }
}

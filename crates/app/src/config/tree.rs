//! Units under units: a group under its area, on the days it lies there.

use super::{Config, Unit, holds};
use domain::Day;

/// Where a unit lies, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Under {
    /// Key of the unit above.
    pub unit: String,
    pub from: Option<Day>,
    /// Last day.
    pub through: Option<Day>,
}

impl Under {
    pub fn always(unit: &str) -> Under {
        Under { unit: unit.to_owned(), from: None, through: None }
    }

    fn holds(&self, on: Day) -> bool {
        holds(self.from, self.through, on)
    }
}

impl Unit {
    /// The key of the unit right above on a day.
    pub fn parent(&self, on: Day) -> Option<&str> {
        self.under.iter().find(|u| u.holds(on)).map(|u| u.unit.as_str())
    }
}

impl Config {
    pub(super) fn unit(&self, key: &str) -> Option<&Unit> {
        self.units.iter().find(|u| u.key == key)
    }

    /// The units above one on a day, the nearest first. Stops where a unit would come again.
    pub fn above(&self, key: &str, on: Day) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        let mut at = self.unit(key).and_then(|u| u.parent(on));
        while let Some(parent) = at.filter(|p| *p != key && !found.contains(p)) {
            found.push(parent);
            at = self.unit(parent).and_then(|u| u.parent(on));
        }
        found
    }

    /// Whether a unit is another one, or lies under it on a day.
    pub fn is_within(&self, key: &str, of: &str, on: Day) -> bool {
        key == of || self.above(key, on).contains(&of)
    }

    /// The unit itself, and all that lie under it on a day.
    pub fn units_within(&self, of: &str, on: Day) -> Vec<String> {
        let below = self.units.iter().filter(|u| u.key != of && self.is_within(&u.key, of, on));
        std::iter::once(of).chain(below.map(|u| u.key.as_str())).map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{config, day};
    use super::*;

    fn unit(key: &str, under: &[Under]) -> Unit {
        Unit { under: under.to_vec(), ..Unit::own(key, key) }
    }

    /// A centre that moves from the jobcentre to the service on 1 July.
    fn moving() -> Config {
        let until = Under { through: Some(day("2026-06-30")), ..Under::always("jobcenter") };
        let then = Under { from: Some(day("2026-07-01")), ..Under::always("service") };
        let units = vec![
            unit("kommune", &[]),
            unit("jobcenter", &[Under::always("kommune")]),
            unit("service", &[]),
            unit("center", &[until, then]),
        ];
        Config { units, ..config() }
    }

    #[test]
    fn a_unit_is_within_all_that_lie_above_it_and_only_on_the_days_it_lies_there() {
        let config = moving();
        let (before, after) = (day("2026-06-30"), day("2026-07-01"));
        assert_eq!(config.above("center", before), ["jobcenter", "kommune"]);
        assert_eq!(config.units_within("kommune", before), ["kommune", "jobcenter", "center"]);
        assert_eq!(config.units_within("kommune", after), ["kommune", "jobcenter"]);
        assert_eq!(config.units_within("service", after), ["service", "center"]);
        assert!(config.is_within("center", "service", after) && !config.is_within("service", "center", after));
    }

    #[test]
    fn units_that_lie_under_each_other_do_not_go_on_for_ever() {
        let units = vec![unit("a", &[Under::always("b")]), unit("b", &[Under::always("a")])];
        let config = Config { units, ..config() };
        assert_eq!(config.above("a", day("2026-03-16")), ["b"]);
        assert_eq!(config.units_within("a", day("2026-03-16")), ["a", "b"]);
    }
}

//! Which of the municipality's units answers for a right: the configuration's word before the rule's.

use super::{Config, holds};
use domain::Day;
use rulebook::model::{Body, Rule, Version};

/// A right that the owner of the case answers for.
const OWNER: &str = "sagens_ejer";

/// Which rights a unit answers for, and when. Of two that fit, the first holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Responsible {
    pub unit: String,
    pub from: Option<Day>,
    /// Last day.
    pub through: Option<Day>,
    /// Rights by the id of their rule, or by the duty that several rules have in common.
    pub rights: Vec<String>,
    /// Every right of these chapters.
    pub chapters: Vec<String>,
}

/// Who answers for a right on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answers {
    /// Whoever owns the case.
    Owner,
    /// A unit, by its name.
    Unit(String),
    /// Somebody whom the rule names and who is none of the municipality's units.
    Nobody(String),
}

impl Responsible {
    fn fits(&self, rule: &Rule, on: Day) -> bool {
        let named = |right: &String| *right == rule.id || Some(right) == rule.duty.as_ref();
        holds(self.from, self.through, on) && (self.rights.iter().any(named) || self.chapters.contains(&rule.chapter))
    }
}

impl Config {
    /// Who answers for the right of a rule on a day; `None` where the version is of no right.
    pub fn answers(&self, rule: &Rule, version: &Version, on: Day) -> Option<Answers> {
        let Body::Right(right) = &version.body else { return None };
        if let Some(told) = self.responsible.iter().find(|r| r.fits(rule, on)) {
            return Some(Answers::Unit(self.unit_name(&told.unit)));
        }
        let word = &right.responsible;
        let unit = self.units.iter().find(|u| u.key == *word || u.name == *word);
        Some(match unit {
            _ if word == OWNER => Answers::Owner,
            Some(unit) => Answers::Unit(unit.name.clone()),
            None => Answers::Nobody(word.clone()),
        })
    }
}

//! Referral and consent: whom each word means, and what takes it back. The forms read them as the access does.

use crate::config::{Config, Unit};
use domain::codes::{DocumentKind, Receiver};
use domain::history::History;
use domain::kinds::FactData;
use domain::{Day, Fact};

/// What opens a case to another actor, and is taken back by a word of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Opening {
    Referral,
    Consent,
}

/// Whom a word names, as far as it says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Named<'f> {
    pub(crate) receiver: Option<Receiver>,
    pub(crate) name: Option<&'f str>,
}

impl Opening {
    pub(crate) fn given(self, data: &FactData) -> Option<Named<'_>> {
        match (self, data) {
            (Opening::Referral, FactData::Referral { receiver, name }) => Some(Named::of(Some(*receiver), name)),
            (Opening::Consent, FactData::Document { document: DocumentKind::Samtykke, receiver, name, .. }) => {
                Some(Named::of(*receiver, name))
            }
            _ => None,
        }
    }

    pub(crate) fn taken(self, data: &FactData) -> Option<Named<'_>> {
        match (self, data) {
            (Opening::Referral, FactData::ReferralEnded { receiver, name }) => Some(Named::of(Some(*receiver), name)),
            (
                Opening::Consent,
                FactData::Document { document: DocumentKind::SamtykkeTilbagekaldt, receiver, name, .. },
            ) => Some(Named::of(*receiver, name)),
            _ => None,
        }
    }

    /// What was given and stands, of each receiver the latest, the newest first: of the words through a day, or of all, also
    /// those of a day to come. What is taken back on the day it was given is taken back.
    pub(crate) fn standing<'h>(
        self,
        config: &Config,
        history: &'h History,
        through: Option<Day>,
    ) -> Vec<(&'h Fact, Named<'h>)> {
        let said = || history.facts().iter().filter(|f| through.is_none_or(|last| f.from <= last));
        let taken: Vec<(Day, Named<'_>)> = said().filter_map(|f| Some((f.from, self.taken(&f.data)?))).collect();
        let mut found: Vec<(&Fact, Named<'_>)> = Vec::new();
        for (fact, given) in said().rev().filter_map(|f| Some((f, self.given(&f.data)?))) {
            let back = taken.iter().any(|(on, word)| fact.from <= *on && word.takes_back(config, given));
            if !back && found.iter().all(|(_, other)| !other.means_the_same(config, given)) {
                found.push((fact, given));
            }
        }
        found
    }
}

impl<'f> Named<'f> {
    fn of(receiver: Option<Receiver>, name: &'f Option<String>) -> Named<'f> {
        Named { receiver, name: name.as_deref() }
    }

    /// The unit that is meant: the one that is named, or the only one that receives the same.
    pub(crate) fn unit(self, config: &Config) -> Option<&Unit> {
        let mut units = config.units.iter().filter(|u| u.actor.is_some_and(|a| Some(a.receives) == self.receiver));
        match self.name {
            Some(name) => units.find(|u| is_called(u, name)),
            None => units.next().filter(|_| units.next().is_none()),
        }
    }

    fn means_the_same(self, config: &Config, other: Named<'_>) -> bool {
        match (self.unit(config), other.unit(config)) {
            (Some(one), Some(other)) => one.key == other.key,
            (None, None) => self.receiver == other.receiver && self.name.map(folded) == other.name.map(folded),
            _ => false,
        }
    }

    /// What leaves out the receiver or the name takes back from everybody it may mean.
    pub(crate) fn takes_back(self, config: &Config, given: Named<'_>) -> bool {
        let named = |name: &str| match given.unit(config) {
            Some(unit) => is_called(unit, name),
            None => given.name.is_some_and(|other| folded(other) == folded(name)),
        };
        self.receiver.is_none_or(|receiver| given.receiver == Some(receiver)) && self.name.is_none_or(named)
    }
}

fn is_called(unit: &Unit, name: &str) -> bool {
    let name = folded(name);
    name == folded(&unit.key) || name == folded(&unit.name)
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

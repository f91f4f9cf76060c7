//! Which other actors a case is open to on a day: those with a referral that stands and, where it is asked for, a consent.
//! A referral or a consent that does not say which actor it means opens nothing.

use super::CaseStance;
use crate::config::{Actor, Config, Unit};
use domain::Day;
use domain::codes::{DocumentKind, Receiver};
use domain::history::History;
use domain::kinds::FactData;

/// Given and taken back: the latest day of each.
#[derive(Default)]
struct Word {
    given: Option<Day>,
    ended: Option<Day>,
}

impl Word {
    /// What is taken back on the day it was given is taken back.
    fn stands(&self) -> bool {
        self.given.is_some_and(|given| self.ended.is_none_or(|ended| ended < given))
    }
}

/// Puts the units of other actors into the stance.
pub(super) fn open_to(stance: &mut CaseStance, config: &Config, history: &History, on: Day) {
    for (unit, actor) in config.units.iter().filter_map(|u| Some((u, u.actor?))) {
        let alone = config.units.iter().filter(|u| u.actor.is_some_and(|a| a.receives == actor.receives)).count() == 1;
        let meant = Meant { unit, actor, alone };
        let (referral, consent) = meant.words(history, on);
        if referral.stands() {
            let open = consent.stands() || !actor.consent;
            let list = if open { &mut stance.referred_to } else { &mut stance.without_consent };
            list.push(unit.key.clone());
        }
    }
}

/// A unit that a fact may speak of.
struct Meant<'c> {
    unit: &'c Unit,
    actor: Actor,
    /// No other unit receives the same: a fact without a name can mean this one alone.
    alone: bool,
}

impl Meant<'_> {
    fn named(&self, name: &str) -> bool {
        let name = name.trim();
        name == self.unit.key || name.to_lowercase() == self.unit.name.to_lowercase()
    }

    fn gives(&self, receiver: Receiver, name: Option<&str>) -> bool {
        receiver == self.actor.receives && name.map_or(self.alone, |n| self.named(n))
    }

    /// What takes back holds for everybody it may mean.
    fn ends(&self, receiver: Option<Receiver>, name: Option<&str>) -> bool {
        receiver.is_none_or(|r| r == self.actor.receives) && name.is_none_or(|n| self.named(n))
    }

    fn words(&self, history: &History, on: Day) -> (Word, Word) {
        let (mut referral, mut consent) = (Word::default(), Word::default());
        for fact in history.facts().iter().filter(|f| f.from <= on) {
            let day = Some(fact.from);
            match &fact.data {
                FactData::Referral { receiver, name } if self.gives(*receiver, name.as_deref()) => {
                    referral.given = referral.given.max(day);
                }
                FactData::ReferralEnded { receiver, name } if self.ends(Some(*receiver), name.as_deref()) => {
                    referral.ended = referral.ended.max(day);
                }
                FactData::Document { document: DocumentKind::Samtykke, receiver: Some(receiver), name, .. }
                    if self.gives(*receiver, name.as_deref()) =>
                {
                    consent.given = consent.given.max(day);
                }
                FactData::Document { document: DocumentKind::SamtykkeTilbagekaldt, receiver, name, .. }
                    if self.ends(*receiver, name.as_deref()) =>
                {
                    consent.ended = consent.ended.max(day);
                }
                _ => {}
            }
        }
        (referral, consent)
    }
}

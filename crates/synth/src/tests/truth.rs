//! What is kept as true against the facts that were written.

use super::{FJORDBY, params};
use crate::{Group, Spells, Truth, citizens};
use domain::codes::{Benefit, Code, OfferKind, TalkKind};
use domain::{FactData, FactKind, History};
use std::collections::BTreeMap;

/// Each citizen's facts as they stand today, corrections done.
fn histories() -> Vec<History> {
    let today = params(0).today;
    let people = FJORDBY.citizens.iter();
    people.map(|c| History::build(Some(c.born), c.facts.clone(), Some(today))).collect()
}

#[test]
fn periods_of_support_and_their_lengths_are_those_of_the_facts() {
    let today = params(0).today;
    let mut found: BTreeMap<&'static str, Spells> = BTreeMap::new();
    for history in histories() {
        for fact in history.facts() {
            let FactData::Benefit { benefit, .. } = fact.data else { continue };
            let spells = found.entry(benefit.code()).or_default();
            let days = |last| u64::from((fact.from.days_until(last) + 1).unsigned_abs());
            match fact.through {
                Some(last) => (spells.ended, spells.ended_days) = (spells.ended + 1, spells.ended_days + days(last)),
                None => {
                    (spells.running, spells.running_days) = (spells.running + 1, spells.running_days + days(today));
                }
            }
        }
    }
    assert_eq!(FJORDBY.truth.spells, found);
    let dagpenge = found[Benefit::Dagpenge.code()];
    assert!(dagpenge.ended > 20 && dagpenge.running > 100, "{dagpenge:?}");
}

#[test]
fn first_talks_in_time_late_and_overdue_are_those_of_the_facts() {
    let today = params(0).today;
    let (mut in_time, mut late, mut overdue) = (0, 0, 0);
    let help = |at: usize| FJORDBY.citizens[at].group == Group::Kontanthjaelp;
    for (_, history) in histories().into_iter().enumerate().filter(|(at, _)| help(*at)) {
        let contact = history.facts().iter().find_map(|f| match f.data {
            FactData::FirstContact { .. } => Some(f.from),
            _ => None,
        });
        let Some(contact) = contact else { continue };
        let first = history.facts().iter().find_map(|f| match f.data {
            FactData::TalkHeld { talk: TalkKind::Jobsamtale, .. } => Some(f.from),
            _ => None,
        });
        let gone = history
            .facts()
            .iter()
            .any(|f| f.kind() == FactKind::Benefit && f.through.is_some_and(|last| last < contact.plus_days(7)));
        match first {
            Some(day) if day <= contact.plus_days(7) => in_time += 1,
            Some(_) => late += 1,
            None if contact.plus_days(7) < today && !gone => overdue += 1,
            None => {}
        }
    }
    let sum = &FJORDBY.truth.sum;
    assert_eq!((sum.first_talk_in_time, sum.first_talk_late, sum.first_talk_overdue), (in_time, late, overdue));
}

#[test]
fn people_on_each_benefit_and_in_each_offer_add_up_to_what_is_true_of_each() {
    let mut truth = Truth::default();
    for (_, tally) in citizens(&params(2000)) {
        truth.add(&tally);
    }
    assert_eq!(truth, FJORDBY.truth);
    assert_eq!(truth.by_benefit.values().sum::<u32>(), truth.running);
    let offers: u32 = truth.by_offer.values().sum();
    assert!(truth.by_offer.contains_key(OfferKind::Virksomhedspraktik.code()) && offers < truth.running);
    let counts: BTreeMap<&str, u32> = truth.sum.counts().into_iter().collect();
    assert_eq!((counts.len(), counts["talks_held"]), (21, truth.sum.talks_held));
}

//! Determinism, identity numbers, owners, days, and shares.

use super::{FJORDBY, GREAT_FJORDBY, day, params};
use crate::{Group, NAME, Params, citizens, generate};
use domain::codes::{Benefit, Code};
use domain::schema::Timing;
use domain::{FactData, History};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn the_same_parameters_give_the_same_municipality_and_another_seed_gives_another() {
    let again = generate(&params(300));
    assert_eq!(format!("{:?}", generate(&params(300))), format!("{again:?}"));
    let other = generate(&Params { seed: 2, ..params(300) });
    assert_ne!(other.citizens[5].facts, again.citizens[5].facts);
    assert_eq!(again.name, NAME);
}

#[test]
fn a_small_municipality_is_the_beginning_of_a_large_one() {
    let small = generate(&params(150));
    assert_eq!(small.citizens[..], FJORDBY.citizens[..150]);
    let (last, _) = citizens(&params(2000)).last().unwrap();
    assert_eq!(Some(&last), FJORDBY.citizens.last());
}

#[test]
fn no_number_can_belong_to_anybody_and_none_is_used_twice() {
    let mut seen = BTreeSet::new();
    for citizen in &FJORDBY.citizens {
        assert!(citizen.cpr.is_replacement());
        assert_eq!(citizen.cpr.born(), Some(citizen.born));
        assert!(seen.insert(citizen.cpr.clone()), "{}", citizen.index);
    }
    assert!(FJORDBY.companies.iter().all(|c| c.cvr.as_str() >= "99000000"));
}

#[test]
fn every_citizen_has_an_owner_that_exists_and_the_handovers_lead_to_today() {
    let employees: BTreeMap<&str, &str> = FJORDBY.employees.iter().map(|e| (e.key.as_str(), e.unit)).collect();
    for citizen in &FJORDBY.citizens {
        for owner in [&citizen.first_owner, &citizen.owner] {
            assert_eq!(employees.get(owner.employee.as_str()), Some(&owner.unit), "{} {owner:?}", citizen.index);
        }
        let mut at = (citizen.first_owner.unit.to_owned(), citizen.first_owner.employee.clone());
        for fact in &citizen.facts {
            if let FactData::HandoverAccepted { unit, person } = &fact.data {
                at = (unit.clone(), person.clone().unwrap());
            }
        }
        assert_eq!(at, (citizen.owner.unit.to_owned(), citizen.owner.employee.clone()), "{}", citizen.index);
    }
}

#[test]
fn a_caseworker_has_about_sixty_cases() {
    let town = &*GREAT_FJORDBY;
    let mut cases: BTreeMap<&str, u32> = BTreeMap::new();
    for citizen in &town.citizens {
        *cases.entry(citizen.owner.employee.as_str()).or_default() += 1;
    }
    let wrong: Vec<_> = cases.iter().filter(|(_, n)| **n > 85).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!((48..=72).contains(&cases["karen"]), "{cases:?}");
    let mean = town.citizens.len() / cases.len();
    assert!((50..=65).contains(&mean), "{mean}");
}

#[test]
fn facts_come_in_the_order_they_became_known_and_nothing_is_known_tomorrow() {
    let today = day("2026-03-16");
    for citizen in &FJORDBY.citizens {
        assert!(!citizen.facts.is_empty(), "{} {:?}", citizen.index, citizen.group);
        let mut before = None;
        for (at, fact) in citizen.facts.iter().enumerate() {
            assert_eq!(fact.id.0, (at + 1).to_string());
            assert!(
                fact.known.is_some() && fact.known >= before && fact.known <= Some(today),
                "{} {fact:?}",
                citizen.index
            );
            before = fact.known;
            assert!(fact.through.is_none_or(|t| t >= fact.from), "{} {fact:?}", citizen.index);
            assert!(
                fact.through.is_none() || fact.kind().schema().timing == Timing::Period,
                "{} {fact:?}",
                citizen.index
            );
            for earlier in [&fact.supersedes, &fact.annuls].into_iter().flatten() {
                assert!(
                    citizen.facts[..at].iter().any(|f| f.id == *earlier && f.kind() == fact.kind()),
                    "{} {fact:?}",
                    citizen.index
                );
            }
        }
    }
    for company in &FJORDBY.companies {
        assert!(company.facts.windows(2).all(|w| w[0].known <= w[1].known));
        assert!(company.facts.iter().all(|f| f.known.is_some() && f.known <= Some(today)), "{}", company.name);
    }
}

#[test]
fn nothing_but_bookings_and_agreed_days_lies_ahead() {
    let today = day("2026-03-16");
    for citizen in &FJORDBY.citizens {
        for fact in citizen.facts.iter().filter(|f| f.from > today) {
            let may = matches!(
                fact.data,
                FactData::TalkBooked { .. }
                    | FactData::TalkCancelled { .. }
                    | FactData::OfferGranted { .. }
                    | FactData::Absence { .. }
            );
            assert!(may, "{} {fact:?}", citizen.index);
        }
    }
}

#[test]
fn at_most_one_benefit_runs_and_the_truth_names_it() {
    let today = day("2026-03-16");
    for (citizen, tally) in citizens(&params(600)) {
        let history = History::build(Some(citizen.born), citizen.facts, Some(today));
        let running: Vec<Benefit> = history
            .facts()
            .iter()
            .filter(|f| f.from <= today && f.through.is_none_or(|t| t >= today))
            .filter_map(|f| if let FactData::Benefit { benefit, .. } = f.data { Some(benefit) } else { None })
            .collect();
        assert!(running.len() <= 1, "{} {running:?}", citizen.index);
        assert_eq!(tally.benefit, running.first().copied(), "{}", citizen.index);
        let offers = history.facts().iter().any(|f| {
            let ended = |f: &domain::Fact| {
                history.facts().iter().any(|e| e.kind() == domain::FactKind::OfferEnded && e.from >= f.from)
            };
            let FactData::OfferStarted { offer, .. } = f.data else { return false };
            Some(offer) == tally.offer && f.from <= today && f.through >= Some(today) && !ended(f)
        });
        assert!(offers || tally.offer.is_none(), "{} {:?}", citizen.index, tally.offer);
    }
}

#[test]
fn any_day_and_any_number_of_years_can_be_today() {
    for (today, years) in
        [("2024-02-29", 1), ("2025-06-30", 3), ("2025-07-05", 10), ("2026-11-21", 3), ("2030-12-25", 5)]
    {
        let params = Params { citizens: 300, seed: 9, years, today: day(today) };
        for (citizen, tally) in citizens(&params) {
            assert!(!citizen.facts.is_empty() && citizen.born < params.today, "{today} {}", citizen.index);
            assert!(
                citizen.facts.iter().all(|f| f.known <= Some(params.today) && f.through.is_none_or(|t| t >= f.from)),
                "{today} {}",
                citizen.index
            );
            let history = History::build(Some(citizen.born), citizen.facts, None);
            let view = history.facts().iter().rfind(|f| {
                f.kind() == domain::FactKind::Benefit
                    && f.from <= params.today
                    && f.through.is_none_or(|t| t >= params.today)
            });
            let found =
                view.and_then(|f| if let FactData::Benefit { benefit, .. } = f.data { Some(benefit) } else { None });
            assert_eq!(found, tally.benefit, "{today} {}", citizen.index);
        }
    }
}

/// Share in per mille of those whose support runs, against what was read.
fn near(count: u32, of: u32, per_mille: u32, tolerance: u32) -> bool {
    let found = count * 1000 / of.max(1);
    found.abs_diff(per_mille) <= tolerance
}

#[test]
fn the_shares_are_those_of_the_published_tables() {
    let truth = &GREAT_FJORDBY.truth;
    let (help, unemployed) = (truth.by_benefit["kontanthjaelp"], truth.by_benefit["dagpenge"]);
    // Aabenraa, March 2026: 670 on kontanthjælp to 556 on dagpenge.
    assert!((help * 100 / unemployed).abs_diff(120) <= 10, "{help} {unemployed}");
    let visited = &truth.by_visitation;
    for (code, share) in [("jobparat", 196), ("aktivitetsparat", 667), ("uddannelsesparat", 108)] {
        assert!(near(visited[code], help, share, 60), "{code}: {} of {help}", visited[code]);
    }
    let held = truth.sum.first_talk_in_time;
    let all = held + truth.sum.first_talk_late + truth.sum.first_talk_overdue;
    assert!((860..=960).contains(&(held * 1000 / all)), "{held} of {all} first talks in time");
    assert!(truth.sum.missing_education > 0 && truth.sum.corrections > 0 && truth.sum.annulments > 0);
}

#[test]
fn groups_know_their_own_kind_of_fact() {
    for citizen in &FJORDBY.citizens {
        let has = |code: Benefit| {
            citizen.facts.iter().any(|f| matches!(f.data, FactData::Benefit { benefit, .. } if benefit == code))
        };
        let expected = match citizen.group {
            Group::Foertidspension => Benefit::Foertidspension,
            Group::Fleksjob => Benefit::Fleksloentilskud,
            Group::Jobafklaring => Benefit::Jobafklaring,
            _ => continue,
        };
        assert!(has(expected), "{} {}", citizen.index, expected.code());
    }
}

#[test]
fn a_citizen_has_a_readable_number_of_facts() {
    let all: usize = FJORDBY.citizens.iter().map(|c| c.facts.len()).sum();
    let mean = all / FJORDBY.citizens.len();
    assert!((13..=28).contains(&mean), "{mean}");
}

//! What a caseworker in Fjordby finds on the list, by the shipped rules.

use super::{FJORDBY, day};
use domain::{FactData, History};
use rulebook::assess::Status;
use std::collections::BTreeMap;

/// Duties of the municipality that the generator is calibrated for. New rules may come; these must stay workable.
const CALIBRATED: [&str; 7] = [
    "jobsamtale",
    "tilbud",
    "faelles_samtale_16_mdr",
    "opfoelgning_sygedagpenge",
    "fleksjob_opfoelgning",
    "foep_loentilskud_opfoelgning",
    "opfoelgning_paa_hjaelp",
];

#[test]
fn some_duties_are_overdue_and_most_are_not() {
    let today = day("2026-03-16");
    let book = rulebook::shipped("none").unwrap();
    let mut count: BTreeMap<(String, Status), u32> = BTreeMap::new();
    let mut running = 0;
    let (mut overdue, mut all) = (0, 0);
    for citizen in &FJORDBY.citizens {
        let history = History::build(Some(citizen.born), citizen.facts.iter().cloned(), Some(today));
        let course = rulebook::assess(history.view(), &book);
        running += u32::from(citizen.facts.iter().any(|f| matches!(f.data, FactData::Benefit { .. })));
        for duty in &course.duties {
            if let Some(status) = duty.on(today, history.view()) {
                *count
                    .entry((format!("{}#{}", book.duty_keys[duty.key as usize], duty.ordinal), status))
                    .or_default() += 1;
                all += u32::from(status == Status::Overdue);
                let calibrated = CALIBRATED.contains(&book.duty_keys[duty.key as usize].as_str());
                overdue += u32::from(status == Status::Overdue && calibrated);
            }
        }
    }
    for (key, n) in &count {
        println!("{key:?} {n}");
    }
    let share = overdue * 1000 / running;
    println!("all duties {all}, calibrated overdue {overdue} of {running} = {share} per mille");
    assert!((8..=60).contains(&share), "{share} per mille overdue");
}

//! Invented citizens, and the people of the stories, as arrivals.

use app::import::Arrival;
use domain::Day;
use domain::fact::Fact;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));
}

pub(super) fn arrival(citizen: synth::Citizen) -> Arrival {
    Arrival {
        cpr: Some(citizen.cpr),
        first_name: citizen.first_name.into(),
        last_name: citizen.last_name.into(),
        address: citizen.address,
        born: Some(citizen.born),
        unit: citizen.first_owner.unit.into(),
        employee: Some(citizen.first_owner.employee),
        facts: citizen.facts,
    }
}

/// The people of `scenarios/` as they are known on a day; who is not known yet stays away.
pub(super) fn stories(today: Day) -> Vec<Arrival> {
    let people = synth::STORY_PEOPLE.iter().filter(|p| p.in_demo);
    people
        .filter_map(|person| Some((person, facts(person.scenario, today)?)))
        .map(|(person, facts)| of(person, facts))
        .collect()
}

fn of(person: &synth::StoryPerson, facts: Vec<Fact>) -> Arrival {
    let (unit, employee) = person.first_owner;
    Arrival {
        cpr: person.cpr(),
        first_name: person.first_name.into(),
        last_name: person.last_name.into(),
        address: person.address.into(),
        born: Some(person.born()),
        unit: unit.into(),
        employee: Some(employee.into()),
        facts,
    }
}

fn facts(scenario: &str, today: Day) -> Option<Vec<Fact>> {
    let (_, text) = embedded::SCENARIOS.iter().find(|(name, _)| *name == scenario)?;
    let (case, _) = ingest::case_file::read(text, &rulebook::templates());
    let mut facts = case?.facts;
    for fact in &mut facts {
        // A fact without a day of its own became known when it happened.
        fact.known = fact.known.or(Some(fact.from));
    }
    facts.retain(|f| f.known.is_some_and(|k| k <= today));
    facts.sort_by_key(|f| f.known);
    (!facts.is_empty()).then_some(facts)
}

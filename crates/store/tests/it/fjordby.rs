//! A small invented municipality in a database: what the tests of this room begin with.

use domain::Day;
use domain::fact::Fact;
use domain::instant::Instant;
use domain::kinds::FactData;
use rulebook::Rulebook;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use store::books::Books;
use store::case::NewCase;
use store::fact::NewFact;
use store::person::Person;
use store::write::{Author, Write};
use store::{CommitNumber, MunicipalityId, Store};

pub(crate) const FJORDBY: MunicipalityId = MunicipalityId(999);
pub(crate) static LAW: LazyLock<Rulebook> = LazyLock::new(|| rulebook::shipped("none").unwrap());

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Noon on a day.
pub(crate) fn noon(text: &str) -> Instant {
    noon_of(day(text))
}

pub(crate) fn noon_of(day: Day) -> Instant {
    Instant(Instant::at_midnight(day).0 + 12 * 3_600_000_000)
}

pub(crate) fn author() -> Author {
    Author { actor: "Karen Eksempel".into(), client: "test".into(), what: "samtale".into() }
}

pub(crate) async fn open(address: &str) -> Store {
    let store = Store::open(address).await.unwrap();
    store.municipality_create(FJORDBY, "Fjordby Kommune").await.unwrap();
    store
}

pub(crate) async fn begin(store: &Store, at: Instant) -> Write {
    store.begin_write(FJORDBY, &author(), at).await.unwrap()
}

pub(crate) fn person(id: i64, first: &str, last: &str) -> Person {
    Person {
        id,
        cpr: None,
        first_name: first.into(),
        last_name: last.into(),
        address: "Demogade 2, 0901 Fjordby V".into(),
        born: Some(day("1990-05-01")),
    }
}

pub(crate) fn case(person: i64, opened: &str) -> NewCase {
    NewCase {
        uuid: format!("00000000-0000-4000-8000-{person:012}"),
        person,
        opened: day(opened),
        unit: "team-vest".into(),
        employee: Some("karen".into()),
        reason: "oprettet".into(),
    }
}

pub(crate) fn fact(person: i64, data: FactData, from: &str) -> NewFact {
    NewFact {
        person,
        data,
        from: day(from),
        through: None,
        minute: None,
        source: "ydelseskontoret".into(),
        import_key: None,
        supersedes: None,
        annuls: None,
        reason: None,
    }
}

pub(crate) fn note(text: &str) -> FactData {
    FactData::Note { text: text.into() }
}

/// One person with a case and a first contact, in the first commit.
pub(crate) async fn first_contact(store: &Store, person_id: i64, on: &str) -> i64 {
    let mut write = begin(store, noon(on)).await;
    write.persons_add(&[person(person_id, "Jonas", "Demosen")]).await.unwrap();
    let cases = write.cases_open(&[case(person_id, on)]).await.unwrap();
    let contact = FactData::FirstContact { benefit: domain::codes::Benefit::Kontanthjaelp };
    write.facts_add(vec![fact(person_id, contact, on)]).await.unwrap();
    write.commit(&LAW).await.unwrap();
    cases[0]
}

/// Invented citizens, written day by day as they became known; `seen` is called after each commit.
pub(crate) async fn live(store: &Store, citizens: u32, mut seen: impl AsyncFnMut(CommitNumber, Day)) {
    let mut lives = Lives::new(citizens);
    while let Some(on) = lives.next_day() {
        let mut write = begin(store, noon_of(on)).await;
        lives.write(&mut write, on).await;
        let number = write.commit(&LAW).await.unwrap();
        seen(number, on).await;
    }
}

/// The same in one write with a commit for each day, as an import does.
pub(crate) async fn live_at_once(store: &Store, citizens: u32) {
    let mut lives = Lives::new(citizens);
    let first = lives.next_day().unwrap();
    let mut write = begin(store, noon_of(first)).await;
    lives.write(&mut write, first).await;
    while let Some(on) = lives.next_day() {
        write.next(&author(), noon_of(on)).await.unwrap();
        lives.write(&mut write, on).await;
    }
    write.commit_replayed(&Books::from(&*LAW)).await.unwrap();
}

/// What is still to be written, and the numbers that what is written has.
struct Lives {
    people: Vec<synth::Citizen>,
    days: BTreeMap<Day, Vec<(i64, Fact)>>,
    labels: BTreeMap<(i64, String), i64>,
    cases: BTreeMap<i64, i64>,
}

impl Lives {
    fn new(citizens: u32) -> Lives {
        let people: Vec<synth::Citizen> =
            synth::citizens(&synth::Params::new(citizens, day("2026-03-16"))).map(|(citizen, _)| citizen).collect();
        let mut days: BTreeMap<Day, Vec<(i64, Fact)>> = BTreeMap::new();
        for citizen in &people {
            for fact in &citizen.facts {
                days.entry(fact.known.unwrap()).or_default().push((i64::from(citizen.index) + 1, fact.clone()));
            }
        }
        Lives { people, days, labels: BTreeMap::new(), cases: BTreeMap::new() }
    }

    fn next_day(&self) -> Option<Day> {
        self.days.keys().next().copied()
    }

    async fn write(&mut self, write: &mut Write, on: Day) {
        for (id, fact) in self.days.remove(&on).unwrap() {
            if !self.cases.contains_key(&id) {
                self.open(write, id, on).await;
            }
            let named =
                |label: &Option<domain::FactId>| label.as_ref().map(|label| self.labels[&(id, label.0.clone())]);
            let new = NewFact {
                person: id,
                data: fact.data.clone(),
                from: fact.from,
                through: fact.through,
                minute: fact.minute,
                source: fact.source.system.clone(),
                import_key: None,
                supersedes: named(&fact.supersedes),
                annuls: named(&fact.annuls),
                reason: None,
            };
            let stored = write.facts_add(vec![new]).await.unwrap()[0];
            self.labels.insert((id, fact.id.0.clone()), stored);
            if let FactData::HandoverAccepted { unit, person } = &fact.data {
                write.case_owner_set(self.cases[&id], unit, person.as_deref(), "overdraget").await.unwrap();
            }
        }
    }

    async fn open(&mut self, write: &mut Write, id: i64, on: Day) {
        let citizen = &self.people[usize::try_from(id - 1).unwrap()];
        let row = Person {
            cpr: Some(citizen.cpr.clone()),
            born: Some(citizen.born),
            ..person(id, citizen.first_name, citizen.last_name)
        };
        write.persons_add(&[row]).await.unwrap();
        let new = NewCase {
            unit: citizen.first_owner.unit.into(),
            employee: Some(citizen.first_owner.employee.clone()),
            ..case(id, &on.to_string())
        };
        self.cases.insert(id, write.cases_open(&[new]).await.unwrap()[0]);
    }
}

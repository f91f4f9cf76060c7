//! Bringing persons, cases and facts in: batches sorted by citizen, one commit and one assessment a citizen.

mod citizens;
mod facts;
pub mod report;
pub mod statistics;

use crate::{App, AppError, Moment};
use domain::Day;
use domain::fact::Fact;
use domain::ids::Cpr;
use domain::instant::Instant;
use domain::kinds::FactData;
use std::collections::BTreeMap;
use store::books::Books;
use store::case::NewCase;
use store::fact::NewFact;
use store::person::Person;
use store::write::{Author, Write};

/// A person with everything known about them, from a generator or a file.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub cpr: Option<Cpr>,
    pub first_name: String,
    pub last_name: String,
    pub address: String,
    pub born: Option<Day>,
    pub unit: String,
    pub employee: Option<String>,
    /// In the order they became known; `known` tells the day.
    pub facts: Vec<Fact>,
}

/// What earlier days of an arrival gave: ids of facts by their name in the source, and of cases by person.
#[derive(Default)]
struct Known {
    labels: BTreeMap<(i64, String), i64>,
    cases: BTreeMap<i64, i64>,
}

/// Facts a batch of people may hold before it is written.
const BATCH_FACTS: usize = 5_000;

impl App {
    /// Adds new persons with their cases, all or none. Commits go forward in time, so all who share a past arrive together.
    /// Facts known on earlier days are written in commits of those days, so that the past can be seen as it was known.
    /// Returns how many persons came in.
    pub async fn arrive(&self, people: Vec<Arrival>, author: &Author, moment: Moment) -> Result<usize, AppError> {
        let count = people.len();
        let mut days: BTreeMap<Day, Vec<(i64, Fact)>> = BTreeMap::new();
        let mut opening: BTreeMap<Day, (Vec<Person>, Vec<NewCase>)> = BTreeMap::new();
        for person in people {
            let id = random_id()?;
            let first = person.facts.iter().filter_map(|f| f.known).min().unwrap_or(moment.today);
            let (persons, cases) = opening.entry(first).or_default();
            cases.push(NewCase {
                uuid: uuid::Uuid::new_v4().to_string(),
                person: id,
                opened: first,
                unit: person.unit,
                employee: person.employee,
                reason: "oprettet".into(),
            });
            persons.push(Person {
                id,
                cpr: person.cpr,
                first_name: person.first_name,
                last_name: person.last_name,
                address: person.address,
                born: person.born,
            });
            for fact in person.facts {
                days.entry(fact.known.unwrap_or(moment.today)).or_default().push((id, fact));
            }
        }
        let mut known = Known::default();
        let mut all_days: Vec<Day> = days.keys().chain(opening.keys()).copied().collect();
        all_days.sort_unstable();
        all_days.dedup();
        let mut write: Option<Write> = None;
        for day in all_days {
            let at = if day >= moment.today { moment.now } else { noon(day) };
            let write = match &mut write {
                Some(write) => {
                    write.next(author, at).await?;
                    write
                }
                None => write.insert(self.store.begin_write(self.municipality, author, at).await?),
            };
            let (persons, cases) = opening.remove(&day).unwrap_or_default();
            let facts = days.remove(&day).unwrap_or_default();
            arrive_on(write, &persons, &cases, facts, &mut known).await?;
        }
        if let Some(write) = write {
            let later = self.rulebooks().await?;
            let books = Books::new(self.shipped(), later.iter().map(|(commit, book)| (*commit, book)).collect());
            write.commit_replayed(&books).await?;
        }
        Ok(count)
    }
}

/// What became known on a day without an hour counts as known at noon.
fn noon(day: Day) -> Instant {
    Instant(Instant::at_midnight(day).0 + 12 * 3_600_000_000)
}

async fn arrive_on(
    write: &mut Write,
    persons: &[Person],
    cases: &[NewCase],
    mut facts: Vec<(i64, Fact)>,
    known: &mut Known,
) -> Result<(), AppError> {
    facts.sort_by_key(|(person, _)| *person);
    write.persons_add(persons).await?;
    let ids = write.cases_open(cases).await?;
    known.cases.extend(cases.iter().map(|c| c.person).zip(ids));
    let mut first = 0;
    for (at, (person, fact)) in facts.iter().enumerate() {
        let named = [&fact.supersedes, &fact.annuls].into_iter().flatten();
        // A fact that corrects one of the same day waits until that one has its number.
        let waits = named.into_iter().any(|id| !known.labels.contains_key(&(*person, id.0.clone())));
        if waits || at - first >= BATCH_FACTS {
            facts_write(write, &facts[first..at], known).await?;
            first = at;
        }
    }
    facts_write(write, &facts[first..], known).await
}

async fn facts_write(write: &mut Write, facts: &[(i64, Fact)], known: &mut Known) -> Result<(), AppError> {
    let mut new = Vec::with_capacity(facts.len());
    for (person, fact) in facts {
        let named =
            |id: &Option<domain::FactId>| id.as_ref().and_then(|i| known.labels.get(&(*person, i.0.clone())).copied());
        new.push(NewFact {
            person: *person,
            data: fact.data.clone(),
            from: fact.from,
            through: fact.through,
            minute: fact.minute,
            source: fact.source.system.clone(),
            import_key: fact.source.external_id.clone(),
            supersedes: named(&fact.supersedes),
            annuls: named(&fact.annuls),
            reason: None,
        });
    }
    let ids = write.facts_add(new).await?;
    for ((person, fact), id) in facts.iter().zip(ids) {
        known.labels.insert((*person, fact.id.0.clone()), id);
        if let (FactData::HandoverAccepted { unit, person: employee }, Some(case)) =
            (&fact.data, known.cases.get(person))
        {
            write.case_owner_set(*case, unit, employee.as_deref(), "overdraget").await?;
        }
    }
    Ok(())
}

/// A person's id says nothing about the person.
pub(crate) fn random_id() -> Result<i64, AppError> {
    let mut bytes = [0u8; 8];
    getrandom::fill(&mut bytes).map_err(|e| AppError::Internal(format!("no randomness: {e}")))?;
    Ok((i64::from_le_bytes(bytes) & (i64::MAX >> 10)) | 1)
}

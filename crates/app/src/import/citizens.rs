//! Citizens from a file: new persons come in, known ones get their new name and address.

use super::random_id;
use super::report::Report;
use crate::{App, AppError, Moment};
use domain::nearest::hint;
use domain::node::Problem;
use ingest::people::{CitizenRow, PersonKey};
use std::collections::{BTreeMap, HashSet};
use store::case::NewCase;
use store::person::Person;
use store::write::Author;

/// Rows that are looked up and written together.
const AT_ONCE: usize = 5_000;

impl App {
    /// Takes in citizens of a source system. A row with a unit opens a case there when the person has none.
    pub async fn import_citizens(
        &self,
        rows: impl Iterator<Item = Result<CitizenRow, Problem>>,
        source: &str,
        author: &Author,
        moment: Moment,
    ) -> Result<Report, AppError> {
        let mut report = Report::default();
        let mut batch = Vec::new();
        for row in rows {
            match row {
                Ok(row) => {
                    report.read += 1;
                    batch.extend(self.unit_known(row, &mut report));
                }
                Err(problem) => refuse_read(&mut report, problem),
            }
            if batch.len() >= AT_ONCE {
                self.citizens_write(std::mem::take(&mut batch), source, author, moment, &mut report).await?;
            }
        }
        self.citizens_write(batch, source, author, moment, &mut report).await?;
        Ok(report)
    }

    fn unit_known(&self, row: CitizenRow, report: &mut Report) -> Option<CitizenRow> {
        let keys = || self.config.units.iter().map(|u| u.key.as_str());
        let Some(unit) = row.unit.as_deref().filter(|unit| !keys().any(|k| k == *unit)) else { return Some(row) };
        let message = format!("there is no unit \"{unit}\"; {}", hint(unit, keys()));
        report.refuse(Problem { code: "unknown_unit", path: "unit".into(), line: row.line, message });
        None
    }

    async fn citizens_write(
        &self,
        rows: Vec<CitizenRow>,
        source: &str,
        author: &Author,
        moment: Moment,
        report: &mut Report,
    ) -> Result<(), AppError> {
        if rows.is_empty() {
            return Ok(());
        }
        let known = self.persons_known(rows.iter().map(|r| &r.key), rows.iter().filter_map(|r| r.cpr.as_ref()), source);
        let mut known = known.await?;
        let ids: Vec<i64> = known.by_key.values().chain(known.by_cpr.values()).copied().collect();
        let (mut with_case, _) = self.store.persons_with_case(self.municipality, &ids).await?;
        let before = self.store.persons_by_id(self.municipality, &ids).await?;
        let (mut new, mut changed, mut keys, mut cases) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut seen: HashSet<PersonKey> = HashSet::new();
        for row in rows {
            if !seen.insert(row.key.clone()) {
                let message = "the same citizen stands in the file twice; the first row is used".to_owned();
                report.refuse(Problem { code: "duplicate", path: "citizen".into(), line: row.line, message });
                continue;
            }
            let by_key = known.of(&row.key);
            let by_cpr = row.cpr.as_ref().and_then(|cpr| known.by_cpr.get(cpr).copied());
            if let (Some(one), Some(other)) = (by_key, by_cpr)
                && one != other
            {
                let message =
                    "the key and the personal number are of two different persons; correct one of them".to_owned();
                report.refuse(Problem { code: "two_persons", path: "cpr".into(), line: row.line, message });
                continue;
            }
            let (id, fresh) = match by_key.or(by_cpr) {
                Some(id) => (id, false),
                None => (random_id()?, true),
            };
            if let (PersonKey::Own(key), None) = (&row.key, by_key) {
                keys.push((key.clone(), id));
                known.by_key.insert(key.clone(), id);
            }
            if let Some(cpr) = &row.cpr {
                known.by_cpr.insert(cpr.clone(), id);
            }
            if let Some(unit) = row.unit.filter(|_| with_case.insert(id)) {
                cases.push(NewCase {
                    uuid: uuid::Uuid::new_v4().to_string(),
                    person: id,
                    opened: moment.today,
                    unit,
                    employee: row.employee,
                    reason: "importeret".into(),
                });
            }
            let person = Person {
                id,
                cpr: row.cpr,
                first_name: row.first_name,
                last_name: row.last_name,
                address: row.address,
                born: row.born,
            };
            report.accepted += 1;
            if fresh {
                new.push(person);
            } else if before.get(&id).is_some_and(|p| same(p, &person)) {
                report.unchanged += 1;
            } else {
                report.corrected += 1;
                changed.push(person);
            }
        }
        // What these rows change: a batch that changes nothing writes nothing, whatever an earlier one did.
        if new.is_empty() && changed.is_empty() && keys.is_empty() && cases.is_empty() {
            return Ok(());
        }
        let mut write = self.store.begin_write(self.municipality, author, moment.now).await?;
        for person in &changed {
            write.person_update(person).await?;
        }
        write.persons_add(&new).await?;
        write.person_keys_add(source, &keys).await?;
        write.cases_open(&cases).await?;
        write.commit(&self.rulebook).await?;
        Ok(())
    }

    /// The persons a file speaks of, as far as they are known.
    pub(super) async fn persons_known<'a>(
        &self,
        keys: impl Iterator<Item = &'a PersonKey>,
        numbers: impl Iterator<Item = &'a domain::ids::Cpr>,
        source: &str,
    ) -> Result<KnownPersons, AppError> {
        let (mut own, mut cprs) = (Vec::new(), numbers.collect::<Vec<_>>());
        for key in keys {
            match key {
                PersonKey::Own(key) => own.push(key.as_str()),
                PersonKey::Cpr(cpr) => cprs.push(cpr),
            }
        }
        own.sort_unstable();
        own.dedup();
        cprs.sort_unstable();
        cprs.dedup();
        Ok(KnownPersons {
            by_key: self.store.persons_by_key(self.municipality, source, &own).await?,
            by_cpr: self.store.persons_by_cpr(self.municipality, &cprs).await?,
        })
    }
}

/// Persons by what a file calls them.
pub(super) struct KnownPersons {
    by_key: BTreeMap<String, i64>,
    by_cpr: BTreeMap<domain::ids::Cpr, i64>,
}

impl KnownPersons {
    pub(super) fn of(&self, key: &PersonKey) -> Option<i64> {
        match key {
            PersonKey::Own(key) => self.by_key.get(key).copied(),
            PersonKey::Cpr(cpr) => self.by_cpr.get(cpr).copied(),
        }
    }
}

fn same(known: &Person, new: &Person) -> bool {
    known.first_name == new.first_name
        && known.last_name == new.last_name
        && known.address == new.address
        && (new.born.is_none() || known.born == new.born)
        && (new.cpr.is_none() || known.cpr == new.cpr)
}

/// A problem of the reader: of a row, or a remark about the whole file.
pub(super) fn refuse_read(report: &mut Report, problem: Problem) {
    if problem.code == "wrong_encoding" && problem.message.contains("looks like Latin-1") {
        report.note(problem);
    } else {
        report.read += u64::from(problem.line > 1);
        report.refuse(problem);
    }
}

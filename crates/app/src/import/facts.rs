//! Facts from a file: looked up and sorted by citizen, written in commits that are each whole.

use super::citizens::refuse_read;
use super::report::Report;
use crate::config::Routed;
use crate::gone::gone;
use crate::{App, AppError, Moment};
use domain::kinds::FactData;
use domain::node::Problem;
use ingest::facts::FactRow;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::case::NewCase;
use store::fact::NewFact;
use store::import::Spell;
use store::write::{Author, Write};

/// Rows that are sorted by citizen together: the memory an import needs, whatever the file holds.
const WINDOW: usize = 100_000;
/// Facts of one commit.
const COMMIT: usize = 5_000;

/// A row with its person and the key it is recognised by.
struct Placed {
    person: i64,
    key: String,
    row: FactRow,
}

impl App {
    /// Takes in facts of a source system. `told` hears how many rows are done.
    pub async fn import_facts(
        &self,
        rows: impl Iterator<Item = Result<FactRow, Problem>>,
        source: &str,
        author: &Author,
        moment: Moment,
        mut told: impl FnMut(u64),
    ) -> Result<Report, AppError> {
        let mut report = Report::default();
        let mut window = Vec::new();
        let mut occurrences: HashMap<[u8; 16], u32> = HashMap::new();
        for row in rows {
            match row {
                Ok(row) => {
                    report.read += 1;
                    let key = import_key(source, &row, &mut occurrences);
                    window.push((key, row));
                }
                Err(problem) => refuse_read(&mut report, problem),
            }
            if window.len() >= WINDOW {
                self.window_write(std::mem::take(&mut window), source, author, moment, &mut report).await?;
                told(report.read);
            }
        }
        self.window_write(window, source, author, moment, &mut report).await?;
        told(report.read);
        Ok(report)
    }

    async fn window_write(
        &self,
        window: Vec<(String, FactRow)>,
        source: &str,
        author: &Author,
        moment: Moment,
        report: &mut Report,
    ) -> Result<(), AppError> {
        let known = self.persons_known(window.iter().map(|(_, r)| &r.person), std::iter::empty(), source).await?;
        let mut placed = Vec::with_capacity(window.len());
        for (key, row) in window {
            match known.of(&row.person) {
                Some(person) => placed.push(Placed { person, key, row }),
                None => {
                    let message =
                        "there is no citizen with this key; import the citizen first, or correct the key".to_owned();
                    report.refuse(Problem { code: "unknown_citizen", path: "citizen".into(), line: row.line, message });
                }
            }
        }
        placed.sort_by_key(|p| (p.person, p.row.line));
        self.gone_refuse(&mut placed, report).await?;
        self.overlaps_refuse(&mut placed, source, report).await?;
        let mut rest = placed.as_slice();
        while !rest.is_empty() {
            let most = rest.len().min(COMMIT);
            // A citizen's facts stay in one commit, unless they alone are more than one holds.
            let last = rest[most - 1].person;
            let whole = rest.partition_point(|p| p.person <= last);
            let cut = if whole <= 2 * COMMIT { whole } else { most };
            self.commit_write(&rest[..cut], source, author, moment, report).await?;
            rest = &rest[cut..];
        }
        Ok(())
    }

    /// A benefit that the act had ended by then is not begun. A row that is known already was judged when it came.
    async fn gone_refuse(&self, placed: &mut Vec<Placed>, report: &mut Report) -> Result<(), AppError> {
        let begins = |p: &Placed| {
            let found = gone(&self.rulebook, &p.row.fact.data, p.row.fact.from);
            found.filter(|_| p.row.fact.annuls.is_none())
        };
        let keys: Vec<&str> = placed.iter().filter(|p| begins(p).is_some()).map(|p| p.key.as_str()).collect();
        let known = self.store.facts_by_key(self.municipality, &keys).await?;
        placed.retain(|p| match begins(p).filter(|_| !known.contains_key(&p.key)) {
            Some(gone) => {
                let (path, message) = ("benefit".to_owned(), gone.message());
                report.refuse(Problem { code: "benefit_gone", path, line: p.row.line, message });
                false
            }
            None => true,
        });
        Ok(())
    }

    /// Two periods of the same benefit at the same time contradict each other; the later row is refused. A row that is
    /// known already was judged when it came.
    async fn overlaps_refuse(
        &self,
        placed: &mut Vec<Placed>,
        source: &str,
        report: &mut Report,
    ) -> Result<(), AppError> {
        let mut persons: Vec<i64> = placed.iter().filter(|p| is_benefit(p)).map(|p| p.person).collect();
        persons.dedup();
        let keys: Vec<&str> = placed.iter().filter(|p| is_benefit(p)).map(|p| p.key.as_str()).collect();
        let known_keys = self.store.facts_by_key(self.municipality, &keys).await?;
        let mut spells: HashMap<i64, Vec<Spell>> = HashMap::new();
        for spell in self.store.benefit_spells(self.municipality, &persons).await? {
            spells.entry(spell.person).or_default().push(spell);
        }
        placed.retain(|p| {
            if !is_benefit(p) || known_keys.contains_key(&p.key) {
                return true;
            }
            let known = spells.entry(p.person).or_default();
            for gone in [&p.row.fact.supersedes, &p.row.fact.annuls].into_iter().flatten() {
                let gone = external_key(source, &gone.0);
                known.retain(|s| s.import_key.as_ref() != Some(&gone));
            }
            if p.row.fact.annuls.is_some() {
                return true;
            }
            let spell = spell(p);
            if let Some(other) = known.iter().find(|other| meets(other, &spell)) {
                let end = other.through.map_or_else(|| "still running".to_owned(), |t| format!("through {t}"));
                let message = format!(
                    "the citizen has the same benefit from {}, {end}; correct the days, or name the row it corrects in `supersedes`",
                    other.from
                );
                report.refuse(Problem { code: "overlap", path: "from".into(), line: p.row.line, message });
                return false;
            }
            known.push(spell);
            true
        });
        Ok(())
    }

    async fn commit_write(
        &self,
        rows: &[Placed],
        source: &str,
        author: &Author,
        moment: Moment,
        report: &mut Report,
    ) -> Result<(), AppError> {
        let named: Vec<String> = rows
            .iter()
            .flat_map(|p| [&p.row.fact.supersedes, &p.row.fact.annuls].into_iter().flatten())
            .map(|id| external_key(source, &id.0))
            .collect();
        let named: Vec<&str> = named.iter().map(String::as_str).collect();
        let mut labels = self.store.facts_by_key(self.municipality, &named).await?;
        let mut write = self.store.begin_write(self.municipality, author, moment.now).await?;
        self.cases_begin(&mut write, rows, moment).await?;
        let mut begun: Vec<(&Placed, NewFact)> = Vec::new();
        for p in rows {
            let fact = &p.row.fact;
            let wanted = [&fact.supersedes, &fact.annuls].into_iter().flatten().map(|id| external_key(source, &id.0));
            let waits: Vec<String> = wanted.filter(|key| begun.iter().any(|(b, _)| b.key == *key)).collect();
            if !waits.is_empty() {
                facts_write(&mut write, std::mem::take(&mut begun), &mut labels, report).await?;
            }
            let of =
                |id: &Option<domain::FactId>| id.as_ref().map(|id| labels.get(&external_key(source, &id.0)).copied());
            let (supersedes, annuls) = (of(&fact.supersedes), of(&fact.annuls));
            if supersedes == Some(None) || annuls == Some(None) {
                let path = if annuls.is_some() { "annuls" } else { "supersedes" };
                let message = "there is no fact with this id from the same source; import it first, or correct the id";
                report.refuse(Problem {
                    code: "unknown_fact",
                    path: path.into(),
                    line: p.row.line,
                    message: message.into(),
                });
                continue;
            }
            let new = NewFact {
                person: p.person,
                data: fact.data.clone(),
                from: fact.from,
                through: fact.through,
                minute: fact.minute,
                source: source.to_owned(),
                import_key: Some(p.key.clone()),
                supersedes: supersedes.flatten(),
                annuls: annuls.flatten(),
                reason: None,
            };
            begun.push((p, new));
        }
        let before = report.accepted - report.unchanged;
        facts_write(&mut write, begun, &mut labels, report).await?;
        if report.accepted - report.unchanged > before || !named.is_empty() {
            write.commit(&self.rulebook).await?;
        }
        Ok(())
    }

    /// Opens a case for those whose first benefit, contact or referral is among the rows.
    async fn cases_begin(&self, write: &mut Write, rows: &[Placed], moment: Moment) -> Result<(), AppError> {
        let opens = |p: &&Placed| {
            matches!(
                p.row.fact.data,
                FactData::Benefit { .. } | FactData::FirstContact { .. } | FactData::Referral { .. }
            )
        };
        let mut persons: Vec<i64> = rows.iter().filter(opens).map(|p| p.person).collect();
        persons.dedup();
        let (with_case, born) = self.store.persons_with_case(self.municipality, &persons).await?;
        let mut cases = Vec::new();
        // The rows stand by citizen.
        for of in rows.chunk_by(|a, b| a.person == b.person) {
            let Some(opened) = of.iter().filter(opens).map(|p| p.row.fact.from).min() else { continue };
            let person = of[0].person;
            if with_case.contains(&person) {
                continue;
            }
            let facts = of.iter().map(|p| &p.row.fact);
            let routed = Routed::of(born.get(&person).copied(), facts, moment.today);
            cases.push(NewCase {
                uuid: uuid::Uuid::new_v4().to_string(),
                person,
                opened,
                unit: self.config.route(&routed, moment.today).to_owned(),
                employee: None,
                reason: "importeret".into(),
            });
        }
        write.cases_open(&cases).await?;
        Ok(())
    }
}

async fn facts_write(
    write: &mut Write,
    begun: Vec<(&Placed, NewFact)>,
    labels: &mut HashMap<String, i64>,
    report: &mut Report,
) -> Result<(), AppError> {
    let (placed, new): (Vec<&Placed>, Vec<NewFact>) = begun.into_iter().unzip();
    let ids = write.facts_add(new).await?;
    for (p, id) in placed.into_iter().zip(ids) {
        report.accepted += 1;
        match id {
            0 => report.unchanged += 1,
            id => {
                labels.insert(p.key.clone(), id);
            }
        }
    }
    Ok(())
}

fn is_benefit(p: &Placed) -> bool {
    matches!(p.row.fact.data, FactData::Benefit { .. })
}

fn spell(p: &Placed) -> Spell {
    let benefit = match &p.row.fact.data {
        FactData::Benefit { benefit, .. } => Some(*benefit),
        _ => None,
    };
    let (from, through) = (p.row.fact.from, p.row.fact.through);
    Spell { person: p.person, fact: 0, import_key: Some(p.key.clone()), benefit, from, through }
}

fn meets(one: &Spell, other: &Spell) -> bool {
    one.benefit == other.benefit
        && one.through.is_none_or(|t| other.from <= t)
        && other.through.is_none_or(|t| one.from <= t)
}

fn external_key(source: &str, id: &str) -> String {
    format!("{source}:{id}")
}

/// The source's own id; without one a hash of the row and how many times it has stood in the file.
fn import_key(source: &str, row: &FactRow, occurrences: &mut HashMap<[u8; 16], u32>) -> String {
    if let Some(id) = &row.fact.source.external_id {
        return external_key(source, id);
    }
    let mut hash = Sha256::new();
    hash.update(match &row.person {
        ingest::people::PersonKey::Cpr(cpr) => cpr.reveal(),
        ingest::people::PersonKey::Own(key) => key.as_str(),
    });
    hash.update([0]);
    hash.update(&row.canonical);
    let digest = hash.finalize();
    let mut short = [0u8; 16];
    short.copy_from_slice(&digest[..16]);
    let count = occurrences.entry(short).or_insert(0);
    *count += 1;
    let hex: String = short.iter().map(|b| format!("{b:02x}")).collect();
    format!("{source}#{hex}-{count}")
}

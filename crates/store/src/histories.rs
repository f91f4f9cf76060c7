//! The histories of a whole municipality in memory, compact and without text, for questions about all cases at once.
//!
//! Kept by the process; a new commit brings in the cases it touched.

use crate::fact::{AFTER_COLUMNS, COLUMNS, StoredFact, stored};
use crate::{CommitNumber, MunicipalityId, Store, StoreError};
use domain::Day;
use domain::compact::{Compact, HistoryView, Mark};
use domain::fact::Fact;
use domain::history::History;
use domain::kinds::FactKind;
use sqlx::Row;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What the process keeps, by municipality.
pub(crate) type Kept = Arc<Mutex<BTreeMap<MunicipalityId, Arc<Histories>>>>;

/// Every case of a municipality as known at a commit.
#[derive(Debug, Default)]
pub struct Histories {
    pub known: CommitNumber,
    cases: BTreeMap<i64, Arc<CaseHistory>>,
}

/// One case: what rules look at, and what access looks at.
#[derive(Clone, Debug)]
pub struct CaseHistory {
    pub case: i64,
    pub unit: String,
    pub employee: Option<String>,
    /// Protection, conflicts, substitutes and referrals, with their days.
    pub guard: History,
    born: Option<Day>,
    facts: Vec<Compact>,
    marks: Vec<Mark>,
    roots: Vec<i64>,
}

impl Histories {
    /// In the order of their numbers.
    pub fn cases(&self) -> impl ExactSizeIterator<Item = &CaseHistory> {
        self.cases.values().map(AsRef::as_ref)
    }
}

impl CaseHistory {
    pub fn view(&self) -> HistoryView<'_> {
        HistoryView { born: self.born, facts: &self.facts, marks: &self.marks }
    }

    /// The fact a duty is named after, by its place in the history.
    pub fn root(&self, index: u32) -> i64 {
        self.roots.get(index as usize).copied().unwrap_or(0)
    }
}

struct CaseLine {
    case: i64,
    person: i64,
    unit: String,
    employee: Option<String>,
    last_commit: i64,
    born: Option<Day>,
}

/// People whose facts are read at once.
const PEOPLE_AT_ONCE: usize = 1_000;

fn guards(kind: FactKind) -> bool {
    matches!(kind, FactKind::Protection | FactKind::ConflictOfInterest | FactKind::Substitute | FactKind::Referral)
}

/// What access looks at, with whatever corrects it or takes it back.
fn guarding(facts: &[StoredFact]) -> Vec<Fact> {
    let mut kept: Vec<Fact> = Vec::new();
    for fact in facts.iter().map(|f| &f.fact) {
        let about = fact.supersedes.as_ref().or(fact.annuls.as_ref());
        if guards(fact.kind()) || about.is_some_and(|id| kept.iter().any(|k| k.id == *id)) {
            kept.push(fact.clone());
        }
    }
    kept
}

fn case_history(line: &CaseLine, facts: Vec<StoredFact>) -> CaseHistory {
    let guard = guarding(&facts);
    let history = History::build(line.born, facts.into_iter().map(|f| f.fact), None);
    let view = history.view();
    let roots = (0..view.facts.len()).map(|i| history.root(i as u32).0.parse().unwrap_or(0)).collect();
    CaseHistory {
        case: line.case,
        unit: line.unit.clone(),
        employee: line.employee.clone(),
        guard: History::build(line.born, guard, None),
        born: line.born,
        facts: view.facts.to_vec(),
        marks: view.marks.to_vec(),
        roots,
    }
}

impl Store {
    /// All histories as known now: from memory, after reading what was committed since.
    pub async fn histories(&self, municipality: MunicipalityId) -> Result<Arc<Histories>, StoreError> {
        let known = self.commit_latest(municipality, None).await?;
        let before = {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.get(&municipality).cloned()
        };
        if let Some(kept) = before.as_ref().filter(|kept| kept.known == known) {
            return Ok(Arc::clone(kept));
        }
        let before = before.unwrap_or_default();
        let lines = self.case_lines(municipality).await?;
        let mut touched: Vec<&CaseLine> = lines.iter().filter(|l| l.last_commit > before.known.0).collect();
        touched.sort_by_key(|l| l.person);
        let mut cases = BTreeMap::new();
        for line in lines.iter().filter(|l| l.last_commit <= before.known.0) {
            if let Some(case) = before.cases.get(&line.case) {
                cases.insert(line.case, Arc::clone(case));
            }
        }
        for some in touched.chunks(PEOPLE_AT_ONCE) {
            let mut facts = self.facts_of(municipality, some[0].person, some[some.len() - 1].person, known).await?;
            for line in some {
                let case = case_history(line, facts.remove(&line.person).unwrap_or_default());
                cases.insert(line.case, Arc::new(case));
            }
        }
        let now = Arc::new(Histories { known, cases });
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(municipality, Arc::clone(&now));
        Ok(now)
    }

    /// Each person's newest case.
    async fn case_lines(&self, municipality: MunicipalityId) -> Result<Vec<CaseLine>, StoreError> {
        let text = "SELECT c.id, c.person, c.unit, c.employee, c.last_commit, p.born FROM case_file c JOIN person p ON p.municipality = c.municipality AND p.id = c.person WHERE c.municipality = $1 ORDER BY c.id";
        let rows = sqlx::query(text).bind(municipality.0).fetch_all(&self.pool).await?;
        let mut lines = BTreeMap::new();
        for row in &rows {
            let born: Option<i64> = row.try_get(5)?;
            let line = CaseLine {
                case: row.try_get(0)?,
                person: row.try_get(1)?,
                unit: row.try_get(2)?,
                employee: row.try_get(3)?,
                last_commit: row.try_get(4)?,
                born: born.and_then(|n| i32::try_from(n).ok()).map(Day::from_number),
            };
            lines.insert(line.person, line);
        }
        Ok(lines.into_values().collect())
    }

    /// Facts of a range of people, by person, in the order they became known.
    async fn facts_of(
        &self,
        municipality: MunicipalityId,
        first: i64,
        last: i64,
        known: CommitNumber,
    ) -> Result<BTreeMap<i64, Vec<StoredFact>>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS}, f.person FROM fact f JOIN commit_log c ON c.municipality = f.municipality AND c.number = f.commit_number WHERE f.municipality = $1 AND f.person >= $2 AND f.person <= $3 AND f.commit_number <= $4 ORDER BY f.person, f.id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(text))
            .bind(municipality.0)
            .bind(first)
            .bind(last)
            .bind(known.0)
            .fetch_all(&self.pool)
            .await?;
        let mut facts: BTreeMap<i64, Vec<StoredFact>> = BTreeMap::new();
        for row in &rows {
            facts.entry(row.try_get(AFTER_COLUMNS)?).or_default().push(stored(row)?);
        }
        Ok(facts)
    }
}

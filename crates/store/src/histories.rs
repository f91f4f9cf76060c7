//! The cases of a municipality in memory, compact and without names or text: work lists and questions about all cases
//! at once are answered from here.
//!
//! Kept by the process. Each question first asks which cases were written to since the last one, and a case's facts are
//! read the first time somebody asks for them.

mod kept;

pub(crate) use kept::Keep;

use crate::fact::{People, bare_facts};
use crate::write::LENT;
use crate::{CommitNumber, MunicipalityId, Store, StoreError, duty::Owned};
use domain::Day;
use domain::codes::DocumentKind;
use domain::compact::{Compact, HistoryView, Mark};
use domain::fact::Fact;
use domain::history::History;
use domain::instant::Instant;
use domain::kinds::{FactData, FactKind};
use kept::{CaseLine, Kept};
use sqlx::Row;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError};

/// Cases as known at a commit, in the order of their numbers.
#[derive(Clone, Debug, Default)]
pub struct Histories {
    pub known: CommitNumber,
    pub cases: Vec<Arc<CaseHistory>>,
}

/// What was written after a commit.
#[derive(Clone, Debug, Default)]
pub struct Since {
    pub known: CommitNumber,
    /// Open cases that were opened, moved or written to.
    pub changed: Vec<i64>,
    /// Open cases in all.
    pub cases: usize,
}

/// One case: what rules look at, and what access looks at.
#[derive(Clone, Debug)]
pub struct CaseHistory {
    pub case: i64,
    pub unit: Arc<str>,
    pub employee: Option<Arc<str>>,
    /// The commit that last wrote to it, and when something last happened in it.
    pub last_commit: i64,
    pub last_at: Instant,
    /// Absent where there is nothing, as in most cases.
    guard: Option<Box<History>>,
    born: Option<Day>,
    facts: Box<[Compact]>,
    marks: Box<[Mark]>,
    roots: Box<[i64]>,
    /// Facts with a time of day, by their place in the history.
    minutes: Box<[(u32, u16)]>,
}

impl Histories {
    /// In the order of their numbers.
    pub fn cases(&self) -> impl ExactSizeIterator<Item = &CaseHistory> {
        self.cases.iter().map(AsRef::as_ref)
    }
}

impl CaseHistory {
    /// Protection, conflicts, substitutes, referrals, consents and handovers, with their days.
    pub fn guard(&self) -> &History {
        static NOTHING: LazyLock<History> = LazyLock::new(History::default);
        self.guard.as_deref().unwrap_or(&NOTHING)
    }

    pub fn view(&self) -> HistoryView<'_> {
        HistoryView { born: self.born, facts: &self.facts, marks: &self.marks }
    }

    /// The fact a duty is named after, by its place in the history.
    pub fn root(&self, index: u32) -> i64 {
        self.roots.get(index as usize).copied().unwrap_or(0)
    }

    /// Minutes after midnight of a fact that has a time of day.
    pub fn minute(&self, index: u32) -> Option<u16> {
        self.minutes.iter().find(|(at, _)| *at == index).map(|(_, minute)| *minute)
    }
}

/// People whose facts are read at once.
const PEOPLE_AT_ONCE: usize = 500;

fn guards(data: &FactData) -> bool {
    use FactKind::{
        ConflictOfInterest, HandoverAccepted, HandoverDeclined, HandoverProposed, Protection, Referral, ReferralEnded,
        Substitute,
    };
    if let FactData::Document { document, .. } = data {
        return matches!(document, DocumentKind::Samtykke | DocumentKind::SamtykkeTilbagekaldt);
    }
    matches!(
        data.kind(),
        Protection
            | ConflictOfInterest
            | Substitute
            | Referral
            | ReferralEnded
            | HandoverProposed
            | HandoverAccepted
            | HandoverDeclined
    )
}

/// What access looks at, with whatever corrects it or takes it back.
fn guarding(facts: &[Fact]) -> Vec<Fact> {
    let mut kept: Vec<Fact> = Vec::new();
    for fact in facts {
        let about = fact.supersedes.as_ref().or(fact.annuls.as_ref());
        if guards(&fact.data) || about.is_some_and(|id| kept.iter().any(|k| k.id == *id)) {
            kept.push(fact.clone());
        }
    }
    kept
}

fn case_history(line: &CaseLine, facts: Vec<Fact>) -> CaseHistory {
    let guard = guarding(&facts);
    let history = History::build(line.born, facts, None);
    let view = history.view();
    let places = 0..view.facts.len() as u32;
    CaseHistory {
        case: line.case,
        unit: Arc::clone(&line.unit),
        employee: line.employee.clone(),
        last_commit: line.last_commit,
        last_at: line.last_at,
        guard: (!guard.is_empty()).then(|| Box::new(History::build(line.born, guard, None))),
        born: view.born,
        facts: view.facts.into(),
        marks: view.marks.into(),
        roots: places.clone().map(|i| history.root(i).0.parse().unwrap_or(0)).collect(),
        minutes: places.filter_map(|i| Some((i, history.fact(i).minute?))).collect(),
    }
}

impl Store {
    /// All open cases as known now.
    pub async fn histories(&self, municipality: MunicipalityId) -> Result<Histories, StoreError> {
        self.histories_of(municipality, &Owned::All).await
    }

    /// The open cases of an owner as known now.
    pub async fn histories_of(&self, municipality: MunicipalityId, owned: &Owned) -> Result<Histories, StoreError> {
        self.histories_picked(municipality, |kept| kept.owned(owned)).await
    }

    /// Single cases as known now; those that are closed or not there are left out.
    pub async fn histories_by_id(&self, municipality: MunicipalityId, ids: &[i64]) -> Result<Histories, StoreError> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        self.histories_picked(municipality, |_| ids.clone()).await
    }

    /// Which open cases were written to after a commit, without reading them.
    pub async fn cases_since(&self, municipality: MunicipalityId, since: CommitNumber) -> Result<Since, StoreError> {
        self.lines_refresh(municipality).await?;
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        Ok(kept.get(&municipality).map(|k| k.since(since)).unwrap_or_default())
    }

    /// The cases that are open now, with the facts that were known at a commit. Who may see them is decided by what is
    /// known now. Those of which nothing was known yet are left out. Nothing of it is kept.
    pub async fn histories_known(
        &self,
        municipality: MunicipalityId,
        known: CommitNumber,
    ) -> Result<Histories, StoreError> {
        let now = self.histories(municipality).await?;
        if known >= now.known {
            return Ok(now);
        }
        let lines = {
            let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            kept.get(&municipality).map(Kept::lines_by_person).unwrap_or_default()
        };
        let by_case: HashMap<i64, &Arc<CaseHistory>> = now.cases.iter().map(|c| (c.case, c)).collect();
        let mut cases = Vec::with_capacity(lines.len());
        for some in lines.chunks(PEOPLE_AT_ONCE) {
            let people: Vec<i64> = some.iter().map(|l| l.person).collect();
            let mut connection = self.pool.acquire().await?;
            let of = People::Some(&people);
            let mut facts = bare_facts(&mut connection, self.dialect, municipality, of, known).await?;
            drop(connection);
            for line in some {
                let (Some(facts), Some(now)) = (facts.remove(&line.person), by_case.get(&line.case)) else { continue };
                let then = case_history(line, facts);
                cases.push(Arc::new(CaseHistory { guard: now.guard.clone(), ..then }));
            }
        }
        cases.sort_unstable_by_key(|c| c.case);
        Ok(Histories { known, cases })
    }

    async fn histories_picked(
        &self,
        municipality: MunicipalityId,
        pick: impl Fn(&Kept) -> Vec<i64>,
    ) -> Result<Histories, StoreError> {
        self.lines_refresh(municipality).await?;
        let (known, mut cases, missing) = {
            let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            let Some(kept) = kept.get(&municipality) else { return Ok(Histories::default()) };
            let (cases, missing) = kept.take(&pick(kept));
            (kept.known, cases, missing)
        };
        if !missing.is_empty() {
            cases.extend(self.load(municipality, missing, known).await?);
            cases.sort_unstable_by_key(|c| c.case);
        }
        Ok(Histories { known, cases })
    }

    /// Learns which cases were written to since the last question.
    pub(crate) async fn lines_refresh(&self, municipality: MunicipalityId) -> Result<(), StoreError> {
        let latest = self.commit_latest(municipality, None).await?;
        let since = {
            let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            kept.get(&municipality).map_or(CommitNumber(-1), |k| k.known)
        };
        if since >= latest {
            return Ok(());
        }
        // A colleague who acts for a while is nothing that happened in the case: what was written before that counts.
        let text = format!(
            "SELECT c.id, c.person, c.unit, c.employee, c.last_commit, CASE WHEN l.what = '{LENT}' THEN COALESCE(\
            (SELECT MAX(w.at) FROM fact f JOIN commit_log w ON w.municipality = f.municipality AND w.number = f.commit_number \
            WHERE f.municipality = c.municipality AND f.person = c.person AND f.kind <> 'substitute'), \
            (SELECT MAX(w.at) FROM ownership o JOIN commit_log w ON w.municipality = o.municipality AND w.number = o.from_commit \
            WHERE o.municipality = c.municipality AND o.case_id = c.id), l.at) ELSE l.at END, \
            p.born, c.closed FROM case_file c \
            JOIN person p ON p.municipality = c.municipality AND p.id = c.person \
            JOIN commit_log l ON l.municipality = c.municipality AND l.number = c.last_commit \
            WHERE c.municipality = $1 AND c.last_commit > $2"
        );
        let rows =
            sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).bind(since.0).fetch_all(&self.pool).await?;
        let people = rows.iter().map(|row| row.try_get(1)).collect::<Result<Vec<i64>, _>>()?;
        let waiting = if people.is_empty() { Vec::new() } else { self.handovers_of(municipality, &people).await? };
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.entry(municipality).or_default();
        if kept.known > latest {
            // Somebody learned more meanwhile.
            return Ok(());
        }
        for row in &rows {
            let born: Option<i64> = row.try_get(6)?;
            let closed: Option<i64> = row.try_get(7)?;
            let (unit, employee): (String, Option<String>) = (row.try_get(2)?, row.try_get(3)?);
            let line = CaseLine {
                case: row.try_get(0)?,
                person: row.try_get(1)?,
                unit: kept.name(unit),
                employee: employee.map(|e| kept.name(e)),
                last_commit: row.try_get(4)?,
                last_at: Instant(row.try_get(5)?),
                born: born.and_then(|n| i32::try_from(n).ok()).map(Day::from_number),
            };
            kept.waiting.remove(&line.case);
            kept.learn(line, closed.is_some());
        }
        kept.waiting.extend(waiting);
        kept.known = kept.known.max(latest);
        Ok(())
    }

    /// Reads cases from the database, so many people at a time. Of those who want many cases at once, each reads what the
    /// others have not read yet.
    async fn load(
        &self,
        municipality: MunicipalityId,
        mut lines: Vec<CaseLine>,
        known: CommitNumber,
    ) -> Result<Vec<Arc<CaseHistory>>, StoreError> {
        lines.sort_unstable_by_key(|l| l.person);
        // A few people stand anywhere among all; a whole municipality is read from the first to the last.
        let many = lines.len() > 10 * PEOPLE_AT_ONCE;
        let mut found = Vec::with_capacity(lines.len());
        for some in lines.chunks(PEOPLE_AT_ONCE) {
            let _one = if lines.len() > PEOPLE_AT_ONCE { Some(self.reading.lock().await) } else { None };
            let missing = self.not_kept(municipality, some, &mut found);
            let ids: Vec<i64> = missing.iter().map(|l| l.person).collect();
            let (Some(first), Some(last)) = (ids.first(), ids.last()) else { continue };
            let people = if many { People::Range(*first, *last) } else { People::Some(&ids) };
            let mut connection = self.pool.acquire().await?;
            let mut facts = bare_facts(&mut connection, self.dialect, municipality, people, known).await?;
            drop(connection);
            let read = missing.iter().map(|l| Arc::new(case_history(l, facts.remove(&l.person).unwrap_or_default())));
            let read: Vec<Arc<CaseHistory>> = read.collect();
            let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
            if let Some(kept) = kept.get_mut(&municipality) {
                kept.keep(&read);
            }
            found.extend(read);
        }
        Ok(found)
    }

    /// The lines of which nobody has read the history meanwhile; what is there goes into `found`.
    fn not_kept<'l>(
        &self,
        municipality: MunicipalityId,
        lines: &'l [CaseLine],
        found: &mut Vec<Arc<CaseHistory>>,
    ) -> Vec<&'l CaseLine> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let of = |line: &CaseLine| kept.get(&municipality)?.history(line);
        lines
            .iter()
            .filter(|line| match of(line) {
                Some(history) => {
                    found.push(history);
                    false
                }
                None => true,
            })
            .collect()
    }
}

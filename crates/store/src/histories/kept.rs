//! What a process keeps of one municipality: a line for every open case, and the histories that were asked for.

use super::{CaseHistory, Since};
use crate::duty::Owned;
use crate::fact::StoredFact;
use crate::{CommitNumber, MunicipalityId};
use domain::Day;
use domain::instant::Instant;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, RwLock};

/// By municipality. Never held across a question to the database.
pub(crate) type Keep = Arc<RwLock<BTreeMap<MunicipalityId, Kept>>>;

#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(super) known: CommitNumber,
    /// Every person's newest case while it is open.
    lines: BTreeMap<i64, CaseLine>,
    case_of: HashMap<i64, i64>,
    by_unit: HashMap<Arc<str>, BTreeSet<i64>>,
    by_employee: HashMap<Arc<str>, BTreeSet<i64>>,
    histories: HashMap<i64, Arc<CaseHistory>>,
    /// Proposals of handovers that nobody has answered, by case.
    pub(crate) waiting: BTreeMap<i64, StoredFact>,
    /// Units and logins, each once.
    names: HashSet<Arc<str>>,
}

#[derive(Clone, Debug)]
pub(super) struct CaseLine {
    pub(super) case: i64,
    pub(super) person: i64,
    pub(super) unit: Arc<str>,
    pub(super) employee: Option<Arc<str>>,
    pub(super) last_commit: i64,
    pub(super) last_at: Instant,
    pub(super) born: Option<Day>,
}

impl Kept {
    pub(super) fn name(&mut self, name: String) -> Arc<str> {
        if let Some(known) = self.names.get(name.as_str()) {
            return Arc::clone(known);
        }
        let name: Arc<str> = name.into();
        self.names.insert(Arc::clone(&name));
        name
    }

    /// A case was opened, written to, moved or closed.
    pub(super) fn learn(&mut self, line: CaseLine, closed: bool) {
        if self.lines.get(&line.case).is_some_and(|known| known.last_commit >= line.last_commit) {
            return;
        }
        self.forget(line.case);
        // A person's newest case stands for the person.
        match self.case_of.get(&line.person).copied() {
            Some(newer) if newer > line.case => return,
            Some(older) => self.forget(older),
            None => {}
        }
        if closed {
            return;
        }
        self.case_of.insert(line.person, line.case);
        self.by_unit.entry(Arc::clone(&line.unit)).or_default().insert(line.case);
        if let Some(employee) = &line.employee {
            self.by_employee.entry(Arc::clone(employee)).or_default().insert(line.case);
        }
        self.lines.insert(line.case, line);
    }

    fn forget(&mut self, case: i64) {
        self.histories.remove(&case);
        let Some(line) = self.lines.remove(&case) else { return };
        self.case_of.remove(&line.person);
        if let Some(cases) = self.by_unit.get_mut(&line.unit) {
            cases.remove(&case);
        }
        if let Some(cases) = line.employee.as_ref().and_then(|e| self.by_employee.get_mut(e)) {
            cases.remove(&case);
        }
    }

    pub(super) fn owned(&self, owned: &Owned) -> Vec<i64> {
        let some = |cases: Option<&BTreeSet<i64>>| cases.map(|c| c.iter().copied().collect()).unwrap_or_default();
        match owned {
            Owned::By(login) => some(self.by_employee.get(login.as_str())),
            Owned::Units(units) => {
                let cases: BTreeSet<i64> =
                    units.iter().filter_map(|unit| self.by_unit.get(unit.as_str())).flatten().copied().collect();
                cases.into_iter().collect()
            }
            Owned::All => self.lines.keys().copied().collect(),
        }
    }

    pub(super) fn since(&self, since: CommitNumber) -> Since {
        let changed = self.lines.values().filter(|line| line.last_commit > since.0).map(|line| line.case);
        Since { known: self.known, changed: changed.collect(), cases: self.lines.len() }
    }

    /// Every line, in the order of the people.
    pub(super) fn lines_by_person(&self) -> Vec<CaseLine> {
        let mut lines: Vec<CaseLine> = self.lines.values().cloned().collect();
        lines.sort_unstable_by_key(|l| l.person);
        lines
    }

    /// The histories that are here, and the lines of those that must be read first.
    pub(super) fn take(&self, cases: &[i64]) -> (Vec<Arc<CaseHistory>>, Vec<CaseLine>) {
        let (mut here, mut missing) = (Vec::with_capacity(cases.len()), Vec::new());
        for case in cases {
            match self.histories.get(case) {
                Some(history) => here.push(Arc::clone(history)),
                None => missing.extend(self.lines.get(case).cloned()),
            }
        }
        (here, missing)
    }

    /// The history of a case as a line knows it, if it was read.
    pub(super) fn history(&self, line: &CaseLine) -> Option<Arc<CaseHistory>> {
        self.histories.get(&line.case).filter(|h| h.last_commit == line.last_commit).map(Arc::clone)
    }

    /// Keeps what was read, unless the case was written to meanwhile.
    pub(super) fn keep(&mut self, read: &[Arc<CaseHistory>]) {
        for history in read {
            if self.lines.get(&history.case).is_some_and(|line| line.last_commit == history.last_commit) {
                self.histories.insert(history.case, Arc::clone(history));
            }
        }
    }
}

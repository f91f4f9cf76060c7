//! How many stored dates other rules move, rule by rule.

use crate::duty::DutyRow;
use domain::history::History;
use rulebook::Rulebook;
use rulebook::assess::Course;
use rulebook::model::Force;
use std::collections::{BTreeMap, BTreeSet};

/// Dates of one rule that are not as they were stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    pub earlier: u64,
    pub later: u64,
    pub new: u64,
    pub gone: u64,
    /// The same date with another status, or a date that was or became unknown.
    pub other: u64,
}

impl Shift {
    pub fn dates(&self) -> u64 {
        self.earlier + self.later + self.new + self.gone + self.other
    }

    fn add(&mut self, more: &Shift) {
        self.earlier += more.earlier;
        self.later += more.later;
        self.new += more.new;
        self.gone += more.gone;
        self.other += more.other;
    }
}

/// By the id of the rule; by the duty where no rule gives it any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    pub by_rule: BTreeMap<String, Shift>,
    /// Cases in which something moves.
    pub cases: u64,
}

/// Duty, root and ordinal.
type Key = (String, i64, i64);
/// Law and goal: whether there is one, and its date.
type Dates = [Option<Option<i64>>; 2];

fn dates(rows: &[DutyRow]) -> BTreeMap<Key, Dates> {
    let mut found: BTreeMap<Key, Dates> = BTreeMap::new();
    for row in rows {
        let dates = found.entry((row.duty.clone(), row.root, row.n)).or_default();
        let by_law = (row.force() == Some(Force::Law)).then_some(row.due);
        let is_goal = row.goal_due.is_some() || !matches!(row.force(), Some(Force::Law | Force::Aim));
        let by_goal = is_goal.then_some(row.goal_due);
        for (kept, said) in dates.iter_mut().zip([by_law, by_goal]) {
            *kept = said.map(|day| day.or(kept.flatten())).or(*kept);
        }
    }
    found
}

/// The rules that give the duties of a course: by law, and as a goal.
fn rules(history: &History, book: &Rulebook, course: &Course) -> BTreeMap<Key, [Option<String>; 2]> {
    let id = |basis: Option<&rulebook::assess::Basis>| basis.map(|b| book.rule(b.rule).id.clone());
    let named = course.duties.iter().map(|duty| {
        let root = history.root(duty.root).0.parse().unwrap_or(0);
        let key = (book.duty_keys[duty.key as usize].clone(), root, i64::from(duty.ordinal));
        (key, [id(duty.law_basis()), id(duty.goal_basis())])
    });
    named.collect()
}

fn shift(was: Option<Option<i64>>, is: Option<Option<i64>>) -> Shift {
    let one = Shift::default();
    match (was, is) {
        (None, None) => one,
        (None, Some(_)) => Shift { new: 1, ..one },
        (Some(_), None) => Shift { gone: 1, ..one },
        (Some(Some(a)), Some(Some(b))) if b < a => Shift { earlier: 1, ..one },
        (Some(Some(a)), Some(Some(b))) if b > a => Shift { later: 1, ..one },
        (Some(a), Some(b)) if a != b => Shift { other: 1, ..one },
        _ => one,
    }
}

impl Moves {
    pub fn add(&mut self, more: &Moves) {
        self.cases += more.cases;
        for (rule, shift) in &more.by_rule {
            self.by_rule.entry(rule.clone()).or_default().add(shift);
        }
    }

    /// All rules together.
    pub fn total(&self) -> Shift {
        let mut all = Shift::default();
        self.by_rule.values().for_each(|s| all.add(s));
        all
    }

    /// Counts what one case's rows become. `is` are the rows that the course gives.
    pub(crate) fn count(
        &mut self,
        (was, is): (&[DutyRow], &[DutyRow]),
        history: &History,
        book: &Rulebook,
        course: &Course,
    ) {
        let plain = |rows: &[DutyRow]| -> Vec<DutyRow> {
            let mut rows: Vec<DutyRow> =
                rows.iter().map(|r| DutyRow { known_from: 0, known_through: 0, ..r.clone() }).collect();
            rows.sort_by_key(|r| (r.duty.clone(), r.root, r.n, r.from));
            rows
        };
        let (was, is) = (plain(was), plain(is));
        if was == is {
            return;
        }
        self.cases += 1;
        let (before, after, rules) = (dates(&was), dates(&is), rules(history, book, course));
        let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let (a, b) = (before.get(key).copied().unwrap_or_default(), after.get(key).copied().unwrap_or_default());
            let by = rules.get(key).cloned().unwrap_or_default();
            let name = |side: usize| by[side].clone().unwrap_or_else(|| key.0.clone());
            if a == b {
                let own = |r: &&DutyRow| (&r.duty, r.root, r.n) == (&key.0, key.1, key.2);
                if was.iter().filter(own).ne(is.iter().filter(own)) {
                    self.by_rule.entry(name(usize::from(by[0].is_none()))).or_default().other += 1;
                }
                continue;
            }
            for side in [0, 1].into_iter().filter(|side| a[*side] != b[*side]) {
                self.by_rule.entry(name(side)).or_default().add(&shift(a[side], b[side]));
            }
        }
    }
}

//! In how many cases a rule gives something on a day: an open date, a right or a limit that runs.

use crate::access::{Action, CaseStance, Role, Viewer, decide};
use crate::config::Config;
use crate::team::FEW;
use crate::{App, AppError, Moment};
use domain::Day;
use rulebook::assess::{Course, Status, assess_into, trace::Silent};
use rulebook::{Kind, Rulebook};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::histories::{CaseHistory, Histories};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    Cases(usize),
    /// One or two of the cases are closed to the reader, who could find them by subtraction.
    Hidden,
    /// Of this kind of rule nothing stands in a case.
    NotByCase,
}

/// The cases of each rule, by the place of the case among the histories.
type ByRule = BTreeMap<u16, Vec<u32>>;

/// Counted last: known commit, texts in force, day.
pub(super) type KeptUsage = Arc<Mutex<Option<((i64, String, Day), Arc<ByRule>)>>>;

/// The rules that give a case something on a day.
fn rules_of(case: &CaseHistory, course: &Course, day: Day, found: &mut Vec<u16>) {
    found.clear();
    for duty in &course.duties {
        let open = |b: &&rulebook::assess::Basis| b.on(day, duty, case.view()).is_some_and(Status::is_open);
        found.extend(duty.bases.iter().filter(open).map(|b| b.rule.0));
    }
    let runs = |from: Day, through: Option<Day>| from <= day && through.is_none_or(|t| day <= t);
    found.extend(course.rights.iter().filter(|r| runs(r.from, r.through)).map(|r| r.rule.0));
    found.extend(course.limits.iter().filter(|l| runs(l.start, l.through)).map(|l| l.rule.0));
    found.sort_unstable();
    found.dedup();
}

fn count(histories: &Histories, book: &Rulebook, day: Day) -> ByRule {
    let (mut course, mut found, mut by_rule) = (Course::default(), Vec::new(), ByRule::new());
    for (at, case) in (0u32..).zip(histories.cases()) {
        assess_into(case.view(), book, &mut course, &mut Silent);
        rules_of(case, &course, day, &mut found);
        for rule in &found {
            by_rule.entry(*rule).or_default().push(at);
        }
    }
    by_rule
}

impl App {
    /// For each rule, in the rulebook's order. Staff count the municipality, an outside actor what it was sent.
    pub(super) async fn rule_usage(&self, viewer: &Viewer, day: Day, moment: Moment) -> Result<Vec<Used>, AppError> {
        let histories = self.store.histories(self.municipality).await?;
        let key = (histories.known.0, self.rulebook.activated.clone(), day);
        let kept = {
            let kept = self.held.usage.lock().unwrap_or_else(PoisonError::into_inner);
            kept.as_ref().filter(|(of, _)| *of == key).map(|(_, found)| Arc::clone(found))
        };
        let by_rule = kept.unwrap_or_else(|| {
            let found = Arc::new(count(&histories, &self.rulebook, day));
            *self.held.usage.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, Arc::clone(&found)));
            found
        });
        let sees: Vec<bool> = histories.cases().map(|c| may_list(&self.config, viewer, c, moment.today)).collect();
        let outside = viewer.role == Role::ExternalActor;
        let used = |(at, kind): (usize, Kind)| {
            if !matches!(kind, Kind::Deadline | Kind::Right | Kind::Limit) {
                return Used::NotByCase;
            }
            let cases = u16::try_from(at).ok().and_then(|at| by_rule.get(&at)).map_or(&[][..], Vec::as_slice);
            let seen = cases.iter().filter(|c| sees[**c as usize]).count();
            let hidden = cases.len() - seen;
            match hidden {
                _ if outside => Used::Cases(seen),
                hidden if (1..FEW).contains(&hidden) => Used::Hidden,
                _ => Used::Cases(cases.len()),
            }
        };
        Ok(self.rulebook.rules.iter().map(|r| r.kind).enumerate().map(used).collect())
    }
}

/// Whether the reader may see that the case exists.
pub(crate) fn may_list(config: &Config, viewer: &Viewer, case: &CaseHistory, today: Day) -> bool {
    let stance = CaseStance::of(config, case.guard(), (&case.unit, case.employee.as_deref()), today);
    decide(viewer, &stance, Action::List).is_ok()
}

//! *Prøv en ændring*: a rule's text is changed, tried on every case in memory, and nothing is saved.

use super::is_goal;
use super::page::can_be_tried;
use super::trial::{
    Answer, DateView, Examples, LineView, LooserBy, LooserView, Mistake, PersonRow, Proposal, SpanField, Trial, Tried,
};
use super::usage::may_list;
use crate::access::{Role, RuleAction, Viewer, decide_rule};
use crate::{App, AppError, Moment};
use domain::{Day, Span};
use rulebook::change::{ChangeError, with_span};
use rulebook::model::{Body, Rule};
use rulebook::rulebook::RuleProblem;
use rulebook::simulate::{At, CaseChange, Difference, Line, Moved, simulate};
use rulebook::verify::{By, Looser};
use rulebook::{Change, Rulebook};
use std::collections::{BTreeMap, BTreeSet};
use store::histories::{CaseHistory, Histories};

/// Rows of people on the page.
const PEOPLE: usize = 50;

impl App {
    /// Tries a change of one rule on the cases as they are now. Reads; never writes.
    pub async fn try_rule(&self, viewer: &Viewer, trial: Trial, moment: Moment) -> Result<Proposal, AppError> {
        let book = &self.rulebook;
        let rule = book.rule(book.find(&trial.rule).ok_or(AppError::NotFound)?);
        let mut saved = self.proposals(viewer).await?;
        saved.retain(|s| s.rule == rule.id);
        let opened = match trial.saved {
            Some(number) => Some(saved.iter().find(|s| s.number == number).cloned().ok_or(AppError::NotFound)?),
            None => None,
        };
        let text = if let Some(saved) = &opened {
            saved.text.clone()
        } else if trial.text.is_empty() {
            rule.source_text.clone()
        } else {
            trial.text.replace("\r\n", "\n")
        };
        let field = span_field(rule, moment.today);
        let mut page = Proposal {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            layer: rule.layer.code(),
            was: rule.source_text.clone(),
            text,
            field,
            now: None,
            tried: Tried::NotYet,
            saved,
            opened,
            may_save: decide_rule(viewer, RuleAction::Propose).is_ok(),
            stand: self.text_stand(viewer, &rule.id).await?,
        };
        if !can_be_tried(rule) {
            page.tried = Tried::NotADeadline;
            return Ok(page);
        }
        if let (Some(count), Some(field)) = (trial.count, field)
            && let Some(text) = with_span(&page.text, field.version_from, count)
        {
            page.text = text;
        }
        if trial.just_look {
            return Ok(page);
        }
        page.tried = match book.changed(FILE, &page.text) {
            Err(error) => refused(book, &error),
            Ok(change) if !change.is_of(&rule.id) => {
                let message = format!("the text must hold the rule \"{}\" and no other", rule.id);
                let path = "rule.id".to_owned();
                Tried::Mistakes(vec![Mistake { code: "other_rule", line: None, path, rule: None, message }])
            }
            Ok(change) => {
                page.now = change.rulebook.find(&rule.id).and_then(|ix| {
                    let version_from = field?.version_from;
                    let versions = &change.rulebook.rule(ix).versions;
                    versions.iter().find(|v| v.from == version_from).and_then(span_of)
                });
                let histories = self.store.histories(self.municipality).await?;
                Tried::Done(Box::new(self.answer(viewer, rule, &change, &histories, &trial, moment).await?))
            }
        };
        Ok(page)
    }

    async fn answer(
        &self,
        viewer: &Viewer,
        rule: &Rule,
        change: &Change,
        histories: &Histories,
        trial: &Trial,
        moment: Moment,
    ) -> Result<Answer, AppError> {
        let sees = |c: &CaseHistory| may_list(viewer, c, moment.today);
        // An outside actor counts what it was sent; staff counts the municipality.
        let outside = viewer.role == Role::ExternalActor;
        let cases: Vec<&CaseHistory> = histories.cases().filter(|c| !outside || sees(c)).collect();
        let views = cases.iter().map(|c| c.view());
        let found = simulate(views, &self.rulebook, &change.rulebook, moment.today);
        let seen: BTreeMap<usize, bool> = found.changes.iter().map(|c| (c.case, sees(cases[c.case]))).collect();
        let (mut shown, hidden): (Vec<&CaseChange>, Vec<&CaseChange>) =
            found.changes.iter().partition(|c| seen.get(&c.case).copied().unwrap_or(false));
        shown.sort_by_key(|c| (c.moved == Moved::Status, c.after.and_then(|a| a.due).unwrap_or(Day::LAST), c.case));
        let most = if trial.all_people { usize::MAX } else { PEOPLE };
        let more = shown.len().saturating_sub(most);
        let people = self.people(shown.into_iter().take(most), &cases, change).await?;
        let hidden_cases = hidden.iter().map(|c| c.case).collect::<BTreeSet<usize>>().len();
        let (mut lines, same_lines): (Vec<LineView>, Vec<LineView>) =
            line_views(&found, &rule.id).into_iter().partition(|l| l.changed_rule || !l.line.is_same());
        lines.sort_by_key(|l| (!l.changed_rule, l.goal));
        let ix = change.rulebook.find(&rule.id);
        let outcomes = ix.map(|ix| rulebook::example::run_rule(&change.rulebook, ix));
        Ok(Answer {
            day: found.day,
            since: found.since,
            known: histories.known.0,
            cases: found.histories,
            changed_cases: found.changed_histories,
            same: found.is_none(),
            law_same: found.lines.iter().filter(|l| l.layer.is_law()).all(Line::is_same),
            lines,
            same_lines,
            people,
            more,
            hidden_cases,
            examples: Examples {
                all: outcomes.map_or(0, |o| o.len()),
                failed: change.failed_examples().into_iter().map(|o| (o.name, o.failure.unwrap_or_default())).collect(),
                moved: ix.map(|ix| rulebook::example::moved_dues(&change.rulebook, ix)).unwrap_or_default(),
            },
        })
    }

    async fn people(
        &self,
        changes: impl Iterator<Item = &CaseChange>,
        cases: &[&CaseHistory],
        change: &Change,
    ) -> Result<Vec<PersonRow>, AppError> {
        let changes: Vec<&CaseChange> = changes.collect();
        let mut ids: Vec<i64> = changes.iter().map(|c| cases[c.case].case).collect();
        ids.sort_unstable();
        ids.dedup();
        let named = self.store.case_list(self.municipality, &ids).await?;
        let names: BTreeMap<i64, String> = named.into_iter().map(|row| (row.id, row.person.name())).collect();
        Ok(changes
            .into_iter()
            .map(|c| {
                let case = cases[c.case];
                let rule = change.rulebook.find(&c.rule).map(|ix| change.rulebook.rule(ix));
                PersonRow {
                    case: case.case,
                    name: names.get(&case.case).cloned().unwrap_or_default(),
                    duty_id: format!("{}@{}#{}", c.duty, case.root(c.root), c.n),
                    duty: c.duty.clone(),
                    title: rule.map(|r| r.title.clone()).unwrap_or_default(),
                    n: c.n,
                    goal: rule.is_some_and(|r| is_goal(r.layer.code())),
                    moved: c.moved.code(),
                    before: c.before.map(date_view),
                    after: c.after.map(date_view),
                }
            })
            .collect())
    }
}

/// Name of the text in messages.
const FILE: &str = "forslag.toml";

/// The span of the version in force, or of the next.
fn span_field(rule: &Rule, today: Day) -> Option<SpanField> {
    let (at, _) = super::shown(rule, today)?;
    let version = &rule.versions[at];
    span_of(version).map(|span| SpanField { span, version_from: version.from })
}

fn span_of(version: &rulebook::Version) -> Option<Span> {
    match &version.body {
        Body::Deadline(d) => Some(d.span),
        _ => None,
    }
}

fn date_view(at: At) -> DateView {
    DateView {
        due: at.due,
        status: at.status,
        from: at.from,
        span: at.span,
        pause_days: at.pause_days,
        first_day_counts: at.first_day_counts,
    }
}

fn line_views(found: &Difference, rule: &str) -> Vec<LineView> {
    let view = |line: &Line| LineView {
        rule: line.rule.clone(),
        title: line.title.clone(),
        goal: !line.layer.is_law(),
        changed_rule: line.rule == rule,
        line: line.clone(),
    };
    found.lines.iter().map(view).collect()
}

fn refused(book: &Rulebook, error: &ChangeError) -> Tried {
    if !error.looser.is_empty() {
        return Tried::LooserThanLaw(error.looser.iter().map(|l| looser_view(book, l)).collect());
    }
    Tried::Mistakes(error.problems.iter().map(mistake).collect())
}

fn mistake(problem: &RuleProblem) -> Mistake {
    let ours = problem.file == FILE && problem.problem.line > 0;
    Mistake {
        code: problem.problem.code,
        line: ours.then_some(problem.problem.line),
        path: problem.problem.path.clone(),
        rule: problem.rule.clone().filter(|_| !ours),
        message: problem.problem.message.clone(),
    }
}

fn looser_view(book: &Rulebook, looser: &Looser) -> LooserView {
    let law = book.find(&looser.law).map(|ix| book.rule(ix));
    LooserView {
        law: looser.law.clone(),
        law_title: law.map(|r| r.title.clone()).unwrap_or_default(),
        cite: looser.cite.clone(),
        by: match looser.by {
            By::Count { ours, law } => LooserBy::Count { ours, law },
            By::Date { anchor, ours, law } => LooserBy::Date { anchor, ours, law },
        },
    }
}

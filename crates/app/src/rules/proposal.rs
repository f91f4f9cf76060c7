//! *Prøv en ændring*: a rule's text is changed, tried on every case in memory, and nothing is saved.

use super::beside::{self, BesideRow};
use super::compute::Computing;
use super::is_goal;
use super::jobs::{Computed, Key, Waited};
use super::page::can_be_tried;
use super::trial::{
    Answer, DateView, Examples, LineView, LooserBy, LooserView, Mistake, PersonRow, Proposal, Running, SpanField,
    Trial, Tried, Trying,
};
use super::usage::may_list;
use crate::access::{Role, RuleAction, Viewer, decide_rule};
use crate::{App, AppError, Moment};
use domain::{Day, Span};
use rulebook::change::{ChangeError, has_version_from, with_span, with_span_from};
use rulebook::model::{Body, Rule};
use rulebook::rulebook::RuleProblem;
use rulebook::simulate::{At, BesideChange, CaseChange, Difference, Line, Moved};
use rulebook::verify::{By, Looser};
use rulebook::{Change, Rulebook};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use store::histories::CaseHistory;

/// Rows of people on the page.
const PEOPLE: usize = 50;

impl App {
    /// Tries a change of one rule on the cases as they are now, however long it takes. Reads; never writes.
    pub async fn try_rule(&self, viewer: &Viewer, trial: Trial, moment: Moment) -> Result<Proposal, AppError> {
        let known = self.store.commit_latest(self.municipality, None).await?;
        match self.trial(viewer, trial, moment, (None, Some(known.0))).await? {
            Trying::Done(found) => Ok(*found),
            Trying::Running(_) | Trying::Gone => Err(AppError::Internal("a trial was given up".into())),
        }
    }

    /// The same in the background where it takes longer than a request waits.
    pub async fn trial_begin(&self, viewer: &Viewer, trial: Trial, moment: Moment) -> Result<Trying, AppError> {
        let known = self.store.commit_latest(self.municipality, None).await?;
        self.trial(viewer, trial, moment, (Some(self.patience), Some(known.0))).await
    }

    /// The viewer's own trial, as it was made: what follows from having seen it.
    pub(super) async fn trial_again(&self, viewer: &Viewer, trial: Trial, moment: Moment) -> Result<Trying, AppError> {
        self.trial(viewer, trial, moment, (Some(self.patience), None)).await
    }

    /// What became of a trial that the viewer began.
    pub async fn trial_look(&self, viewer: &Viewer, ticket: &str, moment: Moment) -> Result<Trying, AppError> {
        let Some(job) = self.held.jobs.find(&viewer.login, ticket) else { return Ok(Trying::Gone) };
        self.trial_again(viewer, job.trial.clone(), moment).await
    }

    /// `known`: a trial of before is used if it knows as much; without, whatever it knew.
    async fn trial(
        &self,
        viewer: &Viewer,
        trial: Trial,
        moment: Moment,
        (patience, known): (Option<Duration>, Option<i64>),
    ) -> Result<Trying, AppError> {
        let (mut page, change) = self.prepare(viewer, &trial, moment).await?;
        let Some(change) = change else { return Ok(Trying::Done(Box::new(page))) };
        let outside = viewer.role == Role::ExternalActor;
        let (rule, hash) = (page.rule.clone(), self.rulebook.hash.clone());
        let day = trial.known_on.unwrap_or(moment.today);
        let key = Key { rule, text: page.text.clone(), hash, day, outside };
        // What was known on a day that is over stays as it was known.
        let known = known.filter(|_| trial.known_on.is_none());
        let job = match self.held.jobs.same(&viewer.login, &key, known) {
            Some(job) => job,
            None => {
                let only = outside.then(|| viewer.clone());
                let app = self.clone();
                let (change, today, known_on) = (Arc::new(change), moment.today, trial.known_on);
                let computing = Computing { app, change, only, today, known_on };
                self.job_begin(&viewer.login, (key, trial.clone()), computing)?
            }
        };
        match job.wait(patience).await? {
            Waited::Gone => Ok(Trying::Gone),
            Waited::Running => Ok(Trying::Running(Running {
                ticket: job.ticket.clone(),
                rule: page.rule,
                title: page.title,
                far: job.progress.how_far(),
            })),
            Waited::Done(made) => {
                page.tried = Tried::Done(Box::new(self.answer(viewer, &page.rule, &made, &trial, moment).await?));
                Ok(Trying::Done(Box::new(page)))
            }
        }
    }

    /// The page without an answer, and the change that can be tried.
    async fn prepare(
        &self,
        viewer: &Viewer,
        trial: &Trial,
        moment: Moment,
    ) -> Result<(Proposal, Option<Change>), AppError> {
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
            name: trial.name.clone(),
            reason: trial.reason.clone(),
            known_on: trial.known_on,
            begins: None,
            rewrites: None,
            said: Vec::new(),
        };
        if !can_be_tried(rule) {
            page.tried = Tried::GivesNothing;
            return Ok((page, None));
        }
        if let (Some(count), Some(field)) = (trial.count, field) {
            let changed = match trial.begins {
                Some(day) => with_span_from(&page.text, field.version_from, day, count),
                None => with_span(&page.text, field.version_from, count),
            };
            page.begins = trial.begins.map(|day| (day, changed.is_some()));
            page.text = changed.unwrap_or(page.text);
        } else {
            page.begins = trial.begins.map(|day| (day, has_version_from(&page.text, day)));
        }
        if page.begins.is_some_and(|(_, could)| !could) {
            return Ok((page, None));
        }
        if trial.just_look {
            return Ok((page, None));
        }
        match book.changed(FILE, &page.text) {
            Err(error) => page.tried = refused(book, &error),
            Ok(change) if !change.is_of(&rule.id) => {
                let message = format!("the text must hold the rule \"{}\" and no other", rule.id);
                let path = "rule.id".to_owned();
                let mistake = Mistake { code: "other_rule", line: None, path, rule: None, message };
                page.tried = Tried::Mistakes(vec![mistake]);
            }
            Ok(change) => {
                page.now = change.rulebook.find(&rule.id).and_then(|ix| {
                    let version_from = page.begins.map_or(field?.version_from, |(day, _)| day);
                    let versions = &change.rulebook.rule(ix).versions;
                    versions.iter().find(|v| v.from == version_from).and_then(span_of)
                });
                if let Some(ix) = change.rulebook.find(&rule.id) {
                    page.said = rulebook::said::left(rule, change.rulebook.rule(ix));
                    page.rewrites = rule.rewritten_before(change.rulebook.rule(ix), moment.today);
                }
                return Ok((page, Some(change)));
            }
        }
        Ok((page, None))
    }

    /// What the viewer is told of a trial. Staff counts the municipality; rows of people are those one may see.
    async fn answer(
        &self,
        viewer: &Viewer,
        rule: &str,
        made: &Computed,
        trial: &Trial,
        moment: Moment,
    ) -> Result<Answer, AppError> {
        let (cases, found, change) = (&made.cases, &made.difference, &made.change);
        let changed = made.beside.changed(&found.changes);
        let seen: BTreeSet<usize> =
            changed.iter().copied().filter(|c| may_list(&self.config, viewer, &cases[*c], moment.today)).collect();
        let sees = |case: usize| seen.contains(&case);
        let mut shown: Vec<&CaseChange> = found.changes.iter().filter(|c| sees(c.case)).collect();
        shown.sort_by_key(|c| (c.moved == Moved::Status, c.after.and_then(|a| a.due).unwrap_or(Day::LAST), c.case));
        let most = if trial.all_people { usize::MAX } else { PEOPLE };
        let more = shown.len().saturating_sub(most);
        let people = self.people(shown.into_iter().take(most), cases, change).await?;
        let beside: Vec<&BesideChange> = made.beside.changes.iter().filter(|c| sees(c.case)).collect();
        let beside_more = beside.len().saturating_sub(most);
        let beside_rows = self.beside_rows(made, beside.into_iter().take(most)).await?;
        let hidden_cases = changed.len() - seen.len();
        let amounts = beside::amounts(rule, &self.rulebook, &change.rulebook, found.day);
        let (mut lines, same_lines): (Vec<LineView>, Vec<LineView>) =
            line_views(found, rule).into_iter().partition(|l| l.changed_rule || !l.line.is_same());
        lines.sort_by_key(|l| (!l.changed_rule, l.goal));
        let ix = change.rulebook.find(rule);
        let outcomes = ix.map(|ix| rulebook::example::run_rule(&change.rulebook, ix));
        Ok(Answer {
            day: found.day,
            since: found.since,
            known: made.known,
            cases: found.histories,
            changed_cases: changed.len(),
            same: found.is_none() && made.beside.changes.is_empty() && amounts.is_empty(),
            law_same: found.lines.iter().filter(|l| !l.layer.is_local()).all(Line::is_same),
            lines,
            same_lines,
            people,
            more,
            hidden_cases,
            few_hidden: !made.beside.lines.is_empty() && beside::would_show(hidden_cases),
            beside: beside::lines(made, &sees),
            beside_rows,
            beside_more,
            amounts,
            examples: Examples {
                all: outcomes.map_or(0, |o| o.len()),
                failed: change.failed_examples().into_iter().map(|o| (o.name, o.failure.unwrap_or_default())).collect(),
                moved: ix.map(|ix| rulebook::example::moved_dues(&change.rulebook, ix)).unwrap_or_default(),
            },
        })
    }

    async fn beside_rows(
        &self,
        made: &Computed,
        changes: impl Iterator<Item = &BesideChange>,
    ) -> Result<Vec<BesideRow>, AppError> {
        let changes: Vec<&BesideChange> = changes.collect();
        let names = self.names(changes.iter().map(|c| made.cases[c.case].case)).await?;
        Ok(changes.into_iter().map(|c| beside::row(made, c, &names)).collect())
    }

    async fn names(&self, cases: impl Iterator<Item = i64>) -> Result<BTreeMap<i64, String>, AppError> {
        let ids: Vec<i64> = cases.collect::<BTreeSet<i64>>().into_iter().collect();
        let named = self.store.case_list(self.municipality, &ids).await?;
        Ok(named.into_iter().map(|row| (row.id, row.person.name())).collect())
    }

    async fn people(
        &self,
        changes: impl Iterator<Item = &CaseChange>,
        cases: &[Arc<CaseHistory>],
        change: &Change,
    ) -> Result<Vec<PersonRow>, AppError> {
        let changes: Vec<&CaseChange> = changes.collect();
        let names = self.names(changes.iter().map(|c| cases[c.case].case)).await?;
        Ok(changes
            .into_iter()
            .map(|c| {
                let case = &cases[c.case];
                let rule = change.rulebook.find(&c.rule).map(|ix| change.rulebook.rule(ix));
                PersonRow {
                    case: case.case,
                    name: names.get(&case.case).cloned().unwrap_or_default(),
                    duty_id: format!("{}@{}#{}", c.duty, case.root(c.root), c.n),
                    duty: c.duty.to_string(),
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
        goal: line.layer.is_local(),
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

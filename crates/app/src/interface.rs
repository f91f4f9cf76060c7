//! A case as data, for programs: read it, read its assessment, add facts. The same access, log and once-only keys as
//! the pages.

use crate::access::{Action, Viewer, access_rests_on};
use crate::citizen::{Clarification, Past, Seen, clarifications};
use crate::gone::gone;
use crate::record::{Change, Recorded};
use crate::register::Posted;
use crate::{App, AppError, Moment};
use domain::Day;
use domain::fact::Fact;
use domain::kinds::FactData;
use domain::node::{Problem, from_json};
use rulebook::Rulebook;
use rulebook::assess::assess;
use rulebook::report::{AssessInput, assess_report, explain_report};
use serde_json::{Map, Value, json};
use store::CommitNumber;
use store::fact::StoredFact;

/// Most facts of one post.
pub const MOST_FACTS: usize = 500;

const PURPOSE: &str = "api";

/// What a post of facts gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    pub commit: CommitNumber,
    /// The key had been used: nothing was added now.
    pub repeated: bool,
}

impl App {
    /// The case with its owner and all facts. Shape `medspiller.case/1`. No personal number and no address is in it.
    pub async fn case_data(
        &self,
        viewer: &Viewer,
        case: i64,
        past: Option<Past>,
        moment: Moment,
    ) -> Result<Value, AppError> {
        let Seen { row, history, stored, known_then, .. } =
            self.seen(viewer, case, past, (Action::Open, PURPOSE), moment).await?;
        let today = past.map_or(moment.today, |p| p.valid_on);
        let settled = clarifications(&history, &stored[..known_then], today);
        let facts: Vec<Value> = stored[..known_then].iter().map(fact).collect();
        Ok(json!({
            "schema": "medspiller.case/1",
            "case": case,
            "uuid": row.uuid,
            "version": row.last_commit,
            "opened": row.opened.to_string(),
            "name": row.person.name(),
            "born": history.born.map(|d| d.to_string()),
            "owner": { "unit": row.unit, "employee": row.employee },
            "facts": facts,
            "clarifications": settled.iter().map(Clarification::json).collect::<Vec<_>>(),
        }))
    }

    /// The course as `medspiller.assess/1`, the same as the command `assess` gives for a case file.
    pub async fn assessment(
        &self,
        viewer: &Viewer,
        case: i64,
        past: Option<Past>,
        moment: Moment,
    ) -> Result<Value, AppError> {
        let seen = self.seen(viewer, case, past, (Action::Open, PURPOSE), moment).await?;
        let course = assess(seen.history.view(), &seen.rules.rulebook);
        let today = past.map_or(moment.today, |p| p.valid_on);
        let known_on = past.map_or(moment.today, |p| p.known_on);
        let input = AssessInput { today, known_on, asks: &[], gates: &[], problems: &[], company: false };
        let report = assess_report(&seen.history, &seen.rules.rulebook, &course, &input);
        serde_json::to_value(&report).map_err(|e| AppError::Internal(e.to_string()))
    }

    /// The steps behind one duty's dates, in the order of the page; `NotFound` when there is no such duty.
    pub async fn explanation(
        &self,
        viewer: &Viewer,
        case: i64,
        duty: &str,
        past: Option<Past>,
        moment: Moment,
    ) -> Result<Value, AppError> {
        let seen = self.seen(viewer, case, past, (Action::Open, PURPOSE), moment).await?;
        let today = past.map_or(moment.today, |p| p.valid_on);
        let steps = explain_report(&seen.history, &seen.rules.rulebook, duty, today).ok_or(AppError::NotFound)?;
        serde_json::to_value(&steps).map_err(|e| AppError::Internal(e.to_string()))
    }

    /// Adds facts, all or none. Each has the keys of a case file (`kind`, `on` or `from` and `through`, its fields);
    /// `supersedes` and `annuls` are ids of this case's facts.
    pub async fn facts_post(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        facts: &[Value],
        moment: Moment,
    ) -> Result<Posting, AppError> {
        if let Some(commit) = self.store.form_key_find(self.municipality, &posted.key).await? {
            return Ok(Posting { commit, repeated: true });
        }
        let case = self.case_open(viewer, posted.case, Action::Register, PURPOSE, moment).await?;
        let recorded = read(facts, &case.stored, &self.rulebook, moment.today).map_err(AppError::Facts)?;
        // As on the pages: putting right, and what access rests on, is not for everybody who may register.
        if recorded.iter().any(|f| f.supersedes.is_some() || f.annuls.is_some() || access_rests_on(&f.data)) {
            self.case_open(viewer, posted.case, Action::Correct, PURPOSE, moment).await?;
        }
        let change = Change { person: case.row.person.id, facts: recorded, owner: None, what: "api" };
        Ok(Posting { commit: self.case_save(viewer, posted, change, moment).await?, repeated: false })
    }
}

fn fact(stored: &StoredFact) -> Value {
    let fact = &stored.fact;
    let mut map = Map::new();
    map.insert("id".into(), stored.id.into());
    map.insert("kind".into(), fact.kind().name().into());
    map.insert("from".into(), fact.from.to_string().into());
    map.insert("through".into(), fact.through.map(|d| d.to_string()).into());
    map.insert("at".into(), fact.minute.map(|m| format!("{:02}:{:02}", m / 60, m % 60)).into());
    map.insert("data".into(), fact.data.to_json());
    map.insert("source".into(), fact.source.system.clone().into());
    map.insert("external_id".into(), fact.source.external_id.clone().into());
    map.insert("supersedes".into(), fact.supersedes.as_ref().map(|id| id.0.clone()).into());
    map.insert("annuls".into(), fact.annuls.as_ref().map(|id| id.0.clone()).into());
    map.insert("known".into(), fact.known.map(|d| d.to_string()).into());
    map.insert("commit".into(), stored.commit.into());
    Value::Object(map)
}

/// Reads what was sent. Owners change by handover only, and nothing is known before it happens to be told.
fn read(
    facts: &[Value],
    stored: &[StoredFact],
    rulebook: &Rulebook,
    today: Day,
) -> Result<Vec<Recorded>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut recorded = Vec::with_capacity(facts.len());
    let mut wrong = |code, path: String, message: &str| {
        problems.push(Problem { code, path, line: 0, message: message.to_owned() });
    };
    if facts.is_empty() {
        wrong("empty", "facts".into(), "there is no fact; send at least one");
    }
    if facts.len() > MOST_FACTS {
        wrong("too_many", "facts".into(), "there are more than 500 facts; send them in several posts");
        return Err(problems);
    }
    for (i, json) in facts.iter().enumerate() {
        let path = format!("facts[{i}]");
        let mut of_fact = Vec::new();
        let read = Fact::read(&from_json(json), &path, "new", &mut of_fact);
        problems.append(&mut of_fact);
        let Some(fact) = read else { continue };
        let mut wrong = |field: &str, message: &str| {
            let path = format!("{path}.{field}");
            problems.push(Problem { code: "bad_value", path, line: 0, message: message.to_owned() });
        };
        if fact.kind().name().starts_with("handover_") {
            wrong("kind", "a case changes owner by a handover on the page, not by a fact");
        }
        if let FactData::Clarification { rests_on, .. } = &fact.data
            && !stored.iter().any(|s| s.fact.id.0 == rests_on.trim())
        {
            wrong("rests_on", "the case has no fact with this id");
        }
        if let Some(gone) = gone(rulebook, &fact.data, fact.from).filter(|_| fact.annuls.is_none()) {
            wrong("benefit", &gone.message());
        }
        if fact.known.is_some() {
            wrong("known", "a fact is known from the moment it is sent; leave `known` out");
        }
        if fact.kind().schema().timing == domain::schema::Timing::On && fact.from > today.plus_days(3660) {
            wrong("on", "the day lies more than ten years ahead");
        }
        let mut named = |id: &Option<domain::FactId>, field: &str| {
            let found = id.as_ref().map(|id| stored.iter().find(|s| s.fact.id == *id).map(|s| s.id));
            if found == Some(None) {
                wrong(field, "the case has no fact with this id");
            }
            found.flatten()
        };
        let (supersedes, annuls) = (named(&fact.supersedes, "supersedes"), named(&fact.annuls, "annuls"));
        let mut new = Recorded::new(fact.data, fact.from, fact.through);
        (new.minute, new.supersedes, new.annuls) = (fact.minute, supersedes, annuls);
        recorded.push(new);
    }
    if problems.is_empty() { Ok(recorded) } else { Err(problems) }
}

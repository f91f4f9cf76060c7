//! Questions that a person settled, and whether they stand open again because the fact they rest on was changed since.

use domain::Day;
use domain::fact::FactId;
use domain::history::History;
use domain::instant::Instant;
use domain::kinds::FactData;
use serde_json::{Value, json};
use store::fact::StoredFact;

/// A question that was settled.
#[derive(Clone, Debug)]
pub struct Clarification {
    pub id: i64,
    pub question: String,
    pub answer: String,
    pub on: Day,
    pub by: String,
    /// Id of the fact, as it was written.
    pub rests_on: String,
    pub state: ClarificationState,
}

#[derive(Clone, Debug)]
pub enum ClarificationState {
    Settled,
    /// The latest change of what it rests on.
    Reopened(Box<Reopened>),
    /// Nobody can tell: the case has no such fact.
    RestsOnNothing,
}

/// What was changed after the question was settled, by whom and when.
#[derive(Clone, Debug)]
pub struct Reopened {
    pub before: Said,
    /// `None`: it was taken back.
    pub now: Option<Said>,
    pub at: Instant,
    pub by: String,
}

/// A fact's word and its days.
#[derive(Clone, Debug)]
pub struct Said {
    pub data: FactData,
    pub from: Day,
    pub through: Option<Day>,
    pub minute: Option<u16>,
}

impl Said {
    fn of(stored: &StoredFact) -> Said {
        let fact = &stored.fact;
        Said { data: fact.data.clone(), from: fact.from, through: fact.through, minute: fact.minute }
    }

    fn json(&self) -> Value {
        let through = self.through.map(|d| d.to_string());
        json!({ "kind": self.data.kind().name(), "from": self.from.to_string(), "through": through, "data": self.data.to_json() })
    }
}

/// Of the facts as they were known, in the order they became so. A question that was settled again is shown once.
pub(crate) fn clarifications(history: &History, stored: &[StoredFact], today: Day) -> Vec<Clarification> {
    let mut found: Vec<Clarification> = Vec::new();
    for (at, of) in stored.iter().enumerate() {
        let FactData::Clarification { question, answer, rests_on } = &of.fact.data else { continue };
        let stands = history.facts().iter().any(|f| f.id == of.fact.id);
        if !stands || of.fact.from > today {
            continue;
        }
        found.retain(|c| c.question.trim().to_lowercase() != question.trim().to_lowercase());
        found.push(Clarification {
            id: of.id,
            question: question.clone(),
            answer: answer.clone(),
            on: of.fact.from,
            by: of.actor.clone(),
            rests_on: rests_on.clone(),
            state: state_of(rests_on.trim(), of.commit, (stored, at)),
        });
    }
    found
}

/// Follows the fact through its corrections; those made before the question was settled were known to whoever did.
fn state_of(rests_on: &str, settled: i64, (stored, at): (&[StoredFact], usize)) -> ClarificationState {
    let Some(mut standing) = stored.iter().position(|f| f.fact.id.0 == rests_on).filter(|place| *place != at) else {
        return ClarificationState::RestsOnNothing;
    };
    let mut state = ClarificationState::Settled;
    for (place, later) in stored.iter().enumerate() {
        let of = |id: &Option<FactId>| id.as_ref() == Some(&stored[standing].fact.id);
        let (corrected, annulled) = (of(&later.fact.supersedes), of(&later.fact.annuls));
        if !corrected && !annulled {
            continue;
        }
        if later.commit > settled {
            state = ClarificationState::Reopened(Box::new(Reopened {
                before: Said::of(&stored[standing]),
                now: corrected.then(|| Said::of(later)),
                at: later.at,
                by: later.actor.clone(),
            }));
        }
        if corrected {
            standing = place;
        }
    }
    state
}

impl Clarification {
    pub(crate) fn json(&self) -> Value {
        let (state, changed) = match &self.state {
            ClarificationState::Settled => ("settled", Value::Null),
            ClarificationState::RestsOnNothing => ("rests_on_nothing", Value::Null),
            ClarificationState::Reopened(r) => (
                "reopened",
                json!({
                    "before": r.before.json(),
                    "now": r.now.as_ref().map(Said::json),
                    "at": r.at.day().to_string(),
                    "by": r.by,
                }),
            ),
        };
        json!({
            "id": self.id,
            "question": self.question,
            "answer": self.answer,
            "on": self.on.to_string(),
            "by": self.by,
            "rests_on": self.rests_on,
            "state": state,
            "changed": changed,
        })
    }
}

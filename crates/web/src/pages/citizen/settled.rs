//! What people settled in a case, what stands open again since, and what was found by those who assessed.

use crate::danish::dotted;
use crate::text::{t, tf};
use crate::words::{fact_days, fact_words};
use app::citizen::{CitizenPage, Clarification, ClarificationState, Reopened, Said};

pub(crate) struct SettledWords {
    pub(crate) settled: String,
    /// Why the question stands open again.
    pub(crate) reopened: Option<String>,
    /// Why nobody can tell whether it still stands.
    pub(crate) unknown: Option<String>,
}

/// What was found by those who assessed, each with its day.
pub(super) fn assessments(page: &CitizenPage) -> Vec<String> {
    page.assessments.iter().map(|(on, data)| format!("{} ({})", fact_words(data), dotted(*on))).collect()
}

pub(super) fn settled(page: &CitizenPage) -> Vec<SettledWords> {
    page.clarifications.iter().map(words).collect()
}

fn words(c: &Clarification) -> SettledWords {
    let (question, answer, day) = (c.question.as_str(), c.answer.as_str(), dotted(c.on));
    let said = [("question", question), ("answer", answer), ("day", &day), ("by", &c.by)];
    SettledWords {
        settled: tf("settled.line", &said),
        reopened: match &c.state {
            ClarificationState::Reopened(reopened) => Some(change(reopened)),
            _ => None,
        },
        unknown: matches!(c.state, ClarificationState::RestsOnNothing).then(|| t("settled.unknown")),
    }
}

fn change(reopened: &Reopened) -> String {
    let text = |said: &Said| {
        format!("{}, {}", fact_words(&said.data), fact_days(&said.data, said.from, said.through, said.minute))
    };
    let (before, day) = (text(&reopened.before), dotted(reopened.at.day()));
    match &reopened.now {
        Some(now) => {
            tf("settled.corrected", &[("before", &before), ("now", &text(now)), ("day", &day), ("by", &reopened.by)])
        }
        None => tf("settled.annulled", &[("before", &before), ("day", &day), ("by", &reopened.by)]),
    }
}

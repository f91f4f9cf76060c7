//! A person's word about one duty: the municipality's goal set aside, deferred on the list, not relevant. The law's date
//! stays where it is.

use crate::access::{Action, Viewer};
use crate::record::{Change, Recorded};
use crate::register::{self, Posted};
use crate::{App, AppError, FormError, Moment};
use domain::Day;
use domain::codes::{Code, DeferralReason, DeviationReason, NotRelevantReason, codes};
use domain::history::History;
use domain::kinds::FactData;
use rulebook::assess::{Duty, assess};
use rulebook::report::duty_id;
use store::CommitNumber;

codes! {
    /// What is said of a duty.
    Word "duty_word" {
        GoalSetAside = "goal_set_aside",
        Deferred = "deferred",
        NotRelevant = "not_relevant",
    }
}

/// Reasons that stand as buttons under a goal: one click sets it aside.
pub const ASIDE_REASONS: [DeviationReason; 3] =
    [DeviationReason::BorgerensOenske, DeviationReason::KonkretVurdering, DeviationReason::Kapacitet];

/// The form as posted. `reason` is a code of the word's own list.
#[derive(Clone, Debug)]
pub struct DutyWord {
    /// Id of the duty, such as `jobsamtale@17#4`.
    pub duty: String,
    pub word: Word,
    pub reason: String,
    /// Last day of a deferral.
    pub through: Option<Day>,
}

/// What was said of a duty, for its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub word: Word,
    /// Code of the reason, in the list of the word.
    pub reason: &'static str,
    pub from: Day,
    pub through: Option<Day>,
}

/// What stands said of a duty on a day, in the order it was said.
pub(crate) fn said(duty: &Duty, history: &History, today: Day) -> Vec<Said> {
    let marks = duty.marks.iter().map(|m| &history.view().marks[*m as usize]);
    let holds = marks.filter(|m| m.from <= today && m.through.is_none_or(|t| today <= t));
    holds
        .filter_map(|mark| {
            let (word, reason) = match &history.fact(mark.fact).data {
                FactData::GoalSetAside { reason, .. } => (Word::GoalSetAside, reason.code()),
                FactData::Deferral { reason, .. } => (Word::Deferred, reason.code()),
                FactData::NotRelevant { reason, .. } => (Word::NotRelevant, reason.code()),
                _ => return None,
            };
            Some(Said { word, reason, from: mark.from, through: mark.through })
        })
        .collect()
}

fn mistake(field: &'static str, key: &'static str) -> AppError {
    AppError::Form(vec![register::mistake(field, key)])
}

/// The reason and the last day of a deferral, or all that is wrong with them.
fn deferral(form: &DutyWord, today: Day) -> Result<(DeferralReason, Day), Vec<FormError>> {
    let day = match form.through {
        None => Err("word.error.no_day"),
        Some(day) if day < today => Err("word.error.past_day"),
        Some(day) => Ok(day),
    };
    match (DeferralReason::from_code(&form.reason), day) {
        (Some(reason), Ok(day)) => Ok((reason, day)),
        (reason, day) => {
            let day = day.err().map(|key| register::mistake("through", key));
            let reason = reason.is_none().then(|| register::mistake("reason", "word.error.reason"));
            Err(day.into_iter().chain(reason).collect())
        }
    }
}

impl App {
    /// Saves a word about a duty that is open today.
    pub async fn duty_word_register(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        form: &DutyWord,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        if let Some(done) = self.store.form_key_find(self.municipality, &posted.key).await? {
            return Ok(done);
        }
        let case = self.case_open(viewer, posted.case, Action::Register, "frist", moment).await?;
        let course = assess(case.history.view(), &self.rulebook);
        let found = course.duties.iter().find(|d| duty_id(d, &case.history, &self.rulebook) == form.duty);
        let duty = found.ok_or(AppError::NotFound)?;
        if duty.on(moment.today, case.history.view()).is_none_or(|s| !s.is_open()) {
            return Err(mistake("duty", "word.error.closed"));
        }
        let key = self.rulebook.duty_keys[usize::from(duty.key)].clone();
        let n = i64::from(duty.ordinal);
        let no_reason = || mistake("reason", "word.error.reason");
        let (data, through) = match form.word {
            Word::GoalSetAside => {
                if duty.goal_basis().is_none() {
                    return Err(mistake("duty", "word.error.no_goal"));
                }
                let reason = DeviationReason::from_code(&form.reason).ok_or_else(no_reason)?;
                (FactData::GoalSetAside { reason, n, duty: key }, None)
            }
            Word::NotRelevant => {
                let reason = NotRelevantReason::from_code(&form.reason).ok_or_else(no_reason)?;
                (FactData::NotRelevant { reason, n, duty: key }, None)
            }
            Word::Deferred => {
                let (reason, through) = deferral(form, moment.today).map_err(AppError::Form)?;
                (FactData::Deferral { reason, n, duty: key }, Some(through))
            }
        };
        let facts = vec![Recorded::new(data, moment.today, through)];
        let change = Change { person: case.row.person.id, facts, owner: None, what: "frist" };
        self.case_save(viewer, posted, change, moment).await
    }
}

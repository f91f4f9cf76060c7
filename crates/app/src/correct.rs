//! Undoing what was just saved, and putting right what was written: a new word that names the old one. Nothing goes away.

use crate::access::{Action, Viewer};
use crate::citizen::NextDates;
use crate::question::gone_mistake;
use crate::record::{Change, Opened, Recorded, client_of};
use crate::register::{self, Outcome, Posted, no_mistakes, period_mistakes};
use crate::talk::Setting;
use crate::{App, AppError, Moment};
use domain::codes::{Code, TalkForm, TalkKind, codes};
use domain::kinds::{FactData, FactKind};
use domain::schema::{FieldSort, Timing};
use domain::{Day, Fact, FactId, History};
use store::CommitNumber;
use store::fact::StoredFact;

codes! {
    /// Why something written is put right or taken back.
    CorrectionReason "correction_reason" {
        ForkertDato = "forkert_dato",
        ForkertOplysning = "forkert_oplysning",
        NyOplysning = "ny_oplysning",
        SkrevetToGange = "skrevet_to_gange",
        ForkertBorger = "forkert_borger",
        Fortrudt = "fortrudt",
    }
}

/// A fact as the form for putting it right shows it.
#[derive(Clone, Debug)]
pub struct Correctable {
    pub id: i64,
    pub data: FactData,
    pub from: Day,
    /// `None` for what happens on a day; `Some(None)` while a period runs.
    pub through: Option<Option<Day>>,
    pub minute: Option<u16>,
    pub actor: String,
    pub at: domain::instant::Instant,
    pub source: String,
    pub value: Value,
    /// Of a talk that was: how it went, and how it was held.
    pub talk: Option<(Outcome, Option<TalkForm>)>,
    /// What the case looks like with each other outcome on the same day.
    pub previews: Vec<(Outcome, CorrectedDates)>,
}

/// What another outcome of the same talk does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CorrectedDates {
    /// How many more dates are kept with it; below zero they are kept no longer.
    pub met: i64,
    pub next: NextDates,
}

impl Correctable {
    /// The fact with what a form says; none where it cannot be.
    pub fn with(&self, value: &str, talk: Option<(Outcome, TalkForm)>) -> Option<FactData> {
        with_value(&self.data, value.trim()).map(|data| with_talk(data, talk))
    }
}

/// The part of a fact that a form puts right beside its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    DaysOnly,
    Text(String),
    /// Name of the code list, its codes, and the code that stands.
    Code {
        list: &'static str,
        codes: &'static [&'static str],
        chosen: String,
    },
}

/// What a form says instead.
#[derive(Clone, Debug)]
pub struct Correction {
    pub fact: i64,
    pub value: String,
    /// How a talk went and how it was held, where the form asks.
    pub talk: Option<(Outcome, TalkForm)>,
    pub from: Day,
    pub through: Option<Day>,
    pub reason: CorrectionReason,
}

/// Ownership is changed by handing over, never by rewriting what was said of it.
pub(crate) fn can_be_corrected(kind: FactKind) -> bool {
    !matches!(kind, FactKind::HandoverProposed | FactKind::HandoverAccepted | FactKind::HandoverDeclined)
}

/// The one field of a fact of a day that is offered: its text, else its first code. A period has its two days.
fn value_of(data: &FactData) -> (Value, Option<&'static str>) {
    let schema = data.kind().schema();
    if schema.timing != Timing::On {
        return (Value::DaysOnly, None);
    }
    let json = data.to_json();
    let said = |name: &str| json.get(name).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let text = schema.fields.iter().find(|f| f.name == "text" && matches!(f.sort, FieldSort::Text));
    if let Some(field) = text.filter(|f| json.get(f.name).is_some()) {
        return (Value::Text(said(field.name)), Some(field.name));
    }
    for field in schema.fields {
        if let (FieldSort::Code(list), true) = (field.sort, field.required) {
            let chosen = said(field.name);
            return (Value::Code { list: list.name, codes: list.codes, chosen }, Some(field.name));
        }
    }
    (Value::DaysOnly, None)
}

fn mistake(field: &'static str, key: &'static str) -> AppError {
    AppError::Form(vec![register::mistake(field, key)])
}

/// A talk that was: how it went, its kind, and how it was held.
fn talk_of(data: &FactData) -> Option<(Outcome, TalkKind, Setting)> {
    let (outcome, talk, form, holder, joint, companion) = match data {
        FactData::TalkHeld { talk, form, holder, joint, companion, .. } => {
            (Outcome::Held, talk, form, *holder, joint, companion)
        }
        FactData::TalkMissed { talk, form, joint, companion, .. } => {
            (Outcome::Missed, talk, form, None, joint, companion)
        }
        FactData::TalkCancelled { talk, form, joint, companion, .. } => {
            (Outcome::Cancelled, talk, form, None, joint, companion)
        }
        _ => return None,
    };
    Some((outcome, *talk, Setting { form: *form, holder, joint: *joint, companion: companion.clone() }))
}

/// A talk that went otherwise, or was held otherwise; what the new words have no place for is left out.
fn with_talk(mut data: FactData, said: Option<(Outcome, TalkForm)>) -> FactData {
    let (Some((outcome, new)), Some((before, talk, setting))) = (said, talk_of(&data)) else { return data };
    if outcome != before {
        return outcome.fact(talk, Setting { form: Some(new), ..setting });
    }
    // What else is said of a talk stays with it.
    if let FactData::TalkHeld { form, .. } | FactData::TalkMissed { form, .. } | FactData::TalkCancelled { form, .. } =
        &mut data
    {
        *form = Some(new);
    }
    data
}

impl App {
    /// The case assessed with each other outcome of a talk; nothing is saved.
    fn other_outcomes(&self, case: &Opened, stored: &StoredFact, today: Day) -> Vec<(Outcome, CorrectedDates)> {
        let Some((before, _, setting)) = talk_of(&stored.fact.data) else { return Vec::new() };
        let met = |course: &rulebook::assess::Course| {
            let bases = course.duties.iter().flat_map(|d| &d.bases).filter(|b| b.met.is_some()).count();
            i64::try_from(bases).unwrap_or(i64::MAX)
        };
        let now = met(&rulebook::assess(case.history.view(), &self.rulebook));
        let form = setting.form.unwrap_or(TalkForm::Fremmoede);
        let others = Outcome::ALL.iter().filter(|outcome| **outcome != before);
        let dates = others.map(|outcome| {
            let data = with_talk(stored.fact.data.clone(), Some((*outcome, form)));
            let facts = case.history.facts().iter().map(|fact| match fact.id == stored.fact.id {
                true => Fact { data: data.clone(), ..fact.clone() },
                false => fact.clone(),
            });
            let then = History::build(case.history.born, facts.collect::<Vec<_>>(), None);
            let after = rulebook::assess(then.view(), &self.rulebook);
            (*outcome, CorrectedDates { met: met(&after) - now, next: self.next_dates(&then, &after, today) })
        });
        dates.collect()
    }

    /// A fact that still stands, for the form.
    pub async fn correctable(
        &self,
        viewer: &Viewer,
        case: i64,
        fact: i64,
        moment: Moment,
    ) -> Result<(Correctable, i64), AppError> {
        let opened = self.case_open(viewer, case, Action::Correct, "rettelse", moment).await?;
        let stored = standing(&opened, fact)?;
        let period = stored.fact.kind().schema().timing != Timing::On;
        let found = Correctable {
            id: stored.id,
            data: stored.fact.data.clone(),
            from: stored.fact.from,
            through: period.then_some(stored.fact.through),
            minute: stored.fact.minute,
            actor: stored.actor.clone(),
            at: stored.at,
            source: stored.fact.source.system.clone(),
            value: value_of(&stored.fact.data).0,
            talk: talk_of(&stored.fact.data).map(|(outcome, _, setting)| (outcome, setting.form)),
            previews: self.other_outcomes(&opened, stored, moment.today),
        };
        Ok((found, opened.row.last_commit))
    }

    /// Puts a fact right: the new word supersedes the old one.
    pub async fn fact_correct(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        correction: &Correction,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        if let Some(done) = self.store.form_key_find(self.municipality, &posted.key).await? {
            return Ok(done);
        }
        let case = self.case_open(viewer, posted.case, Action::Correct, "rettelse", moment).await?;
        let stored = standing_since(&case, posted, correction.fact)?;
        let mut mistakes = period_mistakes(Some(correction.from), correction.through);
        let data = with_value(&stored.fact.data, correction.value.trim())
            .map(|data| with_talk(data, correction.talk))
            .ok_or_else(|| mistake("value", "form.error.choose"))?;
        if matches!(data.kind(), FactKind::TalkHeld | FactKind::TalkMissed) && correction.from > moment.today {
            mistakes.push(register::mistake("from", "form.error.future"));
        }
        no_mistakes(mistakes)?;
        if (&data, correction.from) != (&stored.fact.data, stored.fact.from) {
            no_mistakes(gone_mistake(&self.rulebook, "from", &data, correction.from).into_iter().collect())?;
        }
        let period = stored.fact.kind().schema().timing != Timing::On;
        let through = if period { correction.through } else { stored.fact.through };
        if data == stored.fact.data && (correction.from, through) == (stored.fact.from, stored.fact.through) {
            return Err(mistake("from", "correct.error.same"));
        }
        let new = Recorded {
            data,
            from: correction.from,
            through,
            supersedes: Some(stored.id),
            ..Recorded::copy(stored, correction.reason)
        };
        let change = Change { person: case.row.person.id, facts: vec![new], owner: None, what: "rettelse" };
        self.case_save(viewer, posted, change, moment).await
    }

    /// Takes a fact back; it stays in the history with who took it back, when and why.
    pub async fn fact_annul(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        fact: i64,
        reason: CorrectionReason,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        if let Some(done) = self.store.form_key_find(self.municipality, &posted.key).await? {
            return Ok(done);
        }
        let case = self.case_open(viewer, posted.case, Action::Correct, "rettelse", moment).await?;
        let facts = vec![Recorded::annulment(standing_since(&case, posted, fact)?, reason)];
        let change = Change { person: case.row.person.id, facts, owner: None, what: "rettelse" };
        self.case_save(viewer, posted, change, moment).await
    }

    /// Undoes the newest commit of a case, by the one who made it, while nothing came after it.
    pub async fn undo(&self, viewer: &Viewer, posted: &Posted, moment: Moment) -> Result<CommitNumber, AppError> {
        if let Some(done) = self.store.form_key_find(self.municipality, &posted.key).await? {
            return Ok(done);
        }
        let case = self.case_open(viewer, posted.case, Action::Register, "fortryd", moment).await?;
        if case.row.last_commit != posted.version {
            return Err(AppError::Conflict);
        }
        if self.undoable(viewer, case.row.last_commit, &case.stored).await?.is_none() {
            return Err(mistake("undo", "correct.error.not_yours"));
        }
        let last: Vec<&StoredFact> = case.stored.iter().filter(|f| f.commit == posted.version).collect();
        let facts = last.into_iter().filter_map(|fact| undone(fact, &case.stored)).collect();
        let change = Change { person: case.row.person.id, facts, owner: None, what: "fortryd" };
        self.case_save(viewer, posted, change, moment).await
    }

    /// The commit a viewer may undo: the case's newest, made by that login, and not itself an undoing.
    pub(crate) async fn undoable(
        &self,
        viewer: &Viewer,
        last_commit: i64,
        stored: &[StoredFact],
    ) -> Result<Option<i64>, AppError> {
        let last: Vec<&StoredFact> = stored.iter().filter(|f| f.commit == last_commit).collect();
        let ours = !last.is_empty() && last.iter().all(|f| can_be_corrected(f.fact.kind()));
        let author = self.store.commit_find(self.municipality, last_commit).await?;
        let mine = author.is_some_and(|a| a.client == client_of(viewer) && a.what != "fortryd");
        Ok((ours && mine).then_some(last_commit))
    }
}

/// A fact of the case that nothing has replaced; anything else is not found.
fn standing(case: &Opened, fact: i64) -> Result<&StoredFact, AppError> {
    let id = FactId(fact.to_string());
    let stands = case.history.facts().iter().any(|f| f.id == id && can_be_corrected(f.kind()));
    case.stored.iter().find(|s| stands && s.id == fact).ok_or(AppError::NotFound)
}

/// The fact a form is about. Where somebody has put it right or taken it back since the form was made, that is what the
/// writer is told, and not that there is no such fact.
fn standing_since<'c>(case: &'c Opened, posted: &Posted, fact: i64) -> Result<&'c StoredFact, AppError> {
    let changed = case.row.last_commit != posted.version && case.stored.iter().any(|s| s.id == fact);
    standing(case, fact).map_err(|e| if changed { AppError::Conflict } else { e })
}

/// What makes one fact of a commit as if it had not been written.
fn undone(fact: &StoredFact, stored: &[StoredFact]) -> Option<Recorded> {
    let named = |id: &FactId| stored.iter().find(|s| s.fact.id == *id);
    let again = |old: &StoredFact, supersedes: i64| Recorded {
        supersedes: Some(supersedes),
        ..Recorded::copy(old, CorrectionReason::Fortrudt)
    };
    match (&fact.fact.annuls, &fact.fact.supersedes) {
        (Some(id), _) => named(id).map(|old| again(old, old.id)),
        (None, Some(id)) => named(id).map(|old| again(old, fact.id)),
        (None, None) => Some(Recorded::annulment(fact, CorrectionReason::Fortrudt)),
    }
}

/// The same data with the offered field changed; `None` when the new value is none.
fn with_value(data: &FactData, value: &str) -> Option<FactData> {
    let (offered, field) = value_of(data);
    let Some(field) = field else { return Some(data.clone()) };
    let allowed = match &offered {
        Value::DaysOnly => true,
        Value::Text(_) => !value.is_empty(),
        Value::Code { codes, .. } => codes.contains(&value),
    };
    let mut json = data.to_json();
    json.as_object_mut()?.insert(field.to_owned(), value.into());
    FactData::from_json(data.kind(), &json).ok().filter(|_| allowed)
}

//! Registering what happened: one form, one transaction, once.

use crate::access::{Action, Viewer};
use crate::citizen::CitizenPage;
use crate::record::{Change, Opened, Recorded};
use crate::talk::Setting;
use crate::{App, AppError, FormError, Moment};
use domain::codes::{AbsenceKind, TalkKind, codes};
use domain::kinds::FactData;
use domain::{Day, Fact};
use store::CommitNumber;

codes! {
    Outcome "outcome" { Held = "held", Missed = "missed", Cancelled = "cancelled" }
}

impl Outcome {
    /// The fact of a talk that went so.
    pub fn fact(self, talk: TalkKind, setting: Setting) -> FactData {
        let Setting { form, holder, joint, companion } = setting;
        match self {
            Outcome::Held => FactData::TalkHeld { talk, form, holder, joint, companion, agreed: None },
            Outcome::Missed => FactData::TalkMissed { talk, cause: None, form, joint, companion },
            Outcome::Cancelled => FactData::TalkCancelled { talk, party: None, form, joint, companion },
        }
    }
}

/// The talk form as posted, already read into its types.
#[derive(Clone, Debug)]
pub struct TalkReport {
    pub talk: TalkKind,
    pub outcome: Outcome,
    pub setting: Setting,
    pub on: Day,
    pub next: Option<Day>,
    pub note: String,
    /// A second talk of that day is meant.
    pub again: bool,
}

/// What every form of a case carries: the version it was made from, and a key that lets it be saved once.
#[derive(Clone, Debug)]
pub struct Posted {
    pub case: i64,
    pub version: i64,
    pub key: String,
}

#[derive(Clone, Debug)]
pub struct AbsenceForm {
    pub absence: AbsenceKind,
    pub from: Day,
    pub through: Option<Day>,
}

/// The field of the mistake that a talk of that day stands already: not a mistake when it is meant.
pub const TWICE: &str = "again";

/// What is already registered of a talk of that kind on that day.
fn talk_of_day<'c>(case: &'c Opened, form: &TalkReport) -> Option<&'c Fact> {
    case.history.facts().iter().find(|f| f.from == form.on && tells_of(&f.data, form.talk))
}

/// Whether it says how a talk of the kind went.
fn tells_of(data: &FactData, kind: TalkKind) -> bool {
    match data {
        FactData::TalkHeld { talk, .. } | FactData::TalkMissed { talk, .. } | FactData::TalkCancelled { talk, .. } => {
            *talk == kind
        }
        _ => false,
    }
}

/// Whether the page shows a talk of that kind on that day, however it went.
pub fn stands_already(page: &CitizenPage, kind: TalkKind, on: Day) -> bool {
    page.facts.iter().any(|f| f.from == on && !f.replaced && tells_of(&f.data, kind))
}

/// A key for one form: saved once, whatever the browser repeats.
pub fn form_key() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// A mistake at a field.
pub(crate) fn mistake(field: &'static str, key: &'static str) -> FormError {
    FormError { field, key, values: Vec::new() }
}

/// A period ends no day before it begins. A day that could not be read is not asked about.
pub fn period_mistakes(from: Option<Day>, through: Option<Day>) -> Vec<FormError> {
    let ends_before = |(from, through): &(Day, Day)| through < from;
    let wrong = from.zip(through).filter(ends_before);
    let told = |(from, _): (Day, Day)| FormError {
        values: vec![("from", from.to_string())],
        ..mistake("through", "form.error.through_before")
    };
    wrong.map(told).into_iter().collect()
}

/// What is wrong with the days of a talk; those that could not be read are not asked about.
pub fn talk_mistakes(outcome: Option<Outcome>, on: Option<Day>, next: Option<Day>, today: Day) -> Vec<FormError> {
    let mut errors = Vec::new();
    if on.is_some_and(|on| on > today) && outcome == Some(Outcome::Held) {
        errors.push(mistake("on", "form.error.future"));
    }
    if on.zip(next).is_some_and(|(on, next)| next <= on) {
        errors.push(mistake("next", "form.error.next_before"));
    }
    errors
}

/// All mistakes at once, or none.
pub(crate) fn no_mistakes(errors: Vec<FormError>) -> Result<(), AppError> {
    if errors.is_empty() { Ok(()) } else { Err(AppError::Form(errors)) }
}

impl App {
    pub async fn talk_register(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        form: &TalkReport,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        if let Some(done) = self.store.form_key_find(self.municipality, &posted.key).await? {
            return Ok(done);
        }
        no_mistakes(talk_mistakes(Some(form.outcome), Some(form.on), form.next, moment.today))?;
        let case = self.case_open(viewer, posted.case, Action::Register, "samtale", moment).await?;
        // What somebody else wrote meanwhile is told first, and with it that the talk stands already.
        if case.row.last_commit != posted.version {
            return Err(AppError::Conflict);
        }
        if !form.again && talk_of_day(&case, form).is_some() {
            return Err(AppError::Form(vec![FormError { field: TWICE, key: "form.twice", values: Vec::new() }]));
        }
        let setting = form.setting.clone().held_by(viewer, &case.history, form.talk, form.on);
        let mut facts = vec![(form.outcome.fact(form.talk, setting), form.on, None)];
        if let Some(next) = form.next {
            // How the next is held, and with whom, is not asked here.
            let setting = Setting::default().held_by(viewer, &case.history, form.talk, next);
            facts.push((setting.booked(form.talk), next, None));
        }
        if !form.note.trim().is_empty() {
            facts.push((FactData::Note { text: form.note.trim().to_owned() }, form.on, None));
        }
        self.facts_register(viewer, posted, facts, "samtale", moment).await
    }

    pub async fn absence_register(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        form: &AbsenceForm,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        no_mistakes(period_mistakes(Some(form.from), form.through))?;
        let absence = FactData::Absence { absence: form.absence, party: None };
        self.facts_register(viewer, posted, vec![(absence, form.from, form.through)], "fravær", moment).await
    }

    pub async fn note_register(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        text: &str,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        if text.trim().is_empty() {
            return Err(AppError::Form(vec![FormError {
                field: "text",
                key: "form.error.empty_note",
                values: Vec::new(),
            }]));
        }
        self.facts_register(
            viewer,
            posted,
            vec![(FactData::Note { text: text.trim().to_owned() }, moment.today, None)],
            "notat",
            moment,
        )
        .await
    }

    /// Adds facts to a case in one commit; see [`App::case_save`].
    pub(crate) async fn facts_register(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        facts: Vec<(FactData, Day, Option<Day>)>,
        what: &str,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        let case = self.case_open(viewer, posted.case, Action::Register, what, moment).await?;
        self.facts_save(viewer, posted, &case, facts, what, moment).await
    }

    /// As [`App::facts_register`], in a case that is opened already.
    pub(crate) async fn facts_save(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        case: &Opened,
        facts: Vec<impl Into<Recorded>>,
        what: &str,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        let facts: Vec<Recorded> = facts.into_iter().map(Into::into).collect();
        if case.history.born.is_some_and(|born| facts.iter().any(|fact| fact.from < born)) {
            let field = if what == "samtale" { "on" } else { "from" };
            return Err(AppError::Form(vec![FormError { field, key: "form.error.before_birth", values: Vec::new() }]));
        }
        self.case_save(viewer, posted, Change { person: case.row.person.id, facts, owner: None, what }, moment).await
    }
}

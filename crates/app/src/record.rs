//! Writing to a case: decided, once per form, refused when somebody else was first, owner and facts together.

use crate::access::{Action, CaseStance, Viewer, decide};
use crate::correct::CorrectionReason;
use crate::register::{Posted, no_mistakes};
use crate::{App, AppError, FormError, Moment};
use domain::Day;
use domain::codes::Code;
use domain::history::History;
use domain::kinds::FactData;
use domain::schema;
use store::CommitNumber;
use store::case::CaseRow;
use store::fact::{NewFact, StoredFact};
use store::write::Author;

/// A browser and who sat before it: names may be shared, logins are not.
pub(crate) fn client_of(viewer: &Viewer) -> String {
    format!("web:{}", viewer.login)
}

/// A case as it is when somebody wants to write to it, and may.
pub(crate) struct Opened {
    pub(crate) row: CaseRow,
    pub(crate) history: History,
    pub(crate) stored: Vec<StoredFact>,
    pub(crate) stance: CaseStance,
}

/// One fact to add. `supersedes` and `annuls` name the fact that is corrected or taken back.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) data: FactData,
    pub(crate) from: Day,
    pub(crate) through: Option<Day>,
    pub(crate) minute: Option<u16>,
    pub(crate) supersedes: Option<i64>,
    pub(crate) annuls: Option<i64>,
    pub(crate) reason: Option<CorrectionReason>,
}

impl From<(FactData, Day, Option<Day>)> for Recorded {
    fn from((data, from, through): (FactData, Day, Option<Day>)) -> Recorded {
        Recorded::new(data, from, through)
    }
}

impl Recorded {
    pub(crate) fn new(data: FactData, from: Day, through: Option<Day>) -> Recorded {
        Recorded { data, from, through, minute: None, supersedes: None, annuls: None, reason: None }
    }

    /// Takes a fact back: the same words, naming the fact they end.
    pub(crate) fn annulment(fact: &StoredFact, reason: CorrectionReason) -> Recorded {
        Recorded { annuls: Some(fact.id), ..Recorded::copy(fact, reason) }
    }

    /// The same words once more.
    pub(crate) fn copy(fact: &StoredFact, reason: CorrectionReason) -> Recorded {
        Recorded {
            minute: fact.fact.minute,
            reason: Some(reason),
            ..Recorded::new(fact.fact.data.clone(), fact.fact.from, fact.fact.through)
        }
    }
}

/// Who has the case from this write on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewOwner {
    pub(crate) unit: String,
    pub(crate) employee: Option<String>,
}

/// What one write does to a case.
pub(crate) struct Change<'w> {
    pub(crate) person: i64,
    pub(crate) facts: Vec<Recorded>,
    pub(crate) owner: Option<NewOwner>,
    /// Its name in the log of commits.
    pub(crate) what: &'w str,
}

/// Texts that no fact can hold, each at the field of the form it was written in.
fn too_long(facts: &[Recorded], what: &str) -> Vec<FormError> {
    let of_fact = |fact: &Recorded| schema::too_long(&fact.data.fields()).collect::<Vec<_>>();
    let placed = |field| match (what, field) {
        ("samtale", "text") => "note",
        ("rettelse", _) => "value",
        (_, field) => field,
    };
    let values = || vec![("most", figures::danish::count(schema::LONGEST_TEXT as i64))];
    let long = facts.iter().flat_map(of_fact);
    long.map(|field| FormError { field: placed(field), key: "form.error.too_long", values: values() }).collect()
}

impl App {
    /// A case for somebody who wants to do something with it; a refusal is logged.
    pub(crate) async fn case_open(
        &self,
        viewer: &Viewer,
        case: i64,
        action: Action,
        what: &str,
        moment: Moment,
    ) -> Result<Opened, AppError> {
        let row = self.store.case_find(self.municipality, case).await?.ok_or(AppError::NotFound)?;
        let (born, stored) = self.store.fact_list(self.municipality, row.person.id).await?;
        let history = History::build(born, stored.iter().map(|f| f.fact.clone()), None);
        let stance = CaseStance::of(&self.config, &history, (&row.unit, row.employee.as_deref()), moment.today);
        if let Err(refusal) = decide(viewer, &stance, action) {
            self.log_look(viewer, row.person.id, what, Err(refusal), moment).await?;
            return Err(AppError::NoAccess(refusal));
        }
        Ok(Opened { row, history, stored, stance })
    }

    /// Adds facts in one commit, and the new owner with them. A second post of the same form gives the first one's
    /// commit; a form made before somebody else's change is refused with [`AppError::Conflict`].
    pub(crate) async fn case_save(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        change: Change<'_>,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        let Change { person, facts, owner, what } = change;
        no_mistakes(too_long(&facts, what))?;
        let author = Author { actor: viewer.name.clone(), client: client_of(viewer), what: what.to_owned() };
        let mut write = self.store.begin_write(self.municipality, &author, moment.now).await?;
        if let Some(done) = write.form_key_take(&posted.key).await? {
            return Ok(done);
        }
        if write.case_last_commit(posted.case).await? != Some(posted.version) {
            return Err(AppError::Conflict);
        }
        let new = facts.into_iter().map(|f| NewFact {
            person,
            data: f.data,
            from: f.from,
            through: f.through,
            minute: f.minute,
            source: viewer.name.clone(),
            import_key: None,
            supersedes: f.supersedes,
            annuls: f.annuls,
            reason: f.reason.map(|r| r.code().to_owned()),
        });
        write.facts_add(new.collect()).await?;
        if let Some(owner) = owner {
            write.case_owner_set(posted.case, &owner.unit, owner.employee.as_deref(), what).await?;
        }
        Ok(write.commit(&self.rulebook).await?)
    }
}

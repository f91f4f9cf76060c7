//! One fact that is missing, asked for by itself where the assessment names it.

use crate::access::{Action, Viewer};
use crate::correct::CorrectionReason;
use crate::record::{Change, Opened, Recorded};
use crate::register::{Posted, mistake, period_mistakes};
use crate::{App, AppError, FormError, Moment};
use domain::Day;
use domain::codes::codes;
use domain::history::History;
use domain::kinds::{FactData, FactKind};
use domain::schema::{FieldSchema, Timing};
use serde_json::Value;
use store::CommitNumber;
use store::fact::StoredFact;

codes! {
    /// A fact a form of the case asks for alone.
    Question "question" {
        Uddannelse = "uddannelse",
        Husstand = "husstand",
        Job = "job",
        OrdinaereTimer = "ordinaere_timer",
        Visitation = "visitation",
        FoersteHenvendelse = "foerste_henvendelse",
        Tilmelding = "tilmelding",
        Fravaersdag = "fravaersdag",
        JobVedSygdom = "job_ved_sygdom",
        ForventetRask = "forventet_rask",
        Sats = "sats",
        Opholdskrav = "opholdskrav",
        Beskaeftigelseskrav = "beskaeftigelseskrav",
        PermanentFleksjob = "permanent_fleksjob",
        MinPlan = "min_plan",
        /// A follow-up that was done: nothing lacks, but nothing else could write it.
        Opfoelgning = "opfoelgning",
    }
}

impl Question {
    /// The questions that give what the assessment lacks, by the name it has there. None where no form can give it.
    pub fn of_missing(name: &str) -> &'static [Question] {
        match name {
            "education" => &[Question::Uddannelse],
            "household.single_parent" => &[Question::Husstand],
            "visitation" => &[Question::Visitation],
            "first_contact" => &[Question::FoersteHenvendelse],
            "registered" => &[Question::Tilmelding],
            "sickness.from" => &[Question::Fravaersdag],
            "sickness.employed" => &[Question::JobVedSygdom],
            "sickness.expected_fit" => &[Question::ForventetRask],
            "benefit.rate" => &[Question::Sats],
            "requirement_met" => &[Question::Opholdskrav, Question::Beskaeftigelseskrav],
            "employment.permanent" => &[Question::PermanentFleksjob],
            "min_plan" => &[Question::MinPlan],
            _ => &[],
        }
    }

    pub fn kind(self) -> FactKind {
        match self {
            Question::Uddannelse => FactKind::Education,
            Question::Husstand => FactKind::Household,
            Question::Job | Question::PermanentFleksjob => FactKind::Employment,
            Question::OrdinaereTimer => FactKind::OrdinaryHours,
            Question::Visitation => FactKind::Visitation,
            Question::FoersteHenvendelse => FactKind::FirstContact,
            Question::Tilmelding => FactKind::Registered,
            Question::Fravaersdag | Question::JobVedSygdom | Question::ForventetRask => FactKind::Sickness,
            Question::Sats => FactKind::Benefit,
            Question::Opholdskrav => FactKind::Residence,
            Question::Beskaeftigelseskrav => FactKind::EarlierWork,
            Question::MinPlan => FactKind::PlanAgreed,
            Question::Opfoelgning => FactKind::FollowupHeld,
        }
    }

    /// What is asked beside the days; the first must be answered.
    fn names(self) -> &'static [&'static str] {
        match self {
            Question::Uddannelse => &["level"],
            Question::Husstand => &["single_parent", "partner", "children_at_home"],
            Question::Job => &["job", "hours", "company"],
            Question::OrdinaereTimer => &["hours"],
            Question::Visitation => &["category"],
            Question::FoersteHenvendelse => &["benefit"],
            Question::Tilmelding => &[],
            Question::Fravaersdag | Question::JobVedSygdom => &["employed"],
            Question::ForventetRask => &["expected_fit"],
            Question::Sats => &["rate"],
            Question::Opholdskrav | Question::Beskaeftigelseskrav => &["requirement_met"],
            Question::PermanentFleksjob => &["permanent"],
            Question::MinPlan => &["plan"],
            Question::Opfoelgning => &["followup", "form"],
        }
    }

    /// The answer belongs to a fact that stands already, which it fills.
    pub fn fills(self) -> bool {
        matches!(self, Question::JobVedSygdom | Question::ForventetRask | Question::Sats | Question::PermanentFleksjob)
    }

    /// What stands is put right where it is filled.
    fn action(self) -> Action {
        if self.fills() { Action::Correct } else { Action::Register }
    }

    /// It lasts, so that it may be said from a day to come.
    fn lasts(self) -> bool {
        self.kind().schema().timing == Timing::Period
    }

    /// A last day is asked for where the fact commonly has one.
    pub fn ends(self) -> bool {
        matches!(self, Question::Job | Question::OrdinaereTimer | Question::Fravaersdag)
    }

    /// A state that has often held since before the case began, not an event with a day of its own.
    pub fn holds_long(self) -> bool {
        use Question::{Beskaeftigelseskrav, Husstand, Opholdskrav, Uddannelse};
        matches!(self, Uddannelse | Husstand | Opholdskrav | Beskaeftigelseskrav)
    }

    /// What the fact that stands says beside the question goes on in the new one.
    fn carries(self) -> bool {
        matches!(self, Question::Opholdskrav | Question::Beskaeftigelseskrav)
    }

    pub fn fields(self) -> Vec<&'static FieldSchema> {
        let schema = self.kind().schema();
        self.names().iter().filter_map(|name| schema.fields.iter().find(|f| f.name == *name)).collect()
    }

    /// Whether a field must be answered.
    pub fn needs(self, field: &FieldSchema) -> bool {
        field.required || self.names().first() == Some(&field.name)
    }
}

/// A question as its form shows it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The latest fact that answers it today, or that the answer fills.
    pub stands: Option<Standing>,
    /// First day of the first benefit or contact: what nobody has written has often held since then.
    pub begun: Option<Day>,
}

#[derive(Clone, Debug)]
pub struct Standing {
    pub data: FactData,
    pub from: Day,
    pub through: Option<Day>,
}

/// What a form answers: the fields as they were written, read here by the schema of the fact.
#[derive(Clone, Debug)]
pub struct Answer {
    pub question: Question,
    pub fields: Vec<(&'static str, String)>,
    /// Left out where a fact that stands is filled.
    pub from: Option<Day>,
    pub through: Option<Day>,
}

/// The last fact of the kind that stands on the day, else the last of all.
fn standing<'s>(history: &History, stored: &'s [StoredFact], kind: FactKind, today: Day) -> Option<&'s StoredFact> {
    let of_kind = || history.facts().iter().filter(move |f| f.kind() == kind && f.from <= today);
    let holds = of_kind().rfind(|f| f.through.is_none_or(|t| today <= t));
    let found = holds.or_else(|| of_kind().next_back())?;
    stored.iter().find(|s| s.fact.id == found.id)
}

/// The fact an answer fills: the last one that stands and does not say it yet.
fn unfilled(case: &Opened, question: Question, today: Day) -> Option<&StoredFact> {
    let found = standing(&case.history, &case.stored, question.kind(), today)?;
    let said = found.fact.data.to_json();
    let name = question.names().first()?;
    (said.get(*name).is_none()).then_some(found)
}

/// What a field that must be answered asks for.
fn needed(field: &str) -> &'static str {
    match field {
        "level" => "question.error.level",
        "single_parent" => "question.error.single_parent",
        "job" => "question.error.job",
        "hours" => "question.error.hours",
        "category" => "question.error.category",
        "benefit" => "question.error.benefit",
        "employed" => "question.error.employed",
        "rate" => "question.error.rate",
        "requirement_met" => "question.error.requirement_met",
        "permanent" => "question.error.permanent",
        "plan" => "question.error.plan",
        "followup" => "question.error.followup",
        _ => "form.error.choose",
    }
}

/// The answer as data, on top of what stands; or what is wrong with which field.
fn read(answer: &Answer, stands: Option<&FactData>) -> Result<FactData, Vec<FormError>> {
    let question = answer.question;
    let mut said = stands.and_then(|d| d.to_json().as_object().cloned()).unwrap_or_default();
    let mut mistakes = Vec::new();
    for field in question.fields() {
        let text = answer.fields.iter().find(|(n, _)| *n == field.name).map_or("", |(_, text)| text.trim());
        if text.is_empty() {
            if question.needs(field) {
                mistakes.push(mistake(field.name, needed(field.name)));
            }
            continue;
        }
        let value = match field.sort {
            domain::schema::FieldSort::Int => {
                text.parse::<i64>().ok().filter(|n| (0..=30).contains(n)).map(Value::from)
            }
            _ => Some(Value::from(text)),
        };
        match value {
            Some(value) => {
                said.insert(field.name.to_owned(), value);
            }
            None => mistakes.push(mistake(field.name, "question.error.number")),
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    FactData::from_json(question.kind(), &Value::Object(said)).map_err(|problems| {
        let fields = question.fields();
        let wrong = fields.iter().filter(|f| problems.iter().any(|p| p.path.ends_with(f.name)));
        let named: Vec<FormError> = wrong.map(|f| mistake(f.name, "question.error.value")).collect();
        if named.is_empty() { vec![mistake("from", "question.error.value")] } else { named }
    })
}

/// A new fact with its days, or everything that is wrong with the answer.
fn read_whole(answer: &Answer, case: &Opened, today: Day) -> Result<FactData, Vec<FormError>> {
    let question = answer.question;
    let mut mistakes = period_mistakes(answer.from, answer.through);
    if answer.from.is_some_and(|from| from > today) && !question.lasts() {
        mistakes.push(mistake("from", "question.error.future"));
    }
    let on = answer.from.unwrap_or(today);
    let stands = standing(&case.history, &case.stored, question.kind(), on).filter(|_| question.carries());
    match read(answer, stands.map(|s| &s.fact.data)) {
        Ok(data) if mistakes.is_empty() => Ok(data),
        Ok(_) => Err(mistakes),
        Err(mut wrong) => {
            wrong.extend(mistakes);
            Err(wrong)
        }
    }
}

impl App {
    /// A question of a case for its form.
    pub async fn question(
        &self,
        viewer: &Viewer,
        case: i64,
        question: Question,
        moment: Moment,
    ) -> Result<Asked, AppError> {
        let case = self.case_open(viewer, case, question.action(), "oplysning", moment).await?;
        let today = moment.today;
        let found = if question.fills() {
            unfilled(&case, question, today)
        } else {
            standing(&case.history, &case.stored, question.kind(), today)
        };
        let stands = found.map(|f| Standing { data: f.fact.data.clone(), from: f.fact.from, through: f.fact.through });
        let begins = |kind| matches!(kind, FactKind::Benefit | FactKind::FirstContact);
        let begun = case.history.facts().iter().filter(|f| begins(f.kind()) && f.from <= today).map(|f| f.from).min();
        Ok(Asked { stands, begun })
    }

    /// Saves the answer: a new fact, or the old one once more with what it lacked.
    pub async fn answer_register(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        answer: &Answer,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        if let Some(done) = self.store.form_key_find(self.municipality, &posted.key).await? {
            return Ok(done);
        }
        let question = answer.question;
        if question.fills() {
            return self.answer_fill(viewer, posted, answer, moment).await;
        }
        let case = self.case_open(viewer, posted.case, Action::Register, "oplysning", moment).await?;
        let data = read_whole(answer, &case, moment.today).map_err(AppError::Form)?;
        let Some(from) = answer.from else {
            return Err(AppError::Form(vec![mistake("from", "form.error.day_needed")]));
        };
        let through = answer.through.filter(|_| question.ends());
        self.facts_save(viewer, posted, &case, vec![(data, from, through)], "oplysning", moment).await
    }

    /// What is wrong with an answer that cannot be read in full, so that all of it can be put right at once.
    pub async fn answer_mistakes(
        &self,
        viewer: &Viewer,
        case: i64,
        answer: &Answer,
        moment: Moment,
    ) -> Result<Vec<FormError>, AppError> {
        let question = answer.question;
        let case = self.case_open(viewer, case, question.action(), "oplysning", moment).await?;
        let read = match unfilled(&case, question, moment.today).filter(|_| question.fills()) {
            Some(old) => read(answer, Some(&old.fact.data)),
            None if question.fills() => return Ok(Vec::new()),
            None => read_whole(answer, &case, moment.today),
        };
        Ok(read.err().unwrap_or_default())
    }

    async fn answer_fill(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        answer: &Answer,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        let case = self.case_open(viewer, posted.case, answer.question.action(), "oplysning", moment).await?;
        let first = answer.question.names().first().copied().unwrap_or("from");
        let Some(old) = unfilled(&case, answer.question, moment.today) else {
            let changed = case.row.last_commit != posted.version;
            let none = AppError::Form(vec![mistake(first, "question.error.nothing_to_fill")]);
            return Err(if changed { AppError::Conflict } else { none });
        };
        let data = read(answer, Some(&old.fact.data)).map_err(AppError::Form)?;
        if let FactData::Sickness { expected_fit: Some(day), .. } = &data
            && *day < old.fact.from
        {
            return Err(AppError::Form(vec![mistake(first, "question.error.fit_before")]));
        }
        let copy = Recorded::copy(old, CorrectionReason::NyOplysning);
        let filled = Recorded { data, supersedes: Some(old.id), ..copy };
        let change = Change { person: case.row.person.id, facts: vec![filled], owner: None, what: "oplysning" };
        self.case_save(viewer, posted, change, moment).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::codes::{Code, Education, YesNo};

    #[test]
    fn every_question_asks_for_fields_its_fact_has_and_leaves_out_none_that_must_be_there() {
        for question in Question::ALL {
            assert_eq!(question.fields().len(), question.names().len(), "{question:?}");
            let required = question.kind().schema().fields.iter().filter(|f| f.required && f.name != "v");
            for field in required {
                assert!(
                    question.fills() || question.names().contains(&field.name),
                    "{question:?} lacks {}",
                    field.name
                );
            }
        }
    }

    #[test]
    fn an_answer_is_read_by_its_fact_and_a_wrong_one_names_its_field() {
        let answer = |question, fields: &[(&'static str, &str)]| {
            let fields = fields.iter().map(|(n, v)| (*n, (*v).to_owned())).collect();
            read(&Answer { question, fields, from: None, through: None }, None)
        };
        assert_eq!(
            answer(Question::Uddannelse, &[("level", "gymnasial")]),
            Ok(FactData::Education { level: Education::Gymnasial })
        );
        let home = &[("single_parent", "ja"), ("partner", ""), ("children_at_home", "2")];
        assert_eq!(
            answer(Question::Husstand, home),
            Ok(FactData::Household { single_parent: Some(YesNo::Ja), partner: None, children_at_home: Some(2) })
        );
        let wrong = |question, fields| answer(question, fields).unwrap_err()[0].field;
        assert_eq!(wrong(Question::Uddannelse, &[("level", "phd")]), "level");
        assert_eq!(
            wrong(Question::Husstand, &[("single_parent", "ja"), ("children_at_home", "mange")]),
            "children_at_home"
        );
        assert_eq!(wrong(Question::OrdinaereTimer, &[("hours", "200")]), "hours");
        assert_eq!(wrong(Question::Sats, &[]), "rate");
    }
}

//! One fact asked for by itself: where the assessment names it as missing, and where a person says what no rule finds.

mod asks;
mod offered;
mod read;

pub use asks::{Question, Theme};
pub use offered::{Offered, OfferedWords};

use crate::access::{Action, Viewer, decide};
use crate::config::Config;
use crate::correct::CorrectionReason;
use crate::record::{Change, Opened, Recorded};
use crate::register::{Posted, mistake};
use crate::{App, AppError, FormError, Moment};
use domain::codes::Code;
use domain::history::History;
use domain::kinds::{FactData, FactKind};
use domain::{Day, Fact};
use offered::offered;
pub(crate) use read::gone_mistake;
use read::{read, read_whole};
use store::CommitNumber;
use store::fact::StoredFact;

/// A question as its form shows it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What answers it today: all where several may, else the latest; or what the answer fills.
    pub stands: Vec<Standing>,
    /// First day of the first benefit or contact: what nobody has written has often held since then.
    pub begun: Option<Day>,
    /// What the field chooses among that [`Question::chooses`] names.
    pub offered: Vec<Offered>,
    /// The form for the end of what stands, where this reader may write it.
    pub end: Option<Question>,
    /// A register has said it: nobody is asked.
    pub registered: bool,
}

#[derive(Clone, Debug)]
pub struct Standing {
    pub data: FactData,
    pub from: Day,
    pub through: Option<Day>,
}

impl Standing {
    fn of(fact: &Fact) -> Standing {
        Standing { data: fact.data.clone(), from: fact.from, through: fact.through }
    }
}

/// One line of the list of forms.
#[derive(Clone, Debug)]
pub struct Form {
    pub question: Question,
    pub stands: Vec<Standing>,
    /// The form for the end of what stands, where this reader may write it.
    pub end: Option<Question>,
}

/// What a form answers: the fields as they were written, read here by the schema of the fact.
#[derive(Clone, Debug)]
pub struct Answer {
    pub question: Question,
    pub fields: Vec<(&'static str, String)>,
    /// Left out where a fact that stands is filled.
    pub from: Option<Day>,
    pub through: Option<Day>,
    /// Of [`Question::timed`]: minutes after midnight.
    pub minute: Option<u16>,
}

impl Answer {
    fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| *n == name).map_or("", |(_, text)| text.trim())
    }
}

/// The last fact of the form that stands on the day, else the last of all.
fn standing<'s>(history: &History, stored: &'s [StoredFact], question: Question, today: Day) -> Option<&'s StoredFact> {
    let of_it = || history.facts().iter().filter(move |f| question.is_of(&f.data) && f.from <= today);
    let holds = of_it().rfind(|f| f.through.is_none_or(|t| today <= t));
    let found = holds.or_else(|| of_it().next_back())?;
    stored.iter().find(|s| s.fact.id == found.id)
}

/// The fact an answer fills: the last one that stands and does not say it yet.
fn unfilled(case: &Opened, question: Question, today: Day) -> Option<&StoredFact> {
    let found = standing(&case.history, &case.stored, question, today)?;
    let said = found.fact.data.to_json();
    let name = question.names().first()?;
    (said.get(*name).is_none()).then_some(found)
}

/// What answers a question already.
fn stands(case: &Opened, config: &Config, question: Question, today: Day) -> Vec<Standing> {
    if let Some(end) = question.end() {
        return offered::stands(end, config, &case.history, today);
    }
    if question.is_end() {
        return Vec::new();
    }
    let found = if question.fills() {
        unfilled(case, question, today)
    } else {
        standing(&case.history, &case.stored, question, today)
    };
    found.map(|f| Standing::of(&f.fact)).into_iter().collect()
}

/// What a register has said is not asked, and not written over by hand.
fn is_registered(case: &Opened, question: Question) -> bool {
    question == Question::Foedselsdag && case.row.person.born.is_some()
}

/// What ends is put right, and only where something stands.
fn end(question: Question, stands: &[Standing], may_correct: bool) -> Option<Question> {
    question.end().filter(|_| may_correct && !stands.is_empty())
}

fn may_correct(viewer: &Viewer, case: &Opened) -> bool {
    decide(viewer, &case.stance, Action::Correct).is_ok()
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
        let begins = |kind| matches!(kind, FactKind::Benefit | FactKind::FirstContact);
        let begun = case.history.facts().iter().filter(|f| begins(f.kind()) && f.from <= today).map(|f| f.from).min();
        let stands = stands(&case, &self.config, question, today);
        let end = end(question, &stands, may_correct(viewer, &case));
        let offered = offered(question, &self.config, &case.history, today);
        Ok(Asked { stands, begun, offered, end, registered: is_registered(&case, question) })
    }

    /// Whose case it is, and what can be written in it, each with what stands; without what this reader may not write.
    pub async fn forms(&self, viewer: &Viewer, case: i64, moment: Moment) -> Result<(String, Vec<Form>), AppError> {
        let seen = self.seen(viewer, case, None, (Action::Open, "oplysning"), moment).await?;
        let case = Opened { row: seen.row, history: seen.history, stored: seen.stored, stance: seen.stance };
        let decision = decide(viewer, &case.stance, Action::Register);
        if decision.is_err() {
            self.log_look(viewer, case.row.person.id, "oplysning", decision, moment).await?;
        }
        decision.map_err(AppError::NoAccess)?;
        let may_correct = may_correct(viewer, &case);
        let offers = |q: &&Question| !q.fills() && !q.is_end() && !is_registered(&case, **q);
        let listed = Question::ALL.iter().filter(offers).filter(|q| may_correct || !q.corrects());
        let form = |question: &Question| {
            let stands = stands(&case, &self.config, *question, moment.today);
            Form { question: *question, end: end(*question, &stands, may_correct), stands }
        };
        Ok((case.row.person.name(), listed.map(form).collect()))
    }

    /// Saves the answer: a new fact, or the old one once more with what it lacked or with its last day.
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
        let case = self.case_open(viewer, posted.case, question.action(), "oplysning", moment).await?;
        // What somebody else wrote meanwhile is told first: what was chosen may stand no longer.
        if question.chooses().is_some() && case.row.last_commit != posted.version {
            return Err(AppError::Conflict);
        }
        if question.fills() || question.stops() {
            let changed = if question.fills() {
                filled(&case, posted, answer, moment.today)
            } else {
                stopped(&case, &self.config, answer, moment.today)
            };
            let change = Change { person: case.row.person.id, facts: vec![changed?], owner: None, what: "oplysning" };
            return self.case_save(viewer, posted, change, moment).await;
        }
        let data = read_whole(answer, &case, (&self.config, &self.rulebook), moment.today).map_err(AppError::Form)?;
        let Some(from) = answer.from else {
            return Err(AppError::Form(vec![mistake("from", "form.error.day_needed")]));
        };
        let through = answer.through.filter(|_| question.ends());
        let minute = answer.minute.filter(|_| question.timed());
        let fact = Recorded { minute, ..Recorded::new(data, from, through) };
        self.facts_save(viewer, posted, &case, vec![fact], "oplysning", moment).await
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
        if question.stops() {
            return Ok(chosen(&case, &self.config, answer, moment.today).err().unwrap_or_default());
        }
        let read = match unfilled(&case, question, moment.today).filter(|_| question.fills()) {
            Some(old) => read(answer, Some(&old.fact.data), &[]),
            None if question.fills() => return Ok(Vec::new()),
            None => read_whole(answer, &case, (&self.config, &self.rulebook), moment.today),
        };
        Ok(read.err().unwrap_or_default())
    }
}

/// The fact that stands, once more with what it lacked.
fn filled(case: &Opened, posted: &Posted, answer: &Answer, today: Day) -> Result<Recorded, AppError> {
    let first = answer.question.names().first().copied().unwrap_or("from");
    let Some(old) = unfilled(case, answer.question, today) else {
        let changed = case.row.last_commit != posted.version;
        let none = AppError::Form(vec![mistake(first, "question.error.nothing_to_fill")]);
        return Err(if changed { AppError::Conflict } else { none });
    };
    let data = read(answer, Some(&old.fact.data), &[]).map_err(AppError::Form)?;
    if let FactData::Sickness { expected_fit: Some(day), .. } = &data
        && *day < old.fact.from
    {
        return Err(AppError::Form(vec![mistake(first, "question.error.fit_before")]));
    }
    let copy = Recorded::copy(old, CorrectionReason::NyOplysning);
    Ok(Recorded { data, supersedes: Some(old.id), ..copy })
}

/// The fact that is chosen to end, or what is wrong with the choice or with the last day.
fn chosen<'c>(
    case: &'c Opened,
    config: &Config,
    answer: &Answer,
    today: Day,
) -> Result<&'c StoredFact, Vec<FormError>> {
    let field = answer.question.chooses().unwrap_or("from");
    let choices = offered(answer.question, config, &case.history, today);
    let offered = choices.iter().find(|o| o.value == answer.text(field));
    let Some(old) = offered.and_then(|o| case.stored.iter().find(|s| s.fact.id.0 == o.value)) else {
        return Err(vec![mistake(field, "form.error.choose")]);
    };
    if answer.from.is_some_and(|last| last < old.fact.from) {
        return Err(vec![mistake("from", "question.error.last_before")]);
    }
    Ok(old)
}

/// The fact that stands, once more with its last day.
fn stopped(case: &Opened, config: &Config, answer: &Answer, today: Day) -> Result<Recorded, AppError> {
    let Some(last) = answer.from else {
        return Err(AppError::Form(vec![mistake("from", "form.error.day_needed")]));
    };
    let old = chosen(case, config, answer, today).map_err(AppError::Form)?;
    let copy = Recorded::copy(old, CorrectionReason::NyOplysning);
    Ok(Recorded { through: Some(last), supersedes: Some(old.id), ..copy })
}

#[cfg(test)]
mod tests {
    use super::read::read;
    use super::*;
    use domain::codes::{Code, Education, YesNo};

    #[test]
    fn every_question_asks_for_fields_its_fact_has_and_leaves_out_none_that_must_be_there() {
        for question in Question::ALL {
            assert_eq!(question.fields().len(), question.names().len(), "{question:?}");
            let required = question.kind().schema().fields.iter().filter(|f| f.required && f.name != "v");
            for field in required {
                assert!(
                    question.fills()
                        || question.stops()
                        || field.name == "document"
                        || question.names().contains(&field.name),
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
            read(&Answer { question, fields, from: None, through: None, minute: None }, None, &[])
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

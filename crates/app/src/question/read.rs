//! A form read into the data of its fact, with everything that is wrong told at once.

use super::offered::{Offered, offered, taken_since};
use super::{Answer, Question, is_registered, standing};
use crate::FormError;
use crate::config::Config;
use crate::gone::gone;
use crate::record::Opened;
use crate::register::{mistake, period_mistakes};
use domain::codes::Code;
use domain::history::History;
use domain::kinds::{FactData, FactKind};
use domain::schema::{FieldSchema, FieldSort};
use domain::{Day, Fact};
use rulebook::Rulebook;
use serde_json::{Map, Value};

/// What a field that must be answered asks for.
fn needed(field: &str) -> &'static str {
    match field {
        "level" => "question.error.level",
        "single_parent" => "question.error.single_parent",
        "job" => "question.error.job",
        "hours" => "question.error.hours",
        "left" => "question.error.left",
        "category" => "question.error.category",
        "benefit" => "question.error.benefit",
        "employed" => "question.error.employed",
        "rate" => "question.error.rate",
        "requirement_met" => "question.error.requirement_met",
        "permanent" => "question.error.permanent",
        "plan" => "question.error.plan",
        "followup" => "question.error.followup",
        "finding" => "question.error.finding",
        "author" => "question.error.author",
        "text" => "question.error.text",
        "role" => "question.error.role",
        "name" => "question.error.name",
        "receiver" => "question.error.receiver",
        "sender" => "question.error.sender",
        "group" => "question.error.group",
        "question" => "question.error.question",
        "answer" => "question.error.answer",
        "rests_on" => "question.error.rests_on",
        "born" => "question.error.born",
        "named" => "question.error.named",
        _ => "form.error.choose",
    }
}

/// Nobody has a right to more hours, five years of full time.
const MOST_HOURS: i64 = 9_999;

/// Hours of the right to dagpenge.
fn is_in_hours(field: &FieldSchema) -> bool {
    matches!(field.name, "left" | "used")
}

/// What a field says, into the data; or that it says nothing that can be read.
fn read_field(field: &FieldSchema, text: &str) -> Option<Value> {
    match field.sort {
        FieldSort::Int if is_in_hours(field) => {
            let plain = text.replace('.', "");
            plain.parse::<i64>().ok().filter(|n| (0..=MOST_HOURS).contains(n)).map(Value::from)
        }
        FieldSort::Int => text.parse::<i64>().ok().filter(|n| (0..=30).contains(n)).map(Value::from),
        _ => Some(Value::from(text)),
    }
}

/// The answer as data, on top of what stands; or what is wrong with which field.
pub(super) fn read(
    answer: &Answer,
    stands: Option<&FactData>,
    offered: &[Offered],
) -> Result<FactData, Vec<FormError>> {
    let question = answer.question;
    let mut said: Map<String, Value> = stands.and_then(|d| d.to_json().as_object().cloned()).unwrap_or_default();
    let mut mistakes = Vec::new();
    for field in question.fields() {
        let text = answer.text(field.name);
        if text.is_empty() {
            if question.needs(field) {
                mistakes.push(mistake(field.name, needed(field.name)));
            }
        } else if question.chooses() == Some(field.name) {
            match offered.iter().find(|o| o.value == text) {
                Some(chosen) => {
                    said.extend(chosen.said.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
                }
                None => mistakes.push(mistake(field.name, "form.error.choose")),
            }
        } else if let Some(value) = read_field(field, text) {
            said.insert(field.name.to_owned(), value);
        } else {
            let key = if is_in_hours(field) { "question.error.whole_hours" } else { "question.error.number" };
            mistakes.push(mistake(field.name, key));
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    said.extend(question.document().map(|document| ("document".to_owned(), document.code().into())));
    FactData::from_json(question.kind(), &Value::Object(said)).map_err(|problems| {
        let fields = question.fields();
        let wrong = fields.iter().filter(|f| problems.iter().any(|p| p.path.ends_with(f.name)));
        let named: Vec<FormError> = wrong.map(|f| mistake(f.name, "question.error.value")).collect();
        if named.is_empty() { vec![mistake("from", "question.error.value")] } else { named }
    })
}

/// A new fact with its days, or everything that is wrong with the answer.
pub(super) fn read_whole(
    answer: &Answer,
    case: &Opened,
    (config, rulebook): (&Config, &Rulebook),
    today: Day,
) -> Result<FactData, Vec<FormError>> {
    let question = answer.question;
    let offered = offered(question, config, &case.history, today);
    let mut mistakes = period_mistakes(answer.from, answer.through);
    if answer.from.is_some_and(|from| from > today) && !question.lasts() {
        mistakes.push(mistake("from", "question.error.future"));
    }
    let begun = question.chooses().and_then(|f| offered.iter().find(|o| o.value == answer.text(f))?.begun);
    if begun.zip(answer.from).is_some_and(|(begun, end)| end < begun) {
        mistakes.push(mistake("from", "question.error.end_before"));
    }
    let on = answer.from.unwrap_or(today);
    let stands = standing(&case.history, &case.stored, question, on).filter(|_| question.carries());
    match read(answer, stands.map(|s| &s.fact.data), &offered) {
        Ok(data) if mistakes.is_empty() && taken_since(config, &case.history, &data, on) => {
            Err(vec![mistake("from", "question.error.taken_since")])
        }
        Ok(data) if mistakes.is_empty() && runs_already(&case.history, &data, on) => {
            Err(vec![mistake("from", "question.error.runs_already")])
        }
        Ok(data) => {
            mistakes.extend(birthday_mistake(case, question, &data, today));
            mistakes.extend(answer.from.and_then(|from| gone_mistake(rulebook, "benefit", &data, from)));
            if mistakes.is_empty() { Ok(data) } else { Err(mistakes) }
        }
        Err(mut wrong) => {
            wrong.extend(mistakes);
            Err(wrong)
        }
    }
}

/// A benefit that was gone on the day, with its last day.
pub(crate) fn gone_mistake(rulebook: &Rulebook, field: &'static str, data: &FactData, from: Day) -> Option<FormError> {
    let gone = gone(rulebook, data, from)?;
    let values = vec![("day", gone.last.to_string())];
    Some(FormError { field, key: "question.error.benefit_gone", values })
}

/// A birthday that the register has is the register's; one that is written lies before all else in the case.
fn birthday_mistake(case: &Opened, question: Question, data: &FactData, today: Day) -> Option<FormError> {
    let FactData::Birthday { born } = data else { return None };
    let earlier = |f: &Fact| f.kind() != FactKind::Birthday && f.from < *born;
    let key = match born {
        _ if is_registered(case, question) => "question.error.born_registered",
        born if *born > today => "question.error.future",
        _ if case.history.facts().iter().any(earlier) => "question.error.born_after",
        _ => return None,
    };
    Some(mistake("born", key))
}

/// The same benefit, contact group or own group stands on the day or on a later one: it is not begun twice.
fn runs_already(history: &History, data: &FactData, from: Day) -> bool {
    history.facts().iter().any(|f| {
        let same = match (&f.data, data) {
            (FactData::Benefit { benefit: one, .. }, FactData::Benefit { benefit: other, .. }) => one == other,
            (FactData::ContactGroup { group: one }, FactData::ContactGroup { group: other }) => one == other,
            (FactData::NamedGroup { named: one }, FactData::NamedGroup { named: other }) => one == other,
            _ => false,
        };
        same && f.through.is_none_or(|last| from <= last)
    })
}

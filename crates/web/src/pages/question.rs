//! One missing fact: a small form for it alone, and the list of what can be written this way.

use crate::Web;
use crate::danish::{field, long};
use crate::pages::conflict::{ConflictWords, conflict_words};
use crate::pages::register::{Mistakes, Trouble, day_or, needed, saved, with_more};
use crate::pages::{Frame, error, page};
use crate::session::{Case, Signed};
use crate::text::{find, t, tf};
use crate::words::{fact_days, fact_words};
use app::citizen::CitizenPage;
use app::question::{Answer, Asked, Question};
use app::register::{Posted, form_key};
use askama::Template;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::Day;
use domain::codes::{Code, FollowUpKind};
use domain::kinds::FactKind;
use domain::schema::{FieldSchema, FieldSort};
use std::collections::BTreeMap;

/// What stands in the form, field by field.
struct Input {
    values: Vec<(&'static str, String)>,
    from: String,
    through: String,
    version: i64,
    key: String,
}

/// A field of the fact as it is drawn.
struct FieldWords {
    name: &'static str,
    label: String,
    hint: String,
    value: String,
    /// Choices of a code, with the chosen one; none for what is written.
    options: Vec<(&'static str, String, bool)>,
    day: bool,
    optional: bool,
}

#[derive(Template)]
#[template(path = "question.html")]
struct QuestionPage {
    frame: Frame,
    case: i64,
    name: String,
    title: String,
    why: String,
    code: &'static str,
    /// What stands now.
    stands: Option<String>,
    /// There is nothing the answer could be written on.
    nothing: bool,
    fills: bool,
    ends: bool,
    from_label: String,
    from_hint: String,
    fields: Vec<FieldWords>,
    input: Input,
    errors: Mistakes,
    conflict: Option<ConflictWords>,
}

impl QuestionPage {
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.iter().find(|(f, _)| *f == field).map(|(_, text)| text)
    }
}

#[derive(Template)]
#[template(path = "questions.html")]
struct ListPage {
    frame: Frame,
    case: i64,
    name: String,
    rows: Vec<(&'static str, String, String)>,
}

/// A link to the form that gives what is missing, with its words.
pub(crate) type Way = (String, String);

/// Where what is missing can be written: a form of its own, or the correction of an absence without an end.
pub(crate) fn ways<'n>(page: &CitizenPage, names: impl IntoIterator<Item = &'n String>) -> Vec<Way> {
    if !page.may_register {
        return Vec::new();
    }
    let mut found: Vec<Way> = Vec::new();
    for name in names {
        for question in Question::of_missing(name).iter().filter(|q| !q.fills() || page.may_correct) {
            let words = tf("question.fill", &[("what", &t(&format!("question.{}.short", question.code())))]);
            found.push((format!("/borger/{}/oplysning/{}", page.case, question.code()), words));
        }
        let open = || page.facts.iter().find(|f| f.kind == FactKind::Absence && f.through.is_none() && f.correctable);
        if let Some(fact) = (name == "absence.through" && page.may_correct).then(open).flatten() {
            let words = tf("question.fill", &[("what", &t("missing.absence.through"))]);
            found.push((format!("/borger/{}/ret/{}", page.case, fact.id), words));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The form of a follow-up, below a case's own address, with the kind chosen.
pub(crate) fn followup_form(kind: FollowUpKind) -> String {
    format!("/oplysning/{}?followup={}", Question::Opfoelgning.code(), kind.code())
}

/// Where a follow-up that is asked for can be written.
pub(crate) fn followup_way(page: &CitizenPage, kind: FollowUpKind) -> Option<Way> {
    let words = tf("question.fill", &[("what", &t("question.opfoelgning.short"))]);
    page.may_register.then(|| (format!("/borger/{}{}", page.case, followup_form(kind)), words))
}

fn value_now(asked: &Asked, name: &str) -> String {
    let said = asked.stands.as_ref().map(|s| s.data.to_json());
    match said.as_ref().and_then(|v| v.get(name)) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// Where nobody has written a lasting state yet, it is proposed from the day the case began: dates wait for it from there.
fn since_begun(question: Question, asked: &Asked) -> Option<Day> {
    asked.begun.filter(|_| question.holds_long() && asked.stands.is_none())
}

/// Answers that the link to a form names, by field.
type Meant = BTreeMap<String, String>;

/// A new form: what stands already is filled in where the whole is asked again, and what the link to it names.
fn fresh(question: Question, asked: &Asked, found: &CitizenPage, meant: &Meant) -> Input {
    // Another job is another fact; of the home and the education the old answer is the likely one.
    let again = matches!(question, Question::Husstand);
    let likely = |f: &FieldSchema| match question {
        _ if meant.contains_key(f.name) => meant[f.name].clone(),
        Question::FoersteHenvendelse => found.axes.benefit.map(|(b, ..)| b.code().to_owned()).unwrap_or_default(),
        Question::MinPlan => "min_plan".to_owned(),
        _ if again => value_now(asked, f.name),
        _ => String::new(),
    };
    Input {
        values: question.fields().iter().map(|f| (f.name, likely(f))).collect(),
        from: field(since_begun(question, asked).unwrap_or(found.today)),
        through: String::new(),
        version: found.version,
        key: form_key(),
    }
}

fn field_words(question: Question, schema: &FieldSchema, input: &Input) -> FieldWords {
    let value = input.values.iter().find(|(n, _)| *n == schema.name).map(|(_, v)| v.clone()).unwrap_or_default();
    let options = match schema.sort {
        FieldSort::Code(list) => {
            let text = |c: &str| find(&format!("code.{}.{c}", list.name)).unwrap_or_else(|| c.replace('_', " "));
            list.codes.iter().map(|c| (*c, text(c), *c == value)).collect()
        }
        _ => Vec::new(),
    };
    let key = |part: &str| format!("question.{part}.{}", schema.name);
    // Only a choice has no place of its own for the word.
    let suffix =
        if options.is_empty() || question.needs(schema) { String::new() } else { format!(" {}", t("form.optional")) };
    FieldWords {
        name: schema.name,
        label: format!("{}{suffix}", t(&key("field"))),
        hint: find(&key("hint")).unwrap_or_default(),
        day: matches!(schema.sort, FieldSort::Day),
        optional: !question.needs(schema),
        options,
        value,
    }
}

async fn shown(
    web: &Web,
    signed: &Signed,
    (case, question): (i64, Question),
    input: Result<Input, Meant>,
    trouble: Trouble,
) -> Response {
    let found = match web.app.citizen(&signed.viewer, case, None, "oplysning", signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let asked = match web.app.question(&signed.viewer, case, question, signed.moment).await {
        Ok(asked) => asked,
        Err(other) => return error::failure(&other),
    };
    let mut input = input.unwrap_or_else(|meant| fresh(question, &asked, &found, &meant));
    let (status, errors, conflict) = trouble.told(|| conflict_words(&found, input.version));
    if conflict.is_some() {
        input.version = found.version;
    }
    // A follow-up is of its day alone; nothing holds from it on.
    let of_a_day = question == Question::Opfoelgning;
    let hint = match (since_begun(question, &asked), asked.begun.filter(|_| !of_a_day)) {
        (Some(_), _) => t("question.from_hint_begun"),
        (None, Some(day)) => tf("question.from_hint_since", &[("day", &long(day))]),
        (None, None) => t("form.day_hint"),
    };
    let text = |part: &str| t(&format!("question.{}.{part}", question.code()));
    let form = QuestionPage {
        frame: Frame::new(web, signed, "citizens"),
        case,
        name: found.name,
        title: text("title"),
        why: text("why"),
        code: question.code(),
        stands: asked
            .stands
            .as_ref()
            .map(|s| format!("{} ({})", fact_words(&s.data), fact_days(&s.data, s.from, s.through, None))),
        nothing: question.fills() && asked.stands.is_none(),
        fills: question.fills(),
        ends: question.ends(),
        from_label: t(if of_a_day { "question.on" } else { "question.from" }),
        from_hint: hint,
        fields: question.fields().into_iter().map(|f| field_words(question, f, &input)).collect(),
        input,
        errors,
        conflict,
    };
    (status, page(&form)).into_response()
}

type Names = Path<BTreeMap<String, String>>;

fn question_of(Path(names): &Names) -> Option<Question> {
    names.get("question").and_then(|code| Question::from_code(code))
}

pub(crate) async fn list(State(web): State<Web>, signed: Signed, Case(case): Case) -> Response {
    let found = match web.app.citizen(&signed.viewer, case, None, "oplysning", signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let rows = Question::ALL.iter().filter(|q| !q.fills()).map(|q| {
        let latest = found.facts.iter().find(|f| f.kind == q.kind() && !f.replaced && f.from <= found.today);
        let stands = latest.map_or_else(
            || t("question.nothing_yet"),
            |f| format!("{} ({})", fact_words(&f.data), fact_days(&f.data, f.from, f.through, None)),
        );
        (q.code(), t(&format!("question.{}.title", q.code())), stands)
    });
    page(&ListPage { frame: Frame::new(&web, &signed, "citizens"), case, rows: rows.collect(), name: found.name })
}

pub(crate) async fn show(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    names: Names,
    Query(meant): Query<Meant>,
) -> Response {
    match question_of(&names) {
        Some(question) => shown(&web, &signed, (case, question), Err(meant), Trouble::None).await,
        None => error::not_found(),
    }
}

pub(crate) async fn save(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    names: Names,
    input: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let Some(question) = question_of(&names) else { return error::not_found() };
    let Ok(Form(posted)) = input else { return error::bad_form() };
    let said = |name: &str| posted.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
    let Ok(version) = said("version").parse() else { return error::bad_form() };
    let input = Input {
        values: question.fields().iter().map(|f| (f.name, said(f.name))).collect(),
        from: said("from"),
        through: said("through"),
        version,
        key: said("key"),
    };
    let mut errors = Vec::new();
    let mut fields = input.values.clone();
    for (schema, (name, text)) in question.fields().into_iter().zip(&mut fields) {
        if matches!(schema.sort, FieldSort::Day)
            && let Some(day) = needed(&mut errors, name, text)
        {
            *text = day.to_string();
        }
    }
    let from = if question.fills() { None } else { needed(&mut errors, "from", &input.from) };
    let through = if question.ends() { day_or(&mut errors, "through", &input.through) } else { None };
    let answer = Answer { question, fields, from, through };
    if !errors.is_empty() {
        match web.app.answer_mistakes(&signed.viewer, case, &answer, signed.moment).await {
            Ok(more) => with_more(&mut errors, &more),
            Err(other) => return error::failure(&other),
        }
        return shown(&web, &signed, (case, question), Ok(input), Trouble::Mistakes(errors)).await;
    }
    let form = Posted { case, version, key: input.key.clone() };
    match web.app.answer_register(&signed.viewer, &form, &answer, signed.moment).await {
        Ok(_) => saved(case, "saved_fact"),
        Err(error) => match Trouble::of(&error) {
            Some(trouble) => shown(&web, &signed, (case, question), Ok(input), trouble).await,
            None => error::failure(&error),
        },
    }
}

//! One missing fact: a small form for it alone, and the list of what can be written this way.

use crate::Web;
use crate::danish::{field, long};
use crate::pages::booking::read_time;
use crate::pages::conflict::{ConflictWords, Yours, conflict_words};
use crate::pages::register::{Mistakes, Trouble, day_or, needed, saved, with_more};
use crate::pages::{Frame, error, page};
use crate::rule_words::code_words;
use crate::session::{Case, Signed};
use crate::text::{find, t, tf};
use crate::words::{capital, fact_days, fact_words, label};
use app::citizen::CitizenPage;
use app::question::{Answer, Asked, Form as QuestionForm, Offered, OfferedWords, Question, Standing, Theme};
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
    /// The time of day, where the form asks for one.
    at: String,
    version: i64,
    key: String,
}

/// A value, its words, and whether it is chosen.
type Choice = (String, String, bool);

/// A field of the fact as it is drawn.
struct FieldWords {
    name: &'static str,
    label: String,
    hint: String,
    value: String,
    /// Choices of a code, with the chosen one; none for what is written.
    options: Vec<Choice>,
    day: bool,
    /// More than a line is written.
    long: bool,
    /// Said or not.
    flag: bool,
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
    stands: String,
    /// Why there is nothing the answer could be written on, where it is so.
    nothing: Option<String>,
    /// The form for the end of what stands.
    end: Option<(&'static str, String)>,
    /// What saving does.
    effect: String,
    fills: bool,
    ends: bool,
    timed: bool,
    from_label: String,
    from_hint: String,
    fields: Vec<FieldWords>,
    /// What is rarely said, behind *Mere*; open where something stands in it.
    more: Vec<FieldWords>,
    more_open: bool,
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
    groups: Vec<(&'static str, String, Vec<Row>)>,
}

/// A form of the list, with what stands today.
struct Row {
    code: &'static str,
    title: String,
    stands: String,
    end: Option<(&'static str, String)>,
}

/// A link to the form that gives what is missing, with its words.
pub(crate) type Way = (String, String);

/// The form of a question, and the words that lead to it.
pub(crate) fn fill_way(page: &CitizenPage, question: Question) -> Way {
    (format!("/borger/{}/oplysning/{}", page.case, question.code()), fill_words(question))
}

fn fill_words(question: Question) -> String {
    tf("question.fill", &[("what", &t(&format!("question.{}.short", question.code())))])
}

/// Where what is missing can be written: a form of its own, or the correction of an absence without an end.
pub(crate) fn ways<'n>(page: &CitizenPage, names: impl IntoIterator<Item = &'n String>) -> Vec<Way> {
    if !page.may_register {
        return Vec::new();
    }
    let mut found: Vec<Way> = Vec::new();
    for name in names {
        for question in Question::of_missing(name).iter().filter(|q| !q.fills() || page.may_correct) {
            found.push(fill_way(page, *question));
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
    let words = || fill_words(Question::Opfoelgning);
    page.may_register.then(|| (format!("/borger/{}{}", page.case, followup_form(kind)), words()))
}

fn value_now(asked: &Asked, name: &str) -> String {
    let said = asked.stands.first().map(|s| s.data.to_json());
    match said.as_ref().and_then(|v| v.get(name)) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// Where nobody has written a lasting state yet, it is proposed from the day the case began: dates wait for it from there.
fn since_begun(question: Question, asked: &Asked) -> Option<Day> {
    asked.begun.filter(|_| question.holds_long() && asked.stands.is_empty())
}

/// Answers that the link to a form names, by field.
type Meant = BTreeMap<String, String>;

/// A new form: what stands already is filled in where the whole is asked again, and what the link to it names.
fn fresh(question: Question, asked: &Asked, found: &CitizenPage, meant: &Meant, writer: &str) -> Input {
    // Another job is another fact; of the home and the education the old answer is the likely one.
    let again = matches!(question, Question::Husstand);
    let likely = |f: &FieldSchema| match question {
        _ if meant.contains_key(f.name) => meant[f.name].clone(),
        // Of one choice it is the one.
        _ if question.chooses() == Some(f.name) => match asked.offered.as_slice() {
            [only] => only.value.clone(),
            _ => String::new(),
        },
        Question::FoersteHenvendelse => found.axes.benefit.map(|(b, ..)| b.code().to_owned()).unwrap_or_default(),
        Question::MinPlan => "min_plan".to_owned(),
        _ if f.name == "author" => writer.to_owned(),
        _ if again => value_now(asked, f.name),
        _ => String::new(),
    };
    Input {
        values: question.fields().iter().map(|f| (f.name, likely(f))).collect(),
        from: field(since_begun(question, asked).unwrap_or(found.today)),
        through: String::new(),
        at: String::new(),
        version: found.version,
        key: form_key(),
    }
}

fn standing_words(found: &Standing) -> String {
    format!("{} ({})", fact_words(&found.data), fact_days(&found.data, found.from, found.through, None))
}

/// What stands; nothing where nothing does.
fn stands_words(stands: &[Standing]) -> String {
    stands.iter().map(standing_words).collect::<Vec<_>>().join("; ")
}

fn offered_words(offered: &Offered) -> String {
    match &offered.words {
        OfferedWords::Stands(found) => standing_words(found),
        OfferedWords::Actor(name) | OfferedWords::Group(name) => name.clone(),
        OfferedWords::Receiver(receiver) => capital(&label(*receiver)),
        OfferedWords::All => t("question.all_consents"),
    }
}

/// The choices of a field: those of its code list, or those the case offers.
fn options_of(question: Question, schema: &FieldSchema, offered: &[Offered], value: &str) -> Vec<Choice> {
    if question.chooses() == Some(schema.name) {
        return offered.iter().map(|o| (o.value.clone(), offered_words(o), o.value == value)).collect();
    }
    let FieldSort::Code(list) = schema.sort else { return Vec::new() };
    list.codes.iter().map(|c| ((*c).to_owned(), code_words(list.name, c), *c == value)).collect()
}

fn field_words(question: Question, schema: &FieldSchema, input: &Input, offered: &[Offered]) -> FieldWords {
    let value = input.values.iter().find(|(n, _)| *n == schema.name).map(|(_, v)| v.clone()).unwrap_or_default();
    let options = options_of(question, schema, offered, &value);
    let own = |part: &str| find(&format!("question.{}.{part}_{}", question.code(), schema.name));
    let key = |part: &str| format!("question.{part}.{}", schema.name);
    let long = schema.name == "text";
    let flag = matches!(schema.sort, FieldSort::Flag);
    // A choice and a long text have no place of their own for the word.
    let suffix = if (options.is_empty() && !long) || flag || question.needs(schema) {
        String::new()
    } else {
        format!(" {}", t("form.optional"))
    };
    FieldWords {
        name: schema.name,
        label: format!("{}{suffix}", own("field").unwrap_or_else(|| t(&key("field")))),
        hint: own("hint").or_else(|| find(&key("hint"))).unwrap_or_default(),
        day: matches!(schema.sort, FieldSort::Day),
        long,
        flag,
        optional: !question.needs(schema),
        options,
        value,
    }
}

/// What stands in the form, for who saved meanwhile.
fn yours(question: Question, input: &Input) -> Yours {
    let fields = question.kind().schema().fields;
    let words = |(name, value): &(&str, String)| match fields.iter().find(|f| f.name == *name).map(|f| f.sort) {
        Some(FieldSort::Code(list)) if !value.is_empty() => code_words(list.name, value),
        _ => value.clone(),
    };
    let said: Vec<String> = input.values.iter().map(words).filter(|text| !text.is_empty()).collect();
    Yours {
        kinds: vec![question.kind()],
        what: said.join(", "),
        from: input.from.clone(),
        through: input.through.clone(),
        ..Yours::default()
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
    let mut input = input.unwrap_or_else(|meant| fresh(question, &asked, &found, &meant, &signed.viewer.name));
    let (status, errors, conflict) = trouble.told(|| conflict_words(&found, input.version, &yours(question, &input)));
    if conflict.is_some() {
        input.version = found.version;
    }
    let own = |part: &str| find(&format!("question.{}.{part}", question.code()));
    let hint = own("from_hint").unwrap_or_else(|| match (since_begun(question, &asked), asked.begun) {
        (Some(_), _) => t("question.from_hint_begun"),
        (None, Some(day)) => tf("question.from_hint_since", &[("day", &long(day))]),
        (None, None) => t("form.day_hint"),
    });
    let lacks = asked.registered
        || (question.fills() && asked.stands.is_empty())
        || (question.chooses().is_some() && asked.offered.is_empty());
    let fields = question.fields().into_iter().map(|f| field_words(question, f, &input, &asked.offered));
    let (more, fields): (Vec<_>, Vec<_>) = fields.partition(|f| question.more().contains(&f.name));
    let wrong = |f: &FieldWords| errors.iter().any(|(name, _)| *name == f.name);
    let more_open = more.iter().any(|f| !f.value.is_empty() || wrong(f));
    let form = QuestionPage {
        frame: Frame::new(web, signed, "citizens"),
        case,
        name: found.name,
        title: title(question),
        why: t(&format!("question.{}.why", question.code())),
        code: question.code(),
        stands: stands_words(&asked.stands),
        nothing: lacks.then(|| own("nothing").unwrap_or_else(|| t("question.error.nothing_to_fill"))),
        end: asked.end.map(end_link),
        effect: own("effect").unwrap_or_else(|| t("form.effect.oplysning")),
        fills: question.fills(),
        ends: question.ends(),
        timed: question.timed(),
        from_label: own("from").unwrap_or_else(|| t("question.from")),
        from_hint: hint,
        fields,
        more,
        more_open,
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
    let (name, forms) = match web.app.forms(&signed.viewer, case, signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let row = |form: &QuestionForm| Row {
        code: form.question.code(),
        title: title(form.question),
        stands: if form.stands.is_empty() { t("question.nothing_yet") } else { stands_words(&form.stands) },
        end: form.end.map(end_link),
    };
    let of = |theme: Theme| forms.iter().filter(|f| f.question.theme() == theme).map(row).collect::<Vec<_>>();
    let groups =
        Theme::ALL.iter().map(|theme| (theme.code(), t(&format!("question.theme.{}", theme.code())), of(*theme)));
    let groups = groups.filter(|(_, _, rows)| !rows.is_empty()).collect();
    page(&ListPage { frame: Frame::new(&web, &signed, "citizens"), case, groups, name })
}

fn end_link(end: Question) -> (&'static str, String) {
    (end.code(), title(end))
}

/// What the form of a question is called.
pub(crate) fn title(question: Question) -> String {
    t(&format!("question.{}.title", question.code()))
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

/// The time of day, which may be left out.
fn time_or(errors: &mut Mistakes, text: &str) -> Option<u16> {
    let text = text.trim();
    let minute = read_time(text);
    if !text.is_empty() && minute.is_none() {
        errors.push(("at", tf("form.error.no_time", &[("text", text)])));
    }
    minute
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
        at: said("at"),
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
    let minute = if question.timed() { time_or(&mut errors, &input.at) } else { None };
    let answer = Answer { question, fields, from, through, minute };
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

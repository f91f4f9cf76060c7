//! *Mens du er væk*: one's list, or for a leader a colleague's, given for some days; what became of each case, and ending it.

use crate::Web;
use crate::danish::{days_long, field, period};
use crate::pages::handover::{ReceiverGroup, with_load};
use crate::pages::register::{Input, Mistakes, needed, with_more};
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::text::{count, count_of, t, tf};
use app::AppError;
use app::access::Role;
use app::away::{AwayForm, AwayPeriod, Colleague, Lent, LentOutcome, away_mistakes};
use app::handover::ReceiverUnit;
use app::register::form_key;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// `?for=karen`: whose list.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    r#for: String,
}

fn other(login: &str) -> Option<&str> {
    Some(login).filter(|l| !l.is_empty())
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct AwayInput {
    /// The colleague whose list it is; empty for one's own.
    of: String,
    person: String,
    from: String,
    through: String,
    protected: String,
    key: String,
}

/// A colleague who acts for some days, with the form that ends it.
pub(crate) struct PeriodWords {
    pub(crate) text: String,
    pub(crate) person: String,
    pub(crate) from: String,
    pub(crate) key: String,
}

#[derive(Template)]
#[template(path = "away.html")]
struct Page {
    frame: Frame,
    title: String,
    text: String,
    /// Said where there is nothing to give.
    empty: String,
    person: String,
    through_hint: String,
    give: String,
    back: (&'static str, String),
    cases: String,
    none: bool,
    protected: Option<String>,
    colleagues: Vec<ReceiverGroup>,
    periods: Vec<PeriodWords>,
    input: AwayInput,
    errors: Mistakes,
}

impl Page {
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.iter().find(|(f, _)| *f == field).map(|(_, text)| text)
    }
}

#[derive(Template)]
#[template(path = "away_done.html")]
struct Done {
    frame: Frame,
    title: String,
    summary: Vec<String>,
    /// No link where the reader may not open the case.
    lines: Vec<(Option<i64>, String, String)>,
    here: (String, String),
    back: (&'static str, String),
}

pub(crate) fn period_words(away: &AwayPeriod) -> PeriodWords {
    let days = away.through.map_or_else(|| period(away.from, None), |through| days_long(away.from, through));
    PeriodWords {
        text: count_of("away.period", away.cases, &[("name", &away.name), ("unit", &away.unit), ("days", &days)]),
        person: away.person.clone(),
        from: field(away.from),
        key: form_key(),
    }
}

/// A text of the page: about oneself, or about the colleague by name.
fn of_words(key: &str, of: Option<&Colleague>) -> String {
    match of {
        Some(of) => tf(&format!("away.of.{key}"), &[("name", &of.name)]),
        None => t(&format!("away.{key}")),
    }
}

/// Where one goes back to.
fn back(of_another: bool) -> (&'static str, String) {
    if of_another { ("/team", t("nav.team")) } else { ("/", t("overview.title")) }
}

async fn shown(web: &Web, signed: &Signed, input: Result<AwayInput, Asked>, errors: Mistakes) -> Response {
    let of = input.as_ref().ok().map_or_else(|| input.as_ref().err().map(|a| &a.r#for), |i| Some(&i.of));
    let found = match web.app.away(&signed.viewer, of.and_then(|o| other(o)), signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let input = input.unwrap_or_else(|asked| AwayInput {
        // Who is going away goes tomorrow; who fell ill is away today.
        from: field(if found.of.is_some() { signed.moment.today } else { signed.moment.today.plus_days(1) }),
        of: asked.r#for,
        person: found.suggested.clone().unwrap_or_default(),
        key: form_key(),
        ..AwayInput::default()
    });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let form = Page {
        frame: Frame::new(web, signed, if found.of.is_some() { "team" } else { "overview" }),
        title: of_words("title", found.of.as_ref()),
        text: of_words("text", found.of.as_ref()),
        empty: of_words("none", found.of.as_ref()),
        person: of_words("person", found.of.as_ref()),
        through_hint: of_words("through_hint", found.of.as_ref()),
        give: of_words("give", found.of.as_ref()),
        back: back(found.of.is_some()),
        cases: match &found.of {
            Some(of) => tf("away.cases_of", &[("name", &of.name), ("n", &found.cases.to_string())]),
            None => count("away.cases", found.cases),
        },
        none: found.cases == 0,
        protected: (found.protected > 0).then(|| count("away.protected", found.protected)),
        colleagues: colleague_groups(&found.colleagues, &input.person),
        periods: found.periods.iter().map(period_words).collect(),
        input,
        errors,
    };
    (status, page(&form)).into_response()
}

/// Colleagues by unit, with how many cases each has where that is counted.
fn colleague_groups(units: &[ReceiverUnit], chosen: &str) -> Vec<ReceiverGroup> {
    let groups = units.iter().map(|unit| ReceiverGroup {
        name: unit.name.clone(),
        choices: unit
            .people
            .iter()
            .map(|(login, name)| {
                let text = format!("{name}, {}", unit.name);
                (login.clone(), with_load(&text, unit.cases_of(login)), login == chosen)
            })
            .collect(),
    });
    groups.collect()
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    // Who sees no persons has no list to give, and none to go back to.
    if signed.viewer.role == Role::Analyst {
        return Redirect::to("/sammenlign").into_response();
    }
    shown(&web, &signed, Err(asked), Vec::new()).await
}

/// What became of a list: how many cases, who acts in them and when, and those that could not.
struct Became {
    title: &'static str,
    /// How many, with the colleague and the days where there are any.
    all: (&'static str, Vec<(&'static str, String)>),
    lent: Vec<Lent>,
}

fn done(web: &Web, signed: &Signed, of: &str, became: &Became) -> Response {
    // Of a colleague's list the words say nothing of "you".
    let key = |key: &str| if of.is_empty() { key.to_owned() } else { key.replacen("away.", "away.of.", 1) };
    let (all, values) = &became.all;
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let failed: Vec<(&Lent, &String)> = became
        .lent
        .iter()
        .filter_map(|l| match &l.outcome {
            LentOutcome::Done => None,
            LentOutcome::No(why) => Some((l, why)),
        })
        .collect();
    let mut summary = vec![count_of(&key(all), became.lent.len() - failed.len(), &values)];
    if !failed.is_empty() {
        summary.push(count("away.cannot", failed.len()));
    }
    let lines = failed.into_iter().map(|(l, why)| {
        let hidden = l.name.is_empty();
        let name = if hidden { tf("assign.case", &[("n", &l.case.to_string())]) } else { l.name.clone() };
        ((!hidden).then_some(l.case), name, t(why))
    });
    let query = percent_encoding::utf8_percent_encode(of, percent_encoding::NON_ALPHANUMERIC);
    page(&Done {
        frame: Frame::new(web, signed, if of.is_empty() { "overview" } else { "team" }),
        title: t(&key(became.title)),
        summary,
        lines: lines.collect(),
        here: match of {
            "" => ("/vaek".to_owned(), t("away.title")),
            _ => (format!("/vaek?for={query}"), t("away.of.here")),
        },
        back: back(!of.is_empty()),
    })
}

pub(crate) async fn give(State(web): State<Web>, signed: Signed, input: Input<AwayInput>) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    if input.key.is_empty() {
        return error::bad_form();
    }
    let mut errors = Vec::new();
    if input.person.is_empty() {
        errors.push(("person", t("away.error.person")));
    }
    let from = needed(&mut errors, "from", &input.from);
    let through = needed(&mut errors, "through", &input.through);
    if !errors.is_empty() {
        with_more(&mut errors, &away_mistakes(from, through, signed.moment.today));
    }
    let (Some(from), Some(through), true) = (from, through, errors.is_empty()) else {
        return shown(&web, &signed, Ok(input), errors).await;
    };
    let form = AwayForm { person: input.person.clone(), from, through, protected: !input.protected.is_empty() };
    match web.app.away_give(&signed.viewer, other(&input.of), &form, &input.key, signed.moment).await {
        Ok(lent) => {
            let name = match web.app.receiver_name(&format!("person:{}", input.person), signed.moment).await {
                Ok(name) => name,
                Err(other) => return error::failure(&other),
            };
            let all = ("away.given", vec![("name", name), ("days", days_long(from, through))]);
            done(&web, &signed, &input.of, &Became { title: "away.given_title", all, lent })
        }
        Err(AppError::Form(mistakes)) => {
            let errors = mistakes.iter().map(|e| (e.field, t(e.key))).collect();
            shown(&web, &signed, Ok(input), errors).await
        }
        Err(other) => error::failure(&other),
    }
}

pub(crate) async fn end(State(web): State<Web>, signed: Signed, input: Input<AwayInput>) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let Some(from) = needed(&mut Vec::new(), "from", &input.from) else { return error::bad_form() };
    if input.key.is_empty() {
        return error::bad_form();
    }
    match web.app.away_end(&signed.viewer, other(&input.of), (&input.person, from), &input.key, signed.moment).await {
        Ok(lent) => {
            let all = ("away.ended", Vec::new());
            done(&web, &signed, &input.of, &Became { title: "away.ended_title", all, lent })
        }
        Err(other) => error::failure(&other),
    }
}

//! *Mens du er væk*: one's list given to a colleague for some days, what became of each case, and ending it.

use crate::Web;
use crate::danish::{field, period};
use crate::pages::register::{Input, Mistakes, needed};
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::text::{count, t, tf};
use app::AppError;
use app::away::{AwayForm, AwayPeriod, Lent, LentOutcome};
use app::handover::ReceiverUnit;
use app::register::form_key;
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct AwayInput {
    person: String,
    from: String,
    through: String,
    protected: String,
    key: String,
}

struct PeriodWords {
    text: String,
    person: String,
    from: String,
    key: String,
}

#[derive(Template)]
#[template(path = "away.html")]
struct Page {
    frame: Frame,
    cases: String,
    none: bool,
    protected: Option<String>,
    colleagues: Vec<ReceiverUnit>,
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
    lines: Vec<(i64, String, String)>,
}

fn period_words(away: &AwayPeriod) -> PeriodWords {
    let days = period(away.from, away.through);
    PeriodWords {
        text: tf("away.period", &[("name", &away.name), ("days", &days), ("n", &away.cases.to_string())]),
        person: away.person.clone(),
        from: field(away.from),
        key: form_key(),
    }
}

async fn shown(web: &Web, signed: &Signed, input: Option<AwayInput>, errors: Mistakes) -> Response {
    let found = match web.app.away(&signed.viewer, signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let input = input.unwrap_or_else(|| AwayInput {
        from: field(signed.moment.today),
        key: form_key(),
        ..AwayInput::default()
    });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let form = Page {
        frame: Frame::new(web, signed, "overview"),
        cases: count("away.cases", found.cases),
        none: found.cases == 0,
        protected: (found.protected > 0).then(|| count("away.protected", found.protected)),
        colleagues: found.colleagues,
        periods: found.periods.iter().map(period_words).collect(),
        input,
        errors,
    };
    (status, page(&form)).into_response()
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed) -> Response {
    shown(&web, &signed, None, Vec::new()).await
}

fn done(web: &Web, signed: &Signed, keys: (&str, &str, &str), lent: Vec<Lent>) -> Response {
    let (title, one, all) = keys;
    let well = lent.iter().filter(|l| l.outcome == LentOutcome::Done).count();
    let mut summary = vec![count(all, well)];
    if well < lent.len() {
        summary.push(count("away.cannot", lent.len() - well));
    }
    let lines = lent.into_iter().map(|l| {
        let name = if l.name.is_empty() { tf("assign.case", &[("n", &l.case.to_string())]) } else { l.name };
        (
            l.case,
            name,
            match l.outcome {
                LentOutcome::Done => t(one),
                LentOutcome::No(key) => t(&key),
            },
        )
    });
    page(&Done { frame: Frame::new(web, signed, "overview"), title: t(title), summary, lines: lines.collect() })
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
    let (Some(from), Some(through), true) = (from, through, errors.is_empty()) else {
        return shown(&web, &signed, Some(input), errors).await;
    };
    let form = AwayForm { person: input.person.clone(), from, through, protected: !input.protected.is_empty() };
    match web.app.away_give(&signed.viewer, &form, &input.key, signed.moment).await {
        Ok(lent) => done(&web, &signed, ("away.given_title", "away.one_given", "away.given"), lent),
        Err(AppError::Form(mistakes)) => {
            let errors = mistakes.iter().map(|e| (e.field, t(e.key))).collect();
            shown(&web, &signed, Some(input), errors).await
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
    match web.app.away_end(&signed.viewer, (&input.person, from), &input.key, signed.moment).await {
        Ok(lent) => done(&web, &signed, ("away.ended_title", "away.one_ended", "away.ended"), lent),
        Err(other) => error::failure(&other),
    }
}

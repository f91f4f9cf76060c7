//! *Borger*: one page for one person, today or on a day in the past.

mod axes;
mod back;
mod history;
mod limit;
mod settled;
mod talk;
mod view;

use crate::Web;
use crate::danish::{long, month_long};
use crate::pages::booking::BookingEntry;
use crate::pages::register::{Mistakes, day_or};
use crate::pages::{Frame, error, page};
use crate::session::{Case, Signed};
use crate::text::{find, t, tf};
use crate::words::capital;
use app::citizen::{CitizenPage, Past};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use domain::Day;
use serde::Deserialize;
use view::CitizenTemplate;

pub(crate) use talk::{Entry, TalkEntry, form_choices, hint, may_be_joint, next_field, placed};
pub(crate) use view::{next_words, owner, to_the_minute};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    gaeldende: String,
    kendt: String,
    gemt: String,
    /// The day of the talk that was agreed by what was saved.
    aftalt: String,
    /// One comes to register a talk.
    registrer: String,
    /// One comes to book a talk.
    bestil: String,
}

/// A day as people write it in a field: `20-02-2026`, `20.02.2026`, `20/2-2026`, or as a standard date.
pub(crate) fn read_day(text: &str) -> Option<Day> {
    let text = text.trim();
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let parts: Vec<&str> = text.split(['-', '.', '/', ' ']).filter(|p| !p.is_empty()).collect();
    let [date, month, year] = parts.as_slice() else { return None };
    let whole = [date, month, year].iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()));
    if !whole || year.len() != 4 {
        return None;
    }
    Day::new(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?)
}

/// The years that the program knows the days of.
fn years() -> std::ops::RangeInclusive<i32> {
    Day::FIRST.year()..=Day::LAST.year()
}

/// Why a text is no day.
pub(crate) fn no_day(text: &str) -> String {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['-', '.', '/', ' ']).filter(|p| !p.is_empty()).collect();
    let written = parts.len() == 3 && parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()));
    match text {
        "" => t("form.error.day_needed"),
        _ if written && parts[2].len() == 4 && parts[2].parse().is_ok_and(|year| !years().contains(&year)) => {
            let (first, last) = years().into_inner();
            tf("form.error.no_such_year", &[("first", &first.to_string()), ("last", &last.to_string())])
        }
        _ if written && parts[2].len() == 4 => no_such_day(text, &parts),
        _ => tf("form.error.no_day", &[("text", text)]),
    }
}

/// A day that its month does not have, or a month that the year does not have.
fn no_such_day(text: &str, parts: &[&str]) -> String {
    let first = format!("{}-{:0>2}-01", parts[2], parts[1]).parse::<Day>();
    first.map_or_else(
        |_| tf("form.error.no_such_day", &[("text", text)]),
        |first| {
            let days = first.end_of_month().ymd().2.to_string();
            let month = capital(&month_long(first));
            tf("form.error.no_day_of_month", &[("text", text), ("month", &month), ("n", &days)])
        },
    )
}

/// The past that is asked for; one day alone stands for both. Mistakes are named by the field they stand at.
fn past(asked: &Asked, today: Day) -> Result<Option<Past>, Mistakes> {
    let mut errors = Vec::new();
    let valid = day_or(&mut errors, "pr", &asked.gaeldende);
    let known = day_or(&mut errors, "vi", &asked.kendt);
    if !errors.is_empty() {
        return Err(errors);
    }
    let Some(valid_on) = valid.or(known) else { return Ok(None) };
    let known_on = known.unwrap_or(valid_on);
    Ok((valid_on != today || known_on < today).then_some(Past { valid_on, known_on: known_on.min(today) }))
}

pub(crate) async fn show(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    Query(asked): Query<Asked>,
) -> Response {
    let (asked_past, mistakes) = match past(&asked, signed.moment.today) {
        Ok(past) => (past, Vec::new()),
        Err(mistakes) => (None, mistakes),
    };
    match web.app.citizen(&signed.viewer, case, asked_past, "opslag", signed.moment).await {
        Ok(found) => {
            let entry = if asked.bestil.is_empty() {
                Entry::Talk(TalkEntry::of(&found, !asked.registrer.is_empty()))
            } else {
                Entry::Booking(BookingEntry::of(&found))
            };
            let mut template = CitizenTemplate::new(Frame::new(&web, &signed, "citizens"), &found, entry);
            template.saved = (!asked.gemt.is_empty())
                .then(|| find(&format!("form.{}", asked.gemt)).unwrap_or_default())
                .filter(|s| !s.is_empty());
            if let Some(saved) = &mut template.saved {
                template.undo = found.undo.map(|version| (version, app::register::form_key()));
                if found.undo.is_some() {
                    let agreed = asked.aftalt.parse().ok().and_then(|day| view::agreed_words(&found, day));
                    for words in agreed.into_iter().chain(view::next_words(found.next)) {
                        saved.push_str(&format!(" {words}"));
                    }
                }
            }
            let kept = template.come_from(&web, &signed, case).await;
            if !mistakes.is_empty() {
                // What was written stays, to be put right.
                (template.valid_on, template.known_on) = (asked.gaeldende, asked.kendt);
                template.mistakes = mistakes;
            }
            (kept, page(&template)).into_response()
        }
        Err(error) => error::failure(&error),
    }
}

/// The page again with what was written, and what to put right.
pub(crate) fn again(web: &Web, signed: &Signed, found: &CitizenPage, entry: Entry) -> Response {
    let template = CitizenTemplate::new(Frame::new(web, signed, "citizens"), found, entry);
    (axum::http::StatusCode::UNPROCESSABLE_ENTITY, page(&template)).into_response()
}

/// What is wrong with a small form inside the page, and what was chosen in it.
pub(crate) struct Mistake {
    pub(crate) value: String,
    pub(crate) text: String,
}

/// The page again with a mistake about the owner.
pub(crate) async fn again_with(web: &Web, signed: &Signed, case: i64, mistake: Mistake) -> Response {
    match web.app.citizen(&signed.viewer, case, None, "overdragelse", signed.moment).await {
        Ok(found) => {
            let entry = Entry::Talk(TalkEntry::of(&found, false));
            let mut template = CitizenTemplate::new(Frame::new(web, signed, "citizens"), &found, entry);
            template.handover = super::handover::handover_words(&found, Some(&mistake));
            (axum::http::StatusCode::UNPROCESSABLE_ENTITY, page(&template)).into_response()
        }
        Err(error) => error::failure(&error),
    }
}

/// The full number, for this one answer. The look is in the log.
pub(crate) async fn cpr(State(web): State<Web>, signed: Signed, Case(case): Case) -> Response {
    match web.app.show_cpr(&signed.viewer, case, signed.moment).await {
        Ok(found) => {
            let entry = Entry::Talk(TalkEntry::of(&found, false));
            page(&CitizenTemplate::new(Frame::new(&web, &signed, "citizens"), &found, entry))
        }
        Err(error) => error::failure(&error),
    }
}

/// The yellow strip: back or ahead, which day is looked at, and what was known.
fn past_line(past: Past, today: Day) -> (String, String) {
    let ahead = past.valid_on > today;
    let valid = format!("{} {}", crate::danish::weekday(past.valid_on), long(past.valid_on));
    let known = if past.known_on == past.valid_on { t("citizen.past_same_day") } else { long(past.known_on) };
    let text =
        tf(if ahead { "citizen.ahead_text" } else { "citizen.past_text" }, &[("valid", &valid), ("known", &known)]);
    (t(if ahead { "citizen.ahead" } else { "citizen.past" }), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        let day = "2026-02-20".parse().ok();
        for text in ["20-02-2026", "20.02.2026", " 20/2-2026 ", "2026-02-20"] {
            assert_eq!(read_day(text), day, "{text}");
        }
        for text in ["31-02-2026", "20-02-26", "i morgen", "20-02"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }

    #[test]
    fn today_as_known_today_is_not_the_past() {
        let today: Day = "2026-03-16".parse().unwrap();
        let asked = |gaeldende: &str, kendt: &str| Asked {
            gaeldende: gaeldende.into(),
            kendt: kendt.into(),
            ..Asked::default()
        };
        assert_eq!(past(&asked("16-03-2026", "16-03-2026"), today), Ok(None));
        let day = "2026-02-20".parse().unwrap();
        assert_eq!(past(&asked("20-02-2026", ""), today), Ok(Some(Past { valid_on: day, known_on: day })));
        assert!(past(&asked("31-02-2026", ""), today).is_err());
    }
}

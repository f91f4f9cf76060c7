//! Booking a talk from the citizen's page: three fields, filled in beforehand, and who else takes part where it is said. It stands where the talk form stands.

use crate::Web;
use crate::danish::{clock, dotted, field};
use crate::pages::citizen::{Entry, again, form_choices, hint, may_be_joint, next_words};
use crate::pages::conflict::{ConflictWords, Yours, conflict_words};
use crate::pages::error;
use crate::pages::register::{Input, Mistakes, needed, saved_for, told, with_more};
use crate::session::{Case, Signed};
use crate::text::{t, tf};
use crate::words::fact_words;
use app::AppError;
use app::booking::{Booking, booking_mistakes};
use app::citizen::CitizenPage;
use app::register::{Posted, form_key};
use app::talk::Setting;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::codes::{Code, TalkForm, TalkKind};
use domain::kinds::FactKind;
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct BookingInput {
    talk: String,
    form: String,
    joint: String,
    companion: String,
    on: String,
    at: String,
    version: i64,
    key: String,
}

/// What stands in the booking form: suggestions, or what somebody wrote.
pub(crate) struct BookingEntry {
    pub(crate) form: TalkForm,
    pub(crate) joint: bool,
    pub(crate) companion: String,
    pub(crate) on: String,
    pub(crate) at: String,
    pub(crate) key: String,
    pub(crate) version: i64,
    pub(crate) errors: Mistakes,
    pub(crate) conflict: Option<ConflictWords>,
}

pub(crate) struct BookingWords {
    pub(crate) talk: TalkKind,
    pub(crate) forms: Vec<(&'static str, String, bool)>,
    /// The citizen's benefit has talks together with the a-kasse.
    pub(crate) may_be_joint: bool,
    pub(crate) hint: String,
    /// Must have been seen before a time is agreed.
    pub(crate) safety: Option<String>,
    /// The talk that is agreed already.
    pub(crate) agreed: Option<String>,
    /// The dates as they stand.
    pub(crate) dates: String,
    pub(crate) entry: BookingEntry,
    /// An offer runs, so that it can be ended.
    pub(crate) runs: bool,
}

impl BookingEntry {
    pub(crate) fn of(page: &CitizenPage) -> BookingEntry {
        BookingEntry {
            form: TalkForm::Fremmoede,
            joint: false,
            companion: String::new(),
            on: page.suggested.book.map(field).unwrap_or_default(),
            at: String::new(),
            key: form_key(),
            version: page.version,
            errors: Vec::new(),
            conflict: None,
        }
    }

    pub(crate) fn error(&self, field: &str) -> Option<&String> {
        self.errors.iter().find(|(f, _)| *f == field).map(|(_, text)| text)
    }
}

pub(crate) fn booking_form(page: &CitizenPage, entry: BookingEntry) -> BookingWords {
    let agreed = page.booked.as_ref().map(|b| {
        let day = dotted(b.on);
        let when = b.minute.map_or(day.clone(), |m| format!("{day} {}", clock(m)));
        tf("form.book_agreed", &[("when", &when)])
    });
    BookingWords {
        talk: page.talk,
        forms: form_choices(entry.form),
        may_be_joint: may_be_joint(page, entry.joint),
        hint: if page.suggested.soon { t("form.next_soon") } else { hint(page.suggested.book, page.next) },
        safety: page.safety_note.as_ref().map(|text| tf("citizen.safety", &[("text", text)])),
        agreed,
        dates: next_words(page.next).join(" "),
        entry,
        runs: !page.running.is_empty(),
    }
}

/// A time of day as people write it: `10.30`, `10:30`, `9` or `0930`.
pub(crate) fn read_time(text: &str) -> Option<u16> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (hours, minutes) = match text.split_once(['.', ':']) {
        Some(parts) => parts,
        None if text.len() == 4 && digits(text) => text.split_at(2),
        None => (text, "00"),
    };
    if !digits(hours) || !digits(minutes) || !(1..=2).contains(&hours.len()) || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

pub(crate) async fn book(
    State(web): State<Web>,
    signed: Signed,
    Case(case): Case,
    input: Input<BookingInput>,
) -> Response {
    let Ok(Form(input)) = input else { return error::bad_form() };
    let (Some(talk), Some(form)) = (TalkKind::from_code(&input.talk), TalkForm::from_code(&input.form)) else {
        return error::bad_form();
    };
    let mut errors = Vec::new();
    let day = needed(&mut errors, "on", &input.on);
    let time = input.at.trim();
    let minute = read_time(time);
    if !time.is_empty() && minute.is_none() {
        errors.push(("at", tf("form.error.no_time", &[("text", time)])));
    }
    if !errors.is_empty() {
        with_more(&mut errors, &booking_mistakes(day, signed.moment.today));
    }
    let entry = |errors| BookingEntry {
        form,
        joint: !input.joint.is_empty(),
        companion: input.companion.clone(),
        on: input.on.clone(),
        at: input.at.clone(),
        key: input.key.clone(),
        version: input.version,
        errors,
        conflict: None,
    };
    let Some(on) = day.filter(|_| errors.is_empty()) else {
        return repeat(&web, &signed, case, entry(errors), None).await;
    };
    let posted = Posted { case, version: input.version, key: input.key.clone() };
    let setting = Setting::of_form(form, !input.joint.is_empty(), &input.companion);
    let booking = Booking { talk, setting, on, minute };
    match web.app.talk_book(&signed.viewer, &posted, &booking, signed.moment).await {
        Ok(_) => saved_for(case, "saved_booked", Some(on)),
        Err(AppError::Form(mistakes)) => {
            let errors = mistakes.iter().map(|e| (e.field, told(e))).collect();
            repeat(&web, &signed, case, entry(errors), None).await
        }
        Err(AppError::Conflict) => repeat(&web, &signed, case, entry(Vec::new()), Some(&booking)).await,
        Err(other) => error::failure(&other),
    }
}

/// The page again with the form as it was written: to put right, or beside what somebody else saved meanwhile.
async fn repeat(web: &Web, signed: &Signed, case: i64, mut entry: BookingEntry, refused: Option<&Booking>) -> Response {
    let found = match web.app.citizen(&signed.viewer, case, None, "aftale", signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let Some(booking) = refused else { return again(web, signed, &found, Entry::Booking(entry)) };
    let talk = booking.setting.clone().booked(booking.talk);
    let yours = Yours {
        kinds: vec![FactKind::TalkBooked],
        what: fact_words(&talk),
        from: field(booking.on),
        at: booking.minute.map(clock).unwrap_or_default(),
        ..Yours::default()
    };
    entry.conflict = Some(conflict_words(&found, entry.version, &yours));
    entry.version = found.version;
    (StatusCode::CONFLICT, again(web, signed, &found, Entry::Booking(entry))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        for (text, minute) in [("10.30", 630), ("10:30", 630), ("9", 540), ("0930", 570), ("00.00", 0)] {
            assert_eq!(read_time(text), Some(minute), "{text}");
        }
        for text in ["24.00", "10.60", "10.3", "kl. 10", "", "10.30.00", "+9"] {
            assert_eq!(read_time(text), None, "{text}");
        }
    }
}

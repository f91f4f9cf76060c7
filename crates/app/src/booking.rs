//! Booking a talk: the day, the time where one is agreed, and how it is to be held.

use crate::access::{Action, Viewer};
use crate::record::{Change, Recorded};
use crate::register::{Posted, mistake, no_mistakes};
use crate::talk::Setting;
use crate::{App, AppError, FormError, Moment};
use domain::Day;
use domain::codes::TalkKind;
use domain::kinds::FactData;
use store::CommitNumber;

/// The booking form as posted, already read into its types.
#[derive(Clone, Debug)]
pub struct Booking {
    pub talk: TalkKind,
    pub setting: Setting,
    pub on: Day,
    /// Minutes after midnight; a day may be agreed before the time is.
    pub minute: Option<u16>,
}

/// What is wrong with the day of a talk that is booked; one that could not be read is not asked about.
pub fn booking_mistakes(on: Option<Day>, today: Day) -> Vec<FormError> {
    if on.is_some_and(|on| on < today) { vec![mistake("on", "form.error.book_past")] } else { Vec::new() }
}

impl App {
    pub async fn talk_book(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        form: &Booking,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        if let Some(done) = self.store.form_key_find(self.municipality, &posted.key).await? {
            return Ok(done);
        }
        no_mistakes(booking_mistakes(Some(form.on), moment.today))?;
        let case = self.case_open(viewer, posted.case, Action::Register, "aftale", moment).await?;
        // What somebody else wrote meanwhile is told first; it may be this very talk.
        if case.row.last_commit != posted.version {
            return Err(AppError::Conflict);
        }
        let booked = |data: &FactData| matches!(data, FactData::TalkBooked { talk, .. } if *talk == form.talk);
        if case.history.facts().iter().any(|f| f.from == form.on && booked(&f.data)) {
            return Err(AppError::Form(vec![mistake("on", "form.error.booked_already")]));
        }
        let setting = form.setting.clone().held_by(viewer, &case.history, form.talk, form.on);
        let data = setting.booked(form.talk);
        let fact = Recorded { minute: form.minute, ..Recorded::new(data, form.on, None) };
        let change = Change { person: case.row.person.id, facts: vec![fact], owner: None, what: "aftale" };
        self.case_save(viewer, posted, change, moment).await
    }
}

//! Follow-up on the help itself (LAS § 10), apart from the talks: most in time, some late. It draws from numbers of its own,
//! so that it moves nothing else of a life.

use super::Person;
use domain::codes::{FollowUpKind, Holder, Receiver, TalkForm};
use domain::{Day, FactData, MonthEnd};

/// Months from the first contact, and between follow-ups of help.
const HELP: (i32, i32) = (3, 3);
/// Months from the first ledighedsydelse, and between its follow-ups.
const LEDIGHEDSYDELSE: (i32, i32) = (6, 12);
/// Months until a ressourceforløb without an offer goes to the rehabilitation team (LAB § 113, stk. 2).
const WITHOUT_OFFER: i32 = 6;

impl Person {
    pub(super) fn help_followed_up(&mut self, from: Day) {
        self.followed_up(from, HELP, None);
    }

    /// `assessed`: the day of the assessment that takes the place of what would follow.
    pub(super) fn ledighedsydelse_followed_up(&mut self, assessed: Option<Day>) {
        self.followed_up(self.start, LEDIGHEDSYDELSE, assessed);
    }

    fn followed_up(&mut self, from: Day, (first, then): (i32, i32), until: Option<Day>) {
        let mut due = from.plus_months(first, MonthEnd::Down);
        while due <= self.last() {
            let late = self.desk.percent(10);
            let off = if late { self.desk.between(5, 45) } else { -self.desk.between(1, 25) };
            let done = self.free(due.plus_days(off));
            let over = done >= self.today || self.end.is_some_and(|e| done > e) || until.is_some_and(|u| done >= u);
            if over {
                return;
            }
            let form = self.desk.weighted(&[(Some(TalkForm::Telefon), 30), (None, 70)]).flatten();
            let holder = Some(Holder::Kommune);
            self.pen.on(done, FactData::FollowupHeld { followup: FollowUpKind::OpfoelgningPaaHjaelp, form, holder });
            due = done.plus_months(then, MonthEnd::Down);
        }
    }

    /// Looked at anew before sick pay stops at the end of a month (SDPL § 24): 30 days that do not count, 22 weeks, and some
    /// weekday holidays.
    pub(super) fn reassessed(&mut self, first_day: Day, end: Option<Day>) {
        let stops = first_day.plus_days(30 + 22 * 7 + 4).end_of_month();
        let off = if self.desk.percent(8) { self.desk.between(2, 20) } else { -self.desk.between(4, 24) };
        let done = self.free(stops.plus_days(off));
        if done < self.today && end.is_none_or(|e| done <= e) {
            let (followup, form) = (FollowUpKind::Revurdering, Some(TalkForm::Brev));
            self.pen.on(done, FactData::FollowupHeld { followup, form, holder: Some(Holder::Kommune) });
        }
    }

    /// A ressourceforløb without an offer is put before the team, most within some weeks.
    pub(super) fn put_before_the_team(&mut self) {
        let wait = self.desk.between(0, 30);
        let day = self.free(self.start.plus_months(WITHOUT_OFFER, MonthEnd::Down).plus_days(wait));
        if day < self.today && self.end.is_none_or(|e| day <= e) && self.desk.percent(90) {
            self.pen.on(day, FactData::Referral { receiver: Receiver::Rehabiliteringsteam, name: None });
        }
    }
}

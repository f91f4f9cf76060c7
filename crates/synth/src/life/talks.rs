//! Talks: planned, booked, held, missed or cancelled, most in time and some late.

use super::Person;
use domain::calendar::is_working_day;
use domain::codes::{Holder, Party, TalkForm, TalkKind, YesNo};
use domain::day::Weekday;
use domain::{Day, FactData};

/// A row of talks with one citizen.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub kind: TalkKind,
    pub holder: Holder,
    pub from: Day,
    /// Last day of the row; `None` while it goes on.
    pub through: Option<Day>,
    /// Days from `from` to the first talk, and between talks in the first half year and after.
    pub first: (i32, i32),
    pub early: (i32, i32),
    pub later: (i32, i32),
    /// So many are held even after `through`.
    pub at_least: usize,
}

const HALF_YEAR: i32 = 180;
/// Times of day talks begin.
const MINUTES: [u16; 10] = [510, 540, 570, 600, 630, 660, 690, 780, 810, 840];

/// How a talk that came to nothing was to be held; Fridays are the days of the telephone.
fn unheld_form(day: Day) -> TalkForm {
    if day.weekday() == Weekday::Friday { TalkForm::Telefon } else { TalkForm::Fremmoede }
}

impl Person {
    /// Writes the row, and returns the days on which talks were held.
    pub(super) fn talks(&mut self, row: Row) -> Vec<Day> {
        let mut held: Vec<Day> = Vec::new();
        let slow = self.rng.percent(7);
        let mut day = row.from.plus_days(self.rng.between(row.first.0, row.first.1));
        if slow && self.rng.percent(60) {
            day = day.plus_days(self.rng.between(6, 14));
        }
        for _ in 0..60 {
            day = self.free(day);
            if row.through.is_some_and(|t| day > t && held.len() >= row.at_least) || (self.end.is_some_and(|e| day > e))
            {
                break;
            }
            if day >= self.today {
                self.book(&row, day, held.last().copied());
                break;
            }
            match self.rng.below(100) {
                0..6 => day = self.missed(&row, day),
                6..9 => day = self.cancelled(&row, day),
                _ => {
                    self.held(&row, day, held.is_empty());
                    held.push(day);
                    let gap = if row.from.days_until(day) < HALF_YEAR { row.early } else { row.later };
                    let slower = if slow { 3 } else { 2 };
                    day = day.plus_days(self.rng.between(gap.0, gap.1) * slower / 2);
                }
            }
        }
        held
    }

    fn form(&mut self, row: &Row, first: bool) -> TalkForm {
        // The first talk and those of kontanthjælp's first months are held in person.
        if first && row.holder == Holder::Kommune {
            return TalkForm::Fremmoede;
        }
        self.rng
            .weighted(&[(TalkForm::Fremmoede, 60), (TalkForm::Telefon, 28), (TalkForm::Video, 12)])
            .unwrap_or(TalkForm::Telefon)
    }

    fn minute(&mut self) -> u16 {
        self.rng.pick(&MINUTES).unwrap_or(600)
    }

    fn held(&mut self, row: &Row, day: Day, first: bool) {
        let form = Some(self.form(row, first));
        let minute = self.minute();
        let holder = Some(row.holder);
        // Bookings are kept for the last half year only; the older ones are of no use to anyone.
        if day.days_until(self.today) < HALF_YEAR && self.rng.percent(40) {
            let known = self.booking_day(day, first.then_some(row.from));
            let data = FactData::TalkBooked { talk: row.kind, form, holder, joint: false, companion: None };
            let booked = self.pen.on_known(day, known, data);
            self.pen.at(booked, minute);
        }
        let data = FactData::TalkHeld { talk: row.kind, form, holder, joint: false, companion: None, agreed: None };
        let lag = if self.rng.percent(12) { self.rng.between(1, 4) } else { 0 };
        let known = day.plus_days(lag).min(self.today);
        let written = self.pen.on_known(day, known, data);
        self.pen.at(written, minute);
        self.tally.talks_held += 1;
        // Now and then the wrong form was chosen and is corrected the next day.
        if self.rng.permille(8) && known < self.today {
            let right = FactData::TalkHeld {
                talk: row.kind,
                form: Some(TalkForm::Telefon),
                holder,
                joint: false,
                companion: None,
                agreed: None,
            };
            let again = self.pen.correct(written, known.plus_days(1), day, None, right);
            self.pen.at(again, minute);
            self.tally.corrections += 1;
        }
    }

    fn booking_day(&mut self, day: Day, not_before: Option<Day>) -> Day {
        let before = day.plus_days(-self.rng.between(5, 18));
        not_before.map_or(before, |first| before.max(first)).min(self.today)
    }

    fn missed(&mut self, row: &Row, day: Day) -> Day {
        let cause = self.rng.weighted(&[(Some(YesNo::Ja), 45), (Some(YesNo::Nej), 30), (None, 25)]).flatten();
        let form = Some(unheld_form(day));
        self.pen.on(day, FactData::TalkMissed { talk: row.kind, cause, form, joint: false, companion: None });
        self.tally.talks_missed += 1;
        if cause != Some(YesNo::Ja) && self.rng.percent(70) {
            let back = day.plus_days(self.rng.between(1, 4));
            self.pen.on(back, FactData::ContactRestored {});
        }
        day.plus_days(self.rng.between(3, 10))
    }

    fn cancelled(&mut self, row: &Row, day: Day) -> Day {
        let known = self.booking_day(day, Some(row.from));
        let form = Some(unheld_form(day));
        let data =
            FactData::TalkBooked { talk: row.kind, form, holder: Some(row.holder), joint: false, companion: None };
        self.pen.on_known(day, known, data);
        let party = self.rng.pick(&[Party::Borger, Party::Kommune]);
        let cancelled = FactData::TalkCancelled { talk: row.kind, party, form, joint: false, companion: None };
        self.pen.on_known(day, known.max(day.plus_days(-1)), cancelled);
        self.tally.talks_cancelled += 1;
        day.plus_days(self.rng.between(4, 9))
    }

    /// The next talk, when its day is today or later: some have a time today, some later, some none yet.
    fn book(&mut self, row: &Row, planned: Day, last: Option<Day>) {
        let rested = last.is_none_or(|l| l.days_until(self.today) >= 12) && row.from.days_until(self.today) >= 4;
        let today = is_working_day(self.today)
            && self.free(self.today) == self.today
            && (planned == self.today || (rested && self.rng.percent(3)));
        let day = if today { self.today } else { planned };
        if !today && (self.today.days_until(day) > 42 || !self.rng.percent(72)) {
            return;
        }
        let earliest = last.map_or(row.from, |l| l.plus_days(1));
        let known = self.today.plus_days(-self.rng.between(2, 16)).max(earliest).min(self.today);
        let form = Some(self.form(row, last.is_none()));
        let data =
            FactData::TalkBooked { talk: row.kind, form, holder: Some(row.holder), joint: false, companion: None };
        let booked = self.pen.on_known(day, known, data);
        let minute = self.minute();
        self.pen.at(booked, minute);
        if day == self.today {
            self.tally.booked_today += 1;
        } else {
            self.tally.booked_later += 1;
        }
    }
}

//! Fleksjob, ledighedsydelse between them, and the revalidering that still runs.

use super::Person;
use super::talks::Row;
use crate::Group;
use domain::codes::{
    Benefit, ExitCode, FollowUpKind, Holder, JobKind, OfferKind, PlanKind, Sector, TalkForm, TalkKind,
};
use domain::schema::Hours;
use domain::{Day, FactData, Kroner, MonthEnd};

/// Months between follow-ups of a fleksjob (LAB § 120).
const FOLLOW_UP_MONTHS: i32 = 30;
/// Months until the status of a fleksjob granted for five years (LAB § 121, stk. 3).
const STATUS_MONTHS: i32 = 54;

impl Person {
    pub(super) fn flex(&mut self) {
        match self.group {
            Group::Fleksjob => {
                let (start, end) = (self.start, self.end);
                self.fleksjob(start, end);
                self.runs(Benefit::Fleksloentilskud, start);
            }
            Group::Ledighedsydelse => self.ledighedsydelse(),
            _ => self.revalidering(),
        }
    }

    fn fleksjob(&mut self, from: Day, through: Option<Day>) {
        let sector = self.rng.weighted(&[(Some(Sector::Private), 62), (Some(Sector::Public), 38)]).flatten();
        let hours = Some(Hours(self.rng.between(4, 25) * 100));
        let company = crate::companies::for_offer(&mut self.rng, self.index).map(|(_, name)| name);
        let job = FactData::Employment { job: JobKind::Fleksjob, sector, permanent: None, hours, company };
        self.pen.span_closed_later(from, through, 4, &job);
        self.pen.benefit(Benefit::Fleksloentilskud, None, from, through);
        let offer = FactData::OfferGranted {
            offer: OfferKind::Fleksjob,
            sector,
            hours,
            p_number: None,
            company: None,
            granted: None,
        };
        self.pen.span(from, None, from.plus_days(-12), offer);
        let mut due = from.plus_months(FOLLOW_UP_MONTHS, MonthEnd::Down);
        let last = through.unwrap_or(self.today);
        while due <= last {
            let late = if self.rng.percent(12) { self.rng.between(5, 60) } else { -self.rng.between(0, 40) };
            let done = self.free(due.plus_days(late));
            if done >= self.today || self.rng.percent(4) {
                break;
            }
            let form = self
                .rng
                .weighted(&[(Some(TalkForm::Telefon), 60), (Some(TalkForm::Fremmoede), 25), (Some(TalkForm::Brev), 15)])
                .flatten();
            self.pen.on(
                done,
                FactData::FollowupHeld { followup: FollowUpKind::Fleksjob, form, holder: Some(Holder::Kommune) },
            );
            due = done.plus_months(FOLLOW_UP_MONTHS, MonthEnd::Down);
        }
        let status = from.plus_months(STATUS_MONTHS, MonthEnd::Down);
        let written = self.free_after(status, -40, 3);
        if status <= last && written < self.today && self.rng.percent(96) {
            let holder = Some(Holder::Kommune);
            self.pen.on(written, FactData::FollowupHeld { followup: FollowUpKind::FleksjobStatus, form: None, holder });
        }
        let wage = Kroner::from_oere(i64::from(self.rng.between(60, 190)) * 10_000);
        let month = last.start_of_month().plus_months(-1, MonthEnd::Down);
        if month >= from {
            self.pen.on_known(month, month.plus_days(40).min(self.today).max(month), FactData::Wage { amount: wage });
        }
        self.answers(from.plus_days(-30));
        if self.rng.percent(45) {
            self.need(from.plus_days(-30));
        }
    }

    fn ledighedsydelse(&mut self) {
        // Most had a fleksjob before.
        if self.rng.percent(65) {
            let before = self.start.plus_days(-1);
            let from = before.plus_days(-self.rng.between(200, 1400));
            self.fleksjob(from, Some(before));
        } else {
            self.answers(self.start.plus_days(-20));
            self.need(self.start.plus_days(-20));
        }
        self.pen.benefit(Benefit::Ledighedsydelse, None, self.start, self.end);
        self.cv(self.start, 20);
        self.absences(22);
        self.talks(Row {
            kind: TalkKind::Jobsamtale,
            holder: Holder::Kommune,
            from: self.start,
            through: None,
            first: (6, 20),
            early: (32, 45),
            later: (60, 100),
            at_least: 0,
        });
        self.plan(PlanKind::MinPlan, self.start.plus_days(15), 90);
        let year = self.start.plus_months(12, MonthEnd::Down);
        let mut assessed = None;
        if year < self.last() && self.rng.percent(85) {
            let done = self.free_after(year, 8, 150);
            let form = Some(TalkForm::Fremmoede);
            assessed = Some(done);
            self.pen.on(
                done,
                FactData::FollowupHeld {
                    followup: FollowUpKind::LedighedsydelseVurdering,
                    form,
                    holder: Some(Holder::Kommune),
                },
            );
        }
        self.ledighedsydelse_followed_up(assessed);
        self.offers(20);
        self.exempt_after_assessment();
        if let Some(end) = self.end
            && self.rng.percent(70)
        {
            let job = FactData::Employment {
                permanent: None,
                job: JobKind::Fleksjob,
                sector: Some(Sector::Private),
                hours: Some(Hours(1200)),
                company: None,
            };
            self.pen.span(end.plus_days(1), None, end, job);
        }
        self.runs(Benefit::Ledighedsydelse, self.start);
    }

    fn revalidering(&mut self) {
        self.pen.benefit(Benefit::Revalideringsydelse, None, self.start, self.end);
        self.answers(self.start.plus_days(-14));
        self.plan(PlanKind::MinPlan, self.start, 98);
        let offer = FactData::OfferStarted {
            offer: OfferKind::OrdinaerUddannelse,
            sector: None,
            hours: Some(Hours(3700)),
            p_number: None,
            company: None,
            cvr: None,
            granted: None,
        };
        let through = self.start.plus_months(24, MonthEnd::Down);
        self.pen.span(self.start, Some(through), self.start, offer);
        self.tally.offers_started += 1;
        if let Some(end) = self.end.filter(|e| *e < through) {
            let data = FactData::OfferEnded { offer: OfferKind::OrdinaerUddannelse, exit: Some(ExitCode::Uddannelse) };
            self.pen.on(end, data);
        } else if self.running() && through >= self.today {
            self.tally.offer = Some(OfferKind::OrdinaerUddannelse);
        }
        self.talks(Row {
            kind: TalkKind::Jobsamtale,
            holder: Holder::Kommune,
            from: self.start,
            through: None,
            first: (8, 20),
            early: (32, 46),
            later: (90, 150),
            at_least: 0,
        });
        self.runs(Benefit::Revalideringsydelse, self.start);
    }
}

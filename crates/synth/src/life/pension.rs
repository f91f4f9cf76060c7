//! Førtidspensionists who want a job or have one, and the ressourceforløb that still run.

use super::Person;
use super::talks::Row;
use crate::Group;
use domain::codes::{
    Benefit, Channel, DocumentKind, FollowUpKind, Holder, JobKind, PlanKind, Receiver, RepresentativeRole, Sector,
    TalkForm, TalkKind, WishKind,
};
use domain::schema::Hours;
use domain::{Day, FactData, MonthEnd};

impl Person {
    pub(super) fn pension(&mut self) {
        if self.group == Group::Ressourceforloeb {
            return self.ressourceforloeb();
        }
        self.pen.benefit(Benefit::Foertidspension, None, self.start, self.end);
        self.runs(Benefit::Foertidspension, self.start);
        if self.rng.percent(7) {
            let role = FactData::Representation {
                role: RepresentativeRole::Vaerge,
                name: None,
                scope: Some("økonomi".into()),
            };
            self.pen.span(self.start, None, self.start, role);
        }
        let last = self.last();
        let room = self.start.max(self.floor).days_until(last);
        if room < 60 {
            return;
        }
        let asked = self.free_after(last, 10 - room, -3);
        if asked >= self.today {
            return;
        }
        self.enquiry(asked);
        if self.rng.percent(55) {
            let from = asked.plus_days(self.rng.between(20, 70));
            self.subsidised_job(from);
        }
    }

    fn enquiry(&mut self, asked: Day) {
        let channel = self
            .rng
            .weighted(&[(Some(Channel::Klap), 40), (Some(Channel::Telefon), 30), (Some(Channel::Paaroerende), 30)])
            .flatten();
        self.pen.on(asked, FactData::Enquiry { channel, wish: Some(WishKind::Job), text: None, sender: None });
        if self.rng.percent(50) {
            self.pen.on(asked, FactData::Wish { wish: WishKind::Job, text: None });
        }
        if channel == Some(Channel::Klap) || self.rng.percent(25) {
            self.klap(asked.plus_days(2));
        }
        self.need(asked);
        let mut day = asked;
        for _ in 0..self.rng.between(0, 3) {
            day = self.free_after(day, 8, 45);
            if day >= self.today || self.end.is_some_and(|e| day > e) {
                break;
            }
            let form = self.rng.pick(&[TalkForm::Fremmoede, TalkForm::Telefon]);
            let data = FactData::TalkHeld {
                talk: TalkKind::VejledendeSamtale,
                form,
                holder: Some(Holder::Kommune),
                joint: false,
                companion: None,
                agreed: None,
            };
            self.pen.on(day, data);
            self.tally.talks_held += 1;
        }
    }

    /// KLAP sees the case while the citizen consents; every sixth thinks better of it.
    fn klap(&mut self, day: Day) {
        let consent = |document| FactData::Document {
            document,
            text: Some("KLAP må se samtaler og job".into()),
            receiver: Some(Receiver::Klap),
            name: None,
        };
        self.pen.on(day, consent(DocumentKind::Samtykke));
        self.pen.on(day, FactData::Referral { receiver: Receiver::Klap, name: None });
        if self.index.is_multiple_of(6) {
            let later = self.free(day.plus_days(30));
            self.pen.on(later, consent(DocumentKind::SamtykkeTilbagekaldt));
        }
    }

    /// Job med løntilskud (skånejob): followed up after half a year, then every year.
    fn subsidised_job(&mut self, from: Day) {
        if from >= self.last() {
            return;
        }
        let sector = self.rng.pick(&[Sector::Private, Sector::Private, Sector::Public]);
        let hours = Some(Hours(self.rng.between(2, 20) * 100));
        let company = crate::companies::for_offer(&mut self.rng, self.index).map(|(_, name)| name);
        let job =
            FactData::Employment { job: JobKind::LoentilskudFoertidspension, sector, permanent: None, hours, company };
        self.pen.span_closed_later(from, self.end, 2, &job);
        let mut due = from.plus_months(6, MonthEnd::Down);
        while due <= self.last() {
            let off = if self.rng.percent(12) { self.rng.between(3, 40) } else { -self.rng.between(0, 25) };
            let done = self.free(due.plus_days(off));
            if done >= self.today {
                break;
            }
            let form = self.rng.weighted(&[(Some(TalkForm::Brev), 50), (Some(TalkForm::Telefon), 50)]).flatten();
            let data = FactData::FollowupHeld {
                followup: FollowUpKind::LoentilskudFoertidspension,
                form,
                holder: Some(Holder::Kommune),
            };
            self.pen.on(done, data);
            due = done.plus_months(12, MonthEnd::Down);
        }
    }

    fn ressourceforloeb(&mut self) {
        self.pen.benefit(Benefit::Ressourceforloeb, None, self.start, self.end);
        self.answers(self.start.plus_days(-14));
        self.plan(PlanKind::RehabiliteringsplanIndsatsdel, self.start, 97);
        self.absences(15);
        self.talks(Row {
            kind: TalkKind::Jobsamtale,
            holder: Holder::Kommune,
            from: self.start,
            through: None,
            first: (8, 20),
            early: (32, 46),
            later: (60, 100),
            at_least: 0,
        });
        let before = self.tally.offers_started;
        self.offers(30);
        if self.tally.offers_started == before {
            self.put_before_the_team();
        }
        self.runs(Benefit::Ressourceforloeb, self.start);
    }
}

//! Offers: kind by the published mix, place by company, some ended before their day.

use super::Person;
use crate::Group;
use crate::calibration::OFFERS;
use domain::codes::{
    BenefitRate, DeviationReason, ExitCode, FollowUpKind, Holder, OfferKind, Sector, TalkForm, Visitation,
};
use domain::schema::Hours;
use domain::{Day, FactData};

impl Person {
    /// Offers one after the other; about `busy` in a hundred are in one on a day.
    pub(super) fn offers(&mut self, busy: u32) {
        let Some(mut day) = self.first_offer() else { return };
        for _ in 0..14 {
            let Some(offer) = self.rng.weighted(&OFFERS) else { return };
            let offer = self.fitting(offer);
            let days = self.length(offer);
            // Waiting before an offer and being in it stand as (100 - busy) to busy.
            let mut wait = days * (100 - busy as i32) / busy.max(1) as i32;
            if self.is_young() {
                wait = wait.min(75);
            }
            day = day.plus_days(self.rng.between(wait / 2, wait * 3 / 2));
            let from = self.free(day);
            if from >= self.last() {
                // Granted, begins soon: the list shows it coming.
                if self.running() && self.today.days_until(from) <= 10 {
                    self.grant(offer, from, from.plus_days(days - 1));
                }
                return;
            }
            day = self.offer(offer, from, from.plus_days(days - 1)).plus_days(1);
        }
    }

    /// The first offer, which the act sets a date for: most in time. `None` when nothing has come of it yet.
    fn first_offer(&mut self) -> Option<Day> {
        let within = match self.group {
            Group::Kontanthjaelp if self.is_young() || self.rate == Some(BenefitRate::Mindstesats) => 29,
            Group::Kontanthjaelp | Group::Dagpenge => 178,
            _ => return Some(self.start.plus_days(self.rng.between(20, 60))),
        };
        let mut day = self.start;
        if within > 100 && self.rng.percent(70) {
            // Guidance before it does not count as the offer that is due.
            let from = self.free_after(day, 20, 60);
            if from >= self.last() {
                return None;
            }
            let days = self.rng.between(3, 8) * 7;
            day = self.offer(OfferKind::VejledningOpkvalificering, from, from.plus_days(days - 1));
        }
        let (low, high) = if self.rng.percent(90) { (within * 2 / 5, within - 4) } else { (within + 5, within + 150) };
        let planned = self.start.plus_days(self.rng.between(low, high)).max(day.plus_days(1));
        let from = self.free(planned);
        if from >= self.last() {
            return None;
        }
        let kinds = [
            (OfferKind::Virksomhedspraktik, 72),
            (OfferKind::Nytteindsats, 14),
            (OfferKind::Loentilskud, 8),
            (OfferKind::OrdinaerUddannelse, 6),
        ];
        let kind = if within > 100 { self.rng.weighted(&kinds) } else { self.rng.weighted(&OFFERS) };
        let offer = kind.map(|k| if k == OfferKind::Nytteindsats { self.useful_work() } else { self.fitting(k) })?;
        let days = self.length(offer);
        Some(self.offer(offer, from, from.plus_days(days - 1)).plus_days(1))
    }

    /// Nytteindsats, or the specially arranged one, or praktik for those who may have neither.
    fn useful_work(&self) -> OfferKind {
        match (self.group, self.visitation) {
            (Group::Kontanthjaelp, Some(Visitation::Aktivitetsparat)) => OfferKind::SaerligtTilrettelagtNytteindsats,
            (Group::Kontanthjaelp, Some(_)) => OfferKind::Nytteindsats,
            _ => OfferKind::Virksomhedspraktik,
        }
    }

    /// Nytteindsats is for the job- and education-ready, the special one for the others.
    fn fitting(&mut self, offer: OfferKind) -> OfferKind {
        match (offer, self.group, self.visitation) {
            (OfferKind::Nytteindsats, Group::Kontanthjaelp, Some(Visitation::Aktivitetsparat)) => {
                OfferKind::SaerligtTilrettelagtNytteindsats
            }
            (OfferKind::SaerligtTilrettelagtNytteindsats, Group::Kontanthjaelp, Some(Visitation::Jobparat)) => {
                OfferKind::Nytteindsats
            }
            (OfferKind::Nytteindsats | OfferKind::SaerligtTilrettelagtNytteindsats, g, _)
                if g != Group::Kontanthjaelp =>
            {
                OfferKind::VejledningOpkvalificering
            }
            (OfferKind::Loentilskud, Group::Ledighedsydelse, _) => OfferKind::Virksomhedspraktik,
            _ => offer,
        }
    }

    fn length(&mut self, offer: OfferKind) -> i32 {
        let short = matches!(self.visitation, Some(Visitation::Jobparat | Visitation::AabenlystUddannelsesparat))
            || self.group == Group::Dagpenge;
        let weeks = match offer {
            OfferKind::Virksomhedspraktik if short => self.rng.between(2, 4),
            OfferKind::Virksomhedspraktik => self.rng.between(4, 13),
            OfferKind::Loentilskud => self.rng.between(9, 26),
            OfferKind::Nytteindsats | OfferKind::SaerligtTilrettelagtNytteindsats => self.rng.between(4, 13),
            _ => self.rng.between(4, 20),
        };
        weeks * 7
    }

    fn place(&mut self, offer: OfferKind) -> (Option<Sector>, Option<Hours>, Option<String>, Option<String>) {
        let hours = Some(Hours(self.rng.pick(&[800, 1500, 2000, 2500, 3000, 3700]).unwrap_or(2000)));
        match offer {
            OfferKind::Virksomhedspraktik | OfferKind::Loentilskud => {
                let sector = self.rng.pick(&[Sector::Private, Sector::Private, Sector::Private, Sector::Public]);
                let found = crate::companies::for_offer(&mut self.rng, self.index);
                let (p_number, company) =
                    found.map_or((None, None), |(p, name)| (Some(p.as_str().to_owned()), Some(name)));
                (sector, hours, p_number, company)
            }
            OfferKind::Nytteindsats | OfferKind::SaerligtTilrettelagtNytteindsats => {
                (Some(Sector::Public), hours, None, None)
            }
            _ => (None, hours, None, None),
        }
    }

    fn grant(&mut self, offer: OfferKind, from: Day, through: Day) {
        let (sector, hours, p_number, company) = self.place(offer);
        let known = from.plus_days(-self.rng.between(3, 14)).max(self.start).min(self.today);
        self.pen.span(
            from,
            Some(through),
            known,
            FactData::OfferGranted { offer, sector, hours, p_number, company, granted: None },
        );
        if self.rng.percent(12) {
            let reason = self.rng.pick(&[
                DeviationReason::BorgerensOenske,
                DeviationReason::IngenLedigPlads,
                DeviationReason::ProevetFoer,
                DeviationReason::Skaanehensyn,
            ]);
            if let Some(reason) = reason {
                self.pen.on(known, FactData::Deviation { reason, offer: Some(offer) });
            }
        }
    }

    /// An offer that has begun; returns its last day.
    fn offer(&mut self, offer: OfferKind, from: Day, through: Day) -> Day {
        let (sector, hours, p_number, company) = self.place(offer);
        if from.days_until(self.today) < 365 && matches!(offer, OfferKind::Virksomhedspraktik | OfferKind::Loentilskud)
        {
            let known = from.plus_days(-self.rng.between(3, 12)).max(self.start);
            let granted = FactData::OfferGranted {
                offer,
                sector,
                hours,
                p_number: p_number.clone(),
                company: company.clone(),
                granted: None,
            };
            self.pen.span(from, Some(through), known, granted);
        }
        let data = FactData::OfferStarted { offer, sector, hours, p_number, company, cvr: None, granted: None };
        self.pen.span(from, Some(through), from, data);
        self.tally.offers_started += 1;
        self.what_then(from, through);
        let early =
            self.rng.percent(24).then(|| from.plus_days(self.rng.between(3, from.days_until(through).max(4) - 1)));
        let left = self.end.filter(|e| *e < through);
        let last = [early, left].into_iter().flatten().min();
        match last {
            Some(day) if day < self.today => {
                let exit = if left == Some(day) { Some(ExitCode::OrdinaertJob) } else { self.exit() };
                self.pen.on(day.max(from), FactData::OfferEnded { offer, exit });
                self.tally.offers_ended_early += 1;
                day
            }
            _ if through < self.today => {
                if self.rng.percent(60) {
                    self.pen.on_known(
                        through,
                        through,
                        FactData::OfferEnded { offer, exit: Some(ExitCode::SomAftalt) },
                    );
                }
                through
            }
            _ => {
                if self.running() {
                    self.tally.offer = Some(offer);
                }
                through
            }
        }
    }

    /// Two weeks before an offer ends somebody decides whether more is needed (RSL § 7 a); for a short one at its start.
    fn what_then(&mut self, from: Day, through: Day) {
        let day = through.plus_days(-14 - self.rng.between(0, 6)).max(from);
        // Older ones are of no use to anyone: the rule has been read from April 2025.
        if day.plus_days(400) > self.today
            && day < self.today
            && self.end.is_none_or(|e| day <= e)
            && self.rng.percent(97)
        {
            let form = self.rng.pick(&[TalkForm::Telefon, TalkForm::Fremmoede]);
            self.pen.on(
                day,
                FactData::FollowupHeld {
                    followup: FollowUpKind::EfterForanstaltning,
                    form,
                    holder: Some(Holder::Kommune),
                },
            );
        }
    }

    fn exit(&mut self) -> Option<ExitCode> {
        self.rng
            .weighted(&[
                (Some(ExitCode::Fravaer), 22),
                (Some(ExitCode::OrdinaertJob), 20),
                (Some(ExitCode::BorgerensOenske), 14),
                (Some(ExitCode::AndetTilbud), 14),
                (Some(ExitCode::Helbred), 12),
                (Some(ExitCode::VirksomhedenStoppede), 8),
                (Some(ExitCode::Uddannelse), 5),
                (None, 5),
            ])
            .flatten()
    }
}

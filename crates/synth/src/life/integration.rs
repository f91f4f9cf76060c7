//! Refugees and reunited families in the introduction programme.

use super::talks::Row;
use super::{ONE_BENEFIT, Person};
use domain::calendar::is_working_day;
use domain::codes::{Benefit, BenefitRate, Holder, Interpreter, OfferKind, PlanKind, Sector, TalkKind, Visitation};
use domain::schema::Hours;
use domain::{FactData, MonthEnd};

const LANGUAGES: [&str; 6] = ["arabisk", "ukrainsk", "tigrinya", "dari", "farsi", "kurdisk"];

impl Person {
    pub(super) fn integration(&mut self) {
        while !is_working_day(self.start) {
            self.start = self.start.plus_days(-1);
        }
        let start = self.start;
        self.pen.on(start, FactData::IntegrationTakeover {});
        let language = self.rng.pick(&LANGUAGES).map(str::to_owned);
        self.pen.span(start, None, start, FactData::Language { interpreter: Some(Interpreter::Tale), language });
        self.help_spells(start, Benefit::Overgangsydelse, BenefitRate::Mindstesats);
        self.runs(if self.today < ONE_BENEFIT { Benefit::Overgangsydelse } else { Benefit::Kontanthjaelp }, start);
        let held = self.talks(Row {
            kind: TalkKind::Integrationssamtale,
            holder: Holder::Kommune,
            from: start,
            through: None,
            first: (1, 7),
            early: (28, 42),
            later: (60, 100),
            at_least: 0,
        });
        if let Some(first) = held.first().copied() {
            self.answers(first);
            // In the programme everybody is jobparat from the first day, until somebody decides otherwise.
            self.visitation = Some(Visitation::Jobparat);
            self.visit(first);
        }
        self.plan(PlanKind::Integrationskontrakt, start.plus_days(12), 95);
        let danish = FactData::OfferStarted {
            offer: OfferKind::Danskuddannelse,
            sector: None,
            hours: Some(Hours(1500)),
            p_number: None,
            company: None,
            cvr: None,
            granted: None,
        };
        let school = start.plus_days(10);
        if school < self.last() {
            self.pen.span(school, Some(school.plus_months(36, MonthEnd::Down)), school, danish);
            self.tally.offers_started += 1;
        }
        // The company-directed offer: within two weeks, at the latest within a month; some later.
        let (low, high) = self.rng.weighted(&[((8, 13), 55), ((15, 28), 30), ((29, 60), 15)]).unwrap_or((8, 13));
        let wait = self.rng.between(low, high);
        let from = self.free(start.plus_days(wait));
        if from < self.last() {
            let place = crate::companies::for_offer(&mut self.rng, self.index);
            let (p_number, company) = place.map_or((None, None), |(p, name)| (Some(p.as_str().to_owned()), Some(name)));
            let hours = Some(Hours(2200));
            let through = Some(from.plus_days(13 * 7 - 1));
            let offer = FactData::OfferStarted {
                offer: OfferKind::Virksomhedspraktik,
                sector: Some(Sector::Private),
                hours,
                p_number,
                company,
                cvr: None,
                granted: None,
            };
            self.pen.span(from, through, from.plus_days(-3).max(start), offer);
            self.tally.offers_started += 1;
            if self.running() && through >= Some(self.today) {
                self.tally.offer = Some(OfferKind::Virksomhedspraktik);
            }
        }
    }
}

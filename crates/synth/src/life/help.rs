//! Kontanthjælp, also under its names before 1 July 2025.

use super::talks::Row;
use super::{ONE_BENEFIT, Person};
use domain::calendar::is_working_day;
use domain::codes::{Benefit, BenefitRate, DocumentKind, Education, Holder, PlanKind, TalkKind, TestKind, Visitation};
use domain::schema::Hours;
use domain::{Day, FactData};

const WEEK: i32 = 7;

impl Person {
    pub(super) fn help(&mut self) {
        while !is_working_day(self.start) {
            self.start = self.start.plus_days(-1);
        }
        let contact = self.start;
        let known_contact = !self.rng.permille(15);
        let rate = self.rate();
        self.rate = Some(rate);
        let name = self.help_name(contact, rate);
        if known_contact {
            self.pen.on(contact, FactData::FirstContact { benefit: name });
        } else {
            self.tally.missing_first_contact += 1;
        }
        self.help_spells(contact, name, rate);
        self.absences(25);
        let held = self.talks(Row {
            kind: TalkKind::Jobsamtale,
            holder: Holder::Kommune,
            from: contact,
            through: None,
            first: (1, 6),
            early: (30, 46),
            later: (70, 120),
            at_least: 0,
        });
        if known_contact {
            self.count_first_talk(contact, held.first().copied());
        }
        if let Some(first) = held.first().copied() {
            self.visit(first);
            self.answers(first);
            self.job_seeker(first);
            self.towards_education(first);
            self.take_over(first);
        }
        if let Some(second) = held.get(1).copied() {
            self.plan(PlanKind::MinPlan, second, 92);
        }
        self.offers(34);
        if self.rng.percent(crate::calibration::ORDINARY_HOURS_PERCENT) {
            self.few_hours();
        }
        self.exempt_after_assessment();
        self.help_followed_up(contact);
        self.runs(if self.today < ONE_BENEFIT { name } else { Benefit::Kontanthjaelp }, self.start);
    }

    /// The name the help had on `day`.
    fn help_name(&self, day: Day, rate: BenefitRate) -> Benefit {
        if day >= ONE_BENEFIT {
            return Benefit::Kontanthjaelp;
        }
        let untrained = self.education < Education::Erhvervsuddannelse;
        if rate == BenefitRate::Mindstesats {
            Benefit::Overgangsydelse
        } else if self.born.age_on(day) < 30 && untrained {
            Benefit::Uddannelseshjaelp
        } else {
            Benefit::Kontanthjaelp
        }
    }

    fn rate(&mut self) -> BenefitRate {
        let young = self.age() < 30;
        let weights: &[(BenefitRate, u32)] = if young {
            &[(BenefitRate::Grundsats, 68), (BenefitRate::Hjemmeboende, 17), (BenefitRate::Mindstesats, 15)]
        } else {
            &[(BenefitRate::ForhoejetSats, 82), (BenefitRate::Mindstesats, 18)]
        };
        self.rng.weighted(weights).unwrap_or(BenefitRate::Grundsats)
    }

    /// One spell, or two that meet on 1 July 2025.
    pub(super) fn help_spells(&mut self, from: Day, name: Benefit, rate: BenefitRate) {
        let through = self.end;
        if from >= ONE_BENEFIT {
            self.pen.benefit(Benefit::Kontanthjaelp, Some(rate), from, through);
        } else if through.is_some_and(|t| t < ONE_BENEFIT) {
            self.pen.benefit(name, None, from, through);
        } else {
            self.pen.benefit(name, None, from, Some(ONE_BENEFIT.plus_days(-1)));
            self.pen.benefit(Benefit::Kontanthjaelp, Some(rate), ONE_BENEFIT, through);
        }
    }

    fn count_first_talk(&mut self, contact: Day, first: Option<Day>) {
        let due = contact.plus_days(WEEK);
        let t = &mut self.tally;
        match first {
            Some(day) if day <= due => t.first_talk_in_time += 1,
            Some(_) => t.first_talk_late += 1,
            None if self.end.is_some_and(|e| e < due) => {}
            None if self.today > due => t.first_talk_overdue += 1,
            None => t.first_talk_pending += 1,
        }
    }

    /// Visitation at the first talk; one in eight was first judged otherwise.
    pub(super) fn visit(&mut self, first: Day) {
        let Some(now) = self.visitation else { return };
        let mut from = first;
        let before = match now {
            Visitation::Jobparat => Visitation::Aktivitetsparat,
            Visitation::Aktivitetsparat if self.is_young() => Visitation::Uddannelsesparat,
            Visitation::Aktivitetsparat => Visitation::Jobparat,
            Visitation::Uddannelsesparat | Visitation::AabenlystUddannelsesparat => Visitation::Aktivitetsparat,
            _ => return,
        };
        let room = first.days_until(self.last());
        if room > 120 && self.rng.percent(12) {
            let changed = first.plus_days(self.rng.between(60, room - 30));
            self.pen.span_closed_later(
                first,
                Some(changed.plus_days(-1)),
                1,
                &FactData::Visitation { category: before },
            );
            from = changed;
        }
        self.pen.span_closed_later(from, self.end, 0, &FactData::Visitation { category: now });
        if self.running() && self.start.plus_days(crate::pen::REPORTED_AFTER) <= self.today {
            self.tally.visitation = Some(now);
        }
    }

    /// Jobparate register on Jobnet and put their cv there within three weeks; some are late.
    fn job_seeker(&mut self, first: Day) {
        if !matches!(self.visitation, Some(Visitation::Jobparat | Visitation::AabenlystUddannelsesparat)) {
            return;
        }
        self.pen.on(first, FactData::Registered {});
        self.cv(self.start, 20);
    }

    /// The young: told at the first talk to propose an education, and tested within a month.
    fn towards_education(&mut self, first: Day) {
        if !self.is_young() {
            return;
        }
        if self.rng.percent(95) {
            self.pen.on(first, FactData::PlanAgreed { plan: PlanKind::Uddannelsespaalaeg, goal: None });
        }
        self.test(self.start.max(first));
    }

    /// Reading, writing and arithmetic, for those without an education after primary school.
    pub(super) fn test(&mut self, from: Day) {
        if self.education > Education::Grundskole || !self.rng.percent(95) {
            return;
        }
        let day = self.free_after(from, 8, 20);
        if day < self.today && self.end.is_none_or(|e| day <= e) {
            self.pen.on(day, FactData::TestTaken { test: TestKind::LaeseSkriveRegne });
        }
    }

    /// The cv on Jobnet within `days`, for nine in ten.
    pub(super) fn cv(&mut self, from: Day, days: i32) {
        let late = self.rng.percent(10);
        let day =
            from.plus_days(if late { self.rng.between(days + 1, days + 40) } else { self.rng.between(3, days - 2) });
        if day < self.today && self.end.is_none_or(|e| day <= e) {
            self.pen.on(
                day,
                FactData::Document { document: DocumentKind::CvGodkendt, text: None, receiver: None, name: None },
            );
        }
    }

    /// A job for some hours a week without subsidy.
    fn few_hours(&mut self) {
        let room = self.start.days_until(self.last());
        if room < 60 {
            return;
        }
        let from = self.start.plus_days(self.rng.between(30, room - 20));
        let hours = Hours(self.rng.between(4, 30) * 50);
        let through = self.end;
        self.pen.span(
            from,
            through,
            from.plus_days(20).max(through.unwrap_or(from)),
            FactData::OrdinaryHours { hours },
        );
    }
}

//! Everything around the talks: answers, plans, absence, wishes, notes, protection, handovers.

use super::Person;
use crate::Group;
use crate::units;
use domain::codes::{
    AbsenceKind, DeviationReason, ExemptDuty, Party, PlanKind, Protection, Receiver, RepresentativeRole, WishKind,
    YesNo,
};
use domain::schema::Hours;
use domain::{Day, FactData};

const NOTES: [&str; 8] = [
    "Ringede. Vil gerne have tider om formiddagen.",
    "Har sendt cv. Ligger i sagen.",
    "Vil gerne høre om job i køkken eller butik.",
    "Bad om at få indkaldelsen på papir denne gang.",
    "Aftalt, at vi skriver på sms.",
    "Spurgte, hvornår næste samtale er. Svar givet.",
    "Har fundet et sted, der måske vil tage en i praktik.",
    "Ønsker samme sagsbehandler som hidtil.",
];
const NEEDS: [&str; 6] = [
    "ingen tunge løft",
    "mulighed for at sidde",
    "faste mødetider",
    "én opgave ad gangen",
    "rolige omgivelser",
    "korte arbejdsdage",
];

impl Person {
    /// Education and household, asked at the first talk and not always answered.
    pub(super) fn answers(&mut self, on: Day) {
        if on > self.today {
            return;
        }
        if self.rng.percent(85) {
            self.pen.on(on, FactData::Education { level: self.education });
        } else {
            self.tally.missing_education += 1;
        }
        if self.rng.percent(70) {
            let answer = |yes| Some(if yes { YesNo::Ja } else { YesNo::Nej });
            let partner = self.rng.percent(38);
            let single_parent = answer(self.children && !partner);
            let children_at_home = Some(if self.children { i64::from(self.rng.between(1, 3)) } else { 0 });
            self.pen.span(
                on,
                None,
                on,
                FactData::Household { single_parent, partner: answer(partner), children_at_home },
            );
        } else {
            self.tally.missing_household += 1;
        }
    }

    /// A plan on `day` for `share` in a hundred, renewed about twice a year in the last year.
    pub(super) fn plan(&mut self, plan: PlanKind, day: Day, share: u32) {
        if day > self.last() || !self.rng.percent(share) {
            return;
        }
        let goal = self
            .rng
            .pick(&["ordinære timer", "fuldtidsjob", "uddannelse", "fleksjob", "tilbage til arbejdspladsen"])
            .map(str::to_owned);
        self.pen.on(day, FactData::PlanAgreed { plan, goal: goal.clone() });
        let mut again = day.plus_days(self.rng.between(150, 220)).max(self.last().plus_days(-380));
        while again < self.last() {
            self.pen.on(again, FactData::PlanAgreed { plan, goal: goal.clone() });
            again = again.plus_days(self.rng.between(150, 220));
        }
    }

    pub(super) fn need(&mut self, on: Day) {
        let max_hours = self.rng.percent(60).then(|| Hours(self.rng.between(2, 20) * 100));
        let text = self.rng.pick(&NEEDS).map(str::to_owned);
        self.pen.span(on, None, on, FactData::FunctionalNeed { max_hours, text });
    }

    /// Holidays, illness and the weeks before a job, for `share` in a hundred each half year.
    pub(super) fn absences(&mut self, share: u32) {
        let mut day = self.start.plus_days(self.rng.between(20, 120));
        while day < self.last() {
            if self.rng.percent(share) {
                let ill = self.rng.percent(45);
                let days = if ill { self.rng.between(1, 12) } else { self.rng.between(5, 21) };
                let mut through = day.plus_days(days - 1);
                if let Some(end) = self.end {
                    through = through.min(end);
                }
                let absence = if ill { AbsenceKind::Sygdom } else { AbsenceKind::Ferie };
                let data = FactData::Absence { absence, party: Some(Party::Borger) };
                if ill {
                    // Open until the citizen is well; then the last day is put right.
                    self.pen.span_closed_later(day, Some(through), 0, &data);
                    self.tally.corrections += u32::from(through <= self.today);
                } else {
                    self.pen.span(day, Some(through), day.plus_days(-self.rng.between(5, 30)).max(self.start), data);
                }
                self.away.push((day, through));
            }
            day = day.plus_days(self.rng.between(120, 240));
        }
        self.before_a_job();
    }

    /// A job, fleksjob or leave that begins within six weeks: less intensive effort.
    fn before_a_job(&mut self) {
        let eligible = matches!(self.group, Group::Kontanthjaelp | Group::Dagpenge | Group::Ledighedsydelse);
        let room = self.start.days_until(self.today);
        if !eligible || room < 40 {
            return;
        }
        let data = FactData::Absence { absence: AbsenceKind::MindreIntensivIndsats, party: Some(Party::Kommune) };
        if self.running() && self.rng.percent(3) {
            let from = self.today.plus_days(-self.rng.between(2, 20));
            let through = from.plus_days(self.rng.between(25, 41));
            self.pen.span(from, Some(through), from, data);
            self.away.push((from, through));
        } else if let Some(end) = self.end.filter(|_| self.rng.percent(35)) {
            let from = end.plus_days(-self.rng.between(10, 35)).max(self.start.plus_days(10));
            if from < end {
                self.pen.span(from, Some(end), from, data);
                self.away.push((from, end));
            }
        }
    }

    /// From July 2026 a quarter may be exempted after a written assessment.
    pub(super) fn exempt_after_assessment(&mut self) {
        let from = self.start.max(super::QUOTA_FROM).plus_days(20);
        if from < self.today && self.running() && self.rng.percent(15) {
            let reason = DeviationReason::KonkretVurdering;
            let data = FactData::ExemptedAfterAssessment {
                exempt_from: ExemptDuty::Samtaler,
                reason,
                author: self.owner.employee.clone(),
                assessment: "Kan selv finde arbejde: har to samtaler med arbejdsgivere.".into(),
                assessed: from,
            };
            self.pen.span(from, None, from, data);
        }
    }

    /// New cases of kontanthjælp begin in the intake unit and are handed over after the first talk.
    pub(super) fn take_over(&mut self, first_talk: Day) {
        let team = self.team.clone();
        if self.owner == team {
            return;
        }
        let proposed = self.free_after(first_talk, 0, 2);
        if proposed > self.today || self.end.is_some_and(|e| proposed > e) {
            return;
        }
        self.hand_over(proposed, team.unit, &team.employee);
    }

    /// Proposed, sometimes declined and proposed again, and accepted: until then the owner stays.
    fn hand_over(&mut self, proposed: Day, unit: &'static str, employee: &str) {
        let propose =
            |person: &str| FactData::HandoverProposed { unit: unit.to_owned(), person: Some(person.to_owned()) };
        self.pen.on(proposed, propose(employee));
        let mut day = self.free_after(proposed, 1, 6);
        if self.rng.percent(5) && day <= self.today {
            let reason = self.rng.pick(&[DeviationReason::Kapacitet, DeviationReason::KonkretVurdering]);
            self.pen.on(day, FactData::HandoverDeclined { reason, unit: unit.to_owned(), text: None });
            self.tally.handovers_declined += 1;
            let again = self.free_after(day, 1, 3);
            if again > self.today {
                return;
            }
            self.pen.on(again, propose(employee));
            day = self.free_after(again, 1, 4);
        }
        if day > self.today {
            self.tally.handovers_open += 1;
            return;
        }
        self.pen.on(day, FactData::HandoverAccepted { unit: unit.to_owned(), person: Some(employee.to_owned()) });
        self.tally.handovers_accepted += 1;
        self.owner = crate::Owner { unit, employee: employee.to_owned() };
    }

    /// Small things that belong to most cases.
    pub(super) fn after(&mut self) {
        let room = self.start.max(self.floor).days_until(self.last());
        if room < 20 {
            return;
        }
        for _ in 0..self.rng.between(0, 2) {
            let day = self.day_within(room);
            if let Some(text) = self.rng.pick(&NOTES) {
                let note = self.pen.on(day, FactData::Note { text: text.to_owned() });
                if self.rng.permille(25) && day < self.today {
                    self.pen.annul(note, day.plus_days(1));
                    self.tally.annulments += 1;
                }
            }
        }
        if self.rng.percent(30) {
            let wishes =
                [WishKind::Job, WishKind::Praktik, WishKind::Uddannelse, WishKind::Kontaktform, WishKind::Samtale];
            let (day, wish) = (self.day_within(room), self.rng.pick(&wishes).unwrap_or(WishKind::Job));
            if self.group != Group::Foertidspension {
                self.pen.on(day, FactData::Wish { wish, text: None });
            }
        }
        let needs = matches!(self.group, Group::Kontanthjaelp | Group::Jobafklaring | Group::Ressourceforloeb);
        if needs && self.rng.percent(35) {
            let day = self.day_within(room);
            self.need(day);
        }
        if self.rng.percent(12) {
            let day = self.day_within(room);
            let receivers = [Receiver::AndenAktoer, Receiver::AndenAfdeling, Receiver::Sundhedskoordinator];
            if let Some(receiver) = self.rng.pick(&receivers) {
                self.pen.on(day, FactData::Referral { receiver, name: None });
            }
        }
        self.whose_turn();
        self.people_around(room);
        self.protect();
        if self.running() && room > 200 && self.rng.percent(3) {
            self.move_on(room);
        }
    }

    fn day_within(&mut self, room: i32) -> Day {
        self.last().plus_days(-self.rng.between(1, room - 1))
    }

    fn whose_turn(&mut self) {
        if self.running() && self.rng.percent(55) {
            let day = self.today.plus_days(-self.rng.between(1, 30)).max(self.start);
            let party = self.rng.weighted(&[
                (Party::Kommune, 40),
                (Party::Borger, 40),
                (Party::Laege, 8),
                (Party::Arbejdsgiver, 7),
                (Party::AndenAktoer, 5),
            ]);
            if let Some(party) = party {
                self.pen.on(day, FactData::Turn { party, about: None });
            }
        }
    }

    fn people_around(&mut self, room: i32) {
        if self.rng.percent(4) {
            let day = self.day_within(room);
            let role = self
                .rng
                .pick(&[RepresentativeRole::Bisidder, RepresentativeRole::Partsrepraesentant])
                .unwrap_or(RepresentativeRole::Bisidder);
            self.pen.span(day, None, day, FactData::Representation { role, name: None, scope: None });
        }
        if self.rng.percent(7) {
            let day = self.start.max(self.floor);
            self.pen.span(day, None, day, FactData::DigitalPostExempt {});
        }
        if self.rng.permille(12) {
            let day = self.day_within(room);
            let text = "Vær to til samtalen.".to_owned();
            self.pen.span(day, Some(day.plus_days(365)), day, FactData::SafetyNote { text });
        }
    }

    fn protect(&mut self) {
        if !self.rng.permille(14) {
            return;
        }
        let protection = self.rng.weighted(&[
            (Protection::NavneOgAdressebeskyttelse, 70),
            (Protection::EgenAnsat, 18),
            (Protection::SaerligtBeskyttet, 12),
        ]);
        if let Some(protection) = protection {
            let day = self.start;
            self.pen.span(day, None, day, FactData::Protection { protection });
            self.tally.protected = 1;
        }
    }

    /// To another team in the last months; some wait for an answer today.
    fn move_on(&mut self, room: i32) {
        let target = match self.owner.unit {
            units::UNGE => units::VEST,
            units::VEST => units::OEST,
            units::OEST => units::VEST,
            units::SYG => units::FLEX,
            _ => return,
        };
        let proposed = self.free_after(self.today, -(room / 3).min(120), -1);
        if proposed <= self.today {
            let employee = units::owner(target, self.index).employee;
            self.hand_over(proposed, target, &employee);
        }
    }
}

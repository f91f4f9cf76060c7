//! Sick pay, and jobafklaring after it. What the illness is stands nowhere.

use super::Person;
use super::talks::Row;
use domain::codes::{Benefit, FollowUpKind, Holder, Party, PlanKind, Receiver, TalkForm, TalkKind, Visitation, YesNo};
use domain::{Day, FactData};

/// Sick pay in weeks of five months, before jobafklaring begins.
const BEFORE_JOBAFKLARING: i32 = 175;
const EMPLOYER_DAYS: i32 = 30;
/// From this day a jobafklaring goes to the rehabilitation team only when there is need for it.
const TEAM_UNTIL: Day = Day::from_number(20_089); // 2025-01-01

impl Person {
    pub(super) fn sick(&mut self) {
        let jobafklaring = self.group == crate::Group::Jobafklaring;
        let first_day = if jobafklaring { self.start.plus_days(-BEFORE_JOBAFKLARING) } else { self.start };
        let sick_pay_end = if jobafklaring { Some(self.start.plus_days(-1)) } else { self.end };
        self.absences(6);
        let employed = self.rng.percent(70);
        self.sick_pay(first_day, sick_pay_end, employed);
        if jobafklaring {
            self.jobafklaring();
        } else {
            let paid_from = if employed { first_day.plus_days(EMPLOYER_DAYS) } else { first_day };
            self.runs(Benefit::Sygedagpenge, paid_from);
        }
    }

    fn sick_pay(&mut self, first_day: Day, end: Option<Day>, employed: bool) {
        let answer = |yes| Some(if yes { YesNo::Ja } else { YesNo::Nej });
        let expected_fit = self.rng.percent(35).then(|| first_day.plus_days(self.rng.between(60, 170)));
        let self_employed = !employed && self.rng.percent(15);
        if self.rng.percent(4) && self.running() && self.group == crate::Group::Sygedagpenge {
            self.tally.missing_sickness += 1;
        } else {
            let data =
                FactData::Sickness { employed: answer(employed), self_employed: answer(self_employed), expected_fit };
            // Sick people in jobafklaring are still sick: only what ends sick pay itself ends the period here.
            let through = if self.group == crate::Group::Jobafklaring { self.end } else { end };
            self.pen.span_closed_later(first_day, through, 9, &data);
        }
        let paid_from = if employed { first_day.plus_days(EMPLOYER_DAYS) } else { first_day };
        if employed {
            let through = paid_from.plus_days(-1);
            let through = end.map_or(through, |e| e.min(through));
            self.pen.span(first_day, Some(through), first_day.plus_days(32), FactData::PaidByEmployer {});
        }
        if end.is_none_or(|e| e > paid_from) {
            self.pen.benefit(Benefit::Sygedagpenge, None, paid_from, end);
        }
        let sent = first_day.plus_days(self.rng.between(7, 12));
        if end.is_none_or(|e| e > sent) {
            self.pen.on(sent, FactData::SicknessFormSent {});
            if self.rng.percent(99) {
                let in_time = self.rng.percent(88);
                let wait = if in_time { self.rng.between(2, 8) } else { self.rng.between(9, 30) };
                let back = sent.plus_days(wait);
                self.pen.on(back, FactData::SicknessFormReturned {});
            }
        }
        self.fast_track(first_day, end, employed);
        self.follow_up(first_day, end, employed);
        self.reassessed(first_day, end);
    }

    fn fast_track(&mut self, first_day: Day, end: Option<Day>, employed: bool) {
        if !self.rng.percent(6) {
            return;
        }
        let asked = self.free_after(first_day, 10, 33);
        if end.is_some_and(|e| e < asked) {
            return;
        }
        let party = if employed && self.rng.percent(70) { Party::Arbejdsgiver } else { Party::Borger };
        self.pen.on(asked, FactData::FastTrackRequested { party });
        if party == Party::Arbejdsgiver && self.rng.percent(20) {
            self.pen.on(asked.plus_days(3), FactData::FastTrackDeclined {});
        }
    }

    fn follow_up(&mut self, first_day: Day, end: Option<Day>, employed: bool) {
        let was_running = self.end;
        self.end = end;
        let held = self.talks(Row {
            kind: TalkKind::Opfoelgningssamtale,
            holder: Holder::Kommune,
            from: first_day,
            through: end,
            first: (36, 54),
            early: (26, 40),
            later: (40, 70),
            at_least: 0,
        });
        self.end = was_running;
        if let Some(first) = held.first().copied() {
            self.answers(first);
            // Categories ended when the act changed in 2026; until then the second is the one that is followed up.
            if first < super::QUOTA_FROM {
                let category = FactData::Visitation { category: Visitation::Kategori2 };
                self.pen.span_closed_later(first, end, 0, &category);
            }
            if !employed {
                self.plan(PlanKind::MinPlan, first.plus_days(14), 70);
            }
        }
        if let Some(second) = held.get(1).copied()
            && employed
            && self.rng.percent(30)
        {
            let from = second.plus_days(self.rng.between(3, 20));
            if end.is_none_or(|e| from < e) {
                let hours = Some(domain::schema::Hours(self.rng.between(6, 24) * 100));
                self.pen.span_closed_later(from, end, 1, &FactData::PartialReturn { hours });
            }
        }
    }

    fn jobafklaring(&mut self) {
        self.pen.benefit(Benefit::Jobafklaring, None, self.start, self.end);
        if self.start < TEAM_UNTIL && self.rng.percent(94) {
            let day = self.start.plus_days(self.rng.between(5, 27));
            self.pen.on(day, FactData::Referral { receiver: Receiver::Rehabiliteringsteam, name: None });
        }
        let revisited = self.start.plus_days(-self.rng.between(8, 25));
        let form = Some(TalkForm::Brev);
        self.pen.on(
            revisited,
            FactData::FollowupHeld { followup: FollowUpKind::Revurdering, form, holder: Some(Holder::Kommune) },
        );
        self.talks(Row {
            kind: TalkKind::Jobsamtale,
            holder: Holder::Kommune,
            from: self.start,
            through: None,
            first: (6, 20),
            early: (32, 46),
            later: (70, 110),
            at_least: 0,
        });
        self.plan(PlanKind::RehabiliteringsplanIndsatsdel, self.start.plus_days(25), 85);
        self.offers(22);
        self.runs(Benefit::Jobafklaring, self.start);
    }
}

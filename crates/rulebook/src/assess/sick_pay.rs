//! Whether a sick person has sick pay, or a wage in its place: only then is there a sick-pay case (SDPL § 8).

use crate::assess::axes::{Axes, LOOK_AHEAD_DAYS, bit};
use crate::who::{Match, Missing};
use domain::Day;
use domain::codes::{Benefit, Code, TalkForm, TalkKind, TargetGroup, YesNo};
use domain::compact::Compact;
use domain::kinds::FactKind;

/// Kept during sickness, with follow-up by the contact course (LAB kap. 7, LAS § 74 a, stk. 7, and § 74 f, stk. 4).
const KEPT: u64 = bit(Benefit::Jobafklaring as u8)
    | bit(Benefit::Ressourceforloeb as u8)
    | bit(Benefit::Ledighedsydelse as u8)
    | bit(Benefit::Revalideringsydelse as u8)
    | bit(Benefit::Barselsdagpenge as u8);

/// What a sick person may have beside a job or until sick pay begins: dagpenge, or the wage of a fleksjob of before 2013.
const BEFORE: u64 = bit(Benefit::Dagpenge as u8) | bit(Benefit::FleksjobGammelOrdning as u8);

/// LAB § 124, stk. 2-4: given beside a wage, beside sick pay and without either.
const BESIDE: u64 = bit(Benefit::Fleksloentilskud as u8);

fn is_sick_pay(fact: &Compact) -> bool {
    fact.is(FactKind::PaidByEmployer)
        || fact.is(FactKind::Benefit) && fact.codes[0] == Benefit::Sygedagpenge.index() + 1
}

impl Axes<'_> {
    /// Sick pay or a wage in its place that day, or soon in the same sickness. Where nobody has written what the sick person
    /// lives on, sick pay is taken for it until one that was given has ended.
    pub fn sick_pay(&self, day: Day, wanted: bool) -> Match {
        let answer = |yes: bool| if yes == wanted { Match::Yes } else { Match::No };
        let number = day.number();
        let paid = || {
            let facts = [FactKind::Benefit, FactKind::PaidByEmployer].into_iter().flat_map(|kind| self.near(kind));
            facts.filter(|f| is_sick_pay(f))
        };
        if paid().any(|f| f.covers(day)) {
            return answer(true);
        }
        let sick = self.covering(FactKind::Sickness, day).last();
        let (first, last) = sick.map_or((number, number), |sick| (self.first_sick_day(sick), sick.through));
        if paid().any(|f| f.from > number && f.from <= last.min(number + LOOK_AHEAD_DAYS)) {
            return answer(true);
        }
        let benefits = self.benefits(day);
        if benefits & KEPT != 0 {
            return answer(false);
        }
        if paid().any(|f| f.is(FactKind::Benefit) && f.through >= first && f.through < number) {
            return answer(false);
        }
        if benefits & BESIDE != 0 {
            return Match::Unknown(Missing::BENEFIT);
        }
        if benefits == 0 || benefits & BEFORE != 0 {
            return answer(true);
        }
        // Help, a pension, SU: sick pay comes of work beside it.
        let works = [0, 1].map(|at| sick.map_or(0, |sick| sick.codes[at]));
        if works.contains(&(YesNo::Ja.index() + 1)) {
            Match::Unknown(Missing::BENEFIT)
        } else if works[0] == YesNo::Nej.index() + 1 {
            answer(false)
        } else {
            Match::Unknown(Missing::EMPLOYED)
        }
    }

    /// In a job and in no other target group than that of sick pay (SDPL § 13 c, stk. 2: no demand of a Min Plan).
    pub fn sick_in_job(&self, day: Day, wanted: bool) -> Match {
        let paid = self.benefits(day) & bit(Benefit::Sygedagpenge as u8) != 0
            || self.covering(FactKind::PaidByEmployer, day).next().is_some();
        if paid && self.groups(day).0 == bit(TargetGroup::Sygedagpengemodtager as u8) {
            return self.employed(day, wanted);
        }
        if wanted { Match::No } else { Match::Yes }
    }

    /// The day of the first follow-up talk of a sickness between two days. A letter is none, nor is standby.
    pub(super) fn first_talk(&self, from: i32, through: i32) -> Option<i32> {
        const SILENT: [u8; 2] = [TalkForm::Brev as u8 + 1, TalkForm::Standby as u8 + 1];
        let talks = self.near(FactKind::TalkHeld);
        let talks =
            talks.filter(|f| f.codes[0] == TalkKind::Opfoelgningssamtale.index() + 1 && !SILENT.contains(&f.codes[1]));
        talks.map(|f| f.from).find(|day| *day >= from && *day <= through)
    }

    /// The first day of the sickness, which may stand in several facts without a day between.
    pub(super) fn first_sick_day(&self, sick: &Compact) -> i32 {
        let facts = self.near(FactKind::Sickness).rev();
        facts.fold(sick.from, |first, f| if f.through.saturating_add(1) >= first { first.min(f.from) } else { first })
    }
}

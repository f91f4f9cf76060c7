//! A fact in 16 bytes: what rules look at, without text. Whole municipalities are assessed on these.

use crate::day::Day;
use crate::kinds::{FactData, FactKind};
use crate::span::MINUTES_A_DAY;

/// Day number that stands for "runs on".
pub const OPEN: i32 = i32::MAX;
/// Value that stands for "not known".
pub const NO_VALUE: i32 = i32::MIN;

/// Where an exemption after assessment, which has two codes, keeps that its assessment is written.
const WRITTEN: usize = 2;
/// Where the a-kasse's count, which has one code, keeps the hours that are used: 1 more, in two bytes.
const USED: std::ops::RangeInclusive<usize> = 1..=2;
/// Where a job keeps the number of its company, in the two bits that no code reaches.
const COMPANY: usize = 2;
const COMPANY_SHIFT: u32 = 6;
/// Companies that can be told apart in one history.
pub(crate) const COMPANIES: u8 = 3;
/// Where an offer, which has two codes, keeps how long before its first day it was given: 1 more than the days, and no more
/// than fits.
const GIVEN: usize = 2;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C)]
pub struct Compact {
    pub from: i32,
    /// Last day; equal to `from` for facts of one day, [`OPEN`] while a period runs.
    pub through: i32,
    /// The kind's number, day, hours (hundredths), øre or flag, and of kinds without one the minute; [`NO_VALUE`] when absent.
    pub value: i32,
    pub kind: u8,
    /// Code index + 1 per code field in the lower six bits; 0 when absent.
    pub codes: [u8; 3],
}

impl Compact {
    pub fn new(data: &FactData, from: Day, through: Option<Day>) -> Compact {
        let (mut codes, value) = data.slots();
        if let FactData::ExemptedAfterAssessment { assessment, .. } = data {
            codes[WRITTEN] = u8::from(!assessment.trim().is_empty());
        }
        if let FactData::DagpengeCount { used: Some(used), .. } = data {
            codes[USED].copy_from_slice(&u16::try_from(used + 1).unwrap_or(0).to_le_bytes());
        }
        if let FactData::OfferGranted { granted, .. } | FactData::OfferStarted { granted, .. } = data {
            codes[GIVEN] = granted.map_or(0, |day| days_before(day, from));
        }
        let kind = data.kind();
        let open = match kind.schema().timing {
            crate::schema::Timing::On => from.number(),
            crate::schema::Timing::Period => OPEN,
        };
        Compact { from: from.number(), through: through.map_or(open, Day::number), value, kind: kind as u8, codes }
    }

    /// With its minute, where the kind has no number of its own.
    #[must_use]
    pub(crate) fn at(self, minute: Option<u16>) -> Compact {
        match minute.filter(|_| self.keeps_minute()) {
            Some(minute) => Compact { value: i32::from(minute), ..self },
            None => self,
        }
    }

    /// Of an offer that does not say when it was given: given on the day it became known, where that is no later than its
    /// first day. What is written on the day an offer begins is that it begins.
    #[must_use]
    pub(crate) fn given_as_known(mut self, known: Option<Day>) -> Compact {
        let unsaid = self.codes[GIVEN] == 0;
        let tells = |known: &Day| match FactKind::from_index(self.kind) {
            Some(FactKind::OfferGranted) => unsaid,
            Some(FactKind::OfferStarted) => unsaid && *known < self.from_day(),
            _ => false,
        };
        if let Some(known) = known.filter(tells) {
            self.codes[GIVEN] = days_before(known, self.from_day());
        }
        self
    }

    /// Of an offer: the day it was given, where somebody knows.
    pub fn given_on(&self) -> Option<Day> {
        let is_offer = self.is(FactKind::OfferGranted) || self.is(FactKind::OfferStarted);
        let days = self.codes[GIVEN].checked_sub(1).filter(|_| is_offer)?;
        Some(self.from_day().plus_days(-i32::from(days)))
    }

    fn keeps_minute(&self) -> bool {
        FactKind::from_index(self.kind).is_some_and(|kind| kind.schema().value_field().is_none())
    }

    /// The minute of the day it happened, of kinds without a number of their own and where it is said.
    pub fn minute(&self) -> Option<u16> {
        let said = self.known_value().filter(|value| (0..MINUTES_A_DAY).contains(value) && self.keeps_minute())?;
        u16::try_from(said).ok()
    }

    pub fn is(&self, kind: FactKind) -> bool {
        self.kind == kind as u8
    }

    /// Of an exemption after assessment: whether somebody wrote the assessment.
    pub fn is_assessment_written(&self) -> bool {
        self.is(FactKind::ExemptedAfterAssessment) && self.codes[WRITTEN] != 0
    }

    /// Of the a-kasse's count: whole hours of the right to dagpenge that are used.
    pub fn hours_used(&self) -> Option<i32> {
        let [low, high] = [self.codes[*USED.start()], self.codes[*USED.end()]];
        let said = i32::from(u16::from_le_bytes([low, high]));
        (self.is(FactKind::DagpengeCount) && said != 0).then(|| said - 1)
    }

    /// Of a job: a number of its company, the same for each fact of it; `None` where it stands in one fact alone.
    pub fn company(&self) -> Option<u8> {
        let number = self.codes[COMPANY] >> COMPANY_SHIFT;
        (self.is(FactKind::Employment) && number != 0).then_some(number)
    }

    /// `number`: from 1 to [`COMPANIES`].
    pub(crate) fn set_company(&mut self, number: u8) {
        self.codes[COMPANY] |= number << COMPANY_SHIFT;
    }

    pub fn from_day(&self) -> Day {
        Day::from_number(self.from)
    }

    pub fn through_day(&self) -> Option<Day> {
        (self.through != OPEN).then(|| Day::from_number(self.through))
    }

    pub fn covers(&self, day: Day) -> bool {
        self.from <= day.number() && day.number() <= self.through
    }

    pub fn known_value(&self) -> Option<i32> {
        (self.value != NO_VALUE).then_some(self.value)
    }
}

/// 1 more than the days from one day to another, as many as fit; 0 when it lies after.
fn days_before(day: Day, from: Day) -> u8 {
    match day.days_until(from) {
        ..0 => 0,
        days => u8::try_from(days + 1).unwrap_or(u8::MAX),
    }
}

/// One subject's facts, ordered by first day, as rules see them.
#[derive(Clone, Copy, Debug)]
pub struct HistoryView<'a> {
    pub born: Option<Day>,
    pub facts: &'a [Compact],
    /// What people said of single duties: set aside, deferred, not relevant.
    pub marks: &'a [Mark],
}

/// A person's word about one duty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Key of the duty, e.g. `jobsamtale`.
    pub duty: String,
    /// Ordinal it is about.
    pub n: u16,
    pub word: MarkWord,
    pub from: Day,
    pub through: Option<Day>,
    /// Index of the fact in the history.
    pub fact: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkWord {
    GoalSetAside,
    Deferred,
    NotRelevant,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Code, Holder, TalkForm, TalkKind};

    #[test]
    fn a_compact_fact_takes_sixteen_bytes() {
        assert_eq!(size_of::<Compact>(), 16);
    }

    #[test]
    fn an_exemption_keeps_that_its_assessment_is_written() {
        let day = "2026-10-12".parse().unwrap();
        let exempted = |assessment: &str| {
            let data = FactData::ExemptedAfterAssessment {
                exempt_from: crate::codes::ExemptDuty::Samtaler,
                reason: crate::codes::DeviationReason::KonkretVurdering,
                author: "karen".into(),
                assessment: assessment.into(),
                assessed: day,
            };
            assert_eq!(data.slots().0[WRITTEN], 0, "no code of the kind stands there");
            Compact::new(&data, day, None).is_assessment_written()
        };
        assert!(exempted("Har to tilbud om job."));
        assert!(!exempted("") && !exempted(" \n"));
    }

    #[test]
    fn a_count_of_dagpenge_keeps_what_is_left_and_what_is_used_and_tells_none_from_unsaid() {
        let day = "2026-02-28".parse().unwrap();
        let count = |left, used| {
            let insurance = Some(crate::codes::Insurance::Deltid);
            Compact::new(&FactData::DagpengeCount { insurance, left, used }, day, None)
        };
        let kept = |left, used| (count(left, used).known_value(), count(left, used).hours_used());
        assert_eq!(kept(Some(812), Some(3036)), (Some(812), Some(3036)));
        assert_eq!(kept(Some(0), Some(0)), (Some(0), Some(0)));
        assert_eq!(kept(None, None), (None, None));
        assert_eq!(kept(Some(1), Some(-1)).1, None, "nobody has used fewer than none");
        assert_eq!(count(None, Some(700)).codes[0], crate::codes::Insurance::Deltid.index() + 1);
    }

    #[test]
    fn an_offer_was_given_on_the_day_it_says_else_as_it_became_known_and_never_after_it_began() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let offer = |granted: Option<&str>| {
            let data = FactData::OfferGranted {
                offer: crate::codes::OfferKind::Loentilskud,
                sector: Some(crate::codes::Sector::Private),
                hours: Some(crate::schema::Hours(3700)),
                p_number: None,
                company: None,
                granted: granted.map(day),
            };
            Compact::new(&data, day("2026-03-10"), None)
        };
        let given = |granted, known: Option<&str>| offer(granted).given_as_known(known.map(day)).given_on();
        assert_eq!(given(Some("2026-02-27"), Some("2026-03-02")), Some(day("2026-02-27")));
        assert_eq!(given(None, Some("2026-03-02")), Some(day("2026-03-02")));
        assert_eq!(given(None, Some("2026-03-10")), Some(day("2026-03-10")));
        assert_eq!(given(None, Some("2026-03-11")), None, "an import of what had begun does not say");
        assert_eq!(given(None, None), None);
        assert_eq!(given(Some("2020-01-01"), None), Some(day("2025-06-29")), "as long before as can be kept");
        assert_eq!(offer(Some("2026-02-27")).known_value(), Some(3700), "the hours stay");
    }

    #[test]
    fn a_takeover_keeps_its_minute_and_a_talk_its_flag() {
        let day = "2026-02-02".parse().unwrap();
        let takeover = Compact::new(&FactData::IntegrationTakeover {}, day, None);
        assert_eq!((takeover.minute(), takeover.at(Some(630)).minute()), (None, Some(630)));
        assert_eq!(takeover.at(Some(0)).minute(), Some(0), "midnight is said");
        let doubt = Compact::new(&FactData::AvailabilityDoubt { abroad: true }, day, None).at(Some(630));
        assert_eq!((doubt.value, doubt.minute()), (1, None));
    }

    #[test]
    fn a_held_talk_keeps_kind_form_holder_and_whether_it_was_joint() {
        let data = FactData::TalkHeld {
            talk: TalkKind::Jobsamtale,
            form: Some(TalkForm::Telefon),
            holder: Some(Holder::Kommune),
            joint: true,
            companion: Some("Bo".into()),
            agreed: None,
        };
        let day = "2026-03-16".parse().unwrap();
        let compact = Compact::new(&data, day, None);
        assert_eq!(
            compact.codes,
            [TalkKind::Jobsamtale.index() + 1, TalkForm::Telefon.index() + 1, Holder::Kommune.index() + 1]
        );
        assert_eq!(compact.value, 1);
        assert_eq!((compact.from, compact.through), (day.number(), day.number()));
    }
}

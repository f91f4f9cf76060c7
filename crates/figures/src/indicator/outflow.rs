//! The parts of a bridge from one stock to another, with where those went who left.
//!
//! Somebody went to a job or an education only where a fact says so. A stock that shrinks for a reason nobody has written
//! down shrinks for an unknown reason.

use crate::definition::Indicator;
use domain::codes::{AbsenceKind, Benefit, Code, ExitCode, JobKind, codes};
use domain::compact::Compact;
use domain::kinds::FactKind;
use domain::{Day, Period};

pub const INDICATOR: Indicator = Indicator::AfgangEfterAarsag;

codes! {
    /// A part of the bridge from one stock to another.
    Part "flow_part" {
        Opening = "opening",
        /// Came, and were not there at the opening.
        CameNew = "came_new",
        /// Were there at the opening, went, and came again.
        CameBack = "came_back",
        ToJob = "to_job",
        ToEducation = "to_education",
        ToBenefit = "to_benefit",
        /// Nobody has written down why.
        Unknown = "unknown",
        Closing = "closing",
    }
}

/// Where people go, in the order of the drawing.
pub const DESTINATIONS: [Part; 4] = [Part::ToJob, Part::ToEducation, Part::ToBenefit, Part::Unknown];

/// Days before and after the last day on the benefit in which what is written down is taken for the reason.
pub const WINDOW: i32 = 14;

/// Where somebody went after the last day on a benefit. What begins then comes first, then another benefit, and a job that
/// has been there all the time only where no benefit follows.
pub fn destination(facts: &[Compact], benefit: Benefit, last: Day) -> Part {
    let (first, through) = (last.plus_days(-WINDOW).number(), last.plus_days(WINDOW).number());
    let begins = |f: &Compact| (first..=through).contains(&f.from);
    let code = |f: &Compact, at: usize| f.codes[at].checked_sub(1);
    let exit = |f: &Compact| {
        f.is(FactKind::OfferEnded).then(|| code(f, 1).and_then(ExitCode::from_index)).flatten().filter(|_| begins(f))
    };
    let next = |f: &&Compact| {
        f.is(FactKind::Benefit) && code(f, 0) != Some(benefit.index()) && f.from <= through && f.through > last.number()
    };
    let any = |is: &dyn Fn(&Compact) -> bool| facts.iter().any(is);
    if any(&|f| is_job(f) && begins(f))
        || any(&|f| matches!(exit(f), Some(ExitCode::OrdinaertJob | ExitCode::Fleksjob)))
    {
        Part::ToJob
    } else if any(&|f| f.is(FactKind::Benefit) && code(f, 0) == Some(Benefit::Su.index()) && begins(f))
        || any(&|f| exit(f) == Some(ExitCode::Uddannelse))
        || any(&|f| is_education(f) && f.from <= through && f.through >= last.number())
    {
        Part::ToEducation
    } else if facts.iter().any(|f| next(&f)) {
        Part::ToBenefit
    } else if any(&|f| is_job(f) && f.covers(last.plus_days(1))) {
        Part::ToJob
    } else {
        Part::Unknown
    }
}

/// Work that is paid for: a job with subsidy for a pensioner comes beside the pension.
pub fn is_job(fact: &Compact) -> bool {
    let kind = fact.codes[0].checked_sub(1).and_then(JobKind::from_index);
    fact.is(FactKind::Employment) && kind.is_some_and(|k| k != JobKind::LoentilskudFoertidspension)
}

fn is_education(fact: &Compact) -> bool {
    let kind = fact.codes[0].checked_sub(1).and_then(AbsenceKind::from_index);
    fact.is(FactKind::Absence) && matches!(kind, Some(AbsenceKind::StartUddannelseInden6Uger | AbsenceKind::Uddannelse))
}

/// One course on one benefit, and where it led when it has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Passage {
    pub period: Period,
    pub to: Part,
}

/// How many are in each part: those who were there at the opening, and the new ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Parts {
    original: [u32; Part::ALL.len()],
    new: [u32; Part::ALL.len()],
}

impl Parts {
    pub fn original(&self, part: Part) -> u32 {
        self.original[usize::from(part.index())]
    }

    pub fn new_ones(&self, part: Part) -> u32 {
        self.new[usize::from(part.index())]
    }

    pub fn of(&self, part: Part) -> u32 {
        self.original(part) + self.new_ones(part)
    }

    pub fn came(&self) -> u32 {
        self.of(Part::CameNew) + self.of(Part::CameBack)
    }

    pub fn left(&self) -> u32 {
        DESTINATIONS.iter().map(|d| self.of(*d)).sum()
    }

    pub fn left_original(&self) -> u32 {
        DESTINATIONS.iter().map(|d| self.original(*d)).sum()
    }

    pub fn left_new(&self) -> u32 {
        DESTINATIONS.iter().map(|d| self.new_ones(*d)).sum()
    }

    /// One person's courses on one benefit, over the days from `from` through `through`.
    pub fn add(&mut self, courses: &[Passage], from: Day, through: Day) {
        each(courses, from, through, |part, original, _| {
            let of = if original { &mut self.original } else { &mut self.new };
            of[usize::from(part.index())] += 1;
        });
    }
}

impl std::ops::AddAssign for Parts {
    fn add_assign(&mut self, other: Parts) {
        let pairs = self.original.iter_mut().chain(&mut self.new).zip(other.original.iter().chain(&other.new));
        pairs.for_each(|(a, b)| *a += b);
    }
}

/// The parts that a person's courses on one benefit are in, each with whether the person was there at the opening and with
/// the course.
pub fn each(courses: &[Passage], from: Day, through: Day, mut found: impl FnMut(Part, bool, &Passage)) {
    let before = from.plus_days(-1);
    let original = courses.iter().any(|c| c.period.contains(before));
    for course in courses {
        let Passage { period, to } = *course;
        if period.contains(before) {
            found(Part::Opening, true, course);
        }
        if from <= period.from() && period.from() <= through {
            found(if original { Part::CameBack } else { Part::CameNew }, original, course);
        }
        // Gone on a day of the period: the last day is the one before.
        if period.through().is_some_and(|last| before <= last && last < through) {
            found(to, original, course);
        }
        if period.contains(through) {
            found(Part::Closing, original, course);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::flow::bridge;
    use super::super::tests::{day, period};
    use super::*;
    use domain::kinds::FactData;
    use proptest::prelude::*;

    fn on(text: &str, data: &FactData) -> Compact {
        let period = period(text);
        Compact::new(data, period.from(), period.through())
    }

    fn benefit(text: &str, benefit: Benefit) -> Compact {
        on(text, &FactData::Benefit { benefit, rate: None, partial: false })
    }

    fn job(text: &str, job: JobKind) -> Compact {
        on(text, &FactData::Employment { job, sector: None, permanent: None, hours: None, company: None })
    }

    fn went(facts: &[Compact]) -> Part {
        destination(facts, Benefit::Kontanthjaelp, day("2026-02-10"))
    }

    #[test]
    fn whoever_leaves_without_a_word_of_why_is_not_counted_as_having_a_job() {
        assert_eq!(went(&[benefit("2025-01-01 2026-02-10", Benefit::Kontanthjaelp)]), Part::Unknown);
        let offer = domain::codes::OfferKind::Virksomhedspraktik;
        for (exit, to) in [
            (Some(ExitCode::OrdinaertJob), Part::ToJob),
            (Some(ExitCode::Uddannelse), Part::ToEducation),
            (Some(ExitCode::SomAftalt), Part::Unknown),
            (None, Part::Unknown),
        ] {
            assert_eq!(went(&[on("2026-02-09 2026-02-09", &FactData::OfferEnded { offer, exit })]), to);
        }
        let early = FactData::OfferEnded { offer, exit: Some(ExitCode::OrdinaertJob) };
        assert_eq!(went(&[on("2026-01-20 2026-01-20", &early)]), Part::Unknown, "three weeks before is too long ago");
    }

    #[test]
    fn a_new_job_comes_before_the_next_benefit_and_an_old_one_after_it() {
        let sick = benefit("2026-02-11", Benefit::Sygedagpenge);
        assert_eq!(went(&[sick]), Part::ToBenefit);
        assert_eq!(went(&[sick, job("2026-02-15", JobKind::Ordinaert)]), Part::ToJob);
        assert_eq!(went(&[sick, job("2025-02-15", JobKind::Ordinaert)]), Part::ToBenefit);
        assert_eq!(went(&[job("2025-02-15", JobKind::Ordinaert)]), Part::ToJob);
        assert_eq!(went(&[job("2026-02-15", JobKind::LoentilskudFoertidspension)]), Part::Unknown);
        assert_eq!(went(&[benefit("2026-02-20", Benefit::Su)]), Part::ToEducation);
        assert_eq!(went(&[benefit("2026-03-01", Benefit::Sygedagpenge)]), Part::Unknown, "not right after");
    }

    proptest! {
        #[test]
        fn the_parts_are_those_of_the_bridge_and_lead_from_one_stock_to_the_other(
            persons in proptest::collection::vec(proptest::collection::vec((1i32..40, 0i32..40, 0usize..4), 0..4), 0..20),
            from in 0i32..120, days in 0i32..60,
        ) {
            let begin = day("2026-01-01");
            let courses: Vec<Vec<Passage>> = persons.iter().map(|spans| {
                let mut at = begin;
                spans.iter().map(|(gap, days, to)| {
                    let first = at.plus_days(*gap + 1);
                    at = first.plus_days(*days);
                    Passage { period: Period::from_through(first, Some(at)).unwrap(), to: DESTINATIONS[*to] }
                }).collect()
            }).collect();
            let (from, through) = (begin.plus_days(from), begin.plus_days(from + days));
            let mut parts = Parts::default();
            courses.iter().for_each(|c| parts.add(c, from, through));
            let periods: Vec<Vec<Period>> = courses.iter().map(|c| c.iter().map(|p| p.period).collect()).collect();
            let bridge = bridge(periods.iter().map(Vec::as_slice), from, through, through).unwrap();
            prop_assert_eq!(
                (parts.of(Part::Opening), parts.of(Part::CameNew), parts.of(Part::CameBack)),
                (bridge.opening, bridge.came_new, bridge.came_back)
            );
            prop_assert_eq!((parts.left_original(), parts.left_new()), (bridge.left_original, bridge.left_new));
            prop_assert_eq!(parts.original(Part::Closing), bridge.closing_original);
            prop_assert_eq!(parts.of(Part::Opening) + parts.came(), parts.left() + parts.of(Part::Closing));
        }
    }
}

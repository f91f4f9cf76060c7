//! Benefit, target group, visitation and the other axes of a citizen on a day, with "missing" as an answer.

use crate::assess::by_kind::{OfKinds, Sorted};
use crate::assess::courses::is_subsidised_job;
use crate::who::{Fit, Match, Missing};
use domain::Day;
use domain::codes::{Benefit, BenefitRate, Code, Education, TargetGroup, Visitation, YesNo};
use domain::compact::{Compact, HistoryView};
use domain::kinds::FactKind;

/// How far ahead a first visitation may lie and still tell the group a course began in: the visitation is made at
/// the first talk, a week after the first contact (LAB § 31, stk. 5).
pub(crate) const LOOK_AHEAD_DAYS: i32 = 92;

/// The first day after the introduction programme of who was taken over on a day: five years at the most (INL § 16, stk. 8).
pub(super) fn after_introduction(takeover: Day) -> Day {
    takeover.plus_months(60, domain::MonthEnd::Up)
}

/// The first day after the introduction course of an immigrant who was taken over on a day: three years at the most
/// (INL § 24 c, stk. 4).
pub(super) fn after_immigrant_course(takeover: Day) -> Day {
    takeover.plus_months(36, domain::MonthEnd::Up)
}

/// The first day on which who was taken over on a day is no longer taken for jobparat without a visitation (INL § 17,
/// stk. 1).
pub(super) fn after_first_months(takeover: Day) -> Day {
    takeover.plus_months(3, domain::MonthEnd::Up)
}

pub(crate) const fn bit(index: u8) -> u64 {
    1 << index
}

const fn group(g: TargetGroup) -> u64 {
    1 << (g as u8)
}

const HELP: u64 = 1 << (Benefit::Kontanthjaelp as u8)
    | 1 << (Benefit::Uddannelseshjaelp as u8)
    | 1 << (Benefit::Overgangsydelse as u8)
    | 1 << (Benefit::Integrationsydelse as u8)
    | 1 << (Benefit::Starthjaelp as u8)
    | 1 << (Benefit::Introduktionsydelse as u8);

/// Reads a history; holds nothing of its own.
#[derive(Clone, Copy)]
pub struct Axes<'a> {
    history: HistoryView<'a>,
    /// The same facts sorted by kind, where somebody has done so: then each question reads only its own kind.
    sorted: Option<Sorted<'a>>,
    /// "Suppose the group were this one", for questions whose answer is the same in every possible group.
    supposed: u64,
}

impl<'a> Axes<'a> {
    pub fn new(history: HistoryView<'a>) -> Axes<'a> {
        Axes { history, sorted: None, supposed: 0 }
    }

    pub(crate) fn sorted(history: HistoryView<'a>, sorted: Sorted<'a>) -> Axes<'a> {
        Axes { history, sorted: Some(sorted), supposed: 0 }
    }

    /// The facts of the kind, in the order of the history.
    #[inline]
    pub(super) fn near(&self, kind: FactKind) -> impl DoubleEndedIterator<Item = &'a Compact> + Clone + use<'a> {
        let facts = self.sorted.map(|sorted| sorted.with_positions(kind));
        facts.unwrap_or_else(|| OfKinds::unsorted(self.history.facts, kind)).map(|(_, fact)| fact)
    }

    #[must_use]
    pub fn supposing(self, groups: u64) -> Axes<'a> {
        Axes { supposed: groups, ..self }
    }

    pub(super) fn covering(&self, kind: FactKind, day: Day) -> impl Iterator<Item = &'a Compact> {
        let number = day.number();
        self.near(kind).take_while(move |f| f.from <= number).filter(move |f| f.through >= number)
    }

    pub(crate) fn born(&self) -> Option<Day> {
        self.history.born
    }

    /// The benefits the citizen receives that day, as a set.
    pub fn benefits(&self, day: Day) -> u64 {
        self.covering(FactKind::Benefit, day).fold(0, |set, f| set | bit(f.codes[0] - 1))
    }

    pub fn benefit(&self, day: Day) -> Option<Benefit> {
        self.covering(FactKind::Benefit, day).last().and_then(|f| Benefit::from_index(f.codes[0] - 1))
    }

    /// Help that was asked for and not yet granted: the group follows from the benefit asked about.
    fn asked_benefits(&self, day: Day) -> u64 {
        let number = day.number();
        self.near(FactKind::FirstContact)
            .filter(|f| f.from <= number && number <= f.from + LOOK_AHEAD_DAYS)
            .filter(|f| !self.is_answered(f, number))
            .fold(0, |set, f| set | bit(f.codes[0] - 1))
    }

    /// Whether help has been granted since the contact: from then on the benefit tells, also when it has ended.
    fn is_answered(&self, contact: &Compact, number: i32) -> bool {
        let granted = |f: &&Compact| HELP & bit(f.codes[0] - 1) != 0;
        let mut granted = self.near(FactKind::Benefit).filter(granted);
        granted.any(|f| f.from <= number && contact.from <= f.through)
    }

    /// The benefits that a job with løntilskud took the place of: the hours count as they did (BAB §§ 7-8).
    fn before_subsidised_job(&self, day: Day) -> u64 {
        self.covering(FactKind::OfferStarted, day)
            .filter(|f| is_subsidised_job(f))
            .fold(0, |set, job| set | self.benefits(job.from_day().plus_days(-1)))
    }

    pub fn visitation(&self, day: Day) -> Option<Visitation> {
        self.visitation_or_next(day, 0)
    }

    fn visitation_or_next(&self, day: Day, ahead: i32) -> Option<Visitation> {
        let number = day.number();
        let now = self.covering(FactKind::Visitation, day).last();
        let found =
            now.or_else(|| self.near(FactKind::Visitation).find(|f| f.from > number && f.from <= number + ahead));
        found.and_then(|f| Visitation::from_index(f.codes[0] - 1))
    }

    /// The contact group that day, as its code.
    pub fn contact_group(&self, day: Day) -> Option<domain::codes::ContactGroup> {
        self.covering(FactKind::ContactGroup, day).last().and_then(|f| Code::from_index(f.codes[0] - 1))
    }

    /// The highest completed education, as far as it is recorded.
    pub fn education(&self, day: Day) -> Option<Education> {
        let number = day.number();
        let known = self.near(FactKind::Education);
        // Education does not go away, and what is known later held before unless it was earned in between.
        let mut first_later = None;
        let mut now = None;
        for fact in known {
            if fact.from <= number {
                now = Some(fact);
            } else if first_later.is_none() {
                first_later = Some(fact);
            }
        }
        now.or(first_later.filter(|f| f.from <= number + LOOK_AHEAD_DAYS))
            .and_then(|f| Education::from_index(f.codes[0] - 1))
    }

    /// The target groups the citizen may belong to. One bit: known. Several: something is missing, named beside it.
    pub fn groups(&self, day: Day) -> (u64, Missing) {
        if self.supposed != 0 {
            return (self.supposed, Missing::default());
        }
        if let Some(decided) = self.covering(FactKind::TargetGroup, day).last() {
            return (bit(decided.codes[0] - 1), Missing::default());
        }
        let mut benefits = self.benefits(day);
        if benefits & HELP == 0 {
            benefits |= self.asked_benefits(day) & HELP;
        }
        if benefits == 0 {
            benefits = self.before_subsidised_job(day);
        }
        let mut groups = 0;
        let mut missing = Missing::default();
        if benefits & HELP != 0 {
            if self.introduction(day, true) == Match::Yes {
                groups |= group(TargetGroup::Introduktionsprogram);
            } else {
                let (set, why) = self.help_groups(day);
                groups |= set;
                missing = why;
            }
        }
        const DIRECT: [(Benefit, TargetGroup); 8] = [
            (Benefit::Dagpenge, TargetGroup::Dagpengemodtager),
            (Benefit::Sygedagpenge, TargetGroup::Sygedagpengemodtager),
            (Benefit::Jobafklaring, TargetGroup::Jobafklaringsforloeb),
            (Benefit::Ressourceforloeb, TargetGroup::Ressourceforloeb),
            (Benefit::Ledighedsydelse, TargetGroup::Fleksjobvisiteret),
            (Benefit::Fleksloentilskud, TargetGroup::Fleksjobvisiteret),
            (Benefit::Revalideringsydelse, TargetGroup::Revalidend),
            (Benefit::Foertidspension, TargetGroup::Foertidspensionist),
        ];
        for (benefit, found) in DIRECT {
            if benefits & bit(benefit as u8) != 0 {
                groups |= group(found);
            }
        }
        // A wage during sickness stands in the place of sick pay: the employee is in the same case (SDPL §§ 13 b, 13 c and 24).
        if self.covering(FactKind::PaidByEmployer, day).next().is_some() {
            groups |= group(TargetGroup::Sygedagpengemodtager);
        }
        // Nr. 10 leaves out only those in forrevalidering who are on sygedagpenge, nr. 6.
        const FOR: u64 = bit(Benefit::Forrevalidering as u8) | bit(Benefit::Sygedagpenge as u8);
        if benefits & FOR == bit(Benefit::Forrevalidering as u8) {
            groups |= group(TargetGroup::Revalidend);
        }
        if groups != 0 && missing.is_empty() && groups.count_ones() > 1 {
            // Two benefits at once: both groups are true.
            return (groups, missing);
        }
        (groups, missing)
    }

    /// LAB § 6, nr. 2-5: by visitation, age 30 and *erhvervskompetencegivende* education.
    fn help_groups(&self, day: Day) -> (u64, Missing) {
        use TargetGroup::{
            AktivitetsparatKontanthjaelp, AktivitetsparatUng, JobparatKontanthjaelp, UddannelsesparatUng,
        };
        let trained = |e: Education| e >= Education::Erhvervsuddannelse;
        let young = self.history.born.map(|b| !b.is_old_enough(30, day));
        let education = self.education(day).map(trained);
        // Some(true): nr. 4-5, Some(false): nr. 2-3.
        let (young_group, missing) = match (young, education) {
            (Some(false), _) | (_, Some(true)) => (Some(false), Missing::default()),
            (Some(true), Some(false)) => (Some(true), Missing::default()),
            (Some(true), None) => (None, Missing::EDUCATION),
            (None, Some(false)) => (None, Missing::BORN),
            (None, None) => (None, Missing::BORN.with(Missing::EDUCATION)),
        };
        match (self.visitation_or_next(day, LOOK_AHEAD_DAYS), young_group) {
            // Nr. 2 is for those of 30 or with an education, nr. 4 for the others: where age and education contradict the
            // visitation, one of them has to be corrected, and the groups are the possible ones. Age is never wrong.
            (Some(Visitation::Jobparat), Some(true)) => (
                group(JobparatKontanthjaelp) | group(UddannelsesparatUng) | group(AktivitetsparatUng),
                Missing::VISITATION.with(Missing::EDUCATION),
            ),
            (Some(Visitation::Jobparat), Some(false) | None) => (group(JobparatKontanthjaelp), Missing::default()),
            (Some(Visitation::Uddannelsesparat | Visitation::AabenlystUddannelsesparat), Some(true) | None) => {
                (group(UddannelsesparatUng), Missing::default())
            }
            (Some(Visitation::Aktivitetsparat), Some(false)) => {
                (group(AktivitetsparatKontanthjaelp), Missing::default())
            }
            (Some(Visitation::Aktivitetsparat), Some(true)) => (group(AktivitetsparatUng), Missing::default()),
            (Some(Visitation::Aktivitetsparat), None) => {
                (group(AktivitetsparatKontanthjaelp) | group(AktivitetsparatUng), missing)
            }
            (_, Some(false)) => {
                (group(JobparatKontanthjaelp) | group(AktivitetsparatKontanthjaelp), Missing::VISITATION)
            }
            (_, Some(true)) => (group(UddannelsesparatUng) | group(AktivitetsparatUng), Missing::VISITATION),
            (_, None) => (
                group(JobparatKontanthjaelp)
                    | group(AktivitetsparatKontanthjaelp)
                    | group(UddannelsesparatUng)
                    | group(AktivitetsparatUng),
                missing.with(Missing::VISITATION),
            ),
        }
    }

    pub fn target_group(&self, day: Day) -> Option<TargetGroup> {
        let (set, _) = self.groups(day);
        (set.count_ones() == 1).then(|| TargetGroup::from_index(set.trailing_zeros() as u8)).flatten()
    }

    pub fn on_benefit(&self, wanted: u64, day: Day) -> Match {
        let now = self.benefits(day);
        // Help is asked for while another benefit runs too (LAB § 31, stk. 5: from the first contact).
        let asked = match now {
            0 => self.asked_benefits(day),
            _ if now & HELP == 0 && wanted & HELP != 0 => self.asked_benefits(day) & HELP,
            _ => 0,
        };
        answer((now | asked) & wanted != 0)
    }

    pub fn visited_as(&self, wanted: u64, day: Day) -> Match {
        let taken_for = || self.is_newly_taken_over(day).then_some(Visitation::Jobparat);
        let visited = self.visitation(day).or_else(taken_for);
        match visited.or_else(|| self.visitation_or_next(day, LOOK_AHEAD_DAYS)) {
            Some(v) if wanted & bit(v.index()) != 0 => Match::Yes,
            Some(_) => Match::No,
            None => Match::Unknown(Missing::VISITATION),
        }
    }

    pub fn on_rate(&self, wanted: u64, day: Day) -> Match {
        match self.rate(day) {
            None => Match::Unknown(Missing::RATE),
            Some(rate) if wanted & bit(rate.index()) != 0 => Match::Yes,
            Some(_) => Match::No,
        }
    }

    pub fn educated(&self, wanted: u64, day: Day) -> Match {
        match self.education(day) {
            Some(e) if wanted & bit(e.index()) != 0 => Match::Yes,
            Some(_) => Match::No,
            None => Match::Unknown(Missing::EDUCATION),
        }
    }

    pub fn is_old_enough(&self, day: Day, years: u8, wanted: bool) -> Match {
        match self.history.born {
            Some(born) => answer(born.is_old_enough(i32::from(years), day) == wanted),
            None => Match::Unknown(Missing::BORN),
        }
    }

    pub fn over_age(&self, day: Day, limit: i32) -> Match {
        match self.history.born.map(|b| b.age_on(day)) {
            Some(age) if age > limit => Match::Yes,
            Some(age) if age == limit => Match::Unknown(Missing::READING),
            Some(_) => Match::No,
            None => Match::Unknown(Missing::BORN),
        }
    }

    pub fn single_parent(&self, day: Day, wanted: bool) -> Match {
        match self.covering(FactKind::Household, day).last().map(|f| f.codes[0]) {
            Some(1) => answer(wanted),
            Some(2) => answer(!wanted),
            _ => Match::Unknown(Missing::HOUSEHOLD),
        }
    }

    /// Whether anybody has written down that the citizen is sick that day.
    pub fn sick(&self, day: Day, wanted: bool) -> Match {
        answer(self.covering(FactKind::Sickness, day).next().is_some() == wanted)
    }

    /// Employed while sick, by the sickness fact.
    pub fn employed(&self, day: Day, wanted: bool) -> Match {
        match self.covering(FactKind::Sickness, day).last().map(|f| f.codes[0]) {
            Some(1) => answer(wanted),
            Some(2) => answer(!wanted),
            _ => Match::Unknown(Missing::EMPLOYED),
        }
    }

    /// SDPL § 13 f: whether a sick person in a job is expected fit within the time. From the first talk, what is fit before
    /// any talk could end the time is within it; later days wait for the talk.
    pub fn fit_within(&self, day: Day, fit: Fit, wanted: bool) -> Match {
        let Some(sick) = self.covering(FactKind::Sickness, day).last() else { return answer(!wanted) };
        match sick.codes[0] {
            1 => {}
            2 => return answer(!wanted),
            _ => return Match::Unknown(Missing::EMPLOYED),
        }
        let Some(expected) = sick.known_value() else { return Match::Unknown(Missing::EXPECTED_FIT) };
        let last = |first: i32| fit.span.after(Day::from_number(first), domain::MonthEnd::Up).number() - 1;
        let absent = self.first_sick_day(sick);
        if !fit.from_talk || expected <= last(absent) {
            return answer((expected <= last(absent)) == wanted);
        }
        match self.first_talk(absent, sick.through) {
            Some(first) => answer((expected <= last(first)) == wanted),
            None => Match::Unknown(Missing::FIRST_TALK),
        }
    }

    /// The rate of the help on a day, or of the help that begins after it, where it was asked for and not yet granted.
    fn rate(&self, day: Day) -> Option<BenefitRate> {
        let helps = |f: &&Compact| HELP & bit(f.codes[0] - 1) != 0 && f.codes[1] != 0;
        let now = self.covering(FactKind::Benefit, day).filter(helps).last();
        let number = day.number();
        let soon = || {
            let mut later = self.near(FactKind::Benefit).filter(helps);
            later.find(|f| f.from > number && f.from <= number + LOOK_AHEAD_DAYS)
        };
        let asked = || self.benefits(day) & HELP == 0 && self.asked_benefits(day) & HELP != 0;
        now.or_else(|| asked().then(soon).flatten()).and_then(|f| BenefitRate::from_index(f.codes[1] - 1))
    }

    /// LAB § 105 a: in the duty to work are those who do not meet both the residence and the employment requirement. Where
    /// the rate says one thing and the recorded requirements another, nobody knows.
    pub fn work_duty(&self, day: Day, wanted: bool) -> Match {
        let residences = || self.covering(FactKind::Residence, day);
        if residences().any(|f| Axes::is_yes(f.codes[1])) {
            return answer(!wanted); // the act on Ukraine (§ 105 a, stk. 1, 2. pkt.)
        }
        // A later fact that says nothing of the requirement takes back no answer.
        let residence = residences().filter(|f| f.codes[0] != 0).last().map_or(0, |f| f.codes[0]);
        let works = || self.near(FactKind::EarlierWork);
        let mut answers = works().filter(|f| f.from <= day.number() && f.codes[0] != 0).map(|f| f.codes[0]);
        // The employment requirement is met once for all (LAS § 11, stk. 8).
        let work =
            answers.next().map_or(0, |first| if first == 1 || answers.any(|code| code == 1) { 1 } else { first });
        let recorded = match (residence, work) {
            (1, 1) => Some(false),
            (2, _) | (_, 2) => Some(true),
            _ => None,
        };
        // Mindstesats is paid to those who do not meet them, grundsats and forhøjet sats to those who do (LAS § 16);
        // hjemmeboende sats to both.
        let by_rate = match self.rate(day) {
            Some(BenefitRate::Mindstesats) => Some(true),
            Some(BenefitRate::Grundsats | BenefitRate::ForhoejetSats) => Some(false),
            Some(BenefitRate::Hjemmeboende) | None => None,
        };
        match (by_rate, recorded) {
            (Some(a), Some(b)) if a != b => Match::Unknown(Missing::REQUIREMENT),
            (Some(duty), _) | (None, Some(duty)) => answer(duty == wanted),
            (None, None) => Match::Unknown(Missing::REQUIREMENT),
        }
    }

    /// In the introduction programme: who was 18 at the takeover, five years at the most from it (INL § 16).
    pub fn introduction(&self, day: Day, wanted: bool) -> Match {
        self.taken_over((FactKind::IntegrationTakeover, after_introduction), day, wanted)
    }

    /// In an immigrant's introduction course: who was 18 at the takeover, three years at the most from it (INL § 24 c, stk. 1
    /// and 4).
    pub fn immigrant_course(&self, day: Day, wanted: bool) -> Match {
        self.taken_over((FactKind::ImmigrantTakeover, after_immigrant_course), day, wanted)
    }

    /// Whether the municipality took over so lately that nobody is to be visited yet; who moves is taken over anew.
    fn is_newly_taken_over(&self, day: Day) -> bool {
        let takeovers = self.near(FactKind::IntegrationTakeover);
        let mut before = takeovers.filter(|f| f.from_day() <= day);
        before.any(|f| day < after_first_months(f.from_day())) && self.introduction(day, true) == Match::Yes
    }

    fn taken_over(&self, (kind, after): (FactKind, fn(Day) -> Day), day: Day, wanted: bool) -> Match {
        let number = day.number();
        // A second takeover is a move: the years are those of the first (INL § 16, stk. 8).
        let first = self.near(kind).find(|f| f.from <= number);
        let inside = |f: &Compact| number < after(f.from_day()).number();
        let Some(takeover) = first.filter(|f| inside(f)) else { return answer(!wanted) };
        match self.history.born {
            Some(born) => answer(born.is_old_enough(18, takeover.from_day()) == wanted),
            None => answer(wanted),
        }
    }

    /// LAB § 27, stk. 3: under 25, no *erhvervskompetencegivende* education, no dependants at home.
    pub fn education_order_group(&self, day: Day, wanted: bool) -> Match {
        let young = self.history.born.map(|b| !b.is_old_enough(25, day));
        let trained = self.education(day).map(|e| e >= Education::Erhvervsuddannelse);
        let children = self.covering(FactKind::Household, day).last().and_then(|f| f.known_value());
        match (young, trained, children) {
            (Some(false), _, _) | (_, Some(true), _) => answer(!wanted),
            (_, _, Some(n)) if n > 0 => answer(!wanted),
            (Some(true), Some(false), Some(0)) => answer(wanted),
            (None, _, _) => Match::Unknown(Missing::BORN),
            (_, None, _) => Match::Unknown(Missing::EDUCATION),
            _ => Match::Unknown(Missing::HOUSEHOLD),
        }
    }

    /// The answer to "is the requirement met", as recorded.
    pub fn is_yes(code: u8) -> bool {
        code == YesNo::Ja.index() + 1
    }
}

fn answer(yes: bool) -> Match {
    if yes { Match::Yes } else { Match::No }
}

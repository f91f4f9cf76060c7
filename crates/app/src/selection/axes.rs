//! What a case is chosen by: dated axes of the person, each as a set of codes on a day.

use crate::lists::Listed;
use crate::offer_days;
use domain::Day;
use domain::codes::{
    Benefit, Code, ContactGroup, Education, Finding, Interpreter, OfferKind, TargetGroup, Visitation, codes,
};
use domain::compact::{Compact, HistoryView};
use domain::kinds::FactKind;
use rulebook::assess::axes::Axes;
use rulebook::who::Match;

codes! {
    /// What people are chosen by. The codes are the keys of an address.
    Axis "selection_axis" {
        Benefit = "yd",
        TargetGroup = "mg",
        Visitation = "vis",
        ContactGroup = "kg",
        Education = "udd",
        Offer = "tilb",
        Circumstance = "forh",
    }
}

codes! {
    /// What holds for a person on a day, beside the axes.
    Circumstance "circumstance" {
        Sygdom = "sygdom",
        Fravaer = "fravaer",
        Opsigelsesperiode = "opsigelsesperiode",
        Job = "job",
        OrdinaereTimer = "ordinaere_timer",
        Skaanehensyn = "skaanehensyn",
        Undtaget = "undtaget",
        Tolk = "tolk",
        DigitalPostFritaget = "digital_post_fritaget",
        BehovForSparring = "behov_for_sparring",
        BehovForOpkvalificering = "behov_for_opkvalificering",
        Integrationsprogram = "integrationsprogram",
        Introduktionsforloeb = "introduktionsforloeb",
    }
}

/// How many there are.
pub const AXES: usize = Axis::ALL.len();
/// The place of "nothing is recorded" in a set; code lists end before it.
pub const NOTHING: u8 = 63;
/// Its code in an address.
const NOTHING_CODE: &str = "ingen";
/// The same for education, where `ingen` is a level.
const NOT_KNOWN: &str = "ukendt";

impl Axis {
    /// The codes of the axis, in the order of its list.
    pub fn codes(self) -> &'static [&'static str] {
        match self {
            Axis::Benefit => Benefit::CODES,
            Axis::TargetGroup => TargetGroup::CODES,
            Axis::Visitation => Visitation::CODES,
            Axis::ContactGroup => ContactGroup::CODES,
            Axis::Education => Education::CODES,
            Axis::Offer => OfferKind::CODES,
            Axis::Circumstance => Circumstance::CODES,
        }
    }

    fn nothing(self) -> &'static str {
        if self == Axis::Education { NOT_KNOWN } else { NOTHING_CODE }
    }

    /// The place of a code in a set.
    pub fn place(self, code: &str) -> Option<u8> {
        if code == self.nothing() {
            return Some(NOTHING);
        }
        self.codes().iter().position(|known| *known == code).and_then(|at| u8::try_from(at).ok())
    }

    /// The code at a place of a set.
    pub fn code_at(self, place: u8) -> Option<&'static str> {
        if place == NOTHING { Some(self.nothing()) } else { self.codes().get(place as usize).copied() }
    }
}

/// One case on a day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stand {
    pub(super) sets: [u64; AXES],
    pub(super) age: Option<i32>,
    /// First day of the benefit that is shown, without a break.
    pub(super) since: Option<Day>,
    pub(super) benefit: Option<Benefit>,
    pub(super) group: Option<TargetGroup>,
    pub(super) visitation: Option<Visitation>,
}

const fn bit(place: u8) -> u64 {
    1 << place
}

fn or_nothing(set: u64) -> u64 {
    if set == 0 { bit(NOTHING) } else { set }
}

fn one<C: Code>(code: Option<C>) -> u64 {
    code.map_or(bit(NOTHING), |code| bit(code.index()))
}

impl Stand {
    pub(super) fn of(case: &Listed, on: Day) -> Stand {
        let view = case.history.view();
        let axes = Axes::new(view);
        let (groups, missing) = axes.groups(on);
        let benefit = axes.benefit(on);
        let visitation = axes.visitation(on);
        let group = axes.target_group(on);
        let mut sets = [0; AXES];
        sets[Axis::Benefit as usize] = or_nothing(axes.benefits(on));
        // Several that are only possible are none that is known.
        sets[Axis::TargetGroup as usize] = if missing.is_empty() { or_nothing(groups) } else { bit(NOTHING) };
        sets[Axis::Visitation as usize] = one(visitation);
        sets[Axis::ContactGroup as usize] = one(axes.contact_group(on));
        sets[Axis::Education as usize] = one(axes.education(on));
        sets[Axis::Offer as usize] = or_nothing(offers(view, on));
        sets[Axis::Circumstance as usize] = or_nothing(circumstances(axes, view, on));
        Stand {
            sets,
            age: view.born.map(|born| born.age_on(on)),
            since: benefit.and_then(|benefit| since(view, benefit, on)),
            benefit,
            group,
            visitation,
        }
    }
}

fn offers(view: HistoryView<'_>, on: Day) -> u64 {
    let running = offer_days::of(view.facts).into_iter().filter(|offer| offer.days.contains(on));
    running.fold(0, |set, offer| set | bit(offer.kind.index()))
}

fn circumstances(axes: Axes<'_>, view: HistoryView<'_>, on: Day) -> u64 {
    let holds = view.facts.iter().filter(|f| f.covers(on)).flat_map(circumstances_of).flatten();
    holds.chain(need(view, on)).chain(integration(axes, on)).fold(0, |set, found| set | bit(found.index()))
}

/// Programme and course run from the takeover for as long as the act says, whatever the person lives on.
fn integration(axes: Axes<'_>, on: Day) -> impl Iterator<Item = Circumstance> {
    let programme = axes.introduction(on, true) == Match::Yes;
    let course = axes.immigrant_course(on, true) == Match::Yes;
    [programme.then_some(Circumstance::Integrationsprogram), course.then_some(Circumstance::Introduktionsforloeb)]
        .into_iter()
        .flatten()
}

/// What an unemployed person was last found to need: it stands until somebody finds something else.
fn need(view: HistoryView<'_>, on: Day) -> Option<Circumstance> {
    let found = view.facts.iter().filter(|f| f.is(FactKind::Assessment) && f.from <= on.number());
    let mut needs = found.filter_map(|f| match Finding::from_index(f.codes[0].checked_sub(1)?)? {
        Finding::BehovForSparring => Some(Circumstance::BehovForSparring),
        Finding::BehovForOpkvalificering => Some(Circumstance::BehovForOpkvalificering),
        Finding::SandsynligFoertidspension | Finding::IkkeSandsynligFoertidspension => None,
    });
    needs.next_back()
}

/// Who is sick from a job has one, also where nobody has written the job down by itself.
fn circumstances_of(fact: &Compact) -> [Option<Circumstance>; 2] {
    let from_a_job = fact.is(FactKind::Sickness) && Axes::is_yes(fact.codes[0]);
    [circumstance(fact), from_a_job.then_some(Circumstance::Job)]
}

fn circumstance(fact: &Compact) -> Option<Circumstance> {
    match FactKind::from_index(fact.kind)? {
        FactKind::Sickness => Some(Circumstance::Sygdom),
        FactKind::Absence => Some(Circumstance::Fravaer),
        FactKind::NoticePeriod => Some(Circumstance::Opsigelsesperiode),
        FactKind::Employment => Some(Circumstance::Job),
        FactKind::OrdinaryHours => Some(Circumstance::OrdinaereTimer),
        FactKind::FunctionalNeed => Some(Circumstance::Skaanehensyn),
        FactKind::ExemptedAfterAssessment => Some(Circumstance::Undtaget),
        FactKind::DigitalPostExempt => Some(Circumstance::DigitalPostFritaget),
        FactKind::Language if fact.codes[0] > Interpreter::Ingen.index() + 1 => Some(Circumstance::Tolk),
        _ => None,
    }
}

/// A benefit that goes on under another rate is one stretch; so is one whose days follow each other.
fn since(view: HistoryView<'_>, benefit: Benefit, on: Day) -> Option<Day> {
    let of_it = |f: &&Compact| f.is(FactKind::Benefit) && f.codes[0] == benefit.index() + 1;
    let mut first: Option<i32> = None;
    // Facts are in the order of their first days, so that a later one joins what came before it.
    let mut through = i32::MIN;
    for fact in view.facts.iter().filter(of_it).take_while(|f| f.from <= on.number()) {
        if first.is_none() || fact.from > through.saturating_add(1) {
            first = Some(fact.from);
        }
        through = through.max(fact.through);
    }
    first.filter(|_| through >= on.number()).map(Day::from_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::fact::Fact;
    use domain::history::History;
    use domain::kinds::FactData;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn benefit(benefit: Benefit, from: &str, through: Option<&str>) -> Fact {
        let data = FactData::Benefit { benefit, rate: None, partial: false };
        Fact::new(format!("f{from}"), data, day(from), through.map(day))
    }

    #[test]
    fn what_somebody_was_found_to_need_stands_until_something_else_is_found() {
        let found = |on: &str, finding| {
            let data = FactData::Assessment { finding, author: "Karen".into(), text: "-".into() };
            Fact::new(on, data, day(on), None)
        };
        let facts = vec![
            found("2026-01-05", Finding::BehovForSparring),
            found("2026-02-02", Finding::IkkeSandsynligFoertidspension),
            found("2026-03-02", Finding::BehovForOpkvalificering),
        ];
        let history = History::build(None, facts, None);
        let on = |text| need(history.view(), day(text));
        assert_eq!(on("2026-01-04"), None);
        assert_eq!(on("2026-03-01"), Some(Circumstance::BehovForSparring), "another subject changes nothing");
        assert_eq!(on("2026-03-02"), Some(Circumstance::BehovForOpkvalificering));
    }

    fn since_on(facts: Vec<Fact>, on: &str) -> Option<Day> {
        since(History::build(None, facts, None).view(), Benefit::Kontanthjaelp, day(on))
    }

    #[test]
    fn a_benefit_that_goes_on_under_another_rate_is_one_stretch_and_a_day_without_it_begins_anew() {
        let two = |from| {
            vec![
                benefit(Benefit::Kontanthjaelp, "2025-01-06", Some("2025-06-30")),
                benefit(Benefit::Kontanthjaelp, from, None),
            ]
        };
        assert_eq!(since_on(two("2025-07-01"), "2026-03-16"), Some(day("2025-01-06")));
        assert_eq!(since_on(two("2025-07-02"), "2026-03-16"), Some(day("2025-07-02")));
        assert_eq!(since_on(two("2025-07-02"), "2025-03-01"), Some(day("2025-01-06")), "as it was before");
        assert_eq!(since_on(two("2025-07-02"), "2025-07-01"), None, "the day between");
    }

    #[test]
    fn every_code_has_a_place_and_the_place_its_code() {
        for axis in Axis::ALL {
            for code in axis.codes() {
                assert_eq!(axis.place(code).and_then(|at| axis.code_at(at)), Some(*code), "{code}");
            }
            let nothing = axis.code_at(NOTHING).unwrap();
            assert_eq!(axis.place(nothing), Some(NOTHING));
            assert!(!axis.codes().contains(&nothing), "{nothing} would be two things");
        }
    }
}

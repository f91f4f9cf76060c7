//! What a rule asks of a citizen, as sets: so that most of those it is not for are passed over without asking.

use crate::assess::by_kind::set_of;
use crate::who::Who;
use domain::codes::{Benefit, Code, TargetGroup};
use domain::kinds::FactKind;

/// The groups and benefits a rule is for, asked without a branch of what a citizen has on any day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Wanted {
    pub(crate) groups: u64,
    pub(crate) benefits: u64,
}

impl Wanted {
    pub(crate) fn of(who: &Who) -> Wanted {
        let or_any = |set: u64| if set == 0 { Possible::ALWAYS } else { set };
        Wanted { groups: or_any(who.groups), benefits: or_any(who.benefits) }
    }

    #[inline]
    pub(crate) fn is_any_group(self) -> bool {
        self.groups == Possible::ALWAYS
    }

    /// False: there is no day on which the rule is for the citizen.
    #[inline]
    pub(crate) fn meets(self, possible: Possible) -> bool {
        (self.groups & possible.groups != 0) & (self.benefits & possible.benefits != 0)
    }
}

/// The groups a citizen is, or may be, in on any day, and the benefits received or asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Possible {
    pub(crate) groups: u64,
    pub(crate) benefits: u64,
}

impl Possible {
    /// A bit that no group and no benefit has, for rules that ask for none.
    const ALWAYS: u64 = 1 << 63;
    pub(crate) const ANYTHING: Possible = Possible { groups: !0, benefits: !0 };

    pub(crate) fn new(groups: u64, benefits: u64) -> Possible {
        Possible { groups: groups | Possible::ALWAYS, benefits: benefits | Possible::ALWAYS }
    }
}

const _: () = assert!(TargetGroup::ALL.len() < 63 && Benefit::ALL.len() < 63, "a bit is left for anybody");

/// The conditions of a [`Who`] beside the target group, as a set: most have none or one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Asks(pub(super) u32);

impl Asks {
    pub(crate) const NOTHING: Asks = Asks(0);
    /// `age_from`, `age_below`, `over_age` and `education_order_group`, by their places in [`Who::asks`].
    const OF_AGE: u32 = 1 << 6 | 1 << 7 | 1 << 8 | 1 << 13;

    /// Whether no birthday changes the answer, but by the target group.
    #[inline]
    pub(crate) fn are_ageless(self) -> bool {
        self.0 & Asks::OF_AGE == 0
    }

    /// Kinds of fact that may change an answer, as a set: by the places in [`Who::asks`].
    pub(crate) fn kinds(self) -> u128 {
        const ANY: u128 = !0;
        const BENEFITS: u128 = set_of([FactKind::Benefit, FactKind::FirstContact]);
        const VISITED: u128 = set_of([FactKind::Visitation, FactKind::IntegrationTakeover]);
        const EDUCATION: u128 = set_of([FactKind::Education]);
        const SICK: u128 = set_of([FactKind::Sickness]);
        const FIT: u128 = SICK | set_of([FactKind::TalkHeld]);
        const KINDS: [u128; 20] = [
            BENEFITS,
            BENEFITS,
            VISITED,
            VISITED,
            BENEFITS,
            EDUCATION,
            0,
            0,
            0,
            set_of([FactKind::Household]),
            SICK,
            BENEFITS | set_of([FactKind::Residence, FactKind::EarlierWork]),
            set_of([FactKind::IntegrationTakeover]),
            EDUCATION | set_of([FactKind::Household]),
            FIT,
            FIT,
            SICK,
            SICK | set_of([FactKind::Benefit, FactKind::PaidByEmployer]),
            ANY,
            set_of([FactKind::ImmigrantTakeover]),
        ];
        let asked = KINDS.iter().enumerate().filter(|(place, _)| self.0 >> place & 1 != 0);
        asked.fold(0, |kinds, (_, more)| kinds | more)
    }
}

#[cfg(test)]
mod tests {
    use crate::assess::axes::Axes;
    use crate::who::{Fit, Who};
    use domain::compact::{Compact, HistoryView};
    use domain::kinds::FactKind;
    use domain::schema::Timing;
    use domain::{Day, Span, Unit};
    use proptest::prelude::*;

    /// Kinds that some question is about, with the number of codes each can have, and one that none is about.
    const KINDS: [(FactKind, u8); 12] = [
        (FactKind::Benefit, 12),
        (FactKind::FirstContact, 3),
        (FactKind::PaidByEmployer, 1),
        (FactKind::Visitation, 6),
        (FactKind::Education, 5),
        (FactKind::Household, 2),
        (FactKind::Sickness, 2),
        (FactKind::Residence, 2),
        (FactKind::EarlierWork, 2),
        (FactKind::IntegrationTakeover, 1),
        (FactKind::ImmigrantTakeover, 1),
        (FactKind::Absence, 5),
    ];

    fn facts() -> impl Strategy<Value = Vec<Compact>> {
        let fact = (0usize..KINDS.len(), 1u8..=12, 0u8..3, 15_000i32..15_400, 0i32..300);
        let fact = fact.prop_map(|(kind, code, second, from, days)| {
            let (kind, codes) = KINDS[kind];
            let through = if kind.schema().timing == Timing::On { from } else { from + days };
            Compact { from, through, value: from + days, kind: kind as u8, codes: [code.min(codes), second, 0] }
        });
        proptest::collection::vec(fact, 1..12).prop_map(|mut facts| {
            facts.sort_by_key(|f| f.from);
            facts
        })
    }

    /// Each question alone, but that of a group.
    fn questions() -> Vec<Who> {
        let fit = Some(Fit { span: Span::new(8, Unit::Weeks), from_talk: false });
        let each = [
            Who { benefits: 0b1011, ..Who::default() },
            Who { not_benefits: 0b110, ..Who::default() },
            Who { visitations: 0b11, ..Who::default() },
            Who { not_visitations: 0b11, ..Who::default() },
            Who { rates: 0b1, ..Who::default() },
            Who { educations: 0b11, ..Who::default() },
            Who { age_from: Some(30), ..Who::default() },
            Who { age_below: Some(30), ..Who::default() },
            Who { over_age: Some(30), ..Who::default() },
            Who { single_parent: Some(true), ..Who::default() },
            Who { employed: Some(true), ..Who::default() },
            Who { work_duty: Some(true), ..Who::default() },
            Who { introduction: Some(true), ..Who::default() },
            Who { education_order_group: Some(true), ..Who::default() },
            Who { fit_within: fit, ..Who::default() },
            Who { not_fit_within: fit, ..Who::default() },
            Who { sick: Some(true), ..Who::default() },
            Who { sick_pay: Some(true), ..Who::default() },
            Who { immigrant_course: Some(true), ..Who::default() },
        ];
        each.into_iter().map(|who| Who { asked: who.what_it_asks(), ..who }).collect()
    }

    proptest! {
        #[test]
        fn no_fact_of_another_kind_changes_an_answer(facts in facts(), born in 3_500i32..9_000, at in 15_000i32..15_700) {
            let (born, day) = (Some(Day::from_number(born)), Day::from_number(at));
            for who in questions() {
                let kinds = who.asks().kinds();
                let told: Vec<Compact> = facts.iter().filter(|f| kinds & 1 << f.kind != 0).copied().collect();
                let answer = |facts| who.matches(&Axes::new(HistoryView { born, facts, marks: &[] }), day);
                prop_assert_eq!(answer(&told), answer(&facts), "{:?}", who);
            }
        }
    }
}

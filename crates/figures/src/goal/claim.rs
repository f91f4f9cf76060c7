//! A written sentence of the form "from 1,270 to 719 is 57 per cent of the goal", held against the formulas it may mean.

use super::{Formula, Population};
use crate::Exact;
use domain::codes::codes;

codes! {
    /// What a percentage in a sentence may be.
    Sense "claim_sense" {
        /// How much of the way to the target lies behind.
        Maalopfyldelse = "maalopfyldelse",
        /// What is left.
        Tilbage = "tilbage",
        /// How much has gone.
        Fald = "fald",
    }
}

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Claim {
    pub from: Exact,
    pub now: Exact,
    /// The change that is the goal, in per cent of the first value: −50 halves it. `None`: not stated.
    pub goal_percent: Option<Exact>,
    /// The percentage as written.
    pub percent: Exact,
    /// Its decimals: how far it has been rounded.
    pub decimals: u8,
}

/// What one reading of the sentence gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Meaning {
    pub sense: Sense,
    pub formula: Formula,
    pub gives: Option<Exact>,
    /// It gives what is written, rounded as it is written.
    pub agrees: bool,
    /// Whom the numbers have to count for the formula to mean anything.
    pub needs: Population,
}

/// What would make the sentence true as the attainment of a goal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Needed {
    /// The target, from this first value.
    pub target: Option<Exact>,
    /// The first value, with the goal that is stated.
    pub from: Option<Exact>,
    /// The value of now, with both.
    pub now: Option<Exact>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    pub meanings: Vec<Meaning>,
    pub needed: Needed,
}

impl Answer {
    /// Whether the sentence holds as it is written: as the attainment of the goal.
    pub fn holds(&self) -> Option<bool> {
        self.meanings.iter().find(|m| m.sense == Sense::Maalopfyldelse).map(|m| m.agrees)
    }
}

impl Claim {
    pub fn check(&self) -> Answer {
        let Claim { from, now, .. } = *self;
        let target = self.goal_percent.map(|percent| from.changed_by(percent));
        let attained =
            target.map(|target| (Sense::Maalopfyldelse, Formula::Attained { from, now, target }, Population::Bestand));
        // What is left of a first group, and what has gone of it, leave out whoever came later.
        let others = [
            (Sense::Tilbage, Formula::Remaining { from, now }, Population::LukketGruppe),
            (Sense::Fald, Formula::Change { from, now }, Population::LukketGruppe),
        ];
        let meaning = |(sense, formula, needs): (Sense, Formula, Population)| {
            let gives = formula.value().map(|value| if sense == Sense::Fald { -value } else { value });
            let same = |value: Exact| value.rounded(self.decimals) == self.percent.rounded(self.decimals);
            Meaning { sense, formula, gives, agrees: gives.is_some_and(same), needs }
        };
        Answer { meanings: attained.into_iter().chain(others).map(meaning).collect(), needed: self.needed() }
    }

    fn needed(&self) -> Needed {
        let hundred = Exact::whole(100);
        let share = self.percent.ratio(hundred);
        let target = share.and_then(|share| Some(self.from - (self.from - self.now).ratio(share)?));
        // now = from · (1 + share · goal)
        let left = share.zip(self.goal_percent.and_then(|goal| goal.ratio(hundred)));
        let left = left.map(|(share, goal)| Exact::whole(1) + share * goal);
        Needed { target, from: left.and_then(|left| self.now.ratio(left)), now: left.map(|left| self.from * left) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn n(value: i32) -> Exact {
        Exact::whole(value)
    }

    /// Aabenraa, *Beskæftigelsesplan 2017*, page 16: "knap 1.270 … 719 … svarer til, at 57 % af målet … er nået", with the
    /// goal of page 6, to halve them.
    fn aabenraa() -> Claim {
        Claim { from: n(1270), now: n(719), goal_percent: Some(n(-50)), percent: n(57), decimals: 0 }
    }

    #[test]
    fn from_1270_to_719_is_not_57_per_cent_of_halving_but_what_is_left() {
        let answer = aabenraa().check();
        let gives: Vec<(Sense, i128, bool)> =
            answer.meanings.iter().map(|m| (m.sense, m.gives.unwrap().rounded(1), m.agrees)).collect();
        assert_eq!(
            gives,
            [(Sense::Maalopfyldelse, 868, false), (Sense::Tilbage, 566, true), (Sense::Fald, 434, false)]
        );
        assert_eq!(answer.holds(), Some(false));
        assert_eq!(answer.meanings[1].needs, Population::LukketGruppe);
    }

    #[test]
    fn what_would_give_57_per_cent_is_a_target_of_303_or_a_first_value_of_1006_or_908_left() {
        let needed = aabenraa().check().needed;
        let rounded = |value: Option<Exact>| value.map(|v| v.rounded(0));
        assert_eq!(
            (rounded(needed.target), rounded(needed.from), rounded(needed.now)),
            (Some(303), Some(1006), Some(908))
        );
    }

    #[test]
    fn without_a_stated_goal_nothing_is_said_of_reaching_it() {
        let answer = Claim { goal_percent: None, ..aabenraa() }.check();
        assert_eq!((answer.holds(), answer.needed.from), (None, None));
        assert_eq!(answer.meanings.len(), 2);
    }

    #[test]
    fn a_sentence_that_is_right_is_found_right() {
        let right = Claim { percent: Exact::decimal(868, 1).unwrap(), decimals: 1, ..aabenraa() };
        assert_eq!(right.check().holds(), Some(true));
        let of_nothing = Claim { from: Exact::ZERO, ..aabenraa() };
        assert!(of_nothing.check().meanings.iter().all(|m| !m.agrees));
    }

    proptest! {
        #[test]
        fn what_is_needed_makes_the_sentence_true(from in 1i32..5_000, now in 1i32..5_000, goal in -90i32..-10, percent in 1i32..=99) {
            let claim = Claim { from: n(from), now: n(now), goal_percent: Some(n(goal)), percent: n(percent), decimals: 0 };
            let needed = claim.check().needed;
            let with_from = Claim { from: needed.from.unwrap(), ..claim };
            prop_assert_eq!(with_from.check().holds(), Some(true));
            let with_now = Claim { now: needed.now.unwrap(), ..claim };
            prop_assert_eq!(with_now.check().holds(), Some(true));
            if from != now {
                let attained = Formula::Attained { from: n(from), now: n(now), target: needed.target.unwrap() };
                prop_assert_eq!(attained.value(), Some(n(percent)));
            }
        }
    }
}

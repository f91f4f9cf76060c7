//! A history's facts sorted by kind, so that each rule looks only at the kinds it names.

use crate::selector::{Selectors, any};
use domain::compact::{Compact, HistoryView};
use domain::kinds::FactKind;

/// Facts of one kind stand together, in the order of the history. Holds only memory; made anew for each history.
#[derive(Clone, Debug)]
pub(crate) struct ByKind {
    /// Bit i = there are facts of the i-th kind.
    pub(crate) seen: u128,
    facts: Vec<Compact>,
    /// Position in the history of each of `facts`.
    positions: Vec<u32>,
    /// First and last place of a kind in `facts`; says something only for kinds that were seen.
    places: [(u32, u32); KINDS],
}

const KINDS: usize = 128;
const _: () = assert!(FactKind::ALL.len() <= KINDS, "a set of kinds has 128 bits");

const NOTHING: Compact = Compact { from: 0, through: 0, value: 0, kind: 0, codes: [0; 3] };

impl Default for ByKind {
    fn default() -> ByKind {
        ByKind { seen: 0, facts: Vec::new(), positions: Vec::new(), places: [(0, 0); KINDS] }
    }
}

impl ByKind {
    pub(crate) fn sort(&mut self, history: HistoryView<'_>) {
        self.seen = 0;
        for fact in history.facts {
            let place = &mut self.places[fact.kind as usize % KINDS];
            let bit = 1 << (fact.kind % KINDS as u8);
            // The last place counts the facts, until every kind has its first.
            if self.seen & bit == 0 {
                self.seen |= bit;
                *place = (0, 0);
            }
            place.1 += 1;
        }
        let (mut left, mut next) = (self.seen, 0);
        while left != 0 {
            let place = &mut self.places[left.trailing_zeros() as usize];
            let count = place.1;
            *place = (next, next);
            next += count;
            left &= left - 1;
        }
        self.facts.resize(history.facts.len(), NOTHING);
        self.positions.resize(history.facts.len(), 0);
        for (position, fact) in history.facts.iter().enumerate() {
            let place = &mut self.places[fact.kind as usize % KINDS].1;
            self.facts[*place as usize] = *fact;
            self.positions[*place as usize] = position as u32;
            *place += 1;
        }
    }

    fn place(&self, kind: usize) -> std::ops::Range<usize> {
        if self.seen & (1 << kind) == 0 {
            return 0..0;
        }
        let (first, end) = self.places[kind];
        first as usize..end as usize
    }

    /// The facts of a kind, in the order of the history.
    #[inline]
    pub(crate) fn of(&self, kind: FactKind) -> &[Compact] {
        &self.facts[self.place(kind as usize)]
    }

    /// As [`ByKind::of`], with the position of each in the history.
    #[inline]
    pub(crate) fn with_positions(&self, kind: usize) -> impl DoubleEndedIterator<Item = (u32, &Compact)> + Clone {
        let place = self.place(kind);
        self.positions[place.clone()].iter().copied().zip(&self.facts[place])
    }

    /// The facts of some kinds with their positions, in the order of the history.
    pub(crate) fn in_order<const N: usize>(&self, kinds: [FactKind; N]) -> impl Iterator<Item = (u32, &Compact)> {
        let mut places = kinds.map(|kind| self.place(kind as usize));
        std::iter::from_fn(move || {
            let waiting = places.iter_mut().filter(|p| p.start < p.end);
            let at = waiting.min_by_key(|p| self.positions[p.start])?.next()?;
            Some((self.positions[at], &self.facts[at]))
        })
    }

    #[inline]
    pub(crate) fn has_any(&self, selectors: &Selectors) -> bool {
        self.seen & selectors.kinds() != 0
    }

    /// The facts that match, with their positions, in the order of the history.
    #[inline]
    pub(crate) fn matching<'s>(
        &'s self,
        history: HistoryView<'s>,
        selectors: &'s Selectors,
    ) -> impl Iterator<Item = (u32, &'s Compact)> + 's {
        let kinds = self.seen & selectors.kinds();
        // One kind is read where it stands together; several have to be met in the order of the history.
        let one = kinds.count_ones() == 1;
        let several = if kinds == 0 || one { &[] } else { history.facts };
        let single = if one { self.place(kinds.trailing_zeros() as usize) } else { 0..0 };
        let single = self.positions[single.clone()].iter().copied().zip(&self.facts[single]);
        let several =
            several.iter().enumerate().filter(move |(_, f)| kinds & (1 << f.kind) != 0).map(|(i, f)| (i as u32, f));
        single.chain(several).filter(|(_, f)| any(selectors, f))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selector::{Selector, any};
    use proptest::prelude::*;

    const SOME: [FactKind; 3] = [FactKind::Benefit, FactKind::TalkHeld, FactKind::Sickness];

    fn facts() -> impl Strategy<Value = Vec<Compact>> {
        let fact = (0usize..SOME.len(), 0i32..50).prop_map(|(kind, from)| Compact {
            from,
            through: from,
            kind: SOME[kind] as u8,
            ..NOTHING
        });
        proptest::collection::vec(fact, 0..20)
    }

    proptest! {
        #[test]
        fn what_matches_is_found_as_if_every_fact_had_been_looked_at(before in facts(), facts in facts(), wanted in 0usize..8) {
            let mut sorted = ByKind::default();
            sorted.sort(HistoryView { born: None, facts: &before, marks: &[] });
            let history = HistoryView { born: None, facts: &facts, marks: &[] };
            sorted.sort(history);
            let wanted = SOME.iter().enumerate().filter(|(i, _)| wanted & (1 << i) != 0).map(|(_, k)| Selector::of_kind(*k));
            let wanted = Selectors::new(wanted.collect());
            let found: Vec<(u32, Compact)> = sorted.matching(history, &wanted).map(|(i, f)| (i, *f)).collect();
            let all = facts.iter().enumerate().filter(|(_, f)| any(&wanted, f)).map(|(i, f)| (i as u32, *f));
            prop_assert_eq!(found, all.collect::<Vec<_>>());
            let two = [FactKind::Sickness, FactKind::Benefit];
            let in_order: Vec<u32> = sorted.in_order(two).map(|(i, _)| i).collect();
            let all = facts.iter().enumerate().filter(|(_, f)| two.iter().any(|k| f.is(*k))).map(|(i, _)| i as u32);
            prop_assert_eq!(in_order, all.collect::<Vec<_>>());
            for kind in SOME {
                prop_assert!(sorted.of(kind).iter().eq(facts.iter().filter(|f| f.is(kind))));
            }
        }
    }
}

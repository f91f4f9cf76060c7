//! A history's facts sorted by kind, so that each rule looks only at the kinds it names.

use crate::selector::Selectors;
use domain::Day;
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
    /// Where each kind stands in `facts`; empty for kinds that were not seen.
    places: [Place; KINDS],
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    first: u32,
    end: u32,
    /// The first codes of the facts, as a set.
    codes: u64,
    /// Their positions in the history, as a set: of the first 64.
    positions: u64,
}

const KINDS: usize = 128;
const _: () = assert!(FactKind::ALL.len() <= KINDS, "a set of kinds has 128 bits");

const NOTHING: Compact = Compact { from: 0, through: 0, value: 0, kind: 0, codes: [0; 3] };

impl Default for ByKind {
    fn default() -> ByKind {
        ByKind { seen: 0, facts: Vec::new(), positions: Vec::new(), places: [Place::default(); KINDS] }
    }
}

impl ByKind {
    pub(crate) fn sort(&mut self, history: HistoryView<'_>) {
        let mut before = self.seen;
        while before != 0 {
            self.places[before.trailing_zeros() as usize] = Place::default();
            before &= before - 1;
        }
        let mut seen = [0u64; 2];
        for (position, fact) in history.facts.iter().enumerate() {
            let place = &mut self.places[fact.kind as usize % KINDS];
            // `end` counts the facts, until every kind has its first place.
            place.end += 1;
            place.codes |= 1 << (fact.codes[0] % 64);
            place.positions |= (1 << (position % 64)) & if position < 64 { !0 } else { 0 };
            seen[usize::from(fact.kind / 64 % 2)] |= 1 << (fact.kind % 64);
        }
        self.seen = u128::from(seen[0]) | u128::from(seen[1]) << 64;
        let (mut left, mut next) = (self.seen, 0);
        while left != 0 {
            let place = &mut self.places[left.trailing_zeros() as usize];
            let count = place.end;
            (place.first, place.end) = (next, next);
            next += count;
            left &= left - 1;
        }
        // What is left behind the last place is of an earlier history, and nobody reads it.
        if self.facts.len() < history.facts.len() {
            self.facts.resize(history.facts.len(), NOTHING);
            self.positions.resize(history.facts.len(), 0);
        }
        for (position, fact) in history.facts.iter().enumerate() {
            let place = &mut self.places[fact.kind as usize % KINDS].end;
            self.facts[*place as usize] = *fact;
            self.positions[*place as usize] = position as u32;
            *place += 1;
        }
    }

    fn place(&self, kind: usize) -> std::ops::Range<usize> {
        let Place { first, end, .. } = self.places[kind];
        first as usize..end as usize
    }

    /// The facts of a kind, in the order of the history.
    #[inline]
    pub(crate) fn of(&self, kind: FactKind) -> &[Compact] {
        &self.facts[self.place(kind as usize)]
    }

    /// The benefits that were received or asked for, as a set.
    #[inline]
    pub(crate) fn benefits(&self) -> u64 {
        let codes = |kind: FactKind| self.places[kind as usize].codes;
        // A code stands one above its place in the list.
        (codes(FactKind::Benefit) | codes(FactKind::FirstContact)) >> 1
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

    /// The facts of a set of kinds with their positions, in the order of the history.
    #[inline]
    pub(crate) fn of_kinds<'s>(
        &self,
        history: HistoryView<'s>,
        kinds: u128,
    ) -> impl Iterator<Item = (u32, &'s Compact)> + use<'s> {
        let (mut left, mut set) = (kinds & self.seen, 0);
        while left != 0 {
            set |= self.places[left.trailing_zeros() as usize].positions;
            left &= left - 1;
        }
        let first = std::iter::from_fn(move || {
            let at = (set != 0).then(|| set.trailing_zeros())?;
            set &= set - 1;
            Some((at, &history.facts[at as usize]))
        });
        let after = history.facts.iter().zip(0u32..).skip(64).map(|(fact, at)| (at, fact));
        first.chain(after.filter(move |(_, fact)| kinds & (1 << (fact.kind as usize % KINDS)) != 0))
    }

    /// False: no fact matches. Kinds and first codes are looked at, not the facts.
    #[inline]
    pub(crate) fn may_match(&self, selectors: &Selectors) -> bool {
        selectors.first_codes().any(|(kind, codes)| self.places[kind].codes & codes != 0)
    }

    /// The facts that match, with their positions, in the order of the history.
    #[inline]
    pub(crate) fn matching<'s>(&'s self, history: HistoryView<'s>, selectors: &'s Selectors) -> Matching<'s> {
        let with = |set, (kind, codes): (usize, u64)| {
            let place = &self.places[kind];
            if place.codes & codes == 0 { set } else { set | place.positions }
        };
        let set = selectors.first_codes().fold(0, with);
        Matching { facts: history.facts, base: 0, set, last: i32::MAX, selectors }
    }
}

/// See [`ByKind::matching`]. Of the first 64 facts only those of the kinds and first codes asked for are looked at, of a
/// longer history each of the others.
#[derive(Clone)]
pub(crate) struct Matching<'s> {
    facts: &'s [Compact],
    /// Bit i = the fact at `base` + i is still to be looked at.
    set: u64,
    base: usize,
    /// Those that begin after this day are left out.
    last: i32,
    selectors: &'s Selectors,
}

impl<'s> Matching<'s> {
    /// Only those that begin on a day or after it.
    #[must_use]
    pub(crate) fn since(mut self, day: Day) -> Self {
        while self.peek().is_some_and(|(_, f)| f.from < day.number()) {
            self.set &= self.set - 1;
        }
        self
    }

    /// Only those that begin on a day or before it.
    #[must_use]
    pub(crate) fn until(self, last: i32) -> Self {
        Matching { last, ..self }
    }

    #[inline]
    fn peek(&mut self) -> Option<(u32, &'s Compact)> {
        if self.set == 0 {
            self.go_on()?;
        }
        let at = self.base + self.set.trailing_zeros() as usize;
        Some((at as u32, &self.facts[at]))
    }

    /// Past the first 64 facts.
    #[cold]
    fn go_on(&mut self) -> Option<()> {
        let left = self.facts.len().checked_sub(self.base + 64).filter(|left| *left > 0)?;
        self.base += 64;
        self.set = if left < 64 { (1 << left) - 1 } else { !0 };
        Some(())
    }
}

impl<'s> Iterator for Matching<'s> {
    type Item = (u32, &'s Compact);

    #[inline]
    fn next(&mut self) -> Option<(u32, &'s Compact)> {
        loop {
            let (at, fact) = self.peek()?;
            if fact.from > self.last {
                return None;
            }
            self.set &= self.set - 1;
            if self.selectors.matches(fact) {
                return Some((at, fact));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selector::Selector;
    use proptest::prelude::*;

    const SOME: [FactKind; 3] = [FactKind::Benefit, FactKind::TalkHeld, FactKind::Sickness];

    fn facts() -> impl Strategy<Value = Vec<Compact>> {
        let fact = (0usize..SOME.len(), 0i32..50).prop_map(|(kind, from)| Compact {
            from,
            through: from,
            kind: SOME[kind] as u8,
            ..NOTHING
        });
        proptest::collection::vec(fact, 0..150)
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
            let all = facts.iter().enumerate().filter(|(_, f)| wanted.matches(f)).map(|(i, f)| (i as u32, *f));
            let all: Vec<(u32, Compact)> = all.collect();
            prop_assert_eq!(sorted.may_match(&wanted), !all.is_empty(), "without codes the kinds tell");
            prop_assert_eq!(found, all);
            let two = [FactKind::Sickness, FactKind::Benefit];
            let in_order: Vec<u32> = sorted.in_order(two).map(|(i, _)| i).collect();
            let all = facts.iter().enumerate().filter(|(_, f)| two.iter().any(|k| f.is(*k))).map(|(i, _)| i as u32);
            prop_assert_eq!(in_order, all.collect::<Vec<_>>());
            let set = two.iter().fold(0, |set, kind| set | 1u128 << *kind as u8);
            let of_kinds: Vec<u32> = sorted.of_kinds(history, set).map(|(i, _)| i).collect();
            prop_assert_eq!(&of_kinds, &sorted.in_order(two).map(|(i, _)| i).collect::<Vec<_>>());
            for kind in SOME {
                prop_assert!(sorted.of(kind).iter().eq(facts.iter().filter(|f| f.is(kind))));
            }
        }
    }
}

//! Which facts of a history are of which kind, so that each rule looks only at the kinds it names.

use crate::selector::Selectors;
use domain::Day;
use domain::compact::{Compact, HistoryView};
use domain::kinds::FactKind;

/// Where the facts of each kind stand in a history. Holds only memory; made anew for each history.
#[derive(Clone, Debug)]
pub(crate) struct ByKind {
    /// Bit i = there are facts of the i-th kind.
    seen: u128,
    /// Empty for kinds that were not seen.
    places: [Place; KINDS],
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// The first codes of the facts, as a set.
    codes: u64,
    /// Their positions in the history, as a set: of the first 64.
    positions: u64,
}

const KINDS: usize = 128;
const _: () = assert!(FactKind::ALL.len() <= KINDS, "a set of kinds has 128 bits");

/// Kinds as a set: bit i = the i-th kind.
pub(crate) const fn set_of<const N: usize>(kinds: [FactKind; N]) -> u128 {
    let (mut set, mut at) = (0, 0);
    while at < N {
        set |= 1 << kinds[at] as u8;
        at += 1;
    }
    set
}

impl Default for ByKind {
    fn default() -> ByKind {
        ByKind { seen: 0, places: [Place::default(); KINDS] }
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
            place.codes |= 1 << (fact.codes[0] % 64);
            place.positions |= (1 << (position % 64)) & if position < 64 { !0 } else { 0 };
            seen[usize::from(fact.kind / 64 % 2)] |= 1 << (fact.kind % 64);
        }
        self.seen = u128::from(seen[0]) | u128::from(seen[1]) << 64;
    }

    /// The facts of the history that was sorted.
    #[inline]
    pub(crate) fn facts<'a>(&'a self, history: HistoryView<'a>) -> Sorted<'a> {
        Sorted { facts: history.facts, by_kind: self }
    }
}

/// A history's facts with where each kind of them stands.
#[derive(Clone, Copy)]
pub(crate) struct Sorted<'a> {
    facts: &'a [Compact],
    by_kind: &'a ByKind,
}

impl<'a> Sorted<'a> {
    /// Bit i = there are facts of the i-th kind.
    #[inline]
    pub(crate) fn seen(self) -> u128 {
        self.by_kind.seen
    }

    /// The facts of a kind, in the order of the history.
    #[inline]
    pub(crate) fn of(self, kind: FactKind) -> impl DoubleEndedIterator<Item = &'a Compact> + Clone {
        self.with_positions(kind).map(|(_, fact)| fact)
    }

    /// As [`Sorted::of`], with the position of each in the history.
    #[inline]
    pub(crate) fn with_positions(self, kind: FactKind) -> OfKinds<'a> {
        let set = self.by_kind.places[kind as usize].positions;
        OfKinds { facts: self.facts, set, late: late(self.facts), kinds: 1 << kind as u8 }
    }

    /// The facts of some kinds with their positions, in the order of the history.
    #[inline]
    pub(crate) fn in_order<const N: usize>(self, kinds: [FactKind; N]) -> OfKinds<'a> {
        self.of_kinds(set_of(kinds))
    }

    /// The facts of a set of kinds with their positions, in the order of the history.
    #[inline]
    pub(crate) fn of_kinds(self, kinds: u128) -> OfKinds<'a> {
        let (mut left, mut set) = (kinds & self.by_kind.seen, 0);
        while left != 0 {
            set |= self.by_kind.places[left.trailing_zeros() as usize].positions;
            left &= left - 1;
        }
        OfKinds { facts: self.facts, set, late: late(self.facts), kinds }
    }

    /// The benefits that were received or asked for, as a set.
    #[inline]
    pub(crate) fn benefits(self) -> u64 {
        let codes = |kind: FactKind| self.by_kind.places[kind as usize].codes;
        // A code stands one above its place in the list.
        (codes(FactKind::Benefit) | codes(FactKind::FirstContact)) >> 1
    }

    /// False: no fact matches. Kinds and first codes are looked at, not the facts.
    #[inline]
    pub(crate) fn may_match(self, selectors: &Selectors) -> bool {
        selectors.first_codes().any(|(kind, codes)| self.by_kind.places[kind].codes & codes != 0)
    }

    /// The facts that match, with their positions, in the order of the history.
    #[inline]
    pub(crate) fn matching(self, selectors: &'a Selectors) -> Matching<'a> {
        let with = |set, (kind, codes): (usize, u64)| {
            let place = &self.by_kind.places[kind];
            if place.codes & codes == 0 { set } else { set | place.positions }
        };
        let set = selectors.first_codes().fold(0, with);
        Matching { facts: self.facts, base: 0, set, last: i32::MAX, selectors }
    }
}

/// The positions past the first 64.
#[inline]
fn late(facts: &[Compact]) -> std::ops::Range<usize> {
    64..facts.len()
}

/// Facts of some kinds with their positions, in the order of the history.
#[derive(Clone)]
pub(crate) struct OfKinds<'a> {
    facts: &'a [Compact],
    /// Bit i = the fact at i is one of them.
    set: u64,
    /// Past the first 64 facts each is looked at.
    late: std::ops::Range<usize>,
    kinds: u128,
}

impl<'a> OfKinds<'a> {
    /// Of a history that nobody has sorted.
    pub(crate) fn unsorted(facts: &'a [Compact], kind: FactKind) -> OfKinds<'a> {
        let found = facts.iter().take(64).enumerate().filter(|(_, fact)| fact.is(kind));
        let set = found.fold(0, |set, (at, _)| set | 1 << at);
        OfKinds { facts, set, late: late(facts), kinds: 1 << kind as u8 }
    }

    fn at(&self, position: usize) -> (u32, &'a Compact) {
        (position as u32, &self.facts[position])
    }

    fn is_one(&self, position: usize) -> bool {
        self.kinds & (1 << (self.facts[position].kind as usize % KINDS)) != 0
    }

    #[cold]
    fn next_late(&mut self) -> Option<(u32, &'a Compact)> {
        while let Some(position) = self.late.next() {
            if self.is_one(position) {
                return Some(self.at(position));
            }
        }
        None
    }

    #[cold]
    fn last_late(&mut self) -> Option<(u32, &'a Compact)> {
        while let Some(position) = self.late.next_back() {
            if self.is_one(position) {
                return Some(self.at(position));
            }
        }
        None
    }
}

impl<'a> Iterator for OfKinds<'a> {
    type Item = (u32, &'a Compact);

    #[inline]
    fn next(&mut self) -> Option<(u32, &'a Compact)> {
        if self.set == 0 {
            return if self.late.is_empty() { None } else { self.next_late() };
        }
        let position = self.set.trailing_zeros() as usize;
        self.set &= self.set - 1;
        Some(self.at(position))
    }
}

impl DoubleEndedIterator for OfKinds<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<Self::Item> {
        if !self.late.is_empty()
            && let Some(last) = self.last_late()
        {
            return Some(last);
        }
        let position = (self.set != 0).then(|| self.set.ilog2())?;
        self.set &= !(1 << position);
        Some(self.at(position as usize))
    }
}

/// See [`Sorted::matching`]. Of the first 64 facts only those of the kinds and first codes asked for are looked at, of a
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
            value: 0,
            codes: [0; 3],
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
            let facts_of = sorted.facts(history);
            let found: Vec<(u32, Compact)> = facts_of.matching(&wanted).map(|(i, f)| (i, *f)).collect();
            let all = facts.iter().enumerate().filter(|(_, f)| wanted.matches(f)).map(|(i, f)| (i as u32, *f));
            let all: Vec<(u32, Compact)> = all.collect();
            prop_assert_eq!(facts_of.may_match(&wanted), !all.is_empty(), "without codes the kinds tell");
            prop_assert_eq!(found, all);
            let two = [FactKind::Sickness, FactKind::Benefit];
            let in_order: Vec<u32> = facts_of.in_order(two).map(|(i, _)| i).collect();
            let all = facts.iter().enumerate().filter(|(_, f)| two.iter().any(|k| f.is(*k))).map(|(i, _)| i as u32);
            let all: Vec<u32> = all.collect();
            prop_assert_eq!(&in_order, &all);
            let backwards: Vec<u32> = facts_of.in_order(two).rev().map(|(i, _)| i).collect();
            prop_assert!(backwards.iter().rev().eq(&all), "from behind they are the same");
            for kind in SOME {
                let each = || facts.iter().filter(|f| f.is(kind));
                prop_assert!(facts_of.of(kind).eq(each()));
                prop_assert!(OfKinds::unsorted(&facts, kind).map(|(_, f)| f).eq(each()));
            }
        }
    }
}

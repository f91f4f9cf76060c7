//! What of a rulebook a fact concerns, found by the kind and the first code of the fact.

use crate::selector::Selectors;
use domain::compact::Compact;
use domain::kinds::FactKind;

/// First codes are told apart up to here.
const CODES: usize = 64;

/// How many kinds with a first code there are: see [`place`].
pub(crate) const PLACES: usize = CODES * FactKind::ALL.len();

/// The place of a fact's kind and first code among all.
#[inline]
pub(crate) fn place(fact: &Compact) -> usize {
    CODES * usize::from(fact.kind) + usize::from(fact.codes[0]) % CODES
}

/// The places of the facts that may match.
pub(crate) fn places(facts: &Selectors) -> impl Iterator<Item = usize> {
    let mut concerned = [0u64; FactKind::ALL.len()];
    for (kind, codes) in facts.first_codes() {
        let possible = (1 << (FactKind::ALL[kind].schema().first_codes() + 1)) - 1;
        concerned[kind] |= codes & possible;
    }
    (0..PLACES).filter(move |place| concerned[place / CODES] & (1 << (place % CODES)) != 0)
}

/// Which places a history or some rules have among their facts, told by one of 128 bits each: two that share no bit share
/// no place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sketch(u128);

impl Sketch {
    #[inline]
    pub(crate) fn add(&mut self, place: usize) {
        // Fibonacci hashing: the seven highest bits of a product.
        self.0 |= 1 << ((place as u32).wrapping_mul(2_654_435_769) >> 25);
    }

    #[inline]
    pub(crate) fn may_share(self, other: Sketch) -> bool {
        self.0 & other.0 != 0
    }
}

/// Lists by the kind and first code of what concerns them.
#[derive(Clone, Debug)]
pub(crate) struct ByCode<T> {
    items: Vec<T>,
    /// By place: from where to where in `items`.
    lists: Vec<(u32, u32)>,
}

impl<T> Default for ByCode<T> {
    fn default() -> ByCode<T> {
        ByCode { items: Vec::new(), lists: vec![(0, 0); PLACES] }
    }
}

impl<T: Copy> ByCode<T> {
    /// Each item stands beside the facts that it concerns.
    pub(crate) fn new<'s>(each: impl IntoIterator<Item = (&'s Selectors, T)>) -> ByCode<T> {
        let mut lists: Vec<Vec<T>> = vec![Vec::new(); PLACES];
        for (facts, item) in each {
            places(facts).for_each(|place| lists[place].push(item));
        }
        let mut all = ByCode { items: Vec::new(), lists: Vec::with_capacity(PLACES) };
        for list in lists {
            let first = all.items.len() as u32;
            all.items.extend(list);
            all.lists.push((first, all.items.len() as u32));
        }
        all
    }

    /// What the fact concerns, in the order in which it was given.
    #[inline]
    pub(crate) fn of(&self, fact: &Compact) -> &[T] {
        let (first, end) = self.lists[place(fact)];
        &self.items[first as usize..end as usize]
    }
}

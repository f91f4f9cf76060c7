//! Sets of places in a list of rules, so that the rules which concern nobody are passed over without being looked at.

use crate::who::{Possible, Wanted};

/// The places that a set tells apart. Those from here on are in every set.
pub(crate) const TOLD_APART: usize = 128;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places([u64; 2]);

impl Places {
    pub(crate) fn add(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    #[inline]
    pub(crate) fn add_all(&mut self, others: &Places) {
        self.0[0] |= others.0[0];
        self.0[1] |= others.0[1];
    }

    #[inline]
    #[must_use]
    fn and(self, other: Places) -> Places {
        Places([self.0[0] & other.0[0], self.0[1] & other.0[1]])
    }

    /// Those of the set in a list, in its order, with their places.
    #[inline]
    pub(crate) fn with_places<T>(self, list: &[T]) -> impl Iterator<Item = (usize, &T)> {
        let [mut low, mut high] = self.0;
        let told_apart = std::iter::from_fn(move || {
            let at = if low != 0 {
                let at = low.trailing_zeros();
                low &= low - 1;
                at as usize
            } else {
                let at = (high != 0).then(|| high.trailing_zeros() + 64)?;
                high &= high - 1;
                at as usize
            };
            Some((at, list.get(at)?))
        });
        told_apart.chain(list.iter().enumerate().skip(TOLD_APART))
    }

    /// Those of the set in a list, in its order.
    #[inline]
    pub(crate) fn of<T>(self, list: &[T]) -> impl Iterator<Item = &T> {
        self.with_places(list).map(|(_, item)| item)
    }
}

/// The places of what may concern somebody, by the groups and by the benefits somebody has.
#[derive(Clone, Debug)]
pub(crate) struct ByWhom {
    groups: [Places; 64],
    benefits: [Places; 64],
}

impl ByWhom {
    /// `wanted` in the order of the list.
    pub(crate) fn new(wanted: &[Wanted]) -> ByWhom {
        let open = |to: &dyn Fn(&Wanted) -> bool| {
            let mut places = Places::default();
            wanted.iter().enumerate().filter(|(_, wanted)| to(wanted)).for_each(|(at, _)| places.add(at));
            places
        };
        ByWhom {
            groups: std::array::from_fn(|group| open(&|wanted| wanted.groups & 1 << group != 0)),
            benefits: std::array::from_fn(|benefit| open(&|wanted| wanted.benefits & 1 << benefit != 0)),
        }
    }

    #[inline]
    pub(crate) fn open_to(&self, possible: Possible) -> Places {
        any_of(&self.groups, possible.groups).and(any_of(&self.benefits, possible.benefits))
    }
}

#[inline]
fn any_of(each: &[Places; 64], mut wanted: u64) -> Places {
    let mut places = Places::default();
    while wanted != 0 {
        places.add_all(&each[wanted.trailing_zeros() as usize]);
        wanted &= wanted - 1;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_the_set_is_found_in_its_order_with_all_that_sets_cannot_tell_apart() {
        let list: Vec<usize> = (0..TOLD_APART + 2).collect();
        let mut set = Places::default();
        let mut other = Places::default();
        [70, 3].into_iter().for_each(|place| set.add(place));
        [127, 0, 64, 900].into_iter().for_each(|place| other.add(place));
        set.add_all(&other);
        assert_eq!(set.of(&list).copied().collect::<Vec<_>>(), [0, 3, 64, 70, 127, 128, 129]);
        assert_eq!(Places::default().of(&list[..100]).count(), 0);
    }
}

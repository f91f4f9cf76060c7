//! Which rulebook held when: what became known at a commit is assessed by the rules that were in force then.

use rulebook::Rulebook;

/// The rulebooks of a municipality, oldest first.
#[derive(Clone, Debug)]
pub struct Books<'r> {
    first: &'r Rulebook,
    /// Each from the commit of its activation.
    later: Vec<(i64, &'r Rulebook)>,
}

impl<'r> Books<'r> {
    /// `later` are in the order of their commits.
    pub fn new(first: &'r Rulebook, later: Vec<(i64, &'r Rulebook)>) -> Books<'r> {
        Books { first, later }
    }

    pub(crate) fn at(&self, commit: i64) -> &'r Rulebook {
        self.later.iter().rev().find(|(from, _)| *from <= commit).map_or(self.first, |(_, book)| book)
    }

    pub(crate) fn newest(&self) -> &'r Rulebook {
        self.at(i64::MAX)
    }

    /// The commits with which the rules changed.
    pub(crate) fn changes(&self) -> impl Iterator<Item = i64> + '_ {
        self.later.iter().map(|(commit, _)| *commit)
    }
}

impl<'r> From<&'r Rulebook> for Books<'r> {
    /// One rulebook from the beginning.
    fn from(book: &'r Rulebook) -> Books<'r> {
        Books::new(book, Vec::new())
    }
}

//! Names and addresses from `reference/names`: given names anybody may have, surnames and streets nobody has.

use crate::rng::Rng;
use std::sync::LazyLock;

fn lines(text: &'static str) -> Vec<&'static str> {
    text.lines().filter(|l| !l.is_empty()).collect()
}

pub(crate) struct Names {
    women: Vec<&'static str>,
    men: Vec<&'static str>,
    surnames: Vec<&'static str>,
    streets: Vec<&'static str>,
    companies: Vec<(&'static str, &'static str)>,
}

pub(crate) static NAMES: LazyLock<Names> = LazyLock::new(|| Names {
    women: lines(include_str!("../../../reference/names/fornavne-kvinder.txt")),
    men: lines(include_str!("../../../reference/names/fornavne-maend.txt")),
    surnames: lines(include_str!("../../../reference/names/efternavne.txt")),
    streets: lines(include_str!("../../../reference/names/gader.txt")),
    companies: lines(include_str!("../../../reference/names/virksomheder.txt"))
        .into_iter()
        .filter_map(|l| l.split_once(';'))
        .collect(),
});

/// Which side of the fjord an address lies on decides the team.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum District {
    Vest,
    Oest,
}

impl Names {
    pub(crate) fn person(&self, rng: &mut Rng, woman: bool) -> (&'static str, &'static str) {
        let given = if woman { &self.women } else { &self.men };
        (rng.pick(given).unwrap_or("Kim"), rng.pick(&self.surnames).unwrap_or("Prøvesen"))
    }

    /// The first half of the streets lies west.
    pub(crate) fn address(&self, rng: &mut Rng) -> (String, District) {
        let at = rng.below(self.streets.len() as u32) as usize;
        let number = rng.between(1, 98);
        let street = self.streets.get(at).copied().unwrap_or("Prøvevej");
        let (post, district) = if at < self.streets.len() / 2 {
            ("0901 Fjordby V", District::Vest)
        } else {
            ("0902 Fjordby Ø", District::Oest)
        };
        (format!("{street} {number}, {post}"), district)
    }

    /// Name and branch of a company: the listed ones first, then surname and branch.
    pub(crate) fn company(&self, index: u32) -> (String, &'static str) {
        let count = self.companies.len();
        let at = index as usize;
        let Some((name, branch)) = self.companies.get(at) else {
            let branch = self.companies.get(at % count.max(1)).map_or("handel", |(_, b)| *b);
            let surname = self
                .surnames
                .get((at / count.max(1) + at * 5) % self.surnames.len().max(1))
                .copied()
                .unwrap_or("Prøve");
            return (format!("{surname} {} {}", capital(branch), at), branch);
        };
        ((*name).to_owned(), branch)
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Lower case ASCII for a login: æ, ø and å become ae, oe and aa.
pub(crate) fn ascii(name: &str) -> String {
    let mut plain = String::with_capacity(name.len() + 2);
    for c in name.to_lowercase().chars() {
        match c {
            'æ' => plain.push_str("ae"),
            'ø' => plain.push_str("oe"),
            'å' => plain.push_str("aa"),
            c if c.is_ascii_alphanumeric() => plain.push(c),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_plain_ascii() {
        assert_eq!(ascii("Søren Lærkeprøve"), "soerenlaerkeproeve");
    }

    #[test]
    fn every_list_has_entries_and_no_doubles() {
        for list in [&NAMES.women, &NAMES.men, &NAMES.surnames, &NAMES.streets] {
            let unique: std::collections::BTreeSet<_> = list.iter().collect();
            assert!(list.len() >= 20 && unique.len() == list.len(), "{list:?}");
        }
    }
}

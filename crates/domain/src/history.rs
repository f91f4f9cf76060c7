//! A subject's facts as known on a day: corrections applied, annulled chains gone, offers ended where they ended.

use crate::compact::{COMPANIES, Compact, HistoryView, Mark, MarkWord, OPEN};
use crate::day::Day;
use crate::fact::{Fact, FactId};
use crate::kinds::{FactData, FactKind};
use std::collections::BTreeMap;

/// The facts that hold, with what rules need prepared.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub born: Option<Day>,
    /// Facts that hold, ordered by first day, then as given.
    facts: Vec<Fact>,
    compact: Vec<Compact>,
    /// Root of each fact's correction chain: the id that duties are named after.
    roots: Vec<FactId>,
    marks: Vec<Mark>,
    /// Facts that a correction replaced or an annulment took back, for the page that shows history.
    replaced: Vec<Fact>,
}

impl History {
    /// Takes facts in the order they became known. With `known_on`, later ones are left out; what says no day became known on
    /// the day it happened. `born` is what a register says;
    /// without it the birthday that somebody wrote holds.
    pub fn build(born: Option<Day>, facts: impl IntoIterator<Item = Fact>, known_on: Option<Day>) -> History {
        let known: Vec<Fact> =
            facts.into_iter().filter(|f| known_on.is_none_or(|k| f.known.unwrap_or(f.from) <= k)).collect();
        let position: BTreeMap<FactId, usize> = known.iter().enumerate().map(|(i, f)| (f.id.clone(), i)).collect();
        let mut alive = vec![true; known.len()];
        let mut root: Vec<usize> = (0..known.len()).collect();
        for (i, fact) in known.iter().enumerate() {
            if let Some(&old) = fact.supersedes.as_ref().and_then(|id| position.get(id)) {
                alive[old] = false;
                root[i] = root[old];
            }
            if let Some(&old) = fact.annuls.as_ref().and_then(|id| position.get(id)) {
                alive[old] = false;
                alive[i] = false;
            }
        }
        // What a chain says became known with its first word.
        let roots: Vec<(FactId, Option<Day>)> = root.iter().map(|r| (known[*r].id.clone(), known[*r].known)).collect();
        let mut kept: Vec<(Fact, (FactId, Option<Day>))> = Vec::new();
        let mut replaced = Vec::new();
        for (i, fact) in known.into_iter().enumerate() {
            if alive[i] {
                kept.push((fact, roots[i].clone()));
            } else {
                replaced.push(fact);
            }
        }
        kept.sort_by_key(|(f, _)| f.from);
        let compact = |(f, (_, known)): &(Fact, (FactId, Option<Day>))| {
            Compact::new(&f.data, f.from, f.through).at(f.minute).given_as_known(*known)
        };
        let mut compact: Vec<Compact> = kept.iter().map(compact).collect();
        let (facts, roots): (Vec<Fact>, Vec<FactId>) = kept.into_iter().map(|(fact, (root, _))| (fact, root)).unzip();
        let born = born.or_else(|| birthday(&facts));
        end_offers(&mut compact);
        number_companies(&facts, &mut compact);
        let marks = marks_of(&facts);
        History { born, facts, compact, roots, marks, replaced }
    }

    pub fn view(&self) -> HistoryView<'_> {
        HistoryView { born: self.born, facts: &self.compact, marks: &self.marks }
    }

    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    pub fn fact(&self, index: u32) -> &Fact {
        &self.facts[index as usize]
    }

    /// The id a duty anchored on this fact is named after.
    pub fn root(&self, index: u32) -> &FactId {
        &self.roots[index as usize]
    }

    pub fn replaced(&self) -> &[Fact] {
        &self.replaced
    }
}

/// The birthday that was written last.
pub fn birthday<'f>(facts: impl IntoIterator<Item = &'f Fact, IntoIter: DoubleEndedIterator>) -> Option<Day> {
    facts.into_iter().rev().find_map(|f| match f.data {
        FactData::Birthday { born } => Some(born),
        _ => None,
    })
}

/// A later `offer_extended` or `offer_ended` of the same kind moves the last day of the offer that runs.
fn end_offers(facts: &mut [Compact]) {
    for i in 0..facts.len() {
        let moved = facts[i];
        let last = if moved.is(FactKind::OfferEnded) {
            moved.from
        } else if moved.is(FactKind::OfferExtended) && moved.known_value().is_some() {
            moved.value
        } else {
            continue;
        };
        let running = facts[..i].iter_mut().rev().find(|f| {
            f.is(FactKind::OfferStarted)
                && f.codes[0] == moved.codes[0]
                && f.from <= moved.from
                && (f.through == OPEN || f.through >= moved.from)
        });
        if let Some(offer) = running {
            offer.through = last;
        }
    }
}

/// Jobs at one company that stand in several facts, as when the hours change, are numbered: rules see no text.
fn number_companies(facts: &[Fact], compact: &mut [Compact]) {
    let company = |fact: &Fact| match &fact.data {
        FactData::Employment { company: Some(company), .. } => Some(company.trim().to_lowercase()),
        _ => None,
    };
    let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, fact) in facts.iter().enumerate() {
        if let Some(name) = company(fact).filter(|name| !name.is_empty()) {
            named.entry(name).or_default().push(at);
        }
    }
    let mut several: Vec<Vec<usize>> = named.into_values().filter(|places| places.len() > 1).collect();
    several.sort_unstable();
    for (places, number) in several.into_iter().zip(1..=COMPANIES) {
        places.into_iter().for_each(|at| compact[at].set_company(number));
    }
}

fn marks_of(facts: &[Fact]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (i, fact) in facts.iter().enumerate() {
        let (duty, n, word) = match &fact.data {
            FactData::GoalSetAside { duty, n, .. } => (duty, n, MarkWord::GoalSetAside),
            FactData::Deferral { duty, n, .. } => (duty, n, MarkWord::Deferred),
            FactData::NotRelevant { duty, n, .. } => (duty, n, MarkWord::NotRelevant),
            _ => continue,
        };
        let n = u16::try_from(*n).unwrap_or(0);
        marks.push(Mark { duty: duty.clone(), n, word, from: fact.from, through: fact.through, fact: i as u32 });
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{AbsenceKind, JobKind, OfferKind};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn absence(id: &str, through: &str, known: &str) -> Fact {
        let data = FactData::Absence { absence: AbsenceKind::Ferie, party: None };
        let mut fact = Fact::new(id, data, day("2026-02-16"), Some(day(through)));
        fact.known = Some(day(known));
        fact
    }

    #[test]
    fn a_correction_replaces_and_the_past_still_shows_the_old_word() {
        let first = absence("f1", "2026-02-22", "2026-02-17");
        let mut second = absence("f2", "2026-02-25", "2026-02-27");
        second.supersedes = Some(FactId("f1".into()));
        let then = History::build(None, [first.clone(), second.clone()], Some(day("2026-02-20")));
        assert_eq!(then.facts()[0].through, Some(day("2026-02-22")));
        let now = History::build(None, [first, second], None);
        assert_eq!(now.facts().len(), 1);
        assert_eq!(now.facts()[0].through, Some(day("2026-02-25")));
        assert_eq!(now.root(0).0, "f1", "duties keep the name of the first word");
        assert_eq!(now.replaced().len(), 1);
    }

    #[test]
    fn a_birthday_somebody_wrote_holds_where_no_register_has_one_and_as_it_was_put_right() {
        let born = |text: &str| FactData::Birthday { born: day(text) };
        let first = Fact::new("f1", born("1985-04-01"), day("2026-03-02"), None);
        let mut second = Fact::new("f2", born("1985-01-04"), day("2026-03-02"), None);
        second.supersedes = Some(FactId("f1".into()));
        assert_eq!(History::build(None, [], None).born, None);
        assert_eq!(History::build(None, [first.clone()], None).born, Some(day("1985-04-01")));
        let known = Some(day("1985-04-02"));
        assert_eq!(History::build(known, [first.clone()], None).born, known, "the register's");
        assert_eq!(History::build(None, [first, second], None).view().born, Some(day("1985-01-04")));
    }

    #[test]
    fn an_annulment_ends_the_chain() {
        let first = absence("f1", "2026-02-22", "2026-02-17");
        let mut gone = absence("f2", "2026-02-22", "2026-02-18");
        gone.annuls = Some(FactId("f1".into()));
        assert!(History::build(None, [first, gone], None).facts().is_empty());
    }

    #[test]
    fn an_annulment_without_a_day_became_known_the_day_it_happened() {
        let first = absence("f1", "2026-02-22", "2026-02-17");
        let mut gone = Fact::new("f2", FactData::Note { text: "fejl".into() }, day("2026-03-01"), None);
        gone.annuls = Some(FactId("f1".into()));
        let as_known = |on: &str| History::build(None, [first.clone(), gone.clone()], Some(day(on))).facts().len();
        assert_eq!(as_known("2026-02-28"), 1);
        assert_eq!(as_known("2026-03-01"), 0);
    }

    #[test]
    fn an_offer_ends_where_it_ended() {
        let started = FactData::OfferStarted {
            offer: OfferKind::Virksomhedspraktik,
            sector: None,
            hours: None,
            p_number: None,
            company: None,
            cvr: None,
            granted: None,
        };
        let ended = FactData::OfferEnded { offer: OfferKind::Virksomhedspraktik, exit: None };
        let history = History::build(
            None,
            [
                Fact::new("f1", started, day("2025-11-03"), Some(day("2025-11-30"))),
                Fact::new("f2", ended, day("2025-11-20"), None),
            ],
            None,
        );
        assert_eq!(history.view().facts[0].through_day(), Some(day("2025-11-20")));
    }

    #[test]
    fn two_facts_of_a_job_at_one_company_have_its_number_and_another_company_has_none() {
        let job = |id: &str, from: &str, company: &str| {
            let company = Some(company.to_owned());
            let data =
                FactData::Employment { job: JobKind::Fleksjob, sector: None, permanent: None, hours: None, company };
            Fact::new(id, data, day(from), None)
        };
        let facts = [
            job("f1", "2023-01-01", "Bageriet"),
            job("f2", "2024-07-01", "bageriet "),
            job("f3", "2025-01-01", "Smedjen"),
        ];
        let history = History::build(None, facts, None);
        let numbers: Vec<_> = history.view().facts.iter().map(Compact::company).collect();
        assert_eq!(numbers, [Some(1), Some(1), None]);
    }
}

//! Writes a history the way it became known: each fact has the day it happened and the day somebody recorded it.

use crate::truth::Spells;
use domain::codes::{Benefit, BenefitRate};
use domain::fact::{Fact, FactId};
use domain::{Day, FactData};

/// Days until the benefits office has reported a first or last day.
pub(crate) const REPORTED_AFTER: i32 = 3;

/// A fact that was written, for a later correction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written(usize);

struct Draft {
    fact: Fact,
    known: Day,
    supersedes: Option<usize>,
    annuls: Option<usize>,
}

/// Collects one subject's facts. What would be recorded after `today` is not written.
pub(crate) struct Pen {
    pub(crate) today: Day,
    drafts: Vec<Draft>,
    /// What was decided of support, whether reported yet or not.
    support: Vec<(Benefit, Day, Option<Day>)>,
}

impl Pen {
    pub(crate) fn new(today: Day) -> Pen {
        Pen { today, drafts: Vec::with_capacity(32), support: Vec::new() }
    }

    /// Periods of support that are reported by today, each by itself.
    pub(crate) fn spells(&self) -> Vec<(Benefit, Spells)> {
        let reported = |day: Day| day.plus_days(REPORTED_AFTER) <= self.today;
        let days = |from: Day, last: Day| u64::from((from.days_until(last) + 1).unsigned_abs());
        let known = self.support.iter().filter(|(_, from, _)| reported(*from));
        known
            .map(|(benefit, from, through)| {
                let mut spells = Spells::default();
                match through.filter(|last| reported((*last).max(*from))) {
                    Some(last) => (spells.ended, spells.ended_days) = (1, days(*from, last)),
                    None => (spells.running, spells.running_days) = (1, days(*from, self.today)),
                }
                (*benefit, spells)
            })
            .collect()
    }

    fn write(&mut self, known: Day, from: Day, through: Option<Day>, data: FactData) -> Written {
        let fact = Fact::new("", data, from, through);
        self.drafts.push(Draft { fact, known, supersedes: None, annuls: None });
        Written(self.drafts.len() - 1)
    }

    /// Something of one day, recorded the same day.
    pub(crate) fn on(&mut self, day: Day, data: FactData) -> Written {
        self.write(day, day, None, data)
    }

    /// Something of one day, recorded on another: a talk that was booked, a paper that came late.
    pub(crate) fn on_known(&mut self, day: Day, known: Day, data: FactData) -> Written {
        self.write(known, day, None, data)
    }

    /// A period whose last day was known from the start, or that still runs.
    pub(crate) fn span(&mut self, from: Day, through: Option<Day>, known: Day, data: FactData) -> Written {
        self.write(known, from, through, data)
    }

    /// A period that was open until its end became known: two facts, the second corrects the first.
    pub(crate) fn span_closed_later(&mut self, from: Day, through: Option<Day>, lag: i32, data: &FactData) -> Written {
        let first = self.write(from.plus_days(lag), from, None, data.clone());
        match through {
            Some(last) => {
                self.correct(first, last.plus_days(lag).max(from.plus_days(lag)), from, Some(last), data.clone())
            }
            None => first,
        }
    }

    pub(crate) fn correct(
        &mut self,
        old: Written,
        known: Day,
        from: Day,
        through: Option<Day>,
        data: FactData,
    ) -> Written {
        let new = self.write(known, from, through, data);
        self.drafts[new.0].supersedes = Some(old.0);
        new
    }

    /// Takes a fact back: it was written on the wrong case.
    pub(crate) fn annul(&mut self, old: Written, known: Day) {
        let copy = self.drafts[old.0].fact.clone();
        let new = self.write(known, copy.from, copy.through, copy.data);
        self.drafts[new.0].annuls = Some(old.0);
    }

    pub(crate) fn at(&mut self, written: Written, minute: u16) {
        self.drafts[written.0].fact.minute = Some(minute);
    }

    pub(crate) fn name_system(&mut self, written: Written, system: &str) {
        self.drafts[written.0].fact.source.system = system.to_owned();
    }

    /// A spell of support, reported by the benefits office a few days after its first and last day.
    pub(crate) fn benefit(&mut self, benefit: Benefit, rate: Option<BenefitRate>, from: Day, through: Option<Day>) {
        self.support.push((benefit, from, through));
        let before = self.drafts.len();
        self.span_closed_later(from, through, REPORTED_AFTER, &FactData::Benefit { benefit, rate, partial: false });
        for at in before..self.drafts.len() {
            self.name_system(Written(at), "ydelseskontoret");
        }
    }

    /// Facts ordered by the day they became known, with ids "1", "2", ... in that order.
    pub(crate) fn finish(self) -> Vec<Fact> {
        let today = self.today;
        let mut order: Vec<usize> = (0..self.drafts.len()).filter(|i| self.drafts[*i].known <= today).collect();
        order.sort_by_key(|i| (self.drafts[*i].known, *i));
        let mut number = vec![None; self.drafts.len()];
        for (position, draft) in order.iter().enumerate() {
            number[*draft] = Some(FactId((position + 1).to_string()));
        }
        let mut drafts: Vec<Option<Draft>> = self.drafts.into_iter().map(Some).collect();
        let mut facts = Vec::with_capacity(order.len());
        for at in order {
            let Some(draft) = drafts[at].take() else { continue };
            let mut fact = draft.fact;
            fact.known = Some(draft.known);
            fact.supersedes = draft.supersedes.and_then(|old| number[old].clone());
            fact.annuls = draft.annuls.and_then(|old| number[old].clone());
            if let Some(id) = number[at].clone() {
                fact.id = id;
                facts.push(fact);
            }
        }
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn what_becomes_known_later_comes_later_and_what_lies_ahead_is_not_written() {
        let mut pen = Pen::new(day("2026-03-16"));
        pen.benefit(Benefit::Kontanthjaelp, None, day("2025-01-06"), Some(day("2026-02-28")));
        pen.on(day("2025-01-09"), FactData::ContactRestored {});
        pen.on(day("2026-03-17"), FactData::ContactRestored {});
        let facts = pen.finish();
        assert_eq!(facts.iter().map(|f| f.id.0.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
        assert_eq!(facts[0].through, None, "nobody knew the last day in January 2025");
        assert_eq!(facts[2].supersedes, Some(FactId("1".into())));
        assert_eq!(facts[2].known, Some(day("2026-03-03")));
    }

    #[test]
    fn an_annulment_names_what_it_takes_back() {
        let mut pen = Pen::new(day("2026-03-16"));
        let wrong = pen.on(day("2025-01-09"), FactData::ContactRestored {});
        pen.annul(wrong, day("2025-01-12"));
        let facts = pen.finish();
        assert_eq!(facts[1].annuls, Some(FactId("1".into())));
    }
}

//! Histories to try rules on: citizens of the invented municipality, and people with any facts at all.

use domain::Day;
use domain::compact::{Compact, HistoryView, Mark, MarkWord, NO_VALUE, OPEN};
use domain::history::History;
use domain::kinds::FactKind;
use domain::schema::{FieldSort, Timing};
use medspiller_rulebook::{Rulebook, municipalities, shipped};

/// The law alone, and with each shipped template.
pub(crate) fn books() -> Vec<Rulebook> {
    let names = ["none"].into_iter().chain(municipalities());
    names.map(|name| shipped(name).unwrap_or_else(|e| panic!("{e}"))).collect()
}

/// Xorshift: the same facts in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }
}

pub(crate) struct Case {
    born: Option<Day>,
    facts: Vec<Compact>,
    marks: Vec<Mark>,
}

impl Case {
    pub(crate) fn view(&self) -> HistoryView<'_> {
        HistoryView { born: self.born, facts: &self.facts, marks: &self.marks }
    }
}

/// Any fact of any kind, with any codes it may have, around 2016-2027.
fn any_fact(dice: &mut Dice) -> Compact {
    const COMMON: [FactKind; 9] = [
        FactKind::Benefit,
        FactKind::FirstContact,
        FactKind::Visitation,
        FactKind::TalkHeld,
        FactKind::TalkBooked,
        FactKind::Absence,
        FactKind::OfferStarted,
        FactKind::Education,
        FactKind::Sickness,
    ];
    let kind = match dice.below(2) {
        0 => COMMON[dice.below(COMMON.len() as u64) as usize],
        _ => FactKind::ALL[dice.below(FactKind::ALL.len() as u64) as usize],
    };
    let schema = kind.schema();
    let mut codes = [0u8; 3];
    let mut slot = 0;
    for field in schema.fields {
        if let FieldSort::Code(list) = field.sort {
            let n = list.codes.len() as u64;
            codes[slot] = if field.required { 1 + dice.below(n) } else { dice.below(n + 1) } as u8;
            slot += 1;
        }
    }
    let from = 17_000 + dice.below(4_000) as i32;
    let through = match (schema.timing, dice.below(4)) {
        (Timing::On, _) => from,
        (Timing::Period, 0) => OPEN,
        (Timing::Period, _) => from + dice.below(500) as i32,
    };
    let value = match schema.value_field().map(|f| f.sort) {
        None => 0,
        Some(_) if dice.below(4) == 0 => NO_VALUE,
        Some(FieldSort::Flag) => dice.below(2) as i32,
        Some(FieldSort::Day) => from + dice.below(200) as i32,
        Some(_) => dice.below(5) as i32,
    };
    Compact { from, through, value, kind: kind as u8, codes }
}

/// Somebody with up to forty facts; a seed gives the same one in every run.
pub(crate) fn anybody(seed: u64, keys: &[String]) -> Case {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    for _ in 0..4 {
        dice.below(2);
    }
    let mut facts: Vec<Compact> = (0..dice.below(40)).map(|_| any_fact(&mut dice)).collect();
    facts.sort_by_key(|f| f.from);
    let born = (dice.below(10) > 0).then(|| Day::from_number(-5_000 + dice.below(17_000) as i32));
    let words = [MarkWord::GoalSetAside, MarkWord::Deferred, MarkWord::NotRelevant];
    let marks = (0..dice.below(3)).map(|_| Mark {
        duty: keys[dice.below(keys.len() as u64) as usize].clone(),
        n: 1 + dice.below(3) as u16,
        word: words[dice.below(3) as usize],
        from: Day::from_number(18_000 + dice.below(3_000) as i32),
        through: None,
        fact: 0,
    });
    let marks = marks.collect();
    Case { born, facts, marks }
}

pub(crate) fn citizens(count: u32) -> Vec<History> {
    let params = synth::Params::new(count, "2026-03-16".parse().expect("a day"));
    synth::citizens(&params).map(|(citizen, _)| History::build(Some(citizen.born), citizen.facts, None)).collect()
}

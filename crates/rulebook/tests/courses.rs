//! Whole courses of thousands of histories, hashed: a change that is only meant to be faster must leave every hash alone.
//!
//! A change of the shipped rules moves hashes and is recorded anew with `INSTA_UPDATE=always cargo test -p
//! medspiller-rulebook --test courses`; commit it together with the rules.

use domain::Day;
use domain::compact::{Compact, HistoryView, Mark, MarkWord, NO_VALUE, OPEN};
use domain::history::History;
use domain::kinds::FactKind;
use domain::schema::{FieldSort, Timing};
use medspiller_rulebook::assess::trace::{Recorder, Silent};
use medspiller_rulebook::assess::{Course, assess_into};
use medspiller_rulebook::{Rulebook, municipalities, shipped};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

fn books() -> Vec<Rulebook> {
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

struct Case {
    born: Option<Day>,
    facts: Vec<Compact>,
    marks: Vec<Mark>,
}

impl Case {
    fn view(&self) -> HistoryView<'_> {
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

fn anybody(seed: u64, keys: &[String]) -> Case {
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

fn citizens(count: u32) -> Vec<History> {
    let params = synth::Params::new(count, "2026-03-16".parse().expect("a day"));
    synth::citizens(&params).map(|(citizen, _)| History::build(Some(citizen.born), citizen.facts, None)).collect()
}

fn written(course: &Course, text: &mut String) {
    let duties = &course.duties;
    let parts = (duties, &course.rights, &course.limits, &course.not_covered, course.contact_courses());
    // A stretch that runs on has no last day that means anything.
    let never = Day::from_number(OPEN).to_string();
    writeln!(text, "{}", format!("{parts:?}").replace(&never, "never")).expect("writing to a string");
}

fn hash<'h>(histories: impl Iterator<Item = HistoryView<'h>>, book: &Rulebook, recorded: bool) -> String {
    let (mut sum, mut text) = (Sha256::new(), String::new());
    let mut course = Course::default();
    for history in histories {
        text.clear();
        if recorded {
            let mut recorder = Recorder::default();
            assess_into(history, book, &mut course, &mut recorder);
            writeln!(text, "{:?}", recorder.steps).expect("writing to a string");
        } else {
            assess_into(history, book, &mut course, &mut Silent);
        }
        written(&course, &mut text);
        sum.update(text.as_bytes());
    }
    sum.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect()
}

#[test]
fn the_courses_of_thousands_of_histories_are_those_that_were_recorded() {
    let people = citizens(2000);
    let mut table = String::new();
    for book in books() {
        let all = if book.municipality == "none" { people.len() } else { 500 };
        let strangers: Vec<Case> = (0..all as u64).map(|seed| anybody(seed, &book.duty_keys)).collect();
        writeln!(
            table,
            "{}: synthetic {} any {} steps {} {}",
            book.municipality,
            hash(people[..all].iter().map(History::view), &book, false),
            hash(strangers.iter().map(Case::view), &book, false),
            hash(people[..100].iter().map(History::view), &book, true),
            hash(strangers[..200].iter().map(Case::view), &book, true),
        )
        .expect("writing to a string");
    }
    insta::assert_snapshot!(table);
}

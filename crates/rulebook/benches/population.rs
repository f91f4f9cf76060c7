//! A whole municipality, and a million citizens, under the shipped rules on one core: `-- 100000 5` for a smaller run
//! and the best of five, `-- whole` to leave out the changed rules, `-- short` the longer histories, `-- rule=ID` to change that one
//! alone.
//!
//! Loading is stated apart from assessing. What is measured is described in `docs/performance.md`.

use domain::Day;
use domain::compact::{Compact, HistoryView};
use domain::history::History;
use medspiller_rulebook::assess::trace::Silent;
use medspiller_rulebook::assess::{Course, assess_into};
use medspiller_rulebook::change::with_span;
use medspiller_rulebook::model::{Body, Kind, Rule};
use medspiller_rulebook::simulate::Baseline;
use medspiller_rulebook::{Rulebook, shipped};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::ops::{Range, RangeInclusive};
use std::time::Instant;

/// Histories with fewer facts are left out.
const FEWEST_FACTS: usize = 13;

/// The shorter of the two populations: its histories have no more facts than this.
const MOST_FACTS_OF_SHORT: usize = 16;

/// Histories behind one another, as the program keeps them: 16 bytes a fact.
#[derive(Default)]
struct Population {
    born: Vec<Day>,
    facts: Vec<Compact>,
    /// Where each history ends in `facts`.
    ends: Vec<u32>,
    mix: BTreeMap<String, usize>,
}

impl Population {
    fn views(&self) -> impl Iterator<Item = HistoryView<'_>> {
        self.stretch(0..self.born.len())
    }

    fn stretch(&self, of: Range<usize>) -> impl Iterator<Item = HistoryView<'_>> + Send {
        of.map(|at| HistoryView {
            born: Some(self.born[at]),
            facts: &self.facts
                [at.checked_sub(1).map_or(0, |before| self.ends[before]) as usize..self.ends[at] as usize],
            marks: &[],
        })
    }

    /// All of them in so many parts.
    fn parts(&self, workers: usize) -> impl Iterator<Item = impl Iterator<Item = HistoryView<'_>> + Send> {
        let (all, each) = (self.born.len(), self.born.len().div_ceil(workers).max(1));
        (0..all).step_by(each).map(move |from| self.stretch(from..(from + each).min(all)))
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Seconds of one core, or where the system does not tell them those of the clock on the wall.
fn seconds<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let (start, spent) = (now(), computed());
    let done = work();
    let wall = start.elapsed().as_secs_f64();
    (spent.zip(computed()).map_or(wall, |(before, after)| after - before), done)
}

/// Citizens of as many synthetic municipalities as it takes, each with its own seed, whose facts are so many.
fn population(wanted: usize, accepted: RangeInclusive<usize>, today: Day) -> Population {
    let mut all = Population::default();
    for seed in 1.. {
        let params = synth::Params { citizens: synth::MAX_CITIZENS, seed, years: 3, today };
        for (citizen, _) in synth::citizens(&params) {
            if all.born.len() == wanted {
                return all;
            }
            let history = History::build(Some(citizen.born), citizen.facts, None);
            let facts = history.view().facts;
            if accepted.contains(&facts.len()) {
                all.facts.extend_from_slice(facts);
                all.ends.push(all.facts.len() as u32);
                all.born.push(citizen.born);
                *all.mix.entry(format!("{:?}", citizen.group)).or_default() += 1;
            }
        }
    }
    all
}

/// Seconds this process has computed: others on the machine do not count, where the system tells it.
fn computed() -> Option<f64> {
    let spent = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(spent.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}

/// Peak resident memory in MB, where the system tells it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

fn whole(people: &Population, book: &Rulebook, times: usize) {
    let mut best = f64::MAX;
    let mut dates = 0;
    for _ in 0..times {
        let (took, found) = seconds(|| {
            let mut course = Course::default();
            let mut dates = 0;
            for history in people.views() {
                assess_into(history, book, &mut course, &mut Silent);
                dates += black_box(&course).duties.iter().map(|d| d.bases.len()).sum::<usize>();
            }
            dates
        });
        best = best.min(took);
        dates = found;
    }
    let each = 1e9 * best / people.born.len() as f64;
    println!(
        "{:8} whole rulebook, {} rules: {best:.3} s, {each:.0} ns a history, {dates} dates (best of {times})",
        book.municipality,
        book.rules.len()
    );
}

/// Named in the table of `docs/performance.md`: of narrow and of the widest reach, with one date and with many, and the one
/// that the day of a limit opens.
const NAMED: [&str; 8] = [
    "fleksjob-opfoelgning",
    "revurdering-22-uger",
    "foerste-opfoelgning-8-uger",
    "cv-jobparat-3-uger",
    "jobsamtale-1-uge",
    "samtaler-dagpenge-6-mdr",
    "samtaler-4-i-6-mdr",
    "samtale-hver-6-uger",
];

/// The rulebook with the rule's spans longer, or shorter where that is not accepted; `None`: neither is.
fn changed(book: &Rulebook, rule: &Rule) -> Option<Rulebook> {
    let by = |more: i32| {
        let mut text = rule.source_text.clone();
        for version in &rule.versions {
            if let Body::Deadline(deadline) = &version.body {
                text = with_span(&text, version.from, deadline.span.count + more).unwrap_or(text);
            }
        }
        book.changed("proposal.toml", &text).ok()
    };
    by(1).or_else(|| by(-1)).map(|change| change.rulebook)
}

/// Seconds on the wall, in which other threads work too.
fn on_the_wall<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = now();
    let done = work();
    (start.elapsed().as_secs_f64(), done)
}

/// Every deadline's spans a week, month or day longer (a goal: shorter), one after another, tried on everybody: by one
/// thread, in seconds computed, and by as many as the machine has cores, on the wall.
fn each_rule(people: &Population, book: &Rulebook, today: Day, times: usize) {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let (took, baseline) = seconds(|| Baseline::new(people.parts(1), book, today));
    println!("{:8} baseline, once per process and day: {took:.3} s", book.municipality);
    let (took, shared) = on_the_wall(|| Baseline::new(people.parts(cores), book, today));
    println!("{:8} the same by {cores} threads: {took:.3} s on the wall", book.municipality);
    let (mut one, mut many) = (Vec::new(), Vec::new());
    let chosen = std::env::args().find_map(|word| word.strip_prefix("rule=").map(str::to_owned));
    let is_tried = |r: &&Rule| r.kind == Kind::Deadline && chosen.as_deref().is_none_or(|id| id == r.id);
    for rule in book.rules.iter().filter(is_tried) {
        let Some(after) = changed(book, rule) else {
            println!("  {}: neither longer nor shorter is accepted", rule.id);
            continue;
        };
        let best = |tried: &mut dyn Iterator<Item = (f64, usize)>| {
            tried.min_by(|a, b| a.0.total_cmp(&b.0)).expect("tried once at least")
        };
        let alone = || seconds(|| baseline.try_change(people.parts(1), book, &after).changed_histories);
        let together = || on_the_wall(|| shared.try_change(people.parts(cores), book, &after).changed_histories);
        let named = NAMED.contains(&rule.id.as_str());
        let again = if named { times } else { 1 };
        let (took, found) = best(&mut (0..again).map(|_| alone()));
        let (wall, same) = best(&mut (0..times).map(|_| together()));
        assert_eq!(found, same, "{}", rule.id);
        one.push(took);
        many.push(wall);
        if named {
            println!("  {} changed: {took:.3} s, by {cores} threads {wall:.3} s, {found} histories change", rule.id);
        }
    }
    for (how, all) in [("one thread", &mut one), ("all threads, on the wall", &mut many)] {
        all.sort_by(f64::total_cmp);
        let at = |percent: usize| all[(all.len() - 1) * percent / 100];
        let (middle, most, longest) = (at(50), at(90), at(100));
        println!(
            "  {how}, each of {} deadlines: middle {middle:.3} s, nine in ten {most:.3} s, all {longest:.3} s",
            all.len()
        );
    }
}

/// Makes the population and says what it is made of.
fn made(name: &str, wanted: usize, accepted: RangeInclusive<usize>, today: Day) -> Population {
    let (took, people) = seconds(|| population(wanted, accepted, today));
    println!(
        "{name}: {} histories, {} facts, {:.1} facts each, made in {took:.1} s",
        people.born.len(),
        people.facts.len(),
        people.facts.len() as f64 / people.born.len() as f64
    );
    for (group, count) in &people.mix {
        println!("  {group:20} {count}");
    }
    people
}

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|a| a.parse().ok());
    let (wanted, times) = (numbers.next().unwrap_or(1_000_000), numbers.next().unwrap_or(3));
    let only_whole = std::env::args().any(|word| word == "whole");
    let today = Day::new(2026, 3, 16).expect("a day");
    let each = [("short histories", FEWEST_FACTS..=MOST_FACTS_OF_SHORT), ("as they are", FEWEST_FACTS..=usize::MAX)];
    let only_short = std::env::args().any(|word| word == "short");
    for (name, accepted) in each.into_iter().take(if only_short { 1 } else { 2 }) {
        let people = made(name, wanted, accepted, today);
        for municipality in ["none", "fjordby"] {
            let (loading, book) = seconds(|| shipped(municipality).unwrap_or_else(|e| panic!("{e}")));
            println!("{municipality:8} loading: {loading:.3} s");
            whole(&people, &book, times);
            if !only_whole {
                each_rule(&people, &book, today, times);
            }
        }
    }
    println!("peak memory {} MB", peak_memory().unwrap_or_default());
}

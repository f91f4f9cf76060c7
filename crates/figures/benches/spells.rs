//! Spells of a country counted on one core: `-- 5000000 5` for the number of spells and the best of so many.
//!
//! Making and sorting are stated apart from counting. What is measured is described in `docs/performance.md`.

#[path = "spells/made.rs"]
mod made;

use made::Maker;
use medspiller_figures::spells::courses::{CourseSums, Courses};
use medspiller_figures::spells::days::Days;
use medspiller_figures::spells::touched::Touched;
use medspiller_figures::spells::{Axis, Gap, Grid, PersonSpells, Spell, Spells, Tally};
use medspiller_figures::{Exact, Month};
use std::hint::black_box;
use std::time::Instant;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Seconds on the wall, and those this process computed: others on the machine do not count, where the system tells it.
#[derive(Clone, Copy)]
struct Took {
    wall: f64,
    computed: f64,
}

impl std::fmt::Display for Took {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.4} s (computed {:.4} s)", self.wall, self.computed)
    }
}

fn measured<T>(work: impl FnOnce() -> T) -> (Took, T) {
    let (start, spent) = (now(), computed());
    let done = work();
    let wall = start.elapsed().as_secs_f64();
    let computed = spent.zip(computed()).map_or(wall, |(before, after)| after - before);
    (Took { wall, computed }, done)
}

fn computed() -> Option<f64> {
    let spent = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(spent.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}

/// The least of several turns, of each clock by itself.
fn best<T>(times: usize, mut work: impl FnMut() -> T) -> (Took, T) {
    let (mut least, mut found) = measured(&mut work);
    for _ in 1..times {
        let (took, again) = measured(&mut work);
        least = Took { wall: least.wall.min(took.wall), computed: least.computed.min(took.computed) };
        found = again;
    }
    (least, found)
}

/// Peak resident memory in MiB, where the system tells it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

fn main() {
    // Cargo hands `--bench` to a benchmark without a harness.
    let numbers: Vec<u64> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let (wanted, times) =
        (numbers.first().copied().unwrap_or(5_000_000), numbers.get(1).copied().unwrap_or(5) as usize);
    let maker = Maker::new(wanted);
    let (making, days) = measured(|| maker.all().map(days_of).sum::<i64>());
    println!("{wanted} spells, {} persons; making them once: {making}", maker.shape().persons);
    let (sorting, spells) = measured(|| Spells::sorted(maker.shape(), || maker.all()).expect("made spells are whole"));
    let alone = sorting.computed - 2.0 * making.computed;
    println!("making twice and sorting: {sorting}, so sorting {alone:.3} s");

    let months = Axis::months(Month::new(2015, 1).expect("a month"), Month::new(2024, 12).expect("a month"));
    let gaps = vec![Gap::CalendarMonth; made::BENEFITS];
    assert_eq!(full_time(&spells, &months, times), days as u64, "days one by one and days counted");
    persons_and_courses(&spells, &months, &gaps, times);
    let (took, tally) = best(times, || Tally::of(&spells, &months, gaps.clone()));
    println!("all three in one sweep: {took}");
    changed_person(&spells, &maker, tally, times);
    if let Some(peak) = peak_memory() {
        println!("peak memory {peak} MiB");
    }
}

/// Days of a spell in the window, counted plainly.
fn days_of(spell: Spell) -> i64 {
    i64::from(spell.last.map_or(made::LAST_DAY, |last| last.number()) - spell.first.number() + 1)
}

/// The days of all cells.
fn full_time(spells: &Spells, months: &Axis, times: usize) -> u64 {
    let (took, grid) = best(times, || {
        let mut days = Days::new(spells.shape(), months.clone());
        days.spells(black_box(spells).all(), 1);
        days.grid()
    });
    let days: u64 = grid.entries().map(|e| e.value).sum();
    println!(
        "full-time persons: {took}; {} cells, {days} days, {} full-time persons",
        grid.entries().count(),
        total(&grid, months)
    );
    days
}

/// The sum over all cells, six decimals, made from whole numbers: days of months of equal length are added first.
fn total(grid: &Grid, months: &Axis) -> String {
    let mut by_length = [0i64; 32];
    for entry in grid.entries() {
        by_length[months.days_in(entry.step) as usize] += entry.value as i64;
    }
    let parts = (1i64..32).filter_map(|length| Exact::fraction(by_length[length as usize], length));
    let sum = parts.fold(Exact::ZERO, |a, b| a + b);
    format!("{:.6}", sum.to_f64())
}

fn persons_and_courses(spells: &Spells, months: &Axis, gaps: &[Gap], times: usize) {
    let (took, (persons, courses)) = best(times, || {
        let mut persons = Touched::new(spells.shape(), months.clone());
        let mut courses = CourseSums::new(made::BENEFITS as u8, Courses::new(gaps.to_vec()));
        for person in black_box(spells).persons() {
            persons.person(person, 1);
            courses.add(person);
        }
        (persons.grid(), courses)
    });
    let months: u64 = persons.entries().map(|e| e.value).sum();
    let (all, days) = courses.all().iter().fold((0, 0), |(n, d), sum| (n + sum.courses, d + sum.ended_days));
    println!("persons and courses: {took}; {months} person-months, {all} courses with {days} days");
}

/// Every hundredth person loses the spells and gets those of the next.
fn changed_person(spells: &Spells, maker: &Maker, mut tally: Tally, times: usize) {
    let shape = maker.shape();
    let persons: Vec<u32> = (0..shape.persons.saturating_sub(1)).step_by(100).collect();
    let unpacked = |who: u32| -> Vec<Spell> {
        let all = spells.of(who).iter();
        all.map(|s| Spell {
            person: who,
            benefit: s.benefit(),
            place: s.place(),
            first: s.first_day(),
            last: s.last_day(),
        })
        .collect()
    };
    let changes: Vec<(PersonSpells, Vec<Spell>)> = persons
        .iter()
        .map(|who| (PersonSpells::new(shape, &unpacked(*who)).expect("whole"), unpacked(who + 1)))
        .collect();
    let (took, ()) = best(times, || {
        for (before, now) in &changes {
            let now = PersonSpells::new(shape, now).expect("whole");
            tally.replace(before.spells(), now.spells());
            tally.replace(now.spells(), before.spells());
            black_box(tally.days.series(0, 0));
        }
    });
    println!("one changed person: {:.2} microseconds", 1e6 * took.wall / (2 * changes.len().max(1)) as f64);
}

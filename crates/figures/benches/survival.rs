//! A million courses followed in weeks: Kaplan-Meier and the log-rank test. `-- 1000000 5` for size and the best of so many.
//!
//! What is measured is described in `docs/performance.md`.

use medspiller_figures::survival::{Followed, RiskTable, kaplan_meier, log_rank};
use std::hint::black_box;
use std::time::Instant;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

fn best<T>(times: usize, mut work: impl FnMut() -> T) -> (f64, Option<T>) {
    let (mut least, mut found) = (f64::MAX, None);
    for _ in 0..times {
        let start = now();
        found = Some(work());
        least = least.min(start.elapsed().as_secs_f64());
    }
    (least, found)
}

fn main() {
    // Cargo hands `--bench` to a benchmark without a harness.
    let numbers: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let (wanted, times) = (numbers.first().copied().unwrap_or(1_000_000), numbers.get(1).copied().unwrap_or(5));
    let followed: Vec<Followed> = (0..wanted as u64).map(made).collect();
    let table = |all: &[Followed]| RiskTable::new(1, black_box(all)).expect("one cause");
    let (took, curve) = best(times, || kaplan_meier(&table(&followed)));
    let left = curve.and_then(|c| c.at(52));
    println!("Kaplan-Meier of {wanted}: {took:.4} s, left after 52 weeks: {left:?}");
    let (one, other) = followed.split_at(wanted / 2);
    let (took, test) = best(times, || log_rank(&table(one), &table(other)));
    println!("log-rank of its halves: {took:.4} s, {:?}", test.flatten());
}

/// Weeks until an end with a constant hazard, or until it is lost from sight within three years.
fn made(at: u64) -> Followed {
    let drawn = |field: u64| {
        let z = (at * 4 + field).wrapping_add(0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    let weeks = 1 + (drawn(0).leading_zeros() * 28 + (drawn(1) % 28) as u32);
    let seen = 1 + (drawn(2) % 156) as u32;
    Followed { time: weeks.min(seen), ended: (weeks <= seen).then_some(0) }
}

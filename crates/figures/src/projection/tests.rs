//! What has a projection and what has none, and how often the interval is right.

use super::*;
use crate::table::tests::month;
use proptest::prelude::*;

fn series(last: &str, numbers: &[i64]) -> Vec<(Month, Value)> {
    let last = month(last);
    let first = last.plus(1 - i32::try_from(numbers.len()).unwrap());
    let value = |n: &i64| if *n < 0 { Value::Suppressed } else { Value::Number(Exact::decimal(*n, 1).unwrap()) };
    first.through(last).zip(numbers).map(|(month, n)| (month, value(n))).collect()
}

fn through_december(series: &[(Month, Value)], breaks: &[&str]) -> Result<Projection, Without> {
    let breaks: Vec<Month> = breaks.iter().map(|b| month(b)).collect();
    project(series, &breaks, month("2026M12"), Bounds::Count, 1)
}

const FALLING: [i64; 14] = [990, 981, 979, 972, 960, 955, 951, 944, 930, 929, 921, 910, 905, 900];

#[test]
fn twelve_months_are_too_few_and_thirteen_are_enough() {
    let found = through_december(&series("2026M02", &FALLING[2..]), &[]);
    assert_eq!(found, Err(Without::Few { months: 12, cut: None }));
    let found = through_december(&series("2026M02", &FALLING[1..]), &[]).unwrap();
    assert_eq!((found.months, found.from, found.through), (13, month("2025M02"), month("2026M02")));
    assert_eq!(found.ahead.len(), 10);
    assert_eq!(found.ahead[9].month, month("2026M12"));
}

#[test]
fn a_break_and_a_hidden_month_cut_off_what_lies_before_them() {
    let all = series("2026M02", &[&FALLING[..], &FALLING[..]].concat());
    let whole = through_december(&all, &[]).unwrap();
    assert_eq!((whole.months, whole.cut), (28, None));
    let broken = through_december(&all, &["2025M01"]).unwrap();
    assert_eq!((broken.months, broken.cut), (14, Some(Cut::Break(month("2025M01")))));
    let late = through_december(&all, &["2025M07"]);
    assert_eq!(late, Err(Without::Few { months: 8, cut: Some(Cut::Break(month("2025M07"))) }));
    let mut hidden = all.clone();
    hidden[13].1 = Value::Suppressed;
    let found = through_december(&hidden, &[]).unwrap();
    assert_eq!((found.months, found.cut), (14, Some(Cut::Gap(month("2024M12")))));
    let mut last = all;
    last[27].1 = Value::Suppressed;
    assert_eq!(through_december(&last, &[]), Err(Without::NoLast(month("2026M02"))));
    assert_eq!(through_december(&[], &[]), Err(Without::Few { months: 0, cut: None }));
}

#[test]
fn what_lies_before_a_break_changes_nothing() {
    let before = |n: i64| series("2026M02", &[&[n; 10][..], &FALLING[..]].concat());
    let found = |n| through_december(&before(n), &["2025M01"]).unwrap().ahead;
    assert_eq!(found(100), found(9_000));
}

#[test]
fn a_goal_in_the_past_has_no_projection_and_one_far_ahead_two_years() {
    let all = series("2026M02", &FALLING);
    let to = |last: &str| project(&all, &[], month(last), Bounds::Count, 1);
    assert_eq!(to("2026M02"), Err(Without::Past));
    assert_eq!(to("2030M12").unwrap().ahead.len(), FARTHEST);
}

#[test]
fn a_number_that_never_moves_goes_on_and_a_share_stays_a_share() {
    let still = project(&series("2026M02", &[500; 13]), &[], month("2026M05"), Bounds::Count, 1).unwrap();
    let fifty = Exact::whole(50);
    assert!(still.ahead.iter().all(|a| a.middle == fifty && a.wide == (fifty, fifty)));
    let high: Vec<i64> = (0..14).map(|n| 860 + n * 10).collect();
    let share = project(&series("2026M02", &high), &[], month("2027M12"), Bounds::Percent, 1).unwrap();
    assert!(share.ahead.iter().all(|a| a.wide.1 <= Exact::whole(100)));
    let down: Vec<i64> = (0..14).map(|n| 150 - n * 10).collect();
    let count = project(&series("2026M02", &down), &[], month("2027M12"), Bounds::Count, 1).unwrap();
    assert!(count.ahead.iter().all(|a| !a.wide.0.is_negative()));
}

/// A small generator of numbers that are spread like a normal distribution: the sum of twelve even ones.
struct Draws(u64);

impl Draws {
    fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.0
    }
}

/// How many of 100 numbers ten months after 13 known ones lie inside the intervals.
fn covered(mut next: impl FnMut(&mut Draws, usize) -> f64) -> (usize, usize) {
    const TRIES: usize = 400;
    let (mut draws, mut likely, mut wide) = (Draws(1), 0, 0);
    for _ in 0..TRIES {
        let all: Vec<i64> = (0..23).map(|at| (next(&mut draws, at) * 10.0).round() as i64).collect();
        let found = through_december(&series("2026M02", &all[..13]), &[]).unwrap();
        let (last, came) = (found.ahead[9], Exact::decimal(all[22], 1).unwrap());
        likely += usize::from(last.likely.0 <= came && came <= last.likely.1);
        wide += usize::from(last.wide.0 <= came && came <= last.wide.1);
    }
    (likely * 100 / TRIES, wide * 100 / TRIES)
}

/// After 13 months a steady trend is given more room than it needs, and a walk at random somewhat less.
#[test]
fn the_intervals_hold_about_as_many_as_they_say_ten_months_ahead() {
    let noise = covered(|draws, _| 900.0 + 20.0 * draws.normal());
    let trend = covered(|draws, at| 1_000.0 - 6.0 * at as f64 + 15.0 * draws.normal());
    let mut level = 0.0;
    let walk = covered(|draws, at| {
        level = if at == 0 { 1_000.0 } else { level - 4.0 + 10.0 * draws.normal() };
        level
    });
    for (name, (likely, wide)) in [("noise", noise), ("trend", trend), ("walk", walk)] {
        assert!((70..=99).contains(&likely), "{name}: {likely} of 100 where 80 are promised");
        assert!((85..=100).contains(&wide), "{name}: {wide} of 100 where 95 are promised");
    }
}

proptest! {
    #[test]
    fn the_middle_lies_inside_the_likely_inside_the_wide_and_they_never_narrow(numbers in proptest::collection::vec(0i64..20_000, 13..40)) {
        let found = through_december(&series("2026M02", &numbers), &[]).unwrap();
        prop_assert_eq!(found.months, numbers.len().min(MOST));
        for ahead in &found.ahead {
            prop_assert!(ahead.wide.0 <= ahead.likely.0 && ahead.likely.0 <= ahead.middle);
            prop_assert!(ahead.middle <= ahead.likely.1 && ahead.likely.1 <= ahead.wide.1);
        }
        let width = |a: &Ahead| a.likely.1 - a.likely.0;
        // At zero the interval is cut off.
        let free = found.ahead.iter().filter(|a| !a.likely.0.is_zero()).collect::<Vec<_>>();
        prop_assert!(free.windows(2).all(|w| width(w[1]) + Exact::decimal(2, 1).unwrap() >= width(w[0])));
    }

    #[test]
    fn counting_from_another_number_moves_the_projection_and_nothing_else(numbers in proptest::collection::vec(5_000i64..6_000, 13..30), by in 0i64..100_000) {
        let moved: Vec<i64> = numbers.iter().map(|n| n + by).collect();
        let (here, there) = (through_december(&series("2026M02", &numbers), &[]).unwrap(), through_december(&series("2026M02", &moved), &[]).unwrap());
        let by = Exact::decimal(by, 1).unwrap();
        // A half may be rounded the other way.
        let same = |a: Exact, b: Exact| (b - a - by).rounded(1).abs() <= 1;
        prop_assert!(here.ahead.iter().zip(&there.ahead).all(|(a, b)| same(a.middle, b.middle)));
    }
}

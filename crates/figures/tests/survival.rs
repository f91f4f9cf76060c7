//! Survival estimates against published reference values, and by hand.
//!
//! Rossi: 432 released prisoners followed for 52 weeks, 114 arrested again (Rossi, Berk and Lenihan, "Money, Work and
//! Crime", 1980). Waltons: lifetimes of 163 fruit flies in two groups, as shipped with lifelines. Both are teaching data,
//! written here as counts. Reference values: R's `survival` 3.5 and lifelines 0.30.

#![expect(clippy::unwrap_used, reason = "a test may stop where it must not fail")]

use medspiller_figures::survival::{Followed, RiskTable, aalen_johansen, kaplan_meier, log_rank, nelson_aalen};
use proptest::prelude::*;

/// Week and arrests in it; the other 318 were seen for 52 weeks.
const ROSSI: [(u32, usize); 49] = [
    (1, 1),
    (2, 1),
    (3, 1),
    (4, 1),
    (5, 1),
    (6, 1),
    (7, 1),
    (8, 5),
    (9, 2),
    (10, 1),
    (11, 2),
    (12, 2),
    (13, 1),
    (14, 3),
    (15, 2),
    (16, 2),
    (17, 3),
    (18, 3),
    (19, 2),
    (20, 5),
    (21, 2),
    (22, 1),
    (23, 1),
    (24, 4),
    (25, 3),
    (26, 3),
    (27, 2),
    (28, 2),
    (30, 2),
    (31, 1),
    (32, 2),
    (33, 2),
    (34, 2),
    (35, 4),
    (36, 3),
    (37, 4),
    (38, 1),
    (39, 2),
    (40, 4),
    (42, 2),
    (43, 4),
    (44, 2),
    (45, 2),
    (46, 4),
    (47, 1),
    (48, 2),
    (49, 5),
    (50, 3),
    (52, 4),
];
const FLIES: [(u32, usize); 20] = [
    (7, 1),
    (17, 1),
    (32, 1),
    (33, 1),
    (38, 2),
    (41, 7),
    (45, 9),
    (48, 8),
    (51, 3),
    (53, 7),
    (54, 2),
    (56, 18),
    (58, 4),
    (60, 15),
    (61, 9),
    (63, 9),
    (66, 3),
    (68, 9),
    (69, 12),
    (75, 1),
];
const FLIES_LOST: [(u32, usize); 6] = [(7, 1), (45, 1), (60, 1), (61, 2), (68, 1), (69, 1)];
const FLIES_TREATED: [(u32, usize); 13] =
    [(6, 1), (9, 3), (13, 3), (15, 2), (19, 3), (22, 4), (26, 5), (29, 5), (33, 2), (36, 2), (43, 1), (47, 1), (62, 2)];

fn counted(counts: &[(u32, usize)], ended: Option<u8>) -> Vec<Followed> {
    counts.iter().flat_map(|(time, n)| std::iter::repeat_n(Followed { time: *time, ended }, *n)).collect()
}

fn rossi() -> RiskTable {
    RiskTable::new(1, &[counted(&ROSSI, Some(0)), counted(&[(52, 318)], None)].concat()).unwrap()
}

fn flies() -> Vec<Followed> {
    [counted(&FLIES, Some(0)), counted(&FLIES_LOST, None)].concat()
}

fn near(found: f64, reference: f64, within: f64) -> bool {
    ((found - reference) / reference).abs() < within
}

#[test]
fn the_curve_of_the_released_is_that_of_the_reference() {
    let curve = kaplan_meier(&rossi());
    let reference = [
        (1, 0.997_685_185_185_185),
        (10, 0.965_277_777_777_778),
        (20, 0.907_407_407_407_407),
        (26, 0.875),
        (40, 0.803_240_740_740_741),
        (52, 0.736_111_111_111_111),
    ];
    for (week, share) in reference {
        assert!(near(curve.at(week).unwrap(), share, 1e-14), "week {week}");
    }
    let interval = curve.interval(52).unwrap();
    assert!(near(interval.from, 0.691_859_715_796_487, 1e-12) && near(interval.through, 0.775_063_183_374_674, 1e-12));
    assert_eq!(curve.median(), None, "more than half are left at the end");
    assert_eq!((curve.at(0), curve.at(53)), (Some(1.0), None), "nothing is known beyond week 52");
}

#[test]
fn the_curve_of_the_flies_is_that_of_the_reference_though_some_were_lost() {
    let all = [flies(), counted(&FLIES_TREATED, Some(0))].concat();
    let curve = kaplan_meier(&RiskTable::new(1, &all).unwrap());
    assert_eq!(all.len(), 163);
    assert_eq!(curve.median(), Some(56));
    assert!(near(curve.at(50).unwrap(), 0.616_816_845_603_271_9, 1e-14));
    assert!(near(curve.restricted_mean(60).unwrap(), 48.277_494_816_518_98, 1e-13));
    assert_eq!(curve.at(75), Some(0.0));
    assert_eq!(curve.at(200), Some(0.0), "all have had it");
}

#[test]
fn the_log_rank_test_of_the_two_groups_of_flies_is_that_of_the_reference() {
    let (one, other) = (RiskTable::new(1, &flies()), RiskTable::new(1, &counted(&FLIES_TREATED, Some(0))));
    let test = log_rank(&one.unwrap(), &other.unwrap()).unwrap();
    assert!(near(test.statistic, 122.249_125_573_006_15, 1e-13), "{}", test.statistic);
    assert!(near(test.p, 2.035_983_222_285_542_6e-28, 1e-11), "{}", test.p);
}

/// Five courses: job (cause 0) after 2 and 4, pension (cause 1) after 2, running after 3 and 5.
///
/// Time 2: five at risk, two end: 3/5 are left. Time 4: two at risk, one ends: 3/10 are left.
#[test]
fn exits_share_the_hundred_per_cent_and_running_courses_count_as_long_as_they_were_seen() {
    let course = |time, ended| Followed { time, ended };
    let all = [course(2, Some(0)), course(2, Some(1)), course(3, None), course(4, Some(0)), course(5, None)];
    let table = RiskTable::new(2, &all).unwrap();
    let curve = kaplan_meier(&table);
    let shares: Vec<(u32, u64, u64)> = curve.points().iter().map(|p| (p.time, p.at_risk, p.ended)).collect();
    assert_eq!(shares, [(2, 5, 2), (4, 2, 1)]);
    assert!(near(curve.at(3).unwrap(), 0.6, 1e-15) && near(curve.at(5).unwrap(), 0.3, 1e-15));
    let hazard = nelson_aalen(&table);
    assert!(near(hazard[1].cumulative, 2.0 / 5.0 + 1.0 / 2.0, 1e-15));
    assert!(near(hazard[1].variance, 2.0 / 25.0 + 1.0 / 4.0, 1e-15));
    let exits = aalen_johansen(&table);
    assert!(near(exits[1].by_cause[0], 1.0 / 5.0 + 3.0 / 5.0 / 2.0, 1e-15));
    assert!(near(exits[1].by_cause[1], 1.0 / 5.0, 1e-15) && near(exits[1].left, 0.3, 1e-15));
    assert!(near(curve.restricted_mean(5).unwrap(), 2.0 + 2.0 * 0.6 + 0.3, 1e-15));
}

#[test]
fn nothing_is_said_of_nobody() {
    let nobody = RiskTable::new(1, &[]).unwrap();
    assert_eq!((kaplan_meier(&nobody).at(1), kaplan_meier(&nobody).restricted_mean(1)), (None, None));
    assert!(nelson_aalen(&nobody).is_empty() && aalen_johansen(&nobody).is_empty());
    assert_eq!(log_rank(&nobody, &rossi()), None);
    assert_eq!(RiskTable::new(1, &[Followed { time: 1, ended: Some(1) }]), None, "a cause that is not there");
}

fn any_followed() -> impl Strategy<Value = Vec<Followed>> {
    let one = (0u32..30, proptest::option::of(0u8..4)).prop_map(|(time, ended)| Followed { time, ended });
    proptest::collection::vec(one, 1..60)
}

proptest! {
    #[test]
    fn what_has_ended_by_each_exit_and_what_is_left_are_always_one(followed in any_followed()) {
        let table = RiskTable::new(4, &followed).unwrap();
        let (curve, exits) = (kaplan_meier(&table), aalen_johansen(&table));
        for (point, exit) in curve.points().iter().zip(&exits) {
            prop_assert!((exit.by_cause.iter().sum::<f64>() + exit.left - 1.0).abs() < 1e-12);
            prop_assert!((exit.left - point.share).abs() < 1e-12);
            prop_assert!((0.0..=1.0).contains(&point.share));
            if let Some(interval) = curve.interval(point.time) {
                prop_assert!(interval.from <= point.share && point.share <= interval.through);
            }
        }
    }

    #[test]
    fn where_all_are_seen_to_the_end_the_curve_is_the_share_left(times in proptest::collection::vec(0u32..30, 1..60)) {
        let followed: Vec<Followed> = times.iter().map(|time| Followed { time: *time, ended: Some(0) }).collect();
        let curve = kaplan_meier(&RiskTable::new(1, &followed).unwrap());
        for time in 0..30 {
            let left = times.iter().filter(|t| **t > time).count() as f64 / times.len() as f64;
            prop_assert!((curve.at(time).unwrap() - left).abs() < 1e-12);
        }
    }

    #[test]
    fn a_group_against_itself_shows_no_difference(followed in any_followed()) {
        let table = RiskTable::new(4, &followed).unwrap();
        if let Some(test) = log_rank(&table, &table) {
            prop_assert!(test.statistic < 1e-12 && test.p > 0.999);
        }
    }
}

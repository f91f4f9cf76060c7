//! What the plans of 2017 say of goals and results, reproduced from the numbers beside it or refused with the reason.
//!
//! Aabenraa Kommune, *Beskæftigelsesplan 2017*, page 16, where nothing else is said.

use domain::Day;
use medspiller_figures::Exact;
use medspiller_figures::danish::{percent, points};
use medspiller_figures::goal::claim::{Claim, Sense};
use medspiller_figures::goal::{Aim, Formula, Goals, Lack, Reading};

fn n(value: i32) -> Exact {
    Exact::whole(value)
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn goal(id: &str) -> medspiller_figures::goal::Template {
    Goals::shipped().find(id).unwrap_or_else(|| panic!("{id}")).clone()
}

#[test]
fn fifty_seven_per_cent_of_the_goal_is_refused_it_is_what_is_left() {
    let shipped = goal("aabenraa-2017-1a").goal;
    let (Aim::Change { percent: halved }, Some((_, from))) = (shipped.aim, shipped.baseline) else {
        panic!("the goal halves a number")
    };
    let claim = Claim { from, now: n(719), goal_percent: Some(halved), percent: n(57), decimals: 0 };
    let answer = claim.check();
    assert_eq!(answer.holds(), Some(false));
    let agrees: Vec<Sense> = answer.meanings.iter().filter(|m| m.agrees).map(|m| m.sense).collect();
    assert_eq!(agrees, [Sense::Tilbage]);
}

#[test]
fn thirty_five_of_sixty_four_is_54_7_per_cent_and_the_half_is_reached() {
    let now = Exact::share(35, 64).map(Exact::times_100);
    let reading = Reading { on: day("2016-10-01"), now, others: None, others_then: None };
    assert_eq!(goal("aabenraa-2017-2a").goal.standing(reading).reached, Some(true));
    assert_eq!(percent(now.expect("a share"), 1), "54,7 pct.");
    // Better than the others in the cluster is another half of the goal, and the plan gives no number for it.
    let trend = goal("aabenraa-2017-2b").goal.standing(reading);
    assert_eq!((trend.reached, trend.lacks), (None, vec![Lack::Baseline]));
}

#[test]
fn from_20_21_to_19_21_per_cent_is_a_point_and_five_per_cent() {
    let rate = |mantissa| Exact::decimal(mantissa, 2).expect("two decimals");
    assert_eq!(points(rate(1921) - rate(2021), 2), "−1,00 point");
    let change = Formula::Change { from: rate(2021), now: rate(1921) }.value().expect("a change");
    assert_eq!(percent(change, 1), "−4,9 pct.");
}

#[test]
fn companies_marks_and_fleksjob_are_bounds_since_the_plan_says_over_and_more_than() {
    assert_eq!(n(3300).ratio(n(1500)), Exact::decimal(22, 1), "persons on special terms a company");
    assert_eq!(percent(Exact::share(57, 1500).expect("a share").times_100(), 1), "3,8 pct.", "at the most");
    assert_eq!(n(250).changed_by(n(66)) - n(250), n(165), "at least so many fleksjob in private companies");
}

#[test]
fn what_hedensted_aims_at_cannot_be_answered_without_the_others_and_a_first_value() {
    let reading = Reading { on: day("2017-12-31"), now: Some(n(100)), others: Some(n(100)), others_then: Some(n(100)) };
    for id in ["hedensted-2017-1", "hedensted-2017-2", "hedensted-2017-3", "hedensted-2017-4"] {
        let standing = goal(id).goal.standing(reading);
        assert_eq!((standing.reached, standing.lacks), (None, vec![Lack::Baseline]), "{id}");
    }
}

/// Hedensted Kommune, *Beskæftigelsesplan 2017*, the strategy for the young: 89 and 87 per cent today, 93 in 2018.
#[test]
fn hedensteds_young_are_six_and_four_points_from_93_per_cent_and_a_tenth_fewer_each_year_has_no_first_number() {
    let on = day("2016-12-31");
    let standing =
        |id: &str, now: i32| goal(id).goal.standing(Reading { on, now: Some(n(now)), others: None, others_then: None });
    for (id, now) in [("hedensted-2017-unge-1", 89), ("hedensted-2017-unge-2", 87)] {
        assert_eq!((standing(id, now).reached, standing(id, 93).reached), (Some(false), Some(true)), "{id}");
    }
    assert_eq!(standing("hedensted-2017-unge-3", 90).lacks, [Lack::Baseline]);
    // With any first number, a tenth fewer each of two years leaves 81 of 100, not 80.
    let mut fewer = goal("hedensted-2017-unge-3").goal;
    (fewer.baseline, fewer.by) = (Some((on, n(100))), Some(day("2018-12-31")));
    let at_the_end = |now: i32| {
        let reading = Reading { on: day("2018-12-31"), now: Some(n(now)), others: None, others_then: None };
        fewer.standing(reading).reached
    };
    assert_eq!((at_the_end(81), at_the_end(82)), (Some(true), Some(false)));
}

/// Allerød Kommune 2010, page 3, persons a day from September to November 2009: the four ways of a day are all who are
/// enrolled, and those who were there for part of it are among those who came.
#[test]
fn allerods_attendance_adds_up_and_is_36_8_per_cent() {
    let half = |mantissa| Exact::decimal(mantissa, 1).expect("one decimal");
    let (came, absent, sick, leave, enrolled) = (n(7), half(25), n(7), half(25), n(19));
    assert_eq!(came + absent + sick + leave, enrolled);
    let share = |part: Exact, of: Exact| percent(part.ratio(of).expect("a share").times_100(), 1);
    assert_eq!((share(came, enrolled), share(absent, enrolled)), ("36,8 pct.".into(), "13,2 pct.".into()));
    assert_eq!(share(half(15), came), "21,4 pct.", "partial, of those who came");
}

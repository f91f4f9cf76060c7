//! Where a goal stands on a day: reached or not, how much of the way, and what each month still has to bring.

use super::{Aim, Formula, Goal, Lack, Side};
use crate::Exact;
use domain::Day;
use domain::codes::codes;

codes! {
    /// The colour of a goal's card.
    Light "goal_light" {
        /// Reached, or not behind the straight line from baseline to target.
        Groen = "groen",
        /// Behind the line, and nearer the target than at the start.
        Gul = "gul",
        /// Not nearer than at the start.
        Roed = "roed",
        /// Cannot be said.
        Ukendt = "ukendt",
    }
}

/// The numbers of a day. `None` = nobody has them, or they are suppressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reading {
    pub on: Day,
    pub now: Option<Exact>,
    /// The others' simple average on the day, and on the day of the baseline.
    pub others: Option<Exact>,
    pub others_then: Option<Exact>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// `None`: what is lacking stands in `lacks`.
    pub reached: Option<bool>,
    /// The number aimed at, or the one to be better than.
    pub target: Option<Exact>,
    /// Per cent of the way from baseline to target; may be negative and above 100.
    pub attained: Option<Exact>,
    /// What the straight line asks for on the day.
    pub path: Option<Exact>,
    /// What each month left has to bring; `None` when nothing is left to reach or no whole month is.
    pub a_month: Option<Exact>,
    pub light: Light,
    pub formulas: Vec<Formula>,
    pub lacks: Vec<Lack>,
}

impl Goal {
    /// What the straight line from the first value to the target asks for on a day.
    pub fn path_on(&self, on: Day) -> Option<Exact> {
        let target = self.aim.target(self.baseline, self.by).ok()?;
        on_the_line(self.baseline?, (self.by?, target), on)
    }

    pub fn standing(&self, reading: Reading) -> Standing {
        let mut standing = Standing {
            reached: None,
            target: None,
            attained: None,
            path: None,
            a_month: None,
            light: Light::Ukendt,
            formulas: Vec::new(),
            lacks: Vec::new(),
        };
        let Some(now) = reading.now else {
            standing.lacks.push(Lack::Now);
            return standing;
        };
        if self.aim.compares() {
            self.compare(now, reading, &mut standing);
        } else {
            self.approach(now, reading.on, &mut standing);
        }
        standing.lacks.sort_unstable_by_key(|lack| *lack as u8);
        standing.lacks.dedup();
        standing
    }

    /// A goal with a number of its own.
    fn approach(&self, now: Exact, on: Day, standing: &mut Standing) {
        let target = match self.aim.target(self.baseline, self.by) {
            Ok(target) => target,
            Err(lack) => return standing.lacks.push(lack),
        };
        let side = self.aim.side(self.baseline);
        let reached = holds(now, side, target);
        standing.target = Some(target);
        standing.reached = Some(reached);
        let Some((_, from)) = self.baseline else {
            standing.lacks.push(Lack::Baseline);
            standing.light = if reached { Light::Groen } else { Light::Ukendt };
            return;
        };
        let formula = Formula::Attained { from, now, target };
        standing.attained = formula.value();
        standing.formulas.push(formula);
        standing.path = self.path_on(on);
        if self.by.is_none() {
            standing.lacks.push(Lack::Date);
        }
        let nearer = if side == Side::Below { now < from } else { now > from };
        standing.light = match standing.path {
            _ if reached => Light::Groen,
            Some(path) if holds(now, side, path) => Light::Groen,
            _ if nearer => Light::Gul,
            _ => Light::Roed,
        };
        if !reached {
            standing.a_month = self.by.and_then(|by| (target - now).ratio(Exact::whole(months_left(on, by)?)));
        }
    }

    /// A goal that is answered by the others' numbers.
    fn compare(&self, now: Exact, reading: Reading, standing: &mut Standing) {
        let level = match self.aim {
            Aim::LevelAgainst { side } => Some(side),
            Aim::LevelAndTrend { level, .. } => Some(level),
            _ => None,
        };
        let level = level.map(|side| {
            let others = reading.others.ok_or(Lack::Benchmark)?;
            standing.target = Some(others);
            standing.formulas.push(Formula::Level { own: now, others });
            Ok(holds(now, side, others))
        });
        let asked = match self.aim {
            Aim::TrendAgainst { side } | Aim::LevelAndTrend { trend: side, .. } => Some((side, Exact::ZERO)),
            Aim::ChangeAgainst { percent } => Some((self.aim.side(None), percent)),
            _ => None,
        };
        let trend = asked.map(|(side, least)| {
            let formula = Formula::ChangeOfChanges {
                from: self.baseline.ok_or(Lack::Baseline)?.1,
                now,
                others_from: reading.others_then.ok_or(Lack::BenchmarkBaseline)?,
                others_now: reading.others.ok_or(Lack::Benchmark)?,
            };
            let ahead = formula.value().ok_or(Lack::Baseline)?;
            standing.formulas.push(formula);
            // Better than the others is more than the same as they.
            Ok(if least.is_zero() { ahead != least && holds(ahead, side, least) } else { holds(ahead, side, least) })
        });
        let answers: Vec<Result<bool, Lack>> = level.into_iter().chain(trend).collect();
        standing.lacks.extend(answers.iter().filter_map(|answer| answer.err()));
        let held = answers.iter().filter(|answer| **answer == Ok(true)).count();
        // One condition that does not hold decides, whatever the other lacks.
        if answers.contains(&Ok(false)) {
            standing.reached = Some(false);
            standing.light = if held > 0 { Light::Gul } else { Light::Roed };
        } else if standing.lacks.is_empty() {
            (standing.reached, standing.light) = (Some(true), Light::Groen);
        }
    }
}

fn holds(now: Exact, side: Side, target: Exact) -> bool {
    match side {
        Side::Below => now <= target,
        Side::At => now == target,
        Side::Above => now >= target,
    }
}

/// The value on the straight line between two days; after the last day the target.
fn on_the_line((since, from): (Day, Exact), (by, target): (Day, Exact), on: Day) -> Option<Exact> {
    let whole = since.days_until(by);
    let gone = since.days_until(on).clamp(0, whole.max(0));
    let share = Exact::fraction(i64::from(gone), i64::from(whole))?;
    Some(from + (target - from) * share)
}

/// Whole months from a day to another, at least one where a day is left.
fn months_left(on: Day, by: Day) -> Option<i32> {
    let months = 12 * (by.year() - on.year()) + i32::from(by.month()) - i32::from(on.month());
    (on < by).then(|| months.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goal::{Benchmark, Population};
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn n(value: i32) -> Exact {
        Exact::whole(value)
    }

    fn at(on: &str, now: i32) -> Reading {
        Reading { on: day(on), now: Some(n(now)), others: None, others_then: None }
    }

    /// Aabenraa 2017, goal 1: half as many from 2015 to 2019, read as a stock.
    fn halved() -> Goal {
        Goal {
            population: Population::Bestand,
            aim: Aim::Change { percent: n(-50) },
            baseline: Some((day("2015-05-31"), n(1270))),
            by: Some(day("2019-05-31")),
            benchmark: None,
        }
    }

    #[test]
    fn half_of_1270_is_635_and_719_is_86_8_per_cent_of_the_way() {
        let standing = halved().standing(at("2016-09-30", 719));
        assert_eq!(standing.target, Some(n(635)));
        assert_eq!(standing.attained.map(|a| a.rounded(1)), Some(868));
        assert_eq!((standing.reached, standing.light), (Some(false), Light::Groen), "ahead of the line");
        assert_eq!(standing.a_month.map(|a| a.rounded(2)), Some(-263), "84 fewer in 32 months");
    }

    #[test]
    fn the_light_is_green_on_the_line_yellow_behind_it_and_red_where_nothing_has_come_nearer() {
        // 488 of 1,461 days: the line asks for 1,058.
        let light = |now| halved().standing(at("2016-09-30", now)).light;
        assert_eq!((light(1057), light(1059)), (Light::Groen, Light::Gul));
        assert_eq!((light(1269), light(1270)), (Light::Gul, Light::Roed));
        assert_eq!(light(635), Light::Groen);
    }

    #[test]
    fn ten_per_cent_a_year_in_two_years_is_nineteen() {
        let goal = Goal { aim: Aim::EachYear { percent: n(-10) }, by: Some(day("2017-12-31")), ..halved() };
        let standing = goal.standing(at("2017-12-31", 1029));
        assert_eq!(standing.target.map(|t| t.rounded(1)), Some(10287));
        assert_eq!(standing.reached, Some(false));
        assert_eq!(goal.standing(at("2017-12-31", 1028)).reached, Some(true));
    }

    #[test]
    fn a_share_without_a_baseline_is_reached_or_not_and_the_way_to_it_is_not_known() {
        let aim = Aim::Reach { target: n(50), side: Side::Above };
        let goal = Goal { aim, baseline: None, by: None, ..halved() };
        let share = Exact::share(35, 64).map(Exact::times_100);
        let standing = goal.standing(Reading { now: share, ..at("2016-10-01", 0) });
        assert_eq!((standing.reached, standing.light), (Some(true), Light::Groen));
        assert_eq!((standing.attained, standing.lacks), (None, vec![Lack::Baseline]));
        let below = goal.standing(at("2016-10-01", 49));
        assert_eq!((below.reached, below.light), (Some(false), Light::Ukendt));
    }

    #[test]
    fn level_and_trend_are_both_asked_and_one_that_fails_decides() {
        let aim = Aim::LevelAndTrend { level: Side::Below, trend: Side::Below };
        let goal = Goal { aim, benchmark: Some(Benchmark::Klynge), ..halved() };
        let reading = |now, others, then| Reading { others, others_then: then, ..at("2016-09-30", now) };
        let both = goal.standing(reading(1000, Some(n(1100)), Some(n(1150))));
        assert_eq!((both.reached, both.light, both.formulas.len()), (Some(true), Light::Groen, 2));
        let level_only = goal.standing(reading(1000, Some(n(1100)), Some(n(2000))));
        assert_eq!((level_only.reached, level_only.light), (Some(false), Light::Gul));
        let above = goal.standing(reading(1200, Some(n(1100)), None));
        assert_eq!((above.reached, above.light), (Some(false), Light::Roed), "whatever the change was");
        let unknown = goal.standing(reading(1000, Some(n(1100)), None));
        assert_eq!((unknown.reached, unknown.lacks), (None, vec![Lack::BenchmarkBaseline]));
    }

    #[test]
    fn the_same_change_as_the_others_is_not_a_better_one() {
        let goal = Goal { aim: Aim::TrendAgainst { side: Side::Below }, ..halved() };
        let same = Reading { others: Some(n(90)), others_then: Some(n(100)), ..at("2016-09-30", 1143) };
        assert_eq!(goal.standing(same).reached, Some(false));
        assert_eq!(goal.standing(Reading { now: Some(n(1142)), ..same }).reached, Some(true));
        let one_per_cent = Goal { aim: Aim::ChangeAgainst { percent: n(-1) }, ..halved() };
        assert_eq!(one_per_cent.standing(Reading { now: Some(n(1142)), ..same }).reached, Some(false));
        assert_eq!(one_per_cent.standing(Reading { now: Some(n(1130)), ..same }).reached, Some(true));
    }

    #[test]
    fn a_direction_without_a_number_is_no_goal_that_can_be_reached() {
        let goal = Goal { aim: Aim::Direction { side: Side::Above }, ..halved() };
        let standing = goal.standing(at("2017-12-31", 2000));
        assert_eq!((standing.reached, standing.lacks), (None, vec![Lack::Number]));
        let no_number = Reading { now: None, ..at("2017-12-31", 0) };
        assert_eq!(halved().standing(no_number).lacks, [Lack::Now]);
    }

    proptest! {
        #[test]
        fn nothing_lies_behind_at_the_start_and_everything_when_the_target_is_reached(from in 1i32..10_000, percent in -99i32..100) {
            prop_assume!(percent != 0);
            let goal = Goal { aim: Aim::Change { percent: n(percent) }, baseline: Some((day("2015-01-01"), n(from))), ..halved() };
            let start = goal.standing(at("2015-01-01", from));
            prop_assert_eq!(start.attained, Some(Exact::ZERO));
            prop_assert_eq!(start.path, Some(n(from)));
            prop_assert_eq!(start.reached, Some(false));
            let target = start.target.unwrap();
            let end = goal.standing(Reading { now: Some(target), ..at("2019-05-31", 0) });
            prop_assert_eq!((end.attained, end.reached, end.path), (Some(n(100)), Some(true), Some(target)));
        }
    }
}

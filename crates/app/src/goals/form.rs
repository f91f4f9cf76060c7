//! What somebody writes of a goal, and everything that is wrong with it.

use super::{GoalPart, GoalText, Measured, published};
use crate::FormError;
use crate::rules::{LONGEST_REASON, SHORTEST_REASON};
use domain::codes::{Benefit, codes};
use domain::{Day, MonthEnd};
use figures::Exact;
use figures::goal::{Aim, Benchmark, Goal, Lack, Measure, Population, Side};

codes! {
    /// How the aim is said.
    AimKind "goal_aim" {
        Reach = "reach",
        Change = "change",
        EachYear = "each_year",
        Level = "level",
        Trend = "trend",
        LevelAndTrend = "level_and_trend",
        ChangeAgainst = "change_against",
        Direction = "direction",
    }
}

impl AimKind {
    pub fn of(aim: Aim) -> AimKind {
        match aim {
            Aim::Reach { .. } => AimKind::Reach,
            Aim::Change { .. } => AimKind::Change,
            Aim::EachYear { .. } => AimKind::EachYear,
            Aim::LevelAgainst { .. } => AimKind::Level,
            Aim::TrendAgainst { .. } => AimKind::Trend,
            Aim::LevelAndTrend { .. } => AimKind::LevelAndTrend,
            Aim::ChangeAgainst { .. } => AimKind::ChangeAgainst,
            Aim::Direction { .. } => AimKind::Direction,
        }
    }

    /// It has a number of its own.
    fn has_number(self) -> bool {
        matches!(self, AimKind::Reach | AimKind::Change | AimKind::EachYear | AimKind::ChangeAgainst)
    }

    /// It says which numbers are the good ones; a change says it by its sign.
    fn has_side(self) -> bool {
        !self.has_number() || self == AimKind::Reach
    }

    fn compares(self) -> bool {
        matches!(self, AimKind::Level | AimKind::Trend | AimKind::LevelAndTrend | AimKind::ChangeAgainst)
    }
}

/// The form. What is left empty, or could not be read, is `None`.
#[derive(Clone, Debug, Default)]
pub struct GoalForm {
    pub name: String,
    pub measured: Option<Measured>,
    pub benefit: Option<Benefit>,
    /// The part of the figure, where it has parts.
    pub part: Option<GoalPart>,
    pub population: Option<Population>,
    pub aim: Option<AimKind>,
    /// The target, or a change in per cent.
    pub number: Option<Exact>,
    pub side: Option<Side>,
    pub baseline: Option<Exact>,
    pub since: Option<Day>,
    pub by: Option<Day>,
    pub benchmark: Option<Benchmark>,
    pub source: String,
    pub template: Option<String>,
    /// Why it is changed.
    pub reason: String,
}

/// No municipality has more of anything, and fractions of such numbers stay exact in every formula.
const LARGEST: i32 = 10_000_000;
/// Years of a yearly change with a decimal; whole per cents go as far as [`Aim::target`] does.
const YEARS_WITH_DECIMAL: i32 = 4;
const LONGEST_NAME: usize = 120;
const LONGEST_SOURCE: usize = 500;
/// Terms of councils; older and later days are slips of the pen.
const YEARS: i32 = 30;

impl GoalForm {
    /// A goal to be written on.
    pub fn from(text: &GoalText) -> GoalForm {
        let (benefit, part) = match &text.measured {
            Measured::Own { benefit, part, .. } => (*benefit, part.clone()),
            Measured::Published(_) => (None, None),
        };
        let (number, side) = match text.goal.aim {
            Aim::Reach { target, side } => (Some(target), Some(side)),
            Aim::Change { percent } | Aim::EachYear { percent } | Aim::ChangeAgainst { percent } => {
                (Some(percent), None)
            }
            Aim::LevelAgainst { side }
            | Aim::TrendAgainst { side }
            | Aim::LevelAndTrend { trend: side, .. }
            | Aim::Direction { side } => (None, Some(side)),
        };
        GoalForm {
            name: text.name.clone(),
            measured: Some(text.measured.clone()),
            benefit,
            part,
            population: Some(text.goal.population),
            aim: Some(AimKind::of(text.goal.aim)),
            number,
            side,
            baseline: text.goal.baseline.map(|(_, value)| value),
            since: text.goal.baseline.map(|(day, _)| day),
            by: text.goal.by,
            benchmark: text.goal.benchmark,
            source: text.source.clone(),
            template: text.template.clone(),
            reason: String::new(),
        }
    }

    fn measured_with_benefit(&self) -> Option<Measured> {
        Some(match self.measured.clone()? {
            Measured::Own { measure, .. } => Measured::Own { measure, benefit: self.benefit, part: self.part.clone() },
            other @ Measured::Published(_) => other,
        })
    }

    fn aim_said(&self) -> Option<Aim> {
        Some(match self.aim? {
            AimKind::Reach => Aim::Reach { target: self.number?, side: self.side? },
            AimKind::Change => Aim::Change { percent: self.number? },
            AimKind::EachYear => Aim::EachYear { percent: self.number? },
            AimKind::Level => Aim::LevelAgainst { side: self.side? },
            AimKind::Trend => Aim::TrendAgainst { side: self.side? },
            AimKind::LevelAndTrend => Aim::LevelAndTrend { level: self.side?, trend: self.side? },
            AimKind::ChangeAgainst => Aim::ChangeAgainst { percent: self.number? },
            AimKind::Direction => Aim::Direction { side: self.side? },
        })
    }

    /// The goal; `None` where something is not said.
    pub fn text(&self) -> Option<GoalText> {
        let goal = Goal {
            population: self.population?,
            aim: self.aim_said()?,
            baseline: self.since.zip(self.baseline),
            by: self.by,
            benchmark: self.benchmark,
        };
        Some(self.with_goal(goal, self.measured_with_benefit()?))
    }

    fn with_goal(&self, goal: Goal, measured: Measured) -> GoalText {
        GoalText {
            name: self.name.trim().to_owned(),
            measured,
            goal,
            source: self.source.trim().to_owned(),
            template: self.template.clone(),
        }
    }

    /// What is counted, whatever shall be reached: enough to ask for the first value.
    pub fn counted(&self) -> Option<GoalText> {
        let measured = self.measured_with_benefit()?;
        let population = self.population.filter(|p| measured.populations().contains(p));
        let goal = Goal {
            population: population.or(measured.populations().first().copied())?,
            aim: Aim::Direction { side: Side::Above },
            baseline: self.since.map(|day| (day, Exact::ZERO)),
            by: None,
            benchmark: None,
        };
        Some(self.with_goal(goal, measured))
    }
}

/// Within what is computed exactly: so large and with so many decimals.
fn writable(n: Exact, decimals: u8) -> bool {
    let units = i64::try_from(n.rounded(decimals)).ok();
    let (least, most) = (Exact::whole(-LARGEST), Exact::whole(LARGEST));
    least <= n && n <= most && units.and_then(|units| Exact::decimal(units, decimals)) == Some(n)
}

/// Everything that is wrong, in the order of the fields.
pub fn goal_mistakes(form: &GoalForm, change: bool, today: Day) -> Vec<FormError> {
    let mut errors = Vec::new();
    let mut wrong = |field, key| errors.push(FormError { field, key, values: Vec::new() });
    let long = |text: &str, most: usize| text.trim().is_empty() || text.trim().chars().count() > most;
    if long(&form.name, LONGEST_NAME) {
        wrong("navn", "goal_form.error.name");
    }
    match &form.measured {
        None => wrong("figur", "goal_form.error.figure"),
        Some(Measured::Published(id)) if published(id).is_none() => wrong("figur", "goal_form.error.figure"),
        Some(Measured::Published(_)) if form.benefit.is_some() => wrong("ydelse", "goal_form.error.benefit_of_table"),
        Some(Measured::Own { measure: Measure::Varighed, .. }) if form.benefit.is_none() => {
            wrong("ydelse", "goal_form.error.benefit_needed");
        }
        Some(Measured::Own { measure, .. }) if measure.is_timeliness() && form.benefit.is_some() => {
            wrong("ydelse", "goal_form.error.benefit_of_dates");
        }
        Some(_) => {}
    }
    let waits = matches!(form.measured, Some(Measured::Own { measure: Measure::Ventetid, .. }));
    if waits && form.part.is_none() {
        wrong("del", "goal_form.error.part_needed");
    }
    let has_part =
        |part: &GoalPart| matches!(form.measured, Some(Measured::Own { measure, .. }) if part.is_of(measure));
    if form.part.as_ref().is_some_and(|part| !has_part(part)) {
        wrong("del", "goal_form.error.part_of_figure");
    }
    match (form.population, &form.measured) {
        (None, _) => wrong("taeller", "goal_form.error.population"),
        (Some(population), Some(measured)) if !measured.populations().contains(&population) => {
            wrong("taeller", "goal_form.error.population_of_figure");
        }
        _ => {}
    }
    of_aim(form, &mut wrong);
    of_days(form, today, &mut wrong);
    if long(&form.source, LONGEST_SOURCE) {
        wrong("kilde", "goal_form.error.source");
    }
    let letters = form.reason.trim().chars().count();
    if change && !(SHORTEST_REASON..=LONGEST_REASON).contains(&letters) {
        wrong("grund", "rules.error.no_reason");
    }
    errors
}

fn of_aim(form: &GoalForm, wrong: &mut impl FnMut(&'static str, &'static str)) {
    let Some(aim) = form.aim else { return wrong("maal", "goal_form.error.aim") };
    let hundred = Exact::whole(100);
    let share = form.measured.as_ref().is_some_and(Measured::is_share);
    // Doubled every year is as fast as anybody plans, and what is computed exactly.
    let (decimals, most_percent) = if aim == AimKind::EachYear { (1, hundred) } else { (2, hundred * hundred) };
    match form.number {
        Some(n) if aim.has_number() && !writable(n, decimals) => wrong("tal", "goal_form.error.number_long"),
        None if aim.has_number() => wrong("tal", "goal_form.error.number"),
        Some(n) if aim == AimKind::Reach && (n.is_negative() || (share && n > hundred)) => {
            wrong("tal", "goal_form.error.number_outside");
        }
        Some(n) if aim.has_number() && aim != AimKind::Reach && (n.is_zero() || n < -hundred || n > most_percent) => {
            wrong("tal", "goal_form.error.percent");
        }
        _ => {}
    }
    match form.side {
        None if aim.has_side() => wrong("vej", "goal_form.error.side"),
        Some(Side::At) if aim != AimKind::Reach && aim.has_side() => wrong("vej", "goal_form.error.side_at"),
        _ => {}
    }
    match form.benchmark {
        None if aim.compares() => wrong("mod", "goal_form.error.benchmark"),
        Some(_) if !aim.compares() => wrong("mod", "goal_form.error.no_benchmark"),
        _ => {}
    }
}

fn of_days(form: &GoalForm, today: Day, wrong: &mut impl FnMut(&'static str, &'static str)) {
    let years = |n: i32| today.plus_months(12 * n, MonthEnd::Down);
    match (form.baseline, form.since) {
        (Some(_), None) => wrong("fra_dag", "goal_form.error.since"),
        (None, Some(_)) => wrong("fra", "goal_form.error.baseline"),
        (None, None) if matches!(form.population, Some(Population::LukketGruppe | Population::Ophobet)) => {
            wrong("fra_dag", "goal_form.error.since_of_population");
        }
        _ => {}
    }
    match form.baseline {
        Some(n) if n.is_negative() => wrong("fra", "goal_form.error.baseline"),
        Some(n) if !writable(n, 2) => wrong("fra", "goal_form.error.number_long"),
        _ => {}
    }
    if form.since.is_some_and(|since| since > today || since < years(-YEARS)) {
        wrong("fra_dag", "goal_form.error.since_ahead");
    }
    let ends_first = form.by.zip(form.since).is_some_and(|(by, since)| by <= since);
    if ends_first || form.by.is_some_and(|by| by > years(YEARS)) {
        wrong("senest", "goal_form.error.by");
    } else if form.aim == Some(AimKind::EachYear) && years_with_decimal(form) > YEARS_WITH_DECIMAL {
        wrong("senest", "goal_form.error.by_decimal");
    } else if form.aim == Some(AimKind::EachYear)
        && form.number.is_some_and(|n| writable(n, 1) && n <= Exact::whole(100) && n >= Exact::whole(-100))
        && form.baseline.is_none_or(|n| writable(n, 2))
        && form.text().is_some_and(|text| text.goal.aim.target(text.goal.baseline, text.goal.by) == Err(Lack::Date))
    {
        wrong("senest", "goal_form.error.by_each_year");
    }
}

/// For how many years a change with a decimal would be made; none for whole per cents.
fn years_with_decimal(form: &GoalForm) -> i32 {
    let whole = form.number.is_none_or(|n| writable(n, 0));
    let years = form.by.zip(form.since).map(|(by, since)| by.year() - since.year());
    years.filter(|_| !whole).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use figures::goal::Reading;

    fn n(mantissa: i64, scale: u8) -> Option<Exact> {
        Exact::decimal(mantissa, scale)
    }

    fn extreme(aim: AimKind, number: Option<Exact>, baseline: Option<Exact>, years: i32) -> GoalForm {
        GoalForm {
            name: "Et mål".into(),
            measured: Some(Measured::Own { measure: Measure::Fuldtidspersoner, benefit: None, part: None }),
            population: Some(Population::Bestand),
            aim: Some(aim),
            number,
            side: (aim == AimKind::Reach).then_some(Side::Below),
            baseline,
            since: Day::new(2025, 12, 31),
            by: Day::new(2025 + years, 12, 31),
            benchmark: aim.compares().then_some(Benchmark::Land),
            source: "Byrådet".into(),
            ..GoalForm::default()
        }
    }

    /// Overflow would stop the test.
    #[test]
    fn the_largest_goal_that_can_be_written_is_computed_exactly() {
        let today = Day::new(2026, 3, 16).unwrap();
        let most = n(999_999_999, 2);
        for form in [
            extreme(AimKind::Reach, most, n(1, 2), 29),
            extreme(AimKind::Change, n(999_999, 2), most, 29),
            extreme(AimKind::EachYear, n(99, 0), most, 8),
            extreme(AimKind::EachYear, n(999, 1), most, 4),
            extreme(AimKind::ChangeAgainst, n(999_999, 2), most, 8),
        ] {
            assert!(
                goal_mistakes(&form, false, today).is_empty(),
                "{form:?}: {:?}",
                goal_mistakes(&form, false, today)
            );
            let goal = form.text().unwrap().goal;
            let share = |part, whole| Exact::share(part, whole);
            for now in [share(99_991, 99_989), share(8_388_607, 31), share(1, 99_989)] {
                let others = Some(Exact::fraction(12_345_677, 970).unwrap());
                let reading = Reading { on: today, now, others, others_then: others };
                let standing = goal.standing(reading);
                assert!(standing.formulas.iter().all(|formula| !formula.danish(1).is_empty()));
                goal.doubts(now, 1, true);
            }
        }
    }

    #[test]
    fn what_could_not_be_computed_exactly_is_refused() {
        let today = Day::new(2026, 3, 16).unwrap();
        let wrong =
            |form: GoalForm| -> Vec<&str> { goal_mistakes(&form, false, today).iter().map(|e| e.field).collect() };
        assert_eq!(wrong(extreme(AimKind::Reach, n(10_000_001, 0), n(1, 0), 1)), ["tal"]);
        assert_eq!(wrong(extreme(AimKind::Reach, n(1, 3), n(1, 3), 1)), ["tal", "fra"]);
        assert_eq!(wrong(extreme(AimKind::EachYear, n(-105, 1), n(100, 0), 5)), ["senest"]);
        assert_eq!(wrong(extreme(AimKind::EachYear, n(-10, 0), n(100, 0), 9)), ["senest"]);
        assert_eq!(wrong(extreme(AimKind::EachYear, n(101, 0), n(100, 0), 2)), ["tal"]);
        assert_eq!(wrong(extreme(AimKind::EachYear, n(-1025, 2), n(100, 0), 2)), ["tal"]);
    }
}

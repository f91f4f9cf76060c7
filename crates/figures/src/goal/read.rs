//! The goals of municipal plans as templates (`reference/maal.toml`).

use super::{Aim, Benchmark, Goal, Side};
use crate::Exact;
use crate::definition::Indicator;
use domain::codes::codes;
use domain::node::{Node, Problem, Reader, parse_toml};

codes! {
    /// In what a goal is measured.
    Unit "goal_unit" { Personer = "personer", Procent = "procent", Kroner = "kroner" }
}

/// A goal as a plan has it. The texts are Danish, for pages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    pub id: String,
    pub plan: String,
    pub source: String,
    pub name: String,
    pub indicator: Option<Indicator>,
    pub unit: Unit,
    /// The plan does not say whom it counts: the population is our reading.
    pub ours: bool,
    pub goal: Goal,
    pub note: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Goals(Vec<Template>);

impl Goals {
    /// The goals that ship with the program.
    pub fn shipped() -> Goals {
        Goals::parse(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/maal.toml")))
            .expect("a test reads the shipped goals")
    }

    pub fn parse(text: &str) -> Result<Goals, Vec<Problem>> {
        let node = parse_toml(text).map_err(|p| vec![p])?;
        let (mut problems, mut found) = (Vec::new(), Vec::<Template>::new());
        if let Some(mut top) = Reader::open(&node, "", &mut problems) {
            for (at, table) in top.tables("goal", &mut problems).into_iter().enumerate() {
                let path = format!("goal[{}]", at + 1);
                let Some(next) = template(table, &path, &mut problems) else { continue };
                if found.iter().any(|known| known.id == next.id) {
                    let message = format!("\"{}\" stands twice", next.id);
                    problems.push(Problem { code: "bad_value", path, line: table.line, message });
                }
                found.push(next);
            }
            top.finish(&mut problems);
        }
        if problems.is_empty() { Ok(Goals(found)) } else { Err(problems) }
    }

    /// In the order of the file.
    pub fn all(&self) -> &[Template] {
        &self.0
    }

    pub fn find(&self, id: &str) -> Option<&Template> {
        self.0.iter().find(|template| template.id == id)
    }
}

fn template(node: &Node, path: &str, problems: &mut Vec<Problem>) -> Option<Template> {
    let mut r = Reader::open(node, path, problems)?;
    let before = problems.len();
    let mut text = |key| {
        let found = r.text(key, problems);
        if found.is_none() {
            problems.push(r.missing(key, "a goal has id, plan, source and name"));
        }
        found
    };
    let (id, plan, source, name) = (text("id"), text("plan"), text("source"), text("name"));
    let (unit, population) = (r.parsed("unit", problems), r.parsed("population", problems));
    if unit.is_none() || population.is_none() {
        problems.push(r.missing("unit", "a goal has a unit and a population"));
    }
    let aim = aim(&mut r, problems);
    let benchmark: Option<Benchmark> = r.parsed("benchmark", problems);
    if aim.is_some_and(Aim::compares) != benchmark.is_some() {
        let message = "a goal names a benchmark when it compares, and only then";
        problems.push(r.problem("bad_value", r.line_of("benchmark"), "benchmark", message));
    }
    let baseline = whole(&mut r, "baseline", problems);
    let since = r.day("since", problems);
    if baseline.is_some() != since.is_some() {
        problems.push(r.missing("since", "the day of the baseline, and the other way round"));
    }
    let by = r.day("by", problems);
    let indicator = r.parsed("indicator", problems);
    let ours = r.bool("ours", problems).unwrap_or(false);
    let note = r.text("note", problems);
    r.finish(problems);
    let goal = Goal { population: population?, aim: aim?, baseline: since.zip(baseline), by, benchmark };
    let found =
        Template { id: id?, plan: plan?, source: source?, name: name?, indicator, unit: unit?, ours, goal, note };
    (problems.len() == before).then_some(found)
}

/// How a plan says what it aims at.
const AIMS: [&str; 8] =
    ["reach", "change", "each_year", "level", "trend", "level_and_trend", "change_against", "direction"];

fn aim(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Aim> {
    let Some(word) = r.text("aim", problems) else {
        problems.push(r.missing("aim", &AIMS.join(", ")));
        return None;
    };
    let (side, trend) = (r.parsed::<Side>("side", problems), r.parsed::<Side>("trend", problems));
    let (target, percent) = (whole(r, "target", problems), whole(r, "percent", problems));
    let found = match (word.as_str(), side, trend, target, percent) {
        ("reach", Some(side), None, Some(target), None) => Some(Aim::Reach { target, side }),
        ("change", None, None, None, Some(percent)) => Some(Aim::Change { percent }),
        ("each_year", None, None, None, Some(percent)) => Some(Aim::EachYear { percent }),
        ("level", Some(side), None, None, None) => Some(Aim::LevelAgainst { side }),
        ("trend", Some(side), None, None, None) => Some(Aim::TrendAgainst { side }),
        ("level_and_trend", Some(level), Some(trend), None, None) => Some(Aim::LevelAndTrend { level, trend }),
        ("change_against", None, None, None, Some(percent)) => Some(Aim::ChangeAgainst { percent }),
        ("direction", Some(side), None, None, None) => Some(Aim::Direction { side }),
        _ => None,
    };
    if found.is_none() {
        let message = format!(
            "\"{word}\" with these numbers and sides is no aim; one of {} is expected, each with what the head of the file says",
            AIMS.join(", ")
        );
        problems.push(r.problem("bad_value", r.line_of("aim"), "aim", message));
    }
    found
}

fn whole(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<Exact> {
    Some(Exact::whole(i32::try_from(r.int(key, problems)?).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goal::{Lack, Reading};
    use domain::Day;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_goals_of_both_plans_and_of_the_minister_are_shipped_each_with_its_source() {
        let goals = Goals::shipped();
        let of = |start: &str| goals.all().iter().filter(|t| t.id.starts_with(start)).count();
        assert_eq!((of("aabenraa-2017-"), of("hedensted-2017-"), of("minister-2017-")), (6, 12, 4));
        assert!(goals.all().iter().all(|t| t.source.contains("plan")));
    }

    #[test]
    fn a_goal_whose_plan_leaves_the_first_value_out_says_so_and_nothing_else() {
        let youth = &Goals::shipped().find("hedensted-2017-unge-3").unwrap().goal.clone();
        let reading = Reading { on: day("2017-12-31"), now: Some(Exact::whole(300)), others: None, others_then: None };
        let standing = youth.standing(reading);
        assert_eq!((standing.reached, standing.target, standing.lacks), (None, None, vec![Lack::Baseline]));
    }

    #[test]
    fn what_a_plan_leaves_out_is_known_before_anybody_has_a_number() {
        let goals = Goals::shipped();
        let lacks = |id: &str| goals.find(id).unwrap().goal.lacks();
        assert_eq!(lacks("aabenraa-2017-1a"), []);
        assert_eq!(lacks("aabenraa-2017-1b"), [], "a level beside the others' has no first value");
        assert_eq!(lacks("hedensted-2017-unge-3"), [Lack::Baseline]);
        assert_eq!(lacks("hedensted-2017-rettidighed"), [Lack::Number, Lack::Date]);
    }

    #[test]
    fn thirty_five_of_sixty_four_reaches_the_half_that_aabenraa_aims_at() {
        let goals = Goals::shipped();
        let goal = &goals.find("aabenraa-2017-2a").unwrap().goal;
        let now = Exact::share(35, 64).map(Exact::times_100);
        let standing = goal.standing(Reading { on: day("2016-10-01"), now, others: None, others_then: None });
        assert_eq!(standing.reached, Some(true));
    }

    #[test]
    fn a_goal_with_a_mistake_is_named_with_its_line() {
        let text = "[[goal]]\nid = \"a\"\nplan = \"p\"\nsource = \"s\"\nname = \"n\"\nunit = \"personer\"\npopulation = \"bestand\"\naim = \"level\"\nside = \"below\"\n";
        let said =
            |text: &str| -> Vec<String> { Goals::parse(text).unwrap_err().iter().map(ToString::to_string).collect() };
        assert!(said(text).iter().any(|s| s.contains("names a benchmark when it compares")), "{:?}", said(text));
        let whole = format!("{text}benchmark = \"klynge\"\n");
        assert!(Goals::parse(&whole).is_ok());
        assert!(said(&format!("{whole}\n{whole}")).iter().any(|s| s.contains("stands twice")));
        let half = whole.replace("side = \"below\"\n", "");
        assert!(said(&half).iter().any(|s| s.starts_with("line 8") && s.contains("is no aim")), "{:?}", said(&half));
        let no_day = format!("{whole}baseline = 3\n");
        assert!(said(&no_day).iter().any(|s| s.contains("the day of the baseline")));
    }
}

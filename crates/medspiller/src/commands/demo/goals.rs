//! Fjordby's own goals, so that *Mål* and *Ledelse* have something to show. Invented, as everything in the demo.

use crate::Failure;
use app::access::{Role, Viewer};
use app::figures::Exact;
use app::figures::goal::{Benchmark, Measure, Population, Side};
use app::goals::{AimKind, GoalForm, GoalPosted, Measured};
use app::{App, AppError, Moment};
use domain::Day;
use domain::codes::Benefit;

const DECIDED: &str = "Opdigtet: Fjordby Byråd, beskæftigelsesplanen for året. Alt i eksemplet er opdigtet.";

fn own(measure: Measure, benefit: Option<Benefit>) -> GoalForm {
    let population = measure.populations().first().copied();
    GoalForm {
        measured: Some(Measured::Own { measure, benefit, part: None }),
        benefit,
        population,
        ..GoalForm::default()
    }
}

/// Four goals of the year, each of another kind.
fn goals() -> [GoalForm; 4] {
    let n = Exact::whole;
    [
        GoalForm {
            name: "Lovens frister holdt på dagen".into(),
            aim: Some(AimKind::Reach),
            number: Some(n(97)),
            side: Some(Side::Above),
            ..own(Measure::RettidighedLov, None)
        },
        GoalForm {
            name: "Færre på fleksløntilskud".into(),
            aim: Some(AimKind::Change),
            number: Some(n(-4)),
            ..own(Measure::Fuldtidspersoner, Some(Benefit::Fleksloentilskud))
        },
        GoalForm {
            name: "Kontanthjælp under klyngen".into(),
            measured: Some(Measured::Published("kontanthjaelp-andel".into())),
            population: Some(Population::Bestand),
            aim: Some(AimKind::LevelAndTrend),
            side: Some(Side::Below),
            benchmark: Some(Benchmark::Klynge),
            ..GoalForm::default()
        },
        GoalForm {
            name: "Kortere forløb på sygedagpenge".into(),
            aim: Some(AimKind::Reach),
            number: Some(n(120)),
            side: Some(Side::Below),
            ..own(Measure::Varighed, Some(Benefit::Sygedagpenge))
        },
    ]
}

/// Written by the analyst, each from what the numbers were at the end of last year.
pub(super) async fn fill(app: &App, name: &str, moment: Moment) -> Result<(), Failure> {
    let failed = |e: AppError| Failure::Run(format!("the demo's goals could not be written: {e}"));
    let viewer = Viewer { login: "mads".into(), name: name.into(), role: Role::Analyst, unit: String::new() };
    let year = moment.today.year();
    let since = Day::new(year - 1, 12, 31);
    for (at, goal) in goals().into_iter().enumerate() {
        let mut form = GoalForm { since, by: Day::new(year, 12, 31), source: DECIDED.into(), ..goal };
        let found = match form.counted() {
            Some(counted) => app.goal_baseline(&viewer, &counted, moment).await.map_err(failed)?,
            None => None,
        };
        // As it is printed: a goal begins with a number that can be written.
        let decimals = form.measured.as_ref().map_or(0, Measured::decimals);
        let printed = |n: Exact| Exact::decimal(i64::try_from(n.rounded(decimals)).ok()?, decimals);
        form.baseline = found.and_then(|(_, value)| printed(value));
        form.since = since.filter(|_| form.baseline.is_some());
        let posted = GoalPosted { goal: None, version: 0, key: format!("demo-goal-{at}") };
        app.goal_save(&viewer, &posted, &form, moment).await.map_err(failed)?;
    }
    Ok(())
}

//! The municipality's own goals: who writes them, what becomes of each step, and where they stand by its own numbers.

use crate::comparison::aabenraa;
use crate::databases::on_each;
use crate::leadership::{analyst, with};
use crate::team::{hanne, today};
use crate::world::{day, fjordby, viewer};
use app::access::{Refusal, Role};
use app::figures::goal::{Benchmark, Doubt, Formula, Lack, Measure, Population, Side};
use app::figures::projection::{Cut, Without};
use app::figures::{Exact, Month, Value};
use app::goals::{AimKind, GoalForm, GoalPart, GoalPosted, GoalState, GoalView, Measured, UNDONE};
use app::import::statistics::import_table;
use app::{App, AppError};
use domain::codes::Benefit;
use domain::instant::Instant;

fn n(value: i32) -> Exact {
    Exact::whole(value)
}

pub(crate) fn own(measure: Measure, benefit: Option<Benefit>) -> GoalForm {
    GoalForm {
        name: "Et mål".into(),
        measured: Some(Measured::Own { measure, benefit, part: None }),
        benefit,
        population: Some(measure.populations()[0]),
        source: "Byrådet 16. december 2025, punkt 7".into(),
        ..GoalForm::default()
    }
}

/// At most two full-time persons on dagpenge by the end of the year, from three.
fn fewer() -> GoalForm {
    GoalForm {
        aim: Some(AimKind::Reach),
        number: Some(n(2)),
        side: Some(Side::Below),
        baseline: Some(n(3)),
        since: Some(day("2025-12-31")),
        by: Some(day("2026-12-31")),
        ..own(Measure::Fuldtidspersoner, Some(Benefit::Dagpenge))
    }
}

fn posted(goal: Option<i64>, version: i64, key: &str) -> GoalPosted {
    GoalPosted { goal, version, key: key.into() }
}

pub(crate) async fn save(app: &App, form: &GoalForm) -> i64 {
    let key = format!("{}-{:?}-{:?}", form.name, form.measured, form.part);
    app.goal_save(&analyst(), &posted(None, 0, &key), form, today()).await.unwrap()
}

async fn one(app: &App, goal: i64) -> GoalView {
    app.goal(&analyst(), goal, today()).await.unwrap().0
}

/// February 2026 has 28 days: four on dagpenge all the time, one of them for 14 days of February.
const FOUR: [&str; 4] =
    ["dagpenge 2024-01-01", "dagpenge 2024-01-01", "dagpenge 2024-01-01", "dagpenge 2024-01-01 2026-02-14"];

#[test]
fn a_goal_is_counted_by_the_number_that_leadership_shows() {
    on_each(async |address| {
        let app = with(address, &FOUR).await;
        let goal = save(&app, &fewer()).await;
        let figure = one(&app, goal).await.figure.unwrap();
        let page = app.leadership(&analyst(), None, today()).await.unwrap();
        let shown = page.benefits.iter().find(|row| row.benefit == Some(Benefit::Dagpenge)).unwrap();
        assert_eq!(figure.latest, Some((page.last, shown.full_time[12])));
        assert_eq!(figure.latest.unwrap().1, Value::Number(Exact::decimal(35, 1).unwrap()));
        assert_eq!(figure.series.months.len(), 25);
        assert!(figure.preliminary, "what is registered late is missing in the last month");
        // From 3 to 2, and now at 3.5: half as far as the whole way, and backwards.
        let (from, now, target) = (n(3), Exact::decimal(35, 1).unwrap(), n(2));
        assert_eq!(figure.standing.formulas, [Formula::Attained { from, now, target }]);
        assert_eq!((figure.state, figure.standing.attained), (GoalState::Bagud, Some(n(-50))));
        // Ten months are left for one and a half.
        assert_eq!(figure.standing.a_month, Exact::decimal(-15, 2));
        assert_eq!(figure.doubts, [Doubt::BaselineDiffers], "December had four, the goal says three");
    });
}

#[test]
fn the_projection_rests_on_settled_months_and_ends_with_the_goal_s_last_day() {
    on_each(async |address| {
        let app = with(address, &FOUR).await;
        let goal = save(&app, &fewer()).await;
        let found = one(&app, goal).await.figure.unwrap().projection.unwrap();
        let month = |year, month| Month::new(year, month).unwrap();
        assert_eq!((found.months, found.through), (24, month(2026, 1)), "February may still change");
        assert_eq!(found.ahead.last().unwrap().month, month(2026, 12));
        assert!(found.ahead.iter().all(|ahead| ahead.middle == n(4)), "nothing has moved in two years");
    });
}

#[test]
fn a_benefit_that_counts_other_people_since_july_has_too_few_months_for_a_projection() {
    on_each(async |address| {
        let app = with(address, &["kontanthjaelp 2024-01-01"; 4]).await;
        let form = own(Measure::Personer, Some(Benefit::Kontanthjaelp));
        let goal = save(&app, &GoalForm { measured: form.measured.clone(), benefit: form.benefit, ..fewer() }).await;
        let july = Month::new(2025, 7).unwrap();
        let found = one(&app, goal).await.figure.unwrap().projection;
        assert_eq!(found, Err(Without::Few { months: 7, cut: Some(Cut::Break(july)) }));
    });
}

#[test]
fn two_persons_are_not_shown_in_a_goal_either() {
    on_each(async |address| {
        let app = with(address, &["dagpenge 2024-01-01", "dagpenge 2024-01-01"]).await;
        let goal = save(&app, &fewer()).await;
        let figure = one(&app, goal).await.figure.unwrap();
        assert_eq!(figure.latest.unwrap().1, Value::Suppressed);
        assert_eq!((figure.state, figure.standing.lacks.clone()), (GoalState::Mangler, vec![Lack::Now]));
        let january = Month::new(2026, 1).unwrap();
        assert_eq!(figure.projection, Err(Without::NoLast(january)));
    });
}

#[test]
fn a_change_is_a_new_version_with_its_reason_and_undo_says_again_what_was_said_before() {
    on_each(async |address| {
        let app = with(address, &FOUR).await;
        let goal = save(&app, &fewer()).await;
        let first = one(&app, goal).await;
        let form = GoalForm { number: Some(n(1)), reason: "Byrådet hævede målet".into(), ..fewer() };
        let change = posted(Some(goal), first.newest().number, "ret");
        app.goal_save(&analyst(), &change, &form, today()).await.unwrap();
        let changed = one(&app, goal).await;
        assert_eq!((changed.versions.len(), changed.newest().reason.as_str()), (2, "Byrådet hævede målet"));
        assert_eq!(changed.versions[1], first.versions[0], "what was said before stands as it was");
        app.goal_save(&analyst(), &change, &form, today()).await.unwrap();
        assert_eq!(one(&app, goal).await.versions.len(), 2, "the second post of one form saves once");
        let late = posted(Some(goal), first.newest().number, "for sent");
        assert!(matches!(app.goal_save(&analyst(), &late, &form, today()).await, Err(AppError::Conflict)));
        let undo = posted(Some(goal), changed.newest().number, "fortryd");
        app.goal_undo(&analyst(), &undo, today()).await.unwrap();
        let undone = one(&app, goal).await;
        assert_eq!((undone.versions.len(), undone.newest().reason.as_str()), (3, UNDONE));
        assert_eq!(undone.text(), first.text());
    });
}

#[test]
fn a_goal_that_ends_is_no_longer_counted_stays_to_be_read_and_can_begin_again() {
    on_each(async |address| {
        let app = with(address, &FOUR).await;
        let goal = save(&app, &fewer()).await;
        let version = one(&app, goal).await.newest().number;
        let no_reason = app.goal_end(&analyst(), &posted(Some(goal), version, "a"), " ", today()).await;
        assert!(matches!(no_reason, Err(AppError::Form(wrong)) if wrong[0].field == "grund"));
        app.goal_end(&analyst(), &posted(Some(goal), version, "b"), "Nyt mål i 2027", today()).await.unwrap();
        let ended = one(&app, goal).await;
        assert!(ended.ended() && ended.newest().reason == "Nyt mål i 2027");
        assert!(app.goal_status(&analyst(), today()).await.unwrap().is_empty());
        app.goal_undo(&analyst(), &posted(Some(goal), ended.newest().number, "c"), today()).await.unwrap();
        assert_eq!(app.goal_status(&analyst(), today()).await.unwrap().len(), 1);
    });
}

#[test]
fn those_who_count_write_goals_those_who_lead_see_their_numbers_and_others_read_them() {
    on_each(async |address| {
        let app = with(address, &FOUR).await;
        save(&app, &fewer()).await;
        for (role, reads, sees, writes) in [
            (Role::Caseworker, true, false, false),
            (Role::TeamLeader, true, true, false),
            (Role::Consultant, true, false, false),
            (Role::Analyst, true, true, true),
            (Role::ExternalActor, false, false, false),
            (Role::Administrator, true, true, true),
        ] {
            let who = viewer("anna", role, "team-vest");
            let found = app.goals(&who, today()).await;
            assert_eq!(found.is_ok(), reads, "{role:?}");
            if let Ok(found) = found {
                assert_eq!((found.figures, found.may_write), (sees, writes), "{role:?}");
                assert_eq!(found.goals[0].figure.is_some(), sees, "{role:?}");
            }
            let form = GoalForm { name: format!("Mål af {role:?}"), ..fewer() };
            let saved = app.goal_save(&who, &posted(None, 0, &format!("{role:?}")), &form, today()).await;
            assert_eq!(saved.is_ok(), writes, "{role:?}");
            assert!(writes || matches!(saved, Err(AppError::NoAccess(Refusal::NotForGoals))), "{role:?}");
        }
    });
}

#[test]
fn everything_that_is_wrong_with_a_goal_is_said_at_once_and_nothing_is_saved() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let wrong = async |form: GoalForm| -> Vec<&'static str> {
            match app.goal_save(&analyst(), &posted(None, 0, "x"), &form, today()).await {
                Err(AppError::Form(wrong)) => wrong.into_iter().map(|e| e.field).collect(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(wrong(GoalForm::default()).await, ["navn", "figur", "taeller", "maal", "kilde"]);
        let reach = GoalForm { number: None, side: None, ..fewer() };
        assert_eq!(wrong(reach).await, ["tal", "vej"]);
        assert_eq!(wrong(GoalForm { since: None, ..fewer() }).await, ["fra_dag"]);
        assert_eq!(wrong(GoalForm { by: Some(day("2025-01-01")), ..fewer() }).await, ["senest"]);
        assert_eq!(wrong(GoalForm { since: Some(day("2026-03-17")), ..fewer() }).await, ["fra_dag"]);
        assert_eq!(wrong(GoalForm { population: Some(Population::Ophobet), ..fewer() }).await, ["taeller"]);
        assert_eq!(wrong(GoalForm { benchmark: Some(Benchmark::Rar), ..fewer() }).await, ["mod"]);
        let against = GoalForm { aim: Some(AimKind::Level), number: None, ..fewer() };
        assert_eq!(wrong(against).await, ["mod"]);
        let part = |key: &str| Some(GoalPart::Duty(key.into()));
        assert_eq!(wrong(GoalForm { part: part("jobsamtale"), ..fewer() }).await, ["del"], "persons have no dates");
        let kept = GoalForm { benefit: None, ..of_dates(part("findes_ikke")) };
        assert_eq!(wrong(kept).await, ["del"], "no rule has that duty");
        let length = own(Measure::Varighed, None);
        assert_eq!(
            wrong(GoalForm { measured: length.measured, population: length.population, benefit: None, ..fewer() })
                .await,
            ["ydelse"]
        );
        assert!(app.goals(&analyst(), today()).await.unwrap().goals.is_empty());
    });
}

/// Eight were there on 31 December, of whom three have gone since; three have come in each of the two months.
fn closed() -> Vec<&'static str> {
    let (stays, goes) = (["dagpenge 2025-06-01"; 5], ["dagpenge 2025-06-01 2026-01-10"; 3]);
    [&stays[..], &goes, &["dagpenge 2026-01-09"; 3], &["dagpenge 2026-02-09"; 3]].concat()
}

#[test]
fn a_stock_a_closed_group_and_all_who_came_are_three_numbers() {
    on_each(async |address| {
        let app = with(address, &closed()).await;
        let now = async |measure, population, from| {
            let base = own(measure, Some(Benefit::Dagpenge));
            let name = format!("{population:?} {measure:?}");
            let form = GoalForm {
                name,
                measured: base.measured,
                population: Some(population),
                baseline: Some(n(from)),
                number: Some(n(100)),
                ..fewer()
            };
            let goal = save(&app, &form).await;
            let figure = one(&app, goal).await.figure.unwrap();
            (figure.latest.unwrap().1, figure.doubts)
        };
        let number = |value| (Value::Number(n(value)), vec![Doubt::ReachedAtStart]);
        assert_eq!(now(Measure::Forloeb, Population::Bestand, 8).await, number(11));
        assert_eq!(now(Measure::Forloeb, Population::LukketGruppe, 8).await, number(5));
        assert_eq!(now(Measure::Tilgang, Population::Ophobet, 0).await, number(6));
        assert_eq!(now(Measure::Tilgang, Population::Maaned, 0).await.0, Value::Number(n(3)));
    });
}

#[test]
fn the_first_value_is_offered_from_the_numbers_of_its_month() {
    on_each(async |address| {
        let app = with(address, &FOUR).await;
        let offered =
            async |form: GoalForm| app.goal_baseline(&analyst(), &form.counted().unwrap(), today()).await.unwrap();
        let december = Some((day("2025-12-31"), n(4)));
        assert_eq!(offered(GoalForm { baseline: None, ..fewer() }).await, december);
        let january = Some((day("2026-01-31"), n(4)));
        assert_eq!(offered(GoalForm { since: None, ..fewer() }).await, january, "the last month that is settled");
        assert_eq!(offered(GoalForm { since: Some(day("2020-01-31")), ..fewer() }).await, None);
    });
}

async fn import(app: &App) {
    let table = "omraade;periode;populationRate\n\
        Aabenraa;2025M12;2,0\nAabenraa;2026M02;1,8\nRingsted;2025M12;2,0\nRingsted;2026M02;2,1\n\
        Vejle;2025M12;3,0\nVejle;2026M02;2,9\n";
    let report = import_table(&app.store, "y60a02", "y60a02.csv", table.as_bytes(), Instant(1)).await.unwrap();
    assert_eq!(report.refused, 0, "{:?}", report.problems);
}

#[test]
fn a_goal_beside_the_others_is_answered_by_their_simple_average_without_the_municipality_itself() {
    on_each(async |address| {
        let app = aabenraa(address).await;
        let form = GoalForm {
            name: "Under klyngen".into(),
            measured: Some(Measured::Published("kontanthjaelp-andel".into())),
            benefit: None,
            aim: Some(AimKind::LevelAndTrend),
            number: None,
            baseline: Some(n(2)),
            benchmark: Some(Benchmark::Klynge),
            ..fewer()
        };
        let goal = save(&app, &form).await;
        let without = one(&app, goal).await.figure.unwrap();
        assert_eq!((without.state, without.standing.lacks.clone()), (GoalState::Mangler, vec![Lack::Now]));
        import(&app).await;
        let figure = one(&app, goal).await.figure.unwrap();
        let tenths = |n| Exact::decimal(n, 1).unwrap();
        let (own, others, then) = (tenths(18), tenths(25), tenths(25));
        assert_eq!(
            figure.standing.formulas,
            [
                Formula::Level { own, others },
                Formula::ChangeOfChanges { from: n(2), now: own, others_from: then, others_now: others }
            ]
        );
        assert_eq!(figure.state, GoalState::Naaet);
        let country = GoalForm { name: "Under landet".into(), benchmark: Some(Benchmark::Land), ..form };
        let goal = save(&app, &country).await;
        assert_eq!(one(&app, goal).await.figure.unwrap().standing.target, Some(others));
    });
}

#[test]
fn an_own_count_that_no_table_has_says_that_the_others_are_missing() {
    on_each(async |address| {
        let app = with(address, &FOUR).await;
        let form = GoalForm { aim: Some(AimKind::Level), number: None, benchmark: Some(Benchmark::Rar), ..fewer() };
        let goal = save(&app, &form).await;
        let figure = one(&app, goal).await.figure.unwrap();
        assert_eq!((figure.state, figure.standing.lacks), (GoalState::Mangler, vec![Lack::Benchmark]));
    });
}

#[test]
fn the_status_of_goals_has_baseline_latest_the_year_before_change_and_formula() {
    on_each(async |address| {
        let app = with(address, &FOUR).await;
        save(&app, &fewer()).await;
        save(
            &app,
            &GoalForm {
                name: "Uden tal".into(),
                aim: Some(AimKind::Direction),
                number: None,
                baseline: None,
                since: None,
                by: None,
                ..fewer()
            },
        )
        .await;
        let rows = app.goal_status(&hanne(), today()).await.unwrap();
        assert_eq!(rows.len(), 2);
        let row = &rows[0];
        assert_eq!((row.baseline, row.last_year), (Some((day("2025-12-31"), n(3))), Value::Number(n(4))));
        let change = row.change.unwrap();
        assert_eq!(change.relative, Value::Number(Exact::decimal(-125, 1).unwrap()));
        assert_eq!(row.formulas[0].danish(row.decimals), "(3,0 − 3,5) / (3,0 − 2,0) = −50,0 pct.");
        assert_eq!((row.state, row.preliminary), (GoalState::Bagud, true));
        assert_eq!((rows[1].state, rows[1].lacks.clone()), (GoalState::Mangler, vec![Lack::Number, Lack::Date]));
        let karen = viewer("karen", Role::Caseworker, "team-vest");
        assert!(matches!(app.goal_status(&karen, today()).await, Err(AppError::NoAccess(Refusal::NotForFigures))));
    });
}

/// At least 90 per cent of the law's dates; of all, or of one duty.
pub(crate) fn of_dates(part: Option<GoalPart>) -> GoalForm {
    GoalForm {
        part,
        aim: Some(AimKind::Reach),
        number: Some(n(90)),
        side: Some(Side::Above),
        by: Some(day("2026-12-31")),
        ..own(Measure::RettidighedLov, None)
    }
}

#[test]
fn a_goal_of_dates_kept_is_the_timeliness_that_leadership_shows() {
    on_each(async |address| {
        let app = crate::team::filled(address).await;
        let goal = save(&app, &of_dates(None)).await;
        let figure = one(&app, goal).await.figure.unwrap();
        let page = app.leadership(&analyst(), None, today()).await.unwrap();
        let shown = page.timeliness.kept[0].1.day.map(|share| share.percent().unwrap());
        assert_eq!(figure.latest.unwrap().1.number(), shown);
        assert!(figure.series.months.iter().filter(|(_, value)| value.number().is_some()).count() >= 3);
    });
}

#[test]
fn a_goal_comes_through_a_backup() {
    on_each(async |address| {
        let app = with(address, &FOUR).await;
        save(&app, &fewer()).await;
        let mut lines = Vec::new();
        app.store.backup(&mut lines).await.unwrap();
        let text = String::from_utf8(lines).unwrap();
        let row = text.lines().find(|line| line.starts_with("[\"goal_version\"")).unwrap();
        assert!(row.contains("Et mål"), "{row}");
    });
}

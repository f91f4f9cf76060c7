//! Beside the numbers of *Rettidighed*: the municipality's own goals, and the sums of areas.

use crate::databases::on_each;
use crate::goals::{of_dates, save};
use crate::team::{hanne, today};
use crate::timeliness::{DUE, behind, duty, month, of, page, row, sixteen, with};
use app::App;
use app::config::{Config, Under, Unit};
use app::figures::Exact;
use app::figures::suppression::Published;
use app::goals::{GoalForm, GoalPart, GoalState};
use app::team::Kept;
use app::timeliness::{Row, TimelinessFilter};
use std::sync::Arc;

/// Talks: 6 of 16 on the day. Offers: 9 of 10.
#[test]
fn a_goal_for_one_duty_stands_beside_it_and_is_answered_by_its_dates_alone() {
    on_each(async |address| {
        let offers = [vec!["dagpenge 2026-02-02 2026-02-09 team-vest"; 9], vec!["dagpenge 2026-02-02 - team-vest"; 4]];
        let app = with(address, &[sixteen(), offers.concat()].concat()).await;
        let (all, talks) = (of_dates(None), of_dates(Some(GoalPart::Duty("jobsamtale".into()))));
        save(&app, &all).await;
        save(&app, &talks).await;
        save(&app, &GoalForm { number: Some(Exact::whole(60)), ..of_dates(Some(GoalPart::Duty("tilbud".into()))) })
            .await;
        let found = page(&app, DUE).await;
        let stands: Vec<(Option<&str>, i128, GoalState)> = found
            .goals
            .iter()
            .map(|view| {
                let figure = view.figure.as_ref().unwrap();
                let (layer, duty) = view.text().measured.dates().unwrap();
                assert_eq!(layer, Kept::Law);
                let (at, value) = figure.latest.unwrap();
                assert_eq!(at, month(2026, 2));
                (duty, value.number().unwrap().rounded(1), figure.state)
            })
            .collect();
        // 15 of 29, 6 of 16 and 9 of 13.
        let wanted = [
            (None, 517, GoalState::Mangler),
            (Some("jobsamtale"), 375, GoalState::Mangler),
            (Some("tilbud"), 692, GoalState::Naaet),
        ];
        assert_eq!(stands, wanted, "a goal without a first value is reached or not, and the way to it is not known");
        assert_eq!(found.goals[1].newest().part_title.as_deref(), Some("jobsamtale inden 1 week"));
        let of_goals = page(&app, TimelinessFilter { layer: Kept::Goal, ..DUE }).await;
        assert_eq!(of_goals.goals.len(), 0, "the law's dates are no answer to a goal for the municipality's own");
        let team = app.team(&hanne(), crate::team::choose(app::team::Which::All, 8), today()).await.unwrap();
        assert_eq!(team.goals.len(), 3);
        assert!(team.goals.iter().all(|view| view.figure.is_none()), "the municipality's numbers are not the team's");
    });
}

/// The analyst takes the goal's month where the page hides it, and finds no number there either.
#[test]
fn a_duty_that_is_hidden_on_the_page_has_no_number_in_its_goal() {
    on_each(async |address| {
        let offers = vec!["dagpenge 2026-02-02 - team-vest"; 2];
        let app = with(address, &[sixteen(), offers].concat()).await;
        save(&app, &of_dates(Some(GoalPart::Duty("tilbud".into())))).await;
        let found = page(&app, DUE).await;
        assert_eq!(row(&found.duties, &duty("tilbud")), None);
        let figure = found.goals[0].figure.as_ref().unwrap();
        assert_eq!(figure.latest.unwrap().1, app::figures::Value::Suppressed);
        assert_eq!(figure.state, GoalState::Mangler);
    });
}

/// Units put under *Job*.
fn under_job(app: &App, units: &[&str]) -> Arc<Config> {
    let put = |unit: &Unit| match units.contains(&unit.key.as_str()) {
        true => Unit { under: vec![Under::always("job")], ..unit.clone() },
        false => unit.clone(),
    };
    let all = app.config.units.iter().map(put).chain([Unit::own("job", "Job")]).collect();
    Arc::new(Config { units: all, ..(*app.config).clone() })
}

/// In Team Visitation one of six is late, so that it is hidden and Team Unge with it.
fn three_teams() -> Vec<&'static str> {
    [
        vec!["kontanthjaelp 2026-02-02 2026-02-09 team-vest"; 10],
        vec!["kontanthjaelp 2026-02-02 - team-vest"; 10],
        vec!["kontanthjaelp 2026-02-02 2026-02-09 team-unge"; 6],
        vec!["kontanthjaelp 2026-02-02 - team-unge"; 4],
        vec!["kontanthjaelp 2026-02-02 2026-02-09 visitation"; 5],
        vec!["kontanthjaelp 2026-02-02 - visitation"; 1],
    ]
    .concat()
}

#[test]
fn an_area_is_the_sum_of_its_teams_and_opens_to_their_dates() {
    on_each(async |address| {
        let mut app = with(address, &three_teams()).await;
        app.config = under_job(&app, &["team-unge", "visitation"]);
        let found = page(&app, DUE).await;
        let unit = |key: &str| row(&found.units, &Row::Unit(key.into()));
        assert_eq!((unit("team-unge"), unit("visitation")), (None, None), "one late of six, and the next with it");
        let job = Row::Area("job".into());
        assert_eq!(row(&found.areas, &job), Some((11, 16)), "6 and 5 of 10 and 6");
        assert_eq!(
            found.over_areas.iter().map(|r| (r.title.as_str(), r.law)).collect::<Vec<_>>(),
            [("Job", Published::Count(5))]
        );
        let late = behind(&app, &hanne(), DUE, job.clone(), true).await;
        assert_eq!((late.rows.len(), of(late.shown.day), late.title.as_str()), (5, Some((11, 16)), "Job"));
        assert!(late.rows.iter().all(|r| r.unit != "Team Vest"));
    });
}

#[test]
fn an_area_whose_sum_would_leave_one_hidden_team_alone_is_hidden() {
    on_each(async |address| {
        let mut app = with(address, &three_teams()).await;
        app.config = under_job(&app, &["team-vest", "team-unge"]);
        let found = page(&app, DUE).await;
        assert_eq!(row(&found.areas, &Row::Area("job".into())), None, "36 less 30 would be Visitation");
        assert_eq!(found.over_areas[0].law, Published::Suppressed);
        let late = behind(&app, &hanne(), DUE, Row::Area("job".into()), true).await;
        assert_eq!(late.shown.day, None);
    });
}

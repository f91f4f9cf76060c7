//! Units under units: an area's lists hold its groups' cases, on the days they lie under it.

use crate::databases::on_each;
use crate::team::{choose, filled, hanne};
use crate::world::{accounts, day, noon, viewer};
use app::access::Role;
use app::config::{Config, Under, Unit};
use app::overview::{Filter, Whose};
use app::selection::Wanted;
use app::team::Which;
use app::{App, Moment};
use std::sync::Arc;

/// Fjordby with *Job* above Team Vest, and above Team Unge until 16 March.
async fn with_area(address: &str) -> App {
    let mut app = filled(address).await;
    let until = Under { through: Some(day("2026-03-16")), ..Under::always("job") };
    let units = app.config.units.iter().map(|unit| match unit.key.as_str() {
        "team-vest" => Unit { under: vec![Under::always("job")], ..unit.clone() },
        "team-unge" => Unit { under: vec![until.clone()], ..unit.clone() },
        _ => unit.clone(),
    });
    let units = units.chain([Unit::own("job", "Job")]).collect();
    app.config = Arc::new(Config { units, ..(*app.config).clone() });
    app
}

async fn cases(app: &App, unit: &str, today: Moment) -> (usize, usize) {
    let karen = viewer("karen", Role::Caseworker, "team-vest");
    let whose = Whose::Unit(unit.into());
    let list = app.overview(&karen, Filter { whose: whose.clone(), ..Filter::mine() }, today).await.unwrap();
    let wanted = Wanted { whose: Some(whose), ..Wanted::default() };
    (list.cases, app.select(&karen, wanted, None, today).await.unwrap().of)
}

#[test]
fn a_list_of_an_area_holds_the_cases_of_its_units_on_the_days_they_lie_under_it() {
    on_each(async |address| {
        let app = with_area(address).await;
        let (with, without) = (noon(day("2026-03-16")), noon(day("2026-03-17")));
        let (vest, unge) = (cases(&app, "team-vest", with).await, cases(&app, "team-unge", with).await);
        assert!(vest.0 > 0 && unge.0 > 0 && vest.0 == vest.1 && unge.0 == unge.1, "{vest:?} {unge:?}");
        assert_eq!(cases(&app, "job", with).await, (vest.0 + unge.0, vest.1 + unge.1));
        assert_eq!(cases(&app, "job", without).await, vest);
    });
}

#[test]
fn who_leads_an_area_has_the_cases_colleagues_and_dates_of_its_units_on_team() {
    on_each(async |address| {
        let app = with_area(address).await;
        accounts(&app).await;
        let (today, tomorrow) = (noon(day("2026-03-16")), noon(day("2026-03-17")));
        let leader = viewer("jette", Role::TeamLeader, "job");
        let page = app.team(&leader, choose(Which::All, 0), today).await.unwrap();
        let vest = app.team(&hanne(), choose(Which::All, 0), today).await.unwrap();
        let ulla = viewer("ulla", Role::TeamLeader, "team-unge");
        let unge = app.team(&ulla, choose(Which::All, 0), today).await.unwrap();
        assert_eq!(page.case_count, vest.case_count + unge.case_count);
        let colleague = |login: &str| page.load.iter().any(|l| l.login.as_deref() == Some(login));
        assert!(colleague("karen") && colleague("peter") && !colleague("bente"), "{:?}", page.load);
        let after = app.team(&leader, choose(Which::All, 0), tomorrow).await.unwrap();
        assert_eq!(after.case_count, vest.case_count);
        // Who leads a unit has no say in what is above it.
        assert!(vest.case_count < page.case_count);
    });
}

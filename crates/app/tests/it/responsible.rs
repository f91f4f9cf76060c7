//! Who answers for a citizen's rights: the unit that the municipality's configuration names.

use crate::databases::on_each;
use crate::team::{choose, hanne};
use crate::world::{FJORDBY, arrive, day, municipality, noon, viewer};
use app::App;
use app::access::Role;
use app::config::{Answers, Config, Responsible, Unit};
use app::team::Which;
use std::sync::Arc;
use store::Store;

/// Fjordby with the model's rules, which say *Jobcentret*, and this word of its configuration.
async fn told(address: &str, responsible: Vec<Responsible>) -> App {
    let mut app = municipality(&Store::open(address).await.unwrap(), FJORDBY, "klap-minimum").await;
    let mut units = app.config.units.clone();
    units.push(Unit::own("team-flex", "Team Fleks"));
    app.config = Arc::new(Config { units, responsible, ..(*app.config).clone() });
    app
}

/// Who answers for the rights on Poul's page.
async fn answers(app: &App, case: i64, today: &str) -> Vec<(String, Answers)> {
    let owner = viewer("karen", Role::Caseworker, "team-vest");
    let page = app.citizen(&owner, case, None, "opslag", noon(day(today))).await.unwrap();
    page.rights.into_iter().map(|r| (r.rule, r.responsible)).collect()
}

fn of(all: &[(String, Answers)], rule: &str) -> Answers {
    all.iter().find(|(id, _)| id == rule).unwrap_or_else(|| panic!("{rule} is not among {all:?}")).1.clone()
}

const TALKS: &str = "foep-tre-samtaler";

#[test]
fn a_right_is_answered_by_the_unit_the_municipality_names_from_the_day_it_says_and_before_by_the_rules_own_word() {
    on_each(async |address| {
        let flex = Responsible {
            unit: "team-flex".into(),
            from: Some(day("2026-03-16")),
            rights: vec!["ret_vejledende_samtale".into()],
            ..Responsible::default()
        };
        let app = told(address, vec![flex]).await;
        let case = arrive(&app, "story-09-poul", day("2026-03-16")).await;
        let unit = Answers::Unit("Team Fleks".into());
        assert_eq!(of(&answers(&app, case, "2026-03-15").await, TALKS), Answers::Owner);
        assert_eq!(of(&answers(&app, case, "2026-03-16").await, TALKS), unit);
    });
}

#[test]
fn a_team_leader_is_told_of_rights_whose_word_is_no_unit_until_the_configuration_names_one() {
    on_each(async |address| {
        let today = noon(day("2026-03-16"));
        let untold = told(address, Vec::new()).await;
        let gaps = untold.team(&hanne(), choose(Which::All, 0), today).await.unwrap().rights;
        assert!(!gaps.is_empty() && gaps.iter().all(|g| g.responsible == "Jobcentret"), "{gaps:?}");
        let pensioners = Responsible {
            unit: "team-flex".into(),
            chapters: vec!["foertidspension".into()],
            ..Responsible::default()
        };
        let mut app = untold;
        app.config = Arc::new(Config { responsible: vec![pensioners], ..(*app.config).clone() });
        assert_eq!(app.team(&hanne(), choose(Which::All, 0), today).await.unwrap().rights, []);
    });
}

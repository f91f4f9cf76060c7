//! Groups that a municipality has named itself: people are put in them by name, and cases are routed by them.

use crate::databases::on_each;
use crate::imports::{IDA, case_of, citizens, facts};
use crate::question::sick;
use crate::world::{accounts, author, day, fjordby, karen, noon};
use app::config::{NamedGroup, Route};
use app::question::{Answer, Question};
use app::register::{Posted, form_key};
use app::{App, AppError, Moment};
use domain::kinds::FactData;
use std::sync::Arc;

fn today() -> Moment {
    noon(day("2026-03-16"))
}

/// Fjordby with a group of its own, whose new cases open with the young.
async fn with_group(address: &str) -> App {
    let mut app = fjordby(address).await;
    accounts(&app).await;
    let config = Arc::make_mut(&mut app.config);
    let (name, ended) = ("Socialt udsatte".to_owned(), "Gamle sager".to_owned());
    let route = Route { unit: "team-unge".into(), named_groups: vec![name.clone()], ..Route::default() };
    config.routes.insert(0, route);
    config.named_groups = vec![
        NamedGroup { name, from: None, through: None },
        NamedGroup { name: ended, from: None, through: Some(day("2025-12-31")) },
    ];
    app
}

async fn answered(app: &App, question: Question, value: &str, from: &str) -> Result<(), AppError> {
    let version = app.citizen(&karen(), 1, None, "opslag", today()).await.unwrap().version;
    let field = question.fields()[0].name;
    let fields = vec![(field, value.to_owned())];
    let answer = Answer { question, fields, from: Some(day(from)), through: None, minute: None };
    let posted = Posted { case: 1, version, key: form_key() };
    app.answer_register(&karen(), &posted, &answer, today()).await.map(drop)
}

#[test]
fn a_new_case_in_a_group_of_the_municipalitys_own_opens_in_the_unit_that_the_group_is_routed_to() {
    on_each(async |address| {
        let app = with_group(address).await;
        citizens(&app, IDA).await;
        let rows = "citizen;kind;from;benefit;named\n\
                    A1;named_group;2026-03-02;;Socialt udsatte\n\
                    A1;benefit;2026-03-02;kontanthjaelp;\n";
        let report = facts(&app, rows).await;
        assert_eq!(report.accepted, 2, "{:?}", report.problems);
        let (case, _) = case_of(&app, "Ida").await;
        assert_eq!(app.store.case_find(app.municipality, case).await.unwrap().unwrap().unit, "team-unge");
    });
}

#[test]
fn somebody_is_put_in_a_named_group_once_the_handover_proposes_its_unit_and_no_case_moves_by_itself() {
    on_each(async |address| {
        let app = with_group(address).await;
        app.arrive(vec![sick()], &author(), today()).await.unwrap();
        let offered = app.question(&karen(), 1, Question::Gruppe, today()).await.unwrap().offered;
        assert_eq!(
            offered.iter().map(|o| o.value.as_str()).collect::<Vec<_>>(),
            ["Socialt udsatte"],
            "not the ended one"
        );
        let seen = async || app.citizen(&karen(), 1, None, "opslag", today()).await.unwrap();
        let before = seen().await.handover;
        assert_eq!(
            (before.suggested.as_deref(), before.least_loaded),
            (Some("person:ida"), true),
            "no group routes it yet"
        );
        let wrong = answered(&app, Question::Gruppe, "Gamle sager", "2026-03-16").await;
        assert!(matches!(wrong, Err(AppError::Form(m)) if m[0].field == "named"));
        answered(&app, Question::Gruppe, "Socialt udsatte", "2026-03-16").await.unwrap();
        let after = seen().await;
        assert_eq!(after.handover.suggested.as_deref(), Some("enhed:team-unge"));
        assert_eq!(after.axes.owner.as_deref(), Some("karen Eksempel"), "the case is where it was");
        let again = answered(&app, Question::Gruppe, "Socialt udsatte", "2026-03-16").await;
        assert!(matches!(again, Err(AppError::Form(m)) if m[0].key == "question.error.runs_already"));
        let named = FactData::NamedGroup { named: "Socialt udsatte".into() };
        let fact = after.facts.iter().find(|f| f.data == named).unwrap().id.to_string();
        answered(&app, Question::GruppeSlut, &fact, "2026-03-16").await.unwrap();
        assert_eq!(
            app.question(&karen(), 1, Question::Gruppe, today()).await.unwrap().stands.len(),
            1,
            "through today"
        );
    });
}

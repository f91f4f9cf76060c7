//! Handing over: the owner changes on a yes and on nothing else, and there is always exactly one.

use crate::databases::on_each;
use crate::world::{accounts, arrive, day, fjordby, karen, noon, person_of, viewer, write_fact};
use app::access::{Refusal, Role, Viewer};
use app::citizen::CitizenPage;
use app::handover::{Answer, ReceiverUnit};
use app::overview::Filter;
use app::register::{Posted, form_key};
use app::{App, AppError, Moment};
use domain::codes::{DeviationReason, Protection};
use domain::kinds::{FactData, FactKind};

const SIGNE: &str = "story-02a-signe-hospital";

fn today() -> Moment {
    noon(day("2026-03-16"))
}

fn peter() -> Viewer {
    viewer("peter", Role::Caseworker, "team-unge")
}

async fn page(app: &App, who: &Viewer, case: i64) -> CitizenPage {
    app.citizen(who, case, None, "opslag", today()).await.unwrap()
}

async fn posted(app: &App, case: i64) -> Posted {
    let row = app.store.case_find(app.municipality, case).await.unwrap().unwrap();
    Posted { case, version: row.last_commit, key: form_key() }
}

async fn owner(app: &App, case: i64) -> (String, Option<String>) {
    assert_eq!(app.store.case_owner_faults(app.municipality).await.unwrap(), 0);
    let row = app.store.case_find(app.municipality, case).await.unwrap().unwrap();
    (row.unit, row.employee)
}

fn owned(unit: &str, who: Option<&str>) -> (String, Option<String>) {
    (unit.to_owned(), who.map(str::to_owned))
}

async fn asked(app: &App, who: &Viewer) -> Vec<i64> {
    let list = app.overview(who, Filter::mine(), today()).await.unwrap();
    list.handovers.into_iter().map(|h| h.case).collect()
}

async fn written(app: &App, case: i64, kind: FactKind) -> usize {
    let person = person_of(app, case).await;
    let (_, facts) = app.store.fact_list(app.municipality, person).await.unwrap();
    facts.iter().filter(|f| f.fact.kind() == kind).count()
}

async fn begin(address: &str) -> (App, i64) {
    let app = fjordby(address).await;
    accounts(&app).await;
    let case = arrive(&app, SIGNE, today().today).await;
    (app, case)
}

async fn propose(app: &App, case: i64, to: &str) {
    let form = posted(app, case).await;
    app.handover_propose(&karen(), &form, to, today()).await.unwrap();
}

#[test]
fn a_proposal_waits_with_the_receiver_while_the_owner_stays_and_a_yes_moves_the_case() {
    on_each(async |address| {
        let (app, case) = begin(address).await;
        let form = posted(&app, case).await;
        let first = app.handover_propose(&karen(), &form, "person:peter", today()).await.unwrap();
        assert_eq!(app.handover_propose(&karen(), &form, "person:peter", today()).await.unwrap(), first, "once");
        assert_eq!(owner(&app, case).await, owned("team-vest", Some("karen")));
        let waiting = page(&app, &karen(), case).await.handover;
        let shown = waiting.waiting.unwrap();
        assert_eq!((shown.person_name.as_deref(), shown.since), (Some("peter Eksempel"), today().today));
        assert!(!waiting.may_answer && waiting.may_propose);
        assert_eq!(asked(&app, &peter()).await, [case]);
        assert_eq!(asked(&app, &viewer("ulla", Role::TeamLeader, "team-unge")).await, [case]);
        for other in
            [karen(), viewer("ida", Role::Caseworker, "team-vest"), viewer("anna", Role::Caseworker, "team-unge")]
        {
            assert_eq!(asked(&app, &other).await, [0; 0], "{}", other.login);
        }
        assert!(page(&app, &peter(), case).await.handover.may_answer);

        let form = posted(&app, case).await;
        let done = app.handover_answer(&peter(), &form, Answer::Yes, today()).await.unwrap();
        assert_eq!(app.handover_answer(&peter(), &form, Answer::Yes, today()).await.unwrap(), done, "once");
        assert_eq!(owner(&app, case).await, owned("team-unge", Some("peter")));
        assert_eq!(written(&app, case, FactKind::HandoverAccepted).await, 1);
        let stretches = app.store.ownership_list(app.municipality, case).await.unwrap();
        assert_eq!(stretches.last().unwrap().from_commit, done.0, "in the commit of the fact");
        let after = page(&app, &peter(), case).await.handover;
        assert!(after.waiting.is_none());
        assert_eq!(after.owners.len(), 2);
        assert_eq!(after.owners[0].until, Some(today().today));
        assert_eq!(asked(&app, &peter()).await, [0; 0]);
    });
}

#[test]
fn a_no_needs_its_reason_and_leaves_the_case_where_it_is() {
    on_each(async |address| {
        let (app, case) = begin(address).await;
        propose(&app, case, "enhed:team-unge").await;
        let form = posted(&app, case).await;
        let no = Answer::No(DeviationReason::Kapacitet);
        app.handover_answer(&peter(), &form, no, today()).await.unwrap();
        assert_eq!(owner(&app, case).await, owned("team-vest", Some("karen")));
        assert!(page(&app, &karen(), case).await.handover.waiting.is_none());
        // Proposed again after the no, and taken by somebody of the unit.
        propose(&app, case, "enhed:team-unge").await;
        let form = posted(&app, case).await;
        app.handover_answer(&peter(), &form, Answer::Yes, today()).await.unwrap();
        assert_eq!(owner(&app, case).await, owned("team-unge", Some("peter")));
    });
}

#[test]
fn a_leader_takes_a_case_for_the_unit_and_a_named_person_s_for_that_person() {
    on_each(async |address| {
        let (app, case) = begin(address).await;
        let ulla = viewer("ulla", Role::TeamLeader, "team-unge");
        propose(&app, case, "enhed:team-unge").await;
        let form = posted(&app, case).await;
        app.handover_answer(&ulla, &form, Answer::Yes, today()).await.unwrap();
        assert_eq!(owner(&app, case).await, owned("team-unge", None));
        let form = posted(&app, case).await;
        app.handover_propose(&ulla, &form, "person:peter", today()).await.unwrap();
        let form = posted(&app, case).await;
        app.handover_answer(&ulla, &form, Answer::Yes, today()).await.unwrap();
        assert_eq!(owner(&app, case).await, owned("team-unge", Some("peter")));
    });
}

#[test]
fn nobody_but_the_receiver_answers_and_nobody_answers_an_old_page() {
    on_each(async |address| {
        let (app, case) = begin(address).await;
        propose(&app, case, "person:peter").await;
        let facts = app.store.fact_count(app.municipality).await.unwrap();
        for who in
            [karen(), viewer("ida", Role::Caseworker, "team-vest"), viewer("hanne", Role::TeamLeader, "team-vest")]
        {
            let form = posted(&app, case).await;
            let refused = app.handover_answer(&who, &form, Answer::Yes, today()).await;
            assert!(matches!(refused, Err(AppError::NoAccess(Refusal::NotOffered))), "{}: {refused:?}", who.login);
        }
        let old = posted(&app, case).await;
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), facts);
        let form = posted(&app, case).await;
        app.handover_withdraw(&karen(), &form, today()).await.unwrap();
        assert_eq!(app.handover_withdraw(&karen(), &form, today()).await.unwrap().0, old.version + 1, "once");
        let late = app.handover_answer(&peter(), &old, Answer::Yes, today()).await;
        assert!(matches!(late, Err(AppError::Conflict)), "{late:?}");
        assert_eq!(owner(&app, case).await, owned("team-vest", Some("karen")));
        assert_eq!(asked(&app, &peter()).await, [0; 0]);
        assert!(page(&app, &karen(), case).await.handover.waiting.is_none());
    });
}

async fn objection(app: &App, case: i64, to: &str) -> &'static str {
    let form = posted(app, case).await;
    match app.handover_propose(&karen(), &form, to, today()).await {
        Err(AppError::Form(errors)) => errors[0].key,
        other => panic!("{to}: {other:?}"),
    }
}

fn named(offered: &[ReceiverUnit]) -> Vec<&str> {
    offered.iter().flat_map(|u| &u.people).map(|(login, _)| login.as_str()).collect()
}

#[test]
fn a_case_is_not_offered_to_nobody_to_its_owner_or_to_one_in_conflict() {
    on_each(async |address| {
        let (app, case) = begin(address).await;
        for nobody in ["", "enhed:findes-ikke", "person:findes-ikke", "person:mads", "enhed:sekretariat"] {
            assert_eq!(objection(&app, case, nobody).await, "handover.error.choose", "{nobody}");
        }
        assert_eq!(objection(&app, case, "person:karen").await, "handover.error.same");
        write_fact(&app, case, today(), |f| f.data = FactData::ConflictOfInterest { employee: "peter".into() }).await;
        assert_eq!(objection(&app, case, "person:peter").await, "handover.error.conflict");
        let offered = page(&app, &karen(), case).await.handover.receivers;
        assert_eq!(named(&offered), ["hanne", "ida"], "the page names the people of the case's own unit");
        let units: Vec<&str> = offered.iter().map(|u| u.unit.as_str()).collect();
        assert_eq!(units, ["team-vest", "team-unge", "visitation"], "and every unit with somebody who has cases");
        for (text, people) in [
            ("EKSEMPEL", &["hanne", "ida", "ulla", "bente"][..]),
            ("ulla team", &["ulla"]),
            ("visitation", &["bente"]),
            ("karen", &[]),
            ("peter", &[]),
            ("mads", &[]),
            (" ", &[]),
        ] {
            let found = app.handover_search(&karen(), case, text, today()).await.unwrap();
            assert_eq!((named(&found.found), found.total), (people.to_vec(), people.len()), "{text}");
        }
        propose(&app, case, "person:ulla").await;
        assert_eq!(objection(&app, case, "person:ida").await, "handover.error.waiting");
    });
}

#[test]
fn a_specially_protected_case_is_shown_to_the_one_person_who_is_asked_while_the_question_stands() {
    on_each(async |address| {
        let (app, case) = begin(address).await;
        write_fact(&app, case, today(), |f| {
            f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        })
        .await;
        assert_eq!(objection(&app, case, "enhed:team-unge").await, "handover.error.protected");
        let refused = app.citizen(&peter(), case, None, "opslag", today()).await;
        assert!(matches!(refused, Err(AppError::NoAccess(Refusal::ProtectedCase))));
        propose(&app, case, "person:peter").await;
        assert!(page(&app, &peter(), case).await.handover.may_answer);
        let ulla = viewer("ulla", Role::TeamLeader, "team-unge");
        assert_eq!(asked(&app, &ulla).await, [0; 0]);
        let form = posted(&app, case).await;
        app.handover_answer(&peter(), &form, Answer::No(DeviationReason::Kapacitet), today()).await.unwrap();
        let refused = app.citizen(&peter(), case, None, "opslag", today()).await;
        assert!(matches!(refused, Err(AppError::NoAccess(Refusal::ProtectedCase))), "the question is answered");
    });
}

#[test]
fn the_routing_rule_suggests_the_unit_that_serves_the_group() {
    on_each(async |address| {
        let app = fjordby(address).await;
        accounts(&app).await;
        let amir = arrive(&app, "story-07-amir", day("2026-03-09")).await;
        let bente = viewer("bente", Role::Caseworker, "visitation");
        let then = noon(day("2026-03-09"));
        let page = app.citizen(&bente, amir, None, "opslag", then).await.unwrap();
        assert_eq!(page.handover.suggested.as_deref(), Some("enhed:team-unge"));
        assert!(page.handover.waiting.is_none(), "declined on the 9th");
        // No route speaks of her: the intake unit is where a case opens, not where it should go back to.
        let signe = arrive(&app, "story-02a-signe-hospital", day("2026-03-09")).await;
        let page = app.citizen(&viewer("karen", Role::Caseworker, "team-vest"), signe, None, "opslag", then).await;
        let page = page.unwrap().handover;
        assert_eq!(
            page.suggested.as_deref(),
            Some("person:ida"),
            "a colleague without cases, and not the leader of none"
        );
        assert!(page.least_loaded);
    });
}

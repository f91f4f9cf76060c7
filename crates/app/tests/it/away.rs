//! A list given away for some days: the colleague acts and never owns, and each case says what became of it.

use crate::databases::on_each;
use crate::world::{accounts, arrive, day, fjordby, karen, noon, viewer, write_fact};
use app::access::{Role, Viewer};
use app::away::{AwayForm, Lent, LentOutcome};
use app::overview::Filter;
use app::register::{Posted, form_key};
use app::{App, AppError, Moment};
use domain::codes::Protection;
use domain::kinds::FactData;

fn monday() -> Moment {
    noon(day("2026-03-16"))
}

fn peter() -> Viewer {
    viewer("peter", Role::Caseworker, "team-unge")
}

fn form(protected: bool) -> AwayForm {
    AwayForm { person: "peter".into(), from: day("2026-03-18"), through: day("2026-03-27"), protected }
}

/// Three cases of Karen's: one as most are, one specially protected, one with which Peter has to do.
async fn three(address: &str) -> (App, [i64; 3]) {
    let app = fjordby(address).await;
    accounts(&app).await;
    let today = monday().today;
    let cases = [
        arrive(&app, "story-01-jonas", today).await,
        arrive(&app, "story-02a-signe-hospital", today).await,
        arrive(&app, "story-03-kim", today).await,
    ];
    write_fact(&app, cases[1], monday(), |f| {
        f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet }
    })
    .await;
    write_fact(&app, cases[2], monday(), |f| f.data = FactData::ConflictOfInterest { employee: "peter".into() }).await;
    (app, cases)
}

fn of(lent: &[Lent], case: i64) -> LentOutcome {
    lent.iter().find(|l| l.case == case).map(|l| l.outcome.clone()).unwrap()
}

fn no(key: &str) -> LentOutcome {
    LentOutcome::No(key.into())
}

#[test]
fn a_list_is_given_for_some_days_and_each_case_says_what_became_of_it() {
    on_each(async |address| {
        let (app, [jonas, signe, kim]) = three(address).await;
        let lent = app.away_give(&karen(), None, &form(false), "nøgle-1", monday()).await.unwrap();
        assert_eq!(of(&lent, jonas), LentOutcome::Done);
        assert_eq!(of(&lent, signe), no("away.error.protected"));
        assert_eq!(of(&lent, kim), no("handover.error.conflict"));
        assert!(lent.last().unwrap().outcome == LentOutcome::Done, "first what needs a look");
        let facts = app.store.fact_count(app.municipality).await.unwrap();
        let again = app.away_give(&karen(), None, &form(false), "nøgle-1", monday()).await.unwrap();
        assert_eq!(
            (of(&again, jonas), app.store.fact_count(app.municipality).await.unwrap()),
            (LentOutcome::Done, facts)
        );
        let twice = app.away_give(&karen(), None, &form(true), "nøgle-2", monday()).await.unwrap();
        assert_eq!((of(&twice, jonas), of(&twice, signe)), (no("away.error.already"), LentOutcome::Done));
        let page = app.away(&karen(), None, monday()).await.unwrap();
        let periods: Vec<_> = page.periods.iter().map(|p| (p.person.as_str(), p.from, p.cases)).collect();
        assert_eq!((page.cases, page.protected, periods), (3, 1, vec![("peter", day("2026-03-18"), 2)]));
    });
}

#[test]
fn a_substitute_acts_on_the_days_alone_and_owns_nothing() {
    on_each(async |address| {
        let (app, [jonas, signe, _]) = three(address).await;
        app.away_give(&karen(), None, &form(true), "nøgle", monday()).await.unwrap();
        let writes = async |on: &str, case: i64| {
            let moment = noon(day(on));
            let version = app.store.case_find(app.municipality, case).await.unwrap().unwrap().last_commit;
            let posted = Posted { case, version, key: form_key() };
            app.note_register(&peter(), &posted, "Talt i telefon.", moment).await
        };
        assert!(matches!(writes("2026-03-17", signe).await, Err(AppError::NoAccess(_))), "the day before");
        writes("2026-03-18", signe).await.unwrap();
        writes("2026-03-27", signe).await.unwrap();
        assert!(matches!(writes("2026-03-28", signe).await, Err(AppError::NoAccess(_))), "the day after");
        for case in [jonas, signe] {
            let row = app.store.case_find(app.municipality, case).await.unwrap().unwrap();
            assert_eq!((row.unit.as_str(), row.employee.as_deref()), ("team-vest", Some("karen")));
        }
        let acting = async |on: &str| app.overview(&peter(), Filter::mine(), noon(day(on))).await.unwrap().acting;
        assert_eq!(acting("2026-03-17").await, []);
        let now = acting("2026-03-20").await.remove(0);
        assert_eq!((now.login.as_str(), now.name.as_str(), now.cases), ("karen", "karen Eksempel", 2));
        assert_eq!(now.through, Some(day("2026-03-27")));
    });
}

#[test]
fn what_was_given_is_ended_from_today_on_or_as_if_it_had_not_been_given() {
    on_each(async |address| {
        let (app, [jonas, ..]) = three(address).await;
        let from = day("2026-03-18");
        let substitutes = async |moment: Moment| {
            let page = app.citizen(&karen(), jonas, None, "opslag", moment).await.unwrap();
            let facts = page.facts.into_iter().filter(|f| !f.replaced && f.annuls.is_none());
            facts
                .filter(|f| matches!(&f.data, FactData::Substitute { person } if person == "peter"))
                .map(|f| (f.from, f.through))
                .collect::<Vec<_>>()
        };
        app.away_give(&karen(), None, &form(true), "nøgle-1", monday()).await.unwrap();
        let ended = app.away_end(&karen(), None, ("peter", from), "nøgle-2", monday()).await.unwrap();
        assert_eq!(ended.len(), 2, "{ended:?}");
        assert_eq!(substitutes(monday()).await, []);
        app.away_give(&karen(), None, &form(true), "nøgle-3", monday()).await.unwrap();
        let friday = noon(day("2026-03-20"));
        app.away_end(&karen(), None, ("peter", from), "nøgle-4", friday).await.unwrap();
        assert_eq!(substitutes(friday).await, [(from, Some(day("2026-03-19")))]);
        assert_eq!(app.away(&karen(), None, friday).await.unwrap().periods, []);
        let nobody = app.away_end(&karen(), None, ("peter", from), "nøgle-5", friday).await.unwrap();
        assert_eq!(nobody, [], "nothing is left to end");
    });
}

#[test]
fn nobody_is_asked_who_is_not_there_and_no_day_that_is_gone() {
    on_each(async |address| {
        let (app, _) = three(address).await;
        let facts = app.store.fact_count(app.municipality).await.unwrap();
        let before = form(false);
        for (wrong, field) in [
            (AwayForm { person: "karen".into(), ..before.clone() }, "person"),
            (AwayForm { person: "mads".into(), ..before.clone() }, "person"),
            (AwayForm { from: day("2026-03-15"), ..before.clone() }, "from"),
            (AwayForm { through: day("2026-03-17"), ..before }, "through"),
        ] {
            let refused = app.away_give(&karen(), None, &wrong, "nøgle", monday()).await;
            assert!(matches!(&refused, Err(AppError::Form(m)) if m[0].field == field), "{refused:?}");
        }
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), facts);
    });
}

#[test]
fn a_leader_gives_away_the_list_of_somebody_who_fell_ill_and_ends_it_again() {
    on_each(async |address| {
        let (app, [jonas, signe, kim]) = three(address).await;
        let hanne = viewer("hanne", Role::TeamLeader, "team-vest");
        let page = app.away(&hanne, Some("karen"), monday()).await.unwrap();
        assert_eq!(page.of.map(|o| o.name), Some("karen Eksempel".to_owned()));
        assert_eq!(page.colleagues[0].unit, "team-vest", "her own team stands first");
        let today = AwayForm { from: monday().today, ..form(true) };
        let lent = app.away_give(&hanne, Some("karen"), &today, "nøgle-1", monday()).await.unwrap();
        assert_eq!((of(&lent, jonas), of(&lent, kim)), (LentOutcome::Done, no("handover.error.conflict")));
        assert_eq!(of(&lent, signe), no("refusal.protected_case"), "whose access is the owner's alone to give");
        assert_eq!(lent.iter().find(|l| l.case == signe).unwrap().name, "", "and she is not told whose case it is");
        let again = app.away_give(&hanne, Some("karen"), &today, "nøgle-1", monday()).await.unwrap();
        assert_eq!(of(&again, jonas), LentOutcome::Done, "posted twice");
        let acting = app.overview(&peter(), Filter::mine(), monday()).await.unwrap().acting;
        assert_eq!((acting[0].login.as_str(), acting[0].cases), ("karen", 1));
        let row = app.store.case_find(app.municipality, jonas).await.unwrap().unwrap();
        assert_eq!(row.employee.as_deref(), Some("karen"), "the owner stays");
        let ended = app.away_end(&hanne, Some("karen"), ("peter", today.from), "nøgle-2", monday()).await.unwrap();
        assert_eq!(of(&ended, jonas), LentOutcome::Done);
        assert_eq!(app.overview(&peter(), Filter::mine(), monday()).await.unwrap().acting, []);
    });
}

#[test]
fn nobody_but_the_leader_of_the_unit_gives_away_the_list_of_another() {
    on_each(async |address| {
        let (app, _) = three(address).await;
        let before = app.store.fact_count(app.municipality).await.unwrap();
        for (who, outcome) in [
            (viewer("ida", Role::Caseworker, "team-vest"), "no access"),
            (viewer("mads", Role::Analyst, "team-unge"), "no access"),
            (viewer("ulla", Role::TeamLeader, "team-unge"), "not found"),
        ] {
            let refused = app.away_give(&who, Some("karen"), &form(true), "nøgle", monday()).await;
            let right = match outcome {
                "no access" => matches!(refused, Err(AppError::NoAccess(_))),
                _ => matches!(refused, Err(AppError::NotFound)),
            };
            assert!(right, "{}: {refused:?}", who.login);
        }
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), before);
    });
}

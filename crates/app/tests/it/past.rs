//! Looking back: the page of a past day is what that day's page was.

use crate::databases::on_each;
use crate::flows::{persons, with};
use crate::team::today;
use crate::world::{arrival, author, case_of, day, fjordby, jobsamtale, karen, noon, viewer, write_fact};
use app::access::{Refusal, Role};
use app::citizen::{CitizenPage, Past};
use app::register::{Posted, form_key};
use app::sign_in::Assigned;
use app::{App, AppError};
use domain::Day;
use domain::codes::{AbsenceKind, Protection};
use domain::kinds::FactData;

const DORTE: &str = "story-11-dorte";

/// What must be the same: everything but who looked since, and what only today's page offers.
fn shown(page: &CitizenPage) -> String {
    let mut page = page.clone();
    page.past = None;
    page.version = 0;
    (page.may_register, page.may_correct, page.undo, page.place) = (false, false, None, None);
    let handover = &mut page.handover;
    (handover.may_propose, handover.may_answer, handover.suggested) = (false, false, None);
    handover.receivers.clear();
    (page.looks, page.look_count, page.changed_since) = (Vec::new(), 0, Vec::new());
    page.moved_since.clear();
    format!("{page:#?}")
}

async fn then(app: &App, case: i64, on: Day) -> CitizenPage {
    let past = Past { valid_on: on, known_on: on };
    app.citizen(&karen(), case, Some(past), "opslag", noon(day("2026-03-16"))).await.unwrap()
}

#[test]
fn the_page_of_a_past_day_is_what_that_day_s_page_was_although_its_pause_was_corrected() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let on = day("2026-02-20");
        let assigned = Assigned::since(on, Role::Caseworker, "team-vest");
        app.account_create("karen", "Karen Eksempel", &assigned, "fjordby", noon(on)).await.unwrap();
        let people = vec![arrival("story-02a-signe-hospital", on)];
        app.arrive(people, &author(), noon(on)).await.unwrap();
        let case = case_of(&app, "story-02a-signe-hospital").await;
        let pause = |through: &'static str| {
            move |f: &mut store::fact::NewFact| {
                f.data = FactData::Absence { absence: AbsenceKind::MindreIntensivIndsats, party: None };
                f.from = day("2026-02-17");
                f.through = Some(day(through));
            }
        };
        let first = write_fact(&app, case, noon(on), pause("2026-02-22")).await;
        let page = app.citizen(&karen(), case, None, "opslag", noon(on)).await.unwrap();

        // A week later the pause turns out to be longer, a talk is held, and Peter takes over.
        write_fact(&app, case, noon(day("2026-02-27")), |f| {
            pause("2026-02-25")(f);
            f.supersedes = Some(first);
        })
        .await;
        let moment = noon(day("2026-03-02"));
        let version = app.citizen(&karen(), case, None, "opslag", moment).await.unwrap().version;
        let posted = Posted { case, version, key: form_key() };
        app.note_register(&karen(), &posted, "Ny aftale", moment).await.unwrap();
        let mut write = app.store.begin_write(app.municipality, &author(), noon(day("2026-03-03")).now).await.unwrap();
        write.case_owner_set(case, "team-unge", Some("peter"), "overdraget").await.unwrap();
        write.commit(&app.rulebook).await.unwrap();

        let later = then(&app, case, on).await;
        assert_eq!(shown(&later), shown(&page));
        assert!(!later.may_register);
        let now = app.citizen(&karen(), case, None, "opslag", noon(on)).await.unwrap();
        assert_ne!(shown(&now), shown(&page), "something did change, else this shows nothing");
        assert_eq!(now.axes.owner.as_deref(), Some("peter"));
        assert_eq!(now.axes.owner_since, day("2026-03-03"));
        let corrected = later.changed_since.iter().find(|c| c.then.is_some()).unwrap();
        let days = |through: &str| (day("2026-02-17"), Some(day(through)));
        assert_eq!((corrected.then, corrected.now), (Some(days("2026-02-22")), Some(days("2026-02-25"))));
        assert_eq!(later.changed_since.len(), 2, "the correction and the note");
        assert!(now.moved_since.is_empty() && later.rules_since.is_empty());
    });
}

#[test]
fn a_date_that_is_another_now_stands_on_the_page_of_the_past_with_both_days() {
    on_each(async |address| {
        let store = store::Store::open(address).await.unwrap();
        let app = crate::world::municipality(&store, store::MunicipalityId(901), "fjordby").await;
        let on = day("2026-02-20");
        app.arrive(vec![arrival("story-02a-signe-hospital", on)], &author(), noon(on)).await.unwrap();
        let case = case_of(&app, "story-02a-signe-hospital").await;
        assert!(then(&app, case, on).await.moved_since.is_empty(), "nothing is known now that was not known then");
        // Written in March: a talk of February, from which the next is counted.
        write_fact(&app, case, noon(day("2026-03-02")), |f| {
            f.data = jobsamtale();
            f.from = day("2026-02-10");
        })
        .await;
        write_fact(&app, case, noon(day("2026-03-02")), |f| {
            f.data = FactData::Absence { absence: AbsenceKind::MindreIntensivIndsats, party: None };
            (f.from, f.through) = (day("2026-02-17"), Some(day("2026-03-01")));
        })
        .await;
        let moved = then(&app, case, on).await.moved_since;
        assert!(!moved.is_empty() && moved.iter().all(|m| m.then != m.now), "{moved:?}");
    });
}

#[test]
fn every_day_of_a_story_looks_afterwards_as_it_looked_then() {
    on_each(async |address| {
        let store = store::Store::open(address).await.unwrap();
        let whole = crate::world::municipality(&store, store::MunicipalityId(901), "none").await;
        whole.arrive(vec![arrival(DORTE, day("2026-03-16"))], &author(), noon(day("2026-03-16"))).await.unwrap();
        let case = case_of(&whole, DORTE).await;
        for (number, on) in (902..).zip(["2025-03-10", "2025-06-18", "2025-09-03", "2026-03-08"].map(day)) {
            let app = crate::world::municipality(&store, store::MunicipalityId(number), "none").await;
            app.arrive(vec![arrival(DORTE, on)], &author(), noon(on)).await.unwrap();
            let page = app.citizen(&karen(), case_of(&app, DORTE).await, None, "opslag", noon(on)).await.unwrap();
            assert_eq!(shown(&then(&whole, case, on).await), shown(&page), "{on}");
        }
    });
}

#[test]
fn the_stricter_of_then_s_and_today_s_protection_holds_and_the_refusal_is_logged() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let on = day("2026-02-20");
        app.arrive(vec![arrival(DORTE, on)], &author(), noon(on)).await.unwrap();
        let case = case_of(&app, DORTE).await;
        // Protected in February, open again in March.
        write_fact(&app, case, noon(on), |f| {
            f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
            f.from = day("2026-02-01");
            f.through = Some(day("2026-02-28"));
        })
        .await;
        let ida = viewer("ida", Role::Caseworker, "team-vest");
        let today = noon(day("2026-03-16"));
        app.citizen(&ida, case, None, "opslag", today).await.unwrap();
        let past = Past { valid_on: on, known_on: on };
        let mut later = today;
        later.now.0 += 1;
        let refused = app.citizen(&ida, case, Some(past), "opslag", later).await;
        assert!(matches!(refused, Err(AppError::NoAccess(Refusal::ProtectedCase))), "{refused:?}");
        let person = crate::world::person_of(&app, case).await;
        let looks = app.store.read_log_list(app.municipality, person, 8).await.unwrap();
        assert_eq!(looks.iter().map(|l| l.granted).collect::<Vec<_>>(), [false, true]);
    });
}

#[test]
fn whose_benefit_has_ended_lacks_nothing_and_who_never_had_one_lacks_it() {
    on_each(async |address| {
        let app =
            with(address, persons(&[(1, &["kontanthjaelp 2025-01-01 2025-12-31"]), (1, &["talk 2026-02-02"])])).await;
        let on = async |case: i64, on: &str| {
            let past = Past { valid_on: day(on), known_on: today().today };
            let axes = app.citizen(&karen(), case, Some(past), "opslag", today()).await.unwrap().axes;
            (axes.benefit.is_some(), axes.benefit_ended)
        };
        assert_eq!(on(1, "2025-12-31").await, (true, None));
        assert_eq!(on(1, "2026-01-01").await, (false, Some(day("2025-12-31"))));
        assert_eq!(on(2, "2026-02-02").await, (false, None));
    });
}

//! Undoing and putting right: what was written stays to be read, and what counts is the last word.

use crate::databases::on_each;
use crate::world::{arrive, day, fjordby, karen, noon, person_of, viewer, write_fact};
use app::access::{Refusal, Role, Viewer};
use app::citizen::CitizenPage;
use app::correct::{Correction, CorrectionReason, Value};
use app::register::{Outcome, Posted, TWICE, TalkReport, form_key};
use app::talk::Setting;
use app::{App, AppError, Moment};
use domain::codes::{AbsenceKind, Protection, TalkForm, TalkKind};
use domain::kinds::{FactData, FactKind};
use store::CommitNumber;

const SIGNE: &str = "story-02a-signe-hospital";

fn today() -> Moment {
    noon(day("2026-03-16"))
}

async fn page(app: &App, who: &Viewer, case: i64) -> CitizenPage {
    app.citizen(who, case, None, "opslag", today()).await.unwrap()
}

async fn posted(app: &App, case: i64) -> Posted {
    let row = app.store.case_find(app.municipality, case).await.unwrap().unwrap();
    Posted { case, version: row.last_commit, key: form_key() }
}

/// What counts of duties: id, status and dates.
fn duties(page: &CitizenPage) -> Vec<String> {
    let all = page.municipality.iter().chain(&page.citizen);
    all.map(|d| format!("{} {:?} {:?} {:?}", d.id, d.status, d.law_due, d.met_on)).collect()
}

async fn hold(app: &App, case: i64, on: &str, again: bool) -> Result<CommitNumber, AppError> {
    let report = TalkReport {
        talk: TalkKind::Jobsamtale,
        outcome: Outcome::Held,
        setting: Setting::of_form(TalkForm::Telefon, false, ""),
        on: day(on),
        next: Some(day("2026-04-10")),
        note: "Talt om butik.".into(),
        again,
    };
    app.talk_register(&karen(), &posted(app, case).await, &report, today()).await
}

#[test]
fn undoing_a_talk_brings_every_date_back_and_leaves_the_words_to_be_read() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, SIGNE, today().today).await;
        let before = page(&app, &karen(), case).await;
        assert_eq!(before.undo, None, "what a file brought is nobody's to undo");
        let saved = hold(&app, case, "2026-03-16", false).await.unwrap();
        let held = page(&app, &karen(), case).await;
        assert_eq!(held.undo, Some(saved.0));
        assert_ne!(duties(&held), duties(&before));
        let form = posted(&app, case).await;
        let done = app.undo(&karen(), &form, today()).await.unwrap();
        assert_eq!(app.undo(&karen(), &form, today()).await.unwrap(), done, "once");
        let after = page(&app, &karen(), case).await;
        assert_eq!(duties(&after), duties(&before));
        assert_eq!(after.facts.len(), before.facts.len() + 6, "three words and three that take them back");
        assert_eq!(after.undo, None, "an undoing is not undone by a click");
        let gone = after.facts.iter().find(|f| f.annuls.is_some()).unwrap();
        assert_eq!((gone.actor.as_str(), gone.reason.as_deref()), ("karen", Some("fortrudt")));
    });
}

#[test]
fn only_the_one_who_saved_undoes_and_only_while_nothing_came_after() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, SIGNE, today().today).await;
        hold(&app, case, "2026-03-16", false).await.unwrap();
        let form = posted(&app, case).await;
        // A colleague of the same name has another login.
        let namesake = Viewer { name: "karen".into(), ..viewer("karen2", Role::Caseworker, "team-vest") };
        assert_eq!(page(&app, &namesake, case).await.undo, None);
        let refused = app.undo(&namesake, &form, today()).await;
        assert!(matches!(refused, Err(AppError::Form(_))), "{refused:?}");
        write_fact(&app, case, today(), |_| {}).await;
        let late = app.undo(&karen(), &form, today()).await;
        assert!(matches!(late, Err(AppError::Conflict)), "{late:?}");
        assert_eq!(page(&app, &karen(), case).await.undo, None);
    });
}

async fn absence(app: &App, case: i64) -> i64 {
    write_fact(app, case, today(), |f| {
        f.data = FactData::Absence { absence: AbsenceKind::Ferie, party: None };
        (f.from, f.through) = (day("2026-03-18"), Some(day("2026-03-20")));
    })
    .await
}

fn correction(fact: i64, from: &str, through: Option<&str>) -> Correction {
    Correction {
        fact,
        talk: None,
        value: String::new(),
        from: day(from),
        through: through.map(day),
        reason: CorrectionReason::ForkertDato,
    }
}

async fn standing(app: &App, case: i64, kind: FactKind) -> Vec<(String, Option<String>)> {
    let history = app.store.history(app.municipality, person_of(app, case).await, None).await.unwrap();
    let of_kind = history.facts().iter().filter(|f| f.kind() == kind);
    of_kind.map(|f| (f.from.to_string(), f.through.map(|d| d.to_string()))).collect()
}

#[test]
fn a_correction_stands_instead_of_the_old_word_with_who_when_and_why() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, SIGNE, today().today).await;
        let earlier = standing(&app, case, FactKind::Absence).await.len();
        let first = absence(&app, case).await;
        let form = posted(&app, case).await;
        let right = correction(first, "2026-03-18", Some("2026-03-24"));
        let done = app.fact_correct(&karen(), &form, &right, today()).await.unwrap();
        assert_eq!(app.fact_correct(&karen(), &form, &right, today()).await.unwrap(), done, "once");
        let stands = standing(&app, case, FactKind::Absence).await;
        assert_eq!(stands[earlier..], [("2026-03-18".to_owned(), Some("2026-03-24".to_owned()))]);
        let shown = page(&app, &karen(), case).await;
        let new = shown.facts.iter().find(|f| f.corrects.is_some() && f.commit == done.0).unwrap();
        assert_eq!(new.corrects.as_ref().unwrap().0, first.to_string());
        assert_eq!((new.actor.as_str(), new.reason.as_deref()), ("karen", Some("forkert_dato")));
        let old = shown.facts.iter().find(|f| f.id == first).unwrap();
        assert!(old.replaced && !old.correctable && new.correctable);
        // The old word is not there to be put right any more.
        let late = app.fact_correct(&karen(), &posted(&app, case).await, &right, today()).await;
        assert!(matches!(late, Err(AppError::NotFound)), "{late:?}");
        // Whoever had opened it before learns that somebody was first.
        let before = Posted { version: done.0 - 1, ..posted(&app, case).await };
        let second = app.fact_correct(&karen(), &before, &right, today()).await;
        assert!(matches!(second, Err(AppError::Conflict)), "{second:?}");
        // Undoing the correction brings the first dates back.
        app.undo(&karen(), &posted(&app, case).await, today()).await.unwrap();
        let stands = standing(&app, case, FactKind::Absence).await;
        assert_eq!(stands[earlier..], [("2026-03-18".to_owned(), Some("2026-03-20".to_owned()))]);
    });
}

#[test]
fn what_is_taken_back_counts_no_longer_and_undoing_that_brings_it_back() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, SIGNE, today().today).await;
        let earlier = standing(&app, case, FactKind::Absence).await.len();
        let fact = absence(&app, case).await;
        let reason = CorrectionReason::ForkertBorger;
        let form = posted(&app, case).await;
        app.fact_annul(&karen(), &form, fact, reason, today()).await.unwrap();
        assert_eq!(standing(&app, case, FactKind::Absence).await.len(), earlier);
        app.undo(&karen(), &posted(&app, case).await, today()).await.unwrap();
        assert_eq!(standing(&app, case, FactKind::Absence).await.len(), earlier + 1);
    });
}

#[test]
fn a_talk_and_a_note_are_put_right_with_their_value_and_mistakes_are_named() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, SIGNE, today().today).await;
        hold(&app, case, "2026-03-16", false).await.unwrap();
        let find = async |kind: FactKind| {
            let shown = page(&app, &karen(), case).await;
            shown.facts.iter().find(|f| f.kind == kind && f.commit == shown.version).unwrap().id
        };
        let note = find(FactKind::Note).await;
        let (found, _) = app.correctable(&karen(), case, note, today()).await.unwrap();
        assert_eq!((found.value, found.through), (Value::Text("Talt om butik.".into()), None));
        let talk = find(FactKind::TalkHeld).await;
        let (found, _) = app.correctable(&karen(), case, talk, today()).await.unwrap();
        assert!(matches!(found.value, Value::Code { ref chosen, .. } if chosen == "jobsamtale"), "{found:?}");
        let field = async |change: Correction| match app
            .fact_correct(&karen(), &posted(&app, case).await, &change, today())
            .await
        {
            Err(AppError::Form(errors)) => errors[0].field,
            other => panic!("{other:?}"),
        };
        let of_talk = |value: &str, from: &str| Correction { value: value.into(), ..correction(talk, from, None) };
        assert_eq!(field(of_talk("jobsamtale", "2026-03-16")).await, "from", "nothing changed");
        assert_eq!(field(of_talk("jobsamtale", "2026-03-17")).await, "from", "not held tomorrow");
        assert_eq!(field(of_talk("findes_ikke", "2026-03-13")).await, "value");
        let empty = Correction { value: " ".into(), ..correction(note, "2026-03-16", None) };
        assert_eq!(field(empty).await, "value");
        let right = of_talk("jobsamtale", "2026-03-13");
        app.fact_correct(&karen(), &posted(&app, case).await, &right, today()).await.unwrap();
        let shown = page(&app, &karen(), case).await;
        assert!(shown.municipality.iter().any(|d| d.met_on == Some(day("2026-03-13"))));
    });
}

#[test]
fn putting_right_needs_the_case_or_its_team_and_never_rewrites_who_owned_it() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, SIGNE, today().today).await;
        let fact = absence(&app, case).await;
        let change = correction(fact, "2026-03-17", None);
        let facts = app.store.fact_count(app.municipality).await.unwrap();
        for (who, unit, role) in [
            ("peter", "team-unge", Role::Caseworker),
            ("kim", "virksomhedsteamet", Role::Consultant),
            ("mette", "team-unge", Role::TeamLeader),
        ] {
            let other = viewer(who, role, unit);
            let form = posted(&app, case).await;
            let refused = app.fact_correct(&other, &form, &change, today()).await;
            assert!(matches!(refused, Err(AppError::NoAccess(Refusal::NotYourCase))), "{who}: {refused:?}");
            assert!(!page(&app, &other, case).await.may_correct);
        }
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), facts);
        let proposed = write_fact(&app, case, today(), |f| {
            f.data = FactData::HandoverProposed { unit: "team-unge".into(), person: None };
        })
        .await;
        let refused =
            app.fact_annul(&karen(), &posted(&app, case).await, proposed, CorrectionReason::Fortrudt, today()).await;
        assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
        // Protection is put right like anything else, by those who may see the case.
        let guard = write_fact(&app, case, today(), |f| {
            f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        })
        .await;
        let ida = viewer("ida", Role::Caseworker, "team-vest");
        let form = posted(&app, case).await;
        let refused = app.fact_annul(&ida, &form, guard, CorrectionReason::Fortrudt, today()).await;
        assert!(matches!(refused, Err(AppError::NoAccess(Refusal::ProtectedCase))), "{refused:?}");
        app.fact_annul(&karen(), &form, guard, CorrectionReason::ForkertBorger, today()).await.unwrap();
    });
}

#[test]
fn a_second_talk_of_one_day_is_asked_about_once_and_saved_when_it_is_meant() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, SIGNE, today().today).await;
        hold(&app, case, "2026-03-16", false).await.unwrap();
        let facts = app.store.fact_count(app.municipality).await.unwrap();
        let asked = hold(&app, case, "2026-03-16", false).await;
        assert!(matches!(&asked, Err(AppError::Form(e)) if e.len() == 1 && e[0].field == TWICE), "{asked:?}");
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), facts);
        hold(&app, case, "2026-03-16", true).await.unwrap();
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), facts + 3);
        hold(&app, case, "2026-03-13", false).await.unwrap();
    });
}

//! Registering: dates move, a form saves once, an old form and a refused look change nothing.

use crate::databases::on_each;
use crate::world::{arrive, day, fjordby, karen, noon, person_of, viewer, write_fact};
use app::access::{Refusal, Role, Viewer};
use app::booking::Booking;
use app::citizen::{CitizenPage, DutyView};
use app::overview::{Filter, Group, Row};
use app::register::{AbsenceForm, Outcome, Posted, TalkReport, form_key};
use app::talk::Setting;
use app::{App, AppError, Moment};
use domain::Day;
use domain::codes::{AbsenceKind, Code, Holder, TalkForm, TalkKind};
use domain::kinds::FactData;
use rulebook::assess::Status;

fn today() -> Moment {
    noon(day("2026-03-16"))
}

fn held(on: Day, next: Option<Day>) -> TalkReport {
    TalkReport {
        talk: TalkKind::Jobsamtale,
        outcome: Outcome::Held,
        setting: Setting::of_form(TalkForm::Fremmoede, false, ""),
        on,
        next,
        note: "Talt om butik.".into(),
        again: false,
    }
}

async fn open(app: &App, case: i64) -> CitizenPage {
    app.citizen(&karen(), case, None, "opslag", today()).await.unwrap()
}

async fn rows(app: &App) -> Vec<Row> {
    let list = app.overview(&karen(), Filter::mine(), today()).await.unwrap();
    list.groups.into_iter().flat_map(|g| g.rows).collect()
}

fn talk(page: &CitizenPage, n: u16) -> &DutyView {
    page.municipality.iter().find(|d| d.duty == "jobsamtale" && d.n == n).unwrap()
}

#[test]
fn a_registered_talk_meets_its_duty_and_the_row_leaves_the_list() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-02a-signe-hospital", today().today).await;
        let before = open(&app, case).await;
        let row = rows(&app).await.into_iter().find(|r| r.duty == "jobsamtale").unwrap();
        assert_eq!((row.group, row.day, row.minute), (Group::Today, Some(today().today), Some(10 * 60 + 30)));
        assert_eq!(row.duty_id, talk(&before, 4).id);
        assert_eq!(talk(&before, 4).status, Status::Booked);
        let preview = |wanted: Outcome| before.previews.iter().find(|(o, _)| *o == wanted).unwrap().1;
        assert_eq!(preview(Outcome::Held).met_law, 1);
        for outcome in [Outcome::Missed, Outcome::Cancelled] {
            assert_eq!((preview(outcome).met_law, preview(outcome).next), (0, before.next), "{outcome:?}");
        }

        let posted = Posted { case, version: before.version, key: form_key() };
        let next = day("2026-04-10");
        app.talk_register(&karen(), &posted, &held(today().today, Some(next)), today()).await.unwrap();

        assert!(rows(&app).await.iter().all(|r| r.duty != "jobsamtale"));
        let after = open(&app, case).await;
        assert_eq!((talk(&after, 4).status, talk(&after, 4).met_on), (Status::Met, Some(today().today)));
        assert_eq!(talk(&after, 4).id, talk(&before, 4).id);
        assert_eq!(after.held_total, before.held_total + 1);
        assert_eq!(after.booked.as_ref().map(|b| b.on), Some(next));
        assert_eq!(after.facts.len(), before.facts.len() + 3, "the talk, the next one, the note");
        assert!(after.version > before.version);
        assert_eq!(after.next, preview(Outcome::Held).next, "what the form said before is what holds after");
    });
}

#[test]
fn a_booked_talk_is_agreed_with_its_time_and_holds_no_date_before_it_is_held() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-02a-signe-hospital", today().today).await;
        let before = open(&app, case).await;
        let posted = || Posted { case, version: before.version, key: form_key() };
        let booking = |on: &str| Booking {
            talk: TalkKind::Jobsamtale,
            setting: Setting::of_form(TalkForm::Telefon, false, ""),
            on: day(on),
            minute: Some(14 * 60),
        };
        let wrong = app.talk_book(&karen(), &posted(), &booking("2026-03-13"), today()).await;
        assert!(matches!(wrong, Err(AppError::Form(mistakes)) if mistakes[0].field == "on"), "a day that is over");
        let form = posted();
        let saved = app.talk_book(&karen(), &form, &booking("2026-04-10"), today()).await.unwrap();
        assert_eq!(app.talk_book(&karen(), &form, &booking("2026-04-10"), today()).await.unwrap(), saved, "once");
        let after = open(&app, case).await;
        assert_eq!((after.held_total, after.facts.len()), (before.held_total, before.facts.len() + 1));
        let fact = after.facts.iter().find(|f| f.from == day("2026-04-10")).unwrap();
        assert_eq!(fact.minute, Some(14 * 60));
        let old = app.talk_book(&karen(), &posted(), &booking("2026-04-09"), today()).await;
        assert!(matches!(old, Err(AppError::Conflict)), "made before the other was saved");
        let stranger = viewer("mads", Role::Analyst, "sekretariat");
        let now = Posted { version: after.version, ..posted() };
        assert!(matches!(
            app.talk_book(&stranger, &now, &booking("2026-04-09"), today()).await,
            Err(AppError::NoAccess(_))
        ));
    });
}

#[test]
fn a_talk_that_is_booked_with_the_a_kasse_and_a_companion_stays_so_however_it_went() {
    // Kim was there today already; this is his talk of the next day.
    let tomorrow = noon(day("2026-03-17"));
    let at = async |app: &App, case| app.citizen(&karen(), case, None, "opslag", tomorrow).await.unwrap();
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-03-kim", today().today).await;
        let page = at(&app, case).await;
        let setting = Setting::of_form(TalkForm::Video, true, " Bo Bisidder ");
        let booking = Booking { talk: page.talk, setting: setting.clone(), on: tomorrow.today, minute: None };
        let posted = |version| Posted { case, version, key: form_key() };
        app.talk_book(&karen(), &posted(page.version), &booking, tomorrow).await.unwrap();
        // The form shows the talk of today as it was booked.
        let page = at(&app, case).await;
        let booked = page.booked.clone().unwrap().setting;
        assert_eq!(booked, Setting { holder: Some(Holder::Kommune), companion: Some("Bo Bisidder".into()), ..setting });
        for outcome in Outcome::ALL {
            let version = at(&app, case).await.version;
            let setting = booked.clone();
            let report =
                TalkReport { talk: page.talk, outcome: *outcome, setting, again: true, ..held(tomorrow.today, None) };
            app.talk_register(&karen(), &posted(version), &report, tomorrow).await.unwrap();
        }
        let facts = at(&app, case).await.facts;
        let kept: Vec<_> = facts
            .iter()
            .filter(|f| f.from == tomorrow.today)
            .filter_map(|f| match &f.data {
                FactData::TalkHeld { form, joint, companion, holder, .. } => {
                    assert_eq!(*holder, Some(Holder::Kommune));
                    Some((*form, *joint, companion.clone()))
                }
                FactData::TalkMissed { form, joint, companion, .. }
                | FactData::TalkCancelled { form, joint, companion, .. } => Some((*form, *joint, companion.clone())),
                _ => None,
            })
            .collect();
        assert_eq!(kept, vec![(Some(TalkForm::Video), true, Some("Bo Bisidder".to_owned())); 3]);
    });
}

#[test]
fn a_talk_after_the_first_contact_moves_the_first_date_away_and_leaves_the_next() {
    on_each(async |address| {
        let app = fjordby(address).await;
        // Jonas on the day after he asked for help: a first talk within a week, none held.
        let moment = noon(day("2026-03-05"));
        let case = arrive(&app, "story-01-jonas", moment.today).await;
        let page = app.citizen(&karen(), case, None, "opslag", moment).await.unwrap();
        let open_dates = |page: &CitizenPage| -> Vec<(u16, String)> {
            let open = page.municipality.iter().filter(|d| d.duty == "jobsamtale" && d.open);
            open.map(|d| (d.n, d.law_due.unwrap().to_string())).collect()
        };
        assert_eq!(open_dates(&page)[0], (1, "2026-03-11".to_owned()));
        let posted = Posted { case, version: page.version, key: form_key() };
        app.talk_register(&karen(), &posted, &held(moment.today, None), moment).await.unwrap();
        let page = app.citizen(&karen(), case, None, "opslag", moment).await.unwrap();
        assert_eq!(open_dates(&page), [(4, "2026-09-03".to_owned())]);
        assert_eq!(talk(&page, 1).status, Status::Met);
    });
}

#[test]
fn a_talk_booked_and_held_today_leaves_the_next_one_unbooked() {
    on_each(async |address| {
        let store = store::Store::open(address).await.unwrap();
        let app = crate::world::municipality(&store, crate::world::FJORDBY, "fjordby").await;
        let case = arrive(&app, "story-02a-signe-hospital", today().today).await;
        let before = open(&app, case).await;
        let posted = Posted { case, version: before.version, key: form_key() };
        app.talk_register(&karen(), &posted, &held(today().today, None), today()).await.unwrap();
        let after = open(&app, case).await;
        let open_talks: Vec<(u16, Status)> =
            after.municipality.iter().filter(|d| d.duty == "jobsamtale" && d.open).map(|d| (d.n, d.status)).collect();
        assert!(!open_talks.is_empty(), "a next talk is due by the municipality's goal");
        assert!(open_talks.iter().all(|(_, status)| *status == Status::Pending), "{open_talks:?}");
    });
}

#[test]
fn the_same_form_posted_twice_saves_once_and_gives_the_same_commit() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-02a-signe-hospital", today().today).await;
        let posted = Posted { case, version: open(&app, case).await.version, key: form_key() };
        let form = held(today().today, None);
        let first = app.talk_register(&karen(), &posted, &form, today()).await.unwrap();
        let facts = app.store.fact_count(app.municipality).await.unwrap();
        // The version is old by now; the key comes first, so that the browser's repetition is no conflict.
        let second = app.talk_register(&karen(), &posted, &form, today()).await.unwrap();
        assert_eq!(first, second);
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), facts);
        assert_eq!(app.store.commit_latest(app.municipality, None).await.unwrap(), first);
    });
}

#[test]
fn a_form_made_before_somebody_elses_change_is_refused_and_writes_nothing() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-02a-signe-hospital", today().today).await;
        let old = open(&app, case).await.version;
        write_fact(&app, case, today(), |_| {}).await;
        let facts = app.store.fact_count(app.municipality).await.unwrap();
        let commit = app.store.commit_latest(app.municipality, None).await.unwrap();
        let key = form_key();
        let posted = Posted { case, version: old, key: key.clone() };
        let form = AbsenceForm { absence: AbsenceKind::Ferie, from: today().today, through: None };
        for _ in 0..2 {
            let refused = app.absence_register(&karen(), &posted, &form, today()).await;
            assert!(matches!(refused, Err(AppError::Conflict)), "{refused:?}");
        }
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), facts);
        assert_eq!(app.store.commit_latest(app.municipality, None).await.unwrap(), commit);
        // The form made anew is saved, with the key that the refusal did not use up.
        let posted = Posted { case, version: open(&app, case).await.version, key };
        app.absence_register(&karen(), &posted, &form, today()).await.unwrap();
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), facts + 1);
    });
}

#[test]
fn mistakes_in_a_form_are_named_by_field_and_write_nothing() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-02a-signe-hospital", today().today).await;
        let posted = Posted { case, version: open(&app, case).await.version, key: form_key() };
        let facts = app.store.fact_count(app.municipality).await.unwrap();
        let tomorrow = today().today.plus_days(1);
        let wrong = held(tomorrow, Some(tomorrow));
        let Err(AppError::Form(errors)) = app.talk_register(&karen(), &posted, &wrong, today()).await else {
            panic!("a talk held tomorrow was saved")
        };
        assert_eq!(errors.iter().map(|e| e.field).collect::<Vec<_>>(), ["on", "next"]);
        let backwards = AbsenceForm {
            absence: AbsenceKind::Ferie,
            from: today().today,
            through: Some(today().today.plus_days(-1)),
        };
        let refused = app.absence_register(&karen(), &posted, &backwards, today()).await;
        assert!(matches!(&refused, Err(AppError::Form(e)) if e[0].field == "through"), "{refused:?}");
        let refused = app.note_register(&karen(), &posted, " \n", today()).await;
        assert!(matches!(&refused, Err(AppError::Form(e)) if e[0].field == "text"), "{refused:?}");
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), facts);
    });
}

async fn last_look(app: &App, case: i64) -> (String, String, bool) {
    let person = person_of(app, case).await;
    let look = app.store.read_log_list(app.municipality, person, 1).await.unwrap().remove(0);
    (look.actor, look.purpose, look.granted)
}

#[test]
fn every_look_is_logged_and_so_is_a_refused_one() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-01-jonas", today().today).await;
        let person = person_of(&app, case).await;
        let later = |minutes: i64| {
            let mut moment = today();
            moment.now.0 += minutes * 60_000_000;
            moment
        };
        let mads = viewer("mads", Role::Analyst, "sekretariat");
        app.citizen(&karen(), case, None, "opslag", later(1)).await.unwrap();
        assert_eq!(last_look(&app, case).await, ("karen".into(), "opslag".into(), true));
        let refused = app.citizen(&mads, case, None, "opslag", later(2)).await;
        assert!(matches!(refused, Err(AppError::NoAccess(Refusal::RoleSeesNoPersons))), "{refused:?}");
        assert_eq!(last_look(&app, case).await, ("mads".into(), "opslag".into(), false));
        let refused = app.show_cpr(&mads, case, later(3)).await;
        assert!(matches!(refused, Err(AppError::NoAccess(_))));
        assert_eq!(last_look(&app, case).await, ("mads".into(), "vis_cpr".into(), false));
        let number = app.show_cpr(&karen(), case, later(4)).await.unwrap();
        assert_eq!(number.cpr.unwrap().len(), 11);
        assert_eq!(last_look(&app, case).await, ("karen".into(), "vis_cpr".into(), true));
        let facts = app.store.fact_count(app.municipality).await.unwrap();
        let posted = Posted { case, version: 1, key: form_key() };
        let refused = app.note_register(&mads, &posted, "Hej", later(5)).await;
        assert!(matches!(refused, Err(AppError::NoAccess(_))));
        assert_eq!(last_look(&app, case).await, ("mads".into(), "notat".into(), false));
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), facts);
        assert_eq!(app.store.read_log_count(app.municipality, person).await.unwrap(), 5);
    });
}

#[test]
fn a_case_that_is_not_there_is_not_found_and_not_refused() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let nobody: &Viewer = &karen();
        assert!(matches!(app.citizen(nobody, 17, None, "opslag", today()).await, Err(AppError::NotFound)));
        assert!(matches!(app.show_cpr(nobody, 17, today()).await, Err(AppError::NotFound)));
        let posted = Posted { case: 17, version: 1, key: form_key() };
        assert!(matches!(app.note_register(nobody, &posted, "Hej", today()).await, Err(AppError::NotFound)));
    });
}

//! Another actor sees whom it was sent, while the referral and the citizen's consent stand: on lists, in a search, on the
//! page and as data, from and to the minute.

use crate::databases::on_each;
use crate::world::{arrive, day, fjordby, noon, person_of, viewer, write_fact};
use app::access::{CaseStance, Refusal, Role, Viewer, decide};
use app::citizen::Past;
use app::config::{Actor, Config, Unit};
use app::overview::{Filter, Whose};
use app::register::{Posted, form_key};
use app::selection::Wanted;
use app::{App, AppError, Moment};
use domain::codes::{DocumentKind, Receiver};
use domain::fact::Fact;
use domain::history::History;
use domain::kinds::FactData;
use std::sync::Arc;

const POUL: &str = "story-09-poul";

fn today() -> Moment {
    noon(day("2026-03-16"))
}

fn anna() -> Viewer {
    viewer("anna", Role::ExternalActor, "klap")
}

fn consent(document: DocumentKind, receiver: Option<Receiver>, name: Option<&str>) -> FactData {
    FactData::Document { document, text: None, receiver, name: name.map(str::to_owned) }
}

/// What anna meets: rows of the list, cases of the whole list and of a selection, found by name, and the page's refusal.
async fn met(app: &App, case: i64) -> ([usize; 4], Option<Refusal>) {
    let filter = Filter { whose: Whose::Everybody, whole: true, ..Filter::mine() };
    let list = app.overview(&anna(), filter, today()).await.unwrap();
    let rows = list.groups.iter().map(|g| g.rows.len()).sum::<usize>();
    let wanted = Wanted { whose: Some(Whose::Everybody), ..Wanted::default() };
    let selected = app.select(&anna(), wanted, None, today()).await.unwrap().listed;
    let found = app.search(&anna(), "Prøvegaard", today()).await.unwrap().rows.len();
    let refused = |result: Result<(), AppError>| match result {
        Ok(()) => None,
        Err(AppError::NoAccess(refusal)) => Some(refusal),
        Err(other) => panic!("{other}"),
    };
    let page = refused(app.citizen(&anna(), case, None, "opslag", today()).await.map(drop));
    let data = refused(app.assessment(&anna(), case, None, today()).await.map(drop));
    let note = Posted { case, version: 0, key: form_key() };
    let json = serde_json::json!({ "kind": "note", "on": "2026-03-16", "text": "x" });
    let posted = match app.facts_post(&anna(), &note, &[json], today()).await {
        Err(AppError::Conflict) => None,
        other => refused(other.map(drop)),
    };
    assert_eq!((page, page), (data, posted));
    ([rows.min(1), list.cases, selected, found], page)
}

#[test]
fn from_the_minute_the_consent_is_withdrawn_the_actor_sees_nothing_and_each_refusal_is_written_down() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, POUL, today().today).await;
        arrive(&app, "story-02a-signe-hospital", today().today).await;
        let ([_, listed, selected, found], page) = met(&app, case).await;
        assert_eq!((listed, selected, found, page), (1, 1, 1, None), "Poul alone");

        let withdrawn = consent(DocumentKind::SamtykkeTilbagekaldt, Some(Receiver::Klap), None);
        write_fact(&app, case, today(), |f| f.data = withdrawn.clone()).await;
        let closed = ([0; 4], Some(Refusal::NoConsent));
        assert_eq!(met(&app, case).await, closed);
        // Nor as it was before: what is closed today is closed on every day.
        let past = Past { valid_on: day("2026-03-01"), known_on: day("2026-03-01") };
        let then = app.citizen(&anna(), case, Some(past), "opslag", today()).await;
        assert!(matches!(then, Err(AppError::NoAccess(Refusal::NoConsent))));
        let looks = app.store.read_log_list(app.municipality, person_of(&app, case).await, 50).await.unwrap();
        let refused = looks.iter().filter(|l| l.actor == "anna" && !l.granted).count();
        assert_eq!(refused, 4, "page, data, post and past: {looks:?}");

        // A consent of another day opens again.
        let again = consent(DocumentKind::Samtykke, Some(Receiver::Klap), None);
        let tomorrow = noon(day("2026-03-17"));
        write_fact(&app, case, tomorrow, |f| f.data = again.clone()).await;
        assert!(app.citizen(&anna(), case, None, "opslag", today()).await.is_err());
        assert!(app.citizen(&anna(), case, None, "opslag", tomorrow).await.is_ok());
    });
}

#[test]
fn a_consent_that_is_taken_back_as_in_the_story_closes_the_case_and_so_does_the_end_of_the_referral() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, POUL, day("2026-06-21")).await;
        let on = |text: &str| noon(day(text));
        let open = async |on: Moment| app.citizen(&anna(), case, None, "opslag", on).await.is_ok();
        assert!(open(on("2026-06-22")).await);
        let (_, stored) = app.store.fact_list(app.municipality, person_of(&app, case).await).await.unwrap();
        let given = stored.iter().find(|f| matches!(f.fact.data, FactData::Document { .. })).unwrap();
        let annulment = write_fact(&app, case, on("2026-06-22"), |f| {
            (f.data, f.from, f.annuls) = (given.fact.data.clone(), given.fact.from, Some(given.id));
        });
        annulment.await;
        assert!(!open(on("2026-06-22")).await);
        let again = given.fact.data.clone();
        write_fact(&app, case, on("2026-06-23"), |f| f.data = again.clone()).await;
        assert!(open(on("2026-06-23")).await);
        let ended = FactData::ReferralEnded { receiver: Receiver::Klap, name: None };
        write_fact(&app, case, on("2026-06-24"), |f| f.data = ended.clone()).await;
        assert!(!open(on("2026-06-24")).await);
    });
}

#[test]
fn an_actor_cannot_write_itself_into_a_case_nor_take_back_what_others_wrote() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, POUL, today().today).await;
        let page = app.citizen(&anna(), case, None, "opslag", today()).await.unwrap();
        let post = async |json: serde_json::Value| {
            let posted = Posted { case, version: page.version, key: form_key() };
            app.facts_post(&anna(), &posted, &[json], today()).await
        };
        for json in [
            serde_json::json!({ "kind": "document", "on": "2027-01-01", "document": "samtykke", "receiver": "klap" }),
            serde_json::json!({ "kind": "referral", "on": "2026-03-16", "receiver": "klap" }),
            serde_json::json!({ "kind": "note", "on": "2026-01-14", "text": "x", "annuls": "1" }),
        ] {
            let refused = post(json.clone()).await;
            assert!(matches!(refused, Err(AppError::NoAccess(Refusal::NotYourCase))), "{json}: {refused:?}");
        }
        post(serde_json::json!({ "kind": "note", "on": "2026-03-16", "text": "Mødte til tiden" })).await.unwrap();
    });
}

/// A history of facts, each with its day.
fn history(facts: &[(&str, FactData)]) -> History {
    let facts = facts.iter().enumerate().map(|(i, (on, data))| Fact::new(i.to_string(), data.clone(), day(on), None));
    History::build(None, facts, None)
}

fn config(base: &Config, units: &[(&str, Receiver, bool)]) -> Config {
    let units = units.iter().map(|(key, receives, consent)| Unit {
        actor: Some(Actor { receives: *receives, consent: *consent }),
        ..Unit::own(key, &key.to_uppercase())
    });
    Config { units: units.collect(), ..base.clone() }
}

/// What was said on which days, and the units it is open to.
type Try<'a> = (&'a [(&'a str, FactData)], &'a [&'a str]);

#[test]
fn a_referral_and_a_consent_open_a_case_to_the_actor_they_name_and_to_nobody_else() {
    on_each(async |address| {
        let base = Arc::clone(&fjordby(address).await.config);
        let two = config(
            &base,
            &[
                ("klap", Receiver::Klap, true),
                ("as3", Receiver::AndenAktoer, false),
                ("integro", Receiver::AndenAktoer, true),
            ],
        );
        let sent = |receiver, name: Option<&str>| FactData::Referral { receiver, name: name.map(str::to_owned) };
        let ended = |receiver, name: Option<&str>| FactData::ReferralEnded { receiver, name: name.map(str::to_owned) };
        let (klap, other) = (Receiver::Klap, Receiver::AndenAktoer);
        let yes = |receiver, name| consent(DocumentKind::Samtykke, receiver, name);
        let no = |receiver, name| consent(DocumentKind::SamtykkeTilbagekaldt, receiver, name);
        let (a, b, c) = ("2026-01-05", "2026-01-06", "2026-03-17");
        let cases: [Try<'_>; 19] = [
            (&[(a, sent(klap, None)), (a, yes(Some(klap), None))], &["klap"]),
            (&[(a, sent(klap, Some(" Klap"))), (a, yes(Some(klap), None))], &["klap"]),
            (&[(a, sent(klap, Some("LEV"))), (a, yes(Some(klap), None))], &[]),
            (&[(a, sent(klap, None))], &[]),
            (&[(a, yes(Some(klap), None))], &[]),
            // Of a consent that names nobody, nobody knows whom it is given to.
            (&[(a, sent(klap, None)), (a, yes(None, None))], &[]),
            (&[(a, sent(klap, None)), (a, yes(Some(other), None))], &[]),
            // Two receive the same: a referral without a name means neither.
            (&[(a, sent(other, None)), (a, yes(Some(other), None))], &[]),
            (&[(a, sent(other, Some("as3")))], &["as3"]),
            (&[(a, sent(other, Some("integro"))), (a, yes(Some(other), Some("as3")))], &[]),
            (&[(a, sent(other, Some("integro"))), (a, yes(Some(other), Some("Integro")))], &["integro"]),
            // What takes back without a name holds for all it may mean.
            (&[(a, sent(other, Some("integro"))), (a, yes(Some(other), Some("integro"))), (b, no(None, None))], &[]),
            (&[(a, sent(other, Some("as3"))), (b, ended(other, None))], &[]),
            (&[(a, sent(other, Some("as3"))), (b, ended(other, Some("integro")))], &["as3"]),
            // What takes back with a name and without a receiver takes back from the one it names.
            (
                &[
                    (a, sent(other, Some("integro"))),
                    (a, yes(Some(other), Some("integro"))),
                    (b, no(None, Some("as3"))),
                ],
                &["integro"],
            ),
            (
                &[
                    (a, sent(other, Some("integro"))),
                    (a, yes(Some(other), Some("integro"))),
                    (b, no(None, Some("Integro"))),
                ],
                &[],
            ),
            (&[(a, sent(other, Some("AS3")))], &["as3"]),
            // Tomorrow's referral opens tomorrow, and tomorrow's end ends tomorrow.
            (&[(c, sent(other, Some("as3")))], &[]),
            (&[(a, sent(other, Some("as3"))), (c, ended(other, Some("as3")))], &["as3"]),
        ];
        for (facts, open) in cases {
            let stance = CaseStance::of(&two, &history(facts), ("team-vest", None), today().today);
            assert_eq!(stance.referred_to, open, "{facts:?}");
            for unit in ["klap", "as3", "integro", "team-vest"] {
                let reader = viewer("anna", Role::ExternalActor, unit);
                let may = decide(&reader, &stance, app::access::Action::Open).is_ok();
                assert_eq!(may, open.contains(&unit), "{unit} {facts:?}");
            }
        }
    });
}

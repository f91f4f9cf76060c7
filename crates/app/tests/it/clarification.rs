//! A question that was settled stands open again once the fact it rests on is corrected or taken back, as it was known.

use crate::databases::on_each;
use crate::world::{arrive, day, fjordby, karen, noon, write_fact};
use app::citizen::{Clarification, ClarificationState, Past};
use app::register::{Posted, form_key};
use app::{App, AppError, Moment};
use domain::kinds::FactData;
use serde_json::{Value, json};

const SIGNE: &str = "story-02a-signe-hospital";
const QUESTION: &str = "Kan hun arbejde fuld tid?";

fn on(text: &str) -> Moment {
    noon(day(text))
}

fn note(text: &str) -> FactData {
    FactData::Note { text: text.into() }
}

fn settled(answer: &str, rests_on: i64) -> FactData {
    FactData::Clarification { question: QUESTION.into(), answer: answer.into(), rests_on: rests_on.to_string() }
}

async fn shown(app: &App, case: i64, past: Option<&str>) -> Vec<Clarification> {
    let past = past.map(|known| Past { valid_on: day(known), known_on: day(known) });
    app.citizen(&karen(), case, past, "opslag", on("2026-03-16")).await.unwrap().clarifications
}

/// What reopened it: the old word, the new one or nothing, and the day.
fn reopened(of: &Clarification) -> Option<(FactData, Option<FactData>, String)> {
    let ClarificationState::Reopened(r) = &of.state else { return None };
    Some((r.before.data.clone(), r.now.as_ref().map(|n| n.data.clone()), r.at.day().to_string()))
}

async fn data(app: &App, case: i64, past: Option<&str>) -> Value {
    let past = past.map(|known| Past { valid_on: day(known), known_on: day(known) });
    let found = app.case_data(&karen(), case, past, on("2026-03-16")).await.unwrap();
    found["clarifications"].clone()
}

#[test]
fn it_stands_until_what_it_rests_on_is_corrected_and_looking_back_it_stands_still() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, SIGNE, day("2026-02-20")).await;
        let first = write_fact(&app, case, on("2026-03-02"), |f| f.data = note("Lægen siger 37 timer")).await;
        // A correction made before was known to whoever settled it.
        let known = write_fact(&app, case, on("2026-03-03"), |f| {
            (f.data, f.supersedes) = (note("Lægen siger 30 timer"), Some(first));
        });
        let known = known.await;
        write_fact(&app, case, on("2026-03-04"), |f| f.data = settled("Nej", known)).await;
        write_fact(&app, case, on("2026-03-04"), |f| f.data = settled("Nej, 30 timer", first)).await;
        let found = shown(&app, case, None).await;
        assert_eq!(found.len(), 1, "settled again is shown once: {found:?}");
        assert_eq!((found[0].answer.as_str(), reopened(&found[0])), ("Nej, 30 timer", None));

        write_fact(&app, case, on("2026-03-09"), |f| {
            (f.data, f.supersedes) = (note("Lægen siger 20 timer"), Some(known));
        })
        .await;
        let found = shown(&app, case, None).await;
        let expected = (note("Lægen siger 30 timer"), Some(note("Lægen siger 20 timer")), "2026-03-09".to_owned());
        assert_eq!(reopened(&found[0]), Some(expected));
        assert_eq!(reopened(&shown(&app, case, Some("2026-03-08")).await[0]), None, "as it was known then");
        assert!(shown(&app, case, Some("2026-03-03")).await.is_empty());

        let json = data(&app, case, None).await;
        assert_eq!((&json[0]["state"], &json[0]["question"]), (&json!("reopened"), &json!(QUESTION)));
        assert_eq!(json[0]["changed"]["now"]["data"]["text"], "Lægen siger 20 timer");
        assert_eq!(data(&app, case, Some("2026-03-08")).await[0]["state"], "settled");
    });
}

#[test]
fn it_opens_when_what_it_rests_on_is_taken_back_and_a_new_answer_settles_it() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, SIGNE, day("2026-02-20")).await;
        let fact = write_fact(&app, case, on("2026-03-02"), |f| f.data = note("Barnet bor hos hende")).await;
        write_fact(&app, case, on("2026-03-04"), |f| f.data = settled("Ja", fact)).await;
        write_fact(&app, case, on("2026-03-05"), |f| (f.data, f.annuls) = (note("Barnet bor hos hende"), Some(fact)))
            .await;
        let found = shown(&app, case, None).await;
        let taken_back = (note("Barnet bor hos hende"), None, "2026-03-05".to_owned());
        assert_eq!(reopened(&found[0]), Some(taken_back));
        let other = write_fact(&app, case, on("2026-03-06"), |f| f.data = note("Barnet bor hos faren")).await;
        write_fact(&app, case, on("2026-03-06"), |f| f.data = settled("Nej", other)).await;
        let found = shown(&app, case, None).await;
        assert_eq!((found.len(), found[0].answer.as_str(), reopened(&found[0])), (1, "Nej", None));
    });
}

#[test]
fn a_clarification_that_rests_on_nothing_in_the_case_is_refused_and_an_imported_one_says_so() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, SIGNE, day("2026-02-20")).await;
        let version = app.citizen(&karen(), case, None, "opslag", on("2026-03-16")).await.unwrap().version;
        let posted = Posted { case, version, key: form_key() };
        let fact = json!({ "kind": "clarification", "on": "2026-03-16", "question": "?", "answer": "!", "rests_on": "999999" });
        let refused = app.facts_post(&karen(), &posted, &[fact], on("2026-03-16")).await;
        assert!(matches!(refused, Err(AppError::Facts(problems)) if problems[0].path == "facts[0].rests_on"));
        write_fact(&app, case, on("2026-03-04"), |f| f.data = settled("Ja", 999_999)).await;
        assert!(matches!(shown(&app, case, None).await[0].state, ClarificationState::RestsOnNothing));
    });
}

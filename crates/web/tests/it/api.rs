//! The JSON interface: the same access as the pages, facts all or none, once, and nothing over somebody else's change.

use crate::databases::block_on;
use crate::site::{Answer, HOST, Site, site};
use crate::world::{day, noon};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

async fn token(site: &Site, login: &str) -> String {
    site.app.token_create(login, 1, noon(day("2026-03-16"))).await.unwrap().unwrap()
}

async fn get(site: &Site, token: &str, path: &str) -> Answer {
    let request =
        Request::get(path).header(header::HOST, HOST).header(header::AUTHORIZATION, format!("Bearer {token}"));
    site.ask(request.body(Body::empty()).unwrap()).await
}

async fn post(site: &Site, token: &str, path: &str, body: &Value) -> Answer {
    let request = Request::post(path)
        .header(header::HOST, HOST)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json");
    site.ask(request.body(Body::from(body.to_string())).unwrap()).await
}

fn read(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|e| panic!("{e}: {}", answer.body))
}

/// A case of Karen's with a talk that is due.
async fn a_case(site: &Site, token: &str) -> i64 {
    let list = read(&get(site, token, "/api/v1/worklist?whose=all").await);
    list["rows"][0]["case"].as_i64().unwrap()
}

#[test]
fn a_program_reads_the_list_a_case_and_its_assessment_and_the_list_agrees_with_the_assessment() {
    block_on(async {
        let site = site().await;
        let token = token(&site, "karen").await;
        let list = read(&get(&site, &token, "/api/v1/worklist?whose=all").await);
        assert_eq!(list["schema"], "medspiller.worklist/1");
        let rows = list["rows"].as_array().unwrap();
        assert!(rows.len() > 10, "{}", rows.len());
        let mut compared = 0;
        for row in rows {
            let case = row["case"].as_i64().unwrap();
            let assessed = get(&site, &token, &format!("/api/v1/cases/{case}/assessment")).await;
            if assessed.status == StatusCode::FORBIDDEN {
                continue;
            }
            let assessed = read(&assessed);
            let duties = assessed["duties"].as_array().unwrap();
            let duty = duties.iter().find(|d| d["id"] == row["duty_id"]).unwrap_or_else(|| panic!("{row}"));
            let earliest = [&row["law_due"], &row["goal_due"]].into_iter().filter_map(Value::as_str).min();
            if let Some(earliest) = earliest {
                assert_eq!(duty["due"].as_str(), Some(earliest), "{row}");
                compared += 1;
            }
        }
        assert!(compared > 10, "{compared}");
        let case = a_case(&site, &token).await;
        let found = read(&get(&site, &token, &format!("/api/v1/cases/{case}")).await);
        assert!(found["facts"].as_array().unwrap().len() > 1 && found["version"].is_i64());
        assert!(found.get("cpr").is_none() && found.get("address").is_none());
    });
}

#[test]
fn facts_are_added_once_all_or_none_and_never_over_somebody_elses_change() {
    block_on(async {
        let site = site().await;
        let token = token(&site, "karen").await;
        let case = a_case(&site, &token).await;
        let path = format!("/api/v1/cases/{case}/facts");
        let version = read(&get(&site, &token, &format!("/api/v1/cases/{case}")).await)["version"].as_i64().unwrap();
        let facts = json!([{ "kind": "note", "on": "2026-03-16", "text": "Ringede tilbage." }]);
        let body = json!({ "version": version, "key": "system-a-0001", "facts": facts });
        let first = post(&site, &token, &path, &body).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
        let again = post(&site, &token, &path, &body).await;
        assert_eq!((again.status, &read(&again)["commit"]), (StatusCode::OK, &read(&first)["commit"]));
        let stale = json!({ "version": version, "key": "system-a-0002", "facts": facts });
        assert_eq!(post(&site, &token, &path, &stale).await.status, StatusCode::CONFLICT);
        let now = read(&first)["commit"].as_i64().unwrap();
        let mixed = json!({ "version": now, "key": "system-a-0003", "facts": [
            { "kind": "note", "on": "2026-03-16", "text": "god" },
            { "kind": "talk_hold", "on": "2026-03-16" },
            { "kind": "note", "on": "31-02-2026", "text": "ond" },
            { "kind": "handover_accepted", "on": "2026-03-16", "unit": "team-unge" },
            { "kind": "note", "on": "2026-03-16", "text": "x", "supersedes": "999999" },
        ] });
        let refused = post(&site, &token, &path, &mixed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let problems = read(&refused)["problems"].as_array().unwrap().clone();
        let paths: Vec<&str> = problems.iter().map(|p| p["path"].as_str().unwrap()).collect();
        assert_eq!(paths, ["facts[1].kind", "facts[2].on", "facts[3].kind", "facts[4].supersedes"], "{problems:#?}");
        let after = read(&get(&site, &token, &format!("/api/v1/cases/{case}")).await);
        assert_eq!(after["version"].as_i64(), Some(now), "nothing of the mixed post was kept");
    });
}

#[test]
fn without_a_token_or_without_access_nothing_is_told() {
    block_on(async {
        let site = site().await;
        let karen = token(&site, "karen").await;
        let case = a_case(&site, &karen).await;
        let path = format!("/api/v1/cases/{case}");
        let nobody = get(&site, &"0".repeat(64), &path).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
        let mads = token(&site, "mads").await;
        for address in [path.clone(), format!("{path}/assessment")] {
            let refused = get(&site, &mads, &address).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
            assert_eq!(read(&refused)["problems"][0]["code"], "role_sees_no_persons");
        }
        let body =
            json!({ "version": 1, "key": "12345678", "facts": [{ "kind": "note", "on": "2026-03-16", "text": "x" }] });
        assert_eq!(post(&site, &mads, &format!("{path}/facts"), &body).await.status, StatusCode::FORBIDDEN);
        site.app.account_disabled("karen", true).await.unwrap();
        assert_eq!(
            get(&site, &karen, &path).await.status,
            StatusCode::UNAUTHORIZED,
            "a closed account ends its tokens"
        );
    });
}

#[test]
fn whatever_is_sent_is_answered_in_json_and_never_as_our_fault() {
    block_on(async {
        let site = site().await;
        let token = token(&site, "karen").await;
        let case = a_case(&site, &token).await;
        for path in [
            "/api/v1/cases/abc".to_owned(),
            "/api/v1/cases/99999999999999999999".to_owned(),
            format!("/api/v1/cases/{case}?on=31-02-2026"),
            format!("/api/v1/cases/{case}?known=2099-01-01"),
            format!("/api/v1/cases/{case}/duties/x@y#z"),
            "/api/v1/worklist?whose=nobody".to_owned(),
            "/api/v1/worklist?benefit=x".to_owned(),
            "/api/v2".to_owned(),
        ] {
            let answer = get(&site, &token, &path).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
            assert!(!read(&answer)["problems"][0]["message"].as_str().unwrap().is_empty(), "{path}");
        }
        // A small generator of wrong bodies: cut, doubled and swapped pieces of a good one.
        let good = json!({ "version": 1, "key": "12345678", "facts": [{ "kind": "talk_held", "on": "2026-03-16", "talk": "jobsamtale" }] }).to_string();
        let mut seed = 7u64;
        for round in 0..400 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = (seed >> 33) as usize % good.len();
            let text = match round % 4 {
                0 => good[..at].to_owned(),
                1 => good.replacen(&good[at..=at], "", 1),
                2 => good.replacen(&good[at..=at], "\u{0}é\"", 1),
                _ => format!("{}{good}", &good[at..]),
            };
            let request = Request::post(format!("/api/v1/cases/{case}/facts"))
                .header(header::HOST, HOST)
                .header(header::AUTHORIZATION, format!("Bearer {token}"))
                .header(header::CONTENT_TYPE, "application/json");
            let answer = site.ask(request.body(Body::from(text.clone())).unwrap()).await;
            assert!(answer.status.is_client_error(), "{text}: {} {}", answer.status, answer.body);
            read(&answer);
        }
    });
}

#[test]
fn the_description_names_every_address_and_every_kind_of_fact() {
    block_on(async {
        let site = site().await;
        let answer = get(&site, "", "/api/openapi.json").await;
        assert_eq!(answer.status, StatusCode::OK);
        let described = read(&answer);
        let routes = include_str!("../../src/api.rs");
        let paths = described["paths"].as_object().unwrap();
        for line in routes.lines().filter(|l| l.contains(".route(\"/api/v1")) {
            let path = line.split('"').nth(1).unwrap();
            assert!(paths.contains_key(path), "{path} is not described");
        }
        let kinds = described["components"]["schemas"]["Fact"]["oneOf"].as_array().unwrap();
        assert_eq!(kinds.len(), domain::FactKind::ALL.len());
    });
}

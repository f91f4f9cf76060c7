//! Who comes in, from where, and what every answer carries.

use crate::databases::block_on;
use crate::site::{HOST, fields, site};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

const STAFF_PAGES: [&str; 6] = ["/", "/borgere", "/borger/1", "/borger/1/fravaer", "/borger/1/notat", "/hjaelp"];

#[test]
fn signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use() {
    block_on(async {
        let site = site().await;
        let answer = site.post("", "/log-ind", &fields(&[("u", "karen"), ("p", "fjordby")])).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
        let cookie = answer.header(header::SET_COOKIE).to_owned();
        // Twice as long as the session, so that a form sent after it is known to be hers.
        for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=72000"] {
            assert!(cookie.contains(part), "{part} in {cookie}");
        }
        let cookie = cookie.split(';').next().unwrap();
        assert_eq!(site.get(cookie, "/").await.status, StatusCode::OK);
        let wrong = site.post("", "/log-ind", &fields(&[("u", "karen"), ("p", "forkert")])).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!wrong.headers.contains_key(header::SET_COOKIE));
        assert!(wrong.body.contains("value=\"karen\"") && !wrong.body.contains("forkert"));
    });
}

#[test]
fn signing_in_leads_back_to_our_own_addresses_alone() {
    block_on(async {
        let site = site().await;
        for (asked, led) in [
            ("/borger/1?kendt=20-02-2026", "/borger/1?kendt=20-02-2026"),
            ("/", "/"),
            ("", "/"),
            ("//evil.example/", "/"),
            ("https://evil.example/", "/"),
            ("javascript:alert(1)", "/"),
            ("borger/1", "/"),
            ("/\\evil.example", "/"),
            ("/\t/evil.example/", "/"),
        ] {
            let answer = site.post("", "/log-ind", &fields(&[("u", "karen"), ("p", "fjordby"), ("til", asked)])).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, led), "{asked}");
        }
    });
}

#[test]
fn a_page_without_a_session_leads_to_signing_in_and_back() {
    block_on(async {
        let site = site().await;
        for path in STAFF_PAGES {
            for cookie in ["", "medspiller=0", &format!("medspiller={}", "0".repeat(64))] {
                let answer = site.get(cookie, path).await;
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
                let back = percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC);
                assert_eq!(answer.location(), format!("/log-ind?til={back}"), "{path}");
            }
        }
        let shown = site.get("", "/log-ind?til=%2Fborger%2F1").await;
        assert!(shown.body.contains("name=\"til\" value=\"/borger/1\""), "{}", shown.body);
    });
}

#[test]
fn a_form_posted_after_the_session_ran_out_leads_back_to_a_page_that_opens_and_says_what_is_lost() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let facts = site.app.store.fact_count(site.app.municipality).await.unwrap();
        let mut posted = vec!["/borgere".to_owned()];
        let parts = [
            "samtale",
            "aftale",
            "cpr",
            "fravaer",
            "notat",
            "modtager",
            "overdrag",
            "overdrag/ja",
            "overdrag/nej",
            "overdrag/tilbage",
            "fortryd",
            "tilbud",
            "tilbud-slut",
        ];
        posted.extend(parts.map(|part| format!("/borger/{case}/{part}")));
        posted.extend(["/team/fordel", "/borgere/udvalg", "/borgere/udvalg/fjern"].map(str::to_owned));
        let hanne = site.sign_in("hanne").await;
        for address in posted {
            let answer = site.post("", &address, &fields(&[("note", "Hej")])).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
            let shown = site.get("", answer.location()).await;
            assert!(shown.body.contains("Det, du skrev, er ikke gemt."), "{address}");
            let sign_in = crate::markup::form_fields(&shown.body, "/log-ind");
            let back = &sign_in.iter().find(|(name, _)| name == "til").unwrap().1;
            let who = if address.starts_with("/team") { &hanne } else { &karen };
            assert_eq!(site.get(who, back).await.status, StatusCode::OK, "{address} leads back to {back}");
        }
        assert_eq!(site.app.store.fact_count(site.app.municipality).await.unwrap(), facts);
    });
}

#[test]
fn signing_out_ends_the_session_and_the_cookie() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let answer = site.post(&cookie, "/log-ud", &[]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/log-ind"));
        assert!(answer.header(header::SET_COOKIE).contains("Max-Age=0"));
        assert_eq!(site.get(&cookie, "/").await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_form_posted_from_another_site_is_refused_and_does_nothing() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let facts = site.app.store.fact_count(site.app.municipality).await.unwrap();
        let page = site.get(&cookie, &format!("/borger/{case}/notat")).await;
        let mut note = crate::markup::form_fields(&page.body, &format!("/borger/{case}/notat"));
        note.iter_mut().find(|(name, _)| name == "text").unwrap().1 = "Hej".into();
        let body = note.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("&");
        let post = |origin: String| {
            Request::post(format!("/borger/{case}/notat"))
                .header(header::HOST, HOST)
                .header(header::ORIGIN, origin)
                .header(header::COOKIE, cookie.as_str())
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(body.clone()))
                .unwrap()
        };
        for origin in ["https://evil.example".to_owned(), "null".into(), format!("https://{HOST}.evil.example")] {
            let answer = site.ask(post(origin.clone())).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin}");
            assert_eq!(site.app.store.fact_count(site.app.municipality).await.unwrap(), facts, "{origin}");
        }
        // The same form from our own page is saved: it was the origin that was refused.
        assert_eq!(site.ask(post(format!("https://{HOST}"))).await.status, StatusCode::SEE_OTHER);
        assert_eq!(site.app.store.fact_count(site.app.municipality).await.unwrap(), facts + 1);
    });
}

#[test]
fn every_answer_carries_the_headers_that_protect_it() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let foreign = Request::post("/log-ud")
            .header(header::HOST, HOST)
            .header(header::ORIGIN, "https://evil.example")
            .body(Body::empty())
            .unwrap();
        let mut answers = vec![
            ("another site", site.ask(foreign).await),
            ("signing in", site.get("", "/log-ind").await),
            ("no session", site.get("", "/").await),
            ("nothing there", site.get(&cookie, "/findes-ikke").await),
            ("unknown case", site.get(&cookie, "/borger/99999").await),
            ("no number", site.get(&cookie, "/borger/abc").await),
            ("too large", site.post(&cookie, "/log-ind", &fields(&[("u", &"a".repeat(300_000))])).await),
        ];
        for path in ["/", "/borgere", "/hjaelp", &format!("/borger/{case}")] {
            answers.push(("page", site.get(&cookie, path).await));
        }
        for (what, answer) in answers {
            let policy = answer.header(header::CONTENT_SECURITY_POLICY);
            for part in ["default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
                assert!(policy.contains(part), "{what}: {part} in {policy:?}");
            }
            assert!(!policy.contains("script-src"), "{what}: scripts come from default-src alone");
            assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{what}");
            assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{what}");
            assert_eq!(answer.header(header::REFERRER_POLICY), "same-origin", "{what}");
        }
        let asset = site.get("", "/assets/css/medspiller.css").await;
        assert_eq!((asset.status, asset.header(header::X_CONTENT_TYPE_OPTIONS)), (StatusCode::OK, "nosniff"));
        assert_eq!(asset.header(header::CONTENT_TYPE), "text/css; charset=utf-8");
    });
}

#[test]
fn an_unknown_case_is_not_found_and_a_closed_one_is_refused_with_its_reason() {
    block_on(async {
        let site = site().await;
        let case = site.case("story-02a-signe-hospital").await;
        let (karen, mads) = (site.sign_in("karen").await, site.sign_in("mads").await);
        for path in ["", "/fravaer", "/notat"] {
            let missing = site.get(&karen, &format!("/borger/99999{path}")).await;
            assert_eq!(missing.status, StatusCode::NOT_FOUND, "{path}");
            let refused = site.get(&mads, &format!("/borger/{case}{path}")).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
            assert!(refused.body.contains("Din rolle ser tal, ikke personer."), "{path}");
            assert!(!refused.body.contains("Signe"), "{path}");
        }
        let refused = site.post(&mads, &format!("/borger/{case}/cpr"), &[]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(site.post(&karen, "/borger/99999/cpr", &[]).await.status, StatusCode::NOT_FOUND);
        let nothing = site.get(&karen, "/findes-ikke").await;
        assert_eq!(nothing.status, StatusCode::NOT_FOUND);
        for path in ["/borger/abc", "/borger/abc/notat", "/borger/99999999999999999999", "/borger/1%2F2"] {
            let answer = site.get(&karen, path).await;
            assert_eq!((answer.status, &answer.body), (StatusCode::NOT_FOUND, &nothing.body), "{path}");
        }
    });
}

//! What is counted in hours, on the case: what lacks, what is left, and until what time.

use crate::databases::block_on;
use crate::forms::set;
use crate::markup::{faults, form_fields, unescape};
use crate::question::{on, somebody};
use crate::site::site;
use crate::world::{author, day, noon};
use app::import::Arrival;
use axum::http::StatusCode;
use domain::codes::Benefit;
use domain::fact::Fact;
use domain::kinds::FactData;

#[test]
fn the_a_kasses_count_is_one_link_away_and_gives_the_earliest_last_day_of_dagpenge() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = somebody(&site, "1985-04-01", "2024-03-04", vec![on(Benefit::Dagpenge)]).await;
        let (page, address) = (format!("/borger/{case}"), format!("/borger/{case}/oplysning/dagpengetimer"));
        let before = unescape(&site.get(&cookie, &page).await.body);
        assert!(
            before.contains("Timer tilbage af retten til dagpenge") && before.contains("a-kassens optælling af timer")
        );
        assert!(before.contains(&format!("href=\"{address}\"")) && !before.contains("sidste dag tidligst"));
        let mut form = form_fields(&site.get(&cookie, &address).await.body, &address);
        set(&mut form, "left", "370,5");
        set(&mut form, "from", "28-02-2026");
        let refused = site.post(&cookie, &address, &form).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
        assert!(refused.body.contains("Skriv hele timer, fx 370."));
        set(&mut form, "left", "370");
        set(&mut form, "used", "3.478");
        let saved = site.post(&cookie, &address, &form).await;
        let after = unescape(&site.get(&cookie, saved.location()).await.body);
        assert!(after.contains("370 timer tilbage") && after.contains("Talt af a-kassen til og med 28. februar 2026."));
        assert!(
            after.contains("3.478 timer er brugt.") && after.contains("er sidste dag tidligst 9. maj 2026."),
            "{after}"
        );
        assert!(after.contains("folkepensionsalderen"), "what may end it sooner stands beside it");
        let near = unescape(&site.get(&cookie, "/borgere?gr=dagpengeret-timer&inden=12").await.body);
        assert!(near.contains("Nour Demosen") || near.contains("Demosen, Nour"), "{near}");
    });
}

#[test]
fn the_225_hours_stand_on_the_case_as_it_was_with_what_nobody_wrote() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = somebody(&site, "1985-04-01", "2022-03-07", vec![on(Benefit::Kontanthjaelp)]).await;
        let on_day = |day: &str| format!("/borger/{case}?gaeldende={day}&kendt=16-03-2026");
        let then = unescape(&site.get(&cookie, &on_day("30-06-2025")).await.body);
        assert!(then.contains("225 timers ordinært arbejde") && then.contains("0 timer af 225 timer"), "{then}");
        assert!(then.contains("for 365 dage har ingen skrevet, om der var timer"));
        assert!(then.contains("Talt fra 1. juli 2024 til 30. juni 2025."));
        let after = unescape(&site.get(&cookie, &on_day("01-07-2025")).await.body);
        assert!(!after.contains("225 timers ordinært arbejde"), "the demand is gone");
    });
}

#[test]
fn hedensteds_goal_ends_at_the_minute_of_the_takeover_and_without_one_with_the_day() {
    block_on(async {
        let site = site().await.under(rulebook::shipped("hedensted-2017").unwrap());
        let cookie = site.sign_in("karen").await;
        for minute in [Some(630), None] {
            let mut takeover = Fact::new("f0", FactData::IntegrationTakeover {}, day("2026-03-13"), None);
            takeover.minute = minute;
            let arrival = Arrival {
                cpr: None,
                first_name: "Nadia".into(),
                last_name: format!("Demosen{}", minute.unwrap_or(0)),
                address: String::new(),
                born: Some(day("2000-08-23")),
                unit: "team-vest".into(),
                employee: Some("karen".into()),
                facts: vec![takeover],
            };
            let found = site.app.arrive(vec![arrival], &author(), noon(day("2026-03-16"))).await;
            assert!(found.is_ok());
            let case = site.cases.end() + i64::from(minute.is_none()) + 1;
            let page = unescape(&site.get(&cookie, &format!("/borger/{case}")).await.body);
            assert_eq!(page.contains("17. mar 2026 kl. 10.30"), minute.is_some(), "{page}");
            let chain = |time: &str| page.contains(&format!("Kommunens mål: tirsdag 17. marts 2026{time}<"));
            assert_eq!(
                (chain(" kl. 10.30"), chain("")),
                (minute.is_some(), minute.is_none()),
                "the chain says the same"
            );
        }
    });
}

#[test]
fn the_form_of_a_takeover_asks_the_time_tells_one_that_is_none_and_the_goal_runs_from_it() {
    block_on(async {
        let site = site().await.under(rulebook::shipped("hedensted-2017").unwrap());
        let cookie = site.sign_in("karen").await;
        let case = somebody(&site, "2000-08-23", "2026-03-10", Vec::new()).await;
        let (page, address) = (format!("/borger/{case}"), format!("/borger/{case}/oplysning/overtagelse"));
        let mut form = form_fields(&site.get(&cookie, &address).await.body, &address);
        set(&mut form, "from", "13-03-2026");
        set(&mut form, "at", "25.10");
        let refused = site.post(&cookie, &address, &form).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
        assert!(refused.body.contains("value=\"25.10\"") && refused.body.contains("href=\"#at\""));
        set(&mut form, "at", "10.30");
        assert_eq!(site.post(&cookie, &address, &form).await.status, StatusCode::SEE_OTHER);
        let shown = unescape(&site.get(&cookie, &page).await.body);
        assert!(shown.contains("Kommunens mål: tirsdag 17. marts 2026 kl. 10.30<"), "{shown}");
        let asked = site.get(&cookie, &format!("/borger/{case}/oplysning/uddannelse")).await.body;
        assert!(!asked.contains("name=\"at\""), "no other form asks for a time");
    });
}

//! Profiles side by side, and what jobcentres must and may do, as a browser without scripts asks for them.

use crate::databases::block_on;
use crate::markup::{faults, missing_texts, unescape};
use crate::site::{LOGINS, site};
use app::rules::{Effort, EffortAnswer};
use axum::http::{StatusCode, header};

const MODELS: &str = "profil=none&profil=klap-minimum&profil=klap-udvidet";

#[test]
fn everybody_may_read_profiles_and_efforts_which_hold_no_persons() {
    block_on(async {
        let site = site().await;
        for (login, ..) in LOGINS {
            let cookie = site.sign_in(login).await;
            for path in ["/regelprofiler", "/regelprofiler/indsats"] {
                let answer = site.get(&cookie, path).await;
                assert_eq!(answer.status, StatusCode::OK, "{login} {path}");
                assert_eq!((faults(&answer.body), missing_texts(&answer.body)), (Vec::new(), Vec::new()), "{path}");
            }
        }
        assert_eq!(site.get("", "/regelprofiler").await.status, StatusCode::SEE_OTHER, "who is not signed in");
    });
}

#[test]
fn two_models_stand_beside_the_law_with_dates_and_what_the_law_now_says_and_the_file_has_the_same() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        let page = unescape(&site.get(&karen, &format!("/regelprofiler?{MODELS}")).await.body);
        for said in [
            "KLAP, minimum",
            "KLAP, udvidet",
            "Staten (loven)",
            "Kun hos nogle",
            "01.06.2017–",
            "Loven i dag: frist og gentagelse er lovens egne",
            "Siger intet",
        ] {
            assert!(page.contains(said), "{said}");
        }
        let differing = unescape(&site.get(&karen, &format!("/regelprofiler?{MODELS}&forskel=alike")).await.body);
        assert!(
            !differing.contains("Praktik på 2-6 uger før jobbet") && page.contains("Praktik på 2-6 uger før jobbet")
        );
        let file = site.get(&karen, &format!("/regelprofiler/regneark?{MODELS}")).await;
        assert!(file.header(header::CONTENT_TYPE).starts_with("text/csv"));
        assert!(file.body.contains("KLAP, udvidet;Praktik på 2-6 uger før jobbet"), "{}", file.body);
    });
}

#[test]
fn whoever_chooses_fewer_than_two_profiles_is_told_to_choose_and_keeps_the_choice() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        for asked in ["profil=klap-minimum", "profil=klap-minimum&profil=findes-ikke"] {
            let page = site.get(&karen, &format!("/regelprofiler?{asked}")).await.body;
            assert!(page.contains("Vælg mindst to profiler") && !page.contains("class=\"tb cards pf\""), "{asked}");
            assert!(page.contains("value=\"klap-minimum\" checked"), "{asked}");
        }
    });
}

#[test]
fn a_cell_nobody_could_read_is_unknown_and_so_is_a_municipality_that_has_said_nothing() {
    block_on(async {
        let untold = site().await;
        let karen = untold.sign_in("karen").await;
        let page = unescape(&untold.get(&karen, "/regelprofiler/indsats").await.body);
        assert!(page.contains("Om vores egen kommune er intet skrevet i opsætningen"));
        let file = untold.get(&karen, "/regelprofiler/indsats/regneark").await.body;
        let row = |file: &str, name: &str| file.lines().find(|l| l.starts_with(name)).unwrap().to_owned();
        assert!(row(&file, "Fjordby Kommune").contains(";Ukendt;Ukendt;Ukendt;Ukendt;Ukendt;Ukendt;"));
        assert!(row(&file, "Gribskov").contains(";Nej;Nej;Ukendt;"));
        assert!(row(&file, "Billund").contains(";Nej;Nej;(Ja) med forbehold;"));
        let effort = Effort { finds_jobs: EffortAnswer::Reserved, ..Effort::unknown("Fjordby Kommune") };
        let told = site().await.configured(|config| config.effort = Some(effort));
        let karen = told.sign_in("karen").await;
        let file = told.get(&karen, "/regelprofiler/indsats/regneark").await.body;
        assert!(row(&file, "Fjordby Kommune").contains(";Ukendt;Ukendt;(Ja) med forbehold;Ukendt;"));
    });
}

//! *Sammenlign*: the finding in words, what is not shown, and the same figures for a spreadsheet.

use crate::databases::block_on;
use crate::site::site;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

#[test]
fn the_page_says_level_place_and_distance_before_it_draws() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("mads").await;
        let page = site.get(&cookie, "/sammenlign").await;
        assert_eq!(page.status, StatusCode::OK);
        let finding = page.body.split("<h1>").nth(1).unwrap_or_default().split("</p>").next().unwrap_or_default();
        assert!(finding.contains("Fjordby har <b>") && finding.contains("på kontanthjælp i februar 2026"), "{finding}");
        assert!(finding.contains("i klyngen") && finding.contains("de andres gennemsnit"), "{finding}");
        assert!(page.body.contains("databrud 1. juli 2025"), "the break is named");
    });
}

#[test]
fn who_sees_no_persons_comes_to_the_figures_and_not_to_an_empty_list() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("mads").await;
        let home = site.get(&cookie, "/").await;
        assert_eq!((home.status, home.location()), (StatusCode::SEE_OTHER, "/sammenlign"));
        assert!(!site.get(&cookie, "/sammenlign").await.body.contains("href=\"/borgere\""));
    });
}

#[test]
fn a_number_of_people_has_no_place_and_the_page_says_why() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let page = site.get(&cookie, "/sammenlign?maal=kontanthjaelp-personer").await;
        assert!(page.body.contains("Antal giver ingen rangliste."));
        assert!(page.body.contains(">klyngen, gennemsnit pr. kommune<"), "the others' number is no sum");
        assert!(!page.body.contains("id=\"rangliste-t\""));
    });
}

#[test]
fn figures_of_few_people_are_said_to_be_hidden() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("mads").await;
        // Birkholm has 1,900 inhabitants of working age: a few have ordinary hours.
        let page = site.get(&cookie, "/sammenlign?maal=langtidsledige-personer&kommune=908&periode=24").await;
        assert!(page.body.contains("Birkholm"));
        let sheet = site.get(&cookie, "/sammenlign/regneark?maal=langtidsledige-personer&kommune=908").await;
        assert!(sheet.body.lines().count() > 60);
        for line in sheet.body.lines().filter(|l| l.starts_with("20")) {
            let own = line.split(';').nth(1).unwrap_or_default();
            assert!(own == "vises ikke" || own.starts_with(|c: char| ('3'..='9').contains(&c) || c == '1'), "{line}");
        }
    });
}

#[test]
fn the_spreadsheet_has_every_month_with_decimal_commas_and_a_name() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("mads").await;
        let sheet = site.get(&cookie, "/sammenlign/regneark?maal=kontanthjaelp-andel&periode=12").await;
        assert!(sheet.header(CONTENT_TYPE).starts_with("text/csv"));
        assert!(sheet.header(CONTENT_DISPOSITION).contains("sammenlign-kontanthjaelp-andel-999.csv"));
        assert!(sheet.body.starts_with('\u{feff}'));
        let months: Vec<&str> =
            sheet.body.lines().filter(|l| l.starts_with("2025-") || l.starts_with("2026-")).collect();
        assert_eq!(months.len(), 12);
        assert_eq!(months[11].split(';').count(), 6, "month, own, cluster, RAR, country, best");
        assert!(months[11].contains(','), "{}", months[11]);
        let nobody = site.get("", "/sammenlign/regneark").await;
        assert_eq!(nobody.status, StatusCode::SEE_OTHER, "signed in first");
    });
}

#[test]
fn neighbours_are_ranked_and_named_and_the_last_month_is_preliminary() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("mads").await;
        let page = site.get(&cookie, "/sammenlign?omraade=naboer&rang=omraade").await.body;
        assert!(page.contains("blandt naboerne") && page.contains("Nabokommuner, februar 2026"));
        for name in ["Strandby", "Åhavn", "Skovsted", "Møllebro"] {
            assert!(page.contains(&format!("font-weight:400\">{name}</th>")), "{name} stands by itself");
        }
        assert!(page.contains("feb 2026, foreløbigt") && page.contains("Februar 2026 er den seneste måned"));
        assert!(page.contains(">foreløbig</text>"), "the drawing says so too");
    });
}

#[test]
fn a_sum_is_held_against_the_country_where_people_are_counted() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let counts = site.get(&cookie, "/sammenlign?maal=kontanthjaelp-personer").await.body;
        assert!(counts.contains("Kontrol af summen") && counts.contains("Kommunerne giver"));
        let shares = site.get(&cookie, "/sammenlign?maal=kontanthjaelp-andel").await.body;
        assert!(!shares.contains("Kontrol af summen"));
    });
}

#[test]
fn own_cases_stand_beside_the_published_number_for_those_who_may_see_them() {
    block_on(async {
        let site = site().await;
        let address = "/sammenlign?maal=kontanthjaelp-fuldtid";
        let beside = async |login: &str, address: &str| {
            let cookie = site.sign_in(login).await;
            site.get(&cookie, address).await.body.contains("Egne sager ved siden af")
        };
        assert!(beside("mads", address).await && beside("hanne", address).await);
        assert!(!beside("karen", address).await, "a caseworker sees no figures of the whole municipality");
        assert!(
            !beside("mads", "/sammenlign?maal=kontanthjaelp-fuldtid&kommune=901").await,
            "others have no cases here"
        );
        assert!(!beside("mads", "/sammenlign?maal=ledige-andel").await, "nothing of ours means the same");
        let cookie = site.sign_in("mads").await;
        let body = site.get(&cookie, address).await.body;
        assert!(body.contains("href=\"/definitioner#fuldtidspersoner_dage\""));
        let month = body.split("Egne og offentliggjorte tal, tabel").nth(1).unwrap_or_default();
        assert!(month.contains("feb 2026") && month.contains("(foreløbig)"), "{month:.400}");
        assert!(
            beside("mads", "/sammenlign?maal=aktivering-beroerte").await,
            "a share of one's own beside the cluster"
        );
    });
}

//! *Rettidighed*: the finding opens to the dates, the dates are those of the tables, and the file says what it counts.

use crate::databases::block_on;
use crate::markup::read;
use crate::own_goals::post;
use crate::site::{Site, site};
use axum::http::StatusCode;

/// Addresses on a page that lead to lists of dates.
async fn lists(site: &Site, cookie: &str, page: &str) -> Vec<String> {
    let body = site.get(cookie, page).await.body;
    let links = read(&body).unwrap().into_iter().map(|e| e.get("href").replace("&#38;", "&").replace("&amp;", "&"));
    links.filter(|href| href.starts_with("/rettidighed/frister")).collect()
}

#[test]
fn the_finding_opens_to_the_dates_that_were_not_kept() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        let page = site.get(&hanne, "/rettidighed").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("i februar 2026"), "the last whole month");
        let lists = lists(&site, &hanne, "/rettidighed").await;
        assert!(lists.len() > 3, "the finding and each row: {lists:?}");
        for list in &lists {
            let behind = site.get(&hanne, list).await;
            assert_eq!(behind.status, StatusCode::OK, "{list}");
            let file = site.get(&hanne, &format!("{list}&regneark=1")).await;
            assert_eq!(file.status, StatusCode::OK, "{list}");
            // A date has six cells, the head too; what is said below has fewer.
            let named = file.body.lines().filter(|line| line.matches(';').count() == 5).count() - 1;
            assert_eq!(behind.body.matches("href=\"/borger/").count(), named, "{list}");
            assert!(file.body.contains("rettidighed, version 1"), "{}", file.body);
        }
    });
}

#[test]
fn the_file_has_thirteen_months_and_the_tables_with_what_is_counted_below() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        for layer in ["law", "goal"] {
            let file = site.get(&mads, &format!("/rettidighed/regneark?lag={layer}&maaned=2026-01")).await;
            assert_eq!(file.status, StatusCode::OK);
            let all = file.body.lines().filter(|l| l.starts_with("Måned for måned;Alle frister;")).count();
            assert_eq!(all, 13, "{}", file.body);
            assert!(file.body.contains("januar 2026") && file.body.contains("rettidighed, version 1"), "{}", file.body);
            assert!(file.body.contains("16. marts 2026"), "the day it was counted");
        }
    });
}

#[test]
fn an_analyst_sees_the_figures_and_is_told_that_the_list_names_nobody() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let page = site.get(&mads, "/rettidighed").await.body;
        assert!(!page.contains("href=\"/?ejer=") && page.contains("href=\"/definitioner#rettidighed\""));
        for list in lists(&site, &mads, "/rettidighed").await {
            let behind = site.get(&mads, &list).await.body;
            assert!(!behind.contains("href=\"/borger/"), "{list}");
            assert!(behind.contains("Du har adgang til tal og ikke til personer."), "{list}");
        }
    });
}

#[test]
fn a_caseworker_is_told_who_the_figures_are_for() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        for path in ["/rettidighed", "/rettidighed/regneark", "/rettidighed/frister"] {
            let refused = site.get(&karen, path).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
            assert!(refused.body.contains("Kommunens tal er for teamledere, analytikere og administratorer"), "{path}");
        }
        assert!(!site.get(&karen, "/definitioner").await.body.contains("href=\"/rettidighed"));
        assert!(!site.get(&karen, "/hjaelp").await.body.contains("href=\"/rettidighed"));
    });
}

#[test]
fn ledelse_the_teams_page_and_the_help_lead_here() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        for path in ["/ledelse", "/team", "/hjaelp", "/definitioner"] {
            assert!(site.get(&hanne, path).await.body.contains("href=\"/rettidighed\""), "{path}");
        }
    });
}

#[test]
fn an_address_that_asks_for_what_is_not_there_shows_the_nearest_and_breaks_nothing() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        for asked in ["maaned=1999-01", "maaned=x", "maaned=-", "maaned=2026-13", "lag=x&grundlag=x&pr=x", "maaned=%00"]
        {
            let page = site.get(&hanne, &format!("/rettidighed?{asked}")).await;
            assert_eq!(page.status, StatusCode::OK, "{asked}");
            assert!(page.body.contains("i februar 2026"), "{asked}");
        }
        for asked in
            ["slags=x", "yd=x", "yd=ingen", "team=x", "slags=%3Cscript%3E", "hele=1&alle=1", "slags=a&team=b&yd=c"]
        {
            let page = site.get(&hanne, &format!("/rettidighed/frister?{asked}")).await;
            assert_eq!(page.status, StatusCode::OK, "{asked}");
            assert!(!page.body.contains("<script>"), "{asked}");
        }
    });
}

/// A goal of 97 per cent, for all dates or one kind of them.
async fn goal_of(site: &Site, cookie: &str, name: &str, part: &str) {
    let form = [
        ("navn", name),
        ("figur", "rettidighed_lov"),
        ("del", part),
        ("taeller", "maaned"),
        ("maal", "reach"),
        ("tal", "97"),
        ("vej", "above"),
        ("fra", ""),
        ("fra_dag", ""),
    ];
    let saved = post(site, cookie, "/maal/nyt", &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
}

#[test]
fn the_municipality_s_goal_stands_beside_what_was_kept_and_as_a_line_where_it_counts_the_same() {
    block_on(async {
        let site = site().await;
        let (mads, hanne) = (site.sign_in("mads").await, site.sign_in("hanne").await);
        goal_of(&site, &mads, "Alt til tiden", "").await;
        goal_of(&site, &mads, "Samtaler til tiden", "frist:jobsamtale").await;
        let page = site.get(&hanne, "/rettidighed").await.body;
        for said in
            ["href=\"/maal/1\">Alt til tiden</a>", "Samtaler i kontaktforløbet", "Mindst 97 pct. senest 31.12.2026"]
        {
            assert!(page.contains(said), "{said}");
        }
        assert!(page.contains(">mål 97,0</text>"), "the drawing has the goal of all dates");
        assert_eq!(page.matches(">mål 97,0</text>").count(), 1, "the goal of one duty is not that of all");
        let row = page.split("<tr>").find(|row| row.contains("slags=jobsamtale")).unwrap();
        assert!(row.contains("href=\"/maal/2\""), "{row}");
        for other in ["/rettidighed?pr=week", "/rettidighed?grundlag=held"] {
            assert!(!site.get(&hanne, other).await.body.contains(">mål 97,0</text>"), "{other} counts something else");
        }
        let team = site.get(&hanne, "/team?periode=year").await.body;
        for goal in ["/maal/1", "/maal/2"] {
            assert!(team.contains(&format!("href=\"{goal}\">Mål: Mindst 97 pct.")), "{goal}");
        }
    });
}

#[test]
fn where_no_goal_is_written_a_plan_has_words_and_no_number() {
    block_on(async {
        let site = site().await;
        let (mads, hanne) = (site.sign_in("mads").await, site.sign_in("hanne").await);
        let page = site.get(&mads, "/rettidighed").await.body;
        assert!(page.contains("Kommunen har intet mål for lovens frister.") && page.contains("Hedensted Kommune"));
        assert!(!page.contains(">mål "), "near 100 is no number");
        assert!(page.contains("href=\"/maal/nyt?skabelon=hedensted-2017-rettidighed\""));
        let leader = site.get(&hanne, "/rettidighed").await.body;
        assert!(leader.contains("Kommunen har intet mål") && !leader.contains("href=\"/maal/nyt"), "who may not write");
    });
}

//! *Ledelse* and *Definitioner*: who comes in, what each figure opens to, and the same figures for a spreadsheet.

use crate::databases::block_on;
use crate::flows::many;
use crate::site::site;
use axum::http::StatusCode;

/// The figures that the page shows.
const SHOWN: [&str; 5] =
    ["fuldtidspersoner_dage", "personer", "rettidighed", "bestand_og_stroemme", "varighed_af_afsluttede_forloeb"];

#[test]
fn every_figure_says_what_it_counts_and_leads_to_its_definition_and_its_file() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let page = site.get(&mads, "/ledelse").await;
        let definitions = site.get(&mads, "/definitioner").await;
        assert_eq!((page.status, definitions.status), (StatusCode::OK, StatusCode::OK));
        assert!(page.body.contains("I februar 2026 var der "), "the finding stands first");
        assert!(page.body.contains("Februar 2026 er foreløbig"));
        for id in SHOWN {
            assert!(page.body.contains(&format!("href=\"/definitioner#{id}\"")), "{id}");
            assert!(definitions.body.contains(&format!("id=\"{id}\"")), "{id}");
            let address = format!("/ledelse/regneark?tal={id}");
            assert!(page.body.contains(&format!("href=\"{address}&#38;maaned=2026-02\"")), "{id}");
            let file = site.get(&mads, &address).await;
            assert_eq!(file.status, StatusCode::OK, "{id}");
            assert!(file.body.contains(&format!("{id}, version ")), "{}", file.body);
            assert!(file.body.contains("16. marts 2026"), "the day it was counted: {}", file.body);
        }
    });
}

#[test]
fn a_figure_that_is_not_shown_has_no_file_and_nothing_breaks() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        for asked in ["aktiveringsgrad", "findes-ikke", "", "%00"] {
            let file = site.get(&mads, &format!("/ledelse/regneark?tal={asked}")).await;
            assert_eq!(file.status, StatusCode::NOT_FOUND, "{asked}");
        }
    });
}

#[test]
fn a_caseworker_reads_the_definitions_and_is_told_who_the_figures_are_for() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        let refused = site.get(&karen, "/ledelse").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.body.contains("Kommunens tal er for teamledere, analytikere og administratorer"));
        assert_eq!(site.get(&karen, "/ledelse/regneark?tal=personer").await.status, StatusCode::FORBIDDEN);
        let definitions = site.get(&karen, "/definitioner").await;
        assert_eq!(definitions.status, StatusCode::OK);
        assert!(!definitions.body.contains("href=\"/ledelse"), "no link leads where she may not come");
        assert!(definitions.body.contains("Ikke omfattet endnu") && definitions.body.contains("Hvorfor ikke"));
    });
}

#[test]
fn who_leads_a_team_comes_from_the_figures_to_the_lists_and_the_analyst_does_not() {
    block_on(async {
        let site = site().await;
        let (hanne, mads) = (site.sign_in("hanne").await, site.sign_in("mads").await);
        let (leader, analyst) = (site.get(&hanne, "/ledelse").await.body, site.get(&mads, "/ledelse").await.body);
        assert!(leader.contains("href=\"/?ejer=alle\"") && leader.contains("href=\"/team?periode=month#frister\""));
        assert!(leader.contains("href=\"/?ejer=alle&#38;yd=") || leader.contains("href=\"/?ejer=alle&amp;yd="));
        assert!(!analyst.contains("href=\"/?ejer="));
    });
}

#[test]
fn the_definitions_can_be_narrowed_to_how_far_a_figure_has_come() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let missing = site.get(&mads, "/definitioner?tilstand=missing").await.body;
        assert!(missing.contains("id=\"samarbejdsgrad\"") && !missing.contains("id=\"rettidighed\""));
        let shown = site.get(&mads, "/definitioner?tilstand=shown").await.body;
        assert!(shown.contains("id=\"rettidighed\"") && !shown.contains("id=\"samarbejdsgrad\""));
    });
}

#[test]
fn a_month_is_chosen_and_its_drawings_and_files_are_of_that_month() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("mads").await;
        let page = site.get(&cookie, "/ledelse?maaned=2025-11").await.body;
        assert!(page.contains("<option value=\"2025-11\" selected>november 2025</option>"));
        assert!(page.contains("Tilgang og afgang i november 2025") && !page.contains("November 2025 er foreløbig"));
        let plain = page.replace("&#38;", "&").replace("&amp;", "&");
        assert!(plain.contains("/ledelse/regneark?tal=personer&maaned=2025-11"));
        assert!(plain.contains("fra=2025-06&til=2025-11"), "the bridge of half a year");
        assert!(plain.contains("/rapporter?rapport=maanedsrapport&maaned=2025-11"));
        let now = site.get(&cookie, "/ledelse?maaned=13").await.body;
        assert!(
            now.contains("Februar 2026 er foreløbig")
                && now.contains("Kontanthjælp, pct. af de 16–66-årige, mod klynge og land")
        );
        let file = site.get(&cookie, "/ledelse/regneark?tal=personer&maaned=2025-11").await.body;
        assert!(file.lines().any(|l| l.starts_with("2025-11")) && !file.lines().any(|l| l.starts_with("2025-12")));
    });
}

/// The addresses of lists of cases on a page.
fn lists(page: &str) -> Vec<String> {
    let found = page.split("href=\"/ledelse/sager?").skip(1);
    found.map(|rest| format!("/ledelse/sager?{}", rest.split('"').next().unwrap().replace("&#38;", "&"))).collect()
}

#[test]
fn the_leader_comes_from_each_number_to_its_cases_and_the_analyst_does_not() {
    block_on(async {
        let site = site().await;
        many(&site).await;
        let (hanne, mads) = (site.sign_in("hanne").await, site.sign_in("mads").await);
        let page = site.get(&hanne, "/ledelse").await.body;
        let links = lists(&page);
        for id in ["fuldtidspersoner_dage", "personer", "varighed_af_afsluttede_forloeb"] {
            let link = links.iter().find(|link| link.contains(&format!("tal={id}&"))).expect(id);
            let list = site.get(&hanne, link).await;
            assert_eq!(list.status, StatusCode::OK, "{link}");
            assert!(
                list.body.contains("href=\"/borger/") && list.body.contains("hvert opslag bliver skrevet i loggen")
            );
            assert!(list.body.contains(&format!("href=\"/definitioner#{id}\"")), "{link}");
            let file = site.get(&hanne, &format!("{link}&regneark=1")).await;
            assert!(
                file.body.starts_with('\u{feff}') && file.body.contains(&format!("{id}, version ")),
                "{}",
                file.body
            );
            assert_eq!(site.get(&mads, link).await.status, StatusCode::FORBIDDEN, "{link}");
        }
        // All thirteen months, the total as well.
        assert!(links.iter().any(|l| l.contains("yd=alle&maaned=2025-02")), "{links:?}");
        assert!(lists(&site.get(&mads, "/ledelse").await.body).is_empty());
        let karen = site.sign_in("karen").await;
        assert_eq!(site.get(&karen, &links[0]).await.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_list_is_turned_round_by_its_head_and_a_number_that_cannot_be_read_has_none() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        let here = "/ledelse/sager?tal=personer&yd=alle";
        let names = |page: &str| {
            page.split("<td><a href=\"/borger/")
                .skip(1)
                .map(|r| r.split('"').next().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let first = site.get(&hanne, here).await.body;
        assert!(
            first.contains("aria-sort=\"ascending\"")
                && first.contains("sorter=-since")
                && first.contains("sorter=days")
        );
        let turned = site.get(&hanne, &format!("{here}&sorter=-since")).await.body;
        assert!(turned.contains("aria-sort=\"descending\""));
        let reversed: Vec<String> = names(&turned).into_iter().rev().collect();
        assert_eq!(names(&first), reversed);
        for asked in ["", "tal=personer", "tal=personer&yd=findes-ikke", "tal=forloeb&yd=alle", "tal=%00&yd=alle"] {
            let list = site.get(&hanne, &format!("/ledelse/sager?{asked}")).await;
            assert_eq!(list.status, StatusCode::NOT_FOUND, "{asked}");
        }
        assert_eq!(
            site.get(&hanne, "/ledelse/sager?tal=varighed_af_afsluttede_forloeb&yd=alle").await.status,
            StatusCode::NOT_FOUND
        );
        for asked in ["&side=x&sorter=findes-ikke", "&side=18446744073709551615"] {
            assert_eq!(site.get(&hanne, &format!("{here}{asked}")).await.status, StatusCode::OK, "{asked}");
        }
    });
}

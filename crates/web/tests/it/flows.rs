//! *Strømme*: who comes in, what is chosen in the address, what each number opens to, and the same for a spreadsheet.

use crate::databases::block_on;
use crate::site::{Site, site};
use crate::world::{author, day, noon};
use app::import::Arrival;
use axum::http::StatusCode;
use domain::codes::Benefit;
use domain::fact::Fact;
use domain::kinds::FactData;

/// The figures that the page shows.
const SHOWN: [&str; 5] =
    ["bestand_og_stroemme", "afgang_efter_aarsag", "ventetid_pr_trin", "selvforsoergelse_efter_vejen", "tid_til_svar"];
const YEAR: &str = "yd=alle&fra=2025-03&til=2026-02&hfra=2025-03&htil=2026-02";

/// So many more that the benefit can be shown, and another that hides what the stories have few of.
pub(crate) async fn many(site: &Site) {
    let on = |benefit: Benefit, last: Option<&str>| {
        let data = FactData::Benefit { benefit, rate: None, partial: false };
        Fact::new("0", data, day("2025-06-01"), last.map(day))
    };
    let (here, other) = (Benefit::Revalideringsydelse, Benefit::Efterloen);
    let groups = [(12, here, None), (6, here, Some("2026-01-15")), (10, other, None), (4, other, Some("2026-01-15"))];
    let people = groups.into_iter().flat_map(|(n, benefit, last)| (0..n).map(move |_| (benefit, last)));
    let people = people.map(|(benefit, last)| Arrival {
        cpr: None,
        first_name: "Prøve".into(),
        last_name: "Eksempel".into(),
        address: String::new(),
        born: Some(day("1980-01-01")),
        unit: "team-vest".into(),
        employee: Some("karen".into()),
        facts: vec![on(benefit, last)],
    });
    site.app.arrive(people.collect(), &author(), noon(day("2026-03-16"))).await.unwrap();
}

#[test]
fn the_page_draws_both_and_each_figure_leads_to_its_definition_and_its_file() {
    block_on(async {
        let site = site().await;
        many(&site).await;
        let mads = site.sign_in("mads").await;
        let page = site.get(&mads, &format!("/stroemme?{}", YEAR.replace("alle", "revalideringsydelse"))).await;
        let definitions = site.get(&mads, "/definitioner").await;
        assert_eq!(page.status, StatusCode::OK);
        let main = page.body.split("<main").nth(1).unwrap();
        let finding = "0 forløb på revalideringsydelse den 28. februar 2025 blev til 12 den 28. februar 2026: 18 kom til, og 6 gik.";
        assert!(main.contains(finding), "{main}");

        for drawing in ["bro-tegning", "boelge-tegning"] {
            assert!(main.contains(&format!("id=\"{drawing}-t\"")), "{drawing}: {main}");
        }
        for id in SHOWN {
            assert!(page.body.contains(&format!("href=\"/definitioner#{id}\"")), "{id}");
            assert!(definitions.body.contains(&format!("id=\"{id}\"")), "{id}");
            let file = site.get(&mads, &format!("/stroemme/regneark?tal={id}&{YEAR}")).await;
            assert_eq!(file.status, StatusCode::OK, "{id}");
            assert!(file.body.contains(&format!("{id}, version ")), "{}", file.body);
            assert!(file.body.contains("16. marts 2026"), "the day it was counted: {}", file.body);
        }
        assert_eq!(site.get(&mads, "/stroemme/regneark?tal=personer").await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            site.get(&mads, &format!("/stroemme/sager?svar=aktindsigt&{YEAR}")).await.status,
            StatusCode::FORBIDDEN
        );
        let hanne = site.sign_in("hanne").await;
        assert_eq!(site.get(&hanne, "/stroemme/sager?svar=findes-ikke").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn ledelse_leads_to_the_flows_and_they_lead_back() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        assert!(site.get(&hanne, "/ledelse").await.body.contains("href=\"/stroemme\""));
        let page = site.get(&hanne, "/stroemme").await.body;
        assert!(page.contains("href=\"/ledelse\"") && page.contains("<b aria-current=\"true\">1 måned</b>"));
    });
}

#[test]
fn the_leader_comes_from_a_number_to_its_cases_and_the_analyst_does_not() {
    block_on(async {
        let site = site().await;
        let (hanne, mads) = (site.sign_in("hanne").await, site.sign_in("mads").await);
        let page = site.get(&hanne, &format!("/stroemme?{YEAR}")).await.body;
        let link =
            page.split("href=\"/stroemme/sager?").nth(1).map(|l| l.split('"').next().unwrap().replace("&#38;", "&"));
        let link = format!("/stroemme/sager?{}", link.expect("a number that can be opened"));
        let cases = site.get(&hanne, &link).await;
        assert_eq!(cases.status, StatusCode::OK);
        assert!(cases.body.contains("href=\"/borger/") && cases.body.contains("hvert opslag bliver skrevet i loggen"));
        assert!(!site.get(&mads, &format!("/stroemme?{YEAR}")).await.body.contains("/stroemme/sager"));
        assert_eq!(site.get(&mads, &link).await.status, StatusCode::FORBIDDEN);
        let karen = site.sign_in("karen").await;
        for path in ["/stroemme", "/stroemme/regneark?tal=ventetid_pr_trin", link.as_str()] {
            assert_eq!(site.get(&karen, path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    });
}

#[test]
fn whatever_stands_in_the_address_the_page_answers() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        for asked in
            ["yd=findes-ikke&fra=2026-13&til=x", "fra=1900-01&til=2199-12", "yd=su", "hfra=2026-03&htil=2020-01", "%00"]
        {
            let page = site.get(&hanne, &format!("/stroemme?{asked}")).await;
            assert_eq!(page.status, StatusCode::OK, "{asked}");
        }
        for asked in ["", "del=findes-ikke", "venter=videre", "naaet="] {
            let page = site.get(&hanne, &format!("/stroemme/sager?{asked}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{asked}");
        }
    });
}

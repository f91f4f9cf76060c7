//! Every page that links lead to, and every story's page today and in the past.

use crate::databases::block_on;
use crate::markup::{faults, missing_texts, read};
use crate::site::{Answer, Site, site};
use axum::http::StatusCode;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Everything Karen reaches by links, with the pages of every story. Asked for once, read by several tests.
pub(crate) static PAGES: LazyLock<Vec<(String, Answer)>> =
    LazyLock::new(|| block_on(async { every_page(&site().await).await }));

async fn every_page(site: &Site) -> Vec<(String, Answer)> {
    let mut found = follow(site, "karen", karens(site)).await;
    let team = ["/team", "/team?vis=all&sorter=name&periode=year", "/team?vis=unassigned", "/team/frister?lag=goal"];
    let leaders = follow(site, "hanne", team.map(str::to_owned).to_vec()).await;
    let theirs =
        |path: &String| ["/team", "/ledelse", "/rettidighed", "/stroemme"].iter().any(|own| path.starts_with(own));
    found.extend(leaders.into_iter().filter(|(path, _)| theirs(path)));
    let states = ["shown", "counted", "missing", "findes-ikke"].map(|state| format!("/definitioner?tilstand={state}"));
    let counted = follow(site, "mads", states.to_vec()).await;
    found.extend(counted.into_iter().filter(|(path, _)| path.starts_with("/definitioner?")));
    found.into_iter().collect()
}

/// Where Karen begins.
fn karens(site: &Site) -> Vec<String> {
    let mut ahead: Vec<String> = [
        "/",
        "/sammenlign?maal=ledige-personer&omraade=region&rang=land",
        "/?ejer=alle&alle=1&taet=1",
        "/?slags=jobsamtale&yd=dagpenge&frist=week",
    ]
    .map(str::to_owned)
    .to_vec();
    for case in site.cases.clone() {
        ahead.push(format!("/borger/{case}"));
        for past in ["gaeldende=20-02-2026", "gaeldende=01-04-2026&kendt=01-03-2026", "kendt=32-01-2026"] {
            ahead.push(format!("/borger/{case}?{past}"));
        }
        for saved in ["saved", "saved_missed", "saved_absence", "saved_note", "findes_ikke"] {
            ahead.push(format!("/borger/{case}?gemt={saved}"));
        }
    }
    ahead
}

/// The pages somebody reaches by links from where they begin; files are left out.
async fn follow(site: &Site, login: &str, mut ahead: Vec<String>) -> BTreeMap<String, Answer> {
    let cookie = site.sign_in(login).await;
    let mut found: BTreeMap<String, Answer> = BTreeMap::new();
    while let Some(path) = ahead.pop() {
        if found.contains_key(&path) {
            continue;
        }
        let answer = site.get(&cookie, &path).await;
        for element in read(&answer.body).unwrap_or_default() {
            let address = element.get(if element.name == "form" { "action" } else { "href" });
            let get = element.name != "form" || element.get("method") != "post";
            let address = address.split('#').next().unwrap_or_default();
            let file = address.contains("regneark") || address.starts_with("/assets/");
            if get && address.starts_with('/') && !file {
                ahead.push(address.to_owned());
            }
        }
        found.insert(path, answer);
    }
    found
}

#[test]
fn every_page_and_everything_it_links_to_answers_whole_and_without_a_script() {
    assert!(PAGES.len() > 100, "{}", PAGES.len());
    let mut wrong = Vec::new();
    for (path, page) in PAGES.iter() {
        // A specially protected citizen is among the invented ones.
        let refused = page.status == StatusCode::FORBIDDEN && page.body.contains("Sagen er særligt beskyttet.");
        if page.status != StatusCode::OK && !refused {
            wrong.push(format!("{path}: {}", page.status));
            continue;
        }
        wrong.extend(faults(&page.body).into_iter().map(|fault| format!("{path}: {fault}")));
    }
    assert!(wrong.is_empty(), "{:#?}", &wrong[..wrong.len().min(40)]);
}

#[test]
fn the_pages_that_say_no_are_whole_too() {
    block_on(async {
        let site = site().await;
        let (karen, mads) = (site.sign_in("karen").await, site.sign_in("mads").await);
        let pages = [
            site.get("", "/log-ind").await,
            site.post("", "/log-ind", &crate::site::fields(&[("u", "<karen>"), ("p", "x")])).await,
            site.get(&karen, "/findes-ikke").await,
            site.get(&karen, "/borger/99999").await,
            site.get(&mads, "/borger/1").await,
            site.get(&mads, "/team").await,
            site.post(&karen, "/borgere", &[("q".to_owned(), "<b>&".to_owned())]).await,
            site.post(&karen, "/borgere", &[("q".to_owned(), "e".to_owned())]).await,
        ];
        for page in pages {
            assert_eq!(faults(&page.body), [""; 0], "{}", page.body);
            assert_eq!(missing_texts(&page.body), [""; 0]);
        }
    });
}

#[test]
fn in_december_the_list_says_of_each_later_day_that_a_new_act_is_expected() {
    block_on(async {
        let note = "Regnet efter reglerne til 31.12.2026; ny lov ventes";
        let site = site().await;
        let karen = site.sign_in("karen").await;
        assert!(!site.get(&karen, "/?ejer=alle&alle=1").await.body.contains(note), "in March no day lies so far ahead");
        let december = site.on(crate::world::day("2026-12-16"));
        let karen = december.sign_in("karen").await;
        assert!(december.get(&karen, "/?ejer=alle&alle=1").await.body.contains(note));
    });
}

#[test]
fn no_page_shows_the_key_of_a_text_that_is_not_there() {
    let missing = PAGES
        .iter()
        .flat_map(|(path, page)| missing_texts(&page.body).into_iter().map(move |key| format!("{key} on {path}")));
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0]);
}

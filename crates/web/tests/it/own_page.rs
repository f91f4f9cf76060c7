//! Where each role begins, what an empty list offers, and what stays around a page that says no.

use crate::databases::block_on;
use crate::markup::{faults, read, unescape};
use crate::site::{fields, site};
use axum::http::StatusCode;

#[test]
fn who_has_no_list_begins_where_the_work_is_and_an_empty_list_leads_on() {
    block_on(async {
        let site = site().await;
        for (login, first) in [("karen", "/"), ("hanne", "/team"), ("mads", "/sammenlign")] {
            let answer = site.post("", "/log-ind", &fields(&[("u", login), ("p", "fjordby")])).await;
            assert_eq!(answer.location(), first, "{login}");
            let asked = fields(&[("u", login), ("p", "fjordby"), ("til", "/hjaelp")]);
            assert_eq!(site.post("", "/log-ind", &asked).await.location(), "/hjaelp", "{login}: the page asked for");
        }
        let hanne = site.sign_in("hanne").await;
        let page = site.get(&hanne, "/").await.body;
        assert!(
            page.contains("Du ejer ingen sager") && !page.contains("0 sager") && !page.contains("class=\"counts\"")
        );
        let links: Vec<String> = read(&page)
            .unwrap()
            .iter()
            .filter(|e| e.name == "a" && e.get("class").starts_with("button") && e.inside.iter().any(|n| n == "main"))
            .map(|e| e.get("href").to_owned())
            .collect();
        assert_eq!(links, ["/team", "/?ejer=enhed:team-vest", "/borgere"]);
        for link in links {
            assert_eq!(site.get(&hanne, &link).await.status, StatusCode::OK, "{link}");
        }
        let karen = site.sign_in("karen").await;
        let chosen = unescape(&site.get(&karen, "/?yd=su&ejer=alle").await.body);
        assert!(chosen.contains("Intet passer til valget") && chosen.contains("href=\"/?ejer=alle\""));
    });
}

#[test]
fn a_list_of_more_than_ones_own_cases_names_the_owner_and_the_file_does_too() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        for (path, named) in [("/", false), ("/?ejer=enhed:team-vest", true), ("/?ejer=alle", true)] {
            let page = site.get(&karen, path).await.body;
            let owners = page.matches("class=\"sub owner\"").count();
            assert_eq!(owners == page.matches("<tr class=\"r\"").count(), named, "{path}");
            assert_eq!(page.contains("Dine frister pr. arbejdsdag"), !named, "{path}");
            let file = site.get(&karen, &path.replacen('/', "/regneark", 1)).await.body;
            let mut lines = file.lines();
            assert!(lines.next().unwrap().ends_with("Ejer"), "{path}");
            assert!(lines.all(|line| !line.ends_with(';') && !line.ends_with(',')), "{path}: each row has its owner");
            assert!(file.contains("karen Eksempel"), "{path}");
        }
    });
}

#[test]
fn a_page_that_says_no_keeps_the_bar_and_offers_only_what_the_reader_has() {
    block_on(async {
        let site = site().await;
        for (login, persons) in [("karen", true), ("mads", false)] {
            let cookie = site.sign_in(login).await;
            for (path, status) in [
                ("/findes-ikke", StatusCode::NOT_FOUND),
                ("/team", StatusCode::FORBIDDEN),
                ("/regler/x", StatusCode::NOT_FOUND),
            ] {
                let answer = site.get(&cookie, path).await;
                assert_eq!(answer.status, status, "{login} {path}");
                assert_eq!(faults(&answer.body), [""; 0], "{login} {path}");
                assert!(
                    answer.body.contains("class=\"ms-nav\"") && answer.body.contains("action=\"/log-ud\""),
                    "{path}"
                );
                assert_eq!(answer.body.contains("href=\"/borgere\""), persons, "{login} {path}");
                assert_eq!(answer.body.contains("role=\"search\""), persons, "{login} {path}");
                assert_eq!(answer.body.contains("Gå til Sammenlign"), !persons, "{login} {path}");
            }
        }
        let mads = site.sign_in("mads").await;
        let team = site.get(&mads, "/team").await.body;
        assert!(team.contains("Siden er for teamledere") && !team.contains("denne sag"), "no case was asked for");
        let search = site.get(&mads, "/borgere").await;
        assert_eq!(search.status, StatusCode::FORBIDDEN);
        assert!(search.body.contains("tal, ikke personer"));
        let stranger = site.get("", "/findes-ikke").await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        assert!(!stranger.body.contains("class=\"ms-nav\""), "who is not signed in has no menu");
        assert_eq!(faults(&stranger.body), [""; 0]);
        for (login, team) in [("hanne", true), ("karen", false)] {
            let help = site.get(&site.sign_in(login).await, "/hjaelp").await.body;
            assert_eq!(help.contains("<kbd>g t</kbd>"), team, "{login}");
        }
    });
}

#[test]
fn every_look_at_a_citizen_can_be_read_and_those_of_a_minute_are_one_line() {
    block_on(async {
        let site = site().await;
        let (karen, ida, mads) = (site.sign_in("karen").await, site.sign_in("ida").await, site.sign_in("mads").await);
        let case = site.case("story-02a-signe-hospital").await;
        let address = format!("/borger/{case}/opslag");
        for cookie in [&karen, &karen, &ida, &karen] {
            site.get(cookie, &format!("/borger/{case}")).await;
        }
        assert_eq!(site.get(&mads, &address).await.status, StatusCode::FORBIDDEN, "the list is about a person");
        let page = site.get(&karen, &format!("/borger/{case}")).await.body;
        assert!(page.contains(&format!("href=\"{address}\"")) && page.contains("Alle 6 opslag"));
        let all = site.get(&karen, &address).await;
        assert_eq!((all.status, faults(&all.body)), (StatusCode::OK, vec![]));
        let rows = all.body.split("<tbody>").nth(1).unwrap().matches("<tr>").count();
        assert_eq!(rows, 5, "karen, mads refused, karen, ida, karen twice: {}", all.body);
        assert!(all.body.contains("7 opslag i alt") && all.body.contains("opslag i sagen, 2 gange"), "her look counts");
        assert!(all.body.contains("(afvist)"), "a refused look stands there");
    });
}

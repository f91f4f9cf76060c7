//! From a list to a case, through what is saved there, and back to the list as it was.

use crate::databases::block_on;
use crate::markup::{faults, form_fields, read, unescape};
use crate::site::{Answer, HOST, Site, fields, site};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

/// A page as a browser opens it by a link on another; the cookie it is given is kept beside the others.
async fn follow(site: &Site, cookie: &mut String, from: &str, path: &str) -> Answer {
    let request = Request::get(path)
        .header(header::HOST, HOST)
        .header(header::COOKIE, cookie.as_str())
        .header(header::REFERER, from);
    let answer = site.ask(request.body(Body::empty()).unwrap()).await;
    let given = answer.header(header::SET_COOKIE);
    if let Some(pair) = given.split(';').next().filter(|pair| pair.starts_with("tilbage=")) {
        let case = path.split(['?', '#']).next().unwrap();
        assert!(given.contains(&format!("Path={case};")) && given.contains("HttpOnly"), "{given}");
        let others: Vec<&str> = cookie.split("; ").filter(|c| !c.starts_with("tilbage=")).collect();
        *cookie = format!("{}; {pair}", others.join("; "));
    }
    answer
}

/// Where the page of a case leads back to.
fn back(page: &Answer) -> String {
    let elements = read(&page.body).unwrap();
    let at = elements.iter().position(|e| e.name == "div" && e.get("style") == "margin:1.6rem 0 .4rem").unwrap();
    let way = elements[at..].iter().find(|e| ["a", "form"].contains(&e.name.as_str())).unwrap();
    unescape(if way.name == "a" { way.get("href") } else { way.get("action") })
}

fn ours(path: &str) -> String {
    format!("http://{HOST}{path}")
}

#[test]
fn after_several_saves_the_way_back_is_the_row_of_the_list_one_came_from() {
    block_on(async {
        let site = site().await;
        let mut cookie = site.sign_in("karen").await;
        let list = "/?ejer=alle&yd=kontanthjaelp&sorter=%2Dname&alle=1";
        let case = site.case("story-01-jonas").await;
        let page = format!("/borger/{case}");
        let shown = site.get(&cookie, list).await.body;
        assert!(shown.contains(&format!("id=\"sag-{case}\"")), "the row has a place to come back to");
        let opened = follow(&site, &mut cookie, &ours(list), &page).await;
        assert_eq!(back(&opened), format!("{list}#sag-{case}"));
        assert_eq!(faults(&opened.body), [""; 0]);
        assert!(
            opened.body.contains("rel=\"next\"") && opened.body.contains("?fra=%2F%3Fejer%3Dalle"),
            "its neighbours are that list's"
        );
        for text in ["Ringede.", "Ringede igen."] {
            let note = format!("{page}/notat");
            let mut form = form_fields(&follow(&site, &mut cookie, &ours(&page), &note).await.body, &note);
            crate::forms::set(&mut form, "text", text);
            let saved = site.post(&cookie, &note, &form).await;
            assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
            let after = follow(&site, &mut cookie, &ours(&note), saved.location()).await;
            assert_eq!(back(&after), format!("{list}#sag-{case}"), "after {text}");
        }
        // Next on the list, and from there back to the same list.
        let elements = read(&opened.body).unwrap();
        let next = unescape(elements.iter().find(|e| e.get("rel") == "next").unwrap().get("href"));
        let next_case = next.trim_start_matches("/borger/").split('?').next().unwrap();
        assert_eq!(back(&follow(&site, &mut cookie, &ours(&page), &next).await), format!("{list}#sag-{next_case}"));
    });
}

#[test]
fn a_case_that_is_done_leads_back_to_the_row_that_followed_it() {
    block_on(async {
        let site = site().await;
        let mut cookie = site.sign_in("karen").await;
        let list = "/?ejer=alle&slags=jobsamtale&alle=1";
        let case = site.case("story-02a-signe-hospital").await;
        let page = format!("/borger/{case}");
        let opened = follow(&site, &mut cookie, &ours(list), &page).await;
        let elements = read(&opened.body).unwrap();
        let next = elements.iter().find(|e| e.get("rel") == "next").map(|e| unescape(e.get("href")));
        let next = next.unwrap_or_else(|| panic!("somebody comes after Signe"));
        let form = form_fields(&opened.body, &format!("{page}/samtale"));
        let saved = site.post(&cookie, &format!("{page}/samtale"), &form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let after = follow(&site, &mut cookie, &ours(&page), saved.location()).await;
        let row = next.trim_start_matches("/borger/").split('?').next().unwrap();
        assert_eq!(back(&after), format!("{list}#sag-{row}"));
        assert!(unescape(&after.body).contains(&format!("href=\"{next}\" rel=\"next\"")));
    });
}

#[test]
fn nothing_but_our_own_lists_is_led_back_to() {
    block_on(async {
        let site = site().await;
        let case = site.case("story-01-jonas").await;
        let page = format!("/borger/{case}");
        let own = format!("/#sag-{case}");
        let froms = [
            "https://evil.example/?ejer=alle",
            "http://medspiller.example.evil.example/",
            "http://medspiller.exampleevil/",
            "//x",
            "",
        ];
        for from in
            froms.map(str::to_owned).into_iter().chain([ours("//evil.example/"), ours("/log-ud"), ours("/borger/1")])
        {
            let mut cookie = site.sign_in("karen").await;
            assert_eq!(back(&follow(&site, &mut cookie, &from, &page).await), own, "{from}");
        }
        for wrong in [
            "https%3A%2F%2Fevil.example",
            "%2F%2Fevil.example",
            "%2F%5Cevil.example",
            "javascript%3Aalert(1)",
            "%2F%3F%22%3E%3Cscript%3E",
            "%2Flog-ud",
            "%FF",
        ] {
            let cookie = site.sign_in("karen").await;
            assert_eq!(back(&site.get(&cookie, &format!("{page}?fra={wrong}")).await), own, "{wrong}");
            let stored = format!("{cookie}; tilbage=-%20{wrong}");
            assert_eq!(back(&site.get(&stored, &page).await), own, "{wrong} in a cookie");
        }
    });
}

#[test]
fn from_a_search_one_comes_back_to_what_it_found_and_the_text_stands_in_no_address() {
    block_on(async {
        let site = site().await;
        let mut cookie = site.sign_in("karen").await;
        let found = site.post(&cookie, "/borgere", &fields(&[("q", "prøvesen")])).await;
        let elements = read(&found.body).unwrap();
        let hit = elements.iter().find(|e| e.get("href").contains("?fra=soegning")).unwrap().get("href").to_owned();
        let page = follow(&site, &mut cookie, &ours("/borgere"), &hit).await;
        let action = back(&page);
        assert!(action.starts_with("/borgere#sag-"), "{action}");
        assert_eq!(form_fields(&page.body, &action), fields(&[("q", "prøvesen")]));
        assert!(!cookie.contains("prøvesen") && !hit.contains("prøvesen") && faults(&page.body).is_empty());
        let other = site.sign_in("ida").await;
        let theirs = site.get(&other, &hit).await;
        assert!(!theirs.body.contains("value=\"prøvesen\""), "another reader's search is not hers");
    });
}

//! Personal numbers and names: shown when asked for and logged, and in no address.

use crate::databases::block_on;
use crate::markup::read;
use crate::pages::PAGES;
use crate::site::site;
use crate::world::{person_of, story_person};
use axum::http::StatusCode;
use percent_encoding::percent_decode_str;

const SIGNE: &str = "story-02a-signe-hospital";

/// The number with and without its dash.
fn number(scenario: &str) -> [String; 2] {
    let cpr = story_person(scenario).cpr().unwrap();
    [cpr.reveal().to_owned(), format!("{}-{}", &cpr.reveal()[..6], &cpr.reveal()[6..])]
}

#[test]
fn the_personal_number_is_shown_when_it_is_asked_for_and_then_it_is_in_the_log() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case(SIGNE).await;
        let person = person_of(&site.app, case).await;
        let page = site.get(&cookie, &format!("/borger/{case}")).await;
        assert!(page.body.contains("Signe Prøvesen"));
        assert!(number(SIGNE).iter().all(|n| !page.body.contains(n)));
        let looks = async || {
            let looks = site.app.store.read_log_list(site.app.municipality, person, 99).await.unwrap();
            looks.iter().filter(|l| l.purpose == "vis_cpr" && l.granted).count()
        };
        assert_eq!(looks().await, 0);
        let before = site.app.store.read_log_count(site.app.municipality, person).await.unwrap();
        let shown = site.post(&cookie, &format!("/borger/{case}/cpr"), &[]).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.body.contains(&number(SIGNE)[1]));
        assert_eq!(looks().await, 1);
        let after = site.app.store.read_log_count(site.app.municipality, person).await.unwrap();
        assert_eq!(after, before + 1, "one look is one line");
        let again = site.get(&cookie, &format!("/borger/{case}")).await;
        assert!(number(SIGNE).iter().all(|n| !again.body.contains(n)), "for one answer only");
    });
}

#[test]
fn no_page_holds_a_number_and_no_address_a_name() {
    let mut seen = 0;
    for (path, page) in PAGES.iter() {
        for person in synth::STORY_PEOPLE {
            for number in number(person.scenario) {
                assert!(!page.body.contains(&number), "{} on {path}", person.scenario);
            }
        }
        let mut addresses = vec![page.location().to_owned()];
        for element in read(&page.body).unwrap_or_default() {
            addresses.extend(["href", "action", "src", "formaction"].map(|key| element.get(key).to_owned()));
        }
        for address in addresses {
            let plain = percent_decode_str(&address).decode_utf8_lossy().to_lowercase();
            seen += 1;
            for person in synth::STORY_PEOPLE {
                assert!(!plain.contains(&person.last_name.to_lowercase()), "{plain} on {path}");
            }
            let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
            let run = plain.split(|c: char| !c.is_ascii_digit() && c != '-').any(|part| digits(part) >= 10);
            assert!(!run, "{plain} on {path}");
        }
    }
    assert!(seen > 500, "{seen}");
}

//! A settled question on the citizen's page, before and after what it rests on is put right.

use crate::databases::block_on;
use crate::markup::{faults, unescape};
use crate::site::site;
use crate::world::{day, noon, write_fact};
use domain::kinds::FactData;

#[test]
fn a_settled_question_stands_on_the_page_and_stands_open_again_with_what_changed_and_when() {
    block_on(async {
        let site = site().await;
        let (case, cookie) = (site.case("story-02a-signe-hospital").await, site.sign_in("karen").await);
        let page = format!("/borger/{case}");
        assert!(!site.get(&cookie, &page).await.body.contains("Afklaret:"));
        let on = |text: &str| noon(day(text));
        let note = |text: &str| FactData::Note { text: text.into() };
        let fact = write_fact(&site.app, case, on("2026-03-15"), |f| f.data = note("37 timer")).await;
        write_fact(&site.app, case, on("2026-03-15"), |f| {
            let (question, answer) = ("Fuld <tid>?".into(), "Ja".into());
            f.data = FactData::Clarification { question, answer, rests_on: fact.to_string() };
        })
        .await;
        let body = crate::markup::unescape(&site.get(&cookie, &page).await.body);
        assert!(body.contains("Afklaret: Fuld <tid>? – Ja (15.03.2026, Fjordby)"), "{body}");
        assert!(!body.contains("Åben igen:"));
        write_fact(&site.app, case, on("2026-03-16"), |f| (f.data, f.supersedes) = (note("20 timer"), Some(fact)))
            .await;
        let body = crate::markup::unescape(&site.get(&cookie, &page).await.body);
        let says = "Notat: 37 timer, 15.03.2026, blev rettet til Notat: 20 timer, 16.03.2026 (16.03.2026, Fjordby)";
        assert!(body.contains("Åben igen:") && body.contains(says), "{body}");
        let then = crate::markup::unescape(
            &site.get(&cookie, &format!("{page}?gaeldende=15-03-2026&kendt=15-03-2026")).await.body,
        );
        assert!(then.contains("Afklaret:") && !then.contains("Åben igen:"), "as it was known then");
    });
}

#[test]
fn what_nobody_asks_for_is_not_among_what_the_citizen_can_ask_for_and_has_nothing_left() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let page = site.get(&cookie, &format!("/borger/{case}")).await;
        assert_eq!(faults(&page.body), [""; 0]);
        let text = unescape(&page.body);
        let (before, given) = text.split_once("Gælder, uden at borgeren beder om det").unwrap();
        let (_, asked) = before.split_once("Borgeren kan bede om").unwrap();
        let given = given.split("<section").next().unwrap();
        for title in ["Borgeren skal have en Min Plan", "Borgeren kan medvirke i sin sag"] {
            assert!(given.contains(title) && !asked.contains(title), "{title}");
        }
        assert!(asked.contains("Ret til bisidder") && !given.contains("tilbage."), "{given}");
    });
}

#[test]
fn every_printed_page_of_a_case_says_whose_it_is_and_which_of_how_many_it_is() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let page = site.get(&cookie, &format!("/borger/{case}")).await.body;
        let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        assert!(style.contains("content:\"Signe Prøvesen, CPR ••••••-••••\""), "{style}");
        assert!(style.contains("\"Side \" counter(page) \" af \" counter(pages)"), "{style}");
        let number = crate::world::story_person("story-02a-signe-hospital").cpr().unwrap();
        assert!(!page.contains(number.reveal()) && !page.contains(&number.reveal()[6..]), "the number is masked");
    });
}

//! A settled question on the citizen's page, before and after what it rests on is put right.

use crate::databases::block_on;
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

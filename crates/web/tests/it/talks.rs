//! The form of a talk without scripts: saved as it stands, with a mistake, and beside what somebody else saved meanwhile.

use crate::databases::block_on;
use crate::forms::{count, set};
use crate::markup::{faults, form_fields};
use crate::site::{Site, site};
use axum::http::StatusCode;

#[test]
fn the_talk_form_is_saved_as_it_stands_and_only_once() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let address = format!("/borger/{case}/samtale");
        let page = site.get(&cookie, &format!("/borger/{case}")).await;
        let fields = form_fields(&page.body, &address);
        let before = count(&site).await;
        let saved = site.post(&cookie, &address, &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        assert!(saved.location().starts_with(&format!("/borger/{case}?gemt=")), "{}", saved.location());
        let after = count(&site).await;
        assert!(after > before);
        let shown = site.get(&cookie, saved.location()).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.body.contains("alert-success"));
        let facts: Vec<&str> =
            shown.body.split("<ul class=\"fakta\">").skip(1).map(|f| f.split("</ul>").next().unwrap()).collect();
        assert!(
            facts.iter().any(|f| f.contains("karen Eksempel, 16. mar 2026")),
            "the chain says who wrote it and when"
        );
        // The browser goes back and posts again.
        assert_eq!(site.post(&cookie, &address, &fields).await.location(), saved.location());
        assert_eq!(count(&site).await, after);
    });
}

#[test]
fn what_saving_does_is_said_for_each_outcome_and_the_receipt_names_the_same_days() {
    block_on(async {
        for outcome in ["held", "missed", "cancelled"] {
            let site = site().await.under(rulebook::shipped("fjordby").unwrap());
            let cookie = site.sign_in("karen").await;
            let case = site.case("story-02a-signe-hospital").await;
            let address = format!("/borger/{case}/samtale");
            let page = site.get(&cookie, &format!("/borger/{case}")).await.body;
            let line = page.split(&format!("<li class=\"is-{outcome}\">")).nth(1).unwrap();
            let line = line.split("</li>").next().unwrap().to_owned();
            assert_eq!(
                line.contains("1 frist er holdt.") || line.contains("2 frister er holdt."),
                outcome == "held",
                "{line}"
            );
            let next = &line[line.find("Kommunens næste mål: ").unwrap()..];
            // What is not held leaves the goal and the law's date of today's talk where they are.
            assert_eq!(
                next.contains("16. marts 2026") && next.contains("Næste frist efter loven: "),
                outcome != "held",
                "{line}"
            );
            let mut written = form_fields(&page, &address);
            set(&mut written, "outcome", outcome);
            let before = agreed_talks(&site, case).await;
            let saved = site.post(&cookie, &address, &written).await;
            let shown = site.get(&cookie, saved.location()).await.body;
            let receipt = &shown[shown.find("alert-success").unwrap()..];
            assert!(receipt[..receipt.find("</div>").unwrap()].contains(next.trim()), "{outcome}: {next}");
            assert_eq!(agreed_talks(&site, case).await, before + 1, "{outcome}: the day that stands there is agreed");
        }
    });
}

async fn agreed_talks(site: &Site, case: i64) -> usize {
    let person = crate::world::person_of(&site.app, case).await;
    let (_, facts) = site.app.store.fact_list(site.app.municipality, person).await.unwrap();
    facts.iter().filter(|f| f.fact.kind() == domain::kinds::FactKind::TalkBooked).count()
}

#[test]
fn a_talk_form_with_a_wrong_date_comes_back_with_everything_written() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let address = format!("/borger/{case}/samtale");
        let page = site.get(&cookie, &format!("/borger/{case}")).await;
        let mut written = form_fields(&page.body, &address);
        let note = "Talt om »butik« & <køkken>\n\"mandag\" 'tirsdag'";
        set(&mut written, "note", note);
        set(&mut written, "outcome", "missed");
        set(&mut written, "form", "telefon");
        let before = count(&site).await;
        let wrong = [
            ("31-02-2026", "instead", "10-04-2026"),
            ("16-03-2026", "instead", "i morgen"),
            ("17-03-2026", "next", "20-04-2026"),
        ];
        for (on, field, next) in wrong {
            set(&mut written, "on", on);
            set(&mut written, field, next);
            if field == "next" {
                set(&mut written, "outcome", "held");
            }
            let answer = site.post(&cookie, &address, &written).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{on} {next}");
            assert_eq!(form_fields(&answer.body, &address), written, "{on} {next}");
            assert!(answer.body.contains("form-error-message"));
            assert_eq!(faults(&answer.body), [""; 0]);
        }
        assert_eq!(count(&site).await, before);
        // Put right, it is saved.
        set(&mut written, "on", "16-03-2026");
        assert_eq!(site.post(&cookie, &address, &written).await.status, StatusCode::SEE_OTHER);
        let person = crate::world::person_of(&site.app, case).await;
        let (_, facts) = site.app.store.fact_list(site.app.municipality, person).await.unwrap();
        assert!(facts.iter().any(|f| f.fact.data == domain::kinds::FactData::Note { text: note.into() }), "as written");
    });
}

#[test]
fn a_new_day_after_a_missed_talk_is_suggested_within_the_laws_date_and_saved_as_it_stands_or_not_at_all() {
    block_on(async {
        for emptied in [false, true] {
            let site = site().await.under(rulebook::shipped("fjordby").unwrap());
            let cookie = site.sign_in("karen").await;
            let case = site.case("story-02a-signe-hospital").await;
            let address = format!("/borger/{case}/samtale");
            let mut form = form_fields(&site.get(&cookie, &format!("/borger/{case}")).await.body, &address);
            set(&mut form, "outcome", "missed");
            let suggested = form.iter().find(|(name, _)| name == "instead").unwrap().1.clone();
            assert_eq!(suggested, "10-04-2026", "the law's date is Sunday 12 April");
            if emptied {
                set(&mut form, "instead", "");
            }
            let before = agreed_talks(&site, case).await;
            assert_eq!(site.post(&cookie, &address, &form).await.status, StatusCode::SEE_OTHER);
            assert_eq!(agreed_talks(&site, case).await, before + usize::from(!emptied));
            let shown = site.get(&cookie, &format!("/borger/{case}")).await.body;
            assert_eq!(shown.contains("aftalt 10. apr"), !emptied);
        }
    });
}

#[test]
fn a_talk_written_while_somebody_else_saved_comes_back_whole_and_is_saved_with_one_more_click() {
    block_on(async {
        let site = site().await;
        let (karen, ida) = (site.sign_in("karen").await, site.sign_in("ida").await);
        let case = site.case("story-02a-signe-hospital").await;
        let (talk, note) = (format!("/borger/{case}/samtale"), format!("/borger/{case}/notat"));
        let mut mine = form_fields(&site.get(&karen, &format!("/borger/{case}")).await.body, &talk);
        for (name, value) in [
            ("outcome", "cancelled"),
            ("form", "video"),
            ("on", "13-03-2026"),
            ("instead", "30-03-2026"),
            ("note", "Syg <i dag>"),
        ] {
            set(&mut mine, name, value);
        }
        let mut hers = form_fields(&site.get(&ida, &note).await.body, &note);
        set(&mut hers, "text", "Idas ord");
        assert_eq!(site.post(&ida, &note, &hers).await.status, StatusCode::SEE_OTHER);
        let before = count(&site).await;
        let refused = site.post(&karen, &talk, &mine).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert_eq!(count(&site).await, before);
        assert!(refused.body.contains("ida Eksempel gemte i sagen") && refused.body.contains("Idas ord"));
        assert_eq!(faults(&refused.body), [""; 0]);
        let again = form_fields(&refused.body, &talk);
        let typed = |fields: &[(String, String)]| {
            fields.iter().filter(|(name, _)| name != "version").cloned().collect::<Vec<_>>()
        };
        assert_eq!(typed(&again), typed(&mine), "everything but the version is as it was written");
        assert_eq!(site.post(&karen, &talk, &again).await.status, StatusCode::SEE_OTHER);
        assert_eq!(count(&site).await, before + 3);
    });
}

#[test]
fn a_talk_that_a_colleague_registered_meanwhile_is_shown_beside_ones_own_and_answered_with_one_press() {
    block_on(async {
        let site = site().await;
        let (karen, ida) = (site.sign_in("karen").await, site.sign_in("ida").await);
        let case = site.case("story-02a-signe-hospital").await;
        let (page, talk) = (format!("/borger/{case}"), format!("/borger/{case}/samtale"));
        let mine = form_fields(&site.get(&karen, &page).await.body, &talk);
        let hers = form_fields(&site.get(&ida, &page).await.body, &talk);
        assert_eq!(site.post(&ida, &talk, &hers).await.status, StatusCode::SEE_OTHER);
        let refused = site.post(&karen, &talk, &mine).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert_eq!(faults(&refused.body), [""; 0]);
        for said in [
            "ida Eksempel skrev<",
            "Du skrev<",
            "<td>Samtale holdt: jobsamtale, fremmøde</td><td>Samtale holdt: jobsamtale, fremmøde</td>",
            "<td>16-03-2026</td><td>16-03-2026</td>",
            "allerede registreret",
            "Gem alligevel",
        ] {
            assert!(refused.body.contains(said), "{said}");
        }
        let again = form_fields(&refused.body, &talk);
        assert_eq!(site.post(&karen, &talk, &again).await.status, StatusCode::SEE_OTHER, "two presses in all");
    });
}

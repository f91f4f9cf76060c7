//! Where the page says that something is missing, a link leads to a small form for that alone.

use crate::databases::block_on;
use crate::forms::{count, set};
use crate::markup::{faults, form_fields, unescape};
use crate::site::{Site, site};
use crate::world::{author, day, noon};
use app::import::Arrival;
use app::question::Question;
use axum::http::StatusCode;
use domain::codes::{Benefit, Code, Visitation};
use domain::fact::Fact;
use domain::kinds::FactData;

/// Somebody whose facts begin on one day, on Karen's list.
pub(crate) async fn somebody(site: &Site, born: &str, on: &str, facts: Vec<FactData>) -> i64 {
    let numbered = facts.into_iter().enumerate();
    let arrival = Arrival {
        cpr: None,
        first_name: "Nour".into(),
        last_name: "Demosen".into(),
        address: String::new(),
        born: Some(day(born)),
        unit: "team-vest".into(),
        employee: Some("karen".into()),
        facts: numbered.map(|(n, data)| Fact::new(format!("f{n}"), data, day(on), None)).collect(),
    };
    site.app.arrive(vec![arrival], &author(), noon(day("2026-03-16"))).await.unwrap();
    site.cases.end() + 1
}

pub(crate) fn on(benefit: Benefit) -> FactData {
    FactData::Benefit { benefit, rate: None, partial: false }
}

/// Somebody of 25 on help whose education nobody has written.
pub(crate) async fn young(site: &Site) -> i64 {
    let visitation = FactData::Visitation { category: Visitation::Aktivitetsparat };
    somebody(site, "2001-04-01", "2026-01-05", vec![on(Benefit::Kontanthjaelp), visitation]).await
}

#[test]
fn a_missing_education_is_one_link_one_choice_and_one_click_away() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = young(&site).await;
        let (page, address) = (format!("/borger/{case}"), format!("/borger/{case}/oplysning/uddannelse"));
        let before = site.get(&cookie, &page).await.body;
        assert!(unescape(&before).contains("Skriv uddannelse") && before.contains(&format!("href=\"{address}\"")));
        let mut form = form_fields(&site.get(&cookie, &address).await.body, &address);
        let shown = form.iter().filter(|(n, _)| n != "version" && n != "key").map(|(n, _)| n.as_str());
        assert_eq!(shown.collect::<Vec<_>>(), ["level", "from"]);
        let facts = count(&site).await;
        set(&mut form, "from", "31-02-2026");
        let refused = site.post(&cookie, &address, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(form_fields(&refused.body, &address), form);
        assert_eq!(faults(&refused.body), [""; 0]);
        assert!(refused.body.contains("findes ikke") && refused.body.contains("Vælg den højeste"), "both at once");
        set(&mut form, "from", "16-03-2026");
        let refused = site.post(&cookie, &address, &form).await;
        assert!(refused.body.contains("Vælg den højeste afsluttede uddannelse."));
        set(&mut form, "level", "grundskole");
        let saved = site.post(&cookie, &address, &form).await;
        assert_eq!(saved.location(), format!("{page}?gemt=saved_fact"));
        let after = unescape(&site.get(&cookie, saved.location()).await.body);
        assert!(after.contains("Oplysningen er gemt.") && !after.contains("Skriv uddannelse"));
        assert!(after.contains("Uddannelse: grundskole"), "the history says what");
        assert_eq!(site.post(&cookie, &address, &form).await.location(), saved.location(), "posted again");
        assert_eq!(count(&site).await, facts + 1);
    });
}

#[test]
fn every_question_has_a_form_without_faults_or_missing_texts() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = young(&site).await;
        for question in Question::ALL {
            let address = format!("/borger/{case}/oplysning/{}", question.code());
            let shown = site.get(&cookie, &address).await;
            assert_eq!((shown.status, faults(&shown.body)), (StatusCode::OK, Vec::new()), "{address}");
            assert!(!shown.body.contains("[question"), "{address} lacks a text");
            let list = site.get(&cookie, &format!("/borger/{case}/oplysning")).await;
            assert_eq!((list.status, faults(&list.body)), (StatusCode::OK, Vec::new()));
        }
        let unknown = site.get(&cookie, &format!("/borger/{case}/oplysning/stjernetegn")).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn an_answer_written_while_somebody_else_saved_comes_back_whole() {
    block_on(async {
        let site = site().await;
        let (karen, ida) = (site.sign_in("karen").await, site.sign_in("ida").await);
        let case = young(&site).await;
        let (home, note) = (format!("/borger/{case}/oplysning/husstand"), format!("/borger/{case}/notat"));
        let mut mine = form_fields(&site.get(&karen, &home).await.body, &home);
        set(&mut mine, "single_parent", "ja");
        set(&mut mine, "children_at_home", "2");
        let mut hers = form_fields(&site.get(&ida, &note).await.body, &note);
        set(&mut hers, "text", "Idas ord");
        site.post(&ida, &note, &hers).await;
        let refused = site.post(&karen, &home, &mine).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::CONFLICT, Vec::new()));
        assert!(refused.body.contains("Idas ord"));
        let again = form_fields(&refused.body, &home);
        assert_eq!(site.post(&karen, &home, &again).await.location(), format!("/borger/{case}?gemt=saved_fact"));
    });
}

#[test]
fn a_follow_up_that_is_late_is_one_link_and_one_click_away() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let contact = FactData::FirstContact { benefit: Benefit::Kontanthjaelp };
        let case = somebody(&site, "1985-04-01", "2025-12-01", vec![contact, on(Benefit::Kontanthjaelp)]).await;
        let page = format!("/borger/{case}");
        let address = format!("{page}/oplysning/opfoelgning");
        let link = format!("href=\"{address}?followup=opfoelgning_paa_hjaelp\"");
        assert!(site.get(&cookie, "/").await.body.contains(&link), "on the list");
        assert!(site.get(&cookie, &page).await.body.contains(&link), "at the duty");
        let shown = site.get(&cookie, &format!("{address}?followup=opfoelgning_paa_hjaelp")).await;
        assert_eq!(faults(&shown.body), [""; 0]);
        let form = form_fields(&shown.body, &address);
        assert!(form.contains(&("followup".into(), "opfoelgning_paa_hjaelp".into())), "{form:?}");
        let saved = site.post(&cookie, &address, &form).await;
        let after = unescape(&site.get(&cookie, saved.location()).await.body);
        assert!(after.contains("Oplysningen er gemt.") && after.contains("16. jun"), "the next follow-up");
        assert!(!site.get(&cookie, "/").await.body.contains(&link));
    });
}

#[test]
fn what_the_act_asks_for_without_a_last_day_says_so_and_asks_nobody_for_an_answer() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = somebody(&site, "1985-04-01", "2025-03-03", vec![on(Benefit::Ressourceforloeb)]).await;
        let page = unescape(&site.get(&cookie, &format!("/borger/{case}")).await.body);
        assert!(page.contains("Uden dato i loven") && page.contains("loven siger ikke, inden hvilken dag"));
        assert!(page.contains("03.03.2025 + 6 måneder → fra 03.09.2025"), "and from when it stands");
        assert!(!page.contains("Uden den kan fristen ikke regnes ud."));
    });
}

#[test]
fn a_benefit_that_is_gone_is_refused_at_its_field_with_the_day_it_last_began() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = young(&site).await;
        let address = format!("/borger/{case}/oplysning/ydelse");
        let mut form = form_fields(&site.get(&cookie, &address).await.body, &address);
        set(&mut form, "benefit", "overgangsydelse");
        let refused = site.post(&cookie, &address, &form).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
        assert!(refused.body.contains("Den sidste dag, den kunne begynde, var 30.06.2025."), "with its day");
        set(&mut form, "from", "30-06-2025");
        assert_eq!(site.post(&cookie, &address, &form).await.status, StatusCode::SEE_OTHER);
    });
}

//! A talk is booked as itself, never as one that is held; and the address of a form leads back to its page.

use crate::databases::block_on;
use crate::forms::{count, set};
use crate::markup::{faults, form_fields, read, unescape};
use crate::site::{Answer, Site, site};
use crate::world::person_of;
use axum::http::StatusCode;
use domain::Fact;
use domain::codes::TalkForm;
use domain::kinds::{FactData, FactKind};

async fn booked(site: &Site, case: i64) -> Vec<Fact> {
    let person = person_of(&site.app, case).await;
    let (_, facts) = site.app.store.fact_list(site.app.municipality, person).await.unwrap();
    facts.into_iter().map(|f| f.fact).filter(|f| f.kind() == FactKind::TalkBooked).collect()
}

/// A case of the list with the button, and the address the button leads to.
fn row(list: &Answer, button: &str) -> (i64, String) {
    let links = read(&list.body).unwrap();
    let link = links.iter().find(|e| e.get("class").starts_with("button") && e.get("href").contains(button)).unwrap();
    let address = link.get("href").split('#').next().unwrap().to_owned();
    (address["/borger/".len()..].split('?').next().unwrap().parse().unwrap(), address)
}

#[test]
fn a_talk_is_booked_from_the_list_with_three_fields_and_taken_back_with_one_click() {
    block_on(async {
        let site = site().await.under(rulebook::shipped("fjordby").unwrap());
        let cookie = site.sign_in("karen").await;
        let (case, address) = row(&site.get(&cookie, "/?ejer=alle&alle=1").await, "bestil=1");
        let page = site.get(&cookie, &address).await;
        assert_eq!((page.status, faults(&page.body)), (StatusCode::OK, vec![]));
        let posts_to = format!("/borger/{case}/aftale");
        let mut form = form_fields(&page.body, &posts_to);
        let hidden = ["version", "key", "talk"];
        let shown: Vec<&str> = form.iter().map(|(n, _)| n.as_str()).filter(|n| !hidden.contains(n)).collect();
        assert_eq!(shown, ["on", "at", "form", "companion"], "day, time and how, and folded away who comes along");
        assert!(!page.body.contains("name=\"outcome\""), "no talk is said to be held");
        let before = booked(&site, case).await;
        set(&mut form, "on", "20-03-2026");
        set(&mut form, "at", "25.00");
        let wrong = site.post(&cookie, &posts_to, &form).await;
        assert_eq!((wrong.status, faults(&wrong.body)), (StatusCode::UNPROCESSABLE_ENTITY, vec![]));
        assert_eq!(form_fields(&wrong.body, &posts_to), form, "everything written stays");
        assert!(unescape(&wrong.body).contains("”25.00” er ikke et klokkeslæt."));
        set(&mut form, "at", "10.30");
        set(&mut form, "form", "telefon");
        set(&mut form, "companion", "Bo Bisidder");
        let saved = site.post(&cookie, &posts_to, &form).await;
        assert_eq!(saved.location(), format!("/borger/{case}?gemt=saved_booked&aftalt=2026-03-20"), "{}", saved.body);
        assert_eq!(
            site.post(&cookie, &posts_to, &form).await.location(),
            saved.location(),
            "a double click saves once"
        );
        let after = booked(&site, case).await;
        assert_eq!(after.len(), before.len() + 1);
        let fact = after.last().unwrap();
        assert_eq!((fact.from.to_string().as_str(), fact.minute), ("2026-03-20", Some(630)));
        assert!(matches!(&fact.data, FactData::TalkBooked { form: Some(TalkForm::Telefon), companion: Some(name), .. }
            if name == "Bo Bisidder"));
        let shown = site.get(&cookie, saved.location()).await.body;
        assert!(shown.contains("Samtalen er booket. Aftalt: fredag 20. marts 2026 kl. 10.30."), "{shown}");
        assert!(shown.contains("telefon, bisidder: Bo Bisidder"), "the history says how and with whom");
        // The same day once more is no second talk, and a day that is over none at all.
        let mut again = form_fields(&site.get(&cookie, &address).await.body, &posts_to);
        for (day, said) in [
            ("20-03-2026", "allerede aftalt en samtale den dag"),
            ("13-03-2026", "Datoen er gået."),
            ("", "Skriv en dato"),
        ] {
            set(&mut again, "on", day);
            let refused = site.post(&cookie, &posts_to, &again).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
            assert!(refused.body.contains(said), "{day}: {said}");
        }
        let undo = form_fields(&shown, &format!("/borger/{case}/fortryd"));
        assert_eq!(site.post(&cookie, &format!("/borger/{case}/fortryd"), &undo).await.status, StatusCode::SEE_OTHER);
        assert!(site.get(&cookie, &format!("/borger/{case}")).await.body.contains("taget tilbage"));
        // Christmas Day is booked, and the page says what day it is and what it comes after.
        let kim = site.case("story-03-kim").await;
        let posts_to = format!("/borger/{kim}/aftale");
        let mut far = form_fields(&site.get(&cookie, &format!("/borger/{kim}?bestil=1")).await.body, &posts_to);
        set(&mut far, "on", "25-12-2026");
        let saved = site.post(&cookie, &posts_to, &far).await;
        let shown = site.get(&cookie, saved.location()).await.body;
        assert!(shown.contains("25. december 2026. Den dag er en helligdag. Det er efter lovens frist."), "{shown}");
    });
}

#[test]
fn held_is_chosen_beforehand_only_where_a_talk_is_agreed_for_today_or_the_list_says_register() {
    block_on(async {
        let site = site().await.under(rulebook::shipped("fjordby").unwrap());
        let cookie = site.sign_in("karen").await;
        let outcome = |body: &str, case: i64| {
            let fields = form_fields(body, &format!("/borger/{case}/samtale"));
            fields.into_iter().find(|(name, _)| name == "outcome").map(|(_, value)| value)
        };
        let signe = site.case("story-02a-signe-hospital").await;
        let page = site.get(&cookie, &format!("/borger/{signe}")).await.body;
        assert_eq!(outcome(&page, signe).as_deref(), Some("held"), "today at half past ten");
        let (case, _) = row(&site.get(&cookie, "/?ejer=alle&alle=1").await, "bestil=1");
        let page = site.get(&cookie, &format!("/borger/{case}")).await.body;
        assert_eq!(outcome(&page, case), None, "no talk is agreed");
        let asked = site.get(&cookie, &format!("/borger/{case}?registrer=1")).await.body;
        assert_eq!(outcome(&asked, case).as_deref(), Some("held"));
        let before = count(&site).await;
        let address = format!("/borger/{case}/samtale");
        let unsaid = site.post(&cookie, &address, &form_fields(&page, &address)).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsaid.body.contains("Vælg, om samtalen blev holdt."));
        assert_eq!((outcome(&unsaid.body, case), count(&site).await), (None, before));
    });
}

#[test]
fn a_talk_somebody_else_booked_meanwhile_is_told_before_another_is_booked() {
    block_on(async {
        let site = site().await;
        let (karen, ida) = (site.sign_in("karen").await, site.sign_in("ida").await);
        let case = site.case("story-02a-signe-hospital").await;
        let (page, posts_to) = (format!("/borger/{case}?bestil=1"), format!("/borger/{case}/aftale"));
        let mut mine = form_fields(&site.get(&karen, &page).await.body, &posts_to);
        let mut hers = form_fields(&site.get(&ida, &page).await.body, &posts_to);
        set(&mut mine, "on", "25-03-2026");
        set(&mut hers, "on", "24-03-2026");
        assert_eq!(site.post(&ida, &posts_to, &hers).await.status, StatusCode::SEE_OTHER);
        let refused = site.post(&karen, &posts_to, &mine).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::CONFLICT, vec![]));
        assert!(
            refused.body.contains("ida Eksempel skrev<")
                && refused.body.contains("<td>24-03-2026</td><td><b>25-03-2026</b>")
        );
        let again = form_fields(&refused.body, &posts_to);
        assert_eq!(site.post(&karen, &posts_to, &again).await.status, StatusCode::SEE_OTHER, "one press more");
    });
}

#[test]
fn every_address_of_a_form_opened_again_leads_to_the_page_the_form_stands_on() {
    let source = include_str!("../../src/routes.rs");
    let only_posted: Vec<String> = source
        .split(".route(")
        .skip(1)
        .filter(|route| route.contains("post(") && !route.contains("get("))
        .map(|route| route.split('"').nth(1).unwrap().to_owned())
        .collect();
    assert!(only_posted.len() > 15, "{only_posted:?}");
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await.to_string();
        for route in only_posted {
            let named = [
                ("{case}", case.as_str()),
                ("{fact}", "1"),
                ("{goal}", "1"),
                ("{id}", "1"),
                ("{number}", "1"),
                ("{rule}", "jobsamtale-1-uge"),
            ];
            let address = named.iter().fold(route.clone(), |address, (name, value)| address.replace(name, value));
            assert!(!address.contains('{'), "{address}");
            let answer = site.get(&cookie, &address).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
            let page = answer.location().split('#').next().unwrap();
            let kin = |text: &str| text.split(['/', '?']).nth(1).unwrap_or_default().to_owned();
            assert!(page == "/" || kin(page) == kin(&address), "{address} leads to {page}");
            assert_ne!(page, address);
            let shown = site.get(&cookie, page).await;
            assert!(shown.status != StatusCode::METHOD_NOT_ALLOWED && !shown.body.is_empty(), "{address}: {page}");
        }
        let talk = site.get(&cookie, &format!("/borger/{case}/samtale")).await;
        assert_eq!(talk.location(), format!("/borger/{case}"));
        let put = axum::http::Request::put(format!("/borger/{case}/samtale")).body(axum::body::Body::empty()).unwrap();
        assert_eq!(site.ask(put).await.status, StatusCode::METHOD_NOT_ALLOWED, "what no browser sends is refused");
    });
}

#[test]
fn two_readings_of_the_law_are_both_told_where_the_sum_stands() {
    block_on(async {
        let site = site().await.under(rulebook::shipped("fjordby").unwrap());
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let page = site.get(&cookie, &format!("/borger/{case}")).await.body;
        let at = page.find("Uafklaret – begge svar vises").expect("an offer shorter than the time before its end");
        let duty = &page[at..];
        let duty = &duty[..duty.find("class=\"duty\"").unwrap_or(duty.len())];
        assert!(duty.contains("→ senest 30.01.2026"), "{duty}");
        assert!(duty.contains("Det ene svar: fristen er 30. januar 2026"), "{duty}");
        assert!(!duty.contains("ingen dato.") && !duty.contains("Ingen dato"), "{duty}");
    });
}

#[test]
fn who_is_on_dagpenge_is_asked_whether_the_a_kasse_takes_part_and_others_are_not() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let (kim, jonas) = (site.case("story-03-kim").await, site.case("story-01-jonas").await);
        for (case, asked) in [(kim, true), (jonas, false)] {
            for way in ["registrer=1", "bestil=1"] {
                let page = site.get(&cookie, &format!("/borger/{case}?{way}")).await.body;
                assert_eq!(page.contains("name=\"joint\""), asked, "{case} {way}");
            }
        }
        let (page, post) = (format!("/borger/{kim}?bestil=1"), format!("/borger/{kim}/aftale"));
        let mut form = form_fields(&site.get(&cookie, &page).await.body, &post);
        set(&mut form, "on", "30-03-2026");
        form.push(("joint".to_owned(), "1".to_owned()));
        let saved = site.post(&cookie, &post, &form).await;
        let shown = unescape(&site.get(&cookie, saved.location()).await.body);
        assert!(shown.contains("jobsamtale, fremmøde, fælles med a-kassen"));
    });
}

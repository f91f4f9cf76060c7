//! What was in a page and could not be seen, or could not be saved: said now, with what was written kept.

use crate::databases::block_on;
use crate::forms::{count, set};
use crate::markup::{faults, form_fields};
use crate::site::{fields, site};
use axum::http::StatusCode;

/// 20,000 characters of two bytes each.
fn longest() -> String {
    "ø".repeat(20_000)
}

#[test]
fn a_text_is_as_long_as_its_characters_and_one_too_long_comes_back_with_what_was_written() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        for (form, name, shown) in
            [("notat", "text", "/notat"), ("samtale", "note", ""), ("fritagelse", "assessment", "/fritagelse")]
        {
            let address = format!("/borger/{case}/{form}");
            let page = site.get(&cookie, &format!("/borger/{case}{shown}")).await.body;
            let mut written = form_fields(&page, &address);
            set(&mut written, name, &format!("{}x", longest()));
            let before = count(&site).await;
            let answer = site.post(&cookie, &address, &written).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
            if form != "fritagelse" {
                assert!(answer.body.contains("Der er plads til 20.000 tegn"), "{form}");
            }
            assert_eq!(
                form_fields(&answer.body, &address).iter().find(|(n, _)| n == name).unwrap().1.chars().count(),
                20_001
            );
            assert_eq!(faults(&answer.body), [""; 0], "{form}");
            assert_eq!(count(&site).await, before, "{form}");
        }
        let address = format!("/borger/{case}/notat");
        let mut written = form_fields(&site.get(&cookie, &address).await.body, &address);
        set(&mut written, "text", &longest());
        assert_eq!(site.post(&cookie, &address, &written).await.status, StatusCode::SEE_OTHER);
        assert_eq!(site.get(&cookie, &format!("/borger/{case}")).await.status, StatusCode::OK, "it can be read again");
    });
}

#[test]
fn a_form_with_more_in_it_than_any_holds_gets_a_page_that_says_so() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let address = format!("/borger/{case}/notat");
        let mut written = form_fields(&site.get(&cookie, &address).await.body, &address);
        set(&mut written, "text", &"x".repeat(300 * 1024));
        let answer = site.post(&cookie, &address, &written).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(
            answer.body.contains("Det, du skrev, er for langt") && answer.body.contains("Mit overblik"),
            "{}",
            answer.body
        );
    });
}

#[test]
fn who_said_no_to_a_case_and_why_stands_on_the_owners_list_and_in_the_history_until_it_is_proposed_again() {
    block_on(async {
        let site = site().await;
        let (karen, ida) = (site.sign_in("karen").await, site.sign_in("ida").await);
        let case = site.case("story-02a-signe-hospital").await;
        let page = format!("/borger/{case}");
        let propose = format!("{page}/overdrag");
        let mut form = form_fields(&site.get(&karen, &page).await.body, &propose);
        set(&mut form, "receiver", "person:ida");
        assert_eq!(site.post(&karen, &propose, &form).await.status, StatusCode::SEE_OTHER);
        let waits = site.get(&karen, &page).await.body;
        assert!(waits.contains("karen Eksempel, Team Vest ejer sagen, indtil"), "the owner is she, and not her team");
        let no = format!("{page}/overdrag/nej");
        let mut form = form_fields(&site.get(&ida, &page).await.body, &no);
        set(&mut form, "reason", "kapacitet");
        assert_eq!(site.post(&ida, &no, &form).await.status, StatusCode::SEE_OTHER);
        let list = site.get(&karen, "/").await.body;
        assert!(list.contains("Team Vest sagde nej til sagen") && list.contains(&format!("{page}#ejer")), "{list}");
        let shown = site.get(&karen, &page).await.body;
        assert_eq!(faults(&shown), [""; 0]);
        let why = "kapacitet";
        assert!(shown.contains(&format!("ida Eksempel, Team Vest, sagde nej 16. mar 2026: {why}")), "{why}");
        assert!(
            shown.contains(": ida Eksempel, Team Vest</td>") || shown.contains(": ida Eksempel, Team Vest"),
            "to whom"
        );
        assert!(shown.contains(&format!(": Team Vest. {why}")), "the history has the reason");
        let mut form = form_fields(&shown, &propose);
        set(&mut form, "receiver", "person:ida");
        assert_eq!(site.post(&karen, &propose, &form).await.status, StatusCode::SEE_OTHER);
        assert!(!site.get(&karen, "/").await.body.contains("sagde nej til sagen"));
    });
}

#[test]
fn what_an_address_asks_for_and_cannot_be_shown_is_said() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        for (address, said) in [
            ("/ledelse?maaned=2031-01", "Januar 2031 kan ikke vises her"),
            ("/rettidighed?maaned=1999-01", "Januar 1999 kan ikke vises her"),
            ("/sammenlign?maal=xx", "”xx” er ikke et af valgene"),
        ] {
            let page = site.get(&hanne, address).await;
            assert_eq!(page.status, StatusCode::OK, "{address}");
            assert!(page.body.to_lowercase().contains(&said.to_lowercase()), "{address}");
            let plain = site.get(&hanne, address.split('?').next().unwrap()).await.body;
            assert!(!plain.contains("kan ikke vises her") && !plain.contains("et af valgene"), "{address}");
        }
    });
}

#[test]
fn who_sees_no_persons_is_led_to_no_list_of_them() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let page = site.get(&mads, "/rettidighed").await.body;
        assert!(!page.contains("/rettidighed/frister"), "a list that would be empty");
        let hanne = site.sign_in("hanne").await;
        assert!(site.get(&hanne, "/rettidighed").await.body.contains("/rettidighed/frister"));
        let list = site.get(&mads, "/team/regneark").await;
        assert_eq!(list.status, StatusCode::FORBIDDEN);
        assert!(!list.body.contains("denne sag"));
        assert_eq!(site.get(&mads, "/vaek").await.location(), "/sammenlign");
    });
}

#[test]
fn a_year_that_no_day_is_known_of_is_named_as_the_mistake() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let address = format!("/borger/{case}/fravaer");
        let mut written = form_fields(&site.get(&cookie, &address).await.body, &address);
        set(&mut written, "from", "01-01-1800");
        let page = site.post(&cookie, &address, &written).await.body;
        assert!(page.contains("Året skal ligge mellem 1900 og 2199") && !page.contains("findes ikke"), "{page}");
    });
}

#[test]
fn a_search_for_signs_alone_names_nobody() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        for text in ["%", "_", "% _", "\\"] {
            let page = site.post(&cookie, "/borgere", &fields(&[("q", text)])).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.body.contains("href=\"/borger/"), "{text}");
        }
    });
}

#[test]
fn what_was_written_when_the_session_ran_out_is_there_for_its_writer_after_signing_in_and_for_nobody_else() {
    block_on(async {
        let site = site().await;
        let old = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let address = format!("/borger/{case}/notat");
        let mut written = form_fields(&site.get(&old, &address).await.body, &address);
        set(&mut written, "text", "Ringede til <b>bageriet</b>.\nDe har en plads.");
        let next_day = site.on(crate::world::day("2026-03-17"));
        let ended = next_day.post(&old, &address, &written).await;
        assert!(
            ended.location().starts_with("/log-ind?") && ended.location().ends_with("&gemt=1"),
            "{}",
            ended.location()
        );
        let page = next_day.get(&old, ended.location()).await.body;
        assert!(page.contains("så står det, du skrev, der stadig"));
        let enter = async |login: &str| {
            let form = fields(&[("u", login), ("p", "fjordby"), ("til", &address)]);
            next_day.post(&old, "/log-ind", &form).await
        };
        let new = enter("karen").await;
        assert_eq!(new.location(), "/log-ind/formular");
        let cookie = new.header(axum::http::header::SET_COOKIE).split(';').next().unwrap().to_owned();
        let shown = next_day.get(&cookie, "/log-ind/formular").await.body;
        assert_eq!(faults(&shown), [""; 0]);
        assert_eq!(form_fields(&shown, &address), written);
        assert!(shown.contains("Ringede til &#60;b&#62;bageriet"), "{shown}");
        let before = count(&next_day).await;
        let saved = next_day.post(&cookie, &address, &form_fields(&shown, &address)).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        assert_eq!(count(&next_day).await, before + 1);
        // Another signs in at the same browser: nothing of hers is shown, then or later.
        assert!(next_day.post(&old, &address, &written).await.location().ends_with("&gemt=1"));
        assert_eq!(enter("ida").await.location(), address);
        assert_eq!(enter("karen").await.location(), address);
        // Whoever has no session at all has nothing kept.
        assert!(next_day.post("", &address, &written).await.location().ends_with("&tabt=1"));
    });
}

#[test]
fn a_talk_that_was_written_as_held_can_be_put_right_to_one_nobody_came_to_and_says_what_that_does() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let talk = format!("/borger/{case}/samtale");
        let written = form_fields(&site.get(&cookie, &format!("/borger/{case}")).await.body, &talk);
        assert_eq!(site.post(&cookie, &talk, &written).await.status, StatusCode::SEE_OTHER);
        let page = site.get(&cookie, &format!("/borger/{case}")).await.body;
        let of_today =
            |row: &&str| row.contains("Samtale holdt") && row.contains("16.03.2026") && row.contains("/ret/");
        let row = page.split("<tr").find(of_today).unwrap();
        let address = row.split("href=\"").find(|a| a.starts_with(&format!("/borger/{case}/ret/"))).unwrap();
        let address = address.split('"').next().unwrap().to_owned();
        let form = site.get(&cookie, &address).await.body;
        assert_eq!(faults(&form), [""; 0]);
        assert!(form.contains("<b>Udeblev:</b>") && form.contains("ikke længere holdt"), "{form}");
        let mut written = form_fields(&form, &address);
        for (name, value) in [("outcome", "missed"), ("form", "telefon"), ("reason", "forkert_oplysning")] {
            set(&mut written, name, value);
        }
        let saved = site.post(&cookie, &address, &written).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let after = site.get(&cookie, saved.location()).await.body;
        assert!(after.contains("telefon") && after.contains("rettelse: forkert oplysning"), "{after}");
        let person = crate::world::person_of(&site.app, case).await;
        let (_, facts) = site.app.store.fact_list(site.app.municipality, person).await.unwrap();
        let last = facts.iter().max_by_key(|f| f.id).unwrap();
        assert_eq!(last.fact.kind(), domain::kinds::FactKind::TalkMissed);
        assert!(last.fact.supersedes.is_some());
    });
}

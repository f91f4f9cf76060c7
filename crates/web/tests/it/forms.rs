//! Forms as they are without scripts: what is posted is what the page holds.

use crate::databases::block_on;
use crate::markup::{faults, form_fields};
use crate::site::{Site, fields, site};
use crate::world::{day, noon};
use axum::http::StatusCode;

pub(crate) fn set(fields: &mut [(String, String)], name: &str, value: &str) {
    fields.iter_mut().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no field {name}")).1 = value.into();
}

pub(crate) async fn count(site: &Site) -> i64 {
    site.app.store.fact_count(site.app.municipality).await.unwrap()
}

#[test]
fn the_small_forms_save_and_keep_what_was_written_when_it_is_wrong() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        for (kind, wrong, right) in [
            (
                "fravaer",
                [("absence", "ferie"), ("from", "20-03-2026"), ("through", "19-03-2026")],
                ("through", "27-03-2026"),
            ),
            ("fravaer", [("absence", ""), ("from", "1. april"), ("through", "9-4-26")], ("through", "")),
        ] {
            let address = format!("/borger/{case}/{kind}");
            let page = site.get(&cookie, &address).await;
            let mut written = form_fields(&page.body, &address);
            for (name, value) in wrong {
                set(&mut written, name, value);
            }
            let before = count(&site).await;
            let answer = site.post(&cookie, &address, &written).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(form_fields(&answer.body, &address), written);
            assert_eq!(faults(&answer.body), [""; 0]);
            assert_eq!(count(&site).await, before);
            set(&mut written, right.0, right.1);
            set(&mut written, "absence", "ferie");
            set(&mut written, "from", "20-03-2026");
            assert_eq!(site.post(&cookie, &address, &written).await.status, StatusCode::SEE_OTHER);
            assert_eq!(count(&site).await, before + 1);
        }
        let address = format!("/borger/{case}/notat");
        let page = site.get(&cookie, &address).await;
        let mut written = form_fields(&page.body, &address);
        assert_eq!(site.post(&cookie, &address, &written).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        set(&mut written, "text", "Ringede og aftalte ny tid.");
        assert_eq!(site.post(&cookie, &address, &written).await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_form_made_before_somebody_else_saved_is_refused_and_shows_what_was_written() {
    block_on(async {
        let site = site().await;
        let (karen, ida) = (site.sign_in("karen").await, site.sign_in("ida").await);
        let case = site.case("story-02a-signe-hospital").await;
        let address = format!("/borger/{case}/notat");
        let mut first = form_fields(&site.get(&karen, &address).await.body, &address);
        let mut second = form_fields(&site.get(&ida, &address).await.body, &address);
        set(&mut first, "text", "Karens ord");
        set(&mut second, "text", "Idas <ord>");
        assert_eq!(site.post(&karen, &address, &first).await.status, StatusCode::SEE_OTHER);
        let before = count(&site).await;
        let refused = site.post(&ida, &address, &second).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(crate::markup::unescape(&refused.body).contains("Idas <ord>"));
        assert_eq!(count(&site).await, before);
    });
}

#[test]
fn a_day_that_cannot_be_read_stays_at_its_field_and_a_day_to_come_is_said_to_be_one() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let page = site.get(&cookie, &format!("/borger/{case}?gaeldende=31-02-2026&kendt=abc")).await.body;
        assert_eq!(faults(&page), [""; 0]);
        for said in
            ["value=\"31-02-2026\"", "value=\"abc\"", "href=\"#pr\"", "href=\"#vi\"", "id=\"pre\"", "id=\"vie\""]
        {
            assert!(page.contains(said), "{said}");
        }
        let back = site.get(&cookie, &format!("/borger/{case}?gaeldende=20-02-2026")).await.body;
        assert!(
            back.contains("Du ser fortiden:") && back.contains(">20. feb</text>") && !back.contains(">i dag</text>")
        );
        let ahead = site.get(&cookie, &format!("/borger/{case}?gaeldende=20-06-2026")).await.body;
        assert!(ahead.contains("Du ser frem:") && ahead.contains(">20. jun</text>"));
        let now = site.get(&cookie, &format!("/borger/{case}")).await.body;
        assert!(now.contains(">i dag</text>") && !now.contains("ms-past"));
    });
}

#[test]
fn what_was_saved_can_be_undone_with_one_click_and_a_second_talk_of_the_day_asks_first() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let (page, talk) = (format!("/borger/{case}"), format!("/borger/{case}/samtale"));
        let mut form = form_fields(&site.get(&cookie, &page).await.body, &talk);
        let saved = site.post(&cookie, &talk, &form).await;
        let shown = site.get(&cookie, saved.location()).await;
        assert!(shown.body.contains("Samtalen er gemt."));
        assert_eq!(faults(&shown.body), [""; 0]);
        let undo = form_fields(&shown.body, &format!("{page}/fortryd"));

        // The form once more, by hand: asked about, kept, and saved with one click.
        let again = form_fields(&shown.body, &talk);
        set(&mut form, "note", "Ringede også <i eftermiddags>");
        for name in ["version", "key"] {
            let value = again.iter().find(|(n, _)| n == name).unwrap().1.clone();
            set(&mut form, name, &value);
        }
        let before = count(&site).await;
        let asked = site.post(&cookie, &talk, &form).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.body.contains("Gem alligevel"));
        assert_eq!(faults(&asked.body), [""; 0]);
        assert_eq!(count(&site).await, before);
        let kept = form_fields(&asked.body, &talk);
        assert_eq!(kept.iter().filter(|(n, _)| n != "again").cloned().collect::<Vec<_>>(), form);
        assert_eq!(site.post(&cookie, &talk, &kept).await.status, StatusCode::SEE_OTHER);

        // The first save can no longer be undone: something came after it.
        assert_eq!(site.post(&cookie, &format!("{page}/fortryd"), &undo).await.status, StatusCode::CONFLICT);
        let shown = site.get(&cookie, &format!("{page}?gemt=saved")).await;
        let undo = form_fields(&shown.body, &format!("{page}/fortryd"));
        let undone = site.post(&cookie, &format!("{page}/fortryd"), &undo).await;
        assert_eq!(undone.location(), format!("{page}?gemt=saved_undone"));
        let after = site.get(&cookie, undone.location()).await;
        assert!(after.body.contains("Det er fortrudt.") && !after.body.contains("/fortryd"));
    });
}

#[test]
fn a_fact_is_put_right_from_the_history_where_before_and_after_stand() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let (page, note) = (format!("/borger/{case}"), format!("/borger/{case}/notat"));
        let mut form = form_fields(&site.get(&cookie, &note).await.body, &note);
        set(&mut form, "text", "Vil gerne i butik");
        site.post(&cookie, &note, &form).await;
        let shown = site.get(&cookie, &page).await;
        let links = crate::markup::read(&shown.body).unwrap();
        let link = |e: &crate::markup::Element| e.get("href").starts_with(&format!("{page}/ret/"));
        let address = links.iter().find(|e| link(e)).unwrap().get("href").to_owned();
        let mut form = form_fields(&site.get(&cookie, &address).await.body, &address);
        let shown_fields = form.iter().filter(|(name, _)| name != "version" && name != "key").count();
        assert_eq!(shown_fields, 3, "a text, a day and a reason");
        set(&mut form, "value", "Vil gerne i <køkken>");
        let refused = site.post(&cookie, &address, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(form_fields(&refused.body, &address), form);
        assert_eq!(faults(&refused.body), [""; 0]);
        set(&mut form, "reason", "forkert_oplysning");
        assert_eq!(site.post(&cookie, &address, &form).await.status, StatusCode::SEE_OTHER);
        let after = crate::markup::unescape(&site.get(&cookie, &page).await.body);
        assert!(after.contains("Vil gerne i <køkken>"));
        assert!(after.contains("rettelse: forkert oplysning") && after.contains("Før: Notat: Vil gerne i butik"));
        // The old word's form is gone.
        assert_eq!(site.get(&cookie, &address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(site.get(&cookie, &format!("{page}/ret/abc")).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_case_is_proposed_and_taken_over_with_the_two_forms_of_its_page() {
    block_on(async {
        let site = site().await;
        let (karen, ida) = (site.sign_in("karen").await, site.sign_in("ida").await);
        let case = site.case("story-02a-signe-hospital").await;
        let page = format!("/borger/{case}");
        let propose = format!("{page}/overdrag");
        let mut form = form_fields(&site.get(&karen, &page).await.body, &propose);
        assert_eq!(form.iter().filter(|(name, _)| name != "version" && name != "key").count(), 1, "one field to fill");
        // She with the fewest cases is suggested; nobody at all is a mistake.
        set(&mut form, "receiver", "");
        let refused = site.post(&karen, &propose, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Vælg, hvem der skal have sagen."));
        assert_eq!(faults(&refused.body), [""; 0]);
        set(&mut form, "receiver", "person:ida");
        assert_eq!(site.post(&karen, &propose, &form).await.status, StatusCode::SEE_OTHER);
        assert!(site.get(&ida, "/").await.body.contains("Venter på dit svar"));
        assert!(!site.get(&karen, "/").await.body.contains("Venter på dit svar"));
        let shown = site.get(&ida, &page).await.body;
        assert!(shown.contains("Team Vest ejer sagen, til du har svaret."));
        assert!(
            site.get(&karen, &page)
                .await
                .body
                .contains("Team Vest ejer sagen, indtil ida Eksempel (Team Vest) svarer.")
        );
        let no = form_fields(&shown, &format!("{page}/overdrag/nej"));
        let refused = site.post(&ida, &format!("{page}/overdrag/nej"), &no).await;
        assert!(refused.body.contains("Vælg, hvorfor du siger nej."), "{}", refused.status);
        assert_eq!(faults(&refused.body), [""; 0]);
        let yes = form_fields(&shown, &format!("{page}/overdrag/ja"));
        let done = site.post(&ida, &format!("{page}/overdrag/ja"), &yes).await;
        assert_eq!(done.location(), format!("{page}?gemt=saved_accepted"));
        assert!(site.get(&ida, done.location()).await.body.contains("ida Eksempel, Team Vest"));
    });
}

#[test]
fn somebody_the_page_does_not_name_is_found_by_name_and_asked() {
    block_on(async {
        let site = site().await;
        let today = day("2026-03-16");
        let unge = app::sign_in::Assigned::since(today, app::access::Role::Caseworker, "team-unge");
        site.app.account_create("peter", "Peter Demosen", &unge, "fjordby", noon(today)).await.unwrap();
        let karen = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let page = format!("/borger/{case}");
        assert!(!site.get(&karen, &page).await.body.contains("person:peter"), "another unit's people are not named");
        let search = format!("{page}/modtager");
        assert!(site.get(&karen, &page).await.body.contains(&search));
        let empty = site.get(&karen, &search).await;
        assert_eq!((empty.status, faults(&empty.body)), (StatusCode::OK, Vec::<String>::new()));
        let none = site.post(&karen, &search, &fields(&[("q", "<ingen>")])).await;
        assert!(
            none.body.contains("Ingen, der kan have sagen, passer til &#34;&#60;ingen&#62;&#34;."),
            "{}",
            none.body
        );
        let found = site.post(&karen, &search, &fields(&[("q", "Peter")])).await;
        assert!(found.body.contains("1 medarbejder passer."));
        assert_eq!(faults(&found.body), [""; 0]);
        let form = form_fields(&found.body, &format!("{page}/overdrag"));
        assert!(form.iter().any(|(_, value)| value == "person:peter"), "the only one is chosen: {form:?}");
        let done = site.post(&karen, &format!("{page}/overdrag"), &form).await;
        assert_eq!(done.location(), format!("{page}?gemt=saved_proposed"));
        // Who may not hand the case over is told so.
        let mads = site.sign_in("mads").await;
        assert_eq!(site.get(&mads, &search).await.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_form_that_is_none_is_answered_and_not_saved() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let before = count(&site).await;
        for (path, body) in
            [("samtale", "talk=x&form=y"), ("samtale", ""), ("notat", "version=abc"), ("fravaer", "%ff=%ff")]
        {
            let request = axum::http::Request::post(format!("/borger/{case}/{path}"))
                .header("cookie", cookie.as_str())
                .header("content-type", "application/x-www-form-urlencoded")
                .body(axum::body::Body::from(body))
                .unwrap();
            let answer = site.ask(request).await;
            assert!(answer.status.is_client_error(), "{path} {body}: {}", answer.status);
        }
        assert_eq!(count(&site).await, before);
    });
}

#[test]
fn a_goal_is_set_aside_with_one_click_and_the_laws_date_stays() {
    block_on(async {
        let site = site().await;
        let site = site.under(rulebook::shipped("fjordby").unwrap());
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let page = site.get(&cookie, &format!("/borger/{case}")).await;
        let address = format!("/borger/{case}/frist");
        let mut written = form_fields(&page.body, &address);
        written.push(("reason".into(), "kapacitet".into()));
        let before = count(&site).await;
        let saved = site.post(&cookie, &address, &written).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let after = site.get(&cookie, saved.location()).await.body;
        assert!(after.contains("Kommunens mål er sat til side 16. mar 2026: "), "{after}");
        let law = |body: &str| body.split("class=\"date\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert_eq!(law(&after), law(&page.body), "the law's date stands where it stood");
        assert_eq!(site.post(&cookie, &address, &written).await.status, StatusCode::SEE_OTHER);
        assert_eq!(count(&site).await, before + 1, "a double click saves once");
    });
}

#[test]
fn a_duty_is_deferred_with_day_and_reason_or_said_not_to_be_relevant() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let page = site.get(&cookie, &format!("/borger/{case}")).await.body;
        let link = page.split(&format!("/borger/{case}/frist?id=")).nth(1).unwrap().split('"').next().unwrap();
        let shown = site.get(&cookie, &format!("/borger/{case}/frist?id={link}")).await;
        assert_eq!((shown.status, faults(&shown.body)), (StatusCode::OK, Vec::new()));
        let address = format!("/borger/{case}/frist");
        let mut written = form_fields(&shown.body, &address);
        set(&mut written, "through", "15-03-2026");
        set(&mut written, "reason", "afventer_laege");
        let refused = site.post(&cookie, &address, &written).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Dagen er gået.") && refused.body.contains("value=\"15-03-2026\""));
        assert!(refused.body.contains("<option value=\"afventer_laege\" selected>"), "the reason stays");
        set(&mut written, "through", "20-03-2026");
        let saved = site.post(&cookie, &address, &written).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let after = site.get(&cookie, saved.location()).await.body;
        assert!(after.contains("Udsat på listen til og med 20. mar 2026: "), "said on the duty");
        let unknown = site.get(&cookie, &format!("/borger/{case}/frist?id=findes%40ikke")).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    });
}

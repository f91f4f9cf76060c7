//! The forms of the effort without scripts: exempting after an assessment.

use crate::databases::block_on;
use crate::forms::{count, set};
use crate::markup::{faults, form_fields, unescape};
use crate::site::site;
use axum::http::StatusCode;

#[test]
fn an_exemption_is_filled_with_the_reader_and_today_and_keeps_what_was_written_when_it_is_wrong() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let address = format!("/borger/{case}/fritagelse");
        let mut form = form_fields(&site.get(&cookie, &address).await.body, &address);
        let filled = |name: &str| form.iter().find(|(n, _)| n == name).unwrap().1.clone();
        assert_eq!(
            (filled("author"), filled("assessed"), filled("from")),
            ("karen Eksempel".into(), "16-03-2026".into(), "16-03-2026".into())
        );
        let before = count(&site).await;
        set(&mut form, "through", "1. maj");
        set(&mut form, "assessed", "");
        let refused = site.post(&cookie, &address, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(form_fields(&refused.body, &address), form);
        assert_eq!(faults(&refused.body), [""; 0]);
        assert!(refused.body.contains("1. maj findes ikke") && refused.body.contains("Vælg en mulighed."));
        set(&mut form, "exempt_from", "samtaler");
        set(&mut form, "through", "01-05-2026");
        set(&mut form, "assessed", "17-03-2026");
        let refused = unescape(&site.post(&cookie, &address, &form).await.body);
        assert!(refused.contains("Vurderingens dag ligger i fremtiden") && refused.contains("Skriv vurderingen"));
        assert_eq!(count(&site).await, before);
        set(&mut form, "assessed", "13-03-2026");
        set(&mut form, "assessment", "Begynder i job <1. maj>.");
        let saved = site.post(&cookie, &address, &form).await;
        assert_eq!(saved.location(), format!("/borger/{case}?gemt=saved_exemption"));
        let page = unescape(&site.get(&cookie, saved.location()).await.body);
        assert!(
            page.contains("Fritagelsen er gemt.") && page.contains("Vurderet af karen Eksempel"),
            "the history says it"
        );
        assert_eq!(site.post(&cookie, &address, &form).await.location(), saved.location(), "posted again");
        assert_eq!(count(&site).await, before + 1);
    });
}

//! The municipality's own goals on *Mål* and *Ledelse*: written, changed, ended and undone as a browser does it.

use crate::databases::block_on;
use crate::markup::{faults, missing_texts};
use crate::site::{Answer, Site, fields, site};
use axum::http::StatusCode;

/// The hidden fields of the form that is posted to an address.
fn hidden(page: &str, address: &str) -> Vec<(String, String)> {
    let form = page
        .split(&format!("method=\"post\" action=\"{address}\""))
        .nth(1)
        .unwrap_or_else(|| panic!("no form to {address}"));
    let form = form.split("</form>").next().unwrap();
    let inputs = form.split("<input type=\"hidden\" name=\"").skip(1);
    let pair = |text: &str| {
        let (name, rest) = text.split_once("\" value=\"").unwrap();
        (name.to_owned(), rest.split('"').next().unwrap().to_owned())
    };
    inputs.map(pair).collect()
}

/// A goal that can be saved.
pub(crate) const GOAL: [(&str, &str); 10] = [
    ("navn", "Færre på kontanthjælp"),
    ("figur", "personer"),
    ("ydelse", ""),
    ("taeller", "bestand"),
    ("maal", "change"),
    ("tal", "-10"),
    ("fra", "40"),
    ("fra_dag", "31-12-2025"),
    ("senest", "31-12-2026"),
    ("kilde", "Byrådet, punkt 7"),
];

pub(crate) async fn post(site: &Site, cookie: &str, page: &str, changed: &[(&str, &str)]) -> Answer {
    let shown = site.get(cookie, page).await;
    let address = page.split('?').next().unwrap();
    let mut form = hidden(&shown.body, address);
    let mut all = fields(&GOAL);
    for (name, value) in changed {
        all.retain(|(field, _)| field != name);
        all.push(((*name).to_owned(), (*value).to_owned()));
    }
    form.extend(all);
    site.post(cookie, address, &form).await
}

async fn button(site: &Site, cookie: &str, page: &str, address: &str, more: &[(&str, &str)]) -> Answer {
    let mut form = hidden(&site.get(cookie, page).await.body, address);
    form.extend(fields(more));
    site.post(cookie, address, &form).await
}

#[test]
fn a_goal_is_written_stands_on_goals_and_leadership_and_opens_to_its_formula() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        assert!(site.get(&mads, "/maal").await.body.contains("Kommunen har ikke skrevet mål endnu"));
        let saved = post(&site, &mads, "/maal/nyt", &[]).await;
        assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, "/maal/1?gemt=nyt"), "{}", saved.body);
        for page in ["/maal", "/ledelse", "/maal/1?gemt=nyt", "/maal/1/ret", "/maal/nyt"] {
            let shown = site.get(&mads, page).await;
            assert_eq!((shown.status, faults(&shown.body)), (StatusCode::OK, Vec::new()), "{page}");
            assert_eq!(missing_texts(&shown.body), [""; 0], "{page}");
            assert!(page == "/maal/nyt" || shown.body.contains("Færre på kontanthjælp"), "{page}");
        }
        let page = site.get(&mads, "/maal/1").await.body;
        for part in [
            "−10 pct. i alt (36)",
            "senest 31.12.2026",
            "40 den 31. december 2025",
            "Byrådet, punkt 7",
            "/ (40 − 36) = ",
        ] {
            assert!(page.contains(part), "{part}");
        }
        assert!(page.contains("Passer ikke:"), "December had another number than 40");
        let file = site.get(&mads, "/maal/1/regneark").await;
        assert!(file.body.contains("feb 2026") && file.body.contains("Regnestykke"), "{}", file.body);
    });
}

#[test]
fn all_mistakes_of_a_goal_are_named_at_once_and_what_was_written_stays() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let wrong = [
            ("navn", ""),
            ("tal", "mange"),
            ("fra_dag", "31-02-2026"),
            ("maal", "reach"),
            ("kilde", ""),
            ("senest", "i morgen"),
        ];
        let page = post(&site, &mads, "/maal/nyt", &wrong).await;
        assert_eq!((page.status, faults(&page.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
        assert_eq!(page.body.matches("form-error-message").count(), 6, "navn, tal, vej, fra_dag, senest, kilde");
        for kept in ["value=\"mange\"", "value=\"31-02-2026\"", "value=\"i morgen\"", "ret 6 ting"] {
            assert!(page.body.contains(kept), "{kept}");
        }
        assert!(site.get(&mads, "/maal").await.body.contains("Kommunen har ikke skrevet mål endnu"));
    });
}

#[test]
fn the_first_value_is_fetched_from_the_municipality_s_own_numbers() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let page = post(&site, &mads, "/maal/nyt", &[("fra", ""), ("hent", "1")]).await;
        assert_eq!((page.status, faults(&page.body)), (StatusCode::OK, Vec::new()));
        assert!(page.body.contains("Hentet: ") && page.body.contains("den 31. december 2025"), "{}", page.body);
        let (save, fetch) = (page.body.find(">Gem målet<").unwrap(), page.body.find("name=\"hent\"").unwrap());
        assert!(save < fetch, "Enter in a field presses the first button of the form");
        let none = post(&site, &mads, "/maal/nyt", &[("fra_dag", "31-12-2010"), ("hent", "1")]).await;
        assert!(none.body.contains("tallene har intet for den måned"));
    });
}

#[test]
fn a_plan_s_goal_fills_the_form() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let page = site.get(&mads, "/maal/nyt?skabelon=aabenraa-2017-1a").await;
        assert_eq!((page.status, faults(&page.body)), (StatusCode::OK, Vec::new()));
        for part in [
            "Halvt så mange aktivitetsparate",
            "value=\"−50\"",
            "value=\"1.270\"",
            "value=\"31-05-2015\"",
            "s. 6 og 16",
        ] {
            assert!(page.body.contains(part), "{part}");
        }
        for asked in ["findes-ikke", "%00", ""] {
            assert_eq!(site.get(&mads, &format!("/maal/nyt?skabelon={asked}")).await.status, StatusCode::OK);
        }
    });
}

#[test]
fn a_change_needs_a_reason_stands_in_the_history_and_is_undone_with_one_button() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        post(&site, &mads, "/maal/nyt", &[]).await;
        let no_reason = post(&site, &mads, "/maal/1/ret", &[("tal", "-20")]).await;
        assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
        let changed = post(&site, &mads, "/maal/1/ret", &[("tal", "-20"), ("grund", "Byrådet hævede målet")]).await;
        assert_eq!(changed.location(), "/maal/1?gemt=rettet");
        let page = site.get(&mads, "/maal/1?gemt=rettet").await.body;
        assert!(page.contains("Byrådet hævede målet") && page.contains("−20 pct. i alt (32)"));
        let old = hidden(&page, "/maal/1/fortryd");
        let undone = site.post(&mads, "/maal/1/fortryd", &old).await;
        assert_eq!(undone.location(), "/maal/1?gemt=fortrudt");
        assert!(site.get(&mads, "/maal/1").await.body.contains("−10 pct. i alt (36)"));
        let mut late = old.clone();
        late.iter_mut().filter(|(name, _)| name == "key").for_each(|(_, key)| key.push('x'));
        let refused = site.post(&mads, "/maal/1/fortryd", &late).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "somebody else was first");
        assert!(refused.body.contains("Målet er ændret, siden du åbnede siden"));
    });
}

#[test]
fn a_goal_ends_with_a_reason_and_is_still_there_to_be_read() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        post(&site, &mads, "/maal/nyt", &[]).await;
        let silent = button(&site, &mads, "/maal/1", "/maal/1/slut", &[("grund", "")]).await;
        assert_eq!((silent.status, faults(&silent.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
        let ended = button(&site, &mads, "/maal/1", "/maal/1/slut", &[("grund", "Planen er slut")]).await;
        assert_eq!(ended.location(), "/maal/1?gemt=slut");
        let all = site.get(&mads, "/maal").await.body;
        assert!(
            all.contains("1 mål er afsluttet")
                && !site.get(&mads, "/ledelse").await.body.contains("Færre på kontanthjælp")
        );
        let page = site.get(&mads, "/maal/1").await;
        assert!(page.body.contains("Planen er slut") && faults(&page.body).is_empty());
    });
}

#[test]
fn a_caseworker_reads_the_goals_without_numbers_and_a_leader_does_not_write_them() {
    block_on(async {
        let site = site().await;
        let (mads, hanne, karen) =
            (site.sign_in("mads").await, site.sign_in("hanne").await, site.sign_in("karen").await);
        post(&site, &mads, "/maal/nyt", &[]).await;
        let (leader, caseworker) = (site.get(&hanne, "/maal").await.body, site.get(&karen, "/maal").await.body);
        assert!(leader.contains("Sådan er tallet regnet") && !leader.contains("/maal/nyt"));
        assert!(caseworker.contains("Færre på kontanthjælp") && !caseworker.contains("Sådan er tallet regnet"));
        assert_eq!(site.get(&karen, "/maal/1/regneark").await.status, StatusCode::FORBIDDEN);
        let page = site.get(&karen, "/maal/1").await;
        assert!(page.status == StatusCode::OK && page.body.contains("Tallene bag målene er for teamledere"));
        for address in ["/maal/nyt", "/maal/1/ret"] {
            let refused = site.get(&hanne, address).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
            assert!(refused.body.contains("Kommunens mål skrives af analytikere og administratorer"));
        }
        let posted =
            site.post(&hanne, "/maal/1/slut", &fields(&[("grund", "Nej tak"), ("version", "1"), ("key", "k")])).await;
        assert_eq!(posted.status, StatusCode::FORBIDDEN);
        for missing in ["/maal/2", "/maal/abc", "/maal/-1", "/maal/9223372036854775808"] {
            assert_eq!(site.get(&mads, missing).await.status, StatusCode::NOT_FOUND, "{missing}");
        }
    });
}

//! Another actor's pages before and after a citizen's consent is withdrawn.

use crate::databases::block_on;
use crate::forms::set;
use crate::markup::form_fields;
use crate::site::{HOST, Site, site};
use crate::world::{day, noon};
use app::access::Role;
use app::sign_in::Assigned;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

/// The name where it is to be found: the selection's rows, the spreadsheet, a search, the page, and the JSON.
async fn shown(site: &Site, (cookie, token): (&str, &str), case: i64) -> Vec<(String, StatusCode, bool)> {
    let page = format!("/borger/{case}");
    let mut met = Vec::new();
    for path in
        ["/?ejer=alle", "/borgere?hvem=alle&navne=alle", "/borgere?q=Prøvegaard", "/borgere/regneark?hvem=alle", &page]
    {
        let answer = site.get(cookie, &path.replace('ø', "%C3%B8")).await;
        met.push((path.to_owned(), answer.status, answer.body.contains("Poul")));
    }
    for path in [format!("/api/v1/cases/{case}"), format!("/api/v1/cases/{case}/assessment")] {
        let request = Request::get(&path).header(header::HOST, HOST);
        let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        let answer = site.ask(request.body(Body::empty()).unwrap()).await;
        met.push((path, answer.status, answer.status == StatusCode::OK));
    }
    met
}

#[test]
fn a_consent_taken_back_on_the_page_closes_every_page_file_and_answer_to_the_actor() {
    block_on(async {
        let site = site().await;
        let today = noon(day("2026-03-16"));
        let assigned = Assigned::since(today.today, Role::ExternalActor, "klap");
        site.app.account_create("anna", "anna Eksempel", &assigned, "fjordby", today).await.unwrap();
        let token = site.app.token_create("anna", 1, today).await.unwrap().unwrap();
        let (anna, karen) = (site.sign_in("anna").await, site.sign_in("karen").await);
        let case = site.case("story-09-poul").await;
        let before = shown(&site, (&anna, &token), case).await;
        assert!(before.iter().all(|(_, status, _)| *status == StatusCode::OK), "{before:?}");
        assert!(before.iter().filter(|(path, _, _)| !path.starts_with("/?")).all(|(_, _, poul)| *poul), "{before:?}");

        let page = crate::markup::read(&site.get(&karen, &format!("/borger/{case}")).await.body).unwrap();
        let history = page.iter().filter(|e| e.get("href").starts_with(&format!("/borger/{case}/ret/")));
        let mut taken = false;
        for address in history.map(|e| e.get("href").to_owned()).collect::<Vec<_>>() {
            let form = site.get(&karen, &address).await.body;
            if form.contains("samtykke") {
                let back = format!("{address}/tilbage");
                let mut fields = form_fields(&form, &back);
                set(&mut fields, "reason", "fortrudt");
                taken = site.post(&karen, &back, &fields).await.status == StatusCode::SEE_OTHER;
                break;
            }
        }
        assert!(taken, "the consent stands in the history and is taken back there");

        let after = shown(&site, (&anna, &token), case).await;
        assert!(after.iter().all(|(_, _, poul)| !poul), "{after:?}");
        let closed = after.iter().filter(|(path, _, _)| path.contains(&format!("/{case}")));
        assert!(
            closed.clone().count() == 3 && closed.clone().all(|(_, s, _)| *s == StatusCode::FORBIDDEN),
            "{after:?}"
        );
        let refused = site.get(&anna, &format!("/borger/{case}")).await.body;
        assert!(refused.contains("Borgeren har ikke givet samtykke"), "the reason stands there, the name does not");
        let looks = site.get(&karen, &format!("/borger/{case}/opslag")).await.body;
        assert!(looks.contains("anna Eksempel") && looks.contains("afvist"), "{looks}");
    });
}

//! Two who put the same thing right: field by field before, theirs and one's own, and nothing written is lost.

use crate::databases::block_on;
use crate::forms::set;
use crate::markup::{faults, form_fields, read, unescape};
use crate::site::{Site, site};
use axum::http::StatusCode;

/// A note of Karen's in a case, and the address where it is put right.
async fn note(site: &Site, cookie: &str) -> (String, String) {
    let page = format!("/borger/{}", site.case("story-02a-signe-hospital").await);
    let note = format!("{page}/notat");
    let mut form = form_fields(&site.get(cookie, &note).await.body, &note);
    set(&mut form, "text", "Vil gerne i butik");
    site.post(cookie, &note, &form).await;
    let address = newest(site, cookie, &page).await;
    (page, address)
}

async fn newest(site: &Site, cookie: &str, page: &str) -> String {
    let shown = site.get(cookie, page).await.body;
    let links = read(&shown).unwrap();
    links.iter().find(|e| e.get("href").starts_with(&format!("{page}/ret/"))).unwrap().get("href").to_owned()
}

/// The cells of a table's row that begins with a heading.
fn cells(html: &str, heading: &str) -> Vec<String> {
    let row = html.split("<tr>").find(|row| row.starts_with(&format!("<th scope=\"row\">{heading}</th>"))).unwrap();
    let cells = row.split("<td>").skip(1).map(|cell| cell.split("</td>").next().unwrap());
    cells.map(|c| unescape(c.split("<br>").next().unwrap()).replace("<b>", "").replace("</b>", "")).collect()
}

#[test]
fn a_correction_that_a_colleague_made_first_stands_field_by_field_beside_ones_own() {
    block_on(async {
        let site = site().await;
        let (karen, ida) = (site.sign_in("karen").await, site.sign_in("ida").await);
        let (page, address) = note(&site, &karen).await;
        let mut mine = form_fields(&site.get(&karen, &address).await.body, &address);
        let mut hers = form_fields(&site.get(&ida, &address).await.body, &address);
        set(&mut hers, "value", "Vil gerne i køkken");
        set(&mut hers, "from", "13-03-2026");
        set(&mut hers, "reason", "forkert_oplysning");
        assert_eq!(site.post(&ida, &address, &hers).await.status, StatusCode::SEE_OTHER);
        set(&mut mine, "value", "Vil gerne i <lager>");
        set(&mut mine, "from", "12-03-2026");
        set(&mut mine, "reason", "forkert_dato");
        let refused = site.post(&karen, &address, &mine).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert_eq!(faults(&refused.body), [""; 0]);
        let what = ["Notat: Vil gerne i butik", "Notat: Vil gerne i køkken", "Notat: Vil gerne i <lager>"];
        assert_eq!(cells(&refused.body, "Hvad"), what);
        assert_eq!(cells(&refused.body, "Hvilken dag?"), ["16-03-2026", "13-03-2026", "12-03-2026"]);
        // What she wrote stands in the form, which now puts Ida's words right.
        let forms = read(&refused.body).unwrap();
        let now = forms.iter().find(|e| e.get("id") == "ret").unwrap().get("action").to_owned();
        assert_ne!(now, address);
        let mut again = form_fields(&refused.body, &now);
        let of = |fields: &[(String, String)], name: &str| fields.iter().find(|(n, _)| n == name).unwrap().1.clone();
        for field in ["value", "from", "reason"] {
            assert_eq!(of(&again, field), of(&mine, field), "{field}");
        }
        // Ida's day, and her own words.
        again.push(("theirs".into(), "from".into()));
        let taken = site.post(&karen, &now, &again).await;
        assert_eq!(faults(&taken.body), [""; 0]);
        let mut chosen = form_fields(&taken.body, &now);
        assert_eq!((of(&chosen, "from").as_str(), of(&chosen, "value")), ("13-03-2026", of(&mine, "value")));
        assert_eq!(of(&chosen, "reason"), "forkert_dato");
        assert_eq!(cells(&taken.body, "Hvad"), what, "the table stands until it is saved");
        set(&mut chosen, "reason", "forkert_oplysning");
        assert_eq!(site.post(&karen, &now, &chosen).await.status, StatusCode::SEE_OTHER);
        assert!(unescape(&site.get(&karen, &page).await.body).contains("Vil gerne i <lager>"));
    });
}

#[test]
fn what_one_wrote_of_a_fact_that_was_taken_back_meanwhile_is_there_to_read() {
    block_on(async {
        let site = site().await;
        let (karen, ida) = (site.sign_in("karen").await, site.sign_in("ida").await);
        let (_, address) = note(&site, &karen).await;
        let mut mine = form_fields(&site.get(&karen, &address).await.body, &address);
        let back = format!("{address}/tilbage");
        let mut hers = form_fields(&site.get(&ida, &address).await.body, &back);
        set(&mut hers, "reason", "forkert_borger");
        assert_eq!(site.post(&ida, &back, &hers).await.status, StatusCode::SEE_OTHER);
        set(&mut mine, "value", "Vil gerne i lager");
        set(&mut mine, "reason", "forkert_oplysning");
        let refused = site.post(&karen, &address, &mine).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::CONFLICT, Vec::new()));
        assert_eq!(cells(&refused.body, "Hvad"), ["Notat: Vil gerne i butik", "Taget tilbage", "Vil gerne i lager"]);
        assert!(!refused.body.contains("id=\"ret\""), "there is nothing left to put right");
    });
}

//! *Mens du er væk* without scripts.

use crate::databases::block_on;
use crate::forms::set;
use crate::markup::{faults, form_fields, read, unescape};
use crate::site::site;
use axum::http::StatusCode;

#[test]
fn a_list_is_given_with_one_form_and_taken_back_with_one_click() {
    block_on(async {
        let site = site().await;
        let (karen, ida) = (site.sign_in("karen").await, site.sign_in("ida").await);
        assert!(site.get(&karen, "/").await.body.contains("href=\"/vaek\""), "the list leads there");
        let mut form = form_fields(&site.get(&karen, "/vaek").await.body, "/vaek");
        set(&mut form, "person", "");
        let refused = site.post(&karen, "/vaek", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(faults(&refused.body), [""; 0]);
        assert!(unescape(&refused.body).contains("Vælg en kollega, der handler for dig."));
        assert_eq!(form.iter().find(|(n, _)| n == "from").unwrap().1, "17-03-2026", "tomorrow");
        set(&mut form, "from", "16-03-2026");
        set(&mut form, "person", "ida");
        set(&mut form, "through", "20-03-2026");
        let given = site.post(&karen, "/vaek", &form).await;
        assert_eq!((given.status, faults(&given.body)), (StatusCode::OK, vec![]));
        let said = unescape(&given.body);
        assert!(said.contains(" givet: ida Eksempel handler 16.–20. marts 2026."), "to whom and when: {said}");
        assert!(!said.contains("<table"), "what went well is one sentence, not a row for each case");
        let mine = unescape(&site.get(&karen, "/").await.body);
        assert!(mine.contains("ida Eksempel, Team Vest, handler 16.–20. marts 2026 i "), "the own list says it too");
        assert!(mine.contains("action=\"/vaek/slut\""), "and ends it");
        let hers = unescape(&site.get(&ida, "/").await.body);
        assert!(hers.contains("Du er stedfortræder for karen Eksempel") && hers.contains("/?ejer=liste:karen"));
        assert_eq!(site.get(&ida, "/?ejer=liste:karen").await.status, StatusCode::OK);
        let page = site.get(&karen, "/vaek").await;
        assert_eq!(faults(&page.body), [""; 0]);
        let ended = site.post(&karen, "/vaek/slut", &form_fields(&page.body, "/vaek/slut")).await;
        assert!(ended.body.contains("dine alene igen."), "{}", ended.body);
        assert!(!site.get(&ida, "/").await.body.contains("Du er stedfortræder"));
    });
}

#[test]
fn a_leader_gives_the_list_of_a_colleague_from_her_team_page() {
    block_on(async {
        let site = site().await;
        let (hanne, ida) = (site.sign_in("hanne").await, site.sign_in("ida").await);
        assert!(site.get(&hanne, "/team").await.body.contains("href=\"/vaek?for=karen\""));
        let page = site.get(&hanne, "/vaek?for=karen").await;
        assert_eq!((page.status, faults(&page.body)), (StatusCode::OK, vec![]));
        let shown = unescape(&page.body);
        assert!(shown.contains("Mens karen Eksempel er væk") && shown.contains("ida Eksempel, Team Vest"));
        let mut form = form_fields(&page.body, "/vaek");
        assert_eq!(form.iter().find(|(n, _)| n == "from").unwrap().1, "16-03-2026", "who is ill is away today");
        set(&mut form, "through", "i morgen");
        let refused = site.post(&hanne, "/vaek", &form).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::UNPROCESSABLE_ENTITY, vec![]));
        assert_eq!(form_fields(&refused.body, "/vaek"), form);
        set(&mut form, "person", "ida");
        set(&mut form, "through", "20-03-2026");
        let given = site.post(&hanne, "/vaek", &form).await;
        assert_eq!((given.status, faults(&given.body)), (StatusCode::OK, vec![]));
        assert!(given.body.contains("ida Eksempel handler") && given.body.contains("href=\"/vaek?for=karen\""));
        assert!(unescape(&site.get(&ida, "/").await.body).contains("Du er stedfortræder for karen Eksempel"));
        assert_eq!(site.get(&ida, "/vaek?for=karen").await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.get(&hanne, "/vaek?for=ingen").await.status, StatusCode::NOT_FOUND);
    });
}

/// The code and the words of what is chosen in a list of choices.
fn chosen(page: &str, id: &str) -> (String, String) {
    let elements = read(page).unwrap();
    let at = elements.iter().position(|e| e.name == "select" && e.get("id") == id).unwrap();
    let option = elements[at..].iter().find(|e| e.name == "option" && e.has("selected")).unwrap();
    (option.get("value").to_owned(), option.text.clone())
}

#[test]
fn a_receiver_is_proposed_with_her_load_beside_her_and_the_one_who_acted_last_comes_first() {
    block_on(async {
        let site = site().await;
        let (karen, hanne) = (site.sign_in("karen").await, site.sign_in("hanne").await);
        let team = site.get(&hanne, "/team?vis=all").await.body;
        let row = read(&team).unwrap().iter().find(|e| e.get("name") == "c").unwrap().get("value").to_owned();
        let mut form = form_fields(&team, "/team/fordel");
        form.push(("c".into(), row));
        set(&mut form, "receiver", "person:ida");
        assert!(site.post(&hanne, "/team/fordel", &form).await.body.contains("1 sag er fordelt"));
        // Of those who may be asked Ida has cases, and Hanne, who leads, has none.
        let case = site.case("story-02a-signe-hospital").await;
        let page = site.get(&karen, &format!("/borger/{case}")).await.body;
        assert_eq!(chosen(&page, "modtager"), ("person:ida".to_owned(), "ida Eksempel (1 sag)".to_owned()));
        assert!(
            page.contains("den sagsbehandler i enheden, der har færrest sager")
                && page.contains("hanne Eksempel (0 sager)")
        );
        let away = site.get(&karen, "/vaek").await.body;
        assert_eq!((chosen(&away, "person").0, faults(&away)), ("ida".to_owned(), Vec::new()));
        // Somebody else acts once; next time she is the usual one.
        let usual = "hanne";
        let mut form = form_fields(&away, "/vaek");
        set(&mut form, "person", usual);
        set(&mut form, "through", "20-03-2026");
        assert!(site.post(&karen, "/vaek", &form).await.status.is_success());
        assert_eq!(chosen(&site.get(&karen, "/vaek").await.body, "person").0, usual);
    });
}

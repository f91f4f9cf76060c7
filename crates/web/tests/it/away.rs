//! *Mens du er væk* without scripts.

use crate::databases::block_on;
use crate::forms::set;
use crate::markup::{faults, form_fields, unescape};
use crate::site::site;
use axum::http::StatusCode;

#[test]
fn a_list_is_given_with_one_form_and_taken_back_with_one_click() {
    block_on(async {
        let site = site().await;
        let (karen, ida) = (site.sign_in("karen").await, site.sign_in("ida").await);
        assert!(site.get(&karen, "/").await.body.contains("href=\"/vaek\""), "the list leads there");
        let mut form = form_fields(&site.get(&karen, "/vaek").await.body, "/vaek");
        let refused = site.post(&karen, "/vaek", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(faults(&refused.body), [""; 0]);
        assert!(unescape(&refused.body).contains("Vælg en kollega, der handler for dig."));
        set(&mut form, "person", "ida");
        set(&mut form, "through", "20-03-2026");
        let given = site.post(&karen, "/vaek", &form).await;
        assert_eq!((given.status, faults(&given.body)), (StatusCode::OK, vec![]));
        assert!(given.body.contains("sager er givet."), "{}", given.body);
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

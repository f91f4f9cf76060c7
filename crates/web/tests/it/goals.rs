//! *Mål*: what a written percentage can mean, and the goals of plans with what they lack.

use crate::databases::block_on;
use crate::markup::faults;
use crate::site::site;
use axum::http::StatusCode;

#[test]
fn a_written_percentage_is_answered_with_what_the_numbers_give_and_what_would_give_it() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("mads").await;
        let page = site.get(&cookie, "/maal?fra=1.270&nu=719&maal=-50&pct=57").await.body;
        assert!(page.contains("57 pct. er ikke, hvor langt målet er nået. Det er hvor meget der er tilbage."));
        for formula in [
            "(1.270 − 719) / (1.270 − 635) = 86,8 pct.",
            "719 / 1.270 = 56,6 pct.",
            "(719 − 1.270) / 1.270 = −43,4 pct., et fald på 43,4 pct.",
        ] {
            assert!(page.contains(formula), "{formula}");
        }
        for needed in ["Målet var 303.", "Begyndelsestallet var 1.006.", "Tallet nu var 908."] {
            assert!(page.contains(needed), "{needed}");
        }
        let right = site.get(&cookie, "/maal?fra=1270&nu=719&maal=-50&pct=86,8").await.body;
        assert!(right.contains("Det passer: 86,8 pct.") && !right.contains("Et af disse tal"));
        let unstated = site.get(&cookie, "/maal?fra=1270&nu=719&maal=&pct=57").await.body;
        assert!(unstated.contains("kan ikke siges uden målet"));
    });
}

#[test]
fn numbers_that_cannot_be_read_are_all_named_and_stay_as_they_were_written() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("hanne").await;
        let page = site.get(&cookie, "/maal?fra=mange&nu=7.19&maal=halvdelen&pct=57").await;
        assert_eq!((page.status, page.body.matches("form-error-message").count()), (StatusCode::OK, 3));
        assert!(page.body.contains("value=\"halvdelen\"") && page.body.contains("ret 3 ting"), "both");
        assert_eq!(faults(&page.body), [""; 0]);
        for extreme in
            ["fra=0&nu=0&maal=0&pct=0", "fra=999999999999&nu=-999999999999&maal=-99,9999&pct=0,0001", "fra=&nu=1&pct="]
        {
            let page = site.get(&cookie, &format!("/maal?{extreme}")).await;
            assert_eq!((page.status, faults(&page.body)), (StatusCode::OK, Vec::new()), "{extreme}");
        }
    });
}

#[test]
fn the_goals_of_the_plans_say_what_they_lack() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let page = site.get(&cookie, "/maal").await.body;
        let goal =
            |id: &str| page.split(&format!("id=\"{id}\"")).nth(1).unwrap().split("</tr>").next().unwrap().to_owned();
        assert!(goal("aabenraa-2017-1a").contains("1.270 den 31.05.2015"));
        assert!(goal("hedensted-2017-unge-3").contains("begyndelsestal"));
        assert!(goal("minister-2017-1").contains("et tal"));
        assert!(!page.contains("alert"), "nothing is answered before something is asked");
    });
}

//! The share that is exempted after an assessment, on the team's page and before somebody is exempted.

use crate::databases::block_on;
use crate::markup::{faults, missing_texts, unescape};
use crate::site::{Site, site};
use crate::world::{author, day, noon, ten_like_hassan};

async fn in_october() -> Site {
    let today = day("2026-10-20");
    let site = site().await;
    let assessments = ["Har to tilbud om job.", "Begynder i job 2. november.", ""];
    site.app.arrive(ten_like_hassan(today, &assessments), &author(), noon(today)).await.unwrap();
    site.on(today)
}

#[test]
fn the_teams_page_and_the_form_say_how_many_are_exempted_and_how_many_more_may_be() {
    block_on(async {
        let site = in_october().await;
        let hanne = site.sign_in("hanne").await;
        let team = site.get(&hanne, "/team").await.body;
        assert_eq!((faults(&team), missing_texts(&team)), (Vec::<String>::new(), Vec::<String>::new()));
        let section = unescape(team.split("id=\"undtaget\"").nth(1).unwrap().split("</section>").next().unwrap());
        for said in ["hele kommunen", "Højst", "25 pct.", "Ingen kan undtages", "href=\"/regler/kvote-75-samtaler\""] {
            assert!(section.contains(said), "{said} in {section}");
        }
        let row = section.split("<tr>").find(|r| r.contains("kvote-75-samtaler")).unwrap();
        assert!(row.contains("2 af 1") && row.contains("1 er fritaget uden skreven vurdering"), "{row}");
        assert_eq!(row.matches("/borger/").count(), 1, "{row}");
        let karen = site.sign_in("karen").await;
        let case = site.cases.end() + 1;
        let form = site.get(&karen, &format!("/borger/{case}/fritagelse")).await.body;
        assert_eq!((faults(&form), missing_texts(&form)), (Vec::<String>::new(), Vec::<String>::new()));
        let form = unescape(&form);
        assert!(form.contains("Undtaget, før du gemmer") && form.contains("2 af 1"), "{form}");
        assert!(!form.contains("kvote-100-foerste-samtale"), "nobody is exempted from the first talk");
    });
}

#[test]
fn before_the_rule_is_in_force_both_say_from_when_it_counts() {
    block_on(async {
        let site = site().await;
        let case = site.case("story-01-jonas").await;
        for (login, path) in [("hanne", "/team".to_owned()), ("karen", format!("/borger/{case}/fritagelse"))] {
            let cookie = site.sign_in(login).await;
            let page = unescape(&site.get(&cookie, &path).await.body);
            assert!(page.contains("gælder fra 1. juli 2026"), "{path}");
        }
    });
}

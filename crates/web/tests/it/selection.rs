//! *Borgere*: a group is chosen, read, saved as a file and kept; what cannot be read is told.

use crate::databases::block_on;
use crate::markup::faults;
use crate::site::{fields, site};
use crate::world::{author, day, noon};
use app::import::Arrival;
use axum::http::StatusCode;
use domain::codes::Benefit;
use domain::fact::Fact;
use domain::kinds::FactData;

#[test]
fn a_group_is_chosen_with_its_count_before_the_click_and_read_as_list_and_file() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        let bare = site.get(&hanne, "/borgere?hvem=").await;
        assert_eq!(bare.status, StatusCode::OK);
        let page = site.get(&hanne, "/borgere").await;
        assert_eq!(faults(&page.body), [""; 0]);
        assert!(!page.body.contains("<tbody>"), "nobody is named before somebody is asked for");
        let choice = "name=\"yd\" value=\"kontanthjaelp\"> <span>Kontanthjælp</span><span class=\"n\">";
        let after = page.body.split(choice).nth(1).expect("the choice stands with its count");
        let n: usize = after.split('<').next().unwrap().parse().unwrap();
        let list = site.get(&hanne, "/borgere?hvem=enhed:team-vest&yd=kontanthjaelp").await;
        assert_eq!(faults(&list.body), [""; 0]);
        assert_eq!(list.body.matches("<td class=\"who\">").count(), n);
        assert!(n > 0 && list.body.contains("<b>Kontanthjælp</b>"), "what was chosen is said");
        let file = site.get(&hanne, "/borgere/regneark?hvem=enhed:team-vest&yd=kontanthjaelp").await;
        assert_eq!(file.body.lines().count(), 1 + n + 1, "head, rows and what one must know");
        let past = site.get(&hanne, "/borgere?hvem=alle&fra=18&til=29&dag=01-02-2026").await;
        assert!(past.body.contains("?gaeldende=2026-02-01\""), "a name leads to the case of that day");
        assert!(past.body.contains("Afsluttede sager er ikke med"));
    });
}

#[test]
fn what_cannot_be_read_is_told_at_its_field_and_no_wider_list_is_shown() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        for (asked, told) in [
            ("dag=32-01-2026", "32-01-2026"),
            ("fra=atten", "”atten” er ikke en alder"),
            ("uger=-3", "”-3” er ikke et antal uger"),
            ("inden=0", "fra 1 til 520"),
            ("fra=30&til=20", "Den højeste alder er lavere"),
            ("yd=kontanthjelp", "”kontanthjelp” kendes ikke"),
            ("yd=%3Cscript%3E", "&#60;script&#62;"),
        ] {
            let page = site.get(&karen, &format!("/borgere?hvem=alle&{asked}")).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{asked}");
            assert!(page.body.contains(told), "{asked}");
            assert!(!page.body.contains("<tbody>"), "{asked}");
            assert_eq!(faults(&page.body), [""; 0], "{asked}");
            let file = site.get(&karen, &format!("/borgere/regneark?hvem=alle&{asked}")).await;
            assert_eq!(file.status, StatusCode::UNPROCESSABLE_ENTITY, "{asked}");
        }
        assert!(
            site.get(&karen, "/borgere?fra=atten").await.body.contains("value=\"atten\""),
            "it stays, to be put right"
        );
    });
}

#[test]
fn a_group_is_kept_under_a_name_and_taken_away() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        let group = "hvem=mine&yd=kontanthjaelp";
        let nameless = site.post(&karen, "/borgere/udvalg", &fields(&[("gruppe", group), ("navn", " ")])).await;
        assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nameless.body.contains("Skriv et navn til gruppen.") && nameless.body.contains("<tbody>"));
        let kept = site.post(&karen, "/borgere/udvalg", &fields(&[("gruppe", group), ("navn", "Mine på hjælp")])).await;
        assert_eq!((kept.status, kept.location()), (StatusCode::SEE_OTHER, "/borgere?hvem=mine&yd=kontanthjaelp"));
        let page = site.get(&karen, "/borgere").await.body;
        assert!(page.contains(">Mine på hjælp</a>"));
        let ida = site.sign_in("ida").await;
        assert!(!site.get(&ida, "/borgere").await.body.contains("Mine på hjælp"));
        let form = crate::markup::form_fields(&page, "/borgere/udvalg/fjern");
        let gone = site.post(&karen, "/borgere/udvalg/fjern", &form).await;
        assert_eq!((gone.status, gone.location()), (StatusCode::SEE_OTHER, "/borgere"));
        assert!(!site.get(&karen, "/borgere").await.body.contains("Mine på hjælp"));
        let mads = site.sign_in("mads").await;
        for path in ["/borgere", "/borgere?hvem=alle", "/borgere/regneark?hvem=alle"] {
            assert_eq!(site.get(&mads, path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    });
}

#[test]
fn a_group_that_leaves_others_out_says_so_and_each_can_be_taken_in_again() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        let page = site.get(&hanne, "/borgere?hvem=alle&uden=forsikrede&uden=sygemeldte").await;
        assert_eq!((page.status, faults(&page.body)), (StatusCode::OK, Vec::new()));
        assert!(page.body.contains("<b>ikke: På dagpenge eller På sygedagpenge</b>"));
        assert!(
            page.body.contains("name=\"uden\" value=\"sygemeldte\" checked"),
            "it stays when something else is chosen"
        );
        assert!(!page.body.contains("data-l=\"Ydelse\">Sygedagpenge"));
        let unknown = site.get(&hanne, "/borgere?hvem=alle&uden=andre").await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn an_unused_right_is_a_quiet_line_that_opens_to_whose_it_is() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        let facts = [
            (FactData::Benefit { benefit: Benefit::Foertidspension, rate: None, partial: false }, "2015-01-01"),
            (FactData::Enquiry { channel: None, wish: None, text: None, sender: None }, "2026-02-02"),
        ];
        let facts = facts.map(|(data, on)| Fact::new("0", data, day(on), None));
        let person = Arrival {
            cpr: None,
            first_name: "Ubrugt".into(),
            last_name: "Eksempel".into(),
            address: String::new(),
            born: Some(day("1970-01-01")),
            unit: "team-vest".into(),
            employee: None,
            facts: facts.into(),
        };
        site.app.arrive(vec![person], &author(), noon(day("2026-03-16"))).await.unwrap();
        let page = site.get(&hanne, "/?ejer=enhed:team-vest").await.body;
        let link = "/borgere?hvem=enhed:team-vest&#38;ret=ubrugt";
        let line = page.split("</p>").find(|p| p.contains(link)).unwrap_or_else(|| panic!("no line"));
        let line = line.rsplit("<p ").next().unwrap();
        assert!(line.contains("har en ret, ingen har brugt endnu") && !line.contains("class=\"st"), "{line}");
        let list = site.get(&hanne, "/borgere?hvem=enhed:team-vest&ret=ubrugt").await;
        assert_eq!(faults(&list.body), [""; 0]);
        assert!(list.body.contains("Ubrugt Eksempel</a><span class=\"sub\" style=\"display:block\">"), "{}", list.body);
        assert!(list.body.contains("Ret til mindst tre samtaler om job: 0 af 3 brugt"));
        assert_eq!(site.get(&hanne, "/borgere?ret=brugt").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

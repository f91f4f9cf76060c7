//! Units under units and their rights, as the pages show them.

use crate::databases::block_on;
use crate::markup::{faults, missing_texts, unescape};
use crate::site::site;
use app::config::{NamedGroup, Responsible, Under, Unit};

#[test]
fn lists_can_be_of_an_area_which_says_how_many_units_lie_under_it_and_holds_their_cases() {
    block_on(async {
        let site = site().await.configured(|config| {
            for unit in config.units.iter_mut().filter(|u| u.key.starts_with("team-")) {
                unit.under = vec![Under::always("job")];
            }
            config.units.push(Unit::own("job", "Job og uddannelse"));
        });
        let karen = site.sign_in("karen").await;
        for path in ["/", "/borgere"] {
            let page = unescape(&site.get(&karen, path).await.body);
            assert!(page.contains("Job og uddannelse (med 2 enheder under)"), "{path}");
        }
        let cases = async |path: &str| {
            let page = site.get(&karen, path).await.body;
            assert_eq!((faults(&page), missing_texts(&page)), (Vec::new(), Vec::new()), "{path}");
            let at = page.find(" sager").unwrap();
            page[..at].rsplit(|c: char| !c.is_ascii_digit()).next().unwrap().parse::<u32>().unwrap()
        };
        let vest = cases("/?ejer=enhed:team-vest").await;
        assert!(cases("/?ejer=enhed:job").await > vest);
    });
}

#[test]
fn a_right_names_the_unit_that_answers_on_the_citizens_page() {
    block_on(async {
        let told = Responsible {
            unit: "team-unge".into(),
            rights: vec!["ret_vejledende_samtale".into()],
            ..Responsible::default()
        };
        let site = site().await.configured(|config| config.responsible = vec![told]);
        let karen = site.sign_in("karen").await;
        let poul = site.case("story-09-poul").await;
        let page = unescape(&site.get(&karen, &format!("/borger/{poul}")).await.body);
        assert!(page.contains("Ret til mindst tre samtaler om job"), "the right is there");
        assert!(page.contains("Ansvarlig: Team Unge"));
    });
}

#[test]
fn a_group_the_municipality_has_only_named_stands_on_regler_on_its_days_and_nowhere_else() {
    block_on(async {
        let from = "2026-03-16".parse().ok();
        let group = NamedGroup { name: "Socialt udsatte".into(), from, through: None };
        let site = site().await.configured(|config| config.named_groups = vec![group]);
        let karen = site.sign_in("karen").await;
        let page = unescape(&site.get(&karen, "/regler").await.body);
        assert!(page.contains("Socialt udsatte") && page.contains("16.03.2026–"));
        for elsewhere in ["/regler?dag=15-03-2026", "/borgere", "/"] {
            assert!(!site.get(&karen, elsewhere).await.body.contains("Socialt udsatte"), "{elsewhere}");
        }
    });
}

#[test]
fn who_owns_a_place_and_since_when_stands_beside_what_happens_there() {
    block_on(async {
        let place = app::config::PlaceOwner {
            name: Some("Café Prøve".into()),
            owner: "Fjordby <Service>".into(),
            from: "2010-01-01".parse().ok(),
            ..app::config::PlaceOwner::default()
        };
        let site = site().await;
        let case = site.case("story-02a-signe-hospital").await;
        let karen = site.sign_in("karen").await;
        let page = format!("/borger/{case}");
        assert!(!site.get(&karen, &page).await.body.contains("Stedet ejes af"));
        let site = site.configured(|config| config.places = vec![place]);
        let shown = site.get(&karen, &page).await.body;
        assert_eq!(faults(&shown), [""; 0]);
        assert!(unescape(&shown).contains("Stedet ejes af Fjordby <Service> fra 01.01.2010."));
    });
}

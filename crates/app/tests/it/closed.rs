//! Ways round access that must stay closed: a look-up that fails, another municipality's case, a right that has ended, and a
//! protected person looked for by filter, order and count.

use crate::databases::on_each;
use crate::team::{filled, hanne, today};
use crate::world::{FJORDBY, accounts, arrive, author, day, fjordby, karen, municipality, noon, viewer, write_fact};
use app::access::{Refusal, Role};
use app::import::Arrival;
use app::opened::Extent;
use app::overview::{Filter, Whose};
use app::register::{Posted, form_key};
use app::selection::{SelectionOrder, SelectionPage, Wanted};
use app::{App, AppError};
use domain::codes::{Benefit, Code, Protection};
use domain::fact::Fact;
use domain::kinds::FactData;
use store::{MunicipalityId, Store};

const SIGNE: &str = "story-02a-signe-hospital";

fn everybody() -> Filter {
    Filter { whose: Whose::Everybody, whole: true, ..Filter::mine() }
}

#[test]
fn where_protection_and_owner_cannot_be_read_nothing_is_shown_not_even_what_was_shown_before() {
    on_each(async |address| {
        let app = filled(address).await;
        let list = app.overview(&karen(), everybody(), today()).await.unwrap();
        let row = &list.groups.iter().find(|g| !g.rows.is_empty()).unwrap().rows[0];
        let (case, name) = (row.case, row.name.clone());
        assert!(app.citizen(&karen(), case, None, "opslag", today()).await.is_ok());
        app.store.close().await;
        let wanted = Wanted { whose: Some(Whose::Everybody), ..Wanted::default() };
        assert!(app.overview(&karen(), everybody(), today()).await.is_err());
        assert!(app.search(&karen(), &name, today()).await.is_err());
        assert!(app.select(&karen(), wanted, Some(Extent::Whole), today()).await.is_err());
        assert!(app.citizen(&karen(), case, None, "opslag", today()).await.is_err());
        assert!(app.case_data(&karen(), case, None, today()).await.is_err());
        assert!(app.leadership(&hanne(), None, today()).await.is_err());
    });
}

#[test]
fn a_case_of_another_municipality_is_not_there() {
    on_each(async |address| {
        let store = Store::open(address).await.unwrap();
        let ours = municipality(&store, FJORDBY, "none").await;
        let theirs = municipality(&store, MunicipalityId(998), "none").await;
        let case = arrive(&theirs, SIGNE, day("2026-02-20")).await;
        assert!(theirs.citizen(&karen(), case, None, "opslag", today()).await.is_ok());
        for role in Role::ALL {
            let reader = viewer("karen", *role, "team-vest");
            let gone = |result: Result<(), AppError>| assert!(matches!(result, Err(AppError::NotFound)), "{role:?}");
            gone(ours.citizen(&reader, case, None, "opslag", today()).await.map(drop));
            gone(ours.case_data(&reader, case, None, today()).await.map(drop));
            gone(ours.assessment(&reader, case, None, today()).await.map(drop));
            let posted = Posted { case, version: 1, key: form_key() };
            let note = serde_json::json!({ "kind": "note", "on": "2026-03-16", "text": "x" });
            gone(ours.facts_post(&reader, &posted, &[note], today()).await.map(drop));
            assert!(ours.search(&reader, "Signe", today()).await.unwrap().rows.is_empty());
            assert_eq!(ours.overview(&reader, everybody(), today()).await.unwrap().cases, 0);
        }
    });
}

#[test]
fn whoever_acts_for_the_owner_sees_a_protected_case_through_the_last_day_and_not_a_day_longer() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, SIGNE, day("2026-02-20")).await;
        let protect = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        write_fact(&app, case, today(), |f| f.data = protect.clone()).await;
        write_fact(&app, case, today(), |f| {
            f.data = FactData::Substitute { person: "ida".into() };
            f.through = Some(day("2026-03-20"));
        })
        .await;
        let ida = viewer("ida", Role::Caseworker, "team-vest");
        for (on, open) in [("2026-03-15", false), ("2026-03-16", true), ("2026-03-20", true), ("2026-03-21", false)] {
            let on = noon(day(on));
            let page = app.citizen(&ida, case, None, "opslag", on).await;
            // Before the protection begins anybody of the team may look.
            let expected = open || on.today < today().today;
            assert_eq!(page.is_ok(), expected, "{:?}", on.today);
            let found = app.search(&ida, "Prøvesen", on).await.unwrap().rows.len();
            assert_eq!(found, usize::from(expected), "{:?}", on.today);
            if !expected {
                assert!(matches!(page, Err(AppError::NoAccess(Refusal::ProtectedCase))));
            }
        }
    });
}

/// Born, since when, and the benefit; the third is the one who will be protected.
const PEOPLE: [(&str, &str, Benefit); 5] = [
    ("1980-01-01", "2025-08-01", Benefit::Kontanthjaelp),
    ("1991-05-05", "2025-02-01", Benefit::Kontanthjaelp),
    ("2009-06-01", "2025-05-01", Benefit::Kontanthjaelp),
    ("1970-03-03", "2026-01-05", Benefit::Sygedagpenge),
    ("1986-09-09", "2025-11-01", Benefit::Dagpenge),
];

async fn five(address: &str) -> App {
    let app = fjordby(address).await;
    accounts(&app).await;
    let people = PEOPLE.iter().enumerate().map(|(n, (born, since, benefit))| {
        let data = FactData::Benefit { benefit: *benefit, rate: None, partial: false };
        let mut fact = Fact::new("1", data, day(since), None);
        fact.known = Some(day(since));
        Arrival {
            cpr: None,
            first_name: format!("Person{n}"),
            last_name: "Eksempel".into(),
            address: String::new(),
            born: Some(day(born)),
            unit: "team-vest".into(),
            employee: Some("karen".into()),
            facts: vec![fact],
        }
    });
    app.arrive(people.collect(), &author(), today()).await.unwrap();
    app
}

#[test]
fn a_protected_child_is_not_found_by_age_by_any_filter_by_any_order_or_by_any_count() {
    on_each(async |address| {
        let app = five(address).await;
        let asked = async |text: &str, order: SelectionOrder, down: bool| -> SelectionPage {
            let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
            let (wanted, unread) = Wanted::read(pairs);
            assert!(unread.is_empty(), "{unread:?}");
            let wanted = Wanted { whose: Some(Whose::Everybody), order, down, ..wanted };
            app.select(&hanne(), wanted, Some(Extent::Whole), today()).await.unwrap()
        };
        let names = |page: &SelectionPage| page.rows.iter().map(|r| r.name.clone()).collect::<Vec<_>>();
        const CHILD: &str = "Person2 Eksempel";
        let texts = [
            "",
            "til=17",
            "fra=16&til=16",
            "fra=18",
            "yd=kontanthjaelp",
            "yd=kontanthjaelp&til=29",
            "uger=40",
            "dag=2025-06-01",
            "dag=2025-06-01&til=16",
            "gr=alle&inden=52",
        ];
        let mut before = Vec::new();
        for text in texts {
            for order in SelectionOrder::ALL {
                for down in [false, true] {
                    before.push(asked(text, *order, down).await);
                }
            }
        }
        assert!(
            before.iter().filter(|page| names(page).iter().any(|n| n == CHILD)).count() > 20,
            "she is there to find"
        );
        let found = app.search(&hanne(), "Person2", today()).await.unwrap().rows;
        let protect = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        write_fact(&app, found[0].case, today(), |f| f.data = protect.clone()).await;
        let mut before = before.into_iter();
        for text in texts {
            for order in SelectionOrder::ALL {
                for down in [false, true] {
                    let (was, is) = (before.next().unwrap(), asked(text, *order, down).await);
                    let others: Vec<String> = names(&was).into_iter().filter(|n| n != CHILD).collect();
                    assert_eq!(names(&is), others, "{text} {order:?} {down}: the others in their order");
                    assert_eq!((is.listed, is.of + is.later), (others.len(), PEOPLE.len() - 1), "{text}");
                    let most = is.counts.iter().flatten().copied().max().unwrap();
                    assert!(most < PEOPLE.len() && is.any_limit < PEOPLE.len(), "{text}: {:?}", is.counts);
                    assert!(is.rows.iter().all(|r| r.case != found[0].case));
                }
            }
        }
        let child = asked("til=17", SelectionOrder::Age, false).await;
        assert_eq!((child.listed, child.counts.iter().flatten().sum::<usize>()), (0, 0), "no count speaks of her");
        assert!(app.search(&hanne(), "Person2", today()).await.unwrap().rows.is_empty());
    });
}

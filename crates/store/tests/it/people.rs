//! Finding persons: by name as people write it, in Danish order, and by number.

use crate::databases::on_each;
use crate::fjordby::{FJORDBY, LAW, begin, noon, open, person};
use store::person::Person;
use store::{MunicipalityId, Store};

const NAMES: [(&str, &str); 8] = [
    ("Signe", "Prøvesen"),
    ("Åse", "Ågård"),
    ("Niels", "Aaby"),
    ("Bo", "Ærø"),
    ("Ida", "Østergaard"),
    ("Anne Marie", "Zacho"),
    ("Anne", "Andersen"),
    ("Jonas", "Demosen"),
];

async fn filled(address: &str) -> Store {
    let store = open(address).await;
    let mut write = begin(&store, noon("2026-03-02")).await;
    let people: Vec<Person> = (1..).zip(NAMES).map(|(id, (first, last))| person(id, first, last)).collect();
    write.persons_add(&people).await.unwrap();
    write.commit(&LAW).await.unwrap();
    store
}

async fn found(store: &Store, words: &str) -> Vec<String> {
    store.person_search(FJORDBY, words, 50).await.unwrap().iter().map(Person::name).collect()
}

#[test]
fn a_name_is_found_in_either_spelling_and_in_any_order_of_its_words() {
    on_each(async |address| {
        let store = filled(address).await;
        for words in ["Prøvesen", "proevesen", "PRØVESEN", "signe prø", "Prøvesen Signe", "  sig   prøve "] {
            assert_eq!(found(&store, words).await, ["Signe Prøvesen"], "{words}");
        }
        for words in ["Ågård", "aagaard", "Aagård åse"] {
            assert_eq!(found(&store, words).await, ["Åse Ågård"], "{words}");
        }
        assert_eq!(found(&store, "anne").await, ["Anne Andersen", "Anne Marie Zacho"]);
        assert_eq!(found(&store, "anne marie zacho").await, ["Anne Marie Zacho"]);
        assert_eq!(found(&store, "anne marie andersen").await, [""; 0], "every word counts");
        assert_eq!(found(&store, "jens").await, [""; 0]);
    });
}

#[test]
fn signs_of_the_database_in_a_search_are_only_signs() {
    on_each(async |address| {
        let store = filled(address).await;
        for words in ["Dem%nas", "Demo_en", "' OR 1=1 --"] {
            assert_eq!(found(&store, words).await, [""; 0], "{words}");
        }
        for words in ["Demosen%", "_Demosen", "Demosen\\"] {
            assert_eq!(found(&store, words).await, ["Jonas Demosen"], "{words}");
        }
    });
}

#[test]
fn persons_come_in_danish_order_whatever_order_the_server_has() {
    on_each(async |address| {
        let store = filled(address).await;
        let last: Vec<String> =
            store.person_search(FJORDBY, "", 50).await.unwrap().into_iter().map(|p| p.last_name).collect();
        let danish = ["Andersen", "Demosen", "Prøvesen", "Zacho", "Ærø", "Østergaard", "Aaby", "Ågård"];
        assert_eq!(last, danish);
        let first = store.person_search(FJORDBY, "", 2).await.unwrap();
        assert_eq!(first.iter().map(|p| p.last_name.as_str()).collect::<Vec<_>>(), ["Andersen", "Demosen"]);
    });
}

#[test]
fn a_person_is_found_by_number_in_their_own_municipality_alone() {
    on_each(async |address| {
        let store = open(address).await;
        let other = MunicipalityId(998);
        store.municipality_create(other, "Bjergby Kommune").await.unwrap();
        let jonas = &synth::STORY_PEOPLE[0];
        let signe = &synth::STORY_PEOPLE[1];
        let mut write = begin(&store, noon("2026-03-02")).await;
        let row = Person { cpr: jonas.cpr(), ..person(1, jonas.first_name, jonas.last_name) };
        write.persons_add(&[row]).await.unwrap();
        write.commit(&LAW).await.unwrap();
        let cpr = jonas.cpr().unwrap();
        let found = store.person_by_cpr(FJORDBY, &cpr).await.unwrap().unwrap();
        assert_eq!((found.id, found.name().as_str(), found.cpr), (1, "Jonas Demosen", Some(cpr.clone())));
        assert!(store.person_by_cpr(FJORDBY, &signe.cpr().unwrap()).await.unwrap().is_none());
        assert!(store.person_by_cpr(other, &cpr).await.unwrap().is_none());
        assert!(store.persons_by_id(other, &[1]).await.unwrap().is_empty());
        assert!(store.person_search(other, "demosen", 50).await.unwrap().is_empty());
    });
}

//! Facts are added, never changed: imports, corrections, failed writes, and who comes first.

use crate::databases::on_each;
use crate::fjordby::{FJORDBY, LAW, author, begin, case, fact, first_contact, noon, note, open, person};
use domain::codes::AbsenceKind;
use domain::kinds::{FactData, FactKind};
use store::fact::NewFact;
use store::{CommitNumber, Store};

fn absence(through: &str) -> NewFact {
    let data = FactData::Absence { absence: AbsenceKind::Ferie, party: None };
    NewFact {
        through: Some(through.parse().unwrap()),
        import_key: Some("ydelse:17".into()),
        ..fact(1, data, "2026-02-16")
    }
}

async fn add(store: &Store, at: &str, facts: Vec<NewFact>) -> Vec<i64> {
    let mut write = begin(store, noon(at)).await;
    let ids = write.facts_add(facts).await.unwrap();
    write.commit(&LAW).await.unwrap();
    ids
}

#[test]
fn the_same_row_imported_again_adds_nothing_and_changed_content_corrects() {
    on_each(async |address| {
        let store = open(address).await;
        first_contact(&store, 1, "2026-02-02").await;
        let first = add(&store, "2026-02-17", vec![absence("2026-02-22")]).await;
        assert_eq!(add(&store, "2026-02-18", vec![absence("2026-02-22")]).await, [0]);
        assert_eq!(store.fact_count(FJORDBY).await.unwrap(), 2);
        let second = add(&store, "2026-02-27", vec![absence("2026-02-25")]).await;
        // The corrected row again is the end of the chain, not the first word.
        assert_eq!(add(&store, "2026-02-28", vec![absence("2026-02-25")]).await, [0]);
        let (_, facts) = store.fact_list(FJORDBY, 1).await.unwrap();
        assert_eq!(facts.len(), 3);
        assert_eq!(facts[2].id, second[0]);
        assert_eq!(facts[2].fact.supersedes.as_ref().unwrap().0, first[0].to_string());
        let third = add(&store, "2026-03-02", vec![absence("2026-02-22")]).await;
        let (_, facts) = store.fact_list(FJORDBY, 1).await.unwrap();
        assert_eq!(facts.last().unwrap().id, third[0]);
        assert_eq!(facts.last().unwrap().fact.supersedes.as_ref().unwrap().0, second[0].to_string());
        assert_eq!(add(&store, "2026-03-03", vec![absence("2026-02-22")]).await, [0]);
    });
}

#[test]
fn the_same_key_twice_in_one_batch_is_one_fact_or_a_fact_and_its_correction() {
    on_each(async |address| {
        let store = open(address).await;
        first_contact(&store, 1, "2026-02-02").await;
        let batch = ["2026-02-22", "2026-02-22", "2026-02-25", "2026-02-25", "2026-02-22"].map(absence);
        let ids = add(&store, "2026-02-17", batch.to_vec()).await;
        assert_eq!(ids, [2, 0, 3, 0, 4]);
        let (_, facts) = store.fact_list(FJORDBY, 1).await.unwrap();
        let chain: Vec<Option<&str>> =
            facts[1..].iter().map(|f| f.fact.supersedes.as_ref().map(|id| id.0.as_str())).collect();
        assert_eq!(chain, [None, Some("2"), Some("3")]);
        let history = store.history(FJORDBY, 1, None).await.unwrap();
        let standing = history.facts().iter().filter(|f| f.kind() == FactKind::Absence).map(|f| f.through);
        assert_eq!(standing.collect::<Vec<_>>(), [Some("2026-02-22".parse().unwrap())]);
        // The same batch again: its last word stands already; the words before it are corrections once more.
        assert_eq!(add(&store, "2026-02-18", vec![absence("2026-02-22")]).await, [0]);
    });
}

#[test]
fn a_correction_and_an_annulment_keep_the_old_fact() {
    on_each(async |address| {
        let store = open(address).await;
        first_contact(&store, 1, "2026-02-02").await;
        let first = add(&store, "2026-02-17", vec![absence("2026-02-22")]).await[0];
        let later = NewFact { supersedes: Some(first), import_key: None, ..absence("2026-02-25") };
        let second = add(&store, "2026-02-27", vec![later]).await[0];
        let gone = NewFact { annuls: Some(second), import_key: None, ..absence("2026-02-25") };
        add(&store, "2026-03-02", vec![gone]).await;
        let (_, facts) = store.fact_list(FJORDBY, 1).await.unwrap();
        let old = facts.iter().find(|f| f.id == first).unwrap();
        assert_eq!(old.fact.through, Some("2026-02-22".parse().unwrap()));
        let known = async |on: &str| {
            let commit = store.commit_latest(FJORDBY, Some(on.parse().unwrap())).await.unwrap();
            let history = store.history(FJORDBY, 1, Some(commit)).await.unwrap();
            let absence = history.facts().iter().find(|f| f.kind() == FactKind::Absence).map(|f| f.through.unwrap());
            absence.map(|d| d.to_string())
        };
        assert_eq!(known("2026-02-16").await, None);
        assert_eq!(known("2026-02-17").await.as_deref(), Some("2026-02-22"));
        assert_eq!(known("2026-02-26").await.as_deref(), Some("2026-02-22"));
        assert_eq!(known("2026-02-27").await.as_deref(), Some("2026-02-25"));
        assert_eq!(known("2026-03-02").await, None);
        let history = store.history(FJORDBY, 1, None).await.unwrap();
        assert_eq!(history.replaced().len(), 3, "both words and the annulment are still there to be read");
    });
}

#[test]
fn a_fact_comes_back_as_it_was_written() {
    on_each(async |address| {
        let store = open(address).await;
        first_contact(&store, 1, "2026-02-02").await;
        let written = NewFact { minute: Some(9 * 60 + 30), ..absence("2026-02-22") };
        let texts = ["Æbler og ål på Østerø – »citat« 'enkelt' \"dobbelt\" \\ 🙂", "linje 1\nlinje 2"];
        let mut facts = vec![written.clone()];
        facts.extend(texts.map(|text| fact(1, note(text), "2026-02-16")));
        add(&store, "2026-02-17", facts).await;
        let (born, stored) = store.fact_list(FJORDBY, 1).await.unwrap();
        assert_eq!(born, Some("1990-05-01".parse().unwrap()));
        let read = &stored[1];
        assert_eq!((&read.fact.data, read.fact.from), (&written.data, written.from));
        assert_eq!((read.fact.through, read.fact.minute), (written.through, written.minute));
        assert_eq!(read.fact.source.external_id, written.import_key);
        assert_eq!((read.actor.as_str(), read.at, read.commit), ("Karen Eksempel", noon("2026-02-17"), 2));
        assert_eq!(stored[2].fact.data, note(texts[0]));
        assert_eq!(stored[3].fact.data, note(texts[1]));
    });
}

/// Everything one can see of a municipality's rows from outside.
async fn counts(store: &Store) -> (CommitNumber, i64, usize, Option<i64>, usize) {
    (
        store.commit_latest(FJORDBY, None).await.unwrap(),
        store.fact_count(FJORDBY).await.unwrap(),
        store.person_search(FJORDBY, "", 100).await.unwrap().len(),
        store.case_of_person(FJORDBY, 2).await.unwrap(),
        store.duty_dump(FJORDBY).await.unwrap().len(),
    )
}

#[test]
fn a_failed_write_leaves_nothing() {
    on_each(async |address| {
        let store = open(address).await;
        first_contact(&store, 1, "2026-02-02").await;
        let before = counts(&store).await;
        for broken in [false, true] {
            let mut write = begin(&store, noon("2026-02-17")).await;
            write.persons_add(&[person(2, "Signe", "Prøvesen")]).await.unwrap();
            write.cases_open(&[case(2, "2026-02-17")]).await.unwrap();
            write.facts_add(vec![fact(2, note("a"), "2026-02-17")]).await.unwrap();
            assert_eq!(write.form_key_take("form-1").await.unwrap(), None);
            if broken {
                // The same person once more: the database refuses, and the write is dropped with its error.
                assert!(write.persons_add(&[person(2, "Signe", "Prøvesen")]).await.is_err());
            }
            drop(write);
            assert_eq!(counts(&store).await, before);
        }
        // Numbers were not used up, and neither was the form.
        let mut write = begin(&store, noon("2026-02-17")).await;
        assert_eq!(write.number(), CommitNumber(before.0.0 + 1));
        assert_eq!(write.form_key_take("form-1").await.unwrap(), None);
        assert_eq!(write.facts_add(vec![fact(1, note("b"), "2026-02-17")]).await.unwrap(), [before.1 + 1]);
    });
}

#[test]
fn a_form_is_saved_once() {
    on_each(async |address| {
        let store = open(address).await;
        let mut write = begin(&store, noon("2026-02-17")).await;
        assert_eq!(write.form_key_take("form-1").await.unwrap(), None);
        let saved = write.commit(&LAW).await.unwrap();
        let mut again = begin(&store, noon("2026-02-17")).await;
        assert_eq!(again.form_key_take("form-1").await.unwrap(), Some(saved));
        assert_eq!(again.form_key_take("form-2").await.unwrap(), None);
    });
}

#[test]
fn a_commit_is_never_earlier_than_the_one_before_it() {
    on_each(async |address| {
        let store = open(address).await;
        let mut known = Vec::new();
        for at in ["2026-02-17", "2026-02-17", "2026-02-10"] {
            let write = begin(&store, noon(at)).await;
            known.push(write.at().0 - noon("2026-02-17").0);
            write.commit(&LAW).await.unwrap();
        }
        assert_eq!(known, [0, 1, 2]);
    });
}

#[test]
fn two_who_write_at_once_wait_for_each_other_and_both_are_kept() {
    on_each(async |address| {
        let store = open(address).await;
        first_contact(&store, 1, "2026-02-02").await;
        let one = async |text: &str| {
            let mut write = store.begin_write(FJORDBY, &author(), noon("2026-02-17")).await.unwrap();
            write.facts_add(vec![fact(1, note(text), "2026-02-17")]).await.unwrap();
            write.commit(&LAW).await.unwrap().0
        };
        let (a, b, c, d) = tokio::join!(one("a"), one("b"), one("c"), one("d"));
        let mut numbers = [a, b, c, d];
        numbers.sort_unstable();
        assert_eq!(numbers, [2, 3, 4, 5]);
        assert_eq!(store.fact_count(FJORDBY).await.unwrap(), 5);
    });
}

#[test]
fn no_statement_changes_or_deletes_a_fact_or_a_look() {
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let (inner, here): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
        folders.extend(inner);
        for path in here {
            let text = std::fs::read_to_string(&path).unwrap().to_lowercase();
            files += 1;
            for table in ["fact", "read_log", "commit_log"] {
                for verb in ["update", "delete from", "replace into", "insert or replace into"] {
                    assert!(!text.contains(&format!("{verb} {table} ")), "{verb} {table} in {}", path.display());
                }
            }
        }
    }
    assert!(files > 8);
}

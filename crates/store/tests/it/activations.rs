//! Rules that change while cases run: what was known before an activation stays what it was, and replay gives the same.

use crate::databases::{on_each, sqlite};
use crate::fjordby::{FJORDBY, LAW, author, day, live, open};
use domain::Day;
use domain::instant::Instant;
use rulebook::Rulebook;
use rulebook::change::Texts;
use std::collections::BTreeMap;
use store::books::Books;
use store::duty::Owned;
use store::rule::NewActivation;
use store::{CommitNumber, Store, StoreError};

const RULE: &str = "samtaler-4-i-6-mdr";

/// The law with a shorter window in one rule.
fn changed() -> (String, Rulebook) {
    let text = LAW.rule(LAW.find(RULE).unwrap()).source_text.replace("\"6 months\"", "\"5 months\"");
    let (book, left_out) = LAW.with_texts(&Texts(BTreeMap::from([(RULE.to_owned(), text.clone())])));
    assert_eq!(left_out, [""; 0]);
    (text, book)
}

async fn activate(
    store: &Store,
    text: Option<String>,
    book: &Rulebook,
    at: Instant,
) -> Result<CommitNumber, StoreError> {
    let mut write = store.begin_write(FJORDBY, &author(), at).await?;
    let activation = NewActivation {
        rule: RULE.into(),
        text,
        base_hash: String::new(),
        activated: book.activated.clone(),
        role: "administrator".into(),
        reason: "prøve".into(),
        proposal: None,
    };
    write.activation_add(&activation).await?;
    write.commit_everybody(book, |_, _| {}).await
}

fn at(day: Day) -> Instant {
    Instant(Instant::at_midnight(day).0 + 18 * 3_600_000_000)
}

#[test]
fn what_was_known_before_an_activation_stays_and_replay_gives_the_same() {
    on_each(async |address| {
        let (text, new) = changed();
        let store = open(address).await;
        live(&store, 60, async |_, _| {}).await;
        let today = day("2026-03-16");
        let before = store.commit_latest(FJORDBY, None).await.unwrap();
        let list = async |known| store.duty_list(FJORDBY, &Owned::All, today, Some(known), None).await.unwrap();
        let key = |mut rows: Vec<store::duty::DutyRow>| {
            rows.sort_by_key(|r| (r.case, r.duty.clone(), r.root, r.n, r.from));
            rows.into_iter().map(|r| (r.case, r.duty, r.root, r.n, r.from, r.due)).collect::<Vec<_>>()
        };
        let old_list = key(list(before).await);

        let done = activate(&store, Some(text), &new, at(today)).await.unwrap();
        assert_eq!(done.0, before.0 + 1);
        let new_list = key(list(done).await);
        assert_ne!(new_list, old_list, "the shorter window moves somebody's date");
        assert_eq!(key(list(before).await), old_list, "as known before, nothing has moved");

        let back = activate(&store, None, &LAW, at(today)).await.unwrap();
        assert_eq!(key(list(back).await), old_list, "the previous text gives the previous dates");
        assert_eq!(key(list(done).await), new_list);

        let step_by_step = store.duty_dump(FJORDBY).await.unwrap();
        let books = Books::new(&LAW, vec![(done.0, &new), (back.0, &LAW)]);
        store.rebuild(FJORDBY, &books).await.unwrap();
        let rebuilt = store.duty_dump(FJORDBY).await.unwrap();
        assert_eq!(step_by_step.iter().zip(&rebuilt).find(|(a, b)| a != b), None);
        assert_eq!(step_by_step.len(), rebuilt.len());
    });
}

#[test]
fn nobody_writes_by_rules_that_no_longer_hold() {
    on_each(async |address| {
        let (text, new) = changed();
        let store = open(address).await;
        activate(&store, Some(text), &new, at(day("2026-03-16"))).await.unwrap();
        let write = store.begin_write(FJORDBY, &author(), at(day("2026-03-16"))).await.unwrap();
        assert!(matches!(write.commit(&LAW).await, Err(StoreError::OtherRules)));
        let write = store.begin_write(FJORDBY, &author(), at(day("2026-03-16"))).await.unwrap();
        assert_eq!(write.commit(&new).await.unwrap(), CommitNumber(2), "the refused write left nothing");
    });
}

#[test]
fn an_activation_comes_through_a_backup() {
    crate::databases::block_on(async {
        let (text, new) = changed();
        let (file, other) = (sqlite(), sqlite());
        let store = open(&file.address).await;
        activate(&store, Some(text), &new, at(day("2026-03-16"))).await.unwrap();
        let mut kept = Vec::new();
        store.backup(&mut kept).await.unwrap();
        Store::restore(&other.address, kept.as_slice()).await.unwrap();
        let restored = Store::open(&other.address).await.unwrap();
        let list = restored.activation_list(FJORDBY).await.unwrap();
        assert_eq!(list, store.activation_list(FJORDBY).await.unwrap());
        assert_eq!(list.len(), 1);
    });
}

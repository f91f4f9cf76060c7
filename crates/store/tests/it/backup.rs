//! A backup taken on either database gives the same municipality back on either.

use crate::databases::{block_on, on_each, postgres, sqlite};
use crate::fjordby::{FJORDBY, live_at_once, open};
use store::{Store, StoreError};

async fn filled(address: &str) -> Store {
    let store = open(address).await;
    live_at_once(&store, 6).await;
    store
}

async fn taken(store: &Store) -> Vec<u8> {
    let mut text = Vec::new();
    store.backup(&mut text).await.unwrap();
    text
}

#[test]
fn a_backup_restored_elsewhere_is_the_same_to_the_last_row() {
    on_each(async |address| {
        let store = filled(address).await;
        let text = taken(&store).await;
        for elsewhere in [Some(sqlite()), postgres()].into_iter().flatten() {
            let rows = Store::restore(&elsewhere.address, text.as_slice()).await.unwrap();
            let restored = Store::open(&elsewhere.address).await.unwrap();
            assert!(rows > 20, "{rows}");
            assert_eq!(restored.fact_count(FJORDBY).await.unwrap(), store.fact_count(FJORDBY).await.unwrap());
            let (mut before, mut after) = (lines(&text), lines(&taken(&restored).await));
            before.sort_unstable();
            after.sort_unstable();
            assert_eq!(before, after, "into {}", elsewhere.name);
            let again = Store::restore(&elsewhere.address, text.as_slice()).await;
            assert!(matches!(again, Err(StoreError::Backup(why)) if why.contains("not empty")));
        }
    });
}

fn lines(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8(text.to_vec()).unwrap();
    // The last line holds the check sum, which depends on the order of the rows.
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.pop();
    lines
}

#[test]
fn a_backup_that_was_cut_off_or_changed_is_refused_and_nothing_of_it_is_kept() {
    block_on(async {
        let database = sqlite();
        let text = String::from_utf8(taken(&filled(&database.address).await).await).unwrap();
        let cut: String = text.lines().take(12).map(|l| format!("{l}\n")).collect();
        let changed = text.replacen("Demogade", "Demovej", 1);
        assert_ne!(changed, text);
        for (bad, why) in [
            (cut.as_str(), "cut off"),
            (changed.as_str(), "was changed"),
            ("{}\n", "no backup"),
            ("", "ends too early"),
        ] {
            let elsewhere = sqlite();
            let refused = Store::restore(&elsewhere.address, bad.as_bytes()).await;
            assert!(matches!(&refused, Err(StoreError::Backup(said)) if said.contains(why)), "{refused:?}");
            let store = Store::open(&elsewhere.address).await.unwrap();
            assert!(store.municipality_list().await.unwrap().is_empty());
        }
    });
}

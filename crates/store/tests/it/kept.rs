//! The cases that a process keeps in memory say what the database says, after every commit.

use crate::databases::on_each;
use crate::fjordby::{FJORDBY, LAW, begin, case, day, fact, live, live_at_once, noon, note, open, person};
use rulebook::assess::assess;
use store::Store;
use store::duty::{DutyRow, Owned, on_day};

/// What does not say since which commit a row is known.
fn lines(rows: Vec<DutyRow>) -> Vec<String> {
    let bare = |row: DutyRow| format!("{:?}", DutyRow { known_from: 0, known_through: 0, ..row });
    let mut lines: Vec<String> = rows.into_iter().map(bare).collect();
    lines.sort();
    lines
}

async fn from_memory(store: &Store, owned: &Owned, on: &str) -> Vec<String> {
    let kept = store.histories_of(FJORDBY, owned).await.unwrap();
    lines(kept.cases().flat_map(|c| on_day(c, &LAW, &assess(c.view(), &LAW), day(on))).collect())
}

async fn from_rows(store: &Store, owned: &Owned, on: &str) -> Vec<String> {
    lines(store.duty_list(FJORDBY, owned, day(on), None, None).await.unwrap())
}

#[test]
fn a_list_from_memory_is_the_list_of_the_stored_rows_after_every_commit() {
    let owners = [Owned::By("karen".into()), Owned::Units(vec!["team-unge".into()]), Owned::All];
    on_each(async |address| {
        let store = open(address).await;
        let mut longest = 0;
        live(&store, 12, async |number, _| {
            let owned = &owners[usize::try_from(number.0).unwrap() % 3];
            let listed = from_memory(&store, owned, "2026-03-16").await;
            assert_eq!(listed, from_rows(&store, owned, "2026-03-16").await, "{owned:?} after commit {}", number.0);
            longest = longest.max(listed.len());
        })
        .await;
        assert!(longest > 20, "{longest}");
    });
}

#[test]
fn many_days_written_at_once_are_seen_by_a_process_that_had_looked_before() {
    on_each(async |address| {
        let store = open(address).await;
        assert!(from_memory(&store, &Owned::All, "2026-03-16").await.is_empty());
        live_at_once(&store, 12).await;
        let listed = from_memory(&store, &Owned::All, "2026-03-16").await;
        assert!(!listed.is_empty());
        assert_eq!(listed, from_rows(&store, &Owned::All, "2026-03-16").await);
    });
}

#[test]
fn a_case_that_changes_hands_leaves_one_list_and_comes_on_the_other() {
    on_each(async |address| {
        let store = open(address).await;
        let mut write = begin(&store, noon("2026-03-02")).await;
        write.persons_add(&[person(1, "Jonas", "Demosen"), person(2, "Kim", "Prøvesen")]).await.unwrap();
        let cases = write.cases_open(&[case(1, "2026-03-02"), case(2, "2026-03-02")]).await.unwrap();
        write.commit(&LAW).await.unwrap();
        let of = async |owned: Owned| -> Vec<(i64, i64)> {
            let kept = store.histories_of(FJORDBY, &owned).await.unwrap();
            kept.cases().map(|c| (c.case, c.last_commit)).collect()
        };
        assert_eq!(of(Owned::By("karen".into())).await, [(cases[0], 1), (cases[1], 1)]);

        let mut write = begin(&store, noon("2026-03-03")).await;
        write.case_owner_set(cases[0], "team-unge", Some("peter"), "overdraget").await.unwrap();
        write.facts_add(vec![fact(2, note("Ringer i morgen"), "2026-03-03")]).await.unwrap();
        write.commit(&LAW).await.unwrap();
        assert_eq!(of(Owned::By("karen".into())).await, [(cases[1], 2)]);
        assert_eq!(of(Owned::By("peter".into())).await, [(cases[0], 2)]);
        assert_eq!(of(Owned::Units(vec!["team-unge".into()])).await, [(cases[0], 2)]);
        assert_eq!(of(Owned::All).await, [(cases[0], 2), (cases[1], 2)]);
        let some = store.histories_by_id(FJORDBY, &[cases[1], 99, cases[1]]).await.unwrap();
        assert_eq!(some.cases().map(|c| c.case).collect::<Vec<_>>(), [cases[1]], "once, and none that is not there");
    });
}

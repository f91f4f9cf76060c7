//! Looking back: what was given then is given again, to the row.

use crate::databases::on_each;
use crate::fjordby::{FJORDBY, day, live, open};
use store::duty::Owned;
use store::{CommitNumber, Store};

/// The list on a day as known at a commit. Only when a row stops being known is not part of what was given.
async fn given(store: &Store, on: &str, known: CommitNumber) -> Vec<String> {
    let rows = store.duty_list(FJORDBY, &Owned::All, day(on), Some(known), None).await.unwrap();
    let mut lines: Vec<String> = rows
        .into_iter()
        .map(|mut row| {
            row.known_through = 0;
            format!("{row:?}")
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn looking_with_an_earlier_commit_or_day_gives_exactly_what_was_given_then() {
    const DAYS: [&str; 3] = ["2025-06-02", "2026-01-05", "2026-03-16"];
    on_each(async |address| {
        let store = open(address).await;
        let mut then = Vec::new();
        live(&store, 12, async |number, on| {
            if number.0 % 20 == 0 {
                for asked in DAYS {
                    then.push((number, on, asked, given(&store, asked, number).await));
                }
            }
        })
        .await;
        let latest = store.commit_latest(FJORDBY, None).await.unwrap();
        let mut moved = 0;
        for (number, on, asked, lines) in &then {
            assert_eq!(&given(&store, asked, *number).await, lines, "{asked} as known at {}", number.0);
            let known = store.commit_latest(FJORDBY, Some(*on)).await.unwrap();
            assert_eq!(known, *number, "one commit a day here");
            moved += usize::from(given(&store, asked, latest).await != *lines);
        }
        assert!(then.len() >= 12, "{}", then.len());
        assert!(then.iter().any(|(.., lines)| lines.len() > 5));
        assert!(moved > 3, "what is known has changed since, else this shows nothing");
    });
}

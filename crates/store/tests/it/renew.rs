//! A new version of the program with other shipped rules: rows are renewed some people at a time, what was known before
//! stays, and whoever is cut off goes on.

use crate::databases::{block_on, on_each, sqlite};
use crate::fjordby::{FJORDBY, LAW, author, day, live, noon, open};
use rulebook::Rulebook;
use std::time::Duration;
use store::books::Books;
use store::duty::{DutyRow, Owned};
use store::moves::Moves;
use store::renew::Portion;
use store::{CommitNumber, Store};

const RULE: &str = "samtaler-4-i-6-mdr";
const CITIZENS: u32 = 60;

/// The law of a later version of the program: a shorter window in one rule.
fn newer() -> Rulebook {
    let text = &LAW.rule(LAW.find(RULE).unwrap()).source_text;
    let changed = text.replace("\"6 months\"", "\"5 months\"");
    assert_ne!(*text, changed);
    let law = rulebook::shipped_files().iter().filter(|(name, _)| name.starts_with("law/"));
    let files: Vec<(&str, String)> = law.map(|(name, file)| (*name, file.replace(text.as_str(), &changed))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, file)| (*name, file.as_str())).collect();
    Rulebook::load("none", &files).unwrap()
}

async fn renew_some(store: &Store, book: &Rulebook, portion: Portion) -> Option<store::renew::Renewed> {
    store.renew_next(FJORDBY, book, (&author(), noon("2026-03-17")), portion).await.unwrap()
}

async fn list(store: &Store, known: CommitNumber) -> Vec<DutyRow> {
    let mut rows = store.duty_list(FJORDBY, &Owned::All, day("2026-03-16"), Some(known), None).await.unwrap();
    rows.iter_mut().for_each(|r| (r.known_from, r.known_through) = (0, 0));
    rows.sort_by_key(|r| (r.case, r.duty.clone(), r.root, r.n, r.from));
    rows
}

#[test]
fn the_rows_that_other_rules_made_are_renewed_what_was_known_stays_and_replay_gives_the_same() {
    on_each(async |address| {
        let store = open(address).await;
        live(&store, CITIZENS, async |_, _| {}).await;
        let newer = newer();
        let stale = async |book: &Rulebook| store.cases_of_other_rules(FJORDBY, &book.edition()).await.unwrap();
        assert_eq!((stale(&LAW).await, stale(&newer).await), (0, u64::from(CITIZENS)));
        let before = store.commit_latest(FJORDBY, None).await.unwrap();
        let (old_list, untouched) = (list(&store, before).await, store.duty_dump(FJORDBY).await.unwrap());

        let looked = store.renew_look(FJORDBY, &newer, Portion::after(0)).await.unwrap().unwrap();
        assert_eq!(store.duty_dump(FJORDBY).await.unwrap(), untouched, "a look writes nothing");
        assert_eq!((looked.cases, looked.commit), (u64::from(CITIZENS), None));
        let moved = looked.moves.by_rule[RULE];
        assert!(moved.earlier > 0 && moved.later == 0, "a shorter window is earlier: {:?}", looked.moves);

        let done = renew_some(&store, &newer, Portion::after(0)).await.unwrap();
        assert_eq!(done.moves, looked.moves, "what was looked at is what was done");
        assert_eq!(done.commit, Some(CommitNumber(before.0 + 1)));
        assert!(renew_some(&store, &newer, Portion::after(done.through)).await.is_none());
        assert!(renew_some(&store, &newer, Portion::after(0)).await.is_none(), "once is enough");
        assert_eq!((stale(&LAW).await, stale(&newer).await), (u64::from(CITIZENS), 0));
        assert_ne!(list(&store, done.commit.unwrap()).await, old_list);
        assert_eq!(list(&store, before).await, old_list, "as known before, nothing has moved");

        let step_by_step = store.duty_dump(FJORDBY).await.unwrap();
        let books = Books::new(&LAW, vec![(done.commit.unwrap().0, &newer)]);
        store.rebuild(FJORDBY, &books).await.unwrap();
        let rebuilt = store.duty_dump(FJORDBY).await.unwrap();
        assert_eq!(step_by_step.iter().zip(&rebuilt).find(|(a, b)| a != b), None);
        assert_eq!(step_by_step.len(), rebuilt.len());
        assert_eq!(stale(&newer).await, 0);
    });
}

/// Portions of twenty; each is begun and dropped a few times first, as when the process is killed.
async fn renewed(store: &Store, book: &Rulebook, cut_off: bool) -> (Vec<String>, Moves) {
    let (mut after, mut moves, mut first) = (0, Moves::default(), true);
    loop {
        let portion = Portion { after, most: 20 };
        if cut_off && first {
            for millis in [0, 1, 2, 4] {
                let (author, at) = (author(), noon("2026-03-17"));
                let begun = store.renew_next(FJORDBY, book, (&author, at), portion);
                if let Ok(done) = tokio::time::timeout(Duration::from_millis(millis), begun).await {
                    moves.add(&done.unwrap().unwrap().moves);
                    break;
                }
            }
        }
        // Who goes on begins at the beginning: what is done is not done again.
        first = false;
        match renew_some(store, book, Portion { after: if cut_off { 0 } else { after }, most: 20 }).await {
            None => return (store.duty_dump(FJORDBY).await.unwrap(), moves),
            Some(some) => {
                assert!(some.cases <= 20 && some.through > after);
                after = some.through;
                moves.add(&some.moves);
            }
        }
    }
}

#[test]
fn a_renewal_that_is_cut_off_goes_on_and_ends_as_if_nothing_had_happened() {
    let newer = newer();
    let whole = block_on(async {
        let file = sqlite();
        let store = open(&file.address).await;
        live(&store, CITIZENS, async |_, _| {}).await;
        renewed(&store, &newer, false).await
    });
    assert!(whole.1.cases > 0);
    on_each(async |address| {
        let store = open(address).await;
        live(&store, CITIZENS, async |_, _| {}).await;
        let cut = renewed(&store, &newer, true).await;
        // What was cut off may have been saved already, and then nobody was told what it moved.
        assert!(cut.1.cases <= whole.1.cases);
        assert_eq!(cut.0.iter().zip(&whole.0).find(|(a, b)| a != b), None);
        assert_eq!(cut.0.len(), whole.0.len());
    });
}

#[test]
fn a_case_that_is_written_to_is_of_the_rules_that_wrote_and_is_not_renewed_again() {
    on_each(async |address| {
        let (store, newer) = (open(address).await, newer());
        let cases = [crate::fjordby::first_contact(&store, 1, "2026-03-02").await];
        crate::fjordby::first_contact(&store, 2, "2026-03-02").await;
        let mut write = store.begin_write(FJORDBY, &author(), noon("2026-03-16")).await.unwrap();
        write.touch(1);
        write.commit(&newer).await.unwrap();
        let kept = store.case_find(FJORDBY, cases[0]).await.unwrap().unwrap().last_commit;
        assert_eq!(store.cases_of_other_rules(FJORDBY, &newer.edition()).await.unwrap(), 1);
        let done = renew_some(&store, &newer, Portion::after(0)).await.unwrap();
        assert_eq!((done.cases, done.through), (1, 2));
        let last = store.case_find(FJORDBY, cases[0]).await.unwrap().unwrap().last_commit;
        assert_eq!(last, kept, "nobody wrote in it");
    });
}

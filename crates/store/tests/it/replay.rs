//! The derived rows follow from the facts: the same step by step, from scratch, and on both databases.

use crate::databases::{block_on, on_each, postgres, sqlite};
use crate::fjordby::{FJORDBY, LAW, live, live_at_once, open};
use store::books::Books;

const CITIZENS: u32 = 60;

#[test]
fn rebuilding_from_the_facts_gives_what_the_commits_gave() {
    on_each(async |address| {
        let store = open(address).await;
        live(&store, CITIZENS, async |_, _| {}).await;
        let step_by_step = store.duty_dump(FJORDBY).await.unwrap();
        let cases = store.rebuild(FJORDBY, &Books::from(&*LAW)).await.unwrap();
        assert_eq!(cases, u64::from(CITIZENS));
        let rebuilt = store.duty_dump(FJORDBY).await.unwrap();
        assert!(step_by_step.len() > 10 * CITIZENS as usize, "{}", step_by_step.len());
        let other = step_by_step.iter().zip(&rebuilt).find(|(a, b)| a != b);
        assert_eq!(other, None);
        assert_eq!(step_by_step.len(), rebuilt.len());
    });
}

#[test]
fn many_days_in_one_write_give_what_a_write_a_day_gives() {
    on_each(async |address| {
        let store = open(address).await;
        live_at_once(&store, CITIZENS).await;
        let at_once = store.duty_dump(FJORDBY).await.unwrap();
        let commits = store.commit_latest(FJORDBY, None).await.unwrap();
        let file = sqlite();
        let store = open(&file.address).await;
        live(&store, CITIZENS, async |_, _| {}).await;
        let day_by_day = store.duty_dump(FJORDBY).await.unwrap();
        assert_eq!(at_once.iter().zip(&day_by_day).find(|(a, b)| a != b), None);
        assert_eq!((at_once.len(), commits), (day_by_day.len(), store.commit_latest(FJORDBY, None).await.unwrap()));
    });
}

#[test]
fn both_databases_give_the_same_derived_rows() {
    let Some(server) = postgres() else { return };
    let file = sqlite();
    let dump = |address: &str| {
        block_on(async {
            let store = open(address).await;
            live(&store, CITIZENS, async |_, _| {}).await;
            store.duty_dump(FJORDBY).await.unwrap()
        })
    };
    let (a, b) = (dump(&file.address), dump(&server.address));
    assert_eq!(a.iter().zip(&b).find(|(a, b)| a != b), None);
    assert_eq!(a.len(), b.len());
}

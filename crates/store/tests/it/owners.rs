//! A case has exactly one owner at every commit.

use crate::databases::on_each;
use crate::fjordby::{FJORDBY, LAW, begin, case, fact, first_contact, live, noon, open, person};
use domain::kinds::FactData;
use store::Store;
use store::fact::NewFact;

/// The owners a case has at each commit since it was opened.
async fn owners_at_every_commit(store: &Store, case: i64) -> Vec<usize> {
    let latest = store.commit_latest(FJORDBY, None).await.unwrap().0;
    let stretches = store.ownership_list(FJORDBY, case).await.unwrap();
    let opened = stretches.first().unwrap().from_commit;
    (opened..=latest)
        .map(|commit| {
            let holds = |o: &&store::case::Ownership| {
                o.from_commit <= commit && o.through_commit.is_none_or(|through| commit <= through)
            };
            stretches.iter().filter(holds).count()
        })
        .collect()
}

#[test]
fn a_case_has_exactly_one_owner_at_every_commit() {
    on_each(async |address| {
        let store = open(address).await;
        live(&store, 60, async |_, _| {
            assert_eq!(store.case_owner_faults(FJORDBY).await.unwrap(), 0);
        })
        .await;
        let mut handed_over = 0;
        for case in 1..=60 {
            let owners = owners_at_every_commit(&store, case).await;
            assert!(owners.iter().all(|n| *n == 1), "case {case}: {owners:?}");
            handed_over += usize::from(store.ownership_list(FJORDBY, case).await.unwrap().len() > 1);
        }
        assert!(handed_over > 0, "some case changed owner, else this shows little");
    });
}

#[test]
fn a_handover_waits_from_its_proposal_until_an_answer_or_until_it_is_taken_back() {
    let propose = || FactData::HandoverProposed { unit: "team-unge".into(), person: None };
    let no = || FactData::HandoverDeclined { reason: None, unit: "team-unge".into(), text: None };
    let yes = || FactData::HandoverAccepted { unit: "team-unge".into(), person: None };
    on_each(async |address| {
        let store = open(address).await;
        let mut cases = Vec::new();
        for person in 1..=6 {
            cases.push(first_contact(&store, person, "2026-03-02").await);
        }
        let said =
            [vec![], vec![propose()], vec![propose(), no()], vec![propose(), no(), propose()], vec![propose(), yes()]];
        for (person, words) in (1..).zip(said) {
            for (n, word) in words.into_iter().enumerate() {
                let mut write = begin(&store, noon(&format!("2026-03-{:02}", 3 + n))).await;
                write.facts_add(vec![fact(person, word, "2026-03-03")]).await.unwrap();
                write.commit(&LAW).await.unwrap();
            }
        }
        let mut write = begin(&store, noon("2026-03-09")).await;
        let id = write.facts_add(vec![fact(6, propose(), "2026-03-09")]).await.unwrap()[0];
        write.facts_add(vec![NewFact { annuls: Some(id), ..fact(6, propose(), "2026-03-09") }]).await.unwrap();
        write.commit(&LAW).await.unwrap();
        let waiting: Vec<i64> = store.handovers_waiting(FJORDBY).await.unwrap().into_iter().map(|(c, _)| c).collect();
        assert_eq!(waiting, [cases[1], cases[3]]);
    });
}

#[test]
fn a_handover_changes_the_owner_from_its_commit_on() {
    on_each(async |address| {
        let store = open(address).await;
        let case = first_contact(&store, 1, "2026-03-02").await;
        let mut write = begin(&store, noon("2026-03-13")).await;
        write.case_owner_set(case, "team-unge", Some("peter"), "overdraget").await.unwrap();
        write.commit(&LAW).await.unwrap();
        let row = store.case_find(FJORDBY, case).await.unwrap().unwrap();
        assert_eq!((row.unit.as_str(), row.employee.as_deref()), ("team-unge", Some("peter")));
        let stretches = store.ownership_list(FJORDBY, case).await.unwrap();
        let seen: Vec<_> =
            stretches.iter().map(|o| (o.from_commit, o.through_commit, o.employee.as_deref().unwrap())).collect();
        assert_eq!(seen, [(1, Some(1), "karen"), (2, None, "peter")]);
        assert_eq!(store.case_owner_faults(FJORDBY).await.unwrap(), 0);
    });
}

#[test]
fn a_case_opened_and_handed_over_twice_in_one_write_has_the_last_owner_alone() {
    on_each(async |address| {
        let store = open(address).await;
        let mut write = begin(&store, noon("2026-03-02")).await;
        write.persons_add(&[person(1, "Amir", "Prøvesen")]).await.unwrap();
        let opened = write.cases_open(&[case(1, "2026-03-02")]).await.unwrap()[0];
        write.case_owner_set(opened, "team-unge", Some("peter"), "overdraget").await.unwrap();
        write.case_owner_set(opened, "visitation", None, "overdraget").await.unwrap();
        write.commit(&LAW).await.unwrap();
        assert_eq!(owners_at_every_commit(&store, opened).await, [1]);
        let stretches = store.ownership_list(FJORDBY, opened).await.unwrap();
        assert_eq!((stretches[0].unit.as_str(), stretches[0].employee.as_deref()), ("visitation", None));
        assert_eq!(store.case_owner_faults(FJORDBY).await.unwrap(), 0);
    });
}

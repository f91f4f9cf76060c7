//! Accounts, sessions, lock-out rows, and the log of looks.

use crate::databases::on_each;
use crate::fjordby::{FJORDBY, noon, open};
use domain::instant::Instant;
use store::MunicipalityId;
use store::account::Account;
use store::read_log::Look;

fn account(login: &str) -> Account {
    Account {
        login: login.into(),
        name: "Karen Eksempel".into(),
        role: "caseworker".into(),
        unit: "team-vest".into(),
        password: "hash".into(),
        disabled: false,
        failures: 0,
        locked_until: Instant(0),
    }
}

#[test]
fn a_login_is_taken_once_and_its_wrong_passwords_are_counted() {
    on_each(async |address| {
        let store = open(address).await;
        assert!(store.account_add(FJORDBY, &account("karen")).await.unwrap());
        assert!(!store.account_add(FJORDBY, &account("karen")).await.unwrap());
        store.account_add(FJORDBY, &account("ida")).await.unwrap();
        store.account_failures_set(FJORDBY, "karen", 3, noon("2026-03-16")).await.unwrap();
        let karen = store.account_find(FJORDBY, "karen").await.unwrap().unwrap();
        assert_eq!((karen.failures, karen.locked_until), (3, noon("2026-03-16")));
        let all = store.account_list(FJORDBY).await.unwrap();
        let seen: Vec<_> = all.iter().map(|a| (a.login.as_str(), a.failures)).collect();
        assert_eq!(seen, [("ida", 0), ("karen", 3)]);
        assert!(store.account_find(FJORDBY, "Karen").await.unwrap().is_none());
        assert!(store.account_find(MunicipalityId(998), "karen").await.unwrap().is_none());
    });
}

#[test]
fn a_session_holds_until_it_expires_or_is_ended() {
    on_each(async |address| {
        let store = open(address).await;
        store.account_add(FJORDBY, &account("karen")).await.unwrap();
        store.account_add(FJORDBY, &Account { disabled: true, ..account("forhen") }).await.unwrap();
        let expires = noon("2026-03-16");
        for (token, login) in [("a", "karen"), ("b", "karen"), ("c", "forhen"), ("d", "ukendt")] {
            store.session_add(FJORDBY, token, login, expires).await.unwrap();
        }
        let whose = async |token: &str, at: i64| {
            store.session_find(token, Instant(at)).await.unwrap().map(|(municipality, a)| (municipality, a.login))
        };
        assert_eq!(whose("a", expires.0 - 1).await, Some((FJORDBY, "karen".to_owned())));
        assert_eq!(whose("a", expires.0).await, None);
        assert_eq!(whose("d", expires.0 - 1).await, None);
        store.session_end("a").await.unwrap();
        assert_eq!(whose("a", expires.0 - 1).await, None);
        assert!(whose("b", expires.0 - 1).await.is_some(), "another browser stays signed in");
        assert_eq!(whose("c", expires.0 - 1).await, None, "a disabled account's session is nobody's");
    });
}

#[test]
fn looks_are_added_and_read_newest_first() {
    on_each(async |address| {
        let store = open(address).await;
        let days = ["2026-03-03", "2026-03-16", "2026-03-09"];
        for (n, day) in days.iter().enumerate() {
            let look = Look { at: noon(day), actor: "Ida".into(), purpose: day.to_string(), granted: n != 1 };
            store.read_log_add(FJORDBY, 1, &look).await.unwrap();
        }
        let elsewhere = Look { at: noon("2026-03-20"), actor: "Bo".into(), purpose: "opslag".into(), granted: true };
        store.read_log_add(FJORDBY, 2, &elsewhere).await.unwrap();
        store.read_log_add(MunicipalityId(998), 1, &elsewhere).await.unwrap();
        let seen = store.read_log_list(FJORDBY, 1, 8).await.unwrap();
        let seen: Vec<_> = seen.iter().map(|l| (l.purpose.as_str(), l.granted)).collect();
        assert_eq!(seen, [("2026-03-16", false), ("2026-03-09", true), ("2026-03-03", true)]);
        assert_eq!(store.read_log_list(FJORDBY, 1, 2).await.unwrap().len(), 2);
        assert_eq!(store.read_log_count(FJORDBY, 1).await.unwrap(), 3);
    });
}

#[test]
fn looks_of_the_same_microsecond_come_in_the_order_they_were_added() {
    on_each(async |address| {
        let store = open(address).await;
        let purposes = ["e", "a", "d", "b", "c", "f"];
        for purpose in purposes {
            let look =
                Look { at: noon("2026-03-16"), actor: "Ida".into(), purpose: purpose.into(), granted: purpose != "d" };
            store.read_log_add(FJORDBY, 1, &look).await.unwrap();
        }
        let seen = store.read_log_list(FJORDBY, 1, 4).await.unwrap();
        assert_eq!(seen.iter().map(|l| l.purpose.as_str()).collect::<Vec<_>>(), ["f", "c", "b", "d"]);
    });
}

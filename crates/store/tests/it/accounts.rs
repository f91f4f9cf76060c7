//! Accounts, sessions, lock-out rows, and the log of looks.

use crate::databases::on_each;
use crate::fjordby::{FJORDBY, noon, open};
use domain::Day;
use domain::instant::Instant;
use store::MunicipalityId;
use store::account::Account;
use store::assignment::Assignment;
use store::read_log::Look;

const ALWAYS: (Day, Option<Day>) = (Day::FIRST, None);

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

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
        assert!(store.account_add(FJORDBY, &account("karen"), ALWAYS, Instant(0)).await.unwrap());
        assert!(!store.account_add(FJORDBY, &account("karen"), ALWAYS, Instant(0)).await.unwrap());
        store.account_add(FJORDBY, &account("ida"), ALWAYS, Instant(0)).await.unwrap();
        store.account_failures_set(FJORDBY, "karen", 3, noon("2026-03-16")).await.unwrap();
        let karen = store.account_find(FJORDBY, "karen", day("2026-03-16")).await.unwrap().unwrap();
        assert_eq!((karen.failures, karen.locked_until), (3, noon("2026-03-16")));
        let all = store.account_list(FJORDBY, day("2026-03-16")).await.unwrap();
        let seen: Vec<_> = all.iter().map(|a| (a.login.as_str(), a.failures)).collect();
        assert_eq!(seen, [("ida", 0), ("karen", 3)]);
        assert!(store.account_find(FJORDBY, "Karen", day("2026-03-16")).await.unwrap().is_none());
        assert!(store.account_find(MunicipalityId(998), "karen", day("2026-03-16")).await.unwrap().is_none());
    });
}

fn assigned(role: &str, unit: &str, from: &str, through: Option<&str>) -> Assignment {
    Assignment { role: role.into(), unit: unit.into(), from: day(from), through: through.map(day) }
}

#[test]
fn a_role_holds_on_its_days_and_the_next_ends_it() {
    on_each(async |address| {
        let store = open(address).await;
        let karen = account("karen");
        let through = Some(day("2026-06-30"));
        store.account_add(FJORDBY, &karen, (day("2026-01-01"), through), Instant(0)).await.unwrap();
        let on = async |text: &str| {
            let found = store.account_find(FJORDBY, "karen", day(text)).await.unwrap().unwrap();
            (found.role, found.unit)
        };
        let is = |role: &str, unit: &str| (role.to_owned(), unit.to_owned());
        assert_eq!(on("2025-12-31").await, is("", ""), "before its first day");
        assert_eq!(on("2026-01-01").await, is("caseworker", "team-vest"));
        assert_eq!(on("2026-06-30").await, is("caseworker", "team-vest"));
        assert_eq!(on("2026-07-01").await, is("", ""), "after its last day");

        let set = async |a: &Assignment| store.assignment_set(FJORDBY, "karen", a, noon("2026-03-01")).await.unwrap();
        let leads = assigned("team_leader", "team-unge", "2026-04-01", None);
        assert_eq!(set(&leads).await, Some(0));
        assert_eq!(on("2026-03-31").await, is("caseworker", "team-vest"));
        assert_eq!(on("2026-04-01").await, is("team_leader", "team-unge"));
        assert_eq!(on("2027-01-01").await, is("team_leader", "team-unge"));

        let earlier = assigned("analyst", "visitation", "2026-03-20", Some("2026-03-25"));
        assert_eq!(set(&earlier).await, Some(1), "what had not begun is replaced, and said");
        assert_eq!(on("2026-03-19").await, is("caseworker", "team-vest"));
        assert_eq!(on("2026-03-25").await, is("analyst", "visitation"));
        assert_eq!(on("2026-04-01").await, is("", ""));
        let all = store.assignment_list(FJORDBY).await.unwrap();
        let first = assigned("caseworker", "team-vest", "2026-01-01", Some("2026-03-19"));
        assert_eq!(all, [("karen".to_owned(), first), ("karen".to_owned(), earlier)]);

        let nobody = store.assignment_set(FJORDBY, "ukendt", &leads, Instant(0)).await.unwrap();
        assert_eq!(nobody, None);
    });
}

#[test]
fn a_unit_has_those_whose_role_holds_on_the_day() {
    on_each(async |address| {
        let store = open(address).await;
        for login in ["karen", "ida", "bo"] {
            store.account_add(FJORDBY, &account(login), ALWAYS, Instant(0)).await.unwrap();
        }
        let moves = assigned("caseworker", "team-unge", "2026-04-01", None);
        store.assignment_set(FJORDBY, "ida", &moves, Instant(0)).await.unwrap();
        store.account_disabled_set(FJORDBY, "bo", true).await.unwrap();
        let counts = async |on: &str| {
            let units = store.account_units(FJORDBY, &["caseworker", "team_leader"], day(on)).await.unwrap();
            units.into_iter().collect::<Vec<_>>()
        };
        let vest = "team-vest".to_owned();
        assert_eq!(counts("2026-03-31").await, [(vest.clone(), 2)], "a closed account counts nowhere");
        assert_eq!(counts("2026-04-01").await, [("team-unge".to_owned(), 1), (vest, 1)]);
        let named = async |on: &str| {
            let some = store.account_some(FJORDBY, "team-unge", &["karen"], day(on)).await.unwrap();
            some.into_iter().map(|a| a.login).collect::<Vec<_>>()
        };
        assert_eq!(named("2026-03-31").await, ["karen"], "who is asked for by name is found in any unit");
        assert_eq!(named("2026-04-01").await, ["ida", "karen"]);
    });
}

#[test]
fn a_session_holds_until_it_expires_or_is_ended() {
    on_each(async |address| {
        let store = open(address).await;
        store.account_add(FJORDBY, &account("karen"), ALWAYS, Instant(0)).await.unwrap();
        let closed = Account { disabled: true, ..account("forhen") };
        store.account_add(FJORDBY, &closed, ALWAYS, Instant(0)).await.unwrap();
        let expires = noon("2026-03-16");
        for (token, login) in [("a", "karen"), ("b", "karen"), ("c", "forhen"), ("d", "ukendt")] {
            store.session_add(FJORDBY, token, login, expires).await.unwrap();
        }
        let whose = async |token: &str, at: i64| {
            store
                .session_find(token, Instant(at), day("2026-03-16"))
                .await
                .unwrap()
                .map(|(municipality, a)| (municipality, a.login))
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

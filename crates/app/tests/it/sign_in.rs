//! Signing in: five wrong passwords lock for ten minutes, a session ends with the working day.

use crate::databases::on_each;
use crate::world::{day, fjordby, noon};
use app::access::Role;
use app::sign_in::{SESSION_HOURS, SignIn};
use app::{App, Moment};

const MINUTE: i64 = 60_000_000;

fn at(minutes: i64) -> Moment {
    let mut moment = noon(day("2026-03-16"));
    moment.now.0 += minutes * MINUTE;
    moment
}

async fn with_karen(address: &str) -> App {
    let app = fjordby(address).await;
    assert!(app.account_create("karen", "Karen Eksempel", Role::Caseworker, "team-vest", "fjordby").await.unwrap());
    app
}

#[test]
fn five_wrong_passwords_lock_for_ten_minutes_and_then_it_opens_again() {
    on_each(async |address| {
        let app = with_karen(address).await;
        for minute in 0..4 {
            assert_eq!(app.sign_in("karen", "forkert", at(minute)).await.unwrap(), SignIn::Wrong);
        }
        assert_eq!(app.sign_in("karen", "forkert", at(4)).await.unwrap(), SignIn::Locked(10));
        assert_eq!(app.sign_in("karen", "fjordby", at(4)).await.unwrap(), SignIn::Locked(10), "also the right one");
        assert_eq!(app.sign_in("karen", "fjordby", at(5)).await.unwrap(), SignIn::Locked(9));
        let mut just_before = at(14);
        just_before.now.0 -= 1;
        assert_eq!(app.sign_in("karen", "fjordby", just_before).await.unwrap(), SignIn::Locked(1));
        assert_eq!(app.sign_in("karen", "forkert", at(14)).await.unwrap(), SignIn::Wrong, "the count began again");
        assert!(matches!(app.sign_in("karen", "fjordby", at(14)).await.unwrap(), SignIn::Ok(_)));
    });
}

#[test]
fn a_right_password_clears_the_count() {
    on_each(async |address| {
        let app = with_karen(address).await;
        for _ in 0..2 {
            for _ in 0..4 {
                assert_eq!(app.sign_in("karen", "forkert", at(0)).await.unwrap(), SignIn::Wrong);
            }
            assert!(matches!(app.sign_in(" Karen ", "fjordby", at(0)).await.unwrap(), SignIn::Ok(_)));
        }
    });
}

#[test]
fn a_session_is_its_own_account_until_the_end_of_the_working_day_or_signing_out() {
    on_each(async |address| {
        let app = with_karen(address).await;
        assert_eq!(app.sign_in("ukendt", "fjordby", at(0)).await.unwrap(), SignIn::Wrong);
        let SignIn::Ok(token) = app.sign_in("karen", "fjordby", at(0)).await.unwrap() else { panic!("not signed in") };
        let SignIn::Ok(other) = app.sign_in("karen", "fjordby", at(0)).await.unwrap() else { panic!("not signed in") };
        assert_ne!(token, other);
        let viewer = app.viewer(&token, at(SESSION_HOURS * 60 - 1)).await.unwrap().unwrap();
        assert_eq!(
            (viewer.login.as_str(), viewer.role, viewer.unit.as_str()),
            ("karen", Role::Caseworker, "team-vest")
        );
        assert_eq!(app.viewer(&token, at(SESSION_HOURS * 60)).await.unwrap(), None);
        app.sign_out(&token).await.unwrap();
        assert_eq!(app.viewer(&token, at(1)).await.unwrap(), None);
        assert!(app.viewer(&other, at(1)).await.unwrap().is_some());
        assert_eq!(app.viewer(&"0".repeat(64), at(1)).await.unwrap(), None);
    });
}

#[test]
fn neither_password_nor_token_is_kept_as_it_is() {
    on_each(async |address| {
        let app = with_karen(address).await;
        let SignIn::Ok(token) = app.sign_in("karen", "fjordby", at(0)).await.unwrap() else { panic!("not signed in") };
        let account = app.store.account_find(app.municipality, "karen").await.unwrap().unwrap();
        assert!(account.password.starts_with("$argon2id$") && !account.password.contains("fjordby"));
        assert!(app.store.session_find(&token, at(0).now).await.unwrap().is_none(), "only its hash is in the table");
    });
}

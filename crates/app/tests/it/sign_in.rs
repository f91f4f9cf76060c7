//! Signing in: five wrong passwords lock for ten minutes, a session ends with the working day.

use crate::databases::on_each;
use crate::world::{day, fjordby, noon};
use app::access::Role;
use app::sign_in::{Assigned, SESSION_HOURS, SignIn};
use app::{App, Moment};

const MINUTE: i64 = 60_000_000;

fn at(minutes: i64) -> Moment {
    let mut moment = noon(day("2026-03-16"));
    moment.now.0 += minutes * MINUTE;
    moment
}

async fn with_karen(address: &str) -> App {
    let app = fjordby(address).await;
    let assigned = Assigned::since(day("2026-03-01"), Role::Caseworker, "team-vest");
    assert!(app.account_create("karen", "Karen Eksempel", &assigned, "fjordby", at(0)).await.unwrap());
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
        let account = app.store.account_find(app.municipality, "karen", at(0).today).await.unwrap().unwrap();
        assert!(account.password.starts_with("$argon2id$") && !account.password.contains("fjordby"));
        assert!(
            app.store.session_find(&token, at(0).now, at(0).today).await.unwrap().is_none(),
            "only its hash is in the table"
        );
    });
}

#[test]
fn a_role_opens_on_its_first_day_changes_the_day_another_begins_and_signs_out_when_it_ends() {
    on_each(async |address| {
        let app = with_karen(address).await;
        let on = |text: &str| noon(day(text));
        assert_eq!(app.sign_in("karen", "fjordby", on("2026-02-28")).await.unwrap(), SignIn::NoRole);
        assert_eq!(app.sign_in("karen", "forkert", on("2026-02-28")).await.unwrap(), SignIn::Wrong, "nothing is told");
        let leads = Assigned {
            through: Some(day("2026-03-20")),
            ..Assigned::since(day("2026-03-17"), Role::TeamLeader, "team-unge")
        };
        assert_eq!(app.account_assign("karen", &leads, at(0)).await.unwrap(), Some(0));
        let token = app.token_create("karen", 30, at(0)).await.unwrap().unwrap();
        let role = async |text: &str| {
            let viewer = app.viewer(&token, on(text)).await.unwrap();
            viewer.map(|v| (v.role, v.unit))
        };
        assert_eq!(role("2026-03-16").await, Some((Role::Caseworker, "team-vest".to_owned())));
        assert_eq!(role("2026-03-17").await, Some((Role::TeamLeader, "team-unge".to_owned())));
        assert_eq!(role("2026-03-21").await, None, "signed in and without a role is not signed in");
        let line = app.accounts(day("2026-03-21")).await.unwrap().remove(0);
        assert_eq!(line.assigned.iter().map(|a| a.role).collect::<Vec<_>>(), [Role::Caseworker, Role::TeamLeader]);
        assert!(line.opens(day("2026-03-20")) && !line.opens(day("2026-03-21")));
    });
}

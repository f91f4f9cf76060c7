//! Trials and activations that take longer than a request: who sees them, and what a restart does to them.

use crate::databases::on_each;
use crate::rule_words::{GOAL, five_weeks, fjordby, hanne, latest, list, saved, today};
use crate::world::{FJORDBY, arrive, karen};
use app::rules::{ActivateForm, Activating, OrderState, Trial, Tried, Trying, Wanted};
use app::{App, AppError};
use rulebook::change::Texts;
use std::time::Duration;
use store::rule::NewActivation;
use store::write::Author;

async fn looked(app: &App, ticket: &str) -> Trying {
    for _ in 0..2_000 {
        match app.trial_look(&karen(), ticket, today()).await.unwrap() {
            Trying::Running(_) => tokio::time::sleep(Duration::from_millis(5)).await,
            other => return other,
        }
    }
    panic!("the trial never ends");
}

#[test]
fn a_trial_that_takes_long_is_there_for_the_one_who_asked_until_the_program_ends() {
    on_each(async |address| {
        let mut app = fjordby(address).await;
        arrive(&app, "story-02a-signe-hospital", today().today).await;
        let trial = || Trial { rule: GOAL.into(), text: five_weeks(&app), name: "Fem".into(), ..Trial::default() };
        let whole = app.try_rule(&hanne(), trial(), today()).await.unwrap();
        let trial = trial();
        app.patience = Duration::ZERO;
        let Trying::Running(begun) = app.trial_begin(&karen(), trial.clone(), today()).await.unwrap() else {
            panic!("without patience it runs in the background");
        };
        assert!(matches!(app.trial_look(&hanne(), &begun.ticket, today()).await.unwrap(), Trying::Gone));
        let Trying::Done(found) = looked(&app, &begun.ticket).await else { panic!("it is made") };
        let (Tried::Done(a), Tried::Done(b)) = (&found.tried, &whole.tried) else { panic!("both are answered") };
        assert_eq!((a.changed_cases, a.cases, a.people.len()), (b.changed_cases, b.cases, b.people.len()));
        assert_eq!(found.name, "Fem", "what was typed is kept");
        let again = app.trial_begin(&karen(), trial, today()).await.unwrap();
        assert!(matches!(again, Trying::Done(_)), "the same on the same cases is the same answer");
        let restarted = fjordby(address).await;
        assert!(matches!(restarted.trial_look(&karen(), &begun.ticket, today()).await.unwrap(), Trying::Gone));
    });
}

/// What a program has accepted just before it was killed.
async fn ordered(app: &App, proposal: i64) -> i64 {
    let author = Author { actor: "hanne".into(), client: "hanne".into(), what: "regel i kraft".into() };
    let mut write = app.store.begin_write(FJORDBY, &author, today().now).await.unwrap();
    let text = app.proposals(&karen()).await.unwrap().iter().find(|p| p.number == proposal).unwrap().text.clone();
    let order = NewActivation {
        rule: GOAL.into(),
        activated: Texts([(GOAL.to_owned(), text.clone())].into()).hash(),
        text: Some(text),
        base_hash: String::new(),
        role: "team_leader".into(),
        reason: "Udvalget har besluttet det".into(),
        proposal: Some(proposal),
    };
    assert!(write.order_add(&order).await.unwrap());
    write.commit(&app.rulebook).await.unwrap().0
}

#[test]
fn whoever_meets_an_order_that_nobody_makes_has_it_made() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let proposal = saved(&app, GOAL, five_weeks(&app), "5 uger").await;
        let order = ordered(&app, proposal).await;
        let form = ActivateForm {
            rule: GOAL.into(),
            wanted: Wanted::Saved(proposal),
            why: "En anden".into(),
            version: 0,
            key: "en-anden".into(),
        };
        assert!(matches!(app.rule_activate(&hanne(), &form, today()).await, Err(AppError::Conflict)));
        for _ in 0..2_000 {
            if app.order_look(&hanne(), order).await.unwrap().state == OrderState::Done {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(app.now().await.unwrap().activations(&karen()).await.unwrap().len(), 1);
    });
}

#[test]
fn an_activation_that_was_cut_off_is_made_at_the_next_start_and_once() {
    on_each(async |address| {
        let app = fjordby(address).await;
        arrive(&app, "story-02a-signe-hospital", today().today).await;
        let proposal = saved(&app, GOAL, five_weeks(&app), "5 uger").await;
        let order = ordered(&app, proposal).await;
        let (before, was) = (latest(&app).await, list(&app, latest(&app).await).await);
        assert_eq!(app.order_look(&hanne(), order).await.unwrap().state, OrderState::Waiting);
        let restarted = fjordby(address).await.now().await.unwrap();
        assert!(restarted.rulebook.activated.is_empty());
        assert_eq!(restarted.orders_resume(today().now).await.unwrap(), 1);
        let done = restarted.now().await.unwrap();
        assert_eq!(done.order_look(&hanne(), order).await.unwrap().state, OrderState::Done);
        let view = &done.activations(&karen()).await.unwrap()[0];
        assert_eq!((view.by.as_str(), view.proposal), ("hanne", Some(proposal)));
        assert_ne!(list(&done, latest(&done).await).await, was);
        assert_eq!(list(&done, before).await, was, "as known before it was made");
        assert_eq!(done.orders_resume(today().now).await.unwrap(), 0);
        assert_eq!(done.activations(&karen()).await.unwrap().len(), 1);
        let step_by_step = done.store.duty_dump(FJORDBY).await.unwrap();
        done.rebuild().await.unwrap();
        assert!(done.store.duty_dump(FJORDBY).await.unwrap() == step_by_step, "replay gives the same");
    });
}

#[test]
fn an_order_whose_rules_were_changed_meanwhile_is_refused_and_changes_nothing() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let proposal = saved(&app, GOAL, five_weeks(&app), "5 uger").await;
        let order = ordered(&app, proposal).await;
        // Another process, which did not see the order, has set another text in force.
        let author = Author { actor: "admin".into(), client: "x".into(), what: "regel i kraft".into() };
        let text = app.shipped().rule(app.shipped().find(GOAL).unwrap()).source_text.replacen(
            "title = \"",
            "title = \"Ny: ",
            1,
        );
        let law = &app.shipped().rules.iter().find(|r| r.id != GOAL).unwrap().id;
        let other = Texts([(law.clone(), text.clone())].into());
        let mut write = app.store.begin_write(FJORDBY, &author, today().now).await.unwrap();
        let wanted = NewActivation {
            rule: law.clone(),
            text: Some(text),
            base_hash: String::new(),
            activated: other.hash(),
            role: "administrator".into(),
            reason: "prøve".into(),
            proposal: None,
        };
        write.activation_add(&wanted).await.unwrap();
        let mut book = (*app.rulebook).clone();
        book.activated = other.hash();
        write.commit_everybody(&book, |_, _| {}).await.unwrap();
        let restarted = fjordby(address).await;
        assert_eq!(restarted.orders_resume(today().now).await.unwrap(), 1);
        assert_eq!(restarted.order_look(&hanne(), order).await.unwrap().state, OrderState::Refused);
        assert_eq!(restarted.activations(&karen()).await.unwrap().len(), 1);
    });
}

#[test]
fn an_activation_that_takes_long_is_made_beside_the_requests() {
    on_each(async |address| {
        let mut app = fjordby(address).await;
        arrive(&app, "story-02a-signe-hospital", today().today).await;
        let number = saved(&app, GOAL, five_weeks(&app), "5 uger").await;
        app.patience = Duration::ZERO;
        let form = ActivateForm {
            rule: GOAL.into(),
            wanted: Wanted::Saved(number),
            why: "Udvalget har besluttet det".into(),
            version: 0,
            key: "k".into(),
        };
        let Activating::Running(order) = app.rule_activate(&hanne(), &form, today()).await.unwrap() else {
            panic!("without patience it runs in the background");
        };
        for _ in 0..2_000 {
            match app.order_look(&hanne(), order).await.unwrap().state {
                OrderState::Done => break,
                OrderState::Running(_) => tokio::time::sleep(Duration::from_millis(5)).await,
                other => panic!("{other:?}"),
            }
        }
        let again = app.rule_activate(&hanne(), &form, today()).await.unwrap();
        assert_eq!(again, Activating::Done, "the same form again is the same activation");
        assert_eq!(app.now().await.unwrap().activations(&karen()).await.unwrap().len(), 1);
    });
}

//! Trials of rules that are no deadlines, and trials on an earlier day: what is told, and to whom.

use crate::databases::on_each;
use crate::rule_words::{GOAL, fjordby, hanne, today};
use crate::world::{FJORDBY, arrive, day, karen, viewer, write_fact};
use app::App;
use app::access::{Role, Viewer};
use app::rules::{Answer, SaveForm, Saving, Stand, Trial, Tried};
use domain::codes::Protection;
use domain::kinds::FactData;
use rulebook::assess::ask::Verdict;

const GATE: &str = "loentilskud-maalgrupper";

/// The gate of løntilskud with new ones closed.
fn closed(app: &App) -> String {
    let text = &app.rulebook.rule(app.rulebook.find(GATE).unwrap()).source_text;
    text.replacen("before = {", "closed = true\nbefore = {", 1)
}

async fn answer(app: &App, who: &Viewer, trial: Trial) -> Answer {
    match app.try_rule(who, trial, today()).await.unwrap().tried {
        Tried::Done(answer) => *answer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_gate_that_is_closed_says_who_is_refused_and_whom_it_refused_before() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let signe = arrive(&app, "story-02a-signe-hospital", today().today).await;
        arrive(&app, "story-03-kim", today().today).await;
        let trial = || Trial { rule: GATE.into(), text: closed(&app), ..Trial::default() };
        let found = answer(&app, &karen(), trial()).await;
        assert_eq!((found.same, found.lines.len(), found.beside.len()), (false, 0, 1));
        let line = &found.beside[0];
        assert_eq!((line.rule.as_str(), line.counts), (GATE, Some((0, 2))));
        assert_eq!(line.turns, Some(vec![("closed", 2)]));
        let row = found.beside_rows.iter().find(|r| r.case == signe).unwrap();
        assert_eq!((row.turn, row.offer, row.name.as_str()), ("closed", Some("loentilskud"), "Signe Prøvesen"));
        assert!(matches!(row.after, Some(Stand::Gate { verdict: Verdict::Refused, .. })), "{row:?}");

        let form = SaveForm {
            rule: GATE.into(),
            text: closed(&app),
            name: "Lukket".into(),
            reason: "Ny lov".into(),
            key: "lukket".into(),
        };
        assert!(matches!(app.proposal_save(&karen(), &form, today()).await.unwrap(), Saving::Done(_)));
        let effect = &app.proposals(&karen()).await.unwrap()[0].effect;
        assert_eq!((effect.beside, effect.changed_cases, effect.dates), (true, 2, 0));
    });
}

#[test]
fn where_one_hidden_case_would_be_found_by_subtraction_no_number_is_told() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let signe = arrive(&app, "story-02a-signe-hospital", today().today).await;
        arrive(&app, "story-03-kim", today().today).await;
        write_fact(&app, signe, today(), |f| {
            f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        })
        .await;
        let trial = || Trial { rule: GATE.into(), text: closed(&app), ..Trial::default() };
        let found = answer(&app, &hanne(), trial()).await;
        assert_eq!((found.beside[0].counts, found.beside[0].turns.clone(), found.few_hidden), (None, None, true));
        assert_eq!(found.beside_rows.len(), 1);
        let own = answer(&app, &karen(), trial()).await;
        assert_eq!((own.beside[0].counts, own.few_hidden), (Some((0, 2)), false));
        let outside = answer(&app, &viewer("anna", Role::ExternalActor, "x"), trial()).await;
        assert_eq!((outside.cases, outside.beside[0].counts), (0, Some((0, 0))));
    });
}

#[test]
fn on_an_earlier_day_a_trial_is_made_on_what_was_known_then_and_seen_by_whom_may_see_now() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let signe = arrive(&app, "story-02a-signe-hospital", today().today).await;
        let five = |known_on| Trial { rule: GOAL.into(), count: Some(5), known_on, ..Trial::default() };
        let now = answer(&app, &karen(), five(None)).await;
        assert_eq!((now.people[0].n, now.day), (4, today().today));
        // The talk of 23 January was not held yet.
        let then = answer(&app, &karen(), five(Some(day("2026-01-05")))).await;
        assert_eq!((then.people[0].n, then.day), (3, day("2026-01-05")));
        assert!(then.known < now.known && then.people[0].case == signe);
        let same = app.store.commit_latest(FJORDBY, Some(day("2026-01-05"))).await.unwrap();
        assert_eq!(then.known, same.0);
        // Before she came there was nothing to know.
        let before = answer(&app, &karen(), five(Some(day("2025-01-05")))).await;
        assert_eq!((before.cases, before.changed_cases), (0, 0));

        write_fact(&app, signe, today(), |f| {
            f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        })
        .await;
        let hidden = answer(&app, &hanne(), five(Some(day("2026-01-05")))).await;
        assert_eq!((hidden.people.len(), hidden.hidden_cases), (0, 1), "who is protected now is not shown as of then");
    });
}

#[test]
fn a_title_that_says_the_old_number_is_told_with_the_trial() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let trial = Trial { rule: GOAL.into(), count: Some(5), ..Trial::default() };
        let found = app.try_rule(&karen(), trial.clone(), today()).await.unwrap();
        assert!(found.said.iter().any(|s| s.words.starts_with("6 uge")), "{:?}", found.said);
        let text = found.text.replace("6 uger", "5 uger").replace("6. uge", "5. uge");
        let right = app.try_rule(&karen(), Trial { text, count: None, ..trial }, today()).await.unwrap();
        assert_eq!(right.said, []);
    });
}

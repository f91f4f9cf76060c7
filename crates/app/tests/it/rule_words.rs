//! What a municipality says of its rules: who controlled them, which changes were saved, which text holds.

use crate::databases::on_each;
use crate::world::{FJORDBY, arrive, day, karen, municipality, noon, viewer};
use app::access::{Refusal, Role, Viewer};
use app::citizen::Past;
use app::rules::{
    ActivateForm, ControlForm, RuleFilter, RulePage, SaveForm, SavedView, Saving, Standing, Trial, Tried, Used, Wanted,
};
use app::{App, AppError, Moment};
use domain::codes::{Benefit, OfferKind, Sector};
use domain::fact::Fact;
use domain::history::History;
use domain::kinds::FactData;
use rulebook::assess::ask::{Answer, Ask, Verdict, answer};
use rulebook::change::Texts;
use store::Store;
use store::duty::{DutyRow, Owned};

pub(crate) const GOAL: &str = "samtale-hver-6-uger";
pub(crate) const LAW: &str = "samtaler-4-i-6-mdr";

pub(crate) fn today() -> Moment {
    noon(day("2026-03-16"))
}

pub(crate) fn hanne() -> Viewer {
    viewer("hanne", Role::TeamLeader, "team-vest")
}

fn admin() -> Viewer {
    viewer("admin", Role::Administrator, "sekretariat")
}

pub(crate) async fn fjordby(address: &str) -> App {
    municipality(&Store::open(address).await.unwrap(), FJORDBY, "fjordby").await
}

async fn page(app: &App, rule: &str) -> RulePage {
    app.rule_page(&hanne(), rule, today().today, today()).await.unwrap()
}

fn control(page: &RulePage, key: &str) -> ControlForm {
    ControlForm {
        rule: page.id.clone(),
        version_from: page.control.version_from,
        text_hash: page.control.text_hash.clone(),
        key: key.into(),
    }
}

/// The goal with five weeks, and its examples as they then come out.
pub(crate) fn five_weeks(app: &App) -> String {
    let rule = app.rulebook.rule(app.rulebook.find(GOAL).unwrap());
    let text = rulebook::change::with_span(&rule.source_text, rule.versions.last().unwrap().from, 5).unwrap();
    let moved = [("2025-11-28", "2025-11-21"), ("2026-03-16", "2026-03-09"), ("2026-04-27", "2026-04-20")];
    moved.iter().fold(text, |t, (was, is)| t.replace(&format!("due = {was}"), &format!("due = {is}")))
}

/// The law with another title.
fn law_text(app: &App) -> String {
    let text = &app.rulebook.rule(app.rulebook.find(LAW).unwrap()).source_text;
    text.replacen("title = \"", "title = \"Kort sagt: ", 1)
}

pub(crate) async fn saved(app: &App, rule: &str, text: String, name: &str) -> i64 {
    let reason = "Byrådets beslutning".to_owned();
    let form = SaveForm { rule: rule.into(), text, name: name.into(), reason, key: format!("gem-{name}") };
    match app.proposal_save(&karen(), &form, today()).await.unwrap() {
        Saving::Done(number) => number,
        Saving::NotYet(found, errors) => panic!("{:?} {errors:?}", found.tried),
        Saving::Running(_) | Saving::Gone => panic!("the answer is waited for"),
    }
}

async fn activate(app: &App, who: &Viewer, rule: &str, wanted: Wanted) -> Result<App, AppError> {
    activate_on(app, who, rule, wanted, today()).await
}

async fn activate_on(app: &App, who: &Viewer, rule: &str, wanted: Wanted, moment: Moment) -> Result<App, AppError> {
    let version = app.text_stand(who, rule).await?.version;
    let why = "Udvalget har besluttet det".to_owned();
    let key = format!("i-kraft-{wanted:?}-{version}");
    app.rule_activate(who, &ActivateForm { rule: rule.into(), wanted, why, version, key }, moment).await?;
    app.now().await
}

pub(crate) async fn list(app: &App, known: i64) -> Vec<DutyRow> {
    let known = store::CommitNumber(known);
    let mut rows = app.store.duty_list(FJORDBY, &Owned::All, today().today, Some(known), None).await.unwrap();
    rows.iter_mut().for_each(|r| (r.known_from, r.known_through) = (0, 0));
    rows.sort_by_key(|r| (r.case, r.duty.clone(), r.root, r.n, r.from));
    rows
}

pub(crate) async fn latest(app: &App) -> i64 {
    app.store.commit_latest(FJORDBY, None).await.unwrap().0
}

#[test]
fn a_mark_counts_for_the_text_it_was_set_on_until_it_is_taken_back_or_the_text_changes() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let before = page(&app, GOAL).await;
        assert_eq!((before.versions[before.shown].standing, before.control.counts), (Standing::Local, false));
        app.rule_control(&hanne(), &control(&before, "k1"), today()).await.unwrap();
        app.rule_control(&hanne(), &control(&before, "k1"), today()).await.unwrap();
        let app = app.now().await.unwrap();
        let marked = page(&app, GOAL).await;
        assert_eq!((marked.versions[marked.shown].standing, marked.control.history.len()), (Standing::Controlled, 1));
        let (person, role, on) = marked.versions[marked.shown].control.clone().unwrap();
        assert_eq!((person.as_str(), role.as_str(), on), ("hanne", "team_leader", today().today));

        let number = saved(&app, GOAL, five_weeks(&app), "5 uger").await;
        let changed = activate(&app, &hanne(), GOAL, Wanted::Saved(number)).await.unwrap();
        let other = page(&changed, GOAL).await;
        assert_eq!((other.versions[other.shown].standing, other.control.counts), (Standing::Local, false));
        assert_eq!(other.control.void.as_ref().map(|m| m.person.as_str()), Some("hanne"));
        let old_text = changed.rule_control(&hanne(), &control(&before, "k2"), today()).await;
        assert!(matches!(old_text, Err(AppError::Conflict)), "the text that was read is no longer the one in force");

        let back = activate(&changed, &hanne(), GOAL, Wanted::Previous).await.unwrap();
        assert!(page(&back, GOAL).await.control.counts, "the text that was controlled is in force again");
        let form = control(&marked, "k3");
        let no_reason = back.rule_control_withdraw(&hanne(), &form, " ", today()).await;
        assert!(matches!(no_reason, Err(AppError::Form(_))));
        back.rule_control_withdraw(&hanne(), &form, "Forkert paragraf", today()).await.unwrap();
        let back = back.now().await.unwrap();
        let gone = page(&back, GOAL).await;
        assert_eq!((gone.control.counts, gone.control.history.len()), (false, 2), "both words are kept");
        // Another process reads the same marks.
        assert!(!page(&app.now().await.unwrap(), GOAL).await.control.counts);
    });
}

#[test]
fn only_those_who_answer_for_the_rules_control_and_activate_them() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let form = control(&page(&app, LAW).await, "k");
        for role in [Role::Caseworker, Role::Consultant, Role::Analyst, Role::ExternalActor] {
            let who = viewer("karen", role, "team-vest");
            let refused = app.rule_control(&who, &form, today()).await;
            assert!(matches!(refused, Err(AppError::NoAccess(Refusal::NotForRules))), "{role:?}");
        }
        let text = law_text(&app);
        let number = saved(&app, LAW, text, "lov").await;
        let refused = activate(&app, &hanne(), LAW, Wanted::Saved(number)).await;
        assert!(matches!(refused, Err(AppError::NoAccess(Refusal::NotAdministrator))));
        let changed = activate(&app, &admin(), LAW, Wanted::Saved(number)).await.unwrap();
        assert_ne!(changed.rulebook.hash, app.rulebook.hash);
        assert!(page(&changed, LAW).await.text_stand.own);
        assert!(app.rulebook.activated.is_empty(), "a request that has begun keeps its rules");
    });
}

#[test]
fn a_saved_change_is_activated_moves_the_list_and_is_taken_back_while_the_past_stands() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-02a-signe-hospital", today().today).await;
        arrive(&app, "story-03-kim", today().today).await;
        let was = list(&app, latest(&app).await).await;
        let number = saved(&app, GOAL, five_weeks(&app), "5 uger").await;
        let proposals: Vec<SavedView> = app.proposals(&karen()).await.unwrap();
        assert_eq!(
            (proposals[0].number, proposals[0].effect.changed_cases, proposals[0].effect.over),
            (number, 1, (0, 1))
        );
        let before = latest(&app).await;
        assert_eq!(list(&app, before).await, was, "a proposal moves nothing");

        let changed = activate(&app, &hanne(), GOAL, Wanted::Saved(number)).await.unwrap();
        let after = latest(&changed).await;
        let now = list(&changed, after).await;
        assert_ne!(now, was);
        let goal =
            |rows: &[DutyRow]| rows.iter().filter(|r| r.case == case && r.n == 4).find_map(DutyRow::goal_day).unwrap();
        assert_eq!((goal(&was), goal(&now)), (day("2026-03-16"), day("2026-03-09")));
        assert_eq!(list(&changed, before).await, was, "as known before the activation");
        assert!(changed.proposals(&karen()).await.unwrap()[0].in_force);
        let restarted = fjordby(address).await.now().await.unwrap();
        assert_eq!(restarted.rulebook.hash, changed.rulebook.hash, "a program that begins anew has the same rules");

        // Old rules write nothing; new ones do.
        let form = SaveForm {
            rule: LAW.into(),
            text: law_text(&app),
            name: "sent".into(),
            reason: "Med gamle regler".into(),
            key: "sent".into(),
        };
        assert!(matches!(app.proposal_save(&karen(), &form, today()).await, Err(AppError::OtherRules)));

        let back = activate(&changed, &hanne(), GOAL, Wanted::Previous).await.unwrap();
        assert_eq!(list(&back, latest(&back).await).await, was);
        assert_eq!(list(&back, after).await, now);
        assert_eq!(back.activations(&karen()).await.unwrap().len(), 2);

        let step_by_step = back.store.duty_dump(FJORDBY).await.unwrap();
        assert_eq!(back.rebuild().await.unwrap(), 2);
        assert_eq!(back.store.duty_dump(FJORDBY).await.unwrap(), step_by_step, "replay takes the rules of each time");
    });
}

#[test]
fn the_page_of_a_day_before_an_activation_shows_the_dates_of_the_rules_of_then() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-02a-signe-hospital", today().today).await;
        let number = saved(&app, GOAL, five_weeks(&app), "5 uger").await;
        let tomorrow = noon(day("2026-03-17"));
        let changed = activate_on(&app, &hanne(), GOAL, Wanted::Saved(number), tomorrow).await.unwrap();
        let goal = async |known_on: Option<&str>| {
            let past = known_on.map(|known| Past { valid_on: today().today, known_on: day(known) });
            let page = changed.citizen(&karen(), case, past, "opslag", tomorrow).await.unwrap();
            page.municipality.iter().find(|d| d.duty == "jobsamtale" && d.n == 4).unwrap().goal_due.unwrap()
        };
        assert_eq!(goal(None).await, day("2026-03-09"));
        assert_eq!(goal(Some("2026-03-17")).await, day("2026-03-09"));
        assert_eq!(goal(Some("2026-03-16")).await, day("2026-03-16"), "six weeks, as everybody read it then");
    });
}

#[test]
fn a_shipped_rule_that_changed_meanwhile_is_told_and_a_text_that_no_longer_fits_is_left_out() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let number = saved(&app, GOAL, five_weeks(&app), "5 uger").await;
        let changed = activate(&app, &hanne(), GOAL, Wanted::Saved(number)).await.unwrap();
        assert!(!page(&changed, GOAL).await.text_stand.shipped_changed);
        let shipped = app.rulebook.rule(app.rulebook.find(GOAL).unwrap()).source_text.clone();
        let anew = async |book: rulebook::Rulebook| {
            App::new(app.store.clone(), book.into(), app.config.clone(), FJORDBY).now().await.unwrap()
        };
        let newer = shipped.replacen("title = \"", "title = \"Ny udgave: ", 1);
        let newer = anew(app.shipped().changed("ny.toml", &newer).unwrap().rulebook).await;
        let stand = page(&newer, GOAL).await.text_stand;
        assert_eq!((stand.own, stand.shipped_changed, stand.left_out), (true, true, false));

        // The goal is gone from the template, so the municipality's text replaces nothing.
        let mut without = rulebook::shipped("none").unwrap();
        without.municipality = "fjordby".into();
        let without = anew(without).await;
        assert_eq!(without.left_out_texts(), [GOAL]);
        assert!(without.rulebook.find(GOAL).is_none());
    });
}

#[test]
fn what_cannot_hold_is_not_set_in_force() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let number = saved(&app, GOAL, five_weeks(&app), "5 uger").await;
        let stale = ActivateForm {
            rule: GOAL.into(),
            wanted: Wanted::Saved(number),
            why: "En god grund".into(),
            version: 77,
            key: "gammel".into(),
        };
        assert!(matches!(app.rule_activate(&hanne(), &stale, today()).await, Err(AppError::Conflict)));
        let no_reason = ActivateForm { why: "  ".into(), version: 0, ..stale.clone() };
        assert!(matches!(app.rule_activate(&hanne(), &no_reason, today()).await, Err(AppError::Form(_))));
        let other_rule = ActivateForm { rule: LAW.into(), version: 0, ..stale.clone() };
        assert!(matches!(app.rule_activate(&admin(), &other_rule, today()).await, Err(AppError::NotFound)));
        let nothing_before = activate(&app, &hanne(), GOAL, Wanted::Previous).await;
        assert!(matches!(nothing_before, Err(AppError::NotFound)));

        let as_law =
            five_weeks(&app).replace("layer = \"municipality\"", "layer = \"act\"").replace("local_practice", "cited");
        let trial = Trial { rule: GOAL.into(), text: as_law.clone(), ..Trial::default() };
        let found = app.try_rule(&karen(), trial, today()).await.unwrap();
        if matches!(found.tried, Tried::Done(_)) {
            let number = saved(&app, GOAL, as_law, "lov").await;
            let refused = activate(&app, &hanne(), GOAL, Wanted::Saved(number)).await;
            assert!(matches!(refused, Err(AppError::Form(e)) if e[0].key == "rules.error.other_sort"));
        }
        let wrong = five_weeks(&app).replacen("due = 2025-11-21", "due = 2025-11-22", 1);
        let number_wrong = saved(&app, GOAL, wrong, "forkert eksempel").await;
        let refused = activate(&app, &hanne(), GOAL, Wanted::Saved(number_wrong)).await;
        assert!(matches!(refused, Err(AppError::Form(e)) if e[0].key == "rules.error.examples"));

        app.proposal_discard(&hanne(), number, "væk", today()).await.unwrap();
        let gone = activate(&app, &hanne(), GOAL, Wanted::Saved(number)).await;
        assert!(matches!(gone, Err(AppError::NotFound)), "what is put aside is not used");
        let kept = app.proposals(&karen()).await.unwrap();
        assert_eq!(kept.last().unwrap().discarded.as_ref().map(|d| d.0.as_str()), Some("hanne"));
        assert!(app.now().await.unwrap().rulebook.activated.is_empty());
    });
}

/// Somebody on ledighedsydelse asks for a wage subsidy, which the act does not give that group.
fn wage_subsidy(app: &App) -> Answer {
    let benefit = FactData::Benefit { benefit: Benefit::Ledighedsydelse, rate: None, partial: false };
    let facts = [Fact::new("1", benefit, day("2025-03-03"), None)];
    let history = History::build(Some(day("1980-01-01")), facts, None);
    let ask = Ask::Offer { offer: OfferKind::Loentilskud, on: day("2026-03-02"), employer: Some(Sector::Public) };
    answer(&ask, history.view(), &app.rulebook)
}

#[test]
fn a_rule_that_no_named_person_has_controlled_advises_and_does_not_refuse() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let refused = |app: &App| (wage_subsidy(app).verdict, wage_subsidy(app).advisory);
        assert_eq!(refused(&app), (Verdict::Refused, true), "read in the act, and controlled by nobody: advice");
        let gate = page(&app, "loentilskud-maalgrupper").await;
        app.rule_control(&hanne(), &control(&gate, "k1"), today()).await.unwrap();
        let marked = app.now().await.unwrap();
        assert_eq!(refused(&marked), (Verdict::Refused, false));

        let text = gate.source_text.replacen("title = \"", "title = \"Ny: ", 1);
        let (changed, left_out) =
            app.shipped().with_texts(&Texts([("loentilskud-maalgrupper".to_owned(), text)].into()));
        assert_eq!(left_out, [""; 0]);
        let store = app.store.clone();
        let other = App::new(store, changed.into(), app.config.clone(), FJORDBY).now().await.unwrap();
        assert_eq!(refused(&other), (Verdict::Refused, true), "the mark was set on another text");

        marked.rule_control_withdraw(&hanne(), &control(&gate, "k2"), "Forkert læst", today()).await.unwrap();
        assert_eq!(refused(&marked.now().await.unwrap()), (Verdict::Refused, true));
    });
}

#[test]
fn what_nobody_has_read_cannot_be_controlled() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let unread = RuleFilter { standing: Some(Standing::Unread), ..RuleFilter::on(today().today) };
        let found = app.rules(&hanne(), unread, today()).await.unwrap();
        let id = found.chapters[0].rules[0].id.clone();
        let page = page(&app, &id).await;
        assert!(!page.control.can);
        let refused = app.rule_control(&hanne(), &control(&page, "k"), today()).await;
        assert!(matches!(refused, Err(AppError::Form(e)) if e[0].key == "rules.error.unread"));
    });
}

#[test]
fn a_rule_in_which_many_cases_stand_says_how_many_and_few_hidden_ones_hide_the_number() {
    on_each(async |address| {
        let app = fjordby(address).await;
        assert_eq!(page(&app, GOAL).await.used, Used::Cases(0));
        arrive(&app, "story-02a-signe-hospital", today().today).await;
        let mads = viewer("mads", Role::Analyst, "sekretariat");
        assert_eq!(page(&app, GOAL).await.used, Used::Cases(1));
        let analyst = app.rule_page(&mads, GOAL, today().today, today()).await.unwrap();
        assert_eq!(analyst.used, Used::Hidden, "one case, and he may see none");
        assert_eq!(page(&app, "fleksloentilskud").await.used, Used::NotByCase);
    });
}

#[test]
fn every_amount_of_a_rate_stands_in_a_row_and_a_year_without_one_is_missing_and_not_nought() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let page = page(&app, "fleksloentilskud").await;
        let years: Vec<(i32, bool)> =
            page.amounts.iter().filter(|a| a.key == "max").map(|a| (a.from.year(), a.missing)).collect();
        assert!(years.windows(2).all(|w| w[0].0 < w[1].0), "{years:?}");
        assert!(years.contains(&(2017, false)) && years.contains(&(2018, true)) && years.contains(&(2026, true)));
        assert!(page.amounts.iter().all(|a| a.missing == (a.amount.is_none() && a.percent.is_none())));
    });
}

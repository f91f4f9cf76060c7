//! Rules on a page, and what a change of one would do: for whom, for whose eyes, and without a trace.

use crate::databases::on_each;
use crate::world::{FJORDBY, arrive, day, jobsamtale, karen, municipality, noon, viewer, write_fact};
use app::access::Role;
use app::rules::{Answer, Proposal, RuleFilter, RulesPage, Standing, Tense, Trial, Tried};
use app::{App, AppError, Moment};
use domain::codes::{Protection, TargetGroup};
use domain::kinds::FactData;
use store::Store;

const GOAL: &str = "samtale-hver-6-uger";

fn today() -> Moment {
    noon(day("2026-03-16"))
}

async fn fjordby(address: &str) -> App {
    municipality(&Store::open(address).await.unwrap(), FJORDBY, "fjordby").await
}

fn weeks(count: i32) -> Trial {
    Trial { rule: GOAL.into(), count: Some(count), ..Trial::default() }
}

async fn tried(app: &App, login: &str, role: Role, trial: Trial) -> Proposal {
    app.try_rule(&viewer(login, role, "team-vest"), trial, today()).await.unwrap()
}

async fn answer(app: &App, login: &str, role: Role, trial: Trial) -> Answer {
    match tried(app, login, role, trial).await.tried {
        Tried::Done(answer) => *answer,
        other => panic!("{other:?}"),
    }
}

fn goal_line(answer: &Answer) -> (usize, usize, usize, usize, usize) {
    let line = &answer.lines[0];
    assert!(line.changed_rule && line.rule == GOAL);
    (line.line.before.open, line.line.before.over, line.line.after.open, line.line.after.over, line.line.earlier)
}

#[test]
fn a_shorter_goal_shows_signe_a_week_earlier_and_writes_nothing() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-02a-signe-hospital", today().today).await;
        arrive(&app, "story-03-kim", today().today).await;
        let before = app.store.duty_dump(FJORDBY).await.unwrap();
        let commit = app.store.commit_latest(FJORDBY, None).await.unwrap();

        let found = answer(&app, "karen", Role::Caseworker, weeks(5)).await;
        assert_eq!((found.cases, found.changed_cases, found.hidden_cases), (2, 1, 0));
        assert_eq!(goal_line(&found), (1, 0, 1, 1, 1));
        assert!(!found.same && found.law_same, "the law's dates stand");
        let signe = &found.people[0];
        assert_eq!((signe.case, signe.name.as_str(), signe.n), (case, "Signe Prøvesen", 4));
        assert_eq!(signe.before.unwrap().due, Some(day("2026-03-16")));
        assert_eq!(signe.after.unwrap().due, Some(day("2026-03-09")));
        let page = app.citizen(&karen(), case, None, "opslag", today()).await.unwrap();
        let known = page.municipality.iter().chain(&page.others).any(|d| d.id == signe.duty_id);
        assert!(known, "{} leads to her page", signe.duty_id);

        assert_eq!(app.store.duty_dump(FJORDBY).await.unwrap(), before);
        assert_eq!(app.store.commit_latest(FJORDBY, None).await.unwrap(), commit);
        assert!(answer(&app, "karen", Role::Caseworker, weeks(6)).await.same, "six weeks is what it is");
    });
}

#[test]
fn what_is_kept_in_memory_follows_every_commit() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let signe = arrive(&app, "story-02a-signe-hospital", today().today).await;
        let kim = arrive(&app, "story-03-kim", today().today).await;
        let first = app.store.histories(FJORDBY).await.unwrap();
        assert_eq!(app.store.histories(FJORDBY).await.unwrap().known, first.known);
        assert_eq!(goal_line(&answer(&app, "karen", Role::Caseworker, weeks(5)).await).3, 1);

        write_fact(&app, signe, today(), |f| {
            f.data = jobsamtale();
        })
        .await;
        let found = answer(&app, "karen", Role::Caseworker, weeks(5)).await;
        assert_eq!((goal_line(&found).3, found.people[0].n), (0, 5), "the talk of today is known");

        let kept = app.store.histories(FJORDBY).await.unwrap();
        assert!(kept.known > first.known);
        let cases: Vec<i64> = kept.cases().map(|c| c.case).collect();
        assert_eq!(cases, [signe, kim]);
        for case in kept.cases() {
            let person = crate::world::person_of(&app, case.case).await;
            let history = app.store.history(FJORDBY, person, None).await.unwrap();
            assert_eq!((case.view().facts, case.view().born), (history.view().facts, history.view().born));
            assert_eq!(case.view().marks, history.view().marks);
        }
    });
}

#[test]
fn a_case_one_may_not_see_is_counted_and_neither_named_nor_listed() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-02a-signe-hospital", today().today).await;
        let seen = answer(&app, "ida", Role::Caseworker, weeks(5)).await;
        assert_eq!((seen.people.len(), seen.hidden_cases), (1, 0));
        write_fact(&app, case, today(), |f| {
            f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        })
        .await;
        for (login, role) in [("ida", Role::Caseworker), ("hanne", Role::TeamLeader), ("mads", Role::Analyst)] {
            let found = answer(&app, login, role, weeks(5)).await;
            assert_eq!((found.people.len(), found.hidden_cases, found.changed_cases), (0, 1, 1), "{login}");
            assert_eq!(goal_line(&found), goal_line(&seen), "{login}: the figures count all");
        }
        assert_eq!(answer(&app, "karen", Role::Caseworker, weeks(5)).await.people.len(), 1, "her own case");
        let outside = answer(&app, "anna", Role::ExternalActor, weeks(5)).await;
        assert_eq!((outside.cases, outside.changed_cases, outside.hidden_cases), (0, 0, 0), "was sent nobody");
    });
}

#[test]
fn a_text_that_cannot_be_used_is_refused_with_its_line_or_the_law() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let was = tried(&app, "karen", Role::Caseworker, Trial { just_look: true, ..weeks(6) }).await.was;
        let with = |text: String| Trial { rule: GOAL.into(), text, ..Trial::default() };

        let text = was.replace("clock = \"event\"", "clok = \"event\"");
        let line = text.lines().position(|l| l.starts_with("clok")).unwrap() + 1;
        let found = tried(&app, "karen", Role::Caseworker, with(text.clone())).await;
        assert_eq!(found.text, text, "what was written is kept");
        let Tried::Mistakes(mistakes) = found.tried else { panic!("{:?}", found.tried) };
        assert!(mistakes.iter().any(|m| m.line == Some(line as u32)), "{mistakes:?}");

        let text = was.replace("ordinal = 2", "ordinal = 4").replace("span = \"6 weeks\"", "span = \"30 weeks\"");
        let found = tried(&app, "karen", Role::Caseworker, with(text)).await;
        let Tried::LooserThanLaw(looser) = found.tried else { panic!("{:?}", found.tried) };
        assert!(looser.iter().any(|l| l.law == "samtaler-4-i-6-mdr" && l.cite == "LAB § 31, stk. 3"), "{looser:?}");

        let found = tried(&app, "karen", Role::Caseworker, with(was.replace(GOAL, "en-anden-regel"))).await;
        let Tried::Mistakes(mistakes) = found.tried else { panic!("{:?}", found.tried) };
        assert!(!mistakes.is_empty());
        let none = app.try_rule(&karen(), Trial { rule: "findes-ikke".into(), ..Trial::default() }, today()).await;
        assert!(matches!(none, Err(AppError::NotFound)));
    });
}

fn ids(page: &RulesPage) -> Vec<&str> {
    page.chapters.iter().flat_map(|c| &c.rules).map(|r| r.id.as_str()).collect()
}

async fn listed(app: &App, filter: RuleFilter) -> RulesPage {
    app.rules(&karen(), filter, today()).await.unwrap()
}

#[test]
fn the_list_shows_what_holds_on_the_day_and_each_choice_makes_it_shorter() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let on = |day| RuleFilter::on(day);
        let all = listed(&app, on(today().today)).await;
        let counts = all.in_force;
        assert_eq!(all.found, counts.rules);
        assert_eq!(counts.controlled + counts.read + counts.local + counts.unread, counts.rules);
        assert_eq!((counts.controlled, counts.failed_examples), (0, 0));
        assert!(ids(&all).contains(&GOAL) && all.gaps.iter().any(|g| g.tense == Tense::Future));

        let narrowed = [
            RuleFilter { group: Some(TargetGroup::Sygedagpengemodtager), ..on(today().today) },
            RuleFilter { layer: Some("municipality".into()), ..on(today().today) },
            RuleFilter { kind: Some("right".into()), ..on(today().today) },
            RuleFilter { standing: Some(Standing::Unread), ..on(today().today) },
            RuleFilter { chapter: Some("unge".into()), ..on(today().today) },
            RuleFilter { words: "højst uger samtaler".into(), ..on(today().today) },
        ];
        for filter in narrowed {
            let page = listed(&app, filter.clone()).await;
            assert!(page.found > 0 && page.found < all.found, "{filter:?}: {}", page.found);
            assert_eq!(page.in_force, counts, "the counts are of the day");
        }
        let sick = RuleFilter { group: Some(TargetGroup::Sygedagpengemodtager), ..on(today().today) };
        let sick = listed(&app, sick).await;
        assert!(!ids(&sick).contains(&GOAL) && ids(&sick).contains(&"foerste-opfoelgning-8-uger"));
        // The rule of the first talk names benefits and no group.
        assert!(!ids(&sick).contains(&"jobsamtale-1-uge"));
        let ready = RuleFilter { group: Some(TargetGroup::JobparatKontanthjaelp), ..on(today().today) };
        assert!(ids(&listed(&app, ready).await).contains(&"jobsamtale-1-uge"));
        assert!(!ids(&listed(&app, on(day("2024-06-01"))).await).contains(&GOAL), "the goal is from 2025");
        let past = listed(&app, RuleFilter { tense: Tense::Past, ..on(today().today) }).await;
        assert!(past.found > 0 && ids(&past).iter().all(|id| !ids(&all).contains(id)));
        assert_eq!(listed(&app, RuleFilter { words: "xyzzy".into(), ..on(today().today) }).await.found, 0);
    });
}

#[test]
fn an_opened_rule_tells_its_versions_its_examples_and_its_own_text() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let analyst = viewer("mads", Role::Analyst, "sekretariat");
        let page = app.rule_page(&analyst, "jobsamtale-1-uge", today().today, today()).await.unwrap();
        assert_eq!(page.versions[page.shown].tense, Tense::Now);
        assert_eq!(page.versions[page.shown + 1].tense, Tense::Future);
        assert_eq!(page.versions[page.shown + 1].standing, Standing::Unread);
        assert!(page.examples.len() >= 4 && page.examples.iter().all(|e| e.failure.is_none()));
        assert!(page.source_text.starts_with("[[rule]]") && page.source_text.contains("jobsamtale-1-uge"));
        assert!(page.file.ends_with("kontaktforloeb.toml") && page.line > 1);
        let old = app.rule_page(&analyst, "dp-samtaler-2010", today().today, today()).await.unwrap();
        let holes: Vec<&str> = old.gaps.iter().map(|g| g.reason.as_str()).collect();
        let own = ["dagpenge", "ledig i mindre end 6 måneder", "covid-19", "unge under 25 år"];
        assert!(holes.len() == 4 && holes.iter().zip(own).all(|(h, w)| h.contains(w)), "of its own group: {holes:?}");
        let later = app.rule_page(&analyst, "jobsamtale-1-uge", day("2026-07-01"), today()).await.unwrap();
        assert_eq!(later.shown, page.shown + 1);
        assert!(matches!(
            app.rule_page(&analyst, "findes-ikke", today().today, today()).await,
            Err(AppError::NotFound)
        ));
    });
}

//! Time that is counted in hours: ordinary work that must be shown, and what is left of a right.

mod histories;

use domain::codes::Benefit;
use domain::compact::Compact;
use domain::history::History;
use domain::kinds::FactKind;
use domain::{Day, MonthEnd};
use histories::{anybody, books, citizens};
use medspiller_rulebook::assess::ask::{Ask, answer};
use medspiller_rulebook::assess::{LimitUse, Tally, assess};
use medspiller_rulebook::parse::example_facts;
use medspiller_rulebook::report::{AssessInput, StepReport, assess_report, explain_report};
use medspiller_rulebook::{Rulebook, shipped};
use serde_json::{Value, json};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn history(facts: &[&str]) -> History {
    let lines: Vec<String> = facts.iter().map(|f| (*f).to_owned()).collect();
    History::build(Some(day("1980-01-01")), example_facts(&lines), None)
}

/// The use of a rule's limit that runs on the day.
fn limit_on(history: &History, book: &Rulebook, rule: &str, on: &str) -> Option<LimitUse> {
    let (rule, on) = (book.find(rule).expect("a rule"), day(on));
    let runs = |l: &&LimitUse| l.rule == rule && l.start <= on && l.through.is_none_or(|t| on <= t);
    assess(history.view(), book).limits.iter().rfind(runs).cloned()
}

fn told(history: &History, book: &Rulebook, today: &str, rule: &str) -> Vec<Value> {
    let today = day(today);
    let course = assess(history.view(), book);
    let input = AssessInput { today, known_on: today, asks: &[], gates: &[], problems: &[], company: false };
    let report = serde_json::to_value(assess_report(history, book, &course, &input)).expect("JSON");
    let limits = report["limits"].as_array().expect("a list").iter();
    limits.filter(|l| l["rule"] == rule).cloned().collect()
}

const HELP: &str = "2016-01-04.. benefit benefit=kontanthjaelp";

#[test]
fn two_jobs_count_both_and_a_new_word_takes_the_place_of_one_that_nobody_ended() {
    let book = shipped("none").unwrap();
    let whole = |facts: &[&str]| {
        let history = history(&[&[HELP], facts].concat());
        limit_on(&history, &book, "timer-225", "2018-12-31").unwrap().worked_on(day("2018-12-31")).unwrap().whole()
    };
    let two = ["2018-01-01..2018-12-30 ordinary_hours hours=2", "2018-01-01..2018-12-30 ordinary_hours hours=3"];
    assert_eq!(whole(&two), 364 * 5 / 7);
    let changed = ["2018-01-01.. ordinary_hours hours=7", "2018-07-02.. ordinary_hours hours=14"];
    assert_eq!(whole(&changed), 182 + 183 * 2, "182 days of an hour, then 183 of two");
    let part = ["2017-06-01..2018-01-14 ordinary_hours hours=7"];
    assert_eq!(whole(&part), 14, "what lies before the twelve months does not count");
}

#[test]
fn of_days_that_nobody_wrote_about_it_is_undetermined_and_never_none() {
    let book = shipped("none").unwrap();
    let on = day("2018-12-31");
    let unwritten = history(&[HELP]);
    let found = limit_on(&unwritten, &book, "timer-225", "2018-12-31").unwrap();
    assert_eq!(found.worked_on(on).unwrap().unwritten, 365);
    assert_eq!(found.missing_on(on).names().collect::<Vec<_>>(), ["ordinary_hours"]);
    let said = told(&unwritten, &book, "2018-12-31", "timer-225");
    assert_eq!((&said[0]["value"], &said[0]["missing"]), (&Value::Null, &json!(["ordinary_hours"])));

    let half = history(&[HELP, "2018-01-01..2018-06-30 ordinary_hours hours=5"]);
    let found = limit_on(&half, &book, "timer-225", "2018-12-31").unwrap();
    let worked = found.worked_on(on).unwrap();
    assert_eq!((worked.whole(), worked.short(), worked.unwritten), (129, 96, 184));
    assert!(worked.is_undetermined() && !found.missing_on(on).is_empty());

    let none = history(&[HELP, "2018-01-01.. ordinary_hours hours=0"]);
    let found = limit_on(&none, &book, "timer-225", "2018-12-31").unwrap();
    assert!(found.missing_on(on).is_empty(), "no hours, and somebody wrote that");
    let said = told(&none, &book, "2018-12-31", "timer-225");
    assert_eq!((&said[0]["value"], &said[0]["max"], &said[0]["unit"]), (&json!(0.0), &json!(225.0), &json!("hours")));
}

#[test]
fn the_225_hours_are_of_the_past_alone_and_aabenraa_asks_for_them_from_the_first_day() {
    let (law, aabenraa) = (shipped("none").unwrap(), shipped("aabenraa-2017").unwrap());
    let begun = history(&["2017-02-06.. benefit benefit=kontanthjaelp"]);
    let stands = |book: &Rulebook, rule: &str, on: &str| !told(&begun, book, on, rule).is_empty();
    assert!(stands(&law, "timer-225", "2025-06-30") && !stands(&law, "timer-225", "2025-07-01"));
    assert!(!stands(&aabenraa, "timer-225", "2017-03-06") && stands(&aabenraa, "aabenraa-225-timer", "2017-03-06"));
    assert!(!stands(&aabenraa, "aabenraa-225-timer", "2025-07-01"));
    let asked = |on: &str| answer(&Ask::Limit { limit: "timer-225".into(), on: day(on) }, begun.view(), &law).missing;
    assert_eq!((asked("2025-06-30"), asked("2025-07-01")), (vec!["ordinary_hours".into()], vec!["rule".to_owned()]));
    let elsewhere = books().iter().filter(|book| book.find("aabenraa-225-timer").is_some()).count();
    assert_eq!(elsewhere, 1, "the plan binds Aabenraa alone");
    let rule = aabenraa.rule(aabenraa.find("aabenraa-225-timer").unwrap());
    let out = rule.versions[0].leaves_out.as_deref().unwrap();
    assert!(out.contains("Loven i dag: 225-timersreglen er ophævet fra 1. juli 2025"));
}

#[test]
fn the_demand_stands_on_the_days_that_counting_each_day_gives_and_on_no_others() {
    let book = shipped("none").unwrap();
    let rule = book.find("timer-225").unwrap();
    let helped =
        [Benefit::Kontanthjaelp, Benefit::Uddannelseshjaelp, Benefit::Integrationsydelse, Benefit::Overgangsydelse];
    let (first, last) = (day("2016-04-01"), day("2025-06-30"));
    let mut seen = 0;
    for seed in 0..400 {
        let case = anybody(seed, &book.duty_keys);
        let facts = case.view().facts;
        let is_help = |f: &Compact| f.is(FactKind::Benefit) && helped.iter().any(|b| *b as u8 + 1 == f.codes[0]);
        let on_help = |day: Day| facts.iter().any(|f| is_help(f) && f.covers(day));
        let uses: Vec<LimitUse> =
            assess(case.view(), &book).limits.iter().filter(|l| l.rule == rule).cloned().collect();
        for day in (first.number()..=last.number()).step_by(11).map(Day::from_number).filter(|d| on_help(*d)) {
            let before = day.plus_days(-1);
            let year = before.plus_months(-12, MonthEnd::Down).days_until(before);
            let window = before.plus_months(-36, MonthEnd::Down).number() + 1..=before.number();
            let helped = window.filter(|d| on_help(Day::from_number(*d))).count();
            let stands = uses.iter().any(|l| l.start <= day && l.through.is_none_or(|t| day <= t));
            assert_eq!(stands, helped >= usize::try_from(year).unwrap(), "{seed} {day}");
            seen += usize::from(stands);
        }
    }
    assert!(seen > 500, "{seen}");
}

#[test]
fn without_the_a_kasses_count_there_is_no_last_day_of_dagpenge() {
    let book = shipped("none").unwrap();
    let mut seen = 0;
    for citizen in citizens(300) {
        for limit in assess(citizen.view(), &book).limits.iter().filter(|l| l.tally == Tally::Left) {
            assert_eq!((limit.reached_on, limit.hours_left()), (None, None));
            assert!(!limit.missing.is_empty());
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
    let before = history(&["2009-01-05.. benefit benefit=dagpenge", "2010-12-31 dagpenge_count left=400"]);
    for on in ["2009-06-01", "2011-06-01", "2023-12-31"] {
        let said = told(&before, &book, on, "dagpengeret-timer");
        assert_eq!(said.len(), 1, "{on}");
        assert!(
            said[0]["reached_on"].is_null()
                && said[0]["missing"].as_array().unwrap().contains(&json!("rule_unconfirmed"))
        );
    }
}

#[test]
fn a_count_says_what_is_left_and_used_and_the_chain_says_how_the_day_came() {
    let book = shipped("none").unwrap();
    let counted = history(&[
        "2024-03-04.. benefit benefit=dagpenge",
        "2026-02-28 dagpenge_count insurance=fuldtid left=370 used=3478",
    ]);
    let said = told(&counted, &book, "2026-03-16", "dagpengeret-timer");
    let newest = said.iter().find(|l| l["id"] == "dagpengeret-timer@f2").unwrap();
    assert_eq!(
        (&newest["value"], &newest["max"], &newest["unit"]),
        (&json!(370.0), &Value::Null, &json!("hours_left"))
    );
    assert_eq!((&newest["reached_on"], &newest["effective_on"]), (&json!("2026-05-09"), &Value::Null));
    let steps = explain_report(&counted, &book, "dagpengeret-timer@f2", day("2026-03-16")).unwrap();
    let of = |steps: &[StepReport], name: &str| {
        steps.iter().filter(|s| s.step == name).map(|s| s.values.clone()).collect::<Vec<_>>()
    };
    let sum =
        json!({ "layer": "act", "from": "2026-02-28", "hours_left": 370, "hours_used": 3478, "to": "2026-05-09" });
    assert_eq!(of(&steps, "arithmetic"), [sum]);
    assert_eq!(of(&steps, "due"), [json!({ "layer": "act", "due": "2026-05-09" })]);

    let worked = history(&[HELP, "2018-01-01..2018-06-30 ordinary_hours hours=5"]);
    let steps = explain_report(&worked, &book, "timer-225@f1", day("2018-12-31")).unwrap();
    let days = json!({
        "layer": "act", "from": "2018-01-01", "through": "2018-06-30", "days": 181, "hours_a_week": 5.0, "hours": 129.28
    });
    assert_eq!(of(&steps, "arithmetic"), [days]);
    assert_eq!(of(&steps, "facts").len(), 2);
    assert!(explain_report(&worked, &book, "timer-225@f9", day("2018-12-31")).is_none());
}

#[test]
fn a_goal_in_hours_has_the_minute_of_the_takeover_and_whole_days_where_nobody_wrote_it() {
    let book = shipped("hedensted-2017").unwrap();
    let goal = |takeover: &str| {
        let taken = history(&[takeover]);
        let course = assess(taken.view(), &book);
        let today = day("2026-02-03");
        let input = AssessInput { today, known_on: today, asks: &[], gates: &[], problems: &[], company: false };
        let report = serde_json::to_value(assess_report(&taken, &book, &course, &input)).unwrap();
        let duties = report["duties"].as_array().unwrap().clone();
        let duty = duties.into_iter().find(|d| d["duty"] == "virksomhedsrettet_tilbud").unwrap();
        let bases = duty["bases"].as_array().unwrap().clone();
        let basis = bases.into_iter().find(|b| b["layer"] == "municipality").unwrap();
        let steps = explain_report(&taken, &book, duty["id"].as_str().unwrap(), today).unwrap();
        let dues: Vec<Value> = steps.iter().filter(|s| s.step == "due").map(|s| s.values.clone()).collect();
        let due = dues.into_iter().find(|d| d["layer"] == "municipality").unwrap();
        (basis["due"].clone(), basis["due_at"].clone(), due["at"].clone())
    };
    assert_eq!(goal("2026-02-02 integration_takeover at=10:30"), (json!("2026-02-06"), json!("10:30"), json!("10:30")));
    assert_eq!(goal("2026-02-02 integration_takeover"), (json!("2026-02-06"), Value::Null, Value::Null));
}

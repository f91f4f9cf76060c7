//! Worked cases that no example beside a rule can hold: what the report says, and what a rule file may not say.

mod facts;

use domain::history::History;
use facts::{day, law};
use medspiller_rulebook::Rulebook;
use medspiller_rulebook::assess::ask::{Ask, Verdict, answer, unknown_name};
use medspiller_rulebook::assess::assess;
use medspiller_rulebook::report::{AssessInput, assess_report};

fn history(facts: &[&str]) -> History {
    facts::history("1975-01-01", facts)
}

fn report(facts: &[&str], today: &str) -> serde_json::Value {
    let (law, history) = (law(), history(facts));
    let course = assess(history.view(), &law);
    let (today, known_on) = (day(today), day(today));
    let input = AssessInput { today, known_on, asks: &[], gates: &[], problems: &[], company: false };
    serde_json::to_value(assess_report(&history, &law, &course, &input)).expect("json")
}

fn duty<'r>(report: &'r serde_json::Value, rule: &str) -> &'r serde_json::Value {
    let duties = report["duties"].as_array().expect("duties");
    let of_rule = |d: &&serde_json::Value| d["bases"].as_array().expect("bases").iter().any(|b| b["rule"] == rule);
    duties.iter().find(of_rule).unwrap_or_else(|| panic!("no duty by {rule}"))
}

#[test]
fn what_nobody_has_read_in_a_source_says_that_as_what_is_missing() {
    let facts = ["2026-08-03.. sickness employed=nej", "2026-09-02.. benefit benefit=sygedagpenge"];
    let told = report(&facts, "2026-09-28");
    let first = duty(&told, "foerste-opfoelgning-8-uger");
    assert_eq!((&first["status"], &first["missing"][0]), (&"undetermined".into(), &"rule_unconfirmed".into()));
}

#[test]
fn a_day_that_is_unknown_because_the_clock_stands_still_says_so() {
    let facts = ["2025-10-06..2025-11-02 benefit benefit=dagpenge", "2025-11-03.. benefit benefit=sygedagpenge"];
    let told = report(&facts, "2025-12-01");
    let offer = duty(&told, "tilbud-dagpenge-6-mdr");
    assert!(offer["due"].is_null());
    assert!(!offer["missing"].as_array().expect("a list").is_empty(), "{offer}");
}

#[test]
fn a_duty_that_can_only_be_met_later_says_from_which_day() {
    let told = report(&["2025-01-06.. benefit benefit=ledighedsydelse"], "2025-02-03");
    let review = duty(&told, "ledighedsydelse-vurdering");
    assert_eq!((&review["opens"], &review["earliest"]), (&"2025-01-06".into(), &"2026-01-06".into()));
}

#[test]
fn a_code_that_the_act_had_left_behind_is_not_covered_and_one_in_its_time_is() {
    let outside = |fact: &str, today: &str| {
        let told = report(&["2024-09-03.. sickness employed=nej", fact], today);
        let entries = told["not_covered"].as_array().expect("a list").clone();
        entries.iter().find(|n| n["value"] == "kategori_3").map(|n| n["from"].as_str().expect("a day").to_owned())
    };
    let third = "2024-10-15.. visitation category=kategori_3";
    assert_eq!(outside(third, "2024-12-31"), None);
    assert_eq!(outside(third, "2025-01-01").as_deref(), Some("2025-01-01"));
    let after = "2025-10-15.. visitation category=kategori_3";
    assert_eq!(outside(after, "2025-11-10").as_deref(), Some("2025-10-15"));
}

#[test]
fn the_highest_fleksloentilskud_needs_no_wage() {
    let ask = |key: &str| Ask::Rate { rate: "fleksloentilskud".into(), key: key.into(), on: day("2024-06-01") };
    let (law, history) = (law(), history(&["2023-09-01.. employment job=fleksjob"]));
    let highest = answer(&ask("max"), history.view(), &law);
    assert_eq!((highest.verdict, highest.amount.map(|a| a.oere())), (Verdict::Allowed, Some(1_995_200)));
    assert_eq!(answer(&ask(""), history.view(), &law).missing, ["wage"]);
}

#[test]
fn a_question_about_a_limit_that_is_none_names_the_nearest() {
    let ask = |limit: &str| Ask::Limit { limit: limit.into(), on: day("2026-03-02") };
    assert_eq!(unknown_name(&ask("sygedagpenge-22-uger"), &law()), None);
    let (field, message) = unknown_name(&ask("sygedagpenge-22-ugr"), &law()).expect("a problem");
    assert_eq!(field, "limit");
    assert!(message.contains("did you mean \"sygedagpenge-22-uger\"?"), "{message}");
}

const RULE: &str = r#"
[[rule]]
id = "proeve"
kind = "deadline"
layer = "act"
chapter = "sygedagpenge"
duty = "proeve"
title = "Prøve"
[[rule.version]]
from = 2020-01-01
text = "En prøve."
cite = { act = "SDPL", text = "en prøve" }
source = "cited"
anchor = { fact = "sickness" }
clock = "event"
span = "8 weeks"
first_day = "counts"
month_end = "down"
non_working_day = "same"
restart = "keep_first"
by = { fact = "talk_held" }
ends_with_anchor = true
"#;

fn refused(more: &str) -> String {
    let text = format!("{RULE}{more}\n");
    Rulebook::load("none", &[("test.toml", &text)]).err().map(|e| e.to_string()).unwrap_or_default()
}

#[test]
fn a_duty_without_a_last_day_must_say_from_when_it_stands() {
    assert_eq!(refused("opens = \"8 weeks\"\nday_unsaid = true"), "");
    assert!(refused("day_unsaid = true").contains("`opens` is missing"));
}

#[test]
fn a_personal_agreement_is_refused_with_its_rule_file_and_line_and_is_never_taken_for_law() {
    let text = RULE.replace("layer = \"act\"", "layer = \"personal\"");
    let line = text.lines().position(|l| l.starts_with("layer")).unwrap() + 1;
    let id = text.lines().find_map(|l| l.strip_prefix("id = \"")).unwrap().trim_end_matches('"');
    let said = Rulebook::load("none", &[("test.toml", &text)]).unwrap_err().to_string();
    for part in ["agreements are not built yet", id, "test.toml", &line.to_string()] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_sum_is_refused_on_another_clock_than_the_accumulated() {
    let sum = "sum = { at_least = \"12 months\", within = \"18 months\" }";
    assert!(refused(sum).contains("`sum` needs the accumulated clock"));
    assert!(refused("first_inside = { before_any = { fact = \"talk_held\" } }").contains("`inside` is missing"));
}

#[test]
fn a_date_that_was_passed_when_the_benefit_ended_is_owed_no_longer_and_was_not_kept() {
    let timely = |sick_through: &str| {
        let sick = format!("2025-09-01..{sick_through} sickness employed=nej");
        let told = report(&[&sick], "2026-03-16");
        let first = duty(&told, "foerste-opfoelgning-8-uger");
        assert_eq!(first["status"], "lapsed");
        first["bases"][0]["timely"].clone()
    };
    // The last day is Sunday 26 October 2025.
    assert_eq!(timely("2025-10-26"), serde_json::Value::Null);
    assert_eq!(timely("2025-10-27"), false);
}

#[test]
fn a_second_absence_has_a_stop_date_of_its_own_and_counts_what_its_months_hold() {
    let facts = [
        "2024-01-08..2024-10-31 sickness employed=nej",
        "2024-01-08..2024-10-31 benefit benefit=sygedagpenge",
        "2025-09-01.. sickness employed=nej",
        "2025-09-01.. benefit benefit=sygedagpenge",
    ];
    let told = report(&facts, "2025-12-01");
    let uses = told["limits"].as_array().expect("limits").iter().filter(|l| l["rule"] == "sygedagpenge-22-uger");
    let uses: Vec<_> = uses.map(|l| (l["value"].as_f64(), l["effective_on"].as_str())).collect();
    // 62 days from 1 October: 8.9 weeks. Of the first absence the nine months hold nothing any more.
    assert_eq!(uses, [(Some(0.0), Some("2024-07-31")), (Some(8.9), Some("2026-03-31"))]);
}

#[test]
fn a_limit_after_the_last_day_of_today_s_rules_says_so() {
    let told = |from: &str| {
        let told = report(&[&format!("{from}.. benefit benefit=jobafklaring")], "2025-06-02");
        let limit = told["limits"].as_array().expect("limits")[0].clone();
        (limit["reached_on"].as_str().map(str::to_owned), limit["new_act_expected"].as_bool())
    };
    assert_eq!(told("2025-01-01"), (Some("2026-12-31".into()), Some(false)));
    assert_eq!(told("2025-01-02"), (Some("2027-01-01".into()), Some(true)));
}

#[test]
fn what_is_used_of_the_introduction_programme_is_counted_from_the_takeover_and_ends_with_its_years() {
    let used = |today: &str| {
        let told = report(&["2021-02-01 integration_takeover"], today);
        let limit = told["limits"].as_array().expect("limits")[0].clone();
        assert_eq!(limit["rule"], "integrationsprogram-laengde");
        limit["value"].as_f64()
    };
    assert_eq!(used("2023-02-01"), Some(2.0));
    assert_eq!(used("2031-02-01"), Some(5.0));
}

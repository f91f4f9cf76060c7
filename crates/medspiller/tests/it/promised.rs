//! What each story promises besides the dates that `app`'s tests read off the pages: answers, limits, rights and what is not
//! decided. The sentences stand at the top of each file in `scenarios/`.

use crate::assessed::{assessed, folder};
use serde_json::{Value, json};

fn story(name: &str) -> Value {
    assessed(&folder().join(format!("{name}.toml")))
}

/// The story on another day, with what was known then.
fn story_on(name: &str, day: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(format!("{name}.toml"))).unwrap();
    let dated = |line: &str| match line.split_once(" = ") {
        Some((key @ ("today" | "known_on"), _)) => format!("{key} = {day}\n"),
        _ => format!("{line}\n"),
    };
    let path = std::env::temp_dir().join(format!("medspiller-{}-{name}-{day}.toml", std::process::id()));
    std::fs::write(&path, text.lines().map(dated).collect::<String>()).unwrap();
    let report = assessed(&path);
    std::fs::remove_file(path).unwrap();
    report
}

/// The only entry of a part whose id begins so.
fn entry<'r>(report: &'r Value, part: &str, id: &str) -> &'r Value {
    let found: Vec<&Value> =
        report[part].as_array().unwrap().iter().filter(|e| e["id"].as_str().unwrap().starts_with(id)).collect();
    assert_eq!(found.len(), 1, "{id} in {part}: {found:#?}");
    found[0]
}

/// The verdict on a question of the file, its amount in øre, its last day and what is missing.
fn answer(report: &Value, key: &str, value: &str, on: &str) -> (String, Value, Value, Value) {
    let asked = |a: &&Value| a["ask"][key] == value && a["ask"]["on"] == on && a["ask"]["key"] != "max";
    let found: Vec<&Value> = report["answers"].as_array().unwrap().iter().filter(asked).collect();
    assert_eq!(found.len(), 1, "{value} on {on}: {found:#?}");
    let a = found[0];
    (a["verdict"].as_str().unwrap().to_owned(), a["amount"].clone(), a["through"].clone(), a["missing"].clone())
}

fn said(verdict: &str, amount: Value, through: Value, missing: Value) -> (String, Value, Value, Value) {
    (verdict.to_owned(), amount, through, missing)
}

fn yes() -> (String, Value, Value, Value) {
    said("allowed", Value::Null, Value::Null, json!([]))
}

fn no() -> (String, Value, Value, Value) {
    said("refused", Value::Null, Value::Null, json!([]))
}

fn without(missing: &str) -> (String, Value, Value, Value) {
    said("undetermined", Value::Null, Value::Null, json!([missing]))
}

#[test]
fn jonas_and_lone_have_no_date_for_four_talks_once_the_law_has_changed() {
    for (name, last, before) in
        [("story-01-jonas", "2026-09-03", "jobsamtale@f1#4"), ("story-12b-lone", "2026-07-04", "jobsamtale@f2#4")]
    {
        let open = story_on(name, "2026-06-30");
        assert_eq!(entry(&open, "duties", before)["due"], last);
        let after = story_on(name, "2026-07-01");
        let duty = entry(&after, "duties", before);
        assert_eq!((&duty["status"], &duty["due"]), (&json!("undetermined"), &Value::Null), "{name}");
        assert!(duty["missing"].as_array().unwrap().contains(&json!("transition")), "{name}: {duty}");
    }
}

#[test]
fn signe_has_no_sanction_after_a_hospital_and_without_a_reason_a_deduction_and_nothing_sharper() {
    let hospital = story("story-02a-signe-hospital");
    let duties = hospital["duties"].as_array().unwrap();
    assert!(duties.iter().all(|d| d["duty"] != "sanktion_gennemfoert" && d["duty"] != "klage"), "{duties:#?}");
    let report = story("story-02b-signe-ingen-grund");
    for gate in ["sanktion-udeblivelse-samtale", "sanktion-vejledning-og-hoering", "sanktion-aktivitetsparat-kontakt"] {
        assert_eq!(answer(&report, "gate", gate, "2026-02-27"), yes(), "{gate}");
    }
    assert_eq!(answer(&report, "gate", "skaerpet-raadighedssanktion", "2026-02-27"), no());
    assert_eq!(answer(&report, "rate", "sanktionssats", "2026-01-09"), without("rate 2026"));
}

#[test]
fn kim_s_third_talk_falls_on_easter_monday_and_the_joint_one_waits_for_a_new_act() {
    let report = story("story-03-kim");
    let third = entry(&report, "duties", "jobsamtale@f2#3");
    assert_eq!((&third["due"], &third["due_falls_on"]), (&json!("2026-04-06"), &json!("holiday")));
    assert_eq!(third["new_act_expected"], false);
    assert_eq!(entry(&report, "duties", "faelles_samtale_16_mdr")["new_act_expected"], true);
}

#[test]
fn birthe_s_form_is_due_on_a_saturday_her_employer_may_ask_until_7_october_and_she_has_no_category() {
    let report = story("story-05-birthe");
    assert_eq!(entry(&report, "duties", "oplysningsskema")["due_falls_on"], "saturday");
    assert_eq!(entry(&report, "limits", "tidlig-opfoelgning-5-uger")["reached_on"], "2025-10-07");
    assert_eq!(report["axes"]["visitation"], Value::Null);
}

#[test]
fn sofie_s_employer_s_days_and_a_week_of_maternity_leave_do_not_count_in_her_22_weeks() {
    for (name, reached) in [("story-06-sofie", "2026-03-07"), ("story-06b-sofie-barsel", "2026-03-14")] {
        let report = story(name);
        // Counted from the benefit of 1 October and not from the first day of absence on 1 September.
        let limit = entry(&report, "limits", "sygedagpenge-22-uger@f5");
        assert_eq!((&limit["reached_on"], &limit["effective_on"]), (&json!(reached), &json!("2026-03-31")));
        let last = |verdict| said(verdict, Value::Null, json!("2026-03-31"), json!([]));
        assert_eq!(answer(&report, "limit", "sygedagpenge-22-uger", "2026-03-31"), last("allowed"));
        assert_eq!(answer(&report, "limit", "sygedagpenge-22-uger", "2026-04-01"), last("refused"));
        entry(&report, "rights", "forlaengelse_sygedagpenge");
    }
    let on_28 = entry(&story_on("story-06-sofie", "2026-02-28"), "limits", "sygedagpenge-22-uger")["value"].as_f64();
    assert!(on_28.is_some_and(|weeks| weeks < 22.0), "not over 22 weeks: {on_28:?}");
}

#[test]
fn igu_is_open_to_nadia_for_two_years_and_37_hours_inform() {
    let report = story("story-08-nadia");
    let two_years = said("allowed", Value::Null, json!("2028-03-01"), json!([]));
    assert_eq!(answer(&report, "offer", "igu", "2026-03-02"), two_years);
    entry(&report, "rights", "integration_37_timer");
    assert!(report["duties"].as_array().unwrap().iter().all(|d| !d["duty"].as_str().unwrap().contains("37")));
}

#[test]
fn poul_has_used_two_of_three_talks_then_three_and_no_sanction_is_open_to_anybody() {
    for (day, used, left) in [("2026-03-16", 2, 1), ("2026-04-19", 2, 1), ("2026-04-20", 3, 0)] {
        let report = story_on("story-09-poul", day);
        let right = report["rights"].as_array().unwrap().iter().find(|r| r["ref"] == "CT-FØP-3").cloned().unwrap();
        assert_eq!((&right["used"], &right["left"]), (&json!(used), &json!(left)), "{day}");
    }
    let report = story("story-09-poul");
    for gate in ["sanktion-udeblivelse-samtale", "sanktion-udeblivelse-tilbud"] {
        assert_eq!(answer(&report, "gate", gate, "2026-03-16"), no(), "{gate}");
    }
    assert_eq!(entry(&report, "duties", "foep_loentilskud_opfoelgning@f9#2")["new_act_expected"], true);
}

#[test]
fn grethe_s_supplement_is_worked_out_for_2024_and_undetermined_for_2026() {
    let report = story("story-10-grethe");
    let kroner = |oere: i64| said("allowed", json!(oere), Value::Null, json!([]));
    assert_eq!(answer(&report, "rate", "fleksloentilskud", "2024-05-15"), kroner(1_695_200));
    assert_eq!(answer(&report, "rate", "fleksloentilskud", "2024-06-15"), kroner(1_303_275));
    assert_eq!(answer(&report, "rate", "fleksloentilskud", "2026-03-16"), without("rate 2026"));
    let without_job = story("story-10b-grethe-ledighedsydelse");
    let kis = entry(&without_job, "duties", "kis_visitation");
    assert_eq!((&kis["goal_due"], &kis["due_layer"]), (&json!("2026-11-01"), &json!("municipality")));
    let asked = answer(&without_job, "limit", "ledighedsydelse-18-mdr-refusion", "2026-03-16");
    assert_eq!(asked, without("no_fact_for_limit"), "the rule of 2015 says nothing today");
    assert!(without_job["limits"].as_array().unwrap().iter().all(|l| l["ref"] != "LY-18"));
}

#[test]
fn dorte_s_course_runs_on_and_a_new_one_is_refused_from_february() {
    let running = story("story-11-dorte");
    assert_eq!(running["axes"]["target_group"], "ressourceforloeb");
    assert_eq!(answer(&running, "gate", "nyt-ressourceforloeb-lukket", "2025-03-03"), without("rule"));
    let new = story("story-11b-dorte-nyt-forloeb");
    assert_eq!(answer(&new, "gate", "nyt-ressourceforloeb-lukket", "2026-01-31"), without("rule"));
    assert_eq!(answer(&new, "gate", "nyt-ressourceforloeb-lukket", "2026-03-02"), no());
    // While she is under less intensive effort the law's window is counted without a pause.
    assert_eq!(entry(&running, "duties", "jobsamtale@f1#4")["bases"][0]["pause_days"], 0);
}

#[test]
fn the_bakery_has_four_places_by_heads_3_52_by_full_time_and_nothing_without_a_statement() {
    let report = story("story-12-fjordby-bageri");
    let lacks = "medarbejderrepraesentant_udtalelse";
    // 37 hours and four hours a week are two heads, and 1 and 0.11 of full time.
    for (limit, used, max) in
        [("rimelighed-hoveder", 2.0, 4.0), ("rimelighed-praktik", 1.11, 3.52), ("rimelighed-loentilskud", 1.11, 3.52)]
    {
        let found = entry(&report, "limits", limit);
        assert_eq!((found["value"].as_f64(), found["max"].as_f64()), (Some(used), Some(max)), "{limit}");
        assert!(found["missing"].as_array().unwrap().contains(&json!(lacks)), "{limit}");
    }
    assert!(entry(&report, "limits", "rimelighed-praktik")["missing"].as_array().unwrap().contains(&json!("rounding")));
    for gate in ["udtalelse-foer-praktik", "udtalelse-foer-loentilskud"] {
        assert_eq!(answer(&report, "gate", gate, "2026-03-16"), without(lacks), "{gate}");
    }
}

//! Follow-up on the help, by the shipped rules: what counts, what ends it, and what nobody can say.

mod facts;

use domain::Day;
use domain::history::History;
use facts::{day, history, law};
use medspiller_rulebook::Rulebook;
use medspiller_rulebook::assess::{Course, Status, assess};
use medspiller_rulebook::report::{AssessInput, assess_report};

const HELP: &str = "opfoelgning-paa-hjaelp";

fn rounds(course: &Course, book: &Rulebook, rule: &str) -> Vec<(u16, Option<Day>)> {
    let ix = book.find(rule).expect("a rule");
    let of = |d: &medspiller_rulebook::assess::Duty| {
        d.bases.iter().filter(|b| b.rule == ix).map(|b| (d.ordinal, b.due)).collect::<Vec<_>>()
    };
    course.duties.iter().flat_map(of).collect()
}

fn status(course: &Course, history: &History, book: &Rulebook, (rule, n): (&str, u16), on: &str) -> Option<Status> {
    let ix = book.find(rule).expect("a rule");
    let duty = course.duties.iter().find(|d| d.ordinal == n && d.bases.iter().any(|b| b.rule == ix))?;
    duty.bases.iter().find(|b| b.rule == ix)?.on(day(on), duty, history.view())
}

fn gaps(course: &Course, book: &Rulebook, duty: &str) -> Vec<(Day, Option<Day>)> {
    let all = course.not_covered.iter().filter(|g| book.gaps[g.gap as usize].duty == duty);
    all.map(|g| (g.from, g.through)).collect()
}

#[test]
fn a_follow_up_after_the_help_has_ended_begins_no_new_row_beside_that_of_the_new_help() {
    let book = law();
    let twice = history(
        "1985-01-01",
        &[
            "2025-07-01 first_contact benefit=kontanthjaelp",
            "2025-07-01..2025-09-15 benefit benefit=kontanthjaelp",
            "2025-12-01 first_contact benefit=kontanthjaelp",
            "2025-12-01.. benefit benefit=kontanthjaelp",
            "2026-02-20 followup_held followup=opfoelgning_paa_hjaelp",
        ],
    );
    let course = assess(twice.view(), &book);
    let found = rounds(&course, &book, HELP);
    let due = |text| Some(day(text));
    assert_eq!(found, [(1, due("2025-10-01")), (1, due("2026-03-01")), (2, due("2026-05-20"))]);
    assert_eq!(status(&course, &twice, &book, (HELP, 1), "2026-02-25"), Some(Status::Lapsed));
}

#[test]
fn help_under_another_name_from_july_2025_is_the_same_help() {
    let book = law();
    let renamed = history(
        "2000-01-01",
        &[
            "2025-05-05 first_contact benefit=uddannelseshjaelp",
            "2025-05-05..2025-06-30 benefit benefit=uddannelseshjaelp",
            "2025-07-01.. benefit benefit=kontanthjaelp rate=grundsats",
            "2025-07-21 followup_held followup=opfoelgning_paa_hjaelp",
        ],
    );
    let course = assess(renamed.view(), &book);
    assert_eq!(status(&course, &renamed, &book, (HELP, 1), "2025-08-06"), Some(Status::Met));
    assert_eq!(rounds(&course, &book, HELP)[1], (2, Some(day("2025-10-21"))));
    assert_eq!(status(&course, &renamed, &book, (HELP, 2), "2025-10-22"), Some(Status::Overdue));
}

#[test]
fn ledighedsydelse_that_begins_again_is_not_late_and_says_that_the_words_can_be_read_in_two_ways() {
    let book = law();
    let again = history(
        "1970-01-01",
        &["2023-01-02..2023-06-30 benefit benefit=ledighedsydelse", "2025-08-01.. benefit benefit=ledighedsydelse"],
    );
    let course = assess(again.view(), &book);
    let ix = book.find("opfoelgning-paa-ledighedsydelse").expect("a rule");
    let basis = course.duties.iter().flat_map(|d| &d.bases).rfind(|b| b.rule == ix).expect("a basis");
    assert_eq!(basis.missing.names().collect::<Vec<_>>(), ["reading"]);
    assert_eq!(basis.due, Some(day("2026-02-01")));
}

#[test]
fn whether_fleksloentilskud_is_followed_up_is_asked_only_while_somebody_is_sick_without_sick_pay() {
    let book = law();
    let key = "opfoelgning_fleksloentilskud_under_sygdom";
    let sick = history(
        "1970-01-01",
        &[
            "2024-01-01.. employment job=fleksjob",
            "2024-01-01.. benefit benefit=fleksloentilskud",
            "2025-03-03..2025-09-30 sickness employed=ja",
            "2025-03-03..2025-06-30 benefit benefit=sygedagpenge",
        ],
    );
    let course = assess(sick.view(), &book);
    assert_eq!(gaps(&course, &book, key), [(day("2025-07-01"), Some(day("2025-09-30")))]);
    let well = history("1970-01-01", &["2024-01-01.. benefit benefit=fleksloentilskud"]);
    assert_eq!(gaps(&assess(well.view(), &book), &book, key), []);
}

#[test]
fn the_age_from_which_ledighedsydelse_is_lower_is_said_to_be_unread_from_sixty_on() {
    let book = law();
    let key = "ledighedsydelse_fra_fleksydelsesalder";
    let older = history("1966-03-10", &["2025-11-01.. benefit benefit=ledighedsydelse"]);
    assert_eq!(gaps(&assess(older.view(), &book), &book, key), [(day("2026-03-10"), None)]);
    let young = history("1980-01-01", &["2025-11-01..2026-12-31 benefit benefit=ledighedsydelse"]);
    assert_eq!(gaps(&assess(young.view(), &book), &book, key), []);
}

#[test]
fn an_overdue_follow_up_that_may_have_been_held_late_asks_how_it_was_held() {
    let book = law();
    let report = |more: &[&str], today: &str| {
        let lines =
            [&["2021-02-28.. employment job=fleksjob", "2023-09-01 followup_held followup=fleksjob"], more].concat();
        let case = history("1975-01-01", &lines);
        let course = assess(case.view(), &book);
        let today = day(today);
        let input = AssessInput { today, known_on: today, asks: &[], gates: &[], problems: &[], company: false };
        let found = assess_report(&case, &book, &course, &input);
        let of_rule = found.duties.into_iter().find(|d| d.duty == "fleksjob_opfoelgning");
        of_rule.map(|d| (d.status, d.missing))
    };
    let lacks = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    assert_eq!(report(&[], "2023-08-31"), Some(("overdue", lacks(&[]))), "nothing has been held yet");
    assert_eq!(report(&[], "2023-09-04"), Some(("overdue", lacks(&["form"]))));
    let told = ["2023-09-08 followup_held followup=fleksjob form=telefon"];
    assert_eq!(report(&told, "2023-09-11"), Some(("met_late", lacks(&[]))));
}

#[test]
fn a_new_grant_to_the_same_company_after_five_years_has_its_own_follow_up_and_status() {
    let book = law();
    let rows = |jobs: &[&str], rule| rounds(&assess(history("1985-01-01", jobs).view(), &book), &book, rule);
    let due = |text| Some(day(text));
    let twice = [
        "2018-01-01..2022-12-31 employment job=selvstaendig_med_tilskud company=A",
        "2023-01-01.. employment job=selvstaendig_med_tilskud company=A",
    ];
    assert_eq!(rows(&twice, "selvstaendig-tilskud-status"), [(1, due("2022-07-01")), (1, due("2027-07-01"))]);
    // Other hours in the middle of a grant, or after more than five years, are no new one.
    let hours = [
        "2018-01-01..2021-12-31 employment job=selvstaendig_med_tilskud company=A",
        "2022-01-01.. employment job=selvstaendig_med_tilskud company=A",
    ];
    assert_eq!(rows(&hours, "selvstaendig-tilskud-status"), [(1, due("2022-07-01"))]);
}

#[test]
fn a_sickness_in_two_facts_is_expected_over_from_its_first_day_and_its_first_talk() {
    let book = law();
    let ix = book.find("raskmelding-13-uger").expect("a rule");
    let through = |sickness: &[&str]| {
        let facts =
            [sickness, &["2025-10-03.. benefit benefit=sygedagpenge", "2025-10-20 talk_held talk=opfoelgningssamtale"]];
        let course = assess(history("1975-01-01", &facts.concat()).view(), &book);
        let on = day("2026-01-05");
        course.rights.iter().any(|r| r.rule == ix && r.from <= on && r.through.is_none_or(|last| on <= last))
    };
    // 13 weeks from the talk of 20 October end on 18 January.
    let second = |fit| format!("2025-12-01.. sickness employed=ja expected_fit={fit}");
    let first = "2025-09-03..2025-11-30 sickness employed=ja expected_fit=2025-12-15";
    assert!(through(&[first, &second("2026-01-18")]));
    assert!(!through(&[first, &second("2026-02-20")]));
}

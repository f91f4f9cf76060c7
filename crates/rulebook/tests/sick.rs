//! Sick pay by the shipped rules: the weeks in which only the recovery is looked at, and the two chapters of one sickness.

mod facts;

use domain::Day;
use facts::{day, history, law};
use medspiller_rulebook::assess::{RightUse, assess};

const CONTROL_ALONE: &str = "raskmelding-13-uger";

/// First and last day on which the right stands, and whether that is certain.
fn stands(facts: &[&str]) -> Vec<(Day, Option<Day>, bool)> {
    let book = law();
    let rule = book.find(CONTROL_ALONE).expect("a rule");
    let course = assess(history("1975-01-01", facts).view(), &book);
    course.rights.iter().filter(|r| r.rule == rule).map(|r| (r.from, r.through, r.certain)).collect()
}

#[test]
fn only_the_recovery_is_looked_at_from_the_first_talk_of_each_sickness_to_the_end_of_week_13() {
    let twice = [
        "2025-02-03..2025-05-04 sickness employed=ja expected_fit=2025-05-05",
        "2025-02-03..2025-05-04 benefit benefit=sygedagpenge",
        "2025-03-10 talk_held talk=opfoelgningssamtale",
        "2025-09-03.. sickness employed=ja expected_fit=2026-01-18",
        "2025-10-03.. benefit benefit=sygedagpenge",
        "2025-10-20 talk_held talk=opfoelgningssamtale",
        "2025-11-24 talk_held talk=opfoelgningssamtale",
    ];
    let until = |text| Some(day(text));
    assert_eq!(
        stands(&twice),
        [(day("2025-03-10"), until("2025-05-04"), true), (day("2025-10-20"), until("2026-01-18"), true)]
    );
}

#[test]
fn who_loses_the_job_is_followed_up_again_from_that_day() {
    let lost = [
        "2025-09-03..2025-11-30 sickness employed=ja expected_fit=2026-01-18",
        "2025-12-01.. sickness employed=nej",
        "2025-10-03.. benefit benefit=sygedagpenge",
        "2025-10-20 talk_held talk=opfoelgningssamtale",
    ];
    assert_eq!(stands(&lost), [(day("2025-10-20"), Some(day("2025-11-30")), true)]);
}

#[test]
fn whether_the_weeks_hold_for_a_sickness_of_before_2025_nobody_has_read() {
    let before = [
        "2024-12-30.. sickness employed=ja expected_fit=2025-03-01",
        "2025-01-29.. benefit benefit=sygedagpenge",
        "2025-02-10 talk_held talk=opfoelgningssamtale",
    ];
    assert_eq!(stands(&before), [(day("2025-02-10"), Some(day("2025-05-11")), false)]);
}

#[test]
fn two_courses_of_jobafklaring_without_a_day_between_are_assessed_each_for_itself() {
    let book = law();
    let rule = book.find("jobafklaring-vurdering").expect("a rule");
    let dates = |facts: &[&str]| -> Vec<(Option<Day>, Option<Day>)> {
        let course = assess(history("1980-01-01", facts).view(), &book);
        let bases = course.duties.iter().flat_map(|duty| &duty.bases).filter(|basis| basis.rule == rule);
        bases.map(|basis| (basis.due, basis.met.map(|(on, _)| on))).collect()
    };
    let assessed = "2022-06-10 followup_held followup=revurdering";
    let full =
        ["2020-07-01..2022-06-30 benefit benefit=jobafklaring", assessed, "2022-07-01.. benefit benefit=jobafklaring"];
    let both = [(Some(day("2022-06-30")), Some(day("2022-06-10"))), (Some(day("2024-06-30")), None)];
    assert_eq!(dates(&full), both);
    // Half a year in, something else about the benefit was another: the same course.
    let one = [
        "2020-07-01..2020-12-31 benefit benefit=jobafklaring",
        "2021-01-01..2022-06-30 benefit benefit=jobafklaring partial=true",
        assessed,
        "2022-07-01.. benefit benefit=jobafklaring",
    ];
    assert_eq!(dates(&one), both);
}

#[test]
fn who_is_sick_again_while_the_22_weeks_are_used_has_a_right_to_jobafklaring_after_the_employers_days() {
    let book = law();
    let rights = |facts: &[&str]| -> Vec<(Day, bool)> {
        let course = assess(history("1975-01-01", facts).view(), &book);
        let again = |r: &&RightUse| book.rule(r.rule).id.starts_with("ret-jobafklaring-syg-igen");
        course.rights.iter().filter(again).map(|r| (r.from, r.certain)).collect()
    };
    let before = |through: &str| {
        [
            format!("2025-09-01..{through} sickness employed=ja"),
            format!("2025-10-01..{through} benefit benefit=sygedagpenge"),
        ]
    };
    let after = |through: &str, again: &str| {
        let first = before(through);
        rights(&[&first[0], &first[1], again])
    };
    assert_eq!(after("2026-03-31", "2026-05-15.. sickness employed=ja"), [(day("2026-06-14"), true)]);
    assert_eq!(after("2026-03-31", "2026-05-15.. sickness employed=nej"), [(day("2026-05-15"), true)]);
    // Who has a job nobody knows of may have either.
    let either = [(day("2026-06-14"), false), (day("2026-05-15"), false)];
    assert_eq!(after("2026-03-31", "2026-05-15.. sickness"), either);
    // Fit before the 22 weeks had passed: nothing is used up.
    assert_eq!(after("2026-03-06", "2026-05-15.. sickness employed=ja"), []);
}

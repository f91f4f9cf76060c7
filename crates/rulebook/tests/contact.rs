//! The contact course at its edges: the days on which a period, a group or an exemption begins and ends.

mod facts;

use domain::Day;
use domain::codes::TargetGroup;
use domain::history::History;
use facts::{day, history, law};
use medspiller_rulebook::assess::axes::Axes;
use medspiller_rulebook::assess::{Basis, Course, Status, assess};
use medspiller_rulebook::{Rulebook, simulate};

fn bases<'c>(course: &'c Course, book: &Rulebook, rule: &str) -> Vec<&'c Basis> {
    let ix = book.find(rule).expect("a rule");
    course.duties.iter().flat_map(|d| &d.bases).filter(|b| b.rule == ix).collect()
}

/// The due days of a rule, in order.
fn dues(history: &History, book: &Rulebook, rule: &str) -> Vec<String> {
    let course = assess(history.view(), book);
    let mut found: Vec<Day> = bases(&course, book, rule).iter().filter_map(|b| b.due).collect();
    found.sort();
    found.iter().map(ToString::to_string).collect()
}

fn status(history: &History, book: &Rulebook, rule: &str, on: &str) -> Option<Status> {
    let course = assess(history.view(), book);
    let ix = book.find(rule).expect("a rule");
    let duty = course.duties.iter().find(|d| d.bases.iter().any(|b| b.rule == ix))?;
    duty.bases.iter().find(|b| b.rule == ix)?.on(day(on), duty, history.view())
}

const TALKS: &str = "samtaler-4-i-6-mdr";
const HELP: [&str; 3] = [
    "2025-10-13 first_contact benefit=kontanthjaelp",
    "2025-10-13.. benefit benefit=kontanthjaelp",
    "2025-10-13.. visitation category=jobparat",
];

fn on_help(more: &[&str]) -> History {
    history("1980-01-01", &[&HELP[..], more].concat())
}

// ---------------------------------------------------------------- periods

#[test]
fn a_thirtieth_birthday_begins_a_new_period() {
    let book = law();
    let young = [
        "2011-06-30 education level=grundskole",
        "2025-03-03 first_contact benefit=uddannelseshjaelp",
        "2025-03-03..2025-06-30 benefit benefit=uddannelseshjaelp",
        "2025-07-01.. benefit benefit=kontanthjaelp",
        "2025-03-10.. visitation category=aktivitetsparat",
    ];
    let turns_thirty = history("1995-09-15", &young);
    assert_eq!(dues(&turns_thirty, &book, TALKS), ["2025-09-02", "2026-03-14"]);
    assert_eq!(dues(&turns_thirty, &book, "tilbud-kontanthjaelp-6-mdr"), ["2026-03-15"]);
    let stays_young = history("2000-09-15", &young);
    assert_eq!(dues(&stays_young, &book, TALKS), ["2025-09-02"]);
}

const A_DAY_WITHOUT: [&str; 5] = [
    "2025-08-04 first_contact benefit=kontanthjaelp",
    "2025-08-04.. visitation category=aktivitetsparat",
    "2025-08-04..2025-08-10 benefit benefit=kontanthjaelp rate=mindstesats",
    "2025-08-12.. benefit benefit=kontanthjaelp rate=mindstesats",
    "2025-12-15 availability_doubt",
];
const THIRTY_ON_A_DAY_WITHOUT: [&str; 6] = [
    "2012-06-30 education level=grundskole",
    "2025-07-07 first_contact benefit=kontanthjaelp",
    "2025-07-07..2025-09-14 benefit benefit=kontanthjaelp",
    "2025-07-07..2025-09-14 visitation category=uddannelsesparat",
    "2025-09-16.. benefit benefit=kontanthjaelp",
    "2025-09-16.. visitation category=jobparat",
];

#[test]
fn a_day_without_help_ends_no_duty_of_the_period_and_opens_none() {
    let book = law();
    let case = history("1980-01-01", &A_DAY_WITHOUT);
    let on = |rule, day| status(&case, &book, rule, day);
    assert_eq!(on("arbejdspligt-1-maaned", "2025-09-05"), Some(Status::Overdue));
    assert_eq!(on("opfoelgning-paa-hjaelp", "2025-11-05"), Some(Status::Overdue));
    let later = history(
        "1980-01-01",
        &[
            "2024-03-04 first_contact benefit=kontanthjaelp",
            "2024-03-04..2024-07-10 benefit benefit=kontanthjaelp",
            "2024-07-12.. benefit benefit=kontanthjaelp",
        ],
    );
    let course = assess(later.view(), &book);
    for rule in ["jobsamtale-1-uge", "opfoelgning-paa-hjaelp"] {
        let asked = bases(&course, &book, rule).iter().filter(|b| b.due.is_none()).count();
        assert_eq!(asked, 0, "{rule}: the first contact is known");
    }
}

#[test]
fn a_whole_calendar_month_without_help_ends_the_duties_of_the_period() {
    let book = law();
    let ends = |through: &str, again: &str| {
        let first = format!("2025-08-04..{through} benefit benefit=kontanthjaelp");
        let second = format!("{again}.. benefit benefit=kontanthjaelp");
        let case = history("1980-01-01", &["2025-08-04 first_contact benefit=kontanthjaelp", &first, &second]);
        status(&case, &book, "opfoelgning-paa-hjaelp", "2025-11-10")
    };
    assert_eq!(ends("2025-08-31", "2025-10-01"), Some(Status::Lapsed));
    assert_eq!(ends("2025-08-31", "2025-09-30"), Some(Status::Overdue));
    assert_eq!(ends("2025-09-01", "2025-10-31"), Some(Status::Overdue));
    assert_eq!(ends("2025-10-31", "2025-11-08"), Some(Status::Undetermined), "no help on the last day");
}

#[test]
fn a_new_group_after_a_day_without_help_begins_a_new_period() {
    let book = law();
    let thirty = history("1995-09-15", &THIRTY_ON_A_DAY_WITHOUT);
    assert_eq!(dues(&thirty, &book, TALKS), ["2026-01-06", "2026-03-15"]);
    let mut trained = THIRTY_ON_A_DAY_WITHOUT.to_vec();
    trained.push("2025-09-15 education level=erhvervsuddannelse");
    assert_eq!(dues(&history("2000-01-01", &trained), &book, TALKS), ["2026-01-06", "2026-03-15"]);
}

#[test]
fn a_second_contact_inside_the_period_opens_nothing() {
    let book = law();
    let again = on_help(&["2025-11-03 first_contact benefit=kontanthjaelp"]);
    assert_eq!(dues(&again, &book, "jobsamtale-1-uge"), ["2025-10-20"]);
    assert_eq!(dues(&again, &book, TALKS), ["2026-04-12"]);
    let same_day = on_help(&["2025-10-13 first_contact benefit=kontanthjaelp"]);
    assert_eq!(dues(&same_day, &book, "jobsamtale-1-uge"), ["2025-10-20"]);
    let help = "2025-03-03.. benefit benefit=kontanthjaelp";
    let late = history("1980-01-01", &[help, "2025-10-13 first_contact benefit=kontanthjaelp"]);
    assert_eq!(dues(&late, &book, "jobsamtale-1-uge"), ["2025-10-20"], "the only one that is known");
}

#[test]
fn a_contact_years_after_one_that_led_to_nothing_opens_a_new_period() {
    let book = law();
    let asked_twice = history(
        "1980-01-01",
        &["2024-03-04 first_contact benefit=kontanthjaelp", "2026-03-04 first_contact benefit=kontanthjaelp"],
    );
    assert_eq!(dues(&asked_twice, &book, "jobsamtale-1-uge"), ["2024-03-11", "2026-03-11"]);
    let granted = history(
        "1980-01-01",
        &[
            "2024-03-04 first_contact benefit=kontanthjaelp",
            "2025-10-13 first_contact benefit=kontanthjaelp",
            "2025-10-10.. benefit benefit=kontanthjaelp",
        ],
    );
    assert_eq!(dues(&granted, &book, "jobsamtale-1-uge"), ["2024-03-11", "2025-10-20"]);
    assert_eq!(dues(&granted, &book, TALKS).last().map(String::as_str), Some("2026-04-12"));
}

#[test]
fn a_contact_after_a_whole_month_without_help_opens_a_new_period() {
    let book = law();
    let back = history(
        "1980-01-01",
        &[
            "2025-03-03 first_contact benefit=kontanthjaelp",
            "2025-03-03..2025-05-15 benefit benefit=kontanthjaelp",
            "2025-07-02 first_contact benefit=kontanthjaelp",
            "2025-07-02.. benefit benefit=kontanthjaelp",
        ],
    );
    assert_eq!(dues(&back, &book, "jobsamtale-1-uge"), ["2025-03-10", "2025-07-09"]);
    assert_eq!(dues(&back, &book, TALKS), ["2025-09-02", "2026-01-01"]);
}

#[test]
fn a_period_goes_on_through_a_job_with_loentilskud_and_ends_with_it() {
    let book = law();
    let facts = [
        "2025-10-13 first_contact benefit=kontanthjaelp",
        "2025-10-13..2025-11-30 benefit benefit=kontanthjaelp",
        "2025-10-13.. visitation category=jobparat",
        "2025-12-01..2026-03-31 offer_started offer=loentilskud",
    ];
    let in_the_job = history("1980-01-01", &facts);
    assert_eq!(status(&in_the_job, &book, TALKS, "2026-03-31"), Some(Status::Pending));
    assert_eq!(status(&in_the_job, &book, TALKS, "2026-04-01"), Some(Status::Lapsed));
    let group = |on| Axes::new(in_the_job.view()).target_group(day(on));
    assert_eq!(group("2026-03-31"), Some(TargetGroup::JobparatKontanthjaelp));
    assert_eq!(group("2026-04-01"), None);
    let practice = [&facts[..3], &["2025-12-01..2026-03-31 offer_started offer=virksomhedspraktik"]].concat();
    assert_eq!(status(&history("1980-01-01", &practice), &book, TALKS, "2025-12-01"), Some(Status::Lapsed));
}

#[test]
fn forrevalidering_is_revalidering_unless_sick_pay_runs() {
    let alone = history("1980-01-01", &["2025-01-06.. benefit benefit=forrevalidering"]);
    assert_eq!(Axes::new(alone.view()).target_group(day("2025-03-01")), Some(TargetGroup::Revalidend));
    let sick = history(
        "1980-01-01",
        &["2025-01-06.. benefit benefit=forrevalidering", "2025-01-06.. benefit benefit=sygedagpenge"],
    );
    assert_eq!(Axes::new(sick.view()).target_group(day("2025-03-01")), Some(TargetGroup::Sygedagpengemodtager));
}

#[test]
fn a_visitation_that_age_or_education_contradicts_leaves_the_group_open() {
    let group = |born: &str, visitation: &str, level: &str| {
        let category = format!("2025-10-13.. visitation category={visitation}");
        let level = format!("2020-06-30 education level={level}");
        let person = history(born, &["2025-10-13.. benefit benefit=kontanthjaelp", &category, &level]);
        let (set, missing) = Axes::new(person.view()).groups(day("2026-01-10"));
        (set.count_ones(), missing.is_empty())
    };
    assert_eq!(group("1995-01-10", "uddannelsesparat", "grundskole"), (2, false), "turned 30 on 10 January 2025");
    assert_eq!(group("2004-01-01", "jobparat", "grundskole"), (3, false));
    assert_eq!(group("2004-01-01", "jobparat", "erhvervsuddannelse"), (1, true));
    assert_eq!(group("2004-01-01", "uddannelsesparat", "grundskole"), (1, true));
}

// ---------------------------------------------------------------- what ends a duty

#[test]
fn a_duty_lapses_only_where_the_benefit_ended_before_its_last_day() {
    let book = law();
    let until = |last: &str| {
        let benefit = format!("2026-03-04..{last} benefit benefit=kontanthjaelp");
        history("1980-01-01", &["2026-03-04 first_contact benefit=kontanthjaelp", &benefit])
    };
    let on = |last: &str, on: &str| status(&until(last), &book, "jobsamtale-1-uge", on);
    assert_eq!(on("2026-03-10", "2026-03-10"), Some(Status::Pending));
    assert_eq!(on("2026-03-10", "2026-03-12"), Some(Status::Lapsed), "out of the group on the due day");
    assert_eq!(on("2026-03-11", "2026-03-12"), Some(Status::Overdue), "in it through the due day");
}

#[test]
fn a_duty_for_the_young_lapses_on_the_birthday_that_takes_them_out_of_the_group() {
    let book = law();
    let young = [
        "2025-09-01 education level=grundskole",
        "2025-09-01 first_contact benefit=kontanthjaelp",
        "2025-09-01.. benefit benefit=kontanthjaelp",
        "2025-09-01.. visitation category=aktivitetsparat",
        "2025-10-20..2025-11-14 offer_started offer=virksomhedspraktik",
        "2025-11-14 offer_ended offer=virksomhedspraktik exit=som_aftalt",
    ];
    let on = |born: &str| status(&history(born, &young), &book, "tilbud-unge-4-mdr-mellem", "2026-03-15");
    assert_eq!(on("1996-03-14"), Some(Status::Lapsed), "30 on the due day");
    assert_eq!(on("1996-03-15"), Some(Status::Overdue), "30 the day after");
}

#[test]
fn a_trial_of_a_rule_lapses_the_same_duties_as_the_case_itself() {
    let book = law();
    let cases = [
        history("1980-01-01", &["2025-10-06 registered", "2025-10-06..2025-10-12 benefit benefit=dagpenge"]),
        on_help(&["2025-11-03 first_contact benefit=kontanthjaelp"]),
        history("1980-01-01", &A_DAY_WITHOUT),
        history("1995-09-15", &THIRTY_ON_A_DAY_WITHOUT),
    ];
    let same = simulate::simulate(cases.iter().map(History::view), &book, &book, day("2025-11-10"));
    for line in &same.lines {
        let ix = book.find(&line.rule).expect("a rule");
        let open = cases.iter().map(|case| {
            let course = assess(case.view(), &book);
            let open = |d: &medspiller_rulebook::assess::Duty| {
                let of_rule = d.bases.iter().filter(|b| b.rule == ix);
                of_rule.filter(|b| b.on(day("2025-11-10"), d, case.view()).is_some_and(Status::is_open)).count()
            };
            course.duties.iter().map(open).sum::<usize>()
        });
        assert_eq!(line.before.open, open.sum::<usize>(), "{}", line.rule);
    }
}

#[test]
fn barsel_in_two_facts_ends_once() {
    let book = law();
    let case = on_help(&[
        "2025-11-03..2026-01-31 absence absence=barsel",
        "2026-01-15..2026-04-30 absence absence=barsel",
        "2026-06-01..2026-07-31 absence absence=barsel",
    ]);
    assert_eq!(dues(&case, &book, "barsel-samtale"), ["2026-04-30", "2026-07-31"]);
}

// ---------------------------------------------------------------- exemptions

#[test]
fn each_of_two_exemptions_holds_on_its_own_days() {
    let book = law();
    let twice = on_help(&[
        "2026-03-01..2026-03-20 absence absence=mindre_intensiv_indsats",
        "2026-04-01..2026-04-05 absence absence=hjemsendt",
    ]);
    let on = |day| status(&twice, &book, TALKS, day);
    assert_eq!(on("2026-02-28"), Some(Status::Pending));
    assert_eq!(on("2026-03-01"), Some(Status::Exempt));
    assert_eq!(on("2026-03-20"), Some(Status::Exempt));
    assert_eq!(on("2026-03-21"), Some(Status::Pending));
    assert_eq!(on("2026-04-05"), Some(Status::Exempt));
    assert_eq!(on("2026-04-14"), Some(Status::Overdue));
}

#[test]
fn an_exemption_that_goes_on_in_the_next_holds_through_both_and_says_what_is_missing_after_them() {
    let book = law();
    let over = |second: &str| {
        on_help(&[
            "2026-03-01..2026-04-20 absence absence=barsel",
            &format!("{second}..2026-06-30 absence absence=barsel"),
        ])
    };
    for second in ["2026-04-15", "2026-04-21"] {
        assert_eq!(status(&over(second), &book, TALKS, "2026-05-15"), Some(Status::Exempt), "{second}");
        assert_eq!(status(&over(second), &book, TALKS, "2026-07-01"), Some(Status::Undetermined), "{second}");
    }
    let later = over("2026-05-10");
    assert_eq!(status(&later, &book, TALKS, "2026-05-15"), Some(Status::Undetermined));
    let course = assess(later.view(), &book);
    assert!(!bases(&course, &book, TALKS)[0].missing_on(day("2026-05-15")).is_empty(), "it says why");
}

#[test]
fn an_exemption_over_the_last_day_is_never_late_and_leaves_the_rest_open() {
    let book = law();
    let over = on_help(&["2026-04-10..2026-04-20 absence absence=hjemsendt"]);
    assert_eq!(status(&over, &book, TALKS, "2026-04-20"), Some(Status::Exempt));
    assert_eq!(status(&over, &book, TALKS, "2026-04-21"), Some(Status::Undetermined));
    let course = assess(over.view(), &book);
    let basis = bases(&course, &book, TALKS)[0].clone();
    assert_eq!(basis.missing_on(day("2026-04-21")).names().collect::<Vec<_>>(), ["reading"]);
    assert!(basis.missing_on(day("2026-04-20")).is_empty());
}

#[test]
fn exemptions_that_follow_each_other_are_one() {
    let book = law();
    let leave = "2026-02-01..2026-05-31 absence absence=barsel";
    let on = |more: &[&str]| dues(&on_help(more), &book, "tilbud-kontanthjaelp-6-mdr");
    assert_eq!(on(&[leave]), ["2026-06-30"]);
    assert_eq!(on(&[leave, "2026-06-01..2026-06-14 absence absence=ferie"]), ["2026-07-14"]);
    assert_eq!(on(&[leave, "2026-06-02..2026-06-14 absence absence=ferie"]), ["2026-06-30"], "a day lies between");
}

#[test]
fn only_those_with_an_education_are_exempt_before_a_study() {
    let book = law();
    let with = |level: &[&str]| {
        let facts = [
            "2026-03-04 first_contact benefit=kontanthjaelp",
            "2026-03-05..2026-04-15 absence absence=start_uddannelse_inden_6_uger",
        ];
        status(&history("2004-01-01", &[&facts[..], level].concat()), &book, "jobsamtale-1-uge", "2026-03-12")
    };
    assert_eq!(with(&["2020-06-30 education level=grundskole"]), Some(Status::Overdue));
    assert_eq!(with(&["2020-06-30 education level=erhvervsuddannelse"]), Some(Status::Exempt));
    assert_eq!(with(&[]), Some(Status::Undetermined), "nobody knows");
}

// ---------------------------------------------------------------- accumulated clocks

#[test]
fn the_municipality_takes_over_when_the_month_of_410_hours_is_over() {
    let book = law();
    let held = |on: &str| {
        let talk = format!("{on} talk_held talk=jobsamtale");
        let person = history("1980-01-01", &["2025-10-06.. benefit benefit=dagpenge", &talk]);
        bases(&assess(person.view(), &book), &book, "samtaler-dagpenge-6-mdr")[0].held
    };
    assert_eq!((held("2025-12-31"), held("2026-01-01")), (0, 1));
}

#[test]
fn the_hours_of_2020_and_2021_that_do_not_count_move_the_day_from_both_sides() {
    let book = law();
    let due = |from: &str| {
        let benefit = format!("{from}..2022-12-31 benefit benefit=dagpenge");
        dues(&history("1980-01-01", &[&benefit]), &book, "tilbud-dagpenge-6-mdr")[0].clone()
    };
    assert_eq!(due("2020-09-01"), "2021-08-29", "122 days in 2020, the rest from 1 July 2021");
    assert_eq!(due("2021-07-01"), "2022-01-01");
}

#[test]
fn a_new_period_of_which_nobody_wrote_the_contact_or_the_registration_does_not_take_that_of_the_one_before() {
    let book = law();
    let missing = |facts: &[&str], rule| {
        let course = assess(history("1979-01-01", facts).view(), &book);
        let found = bases(&course, &book, rule);
        found.iter().map(|b| b.missing.names().collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let help = [
        "2025-09-01 first_contact benefit=kontanthjaelp",
        "2025-09-01..2025-10-31 benefit benefit=kontanthjaelp",
        "2025-12-01.. benefit benefit=kontanthjaelp",
    ];
    assert_eq!(missing(&help, "jobsamtale-1-uge"), [vec![], vec!["anchor"]]);
    // Asked for once more, or back inside the same period: nothing lacks.
    let asked = [help[0], help[1], "2025-11-24 first_contact benefit=kontanthjaelp", help[2]];
    assert_eq!(missing(&asked, "jobsamtale-1-uge"), [vec![], Vec::<&str>::new()]);
    assert_eq!(missing(&[help[0], help[1], "2025-11-10.. benefit benefit=kontanthjaelp"], "jobsamtale-1-uge").len(), 1);
    let dagpenge = [
        "2025-09-01 registered",
        "2025-09-01 dagpenge_period",
        "2025-09-01..2025-09-30 benefit benefit=dagpenge",
        "2025-12-01 dagpenge_period",
        "2025-12-01.. benefit benefit=dagpenge",
    ];
    assert_eq!(missing(&dagpenge, "akasse-foerste-samtale").last(), Some(&vec!["anchor"]));
    let same_period = [dagpenge[0], dagpenge[1], dagpenge[2], "2025-10-20.. benefit benefit=dagpenge"];
    assert_eq!(missing(&same_period, "akasse-foerste-samtale").len(), 1);
}

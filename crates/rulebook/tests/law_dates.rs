//! What is answered about days on which the law changes, or that nobody has read.

mod facts;

use domain::codes::{OfferKind, Sector};
use facts::{day, history, law};
use medspiller_rulebook::assess::ask::{Answer, Ask, Verdict, answer};
use medspiller_rulebook::assess::assess;
use medspiller_rulebook::report::{AssessInput, assess_report};
use serde_json::Value;

const JOBPARAT: [&str; 4] = [
    "2000-01-01 education level=erhvervsuddannelse",
    "2020-01-01.. benefit benefit=kontanthjaelp",
    "2020-01-01.. visitation category=jobparat",
    "2024-01-01 plan_agreed plan=min_plan",
];

fn offered(born: &str, offer: OfferKind, on: &str) -> Answer {
    let ask = Ask::Offer { offer, on: day(on), employer: Some(Sector::Public) };
    answer(&ask, history(born, &JOBPARAT).view(), &law())
}

fn rate(rate: &str, key: &str, on: &str, facts: &[&str]) -> Answer {
    let ask = Ask::Rate { rate: rate.into(), key: key.into(), on: day(on) };
    answer(&ask, history("1970-01-01", facts).view(), &law())
}

fn told(facts: &[&str], today: &str, asks: &[Ask]) -> Value {
    let (history, law) = (history("1990-01-01", facts), law());
    let course = assess(history.view(), &law);
    let (gates, problems) = (&[], &[]);
    let today = day(today);
    let input = AssessInput { today, known_on: today, asks, gates, problems, company: false };
    serde_json::to_value(assess_report(&history, &law, &course, &input)).expect("json")
}

#[test]
fn a_nytteindsats_that_would_run_on_under_a_law_whose_transition_nobody_has_read_has_no_last_day() {
    let over = offered("1985-05-05", OfferKind::Nytteindsats, "2024-10-03");
    assert_eq!((over.verdict, over.through), (Verdict::Undetermined, None));
    assert!(over.missing.contains(&"transition".to_owned()), "{:?}", over.missing);
    let inside = offered("1985-05-05", OfferKind::Nytteindsats, "2024-10-02");
    assert_eq!(inside.through, Some(day("2024-12-31")));
    assert!(!inside.missing.contains(&"transition".to_owned()), "{:?}", inside.missing);
}

#[test]
fn a_loentilskud_from_fifty_years_that_begins_on_the_last_day_to_begin_goes_on_into_the_new_year() {
    let last = offered("1960-01-01", OfferKind::Loentilskud, "2022-12-31");
    assert_eq!(last.through, Some(day("2023-04-30")));
}

#[test]
fn an_answer_about_a_day_of_the_act_that_is_expected_says_so() {
    let ask =
        |on: &str| Ask::Offer { offer: OfferKind::Virksomhedspraktik, on: day(on), employer: Some(Sector::Public) };
    let asks = [ask("2026-12-01"), ask("2026-12-20"), ask("2027-02-01")];
    let told = told(&JOBPARAT, "2026-12-01", &asks);
    let expected: Vec<_> = (0..3).map(|at| told["answers"][at]["new_act_expected"].as_bool()).collect();
    // Four weeks from 20 December end in January.
    assert_eq!(expected, [Some(false), Some(true), Some(true)]);
}

#[test]
fn a_rate_that_nobody_has_read_in_a_source_is_shown_and_not_granted() {
    let unread = rate("refusion-sygedagpenge-2011", "uge_5_8", "2011-01-01", &[]);
    assert_eq!((unread.verdict, unread.percent), (Verdict::Undetermined, Some(50)));
    assert_eq!(unread.missing, ["rule_unconfirmed"]);
    let read = rate("refusionstrappe", "", "2026-01-05", &["2026-01-05 help_weeks weeks=5"]);
    assert_eq!((read.verdict, read.missing), (Verdict::Allowed, Vec::<String>::new()));
}

#[test]
fn before_the_first_day_of_a_rate_nobody_is_asked_for_what_it_would_be_counted_from() {
    assert_eq!(rate("refusionstrappe", "", "2015-12-31", &[]).missing, ["rate_version"]);
    assert_eq!(rate("refusionstrappe", "", "2026-01-05", &[]).missing, ["help_weeks"]);
}

#[test]
fn a_benefit_that_is_no_more_is_not_covered_for_as_long_as_it_is_paid() {
    let facts =
        ["2026-03-03 first_contact benefit=uddannelseshjaelp", "2026-03-03.. benefit benefit=uddannelseshjaelp"];
    let told = told(&facts, "2026-03-20", &[]);
    let rows = told["not_covered"].as_array().expect("rows").iter();
    let of_benefit: Vec<_> =
        rows.filter(|row| row["axis"] == "benefit").map(|row| (&row["from"], &row["through"])).collect();
    assert_eq!(of_benefit, [(&Value::from("2026-03-03"), &Value::Null)]);
}

#[test]
fn two_stretches_of_a_benefit_that_is_no_more_are_two_rows() {
    let facts = [
        "2025-08-04..2025-08-31 benefit benefit=uddannelseshjaelp",
        "2025-09-01..2025-09-30 benefit benefit=uddannelseshjaelp",
        "2026-01-05..2026-01-31 benefit benefit=uddannelseshjaelp",
    ];
    let told = told(&facts, "2026-03-20", &[]);
    let rows = told["not_covered"].as_array().expect("rows").iter().filter(|row| row["axis"] == "benefit");
    let days: Vec<_> = rows.map(|row| (row["from"].as_str(), row["through"].as_str())).collect();
    assert_eq!(days, [(Some("2025-08-04"), Some("2025-09-30")), (Some("2026-01-05"), Some("2026-01-31"))]);
}

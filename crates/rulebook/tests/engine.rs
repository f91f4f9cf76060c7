//! What the engine promises of single facts, days and groups, each in a small history.

mod facts;

use domain::Day;
use domain::codes::{OfferKind, Sector};
use domain::history::History;
use facts::{day, history, law};
use medspiller_rulebook::Rulebook;
use medspiller_rulebook::assess::ask::{Answer, Ask, Verdict, answer};
use medspiller_rulebook::assess::{Basis, Course, LimitUse, RightUse, Status, assess, company};
use medspiller_rulebook::parse::example_facts;

fn book(text: &str) -> Rulebook {
    Rulebook::load("none", &[("test.toml", text)]).unwrap_or_else(|e| panic!("{e}"))
}

fn bases<'c>(course: &'c Course, book: &Rulebook, rule: &str) -> Vec<&'c Basis> {
    let ix = book.find(rule).expect("a rule");
    course.duties.iter().flat_map(|d| &d.bases).filter(|b| b.rule == ix).collect()
}

fn status(course: &Course, history: &History, book: &Rulebook, rule: &str, on: &str) -> Option<Status> {
    let ix = book.find(rule).expect("a rule");
    let duty = course.duties.iter().find(|d| d.bases.iter().any(|b| b.rule == ix))?;
    duty.bases.iter().find(|b| b.rule == ix)?.on(day(on), duty, history.view())
}

fn rights<'c>(course: &'c Course, book: &Rulebook, rule: &str) -> Vec<&'c RightUse> {
    let ix = book.find(rule).expect("a rule");
    course.rights.iter().filter(|r| r.rule == ix).collect()
}

fn limit<'c>(course: &'c Course, book: &Rulebook, rule: &str) -> &'c LimitUse {
    let ix = book.find(rule).expect("a rule");
    course.limits.iter().find(|l| l.rule == ix).expect("a limit")
}

const JOBPARAT: [&str; 2] = ["2025-01-06.. benefit benefit=kontanthjaelp", "2025-01-06.. visitation category=jobparat"];

fn jobparat(more: &[&str]) -> History {
    history("1990-01-01", &[&JOBPARAT[..], more].concat())
}

// ---------------------------------------------------------------- fulfilments

#[test]
fn a_follow_up_before_the_offer_began_does_not_meet_what_its_end_asks_for() {
    let book = law();
    let early = jobparat(&[
        "2025-12-01 followup_held followup=efter_foranstaltning",
        "2026-03-02..2026-03-29 offer_started offer=virksomhedspraktik",
    ]);
    let course = assess(early.view(), &book);
    assert_eq!(bases(&course, &book, "stilling-foer-tilbud-slutter")[0].met, None);
    let during = jobparat(&[
        "2026-03-02..2026-03-29 offer_started offer=virksomhedspraktik",
        "2026-03-10 followup_held followup=efter_foranstaltning",
    ]);
    let course = assess(during.view(), &book);
    assert_eq!(bases(&course, &book, "stilling-foer-tilbud-slutter")[0].met.map(|m| m.0), Some(day("2026-03-10")));
}

#[test]
fn a_duty_that_is_due_before_the_offer_ends_is_open_while_the_offer_runs() {
    let book = law();
    let history = jobparat(&["2026-03-02..2026-03-29 offer_started offer=virksomhedspraktik"]);
    let course = assess(history.view(), &book);
    let on = |day| status(&course, &history, &book, "stilling-foer-tilbud-slutter", day);
    assert_eq!(on("2026-03-01"), None);
    assert_eq!(on("2026-03-02"), Some(Status::Pending));
    assert_eq!(on("2026-03-16"), Some(Status::Overdue));
}

#[test]
fn an_offer_shorter_than_the_span_before_its_end_leaves_the_day_undetermined() {
    let book = law();
    let history = jobparat(&[
        "2026-02-02..2026-03-27 offer_started offer=virksomhedspraktik",
        "2026-02-13 offer_ended offer=virksomhedspraktik exit=fravaer",
    ]);
    let course = assess(history.view(), &book);
    let found = bases(&course, &book, "stilling-foer-tilbud-slutter")[0];
    assert_eq!((found.due, found.missing.names().collect::<Vec<_>>()), (None, vec!["reading"]));
    let on = status(&course, &history, &book, "stilling-foer-tilbud-slutter", "2026-03-16");
    assert_eq!(on, Some(Status::Undetermined));
}

#[test]
fn a_talk_agreed_for_after_the_laws_last_day_leaves_the_duty_open() {
    let book = law();
    let agreed = |on: &str| {
        let booked = format!("{on} talk_booked talk=jobsamtale");
        let history = history("1979-01-01", &["2025-10-06.. benefit benefit=dagpenge", booked.as_str()]);
        let course = assess(history.view(), &book);
        let due = bases(&course, &book, "samtaler-dagpenge-6-mdr")[0].due.unwrap();
        (status(&course, &history, &book, "samtaler-dagpenge-6-mdr", "2025-12-01").unwrap(), day(on) <= due)
    };
    assert_eq!(agreed("2026-03-20"), (Status::Booked, true));
    assert_eq!(agreed("2027-02-06"), (Status::Pending, false));
}

#[test]
fn a_joint_talk_in_the_first_six_months_is_not_the_one_due_at_16_months() {
    let book = law();
    let talks = |on: &str| {
        let talk = format!("{on} talk_held talk=jobsamtale joint=true");
        let history = history("1979-01-01", &["2025-10-06.. benefit benefit=dagpenge", talk.as_str()]);
        bases(&assess(history.view(), &book), &book, "faelles-samtale-16-mdr")[0].met.map(|m| m.0)
    };
    assert_eq!(talks("2025-12-15"), None);
    assert_eq!(talks("2026-05-04"), Some(day("2026-05-04")));
}

#[test]
fn an_offer_that_begins_in_the_week_of_its_due_day_is_in_time() {
    let book = law();
    let offer = |start: &str| {
        let fact = format!("{start}..2026-05-03 offer_started offer=virksomhedspraktik");
        let history = history("1979-01-01", &["2025-10-06.. benefit benefit=dagpenge", fact.as_str()]);
        let course = assess(history.view(), &book);
        let basis = bases(&course, &book, "tilbud-dagpenge-6-mdr")[0].clone();
        assert_eq!(basis.due, Some(day("2026-04-06")), "the due day itself stays");
        (status(&course, &history, &book, "tilbud-dagpenge-6-mdr", "2026-04-20").unwrap(), basis.timely())
    };
    assert_eq!(offer("2026-04-12"), (Status::Met, Some(true)), "the Sunday of that week");
    assert_eq!(offer("2026-04-13"), (Status::MetLate, Some(false)), "the Monday after");
}

#[test]
fn a_duty_that_counts_the_week_is_not_overdue_before_the_week_has_passed() {
    let book = law();
    let history = history("1979-01-01", &["2025-10-06.. benefit benefit=dagpenge"]);
    let course = assess(history.view(), &book);
    let on = |day| status(&course, &history, &book, "tilbud-dagpenge-6-mdr", day);
    assert_eq!((on("2026-04-12"), on("2026-04-13")), (Some(Status::Pending), Some(Status::Overdue)));
    let duty = course.duties.iter().find(|d| book.duty_keys[d.key as usize] == "tilbud").unwrap();
    let overdue = duty.segments(history.view()).into_iter().find(|s| s.status == Status::Overdue).unwrap();
    assert_eq!(overdue.from, day("2026-04-13"));
}

// ---------------------------------------------------------------- groups, day by day

const GAPS: &str = r#"
[[gap]]
duty = "sygesamtale"
who = { target_group = ["sygedagpengemodtager"] }
from = 2026-01-01
through = 2026-06-30
reason = "Ikke læst."
cite = { act = "SDPL", text = "ikke læst" }

[[gap]]
duty = "kontakt"
who = { target_group = ["ung_under_18"] }
from = 2020-01-01
reason = "Ikke læst."
cite = { act = "KUI", text = "ikke læst" }
"#;

#[test]
fn a_gap_on_sick_pay_or_young_people_shows_without_a_contact_course() {
    let book = book(GAPS);
    let sick = history("1980-01-01", &["2025-11-03..2026-02-15 benefit benefit=sygedagpenge"]);
    let found = assess(sick.view(), &book).not_covered;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].from, found[0].through), (day("2026-01-01"), Some(day("2026-02-15"))));
    let young = history("2009-05-01", &["2026-03-02.. target_group group=ung_under_18"]);
    let found = assess(young.view(), &book).not_covered;
    assert_eq!(found.iter().map(|n| (n.gap, n.from, n.through)).collect::<Vec<_>>(), [(1, day("2026-03-02"), None)]);
}

#[test]
fn a_gap_shows_only_on_the_days_in_its_own_group() {
    let book = law();
    let until_september = "2026-05-04..2026-09-13 visitation category=jobparat";
    let history = history(
        "1985-01-01",
        &[
            "2026-05-04.. benefit benefit=kontanthjaelp",
            until_september,
            "2026-09-14..2026-10-31 visitation category=aktivitetsparat",
            "2026-11-01.. visitation category=jobparat",
        ],
    );
    let course = assess(history.view(), &book);
    let gap = book.gaps.iter().position(|g| g.duty == "tilbud" && g.from == day("2026-07-01")).unwrap() as u16;
    let days: Vec<_> = course.not_covered.iter().filter(|n| n.gap == gap).map(|n| (n.from, n.through)).collect();
    assert_eq!(days, [(day("2026-09-14"), Some(day("2026-10-31")))]);
}

#[test]
fn a_right_begins_on_the_day_the_citizen_enters_its_group() {
    let book = law();
    let signe = history(
        "1987-03-02",
        &[
            "2025-10-13 first_contact benefit=kontanthjaelp",
            "2025-10-13.. benefit benefit=kontanthjaelp",
            "2025-10-17..2025-12-07 visitation category=jobparat",
            "2025-12-08..2026-02-01 visitation category=aktivitetsparat",
            "2026-02-02.. visitation category=jobparat",
        ],
    );
    let course = assess(signe.view(), &book);
    let found = rights(&course, &book, "koordinerende-sagsbehandler");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].from, found[0].through), (day("2025-12-08"), Some(day("2026-02-01"))));
    assert!(found[0].certain);
}

#[test]
fn a_right_goes_on_through_a_change_of_benefit_and_ends_with_the_last() {
    let book = law();
    let history = history(
        "1980-01-01",
        &[
            "2025-03-03..2025-08-31 benefit benefit=dagpenge",
            "2025-03-17 plan_agreed plan=min_plan",
            "2025-09-01..2025-12-31 benefit benefit=sygedagpenge",
            "2025-09-01..2025-12-31 sickness employed=nej",
        ],
    );
    let course = assess(history.view(), &book);
    let found = rights(&course, &book, "min-plan");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].from, found[0].through), (day("2025-03-03"), Some(day("2025-12-31"))));
    assert_eq!(found[0].left, Some(0));
}

#[test]
fn a_right_as_it_stood_on_a_day_is_not_used_by_what_came_after() {
    let book = law();
    let poul = history(
        "1960-01-01",
        &[
            "2015-01-01.. benefit benefit=foertidspension",
            "2026-02-02 wish wish=job",
            "2026-02-10 talk_held talk=vejledende_samtale",
            "2026-04-14 talk_held talk=vejledende_samtale",
        ],
    );
    let course = assess(poul.view(), &book);
    let right = rights(&course, &book, "foep-tre-samtaler")[0];
    let stood = |on: &str| right.on(day(on), poul.view(), &book);
    let left: Vec<_> = ["2026-02-09", "2026-02-10", "2026-04-14"].map(|on| (stood(on).used, stood(on).left)).into();
    assert_eq!(left, [(0, Some(3)), (1, Some(2)), (2, Some(1))]);
}

#[test]
fn a_right_of_the_grown_up_begins_on_the_birthday() {
    let book = book(
        r#"
[[rule]]
id = "voksen"
kind = "right"
layer = "act"
chapter = "test"
title = "Fra 18 år"
[[rule.version]]
from = 2020-01-01
text = "Fra 18 år."
cite = { act = "LAB", text = "prøve" }
source = "cited"
who = { age_from = 18 }
responsible = "sagens_ejer"
"#,
    );
    let history = history("2008-02-29", &["2025-06-02.. benefit benefit=kontanthjaelp"]);
    let course = assess(history.view(), &book);
    assert_eq!(rights(&course, &book, "voksen").iter().map(|r| r.from).collect::<Vec<_>>(), [day("2026-03-01")]);
}

// ---------------------------------------------------------------- gates and limits

fn closed_gate(source: &str) -> Rulebook {
    book(&format!(
        r#"
[[rule]]
id = "lukket"
kind = "gate"
layer = "act"
chapter = "test"
title = "Lukket"
[[rule.version]]
from = 2020-01-01
text = "Lukket."
cite = {{ act = "LAB", text = "prøve" }}
source = "{source}"
before = {{ fact = "offer_granted", offer = ["loentilskud"] }}
closed = true
"#
    ))
}

fn may_have_loentilskud(book: &Rulebook) -> Answer {
    let ask = Ask::Offer { offer: OfferKind::Loentilskud, on: day("2026-03-16"), employer: Some(Sector::Private) };
    answer(&ask, jobparat(&[]).view(), book)
}

#[test]
fn what_one_rule_opens_some_day_has_no_first_day_while_another_keeps_it_from_the_group_for_good() {
    let book = law();
    let ask = |group: &str| {
        let facts =
            ["2026-01-12.. benefit benefit=uddannelseshjaelp", &format!("2026-01-12.. visitation category={group}")];
        let ask = Ask::Offer { offer: OfferKind::Loentilskud, on: day("2026-03-02"), employer: Some(Sector::Private) };
        answer(&ask, history("2000-01-01", &facts).view(), &book)
    };
    // LAB § 66: six months first, single parents aside, and never for who is obviously ready for education.
    let (ready, able) = (ask("aabenlyst_uddannelsesparat"), ask("uddannelsesparat"));
    assert_eq!((ready.verdict, ready.earliest, ready.through), (Verdict::Refused, None, None));
    assert_eq!((able.verdict, able.earliest), (Verdict::Undetermined, Some(day("2026-07-12"))));
}

#[test]
fn a_gate_that_nobody_has_read_in_a_source_never_refuses() {
    assert_eq!(may_have_loentilskud(&closed_gate("cited")).verdict, Verdict::Refused);
    let unread = may_have_loentilskud(&closed_gate("needs_review"));
    assert_eq!((unread.verdict, unread.missing), (Verdict::Undetermined, vec!["rule_unconfirmed".to_owned()]));
}

#[test]
fn what_differs_by_employer_or_by_visitation_is_named_and_no_length_is_promised() {
    let book = law();
    let papers = [
        "2010-01-01 education level=grundskole",
        "2025-01-06.. benefit benefit=kontanthjaelp",
        "2026-02-01 plan_agreed plan=min_plan",
        "2026-02-20 document document=medarbejderrepraesentant_udtalelse",
        "2026-02-20 document document=droeftelse_medarbejderrepraesentant",
    ];
    let asked = |born: &str, more: &[&str], offer: OfferKind, employer: Option<Sector>| {
        let history = history(born, &[&papers[..], more].concat());
        let found = answer(&Ask::Offer { offer, on: day("2026-03-02"), employer }, history.view(), &book);
        (found.verdict, found.through, found.missing)
    };
    let jobparat = ["2025-01-06.. visitation category=jobparat"];
    let named = |name: &str| (Verdict::Undetermined, None, vec![name.to_owned()]);
    assert_eq!(asked("1980-01-01", &jobparat, OfferKind::Loentilskud, None), named("employer"), "4 or 6 months");
    let public = Some(Sector::Public);
    let useful = asked("1980-01-01", &jobparat, OfferKind::Nytteindsats, public);
    assert_eq!(useful, named("requirement_met"), "whether 13 weeks are asked of hangs on the duty to work");
    let private = Some(Sector::Private);
    let in_praktik = asked("2004-01-01", &[], OfferKind::Virksomhedspraktik, private);
    assert_eq!(in_praktik, named("visitation"), "4 or 13 weeks");
}

#[test]
fn an_igu_asks_for_no_benefit_and_another_offer_does() {
    let book = law();
    let history = history("1990-01-01", &["2024-02-02 integration_takeover"]);
    let asked = |offer: OfferKind| {
        answer(&Ask::Offer { offer, on: day("2026-04-01"), employer: Some(Sector::Private) }, history.view(), &book)
    };
    assert_eq!(asked(OfferKind::Igu).verdict, Verdict::Allowed);
    let praktik = asked(OfferKind::Virksomhedspraktik);
    assert_eq!(praktik.verdict, Verdict::Undetermined);
    assert!(praktik.missing.contains(&"benefit".to_owned()));
}

#[test]
fn an_offer_that_ended_before_its_limit_never_reaches_it() {
    let book = law();
    let signe = jobparat(&["2025-11-05..2025-11-28 offer_started offer=virksomhedspraktik"]);
    let course = assess(signe.view(), &book);
    let found = limit(&course, &book, "virksomhedspraktik-4-uger");
    assert_eq!((found.reached_on, found.effective_on, found.warnings.len()), (None, None, 0));
    assert!(!found.exceeded);
    let full = jobparat(&["2025-11-05..2025-12-02 offer_started offer=virksomhedspraktik"]);
    let course = assess(full.view(), &book);
    assert_eq!(limit(&course, &book, "virksomhedspraktik-4-uger").reached_on, Some(day("2025-12-02")));
    let too_long = jobparat(&["2025-11-05..2025-12-05 offer_started offer=virksomhedspraktik"]);
    let course = assess(too_long.view(), &book);
    let found = limit(&course, &book, "virksomhedspraktik-4-uger");
    assert_eq!((found.reached_on, found.exceeded), (Some(day("2025-12-02")), true));
}

#[test]
fn nobody_agreed_on_a_sickness_that_lasts_longer_than_a_day_to_look_at_the_case() {
    let book = law();
    let history = history("1975-01-01", &["2025-09-03..2025-12-01 sickness employed=ja"]);
    let course = assess(history.view(), &book);
    let found = limit(&course, &book, "tidlig-opfoelgning-5-uger");
    assert_eq!((found.reached_on, found.exceeded), (Some(day("2025-10-07")), false));
}

#[test]
fn the_ladder_by_heads_still_informs_beside_full_time() {
    let book = law();
    let lines = ["2026-02-01 company_staff heads=23 full_time=17,6".to_owned()];
    let found = company::places(&example_facts(&lines), &book, day("2026-03-16"));
    let heads = found.iter().find(|p| Some(p.rule) == book.find("rimelighed-hoveder")).unwrap();
    assert_eq!(heads.max, Some(400));
    assert!(heads.missing.contains(&"rule_unconfirmed"));
    let full_time = found.iter().find(|p| Some(p.rule) == book.find("rimelighed-praktik")).unwrap();
    assert_eq!(full_time.max, Some(352));
    assert!(!full_time.missing.contains(&"rule_unconfirmed"));
}

#[test]
fn a_month_that_nobody_counted_is_named_beside_the_places() {
    let book = law();
    let missing = |counted: &[&str]| {
        let lines: Vec<String> =
            counted.iter().map(|month| format!("{month}-01 company_staff heads=10 full_time=10")).collect();
        let found = company::places(&example_facts(&lines), &book, day("2026-03-16"));
        let places = found.into_iter().find(|p| Some(p.rule) == book.find("rimelighed-praktik")).unwrap();
        (places.max, places.missing.contains(&"company_staff"))
    };
    assert_eq!(missing(&["2025-11", "2025-12", "2026-01", "2026-02"]), (Some(200), false));
    assert_eq!(missing(&["2025-11", "2025-12", "2026-02"]), (Some(200), true));
    assert_eq!(missing(&["2026-03"]), (None, true), "the running month is not before the placement");
}

#[test]
fn who_takes_a_place_depends_on_the_offer_and_on_the_act_it_is_given_by() {
    let book = law();
    let used = |rule: &str, placed: &[&str]| {
        let mut lines = vec!["2026-02-01 company_staff heads=10 full_time=10".to_owned()];
        lines.extend(placed.iter().map(|p| format!("2026-03-01..2026-03-31 company_placement hours=37 {p}")));
        let found = company::places(&example_facts(&lines), &book, day("2026-03-16"));
        let places = found.into_iter().find(|p| Some(p.rule) == book.find(rule)).unwrap();
        (places.used, places.missing.contains(&"rule_unconfirmed"))
    };
    let pension = ["offer=virksomhedspraktik group=foertidspensionist", "offer=loentilskud group=foertidspensionist"];
    assert_eq!(used("rimelighed-loentilskud", &pension), (100, false), "BAB § 83, stk. 5: in løntilskud alone");
    assert_eq!(used("rimelighed-praktik", &pension), (200, false), "BAB § 65 has no such exception");
    let newcomers =
        ["offer=virksomhedspraktik group=introduktionsprogram", "offer=loentilskud group=introduktionsprogram"];
    assert_eq!(used("rimelighed-praktik", &newcomers), (100, false), "INL § 23 b is named, § 23 c is not");
    let useful = ["offer=nytteindsats group=jobparat_kontanthjaelp"];
    assert_eq!(used("rimelighed-praktik", &useful), (100, true), "nobody has read that nytteindsats still counts");
}

// ---------------------------------------------------------------- courses (LAB § 9, BAB §§ 7-8)

fn starts(facts: &[&str]) -> Vec<Day> {
    let history = history("1985-01-01", facts);
    assess(history.view(), &law()).contact_courses().iter().map(|c| c.start).collect()
}

#[test]
fn a_continuous_period_breaks_only_after_a_whole_calendar_month_without_benefit() {
    let first = "2026-01-05..2026-02-10 benefit benefit=kontanthjaelp";
    let again = |from: &str| format!("{from}.. benefit benefit=kontanthjaelp");
    assert_eq!(starts(&[first, &again("2026-03-31")]), [day("2026-01-05")], "March is not whole");
    assert_eq!(starts(&[first, &again("2026-04-01")]), [day("2026-01-05"), day("2026-04-01")]);
    let to_month_end = "2026-01-05..2026-02-28 benefit benefit=kontanthjaelp";
    assert_eq!(starts(&[to_month_end, &again("2026-03-31")]), [day("2026-01-05")]);
    assert_eq!(starts(&[to_month_end, &again("2026-04-01")]), [day("2026-01-05"), day("2026-04-01")]);
}

#[test]
fn a_job_with_loentilskud_holds_a_period_together_and_another_benefit_breaks_it() {
    let first = "2026-01-05..2026-02-10 benefit benefit=kontanthjaelp";
    let again = "2026-06-15.. benefit benefit=kontanthjaelp";
    let job = "2026-02-16..2026-06-07 offer_started offer=loentilskud sector=private";
    assert_eq!(starts(&[first, job, again]), [day("2026-01-05")]);
    let sick = "2026-02-11..2026-02-20 benefit benefit=sygedagpenge";
    let soon = "2026-02-23.. benefit benefit=kontanthjaelp";
    assert_eq!(starts(&[first, sick, soon]), [day("2026-01-05"), day("2026-02-23")]);
}

#[test]
fn dagpenge_are_counted_on_for_five_years_after_the_last_job_with_loentilskud() {
    let first = "2015-01-05..2015-12-31 benefit benefit=dagpenge";
    let again = "2021-03-01.. benefit benefit=dagpenge";
    assert_eq!(starts(&[first, again]), [day("2015-01-05"), day("2021-03-01")]);
    let job = "2016-05-02..2016-08-31 offer_started offer=loentilskud sector=private";
    assert_eq!(starts(&[first, job, again]), [day("2015-01-05")]);
}

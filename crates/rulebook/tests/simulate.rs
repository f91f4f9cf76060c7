//! What a change of rules does to citizens: nothing when nothing is changed, and the dates of the story when a goal is.

use domain::Day;
use domain::history::History;
use medspiller_rulebook::assess::Status;
use medspiller_rulebook::change::with_span;
use medspiller_rulebook::parse::example_facts;
use medspiller_rulebook::simulate::{Beside, Difference, Line, Moved, Stand, Turn, beside, simulate};
use medspiller_rulebook::verify::By;
use medspiller_rulebook::{Change, Rulebook, shipped};
use proptest::prelude::*;

const GOAL: &str = "samtale-hver-6-uger";

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn fjordby() -> Rulebook {
    shipped("fjordby").unwrap_or_else(|e| panic!("{e}"))
}

fn text_of(book: &Rulebook, rule: &str) -> String {
    book.rule(book.find(rule).expect("a rule")).source_text.clone()
}

/// The goal with another number of weeks between talks.
fn with_weeks(book: &Rulebook, weeks: u32) -> Change {
    let text = text_of(book, GOAL).replace("\"6 weeks\"", &format!("\"{weeks} weeks\""));
    book.changed("forslag.toml", &text).unwrap_or_else(|e| panic!("{e:?}"))
}

fn history(facts: &[&str]) -> History {
    let lines: Vec<String> = facts.iter().map(|f| (*f).to_owned()).collect();
    let read = example_facts(&lines);
    assert_eq!(read.len(), lines.len(), "a fact is misspelt: {lines:?}");
    History::build(Some(day("1987-03-02")), read, None)
}

/// Signe of story 2: on help since October, talks held on 17 October, 28 November and 23 January.
fn signe() -> History {
    history(&[
        "2025-10-13 first_contact benefit=kontanthjaelp",
        "2025-10-13.. benefit benefit=kontanthjaelp",
        "2025-10-17.. visitation category=jobparat",
        "2025-10-17 talk_held talk=jobsamtale",
        "2025-11-28 talk_held talk=jobsamtale",
        "2026-01-23 talk_held talk=jobsamtale",
        "2026-02-16..2026-02-25 absence absence=mindre_intensiv_indsats",
    ])
}

fn line<'d>(difference: &'d Difference, rule: &str) -> &'d Line {
    difference.lines.iter().find(|l| l.rule == rule).expect("a line")
}

#[test]
fn every_rule_carries_its_own_text_from_its_own_line() {
    let book = fjordby();
    for rule in &book.rules {
        let text = &rule.source_text;
        assert!(text.starts_with("[[rule]]") && text.matches("[[rule]]").count() == 1, "{}: {text}", rule.id);
        let change = book.changed("igen.toml", text).unwrap_or_else(|e| panic!("{}: {e:?}", rule.id));
        assert_eq!((change.replaced, change.added), (vec![rule.id.clone()], Vec::new()));
        let again = change.rulebook.rule(change.rulebook.find(&rule.id).expect("the rule"));
        assert_eq!(again.versions.len(), rule.versions.len(), "{}", rule.id);
    }
}

#[test]
fn from_six_to_five_weeks_signes_talk_is_due_a_week_earlier_and_is_over_the_goal() {
    let book = fjordby();
    let signe = signe();
    let on = day("2026-03-16");
    let found = simulate([signe.view()], &book, &with_weeks(&book, 5).rulebook, on);

    let goal = line(&found, GOAL);
    assert_eq!((goal.before.open, goal.before.over), (1, 0));
    assert_eq!((goal.after.open, goal.after.over), (1, 1));
    assert_eq!((goal.earlier, goal.later, goal.new, goal.gone, goal.status), (1, 0, 0, 0, 0));
    assert_eq!((goal.before.past, goal.before.past_in_time), (2, 1), "the talk of 23 January was late already");
    assert_eq!((goal.after.past, goal.after.past_in_time), (3, 0), "28 November too is late after five weeks");

    assert_eq!(found.changes.len(), 1);
    let change = &found.changes[0];
    assert_eq!((change.case, &*change.rule, change.n, change.moved), (0, GOAL, 4, Moved::Earlier));
    let (before, after) = (change.before.expect("a date"), change.after.expect("a date"));
    assert_eq!((before.due, before.status), (Some(on), Status::Pending));
    assert_eq!((after.due, after.status), (Some(day("2026-03-09")), Status::OverGoal));
    assert_eq!((after.from, after.pause_days), (day("2026-01-23"), 10));
    assert!(found.lines.iter().filter(|l| l.layer.is_law()).all(Line::is_same), "the law's dates stand");
}

#[test]
fn a_goal_that_is_taken_away_takes_its_dates_and_a_new_rule_gives_new_ones() {
    let book = fjordby();
    let signe = signe();
    let text =
        text_of(&book, GOAL).replace(GOAL, "ny-regel").replace("\"jobsamtale\"\ntitle", "\"proevesamtale\"\ntitle");
    let more = book.changed("ny.toml", &text).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!((more.replaced.len(), more.added.as_slice()), (0, ["ny-regel".to_owned()].as_slice()));
    let there = simulate([signe.view()], &book, &more.rulebook, day("2026-03-16"));
    assert_eq!((line(&there, "ny-regel").new, line(&there, "ny-regel").after.open), (1, 1));
    let back = simulate([signe.view()], &more.rulebook, &book, day("2026-03-16"));
    assert_eq!((line(&back, "ny-regel").gone, line(&back, "ny-regel").before.open), (1, 1));
}

#[test]
fn examples_that_no_longer_come_out_are_told() {
    let book = fjordby();
    assert_eq!(with_weeks(&book, 6).failed_examples().len(), 0);
    assert_eq!(with_weeks(&book, 5).failed_examples().len(), 3);
}

#[test]
fn a_goal_looser_than_the_law_is_refused_with_the_law_it_breaks() {
    let book = fjordby();
    let law = book.rules.iter().find(|r| r.id == "jobsamtale-1-uge").expect("a rule");
    let text = law.source_text.replace("jobsamtale-1-uge", "vores-uge").replace("\"act\"", "\"municipality\"");
    let text = text.replace("source = \"cited\"", "source = \"local_practice\"").replace("1 week", "2 weeks");
    let refused = book.changed("maal.toml", &text).expect_err("looser than the law");
    assert!(refused.problems.iter().any(|p| p.problem.code == "looser_than_law"), "{:?}", refused.problems);
    let found = refused.looser.iter().find(|l| l.cite == "LAB § 31, stk. 5").expect("the law of today");
    assert_eq!((found.rule.as_str(), found.law.as_str()), ("vores-uge", "jobsamtale-1-uge"));
    assert!(matches!(found.by, By::Date { ours, law, .. } if law.days_until(ours) == 7), "{:?}", found.by);
}

#[test]
fn another_number_is_written_into_its_own_version_and_nowhere_else() {
    let book = fjordby();
    let text = text_of(&book, GOAL);
    let from = day("2025-01-01");
    let five = with_span(&text, from, 5).expect("a span");
    assert_eq!(five, text.replace("\"6 weeks\"", "\"5 weeks\""), "span and repeat");
    assert_eq!(with_span(&five, from, 6).as_ref(), Some(&text), "and back again");
    assert!(with_span(&text, from, 1).is_some_and(|t| t.contains("span = \"1 week\"")));
    assert_eq!(with_span(&text, day("2024-01-01"), 5), None, "no such version");
    let week = text_of(&book, "jobsamtale-1-uge");
    let changed = with_span(&week, day("2026-07-01"), 2).expect("a span");
    let at = week.find("from = 2026-07-01").expect("the second version");
    assert!(changed.starts_with(&week[..at]) && changed[at..].contains("span = \"2 weeks\""));
}

#[test]
fn a_mistake_in_the_text_is_told_with_its_line_and_nothing_is_changed() {
    let book = fjordby();
    let text = text_of(&book, GOAL).replacen("span = \"6 weeks\"", "span = \"6 wekks\"", 1);
    let at = text.lines().position(|l| l.contains("wekks")).expect("the line") + 1;
    let refused = book.changed("forslag.toml", &text).expect_err("misspelt");
    assert_eq!(refused.problems[0].problem.line as usize, at, "{:?}", refused.problems);
    assert!(refused.looser.is_empty());
    let twice = format!("{0}\n\n{0}", text_of(&book, GOAL));
    let refused = book.changed("forslag.toml", &twice).expect_err("twice");
    assert!(refused.problems.iter().any(|p| p.problem.code == "duplicate_id"), "{:?}", refused.problems);
}

/// Somebody on help with talks, missed talks and absences on any days.
fn anybody() -> impl Strategy<Value = History> {
    let event = (0i32..500, 0u8..5, 1i32..60);
    (0i32..400, prop::collection::vec(event, 0..12)).prop_map(|(start, events)| {
        let first = day("2024-09-01").plus_days(start);
        let mut lines = vec![
            format!("{first} first_contact benefit=kontanthjaelp"),
            format!("{first}.. benefit benefit=kontanthjaelp"),
            format!("{first}.. visitation category=jobparat"),
        ];
        for (after, kind, long) in events {
            let on = first.plus_days(after);
            lines.push(match kind {
                0 | 1 => format!("{on} talk_held talk=jobsamtale"),
                2 => format!("{on} talk_missed talk=jobsamtale"),
                3 => format!("{on}..{} absence absence=mindre_intensiv_indsats", on.plus_days(long)),
                _ => format!("{on} talk_booked talk=jobsamtale"),
            });
        }
        History::build(Some(day("1987-03-02")), example_facts(&lines), None)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_same_rulebook_twice_gives_no_difference(people in prop::collection::vec(anybody(), 1..5), on in 0i32..900) {
        let book = fjordby();
        let again = with_weeks(&book, 6);
        let found = simulate(people.iter().map(History::view), &book, &again.rulebook, day("2024-09-01").plus_days(on));
        prop_assert!(found.is_none() && found.changes.is_empty() && found.changed_histories == 0);
        prop_assert_eq!(found.histories, people.len());
    }

    #[test]
    fn open_dates_after_are_those_before_with_the_new_and_without_the_gone(
        people in prop::collection::vec(anybody(), 1..5), on in 0i32..900, weeks in 2u32..6,
    ) {
        let book = fjordby();
        let change = with_weeks(&book, weeks);
        let found = simulate(people.iter().map(History::view), &book, &change.rulebook, day("2024-09-01").plus_days(on));
        for line in &found.lines {
            prop_assert_eq!(line.before.open + line.new, line.after.open + line.gone, "{}", &line.rule);
            prop_assert!(line.rule == GOAL || line.is_same(), "{} is not changed", &line.rule);
        }
        prop_assert_eq!(found.changes.len(), found.lines.iter().map(Line::moved).sum::<usize>());
        prop_assert_eq!(line(&found, GOAL).later, 0, "fewer weeks never move a date later");
    }
}

/// What a change of one rule does beside the dates, to one citizen.
fn beside_one(
    rule: &str,
    was: &str,
    is: &str,
    person: &History,
    on: &str,
) -> Vec<(Turn, Option<Stand>, Option<Stand>)> {
    let book = shipped("none").unwrap_or_else(|e| panic!("{e}"));
    let text = text_of(&book, rule);
    assert!(text.contains(was), "{rule} says {was}: {text}");
    let change = book.changed("ny.toml", &text.replace(was, is)).unwrap_or_else(|e| panic!("{e:?}"));
    let found = beside([person.view()], &book, &change.rulebook, day(on));
    assert_eq!(found.lines.iter().map(|l| l.rule.as_str()).collect::<Vec<_>>(), [rule]);
    found.changes.into_iter().map(|c| (c.turn, c.before, c.after)).collect()
}

#[test]
fn a_changed_right_limit_gate_and_rate_say_what_they_give_before_and_after() {
    let pensioner = history(&["2015-01-01.. benefit benefit=foertidspension", "2026-02-02 enquiry channel=klap"]);
    let right = beside_one("foep-tre-samtaler", "count = 3", "count = 5", &pensioner, "2026-03-16");
    let left = |n| Some(Stand::Right { left: Some(n), certain: true });
    assert_eq!(right, [(Turn::More, left(3), left(5))]);

    let mut facts = vec!["2026-03-02..2026-04-29 offer_started offer=virksomhedspraktik"];
    facts.extend(["2025-01-06.. benefit benefit=kontanthjaelp", "2025-01-06.. visitation category=jobparat"]);
    let limit = beside_one(
        "virksomhedspraktik-4-uger",
        "max = \"4 weeks\"",
        "max = \"3 weeks\"",
        &history(&facts),
        "2026-03-16",
    );
    let last = |d| Some(Stand::Limit { on: Some(day(d)), passed: false });
    assert_eq!(limit, [(Turn::Earlier, last("2026-03-29"), last("2026-03-22"))]);

    let flex = history(&["2023-09-01.. employment job=fleksjob", "2024-05-01 wage amount=10000"]);
    let rate = "{ key = \"max\", year = 2024, amount = 19952 }";
    let more = rate.replace("19952", "20952");
    let amount = beside_one("fleksloentilskud", rate, &more, &flex, "2024-05-31");
    assert!(matches!(amount[..], [(Turn::More, Some(Stand::Amount { .. }), Some(Stand::Amount { .. }))]), "{amount:?}");

    let on_leave = history(&["2025-03-03.. benefit benefit=ledighedsydelse"]);
    let gate = beside_one(
        "loentilskud-maalgrupper",
        "before = { fact = \"offer_granted\"",
        "closed = true\nbefore = { fact = \"offer_granted\"",
        &signe(),
        "2026-03-16",
    );
    assert!(gate.iter().any(|(turn, ..)| *turn == Turn::Closed), "{gate:?}");
    let same = beside_one(
        "loentilskud-maalgrupper",
        "before = { fact = \"offer_granted\"",
        "closed = true\nbefore = { fact = \"offer_granted\"",
        &on_leave,
        "2026-03-16",
    );
    assert_eq!(same, [], "who was refused is refused");
}

#[test]
fn a_rulebook_as_it_is_changes_nothing_beside_the_dates() {
    let book = fjordby();
    let person = signe();
    assert_eq!(beside([person.view()], &book, &book, day("2026-03-16")), Beside::default());
}

#[test]
fn a_changed_limit_moves_the_duty_that_its_day_opens() {
    let book = shipped("none").unwrap_or_else(|e| panic!("{e}"));
    let sofie = history(&["2025-09-01.. sickness", "2025-10-01.. benefit benefit=sygedagpenge"]);
    let text = text_of(&book, "sygedagpenge-22-uger");
    let sooner = book.changed("f.toml", &text.replace("max = \"22 weeks\"", "max = \"17 weeks\""));
    let sooner = sooner.unwrap_or_else(|e| panic!("{e:?}")).rulebook;
    let found = simulate([sofie.view()], &book, &sooner, day("2026-01-12"));
    let moved: Vec<_> = found.changes.iter().map(|c| (&*c.rule, c.after.expect("a date").due)).collect();
    assert_eq!(moved, [("revurdering-22-uger", Some(day("2026-01-31")))]);
    // Without the limit nothing says when.
    let text = text_of(&book, "revurdering-22-uger").replace("sygedagpenge-22-uger", "jobafklaring-2-aar");
    let refused = book.changed("f.toml", &text).expect_err("a limit on a length has no day of that sort");
    assert!(refused.problems.iter().any(|p| p.problem.code == "unknown_rule"), "{:?}", refused.problems);
}

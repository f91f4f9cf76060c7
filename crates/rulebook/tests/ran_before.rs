//! What ran when the law came, or when our reading begins, is judged or said not to be covered: never silent.

use domain::history::History;
use domain::{Day, HistoryView};
use medspiller_rulebook::assess::{Course, assess};
use medspiller_rulebook::model::{Body, Example, Rule, Transition};
use medspiller_rulebook::parse::example_facts;
use medspiller_rulebook::rulebook::{RuleIx, Rulebook};
use medspiller_rulebook::shipped;

/// Days from which a time is that of a course.
const LONG: i32 = 60;

/// Rules for those whom an act meets on one day; for who came before, others of the same duty hold.
const FOR_ONE_DAY: [&str; 1] = ["arbejdspligt-ny-under-hjaelp"];

/// The example, so many days earlier.
fn moved(example: &Example, days: i32, rulebook: &Rulebook) -> Course {
    let history = History::build(example.born, example_facts(&example.facts), None);
    let mut facts = history.view().facts.to_vec();
    for fact in &mut facts {
        fact.from += days;
        if fact.through_day().is_some() {
            fact.through += days;
        }
    }
    let born = example.born.map(|born| born.plus_days(days));
    assess(HistoryView { born, facts: &facts, marks: &[] }, rulebook)
}

/// The first example of the first version that gives a last day: its anchor day and that day.
/// Where no last day is said, the day from which it stands.
fn dated<'r>(rule: &'r Rule, ix: RuleIx, rulebook: &Rulebook) -> Option<(&'r Example, Day, Day)> {
    rule.versions[0].examples.iter().find_map(|example| {
        let course = moved(example, 0, rulebook);
        let bases = course.duties.iter().flat_map(|duty| &duty.bases);
        let basis = bases.filter(|b| b.rule == ix && b.version == 0).find(|b| b.due.is_some() || b.opens > b.anchor)?;
        Some((example, basis.anchor, basis.due.unwrap_or(basis.opens)))
    })
}

/// Whether anything is said of the duty on the rule's first day or after it.
fn is_said(course: &Course, key: &str, from: Day, rulebook: &Rulebook) -> bool {
    let stands = course.duties.iter().filter(|duty| rulebook.duty_keys[usize::from(duty.key)] == key);
    let judged = |b: &medspiller_rulebook::assess::Basis| {
        b.last_in_time().is_none_or(|last| last >= from) && b.ended.is_none_or(|(last, _)| last >= from)
    };
    let gaps = course.not_covered.iter().filter(|n| n.through.is_none_or(|last| last >= from));
    stands.flat_map(|duty| &duty.bases).any(judged)
        || gaps.into_iter().any(|n| rulebook.gaps[usize::from(n.gap)].duty == key)
}

#[test]
fn what_ran_on_the_first_day_of_a_rule_is_judged_or_said_not_to_be_covered() {
    let book = shipped("none").unwrap_or_else(|e| panic!("{e}"));
    let mut silent = Vec::new();
    let mut tried = 0;
    for (at, rule) in book.rules.iter().enumerate().filter(|(_, rule)| rule.layer.is_law()) {
        // The rule says that it begins with what begins under it.
        if rule.versions[0].transition == Some(Transition::NewCourses) {
            continue;
        }
        let (ix, first) = (RuleIx(at as u16), &rule.versions[0]);
        let (Body::Deadline(deadline), Some(key)) = (&first.body, &rule.duty) else { continue };
        let Some((example, anchor, due)) = dated(rule, ix, &book) else {
            silent.push(format!("{}: no dated example", rule.id));
            continue;
        };
        let days = anchor.days_until(first.from) - 1;
        // What is due once and soon is about an event of the day, and not about a course that runs.
        if deadline.repeat.is_none() && anchor.days_until(due) < LONG || FOR_ONE_DAY.contains(&rule.id.as_str()) {
            continue;
        }
        tried += 1;
        let course = moved(example, days, &book);
        if !is_said(&course, key, first.from, &book) {
            silent.push(format!("{} from {}: {:?}", rule.id, first.from, first.transition));
        }
    }
    assert!(silent.is_empty() && tried > 20, "{tried} tried\n{}", silent.join("\n"));
}

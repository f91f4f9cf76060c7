//! The explanation of a date and the date itself: whatever the facts and whichever template, they say the same.

mod histories;

use domain::Day;
use domain::compact::HistoryView;
use domain::history::History;
use histories::{Case, anybody, books, citizens};
use medspiller_rulebook::Rulebook;
use medspiller_rulebook::assess::trace::{Recorder, Silent, Step};
use medspiller_rulebook::assess::{Basis, Course, Duty, assess_into};
use medspiller_rulebook::explain::{chain, record};
use medspiller_rulebook::report::{duty_id, explain_report};

/// The day a step arrives at, where it arrives at one.
fn arrives(step: &Step) -> Option<Option<Day>> {
    match step {
        Step::Limit { to, .. } | Step::Arithmetic { to, .. } | Step::Outside { to, .. } | Step::Moved { to, .. } => {
            Some(Some(*to))
        }
        Step::Pause { to, .. } | Step::Exempt { to, .. } => Some(*to),
        _ => None,
    }
}

fn said<'s, T>(steps: &'s [Step], what: impl Fn(&'s Step) -> Option<T>) -> Vec<T> {
    steps.iter().filter_map(what).collect()
}

/// What is wrong with the steps recorded for one date.
fn faults(basis: &Basis, steps: &[Step]) -> Vec<String> {
    let mut wrong = Vec::new();
    let due = said(steps, |s| if let Step::Due { day } = s { Some(*day) } else { None });
    if due != [basis.due] {
        wrong.push(format!("due {:?}, explained as {due:?}", basis.due));
    }
    if let (Some(day), Some(last)) = (basis.due, said(steps, arrives).last())
        && *last != Some(day)
    {
        wrong.push(format!("due {day}, and the steps end at {last:?}"));
    }
    let met = said(steps, |s| if let Step::Met { fact, day } = s { Some((*day, *fact)) } else { None });
    if met != basis.met.into_iter().collect::<Vec<_>>() {
        wrong.push(format!("met {:?}, explained as {met:?}", basis.met));
    }
    let paused: i32 = said(steps, |s| if let Step::Pause { days, .. } = s { Some(*days) } else { None }).iter().sum();
    if paused != i32::from(basis.pause_days) {
        wrong.push(format!("paused {} days, explained as {paused}", basis.pause_days));
    }
    wrong
}

/// Each date of a duty against its own steps; how many dates were explained.
fn compared(duty: &Duty, recorder: &Recorder, wrong: &mut Vec<String>) -> usize {
    let chain = chain(recorder, duty.key, duty.root, duty.ordinal);
    let mut explained = 0;
    for basis in &duty.bases {
        let steps = chain.bases.iter().find(|(at, _)| (at.rule, at.version) == (basis.rule, basis.version));
        match steps {
            Some((_, steps)) => {
                explained += 1;
                wrong.extend(faults(basis, steps));
            }
            // A duty whose anchor is missing has no date, so there is nothing to explain.
            None if basis.due.is_none() && !basis.missing.is_empty() => {}
            None => wrong.push(format!("{:?} has no steps", basis.due)),
        }
    }
    if chain.bases.len() != explained {
        wrong.push(format!("{} dates are explained, {explained} are there", chain.bases.len()));
    }
    explained
}

/// Assesses with and without steps; how many dates were explained.
fn try_history(history: HistoryView<'_>, book: &Rulebook, memory: &mut Course, who: &str) -> usize {
    assess_into(history, book, memory, &mut Silent);
    let (mut course, mut recorder) = (Course::default(), Recorder::default());
    assess_into(history, book, &mut course, &mut recorder);
    assert!(course == *memory, "{who}: recording the steps changes the course");
    let (mut wrong, mut explained) = (Vec::new(), 0);
    for duty in &memory.duties {
        explained += compared(duty, &recorder, &mut wrong);
    }
    assert!(wrong.is_empty(), "{who}: {wrong:#?}");
    explained
}

#[test]
fn the_explanation_of_every_date_gives_the_date_whatever_the_facts_are() {
    for book in books() {
        let (mut course, mut explained) = (Course::default(), 0);
        for seed in 0..500 {
            let somebody: Case = anybody(seed, &book.duty_keys);
            explained +=
                try_history(somebody.view(), &book, &mut course, &format!("{} seed {seed}", book.municipality));
        }
        assert!(explained > 2_000, "{}: {explained} dates", book.municipality);
    }
}

#[test]
fn the_explanation_a_reader_gets_of_an_invented_citizen_s_date_names_that_date() {
    let people = citizens(150);
    let today: Day = "2026-03-16".parse().expect("a day");
    for book in books() {
        let (mut memory, mut told) = (Course::default(), 0);
        for (number, history) in people.iter().enumerate() {
            let who = format!("{} citizen {number}", book.municipality);
            told += try_history(history.view(), &book, &mut memory, &who);
            let (course, _) = record(history, &book);
            for duty in course.duties.iter().take(6) {
                told_as_assessed(history, &book, duty, today, &who);
            }
        }
        assert!(told > 500, "{}: {told} dates", book.municipality);
    }
}

/// The report that pages and commands show: as many dates as the duty has, and the same.
fn told_as_assessed(history: &History, book: &Rulebook, duty: &Duty, today: Day, who: &str) {
    let id = duty_id(duty, history, book);
    let steps = explain_report(history, book, &id, today).unwrap_or_else(|| panic!("{who}: {id} is not explained"));
    let mut told: Vec<(String, Option<String>)> = steps
        .iter()
        .filter(|s| s.step == "due")
        .map(|s| (s.refs[0].clone(), s.values["due"].as_str().map(str::to_owned)))
        .collect();
    let dated = duty.bases.iter().filter(|b| b.due.is_some() || b.missing.is_empty());
    let mut assessed: Vec<(String, Option<String>)> =
        dated.map(|b| (book.rule(b.rule).id.clone(), b.due.map(|d| d.to_string()))).collect();
    told.retain(|(rule, due)| due.is_some() || assessed.contains(&(rule.clone(), None)));
    told.sort();
    assessed.sort();
    assert_eq!(told, assessed, "{who}: {id}");
}

#[test]
fn a_talk_that_may_have_been_in_time_leaves_no_lateness_in_the_explanation_though_a_later_one_is_certain() {
    let book = medspiller_rulebook::shipped("none").unwrap_or_else(|e| panic!("{e}"));
    let told = |first: &str| {
        let lines = [
            "2026-03-04 first_contact benefit=kontanthjaelp",
            first,
            "2026-03-20 talk_held talk=jobsamtale form=fremmoede",
        ];
        let facts = medspiller_rulebook::parse::example_facts(&lines.map(str::to_owned));
        let history = History::build(Some("1990-01-01".parse().expect("a day")), facts, None);
        let explained = try_history(history.view(), &book, &mut Course::default(), first);
        assert!(explained > 0);
        let (course, recorder) = record(&history, &book);
        let duty =
            course.duties.iter().find(|d| duty_id(d, &history, &book).starts_with("jobsamtale@")).expect("a duty");
        let steps = chain(&recorder, duty.key, duty.root, duty.ordinal);
        let met = |step: &Step| if let Step::Met { .. } = step { Some(duty.bases[0].timely()) } else { None };
        (duty.bases[0].held, steps.bases.iter().flat_map(|(_, s)| said(s, met)).collect::<Vec<_>>())
    };
    // By telephone is no talk in time, by attendance is; how it was held nobody wrote.
    assert_eq!(told("2026-03-09 talk_held talk=jobsamtale form=telefon"), (1, vec![Some(false)]));
    assert_eq!(told("2026-03-09 talk_held talk=jobsamtale form=fremmoede"), (1, vec![Some(true)]));
    assert_eq!(told("2026-03-09 talk_held talk=jobsamtale"), (0, vec![]));
}

//! Whole courses of thousands of histories, hashed: a change that is only meant to be faster must leave every hash alone.
//!
//! A change of the shipped rules moves hashes and is recorded anew with `INSTA_UPDATE=always cargo test -p
//! medspiller-rulebook --test courses`; commit it together with the rules.

mod histories;

use domain::Day;
use domain::compact::{HistoryView, OPEN};
use domain::history::History;
use histories::{Case, anybody, books, citizens};
use medspiller_rulebook::Rulebook;
use medspiller_rulebook::assess::trace::{Recorder, Silent};
use medspiller_rulebook::assess::{Course, assess_into};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

fn written(course: &Course, text: &mut String) {
    let duties = &course.duties;
    let parts = (duties, &course.rights, &course.limits, &course.not_covered, course.contact_courses());
    // A stretch that runs on has no last day that means anything.
    let never = Day::from_number(OPEN).to_string();
    writeln!(text, "{}", format!("{parts:?}").replace(&never, "never")).expect("writing to a string");
}

fn hash<'h>(histories: impl Iterator<Item = HistoryView<'h>>, book: &Rulebook, recorded: bool) -> String {
    let (mut sum, mut text) = (Sha256::new(), String::new());
    let mut course = Course::default();
    for history in histories {
        text.clear();
        if recorded {
            let mut recorder = Recorder::default();
            assess_into(history, book, &mut course, &mut recorder);
            writeln!(text, "{:?}", recorder.steps).expect("writing to a string");
        } else {
            assess_into(history, book, &mut course, &mut Silent);
        }
        written(&course, &mut text);
        sum.update(text.as_bytes());
    }
    sum.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect()
}

#[test]
fn the_courses_of_thousands_of_histories_are_those_that_were_recorded() {
    let people = citizens(2000);
    let mut table = String::new();
    for book in books() {
        let all = if book.municipality == "none" { people.len() } else { 500 };
        let strangers: Vec<Case> = (0..all as u64).map(|seed| anybody(seed, &book.duty_keys)).collect();
        writeln!(
            table,
            "{}: synthetic {} any {} steps {} {}",
            book.municipality,
            hash(people[..all].iter().map(History::view), &book, false),
            hash(strangers.iter().map(Case::view), &book, false),
            hash(people[..100].iter().map(History::view), &book, true),
            hash(strangers[..200].iter().map(Case::view), &book, true),
        )
        .expect("writing to a string");
    }
    insta::assert_snapshot!(table);
}

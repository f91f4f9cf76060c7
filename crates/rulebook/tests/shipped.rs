//! The rules that ship: they load, cover what they promise, and every example beside a rule holds.

use medspiller_rulebook::{example, municipalities, shipped};

#[test]
fn every_shipped_rulebook_loads() {
    for municipality in municipalities().into_iter().chain(["none"]) {
        if let Err(error) = shipped(municipality) {
            panic!("{municipality}:\n{error}");
        }
    }
}

#[test]
fn every_example_beside_a_rule_holds() {
    let mut failures = Vec::new();
    for municipality in municipalities().into_iter().chain(["none"]) {
        let book = shipped(municipality).unwrap_or_else(|e| panic!("{e}"));
        for outcome in example::run_all(&book) {
            if let Some(failure) = outcome.failure {
                failures.push(format!("{}: {}: {failure}", book.rule(outcome.rule).id, outcome.name));
            }
        }
    }
    failures.sort();
    failures.dedup();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_version_of_every_rule_has_an_example() {
    for municipality in municipalities().into_iter().chain(["none"]) {
        let book = shipped(municipality).unwrap_or_else(|e| panic!("{e}"));
        let lacking: Vec<String> = book.warnings.iter().map(ToString::to_string).collect();
        assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    }
}

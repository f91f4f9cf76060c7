//! The rules that ship: they load, cover what they promise, and every example beside a rule holds.

use medspiller_rulebook::model::Version;
use medspiller_rulebook::{example, shipped, templates};

#[test]
fn every_shipped_rulebook_loads() {
    for municipality in templates().into_iter().chain(["none"]) {
        if let Err(error) = shipped(municipality) {
            panic!("{municipality}:\n{error}");
        }
    }
}

#[test]
fn every_example_beside_a_rule_holds() {
    let mut failures = Vec::new();
    for municipality in templates().into_iter().chain(["none"]) {
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
    for municipality in templates().into_iter().chain(["none"]) {
        let book = shipped(municipality).unwrap_or_else(|e| panic!("{e}"));
        let lacking: Vec<String> = book.warnings.iter().map(ToString::to_string).collect();
        assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    }
}

#[test]
fn what_the_catalogue_of_the_law_holds_without_a_rule_of_its_own_names_rules_that_exist_and_cite_the_act() {
    let text = include_str!("../../../reference/lovkatalog.toml");
    let law = shipped("none").unwrap_or_else(|e| panic!("{e}"));
    let own: Vec<&str> = law.rules.iter().flat_map(|r| &r.versions).filter_map(|v| v.reference.as_deref()).collect();
    let top = domain::node::parse_toml(text).expect("it is TOML");
    let mut problems = Vec::new();
    let mut reader = domain::node::Reader::open(&top, "", &mut problems).expect("a table");
    let entries = reader.tables("entry", &mut problems);
    for node in &entries {
        let mut entry = domain::node::Reader::open(node, "entry", &mut problems).expect("a table");
        let id = entry.text("id", &mut problems).expect("an id");
        assert!(entry.text("says", &mut problems).is_some_and(|s| !s.is_empty()), "{id} says nothing");
        assert!(!own.contains(&id.as_str()), "{id} has a rule of its own");
        let cites = entry.text("cites", &mut problems);
        for (rule, _) in entry.texts("rules", &mut problems).expect("rules") {
            let rule = law.rule(law.find(&rule).unwrap_or_else(|| panic!("{id}: there is no rule {rule}")));
            let named =
                |v: &Version| v.cites.iter().any(|c| cites.as_ref().is_none_or(|act| c.display().starts_with(act)));
            assert!(rule.versions.iter().any(named), "{id}: {} does not cite {cites:?}", rule.id);
        }
        entry.finish(&mut problems);
    }
    reader.finish(&mut problems);
    assert!(problems.is_empty() && entries.len() >= 9, "{problems:?}");
}

#[test]
fn a_municipality_follows_up_in_one_of_the_ways_of_the_report_and_by_letter_where_it_has_chosen_none() {
    let ways = |template: &str| {
        let book = shipped(template).unwrap_or_else(|e| panic!("{e}"));
        let chosen = book.rules.iter().filter(|r| r.choice.is_some()).map(|r| r.id.clone());
        chosen.collect::<Vec<_>>()
    };
    for model in ["klap-minimum", "klap-udvidet"] {
        let letter = vec![format!("{model}-opfoelgning-brev")];
        assert_eq!((ways(model), ways(&format!("{model}+brev"))), (letter.clone(), letter), "{model}");
        for way in ["vallensbaek", "syddjurs", "struer", "viborg", "som-fleksjob"] {
            assert!(templates().contains(&format!("{model}+{way}").as_str()), "{model}+{way} can be written");
            assert_eq!(ways(&format!("{model}+{way}")), [format!("klap-opfoelgning-{way}")], "{model}");
        }
    }
    let wrong = shipped("klap-minimum+valby").expect_err("no such way").to_string();
    assert!(wrong.contains("\"valby\" is no choice") && wrong.contains("vallensbaek"), "{wrong}");
    assert!(shipped("aarhus-2011+brev").expect_err("Aarhus leaves none").to_string().contains("leaves none"));
}

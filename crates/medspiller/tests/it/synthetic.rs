//! The files of `synth`: the same seed gives the same bytes, and what is said to be true is what the files hold.

use crate::commands::medspiller;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const FILES: [&str; 4] = ["citizens.csv", "facts.csv", "companies.csv", "truth.json"];

fn written(name: &str, seed: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("medspiller-synth-{}-{name}", std::process::id()));
    let out = folder.to_string_lossy().into_owned();
    let args = ["synth", "--citizens", "400", "--seed", seed, "--today", "2026-03-16", "--out", &out];
    let done = medspiller(&args);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    folder
}

fn text(folder: &Path, file: &str) -> String {
    std::fs::read_to_string(folder.join(file)).unwrap()
}

/// The rows of a table as maps; no field of these files holds a separator but the address, which is not read here.
fn rows(table: &str) -> Vec<BTreeMap<&str, &str>> {
    let mut lines = table.lines();
    let head: Vec<&str> = lines.next().unwrap().split(';').collect();
    lines.map(|l| head.iter().copied().zip(l.split(';')).collect()).collect()
}

#[test]
fn the_same_seed_writes_the_same_bytes_and_another_seed_others() {
    let (one, again, other) = (written("one", "3"), written("again", "3"), written("other", "4"));
    for file in FILES {
        assert_eq!(text(&one, file), text(&again, file), "{file}");
        assert_ne!(text(&one, file), text(&other, file), "{file}");
    }
    for folder in [one, again, other] {
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn what_is_true_agrees_with_the_facts_and_the_companies_that_are_written() {
    let folder = written("true", "3");
    let truth: Value = serde_json::from_str(&text(&folder, "truth.json")).unwrap();
    assert_eq!((&truth["citizens"], &truth["seed"], &truth["today"]), (&400.into(), &3.into(), &"2026-03-16".into()));
    let facts = text(&folder, "facts.csv");
    let facts = rows(&facts);
    let replaced: Vec<&str> =
        facts.iter().flat_map(|r| [r["supersedes"], r["annuls"]]).filter(|id| !id.is_empty()).collect();
    let stand = |r: &&BTreeMap<&str, &str>| !replaced.contains(&r["external_id"]) && r["annuls"].is_empty();
    let mut ended: BTreeMap<&str, u64> = BTreeMap::new();
    let mut running: BTreeMap<&str, u64> = BTreeMap::new();
    for row in facts.iter().filter(|r| r["kind"] == "benefit").filter(stand) {
        *if row["through"].is_empty() { &mut running } else { &mut ended }.entry(row["benefit"]).or_default() += 1;
    }
    for (benefit, spells) in truth["spells"].as_object().unwrap() {
        let of = |counted: &BTreeMap<&str, u64>| counted.get(benefit.as_str()).copied().unwrap_or(0);
        assert_eq!(
            (spells["ended"].as_u64(), spells["running"].as_u64()),
            (Some(of(&ended)), Some(of(&running))),
            "{benefit}"
        );
        assert!(spells["ended_days"].as_u64().unwrap() >= of(&ended) && of(&running) + of(&ended) > 0, "{benefit}");
    }
    assert_eq!(
        running,
        truth["by_benefit"].as_object().unwrap().iter().map(|(k, n)| (k.as_str(), n.as_u64().unwrap())).collect()
    );
    let counts = &truth["counts"];
    let of_kind = |kind: &str| facts.iter().filter(|r| r["kind"] == kind).filter(stand).count() as u64;
    assert_eq!(counts["offers_started"].as_u64(), Some(of_kind("offer_started")));
    assert!(counts["first_talk_in_time"].as_u64().unwrap() > counts["first_talk_late"].as_u64().unwrap());
    let companies = text(&folder, "companies.csv");
    let companies = rows(&companies);
    assert_eq!(companies.len(), 56, "forty, and one for each 25 citizens");
    assert!(companies.iter().all(|c| c["cvr"].len() == 8 && c["p_number"].len() == 10));
    assert!(companies.iter().any(|c| c["heads"].is_empty()) && companies.iter().any(|c| !c["statement"].is_empty()));
    let at_work = ["virksomhedspraktik", "loentilskud", "nytteindsats"];
    let placed: u64 = at_work.iter().map(|offer| truth["by_offer"][offer].as_u64().unwrap_or(0)).sum();
    let places: u64 = companies.iter().map(|c| c["places"].parse::<u64>().unwrap()).sum();
    assert!(places > 0 && places <= placed, "{places} places for {placed} people");
    std::fs::remove_dir_all(folder).unwrap();
}

//! Each case in `scenarios/`: the whole assessment as the program prints it for machines, and what the stories promise of it.

use crate::commands::medspiller;
use serde_json::Value;
use std::path::{Path, PathBuf};

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")
}

pub(crate) fn cases() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    files.sort();
    files
}

pub(crate) fn assessed(file: &Path) -> Value {
    let output = medspiller(&["assess", &file.to_string_lossy(), "--format", "json"]);
    assert!(output.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn word(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What is said of one thing, in one line: its name, and the rest without what says nothing.
fn line(entry: &Value, name: &[&str]) -> String {
    let mut rest = entry.as_object().unwrap().clone();
    let named: Vec<String> = name.iter().map(|key| word(&rest.remove(*key).unwrap_or_default())).collect();
    rest.retain(|_, v| !v.is_null() && v.as_array().is_none_or(|a| !a.is_empty()));
    format!("  {} {}\n", named.join(" "), Value::Object(rest))
}

/// Steps of duties are in `explained`; here a duty is one line, and everything else stands whole.
fn readable(report: &Value) -> String {
    let mut text = format!(
        "{} on {}, as known on {}\n",
        word(&report["municipality"]),
        word(&report["today"]),
        word(&report["known_on"])
    );
    text.push_str(&format!("\naxes\n{}", line(&report["axes"], &[])));
    text.push_str("\nduties\n");
    for duty in report["duties"].as_array().unwrap() {
        let mut shown = duty.clone();
        for key in ["bases", "facts", "duty", "n"] {
            shown.as_object_mut().unwrap().remove(key);
        }
        text.push_str(&line(&shown, &["id", "status", "due"]));
    }
    let parts: [(&str, &[&str]); 6] = [
        ("rights", &["id"]),
        ("limits", &["id"]),
        ("offers", &["rank", "offer"]),
        ("answers", &["ask", "verdict"]),
        ("law_today", &["rule"]),
        ("not_covered", &["duty"]),
    ];
    for (part, name) in parts {
        let entries = report[part].as_array().unwrap();
        if part == "law_today" && entries.is_empty() {
            continue;
        }
        let told: String = entries.iter().map(|e| line(e, name)).collect();
        text.push_str(&format!("\n{part}\n{}", if told.is_empty() { "  none\n" } else { &told }));
    }
    text
}

#[test]
fn every_case_gives_its_limits_rights_offers_and_answers() {
    for file in cases() {
        let report = assessed(&file);
        assert_eq!(report["problems"], serde_json::json!([]), "{}", file.display());
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        insta::with_settings!({ snapshot_path => "snapshots/assessed", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, readable(&report));
        });
    }
}

/// Whether a text names a rule, and not only one whose id begins with its id.
fn names(text: &str, id: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.match_indices(id).any(|(at, _)| !text[..at].ends_with(part) && !text[at + id.len()..].starts_with(part))
}

/// What stands in the snapshots of the cases that are assessed under a template, with any of its ways.
fn goldens_of(template: &str) -> String {
    let snapshots = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots");
    let of = |file: &PathBuf| {
        let case = std::fs::read_to_string(file).unwrap();
        let named = case.lines().find_map(|l| l.strip_prefix("municipality = ")).map(|name| name.trim_matches('"'));
        named.is_some_and(|name| name.split('+').next() == Some(template))
    };
    let names = cases().into_iter().filter(of).map(|f| f.file_stem().unwrap().to_string_lossy().into_owned());
    let read = |name: String| {
        ["assessed", "explained"]
            .map(|kind| std::fs::read_to_string(snapshots.join(kind).join(format!("{name}.snap"))).unwrap())
    };
    names.flat_map(read).collect()
}

#[test]
fn every_rule_of_a_municipal_template_stands_in_the_golden_of_some_case() {
    let mut lacking = Vec::new();
    let klap: String = ["klap-minimum", "klap-udvidet"].map(goldens_of).concat();
    // Fjordby is invented: no document says what its rules are.
    for name in rulebook::templates().into_iter().filter(|name| *name != "fjordby") {
        let book = rulebook::shipped(name).unwrap();
        let model = name.split('+').next().unwrap();
        // A way of following up is the same rule in both models.
        let goldens = if name.contains('+') { klap.clone() } else { goldens_of(model) };
        // A share of many cases stands in no case's course: it is counted by `figures`.
        let own = book.rules.iter().filter(|r| r.layer.is_local() && r.kind != rulebook::model::Kind::Quota);
        lacking.extend(own.filter(|r| !names(&goldens, &r.id)).map(|r| format!("{name}: {}", r.id)));
    }
    lacking.sort();
    lacking.dedup();
    assert!(lacking.is_empty(), "in no case's golden:\n{}", lacking.join("\n"));
    assert!(!names(&klap, "klap-opfoelgning"), "an id that is only the beginning of others is not named");
}

//! Changed rules on the demo's cases: what comes out, what is refused, and how the command ends.

use crate::commands::medspiller;
use std::path::{Path, PathBuf};
use std::process::Output;

/// A folder with a small demo in it, removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn with_demo(name: &str) -> Folder {
        let folder = Folder(std::env::temp_dir().join(format!("medspiller-{name}-{}", std::process::id())));
        let made = medspiller(&["demo", "--citizens", "10", "--no-serve", "--data-dir", &folder.path("")]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        folder
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.0.join(name), text).expect("the folder is ours");
        self.path(name)
    }

    fn simulate(&self, changed: &str, more: &[&str]) -> Output {
        let data = self.path("");
        medspiller(&[&["simulate", changed, "--data-dir", &data, "--today", "2026-03-16"], more].concat())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The first rule of Fjordby's template: at most six weeks between talks.
fn six_weeks() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebook/templates/fjordby.toml");
    let text = std::fs::read_to_string(file).expect("the template is there");
    let rule = text.split("[[rule]]").nth(1).expect("a rule");
    assert!(rule.contains("samtale-hver-6-uger"));
    format!("[[rule]]{rule}")
}

#[test]
fn five_weeks_instead_of_six_move_dates_and_the_examples_are_told() {
    let folder = Folder::with_demo("simulate-five");
    let changed = folder.write("five.toml", &six_weeks().replace("\"6 weeks\"", "\"5 weeks\""));
    let ended = folder.simulate(&changed, &["--format", "json"]);
    assert_eq!(ended.status.code(), Some(1), "{}", String::from_utf8_lossy(&ended.stderr));
    let said: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!((&said["schema"], &said["refused"]), (&"medspiller.simulate/1".into(), &false.into()));
    assert_eq!(said["rules"]["replaced"], serde_json::json!(["samtale-hver-6-uger"]));
    assert_eq!(said["failed_examples"].as_array().unwrap().len(), 3);
    let lines = said["lines"].as_array().unwrap();
    let moved: Vec<&str> = lines.iter().filter(|l| l["same"] == false).map(|l| l["rule"].as_str().unwrap()).collect();
    assert_eq!(moved, ["samtale-hver-6-uger"], "no other date moves");
    let changes = said["changes"].as_array().unwrap();
    assert!(!changes.is_empty() && changes.iter().all(|c| c["change"] == "earlier"), "{changes:?}");
    assert!(!String::from_utf8_lossy(&ended.stdout).contains("Prøvesen"), "no names");

    let table = String::from_utf8(folder.simulate(&changed, &[]).stdout).unwrap();
    assert!(table.contains("samtale-hver-6-uger") && table.contains("Nothing was written"), "{table}");
}

#[test]
fn a_rule_as_it_is_changes_nothing_and_ends_well() {
    let folder = Folder::with_demo("simulate-same");
    let same = folder.write("same.toml", &six_weeks());
    let ended = folder.simulate(&same, &[]);
    assert_eq!(ended.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&ended.stdout).starts_with("No date changes."));
}

#[test]
fn a_goal_looser_than_the_law_and_a_misspelt_key_are_refused_with_place_and_law() {
    let folder = Folder::with_demo("simulate-refused");
    let text = six_weeks().replace("ordinal = 2", "ordinal = 4").replace("span = \"6 weeks\"", "span = \"30 weeks\"");
    let looser = folder.simulate(&folder.write("looser.toml", &text), &[]);
    assert_eq!(looser.status.code(), Some(1));
    let said = String::from_utf8_lossy(&looser.stdout).into_owned();
    assert!(said.contains("LAB § 31, stk. 3") && said.contains("looser.toml:"), "{said}");

    let misspelt = folder.write("misspelt.toml", &six_weeks().replace("clock =", "clok ="));
    let refused = folder.simulate(&misspelt, &["--format", "json"]);
    let said: serde_json::Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!((refused.status.code(), &said["refused"]), (Some(1), &true.into()));
    assert!(said["problems"].as_array().unwrap().iter().any(|p| p["line"].as_u64() > Some(1)), "{said}");
}

#[test]
fn a_wrong_call_is_two_and_what_is_not_there_is_three() {
    let folder = Folder::with_demo("simulate-codes");
    let same = folder.write("same.toml", &six_weeks());
    let nothing = folder.write("nothing.toml", "about = \"ingen regler\"\n");
    assert_eq!(folder.simulate(&same, &["--municipality", "findes-ikke"]).status.code(), Some(2));
    assert_eq!(folder.simulate(&same, &["--code", "1"]).status.code(), Some(2));
    assert_eq!(folder.simulate(&nothing, &[]).status.code(), Some(2));
    assert_eq!(folder.simulate(&folder.path("none.toml"), &[]).status.code(), Some(3));
    let missing = folder.path("none.db");
    assert_eq!(folder.simulate(&same, &["--database", &missing]).status.code(), Some(3));
    assert!(!Path::new(&missing).exists(), "asking about a database makes none");
}

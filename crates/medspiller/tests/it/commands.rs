//! What the commands print: help, a case, a reason chain. A change shows as a difference in `snapshots/`.

use std::path::PathBuf;
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn medspiller(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_medspiller"))
        .args(args)
        .current_dir(root())
        .env_remove("COLUMNS")
        .env_remove("DATABASE_URL")
        .output()
        .expect("the program starts")
}

fn printed(args: &[&str]) -> String {
    let output = medspiller(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the program prints UTF-8")
}

#[test]
fn help_says_what_each_command_does() {
    let mut all = String::new();
    for command in [
        "",
        "demo",
        "serve",
        "import",
        "import citizens",
        "import facts",
        "import jobindsats",
        "export",
        "compare",
        "synth",
        "account",
        "account add",
        "account assign",
        "account list",
        "account password",
        "account token",
        "account disable",
        "account enable",
        "backup",
        "restore",
        "config",
        "config check",
        "config example",
        "assess",
        "explain",
        "simulate",
        "rules",
        "rules check",
        "rules list",
        "rules show",
        "rules compare",
        "rules facts",
        "rules renew",
    ] {
        let mut args: Vec<&str> = command.split_whitespace().collect();
        args.push("--help");
        all.push_str(&format!("$ medspiller {command} --help\n{}\n", printed(&args)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn signe_is_assessed_as_in_her_story() {
    insta::assert_snapshot!(printed(&["assess", "scenarios/story-02a-signe-hospital.toml"]));
}

#[test]
fn the_fourth_talk_is_explained_step_by_step() {
    let case = "scenarios/story-02a-signe-hospital.toml";
    insta::assert_snapshot!(printed(&["explain", case, "--duty", "jobsamtale@f1#4"]));
}

#[test]
fn every_case_file_is_assessed_without_a_remark() {
    let mut files: Vec<_> = std::fs::read_dir(root().join("scenarios")).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    assert!(files.len() >= 12);
    for file in files {
        let output = medspiller(&["assess", &file.to_string_lossy()]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.is_empty(), "{}: {said}", file.display());
    }
}

#[test]
fn a_file_that_is_not_there_is_named_and_the_code_is_three() {
    let output = medspiller(&["assess", "no-such-case.toml"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no-such-case.toml"));
}

#[test]
fn a_misspelt_kind_is_refused_with_its_line_and_the_right_word_and_the_rest_goes_on() {
    let path = std::env::temp_dir().join(format!("medspiller-case-{}.toml", std::process::id()));
    let text = "today = 2026-03-16\n[[fact]]\nkind = \"first_kontact\"\non = 2026-03-04\n[[fact]]\nkind = \"first_contact\"\non = 2026-03-04\nbenefit = \"kontanthjaelp\"\n";
    std::fs::write(&path, text).unwrap();
    let output = medspiller(&["assess", &path.to_string_lossy()]);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("first_contact") && said.contains('3'), "{said}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("jobsamtale"));
}

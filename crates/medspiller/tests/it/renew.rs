//! Other shipped rules under a running municipality: it is said, counted, renewed and, when cut off, gone on with.

use crate::killed::synthetic;
use crate::municipality::{Folder, address_in, ask, command, medspiller, said};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use std::time::Duration;

/// More people than are renewed in one commit.
const CITIZENS: u32 = 300;

/// A municipality without goals, in whose configuration Fjordby's goals are then written.
fn with_other_rules(name: &str) -> Folder {
    let folder = Folder::configured(name);
    let (citizens, facts) = synthetic(&folder, CITIZENS);
    assert!(medspiller(&folder, &["import", "citizens", &citizens]).status.success());
    assert!(medspiller(&folder, &["import", "facts", &facts]).status.success());
    let text = std::fs::read_to_string(folder.path("medspiller.toml")).unwrap();
    folder.write("medspiller.toml", &text.replace("template = \"none\"", "template = \"fjordby\""));
    folder
}

fn renew(folder: &Folder, more: &[&str]) -> Value {
    let output = medspiller(folder, &[&["--quiet", "rules", "renew", "--format", "json"], more].concat());
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn stale(folder: &Folder) -> u64 {
    renew(folder, &["--dry-run"])["cases"].as_u64().unwrap()
}

/// The derived rows of a backup, without the commits that made them.
fn rows(folder: &Folder, name: &str) -> Vec<String> {
    let file = folder.path(name);
    assert!(medspiller(folder, &["backup", &file]).status.success());
    let text = std::fs::read_to_string(&file).unwrap();
    let columns: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let tables = columns["tables"].as_array().unwrap();
    let names = tables.iter().find(|t| t[0] == "duty_history").unwrap()[1].as_array().unwrap();
    let known = names.iter().position(|n| n == "known_from").unwrap();
    let mut rows: Vec<String> = text
        .lines()
        .filter(|l| l.starts_with("[\"duty_history\""))
        .map(|l| {
            let mut row: Value = serde_json::from_str(l).unwrap();
            row[1][known] = 0.into();
            let through = &mut row[1][known + 1];
            *through = (*through == i64::MAX).into();
            row.to_string()
        })
        .collect();
    rows.sort();
    rows
}

#[test]
fn the_program_says_that_other_rules_made_the_dates_counts_what_would_move_and_renews() {
    let folder = with_other_rules("renew");
    let add = ["account", "add", "anna", "--name", "Anna Demosen", "--admin"];
    assert!(medspiller(&folder, &add).status.success());
    let served = |folder: &Folder| {
        let mut server = command(folder, &["serve", "--port", "0", "--health-port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        lines.next().unwrap().unwrap();
        let metrics = ask(&address_in(&lines.next().unwrap().unwrap()), "GET /metrics HTTP/1.1");
        server.kill().unwrap();
        server.wait().unwrap();
        let mut logs = String::new();
        server.stderr.take().unwrap().read_to_string(&mut logs).unwrap();
        (metrics, logs)
    };
    let (metrics, logs) = served(&folder);
    assert!(metrics.contains(&format!("medspiller_cases_of_other_rules {}", stale(&folder))), "{metrics}");
    assert!(logs.contains("medspiller rules renew --dry-run"), "{logs}");

    let before = rows(&folder, "before.backup");
    let looked = renew(&folder, &["--dry-run"]);
    assert!(looked["cases"].as_u64().unwrap() > 250 && looked["commits"].is_null(), "{looked}");
    assert!(looked["dates"].as_u64().unwrap() > 0, "{looked}");
    let new = |r: &Value| r["new"].as_u64().unwrap();
    assert!(looked["rules"].as_array().unwrap().iter().all(|r| new(r) > 0 || r["other"] != 0), "goals only: {looked}");
    assert!(rows(&folder, "looked.backup") == before, "a dry run writes nothing");

    let done = renew(&folder, &[]);
    assert_eq!((&done["rules"], &done["cases"]), (&looked["rules"], &looked["cases"]));
    assert!(rows(&folder, "after.backup") != before, "goals bring rows");
    let again = said(&medspiller(&folder, &["rules", "renew"]));
    assert!(again.contains("Nothing to renew"), "{again}");
    let (metrics, logs) = served(&folder);
    assert!(metrics.contains("medspiller_cases_of_other_rules 0"), "{metrics}");
    assert!(!logs.contains("rules renew"), "{logs}");
}

#[test]
fn a_renewal_killed_at_any_moment_is_simply_run_again() {
    let (whole, killed) = (with_other_rules("renew-whole"), Folder::configured("renew-killed"));
    for file in ["medspiller.toml", "medspiller.db", "medspiller.db-wal"] {
        if std::path::Path::new(&whole.path(file)).exists() {
            std::fs::copy(whole.path(file), killed.path(file)).unwrap();
        }
    }
    renew(&whole, &[]);
    let mut cut_off = 0;
    for delay in [20, 60, 120, 250, 500] {
        let mut run =
            command(&killed, &["rules", "renew"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        cut_off += usize::from(run.try_wait().unwrap().is_none());
        run.kill().unwrap();
        run.wait().unwrap();
    }
    assert!(cut_off > 0, "no renewal was cut off");
    renew(&killed, &[]);
    assert_eq!(stale(&killed), 0);
    let (cut, all) = (rows(&killed, "killed.backup"), rows(&whole, "whole.backup"));
    assert_eq!(cut.iter().zip(&all).find(|(a, b)| a != b), None);
    assert_eq!(cut.len(), all.len());
}

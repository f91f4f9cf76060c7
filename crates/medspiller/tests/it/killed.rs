//! The process is killed in the middle of its work: what was accepted is there, and nothing is half-written.

use crate::municipality::{Folder, address_in, command, get, medspiller, post, said, send};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::Duration;

pub(crate) fn synthetic(folder: &Folder, citizens: u32) -> (String, String) {
    let out = folder.path("");
    let count = citizens.to_string();
    let args = ["synth", "--citizens", &count, "--seed", "3", "--today", "2026-03-16", "--out", &out];
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_medspiller")).args(args).output().unwrap();
    assert!(made.status.success(), "{}", said(&made));
    (folder.path("citizens.csv"), folder.path("facts.csv"))
}

/// Rows of every table by its name, without sessions, times and what the order of commits decides.
fn rows(folder: &Folder, name: &str) -> BTreeMap<String, usize> {
    let file = folder.path(name);
    let taken = medspiller(folder, &["backup", &file]);
    assert!(taken.status.success(), "{}", said(&taken));
    let mut counts = BTreeMap::new();
    for line in std::fs::read_to_string(&file).unwrap().lines().skip(1) {
        if let Some(table) = line.strip_prefix("[\"").and_then(|l| l.split('"').next()) {
            *counts.entry(table.to_owned()).or_insert(0) += 1;
        }
    }
    counts.remove("commit_log");
    counts
}

#[test]
fn an_import_killed_at_any_moment_is_simply_run_again_and_ends_as_if_nothing_had_happened() {
    let whole = Folder::configured("whole");
    let (citizens, facts) = synthetic(&whole, 150);
    assert!(medspiller(&whole, &["import", "citizens", &citizens]).status.success());
    assert!(medspiller(&whole, &["import", "facts", &facts]).status.success());
    let wanted = rows(&whole, "whole.backup");
    assert!(wanted["fact"] > 2_000 && wanted["duty_history"] > 1_000, "{wanted:?}");

    let killed = Folder::configured("killed");
    assert!(medspiller(&killed, &["import", "citizens", &citizens]).status.success());
    let mut cut_off = 0;
    for delay in [30, 60, 90, 130, 180, 250, 350] {
        let mut import =
            command(&killed, &["import", "facts", &facts]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        cut_off += usize::from(import.try_wait().unwrap().is_none());
        import.kill().unwrap();
        import.wait().unwrap();
    }
    assert!(cut_off > 0, "no import was cut off");
    let again = medspiller(&killed, &["import", "facts", &facts]);
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    assert_eq!(rows(&killed, "killed.backup"), wanted);
}

/// A server that runs, and its address.
fn serving(folder: &Folder) -> (Child, String) {
    let mut server = command(folder, &["serve", "--port", "0", "--health-port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let line = BufReader::new(server.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let address = address_in(&line);
    (server, address)
}

fn killed_after(mut server: Child, millis: u64) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(millis));
        server.kill().unwrap();
        server.wait().unwrap();
    })
}

#[test]
fn facts_that_were_answered_for_are_there_after_the_server_is_killed() {
    let folder = Folder::configured("posts");
    let (citizens, facts) = synthetic(&folder, 5);
    assert!(medspiller(&folder, &["import", "citizens", &citizens]).status.success());
    assert!(medspiller(&folder, &["import", "facts", &facts]).status.success());
    let add = ["account", "add", "anna", "--name", "Anna Demosen", "--role", "caseworker", "--unit", "visitation"];
    assert!(medspiller(&folder, &add).status.success());
    let made = said(&medspiller(&folder, &["account", "token", "anna"]));
    let token = made.lines().next().unwrap().to_owned();
    let before = rows(&folder, "before.backup")["fact"];
    let (mut accepted, mut case) = (0usize, 1);
    for round in 0..3u32 {
        let (server, address) = serving(&folder);
        // Posts until the server is gone; each one that is answered with 201 must be kept.
        let stop = killed_after(server, 300 + u64::from(round) * 170);
        for n in 0..10_000u32 {
            let Some(version) = version(&address, &token, case) else { break };
            let body = format!(
                "{{\"version\":{version},\"key\":\"killed-{round}-{n}\",\"facts\":[{{\"kind\":\"note\",\"on\":\"2026-03-16\",\"text\":\"{round}.{n}\"}}]}}"
            );
            let Some(answer) = post(&address, &format!("/api/v1/cases/{case}/facts"), &token, &body) else { break };
            if answer.starts_with("HTTP/1.1 403") {
                case += 1;
                continue;
            }
            assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
            accepted += 1;
        }
        stop.join().unwrap();
    }
    let kept = rows(&folder, "after.backup")["fact"] - before;
    assert!(accepted > 10, "{accepted} posts were answered");
    // One more per server may have been saved without its answer getting through.
    assert!((accepted..=accepted + 3).contains(&kept), "{accepted} accepted, {kept} kept");
}

/// What a form posts, sent as a browser does; `None` when the server is gone.
fn post_form(address: &str, path: &str, cookie: &str, form: &str) -> Option<String> {
    let head = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {cookie}\r\n");
    let kind = "Content-Type: application/x-www-form-urlencoded";
    let rest = format!("{kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{form}", form.len());
    send(address, &format!("{head}{rest}"))
}

/// The hidden version and key of the form of a page.
fn hidden(address: &str, path: &str, cookie: &str) -> Option<(String, String)> {
    let page = send(
        address,
        &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"),
    )?;
    let value = |name: &str| {
        let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
        Some(rest.split('"').next()?.to_owned())
    };
    Some((value("version")?, value("key")?))
}

#[test]
fn forms_that_were_answered_for_are_there_after_the_server_is_killed_and_the_duties_are_those_of_a_rebuild() {
    let folder = Folder::configured("forms");
    let (citizens, facts) = synthetic(&folder, 5);
    assert!(medspiller(&folder, &["import", "citizens", &citizens]).status.success());
    assert!(medspiller(&folder, &["import", "facts", &facts]).status.success());
    let secret = folder.write("secret", "et langt kodeord\n");
    let who = ["--name", "Anna Demosen", "--role", "caseworker", "--unit", "visitation"];
    let add = [&["account", "add", "anna"][..], &who, &["--password-file", &secret]].concat();
    assert!(medspiller(&folder, &add).status.success());
    let before = rows(&folder, "before.backup")["fact"];
    let (mut accepted, mut case) = (Vec::new(), 1);
    for round in 0..3u32 {
        let (server, address) = serving(&folder);
        let signed = post_form(&address, "/log-ind", "", "u=anna&p=et+langt+kodeord").unwrap();
        let cookie = signed.split("set-cookie: ").nth(1).and_then(|c| c.split(';').next()).unwrap().to_owned();
        let stop = killed_after(server, 400 + u64::from(round) * 170);
        for n in 0..10_000u32 {
            let path = format!("/borger/{case}/notat");
            let Some((version, key)) = hidden(&address, &path, &cookie) else {
                // The server is gone, or the case is closed to the reader.
                if case == 5 || get(&address, "/log-ind", "").is_none() {
                    break;
                }
                case += 1;
                continue;
            };
            let text = format!("Skrevet {round}.{n}.");
            let form = format!("version={version}&key={key}&text={}", text.replace(' ', "+"));
            let Some(answer) = post_form(&address, &path, &cookie, &form) else { break };
            assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
            accepted.push(text);
        }
        stop.join().unwrap();
    }
    let kept = rows(&folder, "after.backup")["fact"] - before;
    assert!(accepted.len() > 5, "{} forms were answered", accepted.len());
    assert!((accepted.len()..=accepted.len() + 3).contains(&kept), "{} accepted, {kept} kept", accepted.len());
    let taken = std::fs::read_to_string(folder.path("after.backup")).unwrap();
    for text in &accepted {
        assert!(taken.contains(text.as_str()), "{text} was answered for and is gone");
    }

    // What the commits left is what the facts give: no commit was cut in half.
    let book = rulebook::shipped("none").unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = store::Store::open(&format!("sqlite:{}", folder.path("medspiller.db"))).await.unwrap();
        let left = store.duty_dump(store::MunicipalityId(580)).await.unwrap();
        store.rebuild(store::MunicipalityId(580), &store::books::Books::from(&book)).await.unwrap();
        let rebuilt = store.duty_dump(store::MunicipalityId(580)).await.unwrap();
        assert_eq!(left.iter().zip(&rebuilt).find(|(a, b)| a != b), None);
        assert!(!left.is_empty() && left.len() == rebuilt.len(), "{} and {}", left.len(), rebuilt.len());
        store.close().await;
    });
}

fn version(address: &str, token: &str, case: u32) -> Option<i64> {
    let answer = crate::municipality::get(address, &format!("/api/v1/cases/{case}"), token)?;
    let body = answer.split("\r\n\r\n").nth(1)?;
    let json: serde_json::Value = serde_json::from_str(body).ok()?;
    json["version"].as_i64().or(Some(0))
}

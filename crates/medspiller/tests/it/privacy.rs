//! What the program leaves behind while it is used, logs, messages and file names, says nothing of who somebody is.

use crate::municipality::{Folder, address_in, command, medspiller, said, send};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Stdio;

const NOTE: &str = "Hemmeligtnotat";

/// Numbers, with and without a dash, and names of everybody who was imported; what is written in a note.
fn secrets(citizens: &str) -> Vec<String> {
    let mut secrets = vec![NOTE.to_owned(), "Hemmeligsen".to_owned()];
    for line in citizens.lines().skip(1) {
        let cells: Vec<&str> = line.split(';').collect();
        let (number, first, last) = (cells[1], cells[2], cells[3]);
        assert_eq!(number.len(), 10, "{line}");
        secrets.extend([number.to_owned(), format!("{}-{}", &number[..6], &number[6..]), last.to_owned()]);
        secrets.push(format!("{first} {last}"));
    }
    secrets
}

fn clean(what: &str, text: &str, secrets: &[String]) {
    let text = percent_free(text);
    for secret in secrets {
        assert!(!text.contains(&secret.to_lowercase()), "{what} holds {secret}: {text}");
    }
}

/// In small letters, with plus signs as the spaces they stand for in an address.
fn percent_free(text: &str) -> String {
    text.replace('+', " ").replace("%20", " ").to_lowercase()
}

fn files(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        found.push(entry.file_name().to_string_lossy().into_owned());
        if entry.path().is_dir() {
            files(&entry.path(), found);
        }
    }
}

struct Browser {
    address: String,
    cookie: String,
}

impl Browser {
    fn get(&self, path: &str) -> String {
        let Browser { address, cookie } = self;
        send(
            address,
            &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"),
        )
        .unwrap()
    }

    fn post(&self, path: &str, kind: &str, body: &str) -> String {
        let Browser { address, cookie } = self;
        let head = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\n");
        let length = body.len();
        send(address, &format!("{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}")).unwrap()
    }

    fn form(&self, path: &str, body: &str) -> String {
        self.post(path, "application/x-www-form-urlencoded", body)
    }
}

/// Looks, searches and writes, with and without mistakes; the head of every answer.
fn used(browser: &Browser, number: &str, last: &str) -> Vec<String> {
    let dashed = format!("{}-{}", &number[..6], &number[6..]);
    let mut answers = vec![browser.form("/log-ind", &format!("u={number}&p={last}"))];
    for path in [
        "/".to_owned(),
        "/regneark?ejer=alle".to_owned(),
        "/borgere".to_owned(),
        format!("/borgere?q={number}"),
        format!("/borger/{number}"),
        format!("/borger/{dashed}"),
        format!("/{last}"),
        format!("/regler/{last}"),
        format!("/?ejer={last}&slags={number}"),
        format!("/api/v1/cases/{number}"),
        format!("/api/{last}"),
    ] {
        answers.push(browser.get(&path));
    }
    for query in [number, &dashed, last] {
        answers.push(browser.form("/borgere", &format!("q={query}")));
    }
    for case in 1..=8 {
        answers.push(browser.get(&format!("/borger/{case}")));
        answers.push(browser.form(&format!("/borger/{case}/cpr"), ""));
        let page = browser.get(&format!("/borger/{case}/notat"));
        let field = |name: &str| {
            let at = page.split(&format!("name=\"{name}\"")).nth(1)?;
            at.split("value=\"").nth(1)?.split('"').next().map(str::to_owned)
        };
        let own = format!("version={}&key={}", field("version").unwrap_or_default(), field("key").unwrap_or_default());
        for hidden in ["version=abc&key=x", "version=0&key=x", &own] {
            let text = format!("{hidden}&text={NOTE}+{last}+{number}");
            answers.push(browser.form(&format!("/borger/{case}/notat"), &text));
        }
        let facts =
            format!("{{\"version\":0,\"key\":\"{last}\",\"facts\":[{{\"kind\":\"{number}\",\"on\":\"{last}\"}}]}}");
        answers.push(browser.post(&format!("/api/v1/cases/{case}/facts"), "application/json", &facts));
        answers.push(browser.post(&format!("/api/v1/cases/{case}/facts"), "application/json", &format!("{{{last}")));
    }
    answers.iter().map(|a| a.split("\r\n\r\n").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn no_log_line_no_message_and_no_file_name_says_who_somebody_is() {
    let folder = Folder::configured("privacy");
    let out = folder.path("");
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_medspiller"))
        .args(["synth", "--citizens", "12", "--seed", "5", "--today", "2026-03-16", "--out", &out])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", said(&made));
    let citizens = std::fs::read_to_string(folder.path("citizens.csv")).unwrap();
    let secrets = secrets(&citizens);
    let cells: Vec<&str> = citizens.lines().nth(1).unwrap().split(';').collect();
    let (number, last) = (cells[1], cells[3]);

    // Imports: good rows, and rows with mistakes in what may not be repeated.
    let mut said_by = Vec::new();
    let bad = format!(
        "citizen;cpr;first_name;last_name;address;born\nQ1;{number}1;Gerda;Hemmeligsen;Vej 1;\nQ2;9999999999;Gerda;Hemmeligsen;;\n;{number};Gerda;Hemmeligsen;;\nQ4;{number};Gerda;Hemmeligsen;;31-02-1980\n"
    );
    let bad = folder.write("bad.csv", &bad);
    for file in [folder.path("citizens.csv"), bad] {
        said_by.push(medspiller(&folder, &["import", "citizens", &file]));
    }
    assert_eq!(said_by[1].status.code(), Some(1), "{}", said(&said_by[1]));
    let facts = format!("citizen;kind;from;text\n{number};note;2026-13-01;{NOTE}\n{number};{last};2026-03-16;{NOTE}\n");
    let facts = folder.write("bad-facts.csv", &facts);
    for file in [folder.path("facts.csv"), facts] {
        said_by.push(medspiller(&folder, &["import", "facts", &file]));
    }
    let secret = folder.write("secret", "et langt kodeord\n");
    let add = ["account", "add", "anna", "--name", "Anna Demosen", "--role", "caseworker", "--unit", "visitation"];
    let added = medspiller(&folder, &[&add[..], &["--password-file", &secret]].concat());
    assert!(added.status.success(), "{}", said(&added));

    // Pages: looked at, searched, posted to, rightly and wrongly.
    let mut server = command(&folder, &["serve", "--port", "0", "--health-port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let address = address_in(&lines.next().unwrap().unwrap());
    let health = address_in(&lines.next().unwrap().unwrap());
    let mut browser = Browser { address, cookie: String::new() };
    let signed = browser.form("/log-ind", "u=anna&p=et+langt+kodeord");
    let cookie = signed.split("set-cookie: ").nth(1).and_then(|c| c.split(';').next()).unwrap();
    browser.cookie = cookie.to_owned();
    let heads = used(&browser, number, last);
    let metrics = Browser { address: health, cookie: String::new() }.get("/metrics");
    server.kill().unwrap();
    server.wait().unwrap();
    let mut logs = String::new();
    server.stderr.take().unwrap().read_to_string(&mut logs).unwrap();
    assert!(logs.lines().count() > heads.len(), "{logs}");
    let with = |code: &str| heads.iter().filter(|h| h.starts_with(&format!("HTTP/1.1 {code}"))).count();
    assert!(with("200") > 5 && with("303") > 0 && with("4") > 10, "{heads:#?}");
    assert_eq!(with("5"), 0, "{heads:#?}");
    clean("a log", &logs, &secrets);
    clean("a count", &metrics, &secrets);
    for head in &heads {
        clean("the head of an answer", head, &secrets);
    }

    // Files: what is taken out is named by what it is.
    said_by.push(medspiller(&folder, &["backup", &folder.path("all.backup")]));
    said_by.push(medspiller(&folder, &["export", "--out", &folder.path("out")]));
    assert!(said_by[4..].iter().all(|o| o.status.success()));
    let taken = std::fs::read_to_string(folder.path("all.backup")).unwrap();
    assert!(taken.contains(number) && taken.contains(NOTE), "the note was saved, and a backup holds everything");
    for output in &said_by {
        clean("a message", &said(output), &secrets);
    }
    let mut names = Vec::new();
    files(Path::new(&folder.path("")), &mut names);
    assert!(names.len() > 6, "{names:?}");
    clean("a file name", &names.join("\n"), &secrets);
}

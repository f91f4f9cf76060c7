//! A municipality from an empty folder: configuration, accounts, imports, pages.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A folder of its own, gone when the test is.
pub(crate) struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("medspiller-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn configured(name: &str) -> Folder {
        let folder = Folder::new(name);
        let example = said(&medspiller(&folder, &["config", "example"]));
        std::fs::write(folder.0.join("medspiller.toml"), example).unwrap();
        folder
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn command(folder: &Folder, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medspiller"));
    command.args(args).env_remove("DATABASE_URL");
    if !args.contains(&"example") {
        command.arg("--data-dir").arg(&folder.0);
    }
    command
}

pub(crate) fn medspiller(folder: &Folder, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

pub(crate) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn without_a_configuration_the_program_says_how_to_begin() {
    let folder = Folder::new("empty");
    for args in [["config", "check"], ["account", "list"]] {
        let output = medspiller(&folder, &args);
        assert_eq!(output.status.code(), Some(3));
        assert!(said(&output).contains("medspiller config example"), "{}", said(&output));
    }
}

#[test]
fn the_example_configuration_passes_and_a_mistake_is_named_with_its_line() {
    let folder = Folder::configured("config");
    let good = medspiller(&folder, &["config", "check"]);
    assert_eq!((good.status.code(), said(&good).contains("Aabenraa Kommune (580), 6 units")), (Some(0), true));
    let text = std::fs::read_to_string(folder.0.join("medspiller.toml")).unwrap();
    folder.write("medspiller.toml", &text.replace("intake =", "intak ="));
    let bad = medspiller(&folder, &["config", "check"]);
    assert_eq!(bad.status.code(), Some(1));
    assert!(said(&bad).contains("did you mean `intake`"), "{}", said(&bad));
    assert_eq!(medspiller(&folder, &["serve"]).status.code(), Some(3));
}

#[test]
fn nobody_is_served_before_somebody_has_an_account_and_a_made_password_is_shown_once() {
    let folder = Folder::configured("accounts");
    let refused = medspiller(&folder, &["serve", "--port", "0", "--health-port", "0"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(said(&refused).contains("account add"), "{}", said(&refused));
    let added = medspiller(&folder, &["account", "add", "Anna", "--name", "Anna Demosen", "--admin"]);
    assert_eq!(added.status.code(), Some(0));
    assert!(said(&added).contains("shown only now"));
    let again = medspiller(&folder, &["account", "add", "anna", "--name", "Anna Demosen", "--admin"]);
    assert_eq!((again.status.code(), said(&again).contains("taken")), (Some(2), true));
    let role = medspiller(&folder, &["account", "add", "bo", "--name", "Bo", "--role", "team-leader"]);
    assert!(said(&role).contains("team_leader"), "{}", said(&role));
    let unit = medspiller(&folder, &["account", "add", "bo", "--name", "Bo", "--role", "analyst", "--unit", "team-jo"]);
    assert!(said(&unit).contains("did you mean \"team-job\""), "{}", said(&unit));
    let weak = folder.write("weak", "short\n");
    let weak = medspiller(&folder, &["account", "password", "anna", "--password-file", &weak]);
    assert_eq!(weak.status.code(), Some(2));
    let closed = medspiller(&folder, &["account", "disable", "anna"]);
    assert_eq!(closed.status.code(), Some(0));
    let list = said(&medspiller(&folder, &["account", "list"]));
    assert!(list.contains("anna") && list.contains("administrator") && list.contains("closed"), "{list}");
    assert!(!list.contains("argon2"), "a list holds no password");
    assert_eq!(
        medspiller(&folder, &["serve", "--port", "0", "--health-port", "0"]).status.code(),
        Some(3),
        "the only account is closed"
    );
}

#[test]
fn a_protected_address_leaves_the_house_only_when_it_is_asked_for() {
    let folder = Folder::configured("export");
    let head = "citizen;cpr;first_name;last_name;address;born;unit;employee";
    let people = folder.write(
        "people.csv",
        &format!("{head}\nL;;Lone;Attrup;Fjordeksemplet 30;1974-12-05;visitation;\nJ;;Jonas;Demosen;Demogade 2;1998-11-20;visitation;\nG;;Grethe;Mønstrup;Mønsterallé 7;1971-01-19;visitation;\n"),
    );
    let protection = "protection;2026-01-01";
    let facts = format!(
        "citizen;kind;from;through;protection\nL;{protection};;navne_og_adressebeskyttelse\nJ;{protection};2026-02-01;navne_og_adressebeskyttelse\nG;{protection};;egen_ansat\n"
    );
    let facts = folder.write("protection.csv", &facts);
    for (what, file) in [("citizens", &people), ("facts", &facts)] {
        let done = medspiller(&folder, &["import", what, file]);
        assert!(done.status.success(), "{}", said(&done));
    }
    let written = |more: &[&str]| {
        let out = folder.path("out");
        let args = [&["export", "--out", &out][..], more].concat();
        let done = medspiller(&folder, &args);
        assert!(done.status.success(), "{}", said(&done));
        std::fs::read_to_string(folder.path("out/citizens.csv")).unwrap()
    };
    let shown = |text: &str| ["Fjordeksemplet 30", "Demogade 2", "Mønsterallé 7"].map(|a| text.contains(a));
    let usual = written(&[]);
    assert_eq!(shown(&usual), [false, true, true], "protection that has ended protects no more: {usual}");
    assert!(usual.contains("Lone;Attrup;;1974-12-05"), "{usual}");
    assert_eq!(shown(&written(&["--protected-addresses"])), [true; 3]);
}

#[test]
fn a_configured_municipality_is_served_to_those_who_sign_in() {
    let folder = Folder::configured("serve");
    let secret = folder.write("secret", "et langt kodeord\n");
    let add = ["account", "add", "anna", "--name", "Anna Demosen", "--role", "caseworker", "--password-file", &secret];
    assert!(medspiller(&folder, &add).status.success());
    let mut server = command(&folder, &["serve", "--port", "0", "--health-port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    let address = address_in(&line);
    let health = address_in(&lines.next().unwrap().unwrap());
    let page = ask(&address, "GET /log-ind HTTP/1.1");
    let signed = post_form(&address, "/log-ind", "u=anna&p=et+langt+kodeord");
    let ready = ask(&health, "GET /health/ready HTTP/1.1");
    let metrics = ask(&health, "GET /metrics HTTP/1.1");
    let outside = ask(&address, "GET /metrics HTTP/1.1");
    server.kill().unwrap();
    server.wait().unwrap();
    let mut logs = String::new();
    server.stderr.take().unwrap().read_to_string(&mut logs).unwrap();
    assert!(ready.starts_with("HTTP/1.1 200") && ready.contains("ready"), "{ready}");
    let counted = "medspiller_request_seconds_count{route=\"/log-ind\",status=\"200\"} 1";
    assert!(metrics.contains(counted), "{metrics}");
    assert!(outside.starts_with("HTTP/1.1 404"), "metrics are not on the pages' address");
    let logged: Vec<serde_json::Value> = logs.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(logged.iter().any(|l| l["route"] == "/log-ind" && l["status"] == 303), "{logs}");
    assert!(!logs.contains("anna") && !logs.contains("kodeord"), "no name and no password in a log");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Aabenraa Kommune"), "{line} {page}");
    assert!(!page.contains("Eksempeldata"), "real data are not called invented");
    assert!(signed.starts_with("HTTP/1.1 303") && signed.contains("set-cookie: medspiller="), "{signed}");
}

pub(crate) fn address_in(line: &str) -> String {
    line.split("http://").nth(1).and_then(|t| t.split('/').next()).unwrap_or_default().to_owned()
}

pub(crate) fn ask(address: &str, request: &str) -> String {
    send(address, &format!("{request}\r\nHost: {address}\r\nConnection: close\r\n\r\n")).unwrap()
}

fn post_form(address: &str, path: &str, form: &str) -> String {
    let kind = "Content-Type: application/x-www-form-urlencoded";
    let length = form.len();
    send(
        address,
        &format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\n{kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{form}"
        ),
    )
    .unwrap()
}

/// Posts JSON with a token; `None` when the server is gone.
pub(crate) fn post(address: &str, path: &str, token: &str, body: &str) -> Option<String> {
    let length = body.len();
    let head = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n");
    let rest = format!("Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    send(address, &format!("{head}{rest}"))
}

/// Asks with a token; `None` when the server is gone.
pub(crate) fn get(address: &str, path: &str, token: &str) -> Option<String> {
    let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n");
    send(address, &format!("{head}Connection: close\r\n\r\n"))
}

/// The whole answer, or nothing.
pub(crate) fn send(address: &str, request: &str) -> Option<String> {
    use std::io::Write;
    let mut stream = std::net::TcpStream::connect(address).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    (!answer.is_empty()).then_some(answer)
}

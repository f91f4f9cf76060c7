//! How fast pages answer while 100 requests a second come in, over a whole invented municipality.
//!
//! `cargo bench -p medspiller --bench pages -- 100000` invents that many citizens once (in `target/bench`), serves them
//! with the release build, and asks and registers as a caseworker and a team leader do. The team is the one with the most
//! nearly 1,500 cases, the caseworker is one of its own. Every figure is printed; nothing is asserted.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
#![expect(clippy::unwrap_used, reason = "a benchmark may stop where it must not fail")]

#[path = "pages/report.rs"]
mod report;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Requests a second, and how long.
const RATE: u64 = 100;
const SECONDS: u64 = 12;
const CLIENTS: u64 = 8;

/// Cases of a team of ordinary size.
const TEAM_CASES: usize = 1_500;

/// Who asks for what.
struct Place {
    address: String,
    /// The server's process.
    process: u32,
    /// The caseworker's cookie, and the team leader's.
    caseworker: String,
    leader: String,
    /// The caseworker's team: its list.
    team: String,
    cases: Vec<String>,
}

impl Place {
    /// The team of ordinary size, its leader and one of its caseworkers.
    fn find(address: String, process: u32) -> Place {
        let fjordby = synth::generate(&synth::Params::new(1, "2026-03-16".parse().unwrap()));
        let login = |unit: &str, role| {
            let found = fjordby.employees.iter().find(|e| e.unit == unit && e.role == role);
            sign_in(&address, &found.unwrap().key)
        };
        let anybody = sign_in(&address, "hanne");
        let list = |unit: &str| format!("/?ejer=enhed%3A{unit}");
        let teams = fjordby.units.iter().filter(|u| !u.serves.is_empty());
        let sized: Vec<_> = teams.map(|u| (cases_on(&address, &list(u.key), &anybody), u.key)).collect();
        println!("cases of each team: {sized:?}");
        let (size, unit) = sized.into_iter().min_by_key(|(n, _)| n.abs_diff(TEAM_CASES)).unwrap();
        let (caseworker, leader) = (login(unit, synth::Role::Caseworker), login(unit, synth::Role::TeamLeader));
        let own = cases_on(&address, "/", &caseworker);
        let cases = cases_of(&address, &caseworker);
        println!("{unit} has {size} cases, its caseworker {own}, of which {} stand on the list's page", cases.len());
        Place { team: list(unit), address, process, caseworker, leader, cases }
    }

    fn case(&self, n: u64) -> (String, String) {
        (self.cases[n as usize % self.cases.len()].clone(), self.caseworker.clone())
    }

    fn own_list(&self) -> (String, String) {
        ("/".to_owned(), self.caseworker.clone())
    }

    fn team_list(&self) -> (String, String) {
        (self.team.clone(), self.leader.clone())
    }
}

fn main() {
    let citizens = std::env::args().find_map(|a| a.parse::<u32>().ok()).unwrap_or(5_000);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/bench");
    std::fs::create_dir_all(folder).unwrap();
    let begun = Instant::now();
    let made = demo(citizens, folder).arg("--no-serve").status().unwrap();
    assert!(made.success());
    println!("{citizens} citizens ready after {:.1} s (0 when made before)", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let (mut server, address) = serve(citizens, folder);
    println!("serving after {:.2} s, {} MB resident", begun.elapsed().as_secs_f64(), resident(&server));
    let begun = Instant::now();
    let first = sign_in(&address, "hanne");
    get(&mut TcpStream::connect(&address).unwrap(), &address, "/?ejer=alle", &first);
    println!("the whole municipality's list for the first time: {:.1} s", begun.elapsed().as_secs_f64());
    println!("{} MB resident", resident(&server));
    let begun = Instant::now();
    get(&mut TcpStream::connect(&address).unwrap(), &address, "/ledelse", &first);
    println!("the municipality's figures for the first time: {:.3} s", begun.elapsed().as_secs_f64());
    let place = Place::find(address, server.id());
    println!(
        "\n{:<34} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "at 100 requests a second", "p50 ms", "p99 ms", "max ms", "computed", "bytes"
    );
    let address = &place.address;
    load("assets (no database)", &place, &|_| ("/assets/css/medspiller.css".to_owned(), place.caseworker.clone()));
    load("a page without data", &place, &|_| ("/hjaelp".to_owned(), place.caseworker.clone()));
    load("caseworker's list", &place, &|_| place.own_list());
    load("team's list", &place, &|_| place.team_list());
    load("citizen", &place, &|n| place.case(n));
    load("all three in turn", &place, &|n| match n % 3 {
        0 => place.own_list(),
        1 => place.team_list(),
        _ => place.case(n),
    });
    register(&place);
    tell("the disk's fsync of 4 KiB", fsyncs(folder), None, 4096);
    println!("\none at a time:");
    for (name, path, times) in [
        ("whole municipality's list", "/?ejer=alle", 20),
        ("team's list", place.team.as_str(), 20),
        ("Team Vest's list", "/?ejer=enhed%3Ateam-vest", 20),
        ("the team's page", "/team", 10),
        ("Ledelse", "/ledelse", 100),
        ("Ledelse of an earlier month", "/ledelse?maaned=2025-09", 100),
        ("Rettidighed", "/rettidighed", 100),
        ("Strømme", "/stroemme", 100),
        ("Mål", "/maal", 100),
        ("the dates behind it", "/rettidighed/frister", 20),
    ] {
        once(name, &place, (path, &place.leader), times);
    }
    for (name, path) in [
        ("Ledelse", "/ledelse"),
        ("Strømme", "/stroemme"),
        ("Rettidighed", "/rettidighed"),
        ("whole municipality's list", "/?ejer=alle"),
    ] {
        after_a_commit(&format!("{name} after a commit"), &place, path);
    }
    once("caseworker's list", &place, ("/", &place.caseworker), 50);
    once("comparison", &place, ("/sammenlign", &place.caseworker), 10);
    once("citizen", &place, (&place.cases[0], &place.caseworker), 50);
    println!("\nreports:");
    for kind in ["kvartalsopfoelgning", "maanedsrapport"] {
        report::report(&place, kind);
    }
    println!("\nas many as it can, eight at a time:");
    let peer = flat_out("an empty axum handler", &empty_handler(), ("/".to_owned(), String::new()), None);
    flat_out("caseworker's list", address, place.own_list(), Some(peer));
    flat_out("team's list", address, place.team_list(), Some(peer));
    flat_out("citizen", address, place.case(0), Some(peer));
    println!("\nafterwards {} MB resident", resident(&server));
    server.kill().unwrap();
    server.wait().unwrap();
}

fn demo(citizens: u32, folder: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medspiller"));
    command.args(["demo", "--citizens", &citizens.to_string(), "--port", "0", "--data-dir", folder]);
    command
}

fn serve(citizens: u32, folder: &str) -> (Child, String) {
    let mut server = demo(citizens, folder).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let line = lines.find(|l| l.as_ref().unwrap().contains("http://")).unwrap().unwrap();
    let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    // Keeps the pipe open, so that the server may go on writing.
    std::thread::spawn(move || lines.for_each(drop));
    (server, address)
}

/// Resident memory in megabytes, where the system tells it.
fn resident(server: &Child) -> String {
    let text = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap_or_default();
    let line = text.lines().find(|l| l.starts_with("VmRSS:")).unwrap_or_default();
    let kilobytes: u64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0);
    if kilobytes == 0 { "?".to_owned() } else { (kilobytes / 1024).to_string() }
}

fn request(stream: &mut TcpStream, text: &str) -> (u16, String) {
    stream.write_all(text.as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0usize);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(n) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = n.trim().parse().unwrap();
        }
        head.push_str(&line);
        if line == "\r\n" || line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let status = head.split_whitespace().nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
    (status, head + &String::from_utf8_lossy(&body))
}

fn get(stream: &mut TcpStream, address: &str, path: &str, cookie: &str) -> (u16, String) {
    request(stream, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\r\n"))
}

fn sign_in(address: &str, login: &str) -> String {
    let form = format!("u={login}&p=fjordby");
    let head = format!("POST /log-ind HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n", form.len());
    let text = format!("{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}");
    let (status, answer) = request(&mut TcpStream::connect(address).unwrap(), &text);
    assert_eq!(status, 303);
    let cookie = answer.lines().find_map(|l| l.strip_prefix("set-cookie: ")).unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

/// How many cases a list is over, as it says itself.
fn cases_on(address: &str, path: &str, cookie: &str) -> usize {
    let (_, page) = get(&mut TcpStream::connect(address).unwrap(), address, path, cookie);
    let before = page.split(" sager</b>").next().unwrap();
    before.rsplit('>').next().and_then(|n| n.replace('.', "").parse().ok()).unwrap_or(0)
}

fn cases_of(address: &str, cookie: &str) -> Vec<String> {
    let (_, page) = get(&mut TcpStream::connect(address).unwrap(), address, "/", cookie);
    let mut found: Vec<String> = page
        .split("href=\"/borger/")
        .skip(1)
        .filter_map(|t| t.split(['"', '#', '?']).next())
        .map(|c| format!("/borger/{c}"))
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Asks at an even rate, whatever the answers take; time counts from when the request was due.
fn load(name: &str, place: &Place, what: &(dyn Fn(u64) -> (String, String) + Sync)) {
    let (address, before) = (&place.address, computed(place.process));
    let next = AtomicU64::new(0);
    let begun = Instant::now() + Duration::from_millis(50);
    let bytes = AtomicU64::new(0);
    let times: Vec<Vec<Duration>> = std::thread::scope(|scope| {
        let client = || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.set_nodelay(true).unwrap();
            let mut times = Vec::new();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= RATE * SECONDS {
                    return times;
                }
                let due = begun + Duration::from_micros(n * 1_000_000 / RATE);
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                let (path, cookie) = what(n);
                let (status, answer) = get(&mut stream, address, &path, &cookie);
                assert_eq!(status, 200, "{path}");
                bytes.store(answer.len() as u64, Ordering::Relaxed);
                times.push(due.elapsed());
            }
        };
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
        clients.into_iter().map(|c| c.join().unwrap()).collect()
    });
    let spent = (computed(place.process) - before) / (RATE * SECONDS) as f64;
    tell(name, times.into_iter().flatten().collect(), Some(spent), bytes.load(Ordering::Relaxed));
}

/// Registers a talk ten times a second while the lists are read ninety times a second.
fn register(place: &Place) {
    let done = AtomicU64::new(0);
    let address = &place.address;
    let talks: Vec<Duration> = std::thread::scope(|scope| {
        let talks = scope.spawn(|| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.set_nodelay(true).unwrap();
            let mut times = Vec::new();
            for n in 0..100 {
                let (case, cookie) = place.case(n);
                let (_, page) = get(&mut stream, address, &case, &cookie);
                let Some(form) = talk_form(&page) else { continue };
                std::thread::sleep(Duration::from_millis(60));
                let begun = Instant::now();
                let status = post(&mut stream, address, &format!("{case}/samtale"), &cookie, &form);
                if status == 303 {
                    times.push(begun.elapsed());
                }
            }
            done.store(1, Ordering::Relaxed);
            times
        });
        for client in 0..4u64 {
            let done = &done;
            scope.spawn(move || {
                let mut stream = TcpStream::connect(address).unwrap();
                stream.set_nodelay(true).unwrap();
                while done.load(Ordering::Relaxed) == 0 {
                    let begun = Instant::now();
                    let (path, cookie) = if client % 2 == 0 { place.own_list() } else { place.team_list() };
                    get(&mut stream, address, &path, &cookie);
                    std::thread::sleep(Duration::from_millis(44).saturating_sub(begun.elapsed()));
                }
            });
        }
        talks.join().unwrap()
    });
    tell(&format!("registering a talk ({} of 100)", talks.len()), talks, None, 0);
}

/// The page's form for a talk, filled as somebody does who held it today.
fn talk_form(page: &str) -> Option<String> {
    let form = page.split("/samtale\"").nth(1)?.split("</form>").next()?;
    let value = |name: &str| {
        let at = form.find(&format!("name=\"{name}\""))?;
        form[at..].split("value=\"").nth(1)?.split('"').next().map(str::to_owned)
    };
    let (version, key, talk, on) = (value("version")?, value("key")?, value("talk")?, value("on")?);
    Some(format!("version={version}&key={key}&talk={talk}&outcome=held&form=fremmoede&on={on}&next=&note=&again=1"))
}

fn post(stream: &mut TcpStream, address: &str, path: &str, cookie: &str, form: &str) -> u16 {
    post_to(stream, address, path, cookie, form).0
}

fn post_to(stream: &mut TcpStream, address: &str, path: &str, cookie: &str, form: &str) -> (u16, String) {
    let head =
        format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nContent-Length: {}\r\n", form.len());
    let head = format!("{head}Origin: http://{address}\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n");
    request(stream, &(head + form))
}

/// What the disk under the database takes to keep a page of it.
fn fsyncs(folder: &str) -> Vec<Duration> {
    let path = format!("{folder}/fsync.tmp");
    let mut file = std::fs::File::create(&path).unwrap();
    let once = |_| {
        file.write_all(&[7; 4096]).unwrap();
        let begun = Instant::now();
        file.sync_all().unwrap();
        begun.elapsed()
    };
    let times = (0..200).map(once).collect();
    std::fs::remove_file(path).unwrap();
    times
}

/// The peer: what the web library does when nothing is asked of it.
fn empty_handler() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let router = axum::Router::new().route("/", axum::routing::get(|| async { "" }));
            axum::serve(tokio::net::TcpListener::from_std(listener).unwrap(), router).await.unwrap();
        });
    });
    address
}

/// Requests a second when eight ask without a pause, and what share of the peer's that is.
fn flat_out(name: &str, address: &str, (path, cookie): (String, String), peer: Option<f64>) -> f64 {
    let answered = AtomicU64::new(0);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                let mut stream = TcpStream::connect(address).unwrap();
                stream.set_nodelay(true).unwrap();
                while begun.elapsed() < Duration::from_secs(4) {
                    get(&mut stream, address, &path, &cookie);
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let rate = answered.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
    let share = peer.map_or_else(String::new, |peer| format!(", one for {:.0} of the empty handler's", peer / rate));
    println!("{name:<34} {rate:>9.0} a second{share}");
    rate
}

fn once(name: &str, place: &Place, (path, cookie): (&str, &str), times: usize) {
    let (address, before) = (&place.address, computed(place.process));
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut all = Vec::new();
    let mut bytes = 0;
    for _ in 0..times {
        let begun = Instant::now();
        let (status, answer) = get(&mut stream, address, path, cookie);
        assert_eq!(status, 200, "{path}");
        bytes = answer.len() as u64;
        all.push(begun.elapsed());
    }
    tell(name, all, Some((computed(place.process) - before) / times as f64), bytes);
}

/// The first who asks after somebody has registered a talk.
fn after_a_commit(name: &str, place: &Place, path: &str) {
    let address = &place.address;
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let (mut all, mut spent, mut bytes) = (Vec::new(), 0.0, 0);
    for n in 0..200 {
        let (case, cookie) = place.case(n);
        let (_, page) = get(&mut stream, address, &case, &cookie);
        let Some(form) = talk_form(&page) else { continue };
        if post(&mut stream, address, &format!("{case}/samtale"), &cookie, &form) != 303 {
            continue;
        }
        let (before, begun) = (computed(place.process), Instant::now());
        let (status, answer) = get(&mut stream, address, path, &place.leader);
        all.push(begun.elapsed());
        spent += computed(place.process) - before;
        assert_eq!(status, 200, "{path}");
        bytes = answer.len() as u64;
    }
    let times = all.len().max(1) as f64;
    tell(name, all, Some(spent / times), bytes);
}

/// Seconds of processor that the process has used, where the system tells it: others on the machine do not count.
fn computed(process: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|n| n.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn tell(name: &str, mut times: Vec<Duration>, computed: Option<f64>, bytes: u64) {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    let computed = computed.map_or_else(String::new, |s| format!("{:.1}", s * 1e3));
    println!("{name:<34} {:>9.1} {:>9.1} {:>9.1} {computed:>9} {bytes:>9}", at(0.5), at(0.99), at(1.0));
}

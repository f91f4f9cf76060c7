//! Whatever is asked or posted, at any address: an answer, whole, and never our fault.

use crate::databases::block_on;
use crate::markup::faults;
use crate::site::{HOST, Site, site};
use axum::body::Body;
use axum::http::{Request, header};
use domain::codes::Code as _;

/// A small generator: the same numbers on every machine.
struct Rolls(u64);

impl Rolls {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// Values that people, browsers and attackers send.
const VALUES: &[&str] = &[
    "",
    " ",
    "1",
    "-1",
    "0",
    "9223372036854775808",
    "31-02-2026",
    "16-03-2026",
    "2026-03-16",
    "16.03.26",
    "99999-01-01",
    "held",
    "jobsamtale",
    "fremmoede",
    "virksomhedspraktik",
    "sygdom",
    "unit:team-unge",
    "team-unge",
    "enhed:team-vest",
    "liste:karen",
    "<script>alert(1)</script>",
    "'; DROP TABLE fact; --",
    "%00%ff",
    "æøå ÆØÅ é 💼",
    "\u{0}",
    "../../../etc/passwd",
    "[[rule]]\nid = \"x\"\n",
    "//other.example/",
    "javascript:alert(1)",
];

/// Every address of the program, with places for a case and a fact.
fn addresses() -> Vec<String> {
    let routes = include_str!("../../src/routes.rs");
    let found = routes.lines().filter_map(|l| l.split(".route(\"").nth(1)?.split('"').next());
    found.filter(|a| !a.starts_with("/assets")).map(str::to_owned).collect()
}

fn names() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/templates")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        names.extend(text.split(" name=\"").skip(1).filter_map(|t| t.split('"').next()).map(str::to_owned));
    }
    names.retain(|name| !name.contains('{'));
    names.sort();
    names.dedup();
    names
}

fn form(rolls: &mut Rolls, names: &[String]) -> String {
    let encode = |t: &str| percent_encoding::utf8_percent_encode(t, percent_encoding::NON_ALPHANUMERIC).to_string();
    let n = rolls.below(9);
    let pairs: Vec<String> = (0..n)
        .map(|_| {
            let name = names[rolls.below(names.len())].clone();
            format!("{}={}", encode(&name), encode(rolls.of(VALUES)))
        })
        .collect();
    let mut text = pairs.join("&");
    // Now and then what is no form at all.
    if rolls.below(12) == 0 {
        text.push_str("&%zz=%e6\u{1}");
    }
    text
}

async fn whole(site: &Site, request: Request<Body>, what: &str) {
    let answer = site.ask(request).await;
    assert!(!answer.status.is_server_error(), "{what}: {} {}", answer.status, answer.body);
    if answer.header(header::CONTENT_TYPE).starts_with("text/html") {
        let wrong = faults(&answer.body);
        assert!(wrong.is_empty(), "{what}: {wrong:?}");
    }
    let to = answer.location();
    assert!(to.is_empty() || (to.starts_with('/') && !to.starts_with("//")), "{what} leads away to {to}");
}

#[test]
fn a_thousand_wild_requests_are_answered_and_none_is_our_fault() {
    block_on(async {
        let site = site().await;
        let cookies = [site.sign_in("karen").await, site.sign_in("mads").await, site.sign_in("hanne").await];
        let (addresses, mut names) = (addresses(), names());
        // Fields that a template names by the fact it asks for.
        let questions = app::question::Question::ALL;
        names.extend(questions.iter().flat_map(|q| q.fields()).map(|f| f.name.to_owned()));
        assert!(addresses.len() > 20 && names.len() > 20, "{} {}", addresses.len(), names.len());
        let mut rolls = Rolls(2026);
        for round in 0..1_000 {
            let case = ["1", "2", "7", "999999", "abc", "-1", "1e9"][rolls.below(7)];
            let fact = ["1", "5", "40", "99999999", "x"][rolls.below(5)];
            let rule = ["jobsamtale-1-uge", "samtale-hver-6-uger", "findes-ikke", "%00"][rolls.below(4)];
            let goal = ["1", "2", "0", "abc", "-1"][rolls.below(5)];
            let address = addresses[rolls.below(addresses.len())]
                .replace("{goal}", goal)
                .replace("{case}", case)
                .replace("{fact}", fact)
                .replace("{rule}", rule)
                .replace("{question}", questions[rolls.below(questions.len())].code());
            if address == "/log-ud" {
                continue;
            }
            let cookie = &cookies[rolls.below(cookies.len())];
            let text = form(&mut rolls, &names);
            let (what, request) = if rolls.below(2) == 0 {
                let address = format!("{address}?{}", text.replace('\u{1}', ""));
                (format!("GET {address}"), Request::get(&address).body(Body::empty()))
            } else {
                let kind = ["application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "text/plain"];
                let request = Request::post(&address).header(header::CONTENT_TYPE, kind[rolls.below(3)]);
                (format!("round {round}: POST {address} {text}"), request.body(Body::from(text)))
            };
            // What is no address at all never reaches the program.
            let Ok(mut request) = request else { continue };
            request.headers_mut().insert(header::HOST, HOST.parse().unwrap());
            request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
            whole(&site, request, &what).await;
        }
    });
}

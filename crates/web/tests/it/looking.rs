//! Time passing writes nothing: whatever is looked at, on whatever day, only the log of looks grows.

use crate::databases::block_on;
use crate::site::{Site, fields, site};
use crate::world::day;
use std::collections::BTreeMap;

const SIGNE: &str = "story-02a-signe-hospital";

/// Every address that can be asked for, filled in with a case, a fact, a duty and a rule.
fn addresses(case: i64, other: i64, duty: &str) -> Vec<String> {
    let routes = [include_str!("../../src/routes.rs"), include_str!("../../src/api.rs")].join("\n");
    let asked = routes.lines().filter(|l| l.contains("get("));
    let found = asked.filter_map(|l| l.split(".route(\"").nth(1)?.split('"').next());
    let filled = |a: &str| {
        a.replace("{case}", &case.to_string())
            .replace("{fact}", "1")
            .replace("{duty}", duty)
            .replace("{rule}", "jobsamtale-1-uge")
            .replace("{number}", "1")
    };
    let mut found: Vec<String> = found.filter(|a| !a.starts_with("/assets")).map(filled).collect();
    found.push(format!("/borger/{other}"));
    for past in ["gaeldende=20-02-2026", "gaeldende=01-04-2027&kendt=01-03-2026"] {
        found.push(format!("/borger/{case}?{past}"));
    }
    let lists = [
        "/?ejer=alle&alle=1",
        "/regneark?ejer=alle",
        "/team?vis=all&periode=year&alle=1",
        "/team?vis=still",
        "/team/frister?lag=goal",
        "/stroemme/sager?yd=alle&del=closing",
        "/stroemme/sager?yd=alle&venter=henvendelse",
        "/stroemme/sager?yd=alle&blev=undervejs",
        "/api/v1/worklist?whose=all",
        "/regler/jobsamtale-1-uge/proev?v=1&tal=2",
    ];
    found.extend(lists.map(str::to_owned));
    found
}

/// Rows of every table as a backup has them.
async fn tables(site: &Site) -> BTreeMap<String, Vec<String>> {
    let mut file = Vec::new();
    site.app.store.backup(&mut file).await.unwrap();
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in String::from_utf8(file).unwrap().lines() {
        let table = line.strip_prefix("[\"").and_then(|l| l.split('"').next());
        tables.entry(table.unwrap_or_default().to_owned()).or_default().push(line.to_owned());
    }
    // The sum over all rows, the log of looks, and who is signed in.
    for table in ["", "read_log", "session"] {
        tables.remove(table);
    }
    tables
}

async fn looks(site: &Site) -> usize {
    let mut file = Vec::new();
    site.app.store.backup(&mut file).await.unwrap();
    String::from_utf8(file).unwrap().lines().filter(|l| l.starts_with("[\"read_log\"")).count()
}

#[test]
fn looking_at_everything_on_later_and_later_days_writes_nothing_but_who_looked() {
    block_on(async {
        let mut site = site().await;
        let cases = [site.case(SIGNE).await, *site.cases.end()];
        let (before, looked) = (tables(&site).await, looks(&site).await);
        assert!(before["duty_history"].len() > 100 && !before["commit_log"].is_empty());
        let (mut answered, mut status) = (0, BTreeMap::new());
        for on in ["2026-03-23", "2026-12-31", "2036-01-01"].map(day) {
            site = site.on(on);
            for login in ["karen", "hanne", "mads"] {
                let cookie = site.sign_in(login).await;
                for address in addresses(cases[0], cases[1], "jobsamtale@1#1") {
                    let answer = site.get(&cookie, &address).await;
                    assert!(!answer.status.is_server_error(), "{address}: {}", answer.body);
                    answered += usize::from(answer.status.is_success());
                    if login == "karen" && address.ends_with("/assessment") {
                        status.entry(address).or_insert_with(Vec::new).push(answer.body);
                    }
                }
                site.post(&cookie, "/borgere", &fields(&[("q", "Signe")])).await;
            }
            for (table, rows) in tables(&site).await {
                let were = &before[&table];
                let new = rows.iter().zip(were).find(|(now, then)| now != then);
                assert_eq!(new, None, "{table} on {on}");
                assert_eq!(rows.len(), were.len(), "{table} on {on}");
            }
        }
        assert!(answered > 150, "{answered} pages were shown");
        assert!(looks(&site).await > looked + 10, "looks are written down");
        let moved = status.values().filter(|bodies| bodies.windows(2).any(|pair| pair[0] != pair[1])).count();
        assert!(moved > 0, "the answers do change with the day");
    });
}

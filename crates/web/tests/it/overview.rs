//! *Mit overblik* as a browser without scripts asks for it: choosing cases, and turning the list round.

use crate::databases::block_on;
use crate::forms::set;
use crate::markup::{faults, form_fields, missing_texts, read, unescape};
use crate::site::site;
use axum::http::StatusCode;

const LIST: &str = "/?ejer=enhed%3Ateam%2Dvest&sorter=%2Dname&alle=1";

/// The value of each row that can be chosen, in order.
fn rows(page: &str) -> Vec<String> {
    read(page).unwrap().iter().filter(|e| e.get("name") == "c").map(|e| e.get("value").to_owned()).collect()
}

fn case_of(row: &str) -> &str {
    row.split(':').next().unwrap()
}

/// Names by group, as they stand.
fn groups(page: &str) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    for e in read(page).unwrap() {
        if e.get("scope") == "rowgroup" {
            groups.push(Vec::new());
        }
        if e.name == "a" && e.get("href").starts_with("/borger/") && !e.has("class") && !e.get("href").contains('#') {
            groups.last_mut().unwrap().push(e.text.clone());
        }
    }
    groups
}

#[test]
fn a_leader_gives_away_cases_chosen_on_her_list_and_a_case_chosen_in_two_rows_is_given_once() {
    block_on(async {
        let site = site().await;
        let (karen, hanne) = (site.sign_in("karen").await, site.sign_in("hanne").await);
        assert_eq!(rows(&site.get(&karen, LIST).await.body), [""; 0], "who gives no cases has nothing to choose");
        let page = site.get(&hanne, LIST).await.body;
        let address = LIST.replacen('/', "/fordel", 1);
        let form = form_fields(&page, &address);
        assert!(form.iter().all(|(name, _)| name != "c"), "nothing is chosen beforehand");
        let all = rows(&page);
        let twice = all.iter().find(|row| all.iter().filter(|other| other == row).count() > 1).unwrap();
        let other = all.iter().find(|row| *row != twice).unwrap();
        let with = |to: &str, chosen: &[&str]| {
            let mut fields: Vec<(String, String)> = form.iter().filter(|(n, _)| n != "receiver").cloned().collect();
            fields.extend(chosen.iter().map(|c| ("c".to_owned(), (*c).to_owned())));
            fields.push(("receiver".into(), to.to_owned()));
            fields
        };
        // Without a receiver the same list comes back in its order, with the rows still chosen.
        let again = site.post(&hanne, &address, &with("", &[twice])).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!((faults(&again.body), missing_texts(&again.body)), (Vec::new(), Vec::new()));
        let kept = read(&again.body).unwrap();
        let kept: Vec<&str> =
            kept.iter().filter(|e| e.get("name") == "c" && e.has("checked")).map(|e| e.get("value")).collect();
        assert!(kept.len() > 1 && kept.iter().all(|row| row == twice), "{kept:?}");
        assert_eq!(rows(&again.body), all);
        let old = format!("{}:1", case_of(other));
        let done = site.post(&hanne, &address, &with("person:ida", &[twice, twice, &old])).await;
        assert_eq!((done.status, faults(&done.body)), (StatusCode::OK, Vec::new()));
        let text = unescape(&done.body);
        assert!(
            text.contains("1 sag er fordelt til ida Eksempel.") && text.contains("1 kan ikke: se hvorfor."),
            "{text}"
        );
        assert!(text.contains("Nogen har skrevet i sagen"), "each has its reason");
        assert!(text.contains(&format!("href=\"{LIST}\"")), "the way back is the list they were chosen on");
        let refused = site.post(&karen, &address, &with("person:ida", &[other])).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_column_turns_the_rows_of_each_group_round_and_leaves_the_groups_where_they_are() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        let list = async |sorter: &str| site.get(&karen, &format!("/?ejer=alle&alle=1&sorter={sorter}")).await.body;
        let (up, down) = (list("name").await, list("-name").await);
        assert!(up.contains("aria-sort=\"ascending\"") && up.contains("sorter=%2Dname&"));
        assert!(down.contains("aria-sort=\"descending\"") && down.contains("sorter=name&"));
        let by_name = groups(&up);
        assert!(by_name.iter().any(|group| group.len() > 2));
        let key = |name: &String| {
            let (first, last) = name.rsplit_once(' ').unwrap();
            store::person::sort_key(last, first)
        };
        for (there, back) in by_name.iter().zip(&groups(&down)) {
            assert!(there.is_sorted_by_key(key), "{there:?}");
            assert!(back.iter().rev().eq(there), "{back:?}");
        }
        let sorted = |groups: Vec<Vec<String>>| -> Vec<Vec<String>> {
            groups
                .into_iter()
                .map(|mut g| {
                    g.sort();
                    g
                })
                .collect()
        };
        assert_eq!(sorted(groups(&list("due").await)), sorted(by_name), "the same rows in the same groups");
        assert_eq!(groups(&list("findes-ikke").await), groups(&list("").await), "an order nobody knows is the date's");
    });
}

#[test]
fn a_talk_that_serves_the_pace_and_the_number_in_a_window_stands_once_with_both_reasons() {
    block_on(async {
        let site = site().await.under(rulebook::shipped("fjordby").unwrap());
        let karen = site.sign_in("karen").await;
        let page = site.get(&karen, "/?ejer=alle&alle=1&slags=jobsamtale").await.body;
        assert_eq!(faults(&page), [""; 0]);
        let rows: Vec<&str> = page.split("<tr class=\"r\"").skip(1).collect();
        let joined: Vec<String> = rows.iter().filter(|r| r.contains("Tæller også som")).map(|r| unescape(r)).collect();
        assert!(!joined.is_empty(), "somebody's next talk serves both");
        assert!(joined.iter().all(|row| row.matches("holdt siden").count() == 1), "{joined:?}");
        let file = site.get(&karen, "/regneark?ejer=alle&slags=jobsamtale").await.body;
        let lines = file.split_terminator("\r\n").count() - 1;
        let also = page.matches("Tæller også som").count();
        assert_eq!(lines, rows.len() + also, "in a file each duty has its line");
    });
}

#[test]
fn a_talk_agreed_for_today_stands_on_the_list_though_no_date_asks_for_it_until_something_has_become_of_it() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-09-poul").await;
        let agreed = async || {
            let list = site.get(&cookie, "/?ejer=alle").await.body;
            assert_eq!(faults(&list), [""; 0]);
            let section = list.split_once("id=\"aftalt\"").map(|(_, rest)| rest.split("</section>").next().unwrap());
            section.is_some_and(|s| s.contains("9.15") && s.contains(&format!("/borger/{case}#registrer")))
        };
        assert!(!agreed().await);
        let page = site.get(&cookie, &format!("/borger/{case}?bestil=1")).await.body;
        let posts_to = format!("/borger/{case}/aftale");
        let mut form = form_fields(&page, &posts_to);
        set(&mut form, "on", "16-03-2026");
        set(&mut form, "at", "9.15");
        let saved = site.post(&cookie, &posts_to, &form).await;
        assert!(saved.location().contains("gemt=saved_booked"), "{}", saved.body);
        assert!(agreed().await, "no duty asks for it");
        let held = format!("/borger/{case}/samtale");
        let form = form_fields(&site.get(&cookie, &format!("/borger/{case}")).await.body, &held);
        let saved = site.post(&cookie, &held, &form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        assert!(!agreed().await, "held, and nothing waits");
    });
}

//! The team's page and the files, as a browser without scripts asks for them.

use crate::databases::block_on;
use crate::markup::{faults, form_fields, missing_texts, read, unescape};
use crate::site::site;
use axum::http::{StatusCode, header};

#[test]
fn the_teams_page_is_in_the_leaders_menu_alone_and_others_are_told_where_to_look() {
    block_on(async {
        let site = site().await;
        for (login, leads) in [("hanne", true), ("karen", false), ("mads", false)] {
            let cookie = site.sign_in(login).await;
            let menu = site.get(&cookie, "/hjaelp").await.body.contains("href=\"/team\"");
            assert_eq!(menu, leads, "{login}");
            for path in ["/team", "/team/frister", "/team/regneark"] {
                let answer = site.get(&cookie, path).await;
                assert_eq!(answer.status == StatusCode::OK, leads, "{login} {path}");
                if !leads {
                    assert_eq!(answer.status, StatusCode::FORBIDDEN);
                    assert_eq!(faults(&answer.body), [""; 0]);
                }
            }
        }
        let karen = site.sign_in("karen").await;
        assert!(site.get(&karen, "/team").await.body.contains("Siden er for teamledere"));
    });
}

#[test]
fn chosen_cases_are_given_to_a_colleague_and_each_has_its_result() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        let page = site.get(&hanne, "/team?vis=all&alle=1").await.body;
        let form = form_fields(&page, "/team/fordel");
        assert!(form.iter().all(|(name, _)| name != "c"), "nothing is chosen beforehand");
        let rows: Vec<String> =
            read(&page).unwrap().iter().filter(|e| e.get("name") == "c").map(|e| e.get("value").to_owned()).collect();
        assert!(rows.len() > 3, "{}", rows.len());
        let with = |to: &str, chosen: &[&String]| {
            let mut fields: Vec<(String, String)> = form.iter().filter(|(n, _)| n != "receiver").cloned().collect();
            fields.extend(chosen.iter().map(|c| ("c".to_owned(), (*c).clone())));
            fields.push(("receiver".into(), to.to_owned()));
            fields
        };
        // Without a receiver the page comes back, with the rows still chosen.
        let again = site.post(&hanne, "/team/fordel", &with("", &[&rows[0], &rows[2]])).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(faults(&again.body), [""; 0]);
        let kept: Vec<String> = read(&again.body)
            .unwrap()
            .iter()
            .filter(|e| e.get("name") == "c" && e.has("checked"))
            .map(|e| e.get("value").to_owned())
            .collect();
        assert_eq!(kept, [rows[0].clone(), rows[2].clone()]);
        let old = format!("{}:1", rows[2].split(':').next().unwrap());
        let done = site.post(&hanne, "/team/fordel", &with("person:ida", &[&rows[0], &rows[1], &old])).await;
        assert_eq!(done.status, StatusCode::OK);
        assert_eq!(faults(&done.body), [""; 0]);
        let text = unescape(&done.body);
        assert!(text.contains("1 kan ikke: se hvorfor.") && text.contains("Nogen har skrevet i sagen"), "{text}");
        assert_eq!(site.app.store.case_owner_faults(site.app.municipality).await.unwrap(), 0);
    });
}

#[test]
fn the_lists_come_as_files_that_a_danish_spreadsheet_opens() {
    block_on(async {
        let site = site().await;
        let (karen, hanne) = (site.sign_in("karen").await, site.sign_in("hanne").await);
        let overview = site.get(&karen, "/regneark?ejer=alle").await;
        let team = site.get(&hanne, "/team/regneark?vis=all").await;
        let dates = site.get(&hanne, "/team/frister?lag=law&periode=year&alle=1&regneark=1").await;
        for (file, name, columns) in [(&overview, "overblik", 9), (&team, "team", 5), (&dates, "frister", 4)] {
            assert_eq!(file.status, StatusCode::OK);
            assert_eq!(file.header(header::CONTENT_TYPE), "text/csv; charset=utf-8");
            let place = format!("attachment; filename=\"{name}-2026-03-16.csv\"");
            assert_eq!(file.header(header::CONTENT_DISPOSITION), place);
            let text = file.body.strip_prefix('\u{feff}').expect("the mark that says UTF-8");
            let lines: Vec<&str> = text.split_terminator("\r\n").collect();
            assert!(lines.len() > 1, "{name}");
            assert!(lines.iter().all(|l| l.matches(';').count() >= columns - 1), "{name}: {:?}", lines[0]);
            assert!(!lines.iter().any(|l| l.contains("2026-0")), "{name}: days are written the Danish way");
        }
        assert!(overview.body.contains("16-03-2026;12-04-2026;;Signe Prøvesen;"), "{}", overview.body);
        assert!(overview.body.contains("\r\nDenne uge;;;;"), "what is not known has no date");
        // Every row of the choice, not only those of the first page.
        let rows = overview.body.split_terminator("\r\n").count() - 1;
        let whole = site.get(&karen, "/?ejer=alle").await.body;
        let shown = read(&whole).unwrap().iter().filter(|e| e.name == "tr" && e.get("class") == "r").count();
        assert!(rows >= shown, "{rows} {shown}");
    });
}

#[test]
fn the_figures_of_an_earlier_day_say_so_and_a_column_is_turned_round_by_its_own_link() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        let page = site.get(&hanne, "/team?kendt=05-01-2026&vis=all").await;
        assert_eq!((faults(&page.body), missing_texts(&page.body)), (Vec::new(), Vec::new()));
        assert!(page.body.contains("som de var kendt den dag") && page.body.contains("01.10.2025–31.12.2025"));
        let dates =
            page.body.split("href=\"/team/frister?").nth(1).map(|l| l.split('"').next().unwrap().replace("&#38;", "&"));
        if let Some(dates) = dates {
            let dates = site.get(&hanne, &format!("/team/frister?{dates}")).await;
            assert_eq!((faults(&dates.body), missing_texts(&dates.body)), (Vec::new(), Vec::new()));
            assert!(dates.body.contains("Du ser datoerne, som de var kendt den 5. januar 2026"));
        }
        for (wrong, why) in [("i-morgen", "ikke en dato"), ("17-03-2026", "ikke kommet endnu")] {
            let page = site.get(&hanne, &format!("/team?kendt={wrong}")).await;
            assert!(page.status.is_success() && page.body.contains(why) && faults(&page.body).is_empty(), "{wrong}");
        }
        let up = site.get(&hanne, "/team?vis=all&sorter=name").await.body;
        assert!(up.contains("aria-sort=\"ascending\"") && up.contains("sorter=%2Dname"));
        let down = site.get(&hanne, "/team?vis=all&sorter=-name").await.body;
        assert!(down.contains("aria-sort=\"descending\"") && down.contains("sorter=name\""));
    });
}

//! Words about rules from the pages: controlled, a saved proposal, set in force, the text before it again.

use crate::databases::block_on;
use crate::markup::{faults, form_fields, missing_texts};
use crate::site::{Answer, Site, fields, site};
use axum::http::StatusCode;

const GOAL: &str = "/regler/samtale-hver-6-uger";

/// The site under the municipality's goals, and the cookies of Hanne, who leads, and Karen, who does not.
async fn fjordby() -> (Site, String, String) {
    let site = site().await.under(rulebook::shipped("fjordby").unwrap());
    site.app.rebuild().await.unwrap();
    let (hanne, karen) = (site.sign_in("hanne").await, site.sign_in("karen").await);
    (site, hanne, karen)
}

fn whole(page: &Answer) {
    assert_eq!((faults(&page.body), missing_texts(&page.body)), (Vec::new(), Vec::new()));
}

/// A form of a page with some fields filled in.
fn filled(page: &Answer, action: &str, values: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut form = form_fields(&page.body, action);
    for (name, value) in values {
        form.iter_mut().find(|(n, _)| n == name).unwrap_or_else(|| panic!("{name} in {action}")).1 =
            (*value).to_owned();
    }
    form
}

#[test]
fn a_leader_marks_a_rule_as_controlled_and_takes_it_back_with_a_reason() {
    block_on(async {
        let (site, hanne, karen) = fjordby().await;
        let action = format!("{GOAL}/kontrol");
        let others = site.get(&karen, GOAL).await;
        assert!(!others.body.contains(&action), "who may not, is not asked");
        let page = site.get(&hanne, GOAL).await;
        whole(&page);
        let form = form_fields(&page.body, &action);
        assert_eq!(site.post(&karen, &action, &form).await.status, StatusCode::FORBIDDEN);
        let done = site.post(&hanne, &action, &form).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, &*format!("{GOAL}?gemt=kontrol")));
        assert_eq!(site.post(&hanne, &action, &form).await.status, StatusCode::SEE_OTHER, "twice is once");
        let marked = site.get(&karen, &format!("{GOAL}?gemt=kontrol")).await;
        whole(&marked);
        assert!(marked.body.contains("Kontrolleret af hanne Eksempel, teamleder, den 16.03.2026."));
        assert!(
            marked.body.contains("Reglen er markeret som kontrolleret") && !marked.body.contains("Ikke kontrolleret")
        );
        assert!(site.get(&karen, "/regler?status=controlled").await.body.contains("samtale-hver-6-uger"));

        let page = site.get(&hanne, GOAL).await;
        let silent = site.post(&hanne, &action, &form_fields(&page.body, &action)).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(silent.body.contains("Skriv, hvorfor"));
        whole(&silent);
        let form = filled(&silent, &action, &[("grund", "Læst i en gammel udgave")]);
        assert_eq!(site.post(&hanne, &action, &form).await.location(), format!("{GOAL}?gemt=traek"));
        let gone = site.get(&karen, GOAL).await;
        assert!(gone.body.contains("Ikke kontrolleret") && gone.body.contains("Læst i en gammel udgave"));
    });
}

#[test]
fn a_proposal_is_saved_reopened_set_in_force_taken_back_and_put_aside() {
    block_on(async {
        let (site, hanne, karen) = fjordby().await;
        let (run, save, activate) = (format!("{GOAL}/proev"), format!("{GOAL}/forslag"), format!("{GOAL}/i-kraft"));
        let page = site.get(&karen, &run).await;
        let tried = site.post(&karen, &run, &filled(&page, &run, &[("antal", "5")])).await;
        whole(&tried);
        assert!(tried.body.contains("0 af 3 passer efter ændringen"));
        // Before and after of each stand beside the button that puts them into the text.
        for (was, is) in [("28. november 2025", "21. november 2025"), ("27. april 2026", "20. april 2026")] {
            assert!(tried.body.contains(&format!("Før: {was} · Efter: <b>{is}</b>")), "{was}");
        }
        let name = "Fjerde samtale: 23. januar + 35 dage + 10 dages pause er 9. marts 2026";
        assert!(tried.body.contains(name), "the name says the new sum");
        let first_try = form_fields(&tried.body, &run);
        let right = form_fields(&tried.body, &format!("{run}#registrer"));
        let tried = site.post(&karen, &run, &right).await;
        whole(&tried);
        assert!(!tried.body.contains("Ret eksemplerne efter den nye regel"), "nothing is left to put right");
        assert!(tried.body.contains("3 af 3 passer efter ændringen"));
        let nameless = site.post(&karen, &save, &filled(&tried, &save, &[("grund", "Byrådet vil det")])).await;
        assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nameless.body.contains("Skriv et navn") && nameless.body.contains("value=\"Byrådet vil det\""));
        whole(&nameless);
        let form = filled(&nameless, &save, &[("navn", "Fem uger"), ("grund", "Byrådet vil det")]);
        let saved = site.post(&karen, &save, &form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
        let address = saved.location().to_owned();
        assert_eq!(site.post(&karen, &save, &form).await.location(), address, "twice is once");

        // A proposal whose examples nobody put right goes on from where it stands, with its name and reason.
        let text = first_try.iter().find(|(n, _)| n == "tekst").unwrap().1.clone();
        let raw = [("tekst", text), ("navn", "Uden eksempler".to_owned()), ("grund", "Byrådet vil det".to_owned())];
        let mut raw: Vec<(String, String)> = raw.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
        raw.push(("key".to_owned(), "uden-eksempler".to_owned()));
        let unready = site.post(&karen, &save, &raw).await.location().to_owned();
        let unready = site.get(&hanne, &unready).await;
        whole(&unready);
        assert!(unready.body.contains("3 eksempler passer ikke"));
        let right = form_fields(&unready.body, &format!("{run}#registrer"));
        let ready = site.post(&hanne, &run, &right).await;
        assert!(ready.body.contains("3 af 3 passer") && ready.body.contains("value=\"Uden eksempler\""));

        let list = site.get(&karen, "/regelforslag").await;
        whole(&list);
        assert!(list.body.contains("Fem uger") && list.body.contains("Gemt af karen Eksempel den 16.03.2026."));
        let before = site.get(&karen, "/").await.body;
        let reopened = site.get(&hanne, &address).await;
        whole(&reopened);
        assert!(reopened.body.contains("Fra 6 uger til 5 uger"));
        assert!(!site.get(&karen, &address).await.body.contains(&activate), "a caseworker does not set it in force");

        let silent = site.post(&hanne, &activate, &form_fields(&reopened.body, &activate)).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        whole(&silent);
        let form = filled(&silent, &activate, &[("grund", "Vedtaget den 12. marts")]);
        assert_eq!(site.post(&karen, &activate, &form).await.status, StatusCode::FORBIDDEN);
        let done = site.post(&hanne, &activate, &form).await;
        assert_eq!(done.location(), format!("{GOAL}?gemt=i-kraft"));
        let rule = site.get(&hanne, done.location()).await;
        whole(&rule);
        assert!(rule.body.contains("Kommunens egen tekst gælder siden den 16.03.2026, sat i kraft af hanne Eksempel"));
        assert!(site.get(&karen, &run).await.body.contains("value=\"5\""));
        assert!(site.get(&karen, "/").await.body != before, "the list has other dates");
        assert!(site.get(&karen, "/regelforslag").await.body.contains("Gælder nu"));

        let late = site.post(&hanne, &activate, &filled(&silent, &activate, &[("grund", "Igen, igen")])).await;
        assert_eq!(late.status, StatusCode::SEE_OTHER, "the same form again is the same activation");
        let form = filled(&rule, &activate, &[("grund", "Det var for tidligt")]);
        assert_eq!(site.post(&hanne, &activate, &form).await.status, StatusCode::SEE_OTHER);
        // Two dates of one day in one case have no order of their own.
        let (mut was, back) = (before.lines().collect::<Vec<_>>(), site.get(&karen, "/").await.body);
        let mut is = back.lines().collect::<Vec<_>>();
        was.sort_unstable();
        is.sort_unstable();
        assert_eq!((was.iter().zip(&is).find(|(a, b)| a != b), was.len()), (None, is.len()), "those it had");
        let stale = filled(&rule, &activate, &[("grund", "En gammel side"), ("key", "en-anden")]);
        let stale = site.post(&hanne, &activate, &stale).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.body.contains("Reglen er ændret, siden du åbnede siden"));

        let list = site.get(&hanne, "/regelforslag").await;
        let number = address.rsplit('=').next().unwrap();
        let away = format!("/regelforslag/{number}/kasser");
        assert_eq!(site.post(&hanne, &away, &form_fields(&list.body, &away)).await.status, StatusCode::SEE_OTHER);
        let list = site.get(&hanne, "/regelforslag").await;
        assert!(list.body.contains("Kasseret af hanne Eksempel") && list.body.contains("Fem uger"));
        whole(&list);
    });
}

#[test]
fn nothing_that_is_sent_breaks_a_rules_forms() {
    block_on(async {
        let (site, hanne, _) = fjordby().await;
        for path in ["kontrol", "i-kraft", "forslag"] {
            for values in
                [&[][..], &[("version", "x")], &[("version", "-1"), ("forslag", "99999"), ("grund", "<b>æøå</b>")]]
            {
                for rule in [GOAL, "/regler/findes-ikke"] {
                    let answer = site.post(&hanne, &format!("{rule}/{path}"), &fields(values)).await;
                    assert!(answer.status.is_client_error(), "{rule}/{path} {values:?}: {}", answer.status);
                }
            }
        }
        for path in ["/regelforslag/x/kasser", "/regelforslag/12345/kasser"] {
            assert_eq!(site.post(&hanne, path, &[]).await.status, StatusCode::NOT_FOUND);
        }
        for number in ["x", "999", "-1"] {
            let address = format!("{GOAL}/proev?forslag={number}");
            assert_eq!(site.get(&hanne, &address).await.status, StatusCode::NOT_FOUND, "{number}");
        }
    });
}

#[test]
fn the_amounts_of_a_rate_stand_row_by_row_and_a_missing_year_says_so() {
    block_on(async {
        let (site, _, karen) = fjordby().await;
        let page = site.get(&karen, "/regler/fleksloentilskud").await;
        whole(&page);
        for part in [">2017</td>", "18.027,00 kr.", ">2018</td>", "mangler", "er ikke nul"] {
            assert!(page.body.contains(part), "{part}");
        }
    });
}

/// Asks again as long as the page says that it waits.
async fn when_ready(site: &Site, cookie: &str, address: &str) -> Answer {
    for _ in 0..2_000 {
        let page = site.get(cookie, address).await;
        if !page.body.contains("data-reload") {
            return page;
        }
        whole(&page);
        assert!(page.body.contains("Se, om det er færdigt") && page.status == StatusCode::OK);
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("{address} never comes to an end");
}

#[test]
fn a_number_from_a_day_on_begins_a_version_and_leaves_the_past_as_it_was() {
    block_on(async {
        let (site, hanne, karen) = fjordby().await;
        let (run, save, activate) = (format!("{GOAL}/proev"), format!("{GOAL}/forslag"), format!("{GOAL}/i-kraft"));
        let page = site.get(&karen, &run).await;
        let rewrites = "Teksten ændrer en version, der har gjaldt fra 01.01.2025";
        let always = site.post(&karen, &run, &filled(&page, &run, &[("antal", "5")])).await;
        assert!(always.body.contains(rewrites), "a number without a day is of the past too");
        for (fields, says) in [
            (vec![("fra", "01.04.2026")], "Skriv også et nyt tal"),
            (vec![("antal", "5"), ("fra", "31.02.2026")], "31.02.2026"),
            (vec![("antal", "5"), ("fra", "01.01.2024")], "Skriv en dag efter 01.01.2025"),
        ] {
            let wrong = site.post(&karen, &run, &filled(&page, &run, &fields)).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
            assert!(wrong.body.contains(says), "{fields:?}");
            whole(&wrong);
        }
        let from = filled(&page, &run, &[("antal", "5"), ("fra", "01.04.2026")]);
        let tried = site.post(&karen, &run, &from).await;
        whole(&tried);
        assert!(!tried.body.contains(rewrites) && tried.body.contains("3 af 3 passer efter ændringen"));
        let again = site.post(&karen, &run, &form_fields(&tried.body, &run)).await;
        assert_eq!(again.status, StatusCode::OK, "tried again as it stands");
        assert!(again.body.contains("value=\"01.04.2026\""));
        let named = filled(&again, &save, &[("navn", "Fem uger fra april"), ("grund", "Byrådet vil det")]);
        let opened = site.get(&hanne, site.post(&karen, &save, &named).await.location()).await;
        whole(&opened);
        let form = filled(&opened, &activate, &[("grund", "Vedtaget den 12. marts")]);
        assert_eq!(site.post(&hanne, &activate, &form).await.status, StatusCode::SEE_OTHER);
        let rule = site.get(&hanne, GOAL).await;
        assert!(rule.body.contains("01.01.2025–31.03.2026") && rule.body.contains("01.04.2026–"));
    });
}

#[test]
fn what_takes_long_is_begun_shown_while_it_runs_and_answered_where_it_was_begun() {
    block_on(async {
        let (site, hanne, karen) = fjordby().await;
        let site = site.impatient();
        let (run, save, activate) = (format!("{GOAL}/proev"), format!("{GOAL}/forslag"), format!("{GOAL}/i-kraft"));
        let page = site.get(&hanne, &run).await;
        let begun = site.post(&hanne, &run, &filled(&page, &run, &[("antal", "5")])).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER);
        let own = begun.location().to_owned();
        assert!(own.starts_with(&format!("{run}?koersel=")), "{own}");
        let others = site.get(&karen, &own).await;
        assert_eq!(others.status, StatusCode::NOT_FOUND, "only the one who asked");
        assert!(others.body.contains("Begynd igen"));
        let tried = when_ready(&site, &hanne, &own).await;
        whole(&tried);
        assert!(tried.body.contains("0 af 3 passer efter ændringen"));
        // What was begun from the answer is begun in the same way.
        let right = form_fields(&tried.body, &format!("{run}#registrer"));
        let own = site.post(&hanne, &run, &right).await.location().to_owned();
        let tried = when_ready(&site, &hanne, &own).await;
        let form = filled(&tried, &save, &[("navn", "Fem uger"), ("grund", "Byrådet vil det")]);
        let saved = site.post(&hanne, &save, &form).await.location().to_owned();
        assert!(saved.contains("?forslag="), "what was seen is saved at once: {saved}");
        let opened = site.get(&hanne, &saved).await;
        let opened = match opened.status {
            StatusCode::SEE_OTHER => when_ready(&site, &hanne, opened.location()).await,
            _ => opened,
        };
        whole(&opened);
        let form = filled(&opened, &activate, &[("grund", "Vedtaget den 12. marts")]);
        let ordered = site.post(&hanne, &activate, &form).await;
        assert_eq!(ordered.status, StatusCode::SEE_OTHER);
        let order = ordered.location().to_owned();
        assert!(order.starts_with(&format!("{activate}?nr=")), "{order}");
        assert_eq!(site.post(&hanne, &activate, &form).await.status, StatusCode::SEE_OTHER, "twice is once");
        let done = when_ready(&site, &karen, &order).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, &*format!("{GOAL}?gemt=i-kraft")));
        let rule = site.get(&hanne, done.location()).await;
        assert!(rule.body.contains("Kommunens egen tekst gælder siden den 16.03.2026, sat i kraft af hanne Eksempel"));
        for wrong in ["?nr=x", "?nr=99999", "?nr=-1", ""] {
            assert_eq!(site.get(&hanne, &format!("{activate}{wrong}")).await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(site.get(&hanne, &format!("{run}?koersel=findes-ikke")).await.status, StatusCode::NOT_FOUND);
    });
}

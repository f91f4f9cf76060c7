//! The forms of the effort without scripts: exempting after an assessment, an offer that begins and ends.

use crate::databases::block_on;
use crate::forms::{count, set};
use crate::markup::{faults, form_fields, unescape};
use crate::site::{Site, site};
use axum::http::StatusCode;
use domain::history::History;
use domain::kinds::{FactData, FactKind};

#[test]
fn an_exemption_is_filled_with_the_reader_and_today_and_keeps_what_was_written_when_it_is_wrong() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let address = format!("/borger/{case}/fritagelse");
        let mut form = form_fields(&site.get(&cookie, &address).await.body, &address);
        let filled = |name: &str| form.iter().find(|(n, _)| n == name).unwrap().1.clone();
        assert_eq!(
            (filled("author"), filled("assessed"), filled("from")),
            ("karen Eksempel".into(), "16-03-2026".into(), "16-03-2026".into())
        );
        let before = count(&site).await;
        set(&mut form, "through", "1. maj");
        set(&mut form, "assessed", "");
        let refused = site.post(&cookie, &address, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(form_fields(&refused.body, &address), form);
        assert_eq!(faults(&refused.body), [""; 0]);
        assert!(
            refused.body.contains("”1. maj” er ikke en dato")
                && refused.body.contains("Vælg, hvad borgeren fritages fra.")
        );
        assert!(unescape(&refused.body).contains("Skriv vurderingen"), "all that is wrong is told at once");
        set(&mut form, "exempt_from", "samtaler");
        set(&mut form, "through", "01-05-2026");
        set(&mut form, "assessed", "17-03-2026");
        let refused = unescape(&site.post(&cookie, &address, &form).await.body);
        assert!(refused.contains("Vurderingens dag ligger i fremtiden") && refused.contains("Skriv vurderingen"));
        assert_eq!(count(&site).await, before);
        set(&mut form, "assessed", "13-03-2026");
        set(&mut form, "assessment", "Begynder i job <1. maj>.");
        let saved = site.post(&cookie, &address, &form).await;
        assert_eq!(saved.location(), format!("/borger/{case}?gemt=saved_exemption"));
        let page = unescape(&site.get(&cookie, saved.location()).await.body);
        assert!(
            page.contains("Fritagelsen er gemt.") && page.contains("Vurderet af karen Eksempel"),
            "the history says it"
        );
        assert_eq!(site.post(&cookie, &address, &form).await.location(), saved.location(), "posted again");
        assert_eq!(count(&site).await, before + 1);
    });
}

async fn history(site: &Site, case: i64) -> History {
    let person = crate::world::person_of(&site.app, case).await;
    site.app.store.history(site.app.municipality, person, None).await.unwrap()
}

#[test]
fn an_offer_begins_and_ends_with_few_fields_of_which_the_likely_are_filled() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-01-jonas").await;
        let page = format!("/borger/{case}");
        let (start, end) = (format!("{page}/tilbud"), format!("{page}/tilbud-slut"));
        let visible = |fields: &[(String, String)]| {
            let names = fields.iter().map(|(n, _)| n.as_str()).filter(|n| !["version", "key", "ask"].contains(n));
            names.map(str::to_owned).collect::<Vec<_>>()
        };
        assert!(!site.get(&cookie, &page).await.body.contains("tilbud-slut"), "nothing runs that could end");
        let none = site.get(&cookie, &end).await;
        assert_eq!((none.status, faults(&none.body)), (StatusCode::OK, Vec::new()));
        assert!(none.body.contains("Der er intet tilbud i gang") && none.body.contains(&format!("href=\"{start}\"")));
        assert!(!none.body.contains("<form method=\"post\" action=\"/borger"), "nothing to fill in");
        let mut form = form_fields(&site.get(&cookie, &start).await.body, &start);
        let company = ["granted", "sector", "hours", "company", "cvr", "p_number"];
        assert_eq!(visible(&form), [vec!["offer", "from", "through"], company.to_vec()].concat());
        assert_eq!(form.iter().find(|(n, _)| n == "from").unwrap().1, "16-03-2026");
        set(&mut form, "offer", "");
        set(&mut form, "through", "13-03-2026");
        let refused = site.post(&cookie, &start, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(form_fields(&refused.body, &start), form);
        set(&mut form, "offer", "virksomhedspraktik");
        let refused = site.post(&cookie, &start, &form).await;
        assert!(refused.body.contains("Slutdatoen ligger før startdatoen, "));
        assert_eq!(faults(&refused.body), [""; 0]);
        set(&mut form, "through", "10-04-2026");
        assert_eq!(site.post(&cookie, &start, &form).await.location(), format!("{page}?gemt=saved_offer"));
        assert!(site.get(&cookie, &page).await.body.contains("tilbud-slut"));
        let mut form = form_fields(&site.get(&cookie, &end).await.body, &end);
        assert_eq!(visible(&form), ["offer", "on", "exit"]);
        assert_eq!(form.iter().find(|(n, _)| n == "offer").unwrap().1, "virksomhedspraktik", "the one that runs");
        assert!(site.post(&cookie, &end, &form).await.body.contains("Vælg, hvordan tilbuddet sluttede."));
        set(&mut form, "exit", "ordinaert_job");
        set(&mut form, "on", "13-03-2026");
        assert!(site.post(&cookie, &end, &form).await.body.contains("Tilbuddet begyndte senere."));
        set(&mut form, "on", "16-03-2026");
        assert_eq!(site.post(&cookie, &end, &form).await.location(), format!("{page}?gemt=saved_offer_end"));
        let history = history(&site, case).await;
        let offer = history.view().facts.iter().find(|f| f.is(FactKind::OfferStarted)).unwrap();
        assert_eq!(offer.through_day(), Some("2026-03-16".parse().unwrap()), "it ended on its last day");
        assert!(unescape(&site.get(&cookie, &page).await.body).contains("virksomhedspraktik, ordinært job"), "and how");
        let today = crate::world::noon("2026-03-16".parse().unwrap());
        let found = site.app.citizen(&crate::world::karen(), case, None, "opslag", today).await.unwrap();
        let lane = found.lanes.iter().find(|l| l.kind == app::citizen::LaneKind::Offers).unwrap();
        let drawn: Vec<_> = lane.stretches.iter().map(|(from, through, _)| (*from, *through)).collect();
        assert_eq!(drawn, [(today.today, Some(today.today))], "the drawing ends it there, too");
    });
}

#[test]
fn wrong_numbers_of_a_company_are_told_at_their_fields_and_right_ones_are_saved_without_spaces() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-01-jonas").await;
        let address = format!("/borger/{case}/tilbud");
        let mut form = form_fields(&site.get(&cookie, &address).await.body, &address);
        form.retain(|(name, _)| name != "ask");
        for (name, value) in [
            ("offer", "virksomhedspraktik"),
            ("company", "Fjordby <Bageri>"),
            ("cvr", "13 58 56 27"),
            ("p_number", "12345"),
            ("hours", "mange"),
        ] {
            set(&mut form, name, value);
        }
        let before = count(&site).await;
        let refused = site.post(&cookie, &address, &form).await;
        let text = unescape(&refused.body);
        let all = [
            "”mange” er ikke et timetal.",
            "mindst ét ciffer er forkert",
            "P-nummeret skal have 10 cifre.",
            "ret 3 ting",
        ];
        for said in all {
            assert!(text.contains(said), "all that is wrong is told at once: {said}");
        }
        assert_eq!(faults(&refused.body), [""; 0]);
        set(&mut form, "hours", "18,5");
        let refused = site.post(&cookie, &address, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(faults(&refused.body), [""; 0]);
        let text = unescape(&refused.body);
        assert!(text.contains("mindst ét ciffer er forkert") && text.contains("P-nummeret skal have 10 cifre."));
        assert_eq!(count(&site).await, before);
        set(&mut form, "cvr", "13 58 56 28");
        set(&mut form, "p_number", "1003366140");
        assert_eq!(site.post(&cookie, &address, &form).await.status, StatusCode::SEE_OTHER);
        let history = history(&site, case).await;
        let said = history.facts().iter().any(|f| {
            matches!(&f.data, FactData::OfferStarted { cvr, p_number, hours: Some(hours), company, .. }
                if cvr.as_deref() == Some("13585628") && p_number.as_deref() == Some("1003366140")
                    && hours.0 == 1850 && company.as_deref() == Some("Fjordby <Bageri>"))
        });
        assert!(said, "{:?}", history.facts());
    });
}

#[test]
fn an_offer_that_is_not_the_first_of_the_order_asks_why_and_the_laws_word_stops_nothing() {
    block_on(async {
        let site = site().await.under(rulebook::shipped("fjordby").unwrap());
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-01-jonas").await;
        let page = format!("/borger/{case}");
        let shown = unescape(&site.get(&cookie, &page).await.body);
        assert!(
            shown.contains("Et andet valg begrundes.") && shown.contains(&format!("{page}/tilbud?valg=loentilskud"))
        );
        let address = format!("{page}/tilbud");
        let mut form = form_fields(&site.get(&cookie, &format!("{address}?valg=loentilskud")).await.body, &address);
        form.retain(|(name, _)| name != "ask");
        assert_eq!(form.iter().find(|(n, _)| n == "offer").unwrap().1, "loentilskud");
        let refused = site.post(&cookie, &address, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unescape(&refused.body).contains("ikke det første tilbud på kommunens liste"));
        set(&mut form, "reason", "borgerens_oenske");
        set(&mut form, "sector", "private");
        let before = count(&site).await;
        let asked = [form.clone(), vec![("ask".to_owned(), "1".to_owned())]].concat();
        let advice = site.post(&cookie, &address, &asked).await;
        assert_eq!((advice.status, count(&site).await), (StatusCode::OK, before), "asking saves nothing");
        let said = unescape(&advice.body);
        let said = &said[said.find("id=\"raad\"").unwrap()..];
        assert!(said.contains("Efter loven tidligst"), "six months without a job are not gone: {}", &said[..600]);
        assert_eq!(site.post(&cookie, &address, &form).await.location(), format!("{page}?gemt=saved_offer"));
        let shown = unescape(&site.get(&cookie, &page).await.body);
        assert!(shown.contains("Begrundet valg: løntilskud, borgerens ønske"), "the history says it");
        assert_eq!(count(&site).await, before + 2);
        // The first asks for no reason and writes none.
        let mut form = form_fields(&site.get(&cookie, &address).await.body, &address);
        form.retain(|(name, _)| name != "ask");
        set(&mut form, "reason", "kapacitet");
        assert_eq!(site.post(&cookie, &address, &form).await.status, StatusCode::SEE_OTHER);
        assert_eq!(count(&site).await, before + 3);
    });
}

#[test]
fn a_rule_of_the_municipality_s_own_before_an_offer_and_its_length_say_what_the_law_now_says() {
    block_on(async {
        let site = site().await.under(rulebook::shipped("alleroed-2010").unwrap());
        let cookie = site.sign_in("hanne").await;
        let case = site.case("story-02a-signe-hospital").await;
        let address = format!("/borger/{case}/tilbud");
        let mut form = form_fields(&site.get(&cookie, &format!("{address}?valg=loentilskud")).await.body, &address);
        form.retain(|(name, _)| name != "ask");
        let mut advice = async |sector: &str| {
            set(&mut form, "sector", sector);
            let asked = [form.clone(), vec![("ask".to_owned(), "1".to_owned())]].concat();
            let said = unescape(&site.post(&cookie, &address, &asked).await.body);
            said[said.find("id=\"raad\"").unwrap()..].to_owned()
        };
        let public = advice("public").await;
        for said in [
            "Kommunens egne regler før tilbuddet (ikke lov)",
            "Mangler: Tilbuddet er på 30-36 timer om ugen.",
            "Loven i dag: lønnen ligger på niveau med borgerens egen ydelse",
        ] {
            assert!(public.contains(said), "{said}: {}", &public[..1500]);
        }
        assert!(!advice("private").await.contains("Kommunens egne regler"), "the note's hours are for public places");
        for (name, value) in [("offer", "virksomhedspraktik"), ("sector", "private"), ("reason", "kapacitet")] {
            set(&mut form, name, value);
        }
        assert_eq!(site.post(&cookie, &address, &form).await.status, StatusCode::SEE_OTHER);
        let shown = unescape(&site.get(&cookie, &format!("/borger/{case}")).await.body);
        let limit =
            &shown[shown.find("<b>Virksomhedspraktik varer mellem 4 og 13 uger").expect("the note's own length")..];
        let limit = &limit[..limit.find("</details>").unwrap()];
        assert!(
            limit.contains("Loven i dag: dagpengemodtagere, jobparate og uddannelsesparate har højst 4 uger"),
            "{limit}"
        );
    });
}

#[test]
fn who_represents_a_citizen_stands_at_the_top_of_the_case_with_the_scope() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-09-poul").await;
        let page = unescape(&site.get(&cookie, &format!("/borger/{case}")).await.body);
        assert!(page[..page.find("<dl").unwrap()].contains("Repræsentant: værge, økonomi"));
        let before = site.get(&cookie, &format!("/borger/{case}?gaeldende=30-04-2015&kendt=16-03-2026")).await;
        let before = unescape(&before.body);
        assert!(!before[..before.find("<dl").unwrap()].contains("Repræsentant"), "not on a day before it began");
    });
}

#[test]
fn what_the_municipality_must_and_what_it_may_stand_apart_step_by_step_and_what_nobody_said_is_neither() {
    block_on(async {
        let site = site().await.under(rulebook::shipped("klap-udvidet").unwrap());
        let cookie = site.sign_in("hanne").await;
        let case = site.case("story-09-poul").await;
        let shown = unescape(&site.get(&cookie, &format!("/borger/{case}")).await.body);
        let task = |text: &str| {
            let after = &shown[shown.find(text).unwrap_or_else(|| panic!("{text}")) + text.len()..];
            let end = after.find("</li>").unwrap_or(after.len()).min(120);
            ["ommunen skal", "ommunen kan"].into_iter().find(|word| after[..end].contains(word))
        };
        assert_eq!(task("så flere henvender sig med eller uden job"), Some("ommunen kan"));
        assert_eq!(task("Borgeren selv finder jobbet"), None);
        assert_eq!(task("virksomhedskonsulent eller samarbejdspartner finder jobbet"), Some("ommunen kan"));
        assert_eq!(task("<b>Førtidspensionisten tilbydes vejledende samtale"), Some("ommunen skal"));
        assert_eq!(task("<b>Afklaring med Socialafdelingen: beskyttet beskæftigelse eller job"), Some("ommunen kan"));
        let rule = |id: &str| format!("/regler/{id}");
        let must = site.get(&cookie, &rule("klap-udvidet-etablering")).await.body;
        let may = site.get(&cookie, &rule("klap-udvidet-afklaring-med-socialafdelingen")).await.body;
        assert!(must.contains("; kommunen skal<") && may.contains("; kommunen kan<"));
    });
}

#[test]
fn the_reassessment_before_sick_pay_stops_is_a_task_with_the_day_the_limit_takes_effect() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("hanne").await;
        let case = site.case("story-06-sofie").await;
        let shown = unescape(&site.get(&cookie, &format!("/borger/{case}")).await.body);
        let task = &shown[shown.find("Revurdering, før sygedagpengene stopper efter 22 uger").expect("the task")..];
        for said in
            ["Grænsen virker fra 31. mar.", "Grænsen er nået 07.03.2026 og virker fra 31.03.2026", "SDPL § 24, stk. 1"]
        {
            assert!(task.contains(said), "{said}: {}", &task[..2500]);
        }
    });
}

//! *Regler* and *Prøv en ændring*: what a rule's page says in which order, and what a trial answers.

use crate::databases::block_on;
use crate::markup::{faults, form_fields, missing_texts};
use crate::site::{Answer, fields, site};
use crate::world::{day, noon};
use axum::http::StatusCode;

const FIRST_TALK: &str = "/regler/jobsamtale-1-uge";

/// Where each part stands; every part must be there.
fn in_order(body: &str, parts: &[&str]) {
    let mut at = 0;
    for part in parts {
        let found = body[at..].find(part).unwrap_or_else(|| panic!("{part:?} is not after the others"));
        at += found + part.len();
    }
}

#[test]
fn a_rule_says_what_its_acts_are_called_and_the_list_how_many_goals_are_unread() {
    block_on(async {
        let site = site().await.under(rulebook::shipped("fjordby").unwrap());
        let mads = site.sign_in("mads").await;
        let page = site.get(&mads, FIRST_TALK).await.body;
        assert!(page.contains("LAB: lov om en aktiv beskæftigelsesindsats"), "{page}");
        let list = site.get(&mads, "/regler").await.body;
        let said = |text: &str| -> usize {
            let before = list.split(text).next().unwrap().trim_end();
            before.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
        };
        let of = async |query: &str| site.get(&mads, &format!("/regler?{query}")).await.body;
        let rows = |body: &str| body.split(" regler passer").next().unwrap().rsplit('>').next().unwrap().to_owned();
        let goals = rows(&of("lag=municipality").await).parse::<usize>().unwrap();
        // Every rule of the municipality's own is its goal; where one had another status, the page would say so.
        assert_eq!(said(" kommunens mål ·"), goals);
        assert!(!list.contains(" regler er kommunens egne"));
    });
}

#[test]
fn the_header_of_a_rule_stands_in_its_fixed_order() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let page = site.get(&mads, FIRST_TALK).await;
        let book = rulebook::shipped("none").unwrap();
        let rule = book.rules.iter().find(|rule| rule.id == "jobsamtale-1-uge").unwrap();
        let examples: usize = rule.versions.iter().map(|version| version.examples.len()).sum();
        let all_hold = format!("{examples} af {examples} passer");
        let parts = [
            "Gælder i dag",
            "Læst i kilde",
            "LAB § 31, stk. 5",
            "Ikke kontrolleret",
            "<dt>Gælder for",
            "<dt>og ikke for",
            "<dt>Overgang",
            "<dt>Pligt, ret eller mål",
            "Det er kommunens pligt",
            "<dt>Det regner vi ikke med",
            "Ved uenighed gælder lovteksten.",
            "<dt>Ur",
            "<h3 style=\"margin-top:2.4rem\">Versioner",
            "Gælder fra 01.07.2026",
            &all_hold,
            "kontaktforloeb.toml:",
            "id = &#34;jobsamtale-1-uge&#34;",
        ];
        in_order(&page.body, &parts);
    });
}

#[test]
fn a_rule_that_no_longer_holds_says_so_in_grey_and_what_fits_nothing_is_told() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        let old = site.get(&karen, "/regler/dp-samtaler-2010").await;
        in_order(&old.body, &["class=\"band\"", "Ophævet. Må ikke bruges", "Gjaldt til"]);
        let list = site.get(&karen, "/regler").await.body;
        assert!(!list.contains("dp-samtaler-2010"));
        assert!(site.get(&karen, "/regler?status=past").await.body.contains("dp-samtaler-2010"));
        assert!(site.get(&karen, "/regler?dag=01-06-2012").await.body.contains("dp-samtaler-2010"));
        let none = site.get(&karen, "/regler?ord=xyzzy").await.body;
        assert!(none.contains("Ingen regler passer") && none.contains("Det dækker reglerne ikke"));
        let wrong = site.get(&karen, "/regler?dag=31-02-2026").await.body;
        assert!(wrong.contains("31-02-2026 findes ikke") && wrong.contains("value=\"31-02-2026\""));
        assert_eq!(site.get(&karen, "/regler/findes-ikke").await.status, StatusCode::NOT_FOUND);
        assert_eq!(site.get("", "/regler").await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn an_example_that_does_not_come_out_is_red_and_on_top() {
    block_on(async {
        let site = site().await;
        let law = rulebook::shipped("none").unwrap();
        let text = law.rule(law.find("jobsamtale-1-uge").unwrap()).source_text.replace("1 week", "2 weeks");
        let site = site.under(law.changed("forslag.toml", &text).unwrap().rulebook);
        let karen = site.sign_in("karen").await;
        let page = site.get(&karen, FIRST_TALK).await;
        assert_eq!(faults(&page.body), [""; 0]);
        in_order(&page.body, &["passer ikke.", "Jonas beder om hjælp", "st-over", "Passer ikke", "Passer<"]);
        let list = site.get(&karen, "/regler?kapitel=kontanthjaelp").await.body;
        in_order(&list, &["role=\"alert\"", "jobsamtale-1-uge", "st-over", "samtaler-4-i-6-mdr"]);
    });
}

#[test]
fn a_trial_answers_first_names_whom_one_may_see_and_changes_nothing() {
    block_on(async {
        let site = site().await;
        let (karen, mads) = (site.sign_in("karen").await, site.sign_in("mads").await);
        let address = "/regler/samtaler-4-i-6-mdr/proev".to_owned();
        let page = site.get(&karen, &address).await;
        let mut form = form_fields(&page.body, &address);
        assert!(form.contains(&("antal".to_owned(), "6".to_owned())), "{form:?}");
        form.iter_mut().find(|(name, _)| name == "antal").unwrap().1 = "5".into();
        let before = site.app.store.duty_dump(site.app.municipality).await.unwrap();

        let done = site.post(&karen, &address, &form).await;
        assert_eq!(done.status, StatusCode::OK);
        in_order(
            &done.body,
            &["Fra 6 måneder til 5 måneder", "Lovens frister ændrer sig også.", "Ingen sager er ændret."],
        );
        in_order(&done.body, &["+span = &#34;5 months&#34;", "Det ved vi ikke", "passer efter ændringen"]);
        assert_eq!((faults(&done.body), missing_texts(&done.body)), (Vec::new(), Vec::new()));
        assert_eq!(site.app.store.duty_dump(site.app.municipality).await.unwrap(), before);

        let again = site.post(&karen, &address, &form_fields(&done.body, &address)).await;
        assert!(again.body.contains("Fra 6 måneder til 5 måneder"), "the page's own form gives the same");
        let figures = site.post(&mads, &address, &form).await;
        assert!(figures.body.contains("Fra 6 måneder til 5 måneder") && figures.body.contains("vises ikke"));
        for person in synth::STORY_PEOPLE {
            let name = format!("{} {}", person.first_name, person.last_name);
            assert!(!figures.body.contains(&name), "{name}");
        }
        let same = site.post(&karen, &address, &[]).await;
        assert!(same.body.contains("Ændringen giver ingen forskel"));
    });
}

#[test]
fn a_trial_that_cannot_be_made_says_why_and_keeps_the_text() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        let address = format!("{FIRST_TALK}/proev");
        let text = "[[rule]]\nid = \"jobsamtale-1-uge\"\nkind = <b>\n";
        let wrong = site.post(&karen, &address, &fields(&[("tekst", text)])).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        in_order(&wrong.body, &["role=\"alert\"", "Linje 3: Teksten kan ikke læses", "kind = &#60;b&#62;"]);
        assert_eq!(faults(&wrong.body), [""; 0]);
        for number in ["0", "-1", "1000", "<b>"] {
            let answer = site.post(&karen, &address, &fields(&[("antal", number), ("stod", "1")])).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
            assert!(answer.body.contains("er ikke et helt tal") && faults(&answer.body).is_empty(), "{number}");
        }
        let other = site.get(&karen, "/regler/kvote-75-tilbud/proev").await;
        assert!(other.body.contains("giver intet i den enkelte sag") && !other.body.contains("<textarea"));
    });
}

#[test]
fn after_a_new_version_those_who_answer_for_the_rules_are_told_of_rows_that_others_made() {
    block_on(async {
        let site = site().await.under(rulebook::shipped("fjordby").unwrap());
        let (hanne, karen) = (site.sign_in("hanne").await, site.sign_in("karen").await);
        let said = |page: &Answer| page.body.contains("gemte frister er lavet med andre regler");
        for path in ["/regler", "/team"] {
            let page = site.get(&hanne, path).await;
            assert!(said(&page), "{path}");
            assert_eq!((faults(&page.body), missing_texts(&page.body)), (Vec::new(), Vec::new()));
        }
        assert!(!said(&site.get(&karen, "/regler").await), "who can do nothing about it is not told");
        let author = crate::world::author();
        let done = site.app.renew(&author, || noon(day("2026-03-16")).now, |_| {}).await.unwrap();
        assert_eq!(done.cases, u64::try_from(site.cases.clone().count()).unwrap());
        for path in ["/regler", "/team"] {
            assert!(!said(&site.get(&hanne, path).await), "{path}");
        }
    });
}

#[test]
fn a_trial_of_a_gate_a_right_and_a_rate_says_what_each_gives_and_a_day_that_is_none_is_told() {
    block_on(async {
        let site = site().await.under(rulebook::shipped("fjordby").unwrap());
        let karen = site.sign_in("karen").await;
        let whole =
            |page: &Answer| assert_eq!((faults(&page.body), missing_texts(&page.body)), (Vec::new(), Vec::new()));
        let book = &site.app.rulebook;
        let text = |rule: &str| book.rule(book.find(rule).unwrap()).source_text.clone();
        let gate = text("loentilskud-maalgrupper").replacen("before = {", "closed = true\nbefore = {", 1);
        let rate = text("fleksloentilskud").replace("year = 2024, amount = 19952", "year = 2024, amount = 20952");
        let right = text("foep-tre-samtaler").replace("count = 3", "count = 5");
        for (rule, text, said) in [
            ("loentilskud-maalgrupper", gate, "får nej"),
            ("fleksloentilskud", rate, "20.952,00 kr."),
            ("foep-tre-samtaler", right, "Rettigheder, grænser, adgang og satser"),
        ] {
            let run = format!("/regler/{rule}/proev");
            let page = site.get(&karen, &run).await;
            whole(&page);
            assert!(
                page.body.contains("Som kendt den") && page.body.contains("<details class=\"hvorfor\" open>"),
                "{rule}"
            );
            let tried = site.post(&karen, &run, &fields(&[("tekst", &text)])).await;
            assert_eq!(tried.status, StatusCode::OK, "{rule}");
            whole(&tried);
            assert!(tried.body.contains(said), "{rule}: {said}");
            let then = site.post(&karen, &run, &fields(&[("tekst", &text), ("kendt", "05-01-2026")])).await;
            whole(&then);
            assert!(
                then.body.contains("som de var kendt 5. januar 2026") && then.body.contains("value=\"05.01.2026\"")
            );
            for (wrong, why) in
                [("31-02-2026", "findes ikke"), ("17-03-2026", "ikke kommet endnu"), ("i går", "ikke en dato")]
            {
                let refused = site.post(&karen, &run, &fields(&[("tekst", &text), ("kendt", wrong)])).await;
                assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
                whole(&refused);
                assert!(refused.body.contains(why) && refused.body.contains(&format!("value=\"{wrong}\"")), "{wrong}");
            }
        }
        let goal = "/regler/samtale-hver-6-uger/proev";
        let page = site.get(&karen, goal).await;
        let mut form = form_fields(&page.body, goal);
        form.iter_mut().find(|(n, _)| n == "antal").unwrap().1 = "5".into();
        let tried = site.post(&karen, goal, &form).await;
        whole(&tried);
        assert!(tried.body.contains("Titlen siger ”6 uger”") && tried.body.contains("Forklaringen til versionen fra"));
    });
}

#[test]
fn another_day_than_today_is_said_where_rules_and_cases_are_counted_by_it() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        let today = site.get(&karen, "/regler").await.body;
        assert!(
            today.contains("Gælder nu") && !today.contains("Dagens sager") && !today.contains("Du ser reglerne den")
        );
        for (day, dotted, said) in [
            (
                "16-11-2026",
                "16.11.2026",
                "Du ser reglerne den 16. november 2026. Sagerne er dem, kommunen har i dag, regnet frem",
            ),
            (
                "16-03-2025",
                "16.03.2025",
                "Du ser reglerne den 16. marts 2025. Sagerne er dem, kommunen har i dag, regnet tilbage",
            ),
        ] {
            let page = site.get(&karen, &format!("/regler?dag={day}")).await.body;
            assert_eq!((faults(&page), missing_texts(&page)), (Vec::new(), Vec::new()));
            assert!(page.contains(said) && page.contains(&format!("Dagens sager, {dotted}")), "{day}");
            assert!(!page.contains("Gælder nu") && page.contains(&format!("<b>Gælder den {dotted}</b>")), "{day}");
            let rule = site.get(&karen, &format!("/regler/jobsamtale-1-uge?dag={day}")).await.body;
            assert!(rule.contains(said) && rule.contains("regnet af dagens sager"), "{day}");
        }
    });
}

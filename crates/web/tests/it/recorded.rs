//! Forms for what a person says of a citizen, and for who may see the case: each from its empty form to the page.

use crate::databases::block_on;
use crate::forms::{count, set};
use crate::markup::{faults, form_fields, unescape};
use crate::site::{Answer, Site, site};
use crate::world::{day, noon};
use app::access::Role;
use app::sign_in::Assigned;
use axum::http::StatusCode;

type Fields = Vec<(String, String)>;

pub(crate) fn address(case: i64, question: &str) -> String {
    format!("/borger/{case}/oplysning/{question}")
}

pub(crate) async fn form(site: &Site, cookie: &str, address: &str) -> Fields {
    let shown = site.get(cookie, address).await;
    assert_eq!((shown.status, faults(&shown.body)), (StatusCode::OK, Vec::new()), "{address}");
    form_fields(&shown.body, address)
}

/// What the form asks for, in its order.
pub(crate) fn asked(form: &Fields) -> Vec<&str> {
    form.iter().map(|(n, _)| n.as_str()).filter(|n| !["version", "key"].contains(n)).collect()
}

fn value<'f>(form: &'f Fields, name: &str) -> &'f str {
    &form.iter().find(|(n, _)| n == name).unwrap().1
}

/// Posts the form with some fields changed.
pub(crate) async fn post(site: &Site, cookie: &str, address: &str, form: &mut Fields, said: &[(&str, &str)]) -> Answer {
    for (name, text) in said {
        set(form, name, text);
    }
    site.post(cookie, address, form).await
}

/// Fills a new form, saves it, and gives the page afterwards as it is read.
pub(crate) async fn saved(site: &Site, cookie: &str, address: &str, said: &[(&str, &str)]) -> String {
    let mut form = form(site, cookie, address).await;
    let done = post(site, cookie, address, &mut form, said).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{address}: {}", done.body);
    unescape(&site.get(cookie, done.location()).await.body)
}

/// The section of a page with a heading, and nothing after it.
pub(crate) fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let at = page.find(&format!(">{heading}</h2>")).unwrap_or_else(|| panic!("no section {heading}"));
    page[at..].split("</section>").next().unwrap()
}

#[test]
fn an_assessment_stands_on_the_case_with_finding_person_and_reason_and_moves_no_date() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let address = address(case, "vurdering");
        let mut written = form(&site, &cookie, &address).await;
        assert_eq!(asked(&written), ["finding", "author", "text", "from"]);
        assert_eq!((value(&written, "author"), value(&written, "from")), ("karen Eksempel", "16-03-2026"));
        let before = count(&site).await;
        let wrong = [("author", " "), ("text", ""), ("from", "17-03-2026")];
        let refused = post(&site, &cookie, &address, &mut written, &wrong).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
        for said in ["Vælg, hvad vurderingen viste.", "hvem der har vurderet", "Skriv begrundelsen.", "i fremtiden"] {
            assert!(unescape(&refused.body).contains(said), "all that is wrong is told at once: {said}");
        }
        assert_eq!(form_fields(&refused.body, &address), written, "what was written stands");
        assert_eq!(count(&site).await, before);

        let today = crate::world::noon(crate::world::day("2026-03-16"));
        let duties =
            async || site.app.assessment(&crate::world::karen(), case, None, today).await.unwrap()["duties"].clone();
        let course = duties().await;
        let first = [
            ("finding", "behov_for_sparring"),
            ("author", "Bo <Eksempel>"),
            ("text", "Har søgt bredt"),
            ("from", "13-03-2026"),
        ];
        let done = post(&site, &cookie, &address, &mut written, &first).await;
        assert_eq!(done.location(), format!("/borger/{case}?gemt=saved_fact"));
        let page = unescape(&site.get(&cookie, done.location()).await.body);
        let line = "Vurdering: ledig: har kun brug for sparring. Vurderet af Bo <Eksempel>: Har søgt bredt";
        assert!(section(&page, "Vurderinger").contains(&format!("{line} (13.03.2026)")), "{page}");
        assert!(section(&page, "Alt, hvad der er skrevet").contains(line), "the history holds it whole");
        assert_eq!(duties().await, course, "a finding is recorded, and nothing follows from it");
        assert_eq!(site.post(&cookie, &address, &written).await.location(), done.location(), "posted again");
        assert_eq!(count(&site).await, before + 1);

        let other = [("finding", "sandsynlig_foertidspension"), ("text", "Lægens skøn")];
        let later = [("finding", "behov_for_opkvalificering"), ("text", "Uden uddannelse")];
        saved(&site, &cookie, &address, &other).await;
        let page = saved(&site, &cookie, &address, &later).await;
        let stands = section(&page, "Vurderinger");
        assert!(stands.contains("Uden uddannelse") && stands.contains("Lægens skøn"), "one of each subject");
        assert!(!stands.contains("Har søgt bredt"), "the later finding of the same takes the place of the first");
        assert!(section(&page, "Alt, hvad der er skrevet").contains("Har søgt bredt"), "and the history keeps both");
    });
}

#[test]
fn who_represents_the_citizen_is_written_with_role_name_scope_and_days_and_ends_on_a_last_day() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let (begin, end) = (address(case, "repraesentant"), address(case, "repraesentant_slut"));
        let none = site.get(&cookie, &end).await;
        assert_eq!((none.status, faults(&none.body)), (StatusCode::OK, Vec::new()));
        assert!(none.body.contains("Ingen repræsenterer borgeren i dag.") && !none.body.contains("name=\"which\""));
        let mut written = form(&site, &cookie, &begin).await;
        assert_eq!(asked(&written), ["role", "name", "from", "through", "scope"]);
        let refused = post(&site, &cookie, &begin, &mut written, &[("through", "15-03-2026")]).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
        let text = unescape(&refused.body);
        for said in ["hvad personen er for borgeren", "Skriv personens navn.", "Slutdatoen ligger før startdatoen, "] {
            assert!(text.contains(said), "{said}");
        }
        let said = [("role", "vaerge"), ("name", "Grete <Demosen>"), ("scope", "økonomi"), ("through", "")];
        let done = post(&site, &cookie, &begin, &mut written, &said).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let line = "Repræsentant: værge, Grete <Demosen>, økonomi";
        let page = format!("/borger/{case}");
        let top =
            |body: &str| unescape(body).split("</h1>").nth(1).unwrap().split("</details>").next().unwrap().to_owned();
        assert!(top(&site.get(&cookie, &page).await.body).contains(line), "it stands at the top of the case");
        let companion = [("role", "bisidder"), ("name", "Ole Demosen")];
        assert!(top(&saved(&site, &cookie, &begin, &companion).await).contains("bisidder, Ole Demosen"));

        let mut last = form(&site, &cookie, &end).await;
        assert_eq!(asked(&last), ["which", "from"]);
        assert_eq!(value(&last, "which"), "", "of two, one is chosen");
        let refused = post(&site, &cookie, &end, &mut last, &[("from", "16-03-2026")]).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
        let choices = site.get(&cookie, &end).await.body;
        let id = choices.split("<option value=\"").find(|o| unescape(o).contains("Grete")).unwrap();
        let id = id.split('"').next().unwrap().to_owned();
        let refused = post(&site, &cookie, &end, &mut last, &[("which", &id), ("from", "15-03-2026")]).await;
        assert!(refused.body.contains("Den sidste dag ligger før den første."));
        assert_eq!(form_fields(&refused.body, &end), last, "the choice stands");
        let before = count(&site).await;
        let done = post(&site, &cookie, &end, &mut last, &[("from", "20-03-2026")]).await;
        assert_eq!((done.status, count(&site).await), (StatusCode::SEE_OTHER, before + 1));
        let today = site.get(&cookie, &page).await.body;
        assert!(top(&today).contains(line), "through its last day");
        assert!(
            section(&unescape(&today), "Alt, hvad der er skrevet").contains("20.03.2026"),
            "the history has the day"
        );
        let later = site.get(&cookie, &format!("{page}?gaeldende=21-03-2026")).await.body;
        assert!(!top(&later).contains("Grete") && top(&later).contains("Ole"), "and not a day longer");
        assert_eq!(site.post(&cookie, &end, &last).await.location(), done.location(), "posted again");
        assert_eq!(count(&site).await, before + 1);
    });
}

#[test]
fn a_referral_and_a_consent_written_on_the_page_open_the_case_to_the_named_actor_and_their_ends_close_it() {
    block_on(async {
        let site = site().await;
        let today = noon(day("2026-03-16"));
        let assigned = Assigned::since(today.today, Role::ExternalActor, "klap");
        site.app.account_create("anna", "anna Eksempel", &assigned, "fjordby", today).await.unwrap();
        let (anna, karen) = (site.sign_in("anna").await, site.sign_in("karen").await);
        let case = site.case("story-02a-signe-hospital").await;
        let page = format!("/borger/{case}");
        let open = async || site.get(&anna, &page).await.status;
        let [refer, consent] = ["henvisning", "samtykke"].map(|question| address(case, question));
        let [end, back] = ["henvisning_slut", "samtykke_tilbage"].map(|question| address(case, question));
        for (address, none) in [(&end, "Borgeren er ikke henvist til nogen."), (&back, "Der står intet samtykke")] {
            let shown = site.get(&karen, address).await;
            assert!(shown.body.contains(none) && faults(&shown.body).is_empty(), "{address}");
        }
        let mut written = form(&site, &karen, &refer).await;
        assert_eq!(asked(&written), ["receiver", "from"]);
        let refused = post(&site, &karen, &refer, &mut written, &[]).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
        assert!(refused.body.contains("Vælg en på listen."));
        let refused = post(&site, &karen, &refer, &mut written, &[("receiver", "klap:findes-ikke")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "a unit that nobody configured");
        assert_eq!(
            post(&site, &karen, &refer, &mut written, &[("receiver", "klap:klap")]).await.status,
            StatusCode::SEE_OTHER
        );
        assert_eq!(open().await, StatusCode::FORBIDDEN, "a referral alone opens nothing");
        let closed = unescape(&site.get(&karen, &page).await.body);
        assert!(section(&closed, "Andre aktører").contains("KLAP kan ikke se sagen"), "and the page says why");

        let mut given = form(&site, &karen, &consent).await;
        assert_eq!(asked(&given), ["receiver", "text", "from"]);
        assert_eq!(value(&given, "receiver"), "klap:klap", "the only one is chosen");
        let refused = post(&site, &karen, &consent, &mut given, &[("from", "17-03-2026")]).await;
        assert!(refused.body.contains("ligger i fremtiden"), "nobody consents tomorrow");
        let said = [("from", "16-03-2026"), ("text", "Må se <samtaler>")];
        assert_eq!(post(&site, &karen, &consent, &mut given, &said).await.status, StatusCode::SEE_OTHER);
        assert_eq!(open().await, StatusCode::OK);
        let shown = unescape(&site.get(&karen, &page).await.body);
        assert!(section(&shown, "Andre aktører").contains("KLAP kan se sagen"));
        let history = section(&shown, "Alt, hvad der er skrevet");
        assert!(history.contains("samtykke, KLAP (Landsforeningen LEV), Må se <samtaler>"), "{history}");
        assert!(
            !site.get(&anna, &page).await.body.contains("/oplysning/henvisning_slut"),
            "the actor is led to no end"
        );
        assert_eq!(site.get(&anna, &consent).await.status, StatusCode::FORBIDDEN);

        let mut taken = form(&site, &karen, &back).await;
        assert_eq!(asked(&taken), ["receiver", "from"]);
        let early = post(&site, &karen, &back, &mut taken, &[("from", "15-03-2026")]).await;
        assert!(early.body.contains("Dagen ligger før det begyndte."), "it would close nothing");
        assert_eq!(
            post(&site, &karen, &back, &mut taken, &[("from", "16-03-2026")]).await.status,
            StatusCode::SEE_OTHER
        );
        assert_eq!(open().await, StatusCode::FORBIDDEN, "from the minute it is written");
        let mut again = form(&site, &karen, &consent).await;
        let refused = post(&site, &karen, &consent, &mut again, &[]).await;
        assert!(refused.body.contains("Skriv en senere dag."), "a consent of the same day would open nothing");

        let site = site.on(day("2026-03-17"));
        let (anna, karen) = (site.sign_in("anna").await, site.sign_in("karen").await);
        saved(&site, &karen, &consent, &[]).await;
        assert_eq!(site.get(&anna, &page).await.status, StatusCode::OK);
        saved(&site, &karen, &end, &[("from", "19-03-2026")]).await;
        assert_eq!(site.get(&anna, &page).await.status, StatusCode::OK, "until the day it ends");
        let site = site.on(day("2026-03-19"));
        let (anna, karen) = (site.sign_in("anna").await, site.sign_in("karen").await);
        assert_eq!(site.get(&anna, &page).await.status, StatusCode::FORBIDDEN);
        assert!(site.get(&karen, &end).await.body.contains("Borgeren er ikke henvist til nogen."));
    });
}

#[test]
fn what_is_chosen_to_end_and_was_ended_meanwhile_is_a_conflict_and_what_was_written_stands() {
    block_on(async {
        let site = site().await;
        let (karen, ida) = (site.sign_in("karen").await, site.sign_in("ida").await);
        let case = site.case("story-09-poul").await;
        let back = address(case, "samtykke_tilbage");
        let mut mine = form(&site, &karen, &back).await;
        saved(&site, &ida, &back, &[]).await;
        let before = count(&site).await;
        let refused = post(&site, &karen, &back, &mut mine, &[]).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::CONFLICT, Vec::new()));
        assert!(refused.body.contains("ida Eksempel gemte i sagen") && count(&site).await == before);
    });
}

#[test]
fn a_clarification_names_what_it_rests_on_and_stands_open_again_once_that_is_taken_back() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        saved(&site, &karen, &address(case, "husstand"), &[("single_parent", "ja")]).await;
        let clarify = address(case, "afklaring");
        let mut written = form(&site, &karen, &clarify).await;
        assert_eq!(asked(&written), ["question", "answer", "rests_on", "from"]);
        let refused = post(&site, &karen, &clarify, &mut written, &[("question", "Kan hun møde kl. <8>?")]).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
        assert!(refused.body.contains("Skriv svaret.") && refused.body.contains("hvad svaret bygger på."));
        assert_eq!(form_fields(&refused.body, &clarify), written);
        let choices = site.get(&karen, &clarify).await.body;
        let id = choices.split("<option value=\"").find(|o| unescape(o).contains("enlig forsørger: ja")).unwrap();
        let id = id.split('"').next().unwrap().to_owned();
        let forged = post(&site, &karen, &clarify, &mut written, &[("answer", "Nej"), ("rests_on", "999999")]).await;
        assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY, "no such fact in the case");
        let done = post(&site, &karen, &clarify, &mut written, &[("rests_on", &id)]).await;
        let page = unescape(&site.get(&karen, done.location()).await.body);
        assert!(section(&page, "Afklaringer").contains("Afklaret: Kan hun møde kl. <8>? – Nej"), "{page}");
        assert!(!section(&page, "Afklaringer").contains("Åben igen:"));

        let (right, back) = (format!("/borger/{case}/ret/{id}"), format!("/borger/{case}/ret/{id}/tilbage"));
        let mut annul = form_fields(&site.get(&karen, &right).await.body, &back);
        let done = post(&site, &karen, &back, &mut annul, &[("reason", "forkert_oplysning")]).await;
        let page = unescape(&site.get(&karen, done.location()).await.body);
        let open = section(&page, "Afklaringer");
        assert!(open.contains("Åben igen:") && open.contains(&format!("href=\"{clarify}\"")), "and leads to the form");
        let again = site.get(&karen, &clarify).await.body;
        assert!(!again.contains(&format!("<option value=\"{id}\"")), "nothing new rests on what was taken back");
    });
}

#[test]
fn an_enquiry_is_written_with_who_it_came_from() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let enquiry = address(case, "henvendelse");
        let mut written = form(&site, &karen, &enquiry).await;
        assert_eq!(asked(&written), ["sender", "wish", "text", "from", "channel"]);
        let refused = post(&site, &karen, &enquiry, &mut written, &[("text", "Skolen er <bekymret>")]).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
        assert!(refused.body.contains("Vælg, hvem henvendelsen kom fra."));
        assert_eq!(form_fields(&refused.body, &enquiry), written);
        let done = post(&site, &karen, &enquiry, &mut written, &[("sender", "underretning")]).await;
        let page = unescape(&site.get(&karen, done.location()).await.body);
        let history = section(&page, "Alt, hvad der er skrevet");
        assert!(history.contains("Henvendelse: en underretning, Skolen er <bekymret>"), "{history}");
    });
}

#[test]
fn a_benefit_and_a_contact_group_begin_and_stop_on_the_page_and_none_begins_twice() {
    block_on(async {
        let site = site().await;
        let karen = site.sign_in("karen").await;
        let case = site.case("story-02a-signe-hospital").await;
        let [begin, stop] = ["ydelse", "ydelse_slut"].map(|question| address(case, question));
        let page = async || unescape(&site.get(&karen, &format!("/borger/{case}")).await.body);
        let axis = |page: &str, title: &str| {
            page.split(&format!("<dt>{title}")).nth(1).unwrap().split("</div>").next().unwrap().to_owned()
        };
        let stands = axis(&page().await, "Ydelse");
        assert!(stands.contains("Kontanthjælp"), "{stands}");
        let mut again = form(&site, &karen, &begin).await;
        assert_eq!(asked(&again), ["benefit", "rate", "from"]);
        let said = [("benefit", "kontanthjaelp"), ("from", "01-04-2026")];
        let refused = post(&site, &karen, &begin, &mut again, &said).await;
        assert_eq!((refused.status, faults(&refused.body)), (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()));
        assert!(refused.body.contains("Det står allerede i sagen"), "it runs");

        let mut last = form(&site, &karen, &stop).await;
        assert_eq!(asked(&last), ["which", "from"]);
        assert_ne!(value(&last, "which"), "", "the only one is chosen");
        let done = post(&site, &karen, &stop, &mut last, &[("from", "15-03-2026")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert!(axis(&page().await, "Ydelse").contains("15.03.2026"), "the day it ended");
        let said = [("benefit", "sygedagpenge"), ("from", "16-03-2026")];
        let after = saved(&site, &karen, &begin, &said).await;
        assert!(axis(&after, "Ydelse").contains("Sygedagpenge"));

        let group = address(case, "kontaktgruppe");
        let unknown = axis(&page().await, "Kontaktgruppe (Jobnet)");
        assert!(unknown.contains(&format!("href=\"{group}\"")), "what is not written leads to its form: {unknown}");
        let after = saved(&site, &karen, &group, &[("group", "kg25")]).await;
        assert!(axis(&after, "Kontaktgruppe (Jobnet)").contains("Kontaktgruppe 25"));
        saved(&site, &karen, &address(case, "kontaktgruppe_slut"), &[("from", "16-03-2026")]).await;
        let later = site.get(&karen, &format!("/borger/{case}?gaeldende=17-03-2026")).await.body;
        assert!(!axis(&unescape(&later), "Kontaktgruppe (Jobnet)").contains("25"));
    });
}

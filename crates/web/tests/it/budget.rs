//! What a caseworker registers costs so much and no more: fields that are shown, what is touched (fields and clicks), and
//! what is written with the keyboard. The one table of budgets; a form that asks for more fails here.

use crate::databases::block_on;
use crate::forms::{count, set};
use crate::markup::{asked_fields, form_fields, read};
use crate::question::young;
use crate::site::{Site, site};
use app::question::Question;
use axum::http::StatusCode;
use domain::codes::Code;
use domain::schema::FieldSort;

struct Step {
    name: &'static str,
    login: &'static str,
    /// The page of the form, and where it posts to, below the case's own address.
    page: &'static str,
    posts_to: &'static str,
    /// A class of fields that the chosen outcome folds away.
    folded: &'static str,
    /// What somebody changes in the form as it comes.
    changed: &'static [(&'static str, &'static str)],
    shown: usize,
    touched: usize,
    typed: usize,
}

const fn step(name: &'static str, form: &'static str, changed: &'static [(&'static str, &'static str)]) -> Step {
    let (login, folded) = ("karen", "");
    Step { name, login, page: form, posts_to: form, folded, changed, shown: 0, touched: 0, typed: 0 }
}

impl Step {
    const fn costs(self, shown: usize, touched: usize, typed: usize) -> Step {
        Step { shown, touched, typed, ..self }
    }

    const fn on(self, page: &'static str) -> Step {
        Step { page, ..self }
    }

    const fn without(self, folded: &'static str) -> Step {
        Step { folded, ..self }
    }

    const fn by(self, login: &'static str) -> Step {
        Step { login, ..self }
    }
}

/// The one page of these that is of no case.
const AWAY: &str = "/vaek";

/// In the order they happen in one case. `*` stands for what the first such link of the case's page names.
const BUDGETS: [Step; 15] = [
    step("a talk is booked", "/aftale", &[("at", "10.30")]).on("?bestil=1").costs(3, 2, 1),
    step("a talk held as booked", "/samtale", &[]).on("").without("for-not-held").costs(4, 1, 0),
    step("a no-show, with a new day proposed", "/samtale", &[("outcome", "missed"), ("again", "1")])
        .on("?registrer=1")
        .without("for-held")
        .costs(4, 2, 0),
    step("an absence", "/fravaer", &[("absence", "ferie")]).costs(3, 2, 0),
    step(
        "an exemption after assessment",
        "/fritagelse",
        &[("exempt_from", "samtaler"), ("assessment", "Begynder i job.")],
    )
    .costs(4, 3, 1),
    step("an offer", "/tilbud", &[("offer", "virksomhedspraktik"), ("through", "10-04-2026")]).costs(3, 3, 1),
    step("an offer ends", "/tilbud-slut", &[("offer", "virksomhedspraktik"), ("exit", "som_aftalt")]).costs(3, 3, 0),
    step("a note", "/notat", &[("text", "Vil gerne i butik")]).costs(1, 2, 1),
    step("what was written is put right", "/ret/*", &[("from", "13-04-2026"), ("reason", "forkert_dato")])
        .costs(3, 3, 1),
    step("a duty is deferred", "/frist", &[("through", "20-03-2026"), ("reason", "afventer_laege")])
        .on("/frist?id=*")
        .costs(2, 3, 1),
    step("a case is offered to a colleague", "/overdrag", &[("receiver", "person:ida")]).on("").costs(1, 2, 0),
    step("a case is not taken over", "/overdrag/nej", &[("reason", "kapacitet")]).on("").by("ida").costs(1, 2, 0),
    step("a case is offered once more", "/overdrag", &[("receiver", "person:ida")]).on("").costs(1, 2, 0),
    step("a case is taken over", "/overdrag/ja", &[]).on("").by("ida").costs(0, 1, 0),
    step("a list is lent to a colleague", AWAY, &[("person", "ida"), ("through", "20-03-2026")]).costs(3, 3, 1),
];

/// What the first link of the page that begins so has after it.
fn linked(body: &str, prefix: &str) -> String {
    let links = read(body).unwrap();
    let found = links.iter().find_map(|e| e.get("href").strip_prefix(prefix).filter(|rest| !rest.contains('/')));
    found.unwrap_or_else(|| panic!("nothing leads to {prefix}")).to_owned()
}

async fn walk(site: &Site, cookie: &str, case: i64, step: &Step) -> (usize, usize, usize) {
    let place = |below: &str| if below == AWAY { AWAY.to_owned() } else { format!("/borger/{case}{below}") };
    let at = match step.page.split_once('*') {
        Some((before, _)) => linked(&site.get(cookie, &place("")).await.body, &place(before)),
        None => String::new(),
    };
    let (page, address) = (place(&step.page.replace('*', &at)), place(&step.posts_to.replace('*', &at)));
    let body = site.get(cookie, &page).await.body;
    let (shown, behind) = asked_fields(&body, &address, step.folded);
    let mut form = form_fields(&body, &address);
    // What is behind *Mere* costs the click that opens it; what no field asks for is a button.
    let folds = step.changed.iter().filter(|(name, _)| behind.iter().any(|n| n == name)).count().min(1);
    for (name, value) in step.changed {
        match form.iter().any(|(n, _)| n == name) {
            true => set(&mut form, name, value),
            false => form.push(((*name).to_owned(), (*value).to_owned())),
        }
    }
    let before = count(site).await;
    let saved = site.post(cookie, &address, &form).await;
    assert!(saved.status == StatusCode::SEE_OTHER || step.page == AWAY, "{}: {form:?}", step.name);
    assert!(count(site).await > before, "{} wrote nothing", step.name);
    let asked = step.changed.iter().filter(|(name, _)| shown.iter().chain(&behind).any(|n| n == name));
    let elements = read(&body).unwrap();
    let written = |name: &str| {
        elements.iter().any(|e| e.get("name") == name && (e.name == "textarea" || e.get("type") == "text"))
    };
    let typed = asked.clone().filter(|(name, _)| written(name)).count();
    (shown.len(), asked.count() + folds + 1, typed)
}

#[test]
fn each_thing_a_caseworker_registers_costs_its_budget_of_fields_and_clicks() {
    block_on(async {
        let site = site().await;
        let case = site.case("story-02a-signe-hospital").await;
        for step in &BUDGETS {
            let cookie = site.sign_in(step.login).await;
            let costs = walk(&site, &cookie, case, step).await;
            assert_eq!(costs, (step.shown, step.touched, step.typed), "{}: shown, touched, typed", step.name);
            assert!(step.shown <= MOST, "{}", step.name);
        }
    });
}

/// Fields that any one form shows.
const MOST: usize = 4;
/// What is touched in a form of one fact, saving included.
const MOST_TOUCHED: usize = 4;

#[test]
fn a_form_of_one_fact_shows_four_fields_at_most_and_is_saved_with_what_must_be_answered() {
    block_on(async {
        let site = site().await;
        let cookie = site.sign_in("karen").await;
        let mut saved = 0;
        let case = young(&site).await;
        for question in Question::ALL {
            let address = format!("/borger/{case}/oplysning/{}", question.code());
            let body = site.get(&cookie, &address).await.body;
            if !body.contains(&format!("action=\"{address}\"")) {
                continue;
            }
            let (shown, behind) = asked_fields(&body, &address, "");
            assert!(shown.len() <= MOST, "{question:?} shows {shown:?}");
            assert_eq!(behind, question.more(), "{question:?}");
            let mut form = form_fields(&body, &address);
            let elements = read(&body).unwrap();
            let first_choice = |name: &str| {
                let at = elements.iter().position(|e| e.name == "select" && e.get("name") == name)?;
                let choice = elements[at..].iter().find(|e| e.name == "option" && !e.get("value").is_empty())?;
                Some(choice.get("value").to_owned())
            };
            let mut touched = 1;
            for field in question.fields().into_iter().filter(|f| question.needs(f)) {
                if form.iter().any(|(name, value)| name == field.name && !value.is_empty()) {
                    continue;
                }
                let written = match field.sort {
                    FieldSort::Day if field.name == "born" => "01-04-1985",
                    FieldSort::Day => "20-04-2026",
                    FieldSort::Hours | FieldSort::Int => "25",
                    _ => "Efter samtalen",
                };
                set(&mut form, field.name, &first_choice(field.name).unwrap_or_else(|| written.to_owned()));
                touched += 1;
            }
            assert!(touched <= MOST_TOUCHED, "{question:?}: {touched}");
            let answer = site.post(&cookie, &address, &form).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{question:?} {form:?}");
            saved += 1;
        }
        assert!(saved > 20, "{saved}");
    });
}

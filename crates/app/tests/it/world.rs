//! Fjordby with the people of the stories in a database. The tests of the pages include this file too.

use app::access::{Role, Viewer};
use app::config::{Actor, Config, Route, Unit};
use app::figures::geography::Geography;
use app::import::Arrival;
use app::{App, Moment};
use domain::Day;
use domain::codes::{Code, Receiver, TalkKind, TargetGroup};
use domain::fact::Fact;
use domain::instant::Instant;
use domain::kinds::FactData;
use ingest::case_file::CaseFile;
use std::sync::Arc;
use store::fact::NewFact;
use store::write::Author;
use store::{MunicipalityId, Store};
use synth::StoryPerson;

pub(crate) const FJORDBY: MunicipalityId = MunicipalityId(999);

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Noon on a day.
pub(crate) fn noon(today: Day) -> Moment {
    Moment { now: Instant(Instant::at_midnight(today).0 + 12 * 3_600_000_000), today }
}

pub(crate) fn viewer(login: &str, role: Role, unit: &str) -> Viewer {
    Viewer { login: login.into(), name: login.into(), role, unit: unit.into() }
}

/// The owner of most stories' cases.
pub(crate) fn karen() -> Viewer {
    viewer("karen", Role::Caseworker, "team-vest")
}

pub(crate) fn author() -> Author {
    Author { actor: "Fjordby".into(), client: "test".into(), what: "eksempeldata".into() }
}

/// The program with an empty municipality.
pub(crate) async fn fjordby(address: &str) -> App {
    municipality(&Store::open(address).await.unwrap(), FJORDBY, "none").await
}

/// One municipality of a database. A template that is not shipped is left out: the law alone.
pub(crate) async fn municipality(store: &Store, id: MunicipalityId, template: &str) -> App {
    store.municipality_create(id, "Fjordby Kommune").await.unwrap();
    let template = if rulebook::templates().contains(&template) { template } else { "none" };
    let unit = Unit::own;
    let config = Config {
        name: "Fjordby Kommune".into(),
        code: id.0,
        template: template.into(),
        units: vec![
            unit("team-vest", "Team Vest"),
            unit("team-unge", "Team Unge"),
            unit("visitation", "Visitation"),
            Unit { actor: Some(Actor { receives: Receiver::Klap, consent: true }), ..unit("klap", "KLAP") },
        ],
        routes: vec![Route {
            unit: "team-unge".into(),
            groups: vec![TargetGroup::UddannelsesparatUng, TargetGroup::AktivitetsparatUng],
            ..Route::default()
        }],
        intake: "visitation".into(),
        responsible: Vec::new(),
        effort: None,
        named_groups: Vec::new(),
        places: Vec::new(),
        synthetic: true,
        demo_logins: None,
        geography: Arc::new(Geography::parse(&synth::panel::geography()).unwrap()),
    };
    let rulebook = rulebook::shipped(template).unwrap();
    let mut app = App::new(store.clone(), Arc::new(rulebook), Arc::new(config), id);
    // A test waits for the answer: a slow machine must not make it another one.
    app.patience = std::time::Duration::from_secs(120);
    app
}

pub(crate) fn case_file(scenario: &str) -> CaseFile {
    let path = format!("{}/../../scenarios/{scenario}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    ingest::case_file::read(&text, &rulebook::templates()).0.unwrap()
}

pub(crate) fn story_person(scenario: &str) -> &'static StoryPerson {
    synth::STORY_PEOPLE.iter().find(|p| p.scenario == scenario).unwrap()
}

/// A person of a story with what was known on a day.
pub(crate) fn arrival(scenario: &str, today: Day) -> Arrival {
    let person = story_person(scenario);
    let mut facts: Vec<Fact> = case_file(scenario).facts;
    for fact in &mut facts {
        // A fact without a day of its own became known when it happened.
        fact.known = fact.known.or(Some(fact.from));
    }
    facts.retain(|f| f.known.unwrap() <= today);
    facts.sort_by_key(|f| f.known);
    let (unit, employee) = person.first_owner;
    Arrival {
        cpr: person.cpr(),
        first_name: person.first_name.into(),
        last_name: person.last_name.into(),
        address: person.address.into(),
        born: Some(person.born()),
        unit: unit.into(),
        employee: Some(employee.into()),
        facts,
    }
}

/// Accounts for those whom the tests hand cases to.
pub(crate) async fn accounts(app: &App) {
    for (login, role, unit) in [
        ("karen", Role::Caseworker, "team-vest"),
        ("ida", Role::Caseworker, "team-vest"),
        ("hanne", Role::TeamLeader, "team-vest"),
        ("peter", Role::Caseworker, "team-unge"),
        ("ulla", Role::TeamLeader, "team-unge"),
        ("bente", Role::Caseworker, "visitation"),
        ("mads", Role::Analyst, "team-unge"),
    ] {
        let account = store::account::Account {
            login: login.into(),
            name: format!("{login} Eksempel"),
            role: role.code().into(),
            unit: unit.into(),
            password: String::new(),
            disabled: false,
            failures: 0,
            locked_until: Instant(0),
        };
        app.store.account_add(app.municipality, &account, (Day::FIRST, None), Instant(0)).await.unwrap();
    }
}

/// Puts a story's person into the municipality; the case's number.
pub(crate) async fn arrive(app: &App, scenario: &str, today: Day) -> i64 {
    app.arrive(vec![arrival(scenario, today)], &author(), noon(today)).await.unwrap();
    case_of(app, scenario).await
}

pub(crate) async fn case_of(app: &App, scenario: &str) -> i64 {
    let cpr = story_person(scenario).cpr().unwrap();
    let person = app.store.person_by_cpr(app.municipality, &cpr).await.unwrap().unwrap();
    app.store.case_of_person(app.municipality, person.id).await.unwrap().unwrap()
}

pub(crate) async fn person_of(app: &App, case: i64) -> i64 {
    app.store.case_find(app.municipality, case).await.unwrap().unwrap().person.id
}

/// Writes one fact behind the forms' back; its number.
pub(crate) async fn write_fact(app: &App, case: i64, moment: Moment, edit: impl FnOnce(&mut NewFact)) -> i64 {
    let person = person_of(app, case).await;
    let mut fact = NewFact {
        person,
        data: FactData::Note { text: String::new() },
        from: moment.today,
        through: None,
        minute: None,
        source: "test".into(),
        import_key: None,
        supersedes: None,
        annuls: None,
        reason: None,
    };
    edit(&mut fact);
    let mut write = app.store.begin_write(app.municipality, &author(), moment.now).await.unwrap();
    let id = write.facts_add(vec![fact]).await.unwrap()[0];
    write.commit(&app.rulebook).await.unwrap();
    id
}

/// Ten who began on dagpenge on the day Hassan did: the first are exempted from their talks with these assessments.
pub(crate) fn ten_like_hassan(today: Day, assessments: &[&str]) -> Vec<Arrival> {
    let hassan = arrival("story-04-hassan", today);
    let people = synth::citizens(&synth::Params { seed: 4, ..synth::Params::new(10, today) });
    let mut ten: Vec<Arrival> = people
        .map(|(citizen, _)| Arrival {
            cpr: Some(citizen.cpr),
            first_name: citizen.first_name.into(),
            last_name: citizen.last_name.into(),
            ..hassan.clone()
        })
        .collect();
    for (person, assessment) in ten.iter_mut().zip(assessments) {
        let data = FactData::ExemptedAfterAssessment {
            exempt_from: domain::codes::ExemptDuty::Samtaler,
            reason: domain::codes::DeviationReason::KonkretVurdering,
            author: "karen".into(),
            assessment: (*assessment).into(),
            assessed: day("2026-10-12"),
        };
        let mut fact = Fact::new("fritaget", data, day("2026-10-12"), None);
        fact.known = Some(day("2026-10-12"));
        person.facts.push(fact);
    }
    ten
}

/// A talk that was held, of which nothing more is written.
pub(crate) fn jobsamtale() -> FactData {
    let talk = TalkKind::Jobsamtale;
    FactData::TalkHeld { talk, form: None, holder: None, joint: false, companion: None, agreed: None }
}

//! Which part of a case who may see: written out from the page and the JSON of one case that holds a fact of every kind.

use crate::databases::{block_on, sqlite};
use crate::question::sick;
use crate::world::{accounts, author, day, fjordby, noon, viewer, write_fact};
use app::access::{Role, Viewer};
use app::{App, AppError, Moment};
use domain::codes::{Code, DocumentKind, Receiver};
use domain::kinds::{FactData, FactKind};
use domain::schema::FieldSort;
use serde_json::{Map, Value};
use std::fmt::Write;

const ADDRESS: &str = "Prøvevej 7, 9990 Fjordby";

fn today() -> Moment {
    noon(day("2026-03-16"))
}

/// How each reader stands to the case, which Karen of Team Vest owns and which is open to KLAP.
fn readers() -> [(&'static str, Viewer); 9] {
    [
        ("owner", viewer("karen", Role::Caseworker, "team-vest")),
        ("team", viewer("ida", Role::Caseworker, "team-vest")),
        ("elsewhere", viewer("peter", Role::Caseworker, "team-unge")),
        ("leader", viewer("hanne", Role::TeamLeader, "team-vest")),
        ("leader_elsewhere", viewer("henrik", Role::TeamLeader, "team-unge")),
        ("consultant", viewer("jesper", Role::Consultant, "visitation")),
        ("actor", viewer("anna", Role::ExternalActor, "klap")),
        ("analyst", viewer("mads", Role::Analyst, "visitation")),
        ("administrator", viewer("line", Role::Administrator, "visitation")),
    ]
}

/// A fact of the kind with every field filled, texts with the name of kind and field.
fn full(kind: FactKind) -> FactData {
    let mut said = Map::new();
    for field in kind.schema().fields {
        let value = match field.sort {
            FieldSort::Code(list) => Value::from(list.codes[0]),
            FieldSort::Text => Value::from(format!("mærke {}.{}", kind.name(), field.name)),
            FieldSort::Day => Value::from("2026-03-02"),
            FieldSort::Int | FieldSort::Hours => Value::from(1),
            FieldSort::Flag => Value::from(true),
            FieldSort::Money => Value::from("1,00"),
        };
        said.insert(field.name.to_owned(), value);
    }
    FactData::from_json(kind, &Value::Object(said)).unwrap()
}

async fn whole_case(address: &str) -> App {
    let app = fjordby(address).await;
    accounts(&app).await;
    let mut person = sick();
    person.address = ADDRESS.into();
    app.arrive(vec![person], &author(), today()).await.unwrap();
    for kind in FactKind::ALL {
        write_fact(&app, 1, today(), |f| (f.data, f.from) = (full(*kind), day("2026-03-02"))).await;
    }
    let (receiver, document) = (Receiver::Klap, DocumentKind::Samtykke);
    for data in [
        FactData::Referral { receiver, name: None },
        FactData::Document { document, text: None, receiver: Some(receiver), name: None },
    ] {
        write_fact(&app, 1, today(), |f| f.data = data).await;
    }
    app
}

/// A part of the case, and for each reader whether it is there, or why the case is closed.
type Row = (String, Vec<String>);

async fn seen_by(app: &App, reader: &Viewer) -> Vec<(String, String)> {
    let yes = |there: bool| if there { "yes" } else { "-" }.to_owned();
    let page = match app.citizen(reader, 1, None, "opslag", today()).await {
        Ok(page) => page,
        Err(AppError::NoAccess(refusal)) => return vec![("the case".into(), refusal.code().to_owned())],
        Err(other) => panic!("{other}"),
    };
    let json = app.case_data(reader, 1, None, today()).await.unwrap().to_string();
    let number = match app.show_cpr(reader, 1, today()).await {
        Ok(_) => "asked for".to_owned(),
        Err(AppError::NoAccess(refusal)) => refusal.code().to_owned(),
        Err(other) => panic!("{other}"),
    };
    let all = format!("{page:?} {json}");
    let mut parts = vec![
        ("the case".to_owned(), yes(true)),
        ("name".to_owned(), yes(all.contains("Sara Demosen"))),
        ("birthday".to_owned(), yes(page.born.is_some())),
        ("personal number".to_owned(), number),
        ("address".to_owned(), yes(all.contains(ADDRESS))),
        ("who looked at the case".to_owned(), yes(!page.looks.is_empty())),
        ("the top: wishes".to_owned(), yes(!page.wishes.is_empty())),
        ("the top: functional needs".to_owned(), yes(!page.needs.is_empty())),
        ("the top: what assessments found".to_owned(), yes(!page.assessments.is_empty())),
        ("the top: who represents".to_owned(), yes(!page.represented.is_empty())),
        ("the top: safety note".to_owned(), yes(page.safety_note.is_some())),
        ("the top: clarifications".to_owned(), yes(!page.clarifications.is_empty())),
        ("duties, rights, limits".to_owned(), yes(!page.municipality.is_empty())),
        ("may write".to_owned(), yes(page.may_register)),
        ("may put right".to_owned(), yes(page.may_correct)),
    ];
    for kind in FactKind::ALL {
        let in_json = json.contains(&format!("\"kind\":\"{}\"", kind.name()));
        let in_page = page.facts.iter().any(|f| f.kind == *kind);
        assert_eq!(in_json, in_page, "{} {}", reader.login, kind.name());
        parts.push((format!("fact: {}", kind.name()), yes(in_page)));
    }
    parts
}

async fn matrix(app: &App) -> String {
    let mut rows: Vec<Row> = Vec::new();
    let readers = readers();
    for (n, (_, reader)) in readers.iter().enumerate() {
        for (part, answer) in seen_by(app, reader).await {
            let row = match rows.iter().position(|(known, _)| *known == part) {
                Some(at) => &mut rows[at].1,
                None => {
                    rows.push((part, vec!["-".to_owned(); readers.len()]));
                    &mut rows.last_mut().unwrap().1
                }
            };
            row[n] = answer;
        }
    }
    let mut text = format!("{:<34}", "");
    readers.iter().for_each(|(name, _)| write!(text, "{name:<22}").unwrap());
    for (part, answers) in rows {
        write!(text, "\n{part:<34}").unwrap();
        answers.iter().for_each(|answer| write!(text, "{answer:<22}").unwrap());
    }
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn which_part_of_a_case_who_sees_is_as_written() {
    block_on(async {
        let database = sqlite();
        let app = whole_case(&database.address).await;
        insta::assert_snapshot!("access_fields", matrix(&app).await);
    });
}

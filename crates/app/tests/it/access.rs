//! The whole access matrix, written out: every role, stance, protection and action; and lists, search and counts that
//! follow it to the letter.

use crate::databases::on_each;
use crate::world::{arrival, author, day, fjordby, noon, viewer, write_fact};
use app::access::{Action, CaseStance, FigureAction, Offered, Role, RuleAction, decide, decide_figures, decide_rule};
use app::config::{Actor, Under, Unit};
use app::overview::{Filter, Whose};
use app::{App, AppError};
use domain::codes::{Code, DocumentKind, Protection, Receiver};
use domain::kinds::FactData;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

type Stand = fn(&mut CaseStance);

/// How the reader, `karen` of Team Vest, stands to a case.
const STANCES: [(&str, Stand); 12] = [
    ("owner", |s| s.owner = Some("karen".into())),
    ("substitute", |s| s.substitutes.push("karen".into())),
    ("same_unit", |_| {}),
    ("unit_owns", |s| s.owner = None),
    ("other_unit", |s| s.owner_unit = "team-oest".into()),
    ("unit_below", |s| {
        s.owner_unit = "team-nord".into();
        s.above = vec!["team-vest".into()];
    }),
    ("referred", |s| {
        s.owner_unit = "team-oest".into();
        s.referred_to.push("team-vest".into());
    }),
    ("no_consent", |s| {
        s.owner_unit = "team-oest".into();
        s.without_consent.push("team-vest".into());
    }),
    ("conflict", |s| {
        s.owner = Some("karen".into());
        s.conflicts.push("karen".into());
    }),
    ("offered", |s| offer(s, Some("karen"))),
    ("offered_unit", |s| offer(s, None)),
    ("offered_ida", |s| offer(s, Some("ida"))),
];

/// Team Øst asks Team Vest, or somebody of it, to take the case over.
fn offer(stance: &mut CaseStance, person: Option<&str>) {
    stance.owner_unit = "team-oest".into();
    stance.offered = Some(Offered { unit: "team-vest".into(), person: person.map(str::to_owned) });
}

fn matrix() -> String {
    let mut text = String::new();
    let mut protections: Vec<Option<Protection>> = vec![None];
    protections.extend(Protection::ALL.iter().copied().map(Some));
    for protection in protections {
        writeln!(text, "## {}", protection.map_or("not protected", Protection::code)).unwrap();
        for role in Role::ALL {
            writeln!(text, "{}", role.code()).unwrap();
            for (name, stand) in STANCES {
                let mut stance = CaseStance {
                    owner_unit: "team-vest".into(),
                    owner: Some("ida".into()),
                    protections: protection.into_iter().collect(),
                    ..CaseStance::default()
                };
                stand(&mut stance);
                let reader = viewer("karen", *role, "team-vest");
                let answers = Action::ALL.iter().map(|action| {
                    let answer = decide(&reader, &stance, *action).map_or_else(Code::code, |()| "yes");
                    format!("{}={answer}", action.code())
                });
                writeln!(text, "  {name:<12} {}", answers.collect::<Vec<_>>().join(" ")).unwrap();
            }
        }
    }
    writeln!(text, "## rules").unwrap();
    for role in Role::ALL {
        let reader = viewer("karen", *role, "team-vest");
        let answers = RuleAction::ALL.iter().map(|action| {
            let answer = decide_rule(&reader, *action).map_or_else(Code::code, |()| "yes");
            format!("{}={answer}", action.code())
        });
        writeln!(text, "{:<14} {}", role.code(), answers.collect::<Vec<_>>().join(" ")).unwrap();
    }
    writeln!(text, "## figures").unwrap();
    for role in Role::ALL {
        let reader = viewer("karen", *role, "team-vest");
        let answers = FigureAction::ALL.iter().map(|action| {
            let answer = decide_figures(&reader, *action).map_or_else(Code::code, |()| "yes");
            format!("{}={answer}", action.code())
        });
        writeln!(text, "{:<14} {}", role.code(), answers.collect::<Vec<_>>().join(" ")).unwrap();
    }
    text
}

#[test]
fn the_whole_access_matrix_is_as_agreed() {
    insta::assert_snapshot!("access_matrix", matrix());
}

#[test]
fn two_protections_are_never_laxer_than_either_of_them() {
    for role in Role::ALL {
        for (name, stand) in STANCES {
            for action in Action::ALL {
                let answer = |protections: &[Protection]| {
                    let mut stance = CaseStance {
                        owner_unit: "team-vest".into(),
                        owner: Some("ida".into()),
                        protections: protections.to_vec(),
                        ..CaseStance::default()
                    };
                    stand(&mut stance);
                    decide(&viewer("karen", *role, "team-vest"), &stance, *action).is_ok()
                };
                for one in Protection::ALL {
                    for other in Protection::ALL {
                        let both = answer(&[*one, *other]);
                        assert!(!both || (answer(&[*one]) && answer(&[*other]) && answer(&[])), "{role:?} {name}");
                    }
                }
            }
        }
    }
}

const DAY: &str = "2026-03-16";

/// What is written in a case so that karen stands to it as the stance says.
fn written(stance: &CaseStance) -> Vec<FactData> {
    let mut facts: Vec<FactData> = Vec::new();
    facts.extend(stance.substitutes.iter().map(|person| FactData::Substitute { person: person.clone() }));
    facts.extend(stance.protections.iter().map(|protection| FactData::Protection { protection: *protection }));
    facts.extend(stance.conflicts.iter().map(|e| FactData::ConflictOfInterest { employee: e.clone() }));
    let (receiver, document) = (Receiver::AndenAktoer, DocumentKind::Samtykke);
    facts.extend(
        stance
            .referred_to
            .iter()
            .chain(&stance.without_consent)
            .map(|unit| FactData::Referral { receiver, name: Some(unit.clone()) }),
    );
    facts.extend(stance.referred_to.iter().map(|unit| FactData::Document {
        document,
        text: None,
        receiver: Some(receiver),
        name: Some(unit.clone()),
    }));
    let offered = stance.offered.iter();
    facts.extend(offered.map(|o| FactData::HandoverProposed { unit: o.unit.clone(), person: o.person.clone() }));
    facts
}

/// A case for every stance and protection, each named after both; its number and its stance.
async fn every_case(app: &App) -> BTreeMap<i64, (String, CaseStance)> {
    let today = day(DAY);
    let mut found = BTreeMap::new();
    let protections = std::iter::once(None).chain(Protection::ALL.iter().copied().map(Some));
    for (i, protection) in protections.enumerate() {
        for (j, (name, stand)) in STANCES.iter().enumerate() {
            let mut stance = CaseStance {
                owner_unit: "team-vest".into(),
                owner: Some("ida".into()),
                protections: protection.into_iter().collect(),
                ..CaseStance::default()
            };
            stand(&mut stance);
            let mut person = arrival("story-03-kim", today);
            // Names of letters alone, none of them part of another.
            let letters = [i, j].map(|n| char::from(b'a' + u8::try_from(n).unwrap()));
            person.last_name = format!("Prøve{}{}sen", letters[0], letters[1]);
            person.cpr = None;
            person.facts.retain(|f| !f.kind().name().starts_with("handover"));
            (person.unit, person.employee) = (stance.owner_unit.clone(), stance.owner.clone());
            let last_name = person.last_name.clone();
            app.arrive(vec![person], &author(), noon(today)).await.unwrap();
            let id = app.store.person_search(app.municipality, &last_name, 2).await.unwrap()[0].id;
            let case = app.store.case_of_person(app.municipality, id).await.unwrap().unwrap();
            for data in written(&stance) {
                write_fact(app, case, noon(today), |f| f.data = data).await;
            }
            assert!(found.insert(case, (last_name, stance)).is_none(), "{name}");
        }
    }
    found
}

#[test]
fn list_search_counts_and_page_hold_exactly_the_cases_that_access_allows() {
    on_each(async |address| {
        let mut app = fjordby(address).await;
        // For a reader who works for another actor, the unit is one that cases are sent to.
        let units = &mut Arc::make_mut(&mut app.config).units;
        units[0].actor = Some(Actor { receives: Receiver::AndenAktoer, consent: true });
        units.push(Unit { under: vec![Under::always("team-vest")], ..Unit::own("team-nord", "Team Nord") });
        let cases = every_case(&app).await;
        assert_eq!(cases.len(), STANCES.len() * (1 + Protection::ALL.len()));
        for role in Role::ALL {
            let reader = viewer("karen", *role, "team-vest");
            let may = |action: Action| -> BTreeSet<i64> {
                let allowed = cases.iter().filter(|(_, (_, stance))| decide(&reader, stance, action).is_ok());
                allowed.map(|(case, _)| *case).collect()
            };
            let filter = Filter { whose: Whose::Everybody, whole: true, ..Filter::mine() };
            let list = app.overview(&reader, filter, noon(day(DAY))).await.unwrap();
            let rows: Vec<i64> = list.groups.iter().flat_map(|g| &g.rows).map(|r| r.case).collect();
            assert_eq!(rows.iter().copied().collect::<BTreeSet<i64>>(), may(Action::List), "{role:?} list");
            assert_eq!(list.counts.iter().sum::<usize>(), rows.len(), "{role:?} counts");
            assert_eq!(list.cases, may(Action::List).len(), "{role:?} cases");
            let mut opened = BTreeSet::new();
            for (case, (name, _)) in &cases {
                let found = app.search(&reader, name, noon(day(DAY))).await.unwrap();
                let found: Vec<i64> = found.rows.into_iter().map(|f| f.case).collect();
                assert_eq!(found.contains(case), may(Action::List).contains(case), "{role:?} search {name}");
                match app.citizen(&reader, *case, None, "opslag", noon(day(DAY))).await {
                    Ok(_) => drop(opened.insert(*case)),
                    Err(AppError::NoAccess(_)) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            assert_eq!(opened, may(Action::Open), "{role:?} page");
        }
    });
}

//! The whole access matrix, written out: every role, stance, protection and action.

use crate::world::viewer;
use app::access::{Action, CaseStance, Offered, Role, RuleAction, decide, decide_rule};
use domain::codes::{Code, Protection};
use std::fmt::Write;

type Stand = fn(&mut CaseStance);

/// How the reader, `karen` of Team Vest, stands to a case.
const STANCES: [(&str, Stand); 10] = [
    ("owner", |s| s.owner = Some("karen".into())),
    ("substitute", |s| s.substitutes.push("karen".into())),
    ("same_unit", |_| {}),
    ("unit_owns", |s| s.owner = None),
    ("other_unit", |s| s.owner_unit = "team-oest".into()),
    ("referred", |s| {
        s.owner_unit = "team-oest".into();
        s.referred_to.push("karen".into());
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

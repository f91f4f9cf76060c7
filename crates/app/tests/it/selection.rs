//! *Udvalg*: who fits dated axes on a day, what every other choice would give, and groups that are kept.

use crate::databases::on_each;
use crate::flows::{persons, with};
use crate::leadership::analyst;
use crate::team::{filled, hanne, today};
use crate::world::{accounts, arrive, day, fjordby, karen, noon, person_of, viewer, write_fact};
use app::access::{Refusal, Role, Viewer};
use app::opened::Extent;
use app::overview::Whose;
use app::selection::{AXES, Axis, NewSelection, SelectionOrder, SelectionPage, Wanted};
use app::{App, AppError};
use domain::codes::{Benefit, Code, Protection, Visitation};
use domain::kinds::FactData;

fn wanted(text: &str) -> Wanted {
    let pairs: Vec<(&str, &str)> = text.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let (wanted, unread) = Wanted::read(pairs);
    assert!(unread.is_empty(), "{unread:?}");
    wanted
}

async fn select(app: &App, who: &Viewer, text: &str) -> SelectionPage {
    app.select(who, wanted(text), Some(Extent::Whole), today()).await.unwrap()
}

#[test]
fn every_choice_gives_as_many_as_it_said_before_it_was_made() {
    on_each(async |address| {
        let app = filled(address).await;
        let mut asked = 0;
        for begun in ["hvem=alle", "hvem=alle&yd=kontanthjaelp&til=40", "hvem=alle&vis=jobparat&uger=13&dag=2025-11-03"]
        {
            let page = select(&app, &hanne(), begun).await;
            assert_eq!(page.rows.len(), page.listed);
            for axis in Axis::ALL {
                let chosen = page.wanted.sets[*axis as usize];
                for place in 0..64u8 {
                    let said = page.counts[*axis as usize][place as usize];
                    // Taking a choice beside another of the same axis adds to it; alone it gives what it says.
                    let mut sets = page.wanted.sets;
                    sets[*axis as usize] = 1 << place;
                    if said == 0 && chosen & (1 << place) == 0 && place % 7 != 0 {
                        continue;
                    }
                    let one = Wanted { sets, ..page.wanted.clone() };
                    let found = app.select(&hanne(), one, None, today()).await.unwrap();
                    assert_eq!(found.listed, said, "{begun} {axis:?} {place}");
                    assert!(found.rows.is_empty(), "without an extent nobody is named");
                    asked += usize::from(said > 0);
                }
            }
            for (rule, _, said) in &page.limits {
                let one = Wanted { limits: vec![rule.clone()], ..page.wanted.clone() };
                let found = app.select(&hanne(), one, None, today()).await.unwrap();
                assert_eq!(found.listed, *said, "{begun} {rule}");
            }
        }
        assert!(asked > 60, "{asked}");
        assert_eq!(select(&app, &hanne(), "hvem=alle").await.counts.len(), AXES);
    });
}

#[test]
fn a_group_is_that_of_the_day_it_is_asked_for() {
    on_each(async |address| {
        let moved = ["kontanthjaelp 2025-01-01 2025-12-31", "sygedagpenge 2026-01-01"];
        let app = with(address, persons(&[(3, &moved), (2, &["kontanthjaelp 2026-02-02"])])).await;
        let on = async |day: &str, benefit: &str| select(&app, &karen(), &format!("yd={benefit}&dag={day}")).await;
        let before = on("2025-12-31", "kontanthjaelp").await;
        assert_eq!(before.listed, 3);
        assert_eq!((before.rows[0].since, before.rows[0].age), (Some(day("2025-01-01")), Some(45)));
        assert_eq!(on("2026-01-01", "kontanthjaelp").await.listed, 0);
        assert_eq!(on("2026-03-16", "kontanthjaelp").await.listed, 2);
        let nothing = on("2025-12-31", "ingen").await;
        assert_eq!(
            (nothing.listed, nothing.later),
            (0, 2),
            "who had no case yet is none without a benefit, and is told of"
        );
        assert_eq!(on("2026-03-16", "ingen").await.later, 0);
        let long = select(&app, &karen(), "uger=10&dag=2026-03-16").await;
        assert_eq!(long.listed, 3, "75 days are ten weeks, 43 are not");
        assert!(long.rows.iter().all(|row| row.benefit == Some(Benefit::Sygedagpenge)));
    });
}

#[test]
fn an_age_window_holds_who_has_reached_the_one_and_not_passed_the_other_on_the_day() {
    on_each(async |address| {
        // Everybody here was born on 1 January 1980.
        let app = with(address, persons(&[(2, &["kontanthjaelp 2020-01-01"])])).await;
        for (text, fits) in [
            ("fra=45&til=45&dag=2025-12-31", true),
            ("fra=46&dag=2025-12-31", false),
            ("fra=46&dag=2026-01-01", true),
            ("til=45&dag=2026-01-01", false),
            ("fra=15&til=50&dag=2026-01-01", true),
        ] {
            assert_eq!(select(&app, &karen(), text).await.listed, if fits { 2 } else { 0 }, "{text}");
        }
    });
}

#[test]
fn a_limit_is_near_from_its_weeks_before_through_its_day_and_mit_overblik_points_to_it() {
    on_each(async |address| {
        let app = fjordby(address).await;
        accounts(&app).await;
        let sofie = arrive(&app, "story-06-sofie", day("2026-02-02")).await;
        let case = app.store.case_find(app.municipality, sofie).await.unwrap().unwrap();
        let owner = viewer(case.employee.as_deref().unwrap(), Role::Caseworker, &case.unit);
        let near = async |on: &str, weeks: u16| {
            let wanted = Wanted { near: weeks, ..wanted("gr=sygedagpenge-22-uger") };
            app.select(&owner, wanted, Some(Extent::Whole), noon(day(on))).await.unwrap()
        };
        // Story 6: more than 22 weeks are passed on 7 March 2026.
        let found = near("2026-02-07", 4).await;
        assert_eq!(found.rows.iter().map(|r| r.limit.as_ref().unwrap().1).collect::<Vec<_>>(), [day("2026-03-07")]);
        assert_eq!(near("2026-02-06", 4).await.listed, 0, "29 days before is more than four weeks");
        assert_eq!(near("2026-03-07", 4).await.listed, 1);
        assert_eq!(near("2026-03-08", 4).await.listed, 0, "what is passed is not ahead");
        let filter = app::overview::Filter::mine();
        let overview = app.overview(&owner, filter, noon(day("2026-02-07"))).await.unwrap();
        let all = Wanted { any_limit: true, ..Wanted::default() };
        let listed = app.select(&owner, all, None, noon(day("2026-02-07"))).await.unwrap().listed;
        assert_eq!((overview.near_limit, listed), (1, 1));
    });
}

/// LAB § 27, stk. 5: who is on førtidspension and asks has at least three talks. One has asked, one has had a talk of them, one
/// has not asked, and one is on another benefit.
#[test]
fn a_right_of_which_none_is_used_is_pointed_to_until_the_first_talk_and_is_no_task() {
    on_each(async |address| {
        let people = persons(&[
            (1, &["foertidspension 2015-01-01", "enquiry 2026-02-02"]),
            (1, &["foertidspension 2015-01-01", "enquiry 2026-02-02", "talk 2026-02-12"]),
            (1, &["foertidspension 2015-01-01"]),
            (1, &["kontanthjaelp 2026-01-05", "enquiry 2026-02-02"]),
        ]);
        let app = with(address, people).await;
        let overview = async |on: &str| {
            let filter = app::overview::Filter { whose: Whose::Everybody, ..app::overview::Filter::mine() };
            app.overview(&karen(), filter, noon(day(on))).await.unwrap()
        };
        assert_eq!(overview("2026-03-16").await.unused_right, 1);
        assert_eq!(overview("2026-02-01").await.unused_right, 0, "nobody has asked");
        let page = select(&app, &karen(), "hvem=alle&ret=ubrugt").await;
        let rows: Vec<_> = page.rows.iter().map(|r| (r.name.as_str(), r.unused.clone())).collect();
        assert_eq!(rows, [("Person0 Eksempel", vec![("Ret til mindst tre samtaler om job".to_owned(), 3)])]);
        assert_eq!(select(&app, &karen(), "hvem=alle").await.unused_right, 1, "the count before the choice");
        assert_eq!(select(&app, &karen(), "hvem=alle&yd=kontanthjaelp").await.unused_right, 0);
        // Neither late nor on the list: the right gives no row of its own.
        let late = overview("2027-03-16").await;
        assert_eq!(late.unused_right, 1);
        let rights = late.groups.iter().flat_map(|g| &g.rows).filter(|row| row.duty == "ret_vejledende_samtale");
        assert_eq!(rights.count(), 0);
    });
}

#[test]
fn whoever_is_closed_to_the_reader_is_neither_listed_nor_counted_and_each_look_is_written_down() {
    on_each(async |address| {
        let app = with(address, persons(&[(4, &["kontanthjaelp 2025-08-01"])])).await;
        let page = select(&app, &hanne(), "hvem=alle&yd=kontanthjaelp").await;
        assert_eq!((page.listed, page.of), (4, 4));
        let case = page.rows[0].case;
        let looks = app.store.read_log_list(app.municipality, person_of(&app, case).await, 10).await.unwrap();
        assert_eq!(looks.iter().map(|l| l.purpose.as_str()).collect::<Vec<_>>(), ["udvalg"]);
        let protect = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        write_fact(&app, case, today(), |f| f.data = protect.clone()).await;
        let page = select(&app, &hanne(), "hvem=alle&yd=kontanthjaelp").await;
        assert_eq!((page.listed, page.of), (3, 3));
        assert_eq!(page.counts[Axis::Benefit as usize].iter().sum::<usize>(), 3);
        assert!(page.rows.iter().all(|row| row.case != case));
        assert!(page.suggested.iter().all(|(_, _, n)| *n <= 3), "nor in what is suggested");
        assert_eq!(select(&app, &karen(), "yd=kontanthjaelp").await.listed, 4, "her owner sees her");
        let asked = Wanted { whose: Some(Whose::Everybody), ..Wanted::default() };
        let refused = app.select(&analyst(), asked, None, today()).await;
        assert!(matches!(refused, Err(AppError::NoAccess(Refusal::RoleSeesNoPersons))));
    });
}

#[test]
fn a_list_stands_in_the_order_that_is_asked_for_and_is_turned_round() {
    on_each(async |address| {
        let since = ["kontanthjaelp 2025-08-01", "kontanthjaelp 2025-02-01", "kontanthjaelp 2025-05-01"];
        let each: Vec<(usize, &[&str])> = since.iter().map(|text| (1, std::slice::from_ref(text))).collect();
        let app = with(address, persons(&each)).await;
        let names = async |order, down| {
            let asked = Wanted { order, down, ..wanted("yd=kontanthjaelp") };
            let page = app.select(&karen(), asked, Some(Extent::Whole), today()).await.unwrap();
            page.rows.into_iter().map(|row| row.name.replace(" Eksempel", "")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(SelectionOrder::Since, false).await, "Person1 Person2 Person0", "the longest first");
        assert_eq!(names(SelectionOrder::Since, true).await, "Person0 Person2 Person1");
        assert_eq!(names(SelectionOrder::Name, false).await, "Person0 Person1 Person2");
    });
}

#[test]
fn a_kept_group_is_its_owners_until_a_leader_shows_it_to_all_and_holds_no_persons() {
    on_each(async |address| {
        let app = with(address, persons(&[(3, &["kontanthjaelp 2025-08-01"])])).await;
        let ida = viewer("ida", Role::Caseworker, "team-vest");
        let keep = async |who: &Viewer, name: &str, shared: bool, text: &str| {
            let new = NewSelection { name: name.into(), shared, wanted: wanted(text) };
            app.selection_keep(who, &new, today()).await
        };
        let kept = async |who: &Viewer| {
            let page = app.select(who, wanted("hvem=alle"), None, today()).await.unwrap();
            page.kept.into_iter().map(|(kept, n)| (kept.name, kept.group, n, kept.may_remove)).collect::<Vec<_>>()
        };
        let group = "yd=kontanthjaelp&uger=13";
        keep(&karen(), " Længe på hjælp ", true, &format!("hvem=alle&{group}&dag=2026-01-01")).await.unwrap();
        assert_eq!(kept(&karen()).await, [("Længe på hjælp".into(), group.into(), 3, true)], "no day, nobody's list");
        assert_eq!(kept(&ida).await, [], "a caseworker keeps for herself");
        keep(&hanne(), "Til alle", true, "yd=sygedagpenge").await.unwrap();
        assert_eq!(kept(&ida).await, [("Til alle".into(), "yd=sygedagpenge".into(), 0, false)]);
        keep(&karen(), "Længe på hjælp", false, "yd=kontanthjaelp").await.unwrap();
        assert_eq!(kept(&karen()).await.len(), 2, "the same name is the same group");

        for (name, text) in [("", group), (&*"x".repeat(81), group), ("Alle", "hvem=alle")] {
            let refused = keep(&karen(), name, false, text).await;
            assert!(matches!(refused, Err(AppError::Form(_))), "{name}");
        }
        let rows = app.store.selections(app.municipality, "ida").await.unwrap();
        let refused = app.selection_remove(&ida, rows[0].id, "Til alle").await;
        assert!(matches!(refused, Err(AppError::NotFound)));
        app.selection_remove(&hanne(), rows[0].id, "Et andet navn").await.unwrap();
        assert_eq!(kept(&ida).await.len(), 1, "the number is another's by now");
        app.selection_remove(&hanne(), rows[0].id, "Til alle").await.unwrap();
        assert_eq!(kept(&ida).await, []);
    });
}

#[test]
fn programme_and_introduction_course_are_chosen_through_the_last_day_that_the_rules_limit_has() {
    on_each(async |address| {
        let app = with(address, persons(&[(2, &["kontanthjaelp 2026-01-05"])])).await;
        let cases = select(&app, &karen(), "yd=kontanthjaelp").await.rows.into_iter().map(|row| row.case);
        let kinds = [
            (FactData::IntegrationTakeover {}, "integrationsprogram", "integrationsprogram-laengde", "2031-02-01"),
            (FactData::ImmigrantTakeover {}, "introduktionsforloeb", "introduktionsforloeb-laengde", "2029-02-01"),
        ];
        for (case, (data, code, rule, last)) in cases.zip(kinds) {
            write_fact(&app, case, today(), |f| (f.data, f.from) = (data, day("2026-02-02"))).await;
            let held = async |on: &str| {
                let page = select(&app, &karen(), &format!("forh={code}&dag={on}")).await;
                page.rows.into_iter().map(|row| row.case).collect::<Vec<_>>()
            };
            let near = select(&app, &karen(), &format!("gr={rule}&inden=300")).await;
            assert_eq!(near.rows[0].limit.as_ref().map(|(_, day)| *day), Some(day(last)), "{rule}");
            assert!(held("2026-02-01").await.is_empty());
            assert_eq!((held("2026-02-02").await, held(last).await), (vec![case], vec![case]));
            assert!(held(&day(last).plus_days(1).to_string()).await.is_empty(), "{code}");
        }
    });
}

#[test]
fn the_rest_are_those_of_none_of_the_groups_that_are_left_out_on_the_day() {
    on_each(async |address| {
        let groups: &[(usize, &[&str])] = &[
            (2, &["kontanthjaelp 2009-08-01"]),
            (3, &["dagpenge 2009-08-01"]),
            (1, &["sygedagpenge 2009-08-01"]),
            (2, &["kontanthjaelp 2009-08-01"]),
        ];
        let app = with(address, persons(groups)).await;
        let on = "dag=2010-03-15";
        let first = select(&app, &karen(), &format!("yd=kontanthjaelp&{on}")).await.rows.remove(0).case;
        let match_2 = FactData::Visitation { category: Visitation::Match2 };
        write_fact(&app, first, today(), |f| (f.data, f.from) = (match_2, day("2009-09-01"))).await;
        let page = select(&app, &karen(), on).await;
        let (_, group, said) = *page.suggested.iter().find(|(id, ..)| *id == "restgruppe").unwrap();
        let rest = select(&app, &karen(), &format!("{group}&{on}")).await;
        assert_eq!((page.listed, rest.listed, said), (8, 3, 3));
        assert!(rest.rows.iter().all(|row| row.case != first && row.benefit == Some(Benefit::Kontanthjaelp)));
        let before = select(&app, &karen(), &format!("{group}&dag=2009-08-31")).await;
        assert_eq!(before.listed, 4, "nobody had a match category yet");
    });
}

#[test]
fn young_people_in_revalidering_are_chosen_by_a_need_that_is_written_and_by_no_diagnosis() {
    on_each(async |address| {
        let app = with(address, persons(&[(3, &["revalideringsydelse 2025-08-01"])])).await;
        let cases: Vec<i64> = select(&app, &karen(), "").await.rows.into_iter().map(|row| row.case).collect();
        let need = FactData::FunctionalNeed { max_hours: None, text: Some("Korte dage".into()) };
        write_fact(&app, cases[0], today(), |f| (f.data, f.from) = (need, day("2025-08-01"))).await;
        let group = |page: &SelectionPage| *page.suggested.iter().find(|(id, ..)| *id == "unge_revalidering").unwrap();
        // Born in 1980: 29 through 2009, 46 today.
        let (_, text, n) = group(&select(&app, &karen(), "").await);
        assert_eq!(n, 0, "46 is not young");
        let grown = text.replace("til=29", "til=46");
        let found = select(&app, &karen(), &grown).await;
        assert_eq!(found.rows.iter().map(|row| row.case).collect::<Vec<_>>(), [cases[0]]);
    });
}

#[test]
fn on_a_day_before_a_case_was_one_nobody_counts_it_as_without_a_benefit() {
    on_each(async |address| {
        let app = filled(address).await;
        let now = select(&app, &hanne(), "hvem=alle").await;
        assert!(now.of > 0);
        let then = select(&app, &hanne(), "hvem=alle&dag=1990-01-01").await;
        assert_eq!((then.of + then.later, now.later), (now.of, 0));
        assert!(then.of < now.of, "{} of {}", then.of, now.of);
        assert!(then.rows.iter().all(|row| row.age.is_none_or(|age| age >= 0)), "nobody is there before the birth");
        assert_eq!(select(&app, &hanne(), "hvem=alle&dag=1900-01-02").await.of, 0);
    });
}

//! The figures of the whole municipality: counted by hand, few hidden, and the same as on the lists.

use crate::databases::on_each;
use crate::team::{filled, hanne, today};
use crate::world::{author, day, fjordby, noon, viewer, write_fact};
use app::access::{Refusal, Role, Viewer};
use app::figures::definition::{Indicator, State};
use app::figures::suppression::Published;
use app::figures::{Exact, Month, Value};
use app::import::Arrival;
use app::leadership::{Flow, LeadershipPage, SeriesRow};
use app::overview::{Filter, OverviewPage, Whose};
use app::team::Kept;
use app::{App, AppError, Moment};
use domain::Day;
use domain::codes::{Benefit, Protection};
use domain::fact::Fact;
use domain::kinds::FactData;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) fn analyst() -> Viewer {
    viewer("mads", Role::Analyst, "team-unge")
}

/// `"kontanthjaelp 2026-02-01 2026-02-14"`; without a second day it runs.
fn benefit(text: &str) -> Fact {
    let mut words = text.split(' ');
    let benefit: Benefit = words.next().unwrap().parse().unwrap();
    let from = day(words.next().unwrap());
    let data = FactData::Benefit { benefit, rate: None, partial: false };
    Fact::new("0", data, from, words.next().map(day))
}

/// A municipality in which each person has had one of these benefits.
pub(crate) async fn with(address: &str, persons: &[&str]) -> App {
    let app = fjordby(address).await;
    let people = persons.iter().enumerate().map(|(n, text)| Arrival {
        cpr: None,
        first_name: format!("Person{n}"),
        last_name: "Eksempel".into(),
        address: String::new(),
        born: Some(day("1980-01-01")),
        unit: "team-vest".into(),
        employee: Some("karen".into()),
        facts: vec![benefit(text)],
    });
    app.arrive(people.collect(), &author(), today()).await.unwrap();
    app
}

fn row(rows: &[SeriesRow], benefit: Benefit) -> &SeriesRow {
    rows.iter().find(|r| r.benefit == Some(benefit)).unwrap()
}

fn number(value: Value) -> Exact {
    value.number().unwrap()
}

/// Of February 2026, with 28 days: three persons on dagpenge all month, one of them for 14 days.
const THREE: [&str; 3] = ["dagpenge 2025-02-01", "dagpenge 2024-01-01", "dagpenge 2025-01-01 2026-02-14"];

#[test]
fn two_whole_months_and_half_a_month_are_two_and_a_half_full_time_persons() {
    on_each(async |address| {
        let app = with(address, &THREE).await;
        let page = app.leadership(&analyst(), None, today()).await.unwrap();
        assert_eq!(page.months.len(), 13);
        assert_eq!((page.months[0], page.last), (Month::new(2025, 2).unwrap(), Month::new(2026, 2).unwrap()));
        let dagpenge = row(&page.benefits, Benefit::Dagpenge);
        assert_eq!(number(dagpenge.full_time[12]), Exact::decimal(25, 1).unwrap());
        assert_eq!(number(dagpenge.full_time[0]), Exact::whole(3));
        assert_eq!(number(dagpenge.persons[12]), Exact::whole(3));
        assert_eq!(dagpenge.change.by, Value::Number(Exact::decimal(-5, 1).unwrap()));
        assert_eq!(page.total.full_time, dagpenge.full_time, "there is no other benefit");
    });
}

#[test]
fn the_month_that_runs_is_not_shown_as_a_whole_one() {
    on_each(async |address| {
        let app = with(address, &THREE).await;
        let last = async |today: &str| app.leadership(&analyst(), None, noon(day(today))).await.unwrap().last;
        assert_eq!(last("2026-03-31").await, Month::new(2026, 2).unwrap());
        assert_eq!(last("2026-04-01").await, Month::new(2026, 3).unwrap());
    });
}

#[test]
fn an_earlier_month_is_shown_as_it_would_be_the_last_and_no_older_than_a_year() {
    on_each(async |address| {
        let app = with(address, &THREE).await;
        let january = Month::new(2026, 1).unwrap();
        let page = app.leadership(&analyst(), Some(january), today()).await.unwrap();
        assert_eq!((page.last, page.preliminary(), page.choices.len()), (january, false, 13));
        let dagpenge = row(&page.benefits, Benefit::Dagpenge);
        assert_eq!(
            (page.months[12], number(dagpenge.full_time[12])),
            (january, Exact::whole(3)),
            "all three, all month"
        );
        assert_eq!(page.months[0], Month::new(2025, 1).unwrap());
        assert_eq!(page.flows[0].flow.map(|f| (f.opening, f.came, f.left, f.closing)), Some((3, 0, 0, 3)));
        let february = app.leadership(&analyst(), Some(Month::new(2024, 1).unwrap()), today()).await.unwrap();
        assert_eq!(february.last, Month::new(2026, 2).unwrap(), "two years ago is not on the page");
        assert!(february.preliminary());
    });
}

#[test]
fn one_or_two_persons_are_not_shown_and_not_found_by_taking_the_others_from_the_total() {
    on_each(async |address| {
        let (nine, four) = (["dagpenge 2024-01-01"; 9], ["sygedagpenge 2024-01-01"; 4]);
        let persons = [&nine[..], &four[..], &["ledighedsydelse 2024-01-01"]].concat();
        let app = with(address, &persons).await;
        let page = app.leadership(&analyst(), None, today()).await.unwrap();
        let shown = |benefit| row(&page.benefits, benefit).persons[12];
        assert_eq!(shown(Benefit::Ledighedsydelse), Value::Suppressed);
        assert_eq!(shown(Benefit::Sygedagpenge), Value::Suppressed, "14 less 9 and 4 would be 1");
        assert_eq!(number(shown(Benefit::Dagpenge)), Exact::whole(9));
        assert_eq!(number(page.total.persons[12]), Exact::whole(14));
        for benefit in [Benefit::Ledighedsydelse, Benefit::Sygedagpenge] {
            let row = row(&page.benefits, benefit);
            assert_eq!((row.full_time[12], row.change.relative), (Value::Suppressed, Value::Suppressed));
        }
    });
}

#[test]
fn a_change_over_the_day_of_the_new_kontanthjaelp_is_not_calculated() {
    on_each(async |address| {
        let app = with(address, &["kontanthjaelp 2024-01-01"; 4]).await;
        let page = app.leadership(&analyst(), None, today()).await.unwrap();
        let row = row(&page.benefits, Benefit::Kontanthjaelp);
        assert_eq!(number(row.change.now), Exact::whole(4));
        assert_eq!(row.change.relative.number(), None);
        assert!(page.total.change.relative.number().is_some(), "the total has the same people before and after");
    });
}

/// February 2026: five there from before, of whom three go in the month; four come.
#[test]
fn the_month_s_inflow_and_outflow_lead_from_the_first_stock_to_the_last() {
    on_each(async |address| {
        let (stays, goes, comes) = ("dagpenge 2025-06-01", "dagpenge 2025-06-01 2026-02-10", "dagpenge 2026-02-09");
        let persons = [vec![stays; 5], vec![goes; 3], vec![comes; 4]].concat();
        let page = with(address, &persons).await.leadership(&analyst(), None, today()).await.unwrap();
        let flow = Flow { opening: 8, came: 4, left: 3, closing: 9, original: Some(5) };
        assert_eq!(
            page.flows.iter().map(|r| (r.benefit, r.flow)).collect::<Vec<_>>(),
            [(None, Some(flow)), (Some(Benefit::Dagpenge), Some(flow)),]
        );
    });
}

/// Three courses of 10, 20 and 30 days ended in 2025; one ended in February 2026 may still go on.
#[test]
fn only_what_is_known_to_have_ended_has_a_length() {
    on_each(async |address| {
        let app = with(
            address,
            &[
                "dagpenge 2025-05-01 2025-05-10",
                "dagpenge 2025-05-01 2025-05-20",
                "dagpenge 2025-05-01 2025-05-30",
                "dagpenge 2025-05-01 2026-02-27",
                "sygedagpenge 2025-05-01 2025-05-10",
            ],
        )
        .await;
        let page = app.leadership(&analyst(), None, today()).await.unwrap();
        let found: Vec<(Benefit, Value, Value)> =
            page.lengths.iter().map(|r| (r.benefit, r.ended, r.mean_days)).collect();
        let twenty = Value::Number(Exact::whole(20));
        assert_eq!(
            found,
            [
                (Benefit::Dagpenge, Value::Number(Exact::whole(3)), twenty),
                (Benefit::Sygedagpenge, Value::Suppressed, Value::Suppressed),
            ]
        );
    });
}

#[test]
fn what_is_written_is_counted_by_the_next_reader_and_a_case_taken_back_leaves_what_was() {
    on_each(async |address| {
        let app = with(address, &THREE).await;
        let first = app.leadership(&analyst(), None, today()).await.unwrap();
        let case = app.store.histories(app.municipality).await.unwrap().cases[0].case;
        write_fact(&app, case, today(), |f| {
            f.from = day("2026-02-01");
            f.through = Some(day("2026-02-28"));
            f.data = FactData::Benefit { benefit: Benefit::Sygedagpenge, rate: None, partial: false };
        })
        .await;
        let after = app.leadership(&analyst(), None, today()).await.unwrap();
        assert_eq!((first.benefits.len(), after.benefits.len()), (1, 2));
        // What was kept and counted on is what somebody finds who counts all cases anew.
        let anew = App::new(app.store.clone(), Arc::clone(&app.rulebook), Arc::clone(&app.config), app.municipality);
        let anew = anew.leadership(&analyst(), None, today()).await.unwrap();
        let said =
            |p: &LeadershipPage| format!("{:?} {:?} {:?} {:?} {:?}", p.total, p.benefits, p.flows, p.lengths, p.ways);
        assert_eq!(said(&after), said(&anew));
        assert_ne!(said(&after), said(&first));
    });
}

/// Whoever is closed to the reader is counted all the same.
#[test]
fn what_is_overdue_in_the_figures_is_what_is_overdue_on_all_lists() {
    on_each(async |address| {
        let app = filled(address).await;
        let now = async |on: Moment| {
            let page = app.leadership(&hanne(), None, on).await.unwrap();
            let count = |layer| page.timeliness.now.iter().find(|r| r.layer == layer).unwrap().count;
            [count(Kept::Law), count(Kept::Goal)]
        };
        let on_lists = async |on: Moment| {
            let list = Filter { whose: Whose::Everybody, whole: true, ..Filter::mine() };
            app.overview(&hanne(), list, on).await.unwrap()
        };
        let published = |list: &OverviewPage| {
            assert!(list.counts[0] > 2 && list.counts[2] > 2, "{:?}", list.counts);
            [list.counts[0], list.counts[2]].map(|n| Published::Count(u32::try_from(n).unwrap()))
        };
        // A week-day, a week-end, the turn of a month and of a quarter, and the day the law changes.
        let mut met = BTreeSet::new();
        for on in ["2026-03-16", "2026-03-22", "2026-03-31", "2026-04-01", "2026-05-14", "2026-07-01"] {
            let on = noon(day(on));
            let lists = published(&on_lists(on).await);
            assert_eq!(now(on).await, lists, "{}", on.today);
            met.insert(format!("{lists:?}"));
        }
        assert!(met.len() > 3, "the days differ: {met:?}");
        let list = on_lists(today()).await;
        let lists = published(&list);
        let case = list.groups.iter().find(|g| g.group as usize == 0).unwrap().rows[0].case;
        write_fact(&app, case, today(), |f| {
            f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        })
        .await;
        assert_eq!(now(today()).await, lists);
    });
}

#[test]
fn the_municipality_s_timeliness_is_that_of_its_teams_together() {
    use app::team::{KeptBasis, KeptBy, KeptFilter, KeptPeriod};
    on_each(async |address| {
        let app = filled(address).await;
        let page = app.leadership(&analyst(), None, today()).await.unwrap();
        let mut dates = 0;
        for unit in ["team-vest", "team-unge", "visitation"] {
            let (layer, period, basis, by) = (Kept::Law, KeptPeriod::Month, KeptBasis::Due, KeptBy::Day);
            let asked = KeptFilter { layer, duty: None, period, basis, by, late: false, known: None };
            let leader = viewer("leder", Role::TeamLeader, unit);
            let behind = app.team_dates(&leader, asked, today()).await.unwrap();
            dates += behind.rows.len() + behind.hidden;
        }
        let (_, law) = page.timeliness.kept.iter().find(|(layer, _)| *layer == Kept::Law).unwrap();
        assert_eq!(law.day.expect("many dates").denominator as usize, dates);
    });
}

#[test]
fn who_neither_leads_nor_counts_reads_the_definitions_and_not_the_figures() {
    on_each(async |address| {
        let app = fjordby(address).await;
        for (role, figures, definitions) in [
            (Role::Caseworker, false, true),
            (Role::TeamLeader, true, true),
            (Role::Consultant, false, true),
            (Role::Analyst, true, true),
            (Role::ExternalActor, false, false),
            (Role::Administrator, true, true),
        ] {
            let who = viewer("anna", role, "team-vest");
            let page = app.leadership(&who, None, today()).await;
            assert_eq!(page.is_ok(), figures, "{role:?}");
            assert!(figures || matches!(page, Err(AppError::NoAccess(Refusal::NotForFigures))), "{role:?}");
            assert_eq!(app.definitions(&who, None, today().today).is_ok(), definitions, "{role:?}");
        }
    });
}

#[test]
fn a_changed_definition_stands_with_the_day_until_which_it_held() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let all = app.definitions(&analyst(), None, today().today).unwrap();
        let forloeb = all.iter().find(|d| d.now.id == Indicator::Forloeb).unwrap();
        let before: Vec<(u32, Day)> = forloeb.before.iter().map(|e| (e.definition.version, e.through)).collect();
        assert_eq!((forloeb.now.version, before), (2, vec![(1, day("2017-12-31"))]));
        let missing = app.definitions(&analyst(), Some(State::Missing), today().today).unwrap();
        assert!(!missing.is_empty() && missing.iter().all(|d| d.now.state == State::Missing && d.now.why.is_some()));
    });
}

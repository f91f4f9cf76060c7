//! *Rettidighed*: counted by hand, few hidden, opened to its dates, and the same as on the lists and the other pages.

use crate::databases::on_each;
use crate::team::{filled, hanne, today};
use crate::world::{FJORDBY, accounts, author, day, municipality, noon, viewer, write_fact};
use app::access::{Refusal, Role, Viewer};
use app::figures::Month;
use app::figures::suppression::Published;
use app::figures::timeliness::counts::Part;
use app::figures::timeliness::{By, Share};
use app::import::Arrival;
use app::overview::{Filter, Whose};
use app::team::{Figure, Kept, KeptBasis, KeptBy, KeptFilter, KeptPeriod};
use app::timeliness::{BehindFilter, BehindPage, Hidden, Row, SplitRow, TimelinessFilter, TimelinessPage};
use app::{App, AppError};
use domain::codes::{Benefit, Protection, TalkKind};
use domain::fact::Fact;
use domain::kinds::FactData;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::Store;

fn mads() -> Viewer {
    viewer("mads", Role::Analyst, "team-unge")
}

pub(crate) const DUE: TimelinessFilter =
    TimelinessFilter { month: None, layer: Kept::Law, basis: KeptBasis::Due, by: KeptBy::Day };

pub(crate) fn month(year: i32, month: u8) -> Month {
    Month::new(year, month).unwrap()
}

/// Two duties of the law, each a week after the first contact with a benefit of its own, and a goal of 3 days for one.
fn two_duties() -> rulebook::Rulebook {
    let rule = |id: &str, layer: &str, duty: &str, span: &str, benefit: &str| {
        let source = if layer == "act" { "cited" } else { "local_practice" };
        format!(
            "[[rule]]\nid = \"{id}\"\nkind = \"deadline\"\nlayer = \"{layer}\"\nchapter = \"test\"\nduty = \"{duty}\"\n\
             title = \"{duty} inden {span}\"\n[[rule.version]]\nfrom = 2020-01-01\ntext = \"Prøve.\"\n\
             cite = {{ act = \"LAB\", text = \"prøve\" }}\nsource = \"{source}\"\n\
             anchor = {{ fact = \"first_contact\", benefit = [\"{benefit}\"] }}\n\
             clock = \"event\"\nspan = \"{span}\"\nfirst_day = \"excluded\"\nmonth_end = \"down\"\nnon_working_day = \"same\"\n\
             restart = \"keep_first\"\nends_with_anchor = false\nby = {{ fact = \"talk_held\", talk = [\"jobsamtale\"] }}\n"
        )
    };
    let rules = [
        rule("lov", "act", "jobsamtale", "1 week", "kontanthjaelp"),
        rule("maal", "municipality", "jobsamtale", "3 days", "kontanthjaelp"),
        rule("anden", "act", "tilbud", "1 week", "dagpenge"),
    ];
    let text = rules.join("\n");
    rulebook::Rulebook::parse_only("none", &[("test.toml", &text)]).unwrap_or_else(|e| panic!("{e}"))
}

/// `"kontanthjaelp 2026-02-02 2026-02-09 team-vest"`: benefit, first contact, the talk or `-`, the team.
fn person(n: usize, text: &str) -> Arrival {
    let words: Vec<&str> = text.split(' ').collect();
    let benefit: Benefit = words[0].parse().unwrap();
    let contact = day(words[1]);
    let mut facts = vec![
        Fact::new("1", FactData::FirstContact { benefit }, contact, Some(contact)),
        Fact::new("2", FactData::Benefit { benefit, rate: None, partial: false }, contact, None),
    ];
    if words[2] != "-" {
        let talk = TalkKind::Jobsamtale;
        let held = FactData::TalkHeld { talk, form: None, holder: None, joint: false, companion: None, agreed: None };
        facts.push(Fact::new("3", held, day(words[2]), Some(day(words[2]))));
    }
    Arrival {
        cpr: None,
        first_name: format!("Person{n}"),
        last_name: "Eksempel".into(),
        address: String::new(),
        born: Some(day("1980-01-01")),
        unit: words[3].into(),
        employee: None,
        facts,
    }
}

pub(crate) async fn with(address: &str, persons: &[&str]) -> App {
    let mut app = municipality(&Store::open(address).await.unwrap(), FJORDBY, "none").await;
    accounts(&app).await;
    app.rulebook = Arc::new(two_duties());
    let people = persons.iter().enumerate().map(|(n, text)| person(n, text));
    app.arrive(people.collect(), &author(), today()).await.unwrap();
    app
}

/// All were due on Monday 9 February 2026: 6 held that day, 4 on the Wednesday, 3 on the 20th, 3 never.
pub(crate) fn sixteen() -> Vec<&'static str> {
    [
        vec!["kontanthjaelp 2026-02-02 2026-02-09 team-vest"; 6],
        vec!["kontanthjaelp 2026-02-02 2026-02-11 team-vest"; 4],
        vec!["kontanthjaelp 2026-02-02 2026-02-20 team-vest"; 3],
        vec!["kontanthjaelp 2026-02-02 - team-vest"; 3],
    ]
    .concat()
}

pub(crate) async fn page(app: &App, filter: TimelinessFilter) -> TimelinessPage {
    app.timeliness(&mads(), filter, today()).await.unwrap()
}

pub(crate) async fn behind(app: &App, who: &Viewer, of: TimelinessFilter, row: Row, late: bool) -> BehindPage {
    let filter = BehindFilter { of, row, late, whole: true };
    app.timeliness_behind(who, filter, today()).await.unwrap()
}

pub(crate) fn of(share: Option<Share>) -> Option<(u32, u32)> {
    share.map(|s| (s.numerator, s.denominator))
}

pub(crate) fn row(rows: &[SplitRow], row: &Row) -> Option<(u32, u32)> {
    of(rows.iter().find(|r| r.row == *row).unwrap().shown.day)
}

pub(crate) fn duty(key: &str) -> Row {
    Row::Duty(key.to_owned())
}

#[test]
fn of_sixteen_dates_six_are_kept_on_the_day_and_ten_in_the_week() {
    on_each(async |address| {
        let app = with(address, &sixteen()).await;
        let due = page(&app, DUE).await;
        assert_eq!((due.months.len(), due.months[0], due.month), (13, month(2025, 2), month(2026, 2)));
        assert_eq!((of(due.total.day), of(due.total.week)), (Some((6, 16)), Some((10, 16))));
        let held = page(&app, TimelinessFilter { basis: KeptBasis::Held, ..DUE }).await;
        assert_eq!((of(held.total.day), of(held.total.week)), (Some((6, 13)), Some((10, 13))), "three were never held");
        // The goal was 3 days, Thursday 5 February: nobody kept it, three are over it and the rest were held late.
        let goal = page(&app, TimelinessFilter { layer: Kept::Goal, ..DUE }).await;
        assert_eq!((of(goal.total.day), of(goal.total.week)), (Some((0, 16)), Some((0, 16))));
        for rows in [&due.duties, &due.benefits, &due.units] {
            assert_eq!(rows.iter().map(|r| of(r.shown.day)).collect::<Vec<_>>(), [Some((6, 16))]);
        }
        assert_eq!(due.benefits[0].row, Row::Benefit(Some(Benefit::Kontanthjaelp)));
        assert_eq!(due.drawn, [("jobsamtale".to_owned(), "jobsamtale inden 1 week".to_owned())]);
        let months: Vec<(bool, Option<(u32, u32)>)> =
            due.series.iter().map(|m| (m.total.nothing, of(m.total.day))).collect();
        assert_eq!(months[12], (false, Some((6, 16))));
        assert!(months[..12].iter().all(|(nothing, _)| *nothing), "nothing was due before February");
    });
}

#[test]
fn a_date_belongs_to_its_month_and_the_month_that_runs_is_not_among_them() {
    on_each(async |address| {
        let persons = [
            vec!["kontanthjaelp 2025-02-21 2025-02-28 team-vest"; 3],
            vec!["kontanthjaelp 2025-01-24 - team-vest"; 3],
            vec!["kontanthjaelp 2026-02-22 - team-vest"; 4],
        ]
        .concat();
        let app = with(address, &persons).await;
        let first = page(&app, TimelinessFilter { month: Some(month(2025, 2)), ..DUE }).await;
        assert_eq!((first.month, of(first.total.day)), (month(2025, 2), Some((3, 3))), "31 January is a month before");
        // 22 February and a week is 1 March: not over yet as a month, and asked for it the last whole one is shown.
        let asked = page(&app, TimelinessFilter { month: Some(month(2026, 3)), ..DUE }).await;
        assert_eq!((asked.month, asked.total.nothing), (month(2026, 2), true));
        let april = app.timeliness(&mads(), DUE, noon(day("2026-04-01"))).await.unwrap();
        assert_eq!((april.month, of(april.total.day)), (month(2026, 3), Some((0, 4))));
    });
}

#[test]
fn each_late_date_opens_with_how_late_it_was_and_the_share_with_all_of_them() {
    on_each(async |address| {
        let app = with(address, &sixteen()).await;
        let late = behind(&app, &hanne(), DUE, Row::All, true).await;
        assert_eq!((late.rows.len(), late.hidden, of(late.shown.day)), (10, Hidden::None, Some((6, 16))));
        let mut days: Vec<(Option<bool>, i32)> =
            late.rows.iter().map(|r| (r.met.map(|m| m > day("2026-02-15")), r.days_late)).collect();
        days.sort();
        // Never held: 35 days from 9 February to 16 March. Held: 2 and 11 days late.
        let wanted = [vec![(None, 35); 3], vec![(Some(false), 2); 4], vec![(Some(true), 11); 3]].concat();
        assert_eq!(days, wanted);
        let week = behind(&app, &hanne(), TimelinessFilter { by: KeptBy::Week, ..DUE }, Row::All, true).await;
        assert_eq!(week.rows.len(), 6);
        let all = behind(&app, &hanne(), DUE, duty("jobsamtale"), false).await;
        assert_eq!((all.rows.len(), all.rows.iter().filter(|r| r.timely).count()), (16, 6));
        let none = behind(&app, &hanne(), DUE, duty("findes-ikke"), false).await;
        assert_eq!((none.rows.len(), none.shown.nothing), (0, true));
    });
}

#[test]
fn a_team_with_one_late_date_takes_another_with_it_and_the_lists_do_not_give_it_away() {
    on_each(async |address| {
        let persons = [
            vec!["kontanthjaelp 2026-02-02 2026-02-09 team-vest"; 9],
            vec!["kontanthjaelp 2026-02-02 - team-vest"; 7],
            vec!["kontanthjaelp 2026-02-02 2026-02-09 visitation"; 5],
            vec!["kontanthjaelp 2026-02-02 - visitation"; 4],
            vec!["kontanthjaelp 2026-02-02 2026-02-09 team-unge"; 8],
            vec!["kontanthjaelp 2026-02-02 - team-unge"; 1],
        ]
        .concat();
        let app = with(address, &persons).await;
        let found = page(&app, DUE).await;
        assert_eq!(of(found.total.day), Some((22, 34)));
        let shown = |unit: &str| row(&found.units, &Row::Unit(unit.to_owned()));
        assert_eq!((shown("team-vest"), shown("visitation"), shown("team-unge")), (Some((9, 16)), None, None));
        assert!(found.units.iter().all(|r| !r.shown.nothing));
        // Few overdue are hidden in the table of today, too.
        let over: Vec<Published> = found.over.iter().map(|o| o.law).collect();
        assert_eq!(over, [Published::Suppressed, Published::Count(7), Published::Suppressed], "Unge, Vest, Visitation");
        assert_eq!(found.now[0].count, Published::Count(12));
    });
}

#[test]
fn two_duties_and_two_benefits_stand_apart_and_add_up() {
    on_each(async |address| {
        let other = [vec!["dagpenge 2026-02-03 2026-02-10 team-vest"; 5], vec!["dagpenge 2026-02-03 - team-vest"; 4]];
        let app = with(address, &[sixteen(), other.concat()].concat()).await;
        let found = page(&app, DUE).await;
        assert_eq!(of(found.total.day), Some((11, 25)));
        assert_eq!(
            (row(&found.duties, &duty("jobsamtale")), row(&found.duties, &duty("tilbud"))),
            (Some((6, 16)), Some((5, 9)))
        );
        let benefit = |b| row(&found.benefits, &Row::Benefit(Some(b)));
        assert_eq!((benefit(Benefit::Kontanthjaelp), benefit(Benefit::Dagpenge)), (Some((6, 16)), Some((5, 9))));
        let late = behind(&app, &hanne(), DUE, Row::Benefit(Some(Benefit::Dagpenge)), true).await;
        assert_eq!((late.rows.len(), late.rows.iter().all(|r| r.duty == "tilbud")), (4, true));
    });
}

async fn close(app: &App, case: i64) {
    write_fact(app, case, today(), |f| f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet })
        .await;
}

#[test]
fn closed_cases_count_three_are_told_by_number_and_one_holds_the_list_back() {
    on_each(async |address| {
        let app = with(address, &sixteen()).await;
        let late = behind(&app, &hanne(), DUE, Row::All, true).await;
        let never: Vec<i64> = late.rows.iter().filter(|r| r.met.is_none()).map(|r| r.case).collect();
        close(&app, never[0]).await;
        let one = behind(&app, &hanne(), DUE, Row::All, true).await;
        assert_eq!((one.rows.len(), one.hidden, of(one.shown.day)), (0, Hidden::Few, Some((6, 16))));
        close(&app, never[1]).await;
        close(&app, never[2]).await;
        let three = behind(&app, &hanne(), DUE, Row::All, true).await;
        assert_eq!((three.rows.len(), three.hidden), (7, Hidden::Count(3)));
        assert!(three.rows.iter().all(|r| !never.contains(&r.case)));
        let analyst = behind(&app, &mads(), DUE, Row::All, true).await;
        assert_eq!((analyst.rows.len(), analyst.hidden), (0, Hidden::Count(10)), "she sees no persons");
    });
}

#[test]
fn the_list_of_a_figure_that_is_not_shown_is_held_back_where_counting_it_would_tell_of_a_closed_case() {
    on_each(async |address| {
        let persons = [
            vec!["kontanthjaelp 2026-02-02 2026-02-09 team-vest"; 9],
            vec!["kontanthjaelp 2026-02-02 - team-vest"; 7],
            vec!["kontanthjaelp 2026-02-02 2026-02-09 team-unge"; 8],
            vec!["dagpenge 2026-02-02 - team-unge"; 1],
        ]
        .concat();
        let app = with(address, &persons).await;
        let both = [duty("jobsamtale"), duty("tilbud")];
        for row in &both {
            let found = behind(&app, &hanne(), DUE, row.clone(), true).await;
            assert_eq!((found.shown.day, found.hidden), (None, Hidden::None), "whoever may see them all sees them");
            assert!(!found.rows.is_empty());
        }
        let one = behind(&app, &hanne(), DUE, both[1].clone(), true).await.rows[0].case;
        close(&app, one).await;
        for row in both {
            let found = behind(&app, &hanne(), DUE, row.clone(), true).await;
            assert_eq!((found.rows.len(), found.hidden), (0, Hidden::Few), "7 of 8 would say 1: {row:?}");
        }
    });
}

#[test]
fn what_is_overdue_here_is_what_is_overdue_on_all_lists() {
    on_each(async |address| {
        let app = filled(address).await;
        let list = Filter { whose: Whose::Everybody, whole: true, ..Filter::mine() };
        let list = app.overview(&hanne(), list, today()).await.unwrap();
        let found = page(&app, DUE).await;
        let lists = [list.counts[0], list.counts[2]].map(|n| Published::Count(u32::try_from(n).unwrap()));
        assert!(list.counts[0] > 2 && list.counts[2] > 2, "{:?}", list.counts);
        assert_eq!(found.now.iter().map(|n| n.count).collect::<Vec<_>>(), lists);
        let ledelse = app.leadership(&mads(), None, today()).await.unwrap();
        assert_eq!(ledelse.timeliness.now.iter().map(|n| n.count).collect::<Vec<_>>(), lists);
        // The dates behind the thirteen months that are late and not kept are those of these months on the lists.
        for (layer, group) in [(Kept::Law, 0), (Kept::Goal, 2)] {
            let mut open: BTreeSet<(i64, String, u16)> = BTreeSet::new();
            for month in &found.months {
                let of = TimelinessFilter { month: Some(*month), layer, ..DUE };
                let late = behind(&app, &hanne(), of, Row::All, true).await;
                assert_eq!(late.hidden, Hidden::None);
                open.extend(late.rows.into_iter().filter(|r| r.met.is_none()).map(|r| (r.case, r.duty, r.n)));
            }
            let (from, through) = (found.months[0].first_day(), found.months[12].last_day());
            let rows = list.groups.iter().filter(|g| g.group as usize == group).flat_map(|g| &g.rows);
            let listed: BTreeSet<(i64, String, u16)> = rows
                .filter(|r| r.party == rulebook::model::DutyParty::Municipality)
                .filter(|r| r.day.is_some_and(|d| (from..=through).contains(&d)))
                .map(|r| (r.case, r.duty.clone(), r.n))
                .collect();
            assert!(!listed.is_empty() && open.is_superset(&listed), "{layer:?}");
            if layer == Kept::Law {
                assert_eq!(open, listed);
            }
        }
    });
}

#[test]
fn the_figures_are_those_of_ledelse_and_of_the_teams_own_pages() {
    on_each(async |address| {
        let app = filled(address).await;
        let ledelse = app.leadership(&mads(), None, today()).await.unwrap();
        for (layer, shown) in &ledelse.timeliness.kept {
            let here = page(&app, TimelinessFilter { layer: *layer, ..DUE }).await;
            assert_eq!(here.total, *shown, "{layer:?}");
        }
        for unit in ["team-vest", "team-unge", "visitation"] {
            let leader = viewer("leder", Role::TeamLeader, unit);
            for (layer, basis, by) in [
                (Kept::Law, KeptBasis::Due, KeptBy::Day),
                (Kept::Law, KeptBasis::Held, KeptBy::Week),
                (Kept::Goal, KeptBasis::Due, KeptBy::Week),
                (Kept::Goal, KeptBasis::Held, KeptBy::Day),
            ] {
                let filter =
                    KeptFilter { layer, duty: None, period: KeptPeriod::Month, basis, by, late: true, known: None };
                let team = app.team_dates(&leader, filter, today()).await.unwrap();
                let of_unit = TimelinessFilter { month: None, layer, basis, by };
                let here = behind(&app, &leader, of_unit, Row::Unit(unit.into()), true).await;
                if let (Figure::Share { share, .. }, Some(shown)) = (&team.figure, here.shown.by(by.by())) {
                    assert_eq!((share.numerator, share.denominator), (shown.numerator, shown.denominator), "{unit}");
                }
                let same = |rows: Vec<(i64, String, u16)>| rows.into_iter().collect::<BTreeSet<_>>();
                assert_eq!(
                    same(team.rows.into_iter().map(|r| (r.case, r.duty, r.n)).collect()),
                    same(here.rows.into_iter().map(|r| (r.case, r.duty, r.n)).collect()),
                    "{unit} {layer:?} {basis:?} {by:?}"
                );
            }
        }
    });
}

/// Everything that is shown, for comparing two counts.
async fn everything(app: &App) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for layer in [Kept::Law, Kept::Goal] {
        for basis in [KeptBasis::Due, KeptBasis::Held] {
            let filter = TimelinessFilter { layer, basis, ..DUE };
            let found = page(app, filter).await;
            let tables = (&found.duties, &found.benefits, &found.units, &found.over);
            let text = format!("{:?} {:?} {tables:?} {:?} {:?}", found.total, found.apart, found.series, found.now);
            all.insert(format!("{layer:?} {basis:?}"), text);
        }
    }
    all
}

#[test]
fn taking_a_changed_case_away_and_counting_it_again_is_counting_all() {
    on_each(async |address| {
        let app = filled(address).await;
        let before = everything(&app).await;
        let cases: Vec<i64> =
            app.store.histories(app.municipality).await.unwrap().cases.iter().map(|c| c.case).collect();
        for (n, case) in cases.iter().enumerate().filter(|(n, _)| n % 4 == 0) {
            write_fact(&app, *case, today(), |f| {
                let talk = TalkKind::Jobsamtale;
                f.from = day("2026-02-20").plus_days(n as i32 % 7);
                f.through = Some(f.from);
                f.data =
                    FactData::TalkHeld { talk, form: None, holder: None, joint: false, companion: None, agreed: None };
            })
            .await;
        }
        let written = everything(&app).await;
        assert_ne!(before, written);
        let new = [person(900, "kontanthjaelp 2026-02-02 - team-unge"), person(901, "dagpenge 2025-09-01 - team-vest")];
        app.arrive(new.into(), &author(), today()).await.unwrap();
        let after = everything(&app).await;
        assert_ne!(written, after, "who came is counted");
        let anew = municipality(&app.store, FJORDBY, "fjordby").await;
        let anew = App::new(anew.store, Arc::clone(&app.rulebook), Arc::clone(&app.config), FJORDBY);
        assert_eq!(after, everything(&anew).await);
    });
}

#[test]
fn what_misses_a_fact_stands_apart_and_is_neither_in_time_nor_late() {
    on_each(async |address| {
        let app = filled(address).await;
        let found = page(&app, DUE).await;
        let parts: Vec<Part> = found.apart.iter().map(|(part, _)| *part).collect();
        assert_eq!(parts, [Part::Excluded, Part::Undetermined, Part::Open, Part::Unplaced]);
        let total = found.total.by(By::Day).expect("many dates");
        assert_eq!((total.excluded, total.undetermined), (0, 0), "told once, and few are not");
    });
}

#[test]
fn the_page_and_its_lists_are_for_those_who_lead_or_count() {
    on_each(async |address| {
        let app = with(address, &sixteen()).await;
        for (role, may) in [
            (Role::Caseworker, false),
            (Role::TeamLeader, true),
            (Role::Consultant, false),
            (Role::Analyst, true),
            (Role::ExternalActor, false),
            (Role::Administrator, true),
        ] {
            let who = viewer("anna", role, "team-vest");
            let page = app.timeliness(&who, DUE, today()).await;
            let filter = BehindFilter { of: DUE, row: Row::All, late: true, whole: false };
            let list = app.timeliness_behind(&who, filter, today()).await;
            assert_eq!((page.is_ok(), list.is_ok()), (may, may), "{role:?}");
            let refused = |found: Option<AppError>| matches!(found, Some(AppError::NoAccess(Refusal::NotForFigures)));
            assert!(may || (refused(page.err()) && refused(list.err())), "{role:?}");
        }
    });
}

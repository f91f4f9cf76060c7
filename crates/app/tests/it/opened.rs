//! The cases behind the numbers of *Ledelse*: as many as the number, their days make it, and nobody is shown who is closed.

use crate::databases::on_each;
use crate::flows::{persons, with};
use crate::leadership::analyst;
use crate::team::{filled, hanne, today};
use crate::world::{day, person_of, viewer, write_fact};
use app::access::{Refusal, Role, Viewer};
use app::figures::{Exact, Month, Value};
use app::leadership::{CasesOrder, Number, NumberAsked, NumberPage, SeriesRow, Told};
use app::opened::Extent;
use app::{App, AppError};
use domain::codes::{Benefit, Code, OfferKind, Protection};
use domain::kinds::FactData;

const KONTANTHJAELP: Option<Benefit> = Some(Benefit::Kontanthjaelp);

fn asked(number: Number, benefit: Option<Benefit>, month: Option<Month>) -> NumberAsked {
    NumberAsked { number, benefit, month, order: CasesOrder::Since, down: false }
}

async fn open(app: &App, who: &Viewer, asked: NumberAsked) -> Result<NumberPage, AppError> {
    app.leadership_cases(who, asked, Extent::Whole, today()).await
}

/// Rows and closed cases, which of one benefit are as many as the persons.
fn everybody(found: &NumberPage) -> i32 {
    assert!(found.cases.held_back.is_empty());
    i32::try_from(found.cases.rows.len() + found.cases.closed).unwrap()
}

#[test]
fn of_every_benefit_and_month_as_many_cases_are_found_as_the_number_says_and_their_days_make_the_full_time_persons() {
    on_each(async |address| {
        let app = filled(address).await;
        let page = app.leadership(&hanne(), None, today()).await.unwrap();
        let mut counted = 0;
        for row in &page.benefits {
            for (at, month) in page.months.iter().enumerate() {
                let found = open(&app, &hanne(), asked(Number::Persons, row.benefit, Some(*month))).await.unwrap();
                let Value::Number(persons) = row.persons[at] else {
                    assert_eq!((found.told, everybody(&found)), (Told::Hidden, 0), "{:?} {month:?}", row.benefit);
                    continue;
                };
                assert_eq!(Exact::whole(everybody(&found)), persons, "{:?} {month:?}", row.benefit);
                let found = open(&app, &hanne(), asked(Number::FullTime, row.benefit, Some(*month))).await.unwrap();
                let Told::FullTime { persons, days, days_in } = found.told else { continue };
                assert_eq!(Value::Number(persons), row.full_time[at]);
                assert_eq!(Exact::fraction(i64::try_from(days).unwrap(), i64::from(days_in)), Some(persons));
                if found.cases.closed == 0 {
                    assert_eq!(found.cases.rows.iter().map(|r| u64::from(r.of.days)).sum::<u64>(), days);
                    counted += 1;
                }
            }
        }
        assert!(counted > 20, "{counted}");
    });
}

#[test]
fn the_courses_behind_a_length_are_those_that_ended_and_the_longest_stands_first() {
    on_each(async |address| {
        let ends = ["2025-05-10", "2025-05-30", "2025-05-20"].map(|last| format!("kontanthjaelp 2025-05-01 {last}"));
        let cases = ends.iter().map(|text| (1, vec![text.as_str()])).collect::<Vec<_>>();
        let mut cases: Vec<(usize, &[&str])> = cases.iter().map(|(n, texts)| (*n, texts.as_slice())).collect();
        cases.push((1, &["kontanthjaelp 2025-05-01 2026-02-27"]));
        let app = with(address, persons(&cases)).await;
        let longest = NumberAsked { order: CasesOrder::Days, ..asked(Number::Ended, KONTANTHJAELP, None) };
        let found = open(&app, &hanne(), longest).await.unwrap();
        assert_eq!(found.told, Told::Ended { courses: Exact::whole(3), mean_days: Exact::whole(20) });
        assert_eq!(found.cases.rows.iter().map(|r| r.of.days).collect::<Vec<_>>(), [30, 20, 10]);
        assert_eq!(found.cases.rows[0].of.last, Some(day("2025-05-30")));
        let turned = open(&app, &hanne(), NumberAsked { down: true, ..longest }).await.unwrap();
        assert_eq!(turned.cases.rows.iter().map(|r| r.of.days).collect::<Vec<_>>(), [10, 20, 30]);
        let (none, length) = (Told::None, asked(Number::Ended, None, None));
        assert_eq!(open(&app, &hanne(), length).await.unwrap().told, none, "there is no mean of all benefits");
    });
}

#[test]
fn whoever_had_two_benefits_stands_with_both_and_the_days_are_those_of_the_month() {
    on_each(async |address| {
        let (both, one) =
            (["kontanthjaelp 2025-01-01 2026-02-14", "sygedagpenge 2026-02-15"], ["kontanthjaelp 2025-06-01"]);
        let app = with(address, persons(&[(3, &both), (2, &one)])).await;
        let found = open(&app, &hanne(), asked(Number::Persons, None, None)).await.unwrap();
        assert_eq!(found.told, Told::Persons(Exact::whole(8)), "three persons twice");
        let rows: Vec<(Benefit, u32)> = found.cases.rows.iter().map(|r| (r.benefit, r.of.days)).collect();
        let (kontanthjaelp, sygedagpenge) = (Benefit::Kontanthjaelp, Benefit::Sygedagpenge);
        assert_eq!(rows[..3], [(kontanthjaelp, 14); 3], "the longest on the benefit stand first");
        assert_eq!(rows[3..5], [(kontanthjaelp, 28); 2]);
        assert_eq!(rows[5..], [(sygedagpenge, 14); 3]);
        let january = open(&app, &hanne(), asked(Number::FullTime, None, Month::new(2026, 1))).await.unwrap();
        assert_eq!(january.cases.rows.len(), 5);
        assert_eq!(january.told, Told::FullTime { persons: Exact::whole(5), days: 155, days_in: 31 });
    });
}

#[test]
fn who_was_touched_by_an_offer_stands_with_the_offer() {
    on_each(async |address| {
        let offered = ["kontanthjaelp 2025-06-01", "started 2026-02-02 2026-02-20", "started 2025-07-01 2025-07-20"];
        let app = with(address, persons(&[(4, &offered), (8, &["kontanthjaelp 2025-06-01"])])).await;
        for benefit in [KONTANTHJAELP, None] {
            let found = open(&app, &hanne(), asked(Number::Touched, benefit, None)).await.unwrap();
            assert_eq!(found.told, Told::Touched { touched: 4, persons: 12 });
            let offers: Vec<&[OfferKind]> = found.cases.rows.iter().map(|r| r.of.offers.as_slice()).collect();
            assert_eq!(offers, [[OfferKind::Virksomhedspraktik]; 4]);
        }
        let january = open(&app, &hanne(), asked(Number::Touched, KONTANTHJAELP, Month::new(2026, 1))).await.unwrap();
        assert_eq!((january.told, january.cases.rows.len()), (Told::None, 0), "no offer ran in January");
    });
}

#[test]
fn a_list_has_pages_and_a_page_that_is_not_there_is_the_last() {
    on_each(async |address| {
        let app = with(address, persons(&[(130, &["kontanthjaelp 2025-06-01"])])).await;
        let number = asked(Number::Persons, KONTANTHJAELP, None);
        let page =
            async |page| app.leadership_cases(&hanne(), number, Extent::Page(page), today()).await.unwrap().cases;
        let (first, second, beyond) = (page(1).await, page(2).await, page(99).await);
        assert_eq!((first.rows.len(), first.pages, first.listed), (100, 2, 130));
        assert_eq!((second.rows.len(), second.page), (30, 2));
        assert_eq!(
            beyond.rows.iter().map(|r| r.case).collect::<Vec<_>>(),
            second.rows.iter().map(|r| r.case).collect::<Vec<_>>()
        );
        assert!(second.rows.iter().all(|row| first.rows.iter().all(|other| other.case != row.case)));
        assert_eq!((page(0).await.page, open(&app, &hanne(), number).await.unwrap().cases.rows.len()), (1, 130));
    });
}

#[test]
fn each_look_is_written_down_and_few_closed_cases_hold_the_list_back() {
    on_each(async |address| {
        let (here, other) = (["kontanthjaelp 2025-06-01"], ["sygedagpenge 2025-06-01"]);
        let app = with(address, persons(&[(9, &here), (9, &other)])).await;
        let number = asked(Number::Persons, KONTANTHJAELP, None);
        let found = open(&app, &hanne(), number).await.unwrap();
        assert_eq!((found.cases.rows.len(), found.cases.closed), (9, 0));
        let case = found.cases.rows[0].case;
        let looks = app.store.read_log_list(app.municipality, person_of(&app, case).await, 10).await.unwrap();
        assert_eq!(looks.iter().map(|l| l.purpose.as_str()).collect::<Vec<_>>(), ["ledelse"]);
        let karen = viewer("karen", Role::Caseworker, "team-vest");
        assert!(matches!(open(&app, &karen, number).await, Err(AppError::NoAccess(Refusal::NotForFigures))));
        assert!(matches!(open(&app, &analyst(), number).await, Err(AppError::NoAccess(Refusal::RoleSeesNoPersons))));

        let close = async |case| {
            let protect = FactData::Protection { protection: Protection::SaerligtBeskyttet };
            write_fact(&app, case, today(), |f| f.data = protect.clone()).await;
        };
        close(case).await;
        let held = open(&app, &hanne(), number).await.unwrap().cases;
        let kontanthjaelp = vec![Benefit::Kontanthjaelp];
        let said = (held.rows.len(), held.closed, held.held_back);
        assert_eq!(said, (0, 0, kontanthjaelp.clone()), "eight of nine would show the ninth");
        // Three closed of all, but of kontanthjælp still one: the list of all has the benefit of each.
        let others = open(&app, &hanne(), asked(Number::Persons, Some(Benefit::Sygedagpenge), None)).await.unwrap();
        for row in &others.cases.rows[..3] {
            close(row.case).await;
        }
        let all = open(&app, &hanne(), asked(Number::Persons, None, None)).await.unwrap().cases;
        assert_eq!((all.rows.len(), all.closed, all.held_back), (6, 3, kontanthjaelp));
        let three =
            open(&app, &hanne(), asked(Number::Persons, Some(Benefit::Sygedagpenge), None)).await.unwrap().cases;
        assert_eq!((three.rows.len(), three.closed, three.held_back), (6, 3, vec![]));
    });
}

#[test]
fn a_number_that_is_not_shown_lists_nobody() {
    on_each(async |address| {
        let texts = persons(&[
            (9, &["kontanthjaelp 2025-06-01"]),
            (1, &["sygedagpenge 2025-06-01"]),
            (4, &["dagpenge 2025-06-01"]),
        ]);
        let app = with(address, texts).await;
        let page = app.leadership(&hanne(), None, today()).await.unwrap();
        let hidden = |row: &&SeriesRow| row.persons[12] == Value::Suppressed;
        let few: Vec<Option<Benefit>> = page.benefits.iter().filter(hidden).map(|row| row.benefit).collect();
        assert_eq!(few.len(), 2, "{few:?}");
        // Nor does the list of all, from whose rows and total the one could be told.
        let all = open(&app, &hanne(), asked(Number::Persons, None, None)).await.unwrap();
        assert_eq!((all.told, all.cases.rows.len()), (Told::Persons(Exact::whole(14)), 9));
        assert_eq!(all.cases.held_back, [Benefit::Dagpenge, Benefit::Sygedagpenge]);
        for benefit in few {
            for number in [Number::Persons, Number::FullTime] {
                let found = open(&app, &hanne(), asked(number, benefit, None)).await.unwrap();
                let name = benefit.map(Code::code);
                assert_eq!((found.told, found.cases.rows.len(), found.cases.closed), (Told::Hidden, 0, 0), "{name:?}");
            }
        }
    });
}

#[test]
fn who_was_touched_is_not_told_where_the_persons_of_the_benefit_are_hidden() {
    on_each(async |address| {
        let offered = |benefit: &'static str| [benefit, "started 2026-02-02 2026-02-20"];
        let (dagpenge, help) = (offered("dagpenge 2025-06-01"), offered("kontanthjaelp 2025-06-01"));
        let groups: [(usize, &[&str]); 5] = [
            (4, &dagpenge),
            (8, &["dagpenge 2025-06-01"]),
            (20, &help),
            (20, &["kontanthjaelp 2025-06-01"]),
            (1, &["sygedagpenge 2025-06-01"]),
        ];
        let app = with(address, persons(&groups)).await;
        let told = async |benefit| open(&app, &hanne(), asked(Number::Touched, benefit, None)).await.unwrap().told;
        // 53 persons less 40 and 12 would be 1: the 12 are hidden on Ledelse, and are not told here.
        assert_eq!(told(Some(Benefit::Dagpenge)).await, Told::Hidden);
        assert_eq!(told(KONTANTHJAELP).await, Told::Touched { touched: 20, persons: 40 });
        assert_eq!(told(None).await, Told::Hidden, "of all it would tell the others");
    });
}

#[test]
fn a_length_is_of_thirteen_months_and_an_older_month_is_not_shown_as_one() {
    on_each(async |address| {
        let app = with(address, persons(&[(3, &["kontanthjaelp 2024-02-01 2024-03-31"])])).await;
        let of = async |month| open(&app, &hanne(), asked(Number::Ended, KONTANTHJAELP, month)).await.unwrap();
        let (early, february) = (Month::new(2024, 6), Month::new(2025, 4));
        assert_eq!(of(early).await.month, Month::new(2026, 2).unwrap(), "two years of months are counted, not three");
        let shown = of(february).await;
        assert_eq!((shown.months.0, shown.cases.rows.len()), (Month::new(2024, 3).unwrap(), 3));
    });
}

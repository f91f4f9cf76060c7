//! Reports: their numbers counted by hand, what people write in them, and who may.

use crate::databases::on_each;
use crate::team::today;
use crate::world::{author, day, fjordby, viewer};
use app::access::{Refusal, Role, Viewer};
use app::documents::plan::ReportKind;
use app::documents::report::{Figure, Report};
use app::figures::Month;
use app::import::Arrival;
use app::reports::{Ask, Opened};
use app::{App, AppError};
use domain::codes::{Benefit, Code as _, JobKind, OfferKind, Sector, TalkKind};
use domain::fact::Fact;
use domain::kinds::FactData;
use domain::schema::Hours;

fn analyst() -> Viewer {
    viewer("mads", Role::Analyst, "team-unge")
}

fn benefit(benefit: Benefit, from: &str) -> Fact {
    Fact::new("0", FactData::Benefit { benefit, rate: None, partial: false }, day(from), None)
}

/// With a private company, so many hundredths of an hour a week.
pub(crate) fn started(kind: OfferKind, hours: i32) -> FactData {
    let (sector, hours) = (Some(Sector::Private), Some(Hours(hours)));
    FactData::OfferStarted { offer: kind, sector, hours, p_number: None, company: None, cvr: None, granted: None }
}

fn offer(kind: OfferKind, from: &str, through: &str, hours: i32) -> Fact {
    let data = started(kind, hours * 100);
    Fact::new("1", data, day(from), Some(day(through)))
}

fn talk(from: &str, held: bool) -> Fact {
    let talk = TalkKind::Jobsamtale;
    let data = if held {
        FactData::TalkHeld { talk, form: None, holder: None, joint: false, companion: None, agreed: None }
    } else {
        FactData::TalkMissed { talk, cause: None, form: None, joint: false, companion: None }
    };
    Fact::new("2", data, day(from), None)
}

/// Twelve on kontanthjælp since 1 January 2025, born so that nine are 25 on the day. Six have praktik of half a week in all of
/// February 2026; eight came to a talk in February, four did not.
async fn twelve(address: &str) -> App {
    let app = fjordby(address).await;
    let people = (0..12).map(|n| {
        let mut facts = vec![benefit(Benefit::Kontanthjaelp, "2025-01-01"), talk("2026-02-10", n < 8)];
        if n < 6 {
            facts.push(offer(OfferKind::Virksomhedspraktik, "2026-02-01", "2026-02-28", 18));
        }
        for (at, fact) in facts.iter_mut().enumerate() {
            fact.id = domain::fact::FactId(at.to_string());
        }
        Arrival {
            cpr: None,
            first_name: format!("Person{n}"),
            last_name: "Eksempel".into(),
            address: String::new(),
            born: Some(day(if n < 9 { "2001-01-01" } else { "1970-01-01" })),
            unit: "team-vest".into(),
            employee: Some("karen".into()),
            facts,
        }
    });
    app.arrive(people.collect(), &author(), today()).await.unwrap();
    app
}

fn ask(kind: ReportKind, app: &App) -> Ask {
    Ask { kind, area: u16::try_from(app.config.code).unwrap(), last: Month::new(2026, 2).unwrap() }
}

async fn made(app: &App, kind: ReportKind) -> Opened {
    let id = app.report_make(&analyst(), &ask(kind, app), today(), |_, _| {}).await.unwrap();
    app.report(&analyst(), id).await.unwrap()
}

fn figure<'a>(report: &'a Report, id: &str) -> &'a Figure {
    report.figure(id).unwrap_or_else(|| panic!("no figure {id}"))
}

/// The cells of a row.
fn cells(figure: &Figure, row: &str) -> Vec<String> {
    let table = figure.table.as_ref().unwrap_or_else(|| panic!("{} has no table", figure.id));
    let found = table.rows.iter().find(|r| r.name == row);
    let found =
        found.unwrap_or_else(|| panic!("no row {row} in {:?}", table.rows.iter().map(|r| &r.name).collect::<Vec<_>>()));
    found.cells.iter().map(|c| c.text.clone()).collect()
}

#[test]
fn the_monthly_report_counts_twelve_on_kontanthjaelp_and_eight_of_twelve_talks() {
    on_each(async |address| {
        let app = twelve(address).await;
        let opened = made(&app, ReportKind::Maanedsrapport).await;
        let report = &opened.report;
        assert_eq!((report.period.as_str(), report.drawn.as_str()), ("februar 2026", "2026-03-16"));
        assert_eq!(
            cells(figure(report, "M-2"), "Kontanthjælp"),
            ["12,0", "12,0", "kan ikke regnes ud", "kan ikke regnes ud", "12"]
        );
        assert_eq!(cells(figure(report, "M-7"), "feb 2026"), ["66,7 pct.", "8", "12", "0"]);
        assert_eq!(
            figure(report, "M-7").findings,
            ["66,7 pct. af samtalerne blev holdt: 8 af 12 aftalte, der ikke blev aflyst."]
        );
    });
}

/// Twelve on kontanthjælp in February 2025 and 2026, and between them the day from which other people get it.
#[test]
fn over_the_data_break_the_committee_is_told_the_level_and_the_break_and_no_rise_or_fall() {
    on_each(async |address| {
        let app = twelve(address).await;
        let opened = made(&app, ReportKind::Udvalgspunkt).await;
        let five = figure(&opened.report, "U-1");
        assert_eq!(
            five.findings,
            [
                "I februar 2026 var antallet af fuldtidspersoner på kontanthjælp 12,0. Det kan ikke sammenlignes med februar 2025, \
              for tallene er brudt imens (databrud 1. juli 2025: ny kontanthjælp)."
            ]
        );
        assert_eq!(cells(five, "Kontanthjælp")[3], "kan ikke regnes ud");
        assert!(five.notes[0].contains("databrud 1. juli 2025"), "{:?}", five.notes);
        let drawn = five.drawing.as_ref().unwrap();
        let period = five.foot.iter().find(|line| line.name == "Periode").unwrap();
        assert!(
            drawn.by_month && drawn.alt.contains("feb 2024") && period.text.starts_with("01.02.2024"),
            "{}",
            period.text
        );
    });
}

/// Six of twelve with 18 of 37 hours: 6 · 18 of 12 · 37 is 24.3 per cent.
#[test]
fn half_a_week_for_half_of_them_is_a_quarter_of_full_time_activated() {
    on_each(async |address| {
        let app = twelve(address).await;
        let opened = made(&app, ReportKind::Kvartalsopfoelgning).await;
        let degree = figure(&opened.report, "Q-F9");
        assert_eq!(cells(degree, "feb 2026"), ["24,3", "24,3"]);
        assert_eq!(cells(degree, "jan 2026"), ["0,0", "0,0"]);
        let kinds = figure(&opened.report, "Q-F11");
        assert_eq!(cells(kinds, "Virksomhedspraktik"), ["6", "6", "0", "0"]);
        let ages = figure(&opened.report, "Q-F2");
        assert_eq!(cells(ages, "Kontanthjælp, feb 2026"), ["0", "9", "0", "3", "0", "12"]);
        let young = figure(&opened.report, "Q-F6");
        assert_eq!(cells(young, "feb 2026"), ["9"]);
    });
}

/// Twenty courses on sick pay ended on 31 March 2024: 30, 92, 182 and 365 days after are 30 April, 1 July, 29 September 2024
/// and 31 March 2025.
#[test]
fn after_a_course_the_first_state_of_the_order_counts_and_who_has_none_is_unknown_and_not_self_supporting() {
    on_each(async |address| {
        let on = |of: Benefit, from: &str, last: Option<&str>| {
            Fact::new("b", FactData::Benefit { benefit: of, rate: None, partial: false }, day(from), last.map(day))
        };
        let job =
            FactData::Employment { job: JobKind::Ordinaert, sector: None, permanent: None, hours: None, company: None };
        let job = || Fact::new("j", job.clone(), day("2024-04-05"), None);
        let ended = || on(Benefit::Sygedagpenge, "2024-01-01", Some("2024-03-31"));
        let (help, again) = (Benefit::Kontanthjaelp, Benefit::Sygedagpenge);
        let groups: [(usize, Vec<Fact>); 4] = [
            // With a job beside: the benefit stands before it in the order.
            (6, vec![on(help, "2024-04-10", Some("2024-09-01")), job()]),
            (5, vec![job()]),
            (4, vec![on(again, "2024-06-15", Some("2025-12-31"))]),
            (5, vec![]),
        ];
        let with_ended = |facts: &Vec<Fact>| [vec![ended()], facts.clone()].concat();
        let people = groups.iter().flat_map(|(n, facts)| std::iter::repeat_n(with_ended(facts), *n));
        let app = crate::flows::with(address, people.collect()).await;
        let opened = made(&app, ReportKind::Kvartalsopfoelgning).await;
        let status = figure(&opened.report, "Q-F12");
        assert!(
            status.notes.iter().any(|note| note.starts_with("1. juli 2025")),
            "the year after January 2025 has the day"
        );
        assert_eq!(cells(status, "Sygedagpenge, 20 afsluttede forløb"), [""; 4]);
        assert_eq!(cells(status, "Kontanthjælp"), ["30,0 pct.", "30,0 pct.", "0,0 pct.", "0,0 pct."]);
        assert_eq!(cells(status, "Sygedagpenge"), ["0,0 pct.", "20,0 pct.", "20,0 pct.", "20,0 pct."]);
        assert_eq!(cells(status, "Job (lønmodtager)"), ["25,0 pct.", "25,0 pct.", "55,0 pct.", "55,0 pct."]);
        assert_eq!(cells(status, "Ukendt i sagerne"), ["45,0 pct.", "25,0 pct.", "25,0 pct.", "25,0 pct."]);
        assert!(!format!("{:?}", status.table).contains("elvforsørg"), "nobody supports themselves by ignorance");
        let said = "92 dage efter 20 afsluttede forløb på sygedagpenge var 20,0 pct. igen på samme ydelse, og for 25,0 pct. siger sagerne ikke, hvad personen var.";
        assert_eq!(status.findings, [said]);
    });
}

/// All began on the first day that is known, so that nobody can say how long the year before was.
#[test]
fn who_was_there_when_knowledge_begins_is_not_said_to_be_short() {
    on_each(async |address| {
        let app = twelve(address).await;
        let opened = made(&app, ReportKind::Kvartalsopfoelgning).await;
        let long = figure(&opened.report, "Q-F3");
        assert_eq!(cells(long, "Kontanthjælp, over et år i træk"), ["100,0 pct.", "12", "12", "0"]);
        assert_eq!(cells(long, "Kontanthjælp, over 3 måneder i træk"), ["100,0 pct.", "12", "12", "0"]);
    });
}

/// Ten for over a year, one for five months, four for six weeks: eleven over three months beside ten over a year would say one.
#[test]
fn one_between_three_months_and_a_year_is_not_found_by_taking_the_one_row_from_the_other() {
    on_each(async |address| {
        let from = |days: &'static str| -> &'static [&'static str] { Box::leak(Box::new([days])) };
        let people =
            [(10, from("dagpenge 2024-06-01")), (1, from("dagpenge 2025-09-15")), (4, from("dagpenge 2026-01-15"))];
        let app = crate::flows::with(address, crate::flows::persons(&people)).await;
        let opened = made(&app, ReportKind::Kvartalsopfoelgning).await;
        let long = figure(&opened.report, "Q-F3");
        assert_eq!(cells(long, "Dagpenge, over 3 måneder i træk")[1..], ["11", "15", "0"]);
        assert_eq!(cells(long, "Dagpenge, over et år i træk"), ["vises ikke", "vises ikke", "vises ikke", "0"]);
    });
}

/// Sixteen dates of one Monday: six kept on the day, four by the Wednesday. With two by the Wednesday the week would show them.
#[test]
fn the_week_is_not_told_where_the_day_beside_it_would_show_two_dates() {
    on_each(async |address| {
        let all = crate::timeliness::sixteen();
        let app = crate::timeliness::with(address, &all).await;
        let said = made(&app, ReportKind::Maanedsrapport).await;
        let week = |of: &Opened| figure(&of.report, "M-3").notes.iter().find(|n| n.starts_with("Talt i uger")).cloned();
        assert!(week(&said).is_some_and(|n| n.contains("62,5 pct. af 16")), "{:?}", week(&said));
    });
    on_each(async |address| {
        let all = crate::timeliness::sixteen();
        let two_less = [&all[..6], &all[8..]].concat();
        let app = crate::timeliness::with(address, &two_less).await;
        let said = made(&app, ReportKind::Maanedsrapport).await;
        let kept = figure(&said.report, "M-3");
        assert!(kept.findings[0].contains("6 af 14"), "{:?}", kept.findings);
        assert!(kept.notes.iter().all(|n| !n.starts_with("Talt i uger")), "{:?}", kept.notes);
        let page = crate::timeliness::page(&app, crate::timeliness::DUE).await;
        assert_eq!(page.total.week, None, "as on Rettidighed");
    });
}

/// February has sixteen dates, January four of which one is late: the quarter less February would say so.
#[test]
fn a_quarter_is_not_told_where_it_would_show_the_one_late_date_of_a_hidden_month() {
    on_each(async |address| {
        let mut all = crate::timeliness::sixteen();
        all.extend(["kontanthjaelp 2026-01-05 2026-01-12 team-vest"; 3]);
        all.push("kontanthjaelp 2026-01-05 - team-vest");
        let app = crate::timeliness::with(address, &all).await;
        let quarter = made(&app, ReportKind::Kvartalsopfoelgning).await;
        let kept = figure(&quarter.report, "Q-F8");
        assert_eq!(cells(kept, "jan 2026")[0], "vises ikke");
        assert_eq!(cells(kept, "feb 2026")[0], "37,5");
        assert!(kept.findings.is_empty(), "{:?}", kept.findings);
    });
}

/// Five whose course begins with what is known, and four without a birthday.
#[test]
fn what_nobody_wrote_down_stands_beside_the_share_and_is_in_no_row() {
    on_each(async |address| {
        let app = crate::flows::with(address, crate::flows::persons(&[(5, &["dagpenge 2025-06-01"])])).await;
        let benefit = FactData::Benefit { benefit: Benefit::Dagpenge, rate: None, partial: false };
        let unborn = (0..4).map(|n| Arrival {
            cpr: None,
            first_name: format!("Ukendt{n}"),
            last_name: "Eksempel".into(),
            address: String::new(),
            born: None,
            unit: "team-vest".into(),
            employee: None,
            facts: vec![Fact::new("0", benefit.clone(), day("2025-06-01"), None)],
        });
        app.arrive(unborn.collect(), &author(), today()).await.unwrap();
        let opened = made(&app, ReportKind::Kvartalsopfoelgning).await;
        let long = figure(&opened.report, "Q-F3");
        assert_eq!(cells(long, "Dagpenge, over et år i træk"), ["ingen", "0", "0", "9"]);
        assert_eq!(cells(long, "Dagpenge, over 3 måneder i træk"), ["100,0 pct.", "9", "9", "0"]);
        let young = figure(&opened.report, "Q-F6");
        assert!(
            young.notes.iter().any(|note| note.starts_with("4 personer på en ydelse den 28. februar 2026")),
            "{:?}",
            young.notes
        );
        let ages = figure(&opened.report, "Q-F2");
        assert_eq!(cells(ages, "Dagpenge, feb 2026"), ["0", "0", "5", "0", "4", "9"]);
    });
}

#[test]
fn every_figure_has_a_number_or_says_why_not_and_every_number_its_definition() {
    on_each(async |address| {
        let app = twelve(address).await;
        for kind in ReportKind::ALL {
            let opened = made(&app, *kind).await;
            for figure in opened.report.figures() {
                assert_ne!(figure.table.is_some(), figure.absent.is_some(), "{} of {kind:?}", figure.id);
                if figure.table.is_some() {
                    assert!(figure.foot.iter().any(|line| line.name == "Definition"), "{}", figure.id);
                    assert!(figure.foot.iter().any(|line| line.text == "16. marts 2026"), "{}", figure.id);
                }
            }
        }
    });
}

#[test]
fn the_same_numbers_make_the_same_report() {
    on_each(async |address| {
        let app = twelve(address).await;
        let (first, second) =
            (made(&app, ReportKind::Kvartalsopfoelgning).await, made(&app, ReportKind::Kvartalsopfoelgning).await);
        assert_eq!(first.report, second.report);
        let opened = app.report(&analyst(), first.row.id).await.unwrap();
        assert_eq!(opened.newer, Some(second.row.id));
    });
}

#[test]
fn what_is_written_lives_on_and_says_when_its_number_has_changed() {
    on_each(async |address| {
        let app = twelve(address).await;
        let opened = made(&app, ReportKind::Maanedsrapport).await;
        let id = opened.row.id;
        app.report_comment(&analyst(), id, ("M-7", "Fire udeblev den samme dag."), today()).await.unwrap();
        app.report_comment(&analyst(), id, ("overblik", "Stille måned."), today()).await.unwrap();
        let again = made(&app, ReportKind::Maanedsrapport).await;
        let said = |o: &Opened, place: &str| o.comments.iter().find(|c| c.place == place).cloned();
        let comment = said(&again, "M-7").unwrap();
        assert_eq!((comment.text.as_str(), comment.stale), ("Fire udeblev den samme dag.", None));
        let more = Arrival {
            cpr: None,
            first_name: "Sen".into(),
            last_name: "Eksempel".into(),
            address: String::new(),
            born: None,
            unit: "team-vest".into(),
            employee: Some("karen".into()),
            facts: vec![talk("2026-02-12", true)],
        };
        app.arrive(vec![more], &author(), today()).await.unwrap();
        let changed = made(&app, ReportKind::Maanedsrapport).await;
        let stale = said(&changed, "M-7").unwrap().stale.unwrap();
        assert!(stale.starts_with("Tallene er ændret"), "{stale}");
        assert_eq!(said(&changed, "overblik").unwrap().stale, None, "a chapter has no number of its own");
        app.report_comment(&analyst(), id, ("M-7", "  "), today()).await.unwrap();
        assert_eq!(said(&app.report(&analyst(), id).await.unwrap(), "M-7"), None, "an empty text takes it away");
    });
}

#[test]
fn a_month_that_is_not_over_and_another_municipality_s_own_cases_are_refused() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let own = ask(ReportKind::Maanedsrapport, &app);
        let refused = |ask: Ask| {
            let app = app.clone();
            async move { app.report_make(&analyst(), &ask, today(), |_, _| {}).await }
        };
        let march = Ask { last: Month::new(2026, 3).unwrap(), ..own.clone() };
        assert!(matches!(refused(march).await, Err(AppError::Form(e)) if e[0].key == "report.error.month"));
        let other = app.config.geography.codes().into_iter().find(|code| *code != own.area).unwrap();
        let other = Ask { area: other, ..own.clone() };
        assert!(matches!(refused(other).await, Err(AppError::Form(e)) if e[0].key == "report.error.own_only"));
        let karen = viewer("karen", Role::Caseworker, "team-vest");
        let denied = app.report_make(&karen, &own, today(), |_, _| {}).await;
        assert!(matches!(denied, Err(AppError::NoAccess(Refusal::NotForFigures))));
    });
}

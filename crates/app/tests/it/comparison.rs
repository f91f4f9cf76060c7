//! A municipality beside others: who is left out of a mean, who shares a place, and what was known when.

use crate::databases::on_each;
use crate::world::{day, fjordby, noon};
use app::comparison::{Asked, Comparison, GroupInfo, LineKind, Ranked, Second};
use app::figures::compare::Agreement;
use app::figures::geography::Geography;
use app::figures::table::Reason;
use app::figures::{Exact, Value};
use app::import::statistics::import_table;
use app::{App, Moment};
use domain::codes::OfferKind;
use domain::instant::Instant;
use std::sync::Arc;

fn now() -> Moment {
    noon(day("2026-08-22"))
}

/// Aabenraa with the real municipalities, and figures made up for this test.
pub(crate) async fn aabenraa(address: &str) -> App {
    let app = fjordby(address).await;
    let mut config = (*app.config).clone();
    config.code = 580;
    config.geography = Arc::new(Geography::shipped());
    App::new(app.store, app.rulebook, Arc::new(config), app.municipality)
}

async fn import(app: &App, text: &str, at: i64) {
    import_of(app, "y60a02", text, at).await;
}

async fn import_of(app: &App, table: &str, text: &str, at: i64) {
    let file = format!("{table}.csv");
    let report = import_table(&app.store, table, &file, text.as_bytes(), Instant(at)).await.unwrap();
    assert_eq!((report.refused, report.problems.len()), (0, 0), "{:?}", report.problems);
}

/// The cluster of Aabenraa is Frederiksberg, Høje-Taastrup, Ringsted, Vejle and itself.
const FIGURES: &str = "omraade;periode;populationRate\n\
    Aabenraa;2025M06;1,6\nAabenraa;2026M06;2,0\nAabenraa;2026M07;1,7\n\
    Frederiksberg;2026M06;1,5\nFrederiksberg;2026M07;1,5\nHøje-Taastrup;2026M07;1,7\n\
    Ringsted;2026M07;\nVejle;2026M07;2,0\nRanders;2026M07;3,7\nHele landet;2026M07;2,1\n";

async fn shown(app: &App, asked: Asked) -> Comparison {
    app.comparison(asked, now()).await.unwrap().shown.unwrap()
}

fn last(shown: &Comparison, kind: LineKind) -> Value {
    *shown.lines.iter().find(|l| l.kind == kind).unwrap().values.last().unwrap()
}

#[test]
fn the_cluster_line_leaves_the_municipality_out_and_a_hidden_figure_is_not_zero() {
    on_each(async |address| {
        let app = aabenraa(address).await;
        import(&app, FIGURES, 1).await;
        let shown = shown(&app, Asked::default()).await;
        assert_eq!(last(&shown, LineKind::Own), Value::Number(Exact::decimal(17, 1).unwrap()));
        let others = last(&shown, LineKind::Cluster).number().unwrap();
        assert_eq!(others.rounded(2), 173, "(1,5 + 1,7 + 2,0) / 3; Ringsted is hidden, Aabenraa itself is left out");
        assert!(matches!(&shown.cluster, GroupInfo::Known { members: 5, with_value: 3, .. }), "{:?}", shown.cluster);
        let rar = last(&shown, LineKind::Second);
        assert_eq!(rar, Value::Number(Exact::decimal(20, 1).unwrap()), "of RAR Sydjylland Vejle alone has a figure");
        let places: Vec<_> =
            shown.ranking.rows.iter().map(|r| (r.name.as_str(), r.printed.map(|p| (p.first, p.last, p.of)))).collect();
        assert_eq!(
            places,
            [
                ("Frederiksberg", Some((1, 1, 4))),
                ("Høje-Taastrup", Some((2, 3, 4))),
                ("Aabenraa", Some((2, 3, 4))),
                ("Vejle", Some((4, 4, 4))),
                ("Ringsted", None),
            ]
        );
        assert_eq!(shown.best.first().map(String::as_str), Some("Frederiksberg"));
    });
}

#[test]
fn over_the_data_break_there_is_no_change_and_the_reader_is_told() {
    on_each(async |address| {
        let app = aabenraa(address).await;
        import(&app, "omraade;periode;populationRate\nAabenraa;2025M06;1,6\nAabenraa;2026M06;2,0\n", 1).await;
        let shown = shown(&app, Asked::default()).await;
        let change = shown.lines[0].change;
        assert!(matches!(change.relative, Value::Undetermined(Reason::DataBreak(_))), "{change:?}");
        assert_eq!(shown.breaks.len(), 1);
    });
}

#[test]
fn figures_can_be_seen_as_they_were_known_on_an_earlier_day() {
    on_each(async |address| {
        let app = aabenraa(address).await;
        let (monday, tuesday) = (day("2026-08-17"), day("2026-08-18"));
        import(&app, FIGURES, noon(monday).now.0).await;
        import(&app, &FIGURES.replace("2026M07;1,7\nFred", "2026M07;1,8\nFred"), noon(tuesday).now.0).await;
        let own = |known| {
            let app = app.clone();
            async move { last(&shown(&app, Asked { known, ..Asked::default() }).await, LineKind::Own) }
        };
        assert_eq!(own(None).await, Value::Number(Exact::decimal(18, 1).unwrap()));
        assert_eq!(own(Some(monday)).await, Value::Number(Exact::decimal(17, 1).unwrap()));
        let before = Asked { known: Some(day("2026-08-16")), ..Asked::default() };
        let page = app.comparison(before, now()).await.unwrap();
        assert!(page.shown.is_none() && page.all.is_empty(), "nothing was known");
        assert_eq!(page.readings, [tuesday, monday]);
    });
}

#[test]
fn the_reader_chooses_whom_to_rank_and_an_unknown_municipality_is_the_own() {
    on_each(async |address| {
        let app = aabenraa(address).await;
        import(&app, FIGURES, 1).await;
        let country = shown(&app, Asked { ranked: Ranked::Country, ..Asked::default() }).await;
        assert_eq!(country.ranking.rows.len(), 98);
        let page = app.comparison(Asked { area: Some(12), ..Asked::default() }, now()).await.unwrap();
        assert_eq!(page.area_name, "Aabenraa");
        let vejle = app.comparison(Asked { area: Some(630), ..Asked::default() }, now()).await.unwrap();
        assert_eq!(last(&vejle.shown.unwrap(), LineKind::Own), Value::Number(Exact::decimal(20, 1).unwrap()));
    });
}

#[test]
fn neighbours_are_compared_as_a_group_and_each_by_itself() {
    on_each(async |address| {
        let app = aabenraa(address).await;
        let figures = "omraade;periode;populationRate\nAabenraa;2026M07;1,7\nHaderslev;2026M07;2,0\n\
            Sønderborg;2026M07;1,5\nTønder;2026M07;\nVejle;2026M07;9,0\n";
        import(&app, figures, 1).await;
        let asked = Asked { second: Second::Neighbours, ranked: Ranked::Second, ..Asked::default() };
        let shown = shown(&app, asked).await;
        let others = last(&shown, LineKind::Second).number().unwrap();
        assert_eq!(others.rounded(2), 175, "(2,0 + 1,5) / 2: Tønder is hidden, Vejle is no neighbour");
        let each: Vec<(&str, Value)> = shown.neighbours.iter().map(|(name, c)| (name.as_str(), c.now)).collect();
        let n = |mantissa| Value::Number(Exact::decimal(mantissa, 1).unwrap());
        assert_eq!(each, [("Haderslev", n(20)), ("Sønderborg", n(15)), ("Tønder", Value::Suppressed)]);
        let places: Vec<_> = shown.ranking.rows.iter().map(|r| (r.name.as_str(), r.printed.map(|p| p.first))).collect();
        let expected = [("Sønderborg", Some(1)), ("Aabenraa", Some(2)), ("Haderslev", Some(3)), ("Tønder", None)];
        assert_eq!(places, expected);
    });
}

#[test]
fn municipalities_together_are_held_against_the_country_with_a_tolerance_and_shares_are_not() {
    on_each(async |address| {
        let app = aabenraa(address).await;
        let figures = |aabenraa: u32| {
            let mut text = "omraade;periode;persons;populationRate\nHele landet;2026M07;97000;2,0\n".to_owned();
            for m in Geography::shipped().municipalities() {
                let persons = if m.code == 580 { aabenraa } else { 990 };
                text.push_str(&format!("{};2026M07;{persons};2,0\n", m.name));
            }
            text
        };
        let check = async |persons: u32, at: i64, measure: &str| {
            import(&app, &figures(persons), at).await;
            shown(&app, Asked { measure: Some(measure.into()), ..Asked::default() }).await.sums
        };
        let near = check(1_040, 1, "kontanthjaelp-personer").await.unwrap();
        assert_eq!((near.parts, near.agreement), (Exact::whole(97_070), Agreement::Within), "0,07 per cent");
        let far = check(1_140, 2, "kontanthjaelp-personer").await.unwrap();
        assert_eq!(far.agreement, Agreement::Apart, "0,18 per cent");
        assert_eq!(check(1_140, 3, "kontanthjaelp-andel").await, None);
    });
}

#[test]
fn own_cases_stand_beside_the_published_number_with_their_difference() {
    on_each(async |address| {
        let cases = ["kontanthjaelp 2025-12-01"; 4];
        let app = crate::leadership::with(address, &cases).await;
        let mut config = (*app.config).clone();
        config.code = 580;
        config.geography = Arc::new(Geography::shipped());
        let app = App::new(app.store, app.rulebook, Arc::new(config), app.municipality);
        let figures = "omraade;periode;fullTime\nAabenraa;2026M01;4\nAabenraa;2026M02;5\n";
        import(&app, figures, 1).await;
        let moment = crate::team::today();
        let asked = |measure: &str| Asked { measure: Some(measure.into()), ..Asked::default() };
        let page = app.comparison(asked("kontanthjaelp-fuldtid"), moment).await.unwrap();
        let shown = page.shown.unwrap();
        let own = app.own_beside(&crate::leadership::analyst(), &shown, moment).await.unwrap().unwrap();
        let apart: Vec<_> = own.months.iter().map(|m| (m.month.month(), m.difference(), m.percent())).collect();
        let (none, less) = (Exact::whole(0), Exact::whole(-1));
        assert_eq!(apart, [(1, Some(none), Some(none)), (2, Some(less), Some(Exact::whole(-20)))]);
        let karen = crate::world::viewer("karen", app::access::Role::Caseworker, "team-vest");
        assert!(app.own_beside(&karen, &shown, moment).await.is_err(), "figures of the whole municipality");
    });
}

#[test]
fn the_own_activation_degree_stands_beside_the_published_one_and_follows_what_is_written() {
    on_each(async |address| {
        let app = crate::leadership::with(address, &["kontanthjaelp 2025-12-01"; 12]).await;
        let mut config = (*app.config).clone();
        config.code = 580;
        config.geography = Arc::new(Geography::shipped());
        let app = App::new(app.store, app.rulebook, Arc::new(config), app.municipality);
        import_of(&app, "y60c07", "omraade;periode;degree\nAabenraa;2026M02;30,0\n", 1).await;
        let moment = crate::team::today();
        let asked = Asked { measure: Some("aktiveringsgrad".into()), ..Asked::default() };
        let shown = app.comparison(asked, moment).await.unwrap().shown.unwrap();
        let own = async |app: &App| {
            let found = app.own_beside(&crate::leadership::analyst(), &shown, moment).await.unwrap().unwrap();
            found.months.last().map(|m| m.counted)
        };
        assert_eq!(own(&app).await, Some(Value::Number(Exact::ZERO)), "nobody is in an offer");
        let cases: Vec<i64> =
            app.store.histories(app.municipality).await.unwrap().cases.iter().map(|c| c.case).collect();
        for (n, case) in cases.iter().enumerate().take(6) {
            crate::world::write_fact(&app, *case, moment, |f| {
                (f.from, f.through) = (day("2026-02-01"), Some(day("2026-02-28")));
                f.data = crate::reports::started(OfferKind::Virksomhedspraktik, if n < 3 { 3_700 } else { 1_850 });
            })
            .await;
        }
        // Three of twelve in full, three by half: 4.5 of 12 persons.
        let expected = Some(Value::Number(Exact::decimal(375, 1).unwrap()));
        assert_eq!(own(&app).await, expected);
        let anew = App::new(app.store.clone(), Arc::clone(&app.rulebook), Arc::clone(&app.config), app.municipality);
        assert_eq!(own(&anew).await, expected, "counted on from commit to commit is counted anew");
    });
}

//! Files from elsewhere: read twice they are known once, corrected they correct, and a bad row stops no good one.

use crate::databases::on_each;
use crate::world::{author, day, fjordby, noon, viewer};
use app::access::Role;
use app::import::report::Report;
use app::import::statistics::import_table;
use app::overview::{Filter, Whose};
use app::{App, Moment};
use domain::instant::Instant;

const TODAY: &str = "2026-03-16";

fn now() -> Moment {
    noon(day(TODAY))
}

pub(crate) async fn citizens(app: &App, text: &str) -> Report {
    app.import_citizens(ingest::people::read(text.as_bytes()), "gammel", &author(), now()).await.unwrap()
}

pub(crate) async fn facts(app: &App, text: &str) -> Report {
    app.import_facts(ingest::facts::read(text.as_bytes()), "gammel", &author(), now(), |_| {}).await.unwrap()
}

pub(crate) const IDA: &str = "citizen;first_name;last_name;born\nA1;Ida;Demosen;1990-05-01\n";
const HELP: &str = "citizen;external_id;kind;on;from;through;benefit\nA1;c1;first_contact;2026-03-02;;;kontanthjaelp\nA1;b1;benefit;;2026-03-02;;kontanthjaelp\n";

pub(crate) async fn case_of(app: &App, name: &str) -> (i64, i64) {
    let person = app.store.person_search(app.municipality, name, 5).await.unwrap().remove(0).id;
    (app.store.case_of_person(app.municipality, person).await.unwrap().unwrap_or(0), person)
}

#[test]
fn a_case_opens_with_the_first_benefit_and_has_its_duties_at_once() {
    on_each(async |address| {
        let app = fjordby(address).await;
        assert_eq!(citizens(&app, IDA).await.accepted, 1);
        assert_eq!(case_of(&app, "Ida").await.0, 0, "nothing is known that opens a case");
        let report = facts(&app, HELP).await;
        assert_eq!((report.read, report.accepted, report.refused), (2, 2, 0), "{:?}", report.problems);
        let (case, _) = case_of(&app, "Ida").await;
        let row = app.store.case_find(app.municipality, case).await.unwrap().unwrap();
        assert_eq!((row.unit.as_str(), row.opened), ("visitation", day("2026-03-02")));
        let reader = viewer("hanne", Role::TeamLeader, "visitation");
        let filter = Filter { whose: Whose::Everybody, ..Filter::mine() };
        let work = app.overview(&reader, filter, now()).await.unwrap();
        assert!(work.groups.iter().any(|g| g.rows.iter().any(|r| r.case == case)));
    });
}

#[test]
fn the_same_file_twice_changes_nothing_and_a_changed_row_corrects() {
    on_each(async |address| {
        let app = fjordby(address).await;
        citizens(&app, IDA).await;
        facts(&app, HELP).await;
        let before = app.store.commit_latest(app.municipality, None).await.unwrap();
        assert_eq!(citizens(&app, IDA).await.unchanged, 1);
        assert_eq!(facts(&app, HELP).await.unchanged, 2);
        assert_eq!(app.store.commit_latest(app.municipality, None).await.unwrap(), before, "nothing was written");
        let ended = HELP.replace("2026-03-02;;kontanthjaelp\n", "2026-03-02;2026-03-10;kontanthjaelp\n");
        let report = facts(&app, &ended).await;
        assert_eq!((report.accepted, report.unchanged, report.refused), (2, 1, 0), "{:?}", report.problems);
        let (_, person) = case_of(&app, "Ida").await;
        let history = app.store.history(app.municipality, person, None).await.unwrap();
        let benefit = history.facts().iter().find(|f| f.kind().name() == "benefit").unwrap();
        assert_eq!((benefit.through, history.replaced().len()), (Some(day("2026-03-10")), 1));
    });
}

#[test]
fn of_a_large_file_only_the_part_with_a_change_is_written_again() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let rows = (0..5_001).map(|n| format!("A{n};Ida;Demosen;1990-05-01\n")).collect::<String>();
        let file = format!("citizen;first_name;last_name;born\n{rows}");
        assert_eq!(citizens(&app, &file).await.accepted, 5_001);
        let commit = async || app.store.commit_latest(app.municipality, None).await.unwrap().0;
        let before = commit().await;
        assert_eq!((citizens(&app, &file).await.unchanged, commit().await), (5_001, before));
        let report = citizens(&app, &file.replace("A0;Ida;", "A0;Eva;")).await;
        assert_eq!((report.corrected, report.unchanged), (1, 5_000));
        assert_eq!(commit().await, before + 1, "the second part of the file changes nothing and writes no commit");
    });
}

#[test]
fn a_correction_by_hand_survives_the_next_reading_of_the_same_file() {
    on_each(async |address| {
        let app = fjordby(address).await;
        citizens(&app, IDA).await;
        facts(&app, HELP).await;
        let (_, person) = case_of(&app, "Ida").await;
        let (_, stored) = app.store.fact_list(app.municipality, person).await.unwrap();
        let first = stored.iter().find(|f| f.fact.kind().name() == "first_contact").unwrap();
        let mut write = app.store.begin_write(app.municipality, &author(), now().now).await.unwrap();
        let by_hand = store::fact::NewFact {
            person,
            data: first.fact.data.clone(),
            from: day("2026-03-04"),
            through: None,
            minute: None,
            source: "Karen".into(),
            import_key: None,
            supersedes: Some(first.id),
            annuls: None,
            reason: None,
        };
        write.facts_add(vec![by_hand]).await.unwrap();
        write.commit(&app.rulebook).await.unwrap();
        assert_eq!(facts(&app, HELP).await.unchanged, 2);
        let history = app.store.history(app.municipality, person, None).await.unwrap();
        let contact = history.facts().iter().find(|f| f.kind().name() == "first_contact").unwrap();
        assert_eq!(contact.from, day("2026-03-04"));
    });
}

#[test]
fn bad_rows_are_named_and_the_good_ones_are_in() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let people =
            "citizen;first_name;last_name;unit\nA1;Ida;Demosen;team-vst\nA2;Bo;Demosen;team-vest\nA2;Bo;Demosen;\n";
        let report = citizens(&app, people).await;
        let said: Vec<(u32, &str)> = report.problems.iter().map(|p| (p.line, p.code)).collect();
        assert_eq!(said, [(2, "unknown_unit"), (4, "duplicate")]);
        assert!(report.problems[0].message.contains("did you mean \"team-vest\""));
        assert_eq!((report.read, report.accepted, report.refused), (3, 1, 2));
        let rows = "citizen;external_id;kind;on;from;through;benefit;supersedes\n\
                    A9;x1;registered;2026-03-01;;;;\n\
                    A2;b1;benefit;;2026-01-01;;kontanthjaelp;\n\
                    A2;b2;benefit;;2026-02-01;2026-02-28;kontanthjaelp;\n\
                    A2;b3;benefit;;2026-02-01;;sygedagpenge;\n\
                    A2;b4;benefit;;2026-01-01;2026-01-31;kontanthjaelp;b1\n\
                    A2;b5;benefit;;2026-02-01;;kontanthjaelp;\n\
                    A2;x2;registered;2026-03-01;;;;b77\n";
        let report = facts(&app, rows).await;
        let mut said: Vec<(u32, &str)> = report.problems.iter().map(|p| (p.line, p.code)).collect();
        said.sort_unstable();
        assert_eq!(said, [(2, "unknown_citizen"), (4, "overlap"), (8, "unknown_fact")]);
        assert_eq!((report.read, report.accepted, report.refused), (7, 4, 3));
        let again = facts(&app, rows).await;
        assert_eq!((again.accepted, again.unchanged, again.refused), (4, 4, 3), "{:?}", again.problems);
    });
}

#[test]
fn rows_without_an_id_are_told_apart_by_how_often_they_stand_there() {
    on_each(async |address| {
        let app = fjordby(address).await;
        citizens(&app, IDA).await;
        let rows = "citizen;kind;on;text\nA1;note;2026-03-01;Ringede\nA1;note;2026-03-01;Ringede\n";
        assert_eq!(facts(&app, rows).await.accepted, 2);
        assert_eq!(facts(&app, rows).await.unchanged, 2);
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), 2);
    });
}

#[test]
fn a_published_table_keeps_what_it_said_before_and_a_blank_is_suppressed() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let first = "omraade;periode;persons\nAabenraa;2026M06;670\nHedensted;2026M06;\n";
        let read = |text: &'static str, at: i64| {
            let store = app.store.clone();
            async move { import_table(&store, "y60a02", "y60a02.csv", text.as_bytes(), Instant(at)).await.unwrap() }
        };
        let report = read(first, 1_000).await;
        assert_eq!((report.read, report.accepted, report.suppressed, report.unchanged), (2, 2, 1, 0));
        let report = read("omraade;periode;persons\nAabenraa;2026M06;671\nHedensted;2026M06;\n", 2_000).await;
        assert_eq!((report.accepted, report.unchanged), (2, 1));
        let found = app.store.stat_series().await.unwrap().remove(0);
        assert_eq!((found.name.table.as_str(), found.name.measure.as_str()), ("y60a02", "persons"));
        let series = found.id;
        let figures = |before| {
            let store = app.store.clone();
            async move {
                let mut rows = store.stat_rows(series, before).await.unwrap();
                rows.sort_by_key(|r| r.area);
                rows.iter().map(|r| (r.area, r.figure.mantissa)).collect::<Vec<_>>()
            }
        };
        assert_eq!(figures(None).await, [(580, Some(671)), (766, None)]);
        assert_eq!(figures(Some(Instant(2_000))).await, [(580, Some(670)), (766, None)]);
        assert_eq!(figures(Some(Instant(1_000))).await, []);
    });
}

#[test]
fn a_file_that_contradicts_itself_says_so_and_keeps_the_first_figure() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let text = "omraade;periode;persons\nAabenraa;2026M06;670\nAabenraa;2026M06;671\nAabenraa;2026M07;1\n";
        let report = import_table(&app.store, "y60a02", "f", text.as_bytes(), Instant(1)).await.unwrap();
        assert_eq!((report.read, report.accepted, report.refused), (3, 2, 1));
        assert!(report.problems[0].path.starts_with("row 2"), "{:?}", report.problems);
        let nothing = import_table(&app.store, "y60a02", "f", "x;y\n1;2\n".as_bytes(), Instant(2)).await.unwrap();
        assert!(nothing.refused > 0 && nothing.accepted == 0);
        assert_eq!(app.store.stat_snapshots().await.unwrap().len(), 1, "a file without a good row is no reading");
    });
}

#[test]
fn a_benefit_that_begins_after_its_last_day_is_pointed_out_and_the_good_rows_go_on() {
    on_each(async |address| {
        let app = fjordby(address).await;
        citizens(&app, IDA).await;
        let rows = "citizen;external_id;kind;on;from;through;benefit\n\
                    A1;b1;benefit;;2011-12-31;2012-03-31;starthjaelp\n\
                    A1;b2;benefit;;2012-01-01;;starthjaelp\n\
                    A1;c1;first_contact;2026-01-05;;;uddannelseshjaelp\n\
                    A1;b3;benefit;;2026-01-05;;kontanthjaelp\n";
        let report = facts(&app, rows).await;
        let said: Vec<(u32, &str)> = report.problems.iter().map(|p| (p.line, p.code)).collect();
        assert_eq!(said, [(3, "benefit_gone"), (4, "benefit_gone")]);
        assert!(report.problems[0].message.contains("2011-12-31"), "{}", report.problems[0].message);
        assert_eq!((report.read, report.accepted, report.refused), (4, 2, 2));
        let id = app.store.person_search(app.municipality, "Demosen", 2).await.unwrap()[0].id;
        let history = app.store.history(app.municipality, id, None).await.unwrap();
        let benefits = history.facts().iter().filter(|f| f.kind() == domain::kinds::FactKind::Benefit);
        assert_eq!(
            benefits.map(|f| f.from).collect::<Vec<_>>(),
            [day("2011-12-31"), day("2026-01-05")],
            "the past stands"
        );
    });
}

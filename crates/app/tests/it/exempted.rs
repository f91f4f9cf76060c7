//! The 25 per cent that may be exempted after an assessment: ten on dagpenge as in the fourth story.

use crate::databases::on_each;
use crate::team::{choose, hanne};
use crate::world::{accounts, author, day, fjordby, karen, noon, ten_like_hassan, write_fact};
use app::team::{Exempted, QuotaRow, Which};
use app::{App, Moment};
use domain::codes::{ExemptDuty, Protection};
use domain::kinds::FactData;

fn october() -> Moment {
    noon(day("2026-10-20"))
}

async fn ten(address: &str, assessments: &[&str]) -> App {
    let app = fjordby(address).await;
    accounts(&app).await;
    app.arrive(ten_like_hassan(october().today, assessments), &author(), october()).await.unwrap();
    app
}

async fn shown(app: &App, moment: Moment) -> Exempted {
    app.team(&hanne(), choose(Which::All, 8), moment).await.unwrap().exempted
}

async fn talks(app: &App) -> QuotaRow {
    shown(app, october()).await.rows.into_iter().find(|r| r.rule == "kvote-75-samtaler").unwrap()
}

#[test]
fn two_of_ten_are_exempted_nobody_more_may_be_and_one_without_an_assessment_is_named_and_not_counted() {
    on_each(async |address| {
        let app = ten(address, &["Har to tilbud om job.", "Begynder i job 2. november.", " "]).await;
        let row = talks(&app).await;
        let count = row.count.unwrap();
        assert_eq!((count.group, count.exempted, count.unwritten), (10, 2, 1));
        assert_eq!((row.percent.as_deref(), row.most_percent), (Some("20,0 pct."), 25));
        assert_eq!((count.most_exempted(), count.may_be_exempted(), row.beyond()), (2, 0, 0));
        assert_eq!(row.exempt_from, Some(ExemptDuty::Samtaler));
        let [(case, name)] = row.unwritten.as_slice() else { panic!("{:?}", row.unwritten) };
        let page = app.citizen(&karen(), *case, None, "opslag", october()).await.unwrap();
        assert_eq!(page.name, *name);
        // The offers are another group of the same ten, and nobody is exempted from those; the first talk lets nobody go.
        let rows = shown(&app, october()).await.rows;
        let offers = rows.iter().find(|r| r.rule == "kvote-75-tilbud").unwrap();
        assert_eq!(offers.count.map(|c| (c.group, c.exempted, c.may_be_exempted())), Some((10, 0, 2)));
        let first = rows.iter().find(|r| r.rule == "kvote-100-foerste-samtale").unwrap();
        assert_eq!((first.most_percent, first.exempt_from, first.percent.as_deref()), (0, None, None));
        assert_eq!(rows.len(), 3, "the law's quotas alone");
    });
}

#[test]
fn more_than_the_law_lets_are_said_to_be_too_many() {
    on_each(async |address| {
        let app = ten(address, &["Har et tilbud."; 4]).await;
        let row = talks(&app).await;
        assert_eq!((row.percent.as_deref(), row.beyond()), (Some("40,0 pct."), 2));
    });
}

#[test]
fn one_case_that_is_closed_hides_the_share_and_is_not_named() {
    on_each(async |address| {
        let app = ten(address, &["Har to tilbud om job.", ""]).await;
        let (case, _) = talks(&app).await.unwritten[0].clone();
        write_fact(&app, case, october(), |f| {
            f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        })
        .await;
        let row = talks(&app).await;
        assert_eq!((row.count, row.percent, row.unwritten), (None, None, Vec::new()));
    });
}

#[test]
fn before_the_rule_is_in_force_there_is_no_share_and_the_day_it_begins_is_told() {
    on_each(async |address| {
        let app = fjordby(address).await;
        accounts(&app).await;
        let found = shown(&app, noon(day("2026-03-16"))).await;
        assert_eq!((found.rows.len(), found.from), (0, Some(day("2026-07-01"))));
    });
}

#[test]
fn a_time_that_is_over_is_no_longer_in_the_group() {
    on_each(async |address| {
        let app = ten(address, &["Har to tilbud om job."]).await;
        let group = async |on: &str| {
            let rows = shown(&app, noon(day(on))).await.rows;
            rows.iter().find(|r| r.rule == "kvote-75-samtaler").and_then(|r| r.count).map(|c| (c.group, c.exempted))
        };
        assert_eq!(group("2027-01-06").await, Some((10, 1)));
        assert_eq!(group("2027-01-07").await, Some((0, 0)));
    });
}

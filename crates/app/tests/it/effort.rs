//! What a caseworker decides of the effort: exempting after an assessment.

use crate::databases::on_each;
use crate::world::{arrive, day, fjordby, karen, noon};
use app::citizen::DutyView;
use app::exemption::ExemptionForm;
use app::register::{Posted, form_key};
use app::{App, AppError, Moment};
use domain::codes::{DeviationReason, ExemptDuty};
use domain::kinds::FactData;
use rulebook::assess::Status;

fn october() -> Moment {
    noon(day("2026-10-11"))
}

fn exemption(through: Option<&str>) -> ExemptionForm {
    ExemptionForm {
        exempt_from: ExemptDuty::Samtaler,
        from: day("2026-10-11"),
        through: through.map(day),
        author: "Karen Eksempel".into(),
        assessed: day("2026-10-09"),
        reason: DeviationReason::KonkretVurdering,
        assessment: "Har to tilbud om job.".into(),
    }
}

async fn posted(app: &App, case: i64, moment: Moment) -> Posted {
    let version = app.citizen(&karen(), case, None, "opslag", moment).await.unwrap().version;
    Posted { case, version, key: form_key() }
}

async fn second_talk(app: &App, case: i64, moment: Moment) -> DutyView {
    let page = app.citizen(&karen(), case, None, "opslag", moment).await.unwrap();
    page.municipality.into_iter().find(|d| d.duty == "jobsamtale" && d.n == 2).unwrap()
}

#[test]
fn who_is_exempted_after_an_assessment_has_no_such_duty_and_the_page_says_who_assessed_and_why() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-04b-hassan-undtaget", october().today).await;
        assert_eq!(second_talk(&app, case, october()).await.status, Status::Pending);
        let form = posted(&app, case, october()).await;
        app.exemption_register(&karen(), &form, &exemption(None), october()).await.unwrap();
        let duty = second_talk(&app, case, october()).await;
        assert_eq!(duty.status, Status::Exempt);
        let facts: Vec<&FactData> = duty.chain.iter().flat_map(|b| &b.facts).map(|f| &f.data).collect();
        let said = facts.iter().any(|f| {
            matches!(f, FactData::ExemptedAfterAssessment { author, assessed, assessment, .. }
                if author == "Karen Eksempel" && *assessed == Some(day("2026-10-09")) && assessment == "Har to tilbud om job.")
        });
        assert!(said, "{facts:?}");
        // A year later, too: no last day was written.
        assert_eq!(second_talk(&app, case, noon(day("2027-06-01"))).await.status, Status::Exempt);
    });
}

#[test]
fn an_exemption_that_ends_before_the_date_gives_the_duty_back_with_its_date() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-04b-hassan-undtaget", october().today).await;
        let due = second_talk(&app, case, october()).await.law_due;
        let form = posted(&app, case, october()).await;
        app.exemption_register(&karen(), &form, &exemption(Some("2026-11-30")), october()).await.unwrap();
        let on = async |text| second_talk(&app, case, noon(day(text))).await;
        assert_eq!(on("2026-11-30").await.status, Status::Exempt);
        let after = on("2026-12-01").await;
        assert_eq!((after.status, after.law_due), (Status::Pending, due));
    });
}

#[test]
fn an_exemption_without_an_assessment_or_before_it_was_made_writes_nothing() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let case = arrive(&app, "story-04b-hassan-undtaget", october().today).await;
        let before = app.store.fact_count(app.municipality).await.unwrap();
        let form = posted(&app, case, october()).await;
        let wrong = ExemptionForm {
            author: " ".into(),
            assessed: day("2026-10-12"),
            assessment: String::new(),
            ..exemption(None)
        };
        let refused = app.exemption_register(&karen(), &form, &wrong, october()).await;
        let Err(AppError::Form(mistakes)) = refused else { panic!("{refused:?}") };
        assert_eq!(mistakes.iter().map(|m| m.field).collect::<Vec<_>>(), ["author", "assessed", "assessment"]);
        let refused = app.exemption_register(&karen(), &form, &exemption(Some("2026-10-10")), october()).await;
        assert!(matches!(&refused, Err(AppError::Form(m)) if m[0].field == "through"), "{refused:?}");
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), before);
    });
}

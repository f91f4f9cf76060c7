//! What a caseworker decides of the effort: exempting after an assessment, and which offer.

use crate::databases::on_each;
use crate::world::{FJORDBY, arrive, day, fjordby, karen, municipality, noon};
use app::citizen::DutyView;
use app::exemption::ExemptionForm;
use app::offer::{OfferForm, Terms};
use app::register::{Posted, form_key};
use app::{App, AppError, Moment};
use domain::codes::{DeviationReason, ExemptDuty, OfferKind};
use domain::kinds::FactData;
use rulebook::assess::Status;
use store::Store;

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
                if author == "Karen Eksempel" && *assessed == day("2026-10-09") && assessment == "Har to tilbud om job.")
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

#[test]
fn the_first_offer_needs_no_reason_and_another_is_saved_with_its_reason_in_one_commit() {
    on_each(async |address| {
        let app = municipality(&Store::open(address).await.unwrap(), FJORDBY, "fjordby").await;
        let march = noon(day("2026-03-16"));
        let case = arrive(&app, "story-01-jonas", march.today).await;
        let page = app.citizen(&karen(), case, None, "opslag", march).await.unwrap();
        let order = page.offers.unwrap();
        let offers: Vec<OfferKind> = order.steps.iter().map(|s| s.offer).collect();
        assert_eq!(offers[..2], [OfferKind::OrdinaereTimer, OfferKind::Virksomhedspraktik]);
        let form = |offer, reason| OfferForm {
            granted: None,
            terms: Terms { offer, from: march.today, sector: None },
            through: None,
            reason,
            hours: None,
            company: String::new(),
            cvr: String::new(),
            p_number: String::new(),
        };
        let facts = async || app.store.fact_count(app.municipality).await.unwrap();
        let before = facts().await;
        let old = posted(&app, case, march).await;
        let refused = app.offer_register(&karen(), &old, &form(offers[1], None), march).await;
        assert!(matches!(&refused, Err(AppError::Form(m)) if m[0].field == "reason"), "{refused:?}");
        assert_eq!(facts().await, before);
        let reason = Some(DeviationReason::BorgerensOenske);
        let commit = app.offer_register(&karen(), &old, &form(offers[1], reason), march).await.unwrap();
        let again = app.offer_register(&karen(), &old, &form(offers[1], None), march).await.unwrap();
        assert_eq!((again, facts().await), (commit, before + 2), "the same form is saved once");
        let page = app.citizen(&karen(), case, None, "opslag", march).await.unwrap();
        let why = page.facts.iter().find(|f| matches!(f.data, FactData::Deviation { .. })).unwrap();
        assert_eq!(why.commit, page.facts.iter().find(|f| f.kind.name() == "offer_started").unwrap().commit);
        let after = OfferForm { granted: Some(day("2026-03-17")), ..form(offers[0], reason) };
        let refused = app.offer_register(&karen(), &posted(&app, case, march).await, &after, march).await;
        assert!(
            matches!(&refused, Err(AppError::Form(m)) if m[0].field == "granted"),
            "no offer is given after it began"
        );
        let form = OfferForm { granted: Some(day("2026-03-09")), ..form(offers[0], reason) };
        app.offer_register(&karen(), &posted(&app, case, march).await, &form, march).await.unwrap();
        let page = app.citizen(&karen(), case, None, "opslag", march).await.unwrap();
        let given = |data: &FactData| matches!(data, FactData::OfferStarted { granted: Some(on), .. } if *on == day("2026-03-09"));
        assert!(page.facts.iter().any(|f| given(&f.data)), "the offer keeps the day it was given");
        assert_eq!(facts().await, before + 3, "the first needs no reason, and none is written");
    });
}

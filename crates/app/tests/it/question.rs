//! One missing fact, written by itself: the date that waited for it is there afterwards.

use crate::databases::on_each;
use crate::world::{author, day, fjordby, karen, noon, viewer};
use app::access::Role;
use app::citizen::{CitizenPage, DutyView};
use app::correct::{Correction, CorrectionReason};
use app::import::Arrival;
use app::question::{Answer, Question};
use app::reason::Shape;
use app::register::{Posted, form_key};
use app::{App, AppError, Moment};
use domain::codes::{Benefit, BenefitRate, Channel, Code, Sender, TargetGroup, Visitation, YesNo};
use domain::fact::Fact;
use domain::kinds::FactData;

fn today() -> Moment {
    noon(day("2026-03-16"))
}

/// Somebody on sick pay whose first day of absence nobody has written.
pub(crate) fn sick() -> Arrival {
    let benefit = FactData::Benefit { benefit: Benefit::Sygedagpenge, rate: None, partial: false };
    Arrival {
        cpr: None,
        first_name: "Sara".into(),
        last_name: "Demosen".into(),
        address: String::new(),
        born: Some(day("1985-04-01")),
        unit: "team-vest".into(),
        employee: Some("karen".into()),
        facts: vec![Fact::new("benefit", benefit, day("2026-02-09"), None)],
    }
}

async fn page(app: &App) -> CitizenPage {
    app.citizen(&karen(), 1, None, "opslag", today()).await.unwrap()
}

async fn posted(app: &App) -> Posted {
    Posted { case: 1, version: page(app).await.version, key: form_key() }
}

fn answer(question: Question, fields: &[(&'static str, &str)], from: Option<&str>) -> Answer {
    let fields = fields.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    Answer { question, fields, from: from.map(day), through: None, minute: None }
}

fn lacking<'p>(page: &'p CitizenPage, name: &str) -> Vec<&'p DutyView> {
    let lacks = |d: &&DutyView| match d.reason.as_ref().map(|r| &r.shape) {
        Some(Shape::Missing(names)) => names.iter().any(|n| n == name),
        _ => false,
    };
    page.municipality.iter().filter(lacks).collect()
}

#[test]
fn the_first_day_of_absence_is_written_and_the_dates_that_waited_for_it_are_there() {
    on_each(async |address| {
        let app = fjordby(address).await;
        app.arrive(vec![sick()], &author(), today()).await.unwrap();
        assert!(!lacking(&page(&app).await, "sickness.from").is_empty());
        let said = answer(Question::Fravaersdag, &[("employed", "ja")], Some("2026-02-02"));
        let form = posted(&app).await;
        let commit = app.answer_register(&karen(), &form, &said, today()).await.unwrap();
        assert_eq!(app.answer_register(&karen(), &form, &said, today()).await.unwrap(), commit, "once");
        let after = page(&app).await;
        assert!(lacking(&after, "sickness.from").is_empty());
        assert!(after.municipality.iter().any(|d| d.open && d.law_due.is_some()), "{:?}", after.municipality);
    });
}

#[test]
fn what_a_fact_lacks_is_filled_and_all_else_it_says_stays_with_the_old_word_beside() {
    on_each(async |address| {
        let app = fjordby(address).await;
        app.arrive(vec![sick()], &author(), today()).await.unwrap();
        let fit = answer(Question::JobVedSygdom, &[("employed", "nej")], None);
        let none = app.answer_register(&karen(), &posted(&app).await, &fit, today()).await;
        assert!(matches!(none, Err(AppError::Form(m)) if m[0].key == "question.error.nothing_to_fill"));
        let rate = answer(Question::Sats, &[("rate", "uddannelseshjaelp")], None);
        let wrong = app.answer_register(&karen(), &posted(&app).await, &rate, today()).await;
        assert!(matches!(wrong, Err(AppError::Form(m)) if m[0].field == "rate"), "no such rate");
        let rate = answer(Question::Sats, &[("rate", "mindstesats")], None);
        // To fill what somebody wrote is to put it right: the owner's and her team's.
        let peter = viewer("peter", Role::Caseworker, "team-unge");
        let shown = app.question(&peter, 1, Question::Sats, today()).await;
        assert!(matches!(shown, Err(AppError::NoAccess(_))));
        let form = posted(&app).await;
        assert!(matches!(app.answer_register(&peter, &form, &rate, today()).await, Err(AppError::NoAccess(_))));
        assert!(app.question(&peter, 1, Question::Uddannelse, today()).await.is_ok(), "a new fact, as any other");
        app.answer_register(&karen(), &posted(&app).await, &rate, today()).await.unwrap();
        let after = page(&app).await;
        assert_eq!(
            after.axes.benefit,
            Some((Benefit::Sygedagpenge, Some(BenefitRate::Mindstesats), day("2026-02-09")))
        );
        assert_eq!(after.facts.iter().filter(|f| f.replaced).count(), 1);
        let again = app.answer_register(&karen(), &posted(&app).await, &rate, today()).await;
        assert!(matches!(again, Err(AppError::Form(_))), "it is said already");
    });
}

#[test]
fn a_residence_keeps_what_else_is_known_of_it_and_who_may_not_write_is_refused() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let mut person = sick();
        let home = FactData::Residence { requirement_met: None, ukraine_act: Some(YesNo::Ja), municipality_code: None };
        person.facts.push(Fact::new("home", home, day("2024-01-01"), None));
        app.arrive(vec![person], &author(), today()).await.unwrap();
        let said = answer(Question::Opholdskrav, &[("requirement_met", "nej")], Some("2026-02-09"));
        let outsider = viewer("lone", Role::ExternalActor, "aktoer");
        let refused = app.answer_register(&outsider, &posted(&app).await, &said, today()).await;
        assert!(matches!(refused, Err(AppError::NoAccess(_))));
        app.answer_register(&karen(), &posted(&app).await, &said, today()).await.unwrap();
        let wanted = FactData::Residence {
            requirement_met: Some(YesNo::Nej),
            ukraine_act: Some(YesNo::Ja),
            municipality_code: None,
        };
        assert!(page(&app).await.facts.iter().any(|f| f.data == wanted));
    });
}

#[test]
fn who_may_not_put_right_is_offered_no_form_that_changes_what_stands_or_opens_the_case_and_is_refused_by_hand() {
    on_each(async |address| {
        let app = fjordby(address).await;
        app.arrive(vec![sick()], &author(), today()).await.unwrap();
        let people = [
            (karen(), true),
            (viewer("hanne", Role::TeamLeader, "team-vest"), true),
            (viewer("peter", Role::Caseworker, "team-unge"), false),
            (viewer("jesper", Role::Consultant, "virksomhedsteamet"), false),
        ];
        for (who, may) in people {
            let listed: Vec<Question> =
                app.forms(&who, 1, today()).await.unwrap().1.into_iter().map(|f| f.question).collect();
            for question in Question::ALL {
                let shown = app.question(&who, 1, *question, today()).await;
                let form = Posted { key: form_key(), ..posted(&app).await };
                let saved = app.answer_register(&who, &form, &answer(*question, &[], None), today()).await;
                let closed = question.corrects() && !may;
                assert_eq!(matches!(shown, Err(AppError::NoAccess(_))), closed, "{} {question:?}", who.login);
                assert_eq!(matches!(saved, Err(AppError::NoAccess(_))), closed, "{} {question:?}", who.login);
                assert!(!closed || !listed.contains(question), "{} is led to {question:?}", who.login);
            }
        }
        for (login, role) in [("lone", Role::ExternalActor), ("mads", Role::Analyst), ("rune", Role::Administrator)] {
            let refused = app.forms(&viewer(login, role, "sekretariat"), 1, today()).await;
            assert!(matches!(refused, Err(AppError::NoAccess(_))), "{login}");
        }
    });
}

/// Somebody of an age nobody has written, on help.
fn ageless() -> Arrival {
    let help = FactData::Benefit { benefit: Benefit::Kontanthjaelp, rate: None, partial: false };
    let visitation = FactData::Visitation { category: Visitation::Aktivitetsparat };
    let on = day("2026-02-09");
    Arrival {
        born: None,
        facts: vec![Fact::new("benefit", help, on, None), Fact::new("visitation", visitation, on, None)],
        ..sick()
    }
}

#[test]
fn a_birthday_no_register_has_is_written_by_hand_and_the_group_that_waited_for_it_is_known() {
    on_each(async |address| {
        let app = fjordby(address).await;
        app.arrive(vec![ageless()], &author(), today()).await.unwrap();
        let before = page(&app).await;
        assert!(before.born.is_none() && before.axes.group_missing.contains(&"born".to_owned()), "{:?}", before.axes);
        assert_eq!(Question::of_missing("born"), [Question::Foedselsdag]);
        let write = async |born: &str| {
            let said = answer(Question::Foedselsdag, &[("born", born)], Some("2026-03-16"));
            app.answer_register(&karen(), &posted(&app).await, &said, today()).await
        };
        for (born, key) in [
            ("2026-03-17", "question.error.future"),
            ("2026-02-10", "question.error.born_after"),
            ("", "question.error.born"),
        ] {
            let refused = write(born).await;
            assert!(matches!(&refused, Err(AppError::Form(m)) if m[0].key == key), "{born}: {refused:?}");
        }
        write("1985-04-01").await.unwrap();
        let after = page(&app).await;
        assert_eq!(after.born, Some(day("1985-04-01")));
        assert_eq!(after.axes.group.map(|(g, _)| g), Some(TargetGroup::AktivitetsparatKontanthjaelp));
        let found = app.search(&karen(), "Demosen", today()).await.unwrap();
        assert_eq!(found.rows[0].born_year, Some(1985), "a list knows it too");
        write("1986-04-01").await.unwrap();
        assert_eq!(page(&app).await.born, Some(day("1986-04-01")), "the last word holds");
    });
}

#[test]
fn a_birthday_the_register_has_is_not_asked_for_and_not_written_over() {
    on_each(async |address| {
        let app = fjordby(address).await;
        app.arrive(vec![sick()], &author(), today()).await.unwrap();
        assert!(app.question(&karen(), 1, Question::Foedselsdag, today()).await.unwrap().registered);
        let listed = app.forms(&karen(), 1, today()).await.unwrap().1;
        assert!(listed.iter().all(|form| form.question != Question::Foedselsdag));
        let said = answer(Question::Foedselsdag, &[("born", "1990-01-01")], Some("2026-03-16"));
        let refused = app.answer_register(&karen(), &posted(&app).await, &said, today()).await;
        assert!(matches!(refused, Err(AppError::Form(m)) if m[0].key == "question.error.born_registered"));
        assert_eq!(page(&app).await.born, Some(day("1985-04-01")));
    });
}

#[test]
fn a_takeover_that_is_written_opens_the_duties_of_the_programme_and_an_immigrants_opens_none_of_them() {
    on_each(async |address| {
        let app = fjordby(address).await;
        app.arrive(vec![sick(), sick()], &author(), today()).await.unwrap();
        for (case, question, programme) in
            [(1, Question::Overtagelse, true), (2, Question::OvertagelseIndvandrer, false)]
        {
            let seen = async || app.citizen(&karen(), case, None, "opslag", today()).await.unwrap();
            let contract = |page: &CitizenPage| page.municipality.iter().any(|d| d.duty == "integrationskontrakt");
            let before = seen().await;
            assert!(!contract(&before));
            let form = Posted { case, version: before.version, key: form_key() };
            let said = answer(question, &[], Some("2026-03-02"));
            app.answer_register(&karen(), &form, &said, today()).await.unwrap();
            let after = seen().await;
            assert_eq!(contract(&after), programme, "{question:?}");
            assert!(after.municipality.len() > before.municipality.len(), "{question:?} opens duties of its own");
        }
    });
}

#[test]
fn an_enquiry_says_how_it_came_and_a_benefit_whether_it_is_partial() {
    on_each(async |address| {
        let app = fjordby(address).await;
        app.arrive(vec![ageless()], &author(), today()).await.unwrap();
        let fields = [("sender", "borger"), ("wish", ""), ("text", "Vil i job"), ("channel", "telefon")];
        let said = answer(Question::Henvendelse, &fields, Some("2026-03-16"));
        app.answer_register(&karen(), &posted(&app).await, &said, today()).await.unwrap();
        let begun = [("benefit", "sygedagpenge"), ("rate", ""), ("partial", "ja")];
        let said = answer(Question::Ydelse, &begun, Some("2026-03-16"));
        app.answer_register(&karen(), &posted(&app).await, &said, today()).await.unwrap();
        let facts = page(&app).await.facts;
        assert!(facts.iter().any(|f| f.data
            == FactData::Enquiry {
                channel: Some(Channel::Telefon),
                wish: None,
                text: Some("Vil i job".into()),
                sender: Some(Sender::Borger),
            }));
        let partial = FactData::Benefit { benefit: Benefit::Sygedagpenge, rate: None, partial: true };
        assert!(facts.iter().any(|f| f.data == partial));
    });
}

#[test]
fn a_benefit_that_is_gone_is_refused_with_its_last_day_and_one_of_the_past_is_written_and_not_moved_beyond_it() {
    on_each(async |address| {
        let app = fjordby(address).await;
        app.arrive(vec![ageless()], &author(), today()).await.unwrap();
        let begin = async |from: &str| {
            let said =
                answer(Question::Ydelse, &[("benefit", "starthjaelp"), ("rate", ""), ("partial", "")], Some(from));
            app.answer_register(&karen(), &posted(&app).await, &said, today()).await
        };
        let refused = begin("2012-01-01").await;
        let Err(AppError::Form(mistakes)) = refused else { panic!("{refused:?}") };
        assert_eq!((mistakes[0].field, mistakes[0].key), ("benefit", "question.error.benefit_gone"));
        assert_eq!(mistakes[0].values, [("day", "2011-12-31".to_owned())]);
        begin("2011-12-31").await.unwrap();
        let facts = page(&app).await.facts;
        let fact = facts.iter().find(|f| f.from == day("2011-12-31")).unwrap();
        let moved = async |from: &str| {
            let correction = Correction {
                fact: fact.id,
                talk: None,
                value: String::new(),
                from: day(from),
                through: None,
                reason: CorrectionReason::ForkertDato,
            };
            app.fact_correct(&karen(), &posted(&app).await, &correction, today()).await
        };
        let refused = moved("2012-01-02").await;
        assert!(matches!(refused, Err(AppError::Form(m)) if m[0].key == "question.error.benefit_gone"));
        moved("2011-06-01").await.unwrap();
        let sent = async |on: &str| {
            let fact = serde_json::json!({ "kind": "benefit", "from": on, "benefit": "introduktionsydelse" });
            app.facts_post(&karen(), &posted(&app).await, &[fact], today()).await
        };
        let refused = sent("2012-01-01").await;
        assert!(matches!(&refused, Err(AppError::Facts(p)) if p[0].path == "facts[0].benefit"), "{:?}", refused.err());
        sent("2011-12-31").await.unwrap();
    });
}

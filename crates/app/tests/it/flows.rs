//! *Strømme*: the bridge and the green wave counted by hand, few hidden, and the cases behind a number.

use crate::databases::on_each;
use crate::goals::{own, save};
use crate::team::{hanne, today};
use crate::world::{accounts, author, day, fjordby, jobsamtale, noon, viewer, write_fact};
use app::access::{Refusal, Role, Viewer};
use app::figures::Month;
use app::figures::goal::{Measure, Side};
use app::figures::indicator::outflow::Part;
use app::figures::journey::{Outcome, Quantile, Step};
use app::figures::suppression::Published;
use app::figures::{Exact, Value};
use app::flows::AnswerRow;
use app::flows::{Asked, Behind, BridgeRow, CasesPage, Chosen, Cohorts, FlowsPage, Stock, Told};
use app::goals::{AimKind, GoalForm, GoalPart, GoalState};
use app::import::Arrival;
use app::opened::Extent;
use app::{App, AppError};
use domain::codes::{Benefit, DocumentKind, JobKind, OfferKind, PlanKind, Protection, RequestKind};
use domain::fact::Fact;
use domain::kinds::FactData;

fn analyst() -> Viewer {
    viewer("mads", Role::Analyst, "team-unge")
}

/// `"kontanthjaelp 2026-02-01 2026-02-14"`, `"job 2026-02-10"`, `"talk 2026-01-05"`: without a second day it runs.
fn fact(text: &str) -> Fact {
    let mut words = text.split(' ');
    let what = words.next().unwrap();
    let (from, through) = (day(words.next().unwrap()), words.next().map(day));
    let data = match what {
        "job" => {
            FactData::Employment { job: JobKind::Ordinaert, sector: None, permanent: None, hours: None, company: None }
        }
        "asked" => FactData::RequestReceived { request: RequestKind::Aktindsigt, text: None },
        "given" => {
            let document = DocumentKind::SvarPaaAktindsigt;
            FactData::Document { document, text: None, receiver: None, name: None }
        }
        "enquiry" => FactData::Enquiry { channel: None, wish: None, text: None, sender: None },
        "complained" => FactData::RequestReceived { request: RequestKind::Klage, text: None },
        "proposed" => FactData::HandoverProposed { unit: "team-unge".into(), person: None },
        "declined" => FactData::HandoverDeclined { reason: None, unit: "team-unge".into(), text: None },
        "contact" => FactData::FirstContact { benefit: Benefit::Kontanthjaelp },
        "talk" => jobsamtale(),
        "plan" => FactData::PlanAgreed { plan: PlanKind::MinPlan, goal: None },
        "granted" => FactData::OfferGranted {
            offer: OfferKind::Virksomhedspraktik,
            sector: None,
            hours: None,
            p_number: None,
            company: None,
            granted: None,
        },
        "started" => FactData::OfferStarted {
            offer: OfferKind::Virksomhedspraktik,
            sector: None,
            hours: None,
            p_number: None,
            company: None,
            cvr: None,
            granted: None,
        },
        benefit => FactData::Benefit { benefit: benefit.parse().unwrap(), rate: None, partial: false },
    };
    Fact { known: Some(from), ..Fact::new("0", data, from, through) }
}

/// A municipality in which each person has these facts.
pub(crate) async fn with(address: &str, persons: Vec<Vec<Fact>>) -> App {
    let app = fjordby(address).await;
    accounts(&app).await;
    let people = persons.into_iter().enumerate().map(|(n, mut facts)| {
        facts.sort_by_key(|f| f.known);
        Arrival {
            cpr: None,
            first_name: format!("Person{n}"),
            last_name: "Eksempel".into(),
            address: String::new(),
            born: Some(day("1980-01-01")),
            unit: "team-vest".into(),
            employee: Some("karen".into()),
            facts,
        }
    });
    app.arrive(people.collect(), &author(), today()).await.unwrap();
    app
}

pub(crate) fn persons(of: &[(usize, &[&str])]) -> Vec<Vec<Fact>> {
    let each = of.iter().flat_map(|(n, texts)| std::iter::repeat_n(texts.iter().map(|t| fact(t)).collect(), *n));
    each.collect()
}

/// February 2026 on kontanthjælp: 22 there from before, of whom 10 go: so many to a job, three to sygedagpenge, the others
/// nobody knows where. Five come.
fn february(to_job: usize) -> Vec<Vec<Fact>> {
    persons(&[
        (12, &["kontanthjaelp 2025-08-01"]),
        (to_job, &["kontanthjaelp 2025-08-01 2026-02-10", "job 2026-02-12"]),
        (3, &["kontanthjaelp 2025-08-01 2026-02-10", "sygedagpenge 2026-02-11"]),
        (7 - to_job, &["kontanthjaelp 2025-08-01 2026-02-10"]),
        (5, &["kontanthjaelp 2026-02-09"]),
    ])
}

fn asked(benefit: Benefit) -> Asked {
    Asked { chosen: Chosen::One(benefit), ..Asked::default() }
}

async fn opened(app: &App, who: &Viewer, behind: Behind) -> Result<CasesPage, AppError> {
    app.flows_cases(who, (asked(Benefit::Kontanthjaelp), behind), Extent::Page(1), today()).await
}

fn row(page: &FlowsPage, benefit: Option<Benefit>) -> &BridgeRow {
    page.bridge.row(benefit).unwrap()
}

#[test]
fn the_stock_becomes_the_next_by_those_who_came_and_by_where_people_went() {
    on_each(async |address| {
        let app = with(address, february(3)).await;
        let page = app.flows(&analyst(), Asked::default(), today()).await.unwrap();
        assert_eq!(page.shown.benefit, Some(Benefit::Kontanthjaelp), "where most journeys began");
        let kontanthjaelp = row(&page, page.shown.benefit);
        assert_eq!(kontanthjaelp.stock, Some(Stock { opening: 22, came: 5, left: 10, closing: 17 }));
        assert_eq!(kontanthjaelp.to, [3, 0, 3, 4].map(Published::Count));
        let apart =
            Cohorts { came_new: 5, came_back: 0, left_original: 10, left_new: 0, closing_original: 12, closing_new: 5 };
        assert_eq!(kontanthjaelp.cohorts, Some(apart));
        // Who goes to sygedagpenge goes from the one and comes to the other.
        let total = row(&page, None);
        assert_eq!(total.stock, Some(Stock { opening: 22, came: 8, left: 10, closing: 20 }));
        assert_eq!(total.to, [3, 0, 3, 4].map(Published::Count));
    });
}

#[test]
fn a_longer_period_has_more_who_came_and_the_same_at_the_end() {
    on_each(async |address| {
        let app = with(address, february(3)).await;
        let month = |m| Month::new(2025 + i32::from(m < 3), m).unwrap();
        let year = Asked { bridge: (Some(month(7)), Some(month(2))), ..asked(Benefit::Kontanthjaelp) };
        let page = app.flows(&analyst(), year, today()).await.unwrap();
        let found = row(&page, Some(Benefit::Kontanthjaelp)).stock;
        assert_eq!(found, Some(Stock { opening: 0, came: 27, left: 10, closing: 17 }));
        assert_eq!(page.bridge.breaks.len(), 1, "the new kontanthjælp of July 2025");
        // Turned round it is the same period; what has not been is not shown.
        let turned = Asked { bridge: (Some(month(2)), Some(Month::new(2031, 7).unwrap())), ..year };
        let page = app.flows(&analyst(), turned, today()).await.unwrap();
        assert_eq!(page.shown.bridge, (month(2), month(2)));
    });
}

#[test]
fn one_who_went_to_a_job_is_not_shown_and_not_found_from_the_others() {
    on_each(async |address| {
        let app = with(address, february(1)).await;
        let page = app.flows(&hanne(), asked(Benefit::Kontanthjaelp), today()).await.unwrap();
        for benefit in [Some(Benefit::Kontanthjaelp), None] {
            let [job, education, benefits, unknown] = row(&page, benefit).to;
            assert_eq!((job, benefits), (Published::Suppressed, Published::Suppressed), "10 less 6 and 3 would be 1");
            assert_eq!((education, unknown), (Published::Count(0), Published::Count(6)));
            assert_eq!(row(&page, benefit).untold(), Some(4));
        }
        let behind = Behind::Part(Part::ToJob);
        let cases = opened(&app, &hanne(), behind).await.unwrap();
        assert_eq!((cases.count, cases.cases.rows.len(), cases.cases.closed), (Published::Suppressed, 0, 0));
    });
}

#[test]
fn a_number_opens_to_the_cases_the_reader_may_see_and_each_look_is_written_down() {
    on_each(async |address| {
        let app = with(address, february(4)).await;
        let open = async |who: &Viewer| opened(&app, who, Behind::Part(Part::ToJob)).await;
        let found = open(&hanne()).await.unwrap();
        assert_eq!((found.count, found.cases.rows.len(), found.cases.closed), (Published::Count(4), 4, 0));
        assert!(found.cases.rows.iter().all(|r| r.of == day("2026-02-10") && r.owner == "karen Eksempel"));
        let case = found.cases.rows[0].case;
        let person = crate::world::person_of(&app, case).await;
        let looks = app.store.read_log_list(app.municipality, person, 10).await.unwrap();
        assert_eq!(looks.iter().map(|l| l.purpose.as_str()).collect::<Vec<_>>(), ["stroemme"]);
        assert!(matches!(open(&analyst()).await, Err(AppError::NoAccess(Refusal::RoleSeesNoPersons))));
        let karen = viewer("karen", Role::Caseworker, "team-vest");
        assert!(matches!(open(&karen).await, Err(AppError::NoAccess(Refusal::NotForFigures))));
        // One of the four is closed to her: three names beside the number 4 would say what became of the fourth.
        write_fact(&app, case, today(), |f| {
            f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        })
        .await;
        let found = open(&hanne()).await.unwrap();
        assert_eq!(
            (found.count, found.cases.rows.len(), found.cases.held_back),
            (Published::Count(4), 0, vec![Benefit::Kontanthjaelp])
        );
    });
}

#[test]
fn what_is_written_is_counted_by_the_next_reader() {
    on_each(async |address| {
        let app = with(address, february(3)).await;
        let went = async || {
            let page = app.flows(&analyst(), asked(Benefit::Kontanthjaelp), today()).await.unwrap();
            row(&page, Some(Benefit::Kontanthjaelp)).to
        };
        assert_eq!(went().await, [3, 0, 3, 4].map(Published::Count));
        let behind = Behind::Part(Part::Unknown);
        let unknown = opened(&app, &hanne(), behind).await.unwrap();
        write_fact(&app, unknown.cases.rows[0].case, today(), |f| {
            f.from = day("2026-02-11");
            f.through = None;
            f.data = fact("job 2026-02-11").data;
        })
        .await;
        assert_eq!(went().await, [4, 0, 3, 3].map(Published::Count));
    });
}

/// Ten whose first contact was on 2 June 2025, the benefit a week later, and the first talk 1, 2, ... 10 weeks after the
/// contact. Half of them waited at most 5 weeks, and one in ten more than 9.
fn talks() -> Vec<Vec<Fact>> {
    (1..=10)
        .map(|weeks| {
            let talk = day("2025-06-02").plus_days(7 * weeks);
            vec![fact("contact 2025-06-02"), fact("kontanthjaelp 2025-06-09"), fact(&format!("talk {talk}"))]
        })
        .collect()
}

#[test]
fn the_wait_for_the_first_talk_is_counted_from_the_first_contact_and_those_who_wait_still_are_told() {
    on_each(async |address| {
        let app = with(address, talks()).await;
        let page = app.flows(&analyst(), asked(Benefit::Kontanthjaelp), today()).await.unwrap();
        assert_eq!(page.shown.wave, (Month::new(2024, 9).unwrap(), Month::new(2025, 8).unwrap()));
        let wave = &page.wave;
        assert_eq!(wave.journeys, Published::Count(10));
        let [contact, talk] = [wave.steps[0], wave.steps[1]];
        assert_eq!((contact.reached, contact.still), (Published::Count(10), Published::Count(0)));
        assert_eq!(contact.wait.median, Told::Wait(Quantile::Days(35)));
        assert_eq!(contact.wait.tenth, Told::Wait(Quantile::Days(63)));
        assert_eq!((talk.reached, talk.still), (Published::Count(10), Published::Count(10)));
        // From 2 June to 16 March are 287 days, and nobody is through.
        assert_eq!(page.wave.whole.median, Told::Wait(Quantile::MoreThan(287)));
        assert_eq!(
            (wave.sample.len(), wave.middle.is_some()),
            (5, false),
            "never more than half, for all could be counted"
        );
        assert_eq!(wave.longest.map(|(step, _)| step), Some(Step::FoersteSamtale));
        let behind = Behind::Waiting(Step::FoersteSamtale);
        let cases = opened(&app, &hanne(), behind).await.unwrap();
        assert_eq!(cases.cases.rows.len(), 10);
        assert_eq!(cases.cases.rows[0].of, day("2025-06-09"), "who has waited longest stands first");
        let behind = Behind::Became(Outcome::Running);
        let cases = opened(&app, &hanne(), behind).await.unwrap();
        assert!(cases.cases.rows.len() == 10 && cases.cases.rows.iter().all(|r| r.of == day("2025-06-02")));
    });
}

#[test]
fn of_nine_journeys_no_line_is_drawn_and_no_wait_is_told() {
    on_each(async |address| {
        let app = with(address, talks().split_off(1)).await;
        let wave = app.flows(&analyst(), asked(Benefit::Kontanthjaelp), today()).await.unwrap().wave;
        assert_eq!(wave.journeys, Published::Count(9));
        assert!(wave.sample.is_empty() && wave.steps.iter().all(|s| s.wait.median == Told::TooFew));
    });
}

#[test]
fn an_offer_is_granted_on_the_day_it_was_written_down_and_running_is_no_waiting() {
    on_each(async |address| {
        let one = || {
            let granted = Fact { known: Some(day("2025-06-20")), ..fact("granted 2025-07-01 2025-07-28") };
            let texts = ["kontanthjaelp 2025-06-01 2025-08-31", "started 2025-07-01 2025-07-28", "job 2025-09-05"];
            texts.into_iter().map(fact).chain([granted]).collect::<Vec<Fact>>()
        };
        let app = with(address, (0..10).map(|_| one()).collect()).await;
        let wave = app.flows(&analyst(), asked(Benefit::Kontanthjaelp), today()).await.unwrap().wave;
        let wait = |step: Step| wave.steps.iter().find(|s| s.step == step).unwrap().wait.median;
        // 1 to 20 June; 20 June to 1 July; then 28 days of the offer and 34 days until 1 September.
        assert_eq!(wait(Step::Henvendelse), Told::Wait(Quantile::Days(19)));
        assert_eq!(wait(Step::TilbudBevilget), Told::Wait(Quantile::Days(11)));
        assert_eq!(wait(Step::TilbudIGang), Told::Wait(Quantile::Days(34)));
        assert_eq!(wave.waiting.median, Told::Wait(Quantile::Days(19 + 11 + 34)));
        assert_eq!(wave.whole.median, Told::Wait(Quantile::Days(92)), "the whole way is counted by itself");
        let middle = wave.middle.unwrap();
        assert_eq!((middle.days(), middle.waited()), (92, 64));
    });
}

#[test]
fn who_takes_over_from_another_benefit_begins_no_journey_and_who_leaves_for_one_does_not_arrive() {
    on_each(async |address| {
        let both = ["dagpenge 2025-03-01 2025-06-30", "sygedagpenge 2025-07-01"];
        let app = with(address, persons(&[(10, &both)])).await;
        let of = async |benefit| app.flows(&analyst(), asked(benefit), today()).await.unwrap().wave;
        let (dagpenge, sick) = (of(Benefit::Dagpenge).await, of(Benefit::Sygedagpenge).await);
        assert_eq!((dagpenge.journeys, sick.journeys), (Published::Count(10), Published::Count(0)));
        assert_eq!((dagpenge.arrived, dagpenge.elsewhere), (Published::Count(0), Published::Count(10)));
    });
}

#[test]
fn the_flows_are_for_those_who_have_the_figures_and_an_empty_municipality_has_none() {
    on_each(async |address| {
        let app = fjordby(address).await;
        for (role, allowed) in [
            (Role::Caseworker, false),
            (Role::TeamLeader, true),
            (Role::Consultant, false),
            (Role::Analyst, true),
            (Role::ExternalActor, false),
            (Role::Administrator, true),
        ] {
            let who = viewer("anna", role, "team-vest");
            let page = app.flows(&who, Asked::default(), noon(day("2026-03-16"))).await;
            assert_eq!(page.is_ok(), allowed, "{role:?}");
            assert!(allowed || matches!(page, Err(AppError::NoAccess(Refusal::NotForFigures))), "{role:?}");
        }
        let page = app.flows(&hanne(), Asked::default(), today()).await.unwrap();
        assert!(page.benefits.is_empty() && page.wave.journeys == Published::Count(0));
    });
}

/// Asked for on 1 July 2025 by twelve: nine have it 1, 2, ... 9 days after, three wait still. Three have complained, which no
/// read rule gives a date for, and three handovers got a no after five days.
fn requests() -> Vec<Vec<Fact>> {
    let given =
        (1..=9).map(|n| vec![fact("asked 2025-07-01"), fact(&format!("given {}", day("2025-07-01").plus_days(n)))]);
    let rest = persons(&[
        (3, &["asked 2025-07-01"]),
        (3, &["complained 2025-07-01"]),
        (3, &["proposed 2025-07-01", "declined 2025-07-06"]),
    ]);
    let benefit = |mut facts: Vec<Fact>| {
        facts.push(fact("dagpenge 2025-06-01"));
        facts
    };
    given.chain(rest).map(benefit).collect()
}

fn answers(page: &FlowsPage, duty: Option<&str>) -> AnswerRow {
    page.answers.iter().find(|row| row.duty.as_deref() == duty).unwrap_or_else(|| panic!("{:?}", page.answers)).clone()
}

#[test]
fn half_of_those_who_asked_had_their_answer_in_six_days_and_those_who_wait_make_the_tenth_longer() {
    on_each(async |address| {
        let app = with(address, requests()).await;
        let page = app.flows(&analyst(), asked(Benefit::Dagpenge), today()).await.unwrap();
        let found = answers(&page, Some("aktindsigt"));
        assert_eq!((found.asked, found.open), (Published::Count(12), Published::Count(3)));
        assert_eq!(found.wait.median, Told::Wait(Quantile::Days(6)));
        // From 1 July to 16 March are 258 days.
        assert_eq!(found.wait.tenth, Told::Wait(Quantile::MoreThan(258)));
        let open = async |who: &Viewer| {
            let of = (asked(Benefit::Dagpenge), Some("aktindsigt"));
            app.answers_waited_for(who, of, Extent::Page(1), today()).await
        };
        let waiting = open(&hanne()).await.unwrap().cases;
        assert_eq!((waiting.rows.len(), waiting.closed), (3, 0), "as many as the number says");
        assert!(waiting.rows.iter().all(|row| row.of == day("2025-07-01")));
        assert!(matches!(open(&analyst()).await, Err(AppError::NoAccess(Refusal::RoleSeesNoPersons))));
        let protect = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        write_fact(&app, waiting.rows[0].case, today(), |f| f.data = protect.clone()).await;
        let held = open(&hanne()).await.unwrap().cases;
        assert_eq!((held.rows.len(), held.held_back.len()), (0, 1), "two of three would show the one");
        let handed = answers(&page, None);
        assert_eq!(
            (handed.asked, handed.open, handed.wait.median),
            (Published::Count(3), Published::Count(0), Told::TooFew)
        );
    });
}

#[test]
fn what_no_read_rule_gives_an_answer_to_is_unknown_and_in_no_other_number() {
    on_each(async |address| {
        let app = with(address, requests()).await;
        let page = app.flows(&analyst(), asked(Benefit::Dagpenge), today()).await.unwrap();
        let found = answers(&page, Some("genvurdering"));
        assert_eq!(
            (found.asked, found.unknown, found.open),
            (Published::Count(3), Published::Count(3), Published::Count(0))
        );
        let other = Asked { wave: (Some(Month::new(2025, 8).unwrap()), None), ..asked(Benefit::Dagpenge) };
        assert!(app.flows(&analyst(), other, today()).await.unwrap().answers.is_empty(), "nobody asked in August");
    });
}

/// All left dagpenge on 30 June 2025: six for good, three were back for August, three came back for good in September.
#[test]
fn three_months_after_the_way_nine_of_twelve_are_without_a_benefit_and_six_have_been_all_the_time() {
    on_each(async |address| {
        let all = persons(&[
            (6, &["dagpenge 2025-05-01 2025-06-30"]),
            (3, &["dagpenge 2025-05-01 2025-06-30", "sygedagpenge 2025-08-01 2025-08-31"]),
            (3, &["dagpenge 2025-05-01 2025-06-30", "kontanthjaelp 2025-09-15"]),
            (4, &["dagpenge 2025-05-01"]),
        ]);
        let app = with(address, all).await;
        let may = Some(Month::new(2025, 5).unwrap());
        let page =
            app.flows(&analyst(), Asked { wave: (may, may), ..asked(Benefit::Dagpenge) }, today()).await.unwrap();
        let of = |share: Option<app::figures::timeliness::Share>| share.map(|s| (s.numerator, s.denominator));
        let rows: Vec<_> = page.after.iter().map(|r| (r.months, of(r.on_the_day), of(r.lasting))).collect();
        assert_eq!(rows, [(3, Some((9, 12)), Some((6, 12))), (6, Some((9, 12)), Some((6, 12)))]);
        let asked_may = Asked { wave: (may, may), ..asked(Benefit::Dagpenge) };
        let autumn = app.flows(&analyst(), asked_may, noon(day("2025-11-01"))).await.unwrap();
        assert_eq!(autumn.after[1].on_the_day.map(|s| s.denominator), Some(0), "six months have not gone");
        assert_eq!(autumn.after[1].not_yet, Published::Count(12));
    });
}

#[test]
fn one_who_was_back_for_a_while_is_not_found_between_the_two_ways_of_counting() {
    on_each(async |address| {
        let all = persons(&[
            (9, &["dagpenge 2025-05-01 2025-06-30"]),
            (1, &["dagpenge 2025-05-01 2025-06-30", "sygedagpenge 2025-08-01 2025-08-31"]),
            (4, &["dagpenge 2025-05-01 2025-06-30", "kontanthjaelp 2025-09-15"]),
        ]);
        let app = with(address, all).await;
        let may = Some(Month::new(2025, 5).unwrap());
        let page =
            app.flows(&analyst(), Asked { wave: (may, may), ..asked(Benefit::Dagpenge) }, today()).await.unwrap();
        assert!(page.after.iter().all(|r| r.on_the_day.is_none() && r.lasting.is_none()), "{:?}", page.after);
    });
}

/// Twelve whose first contact was on 12 January 2026, and their talk 1, 2, ... 12 days after: half within six.
#[test]
fn a_goal_for_the_wait_after_a_step_is_answered_by_the_journeys_of_a_month_and_stands_beside_the_step() {
    on_each(async |address| {
        let person = |n| {
            let talk = day("2026-01-12").plus_days(n);
            vec![fact("contact 2026-01-12"), fact("kontanthjaelp 2026-01-12"), fact(&format!("talk {talk}"))]
        };
        let app = with(address, (1..=12).map(person).collect()).await;
        let goal = |step| GoalForm {
            part: Some(GoalPart::Step(step)),
            aim: Some(AimKind::Reach),
            number: Some(Exact::whole(7)),
            side: Some(Side::Below),
            ..own(Measure::Ventetid, Some(Benefit::Kontanthjaelp))
        };
        let first = save(&app, &goal(Step::Henvendelse)).await;
        let later = save(&app, &goal(Step::FoersteSamtale)).await;
        let shown = async |number| app.goal(&analyst(), number, today()).await.unwrap().0.figure.unwrap();
        let figure = shown(first).await;
        assert_eq!(figure.latest, Some((Month::new(2026, 1).unwrap(), Value::Number(Exact::whole(6)))));
        assert_eq!((figure.state, figure.preliminary), (GoalState::Naaet, false));
        let figure = shown(later).await;
        assert_eq!(figure.latest.map(|(month, _)| month), Month::new(2025, 8), "a later step is followed half a year");
        let page = app.flows(&analyst(), asked(Benefit::Kontanthjaelp), today()).await.unwrap();
        let steps: Vec<Step> = page.goals.iter().map(|(step, _)| *step).collect();
        assert_eq!(steps, [Step::Henvendelse, Step::FoersteSamtale]);
        let all = Asked { chosen: Chosen::All, ..Asked::default() };
        assert!(app.flows(&analyst(), all, today()).await.unwrap().goals.is_empty(), "the goal is for one benefit");
        let none = GoalForm { part: None, ..goal(Step::Plan) };
        let posted = app::goals::GoalPosted { goal: None, version: 0, key: "uden".into() };
        let refused = app.goal_save(&analyst(), &posted, &none, today()).await;
        assert!(matches!(refused, Err(AppError::Form(wrong)) if wrong[0].field == "del"), "a wait is after a step");
    });
}

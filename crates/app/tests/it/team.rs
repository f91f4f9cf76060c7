//! The team's page: figures count all, lists obey access, and many cases are given one by one.

use crate::databases::on_each;
use crate::world::{accounts, arrival, arrive, author, day, municipality, noon, viewer, write_fact};
use app::access::{Refusal, Role, Viewer};
use app::import::Arrival;
use app::overview::{Filter, Group, Whose};
use app::team::{
    Because, CaseFilter, CaseOrder, Figure, Kept, KeptBasis, KeptBy, KeptFilter, KeptPeriod, Outcome, TeamFilter,
    TeamPage, Which,
};
use app::{App, AppError, Moment};
use domain::codes::{AbsenceKind, Protection};
use domain::kinds::FactData;
use std::collections::BTreeSet;
use store::Store;

pub(crate) fn today() -> Moment {
    noon(day("2026-03-16"))
}

pub(crate) fn hanne() -> Viewer {
    viewer("hanne", Role::TeamLeader, "team-vest")
}

pub(crate) fn choose(which: Which, weeks: i32) -> TeamFilter {
    let cases = CaseFilter { which, weeks, owner: None, order: CaseOrder::Since, down: false, whole: true };
    TeamFilter { cases, period: KeptPeriod::Year, basis: KeptBasis::Due, known: None }
}

pub(crate) fn kept(layer: Kept, basis: KeptBasis, by: KeptBy, late: bool) -> KeptFilter {
    KeptFilter { layer, duty: None, period: KeptPeriod::Year, basis, by, late, known: None }
}

async fn team(app: &App, which: Which, weeks: i32) -> TeamPage {
    app.team(&hanne(), choose(which, weeks), today()).await.unwrap()
}

/// The stories and some invented citizens, all owned as they are in the stories.
pub(crate) async fn filled(address: &str) -> App {
    let app = municipality(&Store::open(address).await.unwrap(), crate::world::FJORDBY, "fjordby").await;
    accounts(&app).await;
    let stories = ["story-01-jonas", "story-02a-signe-hospital", "story-03-kim", "story-11-dorte", "story-07-amir"];
    let mut people: Vec<Arrival> = stories.map(|s| arrival(s, today().today)).into();
    people.extend(synth::citizens(&synth::Params::new(80, today().today)).map(|(citizen, _)| Arrival {
        cpr: Some(citizen.cpr),
        first_name: citizen.first_name.into(),
        last_name: citizen.last_name.into(),
        address: citizen.address,
        born: Some(citizen.born),
        unit: "team-vest".into(),
        employee: Some("karen".into()),
        facts: citizen.facts.into_iter().filter(|f| !f.kind().name().starts_with("handover")).collect(),
    }));
    app.arrive(people, &author(), today()).await.unwrap();
    app
}

#[test]
fn the_page_is_a_leaders_alone() {
    on_each(async |address| {
        let app = municipality(&Store::open(address).await.unwrap(), crate::world::FJORDBY, "none").await;
        for (role, refusal) in [
            (Role::Caseworker, Refusal::NotLeader),
            (Role::Consultant, Refusal::NotLeader),
            (Role::Administrator, Refusal::NotLeader),
            (Role::ExternalActor, Refusal::NotLeader),
            (Role::Analyst, Refusal::NotLeader),
        ] {
            let who = viewer("anna", role, "team-vest");
            let page = app.team(&who, choose(Which::All, 8), today()).await;
            assert!(matches!(page, Err(AppError::NoAccess(r)) if r == refusal), "{role:?}");
            let given = app.assign(&who, &[(1, 1)], "person:ida", "nøgle", today()).await;
            assert!(matches!(given, Err(AppError::NoAccess(r)) if r == refusal), "{role:?}");
        }
    });
}

#[test]
fn what_is_overdue_in_the_figures_is_what_is_overdue_on_the_lists() {
    on_each(async |address| {
        let app = filled(address).await;
        let page = team(&app, Which::All, 8).await;
        let list = Filter { whose: Whose::Unit("team-vest".into()), whole: true, ..Filter::mine() };
        let list = app.overview(&hanne(), list, today()).await.unwrap();
        let sum = |pick: fn(&app::team::LoadRow) -> usize| page.load.iter().map(pick).sum::<usize>();
        assert_eq!(sum(|l| l.overdue), list.counts[0]);
        assert_eq!(sum(|l| l.over_goal), list.counts[2]);
        assert_eq!(sum(|l| l.week), list.counts[1] + list.counts[3]);
        assert_eq!(sum(|l| l.cases), list.cases);
        assert!(list.counts[0] > 0 && list.counts[2] > 0, "{:?}", list.counts);
        // Every late date that is not yet kept stands on a list, and every overdue one of the period in the figure.
        for (layer, group) in [(Kept::Law, 0), (Kept::Goal, 2)] {
            let asked = kept(layer, KeptBasis::Due, KeptBy::Day, true);
            let dates = app.team_dates(&hanne(), asked, today()).await.unwrap();
            let open: BTreeSet<(i64, String, u16)> =
                dates.rows.iter().filter(|r| r.met.is_none()).map(|r| (r.case, r.duty.clone(), r.n)).collect();
            let rows = list.groups.iter().filter(|g| g.group as usize == group).flat_map(|g| &g.rows);
            let listed: BTreeSet<(i64, String, u16)> = rows
                .filter(|r| r.party == rulebook::model::DutyParty::Municipality)
                .filter(|r| r.day.is_some_and(|d| (dates.from..=dates.through).contains(&d)))
                .map(|r| (r.case, r.duty.clone(), r.n))
                .collect();
            assert!(open.is_superset(&listed), "{layer:?}: {:?}", listed.difference(&open).collect::<Vec<_>>());
            if layer == Kept::Law {
                assert_eq!(open, listed);
            }
        }
    });
}

#[test]
fn a_figure_opens_to_its_dates_and_hides_where_the_hidden_rest_would_show() {
    on_each(async |address| {
        let app = filled(address).await;
        let asked = |late| kept(Kept::Law, KeptBasis::Due, KeptBy::Day, late);
        let whole = app.team_dates(&hanne(), asked(false), today()).await.unwrap();
        let Figure::Share { share, ref percent } = whole.figure else { panic!("{:?}", whole.figure) };
        assert_eq!(whole.rows.len(), share.denominator as usize);
        assert_eq!(whole.rows.iter().filter(|r| r.timely).count(), share.numerator as usize);
        assert!(percent.ends_with(" pct.") && share.numerator < share.denominator, "{percent}");
        let late = app.team_dates(&hanne(), asked(true), today()).await.unwrap();
        assert_eq!(late.rows.len(), share.late() as usize);
        assert!(late.rows.iter().all(|r| !r.timely && r.met.is_none_or(|m| m > r.due)));
        assert!(whole.rows.iter().all(|r| (whole.from..=whole.through).contains(&r.due)));
        assert_eq!((whole.from, whole.through), (day("2025-03-01"), day("2026-02-28")));

        // Cases that are closed to the leader count; few of them would be seen by subtraction.
        let mut by_case = std::collections::BTreeMap::<i64, usize>::new();
        for row in &whole.rows {
            *by_case.entry(row.case).or_default() += 1;
        }
        let close = async |case: i64| {
            write_fact(&app, case, today(), |f| {
                f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
            })
            .await;
        };
        let already = whole.hidden;
        assert_eq!(already, 0);
        let small = by_case.iter().find(|(_, n)| **n < 3).map(|(case, _)| *case).unwrap();
        close(small).await;
        let hidden = app.team_dates(&hanne(), asked(false), today()).await.unwrap();
        assert_eq!((hidden.figure, hidden.rows.len()), (Figure::Hidden, 0));
        let large = by_case.iter().find(|(case, n)| **n >= 3 && **case != small).map(|(case, _)| *case).unwrap();
        close(large).await;
        let page = app.team_dates(&hanne(), asked(false), today()).await.unwrap();
        let Figure::Share { share: after, .. } = page.figure else { panic!("{:?}", page.figure) };
        assert_eq!(after, share, "all are counted");
        assert_eq!(page.hidden, by_case[&small] + by_case[&large]);
        assert_eq!(page.rows.len() + page.hidden, share.denominator as usize);
        let listed = team(&app, Which::All, 8).await;
        assert!(listed.cases.iter().all(|c| c.case != small && c.case != large));
        assert_eq!(listed.cases.len() + listed.hidden, listed.chosen);
    });
}

#[test]
fn a_case_stands_still_from_the_day_something_was_last_written_and_says_what_is_known_of_why() {
    on_each(async |address| {
        let app = municipality(&Store::open(address).await.unwrap(), crate::world::FJORDBY, "none").await;
        accounts(&app).await;
        let case = arrive(&app, "story-01-jonas", day("2026-01-19")).await;
        let none = app.store.case_of_person(app.municipality, 1).await.unwrap();
        assert_eq!((case, none), (1, None));
        let seen = async |on: &str| {
            let page = app.team(&hanne(), choose(Which::Still, 8), noon(day(on))).await.unwrap();
            page.cases.into_iter().map(|c| (c.last.to_string(), c.because)).collect::<Vec<_>>()
        };
        assert_eq!(seen("2026-03-15").await, [], "55 days");
        assert_eq!(seen("2026-03-16").await, [("2026-01-19".to_owned(), Because::Nothing)]);
        write_fact(&app, case, noon(day("2026-01-19")), |f| {
            f.data = FactData::Absence { absence: AbsenceKind::Barsel, party: None };
            f.through = Some(day("2026-06-30"));
        })
        .await;
        let leave = Because::Absence { absence: AbsenceKind::Barsel, through: Some(day("2026-06-30")) };
        assert_eq!(seen("2026-03-16").await, [("2026-01-19".to_owned(), leave)]);
        write_fact(&app, case, noon(day("2026-01-20")), |f| {
            f.data = FactData::HandoverProposed { unit: "team-unge".into(), person: None };
        })
        .await;
        let waits = Because::Handover { since: day("2026-01-20") };
        assert_eq!(seen("2026-04-01").await, [("2026-01-20".to_owned(), waits)]);
        let page = app.team(&hanne(), choose(Which::All, 8), noon(day("2026-01-21"))).await.unwrap();
        assert_eq!(page.handovers.len(), 1);
        assert_eq!(page.handovers[0].waits_for, "Team Unge");
        assert_eq!(page.cases.len(), 1);
        let ulla = viewer("ulla", Role::TeamLeader, "team-unge");
        let theirs = app.team(&ulla, choose(Which::All, 8), noon(day("2026-01-21"))).await.unwrap();
        assert_eq!((theirs.handovers.len(), theirs.cases.len()), (1, 0), "what waits for one's own unit is shown, too");
    });
}

#[test]
fn nothing_is_said_to_be_open_in_a_case_only_where_the_list_has_nothing_of_it() {
    on_each(async |address| {
        let app = filled(address).await;
        let page = team(&app, Which::All, 8).await;
        let filter = Filter { whose: Whose::Everybody, whole: true, ..Filter::mine() };
        let list = app.overview(&hanne(), filter, today()).await.unwrap();
        let rows: Vec<_> = list.groups.iter().flat_map(|g| &g.rows).collect();
        for case in &page.cases {
            let listed: Vec<_> =
                rows.iter().filter(|r| r.case == case.case).map(|r| (&r.duty, r.status, r.day)).collect();
            let said = matches!(case.because, Because::Nothing | Because::BenefitEnded { .. });
            assert!(!said || listed.is_empty(), "{:?}: {listed:?}", case.because);
        }
        assert!(page.cases.iter().any(|c| matches!(c.because, Because::Open { n } if n > 0)), "{:?}", page.cases);
        let week: usize = page.load.iter().map(|l| l.week).sum();
        let of_unit = Filter { whose: Whose::Unit("team-vest".into()), ..Filter::mine() };
        let counts = app.overview(&hanne(), of_unit, today()).await.unwrap().counts;
        assert_eq!(week, counts[Group::Today as usize] + counts[Group::Week as usize], "today belongs to the week");
    });
}

#[test]
fn that_a_colleague_acts_while_the_owner_is_away_is_no_movement_in_the_case() {
    on_each(async |address| {
        let app = municipality(&Store::open(address).await.unwrap(), crate::world::FJORDBY, "none").await;
        accounts(&app).await;
        arrive(&app, "story-01-jonas", day("2026-01-19")).await;
        let last = async |app: &App| {
            let page = app.team(&hanne(), choose(Which::All, 8), noon(day("2026-03-16"))).await.unwrap();
            page.cases[0].last.to_string()
        };
        let karen = viewer("karen", Role::Caseworker, "team-vest");
        // A case in which nothing is written yet, and one in which something is.
        for (given, wanted) in [("2026-02-01", "2026-01-19"), ("2026-02-20", "2026-02-10")] {
            let (from, through) = (day(given), day(given).plus_days(4));
            let away = app::away::AwayForm { person: "ida".into(), from, through, protected: false };
            let lent = app.away_give(&karen, None, &away, given, noon(from)).await.unwrap();
            assert_eq!(lent[0].outcome, app::away::LentOutcome::Done);
            assert_eq!(last(&app).await, wanted, "given on {given}");
            let anew = municipality(&Store::open(address).await.unwrap(), crate::world::FJORDBY, "none").await;
            assert_eq!(last(&anew).await, wanted, "after the program began anew");
            let noted = day(given).plus_days(9);
            write_fact(&app, 1, noon(noted), |f| f.data = FactData::Note { text: "Ringede.".into() }).await;
            assert_eq!(last(&app).await, noted.to_string());
        }
    });
}

#[test]
fn many_cases_are_given_one_by_one_and_each_says_what_became_of_it() {
    on_each(async |address| {
        let app = filled(address).await;
        let page = team(&app, Which::All, 8).await;
        let ours: Vec<(i64, i64)> = page.cases.iter().take(4).map(|c| (c.case, c.version)).collect();
        write_fact(&app, ours[1].0, today(), |f| {
            f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        })
        .await;
        write_fact(&app, ours[2].0, today(), |f| {
            f.data = FactData::ConflictOfInterest { employee: "ida".into() };
        })
        .await;
        let version = async |case: i64| app.store.case_find(app.municipality, case).await.unwrap().unwrap().last_commit;
        let chosen = [
            ours[0],
            (ours[1].0, version(ours[1].0).await),
            (ours[2].0, version(ours[2].0).await),
            (ours[3].0, ours[3].1 - 1),
        ];
        let done = app.assign(&hanne(), &chosen, "person:ida", "nøgle-1", today()).await.unwrap();
        let of = |case: i64| done.iter().find(|d| d.case == case).unwrap().clone();
        assert_eq!(of(ours[0].0).outcome, Outcome::Given);
        assert_eq!(of(ours[1].0).outcome, Outcome::No("refusal.protected_case".into()));
        assert_eq!(of(ours[1].0).name, None);
        assert_eq!(of(ours[2].0).outcome, Outcome::No("handover.error.conflict".into()));
        assert_eq!(of(ours[3].0).outcome, Outcome::No("assign.error.changed".into()));
        assert!(
            matches!(done[0].outcome, Outcome::No(_)) && done[3].outcome == Outcome::Given,
            "first what needs a look"
        );
        assert_eq!(app.store.case_owner_faults(app.municipality).await.unwrap(), 0);
        let row = app.store.case_find(app.municipality, ours[0].0).await.unwrap().unwrap();
        assert_eq!((row.unit.as_str(), row.employee.as_deref()), ("team-vest", Some("ida")));

        // The same form again changes nothing, and says the same of what was done.
        let facts = app.store.fact_count(app.municipality).await.unwrap();
        let again = app.assign(&hanne(), &chosen, "person:ida", "nøgle-1", today()).await.unwrap();
        assert_eq!(again.iter().find(|d| d.case == ours[0].0).unwrap().outcome, Outcome::Given);
        assert_eq!(app.store.fact_count(app.municipality).await.unwrap(), facts);

        // Another unit is asked, and owns nothing before it has said yes.
        let fresh = (ours[3].0, version(ours[3].0).await);
        let done = app.assign(&hanne(), &[fresh], "enhed:team-unge", "nøgle-2", today()).await.unwrap();
        assert_eq!(done[0].outcome, Outcome::Proposed);
        let row = app.store.case_find(app.municipality, ours[3].0).await.unwrap().unwrap();
        assert_eq!(row.unit, "team-vest");
        for (chosen, to, field) in [(&[] as &[(i64, i64)], "person:ida", "c"), (&[fresh][..], "", "receiver")] {
            let wrong = app.assign(&hanne(), chosen, to, "nøgle-3", today()).await;
            assert!(matches!(&wrong, Err(AppError::Form(e)) if e[0].field == field), "{wrong:?}");
        }
    });
}

#[test]
fn what_is_late_by_the_day_may_be_in_time_by_the_week_and_what_was_held_is_another_question() {
    on_each(async |address| {
        let app = filled(address).await;
        for layer in [Kept::Law, Kept::Goal] {
            let asked = async |basis, by| {
                let page = app.team_dates(&hanne(), kept(layer, basis, by, false), today()).await.unwrap();
                let Figure::Share { share, .. } = page.figure else { panic!("{:?}", page.figure) };
                (share, page)
            };
            let (day, dates) = asked(KeptBasis::Due, KeptBy::Day).await;
            let (week, by_week) = asked(KeptBasis::Due, KeptBy::Week).await;
            assert!(week.numerator >= day.numerator && week.denominator <= day.denominator, "{day:?} {week:?}");
            // By hand: every date that was kept by the Sunday of its week, and no other, is in time by the week.
            for (one, other) in dates.rows.iter().zip(&by_week.rows) {
                assert_eq!((one.case, one.due, one.met), (other.case, other.due, other.met));
                assert_eq!(other.timely, one.met.is_some_and(|m| m <= one.due.end_of_week()), "{other:?}");
            }
            let (held, kept) = asked(KeptBasis::Held, KeptBy::Day).await;
            assert!(kept.rows.iter().all(|r| r.met.is_some_and(|m| (kept.from..=kept.through).contains(&m))));
            assert_ne!((held.numerator, held.denominator), (day.numerator, day.denominator));
        }
    });
}

/// One duty, asked for by the law with any talk of the municipality's own, and by a goal with any talk at all.
fn law_and_goal() -> rulebook::Rulebook {
    let rule = |id: &str, layer: &str, span: &str, by: &str| {
        let source = if layer == "act" { "cited" } else { "local_practice" };
        format!(
            "[[rule]]\nid = \"{id}\"\nkind = \"deadline\"\nlayer = \"{layer}\"\nchapter = \"test\"\nduty = \"jobsamtale\"\n\
             title = \"Første samtale\"\n[[rule.version]]\nfrom = 2020-01-01\ntext = \"Første samtale.\"\n\
             cite = {{ act = \"LAB\", text = \"prøve\" }}\nsource = \"{source}\"\nanchor = {{ fact = \"first_contact\" }}\n\
             clock = \"event\"\nspan = \"{span}\"\nfirst_day = \"excluded\"\nmonth_end = \"down\"\nnon_working_day = \"same\"\n\
             restart = \"keep_first\"\nends_with_anchor = false\nby = {{ fact = \"talk_held\", talk = [\"jobsamtale\"]{by} }}\n"
        )
    };
    let law = rule("lov", "act", "2 months", ", holder = [\"kommune\"]");
    let text = format!("{law}\n{}", rule("maal", "municipality", "2 weeks", ""));
    rulebook::Rulebook::parse_only("none", &[("test.toml", &text)]).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn a_goal_that_is_met_counts_from_that_day_although_the_laws_date_of_the_same_duty_is_open() {
    on_each(async |address| {
        let mut app = municipality(&Store::open(address).await.unwrap(), crate::world::FJORDBY, "none").await;
        accounts(&app).await;
        app.rulebook = std::sync::Arc::new(law_and_goal());
        let case = arrive(&app, "story-01-jonas", day("2026-03-04")).await;
        write_fact(&app, case, today(), |f| {
            let holder = Some(domain::codes::Holder::AKasse);
            let talk = domain::codes::TalkKind::Jobsamtale;
            f.data = FactData::TalkHeld { talk, form: None, holder, joint: false, companion: None, agreed: None };
        })
        .await;
        let april = noon(day("2026-04-01"));
        let dates = async |layer, basis| {
            let asked = KeptFilter { period: KeptPeriod::Month, ..kept(layer, basis, KeptBy::Day, false) };
            let rows = app.team_dates(&hanne(), asked, april).await.unwrap().rows;
            rows.into_iter().map(|r| (r.due, r.met, r.timely)).collect::<Vec<_>>()
        };
        let goal = [(day("2026-03-18"), Some(day("2026-03-16")), true)];
        assert_eq!(dates(Kept::Goal, KeptBasis::Due).await, goal);
        assert_eq!(dates(Kept::Goal, KeptBasis::Held).await, goal);
        assert_eq!(dates(Kept::Law, KeptBasis::Held).await, [], "the talk was not the municipality's");
        let karen = viewer("karen", Role::Caseworker, "team-vest");
        let page = app.citizen(&karen, case, None, "opslag", april).await.unwrap();
        let duty = page.municipality.iter().find(|d| d.duty == "jobsamtale").unwrap();
        assert!(duty.open && duty.law_due == Some(day("2026-05-04")), "the law's date is open: {duty:?}");
    });
}

#[test]
fn the_figures_of_an_earlier_day_are_what_its_page_said_whatever_was_registered_since() {
    on_each(async |address| {
        let app = filled(address).await;
        let then = team(&app, Which::All, 8).await.figures;
        let april = noon(day("2026-04-15"));
        let known = |known| TeamFilter { known, ..choose(Which::All, 8) };
        let dates = async |moment, known| {
            let asked = KeptFilter { known, ..kept(Kept::Law, KeptBasis::Due, KeptBy::Day, false) };
            let page = app.team_dates(&hanne(), asked, moment).await.unwrap();
            (page.figure, page.rows.into_iter().map(|r| (r.case, r.duty, r.n, r.due, r.met)).collect::<Vec<_>>())
        };
        let behind = dates(today(), None).await;
        // Ten talks of February are registered in April.
        for case in 1..=10 {
            write_fact(&app, case, april, |f| {
                let talk = domain::codes::TalkKind::Jobsamtale;
                f.data =
                    FactData::TalkHeld { talk, form: None, holder: None, joint: false, companion: None, agreed: None };
                f.from = day("2026-02-10");
            })
            .await;
        }
        let seen = async |on| app.team(&hanne(), known(on), april).await.unwrap().figures;
        assert_eq!(seen(Some(today().today)).await, then, "as it was known then");
        assert_eq!(dates(april, Some(today().today)).await, behind, "and so are the dates behind");
        assert_ne!(seen(None).await, then);

        // A case that has moved to another team since counts where it was.
        let author = crate::world::author();
        let mut write = app.store.begin_write(app.municipality, &author, april.now).await.unwrap();
        write.case_owner_set(1, "team-unge", Some("peter"), "overdraget").await.unwrap();
        write.commit(&app.rulebook).await.unwrap();
        assert_eq!(seen(Some(today().today)).await, then);

        // One that is protected now is not shown as of then, and a figure that would give it away is hidden.
        let case = behind.1.first().unwrap().0;
        write_fact(&app, case, april, |f| {
            f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        })
        .await;
        assert!(dates(april, Some(today().today)).await.1.iter().all(|(shown, ..)| *shown != case));
        for (now, was) in seen(Some(today().today)).await.iter().zip(&then) {
            for (now, was) in [(&now.law.day, &was.law.day), (&now.goal.day, &was.goal.day)] {
                assert!(now == was || *now == Figure::Hidden, "{now:?} where {was:?} was said");
            }
        }
    });
}

#[test]
fn a_list_turned_round_is_the_same_list_from_its_other_end() {
    on_each(async |address| {
        let app = filled(address).await;
        for order in [CaseOrder::Since, CaseOrder::Name, CaseOrder::Owner] {
            let list = async |down| {
                let mut filter = choose(Which::All, 8);
                (filter.cases.order, filter.cases.down) = (order, down);
                let page = app.team(&hanne(), filter, today()).await.unwrap();
                page.cases.into_iter().map(|c| c.case).collect::<Vec<_>>()
            };
            let (up, mut down) = (list(false).await, list(true).await);
            down.reverse();
            assert!(up.len() > 10 && up == down, "{order:?}");
        }
    });
}

#[test]
fn a_date_is_called_by_the_rule_that_gives_it_in_its_own_case() {
    on_each(async |address| {
        let app = filled(address).await;
        let law = kept(Kept::Law, KeptBasis::Due, KeptBy::Day, false);
        let rows = app.team_dates(&hanne(), law, today()).await.unwrap().rows;
        let rules = || app.rulebook.rules.iter().filter(|rule| rule.layer.is_law());
        let asks = |duty: &str, title: &str| rules().any(|r| r.duty.as_deref() == Some(duty) && r.title == title);
        assert!(rows.iter().all(|r| asks(&r.duty, &r.title)), "{rows:?}");
        // One duty, asked for by rules of several groups: its own name is that of one of them alone.
        let by_another = rows.iter().filter(|r| r.title != app.duty_name(&r.duty, today().today)).count();
        assert!(by_another > 0, "{rows:?}");
    });
}

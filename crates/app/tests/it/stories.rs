//! The twelve stories: what their files promise stands on the citizen's page and on the list, day by day.

use crate::databases::on_each;
use crate::world::{
    arrival, arrive, author, case_file, case_of, day, municipality, noon, person_of, story_person, viewer,
};
use app::App;
use app::access::Role;
use app::citizen::{CitizenPage, DutyView};
use app::overview::{Filter, HORIZON_DAYS};
use domain::codes::Code;
use domain::kinds::FactData;
use domain::{Day, Fact, FactId};
use rulebook::assess::Status;
use std::collections::BTreeSet;
use store::{MunicipalityId, Store};

/// What a story must give: each duty as `key#n status due`, by the comment at the top of its file; `*` where the status
/// hangs on the municipality's own goals.
struct Story {
    scenario: &'static str,
    duties: &'static [&'static str],
    /// A limit: the days used today, the day it is reached, and the day it takes effect.
    limits: &'static [(i32, &'static str, &'static str)],
    /// Uses of a right, and how many are left.
    rights: &'static [(u16, Option<u16>)],
    owner: &'static str,
}

const fn story(scenario: &'static str, duties: &'static [&'static str]) -> Story {
    Story { scenario, duties, limits: &[], rights: &[], owner: "karen" }
}

const STORIES: &[Story] = &[
    story("story-01-jonas", &["jobsamtale#1 met_late 2026-03-11", "jobsamtale#4 pending 2026-09-03"]),
    story("story-02a-signe-hospital", &["jobsamtale#4 booked 2026-04-12"]),
    story("story-02b-signe-ingen-grund", &["sanktion_gennemfoert#1 met 2026-04-30", "klage#1 pending 2026-03-30"]),
    story(
        "story-03-kim",
        &[
            "jobsamtale_akasse#1 met 2025-10-20",
            "jobsamtale_akasse#3 met 2026-01-06",
            "jobsamtale#3 booked 2026-04-06",
            "faelles_samtale_16_mdr#1 pending 2027-02-06",
        ],
    ),
    story("story-04-hassan", &["jobsamtale_akasse#2 met 2026-10-06", "jobsamtale#2 pending 2027-01-06"]),
    Story {
        // The right to a talk on request stays.
        rights: &[(0, None)],
        ..story(
            "story-04b-hassan-undtaget",
            &[
                "jobsamtale#2 exempt 2027-01-06",
                "jobsamtale_akasse#2 met 2026-10-06",
                "faelles_samtale_16_mdr#1 pending 2027-11-06",
            ],
        )
    },
    story(
        "story-05-birthe",
        &[
            "oplysningsskema#1 met 2025-09-20",
            "opfoelgning_sygedagpenge#1 lapsed 2025-10-06",
            "opfoelgning_sygedagpenge#1 pending 2025-10-28",
        ],
    ),
    story("story-05b-birthe-siger-ja", &["opfoelgning_sygedagpenge#1 pending 2025-10-06"]),
    Story { limits: &[(164, "2026-03-07", "2026-03-31")], ..story("story-06-sofie", &[]) },
    Story { limits: &[(157, "2026-03-14", "2026-03-31")], ..story("story-06b-sofie-barsel", &[]) },
    Story {
        owner: "peter",
        ..story("story-07-amir", &["jobsamtale#1 met 2026-03-09", "test_laese_skrive_regne#1 pending 2026-04-02"])
    },
    Story {
        owner: "leyla",
        ..story(
            "story-08-nadia",
            &["virksomhedsrettet_tilbud#1 pending 2026-03-02", "virksomhedsrettet_tilbud_2_uger#1 pending 2026-02-16"],
        )
    },
    Story { owner: "leyla", ..story("story-08b-nadia-hedensted", &["virksomhedsrettet_tilbud#1 * 2026-03-02"]) },
    Story {
        rights: &[(3, Some(0))],
        ..story(
            "story-09-poul",
            &["foep_loentilskud_opfoelgning#1 met 2026-09-02", "foep_loentilskud_opfoelgning#2 pending 2027-08-20"],
        )
    },
    Story {
        owner: "lars",
        ..story("story-10-grethe", &["fleksjob_opfoelgning#1 met 2026-03-01", "fleksjob_status#1 pending 2028-03-01"])
    },
    Story { owner: "lars", ..story("story-10b-grethe-ledighedsydelse", &["jobsamtale#4 pending 2026-04-30"]) },
    story("story-11-dorte", &["jobsamtale#4 met 2025-09-02"]),
    story("story-11b-dorte-nyt-forloeb", &["jobsamtale#4 met 2025-09-02"]),
    story("story-12b-lone", &["jobsamtale#4 booked 2026-07-04"]),
];

fn every_duty(page: &CitizenPage) -> impl Iterator<Item = &DutyView> {
    page.municipality.iter().chain(&page.citizen).chain(&page.others)
}

fn line(duty: &DutyView) -> String {
    let due = duty.law_due.or(duty.goal_due).or(duty.aim_due).map_or("-".to_owned(), |d| d.to_string());
    format!("{}#{} {} {due}", duty.duty, duty.n, duty.status.code())
}

async fn page_and_list(app: &App, story: &Story, case: i64, today: Day) -> CitizenPage {
    let unit = story_person(story.scenario).owner.0;
    let owner = viewer(story.owner, Role::Caseworker, unit);
    let page = app.citizen(&owner, case, None, "opslag", noon(today)).await.unwrap();
    let everything = Filter { all_later: true, ..Filter::mine() };
    let list = app.overview(&owner, everything, noon(today)).await.unwrap();
    let listed: BTreeSet<String> =
        list.groups.iter().flat_map(|g| &g.rows).map(|r| format!("{} {:?}", r.duty_id, r.status)).collect();
    assert_eq!(list.counts.iter().sum::<usize>(), listed.len(), "{}", story.scenario);
    let last = today.plus_days(HORIZON_DAYS);
    let due = |d: &DutyView| [d.law_due, d.goal_due, d.aim_due].into_iter().flatten().min();
    let expected: BTreeSet<String> = page
        .municipality
        .iter()
        .chain(&page.citizen)
        .filter(|d| match d.status {
            Status::Overdue | Status::OverGoal | Status::Undetermined => true,
            Status::Pending | Status::Paused => due(d).is_some_and(|due| due <= last),
            Status::Booked => d.booked.is_some_and(|(on, _)| on <= last),
            _ => false,
        })
        .map(|d| format!("{} {:?}", d.id, d.status))
        .collect();
    assert_eq!(listed, expected, "the list and the page of {} name the same duties", story.scenario);
    page
}

fn check(story: &Story, page: &CitizenPage) {
    let lines: Vec<String> = every_duty(page).map(line).collect();
    for expected in story.duties {
        let (duty, due) = expected.split_once('*').unwrap_or((expected, ""));
        let found =
            lines.iter().any(|l| l.starts_with(duty) && l.ends_with(due) && (l == expected || duty != *expected));
        assert!(found, "{}: no {expected} in {lines:#?}", story.scenario);
    }
    for (days, reached, effective) in story.limits {
        let dated = |l: &app::citizen::LimitView| l.last == Some(day(reached)) && l.effective == Some(day(effective));
        let found = page.limits.iter().any(|l| dated(l) && l.days == *days);
        assert!(found, "{}: no limit on {reached} in {:#?}", story.scenario, page.limits);
    }
    for right in story.rights {
        let found = page.rights.iter().any(|r| (r.used, r.left) == *right);
        assert!(found, "{}: no right {right:?} in {:#?}", story.scenario, page.rights);
    }
}

/// What the municipality's own goals add; only where the template is shipped.
fn check_local(scenario: &str, page: &CitizenPage, template: &str) {
    let goals: Vec<Day> = every_duty(page).filter_map(|d| d.goal_due).collect();
    match (scenario, template) {
        ("story-08b-nadia-hedensted", "hedensted-2017") => {
            let within = |d: &Day| (day("2026-02-04")..=day("2026-02-06")).contains(d);
            assert!(goals.iter().any(within), "{goals:?}");
        }
        ("story-10b-grethe-ledighedsydelse", "aabenraa-2017") => {
            assert!(goals.contains(&day("2026-11-01")), "{goals:?}");
        }
        _ => {}
    }
}

#[test]
fn a_fact_corrected_on_the_day_it_was_written_stands_once() {
    on_each(async |address| {
        let store = Store::open(address).await.unwrap();
        let app = municipality(&store, MunicipalityId(901), "none").await;
        let today = day("2026-03-16");
        let mut person = arrival("story-01-jonas", today);
        let note = |id: &str, text: &str| {
            let mut fact = Fact::new(id, FactData::Note { text: text.into() }, today, None);
            fact.known = Some(today);
            fact
        };
        let mut later = note("ny", "rigtigt");
        later.supersedes = Some(FactId("gammel".into()));
        person.facts.extend([note("gammel", "forkert"), later, note("andet", "andet")]);
        app.arrive(vec![person], &author(), noon(today)).await.unwrap();
        let case = case_of(&app, "story-01-jonas").await;
        let history = store.history(app.municipality, person_of(&app, case).await, None).await.unwrap();
        let standing: Vec<&str> = history
            .facts()
            .iter()
            .filter_map(|f| match &f.data {
                FactData::Note { text } => Some(text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(standing, ["rigtigt", "andet"]);
        assert_eq!(history.replaced().len(), 1);
    });
}

/// The stories that say who owns the case when.
#[test]
fn a_substitute_owns_nothing_and_a_handover_moves_the_case_when_it_is_accepted() {
    on_each(async |address| {
        let store = Store::open(address).await.unwrap();
        let owners: [(&str, &[(&str, &str)]); 3] = [
            ("story-01-jonas", &[("karen", "2026-03-04")]),
            ("story-07-amir", &[("bente", "2026-03-02"), ("peter", "2026-03-13")]),
            ("story-12b-lone", &[("bente", "2026-03-02"), ("karen", "2026-03-09")]),
        ];
        for (number, (scenario, expected)) in (901..).zip(owners) {
            let app = municipality(&store, MunicipalityId(number), "none").await;
            let case = arrive(&app, scenario, day("2026-03-16")).await;
            let stretches = store.ownership_list(app.municipality, case).await.unwrap();
            let found: Vec<(String, String)> =
                stretches.iter().map(|o| (o.employee.clone().unwrap(), o.at.day().to_string())).collect();
            let expected: Vec<(String, String)> =
                expected.iter().map(|(who, from)| ((*who).to_owned(), (*from).to_owned())).collect();
            assert_eq!(found, expected, "{scenario}");
            let through: Vec<Option<i64>> = stretches.iter().map(|o| o.through_commit).collect();
            let next: Vec<Option<i64>> =
                stretches.iter().skip(1).map(|o| Some(o.from_commit - 1)).chain([None]).collect();
            assert_eq!(through, next, "{scenario}: without a hole and without two");
        }
    });
}

#[test]
fn each_story_gives_the_dates_its_file_promises_on_page_and_list() {
    on_each(async |address| {
        let store = Store::open(address).await.unwrap();
        for (number, story) in (901..).zip(STORIES) {
            let file = case_file(story.scenario);
            let today = file.today.unwrap();
            // A municipality each: the variants of a person share their number.
            let app = municipality(&store, MunicipalityId(number), &file.municipality).await;
            let case = arrive(&app, story.scenario, today).await;
            let page = page_and_list(&app, story, case, today).await;
            check(story, &page);
            check_local(story.scenario, &page, &app.config.template);
            assert_eq!(store.case_owner_faults(app.municipality).await.unwrap(), 0);
        }
    });
}

//! Search, list and counts hold what the reader may see and nothing else.

use crate::databases::on_each;
use crate::world::{arrive, day, fjordby, karen, noon, story_person, viewer, write_fact};
use app::access::Role;
use app::first_page::FirstPage;
use app::overview::{Filter, Group, OverviewPage, Whose};
use app::{App, Moment};
use domain::codes::{AbsenceKind, OfferKind, Protection, TalkKind};
use domain::kinds::FactData;
use rulebook::assess::Status;

fn today() -> Moment {
    noon(day("2026-03-16"))
}

async fn found(app: &App, login: &str, role: Role, words: &str) -> Vec<String> {
    let who = viewer(login, role, "team-vest");
    app.search(&who, words, today()).await.unwrap().rows.into_iter().map(|f| f.name).collect()
}

async fn everybody(app: &App, login: &str) -> OverviewPage {
    let filter = Filter { whose: Whose::Everybody, all_later: true, ..Filter::mine() };
    app.overview(&viewer(login, Role::Caseworker, "team-vest"), filter, today()).await.unwrap()
}

#[test]
fn a_specially_protected_citizen_is_found_listed_and_counted_for_the_owner_alone() {
    on_each(async |address| {
        let app = fjordby(address).await;
        arrive(&app, "story-03-kim", today().today).await;
        let case = arrive(&app, "story-02a-signe-hospital", today().today).await;
        assert_eq!(found(&app, "ida", Role::Caseworker, "prøvesen").await, ["Signe Prøvesen"]);
        let before = everybody(&app, "ida").await;

        write_fact(&app, case, today(), |f| {
            f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
        })
        .await;
        let cpr = story_person("story-02a-signe-hospital").cpr().unwrap();
        for words in ["prøvesen", "Signe", cpr.reveal()] {
            assert_eq!(found(&app, "ida", Role::Caseworker, words).await, [""; 0], "{words}");
            assert_eq!(found(&app, "hanne", Role::TeamLeader, words).await, [""; 0], "{words}");
            assert_eq!(found(&app, "karen", Role::Caseworker, words).await, ["Signe Prøvesen"], "{words}");
        }
        let after = everybody(&app, "ida").await;
        let shown = |page: &OverviewPage| page.groups.iter().map(|g| g.rows.len()).sum::<usize>();
        assert!(shown(&after) < shown(&before));
        assert_eq!(after.counts.iter().sum::<usize>(), shown(&after), "a count shows no case that the list does not");
        assert_eq!((before.cases, after.cases), (2, 1));
        assert!(after.bars.iter().map(|b| b.count).sum::<usize>() < before.bars.iter().map(|b| b.count).sum::<usize>());
        assert!(after.groups.iter().flat_map(|g| &g.rows).all(|r| r.case != case && r.name != "Signe Prøvesen"));
        let hers = everybody(&app, "karen").await;
        assert_eq!((hers.counts, hers.cases), (before.counts, before.cases));
    });
}

#[test]
fn a_whole_name_is_found_before_a_part_of_one_and_a_cut_is_said() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let named = |first: &str, last: &str| {
            let mut person = crate::world::arrival("story-02a-signe-hospital", today().today);
            (person.first_name, person.last_name, person.cpr) = (first.into(), last.into(), None);
            person
        };
        let people = [("Annika", "Aaby"), ("Ann", "Østerby"), ("Hans", "Ann-Berg"), ("Lis", "Mannov")];
        app.arrive(people.map(|(f, l)| named(f, l)).into(), &crate::world::author(), today()).await.unwrap();
        let hits = app.search(&karen(), "ann", today()).await.unwrap();
        let names: Vec<&str> = hits.rows.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["Hans Ann-Berg", "Ann Østerby", "Lis Mannov", "Annika Aaby"]);
        assert!(!hits.more);
        let one = &hits.rows[1];
        assert_eq!((one.benefit, one.unit.as_str()), (Some(domain::codes::Benefit::Kontanthjaelp), "Team Vest"));
        assert!(!one.owner.is_empty());
        let many = (0..51).map(|n| named("Ann", &format!("Nr{n}"))).collect();
        app.arrive(many, &crate::world::author(), today()).await.unwrap();
        let hits = app.search(&karen(), "ann", today()).await.unwrap();
        assert_eq!((hits.rows.len(), hits.more), (50, true));
    });
}

#[test]
fn an_analyst_and_an_actor_without_a_referral_find_nobody() {
    on_each(async |address| {
        let app = fjordby(address).await;
        arrive(&app, "story-09-poul", day("2026-08-21")).await;
        for role in [Role::Analyst, Role::ExternalActor] {
            assert_eq!(found(&app, "anna", role, "Poul").await, [""; 0]);
        }
        assert_eq!(found(&app, "ida", Role::Caseworker, "poul prøvegaard").await, ["Poul Prøvegaard"]);
        assert_eq!(found(&app, "ida", Role::Caseworker, "  ").await, [""; 0]);
    });
}

#[test]
fn each_list_is_over_its_own_cases() {
    on_each(async |address| {
        let app = fjordby(address).await;
        arrive(&app, "story-02a-signe-hospital", today().today).await;
        arrive(&app, "story-07-amir", today().today).await;
        let cases = async |who: &str, whose: Whose| {
            let filter = Filter { whose, all_later: true, ..Filter::mine() };
            let page = app.overview(&viewer(who, Role::Caseworker, "team-vest"), filter, today()).await.unwrap();
            let mut names: Vec<String> = page.groups.into_iter().flat_map(|g| g.rows).map(|r| r.name).collect();
            names.sort();
            names.dedup();
            (page.cases, names.join(", "))
        };
        assert_eq!(cases("karen", Whose::Mine).await, (1, "Signe Prøvesen".into()));
        assert_eq!(cases("bente", Whose::Mine).await, (0, String::new()), "handed over");
        assert_eq!(cases("peter", Whose::Mine).await, (1, "Amir Prøvesen".into()));
        assert_eq!(cases("karen", Whose::Of("peter".into())).await, (1, "Amir Prøvesen".into()));
        assert_eq!(cases("karen", Whose::Unit("team-unge".into())).await, (1, "Amir Prøvesen".into()));
        assert_eq!(cases("karen", Whose::Everybody).await, (2, "Amir Prøvesen, Signe Prøvesen".into()));
    });
}

#[test]
fn a_paused_duty_stays_on_the_list_among_what_comes_later_and_is_the_page_s_own() {
    on_each(async |address| {
        let store = store::Store::open(address).await.unwrap();
        let app = crate::world::municipality(&store, crate::world::FJORDBY, "fjordby").await;
        let case = arrive(&app, "story-02a-signe-hospital", today().today).await;
        // The municipality's goal stands still while she is on leave; the law's window does not.
        write_fact(&app, case, today(), |f| {
            f.data = FactData::Absence { absence: AbsenceKind::MindreIntensivIndsats, party: None };
            (f.from, f.through) = (day("2026-03-14"), Some(day("2026-03-31")));
        })
        .await;
        let page = app.citizen(&karen(), case, None, "opslag", today()).await.unwrap();
        let paused: Vec<&str> =
            page.municipality.iter().filter(|d| d.status == Status::Paused).map(|d| d.id.as_str()).collect();
        assert!(!paused.is_empty(), "{:#?}", page.municipality.iter().map(|d| (&d.id, d.status)).collect::<Vec<_>>());
        let filter = Filter { all_later: true, ..Filter::mine() };
        let list = app.overview(&karen(), filter, today()).await.unwrap();
        let rows = list.groups.iter().flat_map(|g| &g.rows).filter(|r| r.status == Status::Paused);
        let listed: Vec<(&str, Group)> = rows.map(|r| (r.duty_id.as_str(), r.group)).collect();
        assert_eq!(listed, paused.into_iter().map(|id| (id, Group::Later)).collect::<Vec<_>>());
    });
}

#[test]
fn previous_and_next_walk_the_reader_s_own_list_in_its_order() {
    on_each(async |address| {
        let app = fjordby(address).await;
        for story in ["story-01-jonas", "story-02a-signe-hospital", "story-03-kim"] {
            arrive(&app, story, today().today).await;
        }
        let list = app.overview(&karen(), Filter { whole: true, ..Filter::mine() }, today()).await.unwrap();
        let mut order: Vec<i64> = list.groups.iter().flat_map(|g| &g.rows).map(|r| r.case).collect();
        order.dedup();
        let mut seen = std::collections::BTreeSet::new();
        order.retain(|case| seen.insert(*case));
        assert!(order.len() > 1, "{order:?}");
        for (i, case) in order.iter().enumerate() {
            let place = app.citizen(&karen(), *case, None, "opslag", today()).await.unwrap().place.unwrap();
            assert_eq!((place.at, place.of), (i + 1, order.len()));
            assert_eq!(place.before, i.checked_sub(1).map(|j| order[j]));
            assert_eq!(place.after, order.get(i + 1).copied());
            // Somebody else's list does not have it.
            let ida = viewer("ida", Role::Caseworker, "team-vest");
            assert_eq!(app.citizen(&ida, *case, None, "opslag", today()).await.unwrap().place, None);
        }
    });
}

#[test]
fn a_list_of_several_people_says_who_has_each_case_and_the_day_begins_where_there_is_work() {
    on_each(async |address| {
        let app = fjordby(address).await;
        arrive(&app, "story-02a-signe-hospital", today().today).await;
        let of = async |whose: Whose| {
            let filter = Filter { whose, all_later: true, ..Filter::mine() };
            let page = app.overview(&karen(), filter, today()).await.unwrap();
            page.groups.into_iter().flat_map(|g| g.rows).map(|r| r.owner).collect::<Vec<_>>()
        };
        assert!(of(Whose::Mine).await.iter().all(Option::is_none));
        for whose in [Whose::Unit("team-vest".into()), Whose::Everybody] {
            let owners = of(whose).await;
            assert!(!owners.is_empty() && owners.iter().all(|o| o.as_deref().is_some_and(|name| !name.is_empty())));
        }
        for (login, role, first) in [
            ("karen", Role::Caseworker, FirstPage::List),
            ("karen", Role::TeamLeader, FirstPage::List),
            ("hanne", Role::TeamLeader, FirstPage::Team),
            ("line", Role::Administrator, FirstPage::Rules),
            ("mads", Role::Analyst, FirstPage::Figures),
            ("jesper", Role::Consultant, FirstPage::Unit),
            ("anna", Role::ExternalActor, FirstPage::All),
            ("ida", Role::Caseworker, FirstPage::List),
        ] {
            let who = viewer(login, role, "team-vest");
            assert_eq!(app.first_page(&who, today()).await.unwrap(), first, "{login} {role:?}");
        }
    });
}

#[test]
fn what_the_law_only_aims_at_is_never_late_stays_on_the_list_and_is_in_no_figure() {
    on_each(async |address| {
        let app = fjordby(address).await;
        // INL § 16, stk. 7: "så vidt muligt inden for 2 uger" from 2 February.
        let late = noon(day("2026-02-20"));
        let case = arrive(&app, "story-08-nadia", late.today).await;
        let duty = "virksomhedsrettet_tilbud_2_uger";
        let filter = Filter { whose: Whose::Everybody, all_later: true, ..Filter::mine() };
        let list = app.overview(&karen(), filter, late).await.unwrap();
        let rows: Vec<_> = list.groups.iter().flat_map(|g| &g.rows).filter(|r| r.duty == duty).collect();
        let [row] = rows[..] else { panic!("{} rows", rows.len()) };
        assert_eq!((row.group, row.status), (Group::Week, Status::Pending));
        assert_eq!((row.law_due, row.goal_due, row.aim_due), (None, None, Some(day("2026-02-16"))));
        let page = app.citizen(&karen(), case, None, "opslag", late).await.unwrap();
        let shown = page.municipality.iter().find(|d| d.duty == duty).unwrap();
        assert_eq!((shown.law_due, shown.goal_due, shown.aim_due), (None, None, row.aim_due));
        // Done after the day, it is done and not done late.
        let offer = FactData::OfferStarted {
            offer: OfferKind::Virksomhedspraktik,
            sector: None,
            hours: None,
            p_number: None,
            company: None,
            cvr: None,
            granted: None,
        };
        write_fact(&app, case, late, |f| (f.data, f.from) = (offer, day("2026-02-19"))).await;
        let page = app.citizen(&karen(), case, None, "opslag", late).await.unwrap();
        let done = page.municipality.iter().find(|d| d.duty == duty).unwrap();
        assert_eq!((done.status, done.met_on), (Status::Met, Some(day("2026-02-19"))));
    });
}

#[test]
fn a_talk_that_serves_the_pace_and_the_four_of_six_months_stands_once_and_tells_both() {
    on_each(async |address| {
        let store = store::Store::open(address).await.unwrap();
        let app = crate::world::municipality(&store, crate::world::FJORDBY, "fjordby").await;
        let december = noon(day("2025-12-20"));
        // She has a talk on 9 January: the third of the pace, and one of the four before 12 April.
        arrive(&app, "story-02a-signe-hospital", december.today).await;
        let everything = Filter { whole: true, duty: Some("jobsamtale".into()), ..Filter::mine() };
        let list = app.overview(&karen(), everything.clone(), december).await.unwrap();
        let rows: Vec<_> = list.groups.iter().flat_map(|g| &g.rows).collect();
        let [row] = rows.as_slice() else { panic!("{rows:#?}") };
        let [also] = row.also.as_slice() else { panic!("{row:#?}") };
        assert_eq!((row.n, also.n, row.day, also.day), (3, 4, Some(day("2026-01-09")), Some(day("2026-01-09"))));
        assert_eq!((row.goal_due, also.law_due), (Some(day("2026-01-09")), Some(day("2026-04-12"))));
        assert_eq!(list.counts.iter().sum::<usize>(), 1, "one talk counts once");
    });
}

#[test]
fn a_number_in_another_form_a_part_of_it_and_a_birthday_find_whom_they_should() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let signe = story_person("story-02a-signe-hospital");
        for story in ["story-01-jonas", "story-02a-signe-hospital", "story-03-kim"] {
            arrive(&app, story, today().today).await;
        }
        let cpr = signe.cpr().unwrap();
        let (born, serial) = cpr.reveal().split_at(6);
        let (d, m, y) = (&born[..2], &born[2..4], &born[4..]);
        let whole = cpr.born().unwrap();
        let forms = [
            format!("{born}{serial}"),
            format!("{born} {serial}"),
            format!("{d} {m} {y}-{serial}"),
            format!("{born}–{serial}"),
            format!("{born}-{}", &serial[..2]),
            born.to_owned(),
            format!("{d}.{m}.{y}"),
            format!("{d}-{m}-{}", whole.year()),
            format!("{}/{}-{}", d.trim_start_matches('0'), whole.month(), whole.year()),
        ];
        for text in forms {
            let names = found(&app, "karen", Role::Caseworker, &text).await;
            assert!(names.contains(&"Signe Prøvesen".to_owned()), "{text}: {names:?}");
            assert!(!names.contains(&"Jonas Demosen".to_owned()), "{text}: {names:?}");
        }
        let wrong = format!("{d}-{m}-{}", whole.year() + 1);
        assert!(!found(&app, "karen", Role::Caseworker, &wrong).await.contains(&"Signe Prøvesen".to_owned()));
        assert_eq!(found(&app, "anna", Role::ExternalActor, born).await, [""; 0], "what may not be seen is not found");
    });
}

#[test]
fn the_next_citizen_is_the_next_row_of_the_list_also_where_the_days_talks_stand_by_the_clock() {
    on_each(async |address| {
        let app = fjordby(address).await;
        let mut cases = Vec::new();
        for minute in [14 * 60, 10 * 60 + 30, 9 * 60] {
            let mut person = crate::world::arrival("story-02a-signe-hospital", today().today);
            person.cpr = None;
            person.facts.retain(|f| f.kind() != domain::kinds::FactKind::TalkBooked);
            app.arrive(vec![person], &crate::world::author(), today()).await.unwrap();
            let case = cases.len() as i64 + 1;
            write_fact(&app, case, today(), |f| {
                f.data = FactData::TalkBooked {
                    talk: TalkKind::Jobsamtale,
                    form: None,
                    joint: false,
                    companion: None,
                    holder: None,
                };
                f.minute = Some(minute);
            })
            .await;
            cases.push(case);
        }
        let list = app.overview(&karen(), Filter::mine(), today()).await.unwrap();
        let mut read: Vec<i64> = Vec::new();
        for row in list.groups.iter().flat_map(|g| &g.rows) {
            if !read.contains(&row.case) {
                read.push(row.case);
            }
        }
        cases.reverse();
        assert_eq!(read, cases, "by the clock");
        for (at, case) in read.iter().enumerate() {
            let place = app.place_on_list(&karen(), &Filter::mine(), *case, today()).await.unwrap().unwrap();
            assert_eq!((place.at, place.after), (at + 1, read.get(at + 1).copied()));
        }
    });
}

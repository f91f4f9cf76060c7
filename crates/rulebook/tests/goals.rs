//! A municipality's own rules give goals: nothing the law says of a citizen is other because of them.

mod histories;

use domain::Day;
use domain::codes::{Code, OfferKind};
use domain::compact::HistoryView;
use domain::history::History;
use histories::{anybody, books, citizens};
use medspiller_rulebook::assess::ask::{Answer, Ask, Verdict, answer};
use medspiller_rulebook::assess::{Basis, Course, Duty, LimitUse, RightUse, Status, assess};
use medspiller_rulebook::model::{DutyParty, Force, Rule};
use medspiller_rulebook::obligation::Obligation;
use medspiller_rulebook::parse::example_facts;
use medspiller_rulebook::rulebook::RuleIx;
use medspiller_rulebook::{Layer, Rulebook, shipped};

/// Each shipped template with rules of its own.
fn templates() -> Vec<Rulebook> {
    books().into_iter().filter(|b| b.municipality != "none").collect()
}

fn law() -> Rulebook {
    shipped("none").unwrap_or_else(|e| panic!("{e}"))
}

/// A rule by its name: its number is another in another rulebook.
fn id(book: &Rulebook, rule: RuleIx) -> &str {
    &book.rule(rule).id
}

fn is_law(book: &Rulebook, rule: RuleIx) -> bool {
    book.rule(rule).layer != Layer::Municipality
}

/// The law's dates of a duty, and on which days it is overdue.
fn law_of(duty: &Duty, history: HistoryView<'_>, book: &Rulebook) -> Option<String> {
    let named = |b: &Basis| (id(book, b.rule).to_owned(), Basis { rule: RuleIx(0), ..b.clone() });
    let bases: Vec<(String, Basis)> = duty.bases.iter().filter(|b| is_law(book, b.rule)).map(named).collect();
    assert_eq!(
        bases.len(),
        duty.bases.iter().filter(|b| b.force != Force::Goal).count(),
        "a goal does not call itself law"
    );
    let segments = duty.segments(history);
    let overdue = segments.iter().filter(|s| s.status == Status::Overdue);
    // Stretches may be cut where a goal is met; the days are what counts.
    let mut days: Vec<(Day, Option<Day>)> = Vec::new();
    for segment in overdue {
        match days.last_mut() {
            Some((_, through)) if through.is_some_and(|t| t.plus_days(1) == segment.from) => *through = segment.through,
            _ => days.push((segment.from, segment.through)),
        }
    }
    if bases.is_empty() {
        assert!(days.is_empty(), "a goal alone makes nothing overdue");
        return None;
    }
    let name = (&book.duty_keys[duty.key as usize], duty.root, duty.ordinal, book.rule(duty.bases[0].rule).party);
    Some(format!("{name:?} {bases:?} overdue {days:?}"))
}

/// Everything the law says of a history, without the numbers that rules have in this rulebook.
fn said_by_law(course: &Course, history: HistoryView<'_>, book: &Rulebook) -> Vec<String> {
    let mut said: Vec<String> = course.duties.iter().filter_map(|d| law_of(d, history, book)).collect();
    let rights = course.rights.iter().filter(|r| is_law(book, r.rule));
    said.extend(rights.map(|r| format!("{} {:?}", id(book, r.rule), RightUse { rule: RuleIx(0), ..*r })));
    let limits = course.limits.iter().filter(|l| is_law(book, l.rule));
    said.extend(limits.map(|l| format!("{} {:?}", id(book, l.rule), LimitUse { rule: RuleIx(0), ..l.clone() })));
    said
}

/// Offers asked about on some days of a history.
fn questions(history: HistoryView<'_>) -> Vec<Ask> {
    let first = history.facts.first().map_or(Day::FIRST, |f| Day::from_number(f.from));
    let days = [40, 400, 1_200].map(|after| first.plus_days(after));
    let each = |on: Day| OfferKind::ALL.iter().map(move |offer| Ask::Offer { offer: *offer, on, employer: None });
    days.into_iter().flat_map(each).collect()
}

fn answered(ask: &Ask, history: HistoryView<'_>, book: &Rulebook) -> String {
    let said: Answer = answer(ask, history, book);
    let rules: Vec<&str> = said.rules.iter().map(|(rule, _)| id(book, *rule)).collect();
    // What its own gates say stands beside the answer.
    format!("{rules:?} {:?}", Answer { rules: Vec::new(), local: Vec::new(), ..said.clone() })
}

fn same_law(history: HistoryView<'_>, book: &Rulebook, law: &Rulebook, who: &str) -> usize {
    let (with, without) = (assess(history, book), assess(history, law));
    let (with, without) = (said_by_law(&with, history, book), said_by_law(&without, history, law));
    let other = with.iter().zip(&without).find(|(a, b)| a != b);
    assert_eq!(other, None, "{who}");
    assert_eq!(with.len(), without.len(), "{who}");
    with.len()
}

#[test]
fn no_template_asks_anything_of_a_citizen() {
    for book in templates() {
        let citizens_duties: Vec<&str> =
            book.rules.iter().filter(|r| r.party == DutyParty::Citizen).filter_map(|r| r.duty.as_deref()).collect();
        assert!(!citizens_duties.is_empty(), "the law asks something of citizens");
        for rule in book.rules.iter().filter(|r| r.layer == Layer::Municipality) {
            assert_eq!(rule.party, DutyParty::Municipality, "{} of {}", rule.id, book.municipality);
            let theirs = rule.duty.as_deref().is_some_and(|duty| citizens_duties.contains(&duty));
            assert!(!theirs, "{} of {} is a date on the citizen's duty", rule.id, book.municipality);
        }
    }
}

#[test]
fn without_the_municipality_s_rules_every_date_of_the_law_and_every_overdue_day_is_the_same() {
    let law = law();
    let people = citizens(80);
    for book in templates() {
        let mut said = 0;
        for (number, history) in people.iter().enumerate() {
            said += same_law(history.view(), &book, &law, &format!("{} citizen {number}", book.municipality));
        }
        for seed in 0..120 {
            let somebody = anybody(seed, &book.duty_keys);
            said += same_law(somebody.view(), &book, &law, &format!("{} seed {seed}", book.municipality));
        }
        assert!(said > 1_000, "{}: {said}", book.municipality);
    }
}

#[test]
fn no_municipality_s_rule_refuses_or_allows_an_offer() {
    let law = law();
    let people = citizens(20);
    let mut refused = 0;
    for book in templates() {
        for history in &people {
            for ask in questions(history.view()) {
                let said = answered(&ask, history.view(), &book);
                assert_eq!(said, answered(&ask, history.view(), &law), "{}: {ask:?}", book.municipality);
                refused += usize::from(said.contains("Refused"));
            }
        }
    }
    assert!(refused > 20, "{refused} refusals by law");
}

#[test]
fn a_length_the_municipality_has_set_itself_is_passed_and_refuses_nothing() {
    let book = shipped("alleroed-2010").unwrap_or_else(|e| panic!("{e}"));
    let lines =
        ["2024-06-01.. benefit benefit=sygedagpenge", "2025-01-06..2026-03-01 offer_started offer=virksomhedspraktik"];
    let read = example_facts(&lines.map(str::to_owned));
    assert_eq!(read.len(), lines.len(), "a fact is misspelt");
    let history = History::build(Some("1970-01-01".parse().expect("a day")), read, None);
    let on: Day = "2026-01-05".parse().expect("a day");
    let asked = |limit: &str| answer(&Ask::Limit { limit: limit.into(), on }, history.view(), &book);
    let ours = asked("alleroed-praktik-4-13-uger");
    assert_eq!(ours.through, Some("2025-04-06".parse().expect("a day")), "13 weeks from 6 January");
    assert_eq!((ours.verdict, ours.missing), (Verdict::Undetermined, vec!["rule".to_owned()]));
    let course = assess(history.view(), &book);
    let law = course.limits.iter().find(|l| is_law(&book, l.rule) && l.effective_on.is_some_and(|last| last < on));
    let law = id(&book, law.expect("a limit of the law").rule).to_owned();
    assert_eq!(asked(&law).verdict, Verdict::Refused, "{law}: the law's own limit does");
}

#[test]
fn a_goal_for_what_a_citizen_must_do_is_refused_when_rules_are_loaded() {
    let book = shipped("fjordby").unwrap_or_else(|e| panic!("{e}"));
    let law = book.rule(book.find("cv-jobparat-3-uger").expect("a rule")).source_text.clone();
    let ours = law.replace("cv-jobparat-3-uger", "vores-cv").replace("\"act\"", "\"municipality\"");
    let ours = ours.replace("source = \"cited\"", "source = \"local_practice\"");
    let dated = ours.replace("party = \"citizen\"\n", "");
    let own = ours.replace("duty = \"cv\"", "duty = \"vores_cv\"");
    assert!(dated != ours && own != ours, "the rule's text has changed: {ours}");
    for text in [ours, dated, own] {
        let refused = book.changed("maal.toml", &text).expect_err("a demand on the citizen");
        assert!(refused.problems.iter().any(|p| p.problem.code == "goal_for_citizen"), "{:?}", refused.problems);
    }
}

#[test]
fn what_the_law_asks_must_be_done_and_of_the_municipality_s_own_its_document_says_must_or_may_or_nothing() {
    let book = shipped("klap-udvidet").unwrap_or_else(|e| panic!("{e}"));
    let of = |rule: &str| {
        let rule = book.rule(book.find(rule).expect("a rule"));
        rule.obligation(&rule.versions[0])
    };
    assert_eq!(of("klap-udvidet-etablering"), Obligation::Must);
    assert_eq!(of("klap-udvidet-samtale-paa-oenske"), Obligation::Must, "a part of what the model must do (page 5)");
    assert_eq!(of("klap-udvidet-afklaring-med-socialafdelingen"), Obligation::May);
    assert_eq!(of("klap-oplysning-ved-tilkendelse"), Obligation::Unknown);
    let shown = law();
    let is_must = |rule: &Rule| rule.versions.iter().all(|v| rule.obligation(v) == Obligation::Must);
    let free: Vec<&str> =
        shown.rules.iter().filter(|r| r.layer.is_law() && !is_must(r)).map(|r| r.id.as_str()).collect();
    let where_the_act_says_can = [
        "kontanthjaelp-ind-i-uddannelse-2-mdr",
        "rimelighed-dispensation-nytteindsats",
        "sygedagpenge-forlaengelse-pension",
        "sygedagpenge-forlaengelse-folkepensionsalder",
        "tidlig-opfoelgning-5-uger",
    ];
    assert_eq!(free, where_the_act_says_can);
    let may = Some(Obligation::May);
    assert!(free.iter().all(|id| book.find(id).map(|ix| book.rule(ix)).map(|r| r.obligation(&r.versions[0])) == may));
    let aim = shown.rules.iter().find(|r| r.layer == Layer::Aim).expect("an aim");
    assert_eq!(aim.obligation(&aim.versions[0]), Obligation::Unknown, "\"så vidt muligt\" is no must");
    let text = book.rule(book.find("klap-udvidet-etablering").expect("a rule")).source_text.clone();
    let refused = book.changed("maal.toml", &text.replace("= \"must\"", "= \"perhaps\"")).expect_err("no such word");
    assert!(refused.problems.iter().any(|p| p.problem.message.contains("must, may")), "{:?}", refused.problems);
}

#[test]
fn a_gate_of_the_municipality_s_own_stands_beside_the_offer_it_holds_back_and_is_no_part_of_the_answer() {
    let book = shipped("aarhus-2011").unwrap_or_else(|e| panic!("{e}"));
    let on: Day = "2026-06-08".parse().expect("a day");
    let asked = |lines: &[&str], offer| {
        let facts = example_facts(&lines.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>());
        assert_eq!(facts.len(), lines.len(), "a fact is misspelt");
        let history = History::build(Some("1970-01-01".parse().expect("a day")), facts, None);
        answer(&Ask::Offer { offer, on, employer: None }, history.view(), &book)
    };
    let sick = ["2026-05-04.. sickness employed=nej", "2026-05-04.. benefit benefit=sygedagpenge"];
    let told = |said: &Answer| -> Vec<(String, Vec<String>)> {
        said.local.iter().map(|gate| (id(&book, gate.rule).to_owned(), gate.missing.clone())).collect()
    };
    let practice = asked(&sick, OfferKind::Virksomhedspraktik);
    let ours = "aarhus-syge-kun-tilbud-der-hjaelper".to_owned();
    assert_eq!(told(&practice), [(ours.clone(), vec!["konkret_vurdering".to_owned()])]);
    assert!(!practice.missing.contains(&"konkret_vurdering".to_owned()), "the law asks for none of it");
    let followed = [sick[0], sick[1], "2026-06-01 talk_held talk=opfoelgningssamtale form=fremmoede"];
    assert_eq!(told(&asked(&followed, OfferKind::Virksomhedspraktik)), [(ours, Vec::new())]);
    let another = asked(&["2026-05-04.. benefit benefit=foertidspension"], OfferKind::Virksomhedspraktik);
    assert!(another.local.is_empty(), "{another:?}");
}

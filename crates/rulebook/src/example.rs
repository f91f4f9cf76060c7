//! Runs the examples that stand beside each rule: at load of a changed rule, in tests, and on the page Regler.

use crate::assess::ask::{Ask, answer};
use crate::assess::axes::Axes;
use crate::assess::weigh::{Weighed, try_gate};
use crate::assess::{Basis, Course, LimitUse, RightUse, assess, company};
use crate::model::{Body, Deadline, Example, Expect, Limit, Rule, Version};
use crate::parse::example_facts;
use crate::rulebook::{RuleIx, Rulebook};
use domain::Day;
use domain::codes::Code;
use domain::compact::Compact;
use domain::fact::Fact;
use domain::history::History;

/// The result of one example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub rule: RuleIx,
    pub version: u8,
    pub name: String,
    /// What came out instead, when it did not pass.
    pub failure: Option<String>,
}

/// A last day that an example says and the rule no longer gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedDue {
    pub name: String,
    pub was: Day,
    pub is: Day,
}

pub fn run_all(rulebook: &Rulebook) -> Vec<Outcome> {
    (0..rulebook.rules.len()).flat_map(|i| run_rule(rulebook, RuleIx(i as u16))).collect()
}

pub fn run_rule(rulebook: &Rulebook, ix: RuleIx) -> Vec<Outcome> {
    let rule = rulebook.rule(ix);
    let mut outcomes = Vec::new();
    for (v, version) in rule.versions.iter().enumerate() {
        for example in &version.examples {
            let failure = run(rulebook, ix, v, rule, version, example).err();
            outcomes.push(Outcome { rule: ix, version: v as u8, name: example.name.clone(), failure });
        }
    }
    outcomes
}

/// The examples of a deadline whose last day comes out as another. What no longer gives a date is not among them: what it is
/// to say then is no sum.
pub fn moved_dues(rulebook: &Rulebook, ix: RuleIx) -> Vec<MovedDue> {
    let versions = rulebook.rule(ix).versions.iter().enumerate();
    let examples = versions.flat_map(|(v, version)| version.examples.iter().map(move |example| (v, example)));
    examples
        .filter_map(|(v, example)| {
            let was = example.expect.due?;
            let history = History::build(example.born, example_facts(&example.facts), None);
            let course = assess(history.view(), rulebook);
            let is = find(&course, ix, v, example.expect.n)?.1.due?;
            (is != was).then(|| MovedDue { name: example.name.clone(), was, is })
        })
        .collect()
}

fn run(
    rulebook: &Rulebook,
    ix: RuleIx,
    v: usize,
    rule: &Rule,
    version: &Version,
    example: &Example,
) -> Result<(), String> {
    let facts = example_facts(&example.facts);
    let history = History::build(example.born, facts.clone(), None);
    let course = assess(history.view(), rulebook);
    let expect = &example.expect;
    match &version.body {
        Body::Deadline(deadline) => deadline_example(rulebook, (ix, v), deadline, example, &facts, &course, &history),
        Body::Right(_) => {
            let stands = |r: &&RightUse| {
                expect.on.is_none_or(|on| r.from <= on && r.through.is_none_or(|through| on <= through))
            };
            let found = course.rights.iter().filter(stands).find(|r| r.rule == ix && r.version == v as u8);
            match (expect.none, found) {
                (true, None) => Ok(()),
                (true, Some(_)) => Err("the right is given".into()),
                (false, None) => Err("the right is not given".into()),
                (false, Some(found)) => same("left", &expect.left, &found.left),
            }
        }
        Body::Limit(Limit::Ratio { .. }) => {
            let on = expect.on.ok_or("an example of places says `on`")?;
            let found = company::places(&facts, rulebook, on).into_iter().find(|p| p.rule == ix).ok_or("no places")?;
            let max = found.max.map_or("unknown".to_owned(), |m| format!("{},{:02}", m / 100, m % 100));
            same("places", &expect.places, &Some(max))
        }
        Body::Limit(Limit::Hours { .. } | Limit::HoursLeft { .. }) => {
            let on = expect.on.ok_or("an example of hours says `on`")?;
            let mut of_rule = course.limits.iter().filter(|l| l.rule == ix && l.version == v as u8);
            hours_example(expect, of_rule.rfind(|l| l.start <= on && l.through.is_none_or(|t| on <= t)), on)
        }
        Body::Limit(_) => {
            let mut uses = course.limits.iter().filter(|l| l.rule == ix && l.version == v as u8);
            let found = uses.nth(usize::from(expect.n.unwrap_or(1).max(1) - 1));
            match (expect.none, found) {
                (true, None) => Ok(()),
                (true, Some(l)) if l.reached_on.is_none() => Ok(()),
                (true, Some(l)) => Err(format!("reached on {:?}", l.reached_on)),
                (false, None) => Err("the limit does not apply".into()),
                (false, Some(l)) => same("reached", &expect.reached, &l.reached_on)
                    .and_then(|()| same("effective", &expect.effective, &l.effective_on)),
            }
        }
        Body::OfferOrder(order) => {
            let axes = Axes::new(history.view());
            let first = order.steps_for(&axes, expect.on.unwrap_or(version.from)).next();
            same("first", &expect.first.map(Code::code), &first.map(|s| s.offer.code()))
        }
        Body::Rate(_) => {
            let on = expect.on.ok_or("an example of a rate says `on`")?;
            let ask = Ask::Rate { rate: rule.id.clone(), key: expect.key.clone().unwrap_or_default(), on };
            let got = answer(&ask, history.view(), rulebook);
            let got_amount = got.amount.or(got.percent.map(|p| domain::Kroner::from_oere(i64::from(p) * 100)));
            if expect.none {
                return if got_amount.is_none() { Ok(()) } else { Err(format!("{got_amount:?}")) };
            }
            same("amount", &expect.amount, &got_amount)
        }
        Body::Gate(_) => {
            let on = expect.on.ok_or("an example of a gate says `on`")?;
            let Some(offer) = expect.offer else { return gate_example(version, example, on, &history) };
            let got = answer(&Ask::Offer { offer, on, employer: expect.employer }, history.view(), rulebook);
            same("verdict", &expect.verdict, &Some(got.verdict.code().to_owned()))
                .and_then(|()| same("earliest", &expect.earliest, &got.earliest))
                .and_then(|()| same("through", &expect.through, &got.through))
        }
        Body::Quota(_) => Ok(()),
    }
}

/// Hours are about one day. `verdict = "undetermined"`: something lacks.
fn hours_example(expect: &Expect, found: Option<&LimitUse>, on: Day) -> Result<(), String> {
    let Some(l) = found else {
        return if expect.none { Ok(()) } else { Err("the limit does not apply".into()) };
    };
    if expect.none {
        return Err("the limit applies".into());
    }
    let whole = |hours: i64| u16::try_from(hours).ok();
    let worked = l.worked_on(on);
    let hours = worked.map(|w| w.whole()).or(l.hours_left().map(|(left, _)| i64::from(left)));
    let verdict = if l.missing_on(on).is_empty() { "told" } else { "undetermined" };
    same("hours", &expect.hours, &hours.and_then(whole))
        .and_then(|()| same("short", &expect.short, &worked.and_then(|w| whole(w.short()))))
        .and_then(|()| same("reached", &expect.reached, &l.reached_on))
        .and_then(|()| same("verdict", &expect.verdict.as_deref().or(Some("told")), &Some(verdict)))
}

/// A gate before something that is no offer is tried by itself.
fn gate_example(version: &Version, example: &Example, on: Day, history: &History) -> Result<(), String> {
    let mut found = Weighed::default();
    let axes = crate::assess::axes::Axes::new(history.view());
    let verdict = try_gate(version, on, example.expect.employer, axes, history.view(), &mut found);
    same("verdict", &example.expect.verdict, &Some(verdict.code().to_owned()))
        .and_then(|()| same("earliest", &example.expect.earliest, &found.earliest))
        .and_then(|()| same("through", &example.expect.through, &found.through))
}

/// `None` in the example asks nothing.
fn same<T: PartialEq + std::fmt::Display>(what: &str, expected: &Option<T>, got: &Option<T>) -> Result<(), String> {
    match (expected, got) {
        (Some(said), Some(found)) if said != found => {
            Err(format!("{what}: the example says {said}, the rule gives {found}"))
        }
        (Some(said), None) => Err(format!("{what}: the example says {said}, the rule gives none")),
        _ => Ok(()),
    }
}

fn find(course: &Course, ix: RuleIx, v: usize, n: Option<u16>) -> Option<(usize, &Basis)> {
    course.duties.iter().enumerate().find_map(|(d, duty)| {
        let basis = duty.bases.iter().find(|b| b.rule == ix && b.version as usize == v)?;
        (n.is_none() || n == Some(duty.ordinal)).then_some((d, basis))
    })
}

/// Besides what it says, an example with a due day is tried fulfilled on that day, on the last day in time (the Sunday,
/// for a rule that counts the week) and on the day after.
fn deadline_example(
    rulebook: &Rulebook,
    (ix, v): (RuleIx, usize),
    deadline: &Deadline,
    example: &Example,
    facts: &[Fact],
    course: &Course,
    history: &History,
) -> Result<(), String> {
    let expect = &example.expect;
    let found = find(course, ix, v, expect.n);
    if expect.none {
        return if found.is_none() { Ok(()) } else { Err("the rule gives a date".into()) };
    }
    let (at, basis) = found.ok_or("the rule gives no date")?;
    same("due", &expect.due, &basis.due)?;
    if let (Some(on), Some(status)) = (expect.on, &expect.status) {
        let got = basis.on(on, &course.duties[at], history.view()).map(|s| s.code().to_owned());
        same("status", &Some(status.clone()), &got)?;
    }
    let (Some(due), true) = (expect.due, basis.met.is_none() && !basis.exempt_for_good && basis.ended.is_none()) else {
        return Ok(());
    };
    let last = basis.last_in_time().unwrap_or(due);
    for (day, timely) in [(due, true), (last, true), (last.plus_days(1), false)] {
        if let Some(got) = held_on(rulebook, (ix, v), deadline, example, facts, basis.held, day)
            && got != timely
        {
            return Err(format!("held on {day} should be {}", if timely { "in time" } else { "late" }));
        }
    }
    Ok(())
}

/// The example with what is still lacking done on `day`; `None` where that changes what opened the duty.
fn held_on(
    rulebook: &Rulebook,
    (ix, v): (RuleIx, usize),
    deadline: &Deadline,
    example: &Example,
    facts: &[Fact],
    held: u16,
    day: Day,
) -> Option<bool> {
    let only = deadline.terms.by_only.iter().find(|only| only.from <= day && day <= only.through);
    let doing = only.map_or(&deadline.by, |only| &only.facts).first()?.sample(day)?;
    let mut compact: Vec<Compact> = History::build(example.born, facts.to_vec(), None).view().facts.to_vec();
    for _ in held..deadline.count.max(1) {
        let at = compact.partition_point(|f| f.from <= doing.from);
        compact.insert(at, doing);
    }
    let view = domain::HistoryView { born: example.born, facts: &compact, marks: &[] };
    let course = assess(view, rulebook);
    let (_, basis) = find(&course, ix, v, example.expect.n)?;
    let (met, _) = basis.met?;
    Some(met <= basis.last_in_time()?)
}

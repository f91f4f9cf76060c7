//! `medspiller.assess/1`.

use crate::assess::ask::{Answer, Ask, LocalGate, answer};
use crate::assess::axes::Axes;
use crate::assess::{Basis, Course, Duty, Status, company, due_minute, fulfils};
use crate::gate::{GateAsk, gate_answer};
use crate::model::{Body, Cite};
use crate::report::law_today::{LawTodayReport, Lines, law_today};
use crate::report::limits::{LimitReport, begun, limit_report, places_report};
use crate::rulebook::Rulebook;
use crate::who::{Match, Missing};
use domain::Day;
use domain::codes::Code;
use domain::history::History;
use domain::node::Problem;
use serde::Serialize;

/// What an assessment is made of, besides the history.
pub struct AssessInput<'a> {
    pub today: Day,
    pub known_on: Day,
    pub asks: &'a [Ask],
    /// Answered after the others.
    pub gates: &'a [GateAsk],
    pub problems: &'a [Problem],
    /// True when the subject is a company unit.
    pub company: bool,
}

#[derive(Debug, Serialize)]
pub struct AssessReport {
    schema: &'static str,
    engine: &'static str,
    rulebook: RulebookReport,
    municipality: String,
    today: String,
    known_on: String,
    axes: AxesReport,
    pub duties: Vec<DutyReport>,
    pub rights: Vec<RightReport>,
    pub limits: Vec<LimitReport>,
    pub offers: Vec<OfferReport>,
    pub answers: Vec<AnswerReport>,
    pub law_today: Vec<LawTodayReport>,
    pub not_covered: Vec<NotCoveredReport>,
    pub problems: Vec<ProblemReport>,
}

#[derive(Debug, Serialize)]
struct RulebookReport {
    version: String,
    hash: String,
}

#[derive(Debug, Serialize)]
struct AxesReport {
    benefit: Option<&'static str>,
    target_group: Option<&'static str>,
    contact_group: Option<&'static str>,
    visitation: Option<&'static str>,
    missing: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
pub struct DutyReport {
    pub id: String,
    pub duty: String,
    pub n: u16,
    pub who: &'static str,
    pub status: &'static str,
    pub lapsed: Option<&'static str>,
    pub opens: String,
    pub earliest: Option<String>,
    pub due: Option<String>,
    pub due_layer: Option<&'static str>,
    pub goal_due: Option<String>,
    pub met_on: Option<String>,
    pub met_by: Option<String>,
    pub paused_through: Option<String>,
    pub days_over: Option<i32>,
    pub booked_on: Option<String>,
    /// `saturday`, `sunday` or `holiday` when the due day is one and the rule does not move it.
    pub due_falls_on: Option<&'static str>,
    /// True for a due day after 31-12-2026: computed by the rules until then; a new act is expected.
    pub new_act_expected: bool,
    pub facts: Vec<String>,
    pub missing: Vec<String>,
    pub bases: Vec<BasisReport>,
}

#[derive(Debug, Serialize)]
pub struct BasisReport {
    pub rule: String,
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    pub version_from: String,
    pub layer: &'static str,
    /// `must`, `may` or `unknown`.
    pub obligation: &'static str,
    pub cite: Vec<String>,
    pub source_status: &'static str,
    pub controlled: bool,
    pub anchor: String,
    pub due: Option<String>,
    /// The time of the due day, where hours are counted from a known minute.
    pub due_at: Option<String>,
    pub due_other_reading: Option<String>,
    pub due_week: Option<String>,
    pub pause_days: u16,
    pub status: &'static str,
    pub timely: Option<bool>,
    pub timely_week: Option<bool>,
    pub held: u16,
    pub required: u16,
}

#[derive(Debug, Serialize)]
pub struct RightReport {
    pub id: String,
    pub rule: String,
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    pub used: u16,
    pub left: Option<u16>,
    pub from: String,
    pub through: Option<String>,
    pub responsible: String,
    pub obligation: &'static str,
    pub certain: bool,
}

#[derive(Debug, Serialize)]
pub struct OfferReport {
    pub rank: usize,
    pub offer: &'static str,
    pub sector: Option<&'static str>,
    pub rule: String,
    pub text: String,
    /// Of the step: whether it is a task the municipality must do, or may.
    pub obligation: &'static str,
}

#[derive(Debug, Serialize)]
pub struct AnswerReport {
    pub ask: serde_json::Value,
    pub verdict: &'static str,
    pub advisory: bool,
    pub earliest: Option<String>,
    pub through: Option<String>,
    /// As for a duty: the day asked about, or the last day, lies after those that today's rules speak of.
    pub new_act_expected: bool,
    pub amount: Option<i64>,
    pub percent: Option<u16>,
    pub rules: Vec<String>,
    pub missing: Vec<String>,
    /// The municipality's own gates before the offer; no part of the verdict.
    pub local: Vec<LocalGateReport>,
}

#[derive(Debug, Serialize)]
pub struct LocalGateReport {
    pub rule: String,
    pub text: String,
    pub missing: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct NotCoveredReport {
    pub axis: &'static str,
    pub value: Option<String>,
    pub duty: String,
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    pub from: String,
    pub through: Option<String>,
    pub reason: String,
}

#[derive(Debug, Serialize)]
pub struct ProblemReport {
    pub code: String,
    pub path: String,
    pub line: u32,
    pub message: String,
}

pub(super) fn at(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

pub(super) fn iso(day: Day) -> String {
    day.to_string()
}

/// Day after which every date carries "Regnet efter reglerne til 31.12.2026; ny lov ventes".
pub fn last_day_of_today_law() -> Day {
    Day::new(2026, 12, 31).unwrap_or(Day::LAST)
}

/// `jobsamtale@f1#4`
pub fn duty_id(duty: &Duty, history: &History, rulebook: &Rulebook) -> String {
    format!("{}@{}#{}", rulebook.duty_keys[duty.key as usize], history.root(duty.root), duty.ordinal)
}

pub fn assess_report(history: &History, rulebook: &Rulebook, course: &Course, input: &AssessInput<'_>) -> AssessReport {
    let today = input.today;
    let axes = Axes::new(history.view());
    let (groups, missing) = axes.groups(today);
    let mut duties: Vec<DutyReport> =
        course.duties.iter().filter_map(|d| duty_report(d, history, rulebook, today)).collect();
    duties.sort_by(|a, b| a.id.cmp(&b.id));
    let rights = rights_report(course, history, rulebook, today);
    let (offers, answers) = (offers_report(history, rulebook, today), answers_report(input, history, rulebook));
    let mut limits: Vec<LimitReport> =
        begun(course, today).map(|l| limit_report(l, history, rulebook, today)).collect();
    if input.company {
        limits
            .extend(company::places(history.facts(), rulebook, today).into_iter().map(|p| places_report(&p, rulebook)));
    }
    limits.sort_by(|a, b| a.id.cmp(&b.id));
    AssessReport {
        schema: "medspiller.assess/1",
        engine: super::ENGINE,
        rulebook: RulebookReport { version: rulebook.version(), hash: rulebook.hash.clone() },
        municipality: rulebook.municipality.clone(),
        today: iso(today),
        known_on: iso(input.known_on),
        axes: AxesReport {
            benefit: axes.benefit(today).map(Code::code),
            target_group: axes.target_group(today).map(Code::code),
            contact_group: axes.contact_group(today).map(Code::code),
            visitation: axes.visitation(today).map(Code::code),
            missing: if groups.count_ones() == 1 { Vec::new() } else { missing.names().collect() },
        },
        law_today: law_today(
            &Lines { duties: &duties, rights: &rights, limits: &limits, offers: &offers, answers: &answers },
            rulebook,
            today,
        ),
        duties,
        rights,
        limits,
        offers,
        answers,
        not_covered: not_covered_report(course, history, rulebook, axes, today),
        problems: input
            .problems
            .iter()
            .map(|p| ProblemReport {
                code: p.code.to_owned(),
                path: p.path.clone(),
                line: p.line,
                message: p.message.clone(),
            })
            .collect(),
    }
}

fn duty_report(duty: &Duty, history: &History, rulebook: &Rulebook, today: Day) -> Option<DutyReport> {
    let status = duty.on(today, history.view())?;
    let law = duty.law_basis();
    let goal = duty.goal_basis();
    let shown = duty.dated_basis();
    let rule = rulebook.rule(duty.bases.first()?.rule);
    let met = duty.bases.iter().filter_map(|b| b.met).filter(|(d, _)| *d <= today).max();
    let mut facts: Vec<String> = Vec::new();
    let mut missing: Vec<String> = Vec::new();
    let mut bases: Vec<BasisReport> = Vec::new();
    for basis in &duty.bases {
        facts.push(history.root(basis.anchor_fact).to_string());
        facts.extend(basis.met.map(|(_, f)| history.fact(f).id.to_string()));
        facts.extend(basis.booked.map(|(_, f)| history.fact(f).id.to_string()));
        missing.extend(missing_names(basis, rulebook, today));
        missing.extend(not_told(basis, duty, history, today));
        missing.extend(unsaid(basis, basis.on(today, duty, history.view()), today).map(str::to_owned));
        if basis.unread_from.is_some_and(|from| from <= today) {
            missing.push("transition".into());
        }
        if let Some(report) = basis_report(basis, duty, history, rulebook, today) {
            bases.push(report);
        }
    }
    facts.sort();
    facts.dedup();
    missing.sort();
    missing.dedup();
    bases.sort_by(|a, b| a.rule.cmp(&b.rule));
    let unread = law.is_some_and(|b| b.unread_from.is_some_and(|from| from <= today));
    let due = shown.filter(|_| !unread).and_then(|b| b.due);
    let counted_due = match status {
        Status::Overdue => law.and_then(|b| b.due),
        Status::OverGoal => goal.and_then(|b| b.due),
        _ => None,
    };
    let paused = duty
        .bases
        .iter()
        .filter_map(|b| b.paused)
        .find(|(from, through)| *from <= today && through.is_none_or(|t| today <= t));
    let lapsed = duty
        .bases
        .iter()
        .find_map(|b| b.lapse_reason(today, duty, history.view()))
        .filter(|_| status == Status::Lapsed);
    Some(DutyReport {
        id: duty_id(duty, history, rulebook),
        duty: rulebook.duty_keys[duty.key as usize].clone(),
        n: duty.ordinal,
        who: rule.party.code(),
        status: status.code(),
        lapsed: lapsed.map(Code::code),
        opens: iso(duty.opens()),
        earliest: duty.bases.iter().filter_map(earliest).min().map(iso),
        due: due.map(iso),
        due_layer: shown.filter(|_| due.is_some()).map(|b| rulebook.rule(b.rule).layer.code()),
        goal_due: goal.and_then(|b| b.due).map(iso),
        met_on: met.filter(|_| matches!(status, Status::Met | Status::MetLate)).map(|(d, _)| iso(d)),
        met_by: met
            .filter(|_| matches!(status, Status::Met | Status::MetLate))
            .map(|(_, f)| history.fact(f).id.to_string()),
        paused_through: paused.and_then(|(_, t)| t).map(iso),
        days_over: counted_due.map(|d| d.days_until(today)),
        booked_on: duty.bases.iter().filter_map(|b| b.booked).map(|(d, _)| d).find(|d| *d >= today).map(iso),
        due_falls_on: due.and_then(falls_on),
        new_act_expected: due.is_some_and(|d| d > last_day_of_today_law()),
        facts,
        missing,
        bases,
    })
}

/// Whether a day is one on which offices are closed.
pub fn falls_on(day: Day) -> Option<&'static str> {
    use domain::day::Weekday;
    match day.weekday() {
        _ if domain::calendar::holiday(day).is_some() => Some("holiday"),
        Weekday::Saturday => Some("saturday"),
        Weekday::Sunday => Some("sunday"),
        _ => None,
    }
}

/// The first day on which it counts, where that is not the day the duty opened.
fn earliest(basis: &Basis) -> Option<Day> {
    basis.earliest.or((basis.counts_from > basis.opens).then_some(basis.counts_from))
}

/// What would tell whether an overdue duty has been done since.
fn not_told(basis: &Basis, duty: &Duty, history: &History, today: Day) -> Vec<String> {
    let late = basis.perhaps_late.filter(|(from, _)| *from <= today);
    let overdue = || basis.on(today, duty, history.view()) == Some(Status::Overdue);
    late.filter(|_| overdue()).map_or_else(Vec::new, |(_, missing)| missing.names().map(str::to_owned).collect())
}

/// Why nothing certain is said although no fact is missing: nobody has read the rule in a source, the clock stands still,
/// or what exempts has no end.
fn unsaid(basis: &Basis, status: Option<Status>, today: Day) -> Option<&'static str> {
    match status? {
        _ if !basis.missing_on(today).is_empty() => None,
        Status::Undetermined if basis.needs_review => Missing::UNCONFIRMED.names().next(),
        Status::Paused if basis.due.is_none() => Some("clock_stopped"),
        Status::Exempt if basis.due.is_none() => Missing::ABSENCE_END.names().next(),
        _ => None,
    }
}

fn missing_names(basis: &Basis, rulebook: &Rulebook, today: Day) -> Vec<String> {
    let version = &rulebook.rule(basis.rule).versions[basis.version as usize];
    basis
        .missing_on(today)
        .names()
        .map(|name| match (&version.body, name) {
            (Body::Deadline(d), "anchor") => d.expects_missing.clone().unwrap_or_else(|| name.to_owned()),
            _ => name.to_owned(),
        })
        .collect()
}

fn basis_report(basis: &Basis, duty: &Duty, history: &History, rulebook: &Rulebook, today: Day) -> Option<BasisReport> {
    let rule = rulebook.rule(basis.rule);
    let version = &rule.versions[basis.version as usize];
    let status = basis.on(today, duty, history.view())?;
    let week = basis.due.map(Day::iso_week);
    let decided = |answer: Option<bool>| match (answer, status) {
        (Some(yes), Status::Met | Status::MetLate) => Some(yes),
        (_, Status::Overdue | Status::OverGoal) => Some(false),
        (_, Status::Lapsed) if basis.ended_late() => Some(false),
        _ => None,
    };
    let late_by_week = basis.due.is_some_and(|due| today > due.end_of_week());
    Some(BasisReport {
        rule: rule.id.clone(),
        reference: version.reference.clone(),
        version_from: iso(version.from),
        layer: rule.layer.code(),
        obligation: rule.obligation(version).code(),
        cite: version.cites.iter().map(Cite::display).collect(),
        source_status: version.source.code(),
        controlled: version.control.is_some(),
        anchor: iso(basis.anchor),
        due: basis.due.map(iso),
        due_at: due_minute(basis, history.view(), rulebook).map(at),
        due_other_reading: basis.other_due.map(iso),
        due_week: week.map(|w| format!("{}-W{:02}", w.year, w.week)),
        pause_days: basis.pause_days,
        status: status.code(),
        timely: decided(basis.timely()),
        timely_week: match decided(basis.timely_by_week()) {
            Some(false) if basis.met.is_none() && !late_by_week => None,
            other => other,
        },
        held: held_by(basis, history, rulebook, today),
        required: basis.required,
    })
}

/// Fulfilments counted through today.
fn held_by(basis: &Basis, history: &History, rulebook: &Rulebook, today: Day) -> u16 {
    let Body::Deadline(deadline) = &rulebook.rule(basis.rule).versions[basis.version as usize].body else {
        return basis.held;
    };
    if basis.required <= 1 {
        return u16::from(basis.met.is_some_and(|(d, _)| d <= today));
    }
    let from = basis.counts_from;
    let through = basis.due.map_or(today, |d| d.max(basis.met.map_or(d, |(m, _)| m))).min(today);
    let view = history.view();
    let done = view.facts.iter().filter(|f| f.from >= from.number() && f.from <= through.number());
    let held = done.filter(|f| deadline.by.matches(f) && fulfils(view, deadline, f) == Match::Yes);
    u16::try_from(held.count()).unwrap_or(u16::MAX)
}

fn rights_report(course: &Course, history: &History, rulebook: &Rulebook, today: Day) -> Vec<RightReport> {
    let mut rights: Vec<RightReport> = course
        .rights
        .iter()
        .filter(|r| r.from <= today && r.through.is_none_or(|t| today <= t))
        .map(|r| {
            let r = r.on(today, history.view(), rulebook);
            let rule = rulebook.rule(r.rule);
            let version = &rule.versions[r.version as usize];
            let Body::Right(right) = &version.body else { unreachable!("a right's rule is a right") };
            let root = r.anchor_fact.map(|f| history.root(f).to_string()).unwrap_or_default();
            RightReport {
                id: format!("{}@{root}", rule.duty.clone().unwrap_or_else(|| rule.id.clone())),
                rule: rule.id.clone(),
                reference: version.reference.clone(),
                used: r.used,
                left: r.left,
                from: iso(r.from),
                through: r.through.map(iso),
                responsible: right.responsible.clone(),
                obligation: rule.obligation(version).code(),
                certain: r.certain,
            }
        })
        .collect();
    rights.sort_by(|a, b| a.id.cmp(&b.id));
    rights
}

/// The municipality's order for the citizen's group today. No other layer orders offers.
fn offers_report(history: &History, rulebook: &Rulebook, today: Day) -> Vec<OfferReport> {
    let axes = Axes::new(history.view());
    let mut offers = Vec::new();
    for rule in &rulebook.rules {
        for version in rule.versions.iter().filter(|v| v.is_in_force(today)) {
            if let Body::OfferOrder(order) = &version.body
                && version.who.matches(&axes, today) == crate::who::Match::Yes
            {
                offers.extend(order.steps_for(&axes, today).enumerate().map(|(i, s)| OfferReport {
                    rank: i + 1,
                    offer: s.offer.code(),
                    sector: s.sector.map(Code::code),
                    rule: rule.id.clone(),
                    text: s.text.clone(),
                    obligation: s.obligation.code(),
                }));
            }
        }
    }
    offers
}

fn answers_report(input: &AssessInput<'_>, history: &History, rulebook: &Rulebook) -> Vec<AnswerReport> {
    let asked = input.asks.iter().map(|ask| {
        let (Ask::Offer { on, .. } | Ask::Rate { on, .. } | Ask::Limit { on, .. }) = ask;
        answer_report((question(ask), *on), answer(ask, history.view(), rulebook), rulebook)
    });
    let gates = input.gates.iter().map(|ask| {
        let question = serde_json::json!({ "gate": ask.gate, "on": iso(ask.on) });
        answer_report((question, ask.on), gate_answer(ask, history.view(), rulebook), rulebook)
    });
    asked.chain(gates).collect()
}

fn question(ask: &Ask) -> serde_json::Value {
    match ask {
        Ask::Offer { offer, on, employer } => {
            serde_json::json!({ "offer": offer.code(), "on": iso(*on), "employer": employer.map(Code::code) })
        }
        Ask::Rate { rate, key, on } => serde_json::json!({ "rate": rate, "key": key, "on": iso(*on) }),
        Ask::Limit { limit, on } => serde_json::json!({ "limit": limit, "on": iso(*on) }),
    }
}

fn answer_report((question, on): (serde_json::Value, Day), found: Answer, rulebook: &Rulebook) -> AnswerReport {
    let mut rules: Vec<String> = found.rules.iter().map(|(ix, _)| rulebook.rule(*ix).id.clone()).collect();
    rules.sort();
    rules.dedup();
    AnswerReport {
        ask: question,
        verdict: found.verdict.code(),
        advisory: found.advisory,
        earliest: found.earliest.map(iso),
        through: found.through.map(iso),
        new_act_expected: on.max(found.through.unwrap_or(on)) > last_day_of_today_law(),
        amount: found.amount.map(domain::Kroner::oere),
        percent: found.percent,
        rules,
        missing: found.missing,
        local: found.local.into_iter().map(|gate| local_gate(gate, rulebook)).collect(),
    }
}

fn local_gate(gate: LocalGate, rulebook: &Rulebook) -> LocalGateReport {
    let rule = rulebook.rule(gate.rule);
    let text = rule.versions[gate.version as usize].text.clone();
    LocalGateReport { rule: rule.id.clone(), text, missing: gate.missing }
}

fn not_covered_report(
    course: &Course,
    history: &History,
    rulebook: &Rulebook,
    axes: Axes<'_>,
    today: Day,
) -> Vec<NotCoveredReport> {
    let mut found: Vec<NotCoveredReport> = course
        .not_covered
        .iter()
        // A hole years ahead is no news today.
        .filter(|n| n.from <= today.plus_days(crate::assess::PROJECTION_DAYS))
        .map(|n| {
            let gap = &rulebook.gaps[n.gap as usize];
            let group = axes.target_group(n.from.max(today)).or_else(|| axes.target_group(n.from));
            NotCoveredReport {
                axis: "target_group",
                value: group.map(|g| g.code().to_owned()),
                duty: gap.duty.clone(),
                reference: gap.reference.clone(),
                from: iso(n.from),
                through: n.through.map(iso),
                reason: gap.reason.clone(),
            }
        })
        .chain(super::outside::outside_lists(history, rulebook, today))
        .collect();
    found.sort_by(|a, b| (&a.duty, &a.from).cmp(&(&b.duty, &b.from)));
    found
}

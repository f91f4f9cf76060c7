//! `medspiller.assess/1`.

use crate::assess::ask::Ask;
use crate::assess::axes::Axes;
use crate::assess::{Course, company};
use crate::gate::GateAsk;
use crate::model::Body;
use crate::report::answer::{AnswerReport, answers_report};
use crate::report::duty::{DutyReport, duty_report};
use crate::report::law_today::{LawTodayReport, Lines, law_today};
use crate::report::limits::{LimitReport, begun, limit_report, places_report};
use crate::rulebook::Rulebook;
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

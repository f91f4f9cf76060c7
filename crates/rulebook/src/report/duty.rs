//! Duties and what each rule says of them.

use crate::assess::{Basis, Duty, Status, due_minute, fulfils};
use crate::model::{Body, Cite};
use crate::report::assess::{at, iso, last_day_of_today_law};
use crate::rulebook::Rulebook;
use crate::who::{Match, Missing};
use domain::Day;
use domain::codes::Code;
use domain::history::History;
use serde::Serialize;

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

/// `jobsamtale@f1#4`
pub fn duty_id(duty: &Duty, history: &History, rulebook: &Rulebook) -> String {
    format!("{}@{}#{}", rulebook.duty_keys[duty.key as usize], history.root(duty.root), duty.ordinal)
}

pub(super) fn duty_report(duty: &Duty, history: &History, rulebook: &Rulebook, today: Day) -> Option<DutyReport> {
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

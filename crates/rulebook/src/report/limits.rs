//! Limits as the report and the pages tell them.

use super::assess::iso;
use crate::assess::{Course, LimitUse, Tally, company};
use crate::model::{Body, Limit, RatioBasis, SourceStatus};
use crate::report::last_day_of_today_law;
use crate::rulebook::Rulebook;
use crate::who::Missing;
use domain::history::History;
use domain::{Day, Unit};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct LimitReport {
    pub id: String,
    pub rule: String,
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    pub value: Option<f64>,
    pub max: Option<f64>,
    pub unit: &'static str,
    pub reached_on: Option<String>,
    pub effective_on: Option<String>,
    /// As for a duty: the day lies after those that today's rules speak of.
    pub new_act_expected: bool,
    pub warnings: Vec<String>,
    pub missing: Vec<String>,
}

/// Limits of what has begun. Hours are about one day: those of a time that is over are not said again.
pub(super) fn begun(course: &Course, today: Day) -> impl Iterator<Item = &LimitUse> {
    let over = move |l: &LimitUse| l.tally != Tally::Days && l.through.is_some_and(|last| last < today);
    course.limits.iter().filter(move |l| l.start <= today && !over(l))
}

/// The rule and the fact that is measured.
pub(super) fn limit_id(limit: &LimitUse, history: &History, rulebook: &Rulebook) -> String {
    format!("{}@{}", rulebook.rule(limit.rule).id, history.root(limit.fact))
}

/// What is used, what is allowed or asked for, and the unit of both.
fn measured(limit: &LimitUse, days: i32, today: Day) -> (f64, Option<f64>, &'static str) {
    let round = |x: f64| (x * 10.0).round() / 10.0;
    let max = Some(f64::from(limit.max.count));
    match limit.tally {
        Tally::Worked => (limit.worked_on(today).map_or(0.0, |worked| worked.counted as f64 / 100.0), max, "hours"),
        Tally::Left => (f64::from(limit.max.count), None, "hours_left"),
        Tally::Days => match limit.max.unit {
            Unit::Weeks => (round(f64::from(days) / 7.0), max, "weeks"),
            Unit::Months => (round(f64::from(days) / 30.4375), max, "months"),
            Unit::Years => (round(f64::from(days) / 365.25), max, "years"),
            _ => (f64::from(days), max, "days"),
        },
    }
}

pub(super) fn limit_report(limit: &LimitUse, history: &History, rulebook: &Rulebook, today: Day) -> LimitReport {
    let rule = rulebook.rule(limit.rule);
    let version = &rule.versions[limit.version as usize];
    let days = limit_days(limit, rulebook, today);
    let (value, max, unit) = measured(limit, days, today);
    let missing = limit.missing_on(today);
    // A day that nobody has read in a source is shown, and says so.
    let unread = if version.source == SourceStatus::NeedsReview { Missing::UNCONFIRMED } else { Missing::default() };
    let mut warnings: Vec<String> =
        limit.warnings.iter().filter(|w| **w <= today).map(|w| format!("from {w}")).collect();
    if limit.exceeded {
        warnings.push("agreed_beyond_limit".into());
    }
    LimitReport {
        id: limit_id(limit, history, rulebook),
        rule: rule.id.clone(),
        reference: version.reference.clone(),
        value: missing.is_empty().then_some(value),
        max: max.filter(|_| missing.is_empty()),
        unit,
        reached_on: limit.reached_on.map(iso),
        effective_on: limit.effective_on.map(iso),
        new_act_expected: limit.reached_on.max(limit.effective_on).is_some_and(|d| d > last_day_of_today_law()),
        warnings,
        missing: missing.with(unread).names().map(str::to_owned).collect(),
    }
}

/// Days used of a limit, without the weekday holidays where its rule leaves them out. What is counted from a single day, as
/// a takeover, goes on to the last day of the limit.
pub fn limit_days(limit: &LimitUse, rulebook: &Rulebook, today: Day) -> i32 {
    days_in_months_of(limit, rulebook, today, today)
}

/// As [`limit_days`] on a day, without that day itself.
pub(crate) fn limit_days_before(limit: &LimitUse, rulebook: &Rulebook, day: Day) -> i32 {
    days_in_months_of(limit, rulebook, day, day.plus_days(-1))
}

/// Days used through `today` of those in the months that are looked at on `day`.
fn days_in_months_of(limit: &LimitUse, rulebook: &Rulebook, day: Day, today: Day) -> i32 {
    let goes_on =
        limit.reached_on.filter(|last| limit.stretches.is_empty() && limit.through.is_some_and(|t| t < *last));
    if let Some(last) = goes_on.filter(|_| limit.tally == Tally::Days) {
        return (limit.start.days_until(last.min(today)) + 1).max(0);
    }
    let version = &rulebook.rule(limit.rule).versions[limit.version as usize];
    let skip_holidays = matches!(&version.body, Body::Limit(Limit::Accumulated { weekday_holidays: true, .. }));
    let first = limit.first_counted(day);
    limit.days_since(first, today) - if skip_holidays { holidays_in(limit, first, today) } else { 0 }
}

fn holidays_in(limit: &LimitUse, first: Day, today: Day) -> i32 {
    let mut found = 0;
    for (from, through, _) in &limit.stretches {
        let last = (*through).min(today);
        let mut day = (*from).max(first);
        while day <= last {
            found += i32::from(domain::calendar::is_weekday_holiday(day));
            day = day.plus_days(1);
        }
    }
    found
}

pub(super) fn places_report(places: &company::Places, rulebook: &Rulebook) -> LimitReport {
    let rule = rulebook.rule(places.rule);
    let version = &rule.versions[places.version as usize];
    LimitReport {
        id: rule.id.clone(),
        rule: rule.id.clone(),
        reference: version.reference.clone(),
        value: places.base.map(|_| places.used as f64 / 100.0),
        max: places.max.map(|m| m as f64 / 100.0),
        unit: match places.basis {
            RatioBasis::Heads => "persons",
            RatioBasis::FullTime => "full_time",
        },
        reached_on: None,
        effective_on: None,
        new_act_expected: false,
        warnings: Vec::new(),
        missing: places.missing.iter().map(|m| (*m).to_owned()).collect(),
    }
}

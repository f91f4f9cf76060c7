//! What a deadline leaves out for some people and some days.

use crate::model::{Anchor, Clock, Deadline, ExemptFor};
use crate::selector::read_list;
use crate::terms::{HoursInWeeks, MonthCounted};
use crate::who::Who;
use domain::node::{Problem, Reader};
use domain::{Day, Span, Unit};

/// `exempt_for = [{ who = {...}, facts = {...} }]`.
pub(super) fn exempt_for(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Vec<ExemptFor> {
    let path = r.path_of("exempt_for");
    let mut found = Vec::new();
    for (i, node) in r.tables("exempt_for", problems).into_iter().enumerate() {
        let Some(mut part) = Reader::open(node, format!("{path}[{}]", i + 1), problems) else { continue };
        for key in ["who", "facts"] {
            if part.node(key).is_none() {
                problems.push(part.missing(key, "an exemption for some says for whom and by which facts"));
            }
        }
        let who_path = part.path_of("who");
        let who = Who::read(part.node("who"), &who_path, problems);
        let facts = read_list(&mut part, "facts", problems);
        part.finish(problems);
        found.push(ExemptFor { who, facts });
    }
    found
}

/// `not_counted_days = [{ from = 2020-03-01, through = 2020-08-31 }]`, in order and apart.
pub(super) fn not_counted_days(
    r: &mut Reader<'_>,
    clock: Option<Clock>,
    problems: &mut Vec<Problem>,
) -> Vec<(Day, Day)> {
    let found = stretches_of_days(r, "not_counted_days", problems);
    only_accumulated(r, "not_counted_days", !found.is_empty(), clock, problems);
    found
}

/// As [`not_counted_days`], where days are counted in any case.
pub(crate) fn stretches_of_days(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Vec<(Day, Day)> {
    let (path, line) = (r.path_of(key), r.line_of(key));
    let mut found: Vec<(Day, Day)> = Vec::new();
    for (i, node) in r.tables(key, problems).into_iter().enumerate() {
        let Some(mut stretch) = Reader::open(node, format!("{path}[{}]", i + 1), problems) else { continue };
        let (from, through) = (stretch.day("from", problems), stretch.day("through", problems));
        stretch.finish(problems);
        match (from, through) {
            (Some(from), Some(through)) if from <= through && found.last().is_none_or(|(_, before)| *before < from) => {
                found.push((from, through));
            }
            _ => problems.push(r.problem(
                "bad_value",
                line,
                key,
                "each stretch has `from` and `through`, the earliest first, and none meets another".to_owned(),
            )),
        }
    }
    found
}

pub(super) fn month_of(r: &mut Reader<'_>, clock: Option<Clock>, problems: &mut Vec<Problem>) -> Option<Span> {
    let span = r.parsed("month_of", problems);
    only_accumulated(r, "month_of", span.is_some(), clock, problems);
    span
}

/// `month_counted = { by = { fact = "dagpenge_count" }, full = { hours = 410, week = 37 }, part = { hours = 333, week = 30 } }`
pub(crate) fn counted_hours(
    r: &mut Reader<'_>,
    key: &'static str,
    problems: &mut Vec<Problem>,
) -> Option<MonthCounted> {
    let path = r.path_of(key);
    let mut t = Reader::open(r.node(key)?, &path, problems)?;
    let by = read_list(&mut t, "by", problems);
    if by.iter().next().is_none() {
        problems.push(t.missing("by", "the fact that says the count"));
    }
    let used_in = read_list(&mut t, "used_in", problems);
    let (full, part) = (hours_in_weeks(&mut t, "full", problems), hours_in_weeks(&mut t, "part", problems));
    t.finish(problems);
    Some(MonthCounted { by, used_in, full: full?, part: part? })
}

fn hours_in_weeks(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<HoursInWeeks> {
    let Some(node) = r.node(key) else {
        problems.push(r.missing(key, "such as { hours = 410, week = 37 }"));
        return None;
    };
    let mut t = Reader::open(node, r.path_of(key), problems)?;
    let mut whole = |key| {
        let hours = t.int(key, problems).and_then(|n| u16::try_from(n).ok()).filter(|n| *n > 0);
        if hours.is_none() {
            problems.push(t.missing(key, "whole hours"));
        }
        hours
    };
    let (hours, week) = (whole("hours"), whole("week"));
    t.finish(problems);
    Some(HoursInWeeks { hours: hours?, week: week? })
}

/// Keys that say something only beside others.
pub(super) fn check(r: &Reader<'_>, d: &Deadline, problems: &mut Vec<Problem>) {
    let by_fact = matches!(d.anchor, Anchor::Start(_));
    let wrong = [
        ("follows", !d.follows.is_empty() && !by_fact, "only the first day of a fact (`anchor`) follows another fact"),
        (
            "first_in",
            d.first_in.is_some() && !by_fact,
            "only the first day of a fact (`anchor`) may lie inside a course",
        ),
        (
            "whole_course",
            d.terms.whole_course && !matches!(d.anchor, Anchor::Course(_)),
            "only a course (`anchor_course`) is divided",
        ),
        (
            "month_counted",
            d.month_counted.is_some() && d.month_of.is_none(),
            "`month_of` is missing: what holds without a count",
        ),
        ("repeat", d.terms.sum.is_some() && d.repeat.is_some(), "each `sum` begins a count of its own"),
        (
            "sum",
            d.terms.sum.is_some() && !matches!(&d.anchor, Anchor::Start(anchors) if *anchors == d.state),
            "what is counted opens the duty: `anchor` and `state` are the same",
        ),
        (
            "pause",
            d.clock == Clock::Accumulated && !d.pause.is_empty() && !adds_up_months(d),
            "the accumulated clock leaves a pause out of months that are added up (`months_add_up`)",
        ),
        (
            "sum",
            d.terms.sum.is_some_and(|sum| sum.at_least.unit != Unit::Months || !adds_up_months(d)),
            "months that are added up (`months_add_up`)",
        ),
        ("repeat_within", d.repeat_within.is_some() && d.repeat.is_none(), "nothing is repeated: `repeat` is missing"),
    ];
    for (key, _, message) in wrong.into_iter().filter(|(_, is_wrong, _)| *is_wrong) {
        problems.push(r.problem("bad_value", r.line_of(key), key, message));
    }
}

fn adds_up_months(d: &Deadline) -> bool {
    let spans = [Some(d.span), d.opens, d.earliest].into_iter().flatten();
    d.terms.months_add_up && !d.state.by_whole_weeks() && spans.map(|span| span.unit).all(|unit| unit == Unit::Months)
}

fn only_accumulated(
    r: &mut Reader<'_>,
    key: &'static str,
    said: bool,
    clock: Option<Clock>,
    problems: &mut Vec<Problem>,
) {
    if said && clock != Some(Clock::Accumulated) {
        let line = r.line_of(key);
        problems.push(r.problem("bad_value", line, key, "only the accumulated clock counts days".to_owned()));
    }
}

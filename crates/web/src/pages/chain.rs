//! *Hvorfor?*: the reason chain of a duty in words: facts, rules, sum, pause, dates.

use crate::danish::{dotted, long, period, short, weekday};
use crate::pages::citizen::to_the_minute;
use crate::text::{t, tf};
use crate::words::{assessed, fact_source, fact_words, key_of, obligation, plus};
use app::citizen::{ChainBasis, ChainFact, ChainPause, FactRow};
use app::reason::Force;
use domain::day::Weekday;
use domain::{Day, calendar};

pub(crate) struct ChainWords {
    pub(crate) facts: Vec<(String, String, String)>,
    pub(crate) rules: Vec<RuleLine>,
    pub(crate) sum: Vec<String>,
    pub(crate) pauses: Vec<String>,
    /// The first date, with its notes, and those that stand under it.
    pub(crate) dues: Vec<(String, Vec<String>)>,
}

/// A rule that asks for the duty.
pub(crate) struct RuleLine {
    pub(crate) law: String,
    pub(crate) text: String,
    pub(crate) cite: String,
    pub(crate) rule: String,
    pub(crate) source: (&'static str, String),
    pub(crate) controlled: String,
    pub(crate) leaves_out: Option<String>,
}

/// One chain of a duty: the law and the municipality's goal step by step beside each other, the goal's date under the law's.
/// `facts` are those of the case: they say who wrote each, and when.
pub(crate) fn chain_words(bases: &[ChainBasis], facts: &[FactRow], today: Day) -> Option<ChainWords> {
    if bases.is_empty() {
        return None;
    }
    // What stands alone needs no name.
    let named = |basis: &ChainBasis, lines: Vec<String>| -> Vec<String> {
        let of = t(key_of(basis.force, ["chain.law", "chain.aim", "chain.goal"]));
        lines.into_iter().map(|line| if bases.len() > 1 { format!("{of} {line}") } else { line }).collect()
    };
    let paused = |basis: &ChainBasis| match basis.pauses.as_slice() {
        [] => vec![t("chain.no_pause")],
        some => some.iter().map(pause).collect(),
    };
    Some(ChainWords {
        facts: fact_lines(bases, facts),
        rules: bases.iter().map(rule_line).collect(),
        sum: bases.iter().flat_map(|b| named(b, sum(b))).collect(),
        pauses: bases.iter().flat_map(|b| named(b, paused(b))).collect(),
        dues: bases.iter().map(|b| (due(b), notes(b, today))).collect(),
    })
}

/// The facts of all that is reckoned, each once. One that counts for the law or for the goal counts.
fn fact_lines(bases: &[ChainBasis], facts: &[FactRow]) -> Vec<(String, String, String)> {
    let mut all: Vec<ChainFact> = Vec::new();
    for fact in bases.iter().flat_map(|b| &b.facts) {
        match all.iter_mut().find(|f| f.from == fact.from && f.data == fact.data) {
            Some(same) => same.counts |= fact.counts,
            None => all.push(fact.clone()),
        }
    }
    all.sort_by_key(|f| f.from);
    let wrote = |f: &ChainFact| facts.iter().find(|row| Some(row.id) == f.id).map(fact_source);
    let line = |f: &ChainFact| {
        // What exempts does not count towards the duty, but it is why there is none.
        let counts = f.counts || assessed(&f.data).is_some();
        let words =
            if counts { fact_words(&f.data) } else { format!("{}. {}", fact_words(&f.data), t("chain.fact_aside")) };
        let at = if f.through.is_some() || f.data.kind().schema().timing == domain::schema::Timing::Period {
            period(f.from, f.through)
        } else {
            dotted(f.from)
        };
        (at, words, wrote(f).unwrap_or_else(|| f.source.clone()))
    };
    all.iter().map(line).collect()
}

fn rule_line(basis: &ChainBasis) -> RuleLine {
    RuleLine {
        law: origin(basis),
        text: basis.text.clone(),
        cite: format!(
            "{} · {}",
            basis.cite,
            tf("chain.version", &[("period", &period(basis.version_from, basis.version_through))])
        ),
        rule: basis.rule.clone(),
        source: source(basis),
        controlled: t(if basis.controlled { "chain.controlled" } else { "chain.not_controlled" }),
        leaves_out: basis.leaves_out.clone(),
    }
}

/// Whose date it is; of the municipality's own also whether it must or may.
fn origin(basis: &ChainBasis) -> String {
    let whose = t(key_of(basis.force, ["chain.law", "chain.aim", "chain.goal"]));
    match obligation(basis.obligation) {
        Some(task) if basis.force == Force::Goal => format!("{whose} {task}."),
        _ => whose,
    }
}

fn source(basis: &ChainBasis) -> (&'static str, String) {
    match (basis.force, basis.read) {
        (Force::Goal, _) => ("st-maal", t("status.local")),
        (_, true) => ("st-laest", t("status.read")),
        (_, false) => ("st-kladde", t("status.not_read")),
    }
}

fn sum(basis: &ChainBasis) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((reached, to)) = basis.limit {
        lines.push(tf("chain.limit", &[("reached", &dotted(reached)), ("day", &dotted(to))]));
    }
    if let (Some(s), Some(plain)) = (basis.span, basis.plain) {
        let key = match (basis.no_day, basis.first_day_counts) {
            (true, _) => "chain.sum_from",
            (false, true) => "chain.sum_counts",
            (false, false) => "chain.sum_line",
        };
        lines.push(tf(key, &[("sum", &plus(&dotted(basis.from), s)), ("day", &dotted(plain))]));
    }
    if basis.required > 1 {
        lines.push(tf("chain.held", &[("held", &basis.held.to_string()), ("required", &basis.required.to_string())]));
    }
    lines
}

fn pause(pause: &ChainPause) -> String {
    match (pause.from, pause.to) {
        (Some(from), Some(to)) => {
            let key = if pause.outside { "chain.outside" } else { "chain.pause_days" };
            tf(key, &[("n", &pause.days.to_string()), ("period", &period(from, pause.through)), ("day", &dotted(to))])
        }
        (Some(from), None) => tf("chain.pause_open", &[("day", &dotted(from))]),
        (None, Some(to)) => tf("chain.exempt_to", &[("day", &dotted(to))]),
        (None, None) => t("chain.exempt"),
    }
}

fn due(basis: &ChainBasis) -> String {
    match basis.due {
        Some(day) => {
            let words = to_the_minute(format!("{} {}", weekday(day), long(day)), basis.due_minute);
            tf(key_of(basis.force, ["chain.due_law", "chain.due_aim", "chain.due_goal"]), &[("day", &words)])
        }
        None if basis.two_readings => t("status.two_readings"),
        None if basis.no_day => t("status.no_day"),
        None => t("chain.due_none"),
    }
}

fn notes(basis: &ChainBasis, today: Day) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some((on, timely)) = basis.met {
        notes.push(tf(if timely { "chain.met" } else { "chain.met_late" }, &[("day", &short(on))]));
    }
    if let Some(what) = basis.due.filter(|d| *d >= today).and_then(rest_day) {
        notes.push(tf("citizen.falls_on", &[("what", &what)]));
    }
    if basis.two_readings {
        notes.extend(basis.plain.map(|day| tf("chain.two_readings", &[("day", &long(day))])));
    }
    if let Some(other) = basis.other_due {
        notes.push(tf("chain.other_reading", &[("day", &long(other))]));
    }
    if let Some(from) = basis.unread_from {
        notes.push(tf("chain.unread", &[("day", &dotted(from))]));
    }
    notes
}

/// A date is never moved because it falls on a day of rest, unless its rule says so; the page says it instead.
fn rest_day(day: Day) -> Option<String> {
    match day.weekday() {
        Weekday::Saturday => Some(t("citizen.saturday")),
        Weekday::Sunday => Some(t("citizen.sunday")),
        _ if calendar::is_weekday_holiday(day) => Some(t("citizen.holiday")),
        _ => None,
    }
}

//! Rules in words: marks, clocks, whom they are for, what an example promises.

use crate::danish::{dotted, period, span};
use crate::text::{count, find, t, tf};
use crate::words::{Mark, mark};
use app::rules::{CiteView, Facts, From, Measure, Part, Promise, Standing, Tense, VersionView, WhoView, is_goal};
use domain::Day;

/// `Læst i kilde`, `Ikke læst i kilde`, `Kommunens mål`, `Kontrolleret`.
pub(crate) fn standing_mark(standing: Standing) -> Mark {
    match standing {
        Standing::Controlled => mark("st-ok", "ms-ok", t("rules.controlled")),
        Standing::Read => mark("st-laest", "ms-laest", t("status.read")),
        Standing::Local => mark("st-maal", "ms-maal", t("status.local")),
        Standing::Unread => mark("st-kladde", "ms-kladde", t("status.not_read")),
    }
}

/// A code of a list in Danish, or the code itself.
pub(crate) fn code_words(list: &str, code: &str) -> String {
    find(&format!("code.{list}.{code}")).unwrap_or_else(|| code.replace('_', " "))
}

/// `dagpengemodtager (nr. 1)`: who it is, and where the act says it.
pub(crate) fn group(code: &str) -> String {
    let place = code_words("target_group", code);
    let name = find(&format!("rules.group.{code}")).unwrap_or_else(|| code.replace('_', " "));
    format!("{name} ({})", place.strip_prefix("LAB § 6, ").unwrap_or(&place))
}

/// What a duty key is about.
pub(crate) fn duty(key: &str) -> String {
    find(&format!("rules.duty.{key}")).unwrap_or_else(|| crate::words::capital(&key.replace('_', " ")))
}

pub(crate) fn chapter(code: &str) -> String {
    find(&format!("rules.chapter.{code}")).unwrap_or_else(|| crate::words::capital(&code.replace('_', " ")))
}

pub(crate) fn kind(code: &str) -> String {
    t(&format!("code.rule_kind.{code}"))
}

pub(crate) fn layer(code: &str) -> String {
    t(&format!("rules.layer.{code}"))
}

/// `Gælder i dag (01.01.2014–30.06.2026)`
pub(crate) fn tense(version: &VersionView, day: Day, today: Day) -> String {
    match (version.tense, version.through) {
        (Tense::Now, _) if day == today => t("rules.holds_today"),
        (Tense::Now, _) => tf("rules.holds_on", &[("day", &dotted(day))]),
        (Tense::Past, Some(through)) => tf("rules.held_until", &[("day", &dotted(through))]),
        (Tense::Past, None) | (Tense::Future, _) => tf("rules.holds_from", &[("day", &dotted(version.from))]),
    }
}

/// Under which text it was read, and whether somebody has controlled it.
pub(crate) fn read_words(version: &VersionView) -> String {
    let cites = cite_words(&version.cites);
    match (version.standing, &version.control) {
        (_, Some((person, role, on))) => {
            let role = self::role(role);
            tf("rules.controlled_by", &[("cites", &cites), ("person", person), ("role", &role), ("day", &dotted(*on))])
        }
        (Standing::Unread, None) => tf("rules.read_not", &[("cites", &cites)]),
        (_, None) => tf("rules.read_in", &[("cites", &cites)]),
    }
}

/// `LAB § 31, stk. 5 (LBK 280 af 1. marts 2024); …`, with a text that several have in common said once.
pub(crate) fn cite_words(cites: &[CiteView]) -> String {
    let mut said: Vec<(Vec<&str>, &str)> = Vec::new();
    for cite in cites {
        match said.last_mut() {
            Some((places, text)) if *text == cite.text => places.push(&cite.place),
            _ => said.push((vec![&cite.place], &cite.text)),
        }
    }
    let one = |(places, text): &(Vec<&str>, &str)| format!("{} ({text})", places.join(" og "));
    said.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Who answers for a right: the owner of the case, or a unit by its name.
pub(crate) fn responsible(key: &str) -> String {
    find(&format!("responsible.{key}")).unwrap_or_else(|| key.to_owned())
}

/// The row of an amount inside its rate.
pub(crate) fn amount_key(key: &str) -> String {
    find(&format!("rules.amount_key.{key}")).unwrap_or_else(|| key.replace('_', " "))
}

/// A staff role in a sentence.
pub(crate) fn role(code: &str) -> String {
    find(&format!("code.staff_role.{code}")).unwrap_or_else(|| code.replace('_', " "))
}

pub(crate) fn party(kind: &str, layer: &str, party: &str) -> String {
    match (kind, party) {
        ("right", _) => t("rules.is_right"),
        ("deadline", _) if is_goal(layer) => t("rules.is_goal"),
        ("deadline", "municipality") => t("rules.is_municipality"),
        ("deadline", "citizen") => t("rules.is_citizen"),
        ("deadline", _) => t("rules.is_other"),
        (kind, _) => t(&format!("rules.is_kind.{kind}")),
    }
}

pub(crate) fn transition(version: &VersionView) -> String {
    match version.transition {
        None => t("rules.transition.first"),
        Some(code) => tf(&format!("rules.transition.{code}"), &[("day", &dotted(version.from))]),
    }
}

fn part(part: &Part) -> String {
    match part {
        Part::Codes("target_group", codes) => codes.iter().map(|c| group(c)).collect::<Vec<_>>().join(", "),
        Part::Codes(list, codes) => codes.iter().map(|c| code_words(list, c)).collect::<Vec<_>>().join(", "),
        Part::Age(key, age) => tf(&format!("rules.age.{key}"), &[("n", &age.to_string())]),
        Part::Flag(key) => t(&format!("rules.flag.{key}")),
    }
}

pub(crate) fn applies(who: &WhoView) -> String {
    let parts: Vec<String> = who.applies.iter().map(part).collect();
    if parts.is_empty() { t("rules.everybody") } else { parts.join("; ") }
}

pub(crate) fn applies_not(who: &WhoView) -> String {
    let parts: Vec<String> = who.not.iter().map(part).collect();
    if parts.is_empty() { t("rules.nobody") } else { parts.join("; ") }
}

fn fact(facts: &Facts) -> String {
    let kind = code_words("fact", facts.kind);
    let codes: Vec<String> = facts
        .codes
        .iter()
        .map(|(list, codes)| codes.iter().map(|c| code_words(list, c)).collect::<Vec<_>>().join(", "))
        .collect();
    if codes.is_empty() { kind } else { format!("{kind} ({})", codes.join("; ")) }
}

fn facts(facts: &[Facts]) -> String {
    facts.iter().map(fact).collect::<Vec<_>>().join(" eller ")
}

fn from(from: &From) -> String {
    match from {
        From::Start(of) => facts(of),
        From::Limit(limit) => tf("rules.limit_of", &[("limit", limit)]),
        From::End(of) => tf("rules.end_of", &[("what", &facts(of))]),
        From::Course(benefit) => tf("rules.course", &[("benefit", &code_words("benefit", benefit))]),
    }
}

/// The clock in a few words, for the list.
pub(crate) fn measure(measure: &Measure) -> String {
    match measure {
        Measure::Deadline { from: From::Limit(_), span: s, .. } if s.count == 0 => t("rules.m.limit"),
        Measure::Deadline { clock, span: s, count, ordinal, repeat, .. } => match (*clock, repeat) {
            ("window", _) => tf("rules.m.window", &[("n", &count.to_string()), ("span", &span(*s))]),
            ("accumulated", _) => tf("rules.m.accumulated", &[("span", &span(*s))]),
            (_, Some(repeat)) => tf("rules.m.repeat", &[("span", &span(*repeat))]),
            _ if *ordinal > 1 => tf("rules.m.nth", &[("n", &ordinal.to_string()), ("span", &span(*s))]),
            _ => tf("rules.m.within", &[("span", &span(*s))]),
        },
        Measure::Right { count: Some(n), .. } => tf("rules.m.right", &[("n", &n.to_string())]),
        Measure::Right { count: None, .. } => t("rules.m.right_any"),
        Measure::Duration { max, extended: None, .. } => tf("rules.m.most", &[("span", &span(*max))]),
        Measure::Duration { max, extended: Some(more), .. } => {
            tf("rules.m.most_extended", &[("span", &span(*max)), ("more", &span(*more))])
        }
        Measure::Accumulated { max, window_months: Some(n), .. } => {
            tf("rules.m.most_in", &[("span", &span(*max)), ("n", &n.to_string())])
        }
        Measure::Accumulated { max, window_months: None, .. } => tf("rules.m.most", &[("span", &span(*max))]),
        Measure::Hours { at_least, window_months } => {
            tf("rules.m.hours", &[("n", &at_least.to_string()), ("m", &window_months.to_string())])
        }
        Measure::HoursLeft { period: None, .. } => t("rules.m.hours_left"),
        Measure::HoursLeft { period: Some((whole, None)), .. } => {
            tf("rules.m.hours_left_of", &[("span", &span(*whole))])
        }
        Measure::HoursLeft { period: Some((whole, Some(within))), .. } => {
            tf("rules.m.hours_left_within", &[("span", &span(*whole)), ("within", &span(*within))])
        }
        Measure::Places { per_first, first_up_to, per_rest } => tf(
            "rules.m.places",
            &[("n", &per_first.to_string()), ("upto", &first_up_to.to_string()), ("rest", &per_rest.to_string())],
        ),
        Measure::Amount { rate } => tf("rules.m.amount", &[("rate", rate)]),
        Measure::Order(steps) => count("rules.m.order", steps.len()),
        Measure::Quota { percent } => tf("rules.m.quota", &[("n", &percent.to_string())]),
        Measure::Rate { amounts, .. } => count("rules.m.rate", *amounts),
        Measure::Gate { closed: true, .. } => t("rules.m.closed"),
        Measure::Gate { requires, .. } if requires.is_empty() => t("rules.m.gate_none"),
        Measure::Gate { requires, .. } => count("rules.m.gate", requires.len()),
    }
}

/// The clock line by line, for the opened rule.
pub(crate) fn measure_rows(m: &Measure) -> Vec<(String, String)> {
    let row = |key: &str, text: String| (t(&format!("rules.clock.{key}")), text);
    match m {
        Measure::Deadline { .. } => deadline_rows(m),
        Measure::Right { responsible, .. } => {
            vec![row("clock", measure(m)), row("responsible", self::responsible(responsible))]
        }
        Measure::Duration { of, .. } => vec![row("clock", measure(m)), row("of", facts(of))],
        Measure::Accumulated { state, .. } => vec![row("clock", measure(m)), row("of", facts(state))],
        Measure::Order(steps) => {
            let steps: Vec<String> = steps.iter().map(|s| code_words("offer", s)).collect();
            vec![row("order", steps.join(" → "))]
        }
        Measure::Rate { unit, amounts, known, first } => {
            let said = match known == amounts {
                true => count("rules.m.rate", *amounts),
                false => tf("rules.m.rate_known", &[("known", &known.to_string()), ("n", &amounts.to_string())]),
            };
            let mut rows = vec![row("written", said), row("unit", unit.clone())];
            rows.extend(first.map(|amount| row("first", amount.to_string())));
            rows
        }
        Measure::Gate { before, requires, .. } => {
            let mut rows = vec![row("clock", measure(m)), row("before", facts(before))];
            if !requires.is_empty() {
                rows.push(row("requires", requires.join("; ")));
            }
            rows
        }
        _ => vec![row("clock", measure(m))],
    }
}

fn deadline_rows(m: &Measure) -> Vec<(String, String)> {
    let Measure::Deadline {
        clock,
        span: s,
        count,
        ordinal,
        repeat,
        from: anchor,
        state,
        first_day_counts,
        by_week,
        moves_to_working_day,
        restart,
        by,
        pause,
        exempt,
        ends_with_anchor,
    } = m
    else {
        return Vec::new();
    };
    let row = |key: &str, text: String| (t(&format!("rules.clock.{key}")), text);
    let values = [("n", count.to_string()), ("span", span(*s)), ("from", from(anchor)), ("state", facts(state))];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let clock = if matches!(anchor, From::Limit(_)) && s.count == 0 { "limit" } else { clock };
    let mut rows = vec![row("clock", tf(&format!("rules.clock_{clock}"), &values))];
    if *ordinal > 1 {
        rows.push(row("ordinal", tf("rules.clock_ordinal", &[("n", &ordinal.to_string())])));
    }
    if let Some(repeat) = repeat {
        let by = t(&format!("rules.restart.{restart}"));
        rows.push(row("repeat", tf("rules.clock_repeat", &[("span", &span(*repeat)), ("from", &by)])));
    }
    rows.push(row("first_day", t(if *first_day_counts { "rules.first_counts" } else { "rules.first_excluded" })));
    let holiday = if *moves_to_working_day { "rules.holiday_next" } else { "rules.holiday_same" };
    rows.push(row("holiday", t(holiday)));
    if *by_week {
        rows.push(row("timely", t("rules.by_week")));
    }
    rows.push(row("by", facts(by)));
    let or_none = |of: &[Facts]| if of.is_empty() { t("rules.none") } else { facts(of) };
    rows.push(row("pause", or_none(pause)));
    rows.push(row("exempt", or_none(exempt)));
    if *ends_with_anchor {
        rows.push(row("ends", t("rules.ends_with_course")));
    }
    rows
}

/// What an example says comes out.
pub(crate) fn promises(promises: &[Promise]) -> String {
    let one = |p: &Promise| match p {
        Promise::Day(key, day) => tf(&format!("rules.promise.{key}"), &[("day", &dotted(*day))]),
        Promise::Status(on, status) => {
            tf("rules.promise.status", &[("day", &dotted(*on)), ("status", &code_words("status", status))])
        }
        Promise::Verdict(verdict) => code_words("verdict", verdict),
        Promise::Left(n) => tf("rules.promise.left", &[("n", &n.to_string())]),
        Promise::Hours(day, n) => tf("rules.promise.hours", &[("day", &dotted(*day)), ("n", &n.to_string())]),
        Promise::Short(day, n) => tf("rules.promise.short", &[("day", &dotted(*day)), ("n", &n.to_string())]),
        Promise::Amount(amount) => amount.to_string(),
        Promise::Offer(offer) => tf("rules.promise.first", &[("offer", &code_words("offer", offer))]),
        Promise::Places(n) => tf("rules.promise.places", &[("n", n)]),
        Promise::Nothing => t("rules.promise.none"),
    };
    promises.iter().map(one).collect::<Vec<_>>().join("; ")
}

pub(crate) fn version_period(version: &VersionView) -> String {
    period(version.from, version.through)
}

//! Questions of the form may / when / how much. A missing fact never refuses; a rule nobody has checked only advises.

use crate::assess::axes::Axes;
use crate::assess::ended::taken_over_for;
use crate::assess::limit::{Tally, last_day};
use crate::assess::rate;
use crate::assess::weigh::{Weighed, earlier, try_gate_for, worst};
use crate::model::{Body, Kind, Limit, SourceStatus, Version};
use crate::report::last_day_of_today_law;
use crate::rulebook::{RuleIx, Rulebook};
use crate::who::{Match, Missing};
use domain::Day;
use domain::Kroner;
use domain::Span;
use domain::codes::{Code, OfferKind, Sector, codes};
use domain::compact::{Compact, HistoryView, NO_VALUE, OPEN};
use domain::kinds::FactKind;
use domain::nearest::nearest;
use std::collections::BTreeSet;

codes! {
    Verdict "verdict" { Allowed = "allowed", Refused = "refused", Undetermined = "undetermined" }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    Offer { offer: OfferKind, on: Day, employer: Option<Sector> },
    Rate { rate: String, key: String, on: Day },
    Limit { limit: String, on: Day },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub verdict: Verdict,
    /// True unless every rule that refuses is controlled by a named person.
    pub advisory: bool,
    pub earliest: Option<Day>,
    pub through: Option<Day>,
    pub amount: Option<Kroner>,
    pub percent: Option<u16>,
    pub rules: Vec<(RuleIx, u8)>,
    pub missing: Vec<String>,
    /// What the municipality's own gates say before the offer: beside the answer, which is the law's alone.
    pub local: Vec<LocalGate>,
}

/// A gate of the municipality's own before an offer. It says what is missing and refuses nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalGate {
    pub rule: RuleIx,
    pub version: u8,
    pub missing: Vec<String>,
}

pub fn answer(ask: &Ask, history: HistoryView<'_>, rulebook: &Rulebook) -> Answer {
    match ask {
        Ask::Offer { offer, on, employer } => offer_answer(*offer, *on, *employer, history, rulebook),
        Ask::Rate { rate, key, on } => rate_answer(rate, key, *on, history, rulebook),
        Ask::Limit { limit, on } => limit_answer(limit, *on, history, rulebook),
    }
}

/// A question about a rate or a limit that the rulebook does not have: its key in the question, and what to write.
pub fn unknown_name(ask: &Ask, rulebook: &Rulebook) -> Option<(&'static str, String)> {
    let (field, id, kind) = match ask {
        Ask::Offer { .. } => return None,
        Ask::Rate { rate, .. } => ("rate", rate, Kind::Rate),
        Ask::Limit { limit, .. } => ("limit", limit, Kind::Limit),
    };
    unknown_of_kind(id, kind, rulebook).map(|message| (field, message))
}

/// An id that no rule of the kind has: what to write.
pub(crate) fn unknown_of_kind(id: &str, kind: Kind, rulebook: &Rulebook) -> Option<String> {
    if rulebook.find(id).is_some_and(|ix| rulebook.rule(ix).kind == kind) {
        return None;
    }
    let ids = rulebook.rules.iter().filter(|r| r.kind == kind).map(|r| r.id.as_str());
    let hint = nearest(id, ids)
        .map_or_else(|| "`medspiller rules list` shows them".to_owned(), |near| format!("did you mean \"{near}\"?"));
    Some(format!("\"{id}\" is no {} of the rulebook; {hint}", kind.code()))
}

pub(crate) fn blank(verdict: Verdict) -> Answer {
    Answer {
        verdict,
        advisory: true,
        earliest: None,
        through: None,
        amount: None,
        percent: None,
        rules: Vec::new(),
        missing: Vec::new(),
        local: Vec::new(),
    }
}

/// The offer, tried in every group the citizen may belong to; what all groups agree on is the answer.
fn offer_answer(
    offer: OfferKind,
    on: Day,
    employer: Option<Sector>,
    history: HistoryView<'_>,
    rulebook: &Rulebook,
) -> Answer {
    let axes = Axes::new(history);
    let (groups, missing) = axes.groups(on);
    let sectors: Vec<Option<Sector>> = match employer {
        Some(sector) => vec![Some(sector)],
        None => vec![Some(Sector::Private), Some(Sector::Public)],
    };
    let mut answers: Vec<Answer> = Vec::new();
    for sector in sectors.iter().copied() {
        if missing.is_empty() {
            answers.push(offer_in_group(offer, on, sector, axes, history, rulebook));
        } else {
            let each = (0..64).filter(|b| groups & (1 << b) != 0);
            answers.extend(each.map(|b| offer_in_group(offer, on, sector, axes.supposing(1 << b), history, rulebook)));
        }
    }
    let differ = |a: &Answer, b: &Answer| a.verdict != b.verdict || a.through != b.through;
    let in_sector = answers.len() / sectors.len();
    let by_group = answers.chunks(in_sector).any(|same| same.iter().any(|a| differ(a, &same[0])));
    let by_sector = answers.iter().zip(answers.iter().skip(in_sector)).any(|(a, b)| differ(a, b));
    let mut merged = answers[0].clone();
    if by_group {
        merged.missing.extend(missing.names().map(str::to_owned));
    }
    if by_sector {
        merged.missing.push("employer".into());
    }
    for other in &answers[1..] {
        let agreed = !differ(other, &merged) || other.verdict == merged.verdict && merged.verdict == Verdict::Refused;
        merged.verdict = if agreed { merged.verdict } else { Verdict::Undetermined };
        merged.earliest = (merged.earliest == other.earliest).then_some(merged.earliest).flatten();
        merged.through = (merged.through == other.through).then_some(merged.through).flatten();
        merged.rules.extend(&other.rules);
        merged.missing.extend(other.missing.iter().cloned());
        merged.local.extend(other.local.iter().cloned());
    }
    merged.local = each_once(merged.local);
    if groups == 0 && asks_for_a_group(offer, on, rulebook) {
        merged.verdict = Verdict::Undetermined;
        merged.missing.push("benefit".into());
    }
    merged.rules.sort_unstable();
    merged.rules.dedup();
    merged.missing = merged.missing.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    merged
}

/// A gate that several groups or sectors meet, with all that lacks in any of them.
fn each_once(gates: Vec<LocalGate>) -> Vec<LocalGate> {
    let mut found: Vec<LocalGate> = Vec::new();
    for gate in gates {
        match found.iter_mut().find(|known| (known.rule, known.version) == (gate.rule, gate.version)) {
            Some(known) => {
                known.missing.extend(gate.missing);
                known.missing.sort();
                known.missing.dedup();
            }
            None => found.push(gate),
        }
    }
    found.sort_unstable_by_key(|gate| gate.rule);
    found
}

/// Whether a rule before the offer is for target groups: an igu is not.
fn asks_for_a_group(offer: OfferKind, on: Day, rulebook: &Rulebook) -> bool {
    let supposed = supposed(offer, on, None);
    let versions = rulebook.rules.iter().filter(|r| r.layer.is_law()).flat_map(|r| &r.versions);
    versions.filter(|version| version.is_in_force(on)).any(|version| match &version.body {
        Body::Gate(gate) if gate.before.matches(&supposed) => {
            version.who.groups | gate.allowed.map_or(0, |who| who.groups) != 0
        }
        _ => false,
    })
}

/// The offer as if it were granted on the day.
fn supposed(offer: OfferKind, on: Day, sector: Option<Sector>) -> Compact {
    Compact {
        from: on.number(),
        through: OPEN,
        value: NO_VALUE,
        kind: FactKind::OfferGranted as u8,
        codes: [offer.index() + 1, sector.map_or(0, |s| s.index() + 1), 0],
    }
}

fn offer_in_group(
    offer: OfferKind,
    on: Day,
    sector: Option<Sector>,
    axes: Axes<'_>,
    history: HistoryView<'_>,
    rulebook: &Rulebook,
) -> Answer {
    let supposed = supposed(offer, on, sector);
    let started = Compact { kind: FactKind::OfferStarted as u8, ..supposed };
    let mut out = blank(Verdict::Allowed);
    let mut found = Weighed::default();
    // What gates and lengths say that may not be the citizen's.
    let (mut perhaps, mut unsure): (Option<Day>, Missing) = (None, Missing::default());
    let (mut all_controlled, mut for_good) = (true, false);
    for (i, rule) in rulebook.rules.iter().enumerate() {
        for (v, version) in rule.versions.iter().enumerate().filter(|(_, v)| v.is_in_force(on)) {
            let applies = match &version.body {
                Body::Gate(gate) => gate.before.matches(&supposed) && (gate.sector.is_none() || gate.sector == sector),
                Body::Limit(Limit::Duration { of, .. }) => of.matches(&started),
                _ => false,
            };
            let for_whom = if applies { version.who.matches(&axes, on) } else { Match::No };
            if for_whom == Match::No {
                continue;
            }
            if rule.layer.is_local() && rule.kind == Kind::Gate {
                let missing = missing_at(version, for_whom, on, sector, axes, history);
                out.local.push(LocalGate { rule: RuleIx(i as u16), version: v as u8, missing });
            }
            if !rule.layer.is_law() {
                continue;
            }
            out.rules.push((RuleIx(i as u16), v as u8));
            match &version.body {
                Body::Gate(_) => {
                    let mut gate = Weighed::default();
                    let verdict = try_gate_for(version, for_whom, on, sector, axes, history, &mut gate);
                    if let Match::Unknown(who) = for_whom {
                        perhaps = earlier(perhaps, gate.through.take());
                        unsure = unsure.with(who);
                    }
                    if verdict == Verdict::Refused {
                        all_controlled &= version.control.is_some();
                        for_good |= gate.earliest.is_none();
                    }
                    found.add(gate);
                    out.verdict = worst(out.verdict, verdict);
                }
                Body::Limit(Limit::Duration { max, .. }) if for_whom == Match::Yes => {
                    match reaches_to(&rule.versions, v, (on, *max), axes) {
                        Ok(last) => found.through = earlier(found.through, Some(last)),
                        Err(unread) => {
                            found.lacks(unread);
                            out.verdict = worst(out.verdict, Verdict::Undetermined);
                        }
                    }
                    if version.source == SourceStatus::NeedsReview {
                        found.lacks(Missing::UNCONFIRMED);
                        out.verdict = worst(out.verdict, Verdict::Undetermined);
                    }
                }
                Body::Limit(Limit::Duration { max, .. }) => {
                    if let Match::Unknown(who) = for_whom {
                        perhaps = earlier(perhaps, Some(last_day(on, *max)));
                        unsure = unsure.with(who);
                    }
                }
                _ => {}
            }
        }
    }
    if out.rules.is_empty() {
        out.verdict = Verdict::Undetermined;
        found.missing.insert("rule".into());
    }
    let through = found.through.filter(|through| perhaps.is_none_or(|day| *through <= day));
    if perhaps.is_some() && through.is_none() {
        found.lacks(unsure);
        out.verdict = worst(out.verdict, Verdict::Undetermined);
    }
    out.advisory = !(out.verdict == Verdict::Refused && all_controlled);
    // What one gate lets through some day, another may keep closed.
    out.earliest = found.earliest.filter(|_| !for_good);
    let open = out.verdict != Verdict::Refused || out.earliest.is_some();
    out.through = through.filter(|_| open);
    out.missing = found.missing.into_iter().collect();
    out
}

/// What a gate of the municipality's own misses.
fn missing_at(
    version: &Version,
    for_whom: Match,
    on: Day,
    sector: Option<Sector>,
    axes: Axes<'_>,
    history: HistoryView<'_>,
) -> Vec<String> {
    let mut gate = Weighed::default();
    try_gate_for(version, for_whom, on, sector, axes, history, &mut gate);
    if let Match::Unknown(who) = for_whom {
        gate.lacks(who);
    }
    gate.missing.into_iter().collect()
}

/// The last day of an offer that begins on a day. The law may have changed by then: how what runs goes on is the next
/// version's to say, and nobody may have read it.
fn reaches_to(versions: &[Version], v: usize, (on, max): (Day, Span), axes: Axes<'_>) -> Result<Day, Missing> {
    let last = last_day(on, max);
    let Body::Limit(Limit::Duration { begun_goes_on, .. }) = &versions[v].body else { return Ok(last) };
    let Some(through) = versions[v].through.filter(|through| *through < last && !begun_goes_on) else {
        return Ok(last);
    };
    // What the act that is expected does to what runs is said beside the date.
    if versions.len() == v + 1 && through == last_day_of_today_law() {
        return Ok(last);
    }
    match (taken_over_for(versions, v, |who| who.matches(&axes, through)), versions.get(v + 1).map(|next| &next.body)) {
        (Match::No, _) => Ok(last),
        (Match::Yes, Some(Body::Limit(Limit::Duration { max, .. }))) => reaches_to(versions, v + 1, (on, *max), axes),
        (Match::Unknown(unread), _) => Err(unread),
        (Match::Yes, _) => Err(Missing::TRANSITION),
    }
}

/// What a question about a rate needs of the case is asked for where a version of the rate says something of the day.
fn rate_answer(id: &str, key: &str, on: Day, history: HistoryView<'_>, rulebook: &Rulebook) -> Answer {
    let latest = |kind: FactKind| {
        let fact = history.facts.iter().rfind(|f| f.is(kind) && f.from <= on.number())?;
        fact.known_value()
    };
    let id = rulebook.find(id).map_or(id, |ix| rulebook.rules[ix.0 as usize].id.as_str());
    let mut out = blank(Verdict::Undetermined);
    let found = match id {
        _ if rulebook.find(id).is_some() && !rate::is_in_force(rulebook, id, on) => Err("rate_version"),
        "fleksloentilskud" if !matches!(key, "max" | "graense") => {
            let Some(wage) = latest(FactKind::Wage) else {
                out.missing.push("wage".into());
                return out;
            };
            let max = rate::find(rulebook, id, "max", on, None);
            let threshold = rate::find(rulebook, id, "graense", on, None);
            max.and_then(|m| threshold.map(|t| (m, t))).map(|(m, t)| {
                let amount = m
                    .amount
                    .zip(t.amount)
                    .map(|(m, t)| rate::fleksloentilskud(m, t, Kroner::from_oere(i64::from(wage))));
                rate::Found { amount, ..m }
            })
        }
        "sanktionssats" => match latest(FactKind::MonthlyHelp) {
            Some(help) => rate::find(rulebook, id, key, on, Some(Kroner::from_oere(i64::from(help)))),
            None => Err("monthly_help"),
        },
        "refusionstrappe" | "medfinansieringstrappe" => match latest(FactKind::HelpWeeks) {
            Some(weeks) => rate::find(rulebook, id, key, on, Some(Kroner::from_oere(i64::from(weeks) * 100))),
            None => Err("help_weeks"),
        },
        _ => rate::find(rulebook, id, key, on, None),
    };
    match found {
        Ok(found) => {
            out.verdict = Verdict::Allowed;
            out.amount = found.amount;
            out.percent = found.percent;
            out.rules.push((found.rule, found.version));
            if rulebook.rule(found.rule).versions[found.version as usize].source == SourceStatus::NeedsReview {
                out.verdict = Verdict::Undetermined;
                out.missing.extend(Missing::UNCONFIRMED.names().map(str::to_owned));
            }
        }
        Err(why) => {
            out.missing.push(if why == "rate_year" { format!("rate {}", on.year()) } else { why.to_owned() });
            out.rules.extend(rulebook.find(id).map(|ix| (ix, 0)));
        }
    }
    out
}

fn limit_answer(id: &str, on: Day, history: HistoryView<'_>, rulebook: &Rulebook) -> Answer {
    let mut out = blank(Verdict::Undetermined);
    let Some(rule) = rulebook.find(id) else {
        out.missing.push("unknown_limit".into());
        return out;
    };
    let course = crate::assess::assess(history, rulebook);
    let Some(limit) = course.limits.iter().rfind(|l| l.rule == rule && l.start <= on) else {
        out.missing.push("no_fact_for_limit".into());
        return out;
    };
    out.rules.push((rule, limit.version));
    let version = &rulebook.rule(rule).versions[limit.version as usize];
    if limit.tally != Tally::Days && !version.is_in_force(on) {
        // Hours are asked for on the version's days alone.
        out.missing.push("rule".into());
        return out;
    }
    let missing = limit.missing_on(on);
    out.missing = missing.names().map(str::to_owned).collect();
    out.through = limit.effective_on;
    let unconfirmed = version.source == SourceStatus::NeedsReview;
    out.verdict = match limit.effective_on {
        _ if !missing.is_empty() => Verdict::Undetermined,
        Some(last) if last < on && unconfirmed => {
            out.missing.extend(Missing::UNCONFIRMED.names().map(str::to_owned));
            Verdict::Undetermined
        }
        // A length of the municipality's own refuses nothing: whether the law does is asked of the law's limit.
        Some(last) if last < on && !rulebook.rule(rule).layer.is_law() => {
            out.missing.push("rule".into());
            Verdict::Undetermined
        }
        Some(last) if last < on => Verdict::Refused,
        _ => Verdict::Allowed,
    };
    out
}

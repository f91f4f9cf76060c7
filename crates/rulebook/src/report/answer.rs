//! Answers to what a case file asks.

use crate::assess::ask::{Answer, Ask, LocalGate, answer};
use crate::gate::gate_answer;
use crate::report::assess::{AssessInput, iso, last_day_of_today_law};
use crate::rulebook::Rulebook;
use domain::Day;
use domain::codes::Code;
use domain::history::History;
use serde::Serialize;

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

pub(super) fn answers_report(input: &AssessInput<'_>, history: &History, rulebook: &Rulebook) -> Vec<AnswerReport> {
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

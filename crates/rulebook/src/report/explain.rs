//! The chain of one duty as typed steps, in the order of the page.

use crate::assess::trace::Step;
use crate::assess::{Basis, LimitUse, Status, due_minute};
use crate::explain::{chain, record};
use crate::model::{Body, Cite, Limit, Rule, Version};
use crate::report::assess::at;
use crate::report::duty::duty_id;
use crate::report::limits::{begun, limit_id};
use crate::rulebook::Rulebook;
use domain::Day;
use domain::codes::Code;
use domain::compact::Compact;
use domain::history::History;
use serde::Serialize;
use serde_json::{Value, json};

/// `{step, refs, values}`
#[derive(Debug, Serialize)]
pub struct StepReport {
    pub step: &'static str,
    pub refs: Vec<String>,
    pub values: Value,
}

/// The steps of the duty or of the limit with this id, or `None` when there is no such.
pub fn explain_report(history: &History, rulebook: &Rulebook, id: &str, today: Day) -> Option<Vec<StepReport>> {
    let (course, recorder) = record(history, rulebook);
    let Some(duty) = course.duties.iter().find(|d| duty_id(d, history, rulebook) == id) else {
        let limit = begun(&course, today).find(|l| limit_id(l, history, rulebook) == id)?;
        return Some(limit_steps(limit, history, rulebook, today));
    };
    let chain = chain(&recorder, duty.key, duty.root, duty.ordinal);
    let mut lists = Lists::default();
    for (at, steps) in &chain.bases {
        let rule = rulebook.rule(at.rule);
        lists.rules.push(rule_report(rule, &rule.versions[at.version as usize]));
        let mut moved = false;
        let basis = duty.bases.iter().find(|basis| basis.rule == at.rule && basis.version == at.version);
        let timely = basis.and_then(Basis::timely);
        for step in steps {
            moved |= lists.add(step, rule, history, timely);
        }
        if !moved {
            lists.pauses.push(StepReport {
                step: "pause",
                refs: vec![rule.id.clone()],
                values: json!({ "layer": rule.layer.code(), "days": 0 }),
            });
        }
    }
    for basis in &duty.bases {
        let id = &rulebook.rule(basis.rule).id;
        let said = lists.dues.iter_mut().find(|due| due.refs == [id.as_str()]);
        if let (Some(due), Some(minute)) = (said, due_minute(basis, history.view(), rulebook)) {
            due.values["at"] = at(minute).into();
        }
    }
    let status = duty.on(today, history.view());
    if status == Some(Status::Lapsed)
        && let Some(reason) = duty.bases.iter().find_map(|b| b.lapse_reason(today, duty, history.view()))
        && !lists.ends.iter().any(|e| e.step == "waived")
    {
        lists.ends.push(StepReport { step: "waived", refs: Vec::new(), values: json!({ "reason": reason.code() }) });
    }
    let Lists { facts, rules, sums, pauses, dues, ends } = lists;
    Some([facts, rules, sums, pauses, dues, ends].into_iter().flatten().collect())
}

/// What a limit rests on: the facts, the rule, the hours of each stretch, the day.
fn limit_steps(limit: &LimitUse, history: &History, rulebook: &Rulebook, today: Day) -> Vec<StepReport> {
    let rule = rulebook.rule(limit.rule);
    let version = &rule.versions[limit.version as usize];
    let layer = rule.layer.code();
    let by_rule = |step, values| StepReport { step, refs: vec![rule.id.clone()], values };
    let mut steps = Vec::new();
    push_fact(&mut steps, history, limit.fact, true);
    if let (Body::Limit(Limit::Hours { of, .. }), Some(seen)) = (&version.body, limit.worked_on(today)) {
        let inside = |f: &Compact| f.from <= seen.through.number() && f.through >= seen.from.number();
        let facts = history.view().facts.iter().enumerate();
        let counted = facts.filter(|(_, f)| of.matches(f) && inside(f)).map(|(at, _)| at as u32);
        counted.for_each(|at| push_fact(&mut steps, history, at, true));
    }
    steps.push(rule_report(rule, version));
    for (from, through, hours) in limit.stretches_on(today) {
        let days = from.days_until(through) + 1;
        let sum = i64::from(hours) * i64::from(days) / 7;
        let values = json!({
            "layer": layer, "from": from.to_string(), "through": through.to_string(), "days": days,
            "hours_a_week": f64::from(hours) / 100.0, "hours": sum as f64 / 100.0,
        });
        steps.push(by_rule("arithmetic", values));
    }
    if let Some((left, used)) = limit.hours_left() {
        let (from, to) = (history.fact(limit.fact).from.to_string(), limit.reached_on.map(|d| d.to_string()));
        let values = json!({ "layer": layer, "from": from, "hours_left": left, "hours_used": used, "to": to });
        steps.push(by_rule("arithmetic", values));
    }
    steps.push(by_rule("due", json!({ "layer": layer, "due": limit.reached_on.map(|d| d.to_string()) })));
    steps
}

fn rule_report(rule: &Rule, version: &Version) -> StepReport {
    let mut report = StepReport {
        step: "rule",
        refs: vec![rule.id.clone()],
        values: json!({
            "layer": rule.layer.code(),
            "ref": version.reference,
            "text": version.text,
            "cite": version.cites.iter().map(Cite::display).collect::<Vec<_>>(),
            "read_in": version.cites.iter().map(|c| c.text.clone()).collect::<Vec<_>>(),
            "from": version.from.to_string(),
            "through": version.through.map(|d| d.to_string()),
            "source_status": version.source.code(),
            "controlled": version.control.is_some(),
        }),
    };
    if let Some(text) = version.law_today().filter(|_| rule.layer.is_local()) {
        report.values["law_today"] = text.into();
    }
    report
}

/// The steps by heading, in the order of the page.
#[derive(Default)]
struct Lists {
    facts: Vec<StepReport>,
    rules: Vec<StepReport>,
    sums: Vec<StepReport>,
    pauses: Vec<StepReport>,
    dues: Vec<StepReport>,
    ends: Vec<StepReport>,
}

impl Lists {
    /// Puts one step under its heading; true when it moved or stopped the date.
    fn add(&mut self, step: &Step, rule: &Rule, history: &History, timely: Option<bool>) -> bool {
        let layer = rule.layer.code();
        let by_rule = |step, values| StepReport { step, refs: vec![rule.id.clone()], values };
        let by_fact =
            |step, fact: u32, values| StepReport { step, refs: vec![history.fact(fact).id.to_string()], values };
        match step {
            Step::Fact { fact, counts } => push_fact(&mut self.facts, history, *fact, *counts),
            Step::Limit { reached, to } => self.sums.push(by_rule(
                "arithmetic",
                json!({ "layer": layer, "limit_reached": reached.to_string(), "to": to.to_string() }),
            )),
            Step::Arithmetic { from, span, minus_one, to } => self.sums.push(by_rule(
                "arithmetic",
                json!({ "layer": layer, "from": from.to_string(), "span": span.to_string(), "first_day_counts": minus_one, "to": to.to_string() }),
            )),
            Step::Moved { from, to } => self.sums.push(by_rule(
                "arithmetic",
                json!({ "layer": layer, "from": from.to_string(), "moved_to_working_day": to.to_string() }),
            )),
            Step::Granted { from, to } => self.sums.push(by_rule(
                "arithmetic",
                json!({ "layer": layer, "from": from.to_string(), "moved_by_grant": to.to_string() }),
            )),
            Step::Outside { from, through, days, to } => self.pauses.push(by_rule(
                "pause",
                json!({ "layer": layer, "outside_state": true, "from": from.to_string(), "through": through.to_string(), "days": days, "to": to.to_string() }),
            )),
            Step::Pause { fact, from, through, days, to } => {
                push_fact(&mut self.facts, history, *fact, false);
                self.pauses.push(by_fact(
                    "pause",
                    *fact,
                    json!({ "layer": layer, "from": from.to_string(), "through": through.map(|d| d.to_string()), "days": days, "to": to.map(|d| d.to_string()) }),
                ));
            }
            Step::Exempt { fact, to } => {
                push_fact(&mut self.facts, history, *fact, false);
                let values = json!({ "layer": layer, "exempt": true, "to": to.map(|d| d.to_string()) });
                self.pauses.push(by_fact("pause", *fact, values));
            }
            Step::Due { day } => {
                self.dues.push(by_rule("due", json!({ "layer": layer, "due": day.map(|d| d.to_string()) })));
            }
            Step::Met { fact, day } => {
                let values = json!({ "layer": layer, "on": day.to_string(), "timely": timely });
                self.ends.push(by_fact("met", *fact, values));
            }
            Step::Waived { fact, reason } => self.ends.push(StepReport {
                step: "waived",
                refs: fact.map(|f| history.fact(f).id.to_string()).into_iter().collect(),
                values: json!({ "layer": layer, "reason": reason }),
            }),
        }
        matches!(step, Step::Outside { .. } | Step::Pause { .. } | Step::Exempt { .. })
    }
}

fn push_fact(facts: &mut Vec<StepReport>, history: &History, index: u32, counts: bool) {
    let fact = history.fact(index);
    let id = fact.id.to_string();
    if facts.iter().any(|f| f.refs[0] == id) {
        return;
    }
    facts.push(StepReport {
        step: "facts",
        refs: vec![id],
        values: json!({
            "kind": fact.kind().name(),
            "from": fact.from.to_string(),
            "through": fact.through.map(|d| d.to_string()),
            "counts": counts,
            "source": fact.source.system,
        }),
    });
}

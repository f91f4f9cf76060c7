//! `assess` and `explain`: one case file, no database.

use crate::output::{Format, Output, table};
use crate::{Ending, Failure, clock};
use clap::Args;
use domain::Day;
use domain::history::History;
use domain::node::Problem;
use ingest::case_file::{AskRow, CaseFile};
use rulebook::Rulebook;
use rulebook::assess::ask::{Ask, unknown_name};
use rulebook::assess::assess as project;
use rulebook::assess::rate::unknown_key;
use rulebook::gate::{GateAsk, unknown_gate};
use rulebook::report::{AssessInput, AssessReport, assess_report, explain_report};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(crate) struct AssessArgs {
    /// The case file (TOML); see docs/case-file.md.
    case: PathBuf,
    /// The day to assess; overrides `today` in the file.
    #[arg(long)]
    today: Option<Day>,
    /// Rule files instead of the shipped ones: a folder or a file.
    #[arg(long)]
    rules: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// The case file (TOML); see docs/case-file.md.
    case: PathBuf,
    /// Id of the duty, e.g. jobsamtale@f1#4, or of a limit.
    #[arg(long)]
    duty: String,
    /// The day to explain on; overrides `today` in the file.
    #[arg(long)]
    today: Option<Day>,
    /// Rule files instead of the shipped ones: a folder or a file.
    #[arg(long)]
    rules: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

struct Loaded {
    case: CaseFile,
    problems: Vec<Problem>,
    history: History,
    rulebook: Rulebook,
    today: Day,
}

fn load(path: &Path, today: Option<Day>, rules: Option<&Path>) -> Result<Loaded, Failure> {
    let text =
        std::fs::read_to_string(path).map_err(|e| Failure::Run(format!("cannot read {}: {e}", path.display())))?;
    let (case, problems) = ingest::case_file::read(&text, &rulebook::templates());
    let Some(case) = case else {
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        return Err(Failure::Use(format!("{}: {}", path.display(), said.join("; "))));
    };
    let today = today.or(case.today).unwrap_or_else(clock::today);
    let municipality =
        if rulebook::templates().contains(&case.municipality.as_str()) { &case.municipality } else { "none" };
    let rulebook = super::rules::load(municipality, rules)?;
    let history = History::build(case.born, case.facts.clone(), case.known_on);
    Ok(Loaded { case, problems, history, rulebook, today })
}

/// A question about a row that the rate does not have: its key in the question, and what to write.
fn unknown_row(ask: &Ask, rulebook: &Rulebook) -> Option<(&'static str, String)> {
    let Ask::Rate { rate, key, .. } = ask else { return None };
    unknown_key(rulebook, rate, key).map(|message| ("key", message))
}

pub(crate) fn assess(args: &AssessArgs, out: Output) -> Result<Ending, Failure> {
    let mut loaded = load(&args.case, args.today, args.rules.as_deref())?;
    let course = project(loaded.history.view(), &loaded.rulebook);
    let (mut asks, mut gates) = (Vec::new(), Vec::new());
    for (i, row) in loaded.case.asks.iter().enumerate() {
        let unknown = match to_ask(row) {
            Asked::Gate(gate) => {
                let unknown = unknown_gate(&gate, &loaded.rulebook).map(|message| ("gate", message));
                gates.push(gate);
                unknown
            }
            Asked::Other(ask) => {
                let unknown = unknown_name(&ask, &loaded.rulebook).or_else(|| unknown_row(&ask, &loaded.rulebook));
                asks.push(ask);
                unknown
            }
        };
        loaded.problems.extend(unknown.map(|(field, message)| Problem {
            code: "unknown_rule",
            path: format!("ask[{}].{field}", i + 1),
            line: 0,
            message,
        }));
    }
    let input = AssessInput {
        today: loaded.today,
        known_on: loaded.case.known_on.unwrap_or(loaded.today),
        asks: &asks,
        gates: &gates,
        problems: &loaded.problems,
        company: loaded.case.company,
    };
    let report = assess_report(&loaded.history, &loaded.rulebook, &course, &input);
    match args.format {
        Format::Json => out.result(&serde_json::to_string_pretty(&report).map_err(|e| Failure::Run(e.to_string()))?),
        Format::Table => out.result(&as_table(&report)),
    }
    for problem in &loaded.problems {
        out.remark(&format!("{}: {problem}", args.case.display()));
    }
    Ok(if loaded.problems.is_empty() { Ending::Done } else { Ending::WithFindings })
}

pub(crate) fn explain(args: &ExplainArgs, out: Output) -> Result<Ending, Failure> {
    let loaded = load(&args.case, args.today, args.rules.as_deref())?;
    let Some(steps) = explain_report(&loaded.history, &loaded.rulebook, &args.duty, loaded.today) else {
        let (duty, case) = (&args.duty, args.case.display());
        return Err(Failure::Use(if loaded.case.company {
            format!(
                "{case} is of a company: its places are not explained step by step; `rules show {duty}` prints the rule"
            )
        } else {
            format!("there is no duty and no limit \"{duty}\" in {case}; `assess` lists their ids")
        }));
    };
    match args.format {
        Format::Json => out.result(&serde_json::to_string_pretty(&steps).map_err(|e| Failure::Run(e.to_string()))?),
        Format::Table => {
            let rows: Vec<Vec<String>> =
                steps.iter().map(|s| vec![s.step.to_owned(), s.refs.join(", "), s.values.to_string()]).collect();
            out.result(&table(&["step", "refs", "values"], &rows));
        }
    }
    Ok(if loaded.problems.is_empty() { Ending::Done } else { Ending::WithFindings })
}

enum Asked {
    Gate(GateAsk),
    Other(Ask),
}

fn to_ask(row: &AskRow) -> Asked {
    match row.clone() {
        AskRow::Offer { offer, on, employer } => Asked::Other(Ask::Offer { offer, on, employer }),
        AskRow::Rate { rate, key, on } => Asked::Other(Ask::Rate { rate, key, on }),
        AskRow::Limit { limit, on } => Asked::Other(Ask::Limit { limit, on }),
        AskRow::Gate { gate, on } => Asked::Gate(GateAsk { gate, on }),
    }
}

/// The words of the pages, for days that today's rules no longer speak of.
const NEW_ACT: &str =
    "\nDays after 31-12-2026: Regnet efter reglerne til 31.12.2026; ny lov ventes (computed by the rules until then)\n";

fn as_table(report: &AssessReport) -> String {
    let parts: [(&[&str], Rows); 8] = [
        (&["duty", "who", "status", "due", "layer", "goal", "missing"], duties(report)),
        (&["right", "used", "left", "from", "through", "responsible"], rights(report)),
        (&["limit", "value", "max", "unit", "reached", "effective", "missing"], limits(report)),
        (&["rank", "offer", "rule", "text"], offers(report)),
        (&["ask", "verdict", "earliest", "through", "amount", "missing"], answers(report)),
        (&["the municipality's own rule", "says", "missing"], local_gates(report)),
        (&["the municipality's own rule", "of", "the law now"], law_today(report)),
        (&["not covered", "group", "from", "through", "reason"], gaps(report)),
    ];
    let mut text = String::new();
    for (i, (head, rows)) in parts.into_iter().enumerate() {
        if i == 0 || !rows.is_empty() {
            text.push_str(if i == 0 { "" } else { "\n" });
            text.push_str(&table(head, &rows));
        }
    }
    let of_duties = report.duties.iter().map(|d| d.new_act_expected);
    let of_limits = report.limits.iter().map(|l| l.new_act_expected);
    let of_answers = report.answers.iter().map(|a| a.new_act_expected);
    if of_duties.chain(of_limits).chain(of_answers).any(|later| later) {
        text.push_str(NEW_ACT);
    }
    text
}

/// A cell, or a dash when there is nothing to say.
fn dash(text: &Option<String>) -> String {
    text.clone().unwrap_or_else(|| "–".into())
}

type Rows = Vec<Vec<String>>;

fn duties(report: &AssessReport) -> Rows {
    report
        .duties
        .iter()
        .map(|d| {
            vec![
                d.id.clone(),
                d.who.to_owned(),
                d.status.to_owned(),
                dash(&d.due),
                d.due_layer.unwrap_or("–").to_owned(),
                dash(&d.goal_due),
                d.missing.join(", "),
            ]
        })
        .collect()
}

fn rights(report: &AssessReport) -> Rows {
    report
        .rights
        .iter()
        .map(|r| {
            vec![
                r.id.clone(),
                r.used.to_string(),
                r.left.map_or("–".into(), |n| n.to_string()),
                r.from.clone(),
                dash(&r.through),
                r.responsible.clone(),
            ]
        })
        .collect()
}

fn limits(report: &AssessReport) -> Rows {
    report
        .limits
        .iter()
        .map(|l| {
            let number = |n: Option<f64>| n.map_or("–".into(), |n| n.to_string());
            vec![
                l.id.clone(),
                number(l.value),
                number(l.max),
                l.unit.to_owned(),
                dash(&l.reached_on),
                dash(&l.effective_on),
                l.missing.join(", "),
            ]
        })
        .collect()
}

fn offers(report: &AssessReport) -> Rows {
    report.offers.iter().map(|o| vec![o.rank.to_string(), o.offer.to_owned(), o.rule.clone(), o.text.clone()]).collect()
}

fn answers(report: &AssessReport) -> Rows {
    report
        .answers
        .iter()
        .map(|a| {
            let percent = a.percent.map_or("–".into(), |percent| format!("{percent} %"));
            let amount = a.amount.map_or(percent, |oere| domain::Kroner::from_oere(oere).to_string());
            let verdict = if a.advisory { format!("{} (advisory)", a.verdict) } else { a.verdict.to_owned() };
            vec![a.ask.to_string(), verdict, dash(&a.earliest), dash(&a.through), amount, a.missing.join(", ")]
        })
        .collect()
}

/// The municipality's own gates before the offers that are asked about.
fn local_gates(report: &AssessReport) -> Rows {
    let gates = report.answers.iter().flat_map(|a| &a.local);
    gates.map(|g| vec![g.rule.clone(), g.text.clone(), g.missing.join(", ")]).collect()
}

/// What the law now refuses or bounds of the municipality's own rules above.
fn law_today(report: &AssessReport) -> Rows {
    report.law_today.iter().map(|l| vec![l.rule.clone(), l.lines.join(", "), l.text.clone()]).collect()
}

fn gaps(report: &AssessReport) -> Rows {
    report
        .not_covered
        .iter()
        .map(|n| {
            vec![
                n.duty.clone(),
                n.value.clone().unwrap_or_else(|| "?".into()),
                n.from.clone(),
                dash(&n.through),
                n.reason.clone(),
            ]
        })
        .collect()
}

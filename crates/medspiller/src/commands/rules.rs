//! `rules`: check, list, show, facts; `renew` has a file of its own.

use crate::output::{Format, Output, table};
use crate::{Ending, Failure, clock};
use clap::Subcommand;
use domain::codes::Code;
use domain::schema::Timing;
use domain::{Day, FactKind};
use rulebook::model::Cite;
use rulebook::{Rulebook, example};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[derive(Subcommand)]
pub(crate) enum RulesCommand {
    /// Load the rules, run every check and every example.
    Check {
        /// A municipal template on top of the law; `none` is the law alone.
        #[arg(long, default_value = "none")]
        municipality: String,
        /// Rule files instead of the shipped ones: a folder or a file.
        #[arg(long)]
        rules: Option<PathBuf>,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// List the rules, with what holds on a day.
    List {
        #[arg(long, default_value = "none")]
        municipality: String,
        /// The day; today when absent.
        #[arg(long)]
        today: Option<Day>,
        #[arg(long)]
        rules: Option<PathBuf>,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Show one rule, by its id or by its id in the catalogue of the law (CT-1W).
    Show {
        id: String,
        #[arg(long, default_value = "none")]
        municipality: String,
        #[arg(long)]
        rules: Option<PathBuf>,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Templates side by side, and the state: what each asks, from which day, and what the law now says of it.
    Compare(super::profiles::ProfilesArgs),
    /// The kinds of facts, their keys and the statutory codes.
    Facts {
        /// Only this kind.
        kind: Option<String>,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// After a new version of the program: make the stored dates again that other rules have made.
    ///
    /// Some people at a time, while others read and write; what was known before stands as it was known. Cut off, it is
    /// simply run again.
    Renew(super::renew::RenewArgs),
}

pub(crate) fn run(command: &RulesCommand, out: Output) -> Result<Ending, Failure> {
    match command {
        RulesCommand::Check { municipality, rules, format } => check(municipality, rules.as_deref(), *format, out),
        RulesCommand::List { municipality, today, rules, format } => {
            list(&load(municipality, rules.as_deref())?, today.unwrap_or_else(clock::today), *format, out)
        }
        RulesCommand::Show { id, municipality, rules, format } => {
            show(&load(municipality, rules.as_deref())?, id, *format, out)
        }
        RulesCommand::Compare(args) => super::profiles::run(args, out),
        RulesCommand::Facts { kind, format } => facts(kind.as_deref(), *format, out),
        RulesCommand::Renew(args) => super::renew::run(args, out),
    }
}

/// The shipped rules, or those in a folder or file.
pub(crate) fn load(municipality: &str, rules: Option<&Path>) -> Result<Rulebook, Failure> {
    if municipality != "none" && !rulebook::templates().contains(&municipality) {
        let known = rulebook::templates().join(", ");
        return Err(Failure::Use(format!("\"{municipality}\" is no template; known: none, {known}")));
    }
    let Some(path) = rules else { return rulebook::shipped(municipality).map_err(|e| Failure::Run(e.to_string())) };
    let mut files = Vec::new();
    collect(path, path, &mut files).map_err(|e| Failure::Run(format!("cannot read {}: {e}", path.display())))?;
    files.sort();
    let texts: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    Rulebook::load(municipality, &texts).map_err(|e| Failure::Run(e.to_string()))
}

fn collect(root: &Path, path: &Path, files: &mut Vec<(String, String)>) -> std::io::Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(root, &entry?.path(), files)?;
        }
    } else if path.extension().is_some_and(|e| e == "toml") {
        let name = path.strip_prefix(root).ok().filter(|p| !p.as_os_str().is_empty()).unwrap_or(path);
        files.push((name.display().to_string(), std::fs::read_to_string(path)?));
    }
    Ok(())
}

fn check(municipality: &str, rules: Option<&Path>, format: Format, out: Output) -> Result<Ending, Failure> {
    let rulebook = load(municipality, rules)?;
    let outcomes = example::run_all(&rulebook);
    let failed: Vec<_> = outcomes.iter().filter(|o| o.failure.is_some()).collect();
    match format {
        Format::Json => {
            let value = json!({
                "rules": rulebook.rules.len(),
                "versions": rulebook.rules.iter().map(|r| r.versions.len()).sum::<usize>(),
                "examples": outcomes.len(),
                "failed": failed.iter().map(|o| json!({ "rule": rulebook.rule(o.rule).id, "example": o.name, "why": o.failure })).collect::<Vec<_>>(),
                "warnings": rulebook.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "hash": rulebook.hash,
            });
            out.result(&value.to_string());
        }
        Format::Table => {
            for outcome in &failed {
                out.result(&format!(
                    "{}: {}: {}",
                    rulebook.rule(outcome.rule).id,
                    outcome.name,
                    outcome.failure.as_deref().unwrap_or_default()
                ));
            }
            for warning in &rulebook.warnings {
                out.remark(&warning.to_string());
            }
            out.result(&format!(
                "{} rules, {} examples, {} failed",
                rulebook.rules.len(),
                outcomes.len(),
                failed.len()
            ));
        }
    }
    Ok(if failed.is_empty() { Ending::Done } else { Ending::WithFindings })
}

fn list(rulebook: &Rulebook, today: Day, format: Format, out: Output) -> Result<Ending, Failure> {
    match format {
        Format::Json => {
            let rules: Vec<Value> = rulebook.rules.iter().map(|r| rule_json(r, Some(today))).collect();
            out.result(&serde_json::to_string_pretty(&rules).map_err(|e| Failure::Run(e.to_string()))?);
        }
        Format::Table => {
            let rows: Vec<Vec<String>> = rulebook
                .rules
                .iter()
                .map(|r| {
                    let now = r.versions.iter().find(|v| v.is_in_force(today));
                    vec![
                        r.chapter.clone(),
                        r.id.clone(),
                        r.kind.code().to_owned(),
                        r.layer.code().to_owned(),
                        now.map_or("–".into(), |v| v.source.code().to_owned()),
                        now.and_then(|v| v.reference.clone()).unwrap_or_default(),
                        r.title.clone(),
                    ]
                })
                .collect();
            out.result(&table(&["chapter", "rule", "kind", "layer", "today", "ref", "title"], &rows));
        }
    }
    Ok(Ending::Done)
}

fn rule_json(rule: &rulebook::Rule, today: Option<Day>) -> Value {
    json!({
        "id": rule.id,
        "kind": rule.kind.code(),
        "layer": rule.layer.code(),
        "duty": rule.duty,
        "title": rule.title,
        "who": rule.party.code(),
        "chapter": rule.chapter,
        "file": rule.file,
        "line": rule.line,
        "in_force": today.map(|day| rule.versions.iter().any(|v| v.is_in_force(day))),
        "versions": rule.versions.iter().map(|v| json!({
            "ref": v.reference,
            "from": v.from.to_string(),
            "through": v.through.map(|d| d.to_string()),
            "text": v.text,
            "leaves_out": v.leaves_out,
            "cite": v.cites.iter().map(Cite::display).collect::<Vec<_>>(),
            "read_in": v.cites.iter().map(|c| c.text.clone()).collect::<Vec<_>>(),
            "source_status": v.source.code(),
            "controlled": v.control.is_some(),
            "transition": v.transition.map(rulebook::model::Transition::code),
            "examples": v.examples.iter().map(|e| e.name.clone()).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn show(rulebook: &Rulebook, id: &str, format: Format, out: Output) -> Result<Ending, Failure> {
    let Some(ix) = rulebook.find(id) else {
        let near = domain::nearest::nearest(id, rulebook.rules.iter().map(|r| r.id.as_str()));
        let hint = near.map_or_else(|| "see `medspiller rules list`".to_owned(), |n| format!("did you mean \"{n}\"?"));
        return Err(Failure::Use(format!("there is no rule \"{id}\"; {hint}")));
    };
    let rule = rulebook.rule(ix);
    if format == Format::Json {
        out.result(&serde_json::to_string_pretty(&rule_json(rule, None)).map_err(|e| Failure::Run(e.to_string()))?);
        return Ok(Ending::Done);
    }
    let mut text = format!(
        "{}\n{} · {} · {} · {}:{}\n",
        rule.title,
        rule.id,
        rule.kind.code(),
        rule.layer.code(),
        rule.file,
        rule.line
    );
    let outcomes = example::run_rule(rulebook, ix);
    for (v, version) in rule.versions.iter().enumerate() {
        let through = version.through.map_or_else(String::new, |d| d.to_string());
        text.push_str(&format!(
            "\n{} – {through}  {}  {}\n",
            version.from,
            version.reference.as_deref().unwrap_or(""),
            version.source.code()
        ));
        text.push_str(&format!("  {}\n", version.text));
        for cite in &version.cites {
            text.push_str(&format!("  {} ({})\n", cite.display(), cite.text));
        }
        if let Some(out) = &version.leaves_out {
            text.push_str(&format!("  Ikke med: {out}\n"));
        }
        for outcome in outcomes.iter().filter(|o| o.version as usize == v) {
            let mark = outcome.failure.as_deref().map_or("passer".to_owned(), |f| format!("FEJLER: {f}"));
            text.push_str(&format!("  – {}: {mark}\n", outcome.name));
        }
    }
    out.result(&text);
    Ok(Ending::Done)
}

fn facts(kind: Option<&str>, format: Format, out: Output) -> Result<Ending, Failure> {
    let kinds: Vec<FactKind> = match kind {
        None => FactKind::ALL.to_vec(),
        Some(name) => vec![FactKind::from_name(name).ok_or_else(|| {
            let hint = domain::nearest::nearest(name, FactKind::ALL.iter().map(|k| k.name()))
                .map_or(String::new(), |n| format!("; did you mean \"{n}\"?"));
            Failure::Use(format!("\"{name}\" is no kind of fact{hint}"))
        })?],
    };
    match format {
        Format::Json => {
            let list: Vec<Value> = kinds.iter().map(|k| fact_json(*k)).collect();
            out.result(&serde_json::to_string_pretty(&list).map_err(|e| Failure::Run(e.to_string()))?);
        }
        Format::Table => {
            let mut text = String::new();
            for kind in kinds {
                let schema = kind.schema();
                let days = match schema.timing {
                    Timing::On => "on",
                    Timing::Period => "from, through (last day, absent while it runs)",
                };
                text.push_str(&format!("{}: {}\n  {days}\n", schema.name, schema.about));
                for field in schema.fields {
                    let need = if field.required { "" } else { " (optional)" };
                    text.push_str(&format!("  {}{need}: {}\n", field.name, field.sort.describe()));
                }
                text.push_str(&format!("  state fields (BEK 298/2025): {}\n\n", schema.state_fields));
            }
            out.result(&text);
        }
    }
    Ok(Ending::Done)
}

fn fact_json(kind: FactKind) -> Value {
    let schema = kind.schema();
    let fields: Vec<Value> = schema
        .fields
        .iter()
        .map(|f| {
            let codes = match f.sort {
                domain::schema::FieldSort::Code(list) => Some(list.codes),
                _ => None,
            };
            json!({ "name": f.name, "required": f.required, "codes": codes, "write": f.sort.describe() })
        })
        .collect();
    json!({
        "kind": schema.name,
        "about": schema.about,
        "timing": if schema.timing == Timing::On { "on" } else { "from_through" },
        "fields": fields,
        "state_fields": schema.state_fields,
    })
}

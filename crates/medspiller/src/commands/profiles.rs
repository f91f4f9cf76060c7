//! `rules compare`: the state and the municipal templates side by side, as *Regler* shows them.

use super::rules::load;
use crate::output::{Format, Output, table};
use crate::{Ending, Failure, clock};
use clap::Args;
use domain::Day;
use domain::codes::Code;
use rulebook::Rulebook;
use rulebook::profile::{Entry, Line, STATE, compare};
use serde_json::{Value, json};

#[derive(Args)]
pub(crate) struct ProfilesArgs {
    /// Two or more templates; `none` is the state: the law alone.
    #[arg(required = true, num_args = 2..)]
    profiles: Vec<String>,
    /// The day the rules are seen from; today when absent.
    #[arg(long)]
    today: Option<Day>,
    /// Only this chapter, such as foertidspension.
    #[arg(long)]
    chapter: Option<String>,
    /// Also what the law alone says something of.
    #[arg(long)]
    law_alone: bool,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

const SCHEMA: &str = "medspiller.rules-compare/1";

pub(crate) fn run(args: &ProfilesArgs, out: Output) -> Result<Ending, Failure> {
    let mut books: Vec<(&str, Rulebook)> = Vec::new();
    for name in &args.profiles {
        if books.iter().all(|(known, _)| known != name) {
            books.push((name, load(name, None)?));
        }
    }
    if books.len() < 2 {
        return Err(Failure::Use("name two different profiles; `none` is the state".to_owned()));
    }
    let named: Vec<(&str, &Rulebook)> = books.iter().map(|(name, book)| (*name, book)).collect();
    let today = args.today.unwrap_or_else(clock::today);
    let mut lines = compare(&named, today);
    lines.retain(|l| {
        (args.law_alone || !l.law_alone) && args.chapter.as_ref().is_none_or(|chapter| chapter == l.chapter)
    });
    let names: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    match args.format {
        Format::Json => {
            let lines: Vec<Value> = lines.iter().map(|l| line_json(l, &names)).collect();
            let value = json!({ "schema": SCHEMA, "today": today.to_string(), "profiles": names, "lines": lines });
            out.result(&serde_json::to_string_pretty(&value).map_err(|e| Failure::Run(e.to_string()))?);
        }
        Format::Table => {
            let mut head = vec!["chapter", "what", "difference"];
            head.extend(names.iter().map(|name| if *name == STATE { "the state" } else { name }));
            let rows: Vec<Vec<String>> = lines.iter().map(row).collect();
            out.result(&table(&head, &rows));
        }
    }
    Ok(Ending::Done)
}

fn row(line: &Line<'_>) -> Vec<String> {
    let said = |e: &Entry<'_>| {
        let through = e.version.through.map_or_else(String::new, |day| day.to_string());
        let law = e.law_today().map_or_else(String::new, |law| format!("; the law now: {law}"));
        format!("{} ({}–{through}{law})", e.says(), e.version.from)
    };
    let cell = |cell: &Vec<Entry<'_>>| match cell.is_empty() {
        true => "–".to_owned(),
        false => cell.iter().map(said).collect::<Vec<_>>().join("; "),
    };
    let mut row = vec![line.chapter.to_owned(), line.title.to_owned(), line.difference.code().to_owned()];
    row.extend(line.cells.iter().map(cell));
    row
}

fn line_json(line: &Line<'_>, names: &[&str]) -> Value {
    let entry = |e: &Entry<'_>| {
        json!({
            "id": e.rule.id,
            "kind": e.rule.kind.code(),
            "title": e.rule.title,
            "says": e.says().to_string(),
            "from": e.version.from.to_string(),
            "through": e.version.through.map(|day| day.to_string()),
            "text": e.version.text,
            "law_today": e.law_today(),
            "source_status": e.version.source.code(),
        })
    };
    let profiles = names
        .iter()
        .zip(&line.cells)
        .map(|(name, cell)| json!({ "profile": name, "rules": cell.iter().map(entry).collect::<Vec<_>>() }));
    json!({
        "chapter": line.chapter,
        "title": line.title,
        "difference": line.difference.code(),
        "profiles": profiles.collect::<Vec<_>>(),
    })
}

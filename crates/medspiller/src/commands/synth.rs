//! `synth`: an invented municipality as files that `import` reads.

use crate::output::Output;
use crate::{Ending, Failure, clock};
use clap::Args;
use domain::Day;
use domain::fact::Fact;
use domain::kinds::FactData;
use domain::schema::{FieldValue, Timing};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct SynthArgs {
    /// How many citizens.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=i64::from(synth::MAX_CITIZENS)))]
    citizens: u32,
    /// The same seed gives the same people.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Years of history.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=30))]
    years: u8,
    /// The last day anything is known on; today when absent.
    #[arg(long)]
    today: Option<Day>,
    /// Folder for citizens.csv and facts.csv.
    #[arg(long, default_value = ".")]
    out: PathBuf,
}

pub(crate) fn run(args: &SynthArgs, out: Output) -> Result<Ending, Failure> {
    let params = synth::Params {
        citizens: args.citizens,
        seed: args.seed,
        years: args.years,
        today: args.today.unwrap_or_else(clock::today),
    };
    let failed = |e: std::io::Error| Failure::Run(format!("cannot write to {}: {e}", args.out.display()));
    std::fs::create_dir_all(&args.out).map_err(failed)?;
    let (people, facts) = write(&params, &args.out).map_err(failed)?;
    out.result(&format!(
        "{people} invented citizens and {facts} facts in {}. No one in them can be a real person.",
        args.out.display()
    ));
    Ok(Ending::Done)
}

fn write(params: &synth::Params, folder: &std::path::Path) -> std::io::Result<(u64, u64)> {
    let mut people = BufWriter::new(File::create(folder.join("citizens.csv"))?);
    let mut facts = BufWriter::new(File::create(folder.join("facts.csv"))?);
    let columns = ingest::facts::columns();
    writeln!(people, "citizen;cpr;first_name;last_name;address;born")?;
    writeln!(facts, "{}", columns.join(";"))?;
    let at: HashMap<&str, usize> = columns.iter().enumerate().map(|(i, c)| (*c, i)).collect();
    let (mut n, mut count) = (0u64, 0u64);
    for (citizen, _) in synth::citizens(params) {
        n += 1;
        let key = format!("B{n:06}");
        writeln!(
            people,
            "{key};{};{};{};{};{}",
            citizen.cpr.reveal(),
            field(citizen.first_name),
            field(citizen.last_name),
            field(&citizen.address),
            citizen.born
        )?;
        for fact in &citizen.facts {
            // Whose case it is follows from the importing municipality's own routes.
            if matches!(fact.data, FactData::HandoverAccepted { .. }) {
                continue;
            }
            count += 1;
            writeln!(facts, "{}", row(&key, fact, &at))?;
        }
    }
    people.flush()?;
    facts.flush()?;
    Ok((n, count))
}

fn row(key: &str, fact: &Fact, at: &HashMap<&str, usize>) -> String {
    let mut cells = vec![String::new(); at.len()];
    let mut set = |column: &str, text: String| {
        if let Some(i) = at.get(column) {
            cells[*i] = text;
        }
    };
    set("citizen", key.to_owned());
    set("external_id", format!("{key}.{}", fact.id));
    set("kind", fact.kind().name().to_owned());
    match fact.kind().schema().timing {
        Timing::On => set("on", fact.from.to_string()),
        Timing::Period => {
            set("from", fact.from.to_string());
            set("through", fact.through.map(|d| d.to_string()).unwrap_or_default());
        }
    }
    set("at", fact.minute.map(|m| format!("{:02}:{:02}", m / 60, m % 60)).unwrap_or_default());
    set("supersedes", fact.supersedes.as_ref().map(|id| format!("{key}.{id}")).unwrap_or_default());
    set("annuls", fact.annuls.as_ref().map(|id| format!("{key}.{id}")).unwrap_or_default());
    for (name, value) in fact.data.fields() {
        set(name, text(value));
    }
    cells.join(";")
}

fn text(value: FieldValue) -> String {
    match value {
        FieldValue::Code(code) => code.to_owned(),
        FieldValue::Text(text) => field(&text),
        FieldValue::Day(day) => day.to_string(),
        FieldValue::Int(n) => n.to_string(),
        FieldValue::Hours(hours) => hours.to_string(),
        FieldValue::Flag(flag) => flag.to_string(),
        FieldValue::Money(amount) => format!("{},{:02}", amount.oere() / 100, amount.oere().unsigned_abs() % 100),
    }
}

/// A text that may hold the separator or a quotation mark.
fn field(text: &str) -> String {
    if text.contains([';', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\"").replace('\n', " "))
    } else {
        text.to_owned()
    }
}

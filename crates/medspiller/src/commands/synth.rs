//! `synth`: an invented municipality as files that `import` reads.

use crate::commands::tables::{FactColumns, field};
use crate::output::Output;
use crate::{Ending, Failure, clock};
use clap::Args;
use domain::Day;
use domain::kinds::FactData;
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
    let columns = FactColumns::new();
    writeln!(people, "citizen;cpr;first_name;last_name;address;born")?;
    writeln!(facts, "{}", columns.head())?;
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
            writeln!(facts, "{}", columns.row(&key, fact, &|id| format!("{key}.{id}")))?;
        }
    }
    people.flush()?;
    facts.flush()?;
    Ok((n, count))
}

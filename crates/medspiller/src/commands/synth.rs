//! `synth`: an invented municipality as files that `import` reads, its companies, and what is true of it.

use crate::commands::tables::{FactColumns, field};
use crate::output::Output;
use crate::{Ending, Failure, clock};
use clap::Args;
use domain::Day;
use domain::kinds::FactData;
use serde_json::{Map, Value, json};
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
    /// Folder for citizens.csv, facts.csv, companies.csv and truth.json.
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
    let (mut truth, mut companies) = (synth::Truth::default(), synth::Companies::new(params));
    for (citizen, tally) in synth::citizens(params) {
        n += 1;
        truth.add(&tally);
        companies.add(&citizen);
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
    write_companies(&companies.finish(), params.today, folder)?;
    std::fs::write(folder.join("truth.json"), format!("{:#}\n", truth_json(params, &truth)))?;
    Ok((n, count))
}

/// One line a company unit: what is known of it on the last day.
fn write_companies(companies: &[synth::Company], today: Day, folder: &std::path::Path) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(folder.join("companies.csv"))?);
    writeln!(out, "p_number;cvr;name;branch;address;staff_month;heads;full_time;places;statement")?;
    for company in companies {
        let staff = company.facts.iter().rev().find_map(|f| match &f.data {
            FactData::CompanyStaff { heads, full_time } => {
                Some((f.from, *heads, full_time.clone().unwrap_or_default()))
            }
            _ => None,
        });
        let [month, heads, full_time] = staff.map_or_else(Default::default, |(month, heads, full_time)| {
            [month.to_string(), heads.to_string(), full_time]
        });
        let runs = |f: &&domain::Fact| f.from <= today && f.through.is_none_or(|t| today <= t);
        let placed = |f: &&domain::Fact| matches!(f.data, FactData::CompanyPlacement { .. });
        let places = company.facts.iter().filter(placed).filter(runs).count();
        let statement = company.facts.iter().find(|f| matches!(f.data, FactData::CompanyStatement { .. }));
        writeln!(
            out,
            "{};{};{};{};{};{month};{heads};{full_time};{places};{}",
            company.p_number.as_str(),
            company.cvr.as_str(),
            field(&company.name),
            field(company.branch),
            field(&company.address),
            statement.map(|f| f.from.to_string()).unwrap_or_default()
        )?;
    }
    out.flush()
}

/// Shape: docs/import.md.
fn truth_json(params: &synth::Params, truth: &synth::Truth) -> Value {
    let spells: Map<String, Value> = truth
        .spells
        .iter()
        .map(|(benefit, s)| {
            let lengths = json!({
                "ended": s.ended, "ended_days": s.ended_days, "running": s.running, "running_days": s.running_days,
            });
            ((*benefit).to_owned(), lengths)
        })
        .collect();
    let counts: Map<String, Value> = truth.sum.counts().into_iter().map(|(k, n)| (k.to_owned(), json!(n))).collect();
    json!({
        "schema": "medspiller.synth-truth/1",
        "citizens": truth.citizens,
        "seed": params.seed,
        "years": params.years,
        "today": params.today.to_string(),
        "running": truth.running,
        "by_benefit": truth.by_benefit,
        "by_visitation": truth.by_visitation,
        "by_offer": truth.by_offer,
        "spells": spells,
        "counts": counts,
    })
}

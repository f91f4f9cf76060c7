//! `config`: check the configuration, or print one to begin with.

use crate::configuration::{self, EXAMPLE};
use crate::output::{Format, Output};
use crate::place::Place;
use crate::{Ending, Failure};
use clap::Subcommand;
use serde_json::json;

#[derive(Subcommand)]
pub(crate) enum ConfigCommand {
    /// Read medspiller.toml and name every mistake with its line.
    Check {
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Print a configuration to begin with, each key explained.
    Example,
}

pub(crate) fn run(command: &ConfigCommand, out: Output) -> Result<Ending, Failure> {
    match command {
        ConfigCommand::Example => {
            out.result(EXAMPLE);
            Ok(Ending::Done)
        }
        ConfigCommand::Check { place, format } => check(place, *format, out),
    }
}

fn check(place: &Place, format: Format, out: Output) -> Result<Ending, Failure> {
    let path = place.configuration_path();
    let text = std::fs::read_to_string(&path).map_err(|e| {
        Failure::Run(format!("cannot read {}: {e}. `medspiller config example` prints one", path.display()))
    })?;
    let (configuration, problems) = match configuration::read(&text) {
        Ok(configuration) => (Some(configuration), Vec::new()),
        Err(problems) => (None, problems),
    };
    match format {
        Format::Json => {
            let problems: Vec<_> = problems
                .iter()
                .map(|p| json!({ "code": p.code, "path": p.path, "line": p.line, "message": p.message }))
                .collect();
            out.result(&serde_json::to_string_pretty(&json!({ "problems": problems })).unwrap_or_default());
        }
        Format::Table => {
            for problem in &problems {
                out.result(&problem.to_string());
            }
            if let Some(found) = &configuration {
                let config = &found.config;
                out.result(&format!(
                    "{} ({}), {} units, {} routes, local goals: {}, address {}",
                    config.name,
                    config.code,
                    config.units.len(),
                    config.routes.len(),
                    config.template,
                    found.bind
                ));
            }
        }
    }
    Ok(if configuration.is_some() { Ending::Done } else { Ending::WithFindings })
}

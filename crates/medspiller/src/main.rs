//! The program: reads arguments, configuration, clock and environment. Nobody else does.
//!
//! Exit codes: 0 done, 1 done with refused rows or failed checks, 2 wrong use, 3 could not run.

mod clock;
mod commands;
mod output;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Open software for the municipal employment effort: cases with rights, duties and deadlines, and the reason for each.
#[derive(Parser)]
#[command(name = "medspiller", version, about, max_term_width = 100)]
struct Cli {
    /// Print only what was asked for.
    #[arg(long, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start here: an invented municipality with a working day, in your browser.
    Demo(commands::demo::DemoArgs),
    /// Assess one case file: duties, rights, limits, offers and answers on a day.
    Assess(commands::assess::AssessArgs),
    /// Explain one duty of a case file: facts, rule, arithmetic, pause, due.
    Explain(commands::assess::ExplainArgs),
    /// Try changed rules on every case of a database: which dates move, and how many. Writes nothing.
    Simulate(commands::simulate::SimulateArgs),
    /// Look at the rules: check, list, show, facts.
    #[command(subcommand)]
    Rules(commands::rules::RulesCommand),
}

/// How a command ended.
pub(crate) enum Ending {
    Done,
    /// Rows were refused or checks failed; what was good is done.
    WithFindings,
}

/// Why a command could not be carried out.
pub(crate) enum Failure {
    /// The call itself was wrong.
    Use(String),
    /// Something outside stood in the way.
    Run(String),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let out = output::Output { quiet: cli.quiet };
    let ended = match cli.command {
        Command::Demo(args) => commands::demo::run(&args, out),
        Command::Assess(args) => commands::assess::assess(&args, out),
        Command::Explain(args) => commands::assess::explain(&args, out),
        Command::Simulate(args) => commands::simulate::run(&args, out),
        Command::Rules(command) => commands::rules::run(&command, out),
    };
    match ended {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::WithFindings) => ExitCode::from(1),
        Err(Failure::Use(message)) => {
            eprintln!("medspiller: {message}");
            ExitCode::from(2)
        }
        Err(Failure::Run(message)) => {
            eprintln!("medspiller: {message}");
            ExitCode::from(3)
        }
    }
}

//! The program: reads arguments, configuration, clock and environment. Nobody else does.
//!
//! Exit codes: 0 done, 1 done with refused rows or failed checks, 2 wrong use, 3 could not run.

mod clock;
mod commands;
mod configuration;
mod logs;
mod output;
mod place;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    /// Serve a municipality: its pages, for those who have an account.
    Serve(commands::serve::ServeArgs),
    /// Bring in files: citizens, facts, published tables.
    #[command(subcommand)]
    Import(commands::import::ImportCommand),
    /// Write citizens and facts to the tables that import reads.
    Export(commands::export::ExportArgs),
    /// Compare a municipality with its cluster, region and the country, on imported tables.
    Compare(commands::compare::CompareArgs),
    /// Invent citizens and facts, as files to try an import with.
    Synth(commands::synth::SynthArgs),
    /// Who may sign in, in which role and on which days: add, assign, list, password, token, disable, enable.
    #[command(subcommand)]
    Account(commands::account::AccountCommand),
    /// Write the whole database to one file, while the program runs.
    Backup(commands::backup::BackupArgs),
    /// Fill an empty database from a backup.
    Restore(commands::backup::RestoreArgs),
    /// The configuration of a municipality: check it, or print one to begin with.
    #[command(subcommand)]
    Config(commands::config::ConfigCommand),
    /// Assess one case file: duties, rights, limits, offers and answers on a day.
    Assess(commands::assess::AssessArgs),
    /// Explain one duty of a case file: facts, rule, arithmetic, pause, due.
    Explain(commands::assess::ExplainArgs),
    /// Try changed rules on every case of a database: which dates move, and how many. Writes nothing.
    Simulate(commands::simulate::SimulateArgs),
    /// Look at the rules: check, list, show, facts. After a new version: renew.
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
        Command::Serve(args) => commands::serve::run(&args, out),
        Command::Import(command) => commands::import::run(&command, out),
        Command::Export(args) => commands::export::run(&args, out),
        Command::Compare(args) => commands::compare::run(&args, out),
        Command::Synth(args) => commands::synth::run(&args, out),
        Command::Account(command) => commands::account::run(&command, out),
        Command::Backup(args) => commands::backup::backup(&args, out),
        Command::Restore(args) => commands::backup::restore(&args, out),
        Command::Config(command) => commands::config::run(&command, out),
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

//! `account`: who may sign in. A password comes from a file or is made here and printed once; never from the arguments.

use crate::output::{Format, Output, table};
use crate::place::{Place, moment};
use crate::{Ending, Failure};
use app::App;
use app::access::Role;
use clap::{Args, Subcommand};
use domain::codes::{Code, read_code};
use domain::nearest::hint;
use serde_json::json;
use std::path::PathBuf;

#[derive(Subcommand)]
pub(crate) enum AccountCommand {
    /// Add somebody who may sign in.
    Add(AddArgs),
    /// Everybody who has an account.
    List {
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Give a new password; it ends every session of the account.
    Password {
        login: String,
        #[command(flatten)]
        password: PasswordArgs,
        #[command(flatten)]
        place: Place,
    },
    /// Make a token with which a program asks the JSON interface in this account's name. Closing the account or a new
    /// password ends it.
    Token {
        login: String,
        /// Days it is good for.
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=730))]
        days: i64,
        #[command(flatten)]
        place: Place,
    },
    /// Close an account; it signs out at once.
    Disable {
        login: String,
        #[command(flatten)]
        place: Place,
    },
    /// Open a closed account.
    Enable {
        login: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Args)]
pub(crate) struct AddArgs {
    /// Small letters, digits, hyphens and points.
    login: String,
    /// The name colleagues see.
    #[arg(long)]
    name: String,
    /// caseworker, team_leader, consultant, analyst, external_actor or administrator.
    #[arg(long, required_unless_present = "admin")]
    role: Option<String>,
    /// An administrator.
    #[arg(long, conflicts_with = "role")]
    admin: bool,
    /// Key of a unit in medspiller.toml; the intake unit when absent.
    #[arg(long)]
    unit: Option<String>,
    #[command(flatten)]
    password: PasswordArgs,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub(crate) struct PasswordArgs {
    /// File whose first line is the password. Without it one is made and printed once.
    #[arg(long)]
    password_file: Option<PathBuf>,
}

/// Characters a chosen password has at least.
const LEAST: usize = 12;

impl PasswordArgs {
    /// The password, and whether it was made here and must be shown.
    fn take(&self) -> Result<(String, bool), Failure> {
        let Some(path) = &self.password_file else {
            let made = app::sign_in::new_password().map_err(|e| Failure::Run(e.to_string()))?;
            return Ok((made, true));
        };
        let text =
            std::fs::read_to_string(path).map_err(|e| Failure::Run(format!("cannot read {}: {e}", path.display())))?;
        let password = text.lines().next().unwrap_or_default().to_owned();
        if password.chars().count() < LEAST {
            return Err(Failure::Use(format!("the password has fewer than {LEAST} characters; choose a longer one")));
        }
        Ok((password, false))
    }
}

pub(crate) fn run(command: &AccountCommand, out: Output) -> Result<Ending, Failure> {
    super::run_async(async {
        match command {
            AccountCommand::Add(args) => add(args, out).await,
            AccountCommand::List { place, format } => list(place, *format, out).await,
            AccountCommand::Password { login, password, place } => {
                let (app, _) = place.open().await?;
                let (text, made) = password.take()?;
                known(app.account_password(&login.to_lowercase(), &text).await, login)?;
                tell(login, &text, made, "has a new password", out);
                Ok(Ending::Done)
            }
            AccountCommand::Token { login, days, place } => {
                let (app, _) = place.open().await?;
                let made = app.token_create(&login.to_lowercase(), *days, moment()).await.map_err(|e| failed(&e))?;
                known(Ok(made.is_some()), login)?;
                out.result(&format!("{}\nGood for {days} days. It is shown only now.", made.unwrap_or_default()));
                Ok(Ending::Done)
            }
            AccountCommand::Disable { login, place } => open_or_close(place, login, true, out).await,
            AccountCommand::Enable { login, place } => open_or_close(place, login, false, out).await,
        }
    })
}

fn failed(error: &app::AppError) -> Failure {
    Failure::Run(error.to_string())
}

fn known(found: Result<bool, app::AppError>, login: &str) -> Result<(), Failure> {
    match found {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::Use(format!("there is no account \"{login}\"; see `medspiller account list`"))),
        Err(error) => Err(failed(&error)),
    }
}

fn tell(login: &str, password: &str, made: bool, what: &str, out: Output) {
    if made {
        out.result(&format!("{login} {what}: {password}\nIt is shown only now."));
    } else {
        out.result(&format!("{login} {what}."));
    }
}

async fn add(args: &AddArgs, out: Output) -> Result<Ending, Failure> {
    let login = args.login.to_lowercase();
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    if login.is_empty() || !login.chars().all(allowed) {
        return Err(Failure::Use(format!(
            "\"{}\": a login has letters a-z, digits, hyphens and points only",
            args.login
        )));
    }
    let role = match &args.role {
        None => Role::Administrator,
        Some(text) => read_code::<Role>(text).map_err(|e| Failure::Use(format!("--role \"{text}\" {e}")))?,
    };
    let (app, _) = args.place.open().await?;
    let unit = unit(&app, args.unit.as_deref())?;
    let (password, made) = args.password.take()?;
    if !app.account_create(&login, &args.name, role, &unit, &password).await.map_err(|e| failed(&e))? {
        return Err(Failure::Use(format!("the login \"{login}\" is taken; see `medspiller account list`")));
    }
    tell(&login, &password, made, "may sign in with the password", out);
    Ok(Ending::Done)
}

fn unit(app: &App, wanted: Option<&str>) -> Result<String, Failure> {
    let Some(key) = wanted else { return Ok(app.config.intake.clone()) };
    let keys = || app.config.units.iter().map(|u| u.key.as_str());
    if keys().any(|k| k == key) {
        return Ok(key.to_owned());
    }
    Err(Failure::Use(format!("there is no unit \"{key}\"; {}", hint(key, keys()))))
}

async fn open_or_close(place: &Place, login: &str, disabled: bool, out: Output) -> Result<Ending, Failure> {
    let (app, _) = place.open().await?;
    known(app.account_disabled(&login.to_lowercase(), disabled).await, login)?;
    out.result(&format!("{login} is {}.", if disabled { "closed" } else { "open" }));
    Ok(Ending::Done)
}

async fn list(place: &Place, format: Format, out: Output) -> Result<Ending, Failure> {
    let (app, _) = place.open().await?;
    let accounts = app.accounts().await.map_err(|e| failed(&e))?;
    match format {
        Format::Json => {
            let rows: Vec<_> = accounts
                .iter()
                .map(|a| {
                    json!({ "login": a.viewer.login, "name": a.viewer.name, "role": a.viewer.role.code(), "unit": a.viewer.unit, "closed": a.closed })
                })
                .collect();
            out.result(&serde_json::to_string_pretty(&rows).unwrap_or_default());
        }
        Format::Table => {
            let rows: Vec<Vec<String>> = accounts
                .iter()
                .map(|a| {
                    let state = if a.closed { "closed" } else { "" };
                    vec![
                        a.viewer.login.clone(),
                        a.viewer.role.code().into(),
                        a.viewer.unit.clone(),
                        a.viewer.name.clone(),
                        state.into(),
                    ]
                })
                .collect();
            out.result(&table(&["login", "role", "unit", "name", ""], &rows));
        }
    }
    Ok(Ending::Done)
}

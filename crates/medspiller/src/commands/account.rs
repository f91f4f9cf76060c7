//! `account`: who may sign in. A password comes from a file or is made here and printed once; never from the arguments.

use crate::output::{Format, Output, table};
use crate::place::{Place, moment};
use crate::{Ending, Failure};
use app::App;
use app::access::Role;
use app::sign_in::{AccountLine, Assigned};
use clap::{Args, Subcommand};
use domain::Day;
use domain::codes::{Code, read_code};
use domain::nearest::hint;
use serde_json::json;
use std::path::PathBuf;

#[derive(Subcommand)]
pub(crate) enum AccountCommand {
    /// Add somebody who may sign in.
    Add(AddArgs),
    /// Give another role or unit from a day on. What was assigned before ends the day before.
    Assign(AssignArgs),
    /// Everybody who has an account, with the roles they had, have and will have.
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
pub(crate) struct AssignArgs {
    login: String,
    #[command(flatten)]
    assigned: AssignedArgs,
    #[command(flatten)]
    place: Place,
}

/// A role in a unit, and its days.
#[derive(Args)]
struct AssignedArgs {
    /// caseworker, team_leader, consultant, analyst, external_actor or administrator.
    #[arg(long, required_unless_present = "admin")]
    role: Option<String>,
    /// An administrator.
    #[arg(long, conflicts_with = "role")]
    admin: bool,
    /// Key of a unit in medspiller.toml; the intake unit when absent.
    #[arg(long)]
    unit: Option<String>,
    /// First day, as 2026-03-16; today when absent.
    #[arg(long, value_name = "DAY")]
    from: Option<Day>,
    /// Last day; until another role begins when absent.
    #[arg(long, value_name = "DAY")]
    through: Option<Day>,
}

impl AssignedArgs {
    fn read(&self, app: &App, today: Day) -> Result<Assigned, Failure> {
        let role = match &self.role {
            None => Role::Administrator,
            Some(text) => read_code::<Role>(text).map_err(|e| Failure::Use(format!("--role \"{text}\" {e}")))?,
        };
        let from = self.from.unwrap_or(today);
        if let Some(through) = self.through.filter(|through| *through < from) {
            return Err(Failure::Use(format!("--through {through} is before the first day, {from}")));
        }
        Ok(Assigned { role, unit: unit(app, self.unit.as_deref())?, from, through: self.through })
    }
}

#[derive(Args)]
pub(crate) struct AddArgs {
    /// Small letters, digits, hyphens and points.
    login: String,
    /// The name colleagues see.
    #[arg(long)]
    name: String,
    #[command(flatten)]
    assigned: AssignedArgs,
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
            AccountCommand::Assign(args) => assign(args, out).await,
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
    let (app, _) = args.place.open().await?;
    let moment = moment();
    let assigned = args.assigned.read(&app, moment.today)?;
    let (password, made) = args.password.take()?;
    if !app.account_create(&login, &args.name, &assigned, &password, moment).await.map_err(|e| failed(&e))? {
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

async fn assign(args: &AssignArgs, out: Output) -> Result<Ending, Failure> {
    let (app, _) = args.place.open().await?;
    let moment = moment();
    let assigned = args.assigned.read(&app, moment.today)?;
    let login = args.login.to_lowercase();
    let replaced = app.account_assign(&login, &assigned, moment).await.map_err(|e| failed(&e))?;
    known(Ok(replaced.is_some()), &args.login)?;
    let through = assigned.through.map_or(String::new(), |day| format!(" through {day}"));
    out.result(&format!("{login} is {} in {} from {}{through}.", assigned.role.code(), assigned.unit, assigned.from));
    if let Some(later) = replaced.filter(|n| *n > 0) {
        out.remark(&format!("It takes the place of {later} that began on that day or later."));
    }
    Ok(Ending::Done)
}

/// From when nobody wrote down is said as nothing.
fn first_day(assigned: &Assigned) -> Option<Day> {
    (assigned.from != Day::FIRST).then_some(assigned.from)
}

async fn list(place: &Place, format: Format, out: Output) -> Result<Ending, Failure> {
    let (app, _) = place.open().await?;
    let accounts = app.accounts(moment().today).await.map_err(|e| failed(&e))?;
    match format {
        Format::Json => {
            let day = |day: Option<Day>| day.map(|d| d.to_string());
            let assigned = |a: &Assigned| json!({ "role": a.role.code(), "unit": a.unit, "from": day(first_day(a)), "through": day(a.through) });
            let row = |a: &AccountLine| {
                let roles: Vec<_> = a.assigned.iter().map(assigned).collect();
                json!({ "login": a.login, "name": a.name, "assigned": roles, "closed": a.closed })
            };
            let rows: Vec<_> = accounts.iter().map(row).collect();
            out.result(&serde_json::to_string_pretty(&rows).unwrap_or_default());
        }
        Format::Table => {
            let rows: Vec<Vec<String>> = accounts.iter().flat_map(lines).collect();
            out.result(&table(&["login", "role", "unit", "from", "through", "name", ""], &rows));
        }
    }
    Ok(Ending::Done)
}

/// A line for each assignment of an account, and one for an account without any.
fn lines(account: &AccountLine) -> Vec<Vec<String>> {
    let state = if account.closed { "closed" } else { "" };
    let line = |[role, unit, from, through]: [String; 4]| {
        vec![account.login.clone(), role, unit, from, through, account.name.clone(), state.to_owned()]
    };
    let day = |day: Option<Day>| day.map_or(String::new(), |d| d.to_string());
    if account.assigned.is_empty() {
        return vec![line(Default::default())];
    }
    let each = |a: &Assigned| line([a.role.code().to_owned(), a.unit.clone(), day(first_day(a)), day(a.through)]);
    account.assigned.iter().map(each).collect()
}

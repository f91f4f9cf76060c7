//! `simulate`: changed rules tried on every case of a database. Reads, and writes nothing.

use crate::output::{Format, Output, table};
use crate::place::Place;
use crate::{Ending, Failure, clock};
use app::config::Config;
use clap::Args;
use domain::Day;
use domain::codes::Code;
use rulebook::simulate::{At, CaseChange, Difference, Line, Tally, simulate};
use rulebook::{Change, ChangeError, Rulebook};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use store::histories::{CaseHistory, Histories};
use store::{MunicipalityId, Store};

#[derive(Args)]
pub(crate) struct SimulateArgs {
    /// Rule file (TOML): its rules stand in for the shipped ones of the same id; others are added.
    changed_rules: PathBuf,
    /// The data folder; its medspiller.db is read, or the demo's database when that is the only one.
    #[arg(long, default_value = "medspiller-data")]
    data_dir: PathBuf,
    /// The database itself: a file, or an address (sqlite:..., postgres:...).
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// The day to compare on; today when absent.
    #[arg(long)]
    today: Option<Day>,
    /// A municipal template on top of the law, `none` for the law alone. Without it the one of medspiller.toml, and
    /// fjordby's for a demo's database.
    #[arg(long)]
    municipality: Option<String>,
    /// Code of the municipality, where the database holds several.
    #[arg(long)]
    code: Option<i64>,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

const SCHEMA: &str = "medspiller.simulate/1";

pub(crate) fn run(args: &SimulateArgs, out: Output) -> Result<Ending, Failure> {
    let (address, is_demo) = database(args)?;
    let configured = configured(args)?;
    let template = match (&args.municipality, &configured) {
        (Some(template), _) => template.as_str(),
        (None, Some(configured)) if !is_demo => configured.template.as_str(),
        _ => {
            if is_demo {
                "fjordby"
            } else {
                "none"
            }
        }
    };
    let code = args.code.or(configured.as_ref().filter(|_| !is_demo).map(|c| c.code));
    if template != "none" && !rulebook::templates().contains(&template) {
        let known = rulebook::templates().join(", ");
        return Err(Failure::Use(format!("\"{template}\" is no template; write none, or one of: {known}")));
    }
    let book = rulebook::shipped(template).map_err(|e| Failure::Run(format!("the shipped rules do not load: {e}")))?;
    let text = std::fs::read_to_string(&args.changed_rules)
        .map_err(|e| Failure::Run(format!("cannot read {}: {e}", args.changed_rules.display())))?;
    let today = args.today.unwrap_or_else(clock::today);
    super::run_async(compare(args, (address, code), &book, &text, today, out))
}

/// The configuration of the data folder, where there is one.
fn configured(args: &SimulateArgs) -> Result<Option<Config>, Failure> {
    let place = Place { data_dir: args.data_dir.clone(), database: args.database.clone() };
    if !place.configuration_path().exists() {
        return Ok(None);
    }
    Ok(Some(place.configuration()?.config))
}

/// The database's address, and whether it is a demo's.
fn database(args: &SimulateArgs) -> Result<(String, bool), Failure> {
    let name_is_demo = |name: &str| name.rsplit(['/', '\\']).next().is_some_and(|n| n.starts_with("demo-"));
    if let Some(named) = &args.database {
        let is_address = named.contains("://") || named.starts_with("sqlite:") || named.starts_with("postgres");
        let file = named.strip_prefix("sqlite:").or((!is_address).then_some(named.as_str()));
        // Opening would make an empty one.
        if file.is_some_and(|f| !Path::new(f).is_file()) {
            return Err(Failure::Run(format!("there is no database {named}")));
        }
        let address = if is_address { named.clone() } else { format!("sqlite:{named}") };
        return Ok((address, name_is_demo(named)));
    }
    let main = args.data_dir.join("medspiller.db");
    if main.is_file() {
        return Ok((format!("sqlite:{}", main.display()), false));
    }
    let found = std::fs::read_dir(&args.data_dir)
        .map_err(|e| Failure::Run(format!("cannot read the data folder {}: {e}", args.data_dir.display())))?;
    let mut demos: Vec<PathBuf> = found
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|p| p.extension().is_some_and(|e| e == "db") && name_is_demo(&p.display().to_string()))
        .collect();
    demos.sort();
    match demos.as_slice() {
        [one] => Ok((format!("sqlite:{}", one.display()), true)),
        [] => {
            Err(Failure::Run(format!("there is no database in {}; name one with --database", args.data_dir.display())))
        }
        many => {
            let names: Vec<String> = many.iter().map(|p| p.display().to_string()).collect();
            Err(Failure::Use(format!("several databases; name one with --database: {}", names.join(", "))))
        }
    }
}

async fn compare(
    args: &SimulateArgs,
    (address, code): (String, Option<i64>),
    shipped: &Rulebook,
    text: &str,
    today: Day,
    out: Output,
) -> Result<Ending, Failure> {
    let failed = |e: store::StoreError| Failure::Run(format!("the database cannot be read: {e}"));
    let store = Store::open(&address).await.map_err(failed)?;
    let municipality = the_municipality(&store, code).await?;
    // Compared with what holds in the municipality, not with what is shipped.
    let texts = app::rules::texts_of(&store.activation_list(municipality).await.map_err(failed)?);
    let (book, _) = shipped.with_texts(&texts);
    let change = match book.changed(&args.changed_rules.display().to_string(), text) {
        Ok(change) if change.replaced.is_empty() && change.added.is_empty() => {
            return Err(Failure::Use(format!("{} holds no [[rule]]", args.changed_rules.display())));
        }
        Ok(change) => change,
        Err(error) => return Ok(refused(&error, args.format, out)),
    };
    let histories = store.histories(municipality).await.map_err(failed)?;
    store.close().await;
    let found = simulate(histories.cases().map(CaseHistory::view), &book, &change.rulebook, today);
    let examples: Vec<String> = change.failed_examples().into_iter().map(|o| o.name).collect();
    match args.format {
        Format::Json => {
            let value = report(&book, &change, &histories, &found, &examples);
            out.result(&serde_json::to_string_pretty(&value).map_err(|e| Failure::Run(e.to_string()))?);
        }
        Format::Table => print(&change, &found, &examples, out),
    }
    Ok(if examples.is_empty() { Ending::Done } else { Ending::WithFindings })
}

async fn the_municipality(store: &Store, code: Option<i64>) -> Result<MunicipalityId, Failure> {
    let list =
        store.municipality_list().await.map_err(|e| Failure::Run(format!("the database cannot be read: {e}")))?;
    match (code, list.as_slice()) {
        (None, [(only, _)]) => Ok(*only),
        (Some(code), list) if list.iter().any(|(id, _)| id.0 == code) => Ok(MunicipalityId(code)),
        (_, []) => Err(Failure::Run("the database holds no municipality".into())),
        (_, list) => {
            let known: Vec<String> = list.iter().map(|(id, name)| format!("{} {name}", id.0)).collect();
            Err(Failure::Use(format!("choose a municipality with --code: {}", known.join(", "))))
        }
    }
}

/// Nothing is compared; the findings are the result.
fn refused(error: &ChangeError, format: Format, out: Output) -> Ending {
    let problems = error.problems.iter().map(|p| {
        json!({
            "code": p.problem.code, "file": p.file, "line": p.problem.line, "rule": p.rule, "cite": p.cite,
            "path": p.problem.path, "message": p.problem.message,
        })
    });
    match format {
        Format::Json => {
            let value = json!({ "schema": SCHEMA, "refused": true, "problems": problems.collect::<Vec<_>>() });
            out.result(&value.to_string());
        }
        Format::Table => {
            for problem in &error.problems {
                out.result(&problem.to_string());
            }
            out.remark("The change is refused; nothing was compared.");
        }
    }
    Ending::WithFindings
}

fn tally(t: Tally) -> Value {
    json!({
        "open": t.open, "over": t.over, "undetermined": t.unknown, "past": t.past,
        "past_in_time": if t.past == 0 { Value::Null } else { json!(t.past_in_time) },
    })
}

fn date(at: Option<At>) -> Value {
    at.map_or(
        Value::Null,
        |at| json!({ "due": at.due.map(|d| d.to_string()), "status": at.status.code(), "pause_days": at.pause_days }),
    )
}

fn report(book: &Rulebook, change: &Change, histories: &Histories, found: &Difference, examples: &[String]) -> Value {
    let cases: Vec<&CaseHistory> = histories.cases().collect();
    let line = |l: &Line| {
        json!({
            "rule": l.rule, "title": l.title, "layer": l.layer.code(), "same": l.is_same(),
            "before": tally(l.before), "after": tally(l.after),
            "earlier": l.earlier, "later": l.later, "new": l.new, "gone": l.gone, "status": l.status,
        })
    };
    let one = |c: &CaseChange| {
        let case = cases[c.case];
        json!({
            "case": case.case, "duty": format!("{}@{}#{}", c.duty, case.root(c.root), c.n), "rule": &*c.rule,
            "change": c.moved.code(), "before": date(c.before), "after": date(c.after),
        })
    };
    json!({
        "schema": SCHEMA,
        "refused": false,
        "engine": env!("CARGO_PKG_VERSION"),
        "municipality": book.municipality,
        "rulebook": { "before": book.version(), "after": change.rulebook.version() },
        "rules": { "replaced": change.replaced, "added": change.added },
        "today": found.day.to_string(),
        "since": found.since.to_string(),
        "known": histories.known.0,
        "cases": found.histories,
        "changed_cases": found.changed_histories,
        "same": found.is_none(),
        "lines": found.lines.iter().map(line).collect::<Vec<_>>(),
        "changes": found.changes.iter().map(one).collect::<Vec<_>>(),
        "failed_examples": examples,
    })
}

fn print(change: &Change, found: &Difference, examples: &[String], out: Output) {
    let changed: Vec<&str> = change.replaced.iter().chain(&change.added).map(String::as_str).collect();
    let different: Vec<&Line> = found.lines.iter().filter(|l| !l.is_same()).collect();
    let kept = |t: Tally| if t.past == 0 { "–".to_owned() } else { format!("{}/{}", t.past_in_time, t.past) };
    let rows: Vec<Vec<String>> = different
        .iter()
        .map(|l| {
            vec![
                l.rule.clone(),
                l.layer.code().to_owned(),
                format!("{} → {}", l.before.open, l.after.open),
                format!("{} → {}", l.before.over, l.after.over),
                format!("{} → {}", kept(l.before), kept(l.after)),
                l.earlier.to_string(),
                l.later.to_string(),
                l.new.to_string(),
                l.gone.to_string(),
                l.status.to_string(),
            ]
        })
        .collect();
    let mut text = String::new();
    if rows.is_empty() {
        text.push_str("No date changes.\n");
    } else {
        let head = ["rule", "layer", "open", "over", "kept since", "earlier", "later", "new", "gone", "status"];
        text.push_str(&table(&head, &rows));
    }
    text.push_str(&format!(
        "\n{} of {} cases have a changed open date on {}. \"Kept\" is since {}. Nothing was written.\n",
        found.changed_histories, found.histories, found.day, found.since
    ));
    text.push_str(&format!("Changed: {}. Rights, limits, rates and orders are not compared.\n", changed.join(", ")));
    for name in examples {
        text.push_str(&format!("An example no longer comes out: {name}\n"));
    }
    out.result(&text);
}

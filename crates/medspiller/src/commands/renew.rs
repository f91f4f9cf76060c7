//! `rules renew`: after a new version of the program, rows that other rules have made are made again.

use crate::output::{Format, Output, table};
use crate::place::Place;
use crate::{Ending, Failure, clock};
use app::rules::Renewal;
use clap::Args;
use serde_json::json;
use store::moves::Shift;
use store::write::Author;

#[derive(Args)]
pub(crate) struct RenewArgs {
    #[command(flatten)]
    place: Place,
    /// Only count the cases and how many dates move, rule by rule. Writes nothing.
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

const SCHEMA: &str = "medspiller.renew/1";
/// Cases between two remarks.
const TELL_AFTER: u64 = 1_000;

pub(crate) fn run(args: &RenewArgs, out: Output) -> Result<Ending, Failure> {
    super::run_async(renew(args, out))
}

async fn renew(args: &RenewArgs, out: Output) -> Result<Ending, Failure> {
    let failed = |e: app::AppError| Failure::Run(format!("the rows could not be renewed: {e}. Run it again to go on"));
    let (app, _) = args.place.open().await?;
    let all = app.cases_of_other_rules().await.map_err(failed)?;
    let said = std::cell::Cell::new(0);
    let told = |done: u64| {
        if done / TELL_AFTER > said.get() / TELL_AFTER || done == all {
            out.remark(&format!("{done} of {all} cases"));
        }
        said.set(done);
    };
    let author = Author { actor: "drift".into(), client: "rules renew".into(), what: "regler fornyet".into() };
    let done = match args.dry_run {
        true => app.renew_look(told).await,
        false => app.renew(&author, clock::now, told).await,
    };
    let done = done.map_err(failed)?;
    app.store.close().await;
    tell(&done, args, out);
    Ok(Ending::Done)
}

fn tell(done: &Renewal, args: &RenewArgs, out: Output) {
    let numbers = |s: &Shift| [s.earlier, s.later, s.new, s.gone, s.other];
    let moves = &done.moves;
    if args.format == Format::Json {
        let rule = |(rule, s): (&String, &Shift)| json!({ "rule": rule, "earlier": s.earlier, "later": s.later, "new": s.new, "gone": s.gone, "other": s.other });
        let whole = json!({
            "schema": SCHEMA,
            "dry_run": args.dry_run,
            "cases": done.cases,
            "moved_cases": moves.cases,
            "dates": moves.total().dates(),
            "rules": moves.by_rule.iter().map(rule).collect::<Vec<_>>(),
            "commits": done.commits.map(|(first, last)| [first, last]),
        });
        out.result(&whole.to_string());
        return;
    }
    let mut text = String::new();
    if !moves.by_rule.is_empty() {
        let rows: Vec<Vec<String>> = moves
            .by_rule
            .iter()
            .map(|(rule, s)| std::iter::once(rule.clone()).chain(numbers(s).map(|n| n.to_string())).collect())
            .collect();
        text.push_str(&table(&["rule", "earlier", "later", "new", "gone", "other"], &rows));
        text.push('\n');
    }
    let (cases, moved, dates) = (done.cases, moves.cases, moves.total().dates());
    text.push_str(&match (cases, args.dry_run) {
        (0, _) => "Every case's rows were made by the rules of this program. Nothing to renew.".to_owned(),
        (_, true) => format!(
            "The rows of {cases} cases were made by other rules. Renewed, {dates} stored dates would change, in {moved} cases. Nothing was written."
        ),
        (_, false) => format!(
            "The rows of {cases} cases were renewed: {dates} stored dates changed, in {moved} cases. What was known before stands as it was known."
        ),
    });
    out.result(&text);
}

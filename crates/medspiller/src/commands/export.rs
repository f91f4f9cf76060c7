//! `export`: a municipality's citizens and facts as the tables that `import` reads.

use crate::commands::tables::{FactColumns, field};
use crate::output::Output;
use crate::place::Place;
use crate::{Ending, Failure};
use app::App;
use clap::Args;
use domain::Day;
use domain::codes::Protection;
use domain::history::History;
use domain::kinds::FactData;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use store::case::CaseRow;
use store::fact::StoredFact;

#[derive(Args)]
pub(crate) struct ExportArgs {
    /// Folder for citizens.csv and facts.csv. They hold personal data: keep them where only you can read them.
    #[arg(long)]
    out: PathBuf,
    /// Write the address of people with name and address protection too. Only for a move to another installation of
    /// the same municipality: such an address belongs in no other file.
    #[arg(long)]
    protected_addresses: bool,
    #[command(flatten)]
    place: Place,
}

/// Cases that are read together.
const AT_ONCE: i64 = 500;

pub(crate) fn run(args: &ExportArgs, out: Output) -> Result<Ending, Failure> {
    super::run_async(async {
        let (app, _) = args.place.open().await?;
        std::fs::create_dir_all(&args.out).map_err(|e| failed(&args.out, &e))?;
        let (people, facts) = write(&app, &args.out, args.protected_addresses).await?;
        app.store.close().await;
        out.result(&format!("{people} citizens and {facts} facts in {}", args.out.display()));
        Ok(Ending::Done)
    })
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::Run(format!("{}: {error}", path.display()))
}

async fn write(app: &App, folder: &Path, protected_too: bool) -> Result<(u64, u64), Failure> {
    let open = |name: &str| {
        let path = folder.join(name);
        super::backup::private(&path).map(BufWriter::new).map_err(|e| failed(&path, &e))
    };
    let (mut people, mut facts) = (open("citizens.csv")?, open("facts.csv")?);
    let columns = FactColumns::new();
    let wrote = |done: std::io::Result<()>| done.map_err(|e| failed(folder, &e));
    wrote(writeln!(people, "citizen;cpr;first_name;last_name;address;born;unit;employee"))?;
    wrote(writeln!(facts, "{}", columns.head()))?;
    let today = crate::clock::today();
    let (mut after, mut persons, mut count) = (0, 0, 0);
    loop {
        let ids: Vec<i64> = (after + 1..=after + AT_ONCE).collect();
        let mut cases = app.store.case_list(app.municipality, &ids).await.map_err(|e| failed(folder, &e))?;
        if cases.is_empty() {
            break;
        }
        cases.sort_by_key(|c| c.id);
        for case in cases {
            persons += 1;
            let (born, stored) =
                app.store.fact_list(app.municipality, case.person.id).await.map_err(|e| failed(folder, &e))?;
            let history = History::build(born, stored.iter().map(|f| f.fact.clone()), None);
            let shown = protected_too || !hides_address(&history, today);
            wrote(writeln!(people, "{}", citizen(&case, shown)))?;
            wrote(case_facts(&case, &stored, &columns, &mut facts))?;
            count += stored.len() as u64;
        }
        after += AT_ONCE;
    }
    wrote(people.flush().and_then(|()| facts.flush()))?;
    Ok((persons, count))
}

/// Protected today or from a later day on.
fn hides_address(history: &History, today: Day) -> bool {
    history
        .facts()
        .iter()
        .filter(|f| f.through.is_none_or(|t| today <= t))
        .any(|f| matches!(f.data, FactData::Protection { protection: Protection::NavneOgAdressebeskyttelse }))
}

fn citizen(case: &CaseRow, with_address: bool) -> String {
    let person = &case.person;
    let cells = [
        format!("P{}", person.id),
        person.cpr.as_ref().map(|c| c.reveal().to_owned()).unwrap_or_default(),
        field(&person.first_name),
        field(&person.last_name),
        if with_address { field(&person.address) } else { String::new() },
        person.born.map(|d| d.to_string()).unwrap_or_default(),
        case.unit.clone(),
        case.employee.clone().unwrap_or_default(),
    ];
    cells.join(";")
}

fn case_facts(
    case: &CaseRow,
    stored: &[StoredFact],
    columns: &FactColumns,
    out: &mut BufWriter<File>,
) -> std::io::Result<()> {
    let citizen = format!("P{}", case.person.id);
    for fact in stored {
        writeln!(out, "{}", columns.row(&citizen, &fact.fact, &|id| id.0.clone()))?;
    }
    Ok(())
}

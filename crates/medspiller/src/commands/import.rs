//! `import`: citizens, facts and published tables from files.

use crate::output::{Format, Output, table};
use crate::place::{Place, moment};
use crate::{Ending, Failure, clock};
use app::import::report::{MOST_PROBLEMS, Report};
use app::import::statistics::import_table;
use clap::{Args, Subcommand};
use ingest::jobindsats::table_of_file_name;
use serde_json::{Value, json};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use store::write::Author;

#[derive(Subcommand)]
pub(crate) enum ImportCommand {
    /// Who the citizens are: name, number, address and the unit that has the case.
    Citizens(FilesArgs),
    /// What happened: benefits, talks, absences, offers and all other kinds of facts.
    Facts(FilesArgs),
    /// Published tables of jobindsats.dk: CSV with semicolons, or the JSON answer of the API.
    Jobindsats {
        /// The files; the name of each begins with the id of its table (y60a02_...).
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
}

#[derive(Args)]
pub(crate) struct FilesArgs {
    /// The files, with named columns separated by semicolon, comma or tabulator.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The system the files come from; keys and ids are its own.
    #[arg(long, default_value = "import")]
    source: String,
    #[command(flatten)]
    place: Place,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

pub(crate) fn run(command: &ImportCommand, out: Output) -> Result<Ending, Failure> {
    super::run_async(async {
        match command {
            ImportCommand::Citizens(args) => rows(args, Sort::Citizens, out).await,
            ImportCommand::Facts(args) => rows(args, Sort::Facts, out).await,
            ImportCommand::Jobindsats { files, place, format } => jobindsats(files, place, *format, out).await,
        }
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Citizens,
    Facts,
}

fn open(path: &Path) -> Result<BufReader<File>, Failure> {
    let file = File::open(path).map_err(|e| Failure::Run(format!("cannot read {}: {e}", path.display())))?;
    if file.metadata().is_ok_and(|m| m.is_dir()) {
        return Err(Failure::Run(format!("{} is a folder; name the files in it", path.display())));
    }
    Ok(BufReader::with_capacity(1 << 16, file))
}

async fn rows(args: &FilesArgs, sort: Sort, out: Output) -> Result<Ending, Failure> {
    if args.source.is_empty() || args.source.contains([':', '#']) {
        return Err(Failure::Use("--source is a short name without : and #".into()));
    }
    for path in &args.files {
        open(path)?;
    }
    let (app, _) = args.place.open().await?;
    let mut reports = Vec::new();
    for path in &args.files {
        let what = format!("import af {}", file_name(path));
        let author = Author { actor: args.source.clone(), client: "import".into(), what };
        let (input, now) = (open(path)?, moment());
        let done = match sort {
            Sort::Citizens => app.import_citizens(ingest::people::read(input), &args.source, &author, now).await,
            Sort::Facts => {
                let told = |rows| out.remark(&format!("{rows} rows of {}", file_name(path)));
                app.import_facts(ingest::facts::read(input), &args.source, &author, now, told).await
            }
        };
        let report = done.map_err(|e| Failure::Run(format!("{}: {e}", path.display())))?;
        reports.push((path, report));
    }
    app.store.close().await;
    Ok(tell(&reports, args.format, out))
}

async fn jobindsats(files: &[PathBuf], place: &Place, format: Format, out: Output) -> Result<Ending, Failure> {
    let mut tables = Vec::new();
    for path in files {
        open(path)?;
        let id = table_of_file_name(&path.to_string_lossy()).ok_or_else(|| {
            Failure::Use(format!(
                "{}: the file's name must begin with the id of its table, such as y60a02_kontanthjaelp.csv",
                path.display()
            ))
        })?;
        tables.push((path, id));
    }
    let store = place.store().await?;
    let mut reports = Vec::new();
    for (path, id) in tables {
        let report = import_table(&store, &id, &file_name(path), open(path)?, clock::now())
            .await
            .map_err(|e| Failure::Run(format!("{}: {e}", path.display())))?;
        reports.push((path, report));
    }
    store.close().await;
    Ok(tell(&reports, format, out))
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
}

fn tell(reports: &[(&PathBuf, Report)], format: Format, out: Output) -> Ending {
    match format {
        Format::Json => {
            let files: Vec<Value> = reports.iter().map(|(path, report)| json(path, report)).collect();
            let whole = json!({ "schema": "medspiller.import/1", "files": files });
            out.result(&serde_json::to_string_pretty(&whole).unwrap_or_default());
        }
        Format::Table => {
            for (path, report) in reports {
                for problem in &report.problems {
                    out.result(&format!("{}: {problem}", path.display()));
                }
                let more = report.problem_count.saturating_sub(MOST_PROBLEMS as u64);
                if more > 0 {
                    out.result(&format!("{}: and {more} more", path.display()));
                }
            }
            let line = |(path, r): &(&PathBuf, Report)| {
                let counts = [r.read, r.accepted, r.unchanged, r.refused, r.suppressed];
                let mut row = vec![file_name(path)];
                row.extend(counts.iter().map(u64::to_string));
                row
            };
            let rows: Vec<Vec<String>> = reports.iter().map(line).collect();
            out.result(&table(&["file", "read", "accepted", "unchanged", "refused", "suppressed"], &rows));
        }
    }
    if reports.iter().any(|(_, r)| r.refused > 0) { Ending::WithFindings } else { Ending::Done }
}

fn json(path: &Path, r: &Report) -> Value {
    let problems: Vec<Value> = r
        .problems
        .iter()
        .map(|p| json!({ "code": p.code, "path": p.path, "line": p.line, "message": p.message }))
        .collect();
    json!({
        "file": path.display().to_string(),
        "read": r.read,
        "accepted": r.accepted,
        "unchanged": r.unchanged,
        "corrected": r.corrected,
        "refused": r.refused,
        "suppressed": r.suppressed,
        "problem_count": r.problem_count,
        "problems": problems,
    })
}

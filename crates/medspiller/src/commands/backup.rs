//! `backup` and `restore`: a whole database in one file, while the program runs.

use crate::output::Output;
use crate::place::Place;
use crate::{Ending, Failure};
use clap::Args;
use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use store::Store;

#[derive(Args)]
pub(crate) struct BackupArgs {
    /// The file to write. It holds personal data and hashed passwords: keep it where only you can read it.
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub(crate) struct RestoreArgs {
    /// A file that `backup` wrote.
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn backup(args: &BackupArgs, out: Output) -> Result<Ending, Failure> {
    super::run_async(async {
        if args.file.exists() {
            return Err(Failure::Use(format!("{} is there already; choose another name", args.file.display())));
        }
        let store = args.place.store().await?;
        // Written beside and moved into place when it is whole.
        let part = args.file.with_extension("part");
        let done = write(&store, &part).await;
        if done.is_err() {
            let _ = std::fs::remove_file(&part);
        }
        let rows = done?;
        std::fs::rename(&part, &args.file).map_err(|e| failed(&args.file, &e))?;
        store.close().await;
        out.result(&format!("{rows} rows in {}", args.file.display()));
        Ok(Ending::Done)
    })
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::Run(format!("{}: {error}", path.display()))
}

async fn write(store: &Store, path: &Path) -> Result<u64, Failure> {
    let file = private(path).map_err(|e| failed(path, &e))?;
    let mut file = BufWriter::with_capacity(1 << 20, file);
    let rows = store.backup(&mut file).await.map_err(|e| failed(path, &e))?;
    file.flush().and_then(|()| file.get_ref().sync_all()).map_err(|e| failed(path, &e))?;
    Ok(rows)
}

/// A new file that only its owner reads.
pub(crate) fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

pub(crate) fn restore(args: &RestoreArgs, out: Output) -> Result<Ending, Failure> {
    super::run_async(async {
        let file = File::open(&args.file).map_err(|e| failed(&args.file, &e))?;
        let address = args.place.address()?;
        let input = BufReader::with_capacity(1 << 20, file);
        let rows = Store::restore(&address, input).await.map_err(|e| failed(&args.file, &e))?;
        out.result(&format!("{rows} rows restored from {}", args.file.display()));
        Ok(Ending::Done)
    })
}

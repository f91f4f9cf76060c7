//! Throw-away databases: an SQLite file, and a PostgreSQL cluster of this test process. Other rooms' tests include this
//! file too.
//!
//! `MEDSPILLER_POSTGRES_BIN` is the folder with `initdb`, `pg_ctl` and `createdb`; `cargo xtask test` sets it. Without
//! it the half on PostgreSQL is left out, and under `CI=true` that is an error.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// An empty database; the file goes when this does.
pub(crate) struct Database {
    pub(crate) name: &'static str,
    pub(crate) address: String,
    folder: Option<PathBuf>,
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

fn next_name() -> String {
    format!("medspiller_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

pub(crate) fn sqlite() -> Database {
    let folder = std::env::temp_dir().join(next_name());
    std::fs::create_dir_all(&folder).unwrap();
    let address = format!("sqlite:{}", folder.join("test.db").display());
    Database { name: "SQLite", address, folder: Some(folder) }
}

/// `None` where PostgreSQL is not installed.
pub(crate) fn postgres() -> Option<Database> {
    let cluster = CLUSTER.as_ref().unwrap_or_else(|why| panic!("{why}")).as_ref()?;
    let name = next_name();
    let done = Command::new(cluster.bin.join("createdb"))
        .args(["-h", &cluster.folder, "-p", "5432", "-U", "postgres", "-w", &name])
        .output()
        .unwrap();
    assert!(done.status.success(), "createdb: {}", String::from_utf8_lossy(&done.stderr));
    let address = format!("postgres://postgres@localhost:5432/{name}?host={}&sslmode=disable", cluster.folder);
    Some(Database { name: "PostgreSQL", address, folder: None })
}

/// Runs a test on SQLite and then on PostgreSQL, each with an empty database.
#[expect(clippy::needless_pass_by_value, reason = "a test reads best as a closure")]
pub(crate) fn on_each(body: impl AsyncFn(&str)) {
    for database in [Some(sqlite()), postgres()].into_iter().flatten() {
        // Seen only when the test fails.
        println!("on {}", database.name);
        block_on(body(&database.address));
    }
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

struct Cluster {
    bin: PathBuf,
    /// Holds the data and the socket.
    folder: String,
    /// Its standard input is a pipe from us: when this process ends, however it ends, the script sees the end of the
    /// pipe, stops the server and removes the folder.
    _script: Child,
}

static CLUSTER: LazyLock<Result<Option<Cluster>, String>> = LazyLock::new(|| {
    if let Some(bin) = std::env::var_os("MEDSPILLER_POSTGRES_BIN") {
        return start(Path::new(&bin)).map(Some);
    }
    if std::env::var("CI").as_deref() == Ok("true") {
        return Err("MEDSPILLER_POSTGRES_BIN is not set, and under CI both databases are tested".into());
    }
    // Not `println!`: the harness would keep it for itself.
    let without = "MEDSPILLER_POSTGRES_BIN is not set: the tests run on SQLite only. `cargo xtask test` sets it";
    let _ = writeln!(std::io::stderr(), "{without}");
    Ok(None)
});

/// Sorts as Danes do, which is not the order of bytes: what leans on the server's order is found out here.
const SCRIPT: &str = r#"
set -e
trap '' INT HUP
folder=$(mktemp -d "${TMPDIR:-/tmp}/medspiller-pg-XXXXXX")
trap 'rm -rf "$folder"' EXIT
"$1/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --locale-provider=icu --icu-locale=da-DK \
  --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
"$1/pg_ctl" -D "$folder/data" -w -s -l "$folder/log" \
  -o "-c listen_addresses='' -c port=5432 -c unix_socket_directories='$folder' -c fsync=off -c max_connections=400" \
  start || { cat "$folder/log" >&2; exit 1; }
echo "$folder"
read -r _ || true
"$1/pg_ctl" -D "$folder/data" -w -s -m immediate stop
"#;

fn start(bin: &Path) -> Result<Cluster, String> {
    // The server refuses to run as root.
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command.args(["-c", SCRIPT, "sh"]).arg(bin).current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped());
    let failed = |why: &str| format!("no PostgreSQL cluster could be started with {}: {why}", bin.display());
    let mut script = command.spawn().map_err(|e| failed(&e.to_string()))?;
    let mut folder = String::new();
    BufReader::new(script.stdout.take().unwrap()).read_line(&mut folder).map_err(|e| failed(&e.to_string()))?;
    let folder = folder.trim().to_owned();
    if folder.is_empty() {
        return Err(failed("its reason stands above"));
    }
    Ok(Cluster { bin: bin.to_owned(), folder, _script: script })
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

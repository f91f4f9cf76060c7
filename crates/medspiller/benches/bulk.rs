//! How long many facts take: importing them from files, and building every derived row again.
//!
//! `cargo bench -p medspiller --bench bulk -- 45000` invents that many citizens (about 22 facts each) as files, imports them
//! into a new database as `medspiller import` does, and rebuilds it. Every figure is printed; nothing is asserted. Beside
//! the time on the wall stands what was computed: others on the machine do not count.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
#![expect(clippy::unwrap_used, reason = "a benchmark may stop where it must not fail")]

use std::path::Path;
use std::process::Command;
use std::time::Instant;
use store::books::Books;
use store::{MunicipalityId, Store};

fn main() {
    let citizens = std::env::args().find_map(|a| a.parse::<u32>().ok()).unwrap_or(5_000);
    let folder = std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/bench/bulk"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let example = Command::new(env!("CARGO_BIN_EXE_medspiller")).args(["config", "example"]).output().unwrap();
    std::fs::write(folder.join("medspiller.toml"), example.stdout).unwrap();
    let out = folder.display().to_string();
    timed("invented as files", || {
        medspiller(&["synth", "--citizens", &citizens.to_string(), "--today", "2026-03-16", "--out", &out]);
    });
    let file = |name: &str| folder.join(name).display().to_string();
    timed("citizens imported", || medspiller(&["import", "citizens", &file("citizens.csv"), "--data-dir", &out]));
    let facts = std::fs::read_to_string(folder.join("facts.csv")).unwrap().lines().count() - 1;
    timed(&format!("{facts} facts imported"), || {
        medspiller(&["import", "facts", &file("facts.csv"), "--data-dir", &out]);
    });
    timed("the same facts once more", || medspiller(&["import", "facts", &file("facts.csv"), "--data-dir", &out]));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(rebuild(&folder.join("medspiller.db")));
}

async fn rebuild(path: &Path) {
    let store = Store::open(&format!("sqlite:{}", path.display())).await.unwrap();
    let (municipality, _) = store.municipality_list().await.unwrap().remove(0);
    let rules = rulebook::shipped("none").unwrap();
    let (begun, before) = (Instant::now(), computed());
    let cases = store.rebuild(municipality, &Books::from(&rules)).await.unwrap();
    tell(&format!("{cases} cases rebuilt from their facts"), begun, before);
    let (facts, rows) = (store.fact_count(municipality).await.unwrap(), rows(&store, municipality).await);
    println!("{facts} facts, {rows} derived rows: {:.2} rows a fact", rows as f64 / facts as f64);
    store.close().await;
}

async fn rows(store: &Store, municipality: MunicipalityId) -> usize {
    store.duty_dump(municipality).await.unwrap().len()
}

fn medspiller(args: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medspiller"));
    let status = command.args(args).arg("--quiet").env_remove("DATABASE_URL").status().unwrap();
    assert!(matches!(status.code(), Some(0 | 1)), "{args:?}");
}

fn timed(what: &str, work: impl FnOnce()) {
    let (begun, before) = (Instant::now(), computed());
    work();
    tell(what, begun, before);
}

fn tell(what: &str, begun: Instant, before: f64) {
    println!("{what:<40} {:>8.1} s, computed {:>8.1} s", begun.elapsed().as_secs_f64(), computed() - before);
}

/// Seconds of processor of this process and of the programs it has waited for, where the system tells them.
fn computed() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(4).filter_map(|n| n.parse::<f64>().ok()).sum::<f64>() / 100.0
}

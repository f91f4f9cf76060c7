//! Lists the shipped rule files, so that a new file in `rulebook/` is part of the program without another edit, and sums up
//! the sources of the engine, so that rows made by another one are known.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebook");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut code = String::from("pub(super) const FILES: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file.strip_prefix(&root).expect("a file below the folder").to_string_lossy().replace('\\', "/");
        writeln!(code, "    ({name:?}, include_str!({:?})),", file.display().to_string()).expect("writing to a string");
    }
    code.push_str("];\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("bundled.rs");
    std::fs::write(out, code).expect("the build folder is writable");
    println!("cargo::rustc-env=MEDSPILLER_ENGINE={:016x}", engine());
}

/// What reads the rules' texts and makes dates of them. What tries, explains and reports is left out.
const BESIDE: [&str; 9] = [
    "simulate",
    "report",
    "bundled.rs",
    "change.rs",
    "control.rs",
    "example.rs",
    "explain.rs",
    "report.rs",
    "simulate.rs",
];

/// FNV-1a over names and texts: only to tell one from another.
fn engine() -> u64 {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for root in [crates.join("domain/src"), crates.join("rulebook/src")] {
        let mut files = Vec::new();
        sources(&root, &mut files);
        files.sort();
        for file in files {
            let name = file.strip_prefix(&root).expect("a file below the folder").to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(&file).expect("a source is text");
            for byte in name.bytes().chain(bare(&text)) {
                sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    sum
}

/// Without blanks, comments on lines of their own, and the tests at the end.
fn bare(text: &str) -> impl Iterator<Item = u8> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(str::bytes).filter(|b| !b.is_ascii_whitespace())
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in std::fs::read_dir(folder).expect("the sources are there").flatten() {
        let path = entry.path();
        if BESIDE.iter().any(|name| path.file_name().is_some_and(|n| n == *name)) {
            continue;
        }
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "toml") {
            files.push(path);
        }
    }
}

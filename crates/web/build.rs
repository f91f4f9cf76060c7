//! Fetches the Danish design system and htmx from npm and embeds just the files that pages use.
//! `MEDSPILLER_ASSETS=DIR` takes them from a folder instead (a `node_modules`), for builds without Node.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Paths below `dkfds/dist`; pages find them at the same place below `/assets`. The first font is asked for as woff too.
const DKFDS: &[&str] = &[
    "css/dkfds.min.css",
    "fonts/IBMPlexSans/complete/woff/IBMPlexSans-Regular.woff",
    "fonts/IBMPlexSans/complete/woff2/IBMPlexSans-Regular.woff2",
    "fonts/IBMPlexSans/complete/woff2/IBMPlexSans-Italic.woff2",
    "fonts/IBMPlexSans/complete/woff2/IBMPlexSans-Medium.woff2",
    "fonts/IBMPlexSans/complete/woff2/IBMPlexSans-SemiBold.woff2",
    "fonts/IBMPlexSans/complete/woff2/IBMPlexSans-Bold.woff2",
    "img/svg-icons/check-white.svg",
    "img/svg-icons/check.svg",
    "img/svg-icons/chevron-down.svg",
    "img/svg-icons/chevron-up.svg",
    "img/svg-icons/minus.svg",
    "img/svg-icons/plus.svg",
];

/// (path below node_modules, path below /assets)
const OTHERS: &[(&str, &str)] = &[("htmx.org/dist/htmx.min.js", "js/htmx.min.js")];

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff" => "font/woff",
        _ => "font/woff2",
    }
}

fn main() {
    println!("cargo::rerun-if-env-changed=MEDSPILLER_ASSETS");
    for file in ["package.json", "package-lock.json"] {
        println!("cargo::rerun-if-changed={file}");
    }
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let modules = match std::env::var_os("MEDSPILLER_ASSETS") {
        Some(folder) => PathBuf::from(folder),
        None => npm(&here, &out),
    };
    let mut code = String::from("pub(crate) const PACKAGES: &[(&str, &str, &[u8])] = &[\n");
    let dkfds = DKFDS.iter().map(|path| (format!("dkfds/dist/{path}"), *path));
    for (from, to) in dkfds.chain(OTHERS.iter().map(|(from, to)| ((*from).to_owned(), *to))) {
        let path = modules.join(from);
        assert!(path.exists(), "{} is missing; is the version of dkfds the one in package.json?", path.display());
        let kind = content_type(to);
        writeln!(code, "    ({to:?}, {kind:?}, include_bytes!({:?})),", path.display().to_string())
            .expect("writing to a string");
    }
    code.push_str("];\n");
    std::fs::write(out.join("packages.rs"), code).expect("the build folder is writable");
}

/// `npm ci` in the build folder; the source tree stays clean.
fn npm(here: &Path, out: &Path) -> PathBuf {
    let folder = out.join("npm");
    std::fs::create_dir_all(&folder).expect("the build folder is writable");
    for file in ["package.json", "package-lock.json"] {
        std::fs::copy(here.join(file), folder.join(file)).expect("package.json is beside build.rs");
    }
    let done = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(&folder)
        .output();
    match done {
        Ok(output) if output.status.success() => {}
        Ok(output) => panic!("npm ci failed: {}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => panic!(
            "npm was not found ({error}). Install Node 20 or newer (apt-get install nodejs npm), or set MEDSPILLER_ASSETS to a node_modules folder"
        ),
    }
    folder.join("node_modules")
}

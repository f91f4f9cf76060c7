//! A caseworker's day in a real browser, on the demo. The journeys stand in `browser/journeys.mjs`.
//!
//! `cargo xtask test` finds Chromium and says so in MEDSPILLER_CHROMIUM. Without it the journeys are left out on a
//! developer's machine, with a line that says it, and fail under CI.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The demo on a port of its own, stopped when the test ends however it ends.
struct Demo {
    child: Child,
    address: String,
}

impl Demo {
    fn start(data: &Path) -> Demo {
        let mut child = Command::new(env!("CARGO_BIN_EXE_medspiller"))
            .args(["demo", "--citizens", "60", "--port", "0", "--data-dir"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let out = BufReader::new(child.stdout.take().expect("the output is piped"));
        let address = out.lines().map_while(Result::ok).find_map(|line| {
            let at = line.find("http://")?;
            line[at..].split_whitespace().next().map(|a| a.trim_end_matches('/').to_owned())
        });
        Demo { child, address: address.expect("the demo says where it runs") }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The browser driver and the accessibility checker, fetched by npm below the build folder.
fn packages(folder: &Path) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/browser");
    std::fs::create_dir_all(folder).expect("the build folder is writable");
    for file in ["package.json", "package-lock.json", "journeys.mjs", "stories.mjs"] {
        std::fs::copy(here.join(file), folder.join(file)).expect("the journeys lie beside this file");
    }
    let done = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(folder)
        .output()
        .expect("npm starts; it comes with Node");
    assert!(done.status.success(), "npm ci: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_caseworkers_day_works_in_a_browser_with_and_without_scripts() {
    let Some(chromium) = std::env::var_os("MEDSPILLER_CHROMIUM") else {
        assert!(std::env::var_os("CI").is_none(), "MEDSPILLER_CHROMIUM is not set; `cargo xtask test` sets it");
        println!("left out: MEDSPILLER_CHROMIUM is not set; `cargo xtask test` sets it");
        return;
    };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("browser");
    packages(&folder);
    let data = folder.join(format!("data-{}", std::process::id()));
    let demo = Demo::start(&data);
    let done = Command::new("node")
        .args(["journeys.mjs", &demo.address])
        .env("MEDSPILLER_CHROMIUM", chromium)
        .current_dir(&folder)
        .output()
        .expect("node starts");
    drop(demo);
    let _ = std::fs::remove_dir_all(&data);
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    println!("{said}");
    assert!(done.status.success(), "{said}");
}

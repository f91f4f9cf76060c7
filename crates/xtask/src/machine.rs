//! Gets the machine ready for the tests: Node, npm, Chromium, the PostgreSQL server's programs.

use crate::run;
use std::path::{Path, PathBuf};
use std::process::Command;

const NODE_AT_LEAST: u32 = 20;
const CHROMIUM: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// What the tests need and where it is; `None` where it is missing.
#[derive(Debug, Default)]
pub(crate) struct Machine {
    node: bool,
    chromium: Option<PathBuf>,
    /// Folder with `postgres`, `initdb` and the rest.
    postgres_bin: Option<PathBuf>,
}

impl Machine {
    /// Tells the tests where things are.
    pub(crate) fn tell(&self, command: &mut Command) {
        if let Some(path) = &self.chromium {
            command.env("MEDSPILLER_CHROMIUM", path);
        }
        if let Some(path) = &self.postgres_bin {
            command.env("MEDSPILLER_POSTGRES_BIN", path);
        }
    }

    fn look() -> Machine {
        Machine {
            node: node_is_new_enough() && which("npm").is_some(),
            chromium: chromium(),
            postgres_bin: postgres_bin(),
        }
    }

    /// Names of Debian's packages for what is missing.
    fn missing(&self) -> Vec<&'static str> {
        let mut packages = Vec::new();
        if !self.node {
            packages.extend(["nodejs", "npm"]);
        }
        if self.chromium.is_none() {
            packages.push("chromium");
        }
        if self.postgres_bin.is_none() {
            packages.push("postgresql");
        }
        packages
    }
}

/// Installs what is missing where it may; else says the one command. Under CI something missing is an error.
pub(crate) fn prepare() -> Result<Machine, String> {
    let mut machine = Machine::look();
    let missing = machine.missing();
    if !missing.is_empty() {
        if which("apt-get").is_some() && is_root() {
            install(&missing)?;
            machine = Machine::look();
        }
        settle(&machine.missing(), std::env::var("CI").is_ok_and(|ci| ci == "true"))?;
    }
    let shown = |path: &Option<PathBuf>| path.as_ref().map_or("missing".to_owned(), |p| p.display().to_string());
    println!(
        "machine: node {}, chromium {}, postgres {}",
        if machine.node { "ready" } else { "missing" },
        shown(&machine.chromium),
        shown(&machine.postgres_bin)
    );
    Ok(machine)
}

/// What to do about packages that are still missing.
fn settle(missing: &[&str], ci: bool) -> Result<(), String> {
    if missing.is_empty() {
        return Ok(());
    }
    let mut message = format!(
        "missing on this machine: {}. Run: sudo apt-get update && sudo apt-get install -y {}",
        missing.join(", "),
        missing.join(" ")
    );
    if missing.contains(&"nodejs") {
        message.push_str(&format!(" (Node {NODE_AT_LEAST} or newer is needed; where the system's own is older: npm install --global node@{NODE_AT_LEAST})"));
    }
    if ci {
        return Err(message);
    }
    println!("xtask: {message}");
    println!("xtask: going on without; the tests that need it will say so");
    Ok(())
}

fn install(packages: &[&str]) -> Result<(), String> {
    println!("machine: installing {} with apt-get", packages.join(", "));
    run::run(run::program("apt-get").args(["update", "-q"]))?;
    let mut apt = run::program("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "-y", "-q", "--no-install-recommends"])
        .args(packages);
    run::run(&mut apt)
}

fn is_root() -> bool {
    run::output(run::program("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn node_is_new_enough() -> bool {
    run::output(run::program("node").arg("--version")).is_ok_and(|v| major(&v).is_some_and(|m| m >= NODE_AT_LEAST))
}

/// `v20.11.0` is 20.
fn major(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

fn chromium() -> Option<PathBuf> {
    match std::env::var_os("MEDSPILLER_CHROMIUM") {
        Some(path) => Some(PathBuf::from(path)),
        None => CHROMIUM.iter().find_map(|name| which(name)),
    }
}

fn postgres_bin() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("MEDSPILLER_POSTGRES_BIN") {
        return Some(PathBuf::from(path));
    }
    let on_path = which("postgres").and_then(|p| p.canonicalize().ok()).and_then(|p| p.parent().map(Path::to_owned));
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path());
    let mut versions: Vec<PathBuf> = installed.collect();
    versions.sort_by_key(|path| std::cmp::Reverse(path.file_name().and_then(|n| n.to_str()).and_then(major)));
    let candidates =
        on_path.into_iter().chain(versions.into_iter().map(|v| v.join("bin"))).chain(["/usr/local/bin".into()]);
    candidates.into_iter().find(|bin| ["postgres", "initdb"].iter().all(|name| is_program(&bin.join(name))))
}

fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| is_program(file))
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_fails_under_ci_and_is_only_said_elsewhere() {
        assert!(settle(&[], true).is_ok());
        assert!(settle(&["chromium"], false).is_ok());
        let message = settle(&["nodejs", "npm"], true).unwrap_err();
        assert!(message.contains("sudo apt-get install -y nodejs npm") && message.contains("Node 20"), "{message}");
    }

    #[test]
    fn each_missing_thing_has_its_package() {
        assert_eq!(Machine::default().missing(), ["nodejs", "npm", "chromium", "postgresql"]);
        let ready = Machine { node: true, chromium: Some("c".into()), postgres_bin: Some("p".into()) };
        assert!(ready.missing().is_empty());
        let mut command = Command::new("x");
        ready.tell(&mut command);
        assert_eq!(command.get_envs().count(), 2);
    }

    #[test]
    fn the_first_number_of_a_version_counts() {
        assert_eq!([major("v20.11.0\n"), major("15"), major("x")], [Some(20), Some(15), None]);
    }

    #[test]
    fn a_program_on_the_path_is_found() {
        assert!(which("git").is_some());
        assert!(which("no-such-program-anywhere").is_none());
    }
}

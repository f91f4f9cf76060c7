//! Runs other programs in the root of the workspace, and says which one failed.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the workspace, two folders above this crate.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// The cargo that runs us, so that a chosen toolchain stays chosen.
pub(crate) fn cargo() -> Command {
    program(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// Runs with our own output; an unsuccessful end is an error that repeats the line.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let line = shown(command);
    let status = command.status().map_err(|e| format!("`{line}` could not be started: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{line}` ended with {status}")) }
}

/// Runs and gives what was printed.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let line = shown(command);
    let out = command.output().map_err(|e| format!("`{line}` could not be started: {e}"))?;
    if !out.status.success() {
        return Err(format!("`{line}` ended with {}: {}", out.status, String::from_utf8_lossy(&out.stderr).trim()));
    }
    String::from_utf8(out.stdout).map_err(|_| format!("`{line}` printed something that is no UTF-8"))
}

fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(name).chain(command.get_args()).map(|w| w.to_string_lossy());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_named_with_its_arguments() {
        let message = run(program("false").arg("--really")).unwrap_err();
        assert!(message.starts_with("`false --really` ended with"), "{message}");
        assert!(run(&mut program("no-such-program-anywhere")).unwrap_err().contains("could not be started"));
    }

    #[test]
    fn the_root_holds_the_workspace_manifest() {
        assert!(std::fs::read_to_string(root().join("Cargo.toml")).unwrap().contains("[workspace]"));
    }
}

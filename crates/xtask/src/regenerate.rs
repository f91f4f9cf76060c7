//! `cargo xtask regenerate`: rewrites every file that is made from another one. Add a generator to [`GENERATORS`].

use crate::run;

struct Generator {
    name: &'static str,
    run: fn() -> Result<(), String>,
}

/// In the order they run. One that needs the program uses [`write_output`].
const GENERATORS: &[Generator] = &[Generator { name: "none yet", run: || Ok(()) }];

pub(crate) fn command() -> Result<(), String> {
    for generator in GENERATORS {
        println!("regenerate: {}", generator.name);
        (generator.run)().map_err(|e| format!("generator \"{}\": {e}", generator.name))?;
    }
    Ok(())
}

/// Writes what `medspiller ARGS` prints to a file of the project.
#[expect(dead_code, reason = "the first generated file uses it; remove this line with it")]
fn write_output(args: &[&str], path: &str) -> Result<(), String> {
    let printed = run::output(run::cargo().args(["run", "--quiet", "--package", "medspiller", "--"]).args(args))?;
    std::fs::write(run::root().join(path), printed).map_err(|e| format!("{path} could not be written: {e}"))
}

/// The state of the work tree, for comparing before and after.
pub(crate) fn work_tree() -> Result<String, String> {
    let status = run::output(run::program("git").args(["status", "--porcelain"]))?;
    let changes = run::output(run::program("git").args(["diff", "--no-color", "--no-ext-diff"]))?;
    Ok(format!("{status}\n{changes}"))
}

/// What a run changed: a file that was committed in an older form than its source makes it.
pub(crate) fn check_unchanged(before: &str, after: &str) -> Result<(), String> {
    if before == after {
        return Ok(());
    }
    let known: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().filter(|line| !known.contains(line)).take(20).collect();
    let what = "the run changed the work tree: run `cargo xtask regenerate`, look at what differs and commit it";
    Err(format!("{what}\n{}", new.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_work_tree_is_shown() {
        assert!(check_unchanged(" M a\n", " M a\n").is_ok());
        let message = check_unchanged(" M a\n", " M a\n?? docs/facts.md\n").unwrap_err();
        assert!(message.contains("docs/facts.md") && !message.contains(" M a"), "{message}");
    }
}

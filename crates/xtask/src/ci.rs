//! `cargo xtask ci` and `cargo xtask test`: the checks a change must pass, in the order that fails soonest.

use crate::machine::{self, Machine};
use crate::regenerate;
use crate::run;
use crate::tidy;
use std::time::Instant;

pub(crate) fn command() -> Result<(), String> {
    // From the beginning: a lock file or a snapshot that a build or a test rewrites was committed in an older form too.
    let before = regenerate::work_tree()?;
    step("fmt", || run::run(run::cargo().args(["fmt", "--all", "--check"])))?;
    step("tidy", tidy::command)?;
    // Before clippy: building `web` runs npm.
    let machine = step("machine", machine::prepare)?;
    step("clippy", || {
        run::run(run::cargo().args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))
    })?;
    step("test", || cargo_test(&machine, &[]))?;
    step("doc", || {
        let mut doc = run::cargo();
        doc.env("RUSTDOCFLAGS", "-D warnings");
        run::run(doc.args(["doc", "--workspace", "--no-deps", "--document-private-items", "--quiet"]))
    })?;
    step("regenerate", regenerate::command)?;
    step("clean tree", || regenerate::check_unchanged(&before, &regenerate::work_tree()?))?;
    println!("ci: all passed");
    Ok(())
}

/// Gets the machine ready and runs the tests; `args` go to `cargo test`.
pub(crate) fn test(args: &[&str]) -> Result<(), String> {
    cargo_test(&machine::prepare()?, args)
}

fn cargo_test(machine: &Machine, args: &[&str]) -> Result<(), String> {
    let mut test = run::cargo();
    machine.tell(&mut test);
    run::run(test.args(test_words(args)))
}

/// All crates, unless the caller has chosen some.
fn test_words<'a>(args: &[&'a str]) -> Vec<&'a str> {
    let chosen = args.iter().take_while(|a| **a != "--").any(|a| *a == "-p" || a.starts_with("--package"));
    let all = if chosen { &["test"][..] } else { &["test", "--workspace"] };
    [all, args].concat()
}

/// Runs one step, with its name before and its time after.
#[expect(clippy::disallowed_methods, reason = "how long a step took is told to a person; no program logic reads it")]
fn step<T>(name: &str, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    println!("ci: {name} ...");
    let start = Instant::now();
    let outcome = work();
    let seconds = start.elapsed().as_secs_f64();
    match outcome {
        Ok(value) => {
            println!("ci: {name} passed in {seconds:.1} s");
            Ok(value)
        }
        Err(e) => Err(format!("ci stopped at \"{name}\" after {seconds:.1} s: {e}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_step_is_named_and_stops() {
        assert_eq!(step("fine", || Ok(3)), Ok(3));
        let message = step("tidy", || Err::<(), _>("two to mend".to_owned())).unwrap_err();
        assert!(message.starts_with("ci stopped at \"tidy\"") && message.ends_with("two to mend"), "{message}");
    }

    #[test]
    fn chosen_crates_replace_the_whole_workspace() {
        assert_eq!(test_words(&["--", "-p"]), ["test", "--workspace", "--", "-p"]);
        assert_eq!(test_words(&["-p", "medspiller-web"]), ["test", "-p", "medspiller-web"]);
    }
}

//! The project's own checks: `cargo xtask test | ci | tidy | regenerate`.
//!
//! Invariant: depends on no room of the workspace, so that it builds while a room is broken.
//! Invariant: says where and what to do; a check never only says that something is wrong.

mod ci;
mod finding;
mod machine;
mod metadata;
mod regenerate;
mod run;
mod rust_text;
mod tidy;
mod tree;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  tidy             edges between rooms, sizes, names, glossary, locale keys, coverage, licences
  test [-- ARGS]   get Node, Chromium and PostgreSQL ready, then cargo test --workspace ARGS
  ci               everything a change must pass: fmt, tidy, clippy, test, doc, regenerate + clean tree
  regenerate       rewrite every file that is made from another one
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["tidy"] => tidy::command(),
        ["test"] => ci::test(&[]),
        ["test", "--", rest @ ..] => ci::test(rest),
        ["ci"] => ci::command(),
        ["regenerate"] => regenerate::command(),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

//! Files and tests that the documents name are there: a page that walks through the code leads nowhere else.

use super::coverage::holds_test;
use crate::finding::Finding;
use crate::tree::Tree;

const FOLDERS: [&str; 7] = ["crates/", "docs/", "rulebook/", "reference/", "scenarios/", "locales/", ".ci/"];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files().filter(|f| f.ends_with(".md")) {
        let Some(text) = tree.text(file) else { continue };
        findings.extend(check_text(file, &text, &|path| there(tree, path), &|path, test| {
            tree.text(path).is_some_and(|text| holds_test(&text, test))
        }));
    }
    findings
}

/// A file, or a folder with something in it.
fn there(tree: &Tree, path: &str) -> bool {
    let folder = format!("{}/", path.trim_end_matches('/'));
    tree.has(path) || tree.files().any(|f| f.starts_with(&folder))
}

fn check_text(
    file: &str,
    text: &str,
    there: &dyn Fn(&str) -> bool,
    is_test: &dyn Fn(&str, &str) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let mut beside: Option<&str> = None;
        for word in line.split('`').skip(1).step_by(2) {
            if is_path(word) {
                beside = Some(word);
                if !there(word) {
                    findings.push(Finding::error(file, n + 1, format!("names `{word}`, which is not there")));
                }
            } else if let Some(path) = beside.filter(|p| p.ends_with(".rs") && is_sentence(word))
                && !is_test(path, word)
            {
                findings.push(Finding::error(
                    file,
                    n + 1,
                    format!("names the test `{word}`, which is not in `{path}`"),
                ));
            }
        }
    }
    findings
}

/// A place of the project; what holds a blank or a star is a pattern or a command.
fn is_path(word: &str) -> bool {
    FOLDERS.iter().any(|f| word.starts_with(f)) && !word.contains([' ', '*', '<', '{', ':']) && !word.contains("NAME")
}

/// The name of a test: a sentence in lower case.
fn is_sentence(word: &str) -> bool {
    word.matches('_').count() > 2 && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        let there = |path: &str| path == "crates/a/src/lib.rs" || path == "docs/adr";
        let is_test = |path: &str, test: &str| path == "crates/a/src/lib.rs" && test == "one_and_one_is_two";
        check_text("A.md", text, &there, &is_test).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_there_passes_and_commands_are_no_paths() {
        let text =
            "See `crates/a/src/lib.rs`: `one_and_one_is_two`, `docs/adr`, `crates/*/src`, `rulebook/law/<theme>.toml`.";
        assert_eq!(messages(text), [""; 0]);
        assert_eq!(messages("`one_and_one_is_three` stands beside no file"), [""; 0]);
    }

    #[test]
    fn a_file_and_a_test_that_are_gone_are_named_with_their_line() {
        assert_eq!(
            messages("\n`crates/a/src/gone.rs` and `crates/a/src/lib.rs`: `one_and_one_is_three`"),
            [
                "A.md:2: names `crates/a/src/gone.rs`, which is not there",
                "A.md:2: names the test `one_and_one_is_three`, which is not in `crates/a/src/lib.rs`"
            ]
        );
    }
}

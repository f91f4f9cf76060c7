//! Rust files: size, first sentence, what pure rooms may not name, stubs, catch-all names.

use crate::finding::Finding;
use crate::rust_text::{code_only, find_word, is_test_file, without_tests};
use crate::tree::{Tree, line_at, room_of};

const WARN_LINES: usize = 500;
const FAIL_LINES: usize = 800;

/// Rooms without SQL, async, clock, files and logging.
const PURE: [&str; 8] = ["domain", "rulebook", "figures", "economy", "matching", "effects", "synth", "ingest"];

/// What a pure room may not name, and what to do instead.
const IMPURE: [(&str, &str); 10] = [
    ("std::fs", "take a reader or a text"),
    ("fs::", "take a reader or a text"),
    ("SystemTime", "take `today` or `now` as a parameter"),
    ("Instant::now", "take `today` or `now` as a parameter"),
    ("sqlx", "take plain data; SQL lives in `store`"),
    ("tokio", "take plain data; async lives in `store`, `app` and `web`"),
    ("tracing::", "return what happened; the boundary logs it"),
    ("println!", "return what happened; the binary prints it"),
    ("eprintln!", "return what happened; the binary prints it"),
    ("print!", "return what happened; the binary prints it"),
];

/// Joined here, so that this file does not hold what it looks for.
const STUBS: [(&str, &str); 3] = [
    (concat!("to", "do!"), "write it, or return a value that says it is not covered"),
    (concat!("unimple", "mented!"), "write it, or return a value that says it is not covered"),
    (concat!("#[", "ignore"), "assert what happens now with a FIXME, or mend it"),
];

const CATCH_ALL: [&str; 7] = ["utils", "util", "common", "helpers", "helper", "manager", "misc"];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.rust_files().filter_map(|file| Some(check_file(file, &tree.text(file)?))).flatten().collect()
}

fn check_file(file: &str, text: &str) -> Vec<Finding> {
    let mut findings = names(file);
    findings.extend(size(file, text));
    if !text.starts_with("//!") {
        findings.push(Finding::error(
            file,
            1,
            "does not open with a `//!` sentence: say in one line what the file is for",
        ));
    }
    let code = code_only(text);
    for (word, instead) in STUBS {
        for at in find_word(&code, word) {
            findings.push(Finding::error(
                file,
                line_at(&code, at),
                format!("`{word}` may not be committed: {instead}"),
            ));
        }
    }
    let room = room_of(file).unwrap_or_default();
    if PURE.contains(&room) && !is_test_file(file) && !file.ends_with("/build.rs") {
        findings.extend(impure(file, room, &without_tests(&code)));
    }
    findings
}

fn impure(file: &str, room: &str, code: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (word, instead) in IMPURE {
        for at in find_word(code, word) {
            let line = line_at(code, at);
            if !findings.iter().any(|f| f.line == line) {
                findings.push(Finding::error(file, line, format!("`{word}` in the pure room `{room}`: {instead}")));
            }
        }
    }
    findings
}

fn size(file: &str, text: &str) -> Option<Finding> {
    let lines = text.lines().count();
    match lines {
        _ if lines > FAIL_LINES => Some(Finding::error(
            file,
            0,
            format!("{lines} lines, at most {FAIL_LINES}: split it by what a reader looks for"),
        )),
        _ if lines > WARN_LINES => Some(Finding::warning(
            file,
            0,
            format!("{lines} lines, aim under 300: split it before it reaches {FAIL_LINES}"),
        )),
        _ => None,
    }
}

fn names(file: &str) -> Vec<Finding> {
    file.split('/')
        .map(|part| part.trim_end_matches(".rs"))
        .filter(|part| CATCH_ALL.contains(part))
        .map(|part| {
            Finding::error(file, 0, format!("`{part}` says nothing about what is inside: name the file by its subject"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(file: &str, text: &str) -> Vec<String> {
        check_file(file, text).into_iter().map(|f| f.to_string()).collect()
    }

    #[test]
    fn a_pure_room_names_no_clock_no_file_and_no_database_outside_tests() {
        let text =
            "//! A.\nuse std::fs;\nfn a() { println!(\"tokio\") } // sqlx\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        assert_eq!(
            messages("crates/domain/src/a.rs", text),
            [
                "crates/domain/src/a.rs:2: `std::fs` in the pure room `domain`: take a reader or a text",
                "crates/domain/src/a.rs:3: `println!` in the pure room `domain`: return what happened; the binary prints it",
            ]
        );
        assert!(messages("crates/store/src/a.rs", text).is_empty());
        assert!(messages("crates/domain/tests/a.rs", text).is_empty());
        assert!(messages("crates/domain/build.rs", text).is_empty());
    }

    #[test]
    fn long_files_warn_and_then_fail() {
        let long = |lines: usize| format!("//! A.\n{}", "\n".repeat(lines - 1));
        assert!(messages("crates/web/src/a.rs", &long(500)).is_empty());
        assert!(messages("crates/web/src/a.rs", &long(501))[0].contains("warning: 501 lines"));
        assert!(messages("crates/web/src/a.rs", &long(801))[0].contains("801 lines, at most 800"));
    }

    #[test]
    fn stubs_catch_all_names_and_a_missing_first_sentence_are_found() {
        let text = format!("fn a() {{ {}() }}\n{}]\nfn b() {{}}\n", STUBS[0].0, STUBS[2].0);
        let found = messages("crates/web/src/utils/a.rs", &text);
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[0].contains("`utils` says nothing"));
        assert!(found[1].contains("does not open with a `//!` sentence"));
        assert!(found[3].starts_with("crates/web/src/utils/a.rs:2:"));
    }
}

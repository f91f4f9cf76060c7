//! Every code of every `codes!` list has a row in `docs/ordbog.md`, every row a code, every list a name of its own.

use crate::finding::Finding;
use crate::rust_text::{closing_brace, code_only, is_test_file, without_comments};
use crate::tree::{Tree, line_at};
use std::collections::BTreeMap;

const GLOSSARY: &str = "docs/ordbog.md";

/// (name of the list, code)
type Key = (String, String);

/// One `codes!` declaration.
#[derive(Debug, PartialEq)]
struct List {
    name: String,
    line: usize,
    /// Codes with their lines.
    codes: Vec<(String, usize)>,
}

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut lists = Vec::new();
    for file in tree.rust_files().filter(|f| !is_test_file(f) && !f.starts_with("crates/xtask/")) {
        let found = tree.text(file).map(|text| declared_in(&text)).unwrap_or_default();
        lists.extend(found.into_iter().map(|list| (file, list)));
    }
    let mut findings = twice(&lists);
    let mut declared = BTreeMap::new();
    for (file, list) in &lists {
        for (code, line) in &list.codes {
            declared.entry((list.name.clone(), code.clone())).or_insert(((*file).to_owned(), *line));
        }
    }
    let rows = tree.text(GLOSSARY).map(|text| rows_of(&text)).unwrap_or_default();
    findings.extend(compare(&declared, &rows));
    findings
}

/// Two lists of one name could not be told apart in a message, an export or the glossary.
fn twice(lists: &[(&str, List)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, (file, list)) in lists.iter().enumerate() {
        if let Some((first, _)) = lists[..at].iter().find(|(_, earlier)| earlier.name == list.name) {
            let message = format!("the list `{}` is declared in {first} too: give one of them another name", list.name);
            findings.push(Finding::error(file, list.line, message));
        }
    }
    findings
}

fn compare(declared: &BTreeMap<Key, (String, usize)>, rows: &BTreeMap<Key, usize>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ((list, code), (file, line)) in declared {
        if !rows.contains_key(&(list.clone(), code.clone())) {
            let row = format!("| `{code}` | Danish | English | source |");
            let message = format!("`{code}` has no row in {GLOSSARY}: add {row} under the heading with `{list}`");
            findings.push(Finding::error(file, *line, message));
        }
    }
    for ((list, code), line) in rows {
        if !declared.contains_key(&(list.clone(), code.clone())) {
            let message = format!("the list `{list}` has no code `{code}`: remove the row, or mend its spelling");
            findings.push(Finding::error(GLOSSARY, *line, message));
        }
    }
    findings
}

/// The lists declared with `codes! { Name "list" { Variant = "code", ... } }`.
fn declared_in(text: &str) -> Vec<List> {
    let (code, strings) = (code_only(text), without_comments(text));
    let mut lists = Vec::new();
    for (start, _) in code.match_indices("codes! {") {
        let open = start + "codes! ".len();
        let end = closing_brace(code.as_bytes(), open);
        let Some((name, from, mut at)) = next_string(&code, &strings, open, end) else { continue };
        let mut list = List { name: name.to_owned(), line: line_at(&strings, from), codes: Vec::new() };
        while let Some((text, from, to)) = next_string(&code, &strings, at, end) {
            if code[at..from].trim_end().ends_with('=') {
                list.codes.push((text.to_owned(), line_at(&strings, from)));
            }
            at = to;
        }
        lists.push(list);
    }
    lists
}

/// The next string between two offsets: its text, where it starts and where it ends.
fn next_string<'a>(code: &str, strings: &'a str, from: usize, end: usize) -> Option<(&'a str, usize, usize)> {
    let start = from + code.get(from..end)?.find('"')?;
    let close = start + 1 + code.get(start + 1..end)?.find('"')?;
    Some((&strings[start + 1..close], start, close + 1))
}

/// Rows of the glossary: the first cell holds the code, the heading above it the list; both in backticks.
fn rows_of(text: &str) -> BTreeMap<Key, usize> {
    let (mut list, mut rows) = (String::new(), BTreeMap::new());
    for (number, line) in text.lines().enumerate() {
        if line.starts_with('#') {
            list = in_backticks(line).unwrap_or_default().to_owned();
        } else if let Some(cells) = line.strip_prefix('|') {
            let first = cells.split('|').next().unwrap_or_default();
            if let (false, Some(code)) = (list.is_empty(), in_backticks(first)) {
                rows.insert((list.clone(), code.to_owned()), number + 1);
            }
        }
    }
    rows
}

fn in_backticks(text: &str) -> Option<&str> {
    text.split('`').nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(codes: &[(&str, &str)]) -> BTreeMap<Key, (String, usize)> {
        let key = |(list, code): &(&str, &str)| ((*list).to_owned(), (*code).to_owned());
        codes.iter().map(|pair| (key(pair), ("a.rs".to_owned(), 5))).collect()
    }

    #[test]
    fn codes_are_read_with_their_list_and_line() {
        let text = r#"codes! {
            /// A "word".
            Benefit "benefit" {
                /// b = "c"
                Su = "su", Kort = "kort",
            }
        }
        codes! { YesNo "yes_no" { Ja = "ja" } }"#;
        let lists = declared_in(text);
        let codes =
            |list: &List| list.codes.iter().map(|(code, line)| format!("{code}:{line}")).collect::<Vec<_>>().join(" ");
        assert_eq!(
            lists.iter().map(|l| (l.name.as_str(), l.line)).collect::<Vec<_>>(),
            [("benefit", 3), ("yes_no", 8)]
        );
        assert_eq!(lists.iter().map(codes).collect::<Vec<_>>(), ["su:5 kort:5", "ja:8"]);
    }

    #[test]
    fn two_lists_of_one_name_are_found() {
        let list = |name: &str, line| List { name: name.to_owned(), line, codes: Vec::new() };
        let found = twice(&[("a.rs", list("role", 3)), ("b.rs", list("party", 4)), ("c.rs", list("role", 5))]);
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().starts_with("c.rs:5: the list `role` is declared in a.rs too"));
    }

    #[test]
    fn a_code_without_a_row_and_a_row_without_a_code_are_found() {
        let rows = rows_of(
            "# Ordbog\n| `x` | no list |\n## Ydelser, `benefit`\n| kode |\n|---|\n| `su` | SU |\n| `gone` | x |\n",
        );
        let found = compare(&declared(&[("benefit", "su"), ("benefit", "kort")]), &rows);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("a.rs:5: `kort` has no row in docs/ordbog.md"));
        assert!(found[1].starts_with("docs/ordbog.md:7: the list `benefit` has no code `gone`"));
    }

    #[test]
    fn the_same_code_needs_a_row_in_each_of_its_lists() {
        let rows = rows_of("## Fravær `absence`\n| `andet` | andet |\n");
        assert_eq!(compare(&declared(&[("exit", "andet"), ("absence", "andet")]), &rows).len(), 1);
    }
}

//! `docs/coverage.toml`: every row of the requirements that is promised, and what shows that it works.

use super::coverage_rows::{BEGUN, exists, rows_of};
use crate::finding::Finding;
use crate::tree::{Tree, line_at};
use std::collections::BTreeSet;
use toml_edit::{Document, Item, Table};

const COVERAGE: &str = "docs/coverage.toml";
const KEYS: [&str; 5] = ["id", "capability", "status", "shown_by", "note"];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    match tree.text(COVERAGE) {
        Some(text) => check_text(&text, &|evidence| shown(tree, evidence)),
        None => Vec::new(),
    }
}

/// `shown` says what is wrong with an evidence, or nothing.
fn check_text(text: &str, shown: &dyn Fn(&str) -> Option<String>) -> Vec<Finding> {
    let document = match text.parse::<Document<String>>() {
        Ok(document) => document,
        Err(e) => return vec![Finding::error(COVERAGE, 0, format!("is no TOML: {e}"))],
    };
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for row in document.as_table().get("row").and_then(Item::as_array_of_tables).into_iter().flatten() {
        let line = row.span().map_or(0, |span| line_at(text, span.start));
        let id = row.get("id").and_then(Item::as_str).unwrap_or_default();
        let mut wrong = check_row(id, row);
        wrong.extend(evidence(row).iter().filter_map(|e| shown(e)));
        if !seen.insert(id.to_owned()) {
            wrong.push("stands twice: keep one".to_owned());
        }
        findings.extend(wrong.into_iter().map(|what| Finding::error(COVERAGE, line, format!("`{id}` {what}"))));
    }
    let promised: BTreeSet<&str> = BEGUN.iter().flat_map(|capability| rows_of(capability)).collect();
    for missing in promised.iter().filter(|id| !seen.contains(**id)) {
        findings.push(Finding::error(COVERAGE, 0, format!("`{missing}` has no [[row]] though its capability has begun: add it, with status \"planned\" when nothing works yet")));
    }
    findings
}

fn check_row(id: &str, row: &Table) -> Vec<String> {
    let mut wrong = Vec::new();
    if !exists(id) {
        wrong.push("is no row of the requirements: see coverage_rows.rs for those that exist".to_owned());
    }
    for (key, _) in row.iter().filter(|(key, _)| !KEYS.contains(key)) {
        wrong.push(format!("has the unknown key `{key}`: known are {}", KEYS.join(", ")));
    }
    let capabilities = texts(row.get("capability"));
    if capabilities.is_empty() {
        wrong.push("names no capability: write capability = [\"C1\"]".to_owned());
    }
    for capability in capabilities.iter().filter(|c| !rows_of(c).any(|known| known == id)) {
        wrong.push(format!("does not belong to the capability `{capability}`"));
    }
    match row.get("status").and_then(Item::as_str) {
        Some("planned") => {}
        Some("partly" | "done") if evidence(row).is_empty() => {
            wrong.push("says that something works and shows nothing: name a test, page or file in shown_by".to_owned());
        }
        Some("partly" | "done") => {}
        _ => wrong.push("has no status: planned, partly or done".to_owned()),
    }
    wrong
}

fn evidence(row: &Table) -> Vec<String> {
    texts(row.get("shown_by"))
}

fn texts(item: Option<&Item>) -> Vec<String> {
    let values = item.and_then(Item::as_array).into_iter().flatten();
    values.filter_map(|v| v.as_str()).map(str::to_owned).collect()
}

/// `path/to/file`, `path/to/file.rs::test_name`, or `room::path::test_name`.
fn shown(tree: &Tree, evidence: &str) -> Option<String> {
    let Some((place, test)) = evidence.rsplit_once("::") else {
        return (!tree.has(evidence)).then(|| format!("is shown by `{evidence}`, which is no file of the project"));
    };
    let room = place.split("::").next().unwrap_or_default();
    let folder = format!("crates/{}/", room.trim_start_matches("medspiller_"));
    let mut files =
        tree.rust_files().filter(|f| if place.ends_with(".rs") { *f == place } else { f.starts_with(&folder) });
    let found = files.any(|file| tree.text(file).is_some_and(|text| holds_test(&text, test)));
    (!found).then(|| {
        format!(
            "is shown by the test `{evidence}`, which is not there: name `room::module::test` or `path/file.rs::test`"
        )
    })
}

/// True where a function of this name stands right under a `#[test]` (`#[tokio::test]`, ...) line.
pub(super) fn holds_test(text: &str, name: &str) -> bool {
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") {
            is_test |= line.contains("test]") || line.contains("test(");
        } else if is_test && line.split("fn ").nth(1).is_some_and(|f| f.split('(').next() == Some(name)) {
            return true;
        } else if !line.starts_with("//") {
            is_test = false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with every promised row planned, and `extra` in place of the row with that id.
    fn file(id: &str, extra: &str) -> String {
        let promised: BTreeSet<(&str, &str)> = BEGUN.iter().flat_map(|c| rows_of(c).map(move |id| (id, *c))).collect();
        let ids: BTreeSet<&str> = promised.iter().map(|(id, _)| *id).filter(|known| *known != id).collect();
        let row = |known: &str| {
            let capability = BEGUN.iter().find(|c| rows_of(c).any(|r| r == known)).unwrap();
            format!(
                "[[row]]\nid = \"{known}\"\ncapability = [\"{capability}\"]\nstatus = \"planned\"\nshown_by = []\nnote = \"\"\n"
            )
        };
        format!("{extra}{}", ids.into_iter().map(row).collect::<String>())
    }

    fn messages(text: &str) -> Vec<String> {
        let shown = |e: &str| (e == "gone.rs").then(|| "is shown by nothing".to_owned());
        check_text(text, &shown).into_iter().map(|f| f.to_string()).collect()
    }

    #[test]
    fn a_complete_file_passes_and_a_missing_row_is_named() {
        assert_eq!(messages(&file("", "")), [""; 0]);
        let found = messages(&file("AAR-28", ""));
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("`AAR-28` has no [[row]]"));
    }

    #[test]
    fn what_is_called_done_shows_something_that_exists() {
        let row = |status: &str, shown: &str| {
            file(
                "AAR-28",
                &format!(
                    "[[row]]\nid = \"AAR-28\"\ncapability = [\"C1\"]\nstatus = \"{status}\"\nshown_by = [{shown}]\n"
                ),
            )
        };
        assert!(messages(&row("done", "\"there.rs\"")).is_empty());
        assert!(messages(&row("done", ""))[0].contains("shows nothing"));
        assert!(messages(&row("partly", "\"gone.rs\""))[0].ends_with("`AAR-28` is shown by nothing"));
        assert!(messages(&row("soon", ""))[0].contains("has no status"));
    }

    #[test]
    fn an_unknown_row_a_wrong_capability_and_an_unknown_key_are_found() {
        let text = file("", "[[row]]\nid = \"AAR-99\"\ncapability = [\"C1\"]\nstatus = \"planned\"\nstate = 1\n");
        assert_eq!(messages(&text).len(), 3, "{:?}", messages(&text));
    }

    #[test]
    fn a_test_is_a_function_under_a_test_line() {
        let text = "#[test]\n// why\n#[should_panic]\nfn a_b() {}\nfn c() {}\n#[tokio::test]\nasync fn d() {}\n";
        assert!(holds_test(text, "a_b") && holds_test(text, "d"));
        assert!(!holds_test(text, "c") && !holds_test(text, "a"));
    }
}

//! Every crate takes its lints and its versions from the root manifest.

use crate::finding::Finding;
use crate::tree::{Tree, line_at, room_of};
use toml_edit::{Document, Table, TableLike};

const TABLES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let manifests = tree.files().filter(|f| room_of(f).is_some_and(|room| *f == format!("crates/{room}/Cargo.toml")));
    manifests.filter_map(|file| Some(check_text(file, &tree.text(file)?))).flatten().collect()
}

fn check_text(file: &str, text: &str) -> Vec<Finding> {
    let document = match text.parse::<Document<String>>() {
        Ok(document) => document,
        Err(e) => return vec![Finding::error(file, 0, format!("is no TOML: {e}"))],
    };
    let table = document.as_table();
    let mut findings = Vec::new();
    if !table.get("lints").and_then(|l| l.get("workspace")).and_then(toml_edit::Item::as_bool).unwrap_or(false) {
        findings.push(Finding::error(
            file,
            0,
            "has not the lints of the workspace: add `[lints]` with `workspace = true`",
        ));
    }
    for name in TABLES {
        findings.extend(versions(file, text, table, name));
    }
    for (_, target) in table.get("target").and_then(|t| t.as_table_like()).into_iter().flat_map(TableLike::iter) {
        for name in TABLES {
            findings.extend(target.as_table_like().map(|t| versions(file, text, t, name)).unwrap_or_default());
        }
    }
    findings
}

fn versions(file: &str, text: &str, parent: &dyn TableLike, name: &str) -> Vec<Finding> {
    let Some(dependencies) = parent.get(name).and_then(|d| d.as_table_like()) else { return Vec::new() };
    let own_version = |item: &toml_edit::Item| {
        let table = item.as_table_like();
        !table.and_then(|t| t.get("workspace")).and_then(toml_edit::Item::as_bool).unwrap_or(false)
    };
    dependencies
        .iter()
        .filter(|(_, item)| own_version(item))
        .map(|(key, item)| {
            let line = item.span().map_or(0, |span| line_at(text, span.start));
            Finding::error(file, line, format!("`{key}` does not take its version from the root manifest: enter it under [workspace.dependencies] and write `{key}.workspace = true`"))
        })
        .collect()
}

/// Names of the normal dependencies, as they are written in Rust.
pub(crate) fn normal_dependencies(text: &str) -> Vec<(String, usize)> {
    let Ok(document) = text.parse::<Document<String>>() else { return Vec::new() };
    let table: &Table = document.as_table();
    let Some(dependencies) = table.get("dependencies").and_then(|d| d.as_table_like()) else { return Vec::new() };
    let line = |key: &str| table.get("dependencies").and_then(|d| d.get(key)).and_then(toml_edit::Item::span);
    dependencies
        .iter()
        .map(|(key, _)| (key.replace('-', "_"), line(key).map_or(0, |s| line_at(text, s.start))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_of_its_own_is_found_with_its_line() {
        let text = "[lints]\nworkspace = true\n[dependencies]\nserde.workspace = true\njiff = { workspace = true, features = [\"std\"] }\nsha2 = \"1\"\n[target.'cfg(unix)'.dev-dependencies]\nlibc = { version = \"1\" }\n";
        let findings = check_text("crates/a/Cargo.toml", text);
        assert_eq!(findings.iter().map(|f| f.line).collect::<Vec<_>>(), [6, 8], "{findings:?}");
    }

    #[test]
    fn missing_lints_are_found() {
        assert!(check_text("f", "[package]\n")[0].message.contains("`[lints]` with `workspace = true`"));
        assert!(check_text("f", "[lints]\nworkspace = false\n").len() == 1);
        assert!(check_text("f", "[lints\n")[0].message.starts_with("is no TOML"));
    }

    #[test]
    fn names_are_given_as_rust_writes_them() {
        assert_eq!(
            normal_dependencies(
                "[dependencies]\ntower-http.workspace = true\n[dev-dependencies]\nx.workspace = true\n"
            )[0]
            .0,
            "tower_http"
        );
    }
}

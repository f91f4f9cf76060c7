//! A dependency nobody names is no dependency.

use crate::finding::Finding;
use crate::rust_text::{code_only, find_word, is_test_file, without_tests};
use crate::tidy::manifests::normal_dependencies;
use crate::tree::{Tree, room_of};

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for manifest in tree.files().filter(|f| room_of(f).is_some_and(|room| *f == format!("crates/{room}/Cargo.toml"))) {
        let folder = manifest.trim_end_matches("Cargo.toml");
        let code: Vec<String> = tree
            .rust_files()
            .filter(|f| f.starts_with(folder) && !is_test_file(f))
            .filter_map(|f| tree.text(f))
            .map(|text| without_tests(&code_only(&text)))
            .collect();
        if let Some(text) = tree.text(manifest) {
            findings.extend(check_crate(manifest, &text, &code));
        }
    }
    findings
}

fn check_crate(manifest: &str, text: &str, code: &[String]) -> Vec<Finding> {
    normal_dependencies(text)
        .into_iter()
        .filter(|(name, _)| !code.iter().any(|c| !find_word(c, name).is_empty()))
        .map(|(name, line)| {
            Finding::error(
                manifest,
                line,
                format!(
                    "`{name}` is named nowhere in the crate outside tests: remove it, or move it to [dev-dependencies]"
                ),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_that_is_named_nowhere_is_found() {
        let manifest = "[dependencies]\nserde.workspace = true\nserde_json.workspace = true\n";
        let findings = check_crate("crates/a/Cargo.toml", manifest, &["use serde_json::Value;".to_owned()]);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.starts_with("`serde` is named nowhere"));
    }
}

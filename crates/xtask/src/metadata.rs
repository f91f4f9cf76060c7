//! What `cargo metadata` knows: the crates of the workspace, their dependencies, everybody's licence.

use crate::run;
use serde_json::Value;
use std::path::Path;

pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// SPDX expression, when the package states one.
    pub(crate) licence: Option<String>,
    /// Manifest as a path from the root; only for crates of the workspace.
    pub(crate) manifest: Option<String>,
    pub(crate) dependencies: Vec<Dependency>,
}

pub(crate) struct Dependency {
    /// Name of the package.
    pub(crate) package: String,
    /// Development dependencies are free.
    pub(crate) normal: bool,
}

/// The crates of the workspace.
pub(crate) fn workspace() -> Result<Vec<Package>, String> {
    read(&["metadata", "--format-version", "1", "--no-deps"])
}

/// The crates of the workspace and everything they are built from.
pub(crate) fn everything() -> Result<Vec<Package>, String> {
    read(&["metadata", "--format-version", "1"])
}

fn read(args: &[&str]) -> Result<Vec<Package>, String> {
    let text = run::output(run::cargo().args(args))?;
    let value: Value = serde_json::from_str(&text).map_err(|e| format!("cargo metadata printed no JSON: {e}"))?;
    parse(&value, &run::root()).ok_or_else(|| "cargo metadata has another shape than expected".to_owned())
}

fn parse(value: &Value, root: &Path) -> Option<Vec<Package>> {
    value["packages"].as_array()?.iter().map(|p| package(p, root)).collect()
}

fn package(value: &Value, root: &Path) -> Option<Package> {
    let own = value["source"].is_null();
    let manifest = Path::new(value["manifest_path"].as_str()?).strip_prefix(root).ok();
    Some(Package {
        name: value["name"].as_str()?.to_owned(),
        version: value["version"].as_str()?.to_owned(),
        licence: value["license"].as_str().map(str::to_owned),
        manifest: manifest.filter(|_| own).map(|m| m.to_string_lossy().replace('\\', "/")),
        dependencies: value["dependencies"].as_array()?.iter().filter_map(dependency).collect(),
    })
}

fn dependency(value: &Value) -> Option<Dependency> {
    Some(Dependency { package: value["name"].as_str()?.to_owned(), normal: value["kind"].as_str() != Some("dev") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_crate_has_its_manifest_and_a_foreign_one_none() {
        let value = serde_json::json!({"packages": [
            {"name": "own", "version": "1.0.0", "license": null, "source": null, "manifest_path": "/r/crates/own/Cargo.toml",
             "dependencies": [{"name": "far", "kind": null}, {"name": "near", "kind": "dev"}]},
            {"name": "far", "version": "2.0.0", "license": "MIT", "source": "registry", "manifest_path": "/c/far/Cargo.toml", "dependencies": []},
        ]});
        let packages = parse(&value, Path::new("/r")).unwrap();
        assert_eq!(packages[0].manifest.as_deref(), Some("crates/own/Cargo.toml"));
        assert_eq!(packages[0].dependencies.iter().map(|d| d.normal).collect::<Vec<_>>(), [true, false]);
        assert_eq!((packages[1].manifest.as_deref(), packages[1].licence.as_deref()), (None, Some("MIT")));
    }
}

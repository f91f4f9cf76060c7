//! Which room may depend on which. A new edge is a commit of its own with a line in an ADR.

use crate::finding::Finding;
use crate::metadata::Package;
use crate::tree::room_of;

struct Room {
    name: &'static str,
    may: &'static [&'static str],
    /// Why, where the table of `docs/adr/0001-rooms-and-edges.md` needs more words.
    because: &'static str,
}

const fn room(name: &'static str, may: &'static [&'static str]) -> Room {
    Room { name, may, because: "" }
}

const ROOMS: &[Room] = &[
    room("domain", &[]),
    room("rulebook", &["domain"]),
    room("figures", &["domain", "rulebook"]),
    room("economy", &["domain", "rulebook", "figures"]),
    room("matching", &["domain", "rulebook"]),
    room("effects", &["domain", "figures"]),
    room("synth", &["domain", "rulebook"]),
    room("ingest", &["domain"]),
    room("documents", &["domain", "figures", "economy"]),
    room("store", &["domain", "rulebook"]),
    room(
        "app",
        &["domain", "rulebook", "figures", "economy", "matching", "effects", "synth", "ingest", "documents", "store"],
    ),
    Room { name: "web", may: &["app", "domain"], because: "pages get their figures and charts from `app`" },
    Room {
        name: "medspiller",
        may: &["app", "web", "synth", "ingest", "domain", "rulebook", "figures", "store"],
        because: "the command line answers `assess`, `rules` and `backup` without a server: case file in, rooms called directly",
    },
    room("xtask", &[]),
];

pub(crate) fn check(crates: &[Package]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in crates {
        let Some(manifest) = &package.manifest else { continue };
        let Some(name) = room_of(manifest) else { continue };
        let Some(room) = ROOMS.iter().find(|r| r.name == name) else {
            findings.push(Finding::error(manifest, 0, format!("the room `{name}` stands in no table: add it to ROOMS in crates/xtask/src/tidy/edges.rs and say why in an ADR")));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|d| d.normal) {
            let Some(target) = room_named(crates, &dependency.package) else { continue };
            if !room.may.contains(&target) {
                let may = if room.may.is_empty() { "no room".to_owned() } else { room.may.join(", ") };
                let because = if room.because.is_empty() { String::new() } else { format!(" ({})", room.because) };
                findings.push(Finding::error(manifest, 0, format!("`{name}` may not depend on `{target}`, only on {may}{because}: move the code to the room that may, or hand it over as plain data")));
            }
        }
    }
    findings
}

/// Room of a package of the workspace; `None` for a package from outside.
fn room_named<'a>(crates: &'a [Package], package: &str) -> Option<&'a str> {
    let found = crates.iter().find(|p| p.name == package)?;
    room_of(found.manifest.as_deref()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Dependency;

    fn package(room: &str, dependencies: &[(&str, bool)]) -> Package {
        Package {
            name: format!("medspiller-{room}"),
            version: "0.1.0".into(),
            licence: None,
            manifest: Some(format!("crates/{room}/Cargo.toml")),
            dependencies: dependencies
                .iter()
                .map(|(to, normal)| Dependency { package: format!("medspiller-{to}"), normal: *normal })
                .collect(),
        }
    }

    #[test]
    fn an_edge_outside_the_table_is_found_and_a_development_edge_is_free() {
        let crates = [
            package("domain", &[]),
            package("figures", &[("domain", true)]),
            package("web", &[("domain", true), ("figures", true)]),
            package("ingest", &[("figures", false)]),
        ];
        let findings = check(&crates);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].message.starts_with("`web` may not depend on `figures`, only on app, domain"));
    }

    #[test]
    fn a_room_nobody_has_entered_in_the_table_is_found() {
        assert!(check(&[package("cellar", &[])])[0].message.contains("`cellar` stands in no table"));
    }

    #[test]
    fn the_table_has_no_cycle() {
        for (at, room) in ROOMS.iter().enumerate() {
            for target in room.may {
                let place = ROOMS.iter().position(|r| r.name == *target).unwrap();
                assert!(place < at, "{} -> {target}: a room depends only on rooms above it", room.name);
            }
        }
    }
}

//! The licence of everything the program is built from, read as an SPDX expression.

use crate::finding::Finding;
use crate::metadata::Package;

const ALLOWED: [&str; 15] = [
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Zlib",
    "MPL-2.0",
    "CC0-1.0",
    "Unlicense",
    "0BSD",
    "BSL-1.0",
    "OFL-1.1",
    "CDLA-Permissive-2.0",
];

pub(crate) fn check(packages: &[Package]) -> Vec<Finding> {
    packages
        .iter()
        .filter_map(|package| {
            let what = match &package.licence {
                None => "states no licence as an SPDX expression".to_owned(),
                Some(licence) if allowed(licence) => return None,
                Some(licence) => format!("is under `{licence}`, which is not composed of the allowed ones"),
            };
            let Package { name, version, .. } = package;
            Some(Finding::error("Cargo.lock", 0, format!("{name} {version} {what}: use another crate, or argue for the licence in crates/xtask/src/tidy/licences.rs")))
        })
        .collect()
}

/// An `OR` needs one side that is allowed, an `AND` both. `WITH` adds a permission and needs its licence allowed.
fn allowed(expression: &str) -> bool {
    // Before SPDX expressions a slash meant a choice.
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    either(&mut rest) == Some(true) && rest.is_empty()
}

fn either(words: &mut &[&str]) -> Option<bool> {
    let mut good = both(words)?;
    while let ["OR", rest @ ..] = words {
        *words = rest;
        good |= both(words)?;
    }
    Some(good)
}

fn both(words: &mut &[&str]) -> Option<bool> {
    let mut good = one(words)?;
    while let ["AND", rest @ ..] = words {
        *words = rest;
        good &= one(words)?;
    }
    Some(good)
}

fn one(words: &mut &[&str]) -> Option<bool> {
    match words {
        ["(", rest @ ..] => {
            *words = rest;
            let good = either(words)?;
            let [")", rest @ ..] = words else { return None };
            *words = rest;
            Some(good)
        }
        [id, "WITH", _, rest @ ..] => {
            *words = rest;
            Some(ALLOWED.contains(id))
        }
        [id, rest @ ..] => {
            *words = rest;
            Some(ALLOWED.contains(id))
        }
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_needs_one_allowed_and_a_sum_both() {
        for good in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0-only OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR MIT",
        ] {
            assert!(allowed(good), "{good}");
        }
        for bad in [
            "LGPL-2.1-or-later",
            "MIT AND GPL-2.0-only",
            "",
            "(MIT",
            "MIT OR",
            "MIT Apache-2.0",
            "Apache-2.0 AND (GPL-3.0-only OR LGPL-3.0-only)",
        ] {
            assert!(!allowed(bad), "{bad}");
        }
    }

    #[test]
    fn a_package_without_a_licence_is_named_with_its_version() {
        let package = |licence: Option<&str>| Package {
            name: "far".into(),
            version: "1.2.3".into(),
            licence: licence.map(str::to_owned),
            manifest: None,
            dependencies: Vec::new(),
        };
        assert!(check(&[package(Some("MIT"))]).is_empty());
        assert!(check(&[package(None)])[0].message.starts_with("far 1.2.3 states no licence"));
    }
}

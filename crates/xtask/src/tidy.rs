//! `cargo xtask tidy`: what the compiler cannot forbid. One file per check under `tidy/`.

mod committed;
mod coverage;
mod coverage_rows;
mod edges;
mod glossary;
mod licences;
mod locales;
mod manifests;
mod named;
mod sources;
mod unused;

use crate::finding::{Finding, Level};
use crate::metadata;
use crate::tree::Tree;

pub(crate) fn command() -> Result<(), String> {
    let tree = Tree::read()?;
    let crates = metadata::workspace()?;
    let mut findings = edges::check(&crates);
    findings.extend(manifests::check(&tree));
    findings.extend(unused::check(&tree));
    findings.extend(sources::check(&tree));
    findings.extend(glossary::check(&tree));
    findings.extend(locales::check(&tree));
    findings.extend(coverage::check(&tree));
    findings.extend(named::check(&tree));
    findings.extend(committed::check(&tree));
    findings.extend(licences::check(&metadata::everything()?));
    report(&findings)
}

fn report(findings: &[Finding]) -> Result<(), String> {
    for finding in findings {
        println!("{finding}");
    }
    let errors = findings.iter().filter(|f| f.level == Level::Error).count();
    println!("tidy: {errors} to mend, {} warnings", findings.len() - errors);
    if errors == 0 {
        Ok(())
    } else {
        Err(format!("tidy found {errors} to mend; each line above says where and what to do"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_do_not_fail_the_run() {
        assert!(report(&[Finding::warning("a.rs", 0, "long")]).is_ok());
        assert!(report(&[Finding::error("a.rs", 3, "too long")]).is_err());
        assert_eq!(Finding::error("a.rs", 3, "too long").to_string(), "a.rs:3: too long");
        assert_eq!(Finding::warning("a.rs", 0, "long").to_string(), "a.rs:1: warning: long");
    }
}

//! The rules that ship inside the program: the law, and the municipal templates by name.

use crate::rulebook::{LoadError, Rulebook};

mod files {
    include!(concat!(env!("OUT_DIR"), "/bundled.rs"));
}

/// Name (path below `rulebook/`) and text of every shipped file.
pub fn shipped_files() -> &'static [(&'static str, &'static str)] {
    files::FILES
}

/// Names of the municipal templates, without `none`.
pub fn municipalities() -> Vec<&'static str> {
    files::FILES.iter().filter_map(|(name, _)| name.strip_prefix("templates/")?.strip_suffix(".toml")).collect()
}

/// The law, and on top of it the named template. `none` is the law alone.
pub fn shipped(municipality: &str) -> Result<Rulebook, LoadError> {
    let template = format!("templates/{municipality}.toml");
    let wanted: Vec<(&str, &str)> =
        files::FILES.iter().filter(|(name, _)| name.starts_with("law/") || *name == template).copied().collect();
    Rulebook::load(municipality, &wanted)
}

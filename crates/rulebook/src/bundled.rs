//! The rules that ship inside the program: the law, and the municipal templates by name.

use crate::parse::{self, Parsed};
use crate::rulebook::{LoadError, Rulebook};
use std::sync::OnceLock;

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

/// What can be written where a template is named: each template, and each with one of the ways it leaves a municipality to
/// choose, as `klap-minimum+vallensbaek`.
pub fn templates() -> Vec<&'static str> {
    static ALL: OnceLock<Vec<String>> = OnceLock::new();
    let all = ALL.get_or_init(|| municipalities().into_iter().flat_map(with_choices).collect());
    all.iter().map(String::as_str).collect()
}

fn with_choices(template: &str) -> Vec<String> {
    let mut parsed = Parsed::default();
    for (name, text) in own_files(template) {
        parse::file(name, text, &mut parsed, &mut Vec::new());
    }
    let ways = parsed.rules.iter().filter_map(|rule| rule.choice.as_ref());
    let ways = ways.map(|way| format!("{template}+{}", way.name));
    std::iter::once(template.to_owned()).chain(ways).collect()
}

/// The template's file, and after it the ways that templates whose names begin alike share.
fn own_files(template: &str) -> Vec<(&'static str, &'static str)> {
    let model = format!("templates/{template}.toml");
    let of = |name: &str| {
        let shared = name.strip_prefix("shared/").and_then(|name| name.strip_suffix(".toml"));
        shared.is_some_and(|shared| template.strip_prefix(shared).is_some_and(|rest| rest.starts_with('-')))
    };
    let own = files::FILES.iter().filter(|(name, _)| *name == model);
    own.chain(files::FILES.iter().filter(|(name, _)| of(name))).copied().collect()
}

/// The law, and on top of it the named template. `none` is the law alone.
pub fn shipped(municipality: &str) -> Result<Rulebook, LoadError> {
    let template = municipality.split_once('+').map_or(municipality, |(template, _)| template);
    let law = files::FILES.iter().filter(|(name, _)| name.starts_with("law/")).copied();
    let wanted: Vec<(&str, &str)> = law.chain(own_files(template)).collect();
    Rulebook::load(municipality, &wanted)
}

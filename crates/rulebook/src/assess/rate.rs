//! Dated amounts: looked up, never computed from another year. A missing year is undetermined.

use crate::model::{Body, Rate, Version};
use crate::rulebook::{RuleIx, Rulebook};
use domain::nearest::nearest;
use domain::{Day, Kroner};

/// What a rate says on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub rule: RuleIx,
    pub version: u8,
    pub amount: Option<Kroner>,
    pub percent: Option<u16>,
}

/// The rate `id` (rule id or catalogue id), row `key`, on a day; for banded rates by `base`.
pub fn find(rulebook: &Rulebook, id: &str, key: &str, on: Day, base: Option<Kroner>) -> Result<Found, &'static str> {
    let rule = rulebook.find(id).ok_or("unknown_rate")?;
    let versions = &rulebook.rules[rule.0 as usize].versions;
    let mut version_found = false;
    for (v, version) in versions.iter().enumerate().filter(|(_, v)| v.is_in_force(on)) {
        let Body::Rate(rate) = &version.body else { continue };
        version_found = true;
        // Which of the rows is meant, the question does not say.
        if key.is_empty() && rate.values.iter().any(|r| !r.key.is_empty()) {
            return Err("rate_key");
        }
        if let Some((amount, percent)) = row(rate, key, on, base) {
            return Ok(Found { rule, version: v as u8, amount, percent });
        }
    }
    Err(if version_found { "rate_year" } else { "rate_version" })
}

/// Whether a version of the rate says something of the day.
pub(super) fn is_in_force(rulebook: &Rulebook, id: &str, on: Day) -> bool {
    let of = |rule: RuleIx| rulebook.rules[rule.0 as usize].versions.iter();
    rulebook.find(id).is_some_and(|rule| of(rule).any(|v| v.is_in_force(on) && matches!(v.body, Body::Rate(_))))
}

/// A row that no version of the rate has: what to write. Without rows by key there is none to ask for.
pub fn unknown_key(rulebook: &Rulebook, id: &str, key: &str) -> Option<String> {
    let versions = &rulebook.rules[rulebook.find(id)?.0 as usize].versions;
    let rates = versions.iter().filter_map(|v| if let Body::Rate(rate) = &v.body { Some(rate) } else { None });
    let mut keys: Vec<&str> = rates.flat_map(|rate| &rate.values).map(|r| r.key.as_str()).collect();
    keys.retain(|key| !key.is_empty());
    if key.is_empty() || keys.contains(&key) {
        return None;
    }
    keys.dedup();
    let hint = match nearest(key, keys.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None if keys.is_empty() => "it is asked for without a key".to_owned(),
        None => format!("it has {}", keys.join(", ")),
    };
    Some(format!("\"{key}\" is no row of \"{id}\"; {hint}"))
}

fn row(rate: &Rate, key: &str, on: Day, base: Option<Kroner>) -> Option<(Option<Kroner>, Option<u16>)> {
    let mut rows = rate.values.iter().filter(|r| r.from <= on && on <= r.through && r.key == key);
    let row = match base {
        Some(base) => rows.rfind(|r| r.above.is_none_or(|a| base >= a)),
        None => rows.next(),
    }?;
    (row.amount.is_some() || row.percent.is_some()).then_some((row.amount, row.percent))
}

/// Fleksløntilskud of a month (LAB § 123, stk. 2): max − 30 % of the wage up to the threshold − 55 % above it,
/// never below zero. The cap at the full-time wage (stk. 3) needs the employer's figure and is not applied here.
pub fn fleksloentilskud(max: Kroner, threshold: Kroner, wage: Kroner) -> Kroner {
    let below = if wage < threshold { wage } else { threshold };
    let above = if wage > threshold { wage - threshold } else { Kroner::default() };
    let left = max - below.percent(30) - above.percent(55);
    if left < Kroner::default() { Kroner::default() } else { left }
}

/// Whether any version of the rule is a rate.
pub fn is_rate(versions: &[Version]) -> bool {
    versions.iter().any(|v| matches!(v.body, Body::Rate(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_row_is_answered_with_the_nearest_and_no_row_is_needed_where_there_is_none() {
        let book = crate::shipped("none").unwrap();
        let said = |id: &str, key: &str| unknown_key(&book, id, key);
        assert!(said("kontanthjaelp-satser", "grundsat").unwrap().contains("did you mean \"grundsats\"?"));
        assert!(said("kontanthjaelp-satser", "xyz").unwrap().contains("it has mindstesats, grundsats"));
        assert!(said("sanktionssats", "x").unwrap().contains("without a key"));
        assert_eq!((said("kontanthjaelp-satser", "grundsats"), said("sanktionssats", "")), (None, None));
    }

    #[test]
    fn the_fleks_supplement_of_2024_is_16952_at_10000_and_13032_75_at_20000() {
        let (max, threshold) = (Kroner::from_oere(1_995_200), Kroner::from_oere(1_632_300));
        assert_eq!(fleksloentilskud(max, threshold, Kroner::from_oere(1_000_000)), Kroner::from_oere(1_695_200));
        assert_eq!(fleksloentilskud(max, threshold, Kroner::from_oere(2_000_000)), Kroner::from_oere(1_303_275));
        assert_eq!(fleksloentilskud(max, threshold, Kroner::from_oere(9_000_000)), Kroner::default());
    }
}

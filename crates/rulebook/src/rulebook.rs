//! A loaded rulebook: parsed, verified, and indexed by what opens each rule.

use crate::assess::limit::Limits;
use crate::assess::opener::Openers;
use crate::assess::places::ByWhom;
use crate::assess::right::Rights;
use crate::model::{Anchor, AxisList, Body, Choice, Cover, Deadline, Gap, Kind, Rule};
use crate::parse::{self, Parsed};
use crate::verify;
use crate::who::{Possible, Wanted};
use domain::node::Problem;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;

/// A sum over the sources that make dates of rules and facts, without blanks, comments and tests: another sum means that
/// the same rules may give other dates. Made when the program is built.
pub const ENGINE: &str = env!("MEDSPILLER_ENGINE");

/// Index of a rule in its rulebook.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct RuleIx(pub u16);

/// A mistake in a rule file, with its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleProblem {
    pub file: String,
    /// Rule id, where one could be read.
    pub rule: Option<String>,
    pub cite: Option<String>,
    pub problem: Problem,
}

impl fmt::Display for RuleProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.problem.line)?;
        if let Some(rule) = &self.rule {
            write!(f, " rule {rule}")?;
        }
        if let Some(cite) = &self.cite {
            write!(f, " ({cite})")?;
        }
        write!(f, " {}: {}", self.problem.path, self.problem.message)
    }
}

/// Why a rulebook was not loaded: every finding, not only the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub Vec<RuleProblem>);

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadError {}

#[derive(Clone, Debug)]
pub struct Rulebook {
    pub municipality: String,
    pub rules: Vec<Rule>,
    pub gaps: Vec<Gap>,
    pub covers: Vec<Cover>,
    pub axes: Vec<AxisList>,
    pub duty_keys: Vec<String>,
    pub warnings: Vec<RuleProblem>,
    /// SHA-256 over the names and texts of the files, in hexadecimal.
    pub hash: String,
    /// Which texts of the municipality's stand in place of shipped ones; empty when none does. See [`crate::change::Texts`].
    pub activated: String,
    /// The hash of the files alone, whatever texts were put in place of theirs.
    pub(crate) shipped: String,
    by_id: BTreeMap<String, RuleIx>,
    rule_duty: Vec<Option<u16>>,
    openers: Openers,
    rights: Rights,
    limits: Limits,
    gaps_by_whom: ByWhom,
    ages: Vec<u8>,
}

impl Rulebook {
    /// Parses and verifies. `files` are (name, text); the name shows in messages.
    pub fn load(municipality: &str, files: &[(&str, &str)]) -> Result<Rulebook, LoadError> {
        let rulebook = Rulebook::parse_only(municipality, files)?;
        let (errors, warnings) = verify::check(&rulebook);
        if errors.is_empty() { Ok(Rulebook { warnings, ..rulebook }) } else { Err(LoadError(errors)) }
    }

    /// Parses and indexes without the checks between rules; for tools that show an unfinished rulebook.
    pub fn parse_only(municipality: &str, files: &[(&str, &str)]) -> Result<Rulebook, LoadError> {
        let mut all = Parsed::default();
        let mut problems = Vec::new();
        let mut hash = Sha256::new();
        for (name, text) in files {
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update(text.as_bytes());
            hash.update([0]);
            parse::file(name, text, &mut all, &mut problems);
        }
        let chosen = municipality.split_once('+').map(|(_, chosen)| chosen);
        hash.update(chosen.unwrap_or_default().as_bytes());
        problems.extend(choose(&mut all.rules, chosen));
        if !problems.is_empty() {
            return Err(LoadError(problems));
        }
        let hash = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
        Ok(Rulebook::index(municipality, all, hash))
    }

    pub(crate) fn index(municipality: &str, parsed: Parsed, hash: String) -> Rulebook {
        let rules = with_limits(parsed.rules);
        let mut duty_keys: Vec<String> = rules.iter().filter_map(|r| r.duty.clone()).collect();
        duty_keys.sort();
        duty_keys.dedup();
        let mut by_id = BTreeMap::new();
        for (i, rule) in rules.iter().enumerate() {
            for reference in rule.versions.iter().filter_map(|v| v.reference.clone()) {
                by_id.entry(reference).or_insert(RuleIx(i as u16));
            }
        }
        for (i, rule) in rules.iter().enumerate() {
            by_id.insert(rule.id.clone(), RuleIx(i as u16));
        }
        let rule_duty = rules
            .iter()
            .map(|r| r.duty.as_ref().and_then(|d| duty_keys.binary_search(d).ok()).map(|i| i as u16))
            .collect();
        let indexed = || rules.iter().enumerate().map(|(i, rule)| (RuleIx(i as u16), rule));
        let rights = Rights::of(indexed());
        let limits = Limits::of(indexed());
        let openers = Openers::of(indexed());
        let wanted: Vec<Wanted> = parsed.gaps.iter().map(|gap| Wanted::of(&gap.who)).collect();
        let gaps_by_whom = ByWhom::new(&wanted);
        let ages = ages(&rules, &parsed.gaps);
        Rulebook {
            municipality: municipality.to_owned(),
            rules,
            gaps: parsed.gaps,
            covers: parsed.covers,
            axes: parsed.axes,
            duty_keys,
            warnings: Vec::new(),
            shipped: hash.clone(),
            hash,
            activated: String::new(),
            by_id,
            rule_duty,
            openers,
            rights,
            limits,
            gaps_by_whom,
            ages,
        }
    }

    /// By rule id or by catalogue id (`CT-1W`).
    pub fn find(&self, id: &str) -> Option<RuleIx> {
        self.by_id.get(id).copied()
    }

    pub fn rule(&self, ix: RuleIx) -> &Rule {
        &self.rules[ix.0 as usize]
    }

    pub fn duty_key(&self, ix: RuleIx) -> Option<u16> {
        self.rule_duty[ix.0 as usize]
    }

    pub(crate) fn openers(&self) -> &Openers {
        &self.openers
    }

    pub(crate) fn rights(&self) -> &Rights {
        &self.rights
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The gaps that may concern somebody, with their places.
    pub(crate) fn gaps_of(&self, possible: Possible) -> impl Iterator<Item = (usize, &Gap)> {
        self.gaps_by_whom.open_to(possible).with_places(&self.gaps)
    }

    /// Birthdays on which a right or a gap may begin or end.
    pub(crate) fn ages(&self) -> &[u8] {
        &self.ages
    }

    /// By what rows are made: the shipped rules and the engine. The municipality's own texts are no part of it.
    pub fn edition(&self) -> String {
        let sum = Sha256::digest(format!("{}\0{ENGINE}", self.shipped));
        sum[..8].iter().map(|b| format!("{b:02x}")).collect()
    }

    /// The rulebook's name for people: the start of its hash.
    pub fn version(&self) -> String {
        self.hash[..8].to_owned()
    }
}

/// Keeps one of the ways of which a municipality has one: the chosen, else the first of the files. A choice that no way
/// answers to is a mistake.
fn choose(rules: &mut Vec<Rule>, chosen: Option<&str>) -> Option<RuleProblem> {
    let ways: Vec<Choice> = rules.iter().filter_map(|r| r.choice.clone()).collect();
    let kept = |of: &str| {
        let mut ways = ways.iter().filter(|way| way.of == of);
        let first = ways.clone().next()?;
        Some(ways.find(|way| Some(way.name.as_str()) == chosen).unwrap_or(first).name.clone())
    };
    rules.retain(|rule| rule.choice.as_ref().is_none_or(|way| kept(&way.of).as_ref() == Some(&way.name)));
    let chosen = chosen.filter(|chosen| ways.iter().all(|way| way.name != *chosen))?;
    let names: Vec<&str> = ways.iter().map(|way| way.name.as_str()).collect();
    let message = match names.is_empty() {
        true => format!("\"{chosen}\" is no choice: the template leaves none"),
        false => format!("\"{chosen}\" is no choice; known are {}", names.join(", ")),
    };
    let problem = Problem { code: "unknown_choice", path: "choice".to_owned(), line: 0, message };
    Some(RuleProblem { file: "templates".to_owned(), rule: None, cite: None, problem })
}

/// The limits that duties are opened by, put beside the duties.
fn with_limits(mut rules: Vec<Rule>) -> Vec<Rule> {
    let limits: Vec<Rule> = rules.iter().filter(|r| r.kind == Kind::Limit).cloned().collect();
    for version in rules.iter_mut().flat_map(|r| &mut r.versions) {
        if let Body::Deadline(Deadline { anchor: Anchor::Limit(at), .. }) = &mut version.body {
            let Some(limit) = limits.iter().find(|limit| limit.id == at.rule) else { continue };
            (at.title, at.versions) = (limit.title.clone(), limit.versions.clone());
        }
    }
    rules
}

/// Ages named by rights and gaps, and those that decide a group (LAB § 6, nr. 2-5, and § 27, stk. 3).
fn ages(rules: &[Rule], gaps: &[Gap]) -> Vec<u8> {
    let rights = rules.iter().filter(|r| r.kind == Kind::Right).flat_map(|r| r.versions.iter().map(|v| &v.who));
    let mut ages: Vec<u8> = rights.chain(gaps.iter().map(|g| &g.who)).flat_map(|who| who.ages()).collect();
    ages.extend([25, 30]);
    ages.sort_unstable();
    ages.dedup();
    ages
}

//! Keys of the interface texts: every key a template asks for exists, every key is asked for, and no language has a key
//! that Danish lacks.

use crate::finding::Finding;
use crate::rust_text::{code_only, is_test_file, without_comments, without_tests};
use crate::tree::{Tree, line_at};
use std::collections::{BTreeMap, BTreeSet};
use toml_edit::{Document, TableLike};

/// How a page asks for a text; the last asks for a pair of them, one thing and many.
const CALLS: [&str; 3] = ["t(\"", "tf(\"", PAIR];
const PAIR: &str = "count(\"";
const PAIR_ENDS: [&str; 2] = [".one", ".many"];
const FIRST: &str = "locales/da.toml";
/// Code that asks for texts.
const WORDED: [&str; 3] = ["crates/web/src/", "crates/app/src/reports", "crates/documents/src/"];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(danish) = tree.text(FIRST) else { return Vec::new() };
    let danish = match keys_of(&danish) {
        Ok(keys) => keys,
        Err(e) => return vec![Finding::error(FIRST, 0, e)],
    };
    let mut findings = Vec::new();
    let mut mentioned = Mentioned::default();
    for file in tree.rust_files().filter(|file| !is_test_file(file)) {
        let Some(text) = tree.text(file) else { continue };
        let code = rust_outside_tests(&text);
        mentioned.read(&code);
        if WORDED.iter().any(|folder| file.starts_with(folder)) {
            findings.extend(missing(file, &code, &danish));
        }
    }
    let templates: Vec<&str> =
        tree.files().filter(|f| f.starts_with("crates/web/templates/") && f.ends_with(".html")).collect();
    for file in &templates {
        let Some(text) = tree.text(file) else { continue };
        mentioned.read(&text);
        findings.extend(missing(file, &text, &danish));
    }
    if !templates.is_empty() {
        findings.extend(unused(&danish, &mentioned));
    }
    for other in tree.files().filter(|f| f.starts_with("locales/") && f.ends_with(".toml") && *f != FIRST) {
        match tree.text(other).map_or(Ok(BTreeMap::new()), |text| keys_of(&text)) {
            Ok(keys) => findings.extend(strangers(other, &keys, &danish)),
            Err(e) => findings.push(Finding::error(other, 0, e)),
        }
    }
    findings
}

/// Rust without comments and tests, its strings as they stand; what is left out becomes spaces.
fn rust_outside_tests(text: &str) -> String {
    let (code, with_strings) = (code_only(text), without_comments(text));
    let kept = without_tests(&code);
    let gone = |at: usize| kept.as_bytes().get(at) != code.as_bytes().get(at);
    let bytes = with_strings.bytes().enumerate().map(|(at, byte)| if gone(at) { b' ' } else { byte });
    String::from_utf8_lossy(&bytes.collect::<Vec<u8>>()).into_owned()
}

fn missing(file: &str, text: &str, known: &BTreeMap<String, usize>) -> Vec<Finding> {
    asked_for(text)
        .into_iter()
        .filter(|(key, _)| !known.contains_key(key))
        .map(|(key, at)| {
            let message = format!("asks for the text `{key}`, which {FIRST} has not: add it there");
            Finding::error(file, line_at(text, at), message)
        })
        .collect()
}

fn unused(known: &BTreeMap<String, usize>, mentioned: &Mentioned) -> Vec<Finding> {
    known
        .iter()
        .filter(|(key, _)| !mentioned.covers(key))
        .map(|(key, line)| {
            Finding::warning(FIRST, *line, format!("nobody asks for the text `{key}`: remove it, or mend the key"))
        })
        .collect()
}

fn strangers(file: &str, keys: &BTreeMap<String, usize>, danish: &BTreeMap<String, usize>) -> Vec<Finding> {
    keys.iter()
        .filter(|(key, _)| !danish.contains_key(*key))
        .map(|(key, line)| {
            Finding::error(file, *line, format!("has the text `{key}`, which {FIRST} has not: Danish comes first"))
        })
        .collect()
}

/// Keys in calls with a fixed key, with their offsets.
fn asked_for(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for call in CALLS {
        for (at, _) in text.match_indices(call) {
            let in_a_name = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let key = text[at + call.len()..].split('"').next().unwrap_or_default();
            if in_a_name || key.contains('{') {
                continue;
            }
            let ends: &[&str] = if call == PAIR { &PAIR_ENDS } else { &[""] };
            found.extend(ends.iter().map(|end| (format!("{key}{end}"), at)));
        }
    }
    found
}

/// Every string of the program that could be a key, or the fixed beginning of one.
#[derive(Default)]
struct Mentioned {
    whole: BTreeSet<String>,
    beginnings: BTreeSet<String>,
}

impl Mentioned {
    /// Every second piece between quotes is a string, and every other one might be where quotes are nested: take all.
    fn read(&mut self, text: &str) {
        for piece in text.split('"').filter(|p| !p.contains(char::is_whitespace)) {
            match piece.split_once('{') {
                Some((beginning, _)) if beginning.contains('.') => {
                    self.beginnings.insert(beginning.to_owned());
                }
                Some(_) => {}
                None => {
                    self.whole.insert(piece.to_owned());
                }
            }
        }
    }

    fn covers(&self, key: &str) -> bool {
        let pair = PAIR_ENDS.iter().find_map(|end| key.strip_suffix(end));
        self.whole.contains(key)
            || pair.is_some_and(|stem| self.whole.contains(stem))
            || self.beginnings.iter().any(|b| key.starts_with(b.as_str()))
    }
}

/// Dotted keys of a locale file with their lines.
fn keys_of(text: &str) -> Result<BTreeMap<String, usize>, String> {
    let document = text.parse::<Document<String>>().map_err(|e| format!("is no TOML: {e}"))?;
    let mut keys = BTreeMap::new();
    walk(document.as_table(), "", text, &mut keys);
    Ok(keys)
}

fn walk(table: &dyn TableLike, above: &str, text: &str, keys: &mut BTreeMap<String, usize>) {
    for (name, item) in table.iter() {
        let path = if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") };
        match item.as_table_like() {
            Some(below) => walk(below, &path, text, keys),
            None => {
                keys.insert(path, item.span().map_or(0, |span| line_at(text, span.start)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DANISH: &str = "[worklist]\ntitle = \"Min dag\"\nold = \"x\"\ndays.one = \"1\"\n[worklist.reason]\noverdue = \"For sent\"\nmet = \"y\"\n";

    #[test]
    fn keys_are_dotted_paths_with_their_line() {
        let keys = keys_of(DANISH).unwrap();
        assert_eq!(
            keys.keys().collect::<Vec<_>>(),
            ["worklist.days.one", "worklist.old", "worklist.reason.met", "worklist.reason.overdue", "worklist.title"]
        );
        assert_eq!(keys["worklist.reason.overdue"], 6);
    }

    #[test]
    fn a_key_a_page_asks_for_must_exist() {
        let page = r#"<h1>{{ page.t("worklist.title") }}</h1> {{ count("worklist.days", 2) }}
            {{ tf("worklist.gone", x) }} {{ format("no.key") }} {{ t("a.{}") }}"#;
        let found: Vec<String> =
            missing("a.html", page, &keys_of(DANISH).unwrap()).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(
            found[0],
            "a.html:2: asks for the text `worklist.gone`, which locales/da.toml has not: add it there"
        );
        assert!(found[1].starts_with("a.html:1: asks for the text `worklist.days.many`"));
    }

    #[test]
    fn a_key_in_a_test_or_a_comment_is_not_asked_for() {
        let rust = "fn a() { t(\"x.y\"); } // t(\"x.z\")\n#[cfg(test)]\nmod tests { fn b() { t(\"ø.w\"); } }\n";
        let found: Vec<String> = asked_for(&rust_outside_tests(rust)).into_iter().map(|(key, _)| key).collect();
        assert_eq!(found, ["x.y"]);
    }

    #[test]
    fn a_key_nobody_mentions_is_a_warning_and_a_made_key_counts_by_its_beginning() {
        let mut mentioned = Mentioned::default();
        mentioned.read("t(\"worklist.title\"); format!(\"worklist.reason.{code}\"); count(\"worklist.days\", 3)");
        let found = unused(&keys_of(DANISH).unwrap(), &mentioned);
        assert_eq!(found.iter().map(|f| f.message.split('`').nth(1).unwrap()).collect::<Vec<_>>(), ["worklist.old"]);
    }

    #[test]
    fn another_language_has_no_key_of_its_own() {
        let found =
            strangers("locales/en.toml", &keys_of("[worklist]\ntitel = \"a\"\n").unwrap(), &keys_of(DANISH).unwrap());
        assert_eq!(found.len(), 1);
    }
}

//! The words: `locales/da.toml`, by dotted key. A missing key shows itself and fails a test.

use domain::codes::Code;
use figures::danish;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static DANISH: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| load(include_str!("../../../locales/da.toml")));

fn load(text: &str) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    if let Ok(document) = text.parse::<toml_edit::Document<String>>() {
        collect("", document.as_item(), &mut words);
    }
    words
}

fn collect(path: &str, item: &toml_edit::Item, words: &mut BTreeMap<String, String>) {
    if let Some(table) = item.as_table_like() {
        for (key, item) in table.iter() {
            let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            collect(&path, item, words);
        }
    } else if let Some(text) = item.as_str() {
        words.insert(path.to_owned(), text.to_owned());
    }
}

/// The text of a key.
pub fn t(key: &str) -> String {
    DANISH.get(key).cloned().unwrap_or_else(|| format!("[{key}]"))
}

/// The text of a key with `{name}` filled in.
pub fn tf(key: &str, values: &[(&str, &str)]) -> String {
    let mut text = t(key);
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// The text of a key, or `None` when there is none.
pub fn find(key: &str) -> Option<String> {
    DANISH.get(key).cloned()
}

/// The label of a code, or the code itself.
pub fn label<C: Code>(code: C) -> String {
    find(&format!("code.{}.{}", C::LIST, code.code())).unwrap_or_else(|| code.code().replace('_', " "))
}

/// With a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Every key, for the checks.
pub fn keys() -> impl Iterator<Item = &'static str> {
    DANISH.keys().map(String::as_str)
}

/// One form for one, another for more: `key.one`, `key.many` with `{n}`.
pub fn count(key: &str, n: usize) -> String {
    let key = if n == 1 { format!("{key}.one") } else { format!("{key}.many") };
    tf(&key, &[("n", &i64::try_from(n).map_or_else(|_| n.to_string(), danish::count))])
}

/// As [`count`], with more than the number filled in.
pub fn count_of(key: &str, n: usize, values: &[(&str, &str)]) -> String {
    values.iter().fold(count(key, n), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_danish_texts_load_and_fill_in() {
        assert!(keys().count() > 100);
        assert_eq!(tf("overview.week", &[("n", "12")]), "uge 12");
        assert_eq!(count("span.days", 1270), "1.270 dage");
    }
}

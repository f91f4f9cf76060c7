//! Areas by name: the 98 municipalities, the whole country, and the spellings seen in files.

use domain::nearest::nearest;
use domain::node::{Problem, Reader, parse_toml};
use std::collections::HashMap;

/// The whole country.
pub const COUNTRY: u16 = 0;
/// "Uoplyst område": persons whose municipality is not known.
pub const UNKNOWN: u16 = 997;

/// The names that are known, each with its municipality code.
#[derive(Clone, Debug)]
pub struct Areas {
    by_key: HashMap<String, u16>,
    names: Vec<String>,
}

impl Areas {
    /// The names that ship with the program (`reference/kommuner.toml`).
    pub fn shipped() -> Areas {
        Areas::parse(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/kommuner.toml")))
            .expect("a test reads the shipped names")
    }

    /// Reads codes, names and aliases; everything else in the document is for other readers.
    pub fn parse(text: &str) -> Result<Areas, Vec<Problem>> {
        let node = parse_toml(text).map_err(|p| vec![p])?;
        let mut problems = Vec::new();
        let mut areas = Areas { by_key: HashMap::new(), names: Vec::new() };
        if let Some(mut top) = Reader::open(&node, "", &mut problems) {
            for key in ["country", "unknown_area", "municipality"] {
                for (at, table) in top.tables(key, &mut problems).into_iter().enumerate() {
                    if let Some(reader) = Reader::open(table, format!("{key}[{at}]"), &mut problems) {
                        areas.add(reader, &mut problems);
                    }
                }
            }
        }
        if problems.is_empty() { Ok(areas) } else { Err(problems) }
    }

    fn add(&mut self, mut reader: Reader<'_>, problems: &mut Vec<Problem>) {
        let code = reader.int("code", problems).and_then(|c| u16::try_from(c).ok());
        let name = reader.text("name", problems);
        let aliases = reader.texts("aliases", problems).unwrap_or_default();
        reader.node("neighbours");
        let (Some(code), Some(name)) = (code, name) else {
            problems.push(reader.missing("code", "an area has a code and a name"));
            return;
        };
        for spelling in std::iter::once(&name).chain(aliases.iter().map(|(alias, _)| alias)) {
            if self.by_key.insert(key(spelling), code).is_some_and(|other| other != code) {
                problems.push(reader.problem(
                    "duplicate",
                    reader.line(),
                    "name",
                    format!("\"{spelling}\" names two areas"),
                ));
            }
        }
        self.names.push(name);
        reader.finish(problems);
    }

    /// The code of a name, or of a code written as text (`751`, `0751`).
    pub fn find(&self, written: &str) -> Option<u16> {
        if let Some(code) = self.by_key.get(&key(written)) {
            return Some(*code);
        }
        let digits = written.trim();
        let is_code = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        let code: u16 = is_code.then(|| digits.parse().ok()).flatten()?;
        self.by_key.values().any(|known| *known == code).then_some(code)
    }

    /// The known name nearest to a mistyped one.
    pub fn nearest(&self, written: &str) -> Option<&str> {
        nearest(written.trim(), self.names.iter().map(String::as_str))
    }

    /// Number of areas, the country among them.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

/// Capitals, `aa` for `å`, doubled spaces and a final "Kommune" make no difference.
fn key(written: &str) -> String {
    let lower = written.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let words = match words.as_slice() {
        [name @ .., "kommune"] if !name.is_empty() => name,
        all => all,
    };
    words.join(" ").replace("aa", "å")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_names_are_98_municipalities_the_country_and_the_unknown() {
        let areas = Areas::shipped();
        assert_eq!(areas.len(), 100);
        assert_eq!((areas.find("Hele landet"), areas.find("Uoplyst område")), (Some(COUNTRY), Some(UNKNOWN)));
    }

    #[test]
    fn every_spelling_seen_finds_its_municipality() {
        let areas = Areas::shipped();
        for (written, code) in [
            ("Vesthimmerlands", 820),
            ("Vesthimmerland", 820),
            ("Vesthimmerlands Kommune", 820),
            ("Nordfyns", 480),
            ("Nordfyn", 480),
            ("Aarhus", 751),
            ("Århus", 751),
            ("ÅRHUS Kommune", 751),
            ("Aabenraa", 580),
            ("Åbenrå", 580),
            ("København", 101),
            ("Københavns Kommune", 101),
            ("Copenhagen", 101),
            ("  Lyngby-Tårbæk ", 173),
            ("0751", 751),
            ("hele Landet", 0),
        ] {
            assert_eq!(areas.find(written), Some(code), "{written}");
        }
    }

    #[test]
    fn an_unknown_name_is_not_found_and_its_neighbour_is_named() {
        let areas = Areas::shipped();
        for written in ["Hedenstad", "Atlantis", "", "Kommune", "411", "99999", "Region Midtjylland"] {
            assert_eq!(areas.find(written), None, "{written}");
        }
        assert_eq!(areas.nearest("Hedenstad"), Some("Hedensted"));
        assert_eq!(areas.nearest("Atlantis"), None);
    }

    #[test]
    fn one_spelling_for_two_areas_is_refused() {
        let text = "[[municipality]]\ncode = 1\nname = \"A\"\n[[municipality]]\ncode = 2\nname = \"a\"\n";
        assert_eq!(Areas::parse(text).unwrap_err()[0].code, "duplicate");
    }
}

//! A fact: what somebody recorded about a citizen, a company or a placement. Facts are added, never changed.

use crate::day::Day;
use crate::kinds::{FactData, FactKind};
use crate::nearest::nearest;
use crate::node::{Node, Problem, Reader};
use crate::schema::{FieldValue, Timing};
use std::fmt;

/// The label of a fact inside its history: `f1` in a case file, the number of the row in the store.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FactId(pub String);

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a fact comes from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Source {
    /// System or file.
    pub system: String,
    /// The source's own id of the row.
    pub external_id: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    pub id: FactId,
    pub data: FactData,
    pub from: Day,
    /// Last day; `None` for a fact of one day and for a period that runs.
    pub through: Option<Day>,
    /// Minutes since midnight, when the time of day matters.
    pub minute: Option<u16>,
    pub source: Source,
    /// The fact this one corrects.
    pub supersedes: Option<FactId>,
    /// The fact this one takes back: the end of its chain.
    pub annuls: Option<FactId>,
    /// The day it became known; `None`: the day it happened (case files without `known`).
    pub known: Option<Day>,
}

impl Fact {
    pub fn new(id: impl Into<String>, data: FactData, from: Day, through: Option<Day>) -> Fact {
        Fact {
            id: FactId(id.into()),
            data,
            from,
            through,
            minute: None,
            source: Source::default(),
            supersedes: None,
            annuls: None,
            known: None,
        }
    }

    pub fn kind(&self) -> FactKind {
        self.data.kind()
    }

    /// Reads a fact from a table with `kind`, its days and its fields. `default_id` is used when `id` is absent.
    pub fn read(node: &Node, path: &str, default_id: &str, problems: &mut Vec<Problem>) -> Option<Fact> {
        let before = problems.len();
        let mut reader = Reader::open(node, path, problems)?;
        let id = reader.text("id", problems).unwrap_or_else(|| default_id.to_owned());
        let Some(name) = reader.text("kind", problems) else {
            if problems.len() == before {
                problems.push(reader.missing("kind", "which kind of fact; see `medspiller rules facts`"));
            }
            return None;
        };
        let Some(kind) = FactKind::from_name(&name) else {
            let hint = nearest(&name, FactKind::ALL.iter().map(|k| k.name()))
                .map_or_else(|| "see `medspiller rules facts`".to_owned(), |k| format!("did you mean \"{k}\"?"));
            problems.push(reader.problem(
                "unknown_kind",
                reader.line_of("kind"),
                "kind",
                format!("\"{name}\" is no kind of fact; {hint}"),
            ));
            return None;
        };
        let (from, through) = read_days(kind, &mut reader, problems);
        let minute = reader.text("at", problems).and_then(|t| read_minute(&t, &reader, problems));
        let known = reader.day("known", problems);
        let source = Source {
            system: reader.text("source", problems).unwrap_or_default(),
            external_id: reader.text("external_id", problems),
        };
        let supersedes = reader.text("supersedes", problems).map(FactId);
        let annuls = reader.text("annuls", problems).map(FactId);
        let data = FactData::read(kind, &mut reader, problems);
        reader.finish(problems);
        if problems.len() > before {
            return None;
        }
        Some(Fact { id: FactId(id), data: data?, from: from?, through, minute, source, supersedes, annuls, known })
    }
}

impl FactData {
    /// The fields as stored: versioned JSON without kind and days.
    pub fn to_json(&self) -> serde_json::Value {
        let mut map = serde_json::Map::new();
        map.insert("v".into(), 1.into());
        for (name, value) in self.fields() {
            let json = match value {
                FieldValue::Code(code) => code.into(),
                FieldValue::Text(text) => text.into(),
                FieldValue::Day(day) => day.to_string().into(),
                FieldValue::Int(n) => n.into(),
                FieldValue::Hours(hours) => hours.to_string().into(),
                FieldValue::Flag(flag) => flag.into(),
                FieldValue::Money(amount) => {
                    let (kr, oere) = (amount.oere() / 100, amount.oere().unsigned_abs() % 100);
                    format!("{kr},{oere:02}").into()
                }
            };
            map.insert(name.to_owned(), json);
        }
        serde_json::Value::Object(map)
    }

    /// Reads what [`FactData::to_json`] wrote.
    pub fn from_json(kind: FactKind, json: &serde_json::Value) -> Result<FactData, Vec<Problem>> {
        let node = crate::node::from_json(json);
        let mut problems = Vec::new();
        let Some(mut reader) = Reader::open(&node, kind.name(), &mut problems) else { return Err(problems) };
        match reader.int("v", &mut problems) {
            Some(1) | None => {}
            Some(other) => problems.push(reader.problem(
                "version",
                0,
                "v",
                format!("data version {other} is newer than this program"),
            )),
        }
        match FactData::read(kind, &mut reader, &mut problems) {
            Some(data) if problems.is_empty() => Ok(data),
            _ => Err(problems),
        }
    }
}

fn read_days(kind: FactKind, reader: &mut Reader<'_>, problems: &mut Vec<Problem>) -> (Option<Day>, Option<Day>) {
    match kind.schema().timing {
        Timing::On => {
            let on = reader.day("on", problems);
            if on.is_none() && reader.node("on").is_none() {
                problems.push(reader.missing("on", &format!("the day of a {} fact", kind.name())));
            }
            (on, None)
        }
        Timing::Period => {
            let from = reader.day("from", problems);
            if from.is_none() && reader.node("from").is_none() {
                problems.push(reader.missing("from", &format!("the first day of a {} fact", kind.name())));
            }
            let through = reader.day("through", problems);
            if let (Some(from), Some(through)) = (from, through)
                && through < from
            {
                let message = format!("the last day {through} lies before the first day {from}; correct one of them");
                problems.push(reader.problem("bad_value", reader.line_of("through"), "through", message));
            }
            (from, through)
        }
    }
}

fn read_minute(text: &str, reader: &Reader<'_>, problems: &mut Vec<Problem>) -> Option<u16> {
    let minute =
        text.split_once([':', '.']).and_then(|(h, m)| Some(h.parse::<u16>().ok()? * 60 + m.parse::<u16>().ok()?));
    match minute.filter(|m| *m < 24 * 60) {
        Some(minute) => Some(minute),
        None => {
            problems.push(reader.problem(
                "bad_value",
                reader.line_of("at"),
                "at",
                format!("\"{text}\" is no time of day; write \"10:30\""),
            ));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{OfferKind, Sector};
    use crate::money::Kroner;
    use crate::schema::Hours;

    #[test]
    fn a_fact_reads_back_what_was_stored() {
        let samples = [
            FactData::OfferStarted {
                offer: OfferKind::Loentilskud,
                sector: Some(Sector::Private),
                hours: Some(Hours(1250)),
                p_number: None,
                company: Some("Fjordby Bageri".into()),
                cvr: Some("13585628".into()),
                granted: Some("2026-02-27".parse().unwrap()),
            },
            FactData::Wage { amount: Kroner::from_oere(1_234_550) },
            FactData::AvailabilityDoubt { abroad: true },
            FactData::Sickness {
                employed: None,
                self_employed: None,
                expected_fit: Some("2026-05-01".parse().unwrap()),
            },
        ];
        for data in samples {
            assert_eq!(FactData::from_json(data.kind(), &data.to_json()), Ok(data.clone()), "{data:?}");
        }
    }

    #[test]
    fn data_of_a_newer_program_is_refused() {
        let json = serde_json::json!({ "v": 2 });
        assert!(FactData::from_json(FactKind::Registered, &json).is_err());
    }
}

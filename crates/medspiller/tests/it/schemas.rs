//! The forms in `docs/schemas`: what the program gives out of every case file is of its form, and the forms can refuse.
//!
//! A small reader of JSON Schema: of the 2020-12 draft what those files use. Patterns and formats are for others to try.

use crate::assessed::{assessed, cases};
use crate::commands::medspiller;
use domain::kinds::FactKind;
use domain::schema::{FieldSort, Timing};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Every form, by the name of its file.
struct Forms(BTreeMap<String, Value>);

impl Forms {
    fn read() -> Forms {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let read = |file: PathBuf| {
            let text = std::fs::read_to_string(&file).unwrap();
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            (name, serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display())))
        };
        Forms(files.map(read).collect())
    }

    /// What is wrong with a document, each with its place.
    fn faults(&self, form: &str, document: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check((form, &self.0[form]), document, "", &mut faults);
        faults
    }

    fn fits(&self, schema: (&str, &Value), value: &Value) -> bool {
        let mut faults = Vec::new();
        self.check(schema, value, "", &mut faults);
        faults.is_empty()
    }

    fn check(&self, (file, schema): (&str, &Value), value: &Value, at: &str, faults: &mut Vec<String>) {
        let Some(rules) = schema.as_object() else {
            if schema == &Value::Bool(false) {
                faults.push(format!("{at}: nothing is allowed here"));
            }
            return;
        };
        for (key, rule) in rules {
            let inner = |rule| (file, rule);
            let ok = match key.as_str() {
                "$ref" => {
                    let (other, place) = rule.as_str().unwrap().split_once('#').unwrap();
                    let other = if other.is_empty() { file } else { other };
                    let target = self.0[other].pointer(place).unwrap_or_else(|| panic!("{rule} in {file}"));
                    self.check((other, target), value, at, faults);
                    true
                }
                "type" => match rule {
                    Value::Array(types) => types.iter().any(|t| is_a(t.as_str().unwrap(), value)),
                    one => is_a(one.as_str().unwrap(), value),
                },
                "const" => value == rule,
                "enum" => rule.as_array().unwrap().contains(value),
                "anyOf" => rule.as_array().unwrap().iter().any(|s| self.fits(inner(s), value)),
                "oneOf" => rule.as_array().unwrap().iter().filter(|s| self.fits(inner(s), value)).count() == 1,
                "allOf" => rule.as_array().unwrap().iter().all(|s| self.fits(inner(s), value)),
                "not" => !self.fits(inner(rule), value),
                "if" => !self.fits(inner(rule), value) || rules.get("then").is_none_or(|s| self.fits(inner(s), value)),
                "required" => {
                    let names = rule.as_array().unwrap().iter().map(|name| name.as_str().unwrap());
                    value.as_object().is_none_or(|object| names.into_iter().all(|name| object.contains_key(name)))
                }
                "minItems" => value.as_array().is_none_or(|list| list.len() as u64 >= rule.as_u64().unwrap()),
                "maxItems" => value.as_array().is_none_or(|list| list.len() as u64 <= rule.as_u64().unwrap()),
                "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
                "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
                "properties" => {
                    for (name, schema) in rule.as_object().unwrap() {
                        if let Some(value) = value.get(name) {
                            self.check(inner(schema), value, &format!("{at}/{name}"), faults);
                        }
                    }
                    true
                }
                "additionalProperties" => {
                    let known = rules.get("properties").and_then(Value::as_object);
                    for (name, value) in value.as_object().into_iter().flatten() {
                        if known.is_none_or(|known| !known.contains_key(name)) {
                            self.check(inner(rule), value, &format!("{at}/{name}"), faults);
                        }
                    }
                    true
                }
                "items" => {
                    for (n, value) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(inner(rule), value, &format!("{at}/{n}"), faults);
                    }
                    true
                }
                _ => true,
            };
            if !ok {
                faults.push(format!("{at}: {key} of {file}"));
            }
        }
    }
}

fn is_a(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        other => panic!("{other} is no type"),
    }
}

/// The assessment, with its answers, and every explanation of each case file, as the program prints them.
fn documents() -> Vec<(&'static str, String, Value)> {
    let mut found = Vec::new();
    for file in cases() {
        let report = assessed(&file);
        let name = file.display().to_string();
        for duty in report["duties"].as_array().unwrap() {
            let id = duty["id"].as_str().unwrap();
            let output = medspiller(&["explain", &name, "--duty", id, "--format", "json"]);
            let steps = serde_json::from_slice(&output.stdout).unwrap();
            found.push(("explain.schema.json", format!("{name} {id}"), steps));
        }
        found.push(("assess.schema.json", name, report));
    }
    found
}

#[test]
fn every_case_file_is_told_in_the_written_form() {
    let forms = Forms::read();
    let documents = documents();
    assert!(documents.len() > 100, "{}", documents.len());
    for (form, name, document) in &documents {
        assert_eq!(forms.faults(form, document), [""; 0], "{name}");
    }
}

#[test]
fn profiles_side_by_side_are_told_in_the_written_form_and_one_profile_is_not_compared() {
    let run = |names: &[&str]| {
        let mut args = vec!["rules", "compare"];
        args.extend(names);
        args.extend(["--today", "2026-03-16", "--format", "json"]);
        medspiller(&args)
    };
    let forms = Forms::read();
    let all =
        ["none", "klap-minimum", "klap-udvidet", "aarhus-2011", "hedensted-2017", "aabenraa-2017", "alleroed-2010"];
    let document: Value = serde_json::from_slice(&run(&all).stdout).unwrap();
    assert_eq!(forms.faults("rules-compare.schema.json", &document), [""; 0]);
    let letter = document["lines"]
        .as_array()
        .unwrap()
        .iter()
        .find(|l| l["title"].as_str().unwrap().contains("Opfølgning i job med løntilskud"));
    let rules = &letter.unwrap()["profiles"][1]["rules"][0];
    assert_eq!(rules["id"], "klap-minimum-opfoelgning-brev");
    assert!(rules["law_today"].as_str().unwrap().starts_with("frist og gentagelse"));
    assert!(!run(&["none"]).status.success() && !run(&["none", "none"]).status.success());
    assert!(!run(&["none", "klap-minimun"]).status.success());
}

#[test]
fn a_form_refuses_what_lacks_a_field_or_has_one_too_many_or_of_another_sort() {
    let forms = Forms::read();
    let good = assessed(&cases()[0]);
    let faults = |edit: &dyn Fn(&mut Value)| {
        let mut document = good.clone();
        edit(&mut document);
        forms.faults("assess.schema.json", &document)
    };
    assert_eq!(faults(&|_| {}), [""; 0]);
    for key in ["schema", "today", "duties", "not_covered"] {
        assert!(!faults(&|d| drop(d.as_object_mut().unwrap().remove(key))).is_empty(), "{key} is needed");
    }
    assert!(!faults(&|d| d["more"] = json!(1)).is_empty(), "a field that nobody wrote down");
    assert!(!faults(&|d| d["duties"][0]["status"] = json!("late")).is_empty(), "a status that is none");
    assert!(!faults(&|d| d["duties"][0]["n"] = json!("1")).is_empty(), "a text for a number");
    assert!(!faults(&|d| d["duties"][0]["bases"][0]["more"] = json!(1)).is_empty(), "far inside");
}

/// The codes that the written form lists for a key of a kind.
fn codes_of<'f>(forms: &'f Forms, kind: &str, key: &str) -> Option<Vec<&'f str>> {
    let form = &forms.0["facts.schema.json"]["$defs"]["fact"];
    let of_kind =
        form["allOf"].as_array().unwrap().iter().find(|one| one["if"]["properties"]["kind"]["const"] == kind)?;
    let own = of_kind["then"]["properties"].get(key).unwrap_or(&form["properties"][key]);
    let listed = match own["$ref"].as_str().and_then(|place| place.split_once('#')) {
        Some((file, place)) => forms.0[if file.is_empty() { "facts.schema.json" } else { file }].pointer(place)?,
        None => own,
    };
    Some(listed["enum"].as_array()?.iter().filter_map(Value::as_str).collect())
}

#[test]
fn the_written_form_of_a_fact_lists_every_code_that_the_program_reads() {
    let forms = Forms::read();
    for schema in FactKind::ALL.iter().map(|k| k.schema()).filter(|s| !s.name.starts_with("handover_")) {
        for field in schema.fields {
            if let FieldSort::Code(list) = field.sort {
                let listed = codes_of(&forms, schema.name, field.name);
                assert_eq!(listed.as_deref(), Some(list.codes), "{}.{}", schema.name, field.name);
            }
        }
    }
}

/// The keys a kind may have beside its days, and those it must have, as the written form says it.
fn keys_of(forms: &Forms, kind: &str) -> Option<(BTreeSet<String>, BTreeSet<String>)> {
    let all = forms.0["facts.schema.json"].pointer("/$defs/fact/allOf").unwrap().as_array().unwrap();
    let of_kind = all.iter().find(|one| one.pointer("/if/properties/kind/const").is_some_and(|k| k == kind))?;
    let words = |value: Option<&Value>| {
        let list = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        list.iter().map(|word| word.as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    let may = of_kind.pointer("/then/propertyNames/anyOf").and_then(Value::as_array).map(Vec::as_slice);
    let may = may.unwrap_or_default().iter().find_map(|one| one.get("enum"));
    Some((words(may), words(of_kind.pointer("/then/required"))))
}

#[test]
fn the_written_form_of_a_fact_has_every_kind_with_its_keys_and_says_which_must_be_there() {
    let forms = Forms::read();
    for kind in FactKind::ALL {
        let schema = kind.schema();
        let day = if schema.timing == Timing::On { "on" } else { "from" };
        let must = schema.fields.iter().filter(|f| f.required).map(|f| f.name).chain([day]);
        let wanted = (schema.fields.iter().map(|f| f.name.to_owned()).collect(), must.map(str::to_owned).collect());
        let said = keys_of(&forms, schema.name);
        // A case changes owner on the page and not by a fact.
        assert_eq!(said, (!schema.name.starts_with("handover_")).then_some(wanted), "{}", schema.name);
    }
}

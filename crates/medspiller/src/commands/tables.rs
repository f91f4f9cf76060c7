//! Rows of the tables that `import` reads: written by `synth` and `export`.

use domain::FactId;
use domain::fact::Fact;
use domain::schema::{FieldValue, Timing};
use std::collections::HashMap;

/// The columns of a table of facts, and where each stands.
pub(crate) struct FactColumns {
    names: Vec<&'static str>,
    at: HashMap<&'static str, usize>,
}

impl FactColumns {
    pub(crate) fn new() -> FactColumns {
        let names = ingest::facts::columns();
        let at = names.iter().enumerate().map(|(i, name)| (*name, i)).collect();
        FactColumns { names, at }
    }

    pub(crate) fn head(&self) -> String {
        self.names.join(";")
    }

    /// A row; `id_of` names a fact in the file.
    pub(crate) fn row(&self, citizen: &str, fact: &Fact, id_of: &dyn Fn(&FactId) -> String) -> String {
        let mut cells = vec![String::new(); self.names.len()];
        let mut set = |column: &str, text: String| {
            if let Some(i) = self.at.get(column) {
                cells[*i] = text;
            }
        };
        set("citizen", citizen.to_owned());
        set("external_id", id_of(&fact.id));
        set("kind", fact.kind().name().to_owned());
        match fact.kind().schema().timing {
            Timing::On => set("on", fact.from.to_string()),
            Timing::Period => {
                set("from", fact.from.to_string());
                set("through", fact.through.map(|d| d.to_string()).unwrap_or_default());
            }
        }
        set("at", fact.minute.map(|m| format!("{:02}:{:02}", m / 60, m % 60)).unwrap_or_default());
        set("supersedes", fact.supersedes.as_ref().map(id_of).unwrap_or_default());
        set("annuls", fact.annuls.as_ref().map(id_of).unwrap_or_default());
        for (name, value) in fact.data.fields() {
            set(name, text(value));
        }
        cells.join(";")
    }
}

fn text(value: FieldValue) -> String {
    match value {
        FieldValue::Code(code) => code.to_owned(),
        FieldValue::Text(text) => field(&text),
        FieldValue::Day(day) => day.to_string(),
        FieldValue::Int(n) => n.to_string(),
        FieldValue::Hours(hours) => hours.to_string(),
        FieldValue::Flag(flag) => flag.to_string(),
        FieldValue::Money(amount) => format!("{},{:02}", amount.oere() / 100, amount.oere().unsigned_abs() % 100),
    }
}

/// A text that may hold the separator, a quotation mark or a line end; a table has one line a row.
pub(crate) fn field(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    if text.contains([';', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

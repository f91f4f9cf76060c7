//! What stands below each figure: definition with version, period, who is counted, source, the day it was counted.

use crate::danish::{long, period};
use crate::pages::definitions;
use crate::text::t;
use app::figures::definition::Definition;
use domain::Day;
use domain::codes::Code;

pub(crate) struct Foot {
    pub(crate) link: String,
    pub(crate) name: String,
    /// `version 1`
    pub(crate) version: String,
    /// For a file, whose reader may be a program.
    code: &'static str,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) sheet: String,
}

impl Foot {
    /// `days` are the first and the last that the figure is about, `who` says who is counted.
    pub(crate) fn new(definition: &Definition, days: (Day, Day), who: String, counted: Day, sheet: String) -> Foot {
        let facts = [
            ("leadership.period", period(days.0, Some(days.1))),
            ("leadership.who", who),
            ("leadership.source", t("leadership.source_text")),
            ("leadership.counted", long(counted)),
        ];
        Foot {
            link: definitions::link(definition.id),
            name: definition.name.clone(),
            version: format!("version {}", definition.version),
            code: definition.id.code(),
            facts: facts.map(|(key, text)| (t(key), text)).into(),
            sheet,
        }
    }

    /// The same as the last lines of a file.
    pub(crate) fn lines(self) -> Vec<Vec<String>> {
        let version = format!("{}, {}", self.code, self.version);
        let mut lines = vec![Vec::new(), vec![t("leadership.definition"), self.name, version]];
        lines.extend(self.facts.into_iter().map(|(name, text)| vec![name, text]));
        lines
    }
}

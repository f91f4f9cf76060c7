//! Somebody else saved first: what stood, what they wrote, and what one wrote oneself, above the form that still holds it.

use crate::danish::when;
use crate::text::{t, tf};
use crate::words::{fact_days, fact_words};
use app::citizen::{CitizenPage, FactRow};

pub(crate) struct ConflictWords {
    pub(crate) title: String,
    pub(crate) changes: Vec<ChangeWords>,
    /// What stands in the form, in a few words, where it can be said so.
    pub(crate) yours: Option<String>,
}

pub(crate) struct ChangeWords {
    /// What a correction or an annulment took the place of.
    pub(crate) before: Option<String>,
    /// `Ida Demosen skrev`
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) at: String,
}

impl ConflictWords {
    /// With what one wrote oneself.
    pub(crate) fn beside(self, yours: String) -> ConflictWords {
        ConflictWords { yours: Some(yours), ..self }
    }
}

/// What was saved in the case after the version a form was made from.
pub(crate) fn conflict_words(page: &CitizenPage, version: i64) -> ConflictWords {
    let mut later: Vec<_> = page.facts.iter().filter(|f| f.commit > version).collect();
    later.sort_by_key(|f| f.id);
    let title = later.last().map_or_else(
        || t("error.conflict"),
        |f| tf("error.conflict_by", &[("who", &f.actor), ("when", &when(f.at, page.today))]),
    );
    let words = |f: &FactRow| format!("{}, {}", fact_words(&f.data), fact_days(&f.data, f.from, f.through, f.minute));
    let changes = later.iter().map(|f| {
        let old = f.corrects.as_ref().or(f.annuls.as_ref()).and_then(|id| id.0.parse::<i64>().ok());
        let before = old.and_then(|id| page.facts.iter().find(|o| o.id == id)).map(words);
        let taken_back = f.annuls.is_some();
        ChangeWords {
            before,
            who: tf(if taken_back { "error.conflict_took" } else { "error.conflict_wrote" }, &[("who", &f.actor)]),
            what: words(f),
            at: when(f.at, page.today),
        }
    });
    ConflictWords { title, changes: changes.collect(), yours: None }
}
